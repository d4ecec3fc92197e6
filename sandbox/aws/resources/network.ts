import type { SandboxClock } from '../../contract.ts'
import type { Balancers } from '../hosts/balancers.ts'
import type { Hosts } from '../hosts/hosts.ts'
import { asText, capitals, hexId } from '../names.ts'
import { nameOf } from './live.ts'
import type { Kind, LiveResource } from './live.ts'

type Tags = { Key: string; Value: string }[]

/** AWS::EC2::Instance: a folder and a port of this machine. */
export function instanceKind(hosts: Hosts, clock: SandboxClock): Kind {
  const retag = ({ owner, physicalId, properties }: LiveResource): void => {
    const host = hosts.find(owner, physicalId)
    if (host !== undefined) hosts.retag(host, (properties.Tags as Tags | undefined) ?? [])
  }
  return {
    type: 'AWS::EC2::Instance',
    identify: async (desired, owner) =>
      (await hosts.launch(owner, (desired.Tags as Tags | undefined) ?? [], clock.now())).id,
    attributes: ({ physicalId, owner, properties }) => ({
      InstanceId: physicalId,
      PrivateIp: hosts.find(owner, physicalId)?.address ?? '127.0.0.1',
      PublicIp: '127.0.0.1',
      PrivateDnsName: 'localhost',
      PublicDnsName: 'localhost',
      AvailabilityZone: asText(properties.AvailabilityZone, `${owner.region}a`),
    }),
    updated: retag,
    tampered: retag,
    removed: ({ owner, physicalId }) => hosts.terminate(owner, physicalId),
    observe({ owner, physicalId, properties }) {
      const host = hosts.find(owner, physicalId)
      if (host === undefined) return undefined
      return { ...properties, ...(properties.Tags !== undefined && { Tags: host.tags }) }
    },
  }
}

/** AWS::ElasticLoadBalancingV2::LoadBalancer: a real proxy; `DNSName` is its address with the port. */
export function balancerKind(balancers: Balancers): Kind {
  return {
    type: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
    async identify(desired, owner) {
      const name = nameOf(desired.Name, owner, 32)
      const arn = `arn:aws:elasticloadbalancing:${owner.region}:${owner.account}:loadbalancer/app/${name}/${hexId('', 16)}`
      await balancers.open(arn)
      return arn
    },
    attributes: ({ physicalId }) => ({
      DNSName: `127.0.0.1:${balancers.find(physicalId)?.port}`,
      LoadBalancerArn: physicalId,
      LoadBalancerName: physicalId.split('/').at(-2),
      LoadBalancerFullName: physicalId.split('/').slice(-3).join('/'),
      CanonicalHostedZoneID: `Z${capitals(13)}`,
    }),
    removed: ({ physicalId }) => balancers.close(physicalId),
  }
}

const DEFAULTS = { interval: 30, healthyAfter: 5, timeout: 5, drain: 300 }

/** AWS::ElasticLoadBalancingV2::TargetGroup: instances that receive traffic, and their health check. */
export function targetGroupKind(balancers: Balancers): Kind {
  const configure = (resource: LiveResource): void => {
    const group = balancers.group(resource.physicalId)
    if (group !== undefined) Object.assign(group, settingsOf(resource.properties))
  }
  const targetsOf = ({ properties }: LiveResource): string[] =>
    ((properties.Targets as { Id: string }[] | undefined) ?? []).map(({ Id }) => Id)
  return {
    type: 'AWS::ElasticLoadBalancingV2::TargetGroup',
    identify: (desired, owner) =>
      `arn:aws:elasticloadbalancing:${owner.region}:${owner.account}:targetgroup/${nameOf(desired.Name, owner, 32)}/${hexId('', 16)}`,
    attributes: ({ physicalId }) => ({
      TargetGroupArn: physicalId,
      TargetGroupName: physicalId.split('/').at(-2),
      TargetGroupFullName: physicalId.split(':').at(-1),
      LoadBalancerArns: [],
    }),
    created(resource) {
      const { physicalId, owner, properties } = resource
      balancers.addGroup({
        home: { account: owner.account, region: owner.region },
        name: physicalId.split('/').at(-2) ?? '',
        arn: physicalId,
        targets: new Map(targetsOf(resource).map((id) => [id, { inFlight: 0 }])),
        turn: 0,
        port: Number(properties.Port ?? 80),
        ...settingsOf(properties),
      })
    },
    updated(resource, previous) {
      configure(resource)
      const group = balancers.group(resource.physicalId)
      const before = ((previous.Targets as { Id: string }[] | undefined) ?? []).map(({ Id }) => Id)
      for (const id of before) if (!targetsOf(resource).includes(id)) group?.targets.delete(id)
      for (const id of targetsOf(resource)) {
        if (!before.includes(id)) group?.targets.set(id, { inFlight: 0 })
      }
    },
    tampered: configure,
    removed: ({ physicalId }) => balancers.removeGroup(physicalId),
  }
}

function settingsOf(properties: Readonly<Record<string, unknown>>) {
  const number = (name: string, otherwise: number): number => Number(properties[name] ?? otherwise)
  const matcher = properties.Matcher as { HttpCode?: unknown } | undefined
  const attributes = (properties.TargetGroupAttributes as { Key: string; Value: unknown }[] | undefined) ?? []
  const drain = attributes.find(({ Key }) => Key === 'deregistration_delay.timeout_seconds')?.Value
  return {
    health: {
      path: asText(properties.HealthCheckPath, '/'),
      codes: asText(matcher?.HttpCode, '200'),
      intervalMs: number('HealthCheckIntervalSeconds', DEFAULTS.interval) * 1000,
      healthyAfter: number('HealthyThresholdCount', DEFAULTS.healthyAfter),
      timeoutMs: number('HealthCheckTimeoutSeconds', DEFAULTS.timeout) * 1000,
    },
    drainMs: Number(drain ?? DEFAULTS.drain) * 1000,
  }
}
