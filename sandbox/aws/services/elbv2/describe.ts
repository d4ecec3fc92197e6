import type * as sdk from '@aws-sdk/client-elastic-load-balancing-v2'
import type { Properties } from '../../../contract.ts'
import { balancerOf } from '../../hosts/listeners.ts'
import type { Forward } from '../../hosts/listeners.ts'
import { asText } from '../../names.ts'
import type { World } from '../../world.ts'
import { nameOf } from './resources.ts'
import { DEFAULT_POLICY, isSecure, tlsOf } from './tls.ts'
import type { ElbResource } from './resources.ts'

const list = <T>(value: unknown): T[] => (Array.isArray(value) ? (value as T[]) : [])
const number = (value: unknown, otherwise: number): number => (value === undefined ? otherwise : Number(value))

/** A load balancer as DescribeLoadBalancers returns it. */
export function describeBalancer({ arn, live, properties }: ElbResource): sdk.LoadBalancer {
  const { region } = live.owner
  const mapped = list<{ SubnetId?: string }>(properties.SubnetMappings).map(({ SubnetId: subnet = '' }) => subnet)
  const subnets = [...list<string>(properties.Subnets), ...mapped]
  return {
    LoadBalancerArn: arn,
    LoadBalancerName: nameOf(arn),
    // With the port of a listener it is an address on loopback.
    DNSName: '127.0.0.1',
    Scheme: asText(properties.Scheme, 'internet-facing') as sdk.LoadBalancerSchemeEnum,
    State: { Code: 'active' },
    Type: asText(properties.Type, 'application') as sdk.LoadBalancerTypeEnum,
    AvailabilityZones: subnets.map((SubnetId, index) => ({
      ZoneName: `${region}${'abcdef'[index % 6]}`,
      SubnetId,
      LoadBalancerAddresses: [],
    })),
    SecurityGroups: list<string>(properties.SecurityGroups),
    IpAddressType: asText(properties.IpAddressType, 'ipv4') as sdk.IpAddressType,
  }
}

/** A listener as DescribeListeners returns it: of its certificates only the default one. */
export function describeListener(world: World, { arn, properties }: ElbResource): sdk.Listener {
  const { balancers } = world
  const secure = isSecure(properties)
  // The port on loopback, where it speaks the protocol of the listener.
  const speaks = !secure || tlsOf(world, arn) !== undefined
  const played = balancers.find(balancerOf(arn))?.listeners.get(arn)
  const rule = [...(played?.rules.values() ?? [])].find(({ priority }) => !Number.isFinite(priority))
  return {
    ListenerArn: arn,
    LoadBalancerArn: balancerOf(arn),
    Port: (speaks ? played?.port : undefined) ?? number(properties.Port, 80),
    Protocol: asText(properties.Protocol, 'HTTP') as sdk.ProtocolEnum,
    ...(secure && {
      Certificates: list<sdk.Certificate>(properties.Certificates).slice(0, 1),
      SslPolicy: asText(properties.SslPolicy, DEFAULT_POLICY),
      MutualAuthentication: { Mode: 'off' },
    }),
    DefaultActions: describeActions(properties.DefaultActions, rule?.forward ?? []),
  }
}

/** Actions as the API returns them: a forward has its groups with weights, and a single group also by its ARN. */
function describeActions(given: unknown, forward: readonly Forward[]): sdk.Action[] {
  return list<Properties>(given).map((action, index) => {
    const { Type: type = 'forward', Order: order, TargetGroupArn: _arn, ForwardConfig: config, ...rest } = action
    const shown = { ...rest, Type: type as sdk.ActionTypeEnum, ...(order !== undefined && { Order: Number(order) }) }
    if (type !== 'forward') return { Order: index + 1, ...shown }
    const groups = forward.map(({ group, weight }) => ({ TargetGroupArn: group, Weight: weight }))
    const [only, ...others] = groups
    const stickiness = (config as { TargetGroupStickinessConfig?: Properties } | undefined)?.TargetGroupStickinessConfig
    return {
      ...shown,
      ...(others.length === 0 && only !== undefined && { TargetGroupArn: only.TargetGroupArn }),
      ForwardConfig: { TargetGroups: groups, TargetGroupStickinessConfig: { Enabled: false, ...stickiness } },
    }
  })
}

/** A rule of a template as DescribeRules returns it. */
export function describeRule({ balancers }: World, { arn, properties }: ElbResource): sdk.Rule {
  return {
    RuleArn: arn,
    Priority: asText(properties.Priority),
    Conditions: list<sdk.RuleCondition>(properties.Conditions).map((condition) => ({
      ...condition,
      Values: condition.Values ?? valuesOf(condition),
    })),
    Actions: describeActions(properties.Actions, balancers.rule(arn)?.forward ?? []),
    IsDefault: false,
  }
}

/** The older `Values` of a condition, which the API fills for paths and hosts only. */
const valuesOf = ({ PathPatternConfig: path, HostHeaderConfig: host }: sdk.RuleCondition): string[] =>
  path?.Values ?? host?.Values ?? []

/** The default rule of a listener. */
export function describeDefaultRule(world: World, listener: ElbResource): sdk.Rule[] {
  const rules = world.balancers.find(balancerOf(listener.arn))?.listeners.get(listener.arn)?.rules.values() ?? []
  return [...rules]
    .filter(({ priority }) => !Number.isFinite(priority))
    .map(({ arn, forward }) => ({
      RuleArn: arn,
      Priority: 'default',
      Conditions: [],
      Actions: describeActions(listener.properties.DefaultActions, forward),
      IsDefault: true,
    }))
}

/** A target group as DescribeTargetGroups returns it. */
export function describeGroup({ balancers }: World, { arn, properties }: ElbResource): sdk.TargetGroup {
  const using = balancers.rulesTo(arn).map(({ listener }) => balancerOf(listener))
  const protocol = asText(properties.Protocol, 'HTTP')
  const web = protocol === 'HTTP' || protocol === 'HTTPS'
  const matcher = properties.Matcher as { HttpCode?: unknown } | undefined
  return {
    TargetGroupArn: arn,
    TargetGroupName: nameOf(arn),
    Protocol: protocol as sdk.ProtocolEnum,
    ...(web && { ProtocolVersion: asText(properties.ProtocolVersion, 'HTTP1') }),
    Port: number(properties.Port, 80),
    ...(properties.VpcId !== undefined && { VpcId: asText(properties.VpcId) }),
    HealthCheckProtocol: asText(properties.HealthCheckProtocol, 'HTTP') as sdk.ProtocolEnum,
    HealthCheckPort: asText(properties.HealthCheckPort, 'traffic-port'),
    HealthCheckEnabled: properties.HealthCheckEnabled !== false && properties.HealthCheckEnabled !== 'false',
    HealthCheckIntervalSeconds: number(properties.HealthCheckIntervalSeconds, 30),
    HealthCheckTimeoutSeconds: number(properties.HealthCheckTimeoutSeconds, 5),
    HealthyThresholdCount: number(properties.HealthyThresholdCount, 5),
    UnhealthyThresholdCount: number(properties.UnhealthyThresholdCount, 2),
    HealthCheckPath: asText(properties.HealthCheckPath, '/'),
    Matcher: { HttpCode: asText(matcher?.HttpCode, '200') },
    LoadBalancerArns: [...new Set(using)],
    TargetType: asText(properties.TargetType, 'instance') as sdk.TargetTypeEnum,
    IpAddressType: 'ipv4',
  }
}
