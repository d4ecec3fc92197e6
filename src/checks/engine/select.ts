import { ActionError } from '../../support/errors.ts'
import { type AnyCheck } from '../contract.ts'
import { CHECK_KEYS, CHECKS } from '../index.ts'
import type { CheckInput } from '../common-options.ts'
import type { CheckName } from '../../evidence/codes/checks.ts'
import { didYouMean } from '../../support/text/nearest.ts'
import { KINDS, type Kind } from '../../evidence/kind.ts'
import type { Phase } from '../../evidence/phase.ts'

/** A check as it will be done: what the configuration says, with every default made out. */
export interface PlannedCheck {
  /** In the table: `http`. */
  readonly key: CheckName
  readonly check: AnyCheck
  /** Unique among the checks; findings are about `check/<name>`. */
  readonly name: string
  readonly kind: Kind
  readonly phase: Phase
  readonly on: 'runner' | 'hosts'
  /** Tags of the instances on which it is made through Systems Manager; undefined: it is not made so. */
  readonly tags?: Readonly<Record<string, readonly string[]>>
  /** Names of checks that must have ended before. */
  readonly after?: readonly string[]
  /** Ids of the deployments on whose hosts it is made; undefined: all. */
  readonly deployments?: readonly string[]
  readonly sampling: Sampling
  /** What the shape of the check gave; texts may still refer to outputs. */
  readonly options: Readonly<Record<string, unknown>>
}

/** Number and interval of attempts, and how many may fail. Times in milliseconds. */
export interface Sampling {
  readonly timeout: number
  readonly delay: number
  readonly every: number
  readonly count: number
  readonly failures: number
  readonly errors: number
  readonly steadyFor?: number
  readonly dryRun: boolean
}

/** The key in the table of checks whose options an entry of `verify` has. */
function keyOf(input: CheckInput): CheckName {
  const key = CHECK_KEYS.find((name) => input[name] !== undefined)
  if (key !== undefined) return key
  throw new ActionError('config/file', {
    message: 'an entry of `verify` names no check',
    subject: 'verify',
    expected: `one of ${CHECK_KEYS.join(', ')}`,
    observed: Object.keys(input).join(', '),
  })
}

/** The kind that an entry of `verify` proves: what it says, or that of its check. A gate requires kinds. */
export function kindOf(input: CheckInput): Kind {
  return input.kind ?? CHECKS[keyOf(input)].meta.kind
}

/**
 * All checks of a configuration in its order. Two that do the same by default are told apart by a number; a name that
 * was given is one check's alone, since findings, `only` and baselines name checks by it.
 */
export function planChecks(inputs: readonly CheckInput[]): PlannedCheck[] {
  const taken = new Map<string, number>()
  const planned = inputs.map((input) => {
    const key = keyOf(input)
    const check = CHECKS[key]
    const options = Object.fromEntries(Object.keys(check.shape).map((name) => [name, input[name]]))
    const wanted = input.name ?? check.nameOf(options as never)
    const times = (taken.get(wanted) ?? 0) + 1
    taken.set(wanted, times)
    const { delay, every, count, failures, errors } = input
    return {
      key,
      check,
      name: times === 1 || input.name !== undefined ? wanted : `${wanted} (${times})`,
      kind: kindOf(input),
      phase: input.phase,
      on: input.on,
      ...(input.through !== undefined && { tags: input.tags ?? {} }),
      ...(input.after !== undefined && { after: input.after }),
      ...(input.deployment !== undefined && { deployments: input.deployment }),
      options,
      sampling: {
        delay,
        every,
        count,
        failures,
        errors,
        timeout: input.timeout ?? check.timeoutOf(options as never),
        dryRun: input['dry-run'],
        ...(input['steady-for'] !== undefined && { steadyFor: input['steady-for'] }),
      },
    }
  })
  refuseSameNames(planned)
  refuseLaterNames(planned)
  return planned
}

function refuseSameNames(planned: readonly PlannedCheck[]): void {
  const names = planned.map(({ name }) => name)
  const twice = names.find((name, at) => names.indexOf(name) !== at)
  if (twice === undefined) return
  const places = names.flatMap((name, at) => (name === twice ? [`verify[${at}]`] : []))
  throw new ActionError('config/file', {
    message: `${places.join(' and ')} have the same name: ${JSON.stringify(twice)}`,
    subject: 'verify',
    expected: 'a `name` of its own for each check',
    observed: twice,
    advice: 'Give each of them a `name` of its own, or remove all of them but one.',
  })
}

/** What a check waits for stands before it, so that no check waits for itself. */
function refuseLaterNames(planned: readonly PlannedCheck[]): void {
  for (const [index, { name, after = [] }] of planned.entries()) {
    const before = planned.slice(0, index).map((one) => one.name)
    const wrong = after.find((each) => !before.includes(each))
    if (wrong === undefined) continue
    const isLater = planned.some((one) => one.name === wrong)
    throw new ActionError('config/file', {
      message: isLater
        ? `verify[${index}] is to run after ${JSON.stringify(wrong)}, which is not before it`
        : `verify[${index}] is to run after ${JSON.stringify(wrong)}, which is not a check${didYouMean(wrong, before)}`,
      subject: `check/${name}`,
      expected: before.length === 0 ? 'no `after` of the first check' : `one of ${before.join(', ')}`,
      observed: wrong,
      advice: isLater ? 'Move the check behind the one that it waits for.' : 'Correct the name in `after`.',
    })
  }
}

/** `aws` are all checks that run no code of the user's, `tests` all that do: together they are all. */
const GROUPS: Readonly<Record<string, (one: PlannedCheck) => boolean>> = {
  aws: ({ check }) => !check.meta.runsUserCode,
  tests: ({ check }) => check.meta.runsUserCode,
}

/**
 * The checks that `only` names: by name (also written `home-page-answers`), key, kind, `aws` or `tests`; all where it
 * names none. A word that means nothing here is an error: it would silently leave checks out.
 */
export function selectChecks(planned: readonly PlannedCheck[], only: readonly string[]): PlannedCheck[] {
  const groups = new Set([...Object.keys(GROUPS), ...KINDS, ...CHECK_KEYS])
  const names = planned.flatMap(({ name }) => [name, wordOf(name)])
  const known = [...groups, ...planned.map(({ name }) => wordOf(name))]
  const unknown = only.find((word) => !groups.has(word) && !names.includes(word))
  if (unknown !== undefined) {
    throw new ActionError('config/input', {
      message: `the input \`only\` names ${JSON.stringify(unknown)}, which is not a check${didYouMean(unknown, known)}`,
      advice: 'Correct `only` in the `with:` of the step, or leave it out to make all checks.',
      subject: 'input/only',
      expected: known.join(', '),
      observed: unknown,
    })
  }
  if (only.length === 0) return [...planned]
  return planned.filter((one) =>
    only.some(
      (word) => GROUPS[word]?.(one) ?? [one.name, wordOf(one.name), one.key, one.kind as string].includes(word),
    ),
  )
}

/** A name as one word, for the input `only`. */
function wordOf(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
}
