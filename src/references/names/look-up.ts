import type { LookUps } from '../../aws/clients/look-ups.ts'
import type { StateReads } from '../../aws/clients/state-reads.ts'
import { errorName } from '../../aws/errors.ts'
import { ActionError } from '../../support/errors.ts'
import type { Kind, LookedUp, Target } from '../contract.ts'
import { lookUp } from '../look-up.ts'
import type { GivenName, NameAnswer } from './contract.ts'
import type { Home } from './given.ts'
import { NAMINGS } from './types.ts'

export interface NameServices {
  readonly lookUps: LookUps
  readonly state: Pick<StateReads, 'getResource' | 'describeLoadBalancers' | 'describeTargetGroups'>
  readonly partition: string
  readonly now: Date
}

const ABSENT = ['ResourceNotFoundException', 'LoadBalancerNotFound', 'TargetGroupNotFound']

/** Asks the service of a resource whether its name exists. Rejects with an ActionError where the service does not answer. */
export async function lookUpName(given: GivenName, home: Home, services: NameServices): Promise<NameAnswer> {
  const { type, name } = given
  const by = NAMINGS[type]?.by
  const { state } = services
  switch (by) {
    case undefined:
      return { state: 'unknown', why: `${type} is not looked up`, advice: 'Nothing to do; the deployment shows it.' }
    case 'model':
      return existing(async () => {
        await state.getResource({ TypeName: type, Identifier: name })
        return name
      })
    case 'load-balancer':
      return existing(async () => {
        const { LoadBalancers = [] } = await state.describeLoadBalancers({ Names: [name] })
        return LoadBalancers[0]?.LoadBalancerArn
      })
    case 'target-group':
      return existing(async () => {
        const { TargetGroups = [] } = await state.describeTargetGroups({ Names: [name] })
        return TargetGroups[0]?.TargetGroupArn
      })
    default:
      return lookUpKind(by, given, home, services)
  }
}

/** `read` gives the physical id; it is undefined where nothing was found. */
async function existing(read: () => Promise<string | undefined>): Promise<NameAnswer> {
  try {
    const physicalId = await read()
    return physicalId === undefined ? { state: 'free' } : { state: 'taken', physicalId }
  } catch (error) {
    if (error instanceof ActionError && ABSENT.some((name) => errorName(error).startsWith(name))) {
      return { state: 'free' }
    }
    throw error
  }
}

async function lookUpKind(kind: Kind, given: GivenName, home: Home, services: NameServices): Promise<NameAnswer> {
  const named = targetOf(kind, given, home, services.partition)
  if (named === undefined) {
    return { state: 'unknown', why: 'the account is not known', advice: 'Run precheck again.' }
  }
  let answer: LookedUp | undefined
  let failure: unknown
  await lookUp([named.target], {
    services: () => Promise.resolve(services.lookUps),
    region: home.region,
    account: home.account,
    now: services.now,
    answer: (_, its) => (answer = its),
    failed: (_, error) => (failure = error),
  })
  if (answer === undefined) throw failure
  switch (answer.state) {
    case 'missing':
      return { state: 'free' }
    // A secret that is scheduled for deletion keeps its name.
    case 'unusable':
      return { state: 'taken', physicalId: named.physicalId, note: answer.observed }
    case 'found':
      return {
        state: 'taken',
        physicalId: named.physicalId,
        ...(answer.note !== undefined && kind === 'bucket' && { note: answer.note }),
      }
    case 'pending':
    case 'unknown':
      return { state: 'unknown', why: unknownWhy(kind, answer), advice: 'advice' in answer ? answer.advice : '' }
  }
}

/** S3 also refuses to describe a bucket of another account. */
function unknownWhy(kind: Kind, answer: LookedUp): string {
  const why = 'why' in answer ? answer.why : answer.state
  return kind === 'bucket' ? `${why}, or the bucket belongs to another account` : why
}

interface Named {
  readonly target: Target
  /** The physical id of such a resource, where its name tells it. */
  readonly physicalId: string | undefined
}

function targetOf(
  kind: Kind,
  { name, path = '/' }: GivenName,
  { account, region }: Home,
  partition: string,
): Named | undefined {
  const arn = (service: string, resource: string, place = region): string | undefined =>
    account === undefined ? undefined : `arn:${partition}:${service}:${place}:${account}:${resource}`
  const by = (id: string | undefined, physicalId: string | undefined = id): Named | undefined =>
    id === undefined ? undefined : { target: { kind, id }, physicalId }
  switch (kind) {
    case 'topic':
      return by(arn('sns', name))
    case 'queue':
      return by(arn('sqs', name), `https://sqs.${region}.amazonaws.com/${account}/${name}`)
    case 'policy':
      return by(arn('iam', `policy${path}${name}`, ''))
    case 'parameter':
      return { target: { kind, id: name, name } as Target, physicalId: name }
    case 'secret':
      return { target: { kind, id: name }, physicalId: undefined }
    default:
      return by(name)
  }
}
