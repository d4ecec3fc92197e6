import { expect, test } from '@jest/globals'
import { parseJUnit } from '../../src/support/junit.ts'

const outcomes = async (xml: string) => {
  const report = await parseJUnit(xml)
  return 'cases' in report ? report.cases.map(({ suite, name, outcome }) => [suite, name, outcome]) : report.problem
}

test("Node's own reporter puts tests that are in no suite right into the root", async () => {
  const xml = `<?xml version="1.0" encoding="utf-8"?>
    <testsuites>
      <testcase name="the shop is open" time="0.15" classname="test" file="/w/a.test.js"/>
      <testcase name="an order" time="0.02" classname="test" failure="503"><failure type="testCodeFailure" message="503">text</failure></testcase>
      <testsuite name="orders" tests="1"><testcase name="are kept" classname="test"><skipped type="skipped" message="later"/></testcase></testsuite>
    </testsuites>`
  expect(await outcomes(xml)).toEqual([
    ['', 'the shop is open', 'passed'],
    ['', 'an order', 'failed'],
    ['orders', 'are kept', 'skipped'],
  ])
})

test("a root's own name is no suite's", async () => {
  const xml = '<testsuites name="jest tests"><testsuite name="a"><testcase name="b"/></testsuite></testsuites>'
  expect(await outcomes(xml)).toEqual([['a', 'b', 'passed']])
})

test.each([
  ['a root without anything', '<testsuites/>', []],
  ['another document', '<html/>', 'it has neither testsuites nor testsuite'],
])('%s', async (_, xml, expected) => {
  expect(await outcomes(xml)).toEqual(expected)
})
