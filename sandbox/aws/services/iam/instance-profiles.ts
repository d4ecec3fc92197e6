import type * as sdk from '@aws-sdk/client-iam'
import { ServiceError } from '../../../contract.ts'
import type { Service } from '../../../contract.ts'
import { conflict, createProfile } from './create.ts'
import { pageOf } from './paging.ts'
import { wholeProfile } from './render.ts'
import { missing } from './state.ts'
import type { IamState, InstanceProfile } from './state.ts'

export function profileOperations(state: IamState): Service['operations'] {
  const shown = (profile: InstanceProfile) => wholeProfile(state, profile)
  return {
    CreateInstanceProfile(input: sdk.CreateInstanceProfileCommandInput, { account }) {
      const profile = createProfile(state, {
        account,
        name: input.InstanceProfileName ?? '',
        path: input.Path,
        tags: new Map((input.Tags ?? []).map(({ Key = '', Value = '' }) => [Key, Value])),
      })
      return { InstanceProfile: shown(profile) }
    },
    GetInstanceProfile: (input: sdk.GetInstanceProfileCommandInput, { account }) => ({
      InstanceProfile: shown(state.profile(account, input.InstanceProfileName)),
    }),
    ListInstanceProfiles(input: sdk.ListInstanceProfilesCommandInput, { account }) {
      const all = state.profiles(account).filter(({ path }) => path.startsWith(input.PathPrefix ?? '/'))
      const { page, rest } = pageOf(all, input)
      return { InstanceProfiles: page.map(shown), ...rest }
    },
    ListInstanceProfilesForRole(input: sdk.ListInstanceProfilesForRoleCommandInput, { account }) {
      const { name } = state.role(account, input.RoleName)
      const { page, rest } = pageOf(
        state.profiles(account).filter(({ roles }) => roles.has(name)),
        input,
      )
      return { InstanceProfiles: page.map(shown), ...rest }
    },
    AddRoleToInstanceProfile(input: sdk.AddRoleToInstanceProfileCommandInput, { account }) {
      const profile = state.profile(account, input.InstanceProfileName)
      const { name } = state.role(account, input.RoleName)
      if (profile.roles.size > 0) {
        throw new ServiceError('LimitExceeded', 'Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1', 409)
      }
      profile.roles.add(name)
      return {}
    },
    RemoveRoleFromInstanceProfile(input: sdk.RemoveRoleFromInstanceProfileCommandInput, { account }) {
      const profile = state.profile(account, input.InstanceProfileName)
      if (!profile.roles.delete(state.role(account, input.RoleName).name)) {
        throw missing(`The role with name ${input.RoleName} cannot be found.`)
      }
      return {}
    },
    DeleteInstanceProfile(input: sdk.DeleteInstanceProfileCommandInput, { account }) {
      const profile = state.profile(account, input.InstanceProfileName)
      if (profile.roles.size > 0) throw conflict('Cannot delete entity, must remove roles from instance profile first.')
      state.remove('profile', profile)
      return {}
    },
  }
}
