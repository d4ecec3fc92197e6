import { CreateStackCommand, DescribeStacksCommand, UpdateStackCommand } from '@aws-sdk/client-cloudformation'
import {
  CancelCommandCommand,
  DeleteParameterCommand,
  DescribeInstanceInformationCommand,
  GetCommandInvocationCommand,
  GetParameterCommand,
  GetParameterHistoryCommand,
  GetParametersByPathCommand,
  GetParametersCommand,
  LabelParameterVersionCommand,
  ListCommandInvocationsCommand,
  ListCommandsCommand,
  paginateDescribeParameters,
  paginateGetParametersByPath,
  PutParameterCommand,
  SendCommandCommand,
  SSMClient,
  waitUntilCommandExecuted,
} from '@aws-sdk/client-ssm'
import type { PutParameterCommandInput, SendCommandCommandInput } from '@aws-sdk/client-ssm'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { errorOf, openSandbox, PREPROD, until } from './world.ts'
import type { Opened } from './world.ts'

let opened: Opened
let ssm: SSMClient
beforeAll(async () => {
  opened = await openSandbox({ pace: 'skip', silentHosts: ['silent'] })
  const credentials = { accessKeyId: PREPROD.account, secretAccessKey: 'anything' }
  ssm = new SSMClient({ endpoint: opened.sandbox.awsUrl, region: PREPROD.region, credentials, maxAttempts: 1 })
})
afterAll(() => opened.sandbox.close())

const put = (Name: string, Value: string, more: Partial<PutParameterCommandInput> = {}) =>
  ssm.send(new PutParameterCommand({ Name, Value, Type: 'String', ...more }))
const get = async (Name: string, WithDecryption?: boolean) =>
  (await ssm.send(new GetParameterCommand({ Name, WithDecryption }))).Parameter

describe('parameters', () => {
  test('a new version replaces the value, and old versions can be read', async () => {
    expect(await put('/shop/size', 'small')).toMatchObject({ Version: 1, Tier: 'Standard' })
    expect(await put('/shop/size', 'large', { Overwrite: true })).toMatchObject({ Version: 2 })
    expect(await get('/shop/size')).toMatchObject({
      Value: 'large',
      Version: 2,
      ARN: `arn:aws:ssm:${PREPROD.region}:${PREPROD.account}:parameter/shop/size`,
      DataType: 'text',
    })
    expect(await get('/shop/size:1')).toMatchObject({ Value: 'small', Version: 1, Selector: ':1' })
    const { Parameters: history = [] } = await ssm.send(new GetParameterHistoryCommand({ Name: '/shop/size' }))
    expect(history.map(({ Value, Version }) => [Version, Value])).toEqual([
      [1, 'small'],
      [2, 'large'],
    ])
  })

  test('a label points to one version', async () => {
    await put('/shop/labelled', 'one')
    await put('/shop/labelled', 'two', { Overwrite: true })
    const label = (ParameterVersion: number, ...Labels: string[]) =>
      ssm.send(new LabelParameterVersionCommand({ Name: '/shop/labelled', ParameterVersion, Labels }))
    expect(await label(1, 'live', '1st', 'aws-live')).toMatchObject({ InvalidLabels: ['1st', 'aws-live'] })
    expect((await get('/shop/labelled:live'))?.Value).toBe('one')
    await label(2, 'live')
    expect((await get('/shop/labelled:live'))?.Value).toBe('two')
  })

  test('a SecureString is returned as plain text only with decryption', async () => {
    await put('/shop/secret', 'correct-horse', { Type: 'SecureString' })
    expect((await get('/shop/secret'))?.Value).not.toContain('horse')
    expect((await get('/shop/secret', true))?.Value).toBe('correct-horse')
  })

  test('several names: missing ones are listed', async () => {
    await put('plain', 'x')
    const names = ['plain', '/shop/none', 'arn:aws:ssm:eu-west-1:111111111111:parameter/plain']
    const answer = await ssm.send(new GetParametersCommand({ Names: names }))
    expect(answer.Parameters?.map(({ Value }) => Value)).toEqual(['x', 'x'])
    expect(answer.InvalidParameters).toEqual(['/shop/none'])
  })

  test('a path is read page by page, with or without deeper levels', async () => {
    for (let index = 0; index < 12; index++) await put(`/pages/${index}`, 'x')
    await put('/pages/deep/er', 'x')
    const read = async (Recursive: boolean) => {
      const names: (string | undefined)[] = []
      for await (const page of paginateGetParametersByPath({ client: ssm }, { Path: '/pages', Recursive })) {
        names.push(...(page.Parameters ?? []).map(({ Name }) => Name))
      }
      return names
    }
    expect(await read(false)).toHaveLength(12)
    expect(await read(true)).toHaveLength(13)
    const filter = { Key: 'Name', Option: 'BeginsWith', Values: ['/pages/1'] }
    const found: string[] = []
    for await (const page of paginateDescribeParameters({ client: ssm, pageSize: 1 }, { ParameterFilters: [filter] })) {
      found.push(...(page.Parameters ?? []).map(({ Name = '' }) => Name))
    }
    expect(found).toEqual(['/pages/1', '/pages/10', '/pages/11'])
  })

  test.each<[string, () => Promise<unknown>, string]>([
    ['an unknown name', () => get('/none'), 'ParameterNotFound'],
    ['an unknown version', () => get('/shop/size:9'), 'ParameterVersionNotFound'],
    ['an existing name', () => put('/shop/size', 'x'), 'ParameterAlreadyExists'],
    ['a reserved name', () => put('/aws/size', 'x'), 'ValidationException'],
    ['a name with other characters', () => put('/a b', 'x'), 'ValidationException'],
    ['a hierarchy that is not fully qualified', () => put('shop/size', 'x'), 'ValidationException'],
    ['too many levels', () => put('/a'.repeat(16), 'x'), 'HierarchyLevelLimitExceededException'],
    ['another pattern', () => put('/p', 'x', { AllowedPattern: '\\d+' }), 'ParameterPatternMismatchException'],
    ['a long value', () => put('/long', 'x'.repeat(4_097)), 'ValidationException'],
    ['a deletion of a missing one', () => ssm.send(new DeleteParameterCommand({ Name: '/none' })), 'ParameterNotFound'],
    ['a path in place of a name', () => ssm.send(new GetParametersByPathCommand({ Path: 'a' })), 'ValidationException'],
  ])('%s is rejected', async (_, call, name) => {
    expect(await errorOf(call())).toMatchObject({ name })
  })
})

