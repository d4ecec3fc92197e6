import { expect, test } from '@jest/globals'
import { reasonNotToAsk } from '../../../src/precheck/event/pull-request.ts'

const OWN = { GITHUB_REPOSITORY: 'acme/shop' }
const TOKEN = { ...OWN, ACTIONS_ID_TOKEN_REQUEST_URL: 'https://token' }
const pull = (full_name: string | null) => ({ pull_request: { head: { repo: full_name && { full_name } } } })

test.each<[string, unknown, Record<string, string>, string | undefined]>([
  ['a push', { after: 'x' }, OWN, undefined],
  ['no event', undefined, OWN, undefined],
  [
    'a pull request whose event cannot be read',
    undefined,
    { ...TOKEN, GITHUB_EVENT_NAME: 'pull_request' },
    'precheck/fork',
  ],
  ['a pull request of our own, with a token', pull('acme/shop'), TOKEN, undefined],
  ['a pull request of our own, with keys', pull('acme/shop'), { ...OWN, AWS_ACCESS_KEY_ID: 'A' }, undefined],
  ['a pull request of our own, without an identity', pull('acme/shop'), OWN, 'precheck/no-identity'],
  ['a fork, also with a token', pull('mallory/shop'), TOKEN, 'precheck/fork'],
  ['a fork that is gone', pull(null), TOKEN, 'precheck/fork'],
])('whether AWS is asked: %s', (_, event, env, code) => {
  const reason = reasonNotToAsk(event, env)
  expect(reason?.code).toBe(code)
  // A precheck that asked nothing is not green, not even observing.
  expect(reason?.outcome).toBe(code && 'error')
})

test('the finding says how a maintainer runs it, with nothing of the event but a number', () => {
  const advice = (number: unknown) => reasonNotToAsk({ ...pull('mallory/shop'), number }, TOKEN)?.advice
  expect(advice(12)).toContain('gh pr checkout 12 && git push origin HEAD:refs/heads/review-12')
  expect(advice('1; rm -rf .')).toContain('gh pr checkout NUMBER')
  expect(advice(12)).toContain('`only: offline`')
})
