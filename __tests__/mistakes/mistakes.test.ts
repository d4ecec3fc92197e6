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

test.each([
  ['a tab', 'Replace the tab in line 3 of .github/test-deployments.yml by spaces.'],
  ['an empty file', 'Write a map into line 1 of .github/test-deployments.yml; docs/reference.md lists its keys.'],
  [
    'a template in the entry of the CDK',
    'Make two entries, one of `cdk` and one of `template`, in line 2 of .github/test-deployments.yml.',
  ],
  [
    'a key of another platform',
    'Remove `cluster`, or use it beside `platform: ecs-native` in line 2 of .github/test-deployments.yml.',
  ],
  [
    'init as a command of a step',
    'Run `node dist/index.js init` of this action on your machine, or call its workflow `.github/workflows/init.yml`, which opens a pull request with the first configuration.',
  ],
  [
    'a URL without a scheme',
    'Correct `verify.0.http` in line 2 of .github/test-deployments.yml: write a URL such as https://shop.example.com/health.',
  ],
  ['a parameter', 'Write InstanceType instead of InstanceTyp, or declare InstanceTyp in infra/web.yml.'],
])('%s: the next step names what to write', async (story, step) => {
  const [, mistake] = CASES.find(([each]) => each === story) ?? []
  if (mistake === undefined) throw new Error(`there is no case ${story}`)
  expect((await ask(mistake)).map(({ advice }) => advice)).toContain(step)
})

test('there are more than fifty', () => {
  expect(CASES.length).toBeGreaterThan(50)
})
