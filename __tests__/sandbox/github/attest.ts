/** Attests a digest as a step of a job does, and prints the bundle. Run by Node: the client reads its environment. */
import { attest } from '@actions/attest'

const [sha256 = ''] = process.argv.slice(2)
const { attestationID, bundle } = await attest({
  subjects: [{ name: 'release', digest: { sha256 } }],
  predicateType: 'https://in-toto.io/attestation/test-result/v0.1',
  predicate: { result: 'PASSED' },
  token: process.env['GITHUB_TOKEN'] ?? '',
})
console.log(JSON.stringify({ id: attestationID, bundle }))
