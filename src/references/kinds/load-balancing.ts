import type { LookUps } from '../../aws/clients/look-ups.ts'
import { NOUNS } from '../nouns.ts'
import type { LookedUp, Target } from '../contract.ts'
import { absentBy, createOrCorrect, FOUND, missing, notReturned } from './outcomes.ts'

type Balancing = Awaited<ReturnType<LookUps['balancing']>>

/** The clients of AWS give the errors of this service with and without `Exception`. */
const ABSENT = ['LoadBalancerNotFound', 'TargetGroupNotFound', 'ListenerNotFound'].flatMap((name) => [
  name,
  `${name}Exception`,
])

/** A load balancer of version 2, a target group or a listener by its ARN. */
export function lookUpBalancing(elb: Balancing, target: Target): Promise<LookedUp> {
  const { one } = NOUNS[target.kind]
  return absentBy(
    ABSENT,
    async () =>
      (await arnsLike(elb, target)).includes(target.id) ? FOUND : notReturned(`nothing of ${target.id} is returned`),
    () => missing(`no ${one} ${target.id}`, createOrCorrect(one, target)),
  )
}

async function arnsLike(elb: Balancing, { kind, id }: Target): Promise<readonly (string | undefined)[]> {
  switch (kind) {
    case 'load-balancer':
      return ((await elb.describeLoadBalancers({ LoadBalancerArns: [id] })).LoadBalancers ?? []).map(
        ({ LoadBalancerArn: arn }) => arn,
      )
    case 'target-group':
      return ((await elb.describeTargetGroups({ TargetGroupArns: [id] })).TargetGroups ?? []).map(
        ({ TargetGroupArn: arn }) => arn,
      )
    default:
      return ((await elb.describeListeners({ ListenerArns: [id] })).Listeners ?? []).map(({ ListenerArn: arn }) => arn)
  }
}
