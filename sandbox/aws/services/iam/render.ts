import { encodeDocument } from './documents.ts'
import { usersOf } from './create.ts'
import type { IamState, InstanceProfile, ManagedPolicy, PolicyVersion, RoleEntity } from './state.ts'

/** A role as in lists, which have no tags, boundary and last use. */
export function listedRole(role: RoleEntity) {
  return {
    Path: role.path,
    RoleName: role.name,
    RoleId: role.id,
    Arn: role.arn,
    CreateDate: role.created,
    AssumeRolePolicyDocument: encodeDocument(role.trust),
    MaxSessionDuration: role.maxSessionSeconds,
    ...(role.description !== undefined && { Description: role.description }),
  }
}

export function wholeRole(role: RoleEntity) {
  const { boundary, lastUsed } = role
  return {
    ...listedRole(role),
    ...(boundary !== undefined && {
      PermissionsBoundary: { PermissionsBoundaryType: 'Policy', PermissionsBoundaryArn: boundary },
    }),
    ...tagsOf(role.tags),
    RoleLastUsed: lastUsed === undefined ? {} : { LastUsedDate: lastUsed.date, Region: lastUsed.region },
  }
}

export const tagList = (tags: ReadonlyMap<string, string>) => [...tags].map(([Key, Value]) => ({ Key, Value }))

const tagsOf = (tags: ReadonlyMap<string, string>) => (tags.size === 0 ? {} : { Tags: tagList(tags) })

export function listedPolicy(state: IamState, policy: ManagedPolicy) {
  const users = usersOf(state, policy)
  return {
    PolicyName: policy.name,
    PolicyId: policy.id,
    Arn: policy.arn,
    Path: policy.path,
    DefaultVersionId: policy.defaultVersion,
    AttachmentCount: users.filter(({ attached }) => attached.has(policy.arn)).length,
    PermissionsBoundaryUsageCount: users.filter(({ boundary }) => boundary === policy.arn).length,
    IsAttachable: true,
    CreateDate: policy.created,
    UpdateDate: policy.updated,
  }
}

/** A policy with the members that lists do not have. */
export function wholePolicy(state: IamState, policy: ManagedPolicy) {
  return {
    ...listedPolicy(state, policy),
    ...(policy.description !== undefined && { Description: policy.description }),
    ...tagsOf(policy.tags),
  }
}

export function versionOf(policy: ManagedPolicy, { id, created, document }: PolicyVersion, withDocument: boolean) {
  return {
    VersionId: id,
    IsDefaultVersion: id === policy.defaultVersion,
    CreateDate: created,
    ...(withDocument && { Document: encodeDocument(document) }),
  }
}

export function wholeProfile(state: IamState, profile: InstanceProfile) {
  return {
    Path: profile.path,
    InstanceProfileName: profile.name,
    InstanceProfileId: profile.id,
    Arn: profile.arn,
    CreateDate: profile.created,
    Roles: [...profile.roles].map((name) => listedRole(state.role(profile.account, name))),
    ...tagsOf(profile.tags),
  }
}
