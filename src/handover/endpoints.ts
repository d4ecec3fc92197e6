import { configuredEndpoints, isAwsEndpoint } from '../aws/endpoints.ts'
import type { Evidence } from '../evidence/document.ts'
import { withoutUserInfo } from '../support/text/url.ts'
import type { Place } from '../support/runtime.ts'

const GITHUB_API = 'https://api.github.com'

/**
 * What this job talks to: `aws` and `github`, or the URLs of what stands in for them, without user and password. It is
 * part of all evidence.
 * @param called endpoints that the AWS clients have called until now, whatever the configuration says
 */
export async function endpointsOf(env: Place['env'], called: Iterable<string> = []): Promise<Evidence['endpoints']> {
  const configured = await configuredEndpoints(env)
  const known = new Set(configured.map((url) => (URL.canParse(url) ? new URL(url).origin : url)))
  const others = [...called].filter((url) => !isAwsEndpoint(url) && !known.has(url))
  const standIns = [...configured.map((url) => withoutUserInfo(url)), ...others].toSorted()
  const api = env['GITHUB_API_URL'] ?? GITHUB_API
  return {
    aws: standIns.length > 0 ? standIns.join(' ') : 'aws',
    github: api === GITHUB_API ? 'github' : withoutUserInfo(api),
  }
}
