import type { ExistingResource, Properties } from '../../../contract.ts'
import type { DefaultsByType } from '../contract.ts'
import { API_DEFAULTS } from './apis.ts'
import { COMPUTE_DEFAULTS } from './compute.ts'
import { IDENTITY_DEFAULTS } from './identity.ts'
import { BALANCER_DEFAULTS } from './load-balancing.ts'
import { MESSAGING_DEFAULTS } from './messaging.ts'
import { NETWORK_DEFAULTS } from './network.ts'
import { OPERATIONS_DEFAULTS } from './operations.ts'
import { STORAGE_DEFAULTS } from './storage.ts'

/** By type. The schema's own defaults are applied without being listed here. */
export const DEFAULTS: DefaultsByType = {
  ...API_DEFAULTS,
  ...BALANCER_DEFAULTS,
  ...COMPUTE_DEFAULTS,
  ...IDENTITY_DEFAULTS,
  ...MESSAGING_DEFAULTS,
  ...NETWORK_DEFAULTS,
  ...OPERATIONS_DEFAULTS,
  ...STORAGE_DEFAULTS,
}

/** The properties with the values that the service sets where neither the template nor the schema gives one. */
export function completed(known: Properties, resource: ExistingResource): Properties {
  const defaults = DEFAULTS[resource.type as keyof DefaultsByType]
  return defaults?.complete(known, resource) ?? known
}
