/** What the parts of the sandbox owe each other. Shapes of inputs and outputs are AWS's own, typed by the SDKs. */

/** Who calls, where, when. */
export interface Call {
  readonly service: string
  readonly operation: string
  readonly region: string
  /** Twelve digits: the account that the caller's credentials belong to. */
  readonly account: string
  /** ARN of the caller: a user, or an assumed role's session. */
  readonly principal: string
  readonly requestId: string
}

/** One AWS service: a function for each operation, named as on the wire (`CreateChangeSet`). Errors are ServiceErrors. */
export interface Service {
  /** AWS's short name (`cloudformation`), as in the SDK's package name. */
  readonly name: string
  readonly operations: Readonly<Record<string, (input: any, call: Call) => Promise<object> | object>>
}

/** An error as AWS answers it. */
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

/** Time in the sandbox: real, or `pace` times faster. Durations are in simulated milliseconds. */
export interface SandboxClock {
  now(): Date
  sleep(ms: number): Promise<void>
}

export type Properties = { readonly [name: string]: unknown }

/** The place of a resource: a physical resource outlives the call that made it. */
export interface Owner {
  readonly region: string
  readonly account: string
  readonly stackName: string
  readonly stackId: string
  readonly logicalId: string
}

export interface Provisioned {
  readonly physicalId: string
  /** What Fn::GetAtt gives. */
  readonly attributes: Readonly<Record<string, unknown>>
}

/**
 * Makes, changes, removes and reads real things for one resource type (as a resource handler of CloudFormation's
 * registry does). A thrown error's message becomes the resource's status reason. `read` gives what is there now, in the
 * properties' own terms, also after somebody else changed it: that is what drift is; undefined when it is gone.
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

/** How a resource is to be updated, besides what it is to be. */
export interface UpdateHow {
  readonly updatePolicy?: Properties | undefined
  /** The update undoes another one. */
  readonly rollsBack?: boolean
  /** Called when something of its own goes on behind the resource. */
  readonly progress?: () => void
  /** `stop` is called when the update is cancelled. */
  readonly onCancel?: (stop: () => void) => void
}

/** A deployment of CodeDeploy's that CloudFormation conducts for a whole stack (AWS::CodeDeploy::BlueGreen). */
export interface StackDeploymentRequest {
  readonly home: { readonly account: string; readonly region: string }
  readonly stackId: string
  /** Physical ID of the service. */
  readonly target: string
  /** Of the hook, as the template has them. */
  readonly properties: Properties
  /** Makes what is new; false when that failed. */
  readonly install: () => Promise<boolean>
  /** Changes what points at it; false when that failed. */
  readonly route: () => Promise<boolean>
}

export interface StackDeployment {
  readonly id: string
  readonly ended: Promise<{ readonly status: string; readonly message: string }>
  stop(): void
}

export type DeployForStack = (request: StackDeploymentRequest) => StackDeployment

/** Where CloudFormation finds its handlers; types without one are kept as generic records. */
export interface ResourceHandlers {
  register(handler: ResourceHandler): void
  find(type: string): ResourceHandler | undefined
}
