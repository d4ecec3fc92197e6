import { expect, test } from '@jest/globals'
import { ERRORS } from '../../src/evidence/codes/errors.ts'
import { ask } from './ask.ts'
import { CASES as OTHERS } from './table.ts'
import { FORMS } from './table-forms.ts'

const CASES = [...OTHERS, ...FORMS]

/** A next step that fits every mistake of a kind is not specific enough. */
const GENERAL: ReadonlySet<string> = new Set(Object.values(ERRORS).map(({ next }) => next))

test.each(CASES)(
  '%s: the finding has the cause, the place and the next step',
  async (_story, mistake, answer, place) => {
    const findings = await ask(mistake)
    const own = findings.filter(({ title }) => !title.startsWith('No ValidateService'))
    // Each mistake has one finding.
    expect(own.map(({ title }) => title)).toEqual([expect.stringContaining(answer)])
    const [found] = own
    const { source, subject } = found ?? {}
    expect(source?.line === undefined ? subject : `${source.file}:${source.line}`).toBe(place)
    expect(found?.advice).toMatch(/^[A-Z].*\.$/)
    expect(GENERAL).not.toContain(found?.advice)
  },
)

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
  ['a list without hyphens', 'Begin each entry of the list with `- ` in line 3 of .github/test-deployments.yml.'],
  [
    'a key with too much indentation',
    'Indent line 4 of .github/test-deployments.yml as the line before it, or put a value that has a colon in quotes.',
  ],
  [
    'a text in place of a list of maps',
    'Correct `allow` in line 2 of .github/intent.yml: write a list of maps with resource, type, action, replacement, properties, environment, reason.',
  ],
  [
    'a section without content',
    'Write a list under `stacks` in line 2 of .github/test-deployments.yml, or remove the key.',
  ],
  [
    'reviewers as a list',
    'Correct `gate.reviewers` in line 2 of .github/test-deployments.yml: write a map of at-least, not, digest.',
  ],
  ['break glass without a reason', 'Write a map of rules, until, reason into line 1 of break-glass.'],
  ['yes in place of true', 'Write `true` instead of `yes` in line 2 of .github/test-deployments.yml.'],
  ['a parameter', 'Write InstanceType instead of InstanceTyp, or declare InstanceTyp in infra/web.yml.'],
])('%s: the next step contains the correct text', async (story, step) => {
  const [, mistake] = CASES.find(([each]) => each === story) ?? []
  if (mistake === undefined) throw new Error(`there is no case ${story}`)
  expect((await ask(mistake)).map(({ advice }) => advice)).toContain(step)
})

test('a password is not repeated', async () => {
  for (const yaml of [
    'verify: [{ http: "ada:hunter2@shop.example.com/" }]',
    'verify: [{ http: "ftp://ada:hunter2@shop.example.com/" }]',
    'verify: [{ http: "shop.example.com/?token=hunter2" }]',
    'verify: [{ http: { url: "https://a.example", headers: [{ authorization: hunter2 }] } }]',
    'stacks: { parameters: { DatabasePassword: hunter2 } }',
    'aws-secret-access-key: hunter2',
  ]) {
    const findings = await ask({ config: `version: 1\n${yaml}\n` })
    expect(findings).not.toEqual([])
    expect(JSON.stringify(findings)).not.toContain('hunter2')
  }
})

test('there are more than fifty', () => {
  expect(CASES.length).toBeGreaterThan(50)
})
