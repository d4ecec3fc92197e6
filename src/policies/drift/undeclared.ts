import { allReports, type DriftReport } from '../../cloudformation/drift/drift.ts'
import type { LiveAspect, LiveResource, UndeclaredItem } from '../../cloudformation/live/contract.ts'
import type { Finding } from '../../evidence/finding.ts'
import { blocks } from '../../evidence/verdict.ts'
import { listed, oneLine, plural } from '../../support/text/text.ts'
import type { EnvironmentFacts, Facts, StackFacts } from '../contract.ts'
import { changedBy } from './changed-by.ts'
import { ignoreEntry } from './advice.ts'
import { ignoreFor, waiver, type Ignore } from './ignores.ts'
import { removal } from './removals.ts'

/** Access that no template declares. CloudFormation's drift detection compares declared properties only. */

const NAMED_AT_MOST = 10
/** Of one kind of access of one resource; the others are in the last finding. */
const SHOWN_ITEMS = 10
const KEY_LENGTH = 160

/** Pure: what the access of the resources of an environment comes to, stack by stack. */
export function judgeLive(environment: EnvironmentFacts, facts: Facts, used: Set<Ignore>): Finding[] {
  const { live } = environment
  if (live === undefined) return []
  const name = environment.environment.key
  const byStack = Map.groupBy(live.resources, ({ stack }) => stack)
  const reports = new Map(environment.drift.flatMap(allReports).map((report) => [report.stack, report]))
  const unread = live.unreadStacks.map(({ stack, reason, action }): Finding => ({
    code: 'drift/not-read',
    outcome: 'skipped',
    title: `${name}: the live state of ${stack} was not read, since its deployed template was not`,
    subject: `stack/${stack}`,
    expected: 'a readable template',
    observed: reason,
    advice: action === undefined ? 'Run precheck again.' : `Allow ${action} for the plan role.`,
    details: { environment: name, stack, region: environment.environment.region },
  }))
  return [
    ...[...byStack].flatMap(([stack, resources]) =>
      judgeStack(stack, resources, reports.get(stack), environment, facts, used),
    ),
    ...unread,
  ]
}

function judgeStack(
  path: string,
  resources: readonly LiveResource[],
  report: DriftReport | undefined,
  environment: EnvironmentFacts,
  facts: Facts,
  used: Set<Ignore>,
): Finding[] {
  const name = environment.environment.key
  const stack = environment.stacks.find((each) => each.stack.id === path.split('/')[0])
  const details = {
    environment: name,
    stack: path.includes('/') ? (report?.stackArn ?? path) : (stack?.stack.name ?? path),
    region: environment.environment.region,
  }
  const subject = `stack/${path}`
  let reported = 0
  const undeclared = resources.flatMap((resource) =>
    resource.aspects.flatMap((aspect) => {
      const left = aspect.undeclared.filter((item) => !isReported(report, resource, aspect, item))
      reported += aspect.undeclared.length - left.length
      const changed = changedBy(resource.physicalId, environment)
      return judgeAspect(resource, { ...aspect, undeclared: left }, stack, environment, facts, used).map((finding) => ({
        ...finding,
        details: { ...details, ...(changed !== undefined && { changedBy: changed }) },
      }))
    }),
  )
  const read = resources.flatMap(({ aspects }) => aspects)
  const unread = resources.flatMap((resource) => resource.unread.map((each) => ({ ...each, resource })))
  const examined = resources.filter(({ aspects }) => aspects.length > 0)
  const rest = unread.map(({ resource, what, reason }) => `${resource.logicalId}${what} (${reason})`)
  const notRead = rest.length === 0 ? '' : `; not read: ${listed(rest, NAMED_AT_MOST)}`
  const findings: Finding[] = [...undeclared]
  // What drift detection has found is not declared either.
  if (read.length > 0 && reported === 0 && !undeclared.some(blocks)) {
    const items = read.reduce((sum, aspect) => sum + aspect.items, 0)
    const accepted = undeclared.length
    const elsewhere = read.flatMap(({ declaredBy = [] }) => declaredBy)
    const besides = [
      ...(accepted === 0 ? [] : [`${accepted} accepted`]),
      ...(elsewhere.length === 0
        ? []
        : [
            `${elsewhere.length} declared by other stacks of the account: ${listed([...new Set(elsewhere)], NAMED_AT_MOST)}`,
          ]),
    ]
    findings.push({
      code: 'drift/access-declared',
      outcome: 'pass',
      title: `${name}: ${accepted === 0 ? 'templates declare' : 'templates or exceptions declare'} all access that was found on ${plural(examined.length, 'resource')} of ${path}`,
      subject,
      expected: 'no policy, rule, permission or setting beyond the templates',
      observed:
        `${plural(items, 'item')} of ${read.length} of ${read.length + unread.length} kinds of access read on ` +
        `${[`${examined.length} of ${plural(resources.length, 'resource')}`, ...besides].join(', ')}${notRead}`,
      details,
    })
  }
  if (unread.length > 0) {
    const actions = [...new Set(unread.flatMap(({ action }) => action ?? []))].toSorted()
    findings.push({
      code: 'drift/not-read',
      outcome: 'skipped',
      title: `${name}: ${unread.length} of ${unread.length + read.length} kinds of access of ${path} were not read`,
      subject,
      expected: 'an answer about each kind of access',
      observed: listed(rest, NAMED_AT_MOST),
      advice:
        actions.length === 0
          ? 'Run precheck again; what the services do not answer is to be checked by other means.'
          : `Allow ${actions.join(', ')} for the plan role; docs/iam/plan-role.json has the statement.`,
      details,
    })
  }
  return findings
}

