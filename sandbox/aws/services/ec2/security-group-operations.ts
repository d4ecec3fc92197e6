import type * as sdk from '@aws-sdk/client-ec2'
import { ServiceError } from '../../../contract.ts'
import type { Call, Service } from '../../../contract.ts'
import type { World } from '../../world.ts'
import { dependencyViolation, hasDependents } from './group-dependents.ts'
import { byId, filtered, given, page, specifiedTags, tagFilters } from './requests.ts'
import type { Filterable } from './requests.ts'
import { DEFAULT_VPC, describeRule, permissionsOf, rulesOf, securityGroups } from './security-groups.ts'
import type { RuleInput, SecurityGroup } from './security-groups.ts'

const notFound = (id: string): ServiceError =>
  /^sg-[0-9a-f]+$/.test(id)
    ? new ServiceError('InvalidGroup.NotFound', `The security group '${id}' does not exist`)
    : new ServiceError('InvalidGroupId.Malformed', `Invalid id: "${id}" (expecting "sg-...")`)

const GROUP_FILTERS = [
  'description',
  'group-id',
  'group-name',
  'owner-id',
  'vpc-id',
  'egress.ip-permission.group-id',
  'ip-permission.cidr',
  'ip-permission.from-port',
  'ip-permission.group-id',
  'ip-permission.ipv6-cidr',
  'ip-permission.protocol',
  'ip-permission.to-port',
]

function groupFilters(group: SecurityGroup): Filterable {
  const ingress = [...group.rules.values()].filter(({ egress }) => !egress)
  const peers = (kind: string, rules = ingress): string[] =>
    rules.filter(({ peer }) => peer.kind === kind).map(({ peer }) => peer.value)
  return {
    ...tagFilters(group.tags),
    description: [group.description],
    'group-id': [group.id],
    'group-name': [group.name],
    'owner-id': [group.home.account],
    'vpc-id': [group.vpc],
    'ip-permission.cidr': peers('ipv4'),
    'ip-permission.ipv6-cidr': peers('ipv6'),
    'ip-permission.group-id': peers('group'),
    'egress.ip-permission.group-id': peers(
      'group',
      [...group.rules.values()].filter(({ egress }) => egress),
    ),
    'ip-permission.from-port': ingress.map(({ from }) => String(from)),
    'ip-permission.to-port': ingress.map(({ to }) => String(to)),
    'ip-permission.protocol': ingress.map(({ protocol }) => protocol),
  }
}

const describeGroup = (group: SecurityGroup): sdk.SecurityGroup => ({
  GroupId: group.id,
  GroupName: group.name,
  Description: group.description,
  OwnerId: group.home.account,
  VpcId: group.vpc,
  Tags: [...group.tags],
  IpPermissions: permissionsOf(group, false),
  IpPermissionsEgress: permissionsOf(group, true),
  SecurityGroupArn: `arn:aws:ec2:${group.home.region}:${group.home.account}:security-group/${group.id}`,
})

interface Named {
  readonly GroupId?: string | undefined
  readonly GroupName?: string | undefined
}

