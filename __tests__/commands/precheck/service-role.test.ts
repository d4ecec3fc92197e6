import { afterEach, expect, test } from '@jest/globals'
import { startWorld, type World } from '../world.ts'

const ACCOUNT = '111111111111'
const TEMPLATE = 'Resources: { Topic: { Type: AWS::SNS::Topic, Properties: { DisplayName: orders } } }'
const CONFIG = (live = 'access'): string => `
version: 1
stacks: [{ id: web, name: "web-{environment}", template: web.yml, role: "arn:aws:iam::${ACCOUNT}:role/cfn-{environment}" }]
precheck: { drift: { live: ${live} } }
`
const BOUNDARY = `PermissionsBoundary: "arn:aws:iam::${ACCOUNT}:policy/limit"`
const TOPICS = 'ManagedPolicyArns: ["arn:aws:iam::aws:policy/AmazonSNSFullAccess"]'
const inline = (environment: string, action: string): string =>
  `Policies: [{ PolicyName: deploy-${environment}, PolicyDocument: { Statement: [{ Effect: Allow, Action: "${action}", Resource: "arn:aws:sns:*:${ACCOUNT}:web-${environment}-*" }] } }]`

const rolesOf = (environment: string, properties: string): string =>
  `Resources: { Role: { Type: AWS::IAM::Role, Properties: { RoleName: cfn-${environment}, AssumeRolePolicyDocument: { Statement: [{ Effect: Allow, Principal: { Service: cloudformation.amazonaws.com }, Action: "sts:AssumeRole" }] }${properties === '' ? '' : `, ${properties}`} } } }`

let world: World
afterEach(() => world.close())

/** `production: undefined`: the role of production does not exist. */
async function precheck(
  preprod: string,
  production: string | undefined,
  { live, deny }: { live?: string; deny?: boolean } = {},
) {
  const roles = Object.entries({ preprod, production }).flatMap(([environment, properties]) =>
    properties === undefined
      ? []
      : [
          {
            deploy: {
              stack: `roles-${environment}`,
              template: rolesOf(environment, properties),
              capabilities: ['CAPABILITY_NAMED_IAM'],
            },
          },
        ],
  )
  const history = [
    ...roles,
    ...['preprod', 'production'].map((each) => ({ deploy: { stack: `web-${each}`, template: TEMPLATE } })),
  ]
  world = await startWorld({ history })
  await world.write({ 'web.yml': TEMPLATE })
  if (deny === true) {
    const refusal = { after: 0, ms: 0, code: 'AccessDeniedException', status: 403 }
    const message = 'User: x is not authorized to perform: iam:GetRole'
    world.sandbox.aws.trouble.add({ on: 'cloudcontrol:GetResource', do: 'error', message, ...refusal })
  }
  const evidence = await world.precheck(CONFIG(live))
  return evidence.findings
    .filter(({ subject }) => subject.includes('service-role') || subject === 'parity')
    .map(({ code, outcome, subject, expected, observed }) => ({
      what: `${outcome} ${code} ${subject}`,
      said: `${expected} / ${observed}`,
    }))
}

test('service roles with the same boundary and policies are not a difference, whatever their names are', async () => {
  const [SNS, SQS] = ['"arn:aws:iam::aws:policy/AmazonSNSFullAccess"', '"arn:aws:iam::aws:policy/AmazonSQSFullAccess"']
  const all = (environment: string, ...attached: string[]): string =>
    [BOUNDARY, `ManagedPolicyArns: [${attached.join(', ')}]`, inline(environment, 'sns:*')].join(', ')
  const found = await precheck(all('preprod', SNS, SQS), all('production', SQS, SNS))
  expect(found.map(({ what }) => what)).toEqual(['pass parity/mirrors parity'])
})

test.each([
  ['a boundary', '', BOUNDARY, 'boundary', `arn:aws:iam::{account}:policy/limit (production) / null (preprod)`],
  [
    'a managed policy',
    TOPICS,
    '',
    'attached',
    '[] (production) / ["arn:aws:iam::aws:policy/AmazonSNSFullAccess"] (preprod)',
  ],
  ['a statement', inline('preprod', 'sns:*'), inline('production', 'sns:Publish'), 'inline', 'sns:Publish'],
])('%s that only one service role has is a difference', async (_, preprod, production, part, said) => {
  const [finding, ...others] = await precheck(preprod, production)
  expect(others).toEqual([])
  expect(finding?.what).toBe(`fail parity/differs parity/stacks/web/service-role/${part}`)
  expect(finding?.said).toContain(said)
})

test('a role that cannot be read is reported, and is not a difference', async () => {
  const found = await precheck('', BOUNDARY, { deny: true })
  expect(found.map(({ what }) => what)).toEqual([
    'skipped drift/not-read stack/web/service-role',
    'skipped drift/not-read stack/web/service-role',
    'pass parity/mirrors parity',
  ])
  expect(found[0]?.said).toContain('denied: iam:GetRole')
})

test('a role that was read in one environment only is not a difference, and the other one is reported', async () => {
  const found = await precheck(BOUNDARY, undefined)
  expect(found.map(({ what }) => what)).toEqual([
    'skipped drift/not-read stack/web/service-role',
    'pass parity/mirrors parity',
  ])
})

test('with `live: off` roles are not read', async () => {
  expect((await precheck('', BOUNDARY, { live: 'off' })).map(({ what }) => what)).toEqual([
    'pass parity/mirrors parity',
  ])
})
