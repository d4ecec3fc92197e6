import { expect, test } from '@jest/globals'
import { authorsOf, commitShape } from '../../src/github/authors.ts'

/** Authors and co-authors of the commits of a release. */

const commit = (login: string | null, email: string, message = 'a change') =>
  commitShape.parse({
    author: login === null ? null : { login },
    committer: { login: 'web-flow' },
    commit: { message, author: { email }, committer: { email: 'noreply@github.com' } },
  })

test.each<[string, ReturnType<typeof commit>[], { logins: string[]; unknown: string[] }]>([
  ['an author', [commit('ada', 'ada@example.com')], { logins: ['ada'], unknown: [] }],
  ['an author without an account', [commit(null, 'x@example.com')], { logins: [], unknown: ['x@example.com'] }],
  [
    'an author with the address of another commit',
    [commit('ada', 'ada@example.com'), commit(null, 'Ada@example.com')],
    { logins: ['ada'], unknown: [] },
  ],
  [
    "a co-author by GitHub's noreply address",
    [commit('ada', 'a@x', 'x\n\nCo-authored-by: Grace <7+grace@users.noreply.github.com>')],
    { logins: ['ada', 'grace'], unknown: [] },
  ],
  [
    'a co-author in other letter case',
    [commit('ada', 'a@x', 'x\n\nco-authored-by: G <grace@users.noreply.github.com>\n')],
    { logins: ['ada', 'grace'], unknown: [] },
  ],
  [
    'a co-author without an account',
    [commit('ada', 'a@x', 'x\n\nCo-authored-by: G <g@example.com>')],
    { logins: ['ada'], unknown: ['g@example.com'] },
  ],
  [
    'a program',
    [commit('ada', 'a@x', 'x\n\nCo-authored-by: Bot <noreply@example.com>')],
    { logins: ['ada'], unknown: [] },
  ],
  [
    'an author with an unknown address',
    [commit(null, 'noreply@example.com')],
    { logins: [], unknown: ['noreply@example.com'] },
  ],
  [
    "an address that resembles GitHub's",
    [commit(null, 'grace@users.noreply.example.com')],
    { logins: [], unknown: ['grace@users.noreply.example.com'] },
  ],
  [
    'a co-author on an indented line',
    [commit('ada', 'a@x', 'x\n\n Co-authored-by: G <g@example.com>')],
    { logins: ['ada'], unknown: ['g@example.com'] },
  ],
])('%s', (_, commits, expected) => expect(authorsOf(commits)).toEqual(expected))

test('the noreply address of an Enterprise Server has its host', () => {
  const commits = [commit(null, 'grace@users.noreply.git.example.com')]
  expect(authorsOf(commits, 'git.example.com')).toEqual({ logins: ['grace'], unknown: [] })
})
