import type { Properties } from '../../../contract.ts'
import { asText } from '../../names.ts'
import type { DefaultsByType } from '../contract.ts'
import { attributes, filled } from './fill.ts'

/** Attributes by kind, from the API reference: LoadBalancerAttribute, TargetGroupAttribute, ListenerAttribute. */

const LOGS = { bucket: '', enabled: 'false', prefix: '' }
const logsTo = (name: string): Record<string, string> =>
  Object.fromEntries(Object.entries(LOGS).map(([key, value]) => [`${name}.s3.${key}`, value]))

const BALANCERS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  application: {
    ...logsTo('access_logs'),
    'client_keep_alive.seconds': '3600',
    ...logsTo('connection_logs'),
    'deletion_protection.enabled': 'false',
    ...logsTo('health_check_logs'),
    'idle_timeout.timeout_seconds': '60',
    'load_balancing.cross_zone.enabled': 'true',
    'routing.http.desync_mitigation_mode': 'defensive',
    'routing.http.drop_invalid_header_fields.enabled': 'false',
    'routing.http.preserve_host_header.enabled': 'false',
    'routing.http.x_amzn_tls_version_and_cipher_suite.enabled': 'false',
    'routing.http.xff_client_port.enabled': 'false',
    'routing.http.xff_header_processing.mode': 'append',
    'routing.http2.enabled': 'true',
    'waf.fail_open.enabled': 'false',
    'zonal_shift.config.enabled': 'false',
  },
  network: {
    ...logsTo('access_logs'),
    'deletion_protection.enabled': 'false',
    'dns_record.client_routing_policy': 'any_availability_zone',
    'load_balancing.cross_zone.enabled': 'false',
    'secondary_ips.auto_assigned.per_subnet': '0',
    'zonal_shift.config.enabled': 'false',
  },
  gateway: { 'deletion_protection.enabled': 'false', 'load_balancing.cross_zone.enabled': 'false' },
}

const HEALTH = {
  'target_group_health.dns_failover.minimum_healthy_targets.count': '1',
  'target_group_health.dns_failover.minimum_healthy_targets.percentage': 'off',
  'target_group_health.unhealthy_state_routing.minimum_healthy_targets.count': '1',
  'target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage': 'off',
}
const COMMON = {
  'deregistration_delay.timeout_seconds': '300',
  'load_balancing.cross_zone.enabled': 'use_load_balancer_configuration',
  'stickiness.enabled': 'false',
}
const isHttp = (protocol: string): boolean => protocol === 'HTTP' || protocol === 'HTTPS'

function groupAttributes(protocol: string, targetType: string): Readonly<Record<string, string>> {
  if (targetType === 'lambda') return { 'lambda.multi_value_headers.enabled': 'false' }
  if (protocol === 'GENEVE') {
    return {
      'deregistration_delay.timeout_seconds': '300',
      'stickiness.enabled': 'false',
      'stickiness.type': 'source_ip_dest_ip_proto',
      'target_failover.on_deregistration': 'no_rebalance',
      'target_failover.on_unhealthy': 'no_rebalance',
    }
  }
  if (isHttp(protocol)) {
    return {
      ...COMMON,
      ...HEALTH,
      'load_balancing.algorithm.anomaly_mitigation': 'off',
      'load_balancing.algorithm.type': 'round_robin',
      'slow_start.duration_seconds': '0',
      'stickiness.app_cookie.cookie_name': '',
      'stickiness.app_cookie.duration_seconds': '86400',
      'stickiness.lb_cookie.duration_seconds': '86400',
      'stickiness.type': 'lb_cookie',
    }
  }
  const isUdp = protocol.includes('UDP')
  return {
    ...COMMON,
    ...HEALTH,
    'deregistration_delay.connection_termination.enabled': String(isUdp),
    'preserve_client_ip.enabled': String(isUdp || targetType !== 'ip'),
    'proxy_protocol_v2.enabled': 'false',
    'stickiness.type': 'source_ip',
    'target_health_state.unhealthy.connection_termination.enabled': 'true',
    'target_health_state.unhealthy.draining_interval_seconds': '0',
  }
}

