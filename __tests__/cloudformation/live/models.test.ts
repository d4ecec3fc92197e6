import { expect, test } from '@jest/globals'
import { comparableValues } from '../../../src/cloudformation/live/models/comparable.ts'
import { identifierOf } from '../../../src/cloudformation/live/models/identifier.ts'
import { parseModelSchema, type ModelSchema } from '../../../src/cloudformation/live/models/schema.ts'
import { undeclaredValues } from '../../../src/cloudformation/live/models/undeclared.ts'
import { UNKNOWN } from '../../../src/cloudformation/live/pattern.ts'

const PLACE = { partition: 'aws', region: 'eu-west-1', account: '111111111111' }

/** A schema in the registry's format, with these pointers below the properties. */
function schemaOf(pointers: { id?: string[]; readOnly?: string[]; writeOnly?: string[] } = {}): ModelSchema {
  const below = (names: readonly string[] = []) => names.map((name) => `/properties/${name}`)
  const schema = parseModelSchema(
    JSON.stringify({
      properties: {},
      handlers: { read: { permissions: [] } },
      primaryIdentifier: below(pointers.id ?? ['Id']),
      readOnlyProperties: below(pointers.readOnly),
      writeOnlyProperties: below(pointers.writeOnly),
    }),
  )
  if (schema === undefined) throw new Error('no schema')
  return schema
}

test.each([
  ['a single one is the physical ID', 'AWS::SQS::Queue', ['QueueUrl'], 'https://sqs/1/q', {}, 'https://sqs/1/q'],
  ['a declared name is the name', 'AWS::X::Y', ['Name'], 'arn:aws:x:::y/orders', { Name: 'orders' }, 'orders'],
  ['the name at the end of an ARN', 'AWS::X::Y', ['Name'], 'arn:aws:x:::y/orders', {}, 'orders'],
  ['an ARN is not derived from its name', 'AWS::X::Y', ['Arn'], 'orders', {}, undefined],
  [
    'parent first',
    'AWS::CodeDeploy::DeploymentGroup',
    ['ApplicationName', 'DeploymentGroupName'],
    'fleet',
    { ApplicationName: 'shop' },
    'shop|fleet',
  ],
  ['child first', 'AWS::ApiGateway::Deployment', ['DeploymentId', 'RestApiId'], 'abc', { RestApiId: 'api' }, 'abc|api'],
  ['joined already', 'AWS::X::Y', ['A', 'B'], 'a|b', {}, 'a|b'],
  ['two unknown parts', 'AWS::X::Y', ['A', 'B'], 'a', {}, undefined],
  ['a part that only the execution determines', 'AWS::X::Y', ['A', 'B', 'C'], 'c', { A: UNKNOWN, B: 'b' }, undefined],
  [
    'a service and its cluster',
    'AWS::ECS::Service',
    ['ServiceArn', 'Cluster'],
    'arn:aws:ecs:eu-west-1:1:service/shop/web',
    {},
    'arn:aws:ecs:eu-west-1:1:service/shop/web|shop',
  ],
  [
    'a service in the default cluster',
    'AWS::ECS::Service',
    ['ServiceArn', 'Cluster'],
    'arn:aws:ecs:eu-west-1:1:service/web',
    {},
    undefined,
  ],
  [
    'a rule of a bus',
    'AWS::Events::Rule',
    ['Arn'],
    'bus|nightly',
    {},
    'arn:aws:events:eu-west-1:111111111111:rule/bus/nightly',
  ],
  ['a security group known by its name', 'AWS::EC2::SecurityGroup', ['Id'], 'web-Group-1', {}, undefined],
])('the identifier: %s', (_, type, id, physicalId, declared, expected) => {
  expect(identifierOf(schemaOf({ id }), { type, physicalId }, declared, PLACE)).toBe(expected)
})

const STATEMENT = { Effect: 'Allow', Action: ['s3:GetObject'], Resource: '*' }

test.each<[string, Record<string, unknown>, Record<string, unknown>, readonly string[]]>([
  ['a member beside declared ones', { Settings: { A: 1 } }, { Settings: { A: 1, B: 'x' } }, ['/Settings/B']],
  [
    'what is declared, in another form',
    { Size: '5', Doc: JSON.stringify(STATEMENT) },
    { Size: 5, Doc: { ...STATEMENT, Action: 's3:GetObject' } },
    [],
  ],
  ['nothing in several forms', {}, { A: '', B: [], C: {}, D: null, E: false, F: { G: [{}] }, H: 'false' }, []],
  ['a list in another order', { Ports: [1, 2] }, { Ports: ['2', '1'] }, []],
  ['an additional item in a declared list', { Ports: [1] }, { Ports: [1, 22] }, ['/Ports/*']],
  [
    'a member of an item of a declared list',
    { Rules: [{ Name: 'b' }, { Name: 'a' }] },
    { Rules: [{ Name: 'a', Wait: 3 }, { Name: 'b' }] },
    ['/Rules/*/Wait'],
  ],
  ['an undeclared list, item by item', {}, { Zones: ['a', 'b'] }, ['/Zones', '/Zones']],
  [
    'tags of AWS',
    { Tags: [{ Key: 'team', Value: 'web' }] },
    {
      Tags: [
        { Key: 'aws:cloudformation:stack-name', Value: 's' },
        { Key: 'team', Value: 'web' },
      ],
    },
    [],
  ],
  ['tags of AWS as a map', {}, { Tags: { 'aws:cloudformation:stack-id': 's', team: 'web' } }, ['/Tags/team']],
  ['a value that only the execution determines', { Key: UNKNOWN }, { Key: { Arn: 'arn' } }, []],
  [
    'the identifier, and values that only the service sets',
    {},
    { Id: 'x', Arn: 'arn', State: { Since: 'now', Mode: 'on' } },
    ['/State/Mode'],
  ],
  ['an attribute of an item that only the service sets', {}, { Volumes: [{ Id: 'v', Size: 8 }] }, ['/Volumes']],
  ['names with a slash', {}, { Map: { 'a/b~c': 'x' } }, ['/Map/a~1b~0c']],
  [
    'a condition of a policy on aws:SourceArn, which is not a tag',
    { Policy: { Statement: [{ Effect: 'Deny', Action: 's3:*' }] } },
    { Policy: { Statement: [{ Effect: 'Deny', Action: 's3:*', Condition: { ArnLike: { 'aws:SourceArn': 'x' } } }] } },
    ['/Policy/Statement/*/Condition/ArnLike/aws:SourceArn'],
  ],
  ['a filter by a tag of AWS', { Filters: [] }, { Filters: [{ Key: 'aws:x', Value: 'y' }] }, ['/Filters/*']],
])('undeclared: %s', (_, declared, live, paths) => {
  const schema = schemaOf({ readOnly: ['Arn', 'State/Since', 'Volumes/*/Id'], writeOnly: ['Password'] })
  expect(undeclaredValues(schema, declared, live).map(({ path }) => path)).toEqual(paths)
})

