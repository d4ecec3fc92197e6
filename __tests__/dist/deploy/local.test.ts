import { spawn } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  lchownSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import type { Evidence } from '../../../src/evidence/document.ts'
import { readEvidence } from '../support/evidence.ts'
import { PROJECT } from '../support/harness.ts'

/** `platform: local` as on a laptop: without a runner, without GitHub's variables, and never as root. */

const NOBODY = 65_534
const isRoot = process.getuid?.() === 0
const CONFIG = `version: 1
deployments: [{ platform: local, revision: { directory: app }, destination-root: ./host }]
`
const TIMEOUT = 60_000

interface Ended {
  readonly status: number | null
  readonly lines: readonly string[]
  readonly evidence: Evidence
  readonly summary: string
}

let base: string
let work: string

beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'laptop-'))
  chmodSync(base, 0o755)
  work = join(base, 'work')
  for (const folder of ['work', 'home', 'tmp']) mkdirSync(join(base, folder))
  put('.github/test-deployments.yml', CONFIG)
  put('app/www/index.html', 'hello')
})
afterEach(() => rmSync(base, { recursive: true, force: true }))

function put(path: string, content: string, mode = 0o644): void {
  const file = join(work, path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, content, { mode })
}

function appSpec(hooks: string, more = ''): void {
  put(
    'app/appspec.yml',
    `version: 0.0\nos: linux\nfiles: [{ source: www, destination: /srv/shop }]\nhooks: { ${hooks} }\n${more}`,
  )
}

function script(name: string, ...lines: readonly string[]): void {
  put(`app/${name}`, ['#!/bin/sh', ...lines, ''].join('\n'), 0o755)
}

/** `whileRunning` is called with each line, and may signal the process. */
async function run(
  command: string,
  whileRunning: (line: string, kill: (signal: NodeJS.Signals) => void) => void = () => undefined,
): Promise<Ended> {
  if (isRoot) give(base)
  const child = spawn(process.execPath, [join(PROJECT, 'dist/index.js'), command], {
    cwd: work,
    env: { PATH: '/usr/local/bin:/usr/bin:/bin', HOME: join(base, 'home'), TMPDIR: join(base, 'tmp') },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(isRoot && { uid: NOBODY, gid: NOBODY }),
  })
  let text = ''
  const hear = (chunk: Buffer): void => {
    text += chunk.toString()
    whileRunning(chunk.toString(), (signal) => child.kill(signal))
  }
  child.stdout.on('data', hear)
  child.stderr.on('data', hear)
  const status = await new Promise<number | null>((done) => child.once('close', done))
  const lines = text.split('\n')
  const named = (what: string): string => {
    const line = lines.findLast((each) => each.startsWith(`${what}: `)) ?? ''
    const path = line.slice(what.length + 2).replace(/ \(sha256:\w+\)$/, '')
    return existsSync(path) ? readFileSync(path, 'utf8') : ''
  }
  return { status, lines, evidence: readEvidence(named('evidence')), summary: named('summary') }
}

function give(path: string): void {
  lchownSync(path, NOBODY, NOBODY)
  if (!lstatSync(path).isDirectory()) return
  for (const name of readdirSync(path)) give(join(path, name))
}

