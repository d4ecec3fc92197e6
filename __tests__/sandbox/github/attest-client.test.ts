import { expect, test } from '@jest/globals'
import { bundleFromJSON } from '@sigstore/bundle'
import { TrustedRoot } from '@sigstore/protobuf-specs'
import { toSignedEntity, toTrustMaterial, Verifier } from '@sigstore/verify'
import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { startGitHub } from '../../../sandbox/github/index.ts'
import { AT, clientOf, REPOSITORY } from './client.ts'
import { startHttpsFront } from './https-front.ts'

const DIGEST = 'a'.repeat(64)

test('@actions/attest signs and stores as in a job, and its bundle is verified offline', async () => {
  const github = await startGitHub()
  github.repository({ name: REPOSITORY })
  const sha = github.commit(REPOSITORY, 'first', { 'README.md': 'shop' })
  const run = github.startRun({ repository: REPOSITORY, sha, actor: 'ann' })
  const job = run.startJob({ name: 'gate', permissions: { 'id-token': 'write', attestations: 'write' } })
  const { fulcio, tsa } = github.sigstore('github')
  // The client has fixed hosts besides that of the server, and requests them over HTTPS.
  const front = await startHttpsFront({
    'fulcio.github.localhost': fulcio,
    'timestamp.github.localhost': tsa.replace(/\/api\/v1\/timestamp$/, ''),
  })
  const folder = await mkdtemp(join(tmpdir(), 'attest-'))
  try {
    const certificate = join(folder, 'front.pem')
    await writeFile(certificate, front.certificate)
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [join(process.cwd(), '__tests__/sandbox/github/attest.ts'), DIGEST],
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
    const attested = JSON.parse(stdout.trim().split('\n').at(-1)!) as { id: unknown; bundle: unknown }
    const { data } = await clientOf(github)
      .job({ attestations: 'read' })
      .request('GET /repos/{owner}/{repo}/attestations/{subject_digest}', { ...AT, subject_digest: `sha256:${DIGEST}` })
    expect(data.attestations).toEqual([
      {
        bundle: attested.bundle,
        initiator: 'github-actions',
        repository_id: github.world.repositories.get(REPOSITORY)!.id,
      },
    ])
    expect(attested.id).toBe(github.world.repositories.get(REPOSITORY)!.attestations[0]?.id)

    const root = TrustedRoot.fromJSON(await github.trustedRoot('github'))
    const thresholds = { tlogThreshold: 0, ctlogThreshold: 0, timestampThreshold: 1 }
    const verifier = new Verifier(toTrustMaterial(root), thresholds)
    const { identity } = verifier.verify(toSignedEntity(bundleFromJSON(attested.bundle)))
    expect(identity?.subjectAlternativeName).toBe(
      `https://github.com/${REPOSITORY}/.github/workflows/release.yml@refs/heads/main`,
    )
  } finally {
    await front.close()
    await github.close()
    await rm(folder, { recursive: true, force: true })
  }
})
