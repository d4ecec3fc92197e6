import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { extendedPattern } from '../../../src/checks/hosts/extended-pattern.ts'
import type { PlannedCheck } from '../../../src/checks/engine/select.ts'
import type { CheckContext } from '../../../src/checks/contract.ts'
import { world, type World } from '../world.ts'
import { findProgram } from '../../../scripts/install/installed-shells.ts'
import { installedShells, missingShells } from './shells.ts'
import { GROUP, planned, runScript, scriptOf } from './world.ts'
import { commandScript, hostScript } from '../../../src/checks/hosts/script.ts'

const folder = mkdtempSync(join(tmpdir(), 'host-script-'))
const shells = installedShells(folder)
const NOT_TESTED = missingShells(shells)
const HOSTILE = `it's $(touch pwned) \`touch pwned\` "\${HOME}" \\ ; & | * ? ! # ~ %s -n\té`

let here: World
let server: Server
let port: number
let sleeper: ChildProcess
beforeAll(async () => {
  here = await world()
  server = createServer((request, response) => {
    response.writeHead(request.url === '/sick' ? 503 : 200)
    response.end(`hello ${String(request.headers['x-name'])}\n`)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  port = (server.address() as AddressInfo).port
  sleeper = spawn('sleep', ['1000'], { stdio: 'ignore' })
})
afterAll(async () => {
  sleeper.kill('SIGKILL')
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
  await here.end()
  rmSync(folder, { recursive: true, force: true })
})

function write(root: string, path: string, content: string, mode = 0o644): void {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), content)
  chmodSync(join(root, path), mode)
}

;(NOT_TESTED === undefined ? test : test.skip)(`every shell is tested${NOT_TESTED ? `: ${NOT_TESTED}` : ''}`, () => {
  expect(shells).toHaveLength(3)
})

