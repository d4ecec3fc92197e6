import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { generateKeyPairSync, sign } from 'node:crypto'
import { startGitHub, type SandboxGitHub, type SandboxJob } from '../../sandbox/github/index.ts'
import { digestOfBytes } from '../../src/evidence/digest.ts'
import { readIssuerKeys, type TokenAccess } from '../../src/github/identity.ts'
import { connectProofs, readProof, type Issuer } from '../../src/github/proofs.ts'
import { wallClock } from '../../src/support/clock.ts'
import { FakeLog } from '../deploy/fakes.ts'

const REPOSITORY = 'octo/shop'
const DIGEST = digestOfBytes('a document')

/** The token beside a document, as GitHub signs it and later jobs verify it. */
describe('the proof of the job that wrote a document', () => {
  let github: SandboxGitHub
  let job: SandboxJob
  let other: SandboxJob
  let issuer: Issuer
  let token: string

  beforeAll(async () => {
    github = await startGitHub()
    github.repository({ name: REPOSITORY })
    const run = github.startRun({ repository: REPOSITORY, sha: github.commit(REPOSITORY, 'first', {}), actor: 'ann' })
    job = run.startJob({ name: 'precheck', permissions: { 'id-token': 'write' } })
    other = run.startJob({ name: 'tests', permissions: { contents: 'read' } })
    issuer = { issuer: github.issuer, keys: await readIssuerKeys(access(job), github.issuer) }
    token = (await connectProofs(access(job))?.issue(DIGEST)) ?? ''
  })
  afterAll(() => github.close())

  const access = (of: SandboxJob): TokenAccess => ({
    env: of.variables(),
    clock: wallClock,
    signal: new AbortController().signal,
    log: new FakeLog(),
  })
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')

  test('names the run, its attempt and the job, also when it has expired', () => {
    const [head = '', body = ''] = token.split('.')
    expect(readProof(token, DIGEST, issuer)).toMatchObject({
      kind: 'bound',
      job: { repository: REPOSITORY, runAttempt: 1, checkRunId: expect.stringMatching(/^\d+$/) },
    })
    expect(Buffer.from(`${head}.${body}`, 'utf8').length).toBeGreaterThan(0)
  })

  test("is verified by the keys of the job's own issuer", async () => {
    const verify = await connectProofs(access(job))?.verifier()
    expect(verify?.(token, DIGEST)).toMatchObject({ kind: 'bound' })
  })

  test('is unavailable to a job without id-token: write', () => {
    expect(connectProofs(access(other))).toBeUndefined()
  })

  test('is valid for one document', () => {
    expect(readProof(token, digestOfBytes('another'), issuer)).toMatchObject({
      kind: 'invalid',
      why: expect.stringContaining('another document'),
    })
  })

  test.each<[string, () => string, string]>([
    [
      'changed claims',
      () => {
        const [head = '', body = '', signature = ''] = token.split('.')
        const claims = JSON.parse(Buffer.from(body, 'base64url').toString()) as object
        return [head, part({ ...claims, run_attempt: '2' }), signature].join('.')
      },
      'signature',
    ],
    [
      'an own key',
      () => {
        const [head = '', body = ''] = token.split('.')
        const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 })
        return [head, body, sign('RSA-SHA256', Buffer.from(`${head}.${body}`), privateKey).toString('base64url')].join(
          '.',
        )
      },
      'signature',
    ],
    [
      'no signature',
      () => [part({ alg: 'none', kid: 'x' }), token.split('.')[1], ''].join('.'),
      'not a JSON Web Token',
    ],
    [
      'an unpublished key',
      () => [part({ alg: 'RS256', kid: 'other' }), token.split('.')[1], token.split('.')[2]].join('.'),
      'does not publish its key',
    ],
    [
      'another issuer',
      () => {
        const [head = '', body = '', signature = ''] = token.split('.')
        const claims = JSON.parse(Buffer.from(body, 'base64url').toString()) as object
        return [head, part({ ...claims, iss: 'https://eve.example.com' }), signature].join('.')
      },
      'its issuer is',
    ],
    ['any text', () => 'hello', 'not a JSON Web Token'],
  ])('is not accepted with %s', (_, forged, why) => {
    expect(readProof(forged(), DIGEST, issuer)).toMatchObject({ kind: 'invalid', why: expect.stringContaining(why) })
  })
})
