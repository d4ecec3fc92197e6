import { afterEach, expect, test } from '@jest/globals'
import { startWorld, type World } from '../world.ts'

/** Names that a release uses, in accounts that have them already. */

const CONFIG = `
version: 1
stacks: [{ id: web, name: "shop-{environment}", template: web.yml, capabilities: [CAPABILITY_NAMED_IAM] }]
`
const resources = (lines: readonly string[]): string => `Resources:\n${lines.map((line) => `  ${line}\n`).join('')}`
const TOPIC = 'Topic: { Type: AWS::SNS::Topic }'
const TRUST =
  '{ Version: "2012-10-17", Statement: [{ Effect: Allow, Principal: { Service: ec2.amazonaws.com }, Action: "sts:AssumeRole" }] }'

let world: World
afterEach(() => world.close())

async function names(template: string, inputs = {}, config = CONFIG): Promise<string[]> {
  await world.write({ 'web.yml': template })
  const evidence = await world.precheck(config, inputs)
  return evidence.findings
    .filter(({ code }) => code.startsWith('name/'))
    .map(({ outcome, code, title, observed, source }) => {
      return `${outcome} ${code} ${title}: ${observed}${source?.line === undefined ? '' : ` (line ${source.line})`}`
    })
}

test.each([
  ['S3::Bucket', 'BucketName: shop-files', 'shop-files'],
  ['IAM::Role', `RoleName: shop-host, AssumeRolePolicyDocument: ${TRUST}`, 'shop-host'],
  [
    'IAM::ManagedPolicy',
    'ManagedPolicyName: shop-policy, PolicyDocument: { Version: "2012-10-17", Statement: [{ Effect: Allow, Action: "s3:ListBucket", Resource: "*" }] }',
    'shop-policy',
  ],
  [
    'DynamoDB::Table',
    'TableName: shop-orders, BillingMode: PAY_PER_REQUEST, AttributeDefinitions: [{ AttributeName: id, AttributeType: S }], KeySchema: [{ AttributeName: id, KeyType: HASH }]',
    'shop-orders',
  ],
  ['Logs::LogGroup', 'LogGroupName: /shop/web', '/shop/web'],
  ['SQS::Queue', 'QueueName: shop-queue', 'shop-queue'],
  ['SNS::Topic', 'TopicName: shop-topic', 'shop-topic'],
  ['SSM::Parameter', 'Name: /shop/size, Type: String, Value: "1"', '/shop/size'],
  ['SecretsManager::Secret', 'Name: shop-secret', 'shop-secret'],
  ['ECR::Repository', 'RepositoryName: shop-images', 'shop-images'],
  ['ElasticLoadBalancingV2::LoadBalancer', 'Name: shop, Subnets: [subnet-1, subnet-2]', 'shop'],
  ['ElasticLoadBalancingV2::TargetGroup', 'Name: shop-web, Port: 80, Protocol: HTTP, VpcId: vpc-1', 'shop-web'],
  [
    'Lambda::Function',
    'FunctionName: shop-fn, Runtime: nodejs24.x, Handler: i.h, Role: "arn:aws:iam::111111111111:role/fn", Code: { ZipFile: "exports.h = 1" }',
    'shop-fn',
  ],
])(
  'AWS::%s with the name of a resource of another stack is reported with its line and its owner',
  async (type, properties, name) => {
    world = await startWorld()
    const resource = `New: { Type: AWS::${type}, Properties: { ${properties} } }`
    await world.deploy('their-stack', resources([TOPIC, resource.replace('New', 'Theirs')]))
    await world.deploy('shop-preprod', resources([TOPIC]))
    const found = await names(resources([TOPIC, resource]), { environment: 'preprod' })
    // CloudFormation identifies secrets by an ARN that the lookup does not return.
    const owner =
      type === 'SecretsManager::Secret'
        ? 'whether a stack has it is not known (its physical ID is unknown)'
        : 'Theirs of the stack their-stack'
    expect(found).toEqual([
      `fail name/taken preprod: New (AWS::${type}) of shop-preprod is to be named ${name}, which exists: ${name} exists; ${owner} (line 3)`,
    ])
  },
)

const BUCKET = (name: string, more = ''): string =>
  `{ Type: AWS::S3::Bucket, ${more}Properties: { BucketName: ${name} } }`

test('an unused name is free, and the finding counts them', async () => {
  world = await startWorld()
  await world.deploy('shop-preprod', resources([TOPIC]))
  const template = resources([TOPIC, `One: ${BUCKET('shop-a')}`, 'Queue: { Type: AWS::SQS::Queue }'])
  expect(await names(template, { environment: 'preprod' })).toEqual([
    'noted name/free preprod: 1 of 1 name that shop-preprod gives is free: shop-a',
  ])
})

