import { allReports } from '../../cloudformation/drift/drift.ts'
import type { Config } from '../../config/schema/index.ts'
import type { Finding } from '../../evidence/finding.ts'
import { matchesGlob } from '../../support/files/glob.ts'
import { listed, plural } from '../../support/text/text.ts'
import type { Facts } from '../contract.ts'

/** Exceptions of `precheck.drift.ignore`, and of the organisation's baseline. */

const NAMED_AT_MOST = 10

export type Ignore = Config['precheck']['drift']['ignore'][number]

/** The entry that covers a difference and is still valid. It counts as used, also where it has expired. */
export function ignoreFor(facts: Facts, id: string, path: string | undefined, used: Set<Ignore>): Ignore | undefined {
  const all = [...facts.config.precheck.drift.ignore, ...(facts.organisation?.ignore ?? [])]
  const matching = all.filter((entry) => {
    if (!matchesGlob(entry.resource, id)) return false
    if (entry.property === undefined) return true
    return path !== undefined && (path === entry.property || path.startsWith(`${entry.property}/`))
  })
  for (const entry of matching) used.add(entry)
  return matching.find((entry) => entry.until >= facts.today)
}

/** Exceptions that have expired, or that nothing needed. */
export function judgeIgnores(facts: Facts, used: ReadonlySet<Ignore>): Finding[] {
  const known = new Set(
    facts.environments.flatMap((environment) => [
      ...environment.drift.flatMap((report) =>
        allReports(report).flatMap((each) => each.resources.map((resource) => `${each.stack}/${resource.logicalId}`)),
      ),
      ...environment.stacks.flatMap((stack) =>
        Object.keys(stack.source.template.resources).map((id) => `${stack.stack.id}/${id}`),
      ),
    ]),
  )
  return facts.config.precheck.drift.ignore.flatMap((entry): Finding[] => {
    const subject = `config/precheck/drift/ignore/${entry.resource}${entry.property ?? ''}`
    if (entry.until < facts.today) {
      return [
        {
          code: 'drift/ignore-expired',
          outcome: 'fail',
          title: `The exception for ${entry.resource}${entry.property ?? ''} has expired`,
          subject,
          expected: `a day not after ${entry.until}`,
          observed: facts.today,
          advice: `Ask ${entry.owner} whether the reason still holds (${entry.reason}); remove the entry or set a new \`until\`.`,
        },
      ]
    }
    if (used.has(entry)) return []
    const exists = [...known].some((id) => matchesGlob(entry.resource, id))
    const meant = exists ? undefined : [...known].find((id) => id.endsWith(`/${entry.resource}`))
    return [
      {
        code: 'drift/ignore-unused',
        // Something that drifts now and then is not there each time; something that does not exist never will be.
        outcome: exists || known.size === 0 ? 'noted' : 'fail',
        title: exists
          ? `The exception for ${entry.resource}${entry.property ?? ''} was not needed in this run`
          : `The exception for ${entry.resource} names no resource of this release`,
        subject,
        expected: exists ? 'a difference that it covers' : 'a resource of one of the stacks',
        observed: 'none',
        advice:
          meant === undefined
            ? `Remove the entry for ${entry.resource} from precheck.drift.ignore.`
            : `Name the resource with its stack: \`resource: ${meant}\`; or remove the entry.`,
      },
    ]
  })
}

/** What of the organisation's baseline this release needed. Its other entries are for other repositories. */
export function judgeOrganisation({ organisation, today }: Facts, used: ReadonlySet<Ignore>): Finding[] {
  if (organisation === undefined) return []
  const { source, ignore } = organisation
  const valid = ignore.filter(({ until }) => until >= today)
  const needed = valid.filter((entry) => used.has(entry))
  return [
    {
      code: 'drift/organisation-baseline',
      outcome: 'noted',
      title: `The organisation accepts drift in ${source}: ${needed.length} of ${plural(ignore.length, 'exception')} apply to this release`,
      subject: 'config/precheck/drift/baseline',
      expected: 'exceptions that are still valid',
      observed: `${valid.length} of ${ignore.length} are valid; needed: ${
        needed.length === 0
          ? 'none'
          : listed(
              needed.map(({ resource, property = '' }) => `${resource}${property}`),
              NAMED_AT_MOST,
            )
      }`,
      advice: `Ask the owners of ${source} about an exception; it is changed there, and its commit is pinned here.`,
    },
  ]
}

export function waiver(entry: Ignore): { reason: string; owner: string; until: string } {
  return { reason: entry.reason, owner: entry.owner, until: entry.until }
}
