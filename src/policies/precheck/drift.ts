import {
  allReports,
  isChecked,
  leftOut,
  type DriftReport,
  type ResourceDrift,
} from '../../cloudformation/drift/drift.ts'
import type { Finding } from '../../evidence/finding.ts'
import { blocks } from '../../evidence/verdict.ts'
import { showPercent } from '../../support/text/durations.ts'
import { isRecord } from '../../support/records.ts'
import { listed, plural } from '../../support/text/text.ts'
import type { EnvironmentFacts, Facts, Rule } from '../contract.ts'
import { ignoreEntry } from '../drift/advice.ts'
import { changedBy } from '../drift/changed-by.ts'
import { judgeContent } from '../drift/content.ts'
import { mergeAlike } from '../drift/groups.ts'
import { ignoreFor, judgeIgnores, judgeOrganisation, type Ignore } from '../drift/ignores.ts'
import { judgeOtherEnvironment } from '../drift/other-environment.ts'
import { judgeResource, MOVED_BY_DEPLOYMENT } from '../drift/resource.ts'
import { instancesNotSeen, judgeStackSets } from '../drift/stack-sets.ts'
import { tagsOfAws } from '../drift/system-tags.ts'
import { judgeLive } from '../drift/undeclared.ts'
import { unseen } from '../drift/unseen.ts'

const NAMED_AT_MOST = 10
/** Differences that AWS made for this release, and that are none to accept. */
const EXPLAINED: ReadonlySet<string> = new Set(['drift/scaled', MOVED_BY_DEPLOYMENT])

/** No stack was changed outside CloudFormation. */
export const rule: Rule = {
  meta: {
    code: 'drift',
    title: 'No stack was changed outside CloudFormation',
    docs:
      'Compares every resource that CloudFormation can check with what its template says, nested stacks too. ' +
      'What gives access is read from the services too, and is a finding where no template declares it. The code of a ' +
      'function or layer, and the template of a nested stack, is compared with the object that the template names. ' +
      'A difference is added to the template, reverted, or ignored with a reason, an owner and an end date. ' +
      'Resources that could not be checked are counted and named, and never taken for in sync.',
    codes: [
      'drift/property-differs',
      'drift/resource-deleted',
      'drift/equivalent',
      'drift/moved-by-deployment',
      'drift/reordered',
      'drift/scaled',
      'drift/system-tags',
      'drift/on-many-resources',
      'drift/in-sync',
      'drift/nothing-checked',
      'drift/unchecked',
      'drift/coverage',
      'drift/detection-failed',
      'drift/throttled',
      'drift/counts-differ',
      'drift/unknown-status',
      'drift/undeclared',
      'drift/perhaps-undeclared',
      'drift/access-declared',
      'drift/differs-undeclared',
      'drift/shared-unproven',
      'drift/not-read',
      'drift/other-content',
      'drift/content-not-compared',
      'drift/same-content',
      'drift/ignore-expired',
      'drift/ignore-unused',
      'drift/organisation-baseline',
    ],
  },
  judge(facts) {
    const used = new Set<Ignore>()
    const findings = facts.environments.flatMap((environment) => [
      ...environment.drift.flatMap((report) =>
        allReports(report).flatMap((each) => judgeReport(each, environment, facts, used)),
      ),
      ...judgeLive(environment, facts, used),
      ...judgeContent(environment, facts, used),
      ...judgeStackSets(environment),
    ])
    findings.push(...judgeOtherEnvironment(facts, used))
    return [...mergeAlike(findings), ...judgeIgnores(facts, used), ...judgeOrganisation(facts, used)]
  },
}

type Undetailed = Omit<Finding, 'details'>

/** A report, and what findings say of its stack. */
interface Reported {
  readonly report: DriftReport
  readonly name: string
  readonly subject: string
  readonly checked: readonly ResourceDrift[]
  /** Not checked, and not accepted by an entry of `ignore`. */
  readonly unchecked: readonly ResourceDrift[]
  /** `3 of 4` resources were checked. */
  readonly share: string
  readonly count: string
  /** The command that detects drift again. */
  readonly detect: string
}

