import { isDeepStrictEqual } from 'node:util'
import type { ExistingResource, Properties } from '../../contract.ts'
import { attach, createRole, DEFAULT_SESSION_SECONDS, deleteRole } from '../services/iam/create.ts'
import { policyOf } from '../services/iam/documents.ts'
import type { IamState, RoleEntity } from '../services/iam/state.ts'
import type { Home } from '../names.ts'
import { listOf, made, textOf, written } from './iam-values.ts'
import type { Foreign } from './iam-values.ts'
import { nameOf } from './live.ts'
import type { Kind, LiveResource } from './live.ts'

interface Inline {
  readonly PolicyName: string
  readonly PolicyDocument: unknown
}

type Tag = { readonly Key: string; readonly Value: string }

/** AWS::IAM::Role, with its inline policies and attachments. */
export function roleKind(state: IamState, foreign: Foreign): Kind {
  const roleOf = ({ owner, physicalId }: LiveResource): RoleEntity => state.role(owner.account, physicalId)

  function apply(resource: LiveResource, previous: Properties): void {
    const role = roleOf(resource)
    const { properties } = resource
    role.trust = policyOf(properties.AssumeRolePolicyDocument)
    role.maxSessionSeconds = Number(properties.MaxSessionDuration ?? DEFAULT_SESSION_SECONDS)
    const [description, boundary] = [textOf(properties.Description), textOf(properties.PermissionsBoundary)]
    if (description === undefined) delete role.description
    else role.description = description
    if (boundary === undefined) delete role.boundary
    else role.boundary = boundary
    role.tags.clear()
    for (const { Key, Value } of listOf(properties.Tags) as readonly Tag[]) role.tags.set(Key, Value)
    removeOwn(role, previous)
    for (const { PolicyName, PolicyDocument } of listOf(properties.Policies) as readonly Inline[]) {
      role.inline.set(PolicyName, policyOf(PolicyDocument))
    }
    for (const arn of listOf(properties.ManagedPolicyArns) as readonly string[]) attach(state, role, arn)
  }

  /** Removes the values that the previous template had set on the role. */
  function removeOwn(role: RoleEntity, previous: Properties): void {
    for (const { PolicyName } of listOf(previous.Policies) as readonly Inline[]) role.inline.delete(PolicyName)
    for (const arn of listOf(previous.ManagedPolicyArns) as readonly string[]) role.attached.delete(arn)
  }

  return {
    type: 'AWS::IAM::Role',
    identify: (desired, owner) => nameOf(desired.RoleName, owner, 64),
    attributes: (resource) => ({ Arn: roleOf(resource).arn, RoleId: roleOf(resource).id }),
    created(resource) {
      const { properties, physicalId, owner } = resource
      const role = made(() =>
        createRole(state, {
          account: owner.account,
          name: physicalId,
          path: textOf(properties.Path),
          trust: policyOf(properties.AssumeRolePolicyDocument),
        }),
      )
      try {
        made(() => apply(resource, {}))
      } catch (error) {
        state.remove('role', role)
        throw error
      }
    },
    updated: (resource, previous) => made(() => apply(resource, previous)),
    removed(resource) {
      const role = state.roles(resource.owner.account).find(({ name }) => name === resource.physicalId)
      if (role === undefined) return
      removeOwn(role, resource.properties)
      made(() => deleteRole(state, role))
    },
    observe(resource) {
      const role = state.roles(resource.owner.account).find(({ name }) => name === resource.physicalId)
      return role && modelOf(role, resource.properties, foreign)
    },
    tampered(resource) {
      const role = roleOf(resource)
      for (const name of role.inline.keys()) if (!foreign.has(role, name)) role.inline.delete(name)
      for (const arn of role.attached) if (!foreign.has(role, arn)) role.attached.delete(arn)
      made(() => apply(resource, {}))
    },
  }
}

/** All roles of an account, including those that IAM's API or the scenario created, as Cloud Control returns them. */
export function rolesOfAccount(state: IamState, { account, region }: Home): ExistingResource[] {
  const owner = { account, region, stackName: '', stackId: '', logicalId: '' }
  return state.roles(account).map((role) => ({
    type: 'AWS::IAM::Role',
    physicalId: role.name,
    owner,
    properties: modelOf(role, {}, { has: () => false }),
    attributes: { Arn: role.arn, RoleId: role.id },
  }))
}

/** The current properties of a role. */
function modelOf(role: RoleEntity, declared: Properties, foreign: Pick<Foreign, 'has'>): Properties {
  const inline = [...role.inline].filter(([name]) => !foreign.has(role, name))
  const attached = [...role.attached].filter((arn) => !foreign.has(role, arn))
  const policies = inline.map(([PolicyName, document]) => ({ PolicyName, PolicyDocument: written(document) }))
  const tags = [...role.tags].map(([Key, Value]) => ({ Key, Value }))
  const {
    Policies: _policies,
    ManagedPolicyArns: _managed,
    PermissionsBoundary: _boundary,
    Description: _description,
    Tags: _tags,
    ...others
  } = declared
  return {
    ...others,
    RoleName: role.name,
    AssumeRolePolicyDocument: written(role.trust),
    ...((declared.MaxSessionDuration !== undefined || role.maxSessionSeconds !== DEFAULT_SESSION_SECONDS) && {
      MaxSessionDuration: role.maxSessionSeconds,
    }),
    ...(role.description !== undefined && { Description: role.description }),
    ...(role.boundary !== undefined && { PermissionsBoundary: role.boundary }),
    ...shown('Policies', policies, declared),
    ...shown('ManagedPolicyArns', attached, declared),
    ...shown('Tags', tags, declared),
  }
}

/** A list that has no order: in the declared order if it has the declared members; left out if it is empty. */
function shown(name: string, actual: readonly unknown[], declared: Properties): Properties {
  const wanted = listOf(declared[name])
  const same =
    wanted.length === actual.length && wanted.every((one) => actual.some((other) => isDeepStrictEqual(one, other)))
  if (same && declared[name] !== undefined) return { [name]: declared[name] }
  return actual.length === 0 && declared[name] === undefined ? {} : { [name]: actual }
}
