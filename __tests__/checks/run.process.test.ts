import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { existsSync } from 'node:fs'
import { mkdir, readFile, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { z } from 'zod'
import { check } from '../../src/checks/run.ts'
import type { CheckContext, Judgement } from '../../src/checks/contract.ts'
import { isAlive, pidsIn } from '../support/alive.ts'
import { world, type World } from './world.ts'

const POWER = {
  AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE',
  AWS_SESSION_TOKEN: 'session-of-the-job',
  ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'oidc-of-the-job',
  ACTIONS_RUNTIME_TOKEN: 'runtime-of-the-job',
  GITHUB_TOKEN: 'ghs-of-the-job',
  GH_TOKEN: 'ghs-of-the-job',
  'INPUT_GITHUB-TOKEN': 'ghs-of-the-job',
  GITHUB_OUTPUT: '/runner/output-of-the-job',
  GITHUB_ENV: '/runner/env-of-the-job',
}

const GIVEN = { GIVEN: 'a "quoted" token' }

let here: World
beforeEach(async () => {
  here = await world({ ...POWER, GITHUB_SHA: 'abc', SHOP_PASSWORD: 'correct horse battery' })
})
afterEach(() => here.end())

async function runCheck(
  run: string,
  more: Record<string, unknown> = {},
  context: Partial<CheckContext> = {},
): Promise<Judgement> {
  const options = z.object(check.shape).parse({ run, ...more })
  return check.judge(options, await check.observe(options, here.context(context)))
}

describe('a command', () => {
  test('that exits with 0 passes', async () => expect(await runCheck('true')).toMatchObject({ outcome: 'pass' }))

  test('with another exit status fails, with its last output', async () => {
    expect(await runCheck('echo first; echo "the reason" >&2; exit 3')).toMatchObject({
      outcome: 'fail',
      title: 'exit status 3',
      observed: 'exit status 3; end of its output:\nfirst\nthe reason',
      advice: expect.stringContaining('Run it yourself'),
    })
  })

  test.each([['false | true'], ['false; true'], ['kill -9 $$']])('fails also by %s', async (run) => {
    expect(await runCheck(run)).toMatchObject({ outcome: 'fail' })
  })

  test('shows no secret of the job in the evidence, wherever it read it', async () => {
    const said = `echo ${POWER.ACTIONS_RUNTIME_TOKEN} ${POWER.GITHUB_TOKEN}; exit 1`
    const { observed } = await runCheck(said)
    expect(observed).toBe('exit status 1; end of its output:\n*** ***')
  })

  test('gets no credentials of the job, and gets the configured variables', async () => {
    await runCheck(
      'env > seen',
      { env: { SHOP_URL: 'http://shop' } },
      { variables: { TEST_DEPLOYMENTS_ENVIRONMENT: 'preprod' } },
    )
    const seen = await readFile(join(here.workspace, 'seen'), 'utf8')
    expect(seen).not.toMatch(/of-the-job|AKIAEXAMPLE/)
    expect(seen).not.toMatch(/^(AWS_|ACTIONS_|INPUT_|GITHUB_TOKEN|GITHUB_OUTPUT|GITHUB_ENV)/m)
    expect(seen).toContain('SHOP_URL=http://shop')
    expect(seen).toContain('TEST_DEPLOYMENTS_ENVIRONMENT=preprod')
    expect(seen).toContain('GITHUB_SHA=abc')
    expect(seen).toContain('SHOP_PASSWORD=correct horse battery')
  })

  test('with endless output has its beginning and its end in the log', async () => {
    expect(
      await runCheck('line=$(printf %0490d 0); for i in $(seq 40000); do echo $line; done; echo the end'),
    ).toMatchObject({ outcome: 'pass' })
    const logged = here.log.reduce((sum, line) => sum + line.length, 0)
    expect(logged).toBeGreaterThan(16_000_000)
    expect(logged).toBeLessThan(17_500_000)
    expect(here.log.at(-1)).toBe('│ the end')
    expect(here.log.filter((line) => line.endsWith('lines more, which end with:'))).toHaveLength(1)
  })

  test('with endless short lines has 100,000 of them in the log', async () => {
    expect(await runCheck('seq 150000')).toMatchObject({ outcome: 'pass' })
    expect(here.log).toHaveLength(100_000 + 1 + 25)
    expect(here.log[100_000]).toBe('│ … 50,000 lines more, which end with:')
    expect(here.log.at(-1)).toBe('│ 150000')
  })

  test('writes to the log while it runs, and cannot run workflow commands', async () => {
    await runCheck(
      String.raw`echo "::set-output name=digest::forged"; echo "a ##[add-path]b"; printf '\033[31mred\033[0m\n'`,
    )
    expect(here.log).toEqual(['│ ::set-output name=digest::forged', '│ a ## [add-path]b', '│ red'])
  })

  test.each([
    ['as plain text', 'echo "with $SHOP_PASSWORD here"', 'with *** here'],
    ['in pieces', 'printf "with correct hor"; sleep 0.3; printf "se battery here\n"', 'with *** here'],
    ['in base64', 'printf %s "$SHOP_PASSWORD" | base64', '***'],
    ['in base64 over two lines', 'printf %s "$SHOP_PASSWORD" | base64 -w 20', '***'],
    ['in a URL', `node -p 'encodeURIComponent(process.env.SHOP_PASSWORD)'`, '***'],
    ['in JSON', `node -p 'JSON.stringify({ a: "x" + process.env.GIVEN })'`, '{"a":"x***"}'],
  ])('shows no password while it runs, %s', async (_, run, said) => {
    const { observed } = await runCheck(`${run}; exit 1`, { env: { ...GIVEN, GIVEN_TOKEN: GIVEN.GIVEN } })
    expect(here.log).toEqual([expect.stringMatching(/^│ /)])
    expect(here.log[0]?.slice(2).replace(/\*{3}[\w+/=]{1,2}$/, '***')).toBe(said)
    expect(observed).toContain(`end of its output:\n${here.log[0]?.slice(2) ?? ''}`)
  })

  test('shows no password in the stored output', async () => {
    const { observed } = await runCheck('echo "with $SHOP_PASSWORD"; exit 1')
    expect(observed).toContain('with ***')
  })

  test('without an end is ended with all its processes, and is an error', async () => {
    const late = new AbortController()
    const looking = runCheck(
      'setsid sleep 60 & echo $! > detached; sleep 60 & echo $! > child; echo waiting; touch hangs; wait',
      {},
      { signal: late.signal },
    )
    while (!existsSync(join(here.workspace, 'hangs'))) await setTimeout(20)
    late.abort(new DOMException('too late', 'TimeoutError'))
    const judgement = await looking
    expect(judgement).toMatchObject({ outcome: 'error', observed: expect.stringContaining('waiting') })
    const files = ['child', 'detached'].map((file) => join(here.workspace, file))
    expect(files.flatMap(pidsIn).filter(isAlive)).toEqual([])
  })

  test.each([
    ['sleep 60 & echo $! > left', 'pass', 'title'],
    // A command that ends before its first observation can lose such a process: this one runs for a moment.
    ['setsid env -i sleep 60 & echo $! > left; sleep 1', 'pass', 'title'],
    ['sleep 60 & echo $! > left; exit 3', 'fail', 'observed'],
  ])('that leaves a background process reports it, and ends it: %s', async (run, outcome, where) => {
    const judgement = await runCheck(run)
    const [pid = 0] = pidsIn(join(here.workspace, 'left'))
    expect(judgement).toMatchObject({
      outcome,
      [where]: expect.stringContaining(`; its background process ${pid} (\`sleep 60\`) was ended`),
    })
    expect(isAlive(pid)).toBe(false)
    expect(here.log).toContain(`the check: its background process ${pid} (\`sleep 60\`) was ended`)
  })

  test('that leaves a background process shows no password of its command line', async () => {
    const { title } = await runCheck('bash -c \'exec -a "server --password=$SHOP_PASSWORD" sleep 60\' &')
    expect(title).toContain('(`server --password=*** 60`) was ended')
  })

  test('may not run outside the workspace', async () => {
    await expect(runCheck('true', { directory: '../..' })).rejects.toMatchObject({ code: 'config/reference' })
  })

  test('that cannot be started is an error', async () => {
    expect(await runCheck('true', { directory: 'missing' })).toMatchObject({ outcome: 'error' })
  })
})

const PASSING =
  '<testsuite name="orders" tests="2"><testcase classname="Orders" name="adds"/><testcase name="removes"/></testsuite>'
const FAILING =
  '<testsuites><testsuite name="orders"><testcase classname="Orders" name="adds" file="tests/orders.js" line="7"><failure message="expected 3, received 2">at orders.js:7</failure></testcase><testcase name="removes"/></testsuite></testsuites>'
const write = (xml: string): string => `mkdir -p reports; cat > reports/a.xml <<'END'\n${xml}\nEND\n`

describe('reports', () => {
  const junit = 'reports/*.xml'

  test.each<[string, string, string, Partial<Judgement>]>([
    ['in a hidden folder that the glob names', 'mv reports .reports', '.reports/**/*.xml', { outcome: 'pass' }],
    [
      'in a hidden folder below that it names',
      'mv reports .out; mkdir a; mv .out a',
      '**/.out/*.xml',
      { outcome: 'pass' },
    ],
    [
      'in a hidden folder that the glob does not name, as in a shell',
      'mv reports .reports',
      '**/*.xml',
      { outcome: 'fail', title: 'no report matches **/*.xml' },
    ],
    [
      'beside a link that leads nowhere',
      'ln -s none reports/new.xml',
      'reports/*.xml',
      {
        outcome: 'fail',
        title: 'the report reports/new.xml cannot be read: it is a symbolic link that leads nowhere',
      },
    ],
    [
      'beside a loop of links',
      'ln -s y.xml reports/x.xml; ln -s x.xml reports/y.xml',
      'reports/*.xml',
      {
        outcome: 'fail',
        title: expect.stringContaining(
          'the report reports/x.xml cannot be read: it is a symbolic link that leads nowhere',
        ) as never,
      },
    ],
    ['beside a link to a folder', 'mkdir d.xml; ln -s ../d.xml reports/d.xml', 'reports/*.xml', { outcome: 'pass' }],
  ])('%s', async (_, command, glob, expected) => {
    expect(await runCheck(`${write(PASSING)}${command}`, { junit: glob })).toMatchObject(expected)
  })

  test('report a background process too', async () => {
    const judgement = await runCheck(`${write(PASSING)}sleep 60 &`, { junit })
    expect(judgement).toMatchObject({
      outcome: 'pass',
      title: expect.stringMatching(/^2 tests passed in .*; its background process \d+ \(`sleep 60`\) was ended$/),
    })
  })

  test('with passing tests pass', async () => {
    expect(await runCheck(write(PASSING), { junit })).toMatchObject({
      outcome: 'pass',
      observed: expect.stringMatching(/^exit status 0; 2 passed, 0 failed, 0 skipped; took /),
    })
  })

  test('list each failing test as a finding with its location', async () => {
    const judgement = await runCheck(`${write(FAILING)}exit 1`, { junit })
    expect(judgement).toMatchObject({ outcome: 'fail', title: '1 of 2 tests failed; exit status 1' })
    expect(judgement.findings).toEqual([
      {
        code: 'check/run/test',
        outcome: 'fail',
        title: 'Orders › adds failed: expected 3, received 2',
        subject: 'check/the check/test/Orders › adds',
        expected: 'a passing test',
        observed: 'expected 3, received 2\nat orders.js:7',
        advice: expect.stringContaining('Run it yourself'),
        source: { file: 'tests/orders.js', line: 7 },
      },
    ])
  })

  test.each([
    ['failing tests with exit status 0', write(FAILING), '1 of 2 tests failed'],
    ['passing tests with exit status 1', `${write(PASSING)}exit 1`, 'exit status 1'],
    ['no report', 'true', 'no report matches reports/*.xml'],
    [
      'a report without tests',
      write('<testsuite name="x" tests="0"/>'),
      'the reports that match reports/*.xml have no test that ran',
    ],
    [
      'only skipped tests',
      write('<testsuite><testcase name="a"><skipped/></testcase></testsuite>'),
      'the reports that match reports/*.xml have no test that ran',
    ],
    ['a broken report', write('<testsuite><testcase name="a">'), 'the report reports/a.xml cannot be read'],
    [
      'a truncated report',
      `${write(PASSING)}head -c 60 reports/a.xml > reports/b.xml`,
      'the report reports/b.xml cannot be read',
    ],
    [
      'failures that only the sums count',
      write('<testsuite failures="1"><testcase name="a"/></testsuite>'),
      '1 failure is counted in the reports but not shown',
    ],
  ])('%s fail', async (_, run, title) => {
    expect(await runCheck(run, { junit })).toMatchObject({ outcome: 'fail', title: expect.stringContaining(title) })
  })

  test.each([
    ['untouched', 'true'],
    ['of an earlier run, copied again', 'cp -p old.xml reports/b.xml'],
  ])('that are %s do not count', async (_, run) => {
    await mkdir(join(here.workspace, 'reports'))
    for (const name of ['old.xml', 'reports/a.xml']) {
      await writeFile(join(here.workspace, name), PASSING)
      await utimes(join(here.workspace, name), new Date('2026-01-01'), new Date('2026-01-01'))
    }
    expect(await runCheck(run, { junit })).toMatchObject({
      outcome: 'fail',
      title: expect.stringContaining('written before the command started'),
    })
  })

  test('written a moment before the command do not count either', async () => {
    await mkdir(join(here.workspace, 'reports'))
    await writeFile(join(here.workspace, 'reports/a.xml'), PASSING)
    expect(await runCheck('true', { junit })).toMatchObject({ outcome: 'fail' })
    expect(await runCheck(write(PASSING), { junit })).toMatchObject({ outcome: 'pass' })
  })

  test.each([
    ['does not exist', '', 'no report matches smoke/*.xml'],
    [
      'has no test that ran',
      'mkdir smoke; echo "<testsuite/>" > smoke/b.xml',
      'the reports that match smoke/*.xml have no test that ran',
    ],
    [
      'has skipped tests only',
      `mkdir smoke; echo '<testsuite><testcase name="a"><skipped/></testcase></testsuite>' > smoke/b.xml`,
      'the reports that match smoke/*.xml have no test that ran',
    ],
  ])('of each glob must contain results: one that %s', async (_, more, title) => {
    expect(await runCheck(`${write(PASSING)}${more}`, { junit: [junit, 'smoke/*.xml'] })).toMatchObject({
      outcome: 'fail',
      title,
    })
  })

  test('with tests that neither passed nor failed are inconclusive, and fail beside a failure', async () => {
    const unclear =
      '<testsuite><testcase name="a"/><testcase name="b" status="Inconclusive"/><testcase name="c"><warning>odd</warning></testcase></testsuite>'
    const judgement = await runCheck(write(unclear), { junit })
    expect(judgement).toMatchObject({
      outcome: 'inconclusive',
      title: '2 tests neither passed nor failed',
      observed: expect.stringContaining('1 passed, 0 failed, 0 skipped, 2 unclear'),
    })
    expect(judgement.findings?.map(({ outcome, title }) => [outcome, title])).toEqual([
      ['inconclusive', 'b neither passed nor failed: its status is Inconclusive'],
      ['inconclusive', 'c neither passed nor failed: it has the element <warning>: odd'],
    ])
    expect(await runCheck(`${write(unclear)}exit 1`, { junit })).toMatchObject({ outcome: 'fail' })
  })

  test('that count more tests than they list fail, with the listed failures', async () => {
    const cut =
      '<testsuite tests="3"><testcase name="a"/><testcase name="b"><failure message="no"/></testcase></testsuite>'
    expect(await runCheck(write(cut), { junit })).toMatchObject({
      outcome: 'fail',
      title: '1 of 2 tests failed; 1 test is counted in the reports but not listed',
      findings: [expect.objectContaining({ title: 'b failed: no' })],
    })
  })

  test('of several globs are all read', async () => {
    const run = `${write(PASSING)}mkdir -p more/deep; cp reports/a.xml more/deep/b.xml`
    expect(await runCheck(run, { junit: ['reports/*.xml', 'more/**/*.xml'] })).toMatchObject({
      observed: expect.stringContaining('4 passed'),
    })
  })

  test('of several formats are read in one check, and flaky tests are noted beside the pass', async () => {
    const surefire =
      '<testsuite tests="1"><testcase name="a" classname="A"><flakyFailure message="not yet"/></testcase></testsuite>'
    const sarif = (level: string): string =>
      `echo '{"version":"2.1.0","runs":[{"tool":{"driver":{"name":"scanner"}},"invocations":[{"executionSuccessful":true}],"results":[{"ruleId":"R1","level":"${level}","message":{"text":"bad"}}]}]}' > scan.sarif`
    const formats = { junit, sarif: 'scan.sarif' }
    expect(await runCheck(`${write(surefire)}${sarif('note')}`, formats)).toMatchObject({
      outcome: 'pass',
      title: expect.stringMatching(/^1 test passed, 1 scan without a result that counts, 1 when run again in /),
      findings: [{ code: 'check/run/flaky', outcome: 'noted', title: expect.stringContaining('not yet') }],
    })
    expect(await runCheck(`${write(surefire)}${sarif('error')}`, formats)).toMatchObject({
      outcome: 'fail',
      title: '1 result of scans at or above `sarif-level`',
      findings: [{ title: 'scanner › R1 failed: bad' }, { outcome: 'noted' }],
    })
  })

  test("report the meaning of k6's exit status", async () => {
    expect(await runCheck('exit 107', { k6: 'k6.json' })).toMatchObject({
      outcome: 'fail',
      title: expect.stringContaining('exit status 107 (k6: the script threw an exception)'),
    })
  })
})
