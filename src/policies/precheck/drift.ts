import { allReports, isChecked, leftOut, type DriftReport, type ResourceDrift } from '../../cloudformation/drift.ts'
import { equalInMeaning } from '../../cloudformation/equal.ts'
import type { Config } from '../../config/schema.ts'
import type { Finding } from '../../evidence/finding.ts'
import { matchesGlob } from '../../support/glob.ts'
import type { EnvironmentFacts, Facts, Rule, StackFacts } from '../contract.ts'
import { ignoreEntry, waysOut } from '../drift-advice.ts'

type Ignore = Config['precheck']['drift']['ignore'][number]

const NAMED_AT_MOST = 10

/** Nobody has changed a stack behind its template. */
export const rule: Rule = {
  meta: {
    code: 'drift',
    title: 'Nobody has changed a stack behind its template',
    docs:
      'Compares every resource that CloudFormation can check with what its template says, nested stacks too. ' +
      'A difference is brought into the template, reverted, or ignored with a reason, an owner and an end date. ' +
      'Resources that could not be checked are counted and named, and never taken for in sync.',
    codes: [
      'drift/property-differs',
      'drift/resource-deleted',
      'drift/equal-in-meaning',
      'drift/in-sync',
      'drift/nothing-checked',
      'drift/unchecked',
      'drift/coverage',
      'drift/detection-failed',
      'drift/throttled',
      'drift/unknown-status',
      'drift/ignore-expired',
      'drift/ignore-unused',
    ],
  },
  judge(facts) {
    const used = new Set<Ignore>()
    const findings = facts.environments.flatMap((environment) =>
      environment.drift.flatMap((report) =>
        allReports(report).flatMap((each) => judgeReport(each, environment, facts, used)),
      ),
    )
    return [...findings, ...judgeIgnores(facts, used)]
  },
}

