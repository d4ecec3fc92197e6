import { describe, expect, test } from '@jest/globals'
import { hasMatch } from '../../../src/support/text/matching.ts'

describe('a match', () => {
  test.each([
    ['^version: 7$', 'name: shop\nversion: 7\n', true],
    ['^version: 8$', 'name: shop\nversion: 7\n', false],
    ['^.$', '😀', true],
  ])('of /%s/ is searched in lines and whole characters', (source, text, found) =>
    expect(hasMatch(source, text)).toBe(found),
  )

  test('without an end is stopped, and the pattern is reported', () => {
    expect(() => hasMatch('^(a+)+$', `${'a'.repeat(60)}!`)).toThrow(
      expect.objectContaining({
        code: 'config/file',
        message: '/^(a+)+$/ takes too long on 61 characters',
        advice: expect.stringContaining('contains'),
      }),
    )
  })
})
