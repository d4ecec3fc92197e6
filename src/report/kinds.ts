import type { Evidence } from '../evidence/document.ts'
import type { Finding, Json } from '../evidence/finding.ts'
import { KINDS, type Kind } from '../evidence/kind.ts'
import type { Verdict } from '../evidence/outcome.ts'
import { AFTER_DEPLOYMENT, jobOf, type Phase } from '../evidence/phase.ts'
import { proves, verdictOf } from '../evidence/verdict.ts'
import { plural } from '../support/text/text.ts'
import { kindOf } from './reading.ts'

/** A check, or the rehearsed way back, that was judged. */
export interface RanCheck {
  readonly name: string
  readonly verdict: Verdict
}

/** A check of the configuration without a result. */
export interface IdleCheck {
  readonly name: string
  /** Why it has none, and which job should have run it. */
  readonly why: string
}

/** How one kind of checks stands. `unknown`: no evidence holds the configuration. */
export interface KindStanding {
  readonly kind: Kind
  readonly state: 'run' | 'run in part' | 'waiting' | 'not run' | 'not configured' | 'unknown'
  readonly required: boolean
  readonly ran: readonly RanCheck[]
  readonly idle: readonly IdleCheck[]
}

const WAY_BACK = 'the rehearsed way back'
const LATE: ReadonlySet<string> = new Set<Phase>(['production', 'approval'])
/** Steps after which each kind has run, or has not. */
const JUDGED: ReadonlySet<string> = new Set(['verify', 'verify-temporary', 'gate', 'deploy-production'])

/** Every kind that a gate can require; none before the first check could run. */
export function kindStandings(documents: readonly Evidence[]): KindStanding[] {
  const results = resultsOf(documents)
  const current = documents.at(-1)
  if (results.length === 0 && !JUDGED.has(current?.slot.command ?? '')) return []
  const composition = documents.findLast((document) => document.composition !== undefined)?.composition
  const required = requiredOf(documents)
  const named = new Map((composition?.checks ?? []).map((check) => [check.name, check.kind]))
  return KINDS.map((kind): KindStanding => {
    const own = results.filter((result) => (named.get(result.name) ?? result.kind) === kind)
    // A person's test is noted while it waits for the approval.
    const judged = own.filter(({ finding }) => finding.outcome !== 'noted')
    const ran = [...Map.groupBy(judged, ({ name }) => name)]
      .map(([name, each]) => ({ name, verdict: verdictOf(each.map(({ finding }) => finding)) }))
      .filter(({ verdict }) => verdict !== 'skipped')
    const configured = (composition?.checks ?? []).filter((check) => check.kind === kind)
    const without = configured.filter(({ name }) => !ran.some((one) => one.name === name))
    const waits = new Map(
      own
        .filter(({ finding }) => finding.outcome === 'noted')
        .map(({ name, finding }) => [name, member(finding.details, 'by')]),
    )
    // What is done after the gate is not missing before.
    const late = without.filter(({ name, phase = '' }) => waits.has(name) || LATE.has(phase))
    const state = (): KindStanding['state'] => {
      if (ran.length > 0) return without.length > late.length ? 'run in part' : 'run'
      if (waits.size > 0 && judged.length === 0) return 'waiting'
      if (composition === undefined) return 'unknown'
      return configured.length > 0 ? 'not run' : 'not configured'
    }
    return {
      kind,
      state: state(),
      required: required.has(kind),
      ran,
      idle: without.map(({ name, phase = AFTER_DEPLOYMENT, dryRun = false }) => ({
        name,
        why: waits.has(name)
          ? `waits for ${String(waits.get(name))}`
          : dryRun
            ? 'a dry run proves nothing'
            : `no result: ${jobOf(phase)} runs it`,
      })),
    }
  })
}

/** Whether a kind that the gate requires has no check that passed. */
export function isLacking({ required, ran, state }: KindStanding): boolean {
  return required && state !== 'waiting' && !ran.some(({ verdict }) => verdict === 'pass')
}

/** `2 of 3 passed`; nothing where nothing ran. */
export function countPassed({ ran }: KindStanding): string {
  if (ran.length === 0) return ''
  return `${ran.filter(({ verdict }) => verdict === 'pass').length} of ${plural(ran.length, 'check')} passed`
}

interface Result {
  readonly name: string
  readonly kind: string | undefined
  readonly finding: Finding
}

/** The own finding of each check, which has the key of the check in its details, and the ways back that were rehearsed. */
function resultsOf(documents: readonly Evidence[]): Result[] {
  return documents.flatMap(({ findings }) =>
    findings.flatMap((finding): Result[] => {
      if (finding.code === 'rollback/recovered' && proves(finding))
        return [{ name: WAY_BACK, kind: 'recovery' satisfies Kind, finding }]
      if (finding.code === 'rollback/not-recovered' || finding.code === 'rollback/failed')
        return [{ name: WAY_BACK, kind: 'recovery' satisfies Kind, finding }]
      const name = member(finding.details, 'check')
      const isOwn = finding.code.startsWith('check/') && member(finding.details, 'key') !== undefined
      return isOwn && typeof name === 'string' ? [{ name, kind: kindOf(finding), finding }] : []
    }),
  )
}

/** The kinds that the gate required, as it says with its answer about the evidence. */
function requiredOf(documents: readonly Evidence[]): ReadonlySet<string> {
  const said = documents.flatMap(({ findings }) =>
    findings.filter(({ code }) => code.startsWith('gate/')).map(({ details }) => member(details, 'required')),
  )
  return new Set(
    said.flatMap((kinds) => (Array.isArray(kinds) ? kinds.filter((kind) => typeof kind === 'string') : [])),
  )
}

function member(details: Json | undefined, name: string): unknown {
  return typeof details === 'object' && details !== null
    ? (details as Readonly<Record<string, unknown>>)[name]
    : undefined
}
