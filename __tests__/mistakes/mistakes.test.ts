import { expect, test } from '@jest/globals'
import { ERRORS } from '../../src/evidence/codes/errors.ts'
import { ask } from './ask.ts'
import { CASES } from './table.ts'

/** Advice that fits every mistake of a kind is no next step. */
const GENERAL: ReadonlySet<string> = new Set(Object.values(ERRORS).map(({ next }) => next))

test.each(CASES)('%s: what is wrong, where, and the next step', async (_story, mistake, answer, place) => {
  const findings = await ask(mistake)
  const own = findings.filter(({ title }) => !title.startsWith('No ValidateService'))
  // One mistake has one answer.
  expect(own.map(({ title }) => title)).toEqual([expect.stringContaining(answer)])
  const [found] = own
  const { source, subject } = found ?? {}
  expect(source?.line === undefined ? subject : `${source.file}:${source.line}`).toBe(place)
  expect(found?.advice).toMatch(/^[A-Z].*\.$/)
  expect(GENERAL).not.toContain(found?.advice)
})

test('there are more than fifty', () => {
  expect(CASES.length).toBeGreaterThan(50)
})
