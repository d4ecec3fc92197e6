import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { CloudFormationClient, CreateStackCommand } from '@aws-sdk/client-cloudformation'
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { afterEach, describe, expect, test } from '@jest/globals'
import { until } from './world.ts'

const folders: string[] = []
afterEach(async () => {
  await Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true, force: true })))
})

async function scenarioFile(text: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'scenario-'))
  folders.push(folder)
  await writeFile(join(folder, 'scenario.yml'), text)
  return join(folder, 'scenario.yml')
}

function start(...args: string[]) {
  const node = join('node_modules', '.bin', 'node')
  const child = spawn(existsSync(node) ? node : process.execPath, ['sandbox/main.ts', ...args])
  let output = ''
  let errors = ''
  const line = new Promise<string>((resolve) => {
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString()
      if (output.includes('\n')) resolve(output.split('\n')[0] ?? '')
    })
  })
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()))
  const ended = new Promise<{ status: number | null; errors: string }>((resolve) => {
    child.once('close', (status) => resolve({ status, errors }))
  })
  return { line, ended, end: (signal: NodeJS.Signals) => child.kill(signal) }
}

async function post(url: string, body: object) {
  const answer = await fetch(url, { method: 'POST', body: JSON.stringify(body) })
  return { status: answer.status, body: (await answer.json()) as { error?: string } }
}

describe('npm run sandbox', () => {
  test('prints its URLs, serves requests, and ends on a signal', async () => {
    const sandbox = start('--scenario', await scenarioFile("pace: 100\nstrangers: '333333333333'\n"))
    const { aws, github, token, admin } = JSON.parse(await sandbox.line) as Record<string, string>
    const client = new STSClient({
      endpoint: aws!,
      region: 'eu-west-1',
      credentials: { accessKeyId: 'ANYBODY', secretAccessKey: 'x' },
    })
    expect((await client.send(new GetCallerIdentityCommand({}))).Account).toBe('333333333333')
    client.destroy()
    const user = await fetch(`${github}/repos/octo-org/shop`, { headers: { authorization: `Bearer ${token}` } })
    expect(user.status).toBe(200)
    expect(await (await fetch(admin!)).json()).toMatchObject({ hosts: [], deployments: [], resources: [] })
    sandbox.end('SIGTERM')
    expect(await sandbox.ended).toEqual({ status: 0, errors: '' })
    await expect(fetch(aws!)).rejects.toThrow('fetch failed')
    await expect(fetch(github!)).rejects.toThrow('fetch failed')
  })

  test("checks out the scenario's repository", async () => {
    const file = await scenarioFile('github: { files: { infra/web.yml: ["a", { each: 2, text: "{each}" }] } }\n')
    const sandbox = start('--scenario', file, '--checkout', dirname(file))
    await sandbox.line
    expect(await readFile(join(dirname(file), 'infra/web.yml'), 'utf8')).toBe('a12')
    sandbox.end('SIGTERM')
    expect(await sandbox.ended).toEqual({ status: 0, errors: '' })
  })

  test('leaves nothing behind, even when it is killed', async () => {
    const sandbox = start('--scenario', await scenarioFile('pace: 100\n'))
    const { aws, admin } = JSON.parse(await sandbox.line) as Record<string, string>
    const client = new CloudFormationClient({
      endpoint: aws!,
      region: 'eu-west-1',
      credentials: { accessKeyId: '111111111111', secretAccessKey: 'x' },
    })
    const TemplateBody = JSON.stringify({ Resources: { Host: { Type: 'AWS::EC2::Instance', Properties: {} } } })
    await client.send(new CreateStackCommand({ StackName: 'hosts', TemplateBody }))
    client.destroy()
    const { hosts } = await until(
      async () => (await (await fetch(admin!)).json()) as { hosts: { disk: string }[] },
      (overview) => overview.hosts.length > 0,
    )
    expect(existsSync(hosts[0]!.disk)).toBe(true)
    sandbox.end('SIGKILL')
    await sandbox.ended
    await until(
      () => existsSync(hosts[0]!.disk),
      (there) => !there,
    )
  })

  test('accepts actions by HTTP, and explains invalid ones', async () => {
    const sandbox = start()
    const { admin } = JSON.parse(await sandbox.line) as Record<string, string>
    expect(await post(`${admin}trouble`, { on: '*', do: 'error-503' })).toEqual({ status: 200, body: {} })
    expect(await post(`${admin}trouble`, { clear: true })).toEqual({ status: 200, body: {} })
    expect(await post(`${admin}advance`, { ms: 60_000 })).toEqual({ status: 200, body: {} })
    expect((await post(`${admin}trouble`, { on: '*', do: 'sulk' })).status).toBe(400)
    const place = { account: '111111111111', region: 'eu-west-1' }
    const missing = await post(`${admin}alarm`, { ...place, name: 'none', state: 'ALARM' })
    expect(missing).toEqual({ status: 400, body: { error: 'Error: There is no alarm none' } })
    expect((await post(`${admin}invent`, {})).status).toBe(404)
    sandbox.end('SIGINT')
    expect((await sandbox.ended).status).toBe(0)
  })

  test.each([
    [['--scenario', 'missing.yml'], 'missing.yml'],
    [['--port', 'many'], '--port many is not a port'],
    [['--unknown'], '--unknown'],
  ])('%j ends with a clear error', async (args, text) => {
    const { status, errors } = await start(...args).ended
    expect(status).toBe(1)
    expect(errors).toContain(text)
    expect(errors).toContain('npm run sandbox -- [--scenario FILE]')
  })

  test('reports all errors of a scenario at once', async () => {
    const file = await scenarioFile('pace: fast\ntrouble: [{ on: "*", do: sulk }]\nunknown: 1\n')
    const { status, errors } = await start('--scenario', file).ended
    expect(status).toBe(1)
    for (const mistake of ['pace', 'trouble[0]', 'unknown']) expect(errors).toContain(mistake)
  })
})
