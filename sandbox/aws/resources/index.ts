import type { ResourceHandler, ResourceHandlers, SandboxClock } from '../../contract.ts'
import type { Alarms } from '../cloudwatch/alarms.ts'
import type { CodeDeploy } from '../codedeploy/index.ts'
import type { CodeDeployState } from '../codedeploy/state.ts'
import type { Balancers } from '../hosts/balancers.ts'
import type { Containers } from '../ecs/containers.ts'
import type { Functions } from '../functions/functions.ts'
import type { Hosts } from '../hosts/hosts.ts'
import type { ObjectStore } from '../s3/store.ts'
import { codeDeployKinds } from './codedeploy.ts'
import { functionKind, versionKind } from './lambda.ts'
import { aliasKind } from './lambda-alias.ts'
import { clusterKind, serviceKind, taskDefinitionKind } from './ecs.ts'
import { createLiveResources } from './live.ts'
import type { LiveResources } from './live.ts'
import { balancerKind, instanceKind, listenerKind, targetGroupKind } from './network.ts'
import { alarmKind, bucketKind, RECORDS } from './simple.ts'

export interface Backends {
  readonly clock: SandboxClock
  readonly objects: ObjectStore
  readonly alarms: Alarms
  readonly hosts: Hosts
  readonly balancers: Balancers
  readonly functions: Functions
  readonly containers: Containers
  readonly codeDeployState: CodeDeployState
  readonly codeDeploy: CodeDeploy
}

/** The resource types that are more than a record in the sandbox, for CloudFormation. */
export function createHandlers(backends: Backends): { handlers: ResourceHandlers; live: LiveResources } {
  const { clock, hosts, balancers } = backends
  const live = createLiveResources()
  const handlers = new Map<string, ResourceHandler>()
  const register = (handler: ResourceHandler): void => void handlers.set(handler.type, handler)
  const kinds = [
    bucketKind(backends.objects),
    alarmKind(backends.alarms),
    instanceKind(hosts, clock),
    balancerKind(balancers),
    targetGroupKind(balancers),
    listenerKind(balancers),
    ...codeDeployKinds(backends.codeDeployState, clock, backends.codeDeploy),
    functionKind(backends.functions, backends.objects),
    versionKind(backends.functions),
    clusterKind(backends.containers),
    taskDefinitionKind(backends.containers),
    serviceKind(backends.containers),
    aliasKind(backends.functions, backends.codeDeployState, backends.codeDeploy),
    ...RECORDS,
  ]
  for (const kind of kinds) register(live.handler(kind))
  return { live, handlers: { register, find: (type) => handlers.get(type) } }
}
