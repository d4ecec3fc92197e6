import { isDeepStrictEqual } from 'node:util'
import type * as sdk from '@aws-sdk/client-ecs'
import { homeKey } from '../../../names.ts'
import type { Home } from '../../../names.ts'
import { lastPart } from '../containers.ts'
import { makeRevision, startDeployment } from './deployments.ts'
import { running } from '../model.ts'
import type { Managed, Revision, ServiceDeployment, Settings } from '../model.ts'
import { groupOf, schedule, taskChanged, tasksOf } from '../scheduler.ts'
import type { EcsContext } from '../scheduler.ts'

export interface NewService {
  readonly cluster: string
  readonly name: string
  /** ARN of the task definition. */
  readonly taskDefinition: string
  readonly desired: number
  readonly settings: Settings
  readonly tags?: readonly sdk.Tag[]
  readonly by: string
}

export interface ServiceChange {
  readonly taskDefinition?: string | undefined
  readonly desired?: number | undefined
  readonly settings?: Partial<Settings>
  readonly force?: boolean | undefined
}

/** The services with the controller ECS, their deployments and revisions. */
export interface ServiceStore {
  create(home: Home, given: NewService): Managed
  /** Changes a service. @returns the deployment that it starts, if any */
  update(service: Managed, change: ServiceChange): ServiceDeployment | undefined
  /** Stops all tasks: DRAINING, then INACTIVE. */
  remove(service: Managed): void
  find(home: Home, cluster: string, name: string): Managed | undefined
  list(home: Home, cluster?: string): Managed[]
  deployment(home: Home, arn: string): { service: Managed; deployment: ServiceDeployment } | undefined
  revision(home: Home, arn: string): { service: Managed; revision: Revision } | undefined
  /** Resolves when no deployment is running. */
  settled(): Promise<void>
}

/** Settings whose change starts a deployment. */
const DEPLOYED: readonly (keyof Settings)[] = [
  'capacityProviderStrategy',
  'enableECSManagedTags',
  'launchType',
  'loadBalancers',
  'networkConfiguration',
  'platformVersion',
  'propagateTags',
  'serviceConnectConfiguration',
  'serviceRegistries',
  'volumeConfigurations',
  'vpcLatticeConfigurations',
]

export function createServiceStore(context: EcsContext): ServiceStore {
  const services = new Map<string, Managed>()
  const all = (home: Home): Managed[] => [...services.values()].filter((each) => homeKey(each.home) === homeKey(home))
  const find = (home: Home, cluster: string, name: string): Managed | undefined =>
    services.get(homeKey(home, lastPart(cluster), lastPart(name)))

  context.tasks.onChange((task) => {
    const service = all(task.home).find(
      (each) => each.cluster === task.request.cluster && groupOf(each) === task.request.group,
    )
    if (service !== undefined) taskChanged(context, service, task)
  })

  return {
    create(home, { cluster, name, taskDefinition, desired, settings, tags = [], by }) {
      const { account, region } = home
      const service: Managed = {
        home: { account, region },
        cluster,
        name,
        created: context.clock.now(),
        createdBy: by,
        status: 'ACTIVE',
        desired,
        settings,
        tags: [...tags],
        revisions: [],
        history: [],
        stable: undefined,
        deployments: [],
        events: [],
        steady: false,
        wake: () => undefined,
      }
      services.set(homeKey(home, cluster, name), service)
      startDeployment(context, service, makeRevision(context, service, taskDefinition, settings))
      void schedule(context, service)
      return service
    },
    update(service, { taskDefinition, desired, settings = {}, force = false }) {
      const before = service.settings
      service.settings = { ...before, ...settings }
      const current = service.revisions[0]
      if (desired !== undefined) service.desired = desired
      const changed = DEPLOYED.some((name) => !isDeepStrictEqual(before[name], service.settings[name]))
      const moved = taskDefinition !== undefined && taskDefinition !== current?.taskDefinition
      if (!force && !changed && !moved) {
        if (current !== undefined && !service.deployments.some(running)) current.wanted = service.desired
        service.wake()
        return undefined
      }
      const definition = taskDefinition ?? current?.taskDefinition ?? ''
      return startDeployment(context, service, makeRevision(context, service, definition, service.settings))
    },
    remove(service) {
      service.status = 'DRAINING'
      service.desired = 0
      for (const deployment of service.deployments.filter(running)) {
        deployment.stop = { kind: 'abort', reason: 'The service was deleted.' }
        deployment.poke?.()
      }
      for (const revision of service.revisions) revision.wanted = 0
      if (tasksOf(context, service).length === 0) service.status = 'INACTIVE'
      service.wake()
    },
    find,
    list: (home, cluster) => all(home).filter((each) => cluster === undefined || each.cluster === cluster),
    deployment(home, arn) {
      for (const service of all(home)) {
        const deployment = service.deployments.find((each) => each.arn === arn)
        if (deployment !== undefined) return { service, deployment }
      }
      return undefined
    },
    revision(home, arn) {
      for (const service of all(home)) {
        const revision = service.history.find((each) => each.arn === arn)
        if (revision !== undefined) return { service, revision }
      }
      return undefined
    },
    async settled() {
      for (;;) {
        const open = [...services.values()].flatMap(({ deployments }) => deployments.filter(running))
        if (open.length === 0) return
        await Promise.all(open.map(({ ended }) => ended))
      }
    },
  }
}
