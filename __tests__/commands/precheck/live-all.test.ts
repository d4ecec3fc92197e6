import { afterEach, expect, test } from '@jest/globals'
import { startWorld, type World } from '../world.ts'

const TEMPLATE = `
Parameters: { Name: { Type: String } }
Resources:
  Queue: { Type: AWS::SQS::Queue, Properties: { QueueName: !Sub "\${Name}-orders", DelaySeconds: 0 } }
  Topic: { Type: AWS::SNS::Topic, Properties: { DisplayName: Orders } }
  Cluster: { Type: AWS::ECS::Cluster, Properties: { ClusterName: !Ref Name } }
  Table:
    Type: AWS::DynamoDB::Table
    Properties:
      BillingMode: PAY_PER_REQUEST
      AttributeDefinitions: [{ AttributeName: id, AttributeType: S }]
      KeySchema: [{ AttributeName: id, KeyType: HASH }]
  Parameter: { Type: AWS::SSM::Parameter, Properties: { Type: String, Value: eu, Description: where } }
  Mail: { Type: "Custom::Mail", Properties: { ServiceToken: !Sub "arn:aws:lambda:\${AWS::Region}:\${AWS::AccountId}:function:mail" } }
  Readers:
    Type: AWS::SQS::QueuePolicy
    Properties:
      Queues: [!Ref Queue]
      PolicyDocument: { Statement: [{ Effect: Allow, Principal: { AWS: !Ref AWS::AccountId }, Action: "sqs:*", Resource: "*" }] }
`
const CONFIG = `
version: 1
stacks: [{ id: web, name: "web-{environment}", template: web.yml, parameters: { Name: "shop-{environment}" } }]
precheck: { drift: { live: all } }
`
const deploys = ['preprod', 'production'].map((each) => ({
  deploy: { stack: `web-${each}`, template: TEMPLATE, parameters: { Name: `shop-${each}` } },
}))
const OWN = ['drift/differs-undeclared', 'drift/shared-unproven', 'drift/not-read', 'drift/undeclared']

let world: World
afterEach(() => world.close())

async function precheck(history: NonNullable<Parameters<typeof startWorld>[0]>['history'], more = '', inputs = {}) {
  world = await startWorld({ history })
  await world.write({ 'web.yml': TEMPLATE })
  const evidence = await world.precheck(`${CONFIG}${more}`, inputs)
  return { evidence, findings: evidence.findings.filter(({ code }) => OWN.includes(code)) }
}

test('undeclared properties are compared with the other environment, and unreadable ones are counted and listed', async () => {
  const { evidence, findings } = await precheck(deploys)
  expect(findings.map(({ code, outcome, title }) => `${outcome} ${code}: ${title}`)).toEqual([
    'skipped drift/not-read: preprod: 2 of 7 resources of web and 1 declared property that services never return were not read',
    'skipped drift/not-read: production: 2 of 7 resources of web and 1 declared property that services never return were not read',
    'noted drift/shared-unproven: 10 undeclared properties of 5 resources of web are the same in preprod and production: shared, unproven',
  ])
  expect(findings[0]?.observed).toBe(
    'Mail (a custom resource has no model), Readers (AWS::SQS::QueuePolicy has no read handler), Parameter/Description (only written)',
  )
  expect(evidence.findings.find(({ code }) => code === 'drift/in-sync')?.observed).toContain(
    'what the template does not declare is compared with the other environment',
  )
})

const CHANGED = [
  ...deploys,
  { tamper: { stack: 'web-production', resource: 'Queue', properties: { VisibilityTimeout: 900 } } },
  { tamper: { stack: 'web-preprod', resource: 'Table', properties: { DeletionProtectionEnabled: true } } },
  { tamper: { stack: 'web-production', resource: 'Topic', properties: { KmsMasterKeyId: 'alias/frank' } } },
]

test('a property that was changed in one environment is reported with its name', async () => {
  const { evidence, findings } = await precheck(CHANGED, 'observe: { until: 2999-01-01 }\n')
  const differing = findings.filter(({ code }) => code === 'drift/differs-undeclared')
  expect(differing.map(({ subject, expected, observed }) => `${subject}: ${expected} / ${observed}`)).toEqual([
    'stack/web/resource/Queue/property/VisibilityTimeout: 30 (preprod) / 900 (production)',
    'stack/web/resource/Topic/property/KmsMasterKeyId: (absent) (preprod) / alias/frank (production)',
    'stack/web/resource/Table/property/DeletionProtectionEnabled: true (preprod) / (absent) (production)',
  ])
  expect(differing[0]).toMatchObject({
    outcome: 'fail',
    title: 'production: Queue/VisibilityTimeout (AWS::SQS::Queue) is not what preprod has, and no template declares it',
    waived: { reason: 'observed, not yet enforced' },
  })
  expect(evidence.findings.find(({ code }) => code === 'drift/shared-unproven')?.observed).toBe(
    '9 equal, but for ids, names and times; 3 differ',
  )
})

test('before the date from which it blocks, it is noted and precheck passes', async () => {
  const { evidence, findings } = await precheck(CHANGED.slice(0, 3))
  const [differing, ...others] = findings.filter(({ code }) => code === 'drift/differs-undeclared')
  expect(others).toEqual([])
  expect(differing).toMatchObject({
    outcome: 'noted',
    title:
      'production: Queue/VisibilityTimeout (AWS::SQS::Queue) is not what preprod has, and no template declares it; blocks from 2027-02-27',
  })
  expect(evidence.verdict).toBe('pass')
})

test('a step for one environment reads no models, and reports that nothing was compared', async () => {
  const { findings } = await precheck(CHANGED, '', { environment: 'production' })
  expect(findings.map(({ code, outcome, title }) => `${outcome} ${code}: ${title}`)).toEqual([
    'skipped drift/not-read: production: what no template declares was compared with no other environment',
  ])
})

test('a denied call leaves nothing compared, and its action is reported', async () => {
  world = await startWorld({ history: CHANGED })
  await world.write({ 'web.yml': TEMPLATE })
  const denied = { after: 0, ms: 0, code: 'AccessDeniedException', status: 403 }
  const message = 'User: x is not authorized to perform: cloudformation:DescribeType'
  world.sandbox.aws.trouble.add({ on: 'cloudformation:DescribeType', do: 'error', message, ...denied })

  const evidence = await world.precheck(CONFIG)

  const findings = evidence.findings.filter(({ code }) => OWN.includes(code))
  expect(findings.map(({ outcome, title }) => `${outcome} ${title}`)).toEqual([
    'skipped preprod: 7 of 7 resources of web and 0 declared properties that services never return were not read',
    'skipped production: 7 of 7 resources of web and 0 declared properties that services never return were not read',
  ])
  expect(findings[0]?.advice).toContain('Allow cloudformation:DescribeType for the plan role')
})
