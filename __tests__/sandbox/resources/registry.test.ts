import { createRequire } from 'node:module'
import type { SpecDatabase } from '@aws-cdk/service-spec-types'
import { describe, expect, test } from '@jest/globals'
import { CHILDREN, referenceOf, withChildren } from '../../../sandbox/aws/registry/children.ts'
import { DEFAULTS } from '../../../sandbox/aws/registry/defaults/index.ts'
import { identifierNames, identifierOf, isWellFormed, matches } from '../../../sandbox/aws/registry/identifier.ts'
import { modelOf } from '../../../sandbox/aws/registry/model.ts'
import { segmentsOf, without } from '../../../sandbox/aws/registry/paths.ts'
import { allTypes, schemaOf } from '../../../sandbox/aws/registry/schemas.ts'
import type { ResourceSchema } from '../../../sandbox/aws/registry/schemas.ts'
import { typed } from '../../../sandbox/aws/registry/typed.ts'
import type { Properties } from '../../../sandbox/contract.ts'

const OWNER = { account: '111111111111', region: 'eu-west-1', stackName: 'web', stackId: 'arn:web', logicalId: 'One' }
/** Members that recorded responses have and the schema lacks. */
const BEYOND_SCHEMA: Readonly<Record<string, readonly string[]>> = {
  'AWS::Events::Rule': ['Id'],
  'AWS::Scheduler::Schedule': ['ActionAfterCompletion'],
}
/** Types of which the two publications have different versions. */
const DIFFERING = 25

test('reads the schemas of all types', () => {
  const schemas = allTypes().map((type) => schemaOf(type))
  expect(schemas.length).toBeGreaterThanOrEqual(1_880)
  const broken = schemas.filter(
    (schema) => schema === undefined || Object.keys(schema.properties).length + identifierNames(schema).length === 0,
  )
  expect(broken.map((schema) => schema?.typeName)).toEqual([])
  expect(schemas.filter((schema) => schema?.handlers?.read === undefined)).toHaveLength(125)
})

test('every path names a property of its schema', () => {
  const unknown = allTypes().flatMap((type) => {
    const { properties, ...schema } = schemaOf(type) as ResourceSchema
    const paths = [schema.primaryIdentifier, schema.readOnlyProperties, schema.writeOnlyProperties].flat()
    const first = paths.flatMap((path) => (path === undefined ? [] : [segmentsOf(path)[0] ?? '']))
    return first.filter((name) => !(name in properties)).map((name) => `${type} ${name}`)
  })
  expect(unknown).toEqual([])
})

test('the identifiers and their order equal those of another publication', () => {
  const library = createRequire(import.meta.url)('@aws-cdk/aws-service-spec') as {
    loadAwsServiceSpecSync(): SpecDatabase
  }
  const published = library
    .loadAwsServiceSpecSync()
    .all('resource')
    .flatMap(({ cloudFormationType, primaryIdentifier }) => {
      const schema = schemaOf(cloudFormationType)
      return schema === undefined
        ? []
        : [[identifierNames(schema).join(), primaryIdentifier?.join().replaceAll('/', '.') ?? '']]
    })
  expect(published.length).toBeGreaterThan(1_800)
  expect(published.filter(([own, other]) => own !== other).length).toBeLessThan(DIFFERING)
})

describe('identifiers', () => {
  const stage = schemaOf('AWS::ApiGateway::Stage') as ResourceSchema
  const model = { RestApiId: 'api', StageName: 'prod' }

  test('are joined in the order of the schema', () => {
    expect(identifierOf(stage, model)).toBe('api|prod')
    expect(matches(stage, model, 'api|prod')).toBe(true)
    expect(matches(stage, model, 'prod|api')).toBe(false)
    expect(matches(stage, model, '{"StageName":"prod","RestApiId":"api"}')).toBe(true)
    expect(matches(stage, model, '{"StageName":"test","RestApiId":"api"}')).toBe(false)
  })

  test('have as many values as the type needs', () => {
    expect(isWellFormed(stage, 'prod')).toBe(false)
    expect(isWellFormed(stage, '{"StageName":"prod"}')).toBe(false)
    expect(isWellFormed(schemaOf('AWS::S3::Bucket') as ResourceSchema, 'name')).toBe(true)
  })

  test('are found where the physical ID is only a part of them', () => {
    const schema = schemaOf('AWS::Logs::LogStream') as ResourceSchema
    const resource = { type: schema.typeName, physicalId: 'today', owner: OWNER, attributes: {} }
    expect(identifierOf(schema, modelOf(schema, { ...resource, properties: { LogGroupName: '/web' } }))).toBe(
      '/web|today',
    )
  })
})

