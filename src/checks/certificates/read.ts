import type { AwsAccess } from '../../aws/access.ts'
import type { LookUps } from '../../aws/clients/look-ups.ts'
import type { StateReads } from '../../aws/clients/state-reads.ts'
import type { CloudFormation } from '../../cloudformation/client.ts'
import { readStack, stackResources } from '../../cloudformation/stack.ts'
import type { Ports } from '../../ports.ts'
import { ActionError } from '../../support/errors.ts'
import { mapLimit } from '../../support/limit.ts'
import { certificateFacts } from '../../support/tls/certificate.ts'
import { handshake } from '../../support/tls/handshake.ts'
import { readCertificate, readListenerCertificates, type ListedCertificate } from '../engine/listener-certificates.ts'
import { configuredIn } from './configured.ts'
import {
  ENDPOINT_TYPES,
  type CertificateFacts,
  type EndpointAddress,
  type EndpointFacts,
  type EndpointResource,
  type EndpointType,
  type UnreadEndpoint,
} from './contract.ts'

const STACK = 'AWS::CloudFormation::Stack'
const AT_ONCE = 4
const HANDSHAKE_MS = 5_000
const HTTPS = 443
const TLS_PROTOCOLS: ReadonlySet<string | undefined> = new Set(['HTTPS', 'TLS'])

export interface Release {
  readonly ports: Ports
  readonly stacks: readonly { readonly id: string; readonly name: string }[]
  /** Reads the resources of the stacks. */
  readonly plan: AwsAccess
  /** Reads endpoints and certificates. */
  readonly verify: AwsAccess
}

interface Calls {
  readonly reads: StateReads
  readonly acmOf: (arn: string) => Promise<Awaited<ReturnType<LookUps['certificates']>>>
}

/**
 * The certificates of all endpoints of the stacks, as their configuration names them, and what public endpoints serve. What
 * cannot be read is named. Rejects only when cancelled.
 */
export async function readCertificates({ ports, stacks, plan, verify }: Release): Promise<CertificateFacts> {
  const endpoints: EndpointFacts[] = []
  const unread: UnreadEndpoint[] = []
  const tried = async (path: string, read: () => Promise<void>): Promise<void> => {
    try {
      await read()
    } catch (error) {
      if (ports.cancelled.aborted || !(error instanceof ActionError)) throw error
      unread.push({ path, reason: error.message, ...(error.advice && { advice: error.advice }) })
    }
  }
  const resources: EndpointResource[] = []
  for (const stack of stacks) {
    await tried(stack.id, async () => {
      const cloudformation = await ports.connect.cloudformation(plan)
      const state = await readStack(cloudformation, stack.name)
      if (state) resources.push(...(await endpointsOfStack(cloudformation, state.arn, stack.id)))
    })
  }
  if (resources.length > 0) {
    await tried('all stacks', async () => {
      const calls = await connect(ports, verify)
      await mapLimit(resources, AT_ONCE, (resource) =>
        tried(resource.path, async () => {
          const endpoint = await readEndpoint(calls, resource, ports.cancelled)
          if (endpoint) endpoints.push(endpoint)
        }),
      )
    })
  }
  const byPath = (a: { path: string }, b: { path: string }): number => (a.path < b.path ? -1 : 1)
  return { endpoints: endpoints.toSorted(byPath), unread: unread.toSorted(byPath), at: ports.clock.now().getTime() }
}

async function connect(ports: Ports, access: AwsAccess): Promise<Calls> {
  return {
    reads: await ports.connect.state(access),
    // The certificates of distributions are in us-east-1.
    acmOf: async (arn) => {
      const region = arn.split(':')[3] || access.region
      return (await ports.connect.lookUps({ ...access, region })).certificates()
    },
  }
}

