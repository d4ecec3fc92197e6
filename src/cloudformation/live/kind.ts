import type { StateReads } from '../../aws/clients/state-reads.ts'
import type { DeployedResource, LiveItem } from './contract.ts'

/** An item that a template declares. The key may be unknown. */
export interface DeclaredItem {
  readonly key: unknown
  readonly value: unknown
}

type Properties = Readonly<Record<string, unknown>>

/** What reading one resource needs. */
export interface Reading {
  readonly resource: DeployedResource
  readonly account: string
  readonly reads: StateReads
  /** The resource's model of Cloud Control, read once. */
  readonly model: () => Promise<Properties>
  /** An answer that several aspects need. */
  readonly once: <T>(name: string, read: () => Promise<T>) => Promise<T>
}

/** Resources that templates make beside the resource, and that add to it. */
export interface Child {
  readonly type: string
  /** The property that refers to the resource, or to a list of such. */
  readonly by: string
  /** In place of the property, where several of them name the resource. */
  reference?(properties: Properties): unknown
  items(properties: Properties, child: DeployedResource): readonly DeclaredItem[]
}

/** One kind of access of a type of resources. */
export interface AspectKind {
  /** As `LiveAspect.name`. */
  readonly name: string
  read(reading: Reading): Promise<readonly LiveItem[]>
  /** What the resource's own properties declare. */
  own(properties: Properties): readonly DeclaredItem[]
  /** True where items are told apart by their whole content, and a key is only their name. */
  readonly byValue?: boolean
  readonly children?: readonly Child[]
  /** Whether a service makes the item without anybody's request. `properties` is what the template declares. */
  isDefault?(item: LiveItem, properties: Properties, account: string): boolean
  /** The physical id under which a stack may have the item. */
  physicalId?(item: LiveItem): string | undefined
}

/** How the access of one type of resources is read. */
export interface ResourceKind {
  /** The service of each call that is usual, for an estimate of the time. */
  readonly calls: readonly string[]
  readonly aspects: readonly AspectKind[]
}