describe('defaults', () => {
  const PHYSICAL_ID = 'arn:aws:service:eu-west-1:111111111111:kind/group/name/1'
  const types = Object.keys(DEFAULTS)
  const modelFor = (type: string, properties: Properties = {}): Properties => {
    const schema = schemaOf(type) as ResourceSchema
    return modelOf(schema, { type, physicalId: PHYSICAL_ID, owner: OWNER, properties, attributes: {} })
  }

  test.each(types)('%s has the properties and types of the schema', (type) => {
    const schema = schemaOf(type) as ResourceSchema
    const model = modelFor(type)
    expect(Object.keys(model).filter((name) => !(name in schema.properties))).toEqual(BEYOND_SCHEMA[type] ?? [])
    const retyped = Object.entries(model).map(([name, value]) => [name, typed(schema, schema.properties[name], value)])
    expect(Object.fromEntries(retyped)).toEqual(model)
    expect(DEFAULTS[type as keyof typeof DEFAULTS]?.source).not.toBe('')
  })

  test('values of the template remain, and its attributes are completed', () => {
    expect(modelFor('AWS::Lambda::Function', { MemorySize: 512 })).toMatchObject({ MemorySize: 512, Timeout: 3 })
    const { TargetGroupAttributes } = modelFor('AWS::ElasticLoadBalancingV2::TargetGroup', {
      Protocol: 'HTTP',
      TargetGroupAttributes: [{ Key: 'deregistration_delay.timeout_seconds', Value: '5' }],
    }) as { TargetGroupAttributes: readonly { Key: string; Value: string }[] }
    expect(TargetGroupAttributes).toContainEqual({ Key: 'deregistration_delay.timeout_seconds', Value: '5' })
    expect(TargetGroupAttributes).toContainEqual({ Key: 'stickiness.enabled', Value: 'false' })
    expect(new Set(TargetGroupAttributes.map(({ Key }) => Key)).size).toBe(TargetGroupAttributes.length)
  })

  test('a security group without egress rules allows all traffic, and one with rules does not', () => {
    const open = { CidrIp: '0.0.0.0/0', FromPort: -1, IpProtocol: '-1', ToPort: -1 }
    expect(modelFor('AWS::EC2::SecurityGroup')).toMatchObject({ SecurityGroupEgress: [open] })
    const rule = { CidrIp: '10.0.0.0/8', FromPort: 443, IpProtocol: 'tcp', ToPort: 443 }
    expect(modelFor('AWS::EC2::SecurityGroup', { SecurityGroupEgress: [rule] })).toMatchObject({
      SecurityGroupEgress: [rule],
    })
  })
})

describe('resources that separate calls attach', () => {
  const pairs = Object.entries(CHILDREN).flatMap(([child, { parents }]) =>
    Object.entries(parents).map(([parent, how]) => ({ child, parent, ...how })),
  )

  test.each(pairs)(
    '$child refers to $parent, whose model includes it where the schema has a property for it',
    (pair) => {
      const { child, parent, by, list } = pair
      expect(schemaOf(child)?.properties).toHaveProperty([by])
      if (list !== undefined) expect(schemaOf(parent)?.properties).toHaveProperty([list])
      const resource = { type: parent, physicalId: 'name', owner: OWNER, properties: {}, attributes: {} }
      const properties = { ...referenceOf(child, resource), PolicyName: 'own' }
      const made = { type: child, physicalId: 'child', owner: OWNER, properties, attributes: {} }
      expect(Object.keys(withChildren(resource, [made]))).toEqual(list === undefined ? [] : [list])
      const other = { ...resource, physicalId: 'other' }
      expect(withChildren(other, [made])).toEqual({})
    },
  )
})

test('removes the value at a path, in items of lists too', () => {
  const value = { A: [{ Secret: 1, Shown: 2 }], B: { Secret: 3 }, C: 4 }
  expect(without(value, ['/properties/A/*/Secret', '/properties/B/Secret', '/properties/D/E'])).toEqual({
    A: [{ Shown: 2 }],
    C: 4,
  })
})
