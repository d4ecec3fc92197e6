import { readFileSync } from 'node:fs'
import { chmod } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import type { Evidence } from '../../src/evidence/document.ts'
import type { Finding } from '../../src/evidence/finding.ts'
import { clientsOf, makeFleet, revisionFiles } from '../sandbox/world.ts'
import { deploying } from './deploy/deploying.ts'
import { lines, startWorld, type World } from './world.ts'

const CONFIG = `
version: 1
deployments:
  - { id: app, platform: server, application: shop, group: fleet, timeout: 30s, revision: { directory: app, bucket: revisions } }
verify:
  - { name: the text, file: { path: /srv/app.txt, contains: one, mode: "0644" }, on: hosts }
  - { name: 'the process', service: /srv/app.pid, by: pid-file, settle: 0s, on: hosts }
  - { name: no debugger, tcp: '127.0.0.1:9', state: closed, on: hosts }
`
const START = 'sleep 60 >/dev/null 2>&1 </dev/null &\necho $! >"$DESTDIR/srv/app.pid"'

let world: World
beforeEach(async () => {
  world = await startWorld()
})
afterEach(() => world.close())

type Group = Parameters<typeof makeFleet>[2]
function fleet(size: number, group: Group = {}): ReturnType<typeof makeFleet> {
  return makeFleet({ sandbox: world.sandbox, aws: clientsOf(world.sandbox), traffic: [], complaints: [] }, size, group)
}

async function release(
  text: string,
  hooks: Readonly<Record<string, string>> = { ApplicationStart: START },
  config = CONFIG,
): Promise<Evidence> {
  const files = Object.entries(revisionFiles(text, hooks)).map(([name, content]) => [`app/${name}`, content] as const)
  await world.write(Object.fromEntries(files))
  for (const [name, content] of files)
    await chmod(join(world.ports.place.workspace, name), content.startsWith('#!') ? 0o755 : 0o644)
  const precheck = await world.precheck(config, { environment: 'preprod' })
  return deploying(world, config, { evidence: [precheck], inputs: { mode: 'observe' } })
}

const checks = ({ findings }: Evidence): Finding[] => findings.filter(({ code }) => code.startsWith('check/'))

test('pass on every host, by the script that was added to the revision, and the release lists the addition', async () => {
  const hosts = await fleet(2)
  const evidence = await release('one')
  expect(checks(evidence).map(({ outcome, title }) => `${outcome} ${title}`)).toEqual([
    'pass the text: passed on 2 of 2 hosts of app, before traffic',
    'pass the process: passed on 2 of 2 hosts of app, before traffic',
    'pass no debugger: passed on 2 of 2 hosts of app, before traffic',
  ])
  expect(checks(evidence)[0]?.details).toMatchObject({ phase: 'before-traffic', check: 'the text', passed: 2 })
  expect(lines(evidence)).toContain('pass deployment/hooks-ran deployment/app/hooks')
  expect(evidence.release?.revisions.map(({ id }) => id)).toEqual(['app', 'app/hosts'])
  // No file of it is in the workspace, or installed.
  expect(readFileSync(join(world.ports.place.workspace, 'app/appspec.yml'), 'utf8')).not.toContain('test-deployments')
  expect(readFileSync(join(hosts[0]?.disk ?? '', 'srv/app.txt'), 'utf8')).toBe('one')
})

test('fail with their name, the host and the observed value, and fail the deployment', async () => {
  const [host] = await fleet(1)
  const evidence = await release('two', { ApplicationStart: START, ValidateService: 'echo fine' })
  const [text, process, port] = checks(evidence)
  expect(text).toMatchObject({
    outcome: 'fail',
    subject: 'check/the text',
    title: `the text: it does not contain one on ${host?.id}`,
    expected: expect.stringContaining('with "one"'),
  })
  expect([process?.outcome, port?.outcome]).toEqual(['pass', 'pass'])
  const failed = evidence.findings.find(({ code }) => code === 'deployment/failed')
  expect(failed).toMatchObject({ title: expect.stringContaining('ValidateService failed') })
})

test('whose hook did not run are not a pass', async () => {
  await fleet(1)
  const evidence = await release('one', { ApplicationStart: 'exit 1' })
  expect(checks(evidence).map(({ outcome }) => outcome)).toEqual(['skipped', 'skipped', 'skipped'])
  const other = await release('one', { ApplicationStart: START, ValidateService: 'exit 1' })
  expect(checks(other).map(({ outcome, observed }) => `${outcome} ${observed?.split(': ').at(-1)}`)).toEqual(
    Array(3).fill('skipped ValidateService.sh failed before it'),
  )
})

test('of a group whose name contains the environment have the values of their environment', async () => {
  await fleet(1)
  const config = CONFIG.replace('group: fleet', 'group: "fl{environment}"').replace(
    'version: 1\n',
    'version: 1\nenvironments: { preprod: { name: eet } }\n',
  )
  expect(checks(await release('one', undefined, config)).map(({ outcome }) => outcome)).toEqual(Array(3).fill('pass'))
})

test('are shown by precheck with the changed AppSpec', async () => {
  await fleet(1)
  await release('one')
  const { findings } = await world.precheck(CONFIG, { environment: 'preprod' })
  expect(findings.find(({ code }) => code === 'appspec/checks-join')).toMatchObject({
    outcome: 'noted',
    title: '3 checks join the revision of app, as the last script of ValidateService',
    observed: expect.stringMatching(/ValidateService: \[\{"location":"test-deployments\/checks","timeout":\d+\}\]/),
  })
})