/** True where drift detection has a finding about the same item: its declared value differs, or it shows the added one. */
function isReported(
  report: DriftReport | undefined,
  { logicalId }: LiveResource,
  { name }: LiveAspect,
  { key, declared }: UndeclaredItem,
): boolean {
  const drift = report?.resources.find((each) => each.logicalId === logicalId)
  return (drift?.differences ?? [])
    .filter(({ path }) => path === name || path.startsWith(`${name}/`))
    .some(({ actual }) => declared !== undefined || actual.includes(key))
}

function judgeAspect(
  resource: LiveResource,
  aspect: LiveAspect,
  stack: StackFacts | undefined,
  environment: EnvironmentFacts,
  facts: Facts,
  used: Set<Ignore>,
): Omit<Finding, 'details'>[] {
  const shown = aspect.undeclared.slice(0, SHOWN_ITEMS)
  const more = aspect.undeclared.length - shown.length
  return shown.map((item, index) => {
    const finding = judgeItem(resource, aspect, item, { stack, environment, facts, used })
    const isLast = more > 0 && index === shown.length - 1
    return isLast ? { ...finding, observed: `${finding.observed ?? ''}; and ${plural(more, 'other item')}` } : finding
  })
}

function judgeItem(
  resource: LiveResource,
  aspect: LiveAspect,
  item: UndeclaredItem,
  {
    stack,
    environment,
    facts,
    used,
  }: {
    readonly stack: StackFacts | undefined
    readonly environment: EnvironmentFacts
    readonly facts: Facts
    readonly used: Set<Ignore>
  },
): Omit<Finding, 'details'> {
  const { key: name, region } = environment.environment
  const id = `${resource.stack}/${resource.logicalId}`
  const key = oneLine(item.key, KEY_LENGTH)
  const path = `${aspect.name}/${key}`
  const ignored = ignoreFor(facts, id, path, used)
  const what = `${resource.logicalId} (${resource.type})`
  const declared = resource.stack.includes('/') ? undefined : stack?.source.template.resources[resource.logicalId]
  const file = stack?.source.template.file ?? 'the template'
  const changed = changedBy(resource.physicalId, environment)
  const by = changed === undefined ? '' : `; last changed by ${changed}`
  const common = {
    subject: `stack/${resource.stack}/resource/${resource.logicalId}/property${path}`,
    observed: item.value === item.key ? item.value : `${key}: ${item.value}`,
    ...(declared && { source: declared.source }),
    ...(ignored && { waived: waiver(ignored) }),
  }
  if (item.perhaps !== undefined) {
    return {
      ...common,
      code: 'drift/perhaps-undeclared',
      outcome: 'inconclusive',
      title: `${name}: whether a template declares ${key} in ${aspect.name} of ${what} is not known${by}`,
      expected: `what ${item.perhaps} declares, of which a part is known during the execution only`,
      advice: `Compare it with ${item.perhaps}. If it is the same, accept it: ${ignoreEntry(id, path)}.`,
    }
  }
  const remove = removal(resource, aspect.name, item, region)
  return {
    ...common,
    code: 'drift/undeclared',
    outcome: 'fail',
    title:
      item.declared === undefined
        ? `${name}: ${what} has ${key} in ${aspect.name}, which no template declares${by}`
        : `${name}: ${key} in ${aspect.name} of ${what} is not what the template declares${by}`,
    expected: item.declared ?? '(absent)',
    advice:
      `${remove === undefined ? 'Remove it' : `Remove it with \`${remove}\``}, or declare it in ${file}, ` +
      `or accept it: ${ignoreEntry(id, path)}.`,
  }
}
