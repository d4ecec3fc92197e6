import { randomBytes } from 'node:crypto'
import type * as sdk from '@aws-sdk/client-kms'
import { ServiceError } from '../../../contract.ts'
import type { SandboxClock, Service } from '../../../contract.ts'
import { assertPolicy } from '../../resources/policy-values.ts'
import type { Alias, Key, Keys } from './keys.ts'

const POLICY_NAME = 'default'
const ROTATION_DAYS = 365
const MS_PER_DAY = 86_400_000
const PENDING_DAYS = 30

/** KMS: keys with their policies, grants, rotation and aliases. Nothing is encrypted. */
export function createKms(keys: Keys, clock: SandboxClock): Service {
  return {
    name: 'kms',
    operations: {
      CreateKey(input: sdk.CreateKeyCommandInput, { account, region }) {
        if (input.Policy !== undefined) assertKeyPolicy(input.Policy)
        const key = keys.create(
          { account, region },
          {
            policy: input.Policy,
            ...(input.Description !== undefined && { description: input.Description }),
            ...(input.KeyUsage !== undefined && { usage: input.KeyUsage }),
            ...(input.KeySpec !== undefined && { spec: input.KeySpec }),
          },
        )
        return { KeyMetadata: metadataOf(key) }
      },
      DescribeKey: (input: sdk.DescribeKeyCommandInput, call) => ({
        KeyMetadata: metadataOf(keys.get(call, input.KeyId, true)),
      }),
      GetKeyPolicy(input: sdk.GetKeyPolicyCommandInput, call) {
        const key = keys.get(call, input.KeyId)
        if ((input.PolicyName ?? POLICY_NAME) !== POLICY_NAME)
          throw new ServiceError('NotFoundException', 'No such policy exists')
        return { Policy: key.policy, PolicyName: POLICY_NAME }
      },
      PutKeyPolicy(input: sdk.PutKeyPolicyCommandInput, call) {
        const key = keys.get(call, input.KeyId)
        assertKeyPolicy(input.Policy ?? '')
        key.policy = input.Policy ?? ''
        return {}
      },
      ListGrants(input: sdk.ListGrantsCommandInput, call) {
        const key = keys.get(call, input.KeyId)
        const grants = key.grants
          .filter(({ id }) => input.GrantId === undefined || id === input.GrantId)
          .filter(({ grantee }) => input.GranteePrincipal === undefined || grantee === input.GranteePrincipal)
          .map(({ id, name, grantee, operations, created }) => ({
            KeyId: key.arn,
            GrantId: id,
            ...(name !== undefined && { Name: name }),
            CreationDate: created,
            GranteePrincipal: grantee,
            IssuingAccount: `arn:aws:iam::${key.home.account}:root`,
            Operations: operations,
          }))
        return { Grants: grants, Truncated: false }
      },
      CreateGrant(input: sdk.CreateGrantCommandInput, call) {
        if (input.Constraints !== undefined || input.RetiringPrincipal !== undefined) {
          throw new ServiceError(
            'UnsupportedOperationException',
            'The sandbox has no constraints and retiring principals of grants',
          )
        }
        const id = randomBytes(32).toString('hex')
        keys.get(call, input.KeyId).grants.push({
          id,
          name: input.Name,
          grantee: input.GranteePrincipal ?? '',
          operations: input.Operations ?? [],
          created: clock.now(),
        })
        return { GrantId: id, GrantToken: randomBytes(100).toString('base64') }
      },
      RevokeGrant(input: sdk.RevokeGrantCommandInput, call) {
        const { grants } = keys.get(call, input.KeyId)
        const at = grants.findIndex(({ id }) => id === input.GrantId)
        if (at < 0) throw new ServiceError('NotFoundException', `Grant ID ${input.GrantId} not found`)
        grants.splice(at, 1)
        return {}
      },
      GetKeyRotationStatus(input: sdk.GetKeyRotationStatusCommandInput, call) {
        const { arn, rotation, created } = keys.get(call, input.KeyId)
        const next = new Date(created.getTime() + ROTATION_DAYS * MS_PER_DAY)
        return {
          KeyId: arn,
          KeyRotationEnabled: rotation,
          ...(rotation && { RotationPeriodInDays: ROTATION_DAYS, NextRotationDate: next }),
        }
      },
      EnableKeyRotation(input: sdk.EnableKeyRotationCommandInput, call) {
        keys.get(call, input.KeyId).rotation = true
        return {}
      },
      DisableKeyRotation(input: sdk.DisableKeyRotationCommandInput, call) {
        keys.get(call, input.KeyId).rotation = false
        return {}
      },
      DisableKey(input: sdk.DisableKeyCommandInput, call) {
        keys.get(call, input.KeyId).state = 'Disabled'
        return {}
      },
      EnableKey(input: sdk.EnableKeyCommandInput, call) {
        keys.get(call, input.KeyId).state = 'Enabled'
        return {}
      },
      ScheduleKeyDeletion(input: sdk.ScheduleKeyDeletionCommandInput, call) {
        const key = keys.get(call, input.KeyId)
        const days = input.PendingWindowInDays ?? PENDING_DAYS
        key.state = 'PendingDeletion'
        key.deletion = new Date(clock.now().getTime() + days * MS_PER_DAY)
        return { KeyId: key.arn, DeletionDate: key.deletion, KeyState: key.state, PendingWindowInDays: days }
      },
      ListAliases(input: sdk.ListAliasesCommandInput, call) {
        const wanted = input.KeyId === undefined ? undefined : keys.get(call, input.KeyId).id
        const all = keys.aliases(call).filter(({ key }) => wanted === undefined || key === wanted)
        return { Aliases: all.map(shownAlias), Truncated: false }
      },
      CreateAlias(input: sdk.CreateAliasCommandInput, call) {
        const name = input.AliasName ?? ''
        const known = keys.aliases(call).find((alias) => alias.name === name)
        if (known !== undefined) {
          throw new ServiceError('AlreadyExistsException', `An alias with the name ${known.arn} already exists`)
        }
        keys.setAlias(call, name, input.TargetKeyId ?? '')
        return {}
      },
    },
    permissions(operation, { KeyId }, { account, region }) {
      const resource =
        typeof KeyId !== 'string'
          ? '*'
          : KeyId.startsWith('arn:')
            ? KeyId
            : `arn:aws:kms:${region}:${account}:${KeyId.startsWith('alias/') ? KeyId : `key/${KeyId}`}`
      return [{ action: `kms:${operation}`, resource }]
    },
  }
}

const assertKeyPolicy = (text: string): void =>
  assertPolicy(text, 'MalformedPolicyDocumentException', 'The new key policy is not valid')

const shownAlias = ({ name, arn, key, created, updated }: Alias) => ({
  AliasName: name,
  AliasArn: arn,
  TargetKeyId: key,
  CreationDate: created,
  LastUpdatedDate: updated,
})

function metadataOf(key: Key) {
  const { home, id, arn, created, description, usage, spec, state, deletion } = key
  return {
    AWSAccountId: home.account,
    KeyId: id,
    Arn: arn,
    CreationDate: created,
    Enabled: state === 'Enabled',
    Description: description,
    KeyUsage: usage,
    KeyState: state,
    Origin: 'AWS_KMS',
    KeyManager: 'CUSTOMER',
    KeySpec: spec,
    CustomerMasterKeySpec: spec,
    ...(spec === 'SYMMETRIC_DEFAULT' && { EncryptionAlgorithms: ['SYMMETRIC_DEFAULT'] }),
    MultiRegion: false,
    ...(deletion !== undefined && { DeletionDate: deletion }),
  }
}