test('a resource under another logical ID is created before the old one is removed', async () => {
  world = await startWorld()
  await world.deploy('shop-preprod', resources([TOPIC, `Old: ${BUCKET('shop-a')}`]))
  expect(await names(resources([TOPIC, `New: ${BUCKET('shop-a')}`]), { environment: 'preprod' })).toEqual([
    'fail name/taken preprod: New (AWS::S3::Bucket) of shop-preprod is to be named shop-a, which exists: shop-a exists; Old of the stack shop-preprod (line 3)',
  ])
})

test('a resource that no stack has is reported as such', async () => {
  world = await startWorld({ buckets: [{ name: 'shop-a', account: '111111111111', region: 'eu-west-1' }] })
  await world.deploy('shop-preprod', resources([TOPIC]))
  const template = resources([TOPIC, `New: ${BUCKET('!Sub "shop-${Suffix}"')}`])
  const given = `Parameters: { Suffix: { Type: String, Default: a } }\n${template}`
  expect(await names(given, { environment: 'preprod' })).toEqual([
    'fail name/taken preprod: New (AWS::S3::Bucket) of shop-preprod is to be named shop-a, which exists: shop-a exists; no stack of the region has it (line 4)',
  ])
})

test('the rehearsal would use the name that production needs', async () => {
  world = await startWorld()
  expect(await names(resources([`Files: ${BUCKET('shop-files')}`]))).toEqual([
    'noted name/free preprod: 1 of 1 name that shop-preprod gives is free: shop-files',
    'noted name/free production: 1 of 1 name that shop-production gives is free: shop-files',
    'fail name/given-twice production: Files (AWS::S3::Bucket) of shop-production is to have the name that preprod gives to Files of shop-preprod: shop-files twice, and names of buckets are unique worldwide (line 2)',
  ])
  expect(await names(resources([`Files: ${BUCKET('!Sub "${AWS::StackName}-files"')}`]))).toEqual([
    'noted name/free preprod: 1 of 1 name that shop-preprod gives is free: shop-preprod-files',
    'noted name/free production: 1 of 1 name that shop-production gives is free: shop-production-files',
  ])
})

test('a resource that is replaced cannot keep its name', async () => {
  world = await startWorld()
  const table = (key: string, name: string): string =>
    resources([
      `Orders: { Type: AWS::DynamoDB::Table, Properties: { TableName: ${name}, BillingMode: PAY_PER_REQUEST, AttributeDefinitions: [{ AttributeName: ${key}, AttributeType: S }], KeySchema: [{ AttributeName: ${key}, KeyType: HASH }] } }`,
    ])
  await world.deploy('shop-preprod', table('id', 'shop-orders'))
  expect(await names(table('number', 'shop-orders'), { environment: 'preprod' })).toEqual([
    'fail name/kept-by-replacement preprod: Orders (AWS::DynamoDB::Table) of shop-preprod is replaced, and its name shop-orders stays the same: TableName shop-orders before and after (line 2)',
  ])
  expect(await names(table('number', 'shop-orders-2'), { environment: 'preprod' })).toEqual([])
})

test('a name that an earlier stack of the release gives up is free', async () => {
  world = await startWorld()
  await world.deploy('base-preprod', resources([TOPIC, `Files: ${BUCKET('shop-a')}`]))
  await world.deploy('shop-preprod', resources([TOPIC]))
  await world.write({ 'base.yml': resources([TOPIC]) })
  const both = (first: string, second: string): string =>
    `version: 1\nstacks:\n  - { id: ${first}, name: "${first === 'web' ? 'shop' : first}-{environment}", template: ${first}.yml }\n  - { id: ${second}, name: "${second === 'web' ? 'shop' : second}-{environment}", template: ${second}.yml }\n`
  const moved = resources([TOPIC, `Files: ${BUCKET('shop-a')}`])
  const base = 'base-preprod'
  expect(await names(moved, { environment: 'preprod' }, both('base', 'web'))).toEqual([
    `noted name/free preprod: 1 of 1 name that shop-preprod gives is free: shop-a, which ${base} removes`,
  ])
  expect(await names(moved, { environment: 'preprod' }, both('web', 'base'))).toEqual([
    `fail name/taken preprod: Files (AWS::S3::Bucket) of shop-preprod is to be named shop-a, which exists: shop-a exists; Files of the stack ${base} (line 3)`,
  ])
})
