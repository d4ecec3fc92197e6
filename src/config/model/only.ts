import type { CommandName } from './command-names.ts'
import { ENVIRONMENT_KEYS } from './environment-keys.ts'
import type { Inputs } from './inputs.ts'
import type { Environment } from './environment.ts'
import { ActionError } from '../../support/errors.ts'
import { didYouMean } from '../../support/text/nearest.ts'

/** Inputs that some commands support: those that limit one to a part, and the demands and exceptions of the gate. */
export type Limit = 'only' | 'shard' | 'temporary' | 'expired' | 'apply' | 'floor' | 'break-glass'

const LIMITS: readonly Limit[] = ['only', 'shard', 'temporary', 'expired', 'apply', 'floor', 'break-glass']

/**
 * Rejects an input that the command does not support: its evidence would claim a part where the command did everything, or a
 * demand or an exception would have no effect.
 */
export function checkLimits(
  command: CommandName,
  takes: readonly Limit[],
  {
    only,
    shard,
    temporary = '',
    expired,
    apply,
    floor = '',
    breakGlass = '',
  }: Pick<Inputs, 'only' | 'shard' | 'temporary' | 'expired' | 'apply' | 'floor' | 'breakGlass'>,
): void {
  const given: Readonly<Record<Limit, string>> = {
    only: only.join(', '),
    shard: shard === undefined ? '' : `${shard.index}/${shard.of}`,
    temporary,
    expired: expired === true ? 'true' : '',
    apply: apply === true ? 'true' : '',
    floor,
    'break-glass': breakGlass,
  }
  for (const name of LIMITS) {
    if (given[name] === '' || takes.includes(name)) continue
    throw new ActionError('config/input', {
      message: `\`command: ${command}\` does not support the input \`${name}\``,
      advice: `Remove \`${name}\` from this step.`,
      subject: `input/${name}`,
      expected: `no ${name}`,
      observed: given[name],
    })
  }
}

/**
 * Rejects an environment that is not the one of the command: it would act on another one than was asked for.
 * @param own the environment of the step with these inputs
 */
export function checkEnvironment(command: CommandName, own: string, asked: string | undefined): void {
  if (asked === undefined || asked === own) return
  throw new ActionError('config/input', {
    message: `\`command: ${command}\` is not about the environment ${asked}`,
    advice: 'Remove `environment` from this step, or choose the command for that environment.',
    subject: 'input/environment',
    expected: (ENVIRONMENT_KEYS as readonly string[]).includes(own) ? own : 'no environment',
    observed: asked,
  })
}

/**
 * Rejects unknown ids of stacks and deployments: a typing mistake would silently omit a part.
 */
export function checkOnly(environment: Environment, { only }: Pick<Inputs, 'only'>): void {
  const known = [...environment.stacks, ...environment.deployments].map(({ id }) => id)
  const unknown = only.filter((id) => !known.includes(id))
  const [first] = unknown
  if (first === undefined) return
  throw new ActionError('config/input', {
    message: `the input \`only\` names ${unknown.join(', ')}, which the configuration does not declare${didYouMean(first, known)}`,
    advice: 'Correct `only` in the `with:` of the step, or leave it out to take all.',
    subject: 'input/only',
    expected: known.join(', ') || 'no value: the configuration declares neither stacks nor deployments',
    observed: only.join(', '),
  })
}
