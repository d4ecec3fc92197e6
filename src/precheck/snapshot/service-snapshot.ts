import { alarmOfApi } from '../../alarms/definition.ts'
import type { ImageFacts, ServiceFacts } from '../../ecs/facts.ts'
import { alarmNamesOf, strategyOf } from '../../ecs/service.ts'
import type { Json } from '../../evidence/finding.ts'
import type { ServiceAfter } from '../../policies/planned/service.ts'
import type { FactAfter } from './group-snapshot.ts'

const DIGEST = /sha256:[0-9a-f]{64}/
const DURING = 'CloudFormation resolves it during the deployment'

/**
 * Pure: how ECS deploys to a service as this release makes it, by path below `deployments/ID/`. How many tasks it has is no
 * part of it: environments differ in size.
 */
export function serviceSnapshot(service: ServiceFacts, after: ServiceAfter | undefined): Record<string, FactAfter> {
  const facts: Record<string, FactAfter> = { 'start/exists': { value: service.state !== undefined, isSet: false } }
  if (after === undefined) return facts
  const { configuration, balancers, open, set, controller } = after
  const { deploymentCircuitBreaker: breaker, alarms, lifecycleHooks = [] } = configuration
  const of = (property: string, value: unknown): FactAfter => ({
    value: value === undefined ? null : (JSON.parse(JSON.stringify(value)) as Json),
    isSet: set.has(property),
    ...(open.includes(property) && { open: DURING }),
  })
  const configured = (value: unknown): FactAfter => of('DeploymentConfiguration', value)
  return {
    ...facts,
    controller: of('DeploymentController', controller),
    strategy: configured(strategyOf(configuration)),
    'strategy/steps': configured(configuration.linearConfiguration ?? configuration.canaryConfiguration),
    'strategy/bake': configured(configuration.bakeTimeInMinutes ?? 0),
    'strategy/early-success': configured(configuration.earlySuccessCriteria),
    'healthy/minimum': configured(configuration.minimumHealthyPercent ?? 100),
    'healthy/maximum': configured(configuration.maximumPercent ?? 200),
    'circuit-breaker/enabled': configured(breaker?.enable ?? false),
    'circuit-breaker/rollback': configured(breaker?.rollback ?? false),
    'alarms/names': configured(alarmNamesOf(configuration).toSorted()),
    'alarms/rollback': configured(alarms?.rollback ?? false),
    hooks: configured(
      lifecycleHooks.map(({ targetType, hookTargetArn, lifecycleStages = [], timeoutConfiguration: timeout }) => ({
        type: targetType ?? 'AWS_LAMBDA',
        target: hookTargetArn ?? null,
        stages: lifecycleStages.toSorted(),
        timeout: timeout ? { minutes: timeout.timeoutInMinutes ?? null, action: timeout.action ?? null } : null,
      })),
    ),
    'load-balancers': of(
      'LoadBalancers',
      balancers.map(({ containerName, containerPort, advancedConfiguration: advanced }) => ({
        container: containerName ?? null,
        port: containerPort ?? null,
        testRoute: (advanced?.testListenerRule ?? '') !== '',
      })),
    ),
    ...Object.fromEntries(service.images.map((image) => [`image/${image.container}`, imageAfter(image)])),
    ...Object.fromEntries(
      service.alarms
        .filter(({ metric, composite }) => metric !== undefined || composite !== undefined)
        .map((alarm) => [
          `alarm/${alarm.name}`,
          { value: JSON.parse(JSON.stringify(alarmOfApi(alarm))) as Json, isSet: false },
        ]),
    ),
  }
}

/** A tag may be another image in each account. Of an image that was not looked up its name is all that can be compared. */
function imageAfter({ image, state, observed }: ImageFacts): FactAfter {
  const digest = state === 'found' ? DIGEST.exec(observed)?.[0] : undefined
  return {
    value: digest ?? image,
    isSet: true,
    declared: image,
    ...(digest === undefined && { open: `the digest of ${image}: ${observed}` }),
  }
}
