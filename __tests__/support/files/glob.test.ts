import { describe, expect, test } from '@jest/globals'
import { matchesGlob } from '../../../src/support/files/glob.ts'

describe('a glob', () => {
  test.each([
    ['Topic', 'Topic', true],
    ['Topic', 'Topics', false],
    ['web/*', 'web/Topic', true],
    ['web/*', 'web/a/b', false],
    ['web/**', 'web/a/b', true],
    ['**', '', true],
    ['*', '', true],
    ['?', '', false],
    ['?', '/', false],
    ['?b', 'ab', true],
    ['a*b*c', 'a-b-b-c', true],
    ['a*b*c', 'a-c-b', false],
    ['***', 'a/b', true],
    ['a**/c', 'a/b/c', true],
    ['a.b', 'axb', false],
    ['(a|b)[c]', '(a|b)[c]', true],
    ['*\n*', 'a\nb', true],
    ['?', '😀', true],
  ])('%j and %j: %s', (glob, text, matches) => {
    expect(matchesGlob(glob, text)).toBe(matches)
  })

  // With backtracking this would not end in practice.
  test('of many stars is compared with a long text without delay', () => {
    expect(matchesGlob(`${'**a'.repeat(50)}b`, 'a'.repeat(1_000))).toBe(false)
    expect(matchesGlob('*a'.repeat(50), 'a'.repeat(1_000))).toBe(true)
  })
})
