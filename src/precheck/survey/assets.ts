import { bootstrapCommand, bucketAdvice } from '../../plan/bootstrap-advice.ts'
import type { PlanOptions } from '../../plan/contract.ts'
import { assetsOf, checksumOf, publishAsset } from '../../plan/publish/assets.ts'
import { publishedFindings } from '../../plan/publish/asset-findings.ts'
import type { Finding } from '../../evidence/finding.ts'
import type { AssetFacts, BootstrapFacts } from '../../policies/contract.ts'
import { lookUpBucket, lookUpObject, s3Object } from '../../references/kinds/s3-object.ts'
import { compareContent } from '../../references/same-content.ts'
import { ActionError } from '../../support/errors.ts'
import { mapLimit } from '../../support/limit.ts'

type Options = Pick<PlanOptions, 'ports' | 'access' | 'environment' | 'only'>

const AT_ONCE = 8

function selectedStacks({ environment, only }: Options) {
  return environment.stacks.filter(({ id }) => !only?.length || only.includes(id))
}

/** Where each asset of the release is already, without its content being read. */
export async function surveyAssets(options: Options): Promise<AssetFacts[]> {
  const { ports, access } = options
  const assets = assetsOf(selectedStacks(options))
  if (assets.length === 0) return []
  const s3 = await (await ports.connect.lookUps(access)).objects()
  const buckets = new Map<string, Awaited<ReturnType<typeof lookUpBucket>>>()
  for (const bucket of new Set(assets.map((asset) => asset.bucket)))
    buckets.set(bucket, await lookUpBucket(s3, { kind: 'bucket', id: bucket }))
  return mapLimit(assets, AT_ONCE, async (asset): Promise<AssetFacts> => {
    if (buckets.get(asset.bucket)?.state === 'missing')
      return { asset, state: 'no-bucket', advice: bucketAdvice(options.environment, asset.bucket) }
    const answer = await lookUpObject(s3, s3Object(asset.bucket, asset.key))
    if (answer.state === 'missing') return { asset, state: 'absent' }
    if (answer.state !== 'found' || answer.content === undefined) return { asset, state: 'unknown' }
    const own = { bytes: asset.bytes, digests: { SHA256: checksumOf(asset.digest) } }
    // An archive of another tool with the same files has other bytes: the deployment compares them.
    return { asset, state: compareContent(own, answer.content).same === true ? 'same' : 'unknown' }
  })
}

/** The version of the bootstrap stack of each qualifier that the stacks need. */
export async function surveyBootstrap(options: Options): Promise<BootstrapFacts[]> {
  const needed = new Map<string, number>()
  for (const { packaged } of selectedStacks(options)) {
    const { parameter, version } = packaged?.bootstrap ?? {}
    if (parameter !== undefined) needed.set(parameter, Math.max(needed.get(parameter) ?? 0, version ?? 0))
  }
  if (needed.size === 0) return []
  const command = bootstrapCommand(options.environment)
  const parameters = await (await options.ports.connect.lookUps(options.access)).parameters()
  return mapLimit([...needed], AT_ONCE, async ([parameter, version]): Promise<BootstrapFacts> => {
    try {
      const { Parameters: found = [] } = await parameters.getParameters({ Names: [parameter] })
      return { parameter, needed: version, found: found[0]?.Value ?? 'absent', command }
    } catch (error) {
      if (!(error instanceof ActionError) || error.code !== 'aws/denied') throw error
      return { parameter, needed: version, found: 'unknown', why: error.message, command }
    }
  })
}

/** Publishes what CloudFormation reads for a change set: nested templates. Other assets wait for the deployment. */
export async function publishForPlan(options: Options): Promise<Finding[]> {
  const { ports, access, environment } = options
  const assets = assetsOf(selectedStacks(options)).filter(({ forPlan }) => forPlan)
  if (assets.length === 0) return []
  const storage = await ports.connect.storage(access)
  const results = await mapLimit(assets, AT_ONCE, async (asset) => ({
    asset,
    published: await publishAsset(storage, asset, { ...ports.place, account: environment.words['account'] }),
  }))
  return publishedFindings(environment.key, results, ({ bucket }) => bucketAdvice(environment, bucket)).filter(
    ({ outcome }) => outcome !== 'pass',
  )
}
