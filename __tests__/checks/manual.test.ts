import { expect, test } from '@jest/globals'
import { planChecks } from '../../src/checks/engine/select.ts'
import { check } from '../../src/checks/manual.ts'
import { readConfig } from '../../src/config/schema/file.ts'

const read = (entry: string) => readConfig(`version: 1\nverify: [${entry}]\n`, 'file').verify
const WHAT = { what: 'the receipt prints', by: 'quality' }

test('a manual test has a phase of its own and is an acceptance test, unless configured otherwise', () => {
  const [planned] = planChecks(read('{ manual: { what: the receipt prints, by: quality } }'))
  expect(planned).toMatchObject({ phase: 'approval', kind: 'acceptance', name: 'the receipt prints (quality)' })
  expect(planChecks(read('{ manual: { what: x, by: audit }, kind: compliance }'))[0]?.kind).toBe('compliance')
})

test('a manual test that runs like another check is inconclusive', async () => {
  const facts = await check.observe({ manual: WHAT }, undefined as never)
  expect(check.judge({ manual: WHAT }, facts).outcome).toBe('inconclusive')
})

test.each([
  ['{ manual: { what: x, by: octo/quality } }', "the team's slug"],
  ['{ manual: { what: x } }', 'by'],
  ['{ manual: { what: x, by: quality }, phase: during }', 'confirmed by the approval of production'],
  ['{ manual: { what: x, by: quality }, dry-run: true }', 'is not measured'],
  ['{ manual: { what: x, by: quality }, on: hosts }', 'expected runner for `manual`'],
  ['{ http: "https://x/", phase: approval }', '`approval` is that of `manual` alone'],
])('the error in %s is reported', (entry, named) => {
  let titles: string[] = []
  try {
    read(entry)
  } catch (error) {
    titles = (error as { findings: { title: string }[] }).findings.map(({ title }) => title)
  }
  expect(titles.join('\n')).toContain(named)
})