/** Security groups and their rules. */
export function securityGroupOperations(world: World): Service['operations'] {
  const groups = securityGroups(world)

  function groupOf(call: Call, { GroupId: id, GroupName: name }: Named): SecurityGroup {
    const found = id === undefined ? groups.list(call).find((each) => each.name === name) : groups.find(call, id)
    if (found !== undefined) return found
    if (id !== undefined) throw notFound(id)
    throw new ServiceError('InvalidGroup.NotFound', `The security group '${name}' does not exist`)
  }

  /** The rules of a request: as permissions, or one with its members in the request itself. */
  function rulesIn(input: sdk.AuthorizeSecurityGroupIngressCommandInput, egress: boolean): RuleInput[] {
    const { IpPermissions: permissions, CidrIp: cidr, IpProtocol: protocol, FromPort: from, ToPort: to } = input
    const flat = { IpProtocol: protocol, FromPort: from, ToPort: to, IpRanges: [{ CidrIp: cidr }] }
    const rules = rulesOf(cidr === undefined ? permissions : [flat], egress)
    if (rules.length === 0)
      throw new ServiceError('MissingParameter', 'The request must contain the parameter ipPermissions')
    return rules
  }

  const authorize = (egress: boolean) => (input: sdk.AuthorizeSecurityGroupIngressCommandInput, call: Call) => {
    const group = groupOf(call, input)
    const added = groups.authorize(group, rulesIn(input, egress))
    return { Return: true, SecurityGroupRules: added.map((rule) => describeRule(group, rule)) }
  }

  const revoke = (egress: boolean) => (input: sdk.RevokeSecurityGroupIngressCommandInput, call: Call) => {
    const group = groupOf(call, input)
    const rules = given(input.SecurityGroupRuleIds)
      ? byId([...group.rules.values()], input.SecurityGroupRuleIds, ({ id }) => id, ruleNotFound)
      : rulesIn(input, egress)
    groups.revoke(group, rules)
    return { Return: true }
  }

  return {
    DescribeSecurityGroups(input: sdk.DescribeSecurityGroupsCommandInput, call) {
      const all = byId(groups.list(call), input.GroupIds, ({ id }) => id, notFound)
      const named = byId(
        all,
        input.GroupNames,
        ({ name }) => name,
        (name) => new ServiceError('InvalidGroup.NotFound', `The security group '${name}' does not exist`),
      )
      const found = filtered(named, input.Filters, groupFilters, GROUP_FILTERS)
      const { items, more } = page(found, input, { ids: given(input.GroupIds) ? 'groupIds' : undefined })
      return { SecurityGroups: items.map(describeGroup), ...more }
    },
    DescribeSecurityGroupRules(input: sdk.DescribeSecurityGroupRulesCommandInput, call) {
      const all = groups.list(call).flatMap((group) => [...group.rules.values()].map((rule) => ({ group, rule })))
      const named = byId(all, input.SecurityGroupRuleIds, ({ rule }) => rule.id, ruleNotFound)
      const values = ({ group, rule }: (typeof all)[number]): Filterable => ({
        'group-id': [group.id],
        'security-group-rule-id': [rule.id],
      })
      const found = filtered(named, input.Filters, values, ['group-id', 'security-group-rule-id'])
      const ids = given(input.SecurityGroupRuleIds) ? 'securityGroupRuleIds' : undefined
      const { items, more } = page(found, input, { ids })
      return { SecurityGroupRules: items.map(({ group, rule }) => describeRule(group, rule)), ...more }
    },
    CreateSecurityGroup(input: sdk.CreateSecurityGroupCommandInput, call) {
      const { GroupName: name = '', Description: description = '', VpcId: vpc = DEFAULT_VPC } = input
      const tags = specifiedTags(input.TagSpecifications, 'security-group')
      const group = groups.create(call, { name, description, vpc, tags })
      return { GroupId: group.id, Tags: tags, SecurityGroupArn: describeGroup(group).SecurityGroupArn }
    },
    DeleteSecurityGroup(input: sdk.DeleteSecurityGroupCommandInput, call) {
      const group = groupOf(call, input)
      if (hasDependents(world, group)) throw dependencyViolation(group)
      groups.remove(call, group.id)
      return { Return: true, GroupId: group.id }
    },
    AuthorizeSecurityGroupIngress: authorize(false),
    AuthorizeSecurityGroupEgress: authorize(true),
    RevokeSecurityGroupIngress: revoke(false),
    RevokeSecurityGroupEgress: revoke(true),
  }
}

const ruleNotFound = (id: string): ServiceError =>
  new ServiceError('InvalidSecurityGroupRuleId.NotFound', `The security group rule ID '${id}' does not exist`)
