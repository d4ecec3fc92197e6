import type { Evidence } from '../evidence/document.ts'
import type { Finding } from '../evidence/finding.ts'
import { TIME_TO_RECOVER } from '../evidence/recovery.ts'
import { environmentOf } from './reading.ts'

/** How one part of an environment is rolled back, and what is known of it. */
export interface PartBack {
  readonly environment: string
  /** `stack/web`, `deployment/app`. */
  readonly part: string
  readonly how: string
  /** Events and alarms; empty where it is rolled back by command only. */
  readonly on: readonly string[]
  readonly byCommand: string
  /** Seconds that the way back took in the rehearsal; undefined where it was not rehearsed. */
  readonly rehearsed?: number
}

/** The way back of all environments; what it does not restore are findings. */
export interface WayBack {
  readonly parts: readonly PartBack[]
  /** What blocks, or would without a declaration, first. */
  readonly remains: readonly Finding[]
}

const REMAINS: ReadonlySet<string> = new Set([
  'rollback/impossible',
  'rollback/refused',
  'rollback/loses-state',
  'rollback/secret-unknown',
  'rollback/unknown',
  'rollback/stays',
  'rollback/none',
])

export function wayBackOf(documents: readonly Evidence[]): WayBack {
  const found = documents.flatMap(({ findings }) => findings)
  const rehearsed = new Map(
    documents.flatMap(({ measurements }) =>
      measurements.flatMap(({ name, subject, value }) =>
        name === TIME_TO_RECOVER && subject !== undefined ? [[subject, value] as const] : [],
      ),
    ),
  )
  const parts = new Map<string, PartBack>()
  for (const finding of found.filter(({ code }) => code === 'rollback/ways')) {
    const environment = environmentOf(finding) ?? ''
    for (const way of waysIn(finding)) {
      const seconds = rehearsed.get(way.part)
      const part = { ...way, environment, ...(seconds !== undefined && { rehearsed: seconds }) }
      parts.set(`${environment} ${way.part}`, part)
    }
  }
  const remains = new Map(
    found.filter(({ code }) => REMAINS.has(code)).map((finding) => [`${finding.subject} ${finding.title}`, finding]),
  )
  return {
    parts: [...parts.values()],
    remains: [...remains.values()].toSorted((a, b) => Number(a.outcome === 'noted') - Number(b.outcome === 'noted')),
  }
}

/** Details are written by any version: what has another form is left out. */
function waysIn({ details }: Finding): Omit<PartBack, 'environment'>[] {
  const ways = member(details, 'ways')
  if (!Array.isArray(ways)) return []
  return ways.flatMap((way: unknown) => {
    const [part, how, byCommand] = ['part', 'how', 'byCommand'].map((name) => member(way, name))
    if (typeof part !== 'string' || typeof how !== 'string' || typeof byCommand !== 'string') return []
    const texts = [member(way, 'on'), member(way, 'alarms')].flatMap((list: unknown) =>
      Array.isArray(list) ? list : [],
    )
    return [{ part, how, byCommand, on: texts.filter((text) => typeof text === 'string') }]
  })
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[name] : undefined
}
