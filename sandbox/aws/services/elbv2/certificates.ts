import type * as sdk from '@aws-sdk/client-elastic-load-balancing-v2'
import type { Call, Service } from '../../../contract.ts'
import type { World } from '../../world.ts'
import { page, resourceOf } from './resources.ts'
import { perWorld } from '../../world.ts'

const TYPE = 'AWS::ElasticLoadBalancingV2::ListenerCertificate'

interface Listed {
  /** The certificates of a listener besides the default one. */
  of(listener: string): string[]
  add(listener: string, arns: readonly string[]): void
  remove(listener: string, arns: readonly string[]): void
}

/** The certificate lists of listeners: those of AWS::…::ListenerCertificate, and those added by calls. */
export const listedCertificates = perWorld((world): Listed => {
  /** Added and removed by calls, by listener ARN. */
  const added = new Map<string, Set<string>>()
  const removed = new Map<string, Set<string>>()

  function of(listener: string): string[] {
    const fromTemplates = world.cloudFormation
      .records(TYPE)
      .filter(({ properties }) => properties.ListenerArn === listener)
      .flatMap(({ properties }) => (properties.Certificates as sdk.Certificate[] | undefined) ?? [])
      .map(({ CertificateArn: arn = '' }) => arn)
    const gone = removed.get(listener)
    return [...new Set([...fromTemplates, ...(added.get(listener) ?? [])])].filter((arn) => gone?.has(arn) !== true)
  }

  function move(
    from: Map<string, Set<string>>,
    to: Map<string, Set<string>>,
    listener: string,
    arns: readonly string[],
  ) {
    const kept = to.get(listener) ?? new Set()
    for (const arn of arns) {
      from.get(listener)?.delete(arn)
      kept.add(arn)
    }
    to.set(listener, kept)
  }

  return {
    of,
    add: (listener, arns) => move(removed, added, listener, arns),
    remove: (listener, arns) => move(added, removed, listener, arns),
  }
})

/** The certificates of listeners: the default one, and those of the list. */
export function certificateOperations(world: World): Service['operations'] {
  const lists = listedCertificates(world)
  const arnsIn = (given: readonly sdk.Certificate[] | undefined): string[] =>
    (given ?? []).map(({ CertificateArn: arn = '' }) => arn)
  const listenerOf = async (call: Call, arn: string | undefined) => resourceOf(world, call, 'Listener', arn)

  return {
    /** The default certificate first; when it is in the list as well, it comes twice. */
    async DescribeListenerCertificates(input: sdk.DescribeListenerCertificatesCommandInput, call) {
      const { arn, properties } = await listenerOf(call, input.ListenerArn)
      const [first] = arnsIn(properties.Certificates as sdk.Certificate[] | undefined)
      const own = first === undefined ? [] : [{ CertificateArn: first, IsDefault: true }]
      const others = lists.of(arn).map((CertificateArn) => ({ CertificateArn, IsDefault: false }))
      const { items, more } = page([...own, ...others], input)
      return { Certificates: items, ...more }
    },
    async AddListenerCertificates(input: sdk.AddListenerCertificatesCommandInput, call) {
      const { arn } = await listenerOf(call, input.ListenerArn)
      lists.add(arn, arnsIn(input.Certificates))
      return {
        Certificates: arnsIn(input.Certificates).map((CertificateArn) => ({ CertificateArn, IsDefault: false })),
      }
    },
    async RemoveListenerCertificates(input: sdk.RemoveListenerCertificatesCommandInput, call) {
      const { arn } = await listenerOf(call, input.ListenerArn)
      lists.remove(arn, arnsIn(input.Certificates))
      return {}
    },
  }
}
