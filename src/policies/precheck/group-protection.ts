import type { GroupFacts } from '../../codedeploy/group.ts'
import { aliasPolicies } from '../../cloudformation/update-policies.ts'
import type { Finding, Source } from '../../evidence/finding.ts'
import { placedChanges, type PlacedChange } from '../changes.ts'
import type { EnvironmentFacts, Facts, Rule } from '../contract.ts'

/** A deployment that goes wrong is noticed by alarms and rolled back. */
export const rule: Rule = {
  meta: {
    code: 'deployment/protection',
    title: 'A deployment that goes wrong is noticed by alarms and rolled back',
    docs:
      'A deployment group needs at least one alarm, and automatic rollback on failure and on alarm. A group that this ' +
      'release makes or changes is judged by what it will be, and so is one that the update policy of an alias ' +
      '(CodeDeployLambdaAliasUpdate) names in the same template.',
    codes: [
      'deployment/no-alarms',
      'deployment/no-auto-rollback',
      'deployment/alarms-may-be-unread',
      'deployment/group-missing',
      'deployment/protection-unknown',
      'deployment/protected',
    ],
  },
  judge(facts) {
    return facts.environments.flatMap((environment) => [
      ...environment.groups.flatMap((group) => judgeGroup(group, environment, facts)),
      ...judgeOwn(environment, facts),
    ])
  },
}

interface Protection {
  readonly alarms: number
  readonly alarmsEnabled: boolean
  readonly ignoresUnread: boolean
  readonly rollbackEnabled: boolean
  readonly events: readonly string[]
}

/** What is judged, in words. */
interface Judged {
  readonly name: string
  readonly subject: string
  readonly label: string
  /** Where the settings can be made besides the template. */
  readonly command?: string
  readonly source?: Source
}

function judgeGroup(group: GroupFacts, environment: EnvironmentFacts, facts: Facts): Finding[] {
  const name = environment.environment.key
  const subject = `deployment/${group.deployment}/group`
  const label = `${group.application}/${group.group}`
  const details = { environment: name }
  const planned = plannedGroup(group, environment, facts)
  // What a stack without a plan would make of the group nobody knows; why it has none is told.
  if (planned === undefined && mayBeMade(environment)) return []
  const protection = planned ?? (group.info && current(group))
  if (protection === undefined) {
    return [
      {
        code: 'deployment/group-missing',
        outcome: 'fail',
        title: `${name}: there is no deployment group ${label}, and no stack of this release would make it`,
        subject,
        expected: label,
        observed: 'no such group',
        advice: `Correct application and group of the deployment ${group.deployment}, or add an AWS::CodeDeploy::DeploymentGroup to a template.`,
        details,
      },
    ]
  }
  return judgeProtection(protection, {
    name,
    subject,
    label,
    command: `aws deploy update-deployment-group --application-name ${group.application} --current-deployment-group-name ${group.group}`,
  })
}

function judgeProtection(protection: Protection, judged: Judged): Finding[] {
  const { name, subject, label } = judged
  const rest = { details: { environment: name }, ...(judged.source && { source: judged.source }) }
  const orBy = (options: string): string =>
    judged.command === undefined ? '' : ` or with \`${judged.command} ${options}\``
  const findings: Finding[] = []
  const add = (code: string, title: string, expected: string, observed: string, advice: string): void => {
    findings.push({ code, outcome: 'fail', title: `${name}: ${title}`, subject, expected, observed, advice, ...rest })
  }
  if (!protection.alarmsEnabled || protection.alarms === 0) {
    add(
      'deployment/no-alarms',
      `no alarm would stop a deployment to ${label}`,
      'at least one alarm, enabled',
      protection.alarms === 0 ? 'no alarm' : `${protection.alarms} alarms, disabled`,
      `Set AlarmConfiguration of the group, in its template${orBy('--alarm-configuration enabled=true,alarms=[{name=…}]')}.`,
    )
  }
  if (protection.ignoresUnread) {
    add(
      'deployment/alarms-may-be-unread',
      `a deployment to ${label} would go on when its alarms cannot be read`,
      'IgnorePollAlarmFailure: false',
      'IgnorePollAlarmFailure: true',
      'Set IgnorePollAlarmFailure to false in the AlarmConfiguration of the group.',
    )
  }
  const wanted = ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_ALARM']
  const missing = wanted.filter((event) => !protection.events.includes(event))
  if (!protection.rollbackEnabled || missing.length > 0) {
    add(
      'deployment/no-auto-rollback',
      `a failed deployment to ${label} would not be rolled back`,
      wanted.join(', '),
      protection.rollbackEnabled ? protection.events.join(', ') || 'no event' : 'automatic rollback is disabled',
      `Set AutoRollbackConfiguration of the group, in its template${orBy(`--auto-rollback-configuration enabled=true,events=${wanted.join(',')}`)}.`,
    )
  }
  if (findings.length > 0) return findings
  return [
    {
      code: 'deployment/protected',
      outcome: 'pass',
      title: `${name}: a deployment to ${label} is watched by alarms and rolled back`,
      subject,
      expected: 'alarms and automatic rollback',
      observed: `${protection.alarms} ${protection.alarms === 1 ? 'alarm' : 'alarms'}; ${protection.events.join(', ')}`,
      ...rest,
    },
  ]
}