describe.each(shells)('under $name', (shell) => {
  let root: string
  beforeAll(() => {
    root = join(folder, `root-${shell.name}`)
    write(root, '/etc/shop/config.json', '{ "region": "eu-west-1" }\n', 0o640)
    write(root, `/etc/shop/${HOSTILE}`, `${HOSTILE}\n`)
    write(root, '/run/shop.pid', `${sleeper.pid}\n`)
    write(root, '/run/this.pid', `${process.pid}\n`)
  })

  test('met expectations pass, with a line for each check and the end', async () => {
    const script = scriptOf([
      { file: { path: '/etc/shop/config.json', mode: '0640', contains: 'eu-west-1', matches: '^\\{.*\\}$' } },
      { file: { path: '/etc/shop/old.json', exists: false } },
      { service: '/run/shop.pid', by: 'pid-file', settle: '0s', started: 'any' },
      { service: '/run/this.pid', by: 'pid-file', port, address: '127.0.0.1', settle: '0s', started: 'any' },
      { tcp: `127.0.0.1:${port}` },
      { http: { url: `http://127.0.0.1:${port}/`, headers: { 'x-name': HOSTILE.slice(0, 20) }, contains: 'hello it' } },
    ])
    const ran = await runScript(script, { shell, folder, root })
    expect(ran.stderr).toBe('')
    expect([...ran.results.values()].map(({ verdict }) => verdict)).toEqual(Array(6).fill('pass'))
    expect(ran).toMatchObject({ exitCode: 0, end: { total: 6, done: 6 } })
  })

  test("differences fail with the check's name, which is repeated at the end", async () => {
    const script = scriptOf([
      { name: 'the region', file: { path: '/etc/shop/config.json', contains: 'us-east-1' } },
      { name: 'fine', file: { path: '/etc/shop/config.json' } },
      { name: 'the port', service: '/run/shop.pid', by: 'pid-file', port, settle: '0s', started: 'any' },
      {
        name: 'the address',
        service: '/run/this.pid',
        by: 'pid-file',
        port,
        address: '*',
        settle: '0s',
        started: 'any',
      },
      { name: 'closed', tcp: `127.0.0.1:${port}`, state: 'closed' },
      { name: 'sick', http: `http://127.0.0.1:${port}/sick` },
      { name: 'the unit', service: 'no-such-unit-here' },
    ])
    const ran = await runScript(script, { shell, folder, root })
    expect(ran.exitCode).toBe(1)
    const lines = ran.stdout.trim().split('\n')
    expect(lines.at(-1)).toMatch(/ end 7 7 fail=1,3,4,5,6(,7)? unknown=7?$/)
    const logged = [...ran.results.values()].map((result) => result.said)
    expect(logged[0]).toBe('the region: it does not contain us-east-1')
    expect(logged[2]).toBe(`the port: another process listens on port ${port}`)
    expect(logged[3]).toBe(`the address: it does not listen on *:${port}, but on another address`)
    expect(logged[4]).toBe('closed: 127.0.0.1 is open')
    expect(logged[5]).toBe('sick: answered 503')
    expect(lines.at(-2)).toContain('the unit: ')
    expect(lines.at(-7)).toContain('the region: ')
  })

  test('a file that is older than the process does not name it, by the script and by the direct check', async () => {
    const path = join(root, 'run/shop.pid')
    const [check] = planned([{ service: '/run/shop.pid', by: 'pid-file', settle: '0s' }])
    if (check === undefined) throw new Error('no check')
    const startedAt = new Date(Date.now() - 3_600_000)
    const both = async (): Promise<string[]> => {
      const { results } = await runScript(commandScript(check, startedAt), { shell, folder, root })
      const context = here.context({
        on: 'hosts',
        hosts: [{ name: 'host', root }],
        deployed: { startedAt, endedAt: startedAt },
      })
      const facts = await check.check.observe(check.options as never, context)
      const { title, outcome } = check.check.judge(check.options as never, facts as never)
      return [...[...results.values()].map(({ verdict, said }) => `${verdict} ${said}`), `${outcome} ${title}`]
    }
    expect((await both()).map((each) => each.split(' ')[0])).toEqual(['pass', 'pass'])
    utimesSync(path, startedAt, startedAt)
    const said = `/run/shop.pid is older than the process ${sleeper.pid}, which is another one with its id`
    expect(await both()).toEqual([expect.stringMatching(`^fail .*${said}`), `fail host: ${said}`])
    utimesSync(path, new Date(), new Date())
  })

  test('a unit is one unit, and listens until the second reading', async () => {
    const bin = join(folder, `bin-${shell.name}`)
    const closed = join(bin, 'closed')
    const listener = spawn(process.execPath, [
      '-e',
      `const server = require('node:net').createServer().listen(0, '127.0.0.1', () => console.log(server.address().port))
       process.on('SIGUSR2', () => server.close(() => require('node:fs').writeFileSync(${JSON.stringify(closed)}, '')))
       setInterval(() => {}, 1000)`,
    ])
    try {
      const open = Number(await new Promise((resolve) => listener.stdout.once('data', resolve)))
      const unit = (state: string): string =>
        [
          'LoadState=loaded',
          `ActiveState=${state}`,
          'SubState=running',
          'Result=success',
          'NRestarts=0',
          `MainPID=${listener.pid}`,
          'ControlGroup=',
        ].join('\n')
      // The second answer about the unit comes after its port was closed.
      write(
        bin,
        '/systemctl',
        `#!/bin/sh
case "$*" in *shop-*) printf '%s\n\n%s\n' '${unit('failed')}' '${unit('active')}'; exit ;; esac
if [ -e ${bin}/asked ]; then kill -USR2 ${listener.pid}; while [ ! -e ${closed} ]; do :; done; fi
: > ${bin}/asked
printf '%s\n' '${unit('active')}'
`,
        0o755,
      )
      const about = { settle: '0s', started: 'any' }
      const script = scriptOf([
        { name: 'several', service: 'shop-*', ...about },
        { name: 'closes', service: 'shop', port: open, ...about },
      ])
      const { results } = await runScript(script, { shell: { ...shell, path: `${bin}:${shell.path}` }, folder, root })
      expect([...results.values()].map(({ said }) => said)).toEqual([
        'several: shop-* is the name of several units',
        `closes: nothing listens on port ${open}, after the first reading`,
      ])
      expect([...results.values()].map(({ verdict }) => verdict)).toEqual(['unknown', 'fail'])
    } finally {
      listener.kill('SIGKILL')
    }
  })

  test('names and values are data, with any content', async () => {
    const script = scriptOf([
      { name: HOSTILE, file: { path: `/etc/shop/${HOSTILE}`, contains: [HOSTILE, `${HOSTILE}\n`] } },
      { name: `${HOSTILE} 2`, file: { path: `/etc/shop/${HOSTILE}`, contains: `${HOSTILE}!` } },
      { service: HOSTILE, by: 'process' },
      { service: `/run/${HOSTILE}`, by: 'pid-file' },
      { file: { path: '/etc/shop/config.json', owner: HOSTILE } },
    ])
    const ran = await runScript(script, { shell, folder, root })
    expect([...ran.results.values()].map(({ verdict }) => verdict)).toEqual(['pass', 'fail', 'fail', 'fail', 'fail'])
    expect(ran.stderr).toBe('')
    expect(findProgram('pwned', `${folder}:${process.cwd()}:${root}`)).toBeUndefined()
  })

  test.each([['shop-elsewhere'], [''], [`x' ) ;; *) exit 0`]])('the unknown group %p fails', async (group) => {
    const ran = await runScript(scriptOf([{ file: { path: '/etc/shop/config.json' } }]), { shell, folder, root, group })
    expect(ran.exitCode).toBe(1)
    expect(ran.unknownGroup).toBe(group === '' ? '(none)' : group)
    expect(ran.end).toBeUndefined()
  })

  test('each group has the values of its environment', async () => {
    const of = (path: string): PlannedCheck[] => planned([{ file: { path } }])
    const script = hostScript([
      { group: GROUP, checks: of('/etc/shop/config.json') },
      { group: 'shop-production', checks: of('/etc/shop/other.json') },
    ])
    expect(await runScript(script, { shell, folder, root })).toMatchObject({ exitCode: 0 })
    expect(await runScript(script, { shell, folder, root, group: 'shop-production' })).toMatchObject({ exitCode: 1 })
  })

  test('attempts are repeated as in a verification', async () => {
    const never = { file: { path: '/never' } }
    const script = scriptOf([
      { name: 'a', ...never, count: 3, failures: 3, every: '0s' },
      { name: 'b', ...never, count: 3, failures: 1, every: '0s' },
      { name: 'c', file: { path: '/etc/shop/config.json' }, count: 3, every: '0s' },
    ])
    const ran = await runScript(script, { shell, folder, root })
    expect([...ran.results.values()].map(({ verdict }) => verdict)).toEqual(['fail', 'fail', 'pass'])
  })

  test('a match that depends on `.` beyond ASCII is unknown', async () => {
    write(root, '/etc/shop/name', 'é\n')
    const script = scriptOf([
      { file: { path: '/etc/shop/name', matches: '^.{2}$' } },
      { file: { path: '/etc/shop/name', matches: '^é$' } },
    ])
    const ran = await runScript(script, { shell, folder, root })
    expect([...ran.results.values()].map(({ verdict }) => verdict)).toEqual(['unknown', 'pass'])
  })

  test('a regular expression has the same meaning as in this job', () => {
    const cases: [string, string[]][] = [
      ['^a.c$', ['abc', 'xabc', 'a\tc', 'ac', 'abc\r']],
      ['\\d{2,3}-[\\w.]+?x', ['12-a.x', '1-ax', '12-_x']],
      ['(?:foo|ba[rz]){2}', ['foobar', 'bazbaz', 'foo', 'barfo']],
      ['[^\\]a-c^-]x', [']x', 'dx', '^x', '-x', 'ax', 'bx']],
      ['[.[:]x', ['.x', '[x', ':x', 'ax']],
      ['\\$\\{a\\}\\/\\.', ['${a}/.', '$a/.']],
      ['é+$', ['ééé', 'e']],
      ['[\\\\]n', ['\\n', 'n']],
      ['a-b', ['a-b', 'a_b']],
      ['^$', ['', 'a']],
      ['\\S\\s\\D', ['a b', 'a  ', 'ab', 'a 1']],
      ['(?<year>\\d{4})', ['2026', '26']],
      ['[a-]z', ['az', '-z', 'bz']],
      ['[\\^]z', ['^z', 'az']],
    ]
    for (const [source, texts] of cases) {
      const { stdout } = spawnSync('grep', ['-E', '-n', '-e', extendedPattern(source)], {
        input: texts.map((text) => `${text}\n`).join(''),
        env: { PATH: shell.path, LC_ALL: 'C' },
        encoding: 'utf8',
      })
      const expression = new RegExp(source, 'mu')
      const matching = texts.flatMap((text, index) => (expression.test(text) ? [`${index + 1}:${text}\n`] : []))
      expect([source, stdout]).toEqual([source, matching.join('')])
    }
  })
})

