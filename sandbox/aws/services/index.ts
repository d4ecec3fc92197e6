import type { Service } from '../../contract.ts'
import { repositoriesOf } from './ecr/store.ts'
import type { World } from '../world.ts'

/**
 * The services that the sandbox implements, each loaded on its first call. Their names are those of `wire/dialects.ts`,
 * which has the protocol of each, and `s3`. An operation that a service lacks gets an error with its name.
 */
export const SERVICES: Readonly<Record<string, (world: World) => Promise<Service> | Service>> = {
  cloudformation: ({ cloudFormation }) => cloudFormation,
  cloudcontrol: async (world) => (await import('./cloudcontrol/index.ts')).createCloudControl(world),
  codedeploy: ({ codeDeploy }) => codeDeploy.service,
  cloudtrail: ({ trail }) => trail.service,
  cloudwatch: async ({ alarms, metrics, clock }) =>
    (await import('./cloudwatch/cloudwatch.ts')).createCloudWatch(alarms, metrics, clock),
  lambda: async (world) => (await import('./functions/service.ts')).createLambdaService(world),
  ec2: async (world) => (await import('./ec2/ec2.ts')).createEc2(world),
  s3: async ({ objects }) => (await import('./s3/service.ts')).createS3Service(objects),
  ecs: async ({ containers, ecs }) => (await import('./ecs/ecs.ts')).createEcs(containers, ecs),
  ecr: async (world) => {
    const { tokensOf } = await import('./ecr/tokens.ts')
    return (await import('./ecr/ecr.ts')).createEcr({
      repositories: repositoriesOf(world),
      clock: world.clock,
      tokenOf(call, home) {
        const { token, expires } = tokensOf(world).issue(world.principalOf(call), home)
        return { authorizationToken: token, expiresAt: expires, proxyEndpoint: world.ownUrl() }
      },
    })
  },
  autoscaling: async (world) => (await import('./autoscaling/autoscaling.ts')).createAutoScaling(world),
  elbv2: async (world) => (await import('./elbv2/elbv2.ts')).createElbv2(world),
  resourcegroupstaggingapi: async (world) => (await import('./tagging/tagging.ts')).createTagging(world),
  logs: async (world) => (await import('./logs/logs.ts')).createLogs(world),
  ssm: async ({ parameters, ...world }) => (await import('./ssm/ssm.ts')).createSsm(parameters, world),
  kms: async (world) => {
    const { keysOf } = await import('./kms/keys.ts')
    return (await import('./kms/kms.ts')).createKms(keysOf(world), world.clock)
  },
  secretsmanager: async (world) => {
    const { secretsOf } = await import('./secretsmanager/secrets.ts')
    return (await import('./secretsmanager/secretsmanager.ts')).createSecretsManager(secretsOf(world))
  },
  sns: async (world) => {
    const { topicsOf } = await import('./sns/topics.ts')
    const { queuesOf } = await import('./sqs/queues.ts')
    return (await import('./sns/sns.ts')).createSns({
      topics: topicsOf(world),
      queues: queuesOf(world),
      clock: world.clock,
      declared: (home) => world.existing.list(home, 'AWS::SNS::Subscription'),
    })
  },
  sqs: async (world) =>
    (await import('./sqs/sqs.ts')).createSqs((await import('./sqs/queues.ts')).queuesOf(world), world.clock),
  events: async (world) => (await import('./events/events.ts')).createEvents(world),
  apigateway: async (world) => (await import('./apis/apigateway.ts')).createApiGateway(world),
  apigatewayv2: async (world) => (await import('./apis/apigatewayv2.ts')).createApiGatewayV2(world),
  cloudfront: async (world) => (await import('./apis/cloudfront.ts')).createCloudFront(world),
  acm: async (world) => (await import('./acm/acm.ts')).createAcm(world),
  iam: async (world) => (await import('./iam/index.ts')).createIam(world),
  sts: async (world) => (await import('../identity/sts.ts')).createSts(world),
}

/** Loads services by name, each once for a sandbox. */
export function createServices(world: World): (name: string) => Promise<Service | undefined> {
  const loaded = new Map<string, Promise<Service | undefined>>()
  return (name) => {
    let service = loaded.get(name)
    if (service === undefined) loaded.set(name, (service = Promise.resolve(SERVICES[name]?.(world))))
    return service
  }
}
