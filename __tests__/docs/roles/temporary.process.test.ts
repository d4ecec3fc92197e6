import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import type { AwsAccess } from '../../../src/aws/access.ts'
import type { Ports } from '../../../src/ports.ts'
import { lines } from '../../commands/world.ts'
import { step } from '../../temporary/stage.ts'
import { actionsOf, arnOf, startRoles, type RoleWorld } from './roles.ts'
import { COPIED, COPIED_CONFIG } from './templates.ts'

/** The permissions of docs/iam/temporary-role.json: temporary environments, and no other stack. */

let roles: RoleWorld
let ports: Ports
beforeEach(async () => {
  roles = await startRoles()
  await roles.world.write({ 'web.yml': COPIED })
  ports = await roles.job(undefined, 'temporary')
})
afterEach(() => roles.world.close())

const access: AwsAccess = { region: 'eu-west-1', role: arnOf('temporary'), session: 'test' }

test('a temporary environment is created, changed, and removed with the contents of its buckets', async () => {
  const { world } = roles
  const of = { config: COPIED_CONFIG, pull: 12, repository: 'org/shop', connect: ports.connect }
  expect(lines(await step(world, of))).toContain('pass temporary/deployed environment/pr-12')
  await world.write({ 'web.yml': COPIED.replace('Resources:', 'Resources:\n  More: { Type: AWS::SNS::Topic }') })
  await step(world, { ...of, runId: '8' })
  const storage = await world.ports.connect.storage({ region: 'eu-west-1', session: 'test' })
  await storage.putObject({ Bucket: 'shop-pr-12-store', Key: 'a', Body: 'a' })
  expect(lines(await step(world, { ...of, command: 'teardown' }))).toEqual(['pass temporary/removed environment/pr-12'])
  expect(roles.refused).toEqual([])
  const unused = [...actionsOf('temporary-role'), ...actionsOf('temporary-role-empty-buckets')].filter(
    (action) => !roles.used('temporary').includes(action),
  )
  const ofDeployRole = new Set(actionsOf('deploy-role'))
  // The other actions find the resource that blocks a failed deletion.
  expect(unused.filter((action) => !ofDeployRole.has(action)).toSorted()).toEqual([
    'cloudformation:ListImports',
    'ec2:DescribeNetworkInterfaces',
    'ec2:DescribeSecurityGroups',
    'ecr:ListImages',
  ])
})

describe('the role does not delete', () => {
  const remove = async (name: string) => (await ports.connect.cloudformation(access)).deleteStack({ StackName: name })
  const denied = { code: 'aws/denied' }

  test.each(['shop-preprod', 'shop-production', 'shop-pr', 'other'])('%s', async (name) => {
    await roles.world.deploy(name, 'Resources: { Topic: { Type: AWS::SNS::Topic } }')
    await expect(remove(name)).rejects.toMatchObject(denied)
    expect(roles.refused).toEqual(['cloudformation:DeleteStack'])
  })

  test('a stack that has the name of a temporary copy and was not created as one', async () => {
    await roles.world.deploy('shop-pr-12', 'Resources: { Topic: { Type: AWS::SNS::Topic } }')
    await expect(remove('shop-pr-12')).rejects.toMatchObject(denied)
  })
})

test('the role records nothing for another repository, and other jobs cannot assume it', async () => {
  const parameters = await (await ports.connect.temporary(access)).parameters()
  const put = (repository: string) =>
    parameters.putParameter({
      Name: `/test-deployments/temporary/${repository}/pr-1/environment`,
      Value: '{}',
      Type: 'String',
    })
  await expect(put('org/shop')).resolves.toBeDefined()
  await expect(put('org/shopping')).rejects.toMatchObject({ code: 'aws/denied' })
  const others = await roles.job(undefined, 'preprod')
  await expect((await others.connect.identity(access)).getCallerIdentity({})).rejects.toMatchObject({
    code: 'aws/denied',
  })
})
