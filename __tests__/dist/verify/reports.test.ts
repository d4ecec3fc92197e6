import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import type { Finding } from '../../../src/evidence/finding.ts'
import { openBench, type Bench } from '../support/harness.ts'

/** Misleading reports, files and responses. */

let bench: Bench
beforeEach(async () => {
  bench = await openBench('source')
})
afterEach(() => bench.close())

/** The findings of `verify` with these checks, without the step's own. */
async function verify(...checks: readonly object[]): Promise<readonly Finding[]> {
  const config = `version: 1\nverify: ${JSON.stringify(checks)}\n`
  const { evidence } = await bench.step({ command: 'verify', config })
  return (evidence?.findings ?? []).filter(({ subject }) => subject.startsWith('check/'))
}

/** The outcome of a `run` check whose command copies these reports to the paths that its globs match. */
async function reported(
  reports: Readonly<Record<string, string | Buffer>>,
  junit: string[],
): Promise<string | undefined> {
  mkdirSync(join(bench.workspace, 'made'))
  for (const [name, content] of Object.entries(reports)) writeFileSync(join(bench.workspace, 'made', name), content)
  const [finding] = await verify({ run: 'mkdir -p out && cp made/* out/', name: 'tests', junit })
  return finding?.outcome
}

const suite = (inside: string, attributes = ''): string => `<testsuite name="s" ${attributes}>${inside}</testsuite>`
const PASSING = '<testcase name="a"/>'
const WITH_SKIPPED =
  '<?xml version="1.0"?><testsuites name="m" tests="3" failures="0" skipped="1"><testsuite name="root" tests="0" failures="0"></testsuite><testsuite name="s" tests="3"><testcase name="a"/><testcase name="b"/></testsuite></testsuites>'
const XUNIT =
  '<testsuite name="m" tests="2" failures="0" errors="0" skipped="1"><testcase classname="s" name="a" time="0"/><testcase classname="s" name="b" time="0"><skipped/></testcase></testsuite>'

describe('a report of tests', () => {
  test.each<readonly [string, string | Buffer, string]>([
    ['passes', suite(PASSING, 'tests="1"'), 'pass'],
    ['that counts a skipped test and does not list it passes', WITH_SKIPPED, 'pass'],
    ["of mocha's xunit reporter passes", XUNIT, 'pass'],
    [
      'whose output contains a page passes',
      suite(`${PASSING}<system-out><![CDATA[<!DOCTYPE html><p>no</p>]]></system-out>`),
      'pass',
    ],
    [
      'with a byte order mark passes',
      Buffer.from(`\uFEFF<?xml version="1.0" encoding="utf-8"?>${suite(PASSING)}`),
      'pass',
    ],
    [
      'in UTF-16 passes',
      Buffer.from(`\uFEFF<?xml version="1.0" encoding="utf-16"?>${suite(PASSING)}`, 'utf16le'),
      'pass',
    ],
    [
      'in UTF-16 with a failure fails',
      Buffer.from(`\uFEFF${suite('<testcase name="a"><failure/></testcase>')}`, 'utf16le').swap16(),
      'fail',
    ],
    [
      'with an inconclusive test of NUnit is inconclusive',
      suite(`${PASSING}<testcase name="b" status="Inconclusive"/>`),
      'inconclusive',
    ],
    [
      "with PHPUnit's warning is inconclusive",
      suite(`${PASSING}<testcase name="b"><warning type="w">no assertions</warning></testcase>`),
      'inconclusive',
    ],
    [
      'with an unknown element in a test is inconclusive',
      suite(`${PASSING}<testcase name="b"><risky/></testcase>`),
      'inconclusive',
    ],
    ['that counts a test which it does not list fails', suite(PASSING, 'tests="2"'), 'fail'],
    ['that counts a failure which it does not show fails', suite(PASSING, 'tests="1" failures="1"'), 'fail'],
    ['that is truncated fails', suite(PASSING).slice(0, -6), 'fail'],
    ['with a document type fails', `<!DOCTYPE testsuite>${suite(PASSING)}`, 'fail'],
    ['with a suite that is failed only by its attributes fails', suite(PASSING, 'tests="1" failed="1"'), 'fail'],
    ['of xUnit.net itself fails', '<assemblies><assembly total="1" passed="1"/></assemblies>', 'fail'],
    [
      'with a prefix of its namespace passes',
      suite(PASSING).replaceAll('test', 'j:test').replace('name=', 'xmlns:j="urn:j" name='),
      'pass',
    ],
    ['whose tests were all skipped fails', suite('<testcase name="a"><skipped/></testcase>'), 'fail'],
  ])('%s', async (_, report, outcome) => {
    expect(await reported({ 'one.xml': report }, ['out/*.xml'])).toBe(outcome)
  })

  test.each([
    [['out/one.xml', 'out/two.xml'], 'pass'],
    [['out/one.xml', 'out/twp.xml'], 'fail'],
    [['out/*.xml', 'reports/**/*.xml'], 'fail'],
  ])('each of several globs must match: %j, %s', async (junit, outcome) => {
    expect(await reported({ 'one.xml': suite(PASSING), 'two.xml': suite(PASSING) }, junit)).toBe(outcome)
  })
})

