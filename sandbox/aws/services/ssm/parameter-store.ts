import type { SandboxClock } from '../../../contract.ts'
import { homeKey } from '../../names.ts'
import type { Home } from '../../names.ts'

export type ParameterType = 'String' | 'StringList' | 'SecureString'

/** The contents of a version of a parameter. */
export interface ParameterContent {
  readonly type: ParameterType
  readonly value: string
  readonly description?: string | undefined
  readonly tier: 'Standard' | 'Advanced'
  /** `text` or `aws:ec2:image`. */
  readonly dataType: string
  readonly allowedPattern?: string | undefined
}

export interface ParameterVersion extends ParameterContent {
  readonly version: number
  readonly modified: Date
  /** The ARN of the user or role session. */
  readonly by: string
  readonly labels: Set<string>
}

export interface Parameter {
  readonly home: Home
  readonly name: string
  /** Oldest first; the last one counts. */
  readonly versions: ParameterVersion[]
}

/** The parameters of Systems Manager, in all accounts and regions. */
export interface ParameterStore {
  /** Adds a version, or creates the parameter. */
  put(home: Home, name: string, content: ParameterContent, by: string): ParameterVersion
  find(home: Home, name: string): Parameter | undefined
  /** Sorted by name. */
  list(home: Home): Parameter[]
  /** False when there is none. */
  remove(home: Home, name: string): boolean
}

/** AWS keeps the newest versions; older ones go when another is created. */
const KEPT_VERSIONS = 100

/** `values`: of dynamic references, by the text after `resolve:`; such a parameter exists in every account. */
export function createParameterStore(
  clock: SandboxClock,
  values: ReadonlyMap<string, string> = new Map(),
): ParameterStore {
  const parameters = new Map<string, Parameter>()
  const made = clock.now()
  const given = (home: Home, name: string): Parameter | undefined => {
    const numbers = [...values.keys()].flatMap((key) =>
      key.startsWith(`ssm:${name}:`) ? [Number(key.slice(`ssm:${name}:`.length))] : [],
    )
    const count = Math.max(...numbers, values.has(`ssm:${name}`) ? 1 : 0)
    if (count === 0) return undefined
    const by = `arn:aws:iam::${home.account}:root`
    const versions = Array.from({ length: count }, (_, index): ParameterVersion => {
      const value = values.get(`ssm:${name}:${index + 1}`) ?? values.get(`ssm:${name}`) ?? ''
      const content = { type: 'String', value, tier: 'Standard', dataType: 'text' } as const
      return { ...content, version: index + 1, modified: made, by, labels: new Set() }
    })
    return { home, name, versions }
  }
  const allGiven = (home: Home): Parameter[] =>
    [...new Set([...values.keys()].map((key) => /^ssm:([^:]+)/.exec(key)?.[1]))].flatMap((name) => {
      const parameter = name === undefined || parameters.has(homeKey(home, name)) ? undefined : given(home, name)
      return parameter === undefined ? [] : [parameter]
    })
  return {
    put(home, name, content, by) {
      const key = homeKey(home, name)
      const parameter = parameters.get(key) ?? { home, name, versions: [] }
      const version = (parameter.versions.at(-1)?.version ?? 0) + 1
      const added = { ...content, version, modified: clock.now(), by, labels: new Set<string>() }
      parameter.versions.push(added)
      if (parameter.versions.length > KEPT_VERSIONS) parameter.versions.shift()
      parameters.set(key, parameter)
      return added
    },
    find: (home, name) => parameters.get(homeKey(home, name)) ?? given(home, name),
    list: (home) =>
      [
        ...[...parameters.values()].filter((parameter) => homeKey(parameter.home) === homeKey(home)),
        ...allGiven(home),
      ].toSorted((left, right) => (left.name < right.name ? -1 : 1)),
    remove: (home, name) => parameters.delete(homeKey(home, name)),
  }
}

export const parameterArn = ({ home, name }: Pick<Parameter, 'home' | 'name'>): string =>
  `arn:aws:ssm:${home.region}:${home.account}:parameter${name.startsWith('/') ? '' : '/'}${name}`

/** A version by its number or label; the newest without a selector. */
export function versionOf({ versions }: Parameter, selector?: string): ParameterVersion | undefined {
  if (selector === undefined) return versions.at(-1)
  return versions.find(({ version, labels }) => String(version) === selector || labels.has(selector))
}

/** The value of `ssm:NAME[:VERSION]` or `ssm-secure:NAME[:VERSION]`, as a dynamic reference of a template. */
export function referencedParameter(store: ParameterStore, home: Home, reference: string): string | undefined {
  const [, name, version] = /^ssm(?:-secure)?:([^:]+)(?::(\d+))?$/.exec(reference) ?? []
  const parameter = name === undefined ? undefined : store.find(home, name)
  return parameter && versionOf(parameter, version)?.value
}