async function endpointsOfStack(
  cloudformation: Pick<CloudFormation, 'listStackResources'>,
  arn: string,
  prefix: string,
): Promise<EndpointResource[]> {
  const found: EndpointResource[] = []
  for (const {
    ResourceType: type = '',
    LogicalResourceId: id = '',
    PhysicalResourceId: physicalId = '',
  } of await stackResources(cloudformation, arn)) {
    const path = `${prefix}/${id}`
    if (isEndpoint(type) && physicalId !== '') found.push({ type, path, physicalId })
    if (type === STACK && physicalId.startsWith('arn:'))
      found.push(...(await endpointsOfStack(cloudformation, physicalId, path)))
  }
  return found
}

const isEndpoint = (type: string): type is EndpointType => (ENDPOINT_TYPES as readonly string[]).includes(type)

async function readEndpoint(
  calls: Calls,
  resource: EndpointResource,
  cancelled: AbortSignal,
): Promise<EndpointFacts | undefined> {
  const { certificates, address, servername, notPublic } =
    resource.type === 'AWS::ElasticLoadBalancingV2::Listener'
      ? await ofListener(calls, resource)
      : await ofResource(calls, resource)
  if (certificates.length === 0) return undefined
  const facts = { path: resource.path, certificates }
  if (address === undefined) return { ...facts, notAsked: notPublic ?? 'its address is not known' }
  const name = servername ?? certificates.flatMap((each) => ('domain' in each ? (each.domain ?? []) : []))[0]
  if (name === undefined) return { ...facts, notAsked: 'no name of its certificates is known' }
  return { ...facts, ...(await ask(address, name.replace(/^\*/, 'www'), cancelled)) }
}

interface Configured {
  readonly certificates: readonly ListedCertificate[]
  readonly address?: EndpointAddress
  readonly servername?: string
  readonly notPublic?: string
}

async function ofListener({ reads, acmOf }: Calls, { physicalId }: EndpointResource): Promise<Configured> {
  const { Listeners: [listener] = [] } = await reads.describeListeners({ ListenerArns: [physicalId] })
  if (!TLS_PROTOCOLS.has(listener?.Protocol)) return { certificates: [] }
  const { certificates } = await readListenerCertificates(
    reads,
    { describeCertificate: async (input) => (await acmOf(input.CertificateArn ?? '')).describeCertificate(input) },
    physicalId,
  )
  const arn = listener?.LoadBalancerArn ?? ''
  const { LoadBalancers: [balancer] = [] } = await reads.describeLoadBalancers({ LoadBalancerArns: [arn] })
  if (balancer?.Scheme === 'internal') return { certificates, notPublic: 'its load balancer is internal' }
  const host = balancer?.DNSName
  if (host === undefined) return { certificates }
  return { certificates, address: { host, port: listener?.Port ?? HTTPS } }
}

async function ofResource({ reads, acmOf }: Calls, { type, physicalId }: EndpointResource): Promise<Configured> {
  const { ResourceDescription: described } = await reads.getResource({ TypeName: type, Identifier: physicalId })
  const { arns, host, servername } = configuredIn(type, described?.Properties ?? '{}')
  const certificates: ListedCertificate[] = []
  for (const arn of arns)
    certificates.push({ arn, isDefault: arn === arns[0], ...(await readCertificate(await acmOf(arn), arn)) })
  return {
    certificates,
    ...(host !== undefined && { address: { host, port: HTTPS } }),
    ...(servername !== undefined && { servername }),
  }
}

async function ask(
  address: EndpointAddress,
  servername: string,
  cancelled: AbortSignal,
): Promise<Pick<EndpointFacts, 'served' | 'notAsked'>> {
  const signal = AbortSignal.any([cancelled, AbortSignal.timeout(HANDSHAKE_MS)])
  const shown = await handshake({ ...address, servername, signal })
  cancelled.throwIfAborted()
  if ('code' in shown) return { notAsked: `${address.host}:${address.port} was not reached (${shown.code})` }
  const [leaf] = shown.certificates
  if (leaf === undefined || shown.resumed) return { notAsked: 'it showed no certificate' }
  return { served: { serial: (await certificateFacts(leaf)).serial, servername } }
}
