import { describe, expect, test } from '@jest/globals'
import { FORMATS, type FormatName } from '../../../src/checks/formats/index.ts'
import type { SarifLevel, TestReport } from '../../../src/checks/formats/report.ts'

/** Contents of reports that no available producer wrote. */

async function read(format: FormatName, report: unknown, level: SarifLevel = 'warning'): Promise<TestReport | string> {
  const text = typeof report === 'string' ? report : JSON.stringify(report)
  const { parseReport } = await FORMATS[format].load()
  const result = await parseReport(Buffer.from(text), { 'sarif-level': level })
  return 'problem' in result ? result.problem : result
}

/** `passed`, `failed`, `skipped`, `unclear`, `unlisted`, `unexplained`; or the problem. */
async function counted(format: FormatName, report: unknown, level?: SarifLevel): Promise<number[] | string> {
  const result = await read(format, report, level)
  if (typeof result === 'string') return result
  const { passed, failed, skipped, unclear, unlisted, unexplained } = result
  return [passed, failed, skipped, unclear, unlisted, unexplained]
}

describe('CTRF', () => {
  const ctrf = (tests: readonly object[], summary: object = {}): object => ({
    results: {
      tool: { name: 'x' },
      summary: {
        tests: tests.length,
        passed: tests.filter((one) => 'status' in one && one.status === 'passed').length,
        failed: 0,
        ...summary,
      },
      tests,
    },
  })
  const passed = { name: 'a', status: 'passed', duration: 1 }

  test.each([
    ['other statuses are unclear', ctrf([passed, { name: 'b', status: 'other' }]), [1, 0, 0, 1, 0, 0]],
    ['a later status is unclear', ctrf([passed, { name: 'b', status: 'PASSED' }]), [1, 0, 0, 1, 0, 0]],
    ['pending tests did not run', ctrf([{ name: 'b', status: 'pending' }]), [0, 0, 1, 0, 0, 0]],
    ['tests may be missing', ctrf([passed], { tests: 3 }), [1, 0, 0, 0, 2, 0]],
    ['failures may be missing', ctrf([passed], { failed: 1 }), [1, 0, 0, 0, 0, 1]],
    ['the summary may contradict', ctrf([passed, passed], { tests: 1 }), 'its summary has 1 tests, and it lists 2'],
    ['a pass may not be counted', ctrf([passed], { passed: 0 }), 'its summary has 0 passed tests, and it lists 1'],
    [
      'more may be counted as passed than is listed',
      ctrf([passed], { passed: 2 }),
      expect.stringContaining('2 passed tests'),
    ],
    [
      'there may be unlisted tests of another status',
      ctrf([passed], { other: 1 }),
      expect.stringContaining('1 tests of another'),
    ],
    [
      'a duplicate status may occur',
      JSON.stringify(ctrf([{ ...passed, status2: 'failed' }])).replace('status2', 'status'),
      'an object has "status" twice',
    ],
    [
      'a status that is a member of Object.prototype',
      ctrf([passed, { name: 'b', status: 'constructor' }]),
      [1, 0, 0, 1, 0, 0],
    ],
    ['no report', { results: {} }, expect.stringContaining('results.tool')],
    ['an empty file', '', expect.stringContaining('JSON')],
  ])('%s', async (_, report, expected) => expect(await counted('ctrf', report)).toEqual(expected))

  test('a flaky test has the message of its first try', async () => {
    const flaky = {
      ...passed,
      retries: 1,
      retryAttempts: [{ status: 'failed', message: 'not yet' }, { status: 'passed' }],
    }
    expect(await read('ctrf', ctrf([flaky]))).toMatchObject({ cases: [{ flaky: true, message: 'not yet' }] })
  })
})

