import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { bundleFromJSON, type Bundle } from '@sigstore/bundle'
import { TrustedRoot } from '@sigstore/protobuf-specs'
import { toSignedEntity, toTrustMaterial, Verifier } from '@sigstore/verify'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { startGitHub, type SandboxGitHub } from '../../sandbox/github/index.ts'
import { digestOf, digestOfBytes } from '../../src/evidence/digest.ts'
import { attestableFiles, TEST_RESULT, VERIFICATION_SUMMARY } from '../../src/report/predicates.ts'
import { document, RELEASE } from '../evidence/documents.ts'
import { startHttpsFront } from '../sandbox/github/https-front.ts'

/** The statements of a release, signed by GitHub's client in a job and verified offline by sigstore's own packages. */

const REPOSITORY = 'acme/shop'
const verify = document('verify', { slot: { command: 'verify', environment: 'preprod', phase: 'tests' } })
const production = document('deploy-production', {
  slot: { command: 'deploy-production', environment: 'production' },
  plans: [{ environment: 'production', digest: digestOfBytes('plan'), changeSets: [] }],
  approvals: [{ environment: 'production', state: 'approved', user: 'bob', comment: '' }],
  previous: [digestOf(verify)],
})
const SUMMARY = ''
const TESTS = '.verify-preprod-tests'

interface Statement {
  readonly _type: string
  readonly predicateType: string
  readonly subject: readonly { readonly name: string; readonly digest: { readonly sha256: string } }[]
  readonly predicate: Readonly<Record<string, unknown>>
}

let github: SandboxGitHub
let folder: string
let root: TrustedRoot
const bundles = new Map<string, unknown>()

beforeAll(async () => {
  github = await startGitHub()
  github.repository({ name: REPOSITORY })
  const sha = github.commit(REPOSITORY, 'first', { 'README.md': 'shop' })
  const run = github.startRun({ repository: REPOSITORY, sha, actor: 'ann' })
  const job = run.startJob({ name: 'attest', permissions: { 'id-token': 'write', attestations: 'write' } })
  const { fulcio, tsa } = github.sigstore('github')
  // The client has fixed hosts besides that of the server, and requests them over HTTPS.
  const front = await startHttpsFront({
    'fulcio.github.localhost': fulcio,
    'timestamp.github.localhost': tsa.replace(/\/api\/v1\/timestamp$/, ''),
  })
  folder = await mkdtemp(join(tmpdir(), 'attested-'))
  const certificate = join(folder, 'front.pem')
  await writeFile(certificate, front.certificate)
  for (const [name, text] of attestableFiles(production, [verify]))
    await writeFile(join(folder, `production${name}`), text)
  for (const [name, type] of [
    [SUMMARY, VERIFICATION_SUMMARY],
    [TESTS, TEST_RESULT],
  ] as const) {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [
        join(import.meta.dirname, 'attest-files.ts'),
        join(folder, `production${name}.subjects`),
        join(folder, `production${name}.predicate`),
        type,
      ],
      {
        env: {
          ...job.variables(),
          GITHUB_TOKEN: job.token,
          NODE_EXTRA_CA_CERTS: certificate,
          https_proxy: front.url,
          no_proxy: '127.0.0.1',
        },
      },
    )
    bundles.set(name, JSON.parse(stdout.trim().split('\n').at(-1) ?? ''))
  }
  root = TrustedRoot.fromJSON(await github.trustedRoot('github'))
  await front.close()
})
afterAll(async () => {
  await github.close()
  await rm(folder, { recursive: true, force: true })
})

/**
 * Verifies a bundle without a network; returns the signer and the statement. Throws where the signature is not of these
 * bytes.
 */
function verified(bundle: unknown): { readonly signer: string | undefined; readonly statement: Statement } {
  const read: Bundle = bundleFromJSON(bundle)
  // GitHub's own instance has no transparency log: the threshold follows from the trusted root, not from the bundle.
  const thresholds = { tlogThreshold: 0, ctlogThreshold: 0, timestampThreshold: 1 }
  const { identity } = new Verifier(toTrustMaterial(root), thresholds).verify(toSignedEntity(read))
  if (read.content.$case !== 'dsseEnvelope') throw new Error('not a statement')
  const statement = JSON.parse(read.content.dsseEnvelope.payload.toString('utf8')) as Statement
  return { signer: identity?.subjectAlternativeName, statement }
}

describe('a statement signed by GitHub', () => {
  test('summarizes the deployment to production over release and plan, with its approver and time', () => {
    const { signer, statement } = verified(bundles.get(SUMMARY))
    expect(signer).toBe(`https://github.com/${REPOSITORY}/.github/workflows/release.yml@refs/heads/main`)
    expect(statement).toMatchObject({
      _type: 'https://in-toto.io/Statement/v1',
      predicateType: 'https://slsa.dev/verification_summary/v1',
      subject: [
        { name: 'release', digest: { sha256: RELEASE.slice(7) } },
        { name: 'plan/production', digest: { sha256: digestOfBytes('plan').slice(7) } },
      ],
      predicate: {
        verificationResult: 'PASSED',
        timeVerified: production.finishedAt,
        testDeployments: { approvers: ['bob'], environment: 'production' },
      },
    })
  })

  test('contains the result of each verification', () => {
    const { statement } = verified(bundles.get(TESTS))
    expect(statement).toMatchObject({
      predicateType: 'https://in-toto.io/attestation/test-result/v0.1',
      subject: [{ name: 'release', digest: { sha256: RELEASE.slice(7) } }],
      predicate: { result: 'PASSED', passedTests: ['drift/in-sync stack/web'], failedTests: [] },
    })
  })

  test('is rejected after a change', () => {
    const bundle = structuredClone(bundles.get(SUMMARY)) as { dsseEnvelope: { payload: string } }
    const payload = Buffer.from(bundle.dsseEnvelope.payload, 'base64').toString('utf8').replace('"bob"', '"eve"')
    bundle.dsseEnvelope.payload = Buffer.from(payload).toString('base64')
    expect(() => verified(bundle)).toThrow()
  })
})
