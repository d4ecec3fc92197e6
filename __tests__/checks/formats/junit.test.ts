import { describe, expect, it } from '@jest/globals'
import { parseJUnit } from '../../../src/checks/formats/junit.ts'
import type { TestReport } from '../../../src/checks/formats/report.ts'

const bytes = (xml: string): Buffer => Buffer.from(xml)

async function read(xml: string | Buffer): Promise<TestReport> {
  const report = await parseJUnit(Buffer.from(xml))
  if ('problem' in report) throw new Error(report.problem)
  return report
}
const summary = ({ cases }: TestReport) => cases.map(({ suite, name, outcome }) => [suite, name, outcome])
const counts = ({ passed, failed, skipped, unclear, unlisted, unexplained }: TestReport) => ({
  passed,
  failed,
  skipped,
  unclear,
  unlisted,
  unexplained,
})
const NONE = { passed: 0, failed: 0, skipped: 0, unclear: 0, unlisted: 0, unexplained: 0 }

describe('reports of tests', () => {
  it("are read as Node's reporter writes them, tests beside suites", async () => {
    const report = await read(
      '<testsuites><testcase name="opens" time="0.2"/><testsuite name="orders" failures="1"><testcase name="adds"><failure message="3 is not 4">at order.js</failure></testcase></testsuite></testsuites>',
    )
    expect(summary(report)).toEqual([
      ['', 'opens', 'passed'],
      ['orders', 'adds', 'failed'],
    ])
    expect(report.cases[1]?.message).toBe('3 is not 4\nat order.js')
    expect(report.unexplained).toBe(0)
  })

  it('are read as pytest, Maven and jest write them', async () => {
    const report = await read(
      '<testsuites name="jest tests" tests="2"><testsuite name="a"><testsuite name="b"><testcase name="c" classname="x.C" file="c.py" line="7"><skipped/></testcase></testsuite><testcase name="d"><error type="Boom"/></testcase></testsuite></testsuites>',
    )
    expect(summary(report)).toEqual([
      ['a', 'd', 'failed'],
      ['a › b', 'c', 'skipped'],
    ])
    expect(report.cases[1]).toMatchObject({ className: 'x.C', file: 'c.py', line: 7 })
  })

  it('are counted from Catch2, whose sums count assertions', async () => {
    const suite = (sums: string, inner: string) =>
      `<testsuites><testsuite name="t" ${sums} hostname="tbd" time="0"><properties><property name="random-seed" value="1"/></properties>${inner}<system-out/><system-err/></testsuite></testsuites>`
    const one = '<testcase classname="t.global" name="adds" time="0" status="run"'
    const green = await read(suite('errors="0" failures="0" skipped="0" tests="5"', `${one}/>`))
    expect(counts(green)).toEqual({ ...NONE, passed: 1 })
    const red = await read(
      suite(
        'errors="0" failures="2" tests="5"',
        `${one}><failure message="1 == 2" type="CHECK"/><failure message="1 == 3" type="CHECK"/></testcase>`,
      ),
    )
    expect(counts(red)).toEqual({ ...NONE, failed: 1 })
    // Sums without any listed test.
    expect(counts(await read(suite('failures="2" tests="5"', `${one}/>`)))).toMatchObject({ unexplained: 2 })
    expect(counts(await read(suite('failures="0" tests="5"', '')))).toMatchObject({ passed: 0 })
  })

  it.each([
    ['status="notrun" result="suppressed"', 'skipped'],
    ['status="DISABLED"', 'skipped'],
    ['executed="False"', 'skipped'],
    ['status="failed"', 'failed'],
    ['result="Failure"', 'failed'],
    ['status="passed" result="Error"', 'failed'],
    ['success="False" executed="True"', 'failed'],
    ['failure="3 is not 4"', 'failed'],
    ['status="run" result="completed"', 'passed'],
    ['success="True" executed="True" result="Success"', 'passed'],
    ['status="Inconclusive"', 'unclear'],
    ['result="Warning"', 'unclear'],
    ['status="undefined"', 'unclear'],
    ['outcome="7"', 'unclear'],
    ['result="skip"', 'skipped'],
    ['result="xfail"', 'skipped'],
    ['passed="false"', 'failed'],
    ['passed="true" success="no"', 'failed'],
    ['state="Failed"', 'failed'],
    ['state="idle"', 'passed'],
  ])('are judged by attributes alone: %s', async (attributes, outcome) => {
    const { cases } = await read(`<testsuite><testcase name="a" ${attributes}/></testsuite>`)
    expect(cases[0]?.outcome).toBe(outcome)
  })

  it.each([
    ['<properties><property name="a" value="b"/></properties><system-out>text</system-out><system-err/>', 'passed'],
    ['<flakyFailure message="first try"/>', 'passed'],
    ['<warning>No tests found in class</warning>', 'unclear'],
    ['<risky/>', 'unclear'],
    ['<rerunFailure message="again"/>', 'unclear'],
    ['<testcase name="inner"><failure/></testcase>', 'unclear'],
    ['<warning/><skipped/>', 'unclear'],
    ['<warning/><error>Boom</error>', 'failed'],
    ['<failure/><skipped/>', 'failed'],
    ['<ignored/>', 'skipped'],
    ['<ignored/><failure/>', 'failed'],
  ])('are judged by every element of a test: %s', async (inner, outcome) => {
    const { cases } = await read(`<testsuite><testcase name="a">${inner}</testcase></testsuite>`)
    expect(cases.map((one) => one.outcome)).toEqual([outcome])
  })

  it('list the unclear tests', async () => {
    const { cases } = await read(
      '<testsuite><testcase name="a"><warning>No tests found</warning></testcase><testcase name="b" status="Inconclusive"/></testsuite>',
    )
    expect(cases.map(({ message }) => message)).toEqual([
      'it has the element <warning>: No tests found',
      'its status is Inconclusive',
    ])
  })

  it('report failures that only their sums count', async () => {
    const setup = await read('<testsuite name="a" errors="1"><testcase name="b"/></testsuite>')
    expect(setup.unexplained).toBe(1)
    expect((await read('<testsuites failures="2"><testcase name="b"/></testsuites>')).unexplained).toBe(2)
    expect((await read('<testsuite warnings="2"><testcase name="b"/></testsuite>')).unclear).toBe(2)
    expect((await read('<testsuite inconclusive="1"><testcase name="b"/></testsuite>')).unclear).toBe(1)
    expect((await read('<testsuite passed="0" failed="0"><testcase name="b"/></testsuite>')).unexplained).toBe(0)
  })

  it.each([
    ['<results></results>', 'it has neither testsuites nor testsuite, but <results>'],
    ['<html></html>', 'it is a page'],
    ['<testsuites><testsuite>', 'testsuites, testsuite not closed'],
    ['<testsuite><testcase', 'line 1'],
    ['<!DOCTYPE x [<!ENTITY y SYSTEM "file:///etc/passwd">]><testsuite>&y;</testsuite>', 'document type'],
    ['<?xml version="1.0"?><!-- a --><!DOCTYPE x><testsuite/>', 'document type'],
    ['', 'it is empty'],
    ['<testsuite><system-out><testcase name="a"/></system-out></testsuite>', 'results inside of <system-out>'],
    ['<testsuite tests="many"><testcase name="a"/></testsuite>', 'its tests is "many", not a number'],
    ['<testsuite failures="1,000"><testcase name="a"/></testsuite>', 'its failures is "1,000", not a number'],
    ['<testsuite><group><testcase name="a"><failure/></testcase></group></testsuite>', 'results inside of <group>'],
    ['<testsuite failed="one"><testcase name="a"/></testsuite>', 'its failed is "one", not a number'],
    ['<testsuite crashed="true"><testcase name="a"/></testsuite>', 'its crashed is "true", not a number'],
    [
      '<testsuite><testcase name="a"><system-out><failure/></system-out></testcase></testsuite>',
      'inside of <system-out>',
    ],
    ['<testsuite><testcase name="a"><failure/><skipped><testcase/></skipped></testcase></testsuite>', 'of <skipped>'],
    ['<testsuites><run><testsuite/></run></testsuites>', 'results inside of <run>'],
    ['<testsuite><testcase name="a"/><TestCase name="b"/></testsuite>', 'results inside of <TestCase>'],
    ['<testsuite><testcase name="a"/><test-case name="b" result="Failed"/></testsuite>', 'inside of <test-case>'],
    ['<testsuite><testcase name="a"/><spec name="b" outcome="fail"/></testsuite>', 'inside of <spec>'],
    ['<testsuite><testcase name="a"/><Error/></testsuite>', 'inside of <Error>'],
    ['<?xml version="1.0" encoding="klingon"?><testsuite/>', 'the unknown encoding klingon'],
  ])('are refused in another format: %j', async (xml, problem) => {
    const report = await parseJUnit(bytes(xml))
    expect('problem' in report ? report.problem : 'none').toContain(problem)
  })

  it.each([
    ['failed="1"'],
    ['failure="1"'],
    ['errors="0" error="1"'],
    ['crashed="1"'],
    ['status="failed"'],
    ['result="Failed"'],
    ['success="False"'],
    ['passed="no"'],
    ['aborted="1"'],
    ['errors="0" timeouts="1"'],
  ])('are judged by other attributes of a suite: %s', async (attributes) => {
    const { passed, unexplained } = await read(`<testsuite tests="1" ${attributes}><testcase name="a"/></testsuite>`)
    expect([passed, unexplained]).toEqual([1, 1])
  })

  it('report a failure of the suite itself, and find each of these', async () => {
    const report = await read(
      '<testsuites><testsuite name="orders" tests="2" errors="1"><error message="no database">at setup</error><testcase name="a"/></testsuite></testsuites>',
    )
    expect(counts(report)).toEqual({ ...NONE, passed: 1, failed: 1, unlisted: 1 })
    expect(report.cases.find(({ outcome }) => outcome === 'failed')).toMatchObject({
      suite: 'orders',
      name: 'outside of its tests',
      message: 'no database\nat setup',
    })
  })

  it.each([
    ['<test-run result="Passed"><test-suite/></test-run>', 'NUnit 3', '`trx`'],
    ['<assemblies><assembly/></assemblies>', 'xUnit.net', '`trx`'],
    ['<TestRun xmlns="http://microsoft.com/schemas"><Results/></TestRun>', 'Visual Studio', '`trx`'],
    ['<robot/>', 'Robot Framework', '--xunit'],
    ['<Site><Testing/></Site>', 'CDash', '--output-junit'],
    ['<coverage/>', 'coverage', 'tests only'],
    ['{ "results": {} }', 'JSON', '`ctrf`'],
    ['TAP version 13\nok 1', 'TAP', '`tap`'],
  ])('in another format are reported with the conversion to JUnit: %s', async (text, form, advice) => {
    const report = await parseJUnit(bytes(text))
    if (!('problem' in report)) throw new Error('it was read')
    expect(report.problem).toContain(form)
    expect(report.advice).toContain(advice)
  })

  it('are read with a prefix of their namespace', async () => {
    const report = await read(
      '<j:testsuites xmlns:j="urn:junit"><j:testsuite tests="2"><j:testcase name="a"/><j:testcase name="b"><j:failure/></j:testcase></j:testsuite></j:testsuites>',
    )
    expect(counts(report)).toEqual({ ...NONE, passed: 1, failed: 1 })
  })

  it.each([
    ['<testsuite tests="5"><testcase name="a"/></testsuite>', 4],
    ['<testsuites><testsuite><testsuite tests="3"><testcase name="a"/></testsuite></testsuite></testsuites>', 2],
    ['<testsuites tests="2"><testsuite tests="1"><testcase name="a"/></testsuite></testsuites>', 1],
    ['<testsuite tests="3" skipped="1"><testcase name="a"/></testsuite>', 1],
    ['<testsuite tests="3" skipped="1"><testcase name="a"/><testcase name="b"><skipped/></testcase></testsuite>', 1],
  ])('report the number of tests that they count and do not list: %s', async (xml, unlisted) =>
    expect((await read(xml)).unlisted).toBe(unlisted),
  )

  it('contain no test where none is listed', async () => {
    expect((await read('<testsuites></testsuites>')).cases).toEqual([])
    expect((await read('<testsuites/>')).cases).toEqual([])
  })
})

