import type * as sdk from '@aws-sdk/client-codedeploy'
import type { MetricAlarm, CompositeAlarm } from '@aws-sdk/client-cloudwatch'
import { errorName } from '../aws/errors.ts'
import type { Alarms } from '../aws/clients.ts'
import type { LambdaAppSpec } from './appspec/index.ts'
import type { CodeDeploy } from './client.ts'
import type { AliasState } from './function-version.ts'

export interface AlarmFacts {
  readonly name: string
  /** OK, ALARM, INSUFFICIENT_DATA; `missing` where CloudWatch knows no such alarm. */
  readonly state: string
  readonly reason: string
  readonly metric: MetricAlarm | undefined
  readonly composite: CompositeAlarm | undefined
}

/** An alias as the AppSpec names it; `state` is undefined where there is none, or where `unknown` keeps its name open. */
export interface AliasFacts extends Pick<LambdaAppSpec, 'name' | 'alias' | 'currentVersion'> {
  readonly state?: AliasState
  /** A reference that cannot be filled yet: `{stack.web.outputs.Function}`. */
  readonly unknown?: string
}

/** A deployment group as it is before anything is changed. */
export interface GroupFacts {
  /** Id of the deployment in the configuration. */
  readonly deployment: string
  readonly application: string
  readonly group: string
  /** As the configuration calls it; undefined where only a template tells of the group. */
  readonly platform?: string
  /** Of Lambda: the alias that the deployment moves, and where it leads. */
  readonly alias?: AliasFacts
  /** Undefined where the application or the group does not exist (yet). */
  readonly info: sdk.DeploymentGroupInfo | undefined
  readonly config: sdk.DeploymentConfigInfo | undefined
  readonly alarms: readonly AlarmFacts[]
  /** Deployments of the group that have not ended. */
  readonly running: readonly string[]
}

/** Every status of a deployment that has not ended; Baking and Ready belong to blue/green. */
const UNFINISHED: sdk.DeploymentStatus[] = ['Created', 'Queued', 'InProgress', 'Baking', 'Ready']
const ABSENT = new Set(['ApplicationDoesNotExistException', 'DeploymentGroupDoesNotExistException'])
const ALARMS_A_PAGE = 100

/** Reads a group, its configuration, its alarms and what runs in it. */
export async function readGroup(
  calls: { readonly codedeploy: CodeDeploy; readonly alarms: Alarms },
  deployment: {
    readonly id: string
    readonly application: string
    readonly group: string
    readonly platform?: string
  },
): Promise<GroupFacts> {
  const where = { applicationName: deployment.application, deploymentGroupName: deployment.group }
  const { id, application, group, platform } = deployment
  const base = { deployment: id, application, group, ...(platform !== undefined && { platform }) }
  let info: sdk.DeploymentGroupInfo | undefined
  try {
    info = (await calls.codedeploy.getDeploymentGroup(where)).deploymentGroupInfo
  } catch (error) {
    if (!ABSENT.has(errorName(error))) throw error
  }
  if (info === undefined) return { ...base, info: undefined, config: undefined, alarms: [], running: [] }
  const names = (info.alarmConfiguration?.alarms ?? []).flatMap((alarm) => (alarm.name ? [alarm.name] : []))
  const [config, alarms, running] = await Promise.all([
    readConfig(calls.codedeploy, info.deploymentConfigName),
    readAlarms(calls.alarms, names),
    unfinished(calls.codedeploy, where),
  ])
  return { ...base, info, config, alarms, running }
}

async function readConfig(
  codedeploy: CodeDeploy,
  name: string | undefined,
): Promise<sdk.DeploymentConfigInfo | undefined> {
  if (name === undefined) return undefined
  return (await codedeploy.getDeploymentConfig({ deploymentConfigName: name })).deploymentConfigInfo
}

async function unfinished(
  codedeploy: CodeDeploy,
  where: { readonly applicationName: string; readonly deploymentGroupName: string },
): Promise<string[]> {
  const ids: string[] = []
  let nextToken: string | undefined
  do {
    const page = await codedeploy.listDeployments({
      ...where,
      includeOnlyStatuses: UNFINISHED,
      ...(nextToken !== undefined && { nextToken }),
    })
    ids.push(...(page.deployments ?? []))
    nextToken = page.nextToken
  } while (nextToken !== undefined)
  return ids
}

/** Reads alarms by name; one that does not exist is `missing`, not left out. */
export async function readAlarms(alarms: Alarms, names: readonly string[]): Promise<AlarmFacts[]> {
  const found = new Map<string, AlarmFacts>()
  for (let start = 0; start < names.length; start += ALARMS_A_PAGE) {
    let NextToken: string | undefined
    do {
      const page = await alarms.describeAlarms({
        AlarmNames: names.slice(start, start + ALARMS_A_PAGE),
        AlarmTypes: ['MetricAlarm', 'CompositeAlarm'],
        ...(NextToken !== undefined && { NextToken }),
      })
      for (const metric of page.MetricAlarms ?? []) found.set(metric.AlarmName ?? '', facts(metric, metric, undefined))
      for (const composite of page.CompositeAlarms ?? []) {
        found.set(composite.AlarmName ?? '', facts(composite, undefined, composite))
      }
      NextToken = page.NextToken
    } while (NextToken !== undefined)
  }
  return names.map(
    (name) => found.get(name) ?? { name, state: 'missing', reason: '', metric: undefined, composite: undefined },
  )
}

function facts(
  alarm: MetricAlarm | CompositeAlarm,
  metric: MetricAlarm | undefined,
  composite: CompositeAlarm | undefined,
): AlarmFacts {
  return {
    name: alarm.AlarmName ?? '',
    state: alarm.StateValue ?? 'unknown',
    reason: alarm.StateReason ?? '',
    metric,
    composite,
  }
}
