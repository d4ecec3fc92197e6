import { allReports } from '../../cloudformation/drift/drift.ts'
import type { LiveModel } from '../../cloudformation/live/contract.ts'
import type { ComparableValue } from '../../cloudformation/live/models/comparable.ts'
import type { Finding } from '../../evidence/finding.ts'
import { listed, oneLine, plural } from '../../support/text/text.ts'
import type { EnvironmentFacts, Facts } from '../contract.ts'
import { ignoreEntry } from './advice.ts'
import { ignoreFor, waiver, type Ignore } from './ignores.ts'

/**
 * What no template declares and no rule judges by itself: an undeclared value that both environments have alike is most
 * likely a default of the service, which proves nothing; one that differs was set by a person or by a service.
 */

const NAMED_AT_MOST = 10
/** Of one resource; the others are counted in the last finding. */
const SHOWN_VALUES = 10
const ABSENT = '(absent)'

/** Pure: the undeclared values of each environment, compared with those of the first one that was read. */
export function judgeOtherEnvironment(facts: Facts, used: Set<Ignore>): Finding[] {
  if (facts.config.precheck.drift.live !== 'all') return []
  const read = facts.environments.filter(({ live }) => live?.models !== undefined)
  const unread = read.flatMap(judgeUnread)
  const [first, ...others] = read
  if (first === undefined || others.length === 0) {
    return [...unread, ...facts.environments.filter(({ live }) => live !== undefined).map(alone)]
  }
  return [...unread, ...others.flatMap((other) => judgePair(first, other, facts, used))]
}

const keyOf = ({ stack, logicalId, type }: LiveModel): string => JSON.stringify([stack, logicalId, type])
const modelsOf = ({ live }: EnvironmentFacts): readonly LiveModel[] => live?.models?.read ?? []

function judgePair(first: EnvironmentFacts, other: EnvironmentFacts, facts: Facts, used: Set<Ignore>): Finding[] {
  const twins = new Map(modelsOf(first).map((model) => [keyOf(model), model]))
  const byStack = Map.groupBy(modelsOf(other), ({ stack }) => stack)
  return [...byStack].flatMap(([stack, models]) => {
    const pairs = models.flatMap((model) => {
      const twin = twins.get(keyOf(model))
      return twin === undefined ? [] : [{ model, twin }]
    })
    const findings: Finding[] = []
    let equal = 0
    const resources = new Set<string>()
    for (const { model, twin } of pairs) {
      const theirs = new Map(twin.values.map((value) => [value.path, value]))
      const own = new Map(model.values.map((value) => [value.path, value]))
      const differing: [path: string, first: ComparableValue | undefined, other: ComparableValue | undefined][] = []
      for (const path of new Set([...theirs.keys(), ...own.keys()])) {
        const [before, now] = [theirs.get(path), own.get(path)]
        if (before?.same !== now?.same) differing.push([path, before, now])
        else {
          equal += 1
          resources.add(model.logicalId)
        }
      }
      const open = differing.filter(([path]) => !isReported(first, model, path) && !isReported(other, model, path))
      for (const [at, [path, before, now]] of open.slice(0, SHOWN_VALUES).entries()) {
        const more = at === SHOWN_VALUES - 1 ? open.length - SHOWN_VALUES : 0
        findings.push(differs(model, path, [before, now], { first, other, facts, used, more }))
      }
    }
    const without = models.length - pairs.length
    if (equal > 0) {
      findings.push({
        code: 'drift/shared-unproven',
        outcome: 'noted',
        title: `${plural(equal, 'undeclared property', 'undeclared properties')} of ${plural(resources.size, 'resource')} of ${stack} ${equal === 1 ? 'is' : 'are'} the same in ${first.environment.key} and ${other.environment.key}: shared, unproven`,
        subject: `stack/${stack}/undeclared`,
        expected: 'properties that templates declare',
        observed:
          `${equal} equal, but for ids, names and times; ${findings.length} differ` +
          (without === 0 ? '' : `; ${plural(without, 'resource')} of ${other.environment.key} without a counterpart`),
        advice: 'Declare what matters: a change by hand that was made in both environments is not seen here.',
        details: detailsOf(other, stack),
      })
    }
    return findings
  })
}

