import type { ComparableValue } from './models/comparable.ts'

/** How much of the live state is read. */
export type LiveTier = 'access' | 'all' | 'off'

/** A resource of a deployed stack. */
export interface DeployedResource {
  readonly logicalId: string
  readonly physicalId: string
  readonly type: string
}

/** One thing that a resource has: an attached policy, a rule, a statement. */
export interface LiveItem {
  /** What tells it from others of its kind: an ARN, a name, a rule in short. */
  readonly key: string
  /** Bounded, and without secrets. */
  readonly value: unknown
}

/** An item of which no template says that it is there, or another one. */
export interface UndeclaredItem {
  readonly key: string
  readonly value: string
  /** The item that a template declares under the same key, where there is one. */
  readonly declared?: string
  /** `web/Extra`: a resource that may declare it; a value of its template is known during the execution only. */
  readonly perhaps?: string
  /** The physical id by which a stack of the account may have it. */
  readonly physicalId?: string
}

/** One kind of access of one resource, compared with what templates declare. */
export interface LiveAspect {
  /** A JSON pointer into the properties, such as `/ManagedPolicyArns`; for what is no property, such as `/TopicPolicy`, its name. */
  readonly name: string
  /** The number of items that are there. */
  readonly items: number
  readonly undeclared: readonly UndeclaredItem[]
  /** Names of the stacks outside of the release whose templates declare others of the items, one for each item. */
  readonly declaredBy?: readonly string[]
}

/** What could not be read, and why. */
export interface Unread {
  readonly what: string
  readonly reason: string
  /** The missing permission, `iam:GetRole`, where AWS denied the call. */
  readonly action?: string
}

export interface LiveResource extends DeployedResource {
  /** `web`, or `web/Database` in a nested stack. */
  readonly stack: string
  readonly aspects: readonly LiveAspect[]
  readonly unread: readonly Unread[]
}

/** What a resource has beyond its template, and beyond access, to be compared with the same resource of another environment. */
export interface LiveModel extends DeployedResource {
  readonly stack: string
  readonly values: readonly ComparableValue[]
  /** Names of declared properties that no read returns. */
  readonly writeOnly: readonly string[]
}

/** The models of all resources, and those that have none. */
export interface LiveModels {
  readonly read: readonly LiveModel[]
  readonly unread: readonly (DeployedResource & { readonly stack: string } & Omit<Unread, 'what'>)[]
}

/** The live state of the resources of one environment. */
export interface LiveFacts {
  readonly tier: LiveTier
  readonly resources: readonly LiveResource[]
  /** Of the tier `all`. */
  readonly models?: LiveModels
  /** Stacks, or `web/Database`, whose templates could not be read, and why: nothing of them is compared. */
  readonly unreadStacks: readonly { readonly stack: string; readonly reason: string; readonly action?: string }[]
}
