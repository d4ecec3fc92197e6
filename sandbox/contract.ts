/**
 * Interfaces between the parts of the sandbox. Inputs and outputs of operations have AWS's shapes, typed by the SDKs.
 */

/** The context of an API call. */
export interface Call {
  readonly service: string
  readonly operation: string
  readonly region: string
  /** The account of the caller's credentials: twelve digits. */
  readonly account: string
  /** ARN of the calling user or role session. */
  readonly principal: string
  readonly requestId: string
}

/** An IAM action on a resource that a call needs permission for. */
export interface RequiredPermission {
  readonly action: string
  readonly resource: string
  /** Condition keys of this action alone, in lower case. */
  readonly context?: Readonly<Record<string, string>>
}

/** Executes actions of other users between two calls of a client. */
export interface Meanwhile {
  /** Awaited before a call is executed. Calls wait until running actions have ended. */
  before(call: Call): Promise<void>
  /** Awaited after the response is computed and before it is sent. */
  answered(call: Call, input: object): Promise<void>
}

/** An AWS service: a function for each operation, by its API name (`CreateChangeSet`). Errors are ServiceErrors. */
export interface Service {
  /** AWS's short name (`cloudformation`), as in the SDK's package name. */
  readonly name: string
  readonly operations: Readonly<Record<string, (input: any, call: Call) => Promise<object> | object>>
  /**
   * The permissions that a call needs, from the service authorization reference. Without it, a call needs the action
   * with the operation's name on all resources.
   */
  permissions?(
    operation: string,
    input: Readonly<Record<string, unknown>>,
    call: Call,
  ): readonly RequiredPermission[] | undefined
}

/** An error that the service returns. */
export class ServiceError extends Error {
  readonly code: string
  readonly status: number
  readonly members: Readonly<Record<string, unknown>>

  constructor(code: string, message: string, status = 400, members: Record<string, unknown> = {}) {
    super(message)
    this.code = code
    this.status = status
    this.members = members
  }
}

/** The time of the sandbox, which may run faster than real time. Durations are in simulated milliseconds. */
export interface SandboxClock {
  now(): Date
  sleep(ms: number): Promise<void>
  /** No time is skipped until the work ends; absent where none ever is. */
  busy?<T>(work: Promise<T>): Promise<T>
}

export type Properties = { readonly [name: string]: unknown }

/** The stack and logical ID that a physical resource belongs to. */
export interface Owner {
  readonly region: string
  readonly account: string
  readonly stackName: string
  readonly stackId: string
  readonly logicalId: string
}

/** A resource that exists, whoever made it. */
export interface ExistingResource {
  readonly type: string
  readonly physicalId: string
  /** The stack and the logical ID are empty for a resource that no stack made. */
  readonly owner: Owner
  /** The properties as they are, changes outside of CloudFormation included. */
  readonly properties: Properties
  /** What Fn::GetAtt returns. */
  readonly attributes: Readonly<Record<string, unknown>>
}

export interface Provisioned {
  readonly physicalId: string
  /** The attributes of Fn::GetAtt. */
  readonly attributes: Readonly<Record<string, unknown>>
}

/**
 * Creates, updates, deletes and reads the resources of one type, like a resource handler in CloudFormation's registry.
 * The message of a thrown error becomes the resource's status reason. `read` returns the actual properties, including
 * changes made outside of CloudFormation; undefined when the resource does not exist.
 */
export interface ResourceHandler {
  readonly type: string
  create(desired: Properties, owner: Owner): Promise<Provisioned>
  update(
    physicalId: string,
    desired: Properties,
    previous: Properties,
    owner: Owner,
    how?: UpdateHow,
  ): Promise<Provisioned>
  remove(physicalId: string, owner: Owner): Promise<void>
  read(physicalId: string, owner: Owner): Promise<Properties | undefined>
}

/** Options of an update, besides the desired properties. */
export interface UpdateHow {
  readonly updatePolicy?: Properties | undefined
  /** The update rolls another one back. */
  readonly rollsBack?: boolean
  /** Called when the update has started a deployment of its own. */
  readonly progress?: () => void
  /** Registers a function that is called when the update is cancelled. */
  readonly onCancel?: (stop: () => void) => void
}

/** A CodeDeploy deployment that CloudFormation starts for a whole stack (AWS::CodeDeploy::BlueGreen). */
export interface StackDeploymentRequest {
  readonly home: { readonly account: string; readonly region: string }
  readonly stackId: string
  /** Physical ID of the ECS service. */
  readonly target: string
  /** Properties of the hook in the template. */
  readonly properties: Properties
  /** Creates the new resources; false when that failed. */
  readonly install: () => Promise<boolean>
  /** Updates the resources that refer to the new ones; false when that failed. */
  readonly route: () => Promise<boolean>
}

export interface StackDeployment {
  readonly id: string
  readonly ended: Promise<{ readonly status: string; readonly message: string }>
  stop(): void
}

export type DeployForStack = (request: StackDeploymentRequest) => StackDeployment

/** Resource handlers by type; types without one are generic records. */
export interface ResourceHandlers {
  register(handler: ResourceHandler): void
  find(type: string): ResourceHandler | undefined
}
