import type { Template } from './template.ts'

/**
 * Resources that cannot be changed: tools make another one for each new content, and end its logical id with a digest of
 * the content. AWS::Lambda::Version and deployments of APIs by the CDK (MD5) and SAM (ten digits of SHA-256), layers by SAM.
 */
const BY_CONTENT = new Set([
  'AWS::Lambda::Version',
  'AWS::Lambda::LayerVersion',
  'AWS::Serverless::LayerVersion',
  'AWS::ApiGateway::Deployment',
  'AWS::ApiGatewayV2::Deployment',
])
const DIGEST = /^([A-Za-z][A-Za-z0-9]*?)([0-9a-f]{32}|[0-9a-f]{10})$/

/** Pure: the logical id without the digest of the content at its end; undefined where it has none. */
function withoutContent(logicalId: string, type: string): string | undefined {
  return BY_CONTENT.has(type) ? DIGEST.exec(logicalId)?.[1] : undefined
}

/** Pure: a glob for the resource in each release: `OrdersCurrentVersion7BCF01FD*`; without a digest its logical id. */
export function globOf(logicalId: string, type: string): string {
  const stable = withoutContent(logicalId, type)
  return stable === undefined ? logicalId : `${stable}*`
}

/** Pure: the body of a template in which such ids, wherever they are, have no digest; ids that would become one keep it. */
export function bodyWithoutContent({ body, resources }: Pick<Template, 'body' | 'resources'>): Template['body'] {
  const stable = Object.entries(resources).flatMap(([id, { type }]) => {
    const without = withoutContent(id, type)
    return without === undefined ? [] : [{ id, without: `${without}{content}` }]
  })
  const single = stable.filter(({ without }) => stable.filter((each) => each.without === without).length === 1)
  if (single.length === 0) return body
  return JSON.parse(
    single.reduce((text, { id, without }) => text.replaceAll(id, without), JSON.stringify(body)),
  ) as Template['body']
}
