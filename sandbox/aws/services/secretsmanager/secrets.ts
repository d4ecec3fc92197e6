import { randomBytes, randomUUID } from 'node:crypto'
import { ServiceError } from '../../../contract.ts'
import { homeKey } from '../../names.ts'
import type { Home } from '../../names.ts'
import { perWorld } from '../../world.ts'
import type { World } from '../../world.ts'

export interface Secret {
  readonly home: Home
  readonly name: string
  readonly arn: string
  readonly created: Date
  changed: Date
  description?: string | undefined
  kmsKeyId?: string | undefined
  policy?: string
  readonly versionId: string
  readonly tags: { readonly Key: string; readonly Value: string }[]
}

/** Secrets without their values, which no operation of the sandbox reads. */
export interface Secrets {
  create(home: Home, name: string): Secret
  find(home: Home, id: string): Secret | undefined
  /** By name, ARN, or ARN without the random suffix. Throws the service's error. */
  get(home: Home, id: string | undefined): Secret
  /** The same, also of a secret to which the scenario has a value of a dynamic reference. */
  referenced(home: Home, id: string | undefined): Secret
  list(home: Home): Secret[]
  remove(arn: string): void
}

const SUFFIX = /-[A-Za-z0-9]{6}$/
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

export const secretsOf = perWorld(({ clock, scenario }: Pick<World, 'clock' | 'scenario'>): Secrets => {
  const secrets = new Map<string, Secret>()
  const store: Secrets = {
    create({ account, region }, name) {
      const home = { account, region }
      if (store.find(home, name) !== undefined) {
        throw new ServiceError(
          'ResourceExistsException',
          `The operation failed because the secret ${name} already exists.`,
        )
      }
      const suffix = [...randomBytes(6)].map((byte) => LETTERS[byte % LETTERS.length]).join('')
      const created = clock.now()
      const secret = {
        home,
        name,
        arn: `arn:aws:secretsmanager:${region}:${account}:secret:${name}-${suffix}`,
        created,
        changed: created,
        versionId: randomUUID(),
        tags: [],
      }
      secrets.set(secret.arn, secret)
      return secret
    },
    find: (home, id) =>
      store.list(home).find(({ name, arn }) => id === name || id === arn || id === arn.replace(SUFFIX, '')),
    referenced(home, id = '') {
      const given = Object.keys(scenario.values).some((key) => key.startsWith(`secretsmanager:${id}:`))
      return given && store.find(home, id) === undefined ? store.create(home, id) : store.get(home, id)
    },
    get(home, id = '') {
      const secret = store.find(home, id)
      if (secret === undefined) {
        throw new ServiceError('ResourceNotFoundException', "Secrets Manager can't find the specified secret.")
      }
      return secret
    },
    list: (home) => [...secrets.values()].filter((secret) => homeKey(secret.home) === homeKey(home)),
    remove: (arn) => void secrets.delete(arn),
  }
  return store
})
