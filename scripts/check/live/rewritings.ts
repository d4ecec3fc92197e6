import type { Properties } from '../../../sandbox/contract.ts'

/** A model written as services write it now and then, with the same meaning. */
export function rewritings(live: Properties): Readonly<Record<string, Properties>> {
  return {
    'as it is': live,
    'lists in another order': changed(live, (each) => (Array.isArray(each) ? each.toReversed() : each)),
    'numbers and booleans as texts': changed(live, (each) =>
      ['number', 'boolean'].includes(typeof each) ? String(each) : each,
    ),
    'empty members': { ...live, NoneOne: [], NoneTwo: {}, NoneThree: '', NoneFour: null, NoneFive: false },
    'members in another order': Object.fromEntries(Object.entries(live).toReversed()),
  }
}

/** The policies of a model, written in other ways. What a statement is called has no effect. */
export function policyRewritings(live: Properties): Readonly<Record<string, Properties>> {
  return {
    'policies as indented JSON': changed(live, (each) => (isPolicy(each) ? JSON.stringify(each, undefined, 4) : each)),
    'one item as a list': statementsOf(live, (value) => (typeof value === 'string' ? [value] : value)),
    'a list of one as its item': statementsOf(live, (value) =>
      Array.isArray(value) && value.length === 1 ? (value as readonly unknown[])[0] : value,
    ),
    'statements with other names': changed(live, (each) => {
      if (!isPolicy(each)) return each
      const statements = [each['Statement']].flat() as Properties[]
      return { ...each, Statement: statements.map((statement, index) => ({ ...statement, Sid: `Renamed${index}` })) }
    }),
  }
}

/** Members of statements whose value may be one text or a list. */
const LISTS = ['Action', 'NotAction', 'Resource', 'NotResource']

function statementsOf(live: Properties, change: (value: unknown) => unknown): Properties {
  return changed(live, (each) => {
    if (!isObject(each) || !('Effect' in each)) return each
    const members = Object.entries(each).map(([name, value]) => [name, LISTS.includes(name) ? change(value) : value])
    return Object.fromEntries(members) as Properties
  })
}

/** Changes every value, the inner ones first. */
function changed(live: Properties, change: (each: unknown) => unknown): Properties {
  const map = (value: unknown): unknown => {
    if (Array.isArray(value)) return change(value.map(map))
    if (!isObject(value)) return change(value)
    return change(Object.fromEntries(Object.entries(value).map(([name, each]) => [name, map(each)])))
  }
  return Object.fromEntries(Object.entries(live).map(([name, value]) => [name, map(value)]))
}

const isObject = (value: unknown): value is Properties =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const isPolicy = (value: unknown): value is Properties => isObject(value) && 'Statement' in value
