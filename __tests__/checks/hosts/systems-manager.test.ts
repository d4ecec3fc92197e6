import type { Command, CommandInvocation, InstanceInformation } from '@aws-sdk/client-ssm'
import { describe, expect, test } from '@jest/globals'
import type { HostCommands } from '../../../src/aws/clients/host-commands.ts'
import { throughSystemsManager } from '../../../src/checks/hosts/systems-manager/check.ts'
import { commandScript } from '../../../src/checks/hosts/script.ts'
import type { PlannedCheck } from '../../../src/checks/engine/select.ts'
import type { Judgement } from '../../../src/checks/contract.ts'
import { readConfig } from '../../../src/config/schema/file.ts'
import { planChecks } from '../../../src/checks/engine/select.ts'
import { line, contextOf } from '../aws.ts'

/** Responses of Systems Manager in forms that its documentation has and the sandbox lacks. */

function plannedOf(entry: string): PlannedCheck {
  const yaml = `version: 1\nverify:\n  - { ${entry}, on: hosts, through: ssm, tags: { Environment: '{environment}' } }\n`
  const [planned] = planChecks(readConfig(yaml, 'file').verify)
  if (planned === undefined) throw new Error('no check')
  return planned
}

const CHECK = plannedOf('name: it, file: { path: /a }')
const MARK = commandScript(CHECK, undefined).mark
const PASSED = `${MARK} 1 pass it: mode 644, root:root\n${MARK} end 1 1 fail= unknown=\n`
const FAILED = `${MARK} 1 fail it: nothing is there\n${MARK} end 1 1 fail=1 unknown=\n`

interface Answers {
  readonly instances?: readonly string[]
  readonly managed?: readonly InstanceInformation[]
  /** One for each read of the command; the last one repeats. */
  readonly commands?: readonly (Command | Error)[]
  readonly invocations?: readonly (readonly CommandInvocation[])[]
}

const managed = (id: string, more: InstanceInformation = {}): InstanceInformation => ({
  InstanceId: id,
  PingStatus: 'Online',
  PlatformType: 'Linux',
  ...more,
})
const invocation = (id: string, Status: string, Output = '', StatusDetails = Status): CommandInvocation => ({
  InstanceId: id,
  Status: Status as never,
  StatusDetails,
  CommandPlugins: [{ Output }],
})

async function ask(
  {
    instances = ['i-1'],
    managed: known = [managed('i-1')],
    commands = [{ Status: 'Success' }],
    invocations = [[]],
  }: Answers,
  planned = CHECK,
): Promise<{ judgement: Judgement; calls: string[] }> {
  const calls: string[] = []
  let read = 0
  let now = 0
  const $metadata = {}
  const fake: HostCommands = {
    describeInstances: async () => ({
      $metadata,
      Reservations: [{ Instances: instances.map((InstanceId) => ({ InstanceId })) }],
    }),
    describeInstanceInformation: async () => ({ $metadata, InstanceInformationList: [...known] }),
    async sendCommand() {
      calls.push('send')
      return { $metadata, Command: { CommandId: 'c-1' } }
    },
    async listCommands() {
      const answer = commands[Math.min(read++, commands.length - 1)]
      if (answer instanceof Error) throw answer
      return { $metadata, Commands: answer ? [answer] : [] }
    },
    async listCommandInvocations({ NextToken: token }) {
      const page = Number(token ?? 0)
      const more = page + 1 < invocations.length ? { NextToken: String(page + 1) } : {}
      return { $metadata, CommandInvocations: [...(invocations[page] ?? [])], ...more }
    },
    async cancelCommand() {
      calls.push('cancel')
      return { $metadata }
    },
  }
  const clock = { now: () => new Date(now), sleep: async (ms: number) => void (now += ms) }
  const { check, options } = throughSystemsManager({ ...planned, tags: { Environment: ['preprod'] } })
  const context = contextOf({ clock, connect: { hostCommands: async () => fake } })
  const facts = await check.observe(options as never, context)
  return { judgement: check.judge(options as never, facts as never), calls }
}
const said = async (answers: Answers): Promise<string> => line((await ask(answers)).judgement)

describe('the result of a host is known only', () => {
  test.each<[string, string, CommandInvocation]>([
    [
      'with the last line of the script',
      'its output does not end',
      invocation('i-1', 'Success', PASSED.split('\n')[0]),
    ],
    ['with any output', 'its output does not end', invocation('i-1', 'Success')],
    ['where status and output agree', 'its output does not end', invocation('i-1', 'Failed', PASSED)],
    ['where output and status agree', 'its output does not end', invocation('i-1', 'Success', FAILED)],
    [
      'with output of this script',
      'its output does not end',
      invocation('i-1', 'Success', PASSED.replaceAll(MARK, 'test-deployments 000000000000')),
    ],
    ['if it ended in time', 'did not end in time on it', invocation('i-1', 'TimedOut', PASSED, 'Execution Timed Out')],
    [
      'if the command was delivered',
      'did not fetch the command within 60 s',
      invocation('i-1', 'TimedOut', '', 'DeliveryTimedOut'),
    ],
    ['if the role may reach it', 'may not send commands to it', invocation('i-1', 'Failed', '', 'AccessDenied')],
    ['if it was not cancelled', 'the command was cancelled', invocation('i-1', 'Cancelled', PASSED)],
    ['for known statuses', '(Dreaming)', invocation('i-1', 'Dreaming', PASSED)],
  ])('%s', async (_, wanted, each) => {
    const text = await said({ invocations: [[each]] })
    expect(text).toMatch(/^inconclusive: /)
    expect(text).toContain(wanted)
  })
})

