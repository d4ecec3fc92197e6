import type { Evidence } from '../evidence/document.ts'
import type { Place } from '../ports.ts'

const GITHUB_API = 'https://api.github.com'

/** What this job talks to: `aws` and `github`, or the URL of what stands in for them. It is part of all evidence. */
export function endpointsOf(env: Place['env']): Evidence['endpoints'] {
  const override = Object.entries(env).find(([name, value]) => /^AWS_ENDPOINT_URL(_\w+)?$/.test(name) && value)
  const api = env['GITHUB_API_URL'] ?? GITHUB_API
  return { aws: override?.[1] ?? 'aws', github: api === GITHUB_API ? 'github' : api }
}