describe('SARIF', () => {
  const DRIVER = { name: 'scanner', rules: [{ id: 'R1', defaultConfiguration: { level: 'note' } }, { id: 'R2' }] }
  const DONE = [{ executionSuccessful: true }]
  const sarif = (results: readonly object[] | undefined, more: object = {}): object => ({
    version: '2.1.0',
    runs: [{ tool: { driver: DRIVER }, invocations: DONE, results, ...more }],
  })
  const result = (more: object): object => ({ ruleId: 'R2', message: { text: 'bad' }, ...more })

  test.each([
    ['no result is a pass', sarif([]), [1, 0, 0, 0, 0, 0]],
    ['the default level is warning', sarif([result({})]), [0, 1, 0, 0, 0, 0]],
    ['the rule has a level', sarif([result({ ruleId: 'R1' })]), [1, 0, 1, 0, 0, 0]],
    ['the rule is named by its index', sarif([result({ ruleId: undefined, ruleIndex: 0 })]), [1, 0, 1, 0, 0, 0]],
    ['the rule is named with a part', sarif([result({ ruleId: 'R1/2' })]), [1, 0, 1, 0, 0, 0]],
    [
      'an override has a level',
      sarif([result({ ruleId: 'R1' })], {
        invocations: [
          { ...DONE[0], ruleConfigurationOverrides: [{ configuration: { level: 'error' }, descriptor: { index: 0 } }] },
        ],
      }),
      [0, 1, 0, 0, 0, 0],
    ],
    ['an unknown level is unclear', sarif([result({ level: 'fatal' })]), [0, 0, 0, 1, 0, 0]],
    ['a kind other than fail has no level', sarif([result({ kind: 'pass', level: 'error' })]), [1, 0, 1, 0, 0, 0]],
    ['an open result is unclear', sarif([result({ kind: 'open' })]), [0, 0, 0, 1, 0, 0]],
    [
      'a suppressed result does not count',
      sarif([result({ suppressions: [{ kind: 'inSource' }] })]),
      [1, 0, 1, 0, 0, 0],
    ],
    [
      'a rejected suppression does not suppress',
      sarif([result({ suppressions: [{ status: 'rejected' }] })]),
      [0, 1, 0, 0, 0, 0],
    ],
    ['an absent result does not count', sarif([result({ baselineState: 'absent' })]), [1, 0, 1, 0, 0, 0]],
    ['an unchanged result counts', sarif([result({ baselineState: 'unchanged' })]), [0, 1, 0, 0, 0, 0]],
    ['a failed scan is unclear', sarif([], { invocations: [{ executionSuccessful: false }] }), [0, 0, 0, 1, 0, 0]],
    ['an empty list of results is a scan', sarif([], { invocations: undefined }), [1, 0, 0, 0, 0, 0]],
    ['a scan that does not state its success is unclear', sarif([], { invocations: [{}] }), [0, 0, 0, 1, 0, 0]],
    ['a scan that lists what it examined ran', sarif([], { invocations: [], artifacts: [{}] }), [1, 0, 0, 0, 0, 0]],
    ['a scan of nothing is unclear', sarif([], { invocations: [], artifacts: [] }), [0, 0, 0, 1, 0, 0]],
    [
      'a tool that did not start is unclear',
      sarif([], { invocations: [{ ...DONE[0], processStartFailureMessage: 'no such file' }] }),
      [0, 0, 0, 1, 0, 0],
    ],
    [
      'a tool that was killed is unclear',
      sarif([], { invocations: [{ ...DONE[0], exitSignalNumber: 9 }] }),
      [0, 0, 0, 1, 0, 0],
    ],
    [
      'one of two invocations without a success is unclear',
      sarif([], { invocations: [...DONE, {}] }),
      [0, 0, 0, 1, 0, 0],
    ],
    [
      'invocations in other files are not read',
      sarif([], { artifacts: [{}], externalPropertyFileReferences: { invocations: [{}] } }),
      [0, 0, 0, 1, 0, 0],
    ],
    ['an index of another rule than the named one is an error', sarif([result({ ruleIndex: 0 })]), [0, 1, 0, 0, 0, 0]],
    ['a run without results did not scan', sarif(undefined), [0, 0, 0, 1, 0, 0]],
    [
      'an error of the tool is unclear',
      sarif([], {
        invocations: [
          { ...DONE[0], toolExecutionNotifications: [{ level: 'error', message: { text: 'cannot parse' } }] },
        ],
      }),
      [0, 0, 0, 1, 0, 0],
    ],
    [
      'results in other files are not read',
      sarif([], { externalPropertyFileReferences: { results: [{}] } }),
      expect.stringContaining('other files'),
    ],
    [
      'results inside of the log itself are not read',
      { ...sarif([]), inlineExternalProperties: [{ results: [result({ level: 'error' })] }] },
      expect.stringContaining('inlineExternalProperties'),
    ],
    [
      'other parts of the log itself do not matter',
      { ...sarif([]), inlineExternalProperties: [{ guid: 'g', artifacts: [{}] }] },
      [1, 0, 0, 0, 0, 0],
    ],
    [
      'a report that was not converted to its end is unclear',
      sarif([], { conversion: { invocation: { executionSuccessful: false } } }),
      [0, 0, 0, 1, 0, 0],
    ],
    [
      'information with the level of a problem is unclear',
      sarif([result({ kind: 'informational', level: 'error' })]),
      [0, 0, 0, 1, 0, 0],
    ],
    [
      'information with an unknown level, too',
      sarif([result({ kind: 'informational', level: 'Error' })]),
      [0, 0, 0, 1, 0, 0],
    ],
    ['information is not a failure', sarif([result({ kind: 'informational' })]), [1, 0, 1, 0, 0, 0]],
    ['a result without a message counts', sarif([result({ message: undefined })]), [0, 1, 0, 0, 0, 0]],
    ['no run', { version: '2.1.0', runs: [] }, [0, 0, 0, 0, 0, 0]],
    ['another version', { version: '2.0.0', runs: [] }, expect.stringContaining('version')],
  ])('%s', async (_, report, expected) => expect(await counted('sarif', report)).toEqual(expected))

  test.each<[SarifLevel, number]>([
    ['error', 1],
    ['warning', 2],
    ['note', 3],
  ])('results from %s on count', async (level, failed) => {
    const results = ['error', 'warning', 'note', 'none'].map((each) => result({ level: each }))
    expect(await read('sarif', sarif(results), level)).toMatchObject({ failed })
  })

  describe('rules of several components', () => {
    const leveled = (id: string, level: string): object => ({ id, defaultConfiguration: { level } })
    const TOOL = {
      driver: { name: 'scanner', rules: [leveled('R1', 'note'), leveled('same', 'note'), leveled('same', 'error')] },
      extensions: [
        { name: 'pack', guid: 'G-1', rules: [{ ...leveled('R1', 'error'), guid: 'G-2' }, leveled('P', 'error')] },
      ],
    }
    const overriding = (configuration: object, descriptor: object): object => ({
      invocations: [{ ...DONE[0], ruleConfigurationOverrides: [{ configuration, descriptor }] }],
    })
    const OFF = { level: 'none' }
    const by = (rule: object | undefined, ruleId?: string): object => ({ message: { text: 'bad' }, rule, ruleId })

    test.each<[string, object, string, object?]>([
      ['by the name of the component', by({ id: 'R1', toolComponent: { name: 'pack' } }), 'failed'],
      ['by its guid', by({ id: 'R1', toolComponent: { guid: 'g-1' } }), 'failed'],
      ['by its index', by({ id: 'R1', toolComponent: { index: 0 } }), 'failed'],
      ['by the guid of the rule', by({ guid: 'G-2' }), 'failed'],
      ['of the driver where no component is named', by(undefined, 'R1'), 'passed'],
      ['of another component where the driver has none', by(undefined, 'P'), 'failed'],
      ['of the same identifier twice: the level that counts most', by(undefined, 'same'), 'failed'],
      ['of no component', by(undefined, 'unlisted'), 'passed'],
      [
        'of no component that was read',
        by(undefined, 'unlisted'),
        'unclear',
        { externalPropertyFileReferences: { extensions: [{}] } },
      ],
      ['overridden', by(undefined, 'P'), 'passed', overriding(OFF, { id: 'P' })],
      [
        'overridden by the rule of another component',
        by({ id: 'R1', toolComponent: { index: 0 } }),
        'failed',
        overriding(OFF, { id: 'R1' }),
      ],
      [
        'overridden by an identifier that nothing lists',
        by(undefined, 'unlisted'),
        'failed',
        overriding({ level: 'error' }, { id: 'unlisted' }),
      ],
      [
        'not overridden by an index that leads nowhere',
        by({ id: 'x', guid: 'y' }),
        'passed',
        overriding({ level: 'error' }, { index: 9 }),
      ],
    ])('%s', async (_, one, expected, more = {}) => {
      const report = sarif([one], { tool: TOOL, ...more })
      expect(await read('sarif', report, 'error')).toMatchObject({ [expected]: 1 })
    })
  })

  test('a result has its location and the message of its rule', async () => {
    const text = sarif(
      [
        result({
          ruleId: 'R3',
          level: 'error',
          message: { id: 'why', arguments: ['x', 'y'] },
          locations: [{ physicalLocation: { artifactLocation: { uri: 'src/a%20b.js' }, region: { startLine: 7 } } }],
        }),
      ],
      {
        tool: {
          driver: { name: 'scanner', rules: [{ id: 'R3', messageStrings: { why: { text: '{1} before {0}' } } }] },
        },
      },
    )
    expect(await read('sarif', text)).toMatchObject({
      cases: [{ className: 'scanner', name: 'R3', message: 'y before x', file: 'src/a b.js', line: 7 }],
    })
  })
})