function judgeReport(report: DriftReport, environment: EnvironmentFacts, facts: Facts, used: Set<Ignore>): Finding[] {
  const name = environment.environment.key
  const subject = `stack/${report.stack}`
  const stack = environment.stacks.find((each) => each.stack.id === report.stack.split('/')[0])
  const stackName = report.stack.includes('/') ? report.stackArn : (stack?.stack.name ?? report.stackArn)
  const checked = report.resources.filter(isChecked)
  const count = `${checked.length} of ${report.resources.length} resources checked`
  const findings: Finding[] = []
  const add = (finding: Omit<Finding, 'details'>): void => {
    findings.push({
      ...finding,
      details: { environment: name, stack: stackName, region: environment.environment.region },
    })
  }
  const detect = `aws cloudformation detect-stack-drift --stack-name ${stackName} --region ${environment.environment.region}`

  if (report.detection !== 'complete') {
    add({
      code: 'drift/detection-failed',
      outcome: 'inconclusive',
      title: `${name}: drift of ${report.stack} could not be detected${checked.length > 0 ? ' completely' : ''}`,
      subject,
      expected: 'a complete detection',
      observed: `${report.reason || 'no reason given'}; ${count}`,
      advice:
        report.detection === 'refused'
          ? `Bring the stack into a settled state first, such as UPDATE_COMPLETE, then run \`${detect}\`.`
          : `Give the plan role read permission on every resource of the stack, then run \`${detect}\`.`,
    })
  }
  if (report.throttled) {
    add({
      code: 'drift/throttled',
      outcome: 'inconclusive',
      title: `${name}: AWS throttled the drift detection of ${report.stack} to the last try`,
      subject,
      expected: 'every resource read',
      observed: `Rate exceeded; ${count}`,
      advice: 'Run the job again when less runs at the same time in this account and region.',
    })
  }
  for (const resource of report.resources) {
    for (const finding of judgeResource(report, resource, stack, environment, facts, used)) add(finding)
  }
  const accepted = (resource: ResourceDrift): boolean =>
    ignoreFor(facts, `${report.stack}/${resource.logicalId}`, undefined, used) !== undefined
  const unchecked = report.resources.filter((resource) => !isChecked(resource) && !accepted(resource))
  const silently = leftOut(report).filter((resource) => unchecked.includes(resource))
  if (silently.length > 0 && !report.throttled) {
    add({
      code: 'drift/unchecked',
      outcome: 'inconclusive',
      title: `${name}: ${silently.length} resources of ${report.stack} were left unchecked although AWS can check them`,
      subject,
      expected: 'all resources of a type checked, or none',
      observed: named(silently),
      advice: `Run \`${detect}\` again; throttling inside the detection leaves resources out without a word.`,
    })
  }
  const share = report.resources.length === 0 ? 1 : checked.length / report.resources.length
  const wanted = facts.config.precheck.drift.coverage
  const complete = report.detection === 'complete'
  if (complete && share < wanted && unchecked.length > 0) {
    add({
      code: 'drift/coverage',
      outcome: 'fail',
      title: `${name}: drift detection covers less of ${report.stack} than is required`,
      subject,
      expected: `at least ${Math.round(wanted * 100)} % of the resources`,
      observed: `${count}; not checked: ${named(unchecked)}`,
      advice: `Ignore with a reason what AWS cannot check, or lower precheck.drift.coverage: ${ignoreEntry(`${report.stack}/${unchecked[0]?.logicalId ?? '*'}`)}.`,
    })
  }
  // Every stack has a resource: a report without any has not been made.
  const isEmpty = report.resources.length === 0 && report.nested.length === 0
  if (complete && (isEmpty || (checked.length === 0 && unchecked.length > 0))) {
    add({
      code: 'drift/nothing-checked',
      outcome: 'inconclusive',
      title: `${name}: not one resource of ${report.stack} was checked, so nothing is known of its drift`,
      subject,
      expected: 'at least one checked resource',
      observed: isEmpty ? 'CloudFormation names no resource of it' : named(unchecked),
      advice: `Look at the reasons; a resource that AWS cannot check is ignored with a reason: ${ignoreEntry(`${report.stack}/${unchecked[0]?.logicalId ?? '*'}`)}.`,
    })
  } else if (!findings.some((finding) => finding.outcome !== 'pass' && finding.waived === undefined)) {
    const differing = findings.filter((finding) => finding.waived !== undefined).length
    const rest = unchecked.length === 0 ? '' : `; not checked: ${named(unchecked)}`
    add({
      code: 'drift/in-sync',
      outcome: 'pass',
      title: `${name}: ${report.stack} is what its template says`,
      subject,
      expected: 'no difference',
      observed: `${count}, ${differing === 0 ? 'none differ' : `${differing} accepted differences`}${rest}`,
    })
  }
  return findings
}