const NAMES = {
  texts: new Map<string, string>(),
  account: PLACE.account,
  region: PLACE.region,
  environment: ['preprod'],
}
const OTHER = { ...NAMES, account: '222222222222', region: 'us-east-1', environment: ['production'] }

const compared = (path: string, value: unknown, names = NAMES) => comparableValues([{ path, value }], names)[0]

test.each<[string, unknown, unknown, boolean]>([
  ['the account and the region', 'arn:aws:sns:eu-west-1:111111111111:x', 'arn:aws:sns:us-east-1:222222222222:x', true],
  ['names of the environments', 'shop-preprod-logs', 'shop-production-logs', true],
  ['generated ids', { SubnetId: 'subnet-0123456789abcdef0' }, { SubnetId: 'subnet-0fedcba9876543210' }, true],
  [
    'keys of AWS',
    'arn:aws:kms:eu-west-1:111111111111:key/1b2c3d4e-0000-4000-8000-000000000000',
    'arn:aws:kms:us-east-1:222222222222:key/9b2c3d4e-0000-4000-8000-000000000001',
    true,
  ],
  ['times', '2026-11-29T12:00:00Z', '2026-10-01T09:30:12.000Z', true],
  ['windows that the service chose', 'mon:04:52-mon:05:22', 'sun:23:10-sun:23:40', true],
  ['the order of a list', { A: ['x', 'y'] }, { A: ['y', 'x'] }, true],
  ['a number and its text', { A: 5 }, { A: '5' }, true],
  ['another number', 30, 900, false],
  ['another mode', 'ENABLED', 'DISABLED', false],
  ['everybody, in place of an address', '10.0.0.1', '0.0.0.0', false],
  ['another network', '10.0.0.0/16', '10.0.0.0/8', false],
  ['JSON as text', { A: '{"b": [1, 2], "c": "eu-west-1"}' }, { A: { c: 'us-east-1', b: [2, 1] } }, true],
  ['a region within a name', 'assets-eu-west-1.s3', 'assets-us-east-1.s3', true],
  ['an additional item', { A: ['x'] }, { A: ['x', 'y'] }, false],
])('two environments: %s', (_, first, other, expected) => {
  expect(compared('/Setting', first)?.same === compared('/Setting', other, OTHER)?.same).toBe(expected)
})

test('IDs of resources are replaced by the resource, alone and in an ARN', () => {
  const own = { ...NAMES, texts: new Map([['web-topic-1a2b', '{web/Topic}']]) }
  const other = { ...OTHER, texts: new Map([['web-topic-9z8y', '{web/Topic}']]) }
  for (const text of ['web-Topic-1A2B', 'arn:aws:sns:eu-west-1:111111111111:web-Topic-1A2B']) {
    const there = text.replace('1A2B', '9Z8Y').replace('eu-west-1', 'us-east-1').replace('111111111111', '222222222222')
    expect(compared('/Setting', text, own)?.same).toBe(compared('/Setting', there, other)?.same)
    expect(compared('/Setting', text, own)?.same).not.toBe(compared('/Setting', `${there}-2`, other)?.same)
  }
})

test.each([
  ['/Mode', 'ENABLED', 'ENABLED'],
  ['/Timeout', 900, '900'],
  ['/KmsMasterKeyId', 'alias/frank', 'alias/frank'],
  ['/MasterUserPassword', 'hunter2', '(a text of 7 characters, not shown)'],
  ['/Environment/Variables/A', 'hunter2', '(a text of 7 characters, not shown)'],
  ['/Setting', 'AKIAIOSFODNN7EXAMPLEAKIAIOSFODNN7', '(a text of 33 characters, not shown)'],
  ['/Setting', 'two words', '(a text of 9 characters, not shown)'],
  ['/Setting', { Password: 'hunter2' }, '(an object, not shown)'],
])('%s shows %p as %s, and contains it in no other place', (path, value, shown) => {
  const answer = compared(path, value)
  expect(answer?.shown).toBe(shown)
  if (shown.includes('not shown')) expect(JSON.stringify(answer)).not.toContain('hunter2')
})