function current({ info }: GroupFacts): Protection {
  return {
    alarms: info?.alarmConfiguration?.alarms?.length ?? 0,
    alarmsEnabled: info?.alarmConfiguration?.enabled ?? false,
    ignoresUnread: info?.alarmConfiguration?.ignorePollAlarmFailure ?? false,
    rollbackEnabled: info?.autoRollbackConfiguration?.enabled ?? false,
    events: info?.autoRollbackConfiguration?.events ?? [],
  }
}

const TYPE = 'AWS::CodeDeploy::DeploymentGroup'

/** The group as this release makes it, from the template that declares it; undefined where it is left as it is. */
function plannedGroup(group: GroupFacts, environment: EnvironmentFacts, facts: Facts): Protection | undefined {
  const changes = placedChanges(facts).filter(
    (placed) => placed.environment === environment && placed.change.type === TYPE && placed.change.action !== 'Remove',
  )
  const placed = changes.find((each) => isGroup(each, group)) ?? (group.info === undefined ? changes[0] : undefined)
  const properties = placed && propertiesOf(placed)
  return properties && declared(properties)
}

/** Whether a stack without a plan declares groups, or what may hold some. */
function mayBeMade({ stacks }: EnvironmentFacts): boolean {
  return stacks.some(
    ({ plan, source: { template } }) =>
      plan === undefined &&
      (template.transforms.length > 0 ||
        Object.values(template.resources).some(({ type }) => type === TYPE || type === 'AWS::CloudFormation::Stack')),
  )
}

function declared(properties: Readonly<Record<string, unknown>>): Protection {
  const alarms = record(properties['AlarmConfiguration'])
  const rollback = record(properties['AutoRollbackConfiguration'])
  const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])
  return {
    alarms: list(alarms['Alarms']).length,
    alarmsEnabled: truth(alarms['Enabled']),
    ignoresUnread: truth(alarms['IgnorePollAlarmFailure']),
    rollbackEnabled: truth(rollback['Enabled']),
    events: list(rollback['Events']).map(String),
  }
}

/** Groups of a stack's own that its update policies name: the update itself deploys by them. */
function judgeOwn(environment: EnvironmentFacts, facts: Facts): Finding[] {
  const name = environment.environment.key
  return environment.stacks.flatMap((stack) => {
    if (stack.plan === undefined) return []
    const { template } = stack.source
    const groups = aliasPolicies(template).flatMap(({ group }) => ('resource' in group ? [group.resource] : []))
    return [...new Set(groups)].flatMap((id): Finding[] => {
      const resource = template.resources[id]
      if (resource === undefined) return []
      const subject = `stack/${stack.stack.id}/resource/${id}`
      const placed = placedChanges(facts).find((each) => each.environment === environment && each.subject === subject)
      const properties = (placed && propertiesOf(placed)) ?? resource.properties
      const judged = { name, subject, label: `${id} of ${stack.stack.name}`, source: resource.source }
      const open = ['AlarmConfiguration', 'AutoRollbackConfiguration'].filter((key) => isOpen(properties[key]))
      if (open.length === 0) return judgeProtection(declared(properties), judged)
      return [
        {
          code: 'deployment/protection-unknown',
          outcome: 'inconclusive',
          title: `${name}: the template does not tell whether a deployment to ${judged.label} is watched and rolled back`,
          subject,
          expected: 'alarms and automatic rollback, written out',
          observed: open.map((key) => `${key}: ${JSON.stringify(properties[key])}`).join('; '),
          advice: `Write ${open.join(' and ')} of ${id} without a function around them.`,
          source: resource.source,
          details: { environment: name },
        },
      ]
    })
  })
}

/** A function in place of the settings, or of one that decides. */
function isOpen(setting: unknown): boolean {
  const isCall = (value: unknown): boolean => Object.keys(record(value)).some((key) => /^(Ref$|Fn::)/.test(key))
  return isCall(setting) || Object.values(record(setting)).some((value) => isCall(value))
}

function isGroup({ classified }: PlacedChange, group: GroupFacts): boolean {
  if (classified?.physicalId !== undefined) return classified.physicalId === group.group
  return record(record(classified?.after)['Properties'])['DeploymentGroupName'] === group.group
}

function propertiesOf({ classified, stack, subject, change }: PlacedChange): Record<string, unknown> | undefined {
  const told = record(classified?.after)['Properties']
  if (told !== undefined) return record(told)
  if (subject !== `stack/${stack.stack.id}/resource/${change.logicalId}`) return undefined
  return stack.source.template.resources[change.logicalId]?.properties
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {}
}

function truth(value: unknown): boolean {
  return value === true || value === 'true'
}
