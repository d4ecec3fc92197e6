import { readFileSync, existsSync } from 'node:fs'
import { chmod } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import type { Evidence } from '../../../src/evidence/document.ts'
import type { Finding } from '../../../src/evidence/finding.ts'
import { clientsOf, makeFleet, revisionFiles } from '../../sandbox/world.ts'
import { deploying } from './deploying.ts'
import { wallClock as realClock } from '../../../src/support/clock.ts'
import { blocks } from '../../../src/evidence/verdict.ts'
import { lines, startWorld, type World } from '../world.ts'

const CONFIG = `
version: 1
deployments:
  - { id: app, platform: server, application: shop, group: fleet, timeout: 20s, revision: { directory: app, bucket: revisions } }
`
let world: World
beforeEach(async () => {
  world = await startWorld()
})
afterEach(() => world.close())

type Group = Parameters<typeof makeFleet>[2]
async function fleet(size: number, group: Group = {}): ReturnType<typeof makeFleet> {
  const aws = clientsOf(world.sandbox)
  return makeFleet({ sandbox: world.sandbox, aws, traffic: [], complaints: [] }, size, group)
}

async function revision(text: string, hooks: Readonly<Record<string, string>> = {}): Promise<void> {
  const files = Object.entries(revisionFiles(text, hooks)).map(([name, content]) => [`app/${name}`, content] as const)
  await world.write(Object.fromEntries(files))
  const scripts = files.filter(([, content]) => content.startsWith('#!'))
  await Promise.all(scripts.map(([name]) => chmod(join(world.ports.place.workspace, name), 0o755)))
}

async function release(): Promise<Evidence> {
  const precheck = await world.precheck(CONFIG, { environment: 'preprod' })
  // Findings of precheck about the group are covered by other tests.
  return deploying(world, CONFIG, { evidence: [precheck], inputs: { mode: 'observe' } })
}
const failures = (evidence: Evidence): Finding[] =>
  evidence.findings.filter((finding) => blocks(finding) && !finding.code.startsWith('evidence/'))

describe('a fleet', () => {
  test('gets the revision, uploaded once, on every instance', async () => {
    const hosts = await fleet(3)
    await revision('one', { ValidateService: 'echo fine' })
    const first = await release()
    expect(failures(first)).toEqual([])
    expect(lines(first)).toContain('pass deployment/succeeded deployment/app')
    for (const host of hosts) expect(readFileSync(join(host.disk, 'srv/app.txt'), 'utf8')).toBe('one')
    const again = await release()
    expect(lines(again)).toContain('pass deployment/succeeded deployment/app')
    expect(world.log.filter((line) => line.includes('uploaded to'))).toHaveLength(1)
    expect(world.log.filter((line) => line.includes('already has the same content'))).toHaveLength(1)
  })

  test('of Windows gets a zip, the only format that it can unpack', async () => {
    await fleet(1)
    await world.write({ 'app/appspec.yml': 'version: 0.0\nos: windows\n', 'app/index.htm': 'hello' })
    await release()
    expect(world.log.filter((line) => line.includes('uploaded to'))).toEqual([expect.stringMatching(/\.zip\b/)])
  })

  test('whose hook fails is reported by instance, event, script, last output and the line of the AppSpec', async () => {
    await fleet(2)
    await revision('one', { ApplicationStart: 'echo starting\necho "port 80 is taken" >&2\nexit 3' })
    const [finding] = failures(await release())
    expect(finding).toMatchObject({
      code: 'deployment/failed',
      subject: expect.stringMatching(/^deployment\/app\/target\/i-\w+\/event\/ApplicationStart$/),
      title: expect.stringContaining('ApplicationStart.sh'),
      observed: expect.stringContaining('port 80 is taken'),
      source: { file: 'app/appspec.yml', line: 9 },
    })
  })

  test('that is rolled back does not pass', async () => {
    const [host] = await fleet(1, { autoRollbackConfiguration: { enabled: true, events: ['DEPLOYMENT_FAILURE'] } })
    await revision('one')
    await release()
    await revision('two', { ValidateService: 'exit 1' })
    const evidence = await release()
    expect(failures(evidence).map(({ code }) => code)).toEqual([
      'deployment/failed',
      'deployment/rolled-back',
      'release/not-deployed',
    ])
    expect(readFileSync(join(host?.disk ?? '', 'srv/app.txt'), 'utf8')).toBe('one')
  })

  test('with an instance that does not respond neither passes nor fails while it waits', async () => {
    const [silent] = await fleet(1)
    if (silent) silent.silent = true
    await revision('one')
    const config = CONFIG.replace('timeout: 20s', 'timeout: 1s')
    const precheck = await world.precheck(config, { environment: 'preprod' })
    const evidence = await deploying(world, config, { evidence: [precheck], inputs: { mode: 'observe' } })
    expect(failures(evidence)).toMatchObject([{ code: 'timeout', outcome: 'error' }])
    expect(evidence.handles).toContainEqual(expect.objectContaining({ kind: 'deployment', state: 'running' }))
  })

  test('with an instance that did not respond reports the instance and the next step', async () => {
    const [silent] = await fleet(1)
    if (silent) silent.silent = true
    await revision('one')
    const [finding] = failures(await release())
    expect(finding).toMatchObject({
      code: 'deployment/agent-not-responding',
      subject: `deployment/app/target/${silent?.id}`,
      advice: expect.stringContaining('systemctl status codedeploy-agent'),
    })
  })

  test('that does not exist is an error with its name', async () => {
    await revision('one')
    const evidence = await release()
    expect(failures(evidence)).toMatchObject([
      { code: 'config/reference', subject: 'deployment/app', advice: expect.stringContaining('group') },
    ])
  })
})

