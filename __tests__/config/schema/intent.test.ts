import { expect, test } from '@jest/globals'
import { readIntent } from '../../../src/config/schema/intent.ts'
import { ActionError } from '../../../src/support/errors.ts'

test.each([
  ['an alias without its anchor', 'version: 1\nallow: *all\n', 2],
  ['an anchor that contains itself', 'version: 1\nallow: &a [*a]\n', 1],
])('an intent with %s is reported with its place', (_story, yaml, line) => {
  expect(() => readIntent(yaml, 'intent.yml')).toThrow(
    expect.objectContaining({ code: 'config/intent', details: expect.objectContaining({ file: 'intent.yml', line }) }),
  )
})

test('errors in an intent are reported like those in the configuration', () => {
  const yaml = `version: 1
expect:
  - { resource: web/T, acton: Add }
  - { action: Add }
  - { resource: x, action: Replace }
forbid: 3
allow:
  - resource: a
    replacement: "yes"
`
  const titles: string[] = []
  try {
    readIntent(yaml, 'intent.yml')
  } catch (error) {
    if (!(error instanceof ActionError)) throw error
    titles.push(...error.findings.map(({ code, source, title }) => `${code} ${source?.line} ${title}`))
  }
  expect(titles).toEqual([
    'config/intent 3 expect.0: expected a known key, read the key "acton": did you mean action?',
    'config/intent 4 expect.1: expected `resource` or `type`, read {"action":"Add"}',
    'config/intent 5 expect.2.action: expected Add or Modify or Remove or Import or a list, read "Replace"',
    'config/intent 6 forbid: expected a list, read 3',
    'config/intent 9 allow.0.replacement: expected true or false, read "yes": did you mean true?',
  ])
})

test('an empty intent is reported as empty', () => {
  expect(() => readIntent('', 'intent.yml')).toThrow('line 1: file: expected a map, read nothing')
})
