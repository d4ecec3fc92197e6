import type { Owner, Properties } from '../../contract.ts'
import { createProfile } from '../services/iam/create.ts'
import { policyOf } from '../services/iam/documents.ts'
import type { IamState, RoleEntity } from '../services/iam/state.ts'
import { managedKind } from './iam-managed-policy.ts'
import { roleKind } from './iam-role.ts'
import { listOf, made, textOf, written } from './iam-values.ts'
import type { Foreign } from './iam-values.ts'
import { handlerMessage, nameOf } from './live.ts'
import type { Kind, LiveResource } from './live.ts'

/** IAM's resource types; all share the state of the accounts with IAM's API. */
export function iamKinds(state: IamState): Kind[] {
  const foreign = createForeign()
  return [
    roleKind(state, foreign),
    inlineKind('AWS::IAM::Policy', state, foreign, (properties) => listOf(properties.Roles) as readonly string[]),
    inlineKind('AWS::IAM::RolePolicy', state, foreign, ({ RoleName }) => [textOf(RoleName) ?? '']),
    managedKind(state, foreign),
    profileKind(state),
  ]
}

function createForeign(): Foreign {
  const marked = new Map<string, Set<string>>()
  return {
    has: (role, policy) => marked.get(role.arn)?.has(policy) ?? false,
    mark: (role, policy) => void marked.set(role.arn, (marked.get(role.arn) ?? new Set()).add(policy)),
    unmark: (role, policy) => void marked.get(role.arn)?.delete(policy),
  }
}

/** AWS::IAM::Policy and AWS::IAM::RolePolicy: an inline policy of one or more roles. */
function inlineKind(
  type: string,
  state: IamState,
  foreign: Foreign,
  rolesIn: (properties: Properties) => readonly string[],
): Kind {
  const rolesOf = ({ owner }: { owner: Owner }, properties: Properties): RoleEntity[] =>
    rolesIn(properties).map((name) => state.role(owner.account, name))
  const nameIn = ({ PolicyName }: Properties): string => textOf(PolicyName) ?? ''

  function put(resource: LiveResource): void {
    const { properties } = resource
    if (listOf(properties.Users).length > 0 || listOf(properties.Groups).length > 0) {
      throw handlerMessage('The sandbox has no IAM users and groups', 'InvalidRequest')
    }
    for (const role of rolesOf(resource, properties)) {
      role.inline.set(nameIn(properties), policyOf(properties.PolicyDocument))
      foreign.mark(role, nameIn(properties))
    }
  }

  function remove(resource: LiveResource, properties: Properties): void {
    const names = new Set(rolesIn(properties))
    for (const role of state.roles(resource.owner.account)) {
      if (!names.has(role.name)) continue
      role.inline.delete(nameIn(properties))
      foreign.unmark(role, nameIn(properties))
    }
  }

  return {
    type,
    identify: (desired, owner) =>
      type === 'AWS::IAM::RolePolicy'
        ? `${nameIn(desired)}|${textOf(desired.RoleName)}`
        : nameOf(undefined, owner, 128),
    attributes: ({ physicalId }) => (type === 'AWS::IAM::Policy' ? { Id: physicalId } : {}),
    created: (resource) => made(() => put(resource)),
    updated(resource, previous) {
      remove(resource, previous)
      made(() => put(resource))
    },
    removed: (resource) => remove(resource, resource.properties),
    observe(resource) {
      const { properties, owner } = resource
      const holders = state.roles(owner.account).filter(({ inline }) => inline.has(nameIn(properties)))
      const declared = rolesIn(properties)
      const [first] = holders.filter(({ name }) => declared.includes(name))
      const document = first?.inline.get(nameIn(properties))
      if (document === undefined) return undefined
      const roles = declared.filter((name) => holders.some((role) => role.name === name))
      return {
        ...properties,
        PolicyDocument: written(document),
        ...(properties.Roles !== undefined && { Roles: roles }),
      }
    },
    tampered: (resource) => made(() => put(resource)),
  }
}

function profileKind(state: IamState): Kind {
  const find = ({ owner, physicalId }: LiveResource) =>
    state.profiles(owner.account).find(({ name }) => name === physicalId)
  const fill = (resource: LiveResource): void => {
    const profile = state.profile(resource.owner.account, resource.physicalId)
    profile.roles.clear()
    for (const name of listOf(resource.properties.Roles) as readonly string[]) {
      profile.roles.add(state.role(profile.account, name).name)
    }
  }
  return {
    type: 'AWS::IAM::InstanceProfile',
    identify: (desired, owner) => nameOf(desired.InstanceProfileName, owner, 128),
    attributes: (resource) => ({ Arn: state.profile(resource.owner.account, resource.physicalId).arn }),
    created(resource) {
      const { owner, physicalId, properties } = resource
      made(() => {
        createProfile(state, { account: owner.account, name: physicalId, path: textOf(properties.Path) })
        fill(resource)
      })
    },
    updated: (resource) => made(() => fill(resource)),
    tampered: (resource) => made(() => fill(resource)),
    removed(resource) {
      const profile = find(resource)
      if (profile !== undefined) state.remove('profile', profile)
    },
    observe(resource) {
      const profile = find(resource)
      return profile && { ...resource.properties, InstanceProfileName: profile.name, Roles: [...profile.roles] }
    },
  }
}
