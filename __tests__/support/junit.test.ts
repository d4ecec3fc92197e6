import { describe, expect, it } from '@jest/globals'
import { parseJUnit, type TestReport } from '../../src/support/junit.ts'

async function read(xml: string): Promise<TestReport> {
  const report = await parseJUnit(xml)
  if ('problem' in report) throw new Error(report.problem)
  return report
}
const summary = ({ cases }: TestReport) => cases.map(({ suite, name, outcome }) => [suite, name, outcome])

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

  it.each([
    ['status="notrun" result="suppressed"', 'skipped'],
    ['status="DISABLED"', 'skipped'],
    ['status="failed"', 'failed'],
    ['result="Failure"', 'failed'],
    ['status="run" result="completed"', 'passed'],
  ])('say it in attributes alone: %s', async (attributes, outcome) => {
    const { cases } = await read(`<testsuite><testcase name="a" ${attributes}/></testsuite>`)
    expect(cases[0]?.outcome).toBe(outcome)
  })

  it('say what their own sums say went wrong beyond single tests', async () => {
    const setup = await read('<testsuite name="a" errors="1"><testcase name="b"/></testsuite>')
    expect(setup.unexplained).toBe(1)
    expect((await read('<testsuites failures="2"><testcase name="b"/></testsuites>')).unexplained).toBe(2)
  })

  it.each([
    ['<html></html>', 'it has neither testsuites nor testsuite'],
    ['<testsuite><testcase', 'line 1'],
    ['<!DOCTYPE x [<!ENTITY y SYSTEM "file:///etc/passwd">]><testsuite>&y;</testsuite>', 'document type'],
    ['', 'line'],
    ['<testsuite tests="5"><testcase name="a"/></testsuite>', 'it counts 5 tests and lists 1'],
    [
      '<testsuites><testsuite><testsuite tests="3"><testcase name="a"/></testsuite></testsuite></testsuites>',
      'it counts 3 tests',
    ],
    ['<testsuites tests="2"><testsuite tests="1"><testcase name="a"/></testsuite></testsuites>', 'it counts 2 tests'],
  ])('are refused when they are something else: %j', async (xml, problem) => {
    const report = await parseJUnit(xml)
    expect('problem' in report ? report.problem : 'none').toContain(problem)
  })

  it('hold no test when there is none', async () => {
    expect((await read('<testsuites></testsuites>')).cases).toEqual([])
    expect((await read('<testsuites/>')).cases).toEqual([])
  })
})
