import { describe, expect, test } from '@jest/globals'
import { isStatusIn, parseStatus } from '../../../src/support/http/request.ts'
import { shownPath, shownUrl } from '../../../src/support/text/url.ts'
import { atJsonPath, parseJsonPath } from '../../../src/checks/engine/json-path.ts'

describe('statuses', () => {
  test.each([
    ['200', { from: 200, to: 200 }],
    ['2xx', { from: 200, to: 299 }],
    ['200-204', { from: 200, to: 204 }],
    ['204-200', undefined],
    ['600', undefined],
    ['abc', undefined],
  ])('%s', (text, range) => expect(parseStatus(text)).toEqual(range))

  test('an unreadable set is empty', () => {
    expect(isStatusIn(200, ['abc'])).toBe(false)
    expect(isStatusIn(404, ['2xx', '400-410'])).toBe(true)
  })
})

test.each([
  ['https://user:pass@shop.example/a/b?c=d#e', 'https://shop.example/a/b?…', '/a/b?…'],
  ['{stack.web.outputs.Url}/health', '{stack.web.outputs.Url}/health', '/health'],
  ['http://127.0.0.1:80', 'http://127.0.0.1:80', 'http://127.0.0.1:80'],
  ['/only?secret=1', '/only', '/only'],
])('%s is shown as %s', (url, shown, path) => {
  expect(shownUrl(url)).toBe(shown)
  expect(shownPath(url)).toBe(path)
})

describe('paths into JSON', () => {
  const value = { a: [{ 'b.c': 1, d: null }], 'e/f': { '~': 2 } }
  test.each([
    ['a[0].d', { found: true, value: null }],
    ['$.a[0].d', { found: true, value: null }],
    ['/a/0/b.c', { found: true, value: 1 }],
    ['/e~1f/~0', { found: true, value: 2 }],
    ['$', { found: true, value }],
    ['a[1]', { found: false }],
    ['a.length', { found: true, value: 1 }],
    ['toString', { found: false }],
    ['a[0].d.e', { found: false }],
  ])('%s', (path, expected) => expect(atJsonPath(value, path)).toEqual(expected))

  test.each(['a..b', 'a[x]', '.a', 'a.', '[0'])('%s is rejected', (path) => expect(parseJsonPath(path)).toBeUndefined())
})
