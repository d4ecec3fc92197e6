import { ServiceError } from '../../../contract.ts'
import type { Call, Service } from '../../../contract.ts'
import { schemaOf, schemaText } from '../../registry/schemas.ts'
import type { ResourceSchema } from '../../registry/schemas.ts'
import { invalid } from './errors.ts'

interface DescribeTypeInput {
  readonly Type?: string
  readonly TypeName?: string
  readonly Arn?: string
}

/** CloudFormation's registry of public resource types. */
export function registryOperations(): Service['operations'] {
  return {
    DescribeType(input: DescribeTypeInput, { region }: Call) {
      const type = typeNameOf(input)
      const schema = input.Type === undefined || input.Type === 'RESOURCE' ? schemaOf(type) : undefined
      if (schema === undefined) {
        throw new ServiceError('TypeNotFoundException', `The type '${type}' cannot be found.`, 404)
      }
      return {
        Arn: `arn:aws:cloudformation:${region}::type/resource/${type.replaceAll('::', '-')}`,
        Type: 'RESOURCE',
        TypeName: type,
        Schema: schemaText(type),
        ProvisioningType: provisioningTypeOf(schema),
        DeprecatedStatus: 'LIVE',
        Visibility: 'PUBLIC',
      }
    },
  }
}

/** The name, also from `arn:aws:cloudformation:REGION::type/resource/AWS-S3-Bucket`. */
function typeNameOf({ Type, TypeName, Arn }: DescribeTypeInput): string {
  if (Arn !== undefined) return (Arn.split('/').at(-1) ?? '').replaceAll('-', '::')
  if (Type === undefined || TypeName === undefined) {
    throw invalid('Both Type and TypeName, or Arn, must be specified')
  }
  return TypeName
}

function provisioningTypeOf({ handlers }: ResourceSchema): string {
  if (!handlers?.create || !handlers.read || !handlers.delete) return 'NON_PROVISIONABLE'
  return handlers.update === undefined ? 'IMMUTABLE' : 'FULLY_MUTABLE'
}