describe('TAP', () => {
  test.each([
    ['a plan of more tests', '1..3\nok 1 - a\n', [1, 0, 0, 0, 2, 0]],
    ['a plan of fewer tests', '1..1\nok 1 - a\nok 2 - b\n', expect.stringContaining('plan')],
    ['no plan', 'ok 1 - a\n', expect.stringContaining('no plan')],
    ['two plans', '1..1\nok 1 - a\n1..2\n', expect.stringContaining('several plans')],
    ['no TAP', 'all is well\n', expect.stringContaining('no plan')],
    ['no test', '1..0 # SKIP no database\n', [0, 0, 0, 0, 0, 0]],
    ['given up', '1..2\nok 1 - a\nBail out! no database\n', [1, 0, 0, 1, 0, 0]],
    ['a failing test marked as todo', '1..2\nok 1 - a\nnot ok 2 - b # TODO later\n', [1, 0, 1, 0, 0, 0]],
    ['a skipped test', '1..1\nok 1 - a # SKIP later\n', [0, 0, 1, 0, 0, 0]],
    [
      'a broken parent of passing tests',
      '# Subtest: s\n    ok 1 - a\n    1..1\nnot ok 1 - s\n1..1\n',
      [1, 1, 0, 0, 0, 0],
    ],
    [
      'a subtest with a plan of more tests',
      '# Subtest: s\n    ok 1 - a\n    1..2\nok 1 - s\n1..1\n',
      [1, 0, 0, 0, 1, 0],
    ],
    ['a skipped subtest', '# Subtest: s\n    ok 1 - a\n    1..1\nok 1 - s # SKIP\n1..1\n', [0, 0, 1, 0, 0, 0]],
  ])('%s', async (_, report, expected) => expect(await counted('tap', `TAP version 14\n${report}`)).toEqual(expected))
})

