import { expect, test } from '@jest/globals'
import { whyNotAsk } from '../../src/release/who-may-ask.ts'

const OWN = { GITHUB_REPOSITORY: 'acme/shop' }
const TOKEN = { ...OWN, ACTIONS_ID_TOKEN_REQUEST_URL: 'https://token' }
const pull = (full_name: string | null) => ({ pull_request: { head: { repo: full_name && { full_name } } } })
const ACCESS = [{ region: 'eu-west-1', session: 's' }]

test.each<[string, unknown, Record<string, string>, string | undefined]>([
  ['a push', { after: 'x' }, OWN, undefined],
  ['no event', undefined, OWN, undefined],
  ['a pull request of our own, with a token', pull('acme/shop'), TOKEN, undefined],
  ['a pull request of our own, with keys', pull('acme/shop'), { ...OWN, AWS_ACCESS_KEY_ID: 'A' }, undefined],
  ['a pull request of our own, without an identity', pull('acme/shop'), OWN, 'precheck/no-identity'],
  ['a fork, also with a token', pull('mallory/shop'), TOKEN, 'precheck/fork'],
  ['a fork that is gone', pull(null), TOKEN, 'precheck/fork'],
])('whether AWS is asked: %s', (_, event, env, code) => {
  expect(whyNotAsk(event, env, ACCESS)?.code).toBe(code)
})
