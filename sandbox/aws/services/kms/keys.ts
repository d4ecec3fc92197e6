import { randomUUID } from 'node:crypto'
import { ServiceError } from '../../../contract.ts'
import type { SandboxClock } from '../../../contract.ts'
import { homeKey } from '../../names.ts'
import type { Home } from '../../names.ts'
import { perWorld } from '../../world.ts'

export interface Grant {
  readonly id: string
  readonly name?: string | undefined
  readonly grantee: string
  readonly operations: readonly string[]
  readonly created: Date
}

export interface Key {
  readonly home: Home
  readonly id: string
  readonly arn: string
  readonly created: Date
  readonly usage: string
  readonly spec: string
  description: string
  state: 'Enabled' | 'Disabled' | 'PendingDeletion'
  deletion?: Date
  policy: string
  rotation: boolean
  readonly grants: Grant[]
}

export interface Alias {
  readonly home: Home
  /** `alias/NAME`. */
  readonly name: string
  readonly arn: string
  key: string
  readonly created: Date
  updated: Date
}

/** Keys, which encrypt nothing. */
export interface Keys {
  create(home: Home, given: { policy?: string | undefined; description?: string; usage?: string; spec?: string }): Key
  /** By ID or ARN; with `aliases` also by alias. Throws KMS's error. */
  get(home: Home, id: string | undefined, aliases?: boolean): Key
  find(home: Home, id: string): Key | undefined
  list(home: Home): Key[]
  aliases(home: Home): Alias[]
  setAlias(home: Home, name: string, key: string): Alias
  removeAlias(home: Home, name: string): void
}

export const keysOf = perWorld(({ clock }: { readonly clock: SandboxClock }): Keys => {
  const keys = new Map<string, Key>()
  const aliases = new Map<string, Alias>()
  const within = <T extends { readonly home: Home }>(all: Map<string, T>, home: Home): T[] =>
    [...all.values()].filter((each) => homeKey(each.home) === homeKey(home))
  const store: Keys = {
    create({ account, region }, given) {
      const id = randomUUID()
      const key: Key = {
        home: { account, region },
        id,
        arn: `arn:aws:kms:${region}:${account}:key/${id}`,
        created: clock.now(),
        usage: given.usage ?? 'ENCRYPT_DECRYPT',
        spec: given.spec ?? 'SYMMETRIC_DEFAULT',
        description: given.description ?? '',
        state: 'Enabled',
        policy: given.policy ?? defaultPolicy(account),
        rotation: false,
        grants: [],
      }
      keys.set(key.arn, key)
      return key
    },
    find: ({ account, region }, id) =>
      keys.get(id.startsWith('arn:') ? id : `arn:aws:kms:${region}:${account}:key/${id}`),
    get(home, id = '', byAlias = false) {
      const prefix = `arn:aws:kms:${home.region}:${home.account}:`
      const arn = id.startsWith('arn:') ? id : `${prefix}${id.startsWith('alias/') ? id : `key/${id}`}`
      if (arn.includes(':alias/')) {
        const alias = byAlias ? aliases.get(arn) : undefined
        if (alias === undefined) throw new ServiceError('NotFoundException', `Alias ${arn} is not found.`)
        return store.get(home, alias.key)
      }
      const key = keys.get(arn)
      if (key === undefined) throw new ServiceError('NotFoundException', `Key '${arn}' does not exist`)
      return key
    },
    list: (home) => within(keys, home),
    aliases: (home) => within(aliases, home).toSorted((left, right) => (left.name < right.name ? -1 : 1)),
    setAlias({ account, region }, name, target) {
      const arn = `arn:aws:kms:${region}:${account}:${name}`
      const key = store.get({ account, region }, target).id
      const known = aliases.get(arn)
      if (known !== undefined) {
        known.key = key
        known.updated = clock.now()
        return known
      }
      const created = clock.now()
      const alias = { home: { account, region }, name, arn, key, created, updated: created }
      aliases.set(arn, alias)
      return alias
    },
    removeAlias: ({ account, region }, name) => void aliases.delete(`arn:aws:kms:${region}:${account}:${name}`),
  }
  return store
})

const defaultPolicy = (account: string): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Id: 'key-default-1',
    Statement: [
      {
        Sid: 'Enable IAM User Permissions',
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${account}:root` },
        Action: 'kms:*',
        Resource: '*',
      },
    ],
  })
