import type { AwsAccess } from '../aws/access.ts'
import { ActionError } from '../support/errors.ts'
import type { Config, EnvironmentKey } from './schema.ts'
import type { DeploymentInput, StackInput } from './sections/release.ts'

/** One environment of the release, with every name made out. Paths are still relative to the workspace. */
export interface Environment {
  readonly key: EnvironmentKey
  /** What {environment} stands for, and the GitHub environment. */
  readonly name: string
  readonly region: string
  /** What {environment} and other words stand for. */
  readonly words: Words
  readonly planRole?: string
  readonly deployRole?: string
  /** In an order in which each stack comes after those it needs. */
  readonly stacks: readonly Stack[]
  readonly deployments: readonly Deployment[]
}

export type Stack = Omit<StackInput, 'id' | 'depends-on'> & {
  readonly id: string
  readonly dependsOn: readonly string[]
}
export type Deployment = DeploymentInput & { readonly id: string }
export type ServerDeployment = Extract<Deployment, { platform: 'server' }>
export type LambdaDeployment = Extract<Deployment, { platform: 'lambda' }>
export type EcsDeployment = Extract<Deployment, { platform: 'ecs' }>
export type LocalDeployment = Extract<Deployment, { platform: 'local' }>

/** Makes one environment from the release. `region` serves where the file names none. */
export function resolveEnvironment(
  config: Config,
  key: EnvironmentKey,
  defaultRegion: string | undefined,
): Environment {
  const declared = config.environments[key]
  const name = declared.name ?? key
  const words = wordsOf(config, name, declared['deploy-role'] ?? declared['plan-role'])
  const needsAws = config.stacks.length > 0 || config.deployments.some((deployment) => deployment.platform !== 'local')
  const region = declared.region ?? defaultRegion
  if (needsAws && region === undefined) {
    throw new ActionError('config/file', {
      message: `no region for the environment ${key}`,
      subject: `environment/${key}`,
      expected: `environments.${key}.region, or AWS_REGION in the job`,
      observed: 'neither',
      advice: `Set environments.${key}.region in the configuration.`,
    })
  }
  const stacks = config.stacks.map(({ 'depends-on': dependsOn, ...stack }): Stack => {
    const id = stack.id ?? 'stack'
    return {
      ...fillWords(stack, words, `stack/${id}`),
      id,
      dependsOn: [...new Set([...dependsOn, ...referencedStacks(stack.parameters)])],
    }
  })
  unique(
    stacks.map((stack) => stack.id),
    'stack',
  )
  const deployments = config.deployments.map((deployment): Deployment => {
    const id = deployment.id ?? 'app'
    return { ...fillWords(deployment, words, `deployment/${id}`), id }
  })
  unique(
    deployments.map((deployment) => deployment.id),
    'deployment',
  )
  return {
    key,
    name,
    region: region ?? '',
    words,
    ...(declared['plan-role'] !== undefined && { planRole: declared['plan-role'] }),
    ...(declared['deploy-role'] !== undefined && { deployRole: declared['deploy-role'] }),
    stacks: ordered(stacks),
    deployments,
  }
}

/** How to reach the environment for planning, or for deploying. `session` appears in CloudTrail. */
export function accessTo(environment: Environment, purpose: 'plan' | 'deploy', runId: string): AwsAccess {
  const role = purpose === 'plan' ? environment.planRole : environment.deployRole
  return {
    region: environment.region,
    session: `test-deployments-${runId}`.replaceAll(/[^\w+=,.@-]/g, '-').slice(0, 64),
    ...(role !== undefined && { role }),
  }
}

/** Not `${environment}`, which is a shell's. */
const WORD = /(?<!\$)\{(environment|application|account)\}/g
/** `{stack.web.outputs.Url}`; `{stack.outputs.Url}` where there is one stack only. */
const OUTPUT = /\{stack(?:\.([A-Za-z][\w-]*))?\.outputs\.([A-Za-z0-9]+)\}/g

type Words = Readonly<Record<string, string>>

/** What words stand for. The account is that of the environment's roles: nothing else tells it before AWS is asked. */
function wordsOf({ application }: Config, environment: string, role: string | undefined): Words {
  const account = /^arn:[^:]+:iam::(\d{12}):/.exec(role ?? '')?.[1]
  return {
    environment,
    ...(application !== undefined && { application }),
    ...(account !== undefined && { account }),
  }
}

/** Where a word comes from that is used and not known. */
const SOURCES: Readonly<Record<string, string>> = { account: 'no role of the environment tells an account' }