test('hosts of all pages count, including those that were started in the meantime', async () => {
  const ids = ['i-1', 'i-2']
  const answers: Answers = { instances: ids, managed: ids.map((id) => managed(id)) }
  const pass = ids.map((id) => [invocation(id, 'Success', PASSED)])
  expect(await said({ ...answers, invocations: pass })).toBe('pass: passed on 2 of 2 hosts with Environment=preprod')
  const late = [...pass, [invocation('i-3', 'Failed', FAILED)]]
  expect(await said({ ...answers, invocations: late })).toBe('fail: nothing is there on i-3, of 3 hosts')
  expect(await said({ ...answers, invocations: pass.slice(0, 1) })).toBe(
    'inconclusive: no command was sent to it on i-2, of 2 hosts',
  )
})

test('nodes outside of EC2 count; instances that were terminated do not', async () => {
  const known = [managed('i-1'), managed('i-gone'), managed('mi-9')]
  const invocations = [[invocation('i-1', 'Success', PASSED), invocation('mi-9', 'Success', PASSED)]]
  expect(await said({ managed: known, invocations })).toMatch(/^pass: passed on 2 of 2 hosts/)
})

test('Windows hosts are refused with the next step, and nothing is sent', async () => {
  const { judgement, calls } = await ask({ managed: [managed('i-1', { PlatformType: 'Windows' })] })
  expect(line(judgement)).toBe(
    'inconclusive: i-1 of 1 host with Environment=preprod run Windows, where this check cannot be made',
  )
  expect(judgement.advice).toContain('PowerShell')
  expect(calls).toEqual([])
})

test('a command that is not yet listed is awaited', async () => {
  const unknown = Object.assign(new Error('no such command'), { name: 'InvalidCommandId' })
  const answers: Answers = {
    commands: [unknown, { Status: 'Pending', TargetCount: 0 }, { Status: 'InProgress' }, { Status: 'Success' }],
    invocations: [[invocation('i-1', 'Success', PASSED)]],
  }
  expect(await said(answers)).toMatch(/^pass/)
})

test('a command without an end is cancelled, and the known results of each host are reported', async () => {
  const ids = ['i-1', 'i-2']
  const { judgement, calls } = await ask({
    instances: ids,
    managed: ids.map((id) => managed(id)),
    commands: [{ Status: 'InProgress' }],
    invocations: [[invocation('i-1', 'Success', PASSED), invocation('i-2', 'InProgress')]],
  })
  expect(calls).toEqual(['send', 'cancel'])
  expect(line(judgement)).toBe(
    'inconclusive: the check still ran there when the time was over (InProgress) on i-2, of 2 hosts',
  )
})

test('output is untrusted: it becomes one line of a finding, without control characters', async () => {
  const forged = FAILED.replace('nothing is there', 'a\u001b[31m::error::b')
  const { judgement } = await ask({ invocations: [[invocation('i-1', 'Failed', forged)]] })
  expect(judgement.title).not.toContain('\u001b')
})

describe('the configuration refuses', () => {
  const refused =
    (entry: string): (() => unknown) =>
    () =>
      readConfig(
        `version: 1\nenvironments: { preprod: { region: eu-west-1 }, production: { region: eu-west-1 } }\nverify:\n  - { ${entry} }\n`,
        'file',
      )
  test.each([
    ['tcp: "127.0.0.1:80", through: ssm, tags: { a: "{environment}" }', 'through'],
    ['tcp: "127.0.0.1:80", on: hosts, through: ssm', 'expected the tags of the hosts'],
    ['tcp: "127.0.0.1:80", on: hosts, tags: { a: b }', 'expected nothing without `through: ssm`'],
    ['tcp: "127.0.0.1:80", on: hosts, through: ssm, tags: {}', 'one to 5 tags'],
    ['tcp: "127.0.0.1:80", on: hosts, through: ssm, tags: { App: shop }', 'tags that hosts of pre-prod alone have'],
    ['tcp: "127.0.0.1:80", on: hosts, through: ssm, tags: { a: "{environment}" }, phase: production', 'expected none'],
    ['tcp: "127.0.0.1:80", on: hosts, through: ssm, tags: { a: "{environment}" }, deployment: app', 'in a hook'],
    [
      'http: { url: "http://127.0.0.1/", json: { a: 1 } }, on: hosts, through: ssm, tags: { a: "{environment}" }',
      'cannot be judged on a host',
    ],
    ['run: ls, on: hosts, through: ssm, tags: { a: "{environment}" }', 'expected runner for `run`'],
  ])('%s', (entry, message) => {
    expect(refused(entry)).toThrow(message)
  })

  test('tags that are the same in two accounts', () => {
    const yaml = (account: string): string => `version: 1
environments:
  preprod: { region: eu-west-1, plan-role: "arn:aws:iam::111111111111:role/a", verify-role: "arn:aws:iam::111111111111:role/v", deploy-role: "arn:aws:iam::111111111111:role/b" }
  production: { region: eu-west-1, plan-role: "arn:aws:iam::${account}:role/a", deploy-role: "arn:aws:iam::${account}:role/b" }
verify:
  - { tcp: "127.0.0.1:80", on: hosts, through: ssm, tags: { App: shop } }
`
    expect(() => readConfig(yaml('222222222222'), 'file')).not.toThrow()
    expect(() => readConfig(yaml('111111111111'), 'file')).toThrow('pre-prod alone')
  })
})
