import { CreateBucketCommand } from '@aws-sdk/client-s3'
import { clientsOf } from '../../../__tests__/sandbox/world.ts'
import { arnOf, type RoleWorld } from '../../../__tests__/docs/roles/roles.ts'
import { COPIED, COPIED_CONFIG } from '../../../__tests__/docs/roles/templates.ts'
import { step } from '../../../__tests__/temporary/stage.ts'
import { openRunBucket } from '../../../src/aws/run-bucket.ts'
import { contextOf, plannedOf, type AwsStage } from '../../../__tests__/checks/aws.ts'
import { shownOf, shownOfEach, type Story } from './contract.ts'

/** Permissions of evidence, temporary environments and checks with actions. */

const NETWORK = `
Resources:
  Vpc: { Type: AWS::EC2::VPC, Properties: { CidrBlock: 10.0.0.0/16 } }
  One: { Type: AWS::EC2::Subnet, Properties: { VpcId: !Ref Vpc, CidrBlock: 10.0.1.0/24 } }
  Open: { Type: AWS::EC2::SecurityGroup, Properties: { VpcId: !Ref Vpc, GroupDescription: open } }
  Web: { Type: AWS::EC2::Instance, Properties: { SubnetId: !Ref One, SecurityGroupIds: [!Ref Open] } }
  Data: { Type: AWS::EC2::Instance, Properties: { SubnetId: !Ref One, SecurityGroupIds: [!Ref Open] } }
Outputs:
  Web: { Value: !Ref Web }
  Data: { Value: !Ref Data }
`

/** A check as the configuration writes it, by a role. */
function checkBy(roles: RoleWorld, role: 'verify-invoke' | 'verify-network') {
  return async (entry: string): Promise<object> => {
    const { world } = roles
    const stage: AwsStage = {
      clock: { now: () => world.sandbox.clock.now(), sleep: (ms, signal) => world.sandbox.clock.wait(ms, signal) },
      connect: (await roles.job()).connect,
      access: { region: world.region, session: 'test', role: arnOf(role) },
    }
    const { check, options } = plannedOf(entry)
    return check.judge(options as never, (await check.observe(options as never, contextOf(stage))) as never)
  }
}

export const OTHER_STORIES: readonly Story[] = [
  {
    name: 'evidence is stored, found and read',
    role: 'evidence',
    documents: ['evidence-role'],
    async play(roles) {
      const { world } = roles
      await clientsOf(world.sandbox).s3.send(new CreateBucketCommand({ Bucket: 'shop-evidence' }))
      const { connect } = await roles.job()
      const storage = await connect.storage({ region: world.region, session: 'evidence', role: arnOf('evidence') })
      const run = { repository: 'org/shop', runId: '1', log: world.ports.log }
      const place = { bucket: 'shop-evidence', owner: '111111111111', prefix: 'test-deployments' }
      const bucket = openRunBucket(storage, place, run)
      return shownOfEach([
        async () => ({ put: await bucket.put('gate.json', Buffer.from('{}')) }),
        async () => ({ list: await bucket.list() }),
        async () => ({ get: Buffer.from(await bucket.get('gate.json')).toString() }),
      ])
    },
  },
  {
    name: 'a temporary environment is made, changed and removed',
    role: 'temporary',
    documents: ['temporary-role', 'temporary-role-empty-buckets'],
    async play(roles) {
      const { world } = roles
      await world.write({ 'web.yml': COPIED })
      const { connect } = await roles.job(undefined, 'temporary')
      const of = { config: COPIED_CONFIG, pull: 12, repository: 'org/shop', connect }
      const made = await step(world, of)
      const more = COPIED.replace('Resources:', 'Resources:\n  More: { Type: AWS::SNS::Topic }')
      await world.write({ 'web.yml': more })
      const changed = await step(world, { ...of, runId: '8' })
      const storage = await world.ports.connect.storage({ region: 'eu-west-1', session: 'test' })
      // Where the copy was not made, there is no bucket.
      await storage.putObject({ Bucket: 'shop-pr-12-store', Key: 'a', Body: 'a' }).catch(() => undefined)
      return shownOf(made, changed, await step(world, { ...of, command: 'teardown' }))
    },
  },
  {
    name: 'a function is invoked',
    role: 'verify-invoke',
    documents: ['verify-role-invoke'],
    scenario: { functions: [{ name: 'shop-orders', versions: ['one'], aliases: { live: '1' } }] },
    play: (roles) => shownOfEach([() => checkBy(roles, 'verify-invoke')('{ invoke: "shop-orders:1" }')]),
  },
  {
    name: 'a path through a network is analysed',
    role: 'verify-network',
    documents: ['verify-role-network'],
    scenario: { pace: 'skip' },
    async play(roles) {
      const { world } = roles
      await world.deploy('net-preprod', NETWORK)
      const { Stacks = [] } = await (await world.cloudformation()).describeStacks({ StackName: 'net-preprod' })
      const outputs = new Map(Stacks[0]?.Outputs?.map(({ OutputKey, OutputValue = '' }) => [OutputKey, OutputValue]))
      const [from, to] = [outputs.get('Web'), outputs.get('Data')]
      const check = checkBy(roles, 'verify-network')
      return shownOfEach([() => check(`{ path: { from: ${from}, to: ${to}, port: 22, reachable: false } }`)])
    },
  },
]
