import { ServiceError } from '../../../contract.ts'
import { identifier } from '../../identity/credentials.ts'
import type { PolicyText } from './documents.ts'
import { missing } from './state.ts'
import type { IamState, InstanceProfile, ManagedPolicy, RoleEntity } from './state.ts'

/** Limits of IAM, from its quotas. */
const VERSIONS = 5
const ATTACHED = 10
export const DEFAULT_SESSION_SECONDS = 3600

interface Wanted {
  readonly account: string
  readonly name: string
  readonly path?: string | undefined
  readonly description?: string | undefined
  readonly tags?: ReadonlyMap<string, string>
}

interface WantedRole extends Wanted {
  readonly trust: PolicyText
  readonly maxSessionSeconds?: number | undefined
  readonly boundary?: string | undefined
}

/** Creates a role without policies. */
export function createRole(state: IamState, wanted: WantedRole): RoleEntity {
  const { description, boundary } = wanted
  if (boundary !== undefined) assertAttachable(state, wanted.account, boundary)
  const role: RoleEntity = {
    ...common(state, wanted, 'role', 'AROA'),
    trust: wanted.trust,
    maxSessionSeconds: wanted.maxSessionSeconds ?? DEFAULT_SESSION_SECONDS,
    inline: new Map(),
    attached: new Set(),
    ...(description !== undefined && { description }),
    ...(boundary !== undefined && { boundary }),
  }
  state.add('role', role)
  return role
}

export function createPolicy(state: IamState, wanted: Wanted & { readonly document: PolicyText }): ManagedPolicy {
  const { description, document } = wanted
  const created = state.clock.now()
  const policy: ManagedPolicy = {
    ...common(state, wanted, 'policy', 'ANPA'),
    versions: [{ id: 'v1', document, created }],
    defaultVersion: 'v1',
    updated: created,
    newest: 1,
    ...(description !== undefined && { description }),
  }
  state.add('policy', policy)
  return policy
}

export function createProfile(state: IamState, wanted: Wanted): InstanceProfile {
  const profile: InstanceProfile = { ...common(state, wanted, 'instance-profile', 'AIPA'), roles: new Set() }
  state.add('profile', profile)
  return profile
}

function common(state: IamState, { account, name, path = '/', tags }: Wanted, kind: string, prefix: string) {
  return {
    account,
    name,
    path,
    id: identifier(prefix, `${account}/${name}`),
    arn: `arn:aws:iam::${account}:${kind}${path}${name}`,
    created: state.clock.now(),
    tags: new Map(tags),
  }
}

export function addVersion(state: IamState, policy: ManagedPolicy, document: PolicyText, asDefault: boolean) {
  if (policy.versions.length >= VERSIONS) {
    throw new ServiceError(
      'LimitExceeded',
      `A managed policy can have up to ${VERSIONS} versions. Before you create a new version, you must delete an existing version.`,
      409,
    )
  }
  policy.newest += 1
  const version = { id: `v${policy.newest}`, document, created: state.clock.now() }
  policy.versions.push(version)
  if (asDefault) policy.defaultVersion = version.id
  policy.updated = version.created
  return version
}

export function attach(state: IamState, role: RoleEntity, arn: string): void {
  assertAttachable(state, role.account, arn)
  if (!role.attached.has(arn) && role.attached.size >= ATTACHED) {
    throw new ServiceError('LimitExceeded', `Cannot exceed quota for PoliciesPerRole: ${ATTACHED}`, 409)
  }
  role.attached.add(arn)
}

function assertAttachable(state: IamState, account: string, arn: string): void {
  if (!state.attachable(account, arn)) throw missing(`Policy ${arn} does not exist or is not attachable.`)
}

export function deleteRole(state: IamState, role: RoleEntity): void {
  if (state.profiles(role.account).some(({ roles }) => roles.has(role.name))) {
    throw conflict('Cannot delete entity, must remove roles from instance profile first.')
  }
  if (role.attached.size > 0) throw conflict('Cannot delete entity, must detach all policies first.')
  if (role.inline.size > 0) throw conflict('Cannot delete entity, must delete policies first.')
  state.remove('role', role)
}

export function deletePolicy(state: IamState, policy: ManagedPolicy): void {
  if (usersOf(state, policy).length > 0) throw conflict('Cannot delete a policy attached to entities.')
  if (policy.versions.length > 1) {
    throw conflict(
      "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. The default version is deleted with the policy.",
    )
  }
  state.remove('policy', policy)
}

/** The roles that have a policy attached, or as their boundary. */
export const usersOf = (state: IamState, { account, arn }: { account: string; arn: string }): RoleEntity[] =>
  state.roles(account).filter(({ attached, boundary }) => attached.has(arn) || boundary === arn)

export const conflict = (message: string): ServiceError => new ServiceError('DeleteConflict', message, 409)
