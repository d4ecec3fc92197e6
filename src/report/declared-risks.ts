import type { Evidence, PropertyChange } from '../evidence/document.ts'
import { THIS_RELEASE, type Finding, type Waiver } from '../evidence/finding.ts'
import { plural } from '../support/text/text.ts'
import { plansOf } from './plans.ts'
import { changesOf, environmentOf } from './reading.ts'

/** A finding that does not block because it was accepted, with what is known of the values. */
export interface DeclaredRisk {
  readonly finding: Finding
  readonly waived: Waiver
  /** What was there before, or was expected; what the release makes of it. */
  readonly before: string
  readonly after: string
  /** Of a resource: the properties that the plan changes. */
  readonly properties: readonly PropertyChange[]
}

/** Standing exceptions of the configuration; all other codes are about what this release does. */
const STANDING = /^(?:drift|parity)\//

/** What cannot be undone: a reviewer has to know it before anything else. */
const ONE_WAY = /^rollback\//

function rankOf({ code }: Finding): number {
  return ONE_WAY.test(code) ? 0 : STANDING.test(code) ? 2 : 1
}

/** Each accepted finding once: what cannot be rolled back, then what the release itself declares, then the rest. */
export function declaredRisks(documents: readonly Evidence[]): DeclaredRisk[] {
  const found = documents.flatMap(({ findings }) => findings.filter(({ waived }) => waived !== undefined))
  const once = new Map(
    found.map((finding) => [JSON.stringify([finding.code, finding.title, finding.subject, finding.observed]), finding]),
  )
  return [...once.values()]
    .toSorted((a, b) => rankOf(a) - rankOf(b))
    .flatMap((finding) => {
      const { waived, expected, observed } = finding
      if (waived === undefined) return []
      const [before, after] = [expected ?? 'unknown', observed ?? 'unknown']
      return [{ finding, waived, before, after, properties: plannedProperties(finding, documents) }]
    })
}

function plannedProperties(finding: Finding, documents: readonly Evidence[]): readonly PropertyChange[] {
  const [, stack, resource] = /^stack\/(.+)\/resource\/(.+)$/.exec(finding.subject) ?? []
  const environment = environmentOf(finding)
  if (stack === undefined || environment === undefined || STANDING.test(finding.code)) return []
  const changes = plansOf(documents, environment)
    .flatMap(changesOf)
    .filter(({ path }) => path === `${stack}/${resource}`)
  // The finding does not say its region: what several regions plan differently is not shown as its properties.
  const distinct = new Set(changes.map(({ properties }) => JSON.stringify(properties)))
  return distinct.size === 1 ? (changes[0]?.properties ?? []) : []
}

/** An intent has no owner: it is part of the release, and ends with it. */
function isOfIntent({ owner, until }: Waiver): boolean {
  return owner === undefined && until === THIS_RELEASE
}

export function ownerOf(waived: Waiver): string {
  return waived.owner ?? (isOfIntent(waived) ? 'the author of the intent' : 'no owner')
}

export function expiryOf({ until }: Waiver): string {
  return until ?? 'no expiry'
}

/** `Waived (no owner, no expiry)`, `Waived until 2027-03-31 (no owner)`; undefined where nothing is missing. */
export function missingWords(waived: Waiver): string | undefined {
  const { owner, until } = waived
  if (isOfIntent(waived) || (owner !== undefined && until !== undefined)) return undefined
  const missing = [owner === undefined && 'no owner', until === undefined && 'no expiry'].filter(Boolean).join(', ')
  return `Waived${owner === undefined ? '' : ` by ${owner}`}${until === undefined ? '' : ` until ${until}`}${missing && ` (${missing})`}`
}

export function countRisks(risks: readonly DeclaredRisk[]): string {
  return plural(risks.length, 'declared risk')
}