const shellcheck = findProgram('shellcheck')
const NO_SHELLCHECK = shellcheck === undefined ? ', which is not installed (npm run install:shells)' : ''
describe(`shellcheck reports nothing${NO_SHELLCHECK}`, () => {
  const entries = [
    { file: { path: `/etc/${HOSTILE}`, contains: HOSTILE } },
    { service: 'shop', port: 80 },
    { tcp: '[::1]:80' },
  ]
  const [first] = planned(entries)
  if (first === undefined) throw new Error('no check')
  const texts = { 'of a hook': scriptOf(entries).text, 'of a command': commandScript(first, new Date()).text }
  ;(shellcheck === undefined ? test.skip : test).each(Object.entries(texts))('to the script %s', (name, text) => {
    const path = join(folder, `${name.replaceAll(' ', '-')}.sh`)
    writeFileSync(path, text)
    const { stdout, status } = spawnSync(shellcheck ?? '', ['-s', 'sh', '-f', 'gcc', path], { encoding: 'utf8' })
    expect(stdout).toBe('')
    expect(status).toBe(0)
  })
})

/** Mulberry32: the same hosts in every run. */
function random(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let value = Math.imul(state ^ (state >>> 15), 1 | state)
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value
    return ((value ^ (value >>> 14)) >>> 0) % below
  }
}

