import { ServiceError } from '../../../contract.ts'
import type { SandboxClock } from '../../../contract.ts'
import type { Policies } from '../../identity/decision.ts'
import { UnknownEvaluation } from '../../identity/conditions.ts'
import type { PolicyDocument } from '../../identity/policy.ts'
import { policyOf } from './documents.ts'
import type { PolicyText } from './documents.ts'
import { MANAGED_BY_AWS } from './managed-by-aws.ts'
import { isPolicyOfAws } from './policies-of-aws.ts'

interface Entity {
  readonly account: string
  readonly name: string
  readonly path: string
  readonly id: string
  readonly arn: string
  readonly created: Date
  readonly tags: Map<string, string>
}

export interface RoleEntity extends Entity {
  trust: PolicyText
  description?: string
  maxSessionSeconds: number
  /** ARN of the permissions boundary. */
  boundary?: string
  readonly inline: Map<string, PolicyText>
  /** ARNs of managed policies, in the order of attachment. */
  readonly attached: Set<string>
  lastUsed?: { readonly date: Date; readonly region: string }
}

export interface PolicyVersion {
  readonly id: string
  readonly document: PolicyText
  readonly created: Date
}

export interface ManagedPolicy extends Entity {
  readonly description?: string
  /** Oldest first. */
  readonly versions: PolicyVersion[]
  defaultVersion: string
  updated: Date
  /** The number of the newest version that was ever made. */
  newest: number
}

export interface InstanceProfile extends Entity {
  /** Names; at most one. */
  readonly roles: Set<string>
}

export interface IamState {
  readonly clock: SandboxClock
  roles(account: string): RoleEntity[]
  policies(account: string): ManagedPolicy[]
  profiles(account: string): InstanceProfile[]
  add(kind: 'role', entity: RoleEntity): void
  add(kind: 'policy', entity: ManagedPolicy): void
  add(kind: 'profile', entity: InstanceProfile): void
  remove(kind: 'role' | 'policy' | 'profile', entity: Entity): void
  /** Throws NoSuchEntity. */
  role(account: string, name: string | undefined): RoleEntity
  policy(arn: string | undefined): ManagedPolicy
  profile(account: string, name: string | undefined): InstanceProfile
  findRole(arn: string): RoleEntity | undefined
  findPolicy(arn: string): ManagedPolicy | undefined
  /** Whether a policy can be attached: it exists in the account, or is one of AWS. */
  attachable(account: string, arn: string): boolean
  /** The default version of a managed policy; throws when the sandbox has no document of a policy of AWS. */
  document(arn: string): PolicyText
  /** The policies that limit all principals of an account, by level. */
  control(account: string): (readonly PolicyDocument[])[]
  /** The current policies that decide about a role's requests. */
  policiesOf(role: RoleEntity): Policies
}

export interface IamSeed {
  readonly clock: SandboxClock
  /** Documents of policies of AWS that the sandbox does not have, by ARN. */
  readonly managedByAws: Readonly<Record<string, PolicyDocument>>
  readonly control: (account: string) => (readonly PolicyDocument[])[]
}

export function createIamState({ clock, managedByAws, control }: IamSeed): IamState {
  const entities = {
    role: new Map<string, RoleEntity>(),
    policy: new Map<string, ManagedPolicy>(),
    profile: new Map<string, InstanceProfile>(),
  }
  const ofAws = new Map(
    Object.entries({ ...MANAGED_BY_AWS, ...managedByAws }).map(([arn, given]) => [arn, policyOf(given)]),
  )
  const within = <T extends Entity>(map: Map<string, T>, account: string): T[] =>
    [...map.values()]
      .filter((entity) => entity.account === account)
      .toSorted((left, right) => (left.name < right.name ? -1 : 1))
  /** Names are unique within an account without regard to case; an access by another case finds the entity. */
  const named = <T extends Entity>(map: Map<string, T>, account: string, name: string): T | undefined =>
    within(map, account).find((entity) => entity.name.toLowerCase() === name.toLowerCase())

  const state: IamState = {
    clock,
    control,
    roles: (account) => within(entities.role, account),
    policies: (account) => within(entities.policy, account),
    profiles: (account) => within(entities.profile, account),
    add(kind, entity) {
      const map = entities[kind] as Map<string, Entity>
      if (named(map, entity.account, entity.name) !== undefined) {
        throw new ServiceError('EntityAlreadyExists', EXISTS[kind](entity.name), 409)
      }
      map.set(entity.arn, entity)
    },
    remove: (kind, entity) => void entities[kind].delete(entity.arn),
    role(account, name = '') {
      const found = named(entities.role, account, name)
      if (found === undefined) throw missing(`The role with name ${name} cannot be found.`)
      return found
    },
    policy(arn = '') {
      const found = entities.policy.get(arn)
      if (found === undefined) throw missing(`Policy ${arn} was not found.`)
      return found
    },
    profile(account, name = '') {
      const found = named(entities.profile, account, name)
      if (found === undefined) throw missing(`Instance Profile ${name} cannot be found.`)
      return found
    },
    findRole: (arn) => entities.role.get(arn),
    findPolicy: (arn) => entities.policy.get(arn),
    attachable: (account, arn) => isPolicyOfAws(arn) || ofAws.has(arn) || entities.policy.get(arn)?.account === account,
    document(arn) {
      const own = entities.policy.get(arn)
      const text = own?.versions.find(({ id }) => id === own.defaultVersion)?.document ?? ofAws.get(arn)
      if (text === undefined) {
        throw new UnknownEvaluation(
          `the sandbox has no document of ${arn}; \`managedPolicies\` of the scenario can give it`,
        )
      }
      return text
    },
    policiesOf(role) {
      const { boundary } = role
      return {
        identity: [
          ...[...role.inline.values()].map(({ document }) => document),
          ...[...role.attached].map((arn) => state.document(arn).document),
        ],
        control: control(role.account),
        ...(boundary !== undefined && { boundary: state.document(boundary).document }),
      }
    },
  }
  return state
}

const EXISTS = {
  role: (name: string) => `Role with name ${name} already exists.`,
  policy: (name: string) => `A policy called ${name} already exists. Duplicate names are not allowed.`,
  profile: (name: string) => `Instance Profile ${name} already exists.`,
} as const

export const missing = (message: string): ServiceError => new ServiceError('NoSuchEntity', message, 404)
