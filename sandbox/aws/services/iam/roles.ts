import type * as sdk from '@aws-sdk/client-iam'
import { ServiceError } from '../../../contract.ts'
import type { Service } from '../../../contract.ts'
import { attach, createRole, deleteRole } from './create.ts'
import { encodeDocument, readPolicy } from './documents.ts'
import { pageOf } from './paging.ts'
import { listedRole, tagList, wholeRole } from './render.ts'
import { missing } from './state.ts'
import type { IamState, RoleEntity } from './state.ts'

const MOST_TAGS = 50

/** Operations on roles and on their policies. */
export function roleOperations(state: IamState): Service['operations'] {
  return {
    CreateRole(input: sdk.CreateRoleCommandInput, { account }) {
      const role = createRole(state, {
        account,
        name: input.RoleName ?? '',
        path: input.Path,
        description: input.Description,
        trust: readPolicy(input.AssumeRolePolicyDocument),
        maxSessionSeconds: input.MaxSessionDuration,
        boundary: input.PermissionsBoundary,
        tags: new Map((input.Tags ?? []).map(({ Key = '', Value = '' }) => [Key, Value])),
      })
      const { RoleLastUsed: _, ...shown } = wholeRole(role)
      return { Role: shown }
    },
    GetRole: (input: sdk.GetRoleCommandInput, { account }) => ({
      Role: wholeRole(state.role(account, input.RoleName)),
    }),
    ListRoles(input: sdk.ListRolesCommandInput, { account }) {
      const all = state.roles(account).filter(({ path }) => path.startsWith(input.PathPrefix ?? '/'))
      const { page, rest } = pageOf(all, input)
      return { Roles: page.map(listedRole), ...rest }
    },
    UpdateRole(input: sdk.UpdateRoleCommandInput, { account }) {
      const role = state.role(account, input.RoleName)
      if (input.Description !== undefined) role.description = input.Description
      if (input.MaxSessionDuration !== undefined) role.maxSessionSeconds = input.MaxSessionDuration
      return {}
    },
    DeleteRole(input: sdk.DeleteRoleCommandInput, { account }) {
      deleteRole(state, state.role(account, input.RoleName))
      return {}
    },
    UpdateAssumeRolePolicy(input: sdk.UpdateAssumeRolePolicyCommandInput, { account }) {
      state.role(account, input.RoleName).trust = readPolicy(input.PolicyDocument)
      return {}
    },
    PutRolePolicy(input: sdk.PutRolePolicyCommandInput, { account }) {
      state.role(account, input.RoleName).inline.set(input.PolicyName ?? '', readPolicy(input.PolicyDocument))
      return {}
    },
    GetRolePolicy(input: sdk.GetRolePolicyCommandInput, { account }) {
      const role = state.role(account, input.RoleName)
      const document = inlinePolicy(role, input.PolicyName)
      return { RoleName: role.name, PolicyName: input.PolicyName, PolicyDocument: encodeDocument(document) }
    },
    DeleteRolePolicy(input: sdk.DeleteRolePolicyCommandInput, { account }) {
      const role = state.role(account, input.RoleName)
      inlinePolicy(role, input.PolicyName)
      role.inline.delete(input.PolicyName ?? '')
      return {}
    },
    ListRolePolicies(input: sdk.ListRolePoliciesCommandInput, { account }) {
      const { page, rest } = pageOf([...state.role(account, input.RoleName).inline.keys()].toSorted(), input)
      return { PolicyNames: page, ...rest }
    },
    AttachRolePolicy(input: sdk.AttachRolePolicyCommandInput, { account }) {
      attach(state, state.role(account, input.RoleName), input.PolicyArn ?? '')
      return {}
    },
    DetachRolePolicy(input: sdk.DetachRolePolicyCommandInput, { account }) {
      const detached = state.role(account, input.RoleName).attached.delete(input.PolicyArn ?? '')
      if (!detached) throw missing(`Policy ${input.PolicyArn} was not found.`)
      return {}
    },
    ListAttachedRolePolicies(input: sdk.ListAttachedRolePoliciesCommandInput, { account }) {
      const all = [...state.role(account, input.RoleName).attached]
        .map((PolicyArn) => ({ PolicyName: PolicyArn.split('/').at(-1), PolicyArn }))
        .filter(({ PolicyArn }) => pathOf(PolicyArn).startsWith(input.PathPrefix ?? '/'))
      const { page, rest } = pageOf(all, input)
      return { AttachedPolicies: page, ...rest }
    },
    PutRolePermissionsBoundary(input: sdk.PutRolePermissionsBoundaryCommandInput, { account }) {
      const role = state.role(account, input.RoleName)
      const arn = input.PermissionsBoundary ?? ''
      if (!state.attachable(account, arn)) throw missing(`Policy ${arn} does not exist or is not attachable.`)
      role.boundary = arn
      return {}
    },
    DeleteRolePermissionsBoundary(input: sdk.DeleteRolePermissionsBoundaryCommandInput, { account }) {
      const role = state.role(account, input.RoleName)
      if (role.boundary === undefined) throw missing(`Role ${role.name} has no permissions boundary.`)
      delete role.boundary
      return {}
    },
    ListRoleTags(input: sdk.ListRoleTagsCommandInput, { account }) {
      const { page, rest } = pageOf(tagList(state.role(account, input.RoleName).tags), input)
      return { Tags: page, ...rest }
    },
    TagRole(input: sdk.TagRoleCommandInput, { account }) {
      const { tags } = state.role(account, input.RoleName)
      for (const { Key = '', Value = '' } of input.Tags ?? []) tags.set(Key, Value)
      if (tags.size > MOST_TAGS)
        throw new ServiceError('LimitExceeded', `Cannot exceed quota for TagsPerRole: ${MOST_TAGS}`, 409)
      return {}
    },
    UntagRole(input: sdk.UntagRoleCommandInput, { account }) {
      const { tags } = state.role(account, input.RoleName)
      for (const key of input.TagKeys ?? []) tags.delete(key)
      return {}
    },
  }
}

function inlinePolicy(role: RoleEntity, name = '') {
  const document = role.inline.get(name)
  if (document === undefined) throw missing(`The role policy with name ${name} cannot be found.`)
  return document
}

/** The path in the ARN of a policy: `arn:aws:iam::aws:policy/service-role/X` has `/service-role/`. */
const pathOf = (arn: string): string => arn.replace(/^.*:policy/, '').replace(/[^/]*$/, '')
