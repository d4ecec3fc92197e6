import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { bundleFromJSON, bundleToJSON } from '@sigstore/bundle'
import { TrustedRoot } from '@sigstore/protobuf-specs'
import { DSSEBundleBuilder, FulcioSigner, RekorWitness, TSAWitness } from '@sigstore/sign'
import { toSignedEntity, toTrustMaterial, Verifier, type VerificationPolicy } from '@sigstore/verify'
import { startGitHub, type SandboxGitHub, type SandboxJob } from '../../../sandbox/github/index.ts'
import { AT, clientOf, REPOSITORY } from './client.ts'

const DIGEST = 'a'.repeat(64)
const SUBJECT = `sha256:${DIGEST}`
const TEST_RESULT = 'https://in-toto.io/attestation/test-result/v0.1'
const THRESHOLDS = { 'public-good': {}, github: { tlogThreshold: 0, ctlogThreshold: 0, timestampThreshold: 1 } }
const REPOSITORY_ID = '1.3.6.1.4.1.57264.1.15'
const SOURCE_COMMIT = '1.3.6.1.4.1.57264.1.13'
type Instance = keyof typeof THRESHOLDS
/** A bundle in its stored form. */
type Json = { readonly dsseEnvelope: Record<string, unknown> } & Record<string, Record<string, unknown>>

