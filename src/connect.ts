import type { AwsAccess } from './aws/access.ts'
import { handlerOptions, webIdentityCredentials } from './aws/credentials.ts'
import type { CalledEndpoints } from './aws/endpoints.ts'
import { DEFAULT_CALLS_PER_SECOND, readCeiling } from './aws/pace.ts'
import { sdkFactory } from './aws/sdk.ts'
import type { Connections } from './ports.ts'
import type { EvidenceBucketInput } from './config/model/inputs.ts'
import { ActionError } from './support/errors.ts'
import type { Runtime } from './support/runtime.ts'

/**
 * The real connections. Each loads its SDK at the first use and is reused: clients share their rate limiter and credentials.
 * @param called gets the endpoints that the AWS clients call
 * @param evidence gives the bucket for evidence, once the inputs are read
 * @param readsPerSecond gives the ceiling of reads, once the configuration is read; the first read of a service sets it
 */
export function connections(
  ports: Runtime,
  githubToken: string | undefined,
  called: CalledEndpoints = new Set(),
  evidence: () => EvidenceBucketInput | undefined = () => undefined,
  readsPerSecond: () => number | undefined = () => undefined,
): Connections {
  const { place, clock, log, cancelled } = ports
  const { env } = place
  const tokenAccess = { env, clock, log, signal: cancelled }
  const requestHandler = handlerOptions(env)
  const make = sdkFactory({
    clock,
    log,
    cancelled,
    called,
    requestHandler,
    ceiling: readCeiling(clock, () => readsPerSecond() ?? DEFAULT_CALLS_PER_SECOND),
    credentials: webIdentityCredentials({
      called,
      requestHandler,
      clock,
      log,
      cancelled,
      token: async (audience) => {
        const { webIdentityToken } = await import('./github/identity.ts')
        const token = await webIdentityToken(tokenAccess, audience)
        if (token !== undefined) return token
        throw new ActionError('github/identity', {
          message: 'a role is configured, but the job has no permission for an OIDC token',
          subject: 'aws/role',
          expected: 'permissions: id-token: write',
          observed: 'no ACTIONS_ID_TOKEN_REQUEST_URL',
        })
      },
    }),
  })
  const kept = new Map<string, Promise<unknown>>()
  const once = <T>(key: string, connect: () => Promise<T>): Promise<T> => {
    const known = kept.get(key) as Promise<T> | undefined
    if (known) return known
    const made = connect()
    kept.set(key, made)
    return made
  }
  const perAccess =
    <T>(service: string, connect: (access: AwsAccess) => Promise<T>) =>
    (access: AwsAccess): Promise<T> =>
      once(`${service} ${access.region} ${access.role ?? ''}`, () => connect(access))

  return {
    cloudformation: perAccess('cloudformation', async (access) =>
      (await import('./cloudformation/client.ts')).connectCloudFormation(access, make),
    ),
    codedeploy: perAccess('codedeploy', async (access) =>
      (await import('./codedeploy/client.ts')).connectCodeDeploy(access, make),
    ),
    storage: perAccess('storage', async (access) =>
      (await import('./aws/clients/services.ts')).connectStorage(access, make),
    ),
    alarms: perAccess('alarms', async (access) =>
      (await import('./aws/clients/services.ts')).connectAlarms(access, make),
    ),
    functions: perAccess('functions', async (access) =>
      (await import('./aws/clients/services.ts')).connectFunctions(access, make),
    ),
    containers: perAccess('containers', async (access) =>
      (await import('./aws/clients/containers.ts')).connectContainers(access, make),
    ),
    scalingGroups: perAccess('scalingGroups', async (access) =>
      (await import('./aws/clients/services.ts')).connectScalingGroups(access, make),
    ),
    tagging: perAccess('tagging', async (access) =>
      (await import('./aws/clients/services.ts')).connectTagging(access, make),
    ),
    trail: perAccess('trail', async (access) => (await import('./aws/clients/services.ts')).connectTrail(access, make)),
    identity: perAccess('identity', async (access) =>
      (await import('./aws/clients/services.ts')).connectIdentity(access, make),
    ),
    roles: perAccess('roles', async (access) => (await import('./aws/clients/services.ts')).connectRoles(access, make)),
    state: perAccess('state', async (access) =>
      (await import('./aws/clients/state-reads.ts')).connectStateReads(access, make),
    ),
    lookUps: perAccess('lookUps', async (access) =>
      (await import('./aws/clients/look-ups.ts')).connectLookUps(access, make),
    ),
    registries: perAccess('registries', async (access) => {
      const [{ connectRegistries }, { connectImages }] = await Promise.all([
        import('./registry/registries.ts'),
        import('./aws/clients/images.ts'),
      ])
      return connectRegistries(access, { runtime: ports, called, imagesOf: await connectImages(make) })
    }),
    inventory: perAccess('inventory', async (access) =>
      (await import('./aws/clients/inventory.ts')).connectInventory(access, make),
    ),
    traffic: perAccess('traffic', async (access) =>
      (await import('./aws/clients/traffic.ts')).connectTraffic(access, make),
    ),
    hostCommands: perAccess('hostCommands', async (access) =>
      (await import('./aws/clients/host-commands.ts')).connectHostCommands(access, make),
    ),
    networkInsights: perAccess('networkInsights', async (access) =>
      (await import('./aws/clients/network-insights.ts')).connectNetworkInsights(access, make),
    ),
    temporary: perAccess('temporary', async (access) =>
      (await import('./aws/clients/temporary.ts')).connectTemporary(access, make),
    ),
    topics: perAccess('topics', async (access) =>
      (await import('./aws/clients/notifications.ts')).connectTopics(access, make),
    ),
    eventBuses: perAccess('eventBuses', async (access) =>
      (await import('./aws/clients/notifications.ts')).connectEventBuses(access, make),
    ),
    github: () =>
      once('github', async () =>
        (await import('./github/client.ts')).connectGitHub({
          token: githubToken,
          apiUrl: env['GITHUB_API_URL'] ?? 'https://api.github.com',
          repository: env['GITHUB_REPOSITORY'] ?? '',
          clock,
          log,
          signal: cancelled,
        }),
      ),
    artifacts: () =>
      once('artifacts', async () => (await import('./github/artifacts.ts')).connectArtifacts(place, { clock, log })),
    evidenceBucket: () =>
      once('evidenceBucket', async () => {
        const input = evidence()
        if (input === undefined) return undefined
        const { place: bucket, role } = input
        const region = env['AWS_REGION'] ?? env['AWS_DEFAULT_REGION'] ?? 'us-east-1'
        const access = { region, session: 'test-deployments-evidence', ...(role !== undefined && { role }) }
        const [{ connectStorage, connectIdentity }, { openRunBucket }] = await Promise.all([
          import('./aws/clients/services.ts'),
          import('./aws/run-bucket.ts'),
        ])
        const own = async (): Promise<string | undefined> =>
          (await (await connectIdentity(access, make)).getCallerIdentity({})).Account
        const owner = bucket.owner ?? (await own())
        const run = { repository: env['GITHUB_REPOSITORY'] ?? '', runId: env['GITHUB_RUN_ID'] ?? '', log }
        const where = { ...bucket, ...(owner !== undefined && { owner }) }
        return openRunBucket(await connectStorage(access, make), where, run)
      }),
    proofs: () =>
      once('proofs', async () => {
        // Every step asks at its end: one that fails at its start loads nothing for it.
        if (!env['ACTIONS_ID_TOKEN_REQUEST_URL']) return undefined
        return (await import('./github/proofs.ts')).connectProofs(tokenAccess)
      }),
    job: () => once('job', async () => (await import('./github/identity.ts')).readJobIdentity(tokenAccess)),
  }
}