describe('parameters and stacks', () => {
  const { cloudformation } = { cloudformation: () => opened.aws.cloudformation }
  const stackStatus = async (StackName: string) =>
    (await cloudformation().send(new DescribeStacksCommand({ StackName }))).Stacks?.[0]
  const settled = (name: string) =>
    until(
      () => stackStatus(name),
      (stack) => stack?.StackStatus?.endsWith('_COMPLETE') === true,
    )
  const template = (value: unknown) =>
    JSON.stringify({
      Parameters: { Size: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/stack/size' } },
      Resources: {
        P: { Type: 'AWS::SSM::Parameter', Properties: { Name: '/stack/out', Type: 'String', Value: value } },
      },
      Outputs: { Size: { Value: { Ref: 'Size' } } },
    })

  test('a stack reads and creates parameters', async () => {
    await put('/stack/size', 'small')
    const reference = '{{resolve:ssm:/stack/size:1}}-made'
    await cloudformation().send(new CreateStackCommand({ StackName: 'made', TemplateBody: template(reference) }))
    expect((await settled('made'))?.Outputs).toMatchObject([{ OutputKey: 'Size', OutputValue: 'small' }])
    expect((await get('/stack/out'))?.Value).toBe('small-made')
    await put('/stack/size', 'large', { Overwrite: true })
    await cloudformation().send(
      new UpdateStackCommand({ StackName: 'made', TemplateBody: template('{{resolve:ssm:/stack/size}}') }),
    )
    const stack = await settled('made')
    expect(stack?.Parameters).toMatchObject([{ ParameterValue: '/stack/size', ResolvedValue: 'large' }])
    expect(await get('/stack/out')).toMatchObject({ Value: 'large', Version: 2 })
  })

  test('an existing parameter cannot be created again', async () => {
    await put('/stack/out2', 'by hand')
    const body = template('x').replace('/stack/out', '/stack/out2')
    await cloudformation().send(new CreateStackCommand({ StackName: 'again', TemplateBody: body }))
    expect((await settled('again'))?.StackStatus).toBe('ROLLBACK_COMPLETE')
    expect((await get('/stack/out2'))?.Value).toBe('by hand')
  })
})

describe('Run Command', () => {
  const tags = [{ Key: 'fleet', Value: 'run' }]
  const launch = (name: string) =>
    opened.sandbox.aws.hosts.launch(PREPROD, [...tags, { Key: 'Name', Value: name }], new Date())
  const send = async (commands: readonly string[], more: Partial<SendCommandCommandInput>) => {
    const sent = await ssm.send(
      new SendCommandCommand({
        DocumentName: 'AWS-RunShellScript',
        ...more,
        Parameters: { commands: [...commands], ...more.Parameters },
      }),
    )
    return sent.Command ?? {}
  }
  const result = async (CommandId: string, InstanceId: string) => {
    await waitUntilCommandExecuted(
      { client: ssm, maxWaitTime: 60, minDelay: 1, maxDelay: 1 },
      { CommandId, InstanceId },
    ).catch(() => undefined)
    return ssm.send(new GetCommandInvocationCommand({ CommandId, InstanceId }))
  }

  test('runs a script on the disk of the host', async () => {
    const host = await launch('one')
    const { CommandId: id = '' } = await send(['echo here > made', 'echo out', 'echo err >&2'], {
      InstanceIds: [host.id],
    })
    expect(await result(id, host.id)).toMatchObject({
      Status: 'Success',
      ResponseCode: 0,
      StandardOutputContent: 'out\n',
      StandardErrorContent: 'err\n',
    })
    expect(existsSync(join(host.disk, 'made'))).toBe(true)
  })

  test('reports the exit code, and the end of the standard error', async () => {
    const host = await launch('two')
    const { CommandId: id = '' } = await send(['echo bad >&2', 'exit 3'], { InstanceIds: [host.id] })
    expect(await result(id, host.id)).toMatchObject({
      Status: 'Failed',
      StatusDetails: 'Failed',
      ResponseCode: 3,
      StandardErrorContent: 'bad\nfailed to run commands: exit status 3',
    })
    const { Commands: commands } = await ssm.send(new ListCommandsCommand({ CommandId: id }))
    expect(commands).toMatchObject([{ Status: 'Failed', TargetCount: 1, CompletedCount: 1, ErrorCount: 1 }])
  })

  test('long output is cut', async () => {
    const host = await launch('three')
    const { CommandId: id = '' } = await send(['yes | head -c 30000', 'yes | head -c 30000 >&2', 'echo END'], {
      InstanceIds: [host.id],
    })
    const { StandardOutputContent: out = '', StandardErrorContent: err = '' } = await result(id, host.id)
    expect([out.length, err.length]).toEqual([24_000, 8_000])
    const listed = await ssm.send(new ListCommandInvocationsCommand({ CommandId: id, Details: true }))
    expect(listed.CommandInvocations?.[0]?.CommandPlugins?.[0]?.Output).toHaveLength(2_500)
  })

  test('a script that exceeds its timeout is ended', async () => {
    const host = await launch('four')
    const { CommandId: id = '' } = await send(['sleep 600 & wait'], {
      InstanceIds: [host.id],
      Parameters: { executionTimeout: ['1'] },
    })
    const done = () =>
      ssm.send(new GetCommandInvocationCommand({ CommandId: id, InstanceId: host.id })).catch(() => undefined)
    expect(await until(done, (each) => each?.Status === 'TimedOut')).toMatchObject({
      StatusDetails: 'Execution Timed Out',
    })
  })

  test('a command can be cancelled', async () => {
    const host = await launch('five')
    const { CommandId: id = '' } = await send(['sleep 600 & wait'], { InstanceIds: [host.id] })
    const readState = () =>
      ssm.send(new GetCommandInvocationCommand({ CommandId: id, InstanceId: host.id })).catch(() => undefined)
    await until(readState, (each) => each?.Status === 'InProgress')
    await ssm.send(new CancelCommandCommand({ CommandId: id }))
    expect(await until(readState, (each) => each?.Status === 'Cancelled')).toBeDefined()
  })

  test('a host whose agent does not respond is reported, and rejected by its ID', async () => {
    const host = await launch('silent')
    const { InstanceInformationList: list = [] } = await ssm.send(
      new DescribeInstanceInformationCommand({ Filters: [{ Key: 'InstanceIds', Values: [host.id] }] }),
    )
    expect(list).toMatchObject([{ PingStatus: 'ConnectionLost' }])
    expect(await errorOf(send(['true'], { InstanceIds: [host.id] }))).toMatchObject({ name: 'InvalidInstanceId' })
    const { CommandId: id = '', TargetCount: count } = await send(['true'], {
      Targets: [{ Key: 'tag:Name', Values: ['silent'] }],
      TimeoutSeconds: 30,
    })
    expect(count).toBe(1)
    await opened.sandbox.clock.wait(40_000)
    expect(await ssm.send(new GetCommandInvocationCommand({ CommandId: id, InstanceId: host.id }))).toMatchObject({
      Status: 'TimedOut',
      StatusDetails: 'Delivery Timed Out',
    })
  })

  test('targets that match nothing run nothing, which is a success', async () => {
    const { CommandId: id, TargetCount: count } = await send(['true'], {
      Targets: [{ Key: 'tag:fleet', Values: ['none'] }],
    })
    const { Commands: commands } = await ssm.send(new ListCommandsCommand({ CommandId: id }))
    expect([count, commands?.[0]?.Status, commands?.[0]?.TargetCount]).toEqual([0, 'Success', 0])
  })

  test.each<[string, Partial<SendCommandCommandInput>, string]>([
    ['an unknown document', { DocumentName: 'Mine', InstanceIds: ['i-00000000'] }, 'InvalidDocument'],
    ['an unknown instance', { InstanceIds: ['i-00000000000000000'] }, 'InvalidInstanceId'],
    ['no target', {}, 'ValidationException'],
    [
      'an unknown parameter of the document',
      { Targets: [{ Key: 'tag:fleet', Values: ['none'] }], Parameters: { command: ['true'] } },
      'InvalidParameters',
    ],
  ])('%s is rejected', async (_, given, name) => {
    expect(await errorOf(send(['true'], given))).toMatchObject({ name })
  })

  test('an invocation is unknown before the agent has it', async () => {
    const host = await launch('six')
    const { CommandId: id } = await send(['true'], { InstanceIds: [host.id] })
    const early = ssm.send(new GetCommandInvocationCommand({ CommandId: id, InstanceId: host.id }))
    expect(await errorOf(early)).toMatchObject({ name: 'InvocationDoesNotExist' })
  })
})