describe('skipped tests', () => {
  it('that are counted and not listed are skipped, as mocha-junit-reporter omits them', async () => {
    const report = await read(`<?xml version="1.0" encoding="UTF-8"?>
      <testsuites name="Mocha Tests" time="0.007" tests="3" failures="0" skipped="2">
        <testsuite name="Root Suite" tests="0" failures="0"></testsuite>
        <testsuite name="orders" tests="3" file="/app/orders.js" failures="0">
          <testcase name="orders adds" classname="adds"></testcase>
        </testsuite>
      </testsuites>`)
    expect(counts(report)).toEqual({ ...NONE, passed: 1, skipped: 2 })
  })

  it('that are counted and listed like passed ones do not count as passed', async () => {
    const report = await read('<testsuite tests="2" skipped="2"><testcase name="a"/><testcase name="b"/></testsuite>')
    expect(counts(report)).toEqual({ ...NONE, skipped: 2 })
  })

  it("are counted from the list where mocha's xunit reporter counts wrong", async () => {
    const hook = await read(
      '<testsuite name="Mocha Tests" tests="0" failures="0" errors="1" skipped="-1"><testcase classname="hook" name="&#x22;before all&#x22; hook"><failure>no database</failure></testcase></testsuite>',
    )
    expect(counts(hook)).toEqual({ ...NONE, failed: 1 })
    expect(hook.cases[0]?.name).toBe('"before all" hook')
    const green = await read(
      '<testsuite name="Mocha Tests" tests="2" failures="0" errors="0" skipped="1"><testcase name="adds"/><testcase name="later"><skipped/></testcase></testsuite>',
    )
    expect(counts(green)).toEqual({ ...NONE, passed: 1, skipped: 1 })
  })

  it("of Node's runner may fail when they are marked as todo", async () => {
    const report = await read(
      '<testsuites><testsuite name="orders" tests="2" failures="1" skipped="1"><testcase name="adds"/><testcase name="later" failure="x"><skipped type="todo" message="true"/><failure type="testCodeFailure" message="x">x</failure></testcase></testsuite></testsuites>',
    )
    expect(counts(report)).toEqual({ ...NONE, passed: 1, skipped: 1 })
  })

  it.each([['skip'], ['ignored'], ['disabled']])('are counted by the attribute %s', async (name) =>
    expect(counts(await read(`<testsuite tests="2" ${name}="1"><testcase name="a"/></testsuite>`))).toEqual({
      ...NONE,
      passed: 1,
      skipped: 1,
    }),
  )

  it('of CTest are unclear where it could not start the test', async () => {
    const of = async (message: string) =>
      (
        await read(
          `<testsuite><testcase name="a" status="notrun"><skipped message="${message}"/></testcase></testsuite>`,
        )
      ).cases[0]
    expect(await of('SKIP_RETURN_CODE=77')).toMatchObject({ outcome: 'skipped' })
    expect(await of('Unable to find executable')).toMatchObject({
      outcome: 'unclear',
      message: 'it did not start: Unable to find executable',
    })
  })

  it('of GoogleTest are disabled or skipped', async () => {
    const report = await read(
      '<testsuites tests="3" failures="0" disabled="1" errors="0"><testsuite name="Orders" tests="3" failures="0" disabled="1" skipped="1" errors="0"><testcase name="Adds" status="run" result="completed"/><testcase name="DISABLED_Later" status="notrun" result="suppressed"/><testcase name="Hidden" status="run" result="skipped"><skipped message="no"/></testcase></testsuite></testsuites>',
    )
    expect(counts(report)).toEqual({ ...NONE, passed: 1, skipped: 2 })
  })
})

