import type { Service } from '../../../contract.ts'
import { createCatalogue } from '../../registry/catalogue.ts'
import type { World } from '../../world.ts'
import { ownPermissions } from './access.ts'
import { readOperations } from './read.ts'
import { requestOperations } from './requests.ts'

/** Cloud Control: one API for the resources of all services, by the schemas of CloudFormation's registry. */
export function createCloudControl({ existing, clock, cloudFormation, refusal, scenario }: World): Service {
  const reading = { catalogue: createCatalogue(existing), refusal, pageSize: scenario.pages?.['listedResources'] }
  return {
    name: 'cloudcontrol',
    operations: {
      ...readOperations(reading),
      ...requestOperations({ ...reading, clock, handler: (type) => cloudFormation.handler(type) }),
    },
    permissions: ownPermissions,
  }
}