describe('TRX', () => {
  const trx = (results: string, summary = '<ResultSummary outcome="Completed"/>'): string =>
    `<TestRun><Results>${results}</Results>${summary}</TestRun>`
  const one = (outcome: string, inside = ''): string =>
    `<UnitTestResult testName="a" outcome="${outcome}">${inside}</UnitTestResult>`
  const error = '<Output><ErrorInfo><Message>2 is 3</Message><StackTrace>at a</StackTrace></ErrorInfo></Output>'

  test.each([
    ['a pass', trx(one('Passed')), [1, 0, 0, 0, 0, 0]],
    ['a failure', trx(one('Failed', error)), [0, 1, 0, 0, 0, 0]],
    ['a timeout', trx(one('Timeout')), [0, 1, 0, 0, 0, 0]],
    ['a skipped test', trx(one('NotExecuted')), [0, 0, 1, 0, 0, 0]],
    ['an inconclusive test', trx(one('Inconclusive')), [0, 0, 0, 1, 0, 0]],
    ['a warning', trx(one('Warning')), [0, 0, 0, 1, 0, 0]],
    ['an outcome that is a member of Object.prototype', trx(one('Passed') + one('constructor')), [1, 0, 0, 1, 0, 0]],
    [
      'a result of an unknown kind',
      trx(`${one('Passed')}<WebTestResult testName="w" outcome="Failed"/>`),
      [1, 0, 0, 1, 0, 0],
    ],
    [
      'an error of the run itself',
      trx(
        one('Passed'),
        '<ResultSummary outcome="Completed"><RunInfos><RunInfo outcome="Error"/></RunInfos></ResultSummary>',
      ),
      [1, 0, 0, 0, 0, 1],
    ],
    [
      'fewer passed tests in the counters',
      trx(one('Passed'), '<ResultSummary outcome="Completed"><Counters total="1" passed="0"/></ResultSummary>'),
      expect.stringContaining('0 passed tests'),
    ],
    [
      'inconclusive tests that only the counters report',
      trx(
        one('Passed'),
        '<ResultSummary outcome="Completed"><Counters total="1" passed="1" inconclusive="1"/></ResultSummary>',
      ),
      expect.stringContaining('1 inconclusive'),
    ],
    [
      'two summaries',
      trx(one('Passed'), '<ResultSummary outcome="Completed"/><ResultSummary outcome="Failed"/>'),
      expect.stringContaining('several ResultSummary'),
    ],
    ...['passed="3"', 'passed="1" notExecuted="4"', 'notRunnable="1"', 'pending="2"'].map(
      (counters): [string, string, unknown] => [
        `counters that have more: ${counters}`,
        trx(one('Passed'), `<ResultSummary outcome="Completed"><Counters total="1" ${counters}/></ResultSummary>`),
        expect.stringContaining('its counters have'),
      ],
    ),
    ...['passedButRunAborted', 'disconnected', 'inProgress'].map((name): [string, string, unknown] => [
      `a test that did not end: ${name}`,
      trx(one('Passed'), `<ResultSummary outcome="Completed"><Counters total="1" ${name}="1"/></ResultSummary>`),
      [1, 0, 0, 0, 0, 1],
    ]),
    ['no outcome', trx('<UnitTestResult testName="a"/>'), [0, 0, 0, 1, 0, 0]],
    [
      'rows of data',
      trx(one('Failed', `<InnerResults>${one('Passed')}${one('Failed')}</InnerResults>`)),
      [1, 1, 0, 0, 0, 0],
    ],
    [
      'a failure that no row reports',
      trx(one('Failed', `<InnerResults>${one('Passed')}</InnerResults>`)),
      [1, 1, 0, 0, 0, 0],
    ],
    [
      'a doubt that no row reports',
      trx(one('Warning', `<InnerResults>${one('Passed')}</InnerResults>`)),
      [1, 0, 0, 1, 0, 0],
    ],
    [
      'two lists of counters',
      trx(
        one('Passed'),
        '<ResultSummary outcome="Completed"><Counters total="1" passed="1"/><Counters failed="1"/></ResultSummary>',
      ),
      'it has several Counters',
    ],
    [
      'a test that only the counter of warnings has',
      trx(one('Passed'), '<ResultSummary outcome="Completed"><Counters total="1" warning="1"/></ResultSummary>'),
      'its counters have 1 inconclusive tests, and it lists 0',
    ],
    [
      'passed tests that are counted as completed, too',
      trx(
        one('Passed'),
        '<ResultSummary outcome="Completed"><Counters total="1" executed="1" passed="1" completed="1"/></ResultSummary>',
      ),
      [1, 0, 0, 0, 0, 0],
    ],
    [
      'more tests that ran than there are',
      trx(one('Passed'), '<ResultSummary outcome="Completed"><Counters total="1" executed="3"/></ResultSummary>'),
      'its counters have 3 tests that ran, of 1',
    ],
    ...['one', '-1', '1e3', '0x1'].map((count): [string, string, string] => [
      `a counter ${count}`,
      trx(one('Passed'), `<ResultSummary outcome="Completed"><Counters total="1" failed="${count}"/></ResultSummary>`),
      `its counter failed is no number: ${count}`,
    ]),
    ...['Error', 'Failed', 'Aborted', 'Timeout'].map((outcome): [string, string, number[]] => [
      `a note of the run with the outcome ${outcome}`,
      trx(
        one('Passed'),
        `<ResultSummary outcome="Completed"><RunInfos><RunInfo outcome="${outcome}"/></RunInfos></ResultSummary>`,
      ),
      [1, 0, 0, 0, 0, 1],
    ]),
    [
      'missing tests',
      trx(one('Passed'), '<ResultSummary outcome="Completed"><Counters total="2"/></ResultSummary>'),
      [1, 0, 0, 0, 1, 0],
    ],
    [
      'missing failures',
      trx(one('Passed'), '<ResultSummary outcome="Completed"><Counters total="1" failed="1"/></ResultSummary>'),
      [1, 0, 0, 0, 0, 1],
    ],
    ['a failed run', trx(one('Passed'), '<ResultSummary outcome="Failed"/>'), [1, 0, 0, 0, 0, 1]],
    ['a run without an end', '<TestRun><Results/></TestRun>', expect.stringContaining('did not end')],
    ['another document', '<TestResults/>', 'it has no TestRun'],
  ])('%s', async (_, report, expected) => expect(await counted('trx', report)).toEqual(expected))

  test('a failure has its message, stack and class', async () => {
    const report = `<TestRun><TestDefinitions><UnitTest id="7"><TestMethod className="Shop.Orders, Shop"/></UnitTest></TestDefinitions><Results><UnitTestResult testId="7" testName="a" outcome="Failed" duration="00:00:01.5">${error}</UnitTestResult></Results><ResultSummary outcome="Failed"/></TestRun>`
    expect(await read('trx', report)).toMatchObject({
      cases: [{ className: 'Shop.Orders', message: '2 is 3\nat a', seconds: 1.5 }],
    })
  })
})

