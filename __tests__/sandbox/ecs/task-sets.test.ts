import {
  CreateClusterCommand,
  CreateServiceCommand,
  CreateTaskSetCommand,
  DeleteTaskSetCommand,
  DescribeServicesCommand,
  DescribeTaskSetsCommand,
  UpdateServicePrimaryTaskSetCommand,
  UpdateTaskSetCommand,
} from '@aws-sdk/client-ecs'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { errorOf, openSandbox, until } from '../world.ts'
import type { Opened } from '../world.ts'

let opened: Opened
const container = { name: 'web', image: 'shop:1', memory: 128 }
const SHOP = { family: 'shop', containerDefinitions: [container] }
const place = { cluster: 'default', service: 'web' }
beforeAll(async () => {
  opened = await openSandbox({ pace: 'skip', taskDefinitions: [SHOP, SHOP] })
  await opened.aws.ecs.send(new CreateClusterCommand({}))
  const make = (serviceName: string, type: 'EXTERNAL' | 'CODE_DEPLOY' | 'ECS') =>
    opened.aws.ecs.send(
      new CreateServiceCommand({
        serviceName,
        taskDefinition: 'shop:1',
        desiredCount: 3,
        deploymentController: { type },
      }),
    )
  await make('web', 'EXTERNAL')
  await make('blue', 'CODE_DEPLOY')
  await make('rolling', 'ECS')
})
afterAll(() => opened.sandbox.close())

test('the owner of a service creates, scales and shifts its task sets', async () => {
  const { ecs } = opened.aws
  const make = (taskDefinition: string, value: number) =>
    ecs.send(new CreateTaskSetCommand({ ...place, taskDefinition, scale: { value, unit: 'PERCENT' }, externalId: 'x' }))
  const { taskSet: first } = await make('shop:1', 100)
  expect(first).toMatchObject({ status: 'ACTIVE', computedDesiredCount: 3, externalId: 'x' })
  const move = (primaryTaskSet: string) =>
    ecs.send(new UpdateServicePrimaryTaskSetCommand({ ...place, primaryTaskSet }))
  expect((await move(first!.id!)).taskSet).toMatchObject({ status: 'PRIMARY' })
  // Half of three, rounded up.
  const { taskSet: second } = await make('shop:2', 50)
  expect(second).toMatchObject({ computedDesiredCount: 2, scale: { value: 50, unit: 'PERCENT' } })
  await move(second!.taskSetArn!)
  const sets = async () => (await ecs.send(new DescribeTaskSetsCommand(place))).taskSets ?? []
  expect((await sets()).map(({ status }) => status)).toEqual(['ACTIVE', 'PRIMARY'])
  await until(sets, (all) => all.every(({ stabilityStatus }) => stabilityStatus === 'STEADY_STATE'))
  const { services: [service] = [] } = await ecs.send(new DescribeServicesCommand({ ...place, services: ['web'] }))
  expect(service).toMatchObject({
    runningCount: 5,
    taskDefinition: expect.stringMatching(/shop:2$/),
    deploymentController: { type: 'EXTERNAL' },
  })
  const remove = (force: boolean) => ecs.send(new DeleteTaskSetCommand({ ...place, taskSet: first!.id!, force }))
  expect(await errorOf(remove(false))).toMatchObject({ name: 'InvalidParameterException' })
  const scale = { value: 0, unit: 'PERCENT' as const }
  await ecs.send(new UpdateTaskSetCommand({ ...place, taskSet: first!.id!, scale }))
  expect((await remove(false)).taskSet).toMatchObject({ status: 'DRAINING', runningCount: 0 })
  expect(await errorOf(remove(true))).toMatchObject({ name: 'TaskSetNotFoundException' })
})

test('other services have no task sets that calls can change', async () => {
  const make = (service: string) =>
    opened.aws.ecs.send(new CreateTaskSetCommand({ ...place, service, taskDefinition: 'shop:1' }))
  expect(await errorOf(make('blue'))).toMatchObject({ name: 'InvalidParameterException' })
  expect(await errorOf(make('rolling'))).toMatchObject({ name: 'InvalidParameterException' })
  expect(await errorOf(make('none'))).toMatchObject({ name: 'ServiceNotFoundException' })
  const { taskSets = [] } = await opened.aws.ecs.send(new DescribeTaskSetsCommand({ ...place, service: 'blue' }))
  expect(taskSets).toMatchObject([{ status: 'PRIMARY', startedBy: 'CODE_DEPLOY' }])
})
