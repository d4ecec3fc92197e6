import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { startGitHub, type SandboxGitHub, type SandboxJob } from '../../sandbox/github/index.ts'
import { readJobIdentity, webIdentityToken, type TokenAccess } from '../../src/github/identity.ts'
import { wallClock } from '../../src/support/clock.ts'

const REPOSITORY = 'octo/shop'

describe('the identity of a job', () => {
  let github: SandboxGitHub
  let job: SandboxJob
  let masked: string[]

  beforeEach(async () => {
    masked = []
    github = await startGitHub()
    github.repository({ name: REPOSITORY })
    github.environment(REPOSITORY, 'production', {})
    const sha = github.commit(REPOSITORY, 'first', {})
    const run = github.startRun({ repository: REPOSITORY, sha, actor: 'ann' })
    job = run.startJob({ name: 'production', environment: 'production', permissions: { 'id-token': 'write' } })
  })

  afterEach(() => github.close())

  const access = (env: Record<string, string | undefined> = {}): TokenAccess => ({
    env: { ...job.variables(), ...env },
    clock: wallClock,
    signal: new AbortController().signal,
    log: {
      debug: () => undefined,
      info: () => undefined,
      warning: () => undefined,
      mask: (value) => masked.push(value),
      group: (_, body) => body(),
    },
  })

  test('is stated by a signed token, whose text is masked', async () => {
    expect(await readJobIdentity(access())).toMatchObject({
      actor: 'ann',
      environment: 'production',
      claims: { repository: REPOSITORY },
    })
    expect(masked.some((value) => value.startsWith('eyJ'))).toBe(true)
  })

  test('is unknown without id-token: write', async () => {
    const none = { ACTIONS_ID_TOKEN_REQUEST_URL: undefined, ACTIONS_ID_TOKEN_REQUEST_TOKEN: undefined }
    expect(await readJobIdentity(access(none))).toBeUndefined()
    expect(await webIdentityToken(access(none), 'sts.amazonaws.com')).toBeUndefined()
  })

  test('a token for AWS has the audience of AWS', async () => {
    const token = await webIdentityToken(access(), 'sts.amazonaws.com')
    const claims = JSON.parse(Buffer.from(token!.split('.')[1]!, 'base64url').toString())
    expect(claims).toMatchObject({ aud: 'sts.amazonaws.com', iss: github.issuer })
  })

  test.each<[string, (claims: Record<string, unknown>) => Record<string, unknown>, string]>([
    ['another audience', (claims) => ({ ...claims, aud: 'someone-else' }), 'another audience'],
    ['an expired token', (claims) => ({ ...claims, exp: 1 }), 'expired'],
    ['a token from tomorrow', (claims) => ({ ...claims, nbf: Date.now() / 1_000 + 86_400 }), 'not valid yet'],
    ['another run', (claims) => ({ ...claims, run_id: '1' }), 'GITHUB_RUN_ID'],
    ['another repository', (claims) => ({ ...claims, repository: 'eve/shop' }), 'GITHUB_REPOSITORY'],
    ['another commit', (claims) => ({ ...claims, sha: 'f'.repeat(40) }), 'GITHUB_SHA'],
    ['another issuer', (claims) => ({ ...claims, iss: 'https://issuer.example.com' }), 'another issuer'],
    ['missing claims', (claims) => ({ ...claims, run_id: undefined }), 'cannot be parsed'],
    ['an empty environment', (claims) => ({ ...claims, environment: '' }), 'cannot be parsed'],
  ])('%s is refused', async (_, alter, message) => {
    github.alterClaims(alter)
    await expect(readJobIdentity(access())).rejects.toMatchObject({
      code: 'github/identity',
      message: expect.stringContaining(message),
    })
  })

  test("a token that claims github.com's issuer is not accepted from another", async () => {
    const env = { GITHUB_SERVER_URL: 'https://github.com' }
    await expect(readJobIdentity(access(env))).rejects.toMatchObject({ code: 'github/identity' })
  })

  test('a token with a changed content is refused by its signature', async () => {
    const forging: typeof fetch = async (input, init) => {
      const answer = await fetch(input, init)
      if (!String(input instanceof Request ? input.url : input).includes('/idtoken/')) return answer
      const { value } = (await answer.json()) as { value: string }
      const [header, claims, signature] = value.split('.')
      const forged = { ...JSON.parse(Buffer.from(claims!, 'base64url').toString()), environment: 'staging' }
      const text = Buffer.from(JSON.stringify(forged)).toString('base64url')
      return Response.json({ value: `${header}.${text}.${signature}` })
    }
    await expect(readJobIdentity({ ...access(), fetch: forging })).rejects.toMatchObject({
      message: expect.stringContaining('signature'),
    })
  })

  test('a lost connection is repeated, a refusal is not', async () => {
    github.trouble({ on: 'GET /idtoken/*', kind: 'reset', times: 1 })
    expect(await readJobIdentity(access())).toMatchObject({ environment: 'production' })
    job.finish('success')
    await expect(readJobIdentity(access())).rejects.toMatchObject({ message: expect.stringContaining('403') })
  })
})