function judgeReport(report: DriftReport, environment: EnvironmentFacts, facts: Facts, used: Set<Ignore>): Finding[] {
  const { key: name, region } = environment.environment
  const stack = environment.stacks.find((each) => each.stack.id === report.stack.split('/')[0])
  const stackName = report.stack.includes('/') ? report.stackArn : (stack?.stack.name ?? report.stackArn)
  const differences = [
    ...report.resources.flatMap((resource) => {
      const changed = changedBy(resource.physicalId, environment)
      return judgeResource(report, resource, stack, environment, facts, used).map((finding) => ({
        ...finding,
        ...(changed !== undefined && { details: { changedBy: changed } }),
      }))
    }),
    ...tagsOfAws(report, name),
  ]
  const checked = report.resources.filter(isChecked)
  const accepted = (resource: ResourceDrift): boolean =>
    ignoreFor(facts, `${report.stack}/${resource.logicalId}`, undefined, used) !== undefined
  const share = `${checked.length} of ${report.resources.length}`
  const reported: Reported = {
    report,
    name,
    subject: `stack/${report.stack}`,
    checked,
    unchecked: report.resources.filter((resource) => !isChecked(resource) && !accepted(resource)),
    share,
    count: `${share} resources checked`,
    detect: `aws cloudformation detect-stack-drift --stack-name ${stackName} --region ${region}`,
  }
  const findings: Finding[] = [
    ...judgeDetection(reported),
    ...differences,
    ...judgeCoverage(reported, facts.config.precheck.drift.coverage),
  ]
  const unseenParts = unseen(report, stack, environment.live)
  const whole: readonly Finding[] =
    nothingChecked(reported) ?? (findings.some(blocks) ? [] : [inSync(reported, findings, unseenParts)])
  const details = { environment: name, stack: stackName, region }
  return [...findings, ...whole].map((finding) => ({
    ...finding,
    details: { ...(isRecord(finding.details) && finding.details), ...details },
  }))
}

