import type { StackAsset } from '../../config/model/packaged.ts'
import type { Finding } from '../../evidence/finding.ts'
import { plural } from '../../support/text/text.ts'
import { placeOf, type Published } from './assets.ts'

/** Pure: what the publication of the assets of an environment proved. `advice` is the next step where a bucket is missing. */
export function publishedFindings(
  environment: string,
  results: readonly { readonly asset: StackAsset; readonly published: Published }[],
  noBucket: (asset: StackAsset) => string,
): Finding[] {
  const subject = `environment/${environment}/assets`
  const faults = results.flatMap(({ asset, published }): Finding[] => {
    if (!('observed' in published)) return []
    const about = { subject: `${subject}/${asset.key}`, observed: published.observed, details: { environment } }
    switch (published.kind) {
      case 'no-bucket':
        return [
          {
            ...about,
            code: 'asset/no-bucket',
            outcome: 'fail',
            title: `${environment}: the bucket for ${asset.name} does not exist`,
            expected: `the bucket ${asset.bucket}`,
            advice: noBucket(asset),
          },
        ]
      case 'changed':
        return [
          {
            ...about,
            code: 'release/differs',
            outcome: 'fail',
            title: `${environment}: the packaged file of ${asset.name} is not the one of the release`,
            expected: asset.digest,
            advice: 'Start the release again: the file changed after it was packaged.',
          },
        ]
      case 'differs':
        return [
          {
            ...about,
            code: 'asset/differs',
            outcome: 'fail',
            title: `${environment}: ${placeOf(asset)} exists and has other content than ${asset.name}`,
            expected: `${asset.bytes} bytes, ${asset.digest}`,
            advice: `Find out who wrote it (\`aws s3api head-object --bucket ${asset.bucket} --key ${asset.key}\`). Nothing is overwritten: change the asset so that its key changes, or delete the object if nothing uses it.`,
          },
        ]
    }
  })
  if (faults.length > 0 || results.length === 0) return faults
  const counts = Map.groupBy(results, ({ published }) => published.kind)
  const parts = [
    ['uploaded', 'uploaded'],
    ['same', 'there with the same checksum'],
    ['same-content', 'there as another archive of the same files'],
  ].flatMap(([kind = '', words = '']) => {
    const count = counts.get(kind as Published['kind'])?.length ?? 0
    return count === 0 ? [] : [`${count} ${words}`]
  })
  return [
    {
      code: 'asset/published',
      outcome: 'pass',
      title: `${environment}: ${plural(results.length, 'asset')} of this release ${results.length === 1 ? 'is' : 'are'} in the bucket`,
      subject,
      expected: 'each asset by its SHA-256, or as an archive of the same files',
      observed: parts.join(', '),
      details: { environment },
    },
  ]
}