describe('this host alone', () => {
  beforeEach(() => {
    world = { ...world, ports: { ...world.ports, clock: realClock } }
  })

  const LOCAL = `
version: 1
deployments:
  - { id: app, platform: local, revision: { directory: app }, destination-root: disk, root: agent, environment: { WORD: hello } }
`

  /** Neither AWS nor GitHub is available. */
  async function deployOnHost(config = LOCAL): Promise<Evidence> {
    const connect = new Proxy({} as World['ports']['connect'], {
      get: (_target, name) => () => Promise.reject(new Error(`${String(name)} was asked for`)),
    })
    return deploying({ ...world, ports: { ...world.ports, connect } }, config)
  }
  const disk = (path: string): string => join(world.ports.place.workspace, 'disk', path)

  test('is deployed to without AWS, GitHub or evidence', async () => {
    await revision('one', {
      AfterInstall: 'echo "$WORD $LIFECYCLE_EVENT $DEPLOYMENT_GROUP_NAME" > "$DESTDIR/srv/said"',
    })
    const evidence = await deployOnHost()
    expect(lines(evidence)).toEqual([
      'pass deployment/succeeded deployment/app',
      'pass deployment/hooks-ran deployment/app/hooks',
    ])
    expect(readFileSync(disk('srv/app.txt'), 'utf8')).toBe('one')
    expect(readFileSync(disk('srv/said'), 'utf8')).toBe('hello AfterInstall preprod\n')
    expect(evidence.timeline.map(({ event }) => event)).toContain('Install succeeded')
    expect(evidence.handles).toMatchObject([{ kind: 'folder', state: 'kept' }])
  })

  test('whose hook fails is reported with exit code, last output and the line of the AppSpec', async () => {
    await revision('one', { ValidateService: 'echo "the database is gone"; exit 7' })
    const evidence = await deployOnHost()
    expect(evidence.findings).toMatchObject([
      {
        code: 'deployment/failed',
        outcome: 'fail',
        subject: 'deployment/app/target/this-host/event/ValidateService',
        observed: expect.stringMatching(/^ScriptFailed: .*exit code 7[^]*the database is gone/),
        source: { line: 9 },
      },
    ])
  })

  test('reports the process that the deployment left running, and how to end it', async () => {
    await revision('one', { ApplicationStart: 'sleep 20 > /dev/null 2>&1 &' })
    const { handles } = await deployOnHost()
    const started = handles.filter(({ kind }) => kind === 'process')
    for (const { id } of started) process.kill(Number(id))
    expect(started).toMatchObject([
      { state: 'running', advice: expect.stringMatching(/ApplicationStart.*sleep 20.*kill \d+/) },
    ])
  })

  test('gives hooks none of the secrets of the job', async () => {
    process.env['SECRET_OF_THE_JOB'] = 'secret'
    try {
      await revision('one', { AfterInstall: 'env > "$DESTDIR/srv/env"' })
      await deployOnHost()
      expect(readFileSync(disk('srv/env'), 'utf8')).not.toMatch(/SECRET_OF_THE_JOB|AWS_/)
    } finally {
      delete process.env['SECRET_OF_THE_JOB']
    }
  })

  test('ends a hook at the timeout of the deployment', async () => {
    await revision('one', { AfterInstall: 'sleep 15; touch "$DESTDIR/srv/late"' })
    const evidence = await deployOnHost(LOCAL.replace('platform: local', 'platform: local, timeout: 1s'))
    expect(evidence.findings).toMatchObject([{ code: 'timeout', outcome: 'error' }])
    expect(existsSync(disk('srv/late'))).toBe(false)
  })
})
