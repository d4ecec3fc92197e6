import { spawn, type ChildProcess } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { checksOf, runChecks } from '../../../src/checks/engine/run-checks.ts'
import { readConfig } from '../../../src/config/schema/file.ts'
import type { Finding } from '../../../src/evidence/finding.ts'
import type { Host } from '../../../sandbox/aws/hosts/hosts.ts'
import type { ScenarioInput } from '../../../sandbox/scenario.ts'
import { startWorld, type World } from '../../commands/world.ts'

/** Checks on hosts through Systems Manager, on hosts of the sandbox whose disks are folders. */

const TAGS = [
  { Key: 'Application', Value: 'shop' },
  { Key: 'Environment', Value: 'preprod' },
]
const HOSTILE = `it's {{ssm:/shop/secret}} {{{x}}} $(touch pwned) "\\`

let world: World
let calls: { operation: string; input: Record<string, unknown> }[]
let sleeper: ChildProcess
beforeAll(() => {
  sleeper = spawn('sleep', ['1000'], { stdio: 'ignore' })
})
afterAll(() => void sleeper.kill('SIGKILL'))

async function open(scenario: ScenarioInput = {}): Promise<void> {
  world = await startWorld(
    { pace: 'skip', ...scenario },
    {
      record: ({ request }) => {
        const operation = /\.(\w+)$/.exec(request.headers['x-amz-target'] ?? '')?.[1]
        if (operation !== undefined) calls.push({ operation, input: JSON.parse(request.body || '{}') as never })
      },
    },
  )
}
beforeEach(() => {
  calls = []
})
afterEach(() => world.close())

async function launch(name: string, content = 'one', tags = TAGS): Promise<Host> {
  const { sandbox, account, region } = world
  const all = [...tags, { Key: 'Name', Value: name }]
  const host = await sandbox.aws.hosts.launch({ account, region }, all, sandbox.clock.now())
  mkdirSync(join(host.disk, 'etc'), { recursive: true })
  writeFileSync(join(host.disk, 'etc/text'), content)
  writeFileSync(join(host.disk, 'etc/pid'), `${sleeper.pid}\n`)
  return host
}

async function check(entry: string, startedAt?: Date): Promise<Finding[]> {
  const yaml = `version: 1\nverify:\n  - { ${entry}, on: hosts, through: ssm, tags: { Application: shop, Environment: '{environment}' } }\n`
  const { verify } = readConfig(yaml, 'file')
  const surroundings = {
    environment: 'preprod',
    access: { region: world.region, session: 'test' },
    deployed: startedAt && { startedAt, endedAt: startedAt },
    hosts: 'unreachable' as const,
    variables: {},
  }
  const record = { measure: () => undefined, happened: () => undefined }
  const planned = checksOf(verify, ['after-deployment'], { environment: 'preprod' })
  return runChecks({ ports: world.ports, record, surroundings, outputs: {} }, planned)
}
const reported = ([{ outcome, title } = {} as Finding]: readonly Finding[]): string => `${outcome} ${title}`

test('a check runs on every host that has the tags, and on no other', async () => {
  await open()
  const hosts = [await launch('a'), await launch('b')]
  await launch('other', 'two', [TAGS[0]!, { Key: 'Environment', Value: 'production' }])
  const [finding] = await check('name: the text, file: { path: /etc/text, contains: one }')
  expect(finding).toMatchObject({
    code: 'check/file',
    outcome: 'pass',
    title: 'the text: passed on 2 of 2 hosts with Application=shop, Environment=preprod',
  })
  for (const { id } of hosts) expect(finding?.observed).toContain(`${id}: mode 644`)
  const [sent] = calls.filter(({ operation }) => operation === 'SendCommand')
  expect(sent?.input).toMatchObject({ DocumentName: 'AWS-RunShellScript', MaxErrors: '100%' })
  expect(sent?.input['Targets']).toEqual([
    { Key: 'tag:Application', Values: ['shop'] },
    { Key: 'tag:Environment', Values: ['preprod'] },
  ])
})

test('one host that differs fails the check, with its ID and the observed value', async () => {
  await open()
  const [, bad] = [await launch('a'), await launch('b', 'two')]
  const findings = await check('name: the text, file: { path: /etc/text, contains: one }')
  expect(reported(findings)).toBe(`fail the text: it does not contain one on ${bad.id}, of 2 hosts`)
})

