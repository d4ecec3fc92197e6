import type { Event } from '@aws-sdk/client-cloudtrail'
import type { Trail } from './clients/services.ts'
import { pagesOf } from './pages.ts'

/** Who changed a resource, when, and by which call. */
export interface ChangeBy {
  /** ISO 8601, UTC. */
  readonly at: string
  readonly who: string
  readonly call: string
}

/** CloudTrail keeps events for 90 days; the newest ones suffice. */
const NEWEST = 5
const PAGE = 50
/** A resource with frequent writes has thousands of events; no more pages than this are read. */
const MOST_PAGES = 10

/** The newest events that changed a resource, newest first. Calls by CloudFormation are left out. */
export async function changesBy(trail: Trail, physicalId: string): Promise<ChangeBy[]> {
  const found: ChangeBy[] = []
  const pages = pagesOf('NextToken', (next) =>
    trail.lookupEvents({
      LookupAttributes: [{ AttributeKey: 'ResourceName', AttributeValue: physicalId }],
      MaxResults: PAGE,
      ...next,
    }),
  )
  let read = 0
  for await (const page of pages) {
    for (const event of page.Events ?? []) {
      if (event.ReadOnly === 'true' || isCloudFormations(event)) continue
      found.push({
        at: event.EventTime?.toISOString() ?? '',
        who: event.Username ?? 'unknown',
        call: `${event.EventSource?.replace('.amazonaws.com', '') ?? 'unknown'}:${event.EventName ?? 'unknown'}`,
      })
    }
    read += 1
    if (found.length >= NEWEST || read >= MOST_PAGES) break
  }
  return found.toSorted((a, b) => (a.at < b.at ? 1 : -1)).slice(0, NEWEST)
}

/** Every event contains its record as JSON; `invokedBy` names a service that made the call. */
function isCloudFormations({ CloudTrailEvent: text }: Event): boolean {
  if (text === undefined) return false
  try {
    const event = JSON.parse(text) as { userIdentity?: { invokedBy?: unknown }; sourceIPAddress?: unknown }
    return [event.userIdentity?.invokedBy, event.sourceIPAddress].includes('cloudformation.amazonaws.com')
  } catch {
    return false
  }
}
