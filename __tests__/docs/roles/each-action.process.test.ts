import { IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { actionsOf, arnOf, startRoles, type RoleWorld } from './roles.ts'

/** Without one of its read actions the plan-role reads less, and precheck reports the missing action. */

const TEMPLATE = `
Resources:
  Role: { Type: AWS::IAM::Role, Properties: { AssumeRolePolicyDocument: { Version: "2012-10-17", Statement: [{ Effect: Allow, Principal: { Service: ec2.amazonaws.com }, Action: "sts:AssumeRole" }] } } }
  Store: { Type: AWS::S3::Bucket, Properties: { BucketName: shop-store-1 } }
  Topic: { Type: AWS::SNS::Topic }
  Queue: { Type: AWS::SQS::Queue }
  Secret: { Type: AWS::SecretsManager::Secret, Properties: { Name: shop-secret } }
  Key: { Type: AWS::KMS::Key }
  Logs: { Type: AWS::Logs::LogGroup, Properties: { LogGroupName: shop-logs } }
  Fn: { Type: AWS::Lambda::Function, Properties: { FunctionName: shop-fn, Runtime: nodejs24.x, Handler: i.h, Role: !GetAtt Role.Arn, Code: { ZipFile: "exports.h = 1" } } }
`
const CONFIG = `
version: 1
environments:
  preprod: { region: eu-west-1, plan-role: "${arnOf('plan')}" }
  production: { region: eu-west-1, plan-role: "${arnOf('plan')}" }
stacks: [{ id: web, name: "shop-{environment}", template: web.yml, capabilities: [CAPABILITY_NAMED_IAM] }]
`

let roles: RoleWorld
let needed: readonly string[]

async function precheck(): Promise<readonly { readonly code: string; readonly text: string }[]> {
  const evidence = await roles.world.precheck(CONFIG, { environment: 'preprod' }, await roles.job())
  return evidence.findings.map(({ code, outcome, ...rest }) => ({ code, text: `${outcome} ${JSON.stringify(rest)}` }))
}

async function deny(action: string | undefined): Promise<void> {
  const client = new IAMClient({
    endpoint: roles.world.sandbox.awsUrl,
    region: 'us-east-1',
    credentials: { accessKeyId: roles.world.account, secretAccessKey: 'anything' },
  })
  const Action = action ?? 'none:None'
  const PolicyDocument = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Deny', Action, Resource: '*' }],
  })
  await client.send(new PutRolePolicyCommand({ RoleName: 'shop-plan', PolicyName: 'denied', PolicyDocument }))
}

beforeAll(async () => {
  roles = await startRoles()
  await roles.world.write({ 'web.yml': TEMPLATE })
  await roles.world.deploy('shop-preprod', TEMPLATE)
  const complete = await precheck()
  expect(complete.filter(({ code }) => code === 'drift/not-read')).toEqual([])
  needed = roles.used('plan').filter((action) => actionsOf('plan-role-live').includes(action))
})
afterAll(() => roles.world.close())

test('each read action of plan-role-live that this release needs is reported where it is missing', async () => {
  expect(needed.length).toBeGreaterThan(15)
  const unnamed: string[] = []
  for (const action of needed) {
    await deny(action)
    const found = await precheck()
    const reported = found.some(({ code, text }) => code === 'drift/not-read' && text.includes(action))
    if (!reported) unnamed.push(action)
  }
  await deny(undefined)
  expect(unnamed).toEqual([])
})