const HOSTS = Number(process.env['RUNS'] ?? 32)
const CHECKS_PER_HOST = 4

/** A host (files, links and process IDs), and checks of which about half pass. */
function makeHost(root: string, seed: number, ports: { open: number; closed: number }): Record<string, unknown>[] {
  const below = random(seed)
  const pick = <T>(list: readonly T[]): T => list[below(list.length)] as T
  const contents = [
    '{ "a": 1 }\n',
    'plain',
    '',
    'one\ntwo\nthree\n',
    'ends with CR\r\n',
    `nul\0byte\n`,
    `${HOSTILE.replace('é', 'e')}\n`,
  ]
  const names = ['a.conf', 'b b', `it's`, '-n', 'ü', '*']
  for (const name of names)
    if (below(4) > 0) write(root, `/etc/x/${name}`, pick(contents), pick([0o644, 0o600, 0o755, 0o4755, 0o40]))
  mkdirSync(join(root, 'run'), { recursive: true })
  mkdirSync(join(root, 'etc/x/folder'), { recursive: true })
  const links = {
    l1: 'a.conf',
    l2: '/etc/x/a.conf',
    l3: '/nowhere',
    l4: 'l2',
    l5: '../../../../../etc/x/a.conf',
    l6: '/etc/x',
    circle: 'circle',
  }
  for (const [name, target] of Object.entries(links)) if (below(3) > 0) symlinkSync(target, join(root, 'etc/x', name))
  write(
    root,
    '/run/a.pid',
    pick([`${process.pid}\n`, `${sleeper.pid}`, '1\n', '999999999\n', 'x\n', '', ` ${sleeper.pid} \n`]),
  )
  const paths = [
    ...names,
    ...Object.keys(links),
    'folder',
    'absent',
    'a.conf/below',
    'l6/a.conf',
    './a.conf',
    '../x/a.conf',
  ]
  const maybe = (name: string, values: readonly unknown[]): Record<string, unknown> =>
    below(3) === 0 ? { [name]: pick(values) } : {}
  const file = (): Record<string, unknown> => {
    const path = `/etc/x/${pick(paths)}`
    if (below(5) === 0) return { file: { path, exists: false } }
    if (below(6) === 0) return { file: { path, type: 'directory', ...maybe('mode', ['0755', '755', '700']) } }
    return {
      file: {
        path,
        ...maybe('mode', ['0644', '644', '0600', '4755', '040']),
        ...maybe('owner', [userInfo().username, String(userInfo().uid), 'nobody-at-all']),
        ...maybe('group', [String(userInfo().gid), '54321']),
        ...maybe('contains', ['a', 'two\nthree', 'CR', HOSTILE.replace('é', 'e'), 'nul']),
        ...maybe('matches', ['^\\{.*\\}$', '^t[a-z]+$', 'CR$', '^$', '\\d\\s+\\}']),
      },
    }
  }
  const service = (): Record<string, unknown> => ({
    service: pick(['/run/a.pid', '/run/b.pid']),
    by: 'pid-file',
    settle: '0s',
    started: pick(['any', 'any', 'since-deployment']),
    ...maybe('port', [ports.open, ports.closed]),
    ...maybe('address', ['127.0.0.1', '*', '::1', '127.0.0.2']),
  })
  const tcp = (): Record<string, unknown> => ({
    tcp: `127.0.0.1:${pick([ports.open, ports.closed])}`,
    state: pick(['open', 'closed', 'refused']),
  })
  return Array.from({ length: CHECKS_PER_HOST }, (_, index) => ({
    name: `check ${index}`,
    ...pick([file, file, file, service, service, tcp])(),
  }))
}

