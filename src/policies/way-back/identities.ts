import { STATEFUL_TYPES } from '../planned/stateful-types.ts'

/** Types that hold no data, and of which a second one has another address or key, which others may hold. */
const ADDRESSES: Readonly<Record<string, string>> = {
  'AWS::IAM::AccessKey': 'key',
  'AWS::ApiGateway::ApiKey': 'key',
  'AWS::ApiGateway::RestApi': 'address',
  'AWS::ApiGatewayV2::Api': 'address',
  'AWS::AppSync::GraphQLApi': 'address',
  'AWS::CloudFront::Distribution': 'address',
  'AWS::EC2::NatGateway': 'address',
  'AWS::ElasticLoadBalancing::LoadBalancer': 'address',
  'AWS::ElasticLoadBalancingV2::LoadBalancer': 'address',
  'AWS::Lambda::Url': 'address',
  'AWS::Transfer::Server': 'address',
}

/** What a second resource of the type lacks: `content` blocks, an address is worth a remark. */
export function holdsWhat(type: string): { readonly kind: 'content' | 'address'; readonly what: string } | undefined {
  const stateful = Object.hasOwn(STATEFUL_TYPES, type) ? STATEFUL_TYPES[type] : undefined
  if (stateful !== undefined) return { kind: 'content', what: stateful.holds }
  const what = Object.hasOwn(ADDRESSES, type) ? ADDRESSES[type] : undefined
  return what === undefined ? undefined : { kind: 'address', what }
}

/** Services that refuse to remove a resource of the type while it has content. */
export const NOT_REMOVED_WITH_CONTENT: ReadonlySet<string> = new Set(['AWS::S3::Bucket', 'AWS::ECR::Repository'])

/** What runs code of the user to update: its effect on the way back is not known. */
export function isCustom(type: string): boolean {
  return type.startsWith('Custom::') || type === 'AWS::CloudFormation::CustomResource'
}
