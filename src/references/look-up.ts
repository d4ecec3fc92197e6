import type { LookUps } from '../aws/clients/look-ups.ts'
import { mapLimit } from '../support/limit.ts'
import type { Kind, LookedUp, Target } from './contract.ts'
import { lookUpCertificate } from './kinds/certificate.ts'
import { lookUpImage, type ContainerImage } from './kinds/container-image.ts'
import { lookUpFunction, lookUpLayer } from './kinds/functions.ts'
import { lookUpKey } from './kinds/key.ts'
import { lookUpBalancing } from './kinds/load-balancing.ts'
import { lookUpLogGroup } from './kinds/log-group.ts'
import { lookUpQueue, lookUpTopic } from './kinds/messaging.ts'
import { lookUpModel } from './kinds/model.ts'
import { lookUpNetwork } from './kinds/network.ts'
import { notAllowed } from './kinds/outcomes.ts'
import { lookUpParameters, lookUpSecret, type Parameter } from './kinds/parameter.ts'
import { lookUpPermission } from './kinds/permissions.ts'
import { lookUpBucket, lookUpObject, type S3Object } from './kinds/s3-object.ts'

const READS_AT_ONCE = 8

export interface LookUpOptions {
  /** The services of a region. */
  readonly services: (region: string) => Promise<LookUps>
  readonly region: string
  /** The account of the environment; undefined where it is not known. */
  readonly account: string | undefined
  readonly now: Date
  readonly answer: (target: Target, answer: LookedUp) => void
  /** Called where a service did not answer; an error that it throws ends everything. */
  readonly failed: (target: Target, error: unknown) => void
}

type Single = (services: LookUps, target: Target, options: LookUpOptions) => Promise<LookedUp>
type Batch = (
  services: LookUps,
  targets: readonly Target[],
  answer: (target: Target, answer: LookedUp) => void,
) => Promise<void>

const network: Batch = async (services, targets, answer) => lookUpNetwork(await services.network(), targets, answer)
const balancing: Single = async (services, target) => lookUpBalancing(await services.balancing(), target)
const model: Single = async (services, target) => lookUpModel(await services.models(), target)
const permission: Single = async (services, target) => lookUpPermission(await services.permissions(), target)

/** Kinds of which many are asked about in one call. */
const BATCHES: Partial<Record<Kind, Batch>> = {
  vpc: network,
  subnet: network,
  'security-group': network,
  'key-pair': network,
  'machine-image': network,
  parameter: async (services, targets, answer) =>
    lookUpParameters(await services.parameters(), targets as readonly Parameter[], answer),
}

const SINGLES: Partial<Record<Kind, Single>> = {
  's3-object': async (services, target) => lookUpObject(await services.objects(), target as S3Object),
  bucket: async (services, target) => lookUpBucket(await services.objects(), target),
  'container-image': async (services, target) => lookUpImage(await services.images(), target as ContainerImage),
  layer: async (services, target) => lookUpLayer(await services.functions(), target),
  function: async (services, target) => lookUpFunction(await services.functions(), target),
  secret: async (services, target) => lookUpSecret(await services.secrets(), target),
  role: permission,
  policy: permission,
  'instance-profile': permission,
  certificate: async (services, target, { now }) => lookUpCertificate(await services.certificates(), target, now),
  topic: async (services, target) => lookUpTopic(await services.topics(), target),
  queue: async (services, target) => lookUpQueue(await services.queues(), target),
  key: async (services, target) => lookUpKey(await services.keys(), target),
  'log-group': async (services, target) => lookUpLogGroup(await services.logGroups(), target),
  'load-balancer': balancing,
  'target-group': balancing,
  listener: balancing,
  'hosted-zone': model,
  'state-machine': model,
  'rest-api': model,
  'http-api': model,
}

/** Asks the services about targets, each given once. What is found by its name only cannot be asked of another account. */
export async function lookUp(targets: readonly Target[], options: LookUpOptions): Promise<void> {
  const asked: { readonly region: string; readonly targets: readonly Target[] }[] = []
  const byPlace = Map.groupBy(targets, ({ kind, region = options.region }) => `${kind} ${region}`)
  for (const group of byPlace.values()) {
    const own = group.filter((target) => !isForeign(target, options))
    for (const target of group) if (isForeign(target, options)) options.answer(target, foreign(target))
    const [first] = own
    if (first === undefined) continue
    const { region = options.region } = first
    if (BATCHES[first.kind]) asked.push({ region, targets: own })
    else asked.push(...own.map((target) => ({ region, targets: [target] })))
  }
  await mapLimit(asked, READS_AT_ONCE, async ({ region, targets: some }) => {
    const answered = new Set<Target>()
    try {
      const services = await options.services(region)
      const kind = some[0]?.kind as Kind
      const answer: LookUpOptions['answer'] = (target, its) => {
        answered.add(target)
        options.answer(target, its)
      }
      await BATCHES[kind]?.(services, some, answer)
      for (const target of BATCHES[kind] ? [] : some) {
        const its = await SINGLES[kind]?.(services, target, options)
        if (its) answer(target, its)
      }
    } catch (error) {
      for (const target of some) if (!answered.has(target)) options.failed(target, error)
    }
  })
}

/** Kinds that are looked up in the account of the role alone. */
const BY_NAME: readonly Kind[] = [
  'role',
  'policy',
  'instance-profile',
  'parameter',
  'log-group',
  'load-balancer',
  'target-group',
  'listener',
  'state-machine',
]

function isForeign({ kind, account }: Target, options: LookUpOptions): boolean {
  const known = account !== undefined && account !== 'aws' && options.account !== undefined
  return BY_NAME.includes(kind) && known && account !== options.account
}

function foreign({ account }: Target): LookedUp {
  return notAllowed(
    `it belongs to the account ${account}, which the plan-role cannot ask`,
    `Check in the account ${account} that it exists.`,
  )
}
