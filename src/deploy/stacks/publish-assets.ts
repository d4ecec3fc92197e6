import { bucketAdvice } from '../../plan/bootstrap-advice.ts'
import { assetsOf, placeOf, publishAsset, type Published } from '../../plan/publish/assets.ts'
import { publishedFindings } from '../../plan/publish/asset-findings.ts'
import { placeOfEnvironment, type Stack } from '../../config/model/environment.ts'
import type { StackAsset } from '../../config/model/packaged.ts'
import type { Finding } from '../../evidence/finding.ts'
import { mapLimit } from '../../support/limit.ts'
import type { DeployContext } from '../contract.ts'

const AT_ONCE = 4

/** Brings the assets of these stacks into their buckets before any stack is changed, and proves that they are there. */
export async function publishAssets(context: DeployContext, stacks: readonly Stack[]): Promise<Finding[]> {
  const { ports, record, environment, access } = context
  const storage = await ports.connect.storage(access)
  const results = await mapLimit(assetsOf(stacks), AT_ONCE, async (asset) => {
    ports.cancelled.throwIfAborted()
    const published = await publishAsset(storage, asset, { ...ports.place, account: environment.words['account'] })
    ports.log.info(`${asset.name}: ${placeOf(asset)} ${inShort(published)}`)
    if (published.kind === 'uploaded') recordUploaded(context, asset)
    return { asset, published }
  })
  const bytes = results.reduce((sum, { asset }) => sum + asset.bytes, 0)
  record.measure({ name: 'assets', unit: 'bytes', value: bytes, subject: environment.key })
  return publishedFindings(environment.key, results, ({ bucket }) => bucketAdvice(environment, bucket))
}

function recordUploaded({ record, environment }: DeployContext, asset: StackAsset): void {
  record.handle({ kind: 'revision', id: placeOf(asset), ...placeOfEnvironment(environment), state: 'kept' })
}

function inShort(published: Published): string {
  switch (published.kind) {
    case 'uploaded':
      return 'was uploaded'
    case 'same':
      return 'has the same content already'
    case 'same-content':
      return 'is another archive of the same files'
    default:
      return published.observed
  }
}
