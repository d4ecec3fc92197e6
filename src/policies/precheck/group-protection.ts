import type { GroupFacts } from '../../codedeploy/group/group.ts'
import { aliasPolicies } from '../../cloudformation/template/update-policies.ts'
import type { FindingCode } from '../../evidence/codes/index.ts'
import type { Finding, Source } from '../../evidence/finding.ts'
import { recordOf } from '../../support/records.ts'
import { plural } from '../../support/text/text.ts'
import { placedChanges } from '../planned/changes.ts'
import type { EnvironmentFacts, Facts, Rule } from '../contract.ts'
import { findPlannedGroup, isOpen, mayMakeGroups, propertiesOf } from '../planned/group.ts'
import type { PlannedResource } from '../planned/resource.ts'

/** A failing deployment is detected by alarms and rolled back. */
export const rule: Rule = {
  meta: {
    code: 'deployment/protection',
    title: 'A failing deployment is detected by alarms and rolled back',
    docs:
      'A deployment group needs at least one alarm, and automatic rollback on failure and on alarm. A group that this ' +
      'release creates or changes is judged by its planned settings, and so is one that the update policy of an alias ' +
      '(CodeDeployLambdaAliasUpdate) names in the same template.',
    codes: [
      'deployment/no-alarms',
      'deployment/no-auto-rollback',
      'deployment/alarm-failure-ignored',
      'deployment/group-missing',
      'deployment/protection-unknown',
      'deployment/protected',
    ],
  },
  judge(facts) {
    return facts.environments.flatMap((environment) => [
      ...environment.groups.flatMap((group) => judgeGroup(group, environment)),
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

function judgeGroup(group: GroupFacts, environment: EnvironmentFacts): Finding[] {
  const name = environment.environment.key
  const subject = `deployment/${group.deployment}/group`
  const label = `${group.application}/${group.group}`
  const details = { environment: name }
  const found = findPlannedGroup(group, environment)
  if (found === 'perhaps') {
    return [
      {
        code: 'deployment/protection-unknown',
        outcome: 'inconclusive',
        title: `${name}: the template does not say which of its new deployment groups will be ${label}`,
        subject,
        expected: `one new deployment group with the name ${group.group}`,
        observed: 'several whose names are not known before the deployment',
        advice: `Give the groups a DeploymentGroupName without references to new resources, or name the group of ${group.deployment} by an output: \`{stack.ID.outputs.NAME}\`.`,
        details,
      },
    ]
  }
  // How a stack without a plan would change the group is not known; another finding says why it has none.
  if (found === undefined && mayMakeGroups(environment)) return []
  const now = group.info && current(group)
  const protection = found ? planned(found, found.isNew ? undefined : now) : now
  if (protection === undefined) {
    return [
      {
        code: 'deployment/group-missing',
        outcome: 'fail',
        title: `${name}: the deployment group ${label} does not exist, and no stack of this release would create it`,
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
  const add = (code: FindingCode, title: string, expected: string, observed: string, advice: string): void => {
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
      'deployment/alarm-failure-ignored',
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
      observed: `${plural(protection.alarms, 'alarm')}; ${protection.events.join(', ')}`,
      ...rest,
    },
  ]
}

function current({ info }: GroupFacts): Protection {
  return {
    alarms: info?.alarmConfiguration?.alarms?.filter(({ name }) => name !== undefined && name !== '').length ?? 0,
    alarmsEnabled: info?.alarmConfiguration?.enabled ?? false,
    ignoresUnread: info?.alarmConfiguration?.ignorePollAlarmFailure ?? false,
    rollbackEnabled: info?.autoRollbackConfiguration?.enabled ?? false,
    events: info?.autoRollbackConfiguration?.events ?? [],
  }
}

/** What the release sets; the rest of a group that exists stays as it is. */
function planned({ properties }: PlannedResource, now: Protection | undefined): Protection {
  const set = declared(Object.fromEntries([...properties].map(([name, { value }]) => [name, value])))
  if (now === undefined) return set
  const alarms = properties.has('AlarmConfiguration') ? set : now
  const rollback = properties.has('AutoRollbackConfiguration') ? set : now
  return { ...alarms, rollbackEnabled: rollback.rollbackEnabled, events: rollback.events }
}

function declared(properties: Readonly<Record<string, unknown>>): Protection {
  const alarms = recordOf(properties['AlarmConfiguration'])
  const rollback = recordOf(properties['AutoRollbackConfiguration'])
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
          title: `${name}: the template does not say whether a deployment to ${judged.label} is watched and rolled back`,
          subject,
          expected: 'alarms and automatic rollback, without functions',
          observed: open.map((key) => `${key}: ${JSON.stringify(properties[key])}`).join('; '),
          advice: `Write ${open.join(' and ')} of ${id} without a function around them.`,
          source: resource.source,
          details: { environment: name },
        },
      ]
    })
  })
}

function truth(value: unknown): boolean {
  return value === true || value === 'true'
}