function differs(
  model: LiveModel,
  path: string,
  [before, now]: readonly [ComparableValue | undefined, ComparableValue | undefined],
  {
    first,
    other,
    facts,
    used,
    more,
  }: {
    readonly first: EnvironmentFacts
    readonly other: EnvironmentFacts
    readonly facts: Facts
    readonly used: Set<Ignore>
    readonly more: number
  },
): Finding {
  const id = `${model.stack}/${model.logicalId}`
  const place = oneLine(path, 200)
  const ignored = ignoreFor(facts, id, path, used)
  const stack = other.stacks.find((each) => each.stack.id === model.stack)
  const declared = stack?.source.template.resources[model.logicalId]
  const [one, two] = [first.environment.key, other.environment.key]
  const rest = more === 0 ? '' : `; and ${plural(more, 'other property', 'other properties')}`
  return {
    code: 'drift/differs-undeclared',
    outcome: 'fail',
    title: `${two}: ${model.logicalId}${place} (${model.type}) is not what ${one} has, and no template declares it`,
    subject: `stack/${model.stack}/resource/${model.logicalId}/property${place}`,
    expected: `${before?.shown ?? ABSENT} (${one})`,
    observed: `${now?.shown ?? ABSENT} (${two})${rest}`,
    advice:
      `Find out which of both is right, and declare it in ${stack?.source.template.file ?? 'the template'}; where it follows from a ` +
      `property that differs on purpose, accept it: ${ignoreEntry(id, place)}. Who changed it: \`aws cloudtrail lookup-events ` +
      `--lookup-attributes AttributeKey=ResourceName,AttributeValue=${model.physicalId} --region ${other.environment.region}\`.`,
    details: detailsOf(other, model.stack),
    ...(declared && { source: declared.source }),
    ...(ignored && { waived: waiver(ignored) }),
  }
}

/** True where drift detection has a finding about the same property. */
function isReported({ drift }: EnvironmentFacts, { stack, logicalId }: LiveModel, path: string): boolean {
  const [, top = ''] = path.split('/')
  return drift
    .flatMap(allReports)
    .filter((report) => report.stack === stack)
    .flatMap(({ resources }) => resources.filter((resource) => resource.logicalId === logicalId))
    .some(({ differences }) => differences.some((each) => each.path.split('/')[1] === top))
}

/** What has no model, or none that can be read, and declared properties that no read returns. */
function judgeUnread(environment: EnvironmentFacts): Finding[] {
  const { key } = environment.environment
  const unread = environment.live?.models?.unread ?? []
  const read = modelsOf(environment)
  const stacks = new Set([...read, ...unread].map(({ stack }) => stack))
  return [...stacks].flatMap((stack): Finding[] => {
    const mine = unread.filter((each) => each.stack === stack)
    const writeOnly = read
      .filter((each) => each.stack === stack)
      .flatMap(({ logicalId, writeOnly: names }) => names.map((name) => `${logicalId}/${name} (only written)`))
    if (mine.length + writeOnly.length === 0) return []
    const actions = [...new Set(mine.flatMap(({ action }) => action ?? []))].toSorted()
    const all = mine.length + read.filter((each) => each.stack === stack).length
    return [
      {
        code: 'drift/not-read',
        outcome: 'skipped',
        title:
          `${key}: ${mine.length} of ${plural(all, 'resource')} of ${stack} and ` +
          `${plural(writeOnly.length, 'declared property', 'declared properties')} that services never return were not read`,
        subject: `stack/${stack}/models`,
        expected: 'the properties of each resource',
        observed: listed(
          [...mine.map(({ logicalId, reason }) => `${logicalId} (${reason})`), ...writeOnly],
          NAMED_AT_MOST,
        ),
        advice:
          actions.length === 0
            ? 'Check by other means what cannot be read.'
            : `Allow ${actions.join(', ')} for the plan role, where it only reads control planes.`,
        details: detailsOf(environment, stack),
      },
    ]
  })
}

function alone(environment: EnvironmentFacts): Finding {
  const { key } = environment.environment
  return {
    code: 'drift/not-read',
    outcome: 'skipped',
    title: `${key}: what no template declares was compared with no other environment`,
    subject: `environment/${key}/models`,
    expected: 'two environments in one step',
    observed: key,
    advice: 'Run precheck without `environment` to compare both.',
    details: { environment: key, region: environment.environment.region },
  }
}

function detailsOf({ environment, stacks }: EnvironmentFacts, path: string): { readonly [name: string]: string } {
  const { key, region } = environment
  const stack = stacks.find((each) => each.stack.id === path.split('/')[0])
  return { environment: key, stack: stack?.stack.name ?? path, region }
}
