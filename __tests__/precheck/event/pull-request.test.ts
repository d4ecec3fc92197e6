import { expect, test } from '@jest/globals'
import { reasonNotToAsk } from '../../../src/precheck/event/pull-request.ts'

const OWN = { GITHUB_REPOSITORY: 'acme/shop' }
const TOKEN = { ...OWN, ACTIONS_ID_TOKEN_REQUEST_URL: 'https://token' }
const pull = (full_name: string | null) => ({ pull_request: { head: { repo: full_name && { full_name } } } })

test.each<[string, unknown, Record<string, string>, string | undefined]>([
  ['a push', { after: 'x' }, OWN, undefined],
  ['no event', undefined, OWN, undefined],
  [
    'a pull request with an unreadable event',
    undefined,
    { ...TOKEN, GITHUB_EVENT_NAME: 'pull_request' },
    'precheck/fork',
  ],
  ['a pull request of the repository, with a token', pull('acme/shop'), TOKEN, undefined],
  ['a pull request of the repository, with keys', pull('acme/shop'), { ...OWN, AWS_ACCESS_KEY_ID: 'A' }, undefined],
  ['a pull request of the repository, without an identity', pull('acme/shop'), OWN, 'precheck/no-identity'],
  ['a fork, also with a token', pull('mallory/shop'), TOKEN, 'precheck/fork'],
  ['a deleted fork', pull(null), TOKEN, 'precheck/fork'],
])('whether AWS is read: %s', (_, event, env, code) => {
  const reason = reasonNotToAsk(event, env)
  expect(reason?.code).toBe(code)
  // A precheck without requests does not pass, even in observe mode.
  expect(reason?.outcome).toBe(code && 'error')
})

test('the finding reports how a maintainer runs it, and contains nothing of the event but a number', () => {
  const advice = (number: unknown) => reasonNotToAsk({ ...pull('mallory/shop'), number }, TOKEN)?.advice
  expect(advice(12)).toContain('gh pr checkout 12 && git push origin HEAD:refs/heads/review-12')
  expect(advice('1; rm -rf .')).toContain('gh pr checkout NUMBER')
  expect(advice(12)).toContain('`only: offline`')
})
