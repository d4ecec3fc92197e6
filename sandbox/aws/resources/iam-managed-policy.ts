import { isDeepStrictEqual } from 'node:util'
import type { Properties } from '../../contract.ts'
import { addVersion, attach, createPolicy, deletePolicy } from '../services/iam/create.ts'
import { policyOf } from '../services/iam/documents.ts'
import type { IamState } from '../services/iam/state.ts'
import { listOf, made, textOf, written } from './iam-values.ts'
import type { Foreign } from './iam-values.ts'
import { nameOf } from './live.ts'
import type { Kind, LiveResource } from './live.ts'

/** AWS::IAM::ManagedPolicy, with its versions and the roles that it is attached to. */
export function managedKind(state: IamState, foreign: Foreign): Kind {
  function attachTo(resource: LiveResource): void {
    for (const name of listOf(resource.properties.Roles) as readonly string[]) {
      const role = state.role(resource.owner.account, name)
      attach(state, role, resource.physicalId)
      foreign.mark(role, resource.physicalId)
    }
  }

  function detachFrom(resource: LiveResource, properties: Properties): void {
    for (const role of state.roles(resource.owner.account)) {
      if (!(listOf(properties.Roles) as readonly string[]).includes(role.name)) continue
      role.attached.delete(resource.physicalId)
      foreign.unmark(role, resource.physicalId)
    }
  }

  return {
    type: 'AWS::IAM::ManagedPolicy',
    identify: (desired, owner) =>
      `arn:aws:iam::${owner.account}:policy${textOf(desired.Path) ?? '/'}${nameOf(desired.ManagedPolicyName, owner, 128)}`,
    attributes(resource) {
      const policy = state.policy(resource.physicalId)
      return {
        PolicyArn: policy.arn,
        PolicyId: policy.id,
        DefaultVersionId: policy.defaultVersion,
        CreateDate: policy.created.toISOString(),
        UpdateDate: policy.updated.toISOString(),
        IsAttachable: true,
        AttachmentCount: state.roles(policy.account).filter(({ attached }) => attached.has(policy.arn)).length,
        PermissionsBoundaryUsageCount: 0,
      }
    },
    created(resource) {
      const { owner, physicalId, properties } = resource
      made(() => {
        createPolicy(state, {
          account: owner.account,
          name: physicalId.split('/').at(-1) ?? '',
          path: textOf(properties.Path),
          description: textOf(properties.Description),
          document: policyOf(properties.PolicyDocument),
        })
        attachTo(resource)
      })
    },
    updated(resource, previous) {
      made(() => {
        const policy = state.policy(resource.physicalId)
        if (!isDeepStrictEqual(previous.PolicyDocument, resource.properties.PolicyDocument)) {
          // CloudFormation keeps one version besides the new one.
          const old = policy.versions.filter(({ id }) => id !== policy.defaultVersion)
          for (const version of old) policy.versions.splice(policy.versions.indexOf(version), 1)
          addVersion(state, policy, policyOf(resource.properties.PolicyDocument), true)
        }
        detachFrom(resource, previous)
        attachTo(resource)
      })
    },
    removed(resource) {
      const policy = state.findPolicy(resource.physicalId)
      if (policy === undefined) return
      detachFrom(resource, resource.properties)
      policy.versions.splice(0, policy.versions.length - 1)
      made(() => deletePolicy(state, policy))
    },
    observe({ physicalId, owner, properties }) {
      const policy = state.findPolicy(physicalId)
      if (policy === undefined) return undefined
      const holders = state.roles(owner.account).filter(({ attached }) => attached.has(physicalId))
      return {
        ...properties,
        ManagedPolicyName: policy.name,
        PolicyDocument: written(state.document(physicalId)),
        ...(properties.Roles !== undefined && {
          Roles: (listOf(properties.Roles) as readonly string[]).filter((name) =>
            holders.some((role) => role.name === name),
          ),
        }),
      }
    },
    // All roles that have it, whoever attached it.
    model({ physicalId, owner }) {
      const holders = state.roles(owner.account).filter(({ attached }) => attached.has(physicalId))
      return holders.length === 0 ? {} : { Roles: holders.map(({ name }) => name) }
    },
    tampered: ({ physicalId, properties }) =>
      void addVersion(state, state.policy(physicalId), policyOf(properties.PolicyDocument), true),
  }
}