describe('texts', () => {
  const report = (name: string): string => `<testsuite tests="1"><testcase name="${name}"/></testsuite>`

  it.each([
    ['<testsuite><testcase name="a"/><system-out><![CDATA[<!DOCTYPE html><p>]]></system-out></testsuite>'],
    ['<testsuite><!-- <!ENTITY a> --><testcase name="a"/></testsuite>'],
    ['<testsuite><testcase name="a"/><system-out>&lt;!DOCTYPE html&gt;</system-out></testsuite>'],
    [
      '<testsuite><testcase name="a"/><system-out><![CDATA[ ]]]]><![CDATA[> <!DOCTYPE html> <!-- ]]></system-out></testsuite>',
    ],
  ])('may contain a declaration: %s', async (xml) => expect((await read(xml)).passed).toBe(1))

  it.each([
    ['UTF-8 with a mark', Buffer.from(`\uFEFF<?xml version="1.0" encoding="UTF-8"?>${report('é')}`)],
    ['UTF-16 with a mark', Buffer.from(`\uFEFF<?xml version="1.0" encoding="UTF-16"?>${report('é')}`, 'utf16le')],
    ['UTF-16 without a mark', Buffer.from(`<?xml version="1.0" encoding="utf-16"?>${report('é')}`, 'utf16le')],
    ['big UTF-16', Buffer.from(`\uFEFF<?xml version="1.0"?>${report('é')}`, 'utf16le').swap16()],
    ['big UTF-16 without a mark', Buffer.from(report('é'), 'utf16le').swap16()],
    ['Latin 1', Buffer.from(`<?xml version="1.0" encoding="ISO-8859-1"?>${report('é')}`, 'latin1')],
    ['nothing said', Buffer.from(report('é'))],
  ])('are read in %s', async (_, encoded) => {
    const { cases, passed } = await read(encoded)
    expect(passed).toBe(1)
    expect(cases[0]?.name).toBe('é')
  })
})
