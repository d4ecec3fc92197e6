import type { RegisterTaskDefinitionCommandInput } from '@aws-sdk/client-ecs'
import type { AlarmFacts } from '../alarms/read.ts'
import type { RegisteredDefinition } from './own.ts'
import type { ServiceState } from './service.ts'

/** An image that a task definition names. */
export interface ImageFacts {
  readonly container: string
  readonly image: string
  readonly state: 'found' | 'missing' | 'not-looked-up'
  /** The digest, or why it is not usable or not known. */
  readonly observed: string
  readonly advice?: string
}

/** The images of a task definition that a deployment by CodeDeploy registers. */
export interface DefinitionFacts {
  /** Id of the deployment in the configuration. */
  readonly deployment: string
  /** Path of the task definition. */
  readonly file: string
  /** As of a service. */
  readonly released: RegisterTaskDefinitionCommandInput | undefined
  readonly images: readonly ImageFacts[]
}

/** A service that ECS itself deploys, before any change. */
export interface ServiceFacts {
  /** Id of the deployment in the configuration. */
  readonly deployment: string
  readonly cluster: string
  readonly service: string
  /** An output in its name does not exist yet. */
  readonly isOpen: boolean
  /** Undefined where it does not exist (yet). */
  readonly state: ServiceState | undefined
  /** ARNs of deployments in progress. */
  readonly running: readonly string[]
  /** The task definition that the service has. */
  readonly definition: RegisteredDefinition | undefined
  readonly alarms: readonly AlarmFacts[]
  /** The task definition of the release; texts with outputs that do not exist yet are as they are written. Undefined where ECS would refuse it. */
  readonly released: RegisterTaskDefinitionCommandInput | undefined
  /** Path of its file. */
  readonly file: string
  readonly images: readonly ImageFacts[]
}