test('values are data for the shell and for Systems Manager', async () => {
  await open()
  await launch('a', HOSTILE)
  const findings = await check(
    `name: ${JSON.stringify(HOSTILE)}, file: { path: /etc/text, contains: ${JSON.stringify(HOSTILE)} }`,
  )
  expect(findings[0]?.outcome).toBe('pass')
  const script = JSON.stringify(calls.find(({ operation }) => operation === 'SendCommand')?.input['Parameters'])
  expect(script).toContain('ssm:/shop/secret')
  expect(script).not.toContain('{{')
})

test('attempts are made on the host, by one command', async () => {
  await open()
  await launch('a')
  const findings = await check('name: never, file: { path: /none }, count: 3, failures: 1, every: 0s')
  expect(reported(findings)).toMatch(/^fail never: nothing is there on i-/)
  expect(calls.filter(({ operation }) => operation === 'SendCommand')).toHaveLength(1)
})

test('the start of a process decides whether it belongs to this deployment', async () => {
  await open()
  await launch('a')
  const entry = 'name: it runs, service: /etc/pid, by: pid-file, settle: 0s'
  const HOUR_MS = 3_600_000
  expect(reported(await check(entry, new Date(Date.now() - HOUR_MS)))).toMatch(/^pass it runs: passed on 1 of 1 host/)
  expect(reported(await check(entry, new Date(Date.now() + HOUR_MS)))).toMatch(/was started before this deployment/)
  expect(reported(await check(entry))).toMatch(/^inconclusive it runs: when this deployment began is not known/)
})

test('zero hosts are not a pass', async () => {
  await open()
  await launch('other', 'one', [TAGS[0]!])
  expect(reported(await check('file: { path: /etc/text }'))).toBe(
    'inconclusive /etc/text is in place: no running instance has the tags Application=shop, Environment=preprod',
  )
  expect(calls.map(({ operation }) => operation)).not.toContain('SendCommand')
})

test('an unregistered host, or one whose agent does not respond, is not a pass beside others that are', async () => {
  await open({ unmanagedHosts: ['b'], silentHosts: ['c'] })
  const [, unmanaged] = [await launch('a'), await launch('b')]
  const entry = 'name: the text, file: { path: /etc/text, contains: one }'
  expect(reported(await check(entry))).toBe(
    `inconclusive the text: Systems Manager does not know it on ${unmanaged.id}, of 2 hosts`,
  )
  await world.sandbox.aws.hosts.terminate(unmanaged.home, unmanaged.id)
  const silent = await launch('c')
  expect(reported(await check(entry))).toBe(
    `inconclusive the text: its agent did not fetch the command within 60 s on ${silent.id}, of 2 hosts`,
  )
})

test('nothing is sent where no host is available', async () => {
  await open({ silentHosts: ['c'] })
  const silent = await launch('c')
  const [finding] = await check('file: { path: /etc/text }')
  expect(finding).toMatchObject({ outcome: 'inconclusive', observed: `${silent.id}: ConnectionLost` })
  expect(calls.map(({ operation }) => operation)).not.toContain('SendCommand')
})

test('throttled calls are repeated', async () => {
  const operations = ['DescribeInstanceInformation', 'SendCommand', 'ListCommands', 'ListCommandInvocations']
  await open({ trouble: operations.map((operation) => ({ on: `ssm:${operation}`, do: 'throttle', times: 2 })) })
  await launch('a')
  expect(reported(await check('file: { path: /etc/text }'))).toMatch(/^pass /)
  expect(calls.filter(({ operation }) => operation === 'SendCommand')).toHaveLength(3)
})

test('a cancelled job cancels the command, and the script on the host ends', async () => {
  await open()
  await launch('a')
  const checking = check('name: slow, service: /etc/pid, by: pid-file, started: any, settle: 300s')
  const isSent = (): boolean => calls.some(({ operation }) => operation === 'ListCommands')
  while (!isSent()) await new Promise((resolve) => setTimeout(resolve, 20))
  world.aborter.abort(new Error('cancelled'))
  await expect(checking).rejects.toThrow('cancelled')
  const sent = calls.filter(({ operation }) => operation === 'SendCommand')
  expect(sent).toHaveLength(1)
  expect(calls.filter(({ operation }) => operation === 'CancelCommand')).toHaveLength(1)
  expect(world.log.join('\n')).toMatch(/slow: the command [\w-]+ is cancelled/)
})
