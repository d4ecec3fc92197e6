import type { Finding } from '../../evidence/finding.ts'
import { listed, plural } from '../../support/text/text.ts'
import type { AssetFacts, EnvironmentFacts, Rule } from '../contract.ts'

const SHOWN = 5

/** A packager skips the upload where the key exists, and the key is not a digest of the bytes. */
export const rule: Rule = {
  meta: {
    code: 'release/assets',
    title: 'The buckets have the assets of this release, or will get them',
    docs:
      'Files that templates name are part of the release, by the digest of their bytes. Each is looked up in the bucket of ' +
      'each environment. What is absent is uploaded by the deployment; what exists is compared, by its checksum here or by ' +
      'its content in the deployment, and never overwritten.',
    codes: ['asset/pending', 'asset/present', 'asset/not-compared', 'asset/no-bucket'],
  },
  judge: ({ environments }) => environments.flatMap(judgeEnvironment),
}

function judgeEnvironment({ environment, assets = [] }: EnvironmentFacts): Finding[] {
  const { key } = environment
  const subject = `environment/${key}/assets`
  const inState = (state: AssetFacts['state']) => assets.filter((each) => each.state === state)
  const namesOf = (some: readonly AssetFacts[]): string =>
    listed(
      some.map(({ asset }) => asset.name),
      SHOWN,
    )
  const [absent, same, unknown] = [inState('absent'), inState('same'), inState('unknown')]
  const buckets = Map.groupBy(inState('no-bucket'), ({ asset }) => asset.bucket)
  const about = { subject, details: { environment: key } }
  return [
    ...[...buckets].map(([bucket, some]): Finding => ({
      ...about,
      code: 'asset/no-bucket',
      outcome: 'fail',
      title: `${key}: the bucket ${bucket} for ${plural(some.length, 'asset')} does not exist`,
      expected: `the bucket ${bucket}`,
      observed: 'no such bucket',
      advice: some[0]?.advice ?? `Create the bucket ${bucket}.`,
    })),
    ...(absent.length === 0
      ? []
      : [
          {
            ...about,
            code: 'asset/pending' as const,
            outcome: 'noted' as const,
            title: `${key}: ${plural(absent.length, 'asset')} will be uploaded by the deployment`,
            expected: 'assets that the bucket has, or gets from this release',
            observed: namesOf(absent),
          },
        ]),
    ...(unknown.length === 0
      ? []
      : [
          {
            ...about,
            code: 'asset/not-compared' as const,
            outcome: 'noted' as const,
            title: `${key}: ${plural(unknown.length, 'asset')} exist${unknown.length === 1 ? 's' : ''} and will be compared by the deployment`,
            expected: 'a SHA-256 of the whole object',
            observed: namesOf(unknown),
          },
        ]),
    ...(same.length === 0
      ? []
      : [
          {
            ...about,
            code: 'asset/present' as const,
            outcome: 'pass' as const,
            title: `${key}: ${same.length} of ${plural(assets.length, 'asset')} ${same.length === 1 ? 'is' : 'are'} in the bucket, byte by byte`,
            expected: 'the SHA-256 of the packaged file',
            observed: namesOf(same),
          },
        ]),
  ]
}
