import type { AwsAccess } from '../aws/access.ts'
import type { ImageCalls } from '../aws/clients/images.ts'
import type { CalledEndpoints } from '../aws/endpoints.ts'
import { ActionError } from '../support/errors.ts'
import { proxyVariables } from '../support/http/proxy.ts'
import type { Runtime } from '../support/runtime.ts'
import { anonymously, withPassword } from './authorization.ts'
import { openRegistry, type Registry } from './client.ts'
import { asker } from './http.ts'
import { addressOf, ecrOf } from './reference.ts'

/** The registries that a role reaches: those of ECR with its rights, others as everybody does. */
export interface Registries {
  readonly images: ImageCalls
  /** The registry of an account in the region of the role. */
  ofAccount(account: string | undefined): Promise<Registry>
  /** The registry of an image, to read from. */
  ofHost(host: string): Promise<Registry>
}

export function connectRegistries(
  access: AwsAccess,
  {
    runtime: { place, clock, log, cancelled: signal },
    called,
    imagesOf,
  }: {
    readonly runtime: Pick<Runtime, 'place' | 'clock' | 'log' | 'cancelled'>
    readonly called: CalledEndpoints
    readonly imagesOf: (access: AwsAccess) => ImageCalls
  },
): Registries {
  const ask = asker(proxyVariables(place.env))
  const images = imagesOf(access)
  const about = { ask, clock, log, signal }
  const known = new Map<string, Promise<Registry>>()
  const once = (key: string, open: () => Promise<Registry>): Promise<Registry> => {
    const made = known.get(key) ?? open()
    known.set(key, made)
    return made
  }

  async function openEcr(account: string | undefined, region: string): Promise<Registry> {
    const calls = region === access.region ? images : imagesOf({ ...access, region })
    const { authorizationData = [] } = await calls.getAuthorizationToken(
      account === undefined ? {} : { registryIds: [account] },
    )
    const [{ authorizationToken: token, proxyEndpoint } = {}] = authorizationData
    const url = URL.parse(proxyEndpoint ?? '')
    const found = url && ecrOf(url.host)
    // A registry of another account would get the image of this one.
    if (!token || url === null || (found && account !== undefined && found.account !== account)) {
      throw new ActionError('registry/service', {
        message: `ECR named ${url?.host ?? 'no registry'} in place of the registry of ${account ?? 'the account'} in ${region}`,
        subject: `registry/${account ?? 'ecr'}`,
        expected: `the registry of ${account ?? 'the account'} in ${region}`,
        observed: url?.host ?? 'none',
      })
    }
    // What this registry answers decides what is deployed.
    called.add(url.origin)
    return openRegistry({ ...about, url, isEcr: true, authorize: withPassword(token, log) })
  }

  return {
    images,
    ofAccount: (account) => once(`account ${account ?? ''}`, () => openEcr(account, access.region)),
    ofHost(host) {
      const ecr = ecrOf(host)
      return once(host, async () =>
        ecr
          ? openEcr(ecr.account, ecr.region)
          : openRegistry({ ...about, url: addressOf(host), isEcr: false, authorize: anonymously({ ...about, host }) }),
      )
    },
  }
}
