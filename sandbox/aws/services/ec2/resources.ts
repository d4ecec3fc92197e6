import type * as sdk from '@aws-sdk/client-ec2'
import type { Owner, Properties } from '../../../contract.ts'
import { asText, hexId } from '../../names.ts'
import { waitUntil } from '../../../clock.ts'
import { handlerError, handlerMessage, nameOf } from '../../resources/live.ts'
import { dependencyViolation, hasDependents } from './group-dependents.ts'
import type { Kind, LiveResource } from '../../resources/live.ts'
import type { World } from '../../world.ts'
import { latest, launchTemplates } from './launch-templates.ts'
import type { LaunchTemplate } from './launch-templates.ts'
import type { Tag } from './requests.ts'
import { DEFAULT_VPC } from './security-groups.ts'
import { DEFAULT_EGRESS, protocolAndPorts, sameRule, securityGroups } from './security-groups.ts'
import type { Peer, Rule, RuleInput, SecurityGroup } from './security-groups.ts'

type RuleProperties = Readonly<Record<string, unknown>>

const list = <T>(value: unknown): T[] => (Array.isArray(value) ? (value as T[]) : [])
const port = (value: unknown): number | undefined => (value === undefined ? undefined : Number(value))

/** The peer of a rule in a template. */
function peerOf(given: RuleProperties, egress: boolean): Peer {
  const group = egress ? given.DestinationSecurityGroupId : given.SourceSecurityGroupId
  if (group !== undefined) {
    const account = given.SourceSecurityGroupOwnerId
    return { kind: 'group', value: asText(group), ...(account !== undefined && { account: asText(account) }) }
  }
  const prefix = egress ? given.DestinationPrefixListId : given.SourcePrefixListId
  if (prefix !== undefined) return { kind: 'prefix', value: asText(prefix) }
  if (given.CidrIpv6 !== undefined) return { kind: 'ipv6', value: asText(given.CidrIpv6) }
  return { kind: 'ipv4', value: asText(given.CidrIp) }
}

const ruleOf = (given: RuleProperties, egress: boolean): RuleInput => ({
  egress,
  ...protocolAndPorts(asText(given.IpProtocol, '-1'), port(given.FromPort), port(given.ToPort)),
  peer: peerOf(given, egress),
  ...(given.Description !== undefined && { description: asText(given.Description) }),
})

/** A rule that no template has, in the properties of one. */
function propertiesOf({ protocol, from, to, peer, description, egress }: Rule): Properties {
  const group = egress ? 'DestinationSecurityGroupId' : 'SourceSecurityGroupId'
  const prefix = egress ? 'DestinationPrefixListId' : 'SourcePrefixListId'
  const name = { ipv4: 'CidrIp', ipv6: 'CidrIpv6', prefix, group }[peer.kind]
  return {
    IpProtocol: protocol,
    ...(protocol !== '-1' && { FromPort: from, ToPort: to }),
    [name]: peer.value,
    ...(description !== undefined && { Description: description }),
  }
}

/** How long the deletion of a group waits, and how often it polls. */
const DELETION = { limit: 600_000, step: 10_000 }

const LISTS = [
  ['SecurityGroupIngress', false],
  ['SecurityGroupEgress', true],
] as const

/** AWS::EC2::SecurityGroup with its inline rules. */
export function securityGroupKind(world: World): Kind {
  const groups = securityGroups(world)
  const find = ({ owner, physicalId }: LiveResource): SecurityGroup | undefined => groups.find(owner, physicalId)

  /** Replaces the inline rules of the previous properties. */
  function apply(resource: LiveResource, previous?: Properties): void {
    const group = find(resource)
    if (group === undefined) return
    const { properties } = resource
    group.tags = list<Tag>(properties.Tags)
    for (const [name, egress] of LISTS) {
      const wanted = list<RuleProperties>(properties[name]).map((each) => ruleOf(each, egress))
      const before = list<RuleProperties>(previous?.[name]).map((each) => ruleOf(each, egress))
      const initial = egress && previous?.[name] === undefined && properties[name] !== undefined ? [DEFAULT_EGRESS] : []
      for (const rule of group.rules.values()) {
        const declared = [...before, ...initial].some((each) => sameRule(each, rule))
        if (declared && !wanted.some((each) => sameRule(each, rule))) group.rules.delete(rule.id)
      }
      const known = [...group.rules.values()]
      groups.authorize(
        group,
        wanted.filter((each) => !known.some((rule) => sameRule(each, rule))),
      )
    }
  }

  return {
    type: 'AWS::EC2::SecurityGroup',
    identify: (desired, owner) =>
      groups.create(owner, {
        name: nameOf(desired.GroupName, owner),
        description: asText(desired.GroupDescription),
        vpc: asText(desired.VpcId, DEFAULT_VPC),
        tags: list<Tag>(desired.Tags),
      }).id,
    attributes: (resource) => ({
      GroupId: resource.physicalId,
      Id: resource.physicalId,
      VpcId: find(resource)?.vpc ?? DEFAULT_VPC,
    }),
    created: (resource) => apply(resource),
    updated: apply,
    tampered(resource) {
      const group = find(resource)
      // Exactly the rules of the properties, besides those that are resources of their own.
      for (const rule of group?.rules.values() ?? []) {
        const name = rule.egress ? 'SecurityGroupEgress' : 'SecurityGroupIngress'
        if (rule.resource !== true && resource.properties[name] !== undefined) group?.rules.delete(rule.id)
      }
      apply(resource)
    },
    async removed(resource) {
      const group = find(resource)
      if (group === undefined) return
      // The handler waits for resources that still use the group.
      const free = await waitUntil(world.clock, DELETION, () => !hasDependents(world, group))
      if (!free) {
        const { message } = dependencyViolation(group)
        throw handlerMessage(`${message} (Service: Ec2, Status Code: 400)`, 'InvalidRequest')
      }
      groups.remove(resource.owner, resource.physicalId)
    },
    observe(resource) {
      const group = find(resource)
      if (group === undefined) return undefined
      const lists = LISTS.map(
        ([name, egress]) => [name, actualRules(group, resource.properties, name, egress)] as const,
      )
      const shown = lists.filter(([name, rules]) => rules.length > 0 || resource.properties[name] !== undefined)
      return {
        ...resource.properties,
        ...(resource.properties.Tags !== undefined && { Tags: [...group.tags] }),
        ...Object.fromEntries(shown),
      }
    },
  }
}

