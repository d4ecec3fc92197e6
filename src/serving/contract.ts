/** A resource that serves, by which is found what it serves. */
export type ServingResource = {
  /** `stack/web` or `deployment/app`: what brought it. */
  readonly of: string
  /** The resource in the template of a stack, `Alias`, or `Database/Alias` in a nested stack. */
  readonly logicalId?: string
} & (
  | {
      readonly kind: 'alias'
      readonly functionName: string
      readonly alias: string
      /** Versions of the function that the stack has. */
      readonly versions?: readonly string[]
    }
  | {
      readonly kind: 'service'
      readonly cluster: string
      readonly service: string
      /** ARNs of the task definitions that the stack has. */
      readonly taskDefinitions?: readonly string[]
    }
  | { readonly kind: 'scaling-group'; readonly name: string }
  | {
      readonly kind: 'stage'
      readonly type: 'AWS::ApiGateway::Stage' | 'AWS::ApiGatewayV2::Stage'
      /** The APIs of the stack; none where the stage is of an API elsewhere. */
      readonly apis: readonly string[]
      readonly stage: string
      /** Ids of the API deployments that the stack has. */
      readonly deployments: readonly string[]
    }
  | { readonly kind: 'deployment-group'; readonly application: string; readonly group: string }
)

/** One version of a function. */
export interface FunctionVersion {
  readonly version: string
  /** Base64 of the SHA-256 of the code; of an image its digest. */
  readonly code: string | undefined
  /** Digest of the configuration, where Lambda states it. */
  readonly configuration: string | undefined
}

export interface ServedByAlias {
  readonly kind: 'alias'
  readonly serves: FunctionVersion
  /** Weights of other versions during a shift. */
  readonly others: Readonly<Record<string, number>>
  /** The function as it was changed last. */
  readonly latest: FunctionVersion
}

/** Running tasks, by what they run. */
export interface RunningTasks {
  readonly taskDefinition: string
  readonly count: number
  /** `web` → digests of the images of its containers. */
  readonly images: Readonly<Record<string, readonly ImageOfContainer[]>>
}

export interface ImageOfContainer {
  readonly image: string
  /** Absent where ECS does not state it. */
  readonly digest?: string
}

export interface ServedByService {
  readonly kind: 'service'
  /** The task definition of the service, or of its PRIMARY task set. */
  readonly taskDefinition: string
  readonly desired: number
  readonly running: readonly RunningTasks[]
  /** Tasks that are starting or stopping. */
  readonly changing: number
}

export interface ServedByScalingGroup {
  readonly kind: 'scaling-group'
  /** Absent where the group starts instances from a launch configuration. */
  readonly template?: { readonly id: string; readonly version: string; readonly resolved: string }
  readonly launchConfiguration?: string
  /** `lt-1:7`, or the name of a launch configuration, → how many instances InService were started from it. */
  readonly inService: Readonly<Record<string, number>>
  /** Instances in other states. */
  readonly changing: number
  readonly desired: number
  /** An instance of a mixed group has one of several templates. */
  readonly isMixed: boolean
}

/** A stack states the name of a stage and not its API: these are the stages of that name of the stack's APIs. */
export interface ServedByStage {
  readonly kind: 'stage'
  readonly stages: readonly {
    readonly api: string
    readonly deployment: string | undefined
    /** API Gateway deploys each change by itself. */
    readonly isAutomatic: boolean
  }[]
}

/** One present target of a deployment group. */
export interface ServingTarget {
  readonly id: string
  /** The last deployment that succeeded on it; absent where none of the examined ones did. */
  readonly deployment?: string
  readonly revision?: string
}

export interface ServedByDeploymentGroup {
  readonly kind: 'deployment-group'
  /** The last successful deployment of the group, and its revision. */
  readonly last: string | undefined
  readonly revision: string | undefined
  readonly targets: readonly ServingTarget[]
  /** How many deployments of the group were examined, newest first. */
  readonly examined: number
}

export type Served = ServedByAlias | ServedByService | ServedByScalingGroup | ServedByStage | ServedByDeploymentGroup

/** What a resource serves, or why it is not known. */
export interface ServingState {
  readonly resource: ServingResource
  readonly served?: Served
  readonly unread?: {
    readonly reason: string
    /** The missing permission, where AWS denied the call. */
    readonly action?: string
  }
}

/** `alias shop:live`, for a person. */
export function showServing(resource: ServingResource): string {
  switch (resource.kind) {
    case 'alias':
      return `alias ${resource.functionName}:${resource.alias}`
    case 'service':
      return `service ${resource.cluster}/${resource.service}`
    case 'scaling-group':
      return `Auto Scaling group ${resource.name}`
    case 'stage':
      return `stage ${resource.stage}`
    case 'deployment-group':
      return `deployment group ${resource.group}`
  }
}
