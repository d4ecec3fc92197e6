import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  AddTagsToOnPremisesInstancesCommand,
  BatchGetOnPremisesInstancesCommand,
  DeregisterOnPremisesInstanceCommand,
  GetOnPremisesInstanceCommand,
  ListOnPremisesInstancesCommand,
  RegisterOnPremisesInstanceCommand,
  RemoveTagsFromOnPremisesInstancesCommand,
} from '@aws-sdk/client-codedeploy'
import type { RegistrationStatus, TagFilter } from '@aws-sdk/client-codedeploy'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { onPremisesOperations } from '../../../sandbox/aws/services/codedeploy/on-premises.ts'
import { PREPROD, deploy, ended, errorOf, makeFleet, openSandbox, revisionFiles, targetsOf } from '../world.ts'
import type { Clients, Opened } from '../world.ts'

let opened: Opened
let codedeploy: Clients['codedeploy']

const register = (instanceName: string) => {
  const iamUserArn = `arn:aws:iam::111111111111:user/${instanceName}`
  return codedeploy.send(new RegisterOnPremisesInstanceCommand({ instanceName, iamUserArn }))
}
const tag = (instanceName: string, Key: string, Value: string) =>
  codedeploy.send(new AddTagsToOnPremisesInstancesCommand({ instanceNames: [instanceName], tags: [{ Key, Value }] }))
const list = async (tagFilters?: TagFilter[], registrationStatus?: RegistrationStatus) =>
  (await codedeploy.send(new ListOnPremisesInstancesCommand({ tagFilters, registrationStatus }))).instanceNames

beforeAll(async () => {
  opened = await openSandbox()
  ;({ codedeploy } = opened.aws)
  for (const name of ['rack-1', 'rack-2', 'rack-3']) await register(name)
  await tag('rack-1', 'role', 'web')
  await tag('rack-2', 'role', 'web')
  await tag('rack-3', 'role', 'database')
  await codedeploy.send(new DeregisterOnPremisesInstanceCommand({ instanceName: 'rack-2' }))
})
afterAll(async () => {
  await opened.sandbox.close()
  expect(opened.complaints).toEqual([])
})

test('lists registered and deregistered instances by status and tags', async () => {
  expect(await list()).toEqual(['rack-1', 'rack-2', 'rack-3'])
  expect(await list(undefined, 'Registered')).toEqual(['rack-1', 'rack-3'])
  expect(await list(undefined, 'Deregistered')).toEqual(['rack-2'])
  expect(await list([{ Key: 'role', Value: 'web', Type: 'KEY_AND_VALUE' }])).toEqual(['rack-1', 'rack-2'])
  expect(await list([{ Key: 'role', Type: 'KEY_ONLY' }], 'Registered')).toEqual(['rack-1', 'rack-3'])
  expect(await list([{ Key: 'role', Value: 'cache' }])).toEqual([])
})

test('describes instances with their tags', async () => {
  const { instanceInfo } = await codedeploy.send(new GetOnPremisesInstanceCommand({ instanceName: 'rack-1' }))
  expect(instanceInfo).toMatchObject({
    instanceName: 'rack-1',
    iamUserArn: 'arn:aws:iam::111111111111:user/rack-1',
    tags: [{ Key: 'role', Value: 'web' }],
  })
  expect(instanceInfo?.instanceArn).toMatch(/^arn:aws:codedeploy:eu-west-1:111111111111:instance\/rack-1_/)
  const { instanceInfos } = await codedeploy.send(
    new BatchGetOnPremisesInstancesCommand({ instanceNames: ['rack-2', 'rack-9'] }),
  )
  expect(instanceInfos?.map(({ instanceName }) => instanceName)).toEqual(['rack-2'])
  expect(instanceInfos?.[0]?.deregisterTime).toBeInstanceOf(Date)
  await tag('rack-3', 'shelf', '7')
  const tags = [{ Key: 'shelf', Value: '7' }]
  await codedeploy.send(new RemoveTagsFromOnPremisesInstancesCommand({ instanceNames: ['rack-3'], tags }))
  const after = await codedeploy.send(new GetOnPremisesInstanceCommand({ instanceName: 'rack-3' }))
  expect(after.instanceInfo?.tags).toEqual([{ Key: 'role', Value: 'database' }])
})

test('a deployment runs only on the registered instances of its group', async () => {
  await makeFleet(opened, 0, { onPremisesInstanceTagFilters: [{ Key: 'role', Value: 'web', Type: 'KEY_AND_VALUE' }] })
  const deploymentId = await deploy(opened, revisionFiles('on premises'))
  expect((await ended(opened, deploymentId)).status).toBe('Succeeded')
  const targets = await targetsOf(opened.aws, deploymentId)
  expect(targets.map(({ instanceTarget }) => instanceTarget?.targetId)).toEqual(['rack-1'])
  expect(targets[0]?.instanceTarget?.targetArn).toMatch(/:instance\/rack-1_/)
  const host = opened.sandbox.aws.hosts.find(PREPROD, 'rack-1')
  expect(await readFile(join(host!.disk, 'srv/app.txt'), 'utf8')).toBe('on premises')
})

test.each([
  ['InstanceNameAlreadyRegisteredException', () => register('rack-1')],
  ['InvalidInstanceNameException', () => register('i-0123456789')],
  [
    'IamUserArnAlreadyRegisteredException',
    () =>
      codedeploy.send(
        new RegisterOnPremisesInstanceCommand({
          instanceName: 'rack-4',
          iamUserArn: 'arn:aws:iam::111111111111:user/rack-1',
        }),
      ),
  ],
  ['IamArnRequiredException', () => codedeploy.send(new RegisterOnPremisesInstanceCommand({ instanceName: 'rack-4' }))],
  [
    'MultipleIamArnsProvidedException',
    () =>
      codedeploy.send(
        new RegisterOnPremisesInstanceCommand({
          instanceName: 'rack-4',
          iamUserArn: 'arn:aws:iam::111111111111:user/rack-4',
          iamSessionArn: 'arn:aws:sts::111111111111:assumed-role/racks/rack-4',
        }),
      ),
  ],
  ['InstanceNotRegisteredException', () => tag('rack-2', 'role', 'web')],
  [
    'InstanceNotRegisteredException',
    () => codedeploy.send(new GetOnPremisesInstanceCommand({ instanceName: 'rack-9' })),
  ],
])('%s', async (name, call) => {
  expect((await errorOf(call())).name).toBe(name)
})

// Such requests do not conform to AWS's model, so they are not sent over the wire.
test.each([
  ['InvalidTagFilterException', { tagFilters: [{ Key: 'role', Type: 'ANY' }] }],
  ['InvalidRegistrationStatusException', { registrationStatus: 'Lost' }],
])('%s', (code, input) => {
  const { codedeploy: state, hosts } = opened.sandbox.aws
  const { ListOnPremisesInstances } = onPremisesOperations({ state, hosts, clock: opened.sandbox.clock })
  const call = { ...PREPROD, service: 'codedeploy', operation: '', principal: '', requestId: '' }
  expect(() => ListOnPremisesInstances?.(input, call)).toThrow(expect.objectContaining({ code }))
})
