import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import type { Place } from '../support/runtime.ts'

/** Suffixes of the hosts of all partitions: https://docs.aws.amazon.com/general/latest/gr/rande.html */
const AWS_HOST =
  /\.(?:amazonaws\.com(?:\.cn)?|amazonaws\.eu|api\.aws|api\.amazonwebservices\.com\.cn|c2s\.ic\.gov|sc2s\.sgov\.gov|cloud\.adc-e\.uk|csp\.hci\.ic\.gov)$/

/**
 * URLs that replace AWS's endpoints, for any service: from environment variables, or from the profile in the shared
 * configuration files: https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html
 */
export async function configuredEndpoints(env: Place['env']): Promise<string[]> {
  const variables = Object.entries(env).flatMap(([name, value]) =>
    /^AWS_ENDPOINT_URL(_\w+)?$/.test(name) && value ? [value] : [],
  )
  if (variables.length > 0) return [...new Set(variables)]
  if (!sharedFiles(env).some((path) => existsSync(path))) return []
  const { loadSharedConfigFiles } = await import('@smithy/core/config')
  const { configFile, credentialsFile } = await loadSharedConfigFiles()
  const name = env['AWS_PROFILE'] ?? 'default'
  const profile = { ...configFile[name], ...credentialsFile[name] }
  const services = configFile[`services.${profile['services'] ?? ''}`]
  const members = Object.entries({ ...profile, ...services })
  return [...new Set(members.flatMap(([key, url]) => (/(^|\.)endpoint_url$/.test(key) && url ? [url] : [])))]
}

function sharedFiles(env: Place['env']): string[] {
  const folder = join(env['HOME'] ?? homedir(), '.aws')
  return [
    env['AWS_CONFIG_FILE'] ?? join(folder, 'config'),
    env['AWS_SHARED_CREDENTIALS_FILE'] ?? join(folder, 'credentials'),
  ]
}

/** Whether a URL is one of AWS's own endpoints. */
export function isAwsEndpoint(url: string): boolean {
  const { protocol, hostname } = new URL(url)
  return protocol === 'https:' && AWS_HOST.test(hostname)
}

/** The endpoints that the clients of a run have called until now: `https://cloudformation.eu-west-1.amazonaws.com`. */
export type CalledEndpoints = Set<string>

interface Request {
  readonly protocol?: string
  readonly hostname?: string
  readonly port?: number
}

interface Client {
  readonly middlewareStack: { add(middleware: (next: any, context: any) => any, options: any): void }
}

/** Records the endpoint of each request of a client, just before it is sent. */
export function noteEndpoints<T extends Client>(client: T, called: CalledEndpoints): T {
  client.middlewareStack.add(
    (next: (args: unknown) => unknown) => (args: { readonly request: Request }) => {
      const { protocol = 'https:', hostname = '', port } = args.request
      called.add(new URL(`${protocol}//${hostname}${port === undefined ? '' : `:${port}`}`).origin)
      return next(args)
    },
    { step: 'finalizeRequest', priority: 'low', name: 'noteEndpoints' },
  )
  return client
}
