import { CreateStackCommand, DescribeStacksCommand } from '@aws-sdk/client-cloudformation'
import { CreateApplicationCommand, GetApplicationCommand, ListApplicationsCommand } from '@aws-sdk/client-codedeploy'
import { afterEach, describe, expect, test } from '@jest/globals'
import type { ScenarioInput } from '../../../sandbox/scenario.ts'
import { errorOf, openSandbox } from '../world.ts'
import type { Opened } from '../world.ts'

let opened: Opened
afterEach(() => opened.sandbox.close())

type Rule = NonNullable<ScenarioInput['trouble']>[number]

const open = async (rule: Rule): Promise<void> => {
  opened = await openSandbox({ trouble: [rule] })
}
const stacks = () => errorOf(opened.aws.cloudformation.send(new DescribeStacksCommand({})))
const list = () => errorOf(opened.aws.codedeploy.send(new ListApplicationsCommand({})))
const names = async (times: number, call: () => Promise<{ name: string }>): Promise<string[]> => {
  const found: string[] = []
  for (let time = 0; time < times; time += 1) found.push((await call()).name)
  return found
}

describe('injected faults of a scenario', () => {
  test.each([
    ['throttle', 'Throttling', 'ThrottlingException'],
    ['error-500', 'InternalFailure', 'InternalFailure'],
    ['error-503', 'ServiceUnavailable', 'ServiceUnavailable'],
    ['expired', 'ExpiredToken', 'ExpiredTokenException'],
  ] as const)('%s', async (kind, query, json) => {
    await open({ on: ['cloudformation:*', 'codedeploy:List*'], do: kind })
    expect((await stacks()).name).toBe(query)
    expect((await list()).name).toBe(json)
    const other = opened.aws.codedeploy.send(new GetApplicationCommand({ applicationName: 'a' }))
    expect((await errorOf(other)).name).toBe('ApplicationDoesNotExistException')
  })

  test('start after a number of calls, for a number of calls', async () => {
    await open({ on: 'codedeploy:ListApplications', do: 'throttle', after: 1, times: 2 })
    expect(await names(4, list)).toEqual(['none', 'ThrottlingException', 'ThrottlingException', 'none'])
  })

  test('have a rate, with the same result for the same seed', async () => {
    await open({ on: 'codedeploy:*', do: 'error-500', rate: 0.5 })
    const first = await names(12, list)
    expect(new Set(first)).toEqual(new Set(['none', 'InternalFailure']))
    await opened.sandbox.close()
    await open({ on: 'codedeploy:*', do: 'error-500', rate: 0.5 })
    expect(await names(12, list)).toEqual(first)
  })

  test('occur when a token bucket is empty', async () => {
    await open({ on: 'codedeploy:*', do: 'throttle', bucket: { capacity: 3, perSecond: 0.001 } })
    expect(await names(4, list)).toEqual(['none', 'none', 'none', 'ThrottlingException'])
  })

  test("a denied action has IAM's message", async () => {
    await open({ on: 'cloudformation:DescribeStacks', do: 'deny' })
    expect((await stacks()).message).toContain(
      'no identity-based policy allows the cloudformation:DescribeStacks action',
    )
  })

  test('a response is truncated or malformed', async () => {
    await open({ on: 'codedeploy:ListApplications', do: 'truncate' })
    expect((await list()).name).not.toBe('none')
    opened.sandbox.aws.trouble.clear()
    opened.sandbox.aws.trouble.add({ ...RULE, on: 'codedeploy:ListApplications', do: 'malformed' })
    expect((await list()).name).not.toBe('none')
  })

  test('a read gets the previous response', async () => {
    await open({ on: 'codedeploy:ListApplications', do: 'stale', after: 2 })
    const shown = async () => (await opened.aws.codedeploy.send(new ListApplicationsCommand({}))).applications
    expect(await shown()).toEqual([])
    await opened.aws.codedeploy.send(new CreateApplicationCommand({ applicationName: 'new' }))
    expect(await shown()).toEqual(['new'])
    expect(await shown()).toEqual([])
  })
})

const RULE = { after: 0, ms: 0, code: 'x', message: 'x', status: 400 }

describe('a connection that is closed', () => {
  const template = JSON.stringify({ Resources: { Topic: { Type: 'AWS::SNS::Topic' } } })
  const create = () =>
    errorOf(opened.aws.cloudformation.send(new CreateStackCommand({ StackName: 'cut', TemplateBody: template })))
  const exists = async () =>
    (await errorOf(opened.aws.cloudformation.send(new DescribeStacksCommand({ StackName: 'cut' })))).name === 'none'

  test('before the call is executed', async () => {
    await open({ on: 'cloudformation:CreateStack', do: 'reset-before' })
    expect((await create()).name).not.toBe('none')
    expect(await exists()).toBe(false)
  })

  test('after the call is executed', async () => {
    await open({ on: 'cloudformation:CreateStack', do: 'reset-after' })
    expect((await create()).name).not.toBe('none')
    expect(await exists()).toBe(true)
    expect(opened.traffic.find(({ request }) => request.body.includes('CreateStack'))?.response.status).toBe(0)
  })
})
