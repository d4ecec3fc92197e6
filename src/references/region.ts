import type { LookedUp, Reference } from './contract.ts'
import { NOUNS } from './nouns.ts'

const GLOBAL = 'us-east-1'

/** Certificates of these properties belong to a distribution, which is in us-east-1 for certificates. */
const OF_DISTRIBUTIONS: Readonly<Record<string, RegExp>> = {
  'AWS::CloudFront::Distribution': /./,
  'AWS::CloudFront::DistributionTenant': /./,
  'AWS::Cognito::UserPoolDomain': /./,
  'AWS::AppSync::DomainName': /./,
  'AWS::ApiGateway::DomainName': /^CertificateArn$/,
}
/** Kinds that a resource takes from its own region only. */
const SAME_REGION = new Set(['layer', 'log-group', 'certificate', 'key', 'secret'])

/** Pure: the fault where a target is in another region than the resource can use; undefined where there is none. */
export function regionFault({ kind, target, type, property }: Reference, region: string): LookedUp | undefined {
  if (target?.region === undefined || !SAME_REGION.has(kind)) return undefined
  const distributed = kind === 'certificate' && OF_DISTRIBUTIONS[type]?.test(property) === true
  const needed = distributed ? GLOBAL : region
  if (target.region === needed) return undefined
  return {
    state: 'unusable',
    expected: `a ${NOUNS[kind].one} in ${needed}`,
    observed: `it is in ${target.region}`,
    advice: `Name one of ${needed}${distributed ? ': CloudFront takes certificates from there only' : ''}.`,
  }
}
