import type { ContainerDefinition } from '@aws-sdk/client-ecs'
import type { PacedClock } from '../clock.ts'
import type { Scenario } from '../scenario.ts'
import { applicationOperations } from './services/codedeploy/applications.ts'
import { createGroup } from './services/codedeploy/groups.ts'
import { applicationOf } from './services/codedeploy/state.ts'
import { manifestOf } from './services/ecr/store.ts'
import { running } from './services/ecs/model.ts'
import { checkDefinition } from './services/ecs/definition-check.ts'
import { putFunction } from './services/functions/put-function.ts'
import type { Aws } from './index.ts'

/** The simulated time that the services of a scenario have to become stable, before it begins. */
const STABLE_WITHIN_MS = 3_600_000

/**
 * Creates the functions, task definitions, services and applications of a scenario. Throws when AWS would reject one.
 */
export async function createInitialState(aws: Aws, scenario: Scenario, clock: PacedClock): Promise<void> {
  for (const given of scenario.functions) putFunction(aws.functions, given)
  for (const { name, mutability, images, ...home } of scenario.repositories) {
    const repository = aws.repositories().create(home, name)
    repository.mutability = mutability
    for (const { tag, content } of images) aws.repositories().push(repository, manifestOf(content), tag)
  }
  for (const { account, region, containerDefinitions = [], ...rest } of scenario.taskDefinitions) {
    const definition = { ...rest, containerDefinitions: containerDefinitions as ContainerDefinition[] }
    checkDefinition(definition)
    aws.containers.register({ account, region }, definition, `arn:aws:iam::${account}:root`)
  }
  for (const { account, region, taskDefinition, ...service } of scenario.services) {
    const home = { account, region }
    const arn = aws.containers.definition(home, taskDefinition)?.taskDefinitionArn
    if (arn === undefined) throw new Error(`There is no task definition ${taskDefinition}`)
    if (service.controller !== 'ECS') {
      aws.containers.putService(home, { ...service, taskDefinition: arn })
      continue
    }
    aws.containers.addCluster(home, service.cluster)
    const { cluster, name, desired } = service
    const by = `arn:aws:iam::${account}:root`
    aws.ecs.services.create(home, { cluster, name, desired, taskDefinition: arn, settings: {}, by })
  }
  await stabilize(aws, scenario, clock)
  for (const { name, platform, groups, ...home } of scenario.applications) {
    const call = { ...home, service: 'codedeploy', operation: '', principal: '', requestId: '' }
    const { CreateApplication: create } = applicationOperations(aws.codedeploy, clock)
    void create?.({ applicationName: name, computePlatform: platform }, call)
    for (const [group, settings] of Object.entries(groups)) {
      createGroup(aws.codedeploy, applicationOf(aws.codedeploy, home, name), group, {
        serviceRoleArn: `arn:aws:iam::${home.account}:role/codedeploy`,
        ...(platform !== 'Server' && {
          deploymentStyle: { deploymentType: 'BLUE_GREEN', deploymentOption: 'WITH_TRAFFIC_CONTROL' },
        }),
        ...settings,
      })
    }
  }
}

/** Advances time until the deployments of the services have ended; one that does not end continues. */
async function stabilize({ ecs }: Aws, { services }: Scenario, clock: PacedClock): Promise<void> {
  const deadline = clock.elapsed() + STABLE_WITHIN_MS
  const open = (): boolean =>
    services.some((given) => ecs.services.find(given, given.cluster, given.name)?.deployments.some(running) === true)
  while (open() && clock.elapsed() < deadline) {
    await clock.settled()
    clock.leap()
  }
}
