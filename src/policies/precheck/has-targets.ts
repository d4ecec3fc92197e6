import type { DeploymentGroupInfo } from '@aws-sdk/client-codedeploy'
import type { GroupFacts } from '../../codedeploy/group/group.ts'
import type { Finding } from '../../evidence/finding.ts'
import { recordOf } from '../../support/records.ts'
import { plural } from '../../support/text/text.ts'
import { changesOf } from '../planned/changes.ts'
import type { EnvironmentFacts, Rule, SelectedInstances } from '../contract.ts'
import { isCall, mayMakeGroups, NESTED, plannedGroup } from '../planned/group.ts'

/** A deployment group selects something that can be deployed to. */
export const rule: Rule = {
  meta: {
    code: 'deployment/targets',
    title: 'A deployment group selects something to deploy to',
    docs:
      'A group of servers selects instances by tags, by Auto Scaling groups, or by tags of on-premises instances; a ' +
      'group of ECS names a service. A group that selects nothing fails, and so does one whose selection has no instance: a ' +
      'deployment to it proves nothing. Instances of Auto Scaling groups count where they are InService, those ' +
      'on-premises where they are registered. A count by tags of EC2 is an upper bound, since stopped instances have ' +
      'tags, too: it is noted. Without the permissions instances are not counted, which is noted; after the deployment ' +
      'at least one target must have the release. A group that this release makes or changes is judged by what it will be.',
    codes: [
      'deployment/group-selects-nothing',
      'deployment/selection-unknown',
      'deployment/no-instances',
      'deployment/instances-counted',
      'deployment/instances-not-counted',
    ],
  },
  judge(facts) {
    return facts.environments.flatMap((environment) =>
      environment.groups.flatMap((group) => judgeGroup(group, environment)),
    )
  },
}

/** Number of entries by how they select; undefined where a function of a template decides. */
type Selection = Readonly<Record<string, number | undefined>>

function judgeGroup(group: GroupFacts, environment: EnvironmentFacts): Finding[] {
  const platform = group.info?.computePlatform ?? group.applicationPlatform
  const isEcs = group.platform === 'ecs'
  // Only the configuration states the platform; another rule compares it with that of the group.
  if (group.platform !== 'server' && !isEcs) return []
  if (group.info !== undefined && platform !== (isEcs ? 'ECS' : 'Server')) return []
  const planned = plannedGroup(group, environment)
  if (planned === undefined && (group.info === undefined || mayMakeGroups(environment))) return []
  const select = isEcs ? services : instances
  const selection = select(planned ?? {}, group.info)
  const name = environment.environment.key
  const label = `${group.application}/${group.group}`
  const about = {
    subject: `deployment/${group.deployment}/targets`,
    expected: isEcs ? 'a service' : 'tags, Auto Scaling groups or on-premises tags that select instances',
    observed: inWords(selection),
    details: { environment: name },
  }
  const counts = Object.values(selection)
  if (counts.every((count) => count === 0)) {
    const members = isEcs
      ? 'ECSServices'
      : 'Ec2TagFilters, Ec2TagSet, AutoScalingGroups or OnPremisesInstanceTagFilters'
    return [
      {
        ...about,
        code: 'deployment/group-selects-nothing',
        outcome: 'fail',
        title: `${name}: ${label} selects nothing to deploy to`,
        advice: `Set ${members} of the group, in its template or with \`aws deploy update-deployment-group --application-name ${group.application} --current-deployment-group-name ${group.group} --region ${environment.environment.region}\`.`,
      },
    ]
  }
  if (!counts.some((count) => count !== undefined && count > 0)) {
    return [
      {
        ...about,
        code: 'deployment/selection-unknown',
        outcome: 'inconclusive',
        title: `${name}: the template does not show whether ${label} selects anything to deploy to`,
        advice: 'Write what selects the targets of the group without a function around it.',
      },
    ]
  }
  if (isEcs) return []
  const selected = environment.targets?.get(group.deployment)
  // Why they could not be read is a finding of its own.
  if (selected === undefined) {
    return [
      {
        ...about,
        code: 'deployment/instances-not-counted',
        outcome: 'noted',
        title: `${name}: the instances that ${label} selects were not counted`,
        expected: 'at least one instance',
      },
    ]
  }
  return [judgeInstances(selected, { subject: about.subject, name, label, details: about.details }, environment)]
}

const MAKES_INSTANCES = /^AWS::(EC2::(Instance|Fleet|EC2Fleet|SpotFleet)|AutoScaling::AutoScalingGroup)$/