/** The rules of a list that exist: those of the template as it writes them, then the others. */
function actualRules(group: SecurityGroup, properties: Properties, name: string, egress: boolean): Properties[] {
  const declared = list<RuleProperties>(properties[name]).map((each) => ({ each, rule: ruleOf(each, egress) }))
  const actual = [...group.rules.values()].filter((rule) => rule.egress === egress && rule.resource !== true)
  const kept = declared.filter(({ rule }) => actual.some((each) => sameRule(each, rule))).map(({ each }) => each)
  // The default rule of a group without egress rules in its template is no addition.
  const expected = [...declared.map(({ rule }) => rule), ...(properties[name] === undefined ? [DEFAULT_EGRESS] : [])]
  const added = actual.filter((rule) => !expected.some((each) => sameRule(each, rule)))
  return [...kept, ...added.map(propertiesOf)]
}

/** AWS::EC2::SecurityGroupIngress and SecurityGroupEgress: a rule of a group that exists. */
export function ruleKind(world: World, egress: boolean): Kind {
  const type = egress ? 'AWS::EC2::SecurityGroupEgress' : 'AWS::EC2::SecurityGroupIngress'
  const groups = securityGroups(world)

  function groupOf(properties: Properties, owner: Owner): SecurityGroup {
    const { GroupId: id, GroupName: name } = properties
    const found =
      id === undefined ? groups.list(owner).find((each) => each.name === name) : groups.find(owner, asText(id))
    if (found === undefined)
      throw handlerError('AWS::EC2::SecurityGroup', asText(id ?? name), 'was not found.', 'NotFound')
    return found
  }

  const find = ({ owner, physicalId }: LiveResource): { group: SecurityGroup; rule: Rule } | undefined => {
    const group = groups.list(owner).find(({ rules }) => rules.has(physicalId))
    const rule = group?.rules.get(physicalId)
    return group && rule && { group, rule }
  }

  return {
    type,
    identify(desired, owner) {
      const group = groupOf(desired, owner)
      const [rule] = groups.authorize(group, [{ ...ruleOf(desired, egress), resource: true }])
      return rule?.id ?? hexId('sgr-')
    },
    attributes: ({ physicalId }) => ({ Id: physicalId }),
    updated(resource) {
      const found = find(resource)
      found?.group.rules.set(found.rule.id, { ...found.rule, ...ruleOf(resource.properties, egress) })
    },
    tampered(resource) {
      const found = find(resource)
      found?.group.rules.set(found.rule.id, { ...found.rule, ...ruleOf(resource.properties, egress) })
    },
    removed(resource) {
      find(resource)?.group.rules.delete(resource.physicalId)
    },
    observe: (resource) => (find(resource) === undefined ? undefined : resource.properties),
  }
}

/** AWS::EC2::LaunchTemplate: an update makes a new version; the default version stays. */
export function launchTemplateKind(world: World): Kind {
  const templates = launchTemplates(world)
  const find = ({ owner, physicalId }: LiveResource): LaunchTemplate | undefined =>
    templates.list(owner).find(({ id }) => id === physicalId)
  const version = ({ LaunchTemplateData: data, VersionDescription: text }: Properties, owner: Owner) => ({
    data: (data ?? {}) as sdk.ResponseLaunchTemplateData as Readonly<Record<string, unknown>>,
    description: text === undefined ? undefined : asText(text),
    created: world.clock.now(),
    by: `arn:aws:iam::${owner.account}:root`,
  })
  return {
    type: 'AWS::EC2::LaunchTemplate',
    identify(desired, owner) {
      const specified = list<{ ResourceType?: string; Tags?: Tag[] }>(desired.TagSpecifications)
      const tags = specified
        .filter(({ ResourceType: each }) => each === 'launch-template')
        .flatMap(({ Tags }) => Tags ?? [])
      return templates.create(owner, nameOf(desired.LaunchTemplateName, owner, 128), version(desired, owner), tags).id
    },
    attributes(resource) {
      const template = find(resource)
      return {
        LaunchTemplateId: resource.physicalId,
        DefaultVersionNumber: String(template?.defaultVersion ?? 1),
        LatestVersionNumber: String(template === undefined ? 1 : latest(template)),
      }
    },
    updated(resource, previous) {
      const template = find(resource)
      const { LaunchTemplateData: data } = resource.properties
      if (template === undefined || JSON.stringify(data) === JSON.stringify(previous.LaunchTemplateData)) return
      templates.addVersion(template, version(resource.properties, resource.owner))
    },
    removed(resource) {
      const template = find(resource)
      if (template !== undefined) templates.remove(template)
    },
    observe: (resource) => find(resource) && resource.properties,
  }
}
