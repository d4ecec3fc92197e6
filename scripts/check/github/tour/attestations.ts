import { bundleToJSON } from '@sigstore/bundle'
import { DSSEBundleBuilder, FulcioSigner, RekorWitness, TSAWitness } from '@sigstore/sign'
import type { SandboxGitHub, SandboxJob } from '../../../../sandbox/github/index.ts'
import { INSTANCES } from '../../../../sandbox/github/attestations/sigstore.ts'
import type { Ask } from './contract.ts'

const DIGEST = 'a'.repeat(64)

/** Attestations, signed by both instances of Sigstore with its own client. */
export async function visitAttestations(
  ask: Ask,
  github: SandboxGitHub,
  { repository, job }: { readonly repository: string; readonly job: SandboxJob },
): Promise<void> {
  const [owner = ''] = repository.split('/')
  const root = `/repos/${repository}/attestations`
  const variables = job.variables()
  const getToken = async (): Promise<string> => {
    const authorization = `Bearer ${variables['ACTIONS_ID_TOKEN_REQUEST_TOKEN']}`
    const url = `${variables['ACTIONS_ID_TOKEN_REQUEST_URL']}&audience=sigstore`
    return ((await (await fetch(url, { headers: { authorization } })).json()) as { value: string }).value
  }
  const ids: number[] = []
  for (const instance of INSTANCES) {
    const { fulcio, rekor, tsa } = github.sigstore(instance)
    const signer = new FulcioSigner({ fulcioBaseURL: fulcio, identityProvider: { getToken } })
    const witnesses = [new RekorWitness({ rekorBaseURL: rekor }), new TSAWitness({ tsaBaseURL: tsa })]
    const statement = { subject: [{ name: 'x', digest: { sha256: DIGEST } }], predicateType: 'https://example.com/p' }
    const bundle = bundleToJSON(
      await new DSSEBundleBuilder({ signer, witnesses }).create({
        data: Buffer.from(JSON.stringify(statement)),
        type: 'application/vnd.in-toto+json',
      }),
    )
    ids.push(((await ask(job.token, 'POST', root, { bundle })) as { id: number }).id)
  }
  await ask(job.token, 'POST', root, { bundle: {} })
  await ask(job.token, 'GET', `${root}/sha256:${DIGEST}?per_page=1&predicate_type=https://example.com/p`)
  await ask(job.token, 'GET', `${root}/sha256:${'b'.repeat(64)}`)
  const all = `/orgs/${owner}/attestations`
  await ask(job.token, 'GET', `${all}/sha256:${DIGEST}`)
  await ask(job.token, 'POST', `${all}/bulk-list`, { subject_digests: [`sha256:${DIGEST}`] })
  await ask(job.token, 'DELETE', `${all}/${ids[0]}`)
  await ask(job.token, 'DELETE', `${all}/digest/sha256:${DIGEST}`)
}
