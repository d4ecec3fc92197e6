import type { Judged } from '../check/engines/calls/contract.ts'
import type { Row as ClientRow } from '../check/clients/contract.ts'

/** The result of check:wire for each operation whose traffic it judged. */
export interface WireResult {
  readonly service: string
  readonly operation: string
  readonly exchanges: number
  /** Violations that stand. */
  readonly violations: number
}

/** A response of the sandbox that differs in its members from an engine's. */
interface EngineDifference {
  readonly operation: string
}

export interface Results {
  readonly wire: { readonly operations: readonly WireResult[] } | undefined
  readonly clients:
    | {
        readonly rows: readonly ClientRow[]
        readonly skipped: readonly { readonly client: string; readonly why: string }[]
      }
    | undefined
  readonly engines:
    | {
        readonly compared?: Readonly<Record<string, readonly string[]>>
        readonly differences: Readonly<Record<string, readonly EngineDifference[]>>
        readonly calls?: Readonly<Record<string, readonly Judged[]>>
      }
    | undefined
}

const NONE = '–'
/** The services that releases through engines call, whose operations are recorded by name alone. */
const COMPARED = new Set(['cloudformation', 'codedeploy', 'cloudwatch'])

/** The rows of the table: each operation that the sandbox plays, whether a judge saw it or not. */
export function tableOf(
  operations: Readonly<Record<string, readonly string[]>>,
  results: Results,
): { readonly lines: string[]; readonly summary: string } {
  const all = Object.entries(operations)
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .flatMap(([service, names]) => names.map((operation) => ({ service, operation })))
  const rows = all.map(({ service, operation }) => {
    const wire = wireOf(results, service, operation)
    const clients = clientsOf(results, service, operation)
    const engines = enginesOf(results, service, operation)
    return {
      cells: [service, operation, wire, clients, engines],
      judged: [wire, clients, engines].map((each) => each !== NONE),
    }
  })
  const counted = (index: number): number => rows.filter(({ judged }) => judged[index]).length
  const unjudged = rows.filter(({ judged }) => !judged.includes(true)).length
  const summary = `${rows.length} operations of ${Object.keys(operations).length} services: ${counted(0)} judged by models, ${counted(1)} called by clients, ${counted(2)} compared with engines, ${unjudged} by none`
  const skipped = (results.clients?.skipped ?? []).map(({ client, why }) => `- Not played: ${client}: ${why}`)
  const lines = [
    `${summary}.`,
    '',
    ...skipped,
    ...(skipped.length > 0 ? [''] : []),
    '| service | operation | models | clients | engines |',
    '| --- | --- | --- | --- | --- |',
    ...rows.map(({ cells }) => `| ${cells.join(' | ')} |`),
  ]
  return { lines, summary }
}

function wireOf({ wire }: Results, service: string, operation: string): string {
  const found = wire?.operations.find((each) => each.service === service && each.operation === operation)
  if (found === undefined) return NONE
  return found.violations === 0 ? 'agrees' : `${found.violations} violations`
}

/** The clients that called it; one whose command failed, or got only errors, is marked. */
function clientsOf({ clients }: Results, service: string, operation: string): string {
  const byClient = new Map<string, { works: boolean; fails: boolean }>()
  for (const { client, fault, called } of clients?.rows ?? []) {
    for (const each of called) {
      if (each.service !== service || each.operation !== operation) continue
      const answered = each.statuses.some((status) => status >= 200 && status < 400)
      const known = byClient.get(client) ?? { works: false, fails: false }
      byClient.set(client, {
        works: known.works || (fault === undefined && answered),
        fails: known.fails || fault !== undefined,
      })
    }
  }
  const shown = [...byClient].map(
    ([client, { works, fails }]) => `${client}${fails ? ' (fails)' : works ? '' : ' (errors only)'}`,
  )
  return shown.length === 0 ? NONE : shown.toSorted().join(', ')
}

/** By calls where the operation was called; else by the members of responses in releases. */
function enginesOf({ engines }: Results, service: string, operation: string): string {
  const called = Object.entries(engines?.calls ?? {}).flatMap(([engine, all]) => {
    const judged = all.find((each) => each.service === service && each.operation === operation)
    if (judged === undefined) return []
    const differs = judged.differences.some(({ known }) => known === undefined)
      ? ' (differs)'
      : judged.differences.length > 0
        ? ' (known differences)'
        : judged.lacks.length + judged.adds.length > 0
          ? ' (other members)'
          : ''
    return [[engine, `${engine}${differs}`] as const]
  })
  const released = Object.entries(engines?.compared ?? {}).flatMap(([engine, names]) => {
    if (!COMPARED.has(service) || !names.includes(operation)) return []
    const differs = engines?.differences[engine]?.some((each) => each.operation === operation) ?? false
    return [[engine, `${engine}${differs ? ' (other members)' : ''}`] as const]
  })
  const shown = [...new Map([...released, ...called]).values()]
  return shown.length === 0 ? NONE : shown.join(', ')
}