/** The health check of a target group, by protocol and type of targets. */
function healthCheckOf(known: Properties, protocol: string, targetType: string): Properties {
  if (targetType === 'lambda') {
    const path = { HealthCheckPath: '/', Matcher: { HttpCode: '200' } }
    return {
      HealthCheckEnabled: false,
      HealthCheckIntervalSeconds: 35,
      HealthCheckTimeoutSeconds: 30,
      HealthyThresholdCount: 5,
      UnhealthyThresholdCount: 2,
      ...path,
    }
  }
  const isGeneve = protocol === 'GENEVE'
  const isGrpc = known['ProtocolVersion'] === 'GRPC'
  const checked = asText(known['HealthCheckProtocol'], isHttp(protocol) ? protocol : 'TCP')
  const timeout = isGeneve ? 5 : isHttp(protocol) ? 5 : checked === 'HTTP' ? 6 : 10
  return {
    HealthCheckEnabled: true,
    HealthCheckIntervalSeconds: isGeneve ? 10 : 30,
    HealthCheckPort: isGeneve ? '80' : 'traffic-port',
    HealthCheckProtocol: checked,
    HealthCheckTimeoutSeconds: timeout,
    HealthyThresholdCount: 5,
    UnhealthyThresholdCount: 2,
    ...(isHttp(checked) && {
      HealthCheckPath: isGrpc ? '/AWS.ALB/healthcheck' : '/',
      Matcher: isGrpc ? { GrpcCode: '12' } : { HttpCode: isHttp(protocol) ? '200' : '200-399' },
    }),
  }
}

/** An action that forwards shows its target group in both forms. */
function actionsOf(given: unknown, weighted: boolean): unknown {
  if (!Array.isArray(given)) return undefined
  return given.map((action: Properties) => {
    if (action['Type'] === 'redirect') {
      const parts = { Host: '#{host}', Path: '/#{path}', Port: '#{port}', Query: '#{query}' }
      return filled(action, { RedirectConfig: parts })
    }
    const { TargetGroupArn: arn } = action
    if (action['Type'] !== 'forward' || arn === undefined) return action
    const stickiness = { TargetGroupStickinessConfig: { Enabled: false } }
    return filled(action, {
      ForwardConfig: { ...stickiness, TargetGroups: [{ TargetGroupArn: arn, ...(weighted && { Weight: 1 }) }] },
    })
  })
}

export const BALANCER_DEFAULTS: DefaultsByType = {
  'AWS::ElasticLoadBalancingV2::LoadBalancer': {
    source: 'template reference; Elastic Load Balancing API reference, LoadBalancerAttribute',
    complete: (known, { physicalId }) => {
      const type = asText(known['Type'], 'application')
      return filled(
        { ...known, LoadBalancerAttributes: attributes(known['LoadBalancerAttributes'], BALANCERS[type] ?? {}) },
        {
          ...(type !== 'gateway' && { EnablePrefixForIpv6SourceNat: 'off', Scheme: 'internet-facing' }),
          IpAddressType: 'ipv4',
          Name: physicalId.split('/').at(-2),
          Type: 'application',
        },
      )
    },
  },
  'AWS::ElasticLoadBalancingV2::TargetGroup': {
    source: 'template reference; Elastic Load Balancing API reference, CreateTargetGroup and TargetGroupAttribute',
    complete: (known, { physicalId }) => {
      const [protocol, targetType] = [asText(known['Protocol']), asText(known['TargetType'], 'instance')]
      return filled(
        {
          ...known,
          TargetGroupAttributes: attributes(known['TargetGroupAttributes'], groupAttributes(protocol, targetType)),
        },
        {
          ...healthCheckOf(known, protocol, targetType),
          ...(targetType !== 'lambda' && protocol !== 'GENEVE' && { IpAddressType: 'ipv4' }),
          ...(isHttp(protocol) && { ProtocolVersion: 'HTTP1' }),
          Name: physicalId.split('/').at(-2),
          TargetType: 'instance',
        },
      )
    },
  },
  'AWS::ElasticLoadBalancingV2::Listener': {
    source: 'template reference; Elastic Load Balancing user guide: security policies',
    complete: (known) => {
      const protocol = asText(known['Protocol'])
      const isSecure = protocol === 'HTTPS' || protocol === 'TLS'
      return filled(
        { ...known, DefaultActions: actionsOf(known['DefaultActions'], isHttp(protocol)) },
        {
          ...(isSecure && { SslPolicy: 'ELBSecurityPolicy-2016-08' }),
          ...(protocol === 'HTTPS' && { MutualAuthentication: { Mode: 'off' } }),
          ...((protocol === 'TCP' || protocol === 'TCP_UDP') && {
            ListenerAttributes: [{ Key: 'tcp.idle_timeout.seconds', Value: '350' }],
          }),
          ...(isHttp(protocol) && {
            ListenerAttributes: [{ Key: 'routing.http.response.server.enabled', Value: 'true' }],
          }),
        },
      )
    },
  },
  'AWS::ElasticLoadBalancingV2::ListenerRule': {
    source: 'template reference',
    complete: (known) => ({ ...known, Actions: actionsOf(known['Actions'], true) }),
  },
}
