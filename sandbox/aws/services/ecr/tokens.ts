import { randomBytes } from 'node:crypto'
import type { SandboxClock } from '../../../contract.ts'
import type { Principal } from '../../identity/credentials.ts'
import type { Home } from '../../names.ts'
import { perWorld } from '../../world.ts'

/** The principal of a token of GetAuthorizationToken, and its registry. */
export interface TokenHolder {
  readonly principal: Principal
  readonly home: Home
  readonly expires: Date
}

export interface RegistryTokens {
  /** The token as ECR returns it: base64 of `AWS:PASSWORD`. */
  issue(principal: Principal, home: Home): { readonly token: string; readonly expires: Date }
  /** By the header Authorization. */
  holderOf(authorization: string | undefined): TokenHolder | undefined
}

const LIFETIME_MS = 12 * 3_600_000

function createTokens(clock: SandboxClock): RegistryTokens {
  const holders = new Map<string, TokenHolder>()
  return {
    issue(principal, home) {
      const password = randomBytes(60).toString('base64url')
      const expires = new Date(clock.now().getTime() + LIFETIME_MS)
      const token = Buffer.from(`AWS:${password}`).toString('base64')
      holders.set(token, { principal, home, expires })
      return { token, expires }
    },
    holderOf: (authorization) => holders.get(/^Basic ([A-Za-z0-9+/=]+)$/i.exec(authorization ?? '')?.[1] ?? ''),
  }
}

export const tokensOf = perWorld(({ clock }) => createTokens(clock))
