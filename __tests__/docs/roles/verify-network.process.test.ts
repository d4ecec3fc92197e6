import { DescribeNetworkInsightsPathsCommand, CreateNetworkInsightsPathCommand, EC2Client } from '@aws-sdk/client-ec2'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { contextOf, line, plannedOf, type AwsStage } from '../../checks/aws.ts'
import { actionsOf, arnOf, startRoles, type RoleWorld } from './roles.ts'
import type { Judgement } from '../../../src/checks/contract.ts'

/** The check `path` on networks of the sandbox, with the role of docs/iam/verify-role-network.json. */

const TEMPLATE = `
Resources:
  Vpc: { Type: AWS::EC2::VPC, Properties: { CidrBlock: 10.0.0.0/16 } }
  One: { Type: AWS::EC2::Subnet, Properties: { VpcId: !Ref Vpc, CidrBlock: 10.0.1.0/24 } }
  Two: { Type: AWS::EC2::Subnet, Properties: { VpcId: !Ref Vpc, CidrBlock: 10.0.2.0/24 } }
  Web: { Type: AWS::EC2::SecurityGroup, Properties: { VpcId: !Ref Vpc, GroupDescription: web } }
  Data:
    Type: AWS::EC2::SecurityGroup
    Properties:
      VpcId: !Ref Vpc
      GroupDescription: data
      SecurityGroupIngress: [{ IpProtocol: tcp, FromPort: 5432, ToPort: 5432, CidrIp: 10.0.1.0/24 }]
  WebHost: { Type: AWS::EC2::Instance, Properties: { SubnetId: !Ref One, SecurityGroupIds: [!Ref Web] } }
  DataHost: { Type: AWS::EC2::Instance, Properties: { SubnetId: !Ref Two, SecurityGroupIds: [!Ref Data] } }
Outputs:
  Web: { Value: !Ref WebHost }
  Data: { Value: !Ref DataHost }
`

let roles: RoleWorld
let client: EC2Client
let web = ''
let data = ''
beforeAll(async () => {
  roles = await startRoles({ pace: 'skip' })
  const { world } = roles
  await world.deploy('net-preprod', TEMPLATE)
  const { Stacks = [] } = await (await world.cloudformation()).describeStacks({ StackName: 'net-preprod' })
  const outputs = new Map(Stacks[0]?.Outputs?.map(({ OutputKey, OutputValue = '' }) => [OutputKey, OutputValue]))
  web = outputs.get('Web') ?? ''
  data = outputs.get('Data') ?? ''
  const credentials = { accessKeyId: world.account, secretAccessKey: 'anything' }
  client = new EC2Client({ endpoint: world.sandbox.awsUrl, region: world.region, credentials })
  await client.send(
    new CreateNetworkInsightsPathCommand({ Source: web, Destination: data, Protocol: 'tcp', ClientToken: 'theirs' }),
  )
})
afterAll(async () => {
  client.destroy()
  await roles.world.close()
})

async function runCheck(entry: string, aborter?: AbortController): Promise<Judgement> {
  const { world } = roles
  const ports = await roles.job(aborter)
  const stage: AwsStage = {
    clock: { now: () => world.sandbox.clock.now(), sleep: (ms, signal) => world.sandbox.clock.wait(ms, signal) },
    connect: ports.connect,
    access: { region: world.region, session: 'test', role: arnOf('verify-network') },
  }
  const { check, options } = plannedOf(entry)
  const context = { ...contextOf(stage), ...(aborter && { signal: aborter.signal }) }
  return check.judge(options as never, (await check.observe(options as never, context)) as never)
}
const remaining = async (): Promise<number> => {
  const { NetworkInsightsPaths = [] } = await client.send(new DescribeNetworkInsightsPathsCommand({}))
  return NetworkInsightsPaths.length
}

test('a reachable target passes, with its components', async () => {
  const judgement = await runCheck(`{ path: { from: ${web}, to: ${data}, port: 5432 } }`)
  expect(line(judgement)).toBe('pass: reachable')
  expect(judgement.observed).toMatch(new RegExp(`^${web} → eni-.* → ${data}$`))
})

test('an unreachable target passes, with a text for the blocking component', async () => {
  const judgement = await runCheck(`{ path: { from: ${web}, to: ${data}, port: 22, reachable: false } }`)
  expect(line(judgement)).toMatch(
    /^pass: not reachable: the security groups sg-\w+ of the interface eni-\w+ have no rule that allows it for incoming traffic \(ENI_SG_RULES_MISMATCH\)$/,
  )
})

test('the opposite fails', async () => {
  const open = await runCheck(`{ path: { from: ${web}, to: ${data}, port: 5432, reachable: false } }`)
  expect(line(open)).toBe('fail: reachable, although it must be kept away')
  const closed = await runCheck(`{ path: { from: ${web}, to: ${data}, port: 22 } }`)
  expect(line(closed)).toMatch(/^fail: not reachable: the security groups/)
})

test('a resource that does not exist is an error', async () => {
  const path = `{ path: { from: i-00000000000000000, to: ${data}, port: 22, reachable: false } }`
  await expect(runCheck(path)).rejects.toThrow(/NetworkInsightsSource.NotFound|does not exist/)
})

test('a cancelled job removes its analyses', async () => {
  const aborter = new AbortController()
  const before = await remaining()
  const looking = runCheck(`{ path: { from: ${web}, to: ${data}, port: 5432 } }`, aborter)
  const ended = expect(looking).rejects.toThrow('cancelled')
  while ((await remaining()) === before) await new Promise((go) => setTimeout(go, 5))
  aborter.abort(new Error('cancelled'))
  await ended
})

test('nothing else is removed, nothing is left behind, and the role allows the needed actions only', async () => {
  expect(await remaining()).toBe(1)
  expect(roles.refused).toEqual([])
  const unused = ['ec2:CreateTags']
  expect([...roles.used('verify-network'), ...unused].toSorted()).toEqual(actionsOf('verify-role-network'))
})