describe('attestations', () => {
  let github: SandboxGitHub
  let job: SandboxJob
  let sha: string
  let now: Date

  beforeEach(async () => {
    now = new Date()
    github = await startGitHub({ clock: { now: () => now, sleep: () => Promise.resolve() } })
    github.repository({ name: REPOSITORY })
    sha = github.commit(REPOSITORY, 'first', { 'README.md': 'shop' })
    job = github
      .startRun({ repository: REPOSITORY, sha, actor: 'ann' })
      .startJob({ name: 'gate', permissions: { 'id-token': 'write', attestations: 'write' } })
  })

  afterEach(() => github.close())

  const tokenFor = async (audience: string): Promise<string> => {
    const variables = job.variables()
    const answer = await fetch(`${variables['ACTIONS_ID_TOKEN_REQUEST_URL']}&audience=${audience}`, {
      headers: { authorization: `Bearer ${variables['ACTIONS_ID_TOKEN_REQUEST_TOKEN']}` },
    })
    return ((await answer.json()) as { value: string }).value
  }

  const sign = async (instance: Instance, token: Promise<string> = tokenFor('sigstore')): Promise<Json> => {
    const { fulcio, rekor, tsa } = github.sigstore(instance)
    const signer = new FulcioSigner({ fulcioBaseURL: fulcio, identityProvider: { getToken: () => token } })
    const witness =
      instance === 'github' ? new TSAWitness({ tsaBaseURL: tsa }) : new RekorWitness({ rekorBaseURL: rekor })
    const statement = {
      _type: 'https://in-toto.io/Statement/v1',
      subject: [{ name: 'release', digest: { sha256: DIGEST } }],
      predicateType: TEST_RESULT,
      predicate: { result: 'PASSED' },
    }
    const bundle = await new DSSEBundleBuilder({ signer, witnesses: [witness] }).create({
      data: Buffer.from(JSON.stringify(statement)),
      type: 'application/vnd.in-toto+json',
    })
    return JSON.parse(JSON.stringify(bundleToJSON(bundle))) as Json
  }

  const verify = async (instance: Instance, bundle: unknown, policy?: VerificationPolicy) => {
    const root = TrustedRoot.fromJSON(await github.trustedRoot(instance))
    return new Verifier(toTrustMaterial(root), THRESHOLDS[instance]).verify(
      toSignedEntity(bundleFromJSON(bundle)),
      policy,
    )
  }

  const oid = (id: string, value: string) => ({
    oid: { id: id.split('.').map(Number) },
    value: Buffer.concat([Buffer.from([0x0c, value.length]), Buffer.from(value)]),
  })

  test.each(['public-good', 'github'] as const)(
    "sigstore's own verifier accepts signatures of %s, and nothing that was changed",
    async (instance) => {
      const bundle = await sign(instance)
      const { identity } = await verify(instance, bundle, {
        subjectAlternativeName: `https://github.com/${REPOSITORY}/.github/workflows/release.yml@refs/heads/main`,
        extensions: { issuer: 'https://token.actions.githubusercontent.com' },
        oids: [oid(SOURCE_COMMIT, sha), oid(REPOSITORY_ID, String(job.job.run.repository.id))],
      })
      expect(identity?.extensions?.issuer).toBe('https://token.actions.githubusercontent.com')
      await expect(verify(instance, bundle, { oids: [oid(SOURCE_COMMIT, 'f'.repeat(40))] })).rejects.toThrow()

      const payload = Buffer.from('{"changed":true}').toString('base64')
      const changed = { ...bundle, dsseEnvelope: { ...bundle.dsseEnvelope, payload } }
      await expect(verify(instance, changed)).rejects.toThrow()
      await expect(verify(instance === 'github' ? 'public-good' : 'github', bundle)).rejects.toThrow()
    },
  )

  test('a certificate needs a token of this issuer for the audience of Sigstore, until it expires', async () => {
    const token = await tokenFor('sigstore')
    const [header, , signature] = token.split('.')
    const forged = Buffer.from(JSON.stringify({ aud: 'sigstore', exp: 9e9, iss: github.issuer })).toString('base64url')
    await expect(sign('github', tokenFor('sts.amazonaws.com'))).rejects.toThrow()
    await expect(sign('github', Promise.resolve(`${header}.${forged}.${signature}`))).rejects.toThrow()
    now = new Date(now.getTime() + 600_000)
    await expect(sign('github', Promise.resolve(token))).rejects.toThrow()
    expect(await sign('github')).toBeDefined()
  })

  const store = async (
    rest: ReturnType<typeof clientOf>['as'] extends (login: string) => infer C ? C : never,
    bundle: Json,
  ) => rest.request('POST /repos/{owner}/{repo}/attestations', { ...AT, bundle })

  test('a stored attestation is listed by its digest, page by page, and can be deleted', async () => {
    const client = clientOf(github).job({ attestations: 'write' })
    const list = (more: object = {}) =>
      client.request('GET /repos/{owner}/{repo}/attestations/{subject_digest}', {
        ...AT,
        subject_digest: SUBJECT,
        ...more,
      })
    await expect(list()).rejects.toMatchObject({ status: 404 })
    const bundle = await sign('github')
    const ids = [await store(client, bundle), await store(client, bundle), await store(client, bundle)].map(
      ({ data }) => (data as { id: number }).id,
    )
    expect(new Set(ids).size).toBe(3)
    const first = await list({ per_page: 2 })
    const after = new URL(/<([^>]+)>; rel="next"/.exec(first.headers.link ?? '')![1]!).searchParams.get('after')
    const second = await list({ per_page: 2, after })
    expect([first.data.attestations?.length, second.data.attestations?.length]).toEqual([2, 1])
    await verify('github', second.data.attestations?.[0]?.bundle)
    expect((await list({ predicate_type: TEST_RESULT })).data.attestations).toHaveLength(3)
    await expect(list({ predicate_type: 'provenance' })).rejects.toMatchObject({ status: 404 })

    const organization = { org: 'octo', subject_digest: SUBJECT }
    await client.request('DELETE /orgs/{org}/attestations/{attestation_id}', { org: 'octo', attestation_id: ids[0]! })
    const bulk = await client.request('POST /orgs/{org}/attestations/bulk-list', {
      org: 'octo',
      subject_digests: [SUBJECT, `sha256:${'b'.repeat(64)}`],
    })
    const found = Object.values(bulk.data.attestations_subject_digests ?? {}).map(
      (each) => (each as unknown[] | null)?.length ?? null,
    )
    expect(found).toEqual([2, null])
    await client.request('DELETE /orgs/{org}/attestations/digest/{subject_digest}', organization)
    await expect(list()).rejects.toMatchObject({ status: 404 })
  })

  test('read permission is not enough to write, and private repositories need Enterprise Cloud', async () => {
    const bundle = await sign('github')
    await expect(store(clientOf(github).job({ attestations: 'read' }), bundle)).rejects.toMatchObject({ status: 403 })
    const repository = github.world.repositories.get(REPOSITORY)!
    repository.private = true
    const write = clientOf(github).job({ attestations: 'write' })
    await expect(store(write, bundle)).rejects.toMatchObject({
      status: 403,
      message: expect.stringContaining('Feature not available for the octo organization.'),
    })
    repository.plan = 'enterprise'
    expect((await store(write, bundle)).status).toBe(201)
  })
})
