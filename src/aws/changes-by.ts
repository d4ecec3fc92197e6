import type { Event } from '@aws-sdk/client-cloudtrail'
import type { Trail } from './clients.ts'

/** Who changed a thing, when, and by which call. */
export interface ChangeBy {
  /** ISO 8601, UTC. */
  readonly at: string
  readonly who: string
  readonly call: string
}

/** CloudTrail keeps events for 90 days; the newest few tell what a reader needs. */
const NEWEST = 5
const PAGE = 50
/** A resource that is written all the time has thousands of events: more pages than this tell nothing more. */
const MOST_PAGES = 10

/** The newest events that changed a resource, newest first. CloudFormation's own calls on our behalf are left out. */
export async function changesBy(trail: Trail, physicalId: string): Promise<ChangeBy[]> {
  const found: ChangeBy[] = []
  let token: string | undefined
  let pages = 0
  do {
    const page = await trail.lookupEvents({
      LookupAttributes: [{ AttributeKey: 'ResourceName', AttributeValue: physicalId }],
      MaxResults: PAGE,
      ...(token !== undefined && { NextToken: token }),
    })
    for (const event of page.Events ?? []) {
      if (event.ReadOnly === 'true' || isCloudFormations(event)) continue
      found.push({
        at: event.EventTime?.toISOString() ?? '',
        who: event.Username ?? 'unknown',
        call: `${event.EventSource?.replace('.amazonaws.com', '') ?? 'unknown'}:${event.EventName ?? 'unknown'}`,
      })
    }
    token = page.NextToken
    pages++
  } while (token !== undefined && found.length < NEWEST && pages < MOST_PAGES)
  return found.toSorted((a, b) => (a.at < b.at ? 1 : -1)).slice(0, NEWEST)
}

/** Every event carries how it came about as JSON; `invokedBy` names a service that called for somebody. */
function isCloudFormations({ CloudTrailEvent: text }: Event): boolean {
  if (text === undefined) return false
  try {
    const event = JSON.parse(text) as { userIdentity?: { invokedBy?: unknown }; sourceIPAddress?: unknown }
    return [event.userIdentity?.invokedBy, event.sourceIPAddress].includes('cloudformation.amazonaws.com')
  } catch {
    return false
  }
}