/** Fills {environment} and other words in every text of a value. */
export function fillWords<T>(value: T, words: Words, subject: string): T {
  return mapTexts(value, (text) =>
    text.replaceAll(WORD, (all, word: string) => {
      const filled = words[word]
      if (filled === undefined) {
        throw new ActionError('config/reference', {
          message: `${all} is used but ${SOURCES[word] ?? `\`${word}\` is not set`}`,
          subject,
          observed: text,
        })
      }
      return filled
    }),
  )
}

/** Outputs by stack id, then by name; a stack that is missing has none yet. */
export type Outputs = Readonly<Record<string, Readonly<Record<string, string>>>>

/**
 * Fills `{stack.ID.outputs.NAME}` in every text of a value. With `unknown` given, what is not there yet becomes that
 * text; otherwise it is an error that names what there is.
 */
export function fillOutputs<T>(value: T, outputs: Outputs, subject: string, unknown?: string): T {
  return mapTexts(value, (text) =>
    text.replaceAll(OUTPUT, (all, id: string | undefined, name: string) => {
      const ids = Object.keys(outputs)
      const stackId = id ?? (ids.length === 1 ? ids[0] : undefined)
      const found = stackId === undefined ? undefined : outputs[stackId]?.[name]
      if (found !== undefined) return found
      if (unknown !== undefined) return unknown
      const known = ids.flatMap((each) =>
        Object.keys(outputs[each] ?? {}).map((output) => `{stack.${each}.outputs.${output}}`),
      )
      throw new ActionError('config/reference', {
        message: `${all} refers to an output that does not exist`,
        subject,
        expected: known.length > 0 ? known.join(', ') : 'a stack with outputs',
        observed: all,
      })
    }),
  )
}

/** The outputs that a value refers to, and no others: what nobody asks for may be somebody's secret. */
export function referencedOutputs(value: unknown, outputs: Outputs): Outputs {
  const ids = Object.keys(outputs)
  const wanted: Record<string, Record<string, string>> = Object.fromEntries(ids.map((id) => [id, {}]))
  mapTexts(value, (text) => {
    for (const [, id = ids.length === 1 ? ids[0] : undefined, name = ''] of text.matchAll(OUTPUT)) {
      const found = outputs[id ?? '']?.[name]
      if (id !== undefined && found !== undefined) wanted[id] = { ...wanted[id], [name]: found }
    }
    return text
  })
  return wanted
}

/** Ids of the stacks whose outputs a value refers to. */
export function referencedStacks(value: unknown): string[] {
  const found = new Set<string>()
  mapTexts(value, (text) => {
    for (const [, id] of text.matchAll(OUTPUT)) found.add(id ?? 'stack')
    return text
  })
  return [...found]
}

function mapTexts<T>(value: T, change: (text: string) => string): T {
  if (typeof value === 'string') return change(value) as T
  if (Array.isArray(value)) return value.map((item: unknown) => mapTexts(item, change)) as T
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, mapTexts(member, change)])) as T
  }
  return value
}

function unique(ids: readonly string[], what: string): void {
  const twice = ids.find((id, index) => ids.indexOf(id) !== index)
  if (twice === undefined) return
  throw new ActionError('config/file', {
    message: `two ${what}s have the id ${twice}`,
    subject: `${what}/${twice}`,
    expected: `an \`id\` of its own for each ${what}`,
    observed: `${twice}, twice`,
  })
}

/** Each after those it needs. Throws `config/file` for a circle, `config/reference` for what is not among them. */
export function ordered<S extends Pick<Stack, 'id' | 'dependsOn'>>(stacks: readonly S[]): S[] {
  const byId = new Map(stacks.map((stack) => [stack.id, stack]))
  const done = new Set<string>()
  const result: S[] = []
  const visit = (stack: S, path: readonly string[]): void => {
    if (done.has(stack.id)) return
    if (path.includes(stack.id)) {
      const circle = [...path.slice(path.indexOf(stack.id)), stack.id].join(' → ')
      throw new ActionError('config/file', {
        message: `stacks need each other in a circle: ${circle}`,
        subject: `stack/${stack.id}`,
        expected: 'an order in which each stack comes after those it needs',
        observed: circle,
        advice: 'Take one of these references to outputs, or of `depends-on`, away.',
      })
    }
    for (const id of stack.dependsOn) {
      const needed = byId.get(id)
      if (!needed) {
        throw new ActionError('config/reference', {
          message: `the stack ${stack.id} needs a stack ${id} that does not exist`,
          subject: `stack/${stack.id}`,
          expected: [...byId.keys()].join(', '),
          observed: id,
        })
      }
      visit(needed, [...path, stack.id])
    }
    done.add(stack.id)
    result.push(stack)
  }
  for (const stack of stacks) visit(stack, [])
  return result
}