describe('a file', () => {
  test('behind an absolute link is searched below the root', async () => {
    mkdirSync(join(bench.workspace, 'host/etc'), { recursive: true })
    mkdirSync(join(bench.workspace, 'host/srv'))
    symlinkSync('/etc/passwd', join(bench.workspace, 'host/srv/users'))
    symlinkSync('../../../../../../etc/passwd', join(bench.workspace, 'host/srv/climbing'))
    symlinkSync('/etc', join(bench.workspace, 'host/srv/folder'))
    const checks = ['users', 'climbing', 'folder/passwd'].map((name) => ({
      file: { path: `/srv/${name}`, root: 'host', contains: ['root:'] },
    }))
    const outside = await verify(...checks)
    expect(outside.map(({ outcome }) => outcome)).toEqual(['fail', 'fail', 'fail'])
    writeFileSync(join(bench.workspace, 'host/etc/passwd'), 'root:of the host\n')
    const inside = await verify(...checks)
    expect(inside.map(({ outcome }) => outcome)).toEqual(['pass', 'pass', 'pass'])
  })

  test('whose text is beyond the part that is read is inconclusive', async () => {
    writeFileSync(join(bench.workspace, 'large.txt'), `first\n${'x'.repeat(5 * 1024 * 1024)}\nlast\n`)
    const about = { path: '/large.txt', root: '.' }
    const findings = await verify(
      { file: { ...about, contains: ['first'] } },
      { file: { ...about, contains: ['last'] }, name: 'end' },
      { file: { ...about, matches: ['^last$'] }, name: 'line' },
    )
    expect(findings.map(({ outcome }) => outcome)).toEqual(['pass', 'inconclusive', 'inconclusive'])
  })
})

describe('a response', () => {
  test('with a truncated gzip body is an error, whatever its beginning contains', async () => {
    const whole = gzipSync(`{"status":"up"}${' '.repeat(10_000)}`)
    const bodies: Readonly<Record<string, Buffer>> = {
      '/whole': whole,
      '/cut': whole.subarray(0, -9),
      '/half': whole.subarray(0, whole.length / 2),
      '/none': Buffer.from('{"status":"up"}'),
    }
    const server = createServer(({ url = '' }, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(bodies[url])
    })
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const findings = await verify(
      ...Object.keys(bodies).map((path) => ({
        http: { url: `${base}${path}`, contains: ['up'] },
        name: path,
        timeout: '5s',
      })),
      { http: `${base}/cut`, name: 'status alone', timeout: '5s' },
    )
    server.closeAllConnections()
    await new Promise((done) => server.close(done))
    expect(findings.map(({ outcome }) => outcome)).toEqual(['pass', 'error', 'error', 'error', 'error'])
  })
})

describe('a command', () => {
  test('whose background process was ended reports it', async () => {
    const ended = await bench.step({
      command: 'verify',
      config: 'version: 1\nverify: [{ run: "sleep 300 >/dev/null 2>&1 & exit 0", name: server }]\n',
    })
    const finding = ended.evidence?.findings.find(({ subject }) => subject === 'check/server')
    expect(`${finding?.title} ${finding?.observed} ${ended.lines.join(' ')}`).toMatch(/sleep 300/)
    expect(`${finding?.title} ${finding?.observed} ${finding?.advice}`).toMatch(/background/)
  })
})
