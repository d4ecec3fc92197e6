import { afterEach, expect, test } from '@jest/globals'
import { lines, startWorld, type World } from '../world.ts'

const ADMIN = 'arn:aws:iam::aws:policy/AdministratorAccess'
const TEMPLATE = `
Resources:
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument: { Version: "2012-10-17", Statement: [{ Effect: Allow, Principal: { Service: ec2.amazonaws.com }, Action: "sts:AssumeRole" }] }
  Reader:
    Type: AWS::IAM::Policy
    Properties:
      PolicyName: reader
      Roles: [!Ref Role]
      PolicyDocument: { Version: "2012-10-17", Statement: [{ Effect: Allow, Action: "s3:GetObject", Resource: !Sub "arn:aws:s3:::\${AWS::StackName}/*" }] }
  Topic: { Type: AWS::SNS::Topic }
  Queue: { Type: AWS::SQS::Queue }
  Mail: { Type: AWS::SNS::Subscription, Properties: { TopicArn: !Ref Topic, Protocol: email, Endpoint: ops@example.org } }
  Publishers:
    Type: AWS::SNS::TopicPolicy
    Properties:
      Topics: [!Ref Topic]
      PolicyDocument: { Version: "2012-10-17", Statement: [{ Sid: own, Effect: Allow, Principal: { AWS: !Ref AWS::AccountId }, Action: "sns:Publish", Resource: !Ref Topic }] }
`
const CONFIG = `
version: 1
stacks: [{ id: web, name: "web-{environment}", template: web.yml, capabilities: [CAPABILITY_IAM] }]
`

let world: World
afterEach(() => world.close())

test('undeclared settings of each resource are reported with author and time, and nothing else is', async () => {
  const capabilities = ['CAPABILITY_IAM' as const]
  const attach = { stack: 'web-production', by: 'frank' }
  const statement = { Sid: 'all', Effect: 'Allow', Principal: '*', Action: 'sqs:SendMessage', Resource: '*' }
  world = await startWorld({
    history: [
      ...['preprod', 'production'].map((each) => ({
        deploy: { stack: `web-${each}`, template: TEMPLATE, capabilities },
      })),
      {
        tamper: { stack: 'web-production', resource: 'Role', properties: { ManagedPolicyArns: [ADMIN] }, by: 'frank' },
      },
      {
        attach: {
          ...attach,
          resource: 'Queue',
          type: 'AWS::SQS::QueuePolicy',
          properties: { PolicyDocument: { Version: '2012-10-17', Statement: [statement] } },
        },
      },
      {
        attach: {
          ...attach,
          resource: 'Topic',
          type: 'AWS::SNS::Subscription',
          properties: { Protocol: 'https', Endpoint: 'https://example.net/' },
        },
      },
    ],
  })
  await world.write({ 'web.yml': TEMPLATE })

  const evidence = await world.precheck(CONFIG)

  const undeclared = evidence.findings.filter(({ code }) => code.includes('undeclared'))
  expect(undeclared.map(({ title }) => title.replace(/at \S+ /, 'at … '))).toEqual([
    `production: Role (AWS::IAM::Role) has ${ADMIN} in /ManagedPolicyArns, which no template declares; last changed by frank at … (iam:UpdateRole)`,
    'production: Topic (AWS::SNS::Topic) has https https://example.net/ in /Subscription, which no template declares; last changed by frank at … (sns:Subscribe)',
    'production: Queue (AWS::SQS::Queue) has all in /QueuePolicy, which no template declares; last changed by frank at … (sqs:SetQueueAttributes)',
  ])
  expect(lines(evidence)).toContain('pass drift/access-declared stack/web')
  expect(evidence.findings.filter(({ code }) => code === 'drift/not-read')).toEqual([])

  const off = await world.precheck(`${CONFIG}precheck: { drift: { live: off } }\n`)
  expect(off.findings.some(({ code }) => code.includes('declared') && code.startsWith('drift/'))).toBe(false)
  expect(off.findings.find(({ code }) => code === 'drift/in-sync')?.observed).toContain(
    'not read, since no template declares it: access of Role (ManagedPolicyArns, Policies, PermissionsBoundary)',
  )
})
