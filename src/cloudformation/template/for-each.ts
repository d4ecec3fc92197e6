/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-foreach.html */
const LOOP = 'Fn::ForEach::'
const IDENTIFIER = /[$&]\{\w+\}/g

export const isLoop = (name: string): boolean => name.startsWith(LOOP)

interface Loop {
  readonly identifier: string
  readonly collection: unknown
  readonly fragment: Readonly<Record<string, unknown>>
}

function loopOf(value: unknown): Loop | undefined {
  if (!Array.isArray(value) || value.length !== 3) return undefined
  const [identifier, collection, fragment] = value as unknown[]
  const fits = typeof identifier === 'string' && typeof fragment === 'object' && fragment !== null
  return fits ? { identifier, collection, fragment: fragment as Loop['fragment'] } : undefined
}

/** The items of a list parameter; undefined where its value is unknown. */
export type ItemsOf = (parameter: string) => readonly string[] | undefined

/**
 * The members that a loop creates, where its collection is a literal list or a parameter with a known value; otherwise
 * undefined. Identifiers are replaced in names only.
 */
export function unroll(
  value: unknown,
  itemsOf: ItemsOf = () => undefined,
  bound: ReadonlyMap<string, string> = new Map(),
): [string, unknown][] | undefined {
  const loop = loopOf(value)
  if (loop === undefined) return undefined
  const named = (loop.collection as { readonly Ref?: unknown } | null | undefined)?.Ref
  const items = typeof named === 'string' ? itemsOf(named) : loop.collection
  if (!Array.isArray(items)) return undefined
  const made: [string, unknown][] = []
  for (const item of items as unknown[]) {
    if (typeof item !== 'string' && typeof item !== 'number') return undefined
    const inner = new Map([...bound, [loop.identifier, String(item)]])
    for (const [key, member] of Object.entries(loop.fragment)) {
      const more = isLoop(key) ? unroll(member, itemsOf, inner) : [[fill(key, inner), member] as [string, unknown]]
      if (more === undefined) return undefined
      made.push(...more)
    }
  }
  return made
}

/** `&{X}` removes characters that a logical id cannot have. */
function fill(key: string, bound: ReadonlyMap<string, string>): string {
  return [...bound].reduce(
    (name, [identifier, item]) =>
      name.replaceAll(`\${${identifier}}`, item).replaceAll(`&{${identifier}}`, item.replaceAll(/[^A-Za-z0-9]/g, '')),
    key,
  )
}

/** Whether the loop can create a member of that name. */
export function mayMake(value: unknown, name: string): boolean {
  const { fragment = {} } = loopOf(value) ?? {}
  return Object.entries(fragment).some(([key, member]) =>
    isLoop(key) ? mayMake(member, name) : patternOf(key).test(name),
  )
}

function patternOf(key: string): RegExp {
  const fixed = key.split(IDENTIFIER).map((part) => part.replaceAll(/[^A-Za-z0-9]/g, '\\$&'))
  return new RegExp(`^${fixed.join('[A-Za-z0-9]*')}$`)
}
