import { describe, expect, test } from '@jest/globals'
import { fnmatch } from '../../../src/support/text/fnmatch.ts'

describe("patterns as Ruby's File.fnmatch reads them with FNM_PATHNAME", () => {
  test.each([
    ['main', 'main', true],
    ['main', 'Main', false],
    ['release/*', 'release/1.2', true],
    ['release/*', 'release/1/2', false],
    ['release/?', 'release/', false],
    ['release/**/*', 'release/1', true],
    ['release/**/*', 'release/1/2/3', true],
    ['**/fix', 'fix', true],
    ['**/**/fix', 'a/b/fix', true],
    // Only at the begin of a part: elsewhere it is one star.
    ['a**/b', 'ax/b', true],
    ['a**/b', 'ax/y/b', false],
    ['release/**', 'release/1/2', false],
    ['[!x]*', 'main', true],
    ['[!x]*', 'xmain', false],
    ['[^x]*', 'main', true],
    ['[a-cx]1', 'b1', true],
    ['[a-cx]1', 'd1', false],
    ['[!a-c]1', 'b1', false],
    ['v[0-9].[0-9]', 'v1.2', true],
    ['v[0-9].[0-9]', 'v1x2', false],
    ['v[-0]', 'v-', true],
    ['v[0-]', 'v-', true],
    ['v[z-a]', 'vz', true],
    ['v[z-a]', 'vm', false],
    ['v[\\]]', 'v]', true],
    ['v[\\-9]', 'v-', true],
    ['a[!x]b', 'a/b', false],
    ['a[/]b', 'a/b', false],
    ['v[]', 'v]', false],
    ['v[!]', 'vx', true],
    ['v[1', 'v[1', false],
    ['v[1', 'v1', false],
    ['\\*', '*', true],
    ['\\*', 'x', false],
    ['{a,b}', 'a', false],
    ['{a,b}', '{a,b}', true],
    ['a.b', 'axb', false],
    ['a+(b)|c^$', 'a+(b)|c^$', true],
    ['[ä-ö]', 'ö', true],
    ['?', '🚀', true],
    ['', '', true],
    ['*', '', true],
    ['a\\', 'a', true],
    ['main', 'main\n', false],
  ])('%j and %j: %j', (pattern, name, expected) => {
    expect(fnmatch(pattern, name)).toBe(expected)
  })
})
