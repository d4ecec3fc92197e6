import { asText } from '../../names.ts'
import type { DefaultsByType } from '../contract.ts'
import { filled, fixed } from './fill.ts'

/** Roles, users, groups, policies and keys. */
export const IDENTITY_DEFAULTS: DefaultsByType = {
  'AWS::IAM::Role': fixed('template reference', { MaxSessionDuration: 3_600, Path: '/' }),
  'AWS::IAM::InstanceProfile': fixed('template reference', { Path: '/' }),
  'AWS::IAM::Group': fixed('template reference', { Path: '/' }),
  'AWS::IAM::User': fixed('template reference', { Path: '/' }),
  'AWS::KMS::Key': {
    source: 'template reference; KMS developer guide, default key policy',
    // The default of the schema has placeholders.
    complete: (known, { owner, properties }) => ({
      ...filled(known, {
        EnableKeyRotation: false,
        Enabled: true,
        KeySpec: 'SYMMETRIC_DEFAULT',
        KeyUsage: 'ENCRYPT_DECRYPT',
        MultiRegion: false,
        Origin: 'AWS_KMS',
      }),
      ...(properties['KeyPolicy'] === undefined && { KeyPolicy: keyPolicyOf(owner.account) }),
    }),
  },
  // ListAliases returns the ID of the key.
  'AWS::KMS::Alias': {
    source: 'KMS API reference, AliasListEntry; recorded answers',
    complete: (known) => ({ ...known, TargetKeyId: asText(known['TargetKeyId']).replace(/^arn:.*:key\//, '') }),
  },
}

function keyPolicyOf(account: string): object {
  const root = { AWS: `arn:aws:iam::${account}:root` }
  const Sid = 'Enable IAM User Permissions'
  const statement = { Sid, Effect: 'Allow', Principal: root, Action: 'kms:*', Resource: '*' }
  return { Version: '2012-10-17', Id: 'key-default-1', Statement: [statement] }
}