describe('k6', () => {
  const metrics = (more: object, iterations = 3): object => ({ iterations: { count: iterations }, ...more })
  const root = (fails: number): object => ({ name: '', checks: { a: { name: 'a', passes: 2, fails } }, groups: {} })

  test.each([
    [
      'true means a crossed threshold',
      { root_group: {}, metrics: metrics({ d: { thresholds: { 'p(95)<1': true } } }) },
      [0, 1, 0, 0, 0, 0],
    ],
    [
      'false means a met threshold',
      { root_group: {}, metrics: metrics({ d: { thresholds: { 'p(95)<1': false } } }) },
      [1, 0, 0, 0, 0, 0],
    ],
    [
      'ok means ok',
      { root_group: {}, metrics: metrics({ d: { thresholds: { 'p(95)<1': { ok: true } } } }) },
      [1, 0, 0, 0, 0, 0],
    ],
    [
      'a rate without attempts is inconclusive',
      { root_group: {}, metrics: metrics({ f: { passes: 0, fails: 0, value: 0, thresholds: { 'rate<0.1': false } } }) },
      [0, 0, 1, 0, 0, 0],
    ],
    [
      'a trend without a sample is inconclusive',
      {
        root_group: {},
        metrics: metrics({
          d: { type: 'trend', values: { avg: 0, min: 0, med: 0, max: 0 }, thresholds: { 'p(95)<1': { ok: true } } },
        }),
      },
      [0, 0, 1, 0, 0, 0],
    ],
    [
      'a counter of zero is a value',
      { root_group: {}, metrics: metrics({ errors: { count: 0, rate: 0, thresholds: { 'count<1': false } } }) },
      [1, 0, 0, 0, 0, 0],
    ],
    ['a check that fails', { root_group: root(1), metrics: metrics({}) }, [0, 1, 0, 0, 0, 0]],
    [
      'a check that a threshold limits',
      { root_group: root(1), metrics: metrics({ checks: { thresholds: { 'rate>0.5': false } } }) },
      [1, 0, 1, 0, 0, 0],
    ],
    [
      'no iteration',
      { root_group: root(0), metrics: metrics({ d: { thresholds: { 'p(95)<1': false } } }, 0) },
      [0, 0, 2, 0, 0, 0],
    ],
    ['another file', { metrics: {} }, expect.stringContaining('not a summary of k6')],
  ])('%s', async (_, report, expected) => expect(await counted('k6', report)).toEqual(expected))
})