function judgeResource(
  report: DriftReport,
  resource: ResourceDrift,
  stack: StackFacts | undefined,
  environment: EnvironmentFacts,
  facts: Facts,
  used: Set<Ignore>,
): Omit<Finding, 'details'>[] {
  const id = `${report.stack}/${resource.logicalId}`
  const name = environment.environment.key
  const subject = `stack/${report.stack}/resource/${resource.logicalId}`
  const declared = report.stack.includes('/') ? undefined : stack?.source.template.resources[resource.logicalId]
  const source = declared && { source: declared.source }
  const whole = (code: string, what: string, expected: string, observed: string): Omit<Finding, 'details'> => {
    const ignored = ignoreFor(facts, id, undefined, used)
    return {
      code,
      outcome: 'fail',
      title: `${name}: ${resource.logicalId} (${resource.type}) was ${what} outside CloudFormation${by(resource, environment)}`,
      subject,
      expected,
      observed,
      advice: waysOut({ id, resource }, stack, environment),
      ...source,
      ...(ignored && { waived: waiver(ignored) }),
    }
  }
  switch (resource.status) {
    case 'IN_SYNC':
    case 'NOT_CHECKED':
    case 'UNSUPPORTED':
      return []
    case 'DELETED':
      return [whole('drift/resource-deleted', 'deleted', `${resource.type} ${resource.physicalId}`, 'deleted')]
    case 'MODIFIED':
      if (resource.differences.length === 0) {
        const observed = 'MODIFIED; AWS does not tell in what'
        return [whole('drift/property-differs', 'changed', 'what the template says', observed)]
      }
      return resource.differences.map((difference) => {
        const ignored = ignoreFor(facts, id, difference.path, used)
        const same = equalInMeaning(difference.expected, difference.actual, difference.path)
        const place = `${subject}/property${difference.path}`
        if (same !== undefined && difference.kind === 'NOT_EQUAL') {
          return {
            code: 'drift/equal-in-meaning',
            outcome: 'pass',
            title: `${name}: ${resource.logicalId}${difference.path} is written differently but means the same: ${same}`,
            subject: place,
            expected: difference.expected,
            observed: difference.actual,
            ...source,
          }
        }
        return {
          code: 'drift/property-differs',
          outcome: 'fail',
          title: `${name}: ${resource.logicalId}${difference.path} was changed outside CloudFormation (${words(difference.kind)})${by(resource, environment)}`,
          subject: place,
          expected: difference.kind === 'ADD' ? '(absent)' : difference.expected,
          observed: difference.kind === 'REMOVE' ? '(absent)' : difference.actual,
          advice: waysOut(
            {
              id,
              resource,
              property: {
                path: difference.path,
                actual: difference.kind === 'REMOVE' ? undefined : difference.actual,
              },
            },
            stack,
            environment,
          ),
          ...source,
          ...(ignored && { waived: waiver(ignored) }),
        }
      })
    default: {
      const ignored = ignoreFor(facts, id, undefined, used)
      return [
        {
          code: 'drift/unknown-status',
          outcome: 'inconclusive',
          title: `${name}: nothing is known of the drift of ${resource.logicalId} (${resource.type})`,
          subject,
          expected: 'IN_SYNC',
          observed: resource.reason === '' ? resource.status : `${resource.status}: ${resource.reason}`,
          advice: `Give the plan role read permission on ${resource.type}, or ignore it with a reason: ${ignoreEntry(id)}.`,
          ...source,
          ...(ignored && { waived: waiver(ignored) }),
        },
      ]
    }
  }
}

/** Since when and by whom, where CloudTrail was asked and knew. */
function by(resource: ResourceDrift, environment: EnvironmentFacts): string {
  const [newest] = environment.changedBy.get(resource.physicalId) ?? []
  return newest === undefined ? '' : `, by ${newest.who} at ${newest.at} (${newest.call})`
}

/** The entry that covers a difference and is still valid. It counts as used, also where it has expired. */
function ignoreFor(facts: Facts, id: string, path: string | undefined, used: Set<Ignore>): Ignore | undefined {
  const matching = facts.config.precheck.drift.ignore.filter((entry) => {
    if (!matchesGlob(entry.resource, id)) return false
    if (entry.property === undefined) return true
    return path !== undefined && (path === entry.property || path.startsWith(`${entry.property}/`))
  })
  for (const entry of matching) used.add(entry)
  return matching.find((entry) => entry.until >= facts.today)
}

function judgeIgnores(facts: Facts, used: ReadonlySet<Ignore>): Finding[] {
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
        outcome: exists || known.size === 0 ? 'skipped' : 'fail',
        title: exists
          ? `The exception for ${entry.resource}${entry.property ?? ''} was not needed this time`
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

function waiver(entry: Ignore): { reason: string; owner: string; until: string } {
  return { reason: entry.reason, owner: entry.owner, until: entry.until }
}

function words(kind: string): string {
  return kind === 'ADD' ? 'added' : kind === 'REMOVE' ? 'removed' : kind === 'NOT_EQUAL' ? 'another value' : kind
}

function named(resources: readonly ResourceDrift[]): string {
  const list = resources.slice(0, NAMED_AT_MOST).map(({ logicalId, status, reason }) => {
    const why = reason === '' ? status : `${status}: ${reason}`
    return `${logicalId} (${why})`
  })
  const more = resources.length - list.length
  return more > 0 ? `${list.join(', ')} and ${more} more` : list.join(', ')
}
