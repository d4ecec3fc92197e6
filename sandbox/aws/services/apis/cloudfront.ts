import type * as sdk from '@aws-sdk/client-cloudfront'
import { ServiceError } from '../../../contract.ts'
import type { Call, Properties, Service } from '../../../contract.ts'
import { asText } from '../../names.ts'
import type { World } from '../../world.ts'
import { modelsOf, outputOf, shaped } from './models.ts'
import type { Model } from './models.ts'

const TYPE = 'AWS::CloudFront::Distribution'
const PAGE = 100

/** CloudFront: distributions with their aliases and certificates, as templates made them. Nothing is distributed. */
export function createCloudFront(world: World): Service {
  // Records have no times: all were last changed when the service was first called.
  const changed = world.clock.now()
  const all = (call: Call): Model[] => modelsOf(world, call, TYPE)
  const get = (call: Call, id: string | undefined): Model => {
    const found = all(call).find(({ model }) => model.Id === id)
    if (found === undefined) {
      throw new ServiceError('NoSuchDistribution', 'The specified distribution does not exist.', 404)
    }
    return found
  }
  const shown = async (call: Call, one: Model): Promise<object> => {
    const schema = (await outputOf('cloudfront', 'GetDistribution')).getMemberSchema('Distribution')
    const { Id: id } = one.model
    return shaped(schema, {
      ...one.model,
      ARN: `arn:aws:cloudfront::${call.account}:distribution/${asText(id)}`,
      Status: 'Deployed',
      LastModifiedTime: changed,
      InProgressInvalidationBatches: 0,
      ActiveTrustedSigners: { Enabled: false, Quantity: 0 },
      ActiveTrustedKeyGroups: { Enabled: false, Quantity: 0 },
      DistributionConfig: configOf(one),
    }) as object
  }
  const tag = ({ resource }: Model): string => `E${asText(resource.physicalId).slice(1)}`

  return {
    name: 'cloudfront',
    operations: {
      async GetDistribution(input: sdk.GetDistributionCommandInput, call) {
        const found = get(call, input.Id)
        return { Distribution: await shown(call, found), ETag: tag(found) }
      },
      async GetDistributionConfig(input: sdk.GetDistributionConfigCommandInput, call) {
        const found = get(call, input.Id)
        const schema = (await outputOf('cloudfront', 'GetDistributionConfig')).getMemberSchema('DistributionConfig')
        return { DistributionConfig: shaped(schema, configOf(found)), ETag: tag(found) }
      },
      async ListDistributions(input: sdk.ListDistributionsCommandInput, call) {
        const list = (await outputOf('cloudfront', 'ListDistributions')).getMemberSchema('DistributionList')
        const schema = list.getMemberSchema('Items').getValueSchema()
        const models = all(call)
        const size = input.MaxItems ?? PAGE
        // The marker is the last entry of the previous page.
        const start = models.findIndex(({ model }) => model.Id === input.Marker) + 1
        const items = models.slice(start, start + size)
        const isTruncated = start + size < models.length
        const summaries = await Promise.all(
          items.map(async (each) => shaped(schema, { ...configOf(each), ...(await shown(call, each)) })),
        )
        return {
          DistributionList: {
            Marker: input.Marker ?? '',
            ...(isTruncated && { NextMarker: asText(items.at(-1)?.model.Id) }),
            MaxItems: size,
            IsTruncated: isTruncated,
            Quantity: items.length,
            ...(items.length > 0 && { Items: summaries }),
          },
        }
      },
    },
  }
}

const NONE: readonly unknown[] = []

/** Members that the API has and templates may omit (CloudFront API reference, DistributionConfig and CacheBehavior). */
function configOf({ model, resource }: Model): Properties {
  const config = (model.DistributionConfig ?? {}) as Properties
  const certificate = config.ViewerCertificate as Properties | undefined
  return {
    CallerReference: asText(config.CallerReference, resource.physicalId),
    Comment: '',
    DefaultRootObject: '',
    PriceClass: 'PriceClass_All',
    HttpVersion: 'http1.1',
    IsIPV6Enabled: false,
    Staging: false,
    WebACLId: '',
    Logging: { Enabled: false, IncludeCookies: false, Bucket: '', Prefix: '' },
    Restrictions: { GeoRestriction: { RestrictionType: 'none', Quantity: 0 } },
    ...config,
    Aliases: config.Aliases ?? NONE,
    Origins: ((config.Origins as Properties[] | undefined) ?? []).map(originOf),
    OriginGroups: config.OriginGroups ?? { Quantity: 0 },
    CacheBehaviors: ((config.CacheBehaviors as Properties[] | undefined) ?? []).map(behaviorOf),
    CustomErrorResponses: config.CustomErrorResponses ?? NONE,
    DefaultCacheBehavior: behaviorOf((config.DefaultCacheBehavior ?? {}) as Properties),
    ViewerCertificate: certificateOf(certificate),
  }
}

const originOf = (origin: Properties): Properties => ({
  OriginPath: '',
  ConnectionAttempts: 3,
  ConnectionTimeout: 10,
  ...origin,
  CustomHeaders: origin.OriginCustomHeaders ?? NONE,
})

const METHODS = ['HEAD', 'GET']

function behaviorOf(behavior: Properties): Properties {
  const { AllowedMethods: allowed = METHODS, CachedMethods: cached = METHODS } = behavior
  const items = [allowed].flat()
  return {
    Compress: false,
    SmoothStreaming: false,
    FieldLevelEncryptionId: '',
    ...behavior,
    TrustedSigners: disabled(behavior.TrustedSigners),
    TrustedKeyGroups: disabled(behavior.TrustedKeyGroups),
    LambdaFunctionAssociations: behavior.LambdaFunctionAssociations ?? NONE,
    FunctionAssociations: behavior.FunctionAssociations ?? NONE,
    AllowedMethods: { Quantity: items.length, Items: items, CachedMethods: cached },
  }
}

/** A list that is enabled where it has entries. */
function disabled(list: unknown): Properties {
  const items = Array.isArray(list) ? list : []
  return { Enabled: items.length > 0, Quantity: items.length, ...(items.length > 0 && { Items: items }) }
}

/** The certificate of CloudFront itself, or one of ACM or IAM; `Certificate` is the same in the API's older members. */
function certificateOf(certificate: Properties | undefined): Properties {
  const acm = certificate?.AcmCertificateArn
  const iam = certificate?.IamCertificateId
  if (acm === undefined && iam === undefined) {
    return {
      CloudFrontDefaultCertificate: true,
      SSLSupportMethod: 'vip',
      MinimumProtocolVersion: 'TLSv1',
      CertificateSource: 'cloudfront',
    }
  }
  return {
    CloudFrontDefaultCertificate: false,
    MinimumProtocolVersion: 'TLSv1',
    ...certificate,
    Certificate: acm ?? iam,
    CertificateSource: acm === undefined ? 'iam' : 'acm',
  }
}
