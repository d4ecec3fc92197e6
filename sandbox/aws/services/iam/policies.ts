import type * as sdk from '@aws-sdk/client-iam'
import type { Call, Service } from '../../../contract.ts'
import { addVersion, conflict, createPolicy, deletePolicy, usersOf } from './create.ts'
import { readPolicy } from './documents.ts'
import { pageOf } from './paging.ts'
import { listedPolicy, versionOf, wholePolicy } from './render.ts'
import { missing } from './state.ts'
import type { IamState, ManagedPolicy, PolicyVersion } from './state.ts'

/** Operations on customer managed policies, and reads of those of AWS that the sandbox has. */
export function policyOperations(state: IamState): Service['operations'] {
  const existing = (arn: string | undefined, { account }: Call): ManagedPolicy =>
    policyOfAws(state, account, arn) ?? state.policy(arn)
  return {
    CreatePolicy(input: sdk.CreatePolicyCommandInput, { account }) {
      const policy = createPolicy(state, {
        account,
        name: input.PolicyName ?? '',
        path: input.Path,
        description: input.Description,
        document: readPolicy(input.PolicyDocument),
        tags: new Map((input.Tags ?? []).map(({ Key = '', Value = '' }) => [Key, Value])),
      })
      return { Policy: listedPolicy(state, policy) }
    },
    GetPolicy: (input: sdk.GetPolicyCommandInput, call) => ({
      Policy: wholePolicy(state, existing(input.PolicyArn, call)),
    }),
    ListPolicies(input: sdk.ListPoliciesCommandInput, { account }) {
      const all = state
        .policies(account)
        .filter(() => input.Scope !== 'AWS')
        .filter(({ path }) => path.startsWith(input.PathPrefix ?? '/'))
        .filter((policy) => input.OnlyAttached !== true || usersOf(state, policy).length > 0)
      const { page, rest } = pageOf(all, input)
      return { Policies: page.map((policy) => listedPolicy(state, policy)), ...rest }
    },
    DeletePolicy(input: sdk.DeletePolicyCommandInput) {
      deletePolicy(state, state.policy(input.PolicyArn))
      return {}
    },
    CreatePolicyVersion(input: sdk.CreatePolicyVersionCommandInput) {
      const policy = state.policy(input.PolicyArn)
      const version = addVersion(state, policy, readPolicy(input.PolicyDocument), input.SetAsDefault === true)
      return { PolicyVersion: versionOf(policy, version, false) }
    },
    GetPolicyVersion(input: sdk.GetPolicyVersionCommandInput, call) {
      const policy = existing(input.PolicyArn, call)
      return { PolicyVersion: versionOf(policy, versionNamed(policy, input.VersionId), true) }
    },
    ListPolicyVersions(input: sdk.ListPolicyVersionsCommandInput, call) {
      const policy = existing(input.PolicyArn, call)
      const { page, rest } = pageOf(policy.versions.toReversed(), input)
      return { Versions: page.map((version) => versionOf(policy, version, false)), ...rest }
    },
    SetDefaultPolicyVersion(input: sdk.SetDefaultPolicyVersionCommandInput) {
      const policy = state.policy(input.PolicyArn)
      policy.defaultVersion = versionNamed(policy, input.VersionId).id
      policy.updated = state.clock.now()
      return {}
    },
    DeletePolicyVersion(input: sdk.DeletePolicyVersionCommandInput) {
      const policy = state.policy(input.PolicyArn)
      const version = versionNamed(policy, input.VersionId)
      if (version.id === policy.defaultVersion) throw conflict('Cannot delete the default version of a policy.')
      policy.versions.splice(policy.versions.indexOf(version), 1)
      return {}
    },
    ListEntitiesForPolicy(input: sdk.ListEntitiesForPolicyCommandInput, { account }) {
      const arn = input.PolicyArn ?? ''
      if (!state.attachable(account, arn)) throw missing(`Policy ${arn} was not found.`)
      const wanted = input.EntityFilter === undefined || input.EntityFilter === 'Role'
      const asBoundary = input.PolicyUsageFilter === 'PermissionsBoundary'
      const roles = usersOf(state, { account, arn })
        .filter(({ attached, boundary }) => (asBoundary ? boundary === arn : attached.has(arn)))
        .filter(({ path }) => wanted && path.startsWith(input.PathPrefix ?? '/'))
      const { page, rest } = pageOf(roles, input)
      return {
        PolicyGroups: [],
        PolicyUsers: [],
        PolicyRoles: page.map(({ name, id }) => ({ RoleName: name, RoleId: id })),
        ...rest,
      }
    },
  }
}

function versionNamed(policy: ManagedPolicy, id = ''): PolicyVersion {
  const version = policy.versions.find((each) => each.id === id)
  if (version === undefined) throw missing(`Policy ${policy.arn} version ${id} does not exist or is not attachable.`)
  return version
}

/** A policy of AWS; its version and dates are not those of AWS, and the scenario may give its document. */
function policyOfAws(state: IamState, account: string, arn = ''): ManagedPolicy | undefined {
  if (!arn.startsWith('arn:aws:iam::aws:policy/') || !state.attachable(account, arn)) return undefined
  const created = new Date(0)
  const name = arn.split('/').at(-1) ?? ''
  return {
    account: 'aws',
    name,
    path: arn.slice('arn:aws:iam::aws:policy'.length, -name.length),
    id: 'ANPAAWSMANAGEDPOLICY00',
    arn,
    created,
    updated: created,
    tags: new Map(),
    versions: [
      {
        id: 'v1',
        get document() {
          return state.document(arn)
        },
        created,
      },
    ],
    defaultVersion: 'v1',
    newest: 1,
  }
}
