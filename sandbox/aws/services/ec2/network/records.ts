import type { ExistingResource } from '../../../../contract.ts'
import { asText } from '../../../names.ts'

/** The resources of a kind (`Subnet`) in an account and region. */
export type Of = (kind: string) => ExistingResource[]

export const ANYWHERE = '0.0.0.0/0'

const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])
export const textList = (value: unknown): string[] => list(value).map((each) => asText(each))
export const isTrue = (value: unknown): boolean => value === true || value === 'true'
/** IDs of subnets by the ID of their association with a table or an ACL. */
export const associated = (all: readonly ExistingResource[], member: string, id: string): Map<string, string> =>
  new Map(
    all
      .filter(({ properties }) => properties[member] === id)
      .map(({ physicalId, properties }) => [physicalId, asText(properties.SubnetId)]),
  )
