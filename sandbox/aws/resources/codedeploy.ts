import { randomUUID } from 'node:crypto'
import type * as sdk from '@aws-sdk/client-codedeploy'
import type { Owner, Properties, SandboxClock } from '../../contract.ts'
import { configOperations } from '../services/codedeploy/configs.ts'
import { createGroup, removeGroup, updateGroup } from '../services/codedeploy/groups.ts'
import { applicationOf } from '../services/codedeploy/state.ts'
import type { CodeDeployState, Group } from '../services/codedeploy/state.ts'
import type { CodeDeploy } from '../services/codedeploy/index.ts'
import { asText, homeKey } from '../names.ts'
import { nameOf } from './live.ts'
import type { Kind, LiveResource } from './live.ts'

/** Members of tag filters, which are capitalized in the API, too. */
const SAME_IN_BOTH = new Set(['Key', 'Value', 'Type'])
/** A property whose API member differs by more than its first letter. */
const SERVICES = { property: 'ECSServices', member: 'ecsServices' } as const
const NUMBERS = /(Percentage|Interval|InMinutes)$/

/**
 * Converts properties of a template (`Ec2TagFilters`) to API members (`ec2TagFilters`). Templates may contain numbers
 * and booleans as text.
 */
export function toApi(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(toApi)
  if (value === 'true' || value === true) return true
  if (value === 'false' || value === false) return false
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => {
      if (name === 'Ec2TagSetList') {
        return ['ec2TagSetList', (member as { Ec2TagGroup?: unknown }[]).map((each) => toApi(each.Ec2TagGroup ?? []))]
      }
      if (name === 'MinimumHealthyHosts') {
        const { Type: type, Value: count } = member as { Type: string; Value: unknown }
        return ['minimumHealthyHosts', { type, value: Number(count) }]
      }
      if (name === SERVICES.property) return [SERVICES.member, toApi(member)]
      const key = SAME_IN_BOTH.has(name) ? name : name.charAt(0).toLowerCase() + name.slice(1)
      return [key, NUMBERS.test(name) ? Number(member) : toApi(member)]
    }),
  )
}

/** Converts API members to properties of a template. */
export function toTemplate(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(toTemplate)
  if (typeof value !== 'object' || value === null || value instanceof Date) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => {
      if (name === 'ec2TagSetList') {
        return ['Ec2TagSetList', (member as unknown[]).map((each) => ({ Ec2TagGroup: toTemplate(each) }))]
      }
      if (name === SERVICES.member) return [SERVICES.property, toTemplate(member)]
      return [name.charAt(0).toUpperCase() + name.slice(1), toTemplate(member)]
    }),
  )
}

const NOT_SETTINGS = new Set(['ApplicationName', 'DeploymentGroupName', 'Deployment', 'Tags'])

const settingsOf = (properties: Properties) =>
  toApi(Object.fromEntries(Object.entries(properties).filter(([name]) => !NOT_SETTINGS.has(name)))) as Omit<
    sdk.CreateDeploymentGroupCommandInput,
    'applicationName' | 'deploymentGroupName'
  >

/** API members that are not properties. */
const NOT_PROPERTIES = new Set([
  'DeploymentGroupId',
  'ComputePlatform',
  'TargetRevision',
  'LastSuccessfulDeployment',
  'LastAttemptedDeployment',
])

function observeGroup(group: Group, declared: Properties): Properties {
  const { autoScalingGroups, ...info } = group.info
  const shown = toTemplate(info) as Record<string, unknown>
  const kept = Object.entries(shown).filter(([name]) => !NOT_PROPERTIES.has(name))
  return {
    ...Object.fromEntries(kept),
    ...((autoScalingGroups ?? []).length > 0 && {
      AutoScalingGroups: (autoScalingGroups ?? []).map(({ name }) => name),
    }),
    ...(declared.Deployment !== undefined && { Deployment: declared.Deployment }),
    ...(declared.Tags !== undefined && { Tags: declared.Tags }),
  }
}