test(`the script and the direct checks agree about ${HOSTS} generated hosts`, async () => {
  const closing = createServer()
  await new Promise<void>((resolve) => closing.listen(0, '127.0.0.1', resolve))
  const closed = (closing.address() as AddressInfo).port
  await new Promise((resolve) => closing.close(resolve))
  const tally = { pass: 0, fail: 0, unknown: 0 }
  const judged = async (seed: number): Promise<void> => {
    const root = join(folder, `host-${seed}`)
    const entries = makeHost(root, seed, { open: port, closed })
    const startedAt = new Date()
    const script = scriptOf(entries)
    const shell = shells[seed % shells.length]
    if (shell === undefined) throw new Error('no shell is installed')
    const ran = await runScript(script, { shell, folder, root })
    const context: Partial<CheckContext> = {
      on: 'hosts',
      hosts: [{ name: 'host', root }],
      deployed: { startedAt, endedAt: startedAt },
    }
    const direct: string[] = []
    for (const { check, options } of planned(entries)) {
      const facts = await check.observe(options as never, here.context(context))
      const { outcome } = check.judge(options as never, facts as never)
      direct.push(outcome === 'pass' || outcome === 'fail' ? outcome : 'unknown')
    }
    const shown = (verdict: string | undefined, index: number): string =>
      `${shell.name} ${seed}: ${verdict} of ${JSON.stringify(entries[index])}, script: ${ran.results.get(index + 1)?.said}`
    expect(entries.map((_, index) => shown(ran.results.get(index + 1)?.verdict, index))).toEqual(direct.map(shown))
    expect({ seed, stderr: ran.stderr }).toEqual({ seed, stderr: '' })
    for (const verdict of direct) tally[verdict as keyof typeof tally] += 1
  }
  for (let seed = 0; seed < HOSTS; seed += 4) await Promise.all([0, 1, 2, 3].map((more) => judged(seed + more)))
  // The generator makes hosts of every kind.
  expect(tally.pass).toBeGreaterThan(HOSTS / 2)
  expect(tally.fail).toBeGreaterThan(HOSTS)
  expect(tally.unknown).toBeGreaterThan(0)
}, 240_000)