/** Whether the detection itself is complete. */
function judgeDetection({ report, name, subject, checked, count, detect }: Reported): Undetailed[] {
  const findings: Undetailed[] = []
  if (report.detection !== 'complete') {
    findings.push({
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
    findings.push({
      code: 'drift/throttled',
      outcome: 'inconclusive',
      title: `${name}: AWS throttled the drift detection of ${report.stack} until the last attempt`,
      subject,
      expected: 'every resource read',
      observed: `Rate exceeded; ${count}`,
      advice: 'Run the job again when less runs at the same time in this account and region.',
    })
  }
  if (report.detection === 'complete' && report.disagrees !== undefined) {
    findings.push({
      code: 'drift/counts-differ',
      outcome: 'inconclusive',
      title: `${name}: two answers of CloudFormation about the drift of ${report.stack} disagree`,
      subject,
      expected: 'as many drifted resources listed as are counted',
      observed: report.disagrees,
      advice: `Run \`${detect}\` again, then precheck.`,
    })
  }
  return findings
}

/** Whether as many resources were checked as can be, and as `coverage` (0 to 1) demands. */
function judgeCoverage(
  { report, name, subject, checked, unchecked, count, detect }: Reported,
  wanted: number,
): Undetailed[] {
  const findings: Undetailed[] = []
  const silently = leftOut(report).filter((resource) => unchecked.includes(resource))
  if (silently.length > 0 && !report.throttled) {
    findings.push({
      code: 'drift/unchecked',
      outcome: 'inconclusive',
      title: `${name}: ${silently.length} resources of ${report.stack} were not checked although AWS can check them`,
      subject,
      expected: 'all resources of a type checked, or none',
      observed: named(silently),
      advice: `Run \`${detect}\` again; throttling inside the detection omits resources without an error.`,
    })
  }
  const covered = report.resources.length === 0 ? 1 : checked.length / report.resources.length
  if (report.detection === 'complete' && covered < wanted && unchecked.length > 0) {
    findings.push({
      code: 'drift/coverage',
      outcome: 'fail',
      title: `${name}: drift detection covers less of ${report.stack} than is required`,
      subject,
      expected: `at least ${showPercent(wanted)} of the resources`,
      observed: `${count}; not checked: ${named(unchecked)}`,
      advice: `Ignore with a reason what AWS cannot check, or lower precheck.drift.coverage: ${ignoreEntry(`${report.stack}/${unchecked[0]?.logicalId ?? '*'}`)}.`,
    })
  }
  return findings
}

/** Undefined where a resource was checked, or the detection is not complete. */
function nothingChecked({ report, name, subject, checked, unchecked, count }: Reported): Undetailed[] | undefined {
  if (report.detection !== 'complete' || checked.length > 0) return undefined
  // Every stack has a resource: a report without any has not been made.
  const isEmpty = report.resources.length === 0 && report.nested.length === 0
  if (isEmpty || unchecked.length > 0) {
    return [
      {
        code: 'drift/nothing-checked',
        outcome: 'inconclusive',
        title: `${name}: no resource of ${report.stack} was checked, so its drift is unknown`,
        subject,
        expected: 'at least one checked resource',
        observed: isEmpty ? 'CloudFormation names no resource of it' : named(unchecked),
        advice: `Read the reasons; a resource that AWS cannot check is ignored with a reason: ${ignoreEntry(`${report.stack}/${unchecked[0]?.logicalId ?? '*'}`)}.`,
      },
    ]
  }
  // What nested stacks have is in their own reports.
  if (report.resources.length === 0) return []
  return [
    {
      code: 'drift/nothing-checked',
      outcome: 'skipped',
      title: `${name}: no resource of ${report.stack} was checked: each that AWS cannot check is ignored`,
      subject,
      expected: 'at least one checked resource',
      observed: count,
      advice: 'Check by other means whether these resources were changed.',
    },
  ]
}

function inSync(
  { report, name, subject, checked, unchecked, share, count }: Reported,
  findings: readonly Undetailed[],
  unseenParts: string,
): Undetailed {
  const differing = findings.filter(({ waived, code }) => waived !== undefined || EXPLAINED.has(code)).length
  const rest = unchecked.length === 0 ? '' : `; not checked: ${named(unchecked)}`
  const known = checked.filter(({ compared }) => compared !== undefined)
  const properties = known.reduce((sum, { compared = 0 }) => sum + compared, 0)
  return {
    code: 'drift/in-sync',
    outcome: 'pass',
    title: `${name}: ${titleInSync({ share, stack: report.stack, properties, isKnown: known.length === checked.length, differing })}`,
    subject,
    expected: 'no difference',
    observed: `${count}${showCompared(properties, known.length, checked.length)}, ${differing === 0 ? 'none differ' : `${differing} accepted differences`}${rest}${instancesNotSeen(report)}${unseenParts}`,
  }
}

/** No more than what was compared: CloudFormation leaves out what a service does not return. */
function titleInSync({
  share,
  stack,
  properties,
  isKnown,
  differing,
}: {
  readonly share: string
  readonly stack: string
  readonly properties: number
  /** Whether the number of compared properties is known of each resource. */
  readonly isKnown: boolean
  readonly differing: number
}): string {
  const resources = `${share} resources of ${stack}`
  if (differing > 0) return `CloudFormation reports only accepted differences in ${resources}`
  if (!isKnown) return `CloudFormation reports no difference in ${resources}`
  if (properties === 0) return `${resources} exist; they have no declared property that CloudFormation compared`
  const counted = plural(properties, 'declared property', 'declared properties')
  return `${counted} of ${resources} ${properties === 1 ? 'equals' : 'equal'} its template`
}

/** How many properties were compared, of those of the checked resources of which it is known. */
function showCompared(properties: number, known: number, checked: number): string {
  if (known === 0) return ', the number of compared properties is not known'
  const of = known === checked ? 'them' : `${known} of them`
  const others = known === checked ? '' : ', the number is not known of the others'
  return `, ${plural(properties, 'property', 'properties')} of ${of} compared${others}`
}

function named(resources: readonly ResourceDrift[]): string {
  const names = resources.map(({ logicalId, status, reason }) => {
    const why = reason === '' ? status : `${status}: ${reason}`
    return `${logicalId} (${why})`
  })
  return listed(names, NAMED_AT_MOST)
}