/** AWS::CodeDeploy::*: share their state with CodeDeploy's API, so that each sees the other's changes. */
export function codeDeployKinds(state: CodeDeployState, clock: SandboxClock, codeDeploy: CodeDeploy): readonly Kind[] {
  const { operations } = codeDeploy.service
  const callOf = (owner: Owner, operation: string) => ({
    service: 'codedeploy',
    operation,
    region: owner.region,
    account: owner.account,
    principal: 'arn:aws:iam::cloudformation',
    requestId: randomUUID(),
  })

  function groupOf({ owner, physicalId, properties }: LiveResource): Group | undefined {
    return state.applications.get(homeKey(owner, asText(properties.ApplicationName)))?.groups.get(physicalId)
  }

  /**
   * Runs the deployment that the properties of a new group may contain; the group is complete when it has succeeded.
   */
  async function deploy(group: Group, { Deployment: wanted }: Properties): Promise<void> {
    if (wanted === undefined) return
    const request = {
      applicationName: group.application.name,
      ...(toApi(wanted) as { revision: sdk.RevisionLocation }),
    }
    const { id } = codeDeploy.launcher.launch(group, request, 'CloudFormation')
    await codeDeploy.launcher.ended(id)
    const status = state.deployments.get(id)?.info.status
    if (status !== 'Succeeded') throw new Error(`Deployment ${id} ended as ${status}`)
  }

  return [
    {
      type: 'AWS::CodeDeploy::Application',
      identify: (desired, owner) => nameOf(desired.ApplicationName, owner, 100),
      attributes: () => ({}),
      async created({ owner, physicalId, properties }) {
        const input = {
          applicationName: physicalId,
          computePlatform: properties.ComputePlatform ?? 'Server',
          tags: properties.Tags ?? [],
        }
        await operations.CreateApplication?.(input, callOf(owner, 'CreateApplication'))
      },
      removed: ({ owner, physicalId }) => void state.applications.delete(homeKey(owner, physicalId)),
      observe({ owner, physicalId, properties }) {
        const application = state.applications.get(homeKey(owner, physicalId))
        if (application === undefined) return undefined
        return { ...properties, ApplicationName: application.name, ComputePlatform: application.info.computePlatform }
      },
    },
    {
      type: 'AWS::CodeDeploy::DeploymentGroup',
      // Its identifier is that of the application, and its name (registry schema); Ref is the name.
      scope: ({ ApplicationName: application }) => asText(application),
      identify: (desired, owner) => nameOf(desired.DeploymentGroupName, owner, 100),
      async created({ owner, physicalId, properties }) {
        const application = applicationOf(state, owner, asText(properties.ApplicationName))
        const tags = (properties.Tags ?? []) as sdk.Tag[]
        await deploy(createGroup(state, application, physicalId, settingsOf(properties), tags), properties)
      },
      async updated(resource, previous) {
        const group = groupOf(resource)
        if (group === undefined) throw new Error(`No Deployment Group found for name: ${resource.physicalId}`)
        // Properties that the template no longer sets return to their defaults.
        const gone = Object.keys(settingsOf(previous)).filter((name) => !(name in settingsOf(resource.properties)))
        const info = group.info as Record<string, unknown>
        for (const name of gone) delete info[name]
        updateGroup(state, group, settingsOf(resource.properties))
        const before = JSON.stringify(previous.Deployment)
        if (JSON.stringify(resource.properties.Deployment) !== before) await deploy(group, resource.properties)
      },
      tampered(resource) {
        const group = groupOf(resource)
        if (group !== undefined) updateGroup(state, group, settingsOf(resource.properties))
      },
      removed(resource) {
        const { owner, physicalId, properties } = resource
        const application = state.applications.get(homeKey(owner, asText(properties.ApplicationName)))
        if (application !== undefined) removeGroup(state, application, physicalId)
      },
      observe(resource) {
        const group = groupOf(resource)
        return group && observeGroup(group, resource.properties)
      },
    },
    {
      type: 'AWS::CodeDeploy::DeploymentConfig',
      identify: (desired, owner) => nameOf(desired.DeploymentConfigName, owner, 100),
      async created({ owner, physicalId, properties }) {
        const { DeploymentConfigName: _name, ...settings } = properties
        const input = { ...(toApi(settings) as object), deploymentConfigName: physicalId }
        await configOperations(state, clock).CreateDeploymentConfig?.(input, callOf(owner, 'CreateDeploymentConfig'))
      },
      removed: ({ owner, physicalId }) => void state.configs.delete(homeKey(owner, physicalId)),
      observe({ owner, physicalId, properties }) {
        return state.configs.has(homeKey(owner, physicalId))
          ? { ...properties, DeploymentConfigName: physicalId }
          : undefined
      },
    },
  ]
}
