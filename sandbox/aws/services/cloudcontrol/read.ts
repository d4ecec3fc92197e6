import { ServiceError } from '../../../contract.ts'
import type { Call, Properties, Service } from '../../../contract.ts'
import { asText } from '../../names.ts'
import { pageOf } from '../../paging.ts'
import type { Catalogue, Found } from '../../registry/catalogue.ts'
import { identifierNames, isWellFormed } from '../../registry/identifier.ts'
import { schemaOf } from '../../registry/schemas.ts'
import type { HandlerName, ResourceSchema } from '../../registry/schemas.ts'
import { assertHandlerAllowed } from './access.ts'
import type { RefusalOf } from './access.ts'
import { invalidIdentifier, notFound, typeNotFound, unsupported } from './errors.ts'

const LISTED_ON_A_PAGE = 20

interface GetInput {
  readonly TypeName: string
  readonly Identifier: string
  readonly RoleArn?: string
}

interface ListInput {
  readonly TypeName: string
  readonly ResourceModel?: string
  readonly RoleArn?: string
  readonly NextToken?: string
}

export interface ReadOptions {
  readonly catalogue: Catalogue
  readonly refusal: RefusalOf
  /** The number of resources on a page of ListResources. */
  readonly pageSize?: number | undefined
}

/** The schema of a type whose handler exists. */
export function schemaWith(type: string, handler: HandlerName): ResourceSchema {
  const schema = schemaOf(type)
  if (schema === undefined) throw typeNotFound(type)
  if (schema.handlers?.[handler] === undefined) throw unsupported(type, handler)
  return schema
}

/** The resource that an identifier names. */
export function requireResource(catalogue: Catalogue, call: Call, schema: ResourceSchema, identifier: string): Found {
  if (!isWellFormed(schema, identifier)) throw invalidIdentifier(schema, identifier)
  const found = catalogue.find(call, schema, identifier)
  if (found === undefined) throw notFound(schema.typeName, identifier)
  return found
}

export function readOperations({ catalogue, refusal, pageSize }: ReadOptions): Service['operations'] {
  return {
    GetResource({ TypeName, Identifier, RoleArn }: GetInput, call: Call) {
      const schema = schemaWith(TypeName, 'read')
      if (!isWellFormed(schema, Identifier)) throw invalidIdentifier(schema, Identifier)
      const found = catalogue.find(call, schema, Identifier)
      assertHandlerAllowed(refusal, { call, role: RoleArn }, schema, 'read', arnOf(TypeName, Identifier, call, found))
      if (found === undefined) throw notFound(TypeName, Identifier)
      return { TypeName, ResourceDescription: describe(found.identifier, found.model) }
    },

    ListResources({ TypeName, ResourceModel, RoleArn, NextToken }: ListInput, call: Call) {
      const schema = schemaWith(TypeName, 'list')
      const wanted = wantedOf(schema, ResourceModel)
      assertHandlerAllowed(refusal, { call, role: RoleArn }, schema, 'list')
      const all = catalogue
        .list(call, schema)
        .filter(({ model, resource }) => has({ ...resource.properties, ...model }, wanted))
      const { items, next } = pageOf(all, pageSize ?? LISTED_ON_A_PAGE, NextToken, () =>
        invalidRequest('Invalid token'),
      )
      return {
        TypeName,
        ResourceDescriptions: items.map(({ identifier, model }) => describe(identifier, identifying(schema, model))),
        ...(next !== undefined && { NextToken: next }),
      }
    },
  }
}

/** The ARN by which permissions name a resource: made of its identifier, or one of its attributes where it exists. */
function arnOf(type: string, identifier: string, { region }: Call, found: Found | undefined): unknown {
  switch (type) {
    case 'AWS::ApiGateway::RestApi':
      return `arn:aws:apigateway:${region}::/restapis/${identifier}`
    case 'AWS::ApiGatewayV2::Api':
      return `arn:aws:apigateway:${region}::/apis/${identifier}`
    case 'AWS::ApiGateway::Stage': {
      const [api, stage] = identifier.split('|')
      return `arn:aws:apigateway:${region}::/restapis/${api}/stages/${stage}`
    }
    case 'AWS::Route53::HostedZone':
      return `arn:aws:route53:::hostedzone/${identifier}`
  }
  if (identifier.startsWith('arn:')) return identifier
  const attributes = found?.resource.attributes
  return attributes?.['Arn'] ?? attributes?.[`${type.split('::').at(-1) ?? ''}Arn`]
}

const describe = (identifier: string, properties: Properties): object => ({
  Identifier: identifier,
  Properties: JSON.stringify(properties),
})

/** Many list handlers return the identifier only. */
function identifying(schema: ResourceSchema, model: Properties): Properties {
  return Object.fromEntries(identifierNames(schema).map((name) => [name, model[name]]))
}

/** The properties that a list is limited to, of which a handler may need some. */
function wantedOf(schema: ResourceSchema, text: string | undefined): Properties {
  const given = text === undefined ? {} : parsed(text)
  const { required = [], anyOf = [] } = schema.handlers?.list?.handlerSchema ?? {}
  const isGiven = (name: string): boolean => given[name] !== undefined
  const isChosen = anyOf.length === 0 || anyOf.some((choice) => choice.required.every(isGiven))
  const missing = required.find((name) => !isGiven(name)) ?? (isChosen ? undefined : anyOf[0]?.required[0])
  if (missing === undefined) return given
  throw invalidRequest(
    `Missing or invalid ResourceModel property in ${schema.typeName} list handler request input.Required property: (#: required key [${missing}] not found)`,
  )
}

function parsed(text: string): Properties {
  try {
    return JSON.parse(text) as Properties
  } catch {
    throw invalidRequest('ResourceModel is not valid JSON')
  }
}

const has = (model: Properties, wanted: Properties): boolean =>
  Object.entries(wanted).every(([name, value]) => asText(model[name]) === asText(value))

export const invalidRequest = (message: string): ServiceError => new ServiceError('InvalidRequestException', message)
