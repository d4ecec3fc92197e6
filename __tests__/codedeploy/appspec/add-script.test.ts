import { describe, expect, test } from '@jest/globals'
import { addScript } from '../../../src/codedeploy/appspec/add-script.ts'
import { parseAppSpec } from '../../../src/codedeploy/appspec/index.ts'

const SCRIPT = { event: 'ValidateService', location: 'test-deployments/checks', timeout: 90 }
const HEAD = 'version: 0.0\nos: linux\n'

function locations(text: string): string[] {
  const parsed = parseAppSpec(text, { file: 'appspec.yml', platform: 'server' })
  if (!parsed.ok) throw new Error(parsed.problems[0]?.message)
  return parsed.spec.hooks.flatMap(({ event, scripts }) => scripts.map(({ location }) => `${event} ${location}`))
}

describe('the script becomes the last of its event, and all other text is unchanged', () => {
  test.each([
    ['no hooks', HEAD, []],
    ['no line end', 'version: 0.0\nos: linux', []],
    ['hooks without a value', `${HEAD}hooks:\n`, []],
    ['null', `${HEAD}hooks: ~ # none yet\nfiles: []\n`, []],
    ['another event', `${HEAD}hooks:\n  AfterInstall:\n    - location: a\n      timeout: 5\n`, ['AfterInstall a']],
    [
      'the event, in the middle',
      `${HEAD}hooks:\n  ValidateService:\n    - location: a # first\n\n# about the next\n  AfterInstall:\n    - location: b\nfiles: []\n`,
      ['ValidateService a', 'AfterInstall b'],
    ],
    [
      'a list that is not indented',
      `${HEAD}hooks:\n  ValidateService:\n  - location: a\n    timeout: 60\n`,
      ['ValidateService a'],
    ],
    [
      'the event without a value',
      `${HEAD}hooks:\n  ValidateService:\n  AfterInstall:\n    - location: b\n`,
      ['AfterInstall b'],
    ],
    ['an empty list', `${HEAD}hooks:\n  ValidateService: []\n`, []],
    ['flow style', `${HEAD}hooks: { ValidateService: [{ location: a }, ] }\n`, ['ValidateService a']],
    [
      'JSON',
      '{"version": 0.0, "os": "linux", "hooks": {"ValidateService": [{"location": "a"}]}}',
      ['ValidateService a'],
    ],
    ['JSON without hooks', '{"version": 0.0, "os": "linux"}\n', []],
    [
      'Windows line ends',
      `${HEAD}hooks:\n  ValidateService:\n    - location: a\n`.replaceAll('\n', '\r\n'),
      ['ValidateService a'],
    ],
    [
      'modes that YAML versions read differently',
      `${HEAD}permissions:\n  - object: /srv\n    mode: 0644\n    type: [file]\nhooks:\n  ValidateService:\n    - location: a\n`,
      ['ValidateService a'],
    ],
    ['a document end', `---\n${HEAD}hooks:\n  ValidateService:\n    - location: a\n...\n`, ['ValidateService a']],
    ['a duplicate key', `${HEAD}hooks: {}\nhooks:\n  ValidateService:\n    - location: a\n`, ['ValidateService a']],
  ])('%s', (_, text, before) => {
    expect(locations(text)).toEqual(before)
    const changed = addScript(text, SCRIPT, 'appspec.yml')
    const at = before.findLastIndex((each) => each.startsWith('ValidateService'))
    const after = [...before]
    if (at === -1)
      expect(locations(changed).toSorted()).toEqual([...after, `ValidateService ${SCRIPT.location}`].toSorted())
    else
      expect(locations(changed)).toEqual([
        ...after.slice(0, at + 1),
        `ValidateService ${SCRIPT.location}`,
        ...after.slice(at + 1),
      ])
    // Every original line is still present, in the same order.
    const lines = changed.split('\n')
    if (!text.includes('{') && !text.includes('~') && !/:\r?\n?$|: \[\]|:\n {2}After/m.test(text))
      for (const line of text.split('\n')) expect(lines).toContain(line)
  })
})

test.each([
  ['not YAML', '{{{'],
  ['a list', '- a\n'],
  ['hooks that are a text', `${HEAD}hooks: later\n`],
  ['an event that is a map', `${HEAD}hooks:\n  ValidateService: { location: a }\n`],
  ['Windows', 'version: 0.0\nos: windows\n'],
])('%s is refused', (_, text) => {
  expect(() => addScript(text, SCRIPT, 'appspec.yml')).toThrow('cannot be added to appspec.yml')
})