describe('on a laptop', () => {
  test(
    'the dry run lists every file and script, and changes nothing',
    async () => {
      appSpec('ValidateService: [{ location: check.sh, timeout: 20 }]')
      script('check.sh', 'touch "$DESTDIR/ran"')
      const { status, lines, evidence, summary } = await run('precheck')
      expect(lines).toContain(`copy   www/index.html -> ${work}/host/srv/shop/index.html`)
      expect(lines.some((line) => /^run {4}ValidateService: check\.sh as \S+, at most 20 s$/.test(line))).toBe(true)
      expect({ status, verdict: evidence.verdict }).toEqual({ status: 0, verdict: 'pass' })
      expect(summary).toContain('copy   www/index.html')
      expect(existsSync(join(work, 'host'))).toBe(false)
      expect(lines.filter((line) => line.startsWith('::'))).toEqual([])
    },
    TIMEOUT,
  )

  test(
    'the dry run lists every existing file that conflicts, and is not a pass',
    async () => {
      appSpec('')
      put('app/www/b.html', 'b')
      put('host/srv/shop/index.html', 'mine')
      put('host/srv/shop/b.html', 'mine')
      const { status, lines, evidence } = await run('precheck')
      expect({ status, verdict: evidence.verdict }).toEqual({ status: 1, verdict: 'fail' })
      for (const name of ['b.html', 'index.html']) {
        expect(lines).toContain(`exists ${work}/host/srv/shop/${name}, which may not be replaced (DISALLOW)`)
      }
      expect(evidence.findings.map(({ code }) => code)).toContain('deployment/would-fail')
    },
    TIMEOUT,
  )

  test(
    'every declared hook runs, including the traffic hooks, and this is reported',
    async () => {
      appSpec('ApplicationStart: [{ location: start.sh }], AfterAllowTraffic: [{ location: after.sh }]')
      script('start.sh', 'true')
      script('after.sh', 'touch "$DESTDIR/after"')
      const { status, evidence } = await run('deploy-preprod')
      expect(status).toBe(0)
      expect(existsSync(join(work, 'host/after'))).toBe(true)
      expect(evidence.findings).toContainEqual(
        expect.objectContaining({
          code: 'deployment/hooks-ran',
          outcome: 'pass',
          observed: 'ApplicationStart: start.sh; AfterAllowTraffic: after.sh',
        }),
      )
    },
    TIMEOUT,
  )

  test(
    'precheck and the deployment report what needs root before anything is changed',
    async () => {
      appSpec('', 'permissions: [{ object: /srv/shop, owner: daemon }]\n')
      const precheck = await run('precheck')
      expect(precheck.evidence.verdict).toBe('fail')
      expect(JSON.stringify(precheck.evidence.findings)).toContain('owner daemon for /srv/shop needs root')
      const deployment = await run('deploy-preprod')
      expect(deployment.status).toBe(1)
      expect(deployment.lines.join('\n')).toContain('this AppSpec needs root: line 5: owner daemon for /srv/shop')
      expect(existsSync(join(work, 'host'))).toBe(false)
    },
    TIMEOUT,
  )

  test(
    'a second deployment replaces the first, and changes only destinations and its own folder',
    async () => {
      appSpec('ApplicationStop: [{ location: stop.sh, timeout: 20 }]')
      script('stop.sh', 'echo stopping "$DEPLOYMENT_ID"')
      expect((await run('deploy-preprod')).status).toBe(0)
      rmSync(join(work, 'app/www/index.html'))
      put('app/www/new.html', 'new')
      const second = await run('deploy-preprod')
      expect(second.status).toBe(0)
      expect(second.lines.some((line) => line.includes('ApplicationStop  | stopping local-'))).toBe(true)
      expect(readdirSync(join(work, 'host/srv/shop'))).toEqual(['new.html'])
      expect(readdirSync(work).toSorted()).toEqual(['.github', '.test-deployments', 'app', 'host'])
      expect([readdirSync(join(base, 'home')), readdirSync(join(base, 'tmp'))]).toEqual([[], []])
      expect(readFileSync(join(work, '.test-deployments/.gitignore'), 'utf8')).toBe('*\n')
    },
    TIMEOUT,
  )

  test(
    'a failing hook is shown with its user, exit code, output and line',
    async () => {
      appSpec('ApplicationStart: [{ location: start.sh, timeout: 20 }]')
      script('start.sh', 'echo one', 'echo two >&2', 'exit 3')
      const { status, lines, evidence, summary } = await run('deploy-preprod')
      expect(status).toBe(1)
      expect(lines.some((line) => line.includes('failed with exit code 3 (after '))).toBe(true)
      expect(lines.some((line) => /^ {2}at +app\/appspec\.yml:4:/.test(line))).toBe(true)
      expect(summary).toContain('[stderr]two')
      expect(evidence.findings[0]?.advice).toContain('Its files stay installed')
    },
    TIMEOUT,
  )

  test(
    'a cancelled deployment reports the remaining files, and leaves no process',
    async () => {
      appSpec('AfterInstall: [{ location: slow.sh, timeout: 50 }]')
      script('slow.sh', 'echo "I am $$"', 'sleep 40')
      let pid = 0
      const { status, lines, evidence } = await run('deploy-preprod', (line, kill) => {
        const said = /I am (\d+)/.exec(line)?.[1]
        if (said === undefined || pid !== 0) return
        pid = Number(said)
        kill('SIGINT')
      })
      expect(status).toBe(1)
      expect(evidence.findings[0]).toMatchObject({ code: 'cancelled', outcome: 'error' })
      expect(lines.some((line) => /^state unknown: deployment local-\S+: Its files stay installed/.test(line))).toBe(
        true,
      )
      expect(() => process.kill(pid, 0)).toThrow('ESRCH')
    },
    TIMEOUT,
  )

  test(
    'a service that keeps running is reported with the command that ends it',
    async () => {
      appSpec('ApplicationStart: [{ location: start.sh, timeout: 20 }]')
      script('start.sh', 'sleep 55 >/dev/null 2>&1 &', 'echo started')
      const { status, lines, evidence } = await run('deploy-preprod')
      const service = evidence.handles.find(({ kind }) => kind === 'process')
      try {
        expect(status).toBe(0)
        expect(service).toMatchObject({ state: 'running' })
        expect(lines.some((line) => line.startsWith(`still running: process ${service?.id}: ApplicationStart`))).toBe(
          true,
        )
      } finally {
        if (service) process.kill(Number(service.id), 'SIGKILL')
      }
    },
    TIMEOUT,
  )

  test(
    'the output of a hook that prints endlessly is limited in the log',
    async () => {
      appSpec('ApplicationStart: [{ location: start.sh, timeout: 50 }]')
      script('start.sh', 'yes line | head -n 50000')
      const { status, lines } = await run('deploy-preprod')
      expect(status).toBe(0)
      expect(lines.filter((line) => line.endsWith('| line'))).toHaveLength(10_000)
      expect(lines.some((line) => line.includes('40000 lines more, see '))).toBe(true)
    },
    TIMEOUT,
  )

  test(
    'a revision to which the action itself would write is refused',
    async () => {
      put('appspec.yml', 'version: 0.0\nos: linux\nfiles: [{ source: app, destination: /srv }]\n')
      put('.github/test-deployments.yml', CONFIG.replace('directory: app', 'directory: .'))
      for (const command of ['precheck', 'deploy-preprod']) {
        const { status, lines } = await run(command)
        expect(status).toBe(1)
        expect(lines.join('\n')).toContain('which would become a part of it')
      }
    },
    TIMEOUT,
  )

  test(
    'a revision that changes during its deployment is not a pass',
    async () => {
      appSpec('AfterInstall: [{ location: slow.sh, timeout: 20 }]')
      script('slow.sh', `echo changed >> ${work}/app/www/index.html`)
      const { status, evidence } = await run('deploy-preprod')
      expect({ status, verdict: evidence.verdict }).toEqual({ status: 1, verdict: 'fail' })
      expect(evidence.findings.map(({ code }) => code)).toContain('release/differs')
    },
    TIMEOUT,
  )
})