/** Whether the release may make or change instances that the group then selects. */
function mayMakeInstances({ stacks }: EnvironmentFacts): boolean {
  const isUnplanned = stacks.some(
    ({ plan, source: { template } }) =>
      plan === undefined &&
      (template.transforms.length > 0 ||
        Object.values(template.resources).some(({ type }) => MAKES_INSTANCES.test(type) || type === NESTED)),
  )
  return (
    isUnplanned ||
    changesOf(stacks).some(({ change }) => change.action !== 'Remove' && MAKES_INSTANCES.test(change.type))
  )
}

interface About {
  readonly subject: string
  readonly name: string
  readonly label: string
  readonly details: Finding['details'] & object
}

function judgeInstances(
  selected: readonly SelectedInstances[],
  { name, label, ...about }: About,
  environment: EnvironmentFacts,
): Finding {
  const ids = new Set(selected.flatMap((each) => each.ids ?? []))
  const inService = selected.some(({ kind, ids: own = [] }) => kind === 'scaling-group' && own.length > 0)
  const unknown = selected.filter((each) => each.ids === undefined)
  const counted = selected.filter((each) => each.ids !== undefined).map(({ by, seen }) => `${by}: ${seen}`)
  const notCounted = unknown.map(({ by, unknown: why }) => `not counted: ${by}: ${why}`)
  const observed = [...counted, ...notCounted].join('; ')
  const finding = { ...about, expected: 'at least one instance', observed }
  if (ids.size > 0) {
    const count = plural(ids.size, 'instance')
    const most = inService ? `${label} selects ${count}` : `${label} selects at most ${count}`
    return {
      ...finding,
      code: 'deployment/instances-counted',
      outcome: inService ? 'pass' : 'noted',
      title: `${name}: ${most}${inService ? '' : '; whether one of them runs is known after the deployment'}`,
    }
  }
  const isMade = mayMakeInstances(environment)
  if (unknown.length > 0 || isMade) {
    const advice = unknown.flatMap((each) => each.advice ?? []).join(' ')
    return {
      ...finding,
      code: 'deployment/instances-not-counted',
      outcome: 'noted',
      title: `${name}: how many instances ${label} selects is known after the deployment only`,
      observed: isMade ? `${observed}; this release makes or changes instances` : observed,
      ...(advice !== '' && { advice }),
    }
  }
  return {
    ...finding,
    code: 'deployment/no-instances',
    outcome: 'fail',
    title: `${name}: ${label} selects no instance: a deployment to it would reach nothing`,
    advice: `Start instances that ${selected.map(({ by }) => by).join(' or ')} would select, or correct the selection of the group.`,
  }
}

/** The settings of the group as it is, and of those that its template names, as they will be. */
function instances(planned: Readonly<Record<string, unknown>>, info: DeploymentGroupInfo | undefined): Selection {
  const sets = (list: readonly unknown[] | undefined): number => (list ?? []).length
  return {
    'EC2 tag filter': listed(planned['Ec2TagFilters'], () => sets(info?.ec2TagFilters)),
    'EC2 tag set': listed(setList(planned['Ec2TagSet'], 'Ec2TagSetList'), () => sets(info?.ec2TagSet?.ec2TagSetList)),
    'Auto Scaling group': listed(planned['AutoScalingGroups'], () => sets(info?.autoScalingGroups)),
    'on-premises tag filter': listed(planned['OnPremisesInstanceTagFilters'], () =>
      sets(info?.onPremisesInstanceTagFilters),
    ),
    'on-premises tag set': listed(setList(planned['OnPremisesTagSet'], 'OnPremisesTagSetList'), () =>
      sets(info?.onPremisesTagSet?.onPremisesTagSetList),
    ),
  }
}

function services(planned: Readonly<Record<string, unknown>>, info: DeploymentGroupInfo | undefined): Selection {
  return { service: listed(planned['ECSServices'], () => (info?.ecsServices ?? []).length) }
}

function setList(set: unknown, member: string): unknown {
  return set === undefined || isCall(set) ? set : (recordOf(set)[member] ?? [])
}

/** Entries that a template declares; `otherwise` those that are there, where it declares none. */
function listed(declared: unknown, otherwise: () => number): number | undefined {
  if (declared === undefined) return otherwise()
  if (!Array.isArray(declared)) return undefined
  const mayBeNothing = (value: unknown): boolean => {
    const call = recordOf(value)
    return 'Fn::If' in call || call['Ref'] === 'AWS::NoValue'
  }
  const certain = declared.filter((value) => !mayBeNothing(value))
  return certain.length === 0 && declared.length > 0 ? undefined : certain.length
}

function inWords(selection: Selection): string {
  const parts = Object.entries(selection).flatMap(([what, count]) =>
    count === 0 ? [] : [count === undefined ? `${what}s by a function` : plural(count, what)],
  )
  return parts.join(', ') || 'nothing'
}
