import type { Session } from '../contract.ts'

const policy = (actions: string): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }] })
const TRUST = (service: string): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: `${service}.amazonaws.com` }, Action: 'sts:AssumeRole' }],
  })
const ROLE = { RoleName: 'calls-web' }
const PROFILE = { InstanceProfileName: 'calls-web' }
const POLICY = { PolicyArn: '{policy}' }

/** Roles, policies, instance profiles, callers. */
export const IAM: Session = {
  name: 'iam',
  calls: [
    { call: 'sts:GetCallerIdentity' },
    {
      call: 'iam:CreateRole',
      with: {
        ...ROLE,
        Path: '/shop/',
        AssumeRolePolicyDocument: TRUST('ec2'),
        Description: 'hosts',
        MaxSessionDuration: 7200,
        Tags: [{ Key: 'team', Value: 'shop' }],
      },
      sets: { role: 'Role.Arn' },
    },
    { call: 'iam:CreateRole', with: { ...ROLE, AssumeRolePolicyDocument: TRUST('ec2') }, fails: 'EntityAlreadyExists' },
    { call: 'iam:GetRole', with: ROLE },
    { call: 'iam:GetRole', with: { RoleName: 'calls-none' }, fails: 'NoSuchEntity' },
    { call: 'iam:ListRoles', with: { PathPrefix: '/shop/' } },
    { call: 'iam:UpdateRole', with: { ...ROLE, Description: 'servers', MaxSessionDuration: 3600 } },
    { call: 'iam:UpdateAssumeRolePolicy', with: { ...ROLE, PolicyDocument: TRUST('ecs-tasks') } },
    { call: 'iam:TagRole', with: { ...ROLE, Tags: [{ Key: 'stage', Value: 'test' }] } },
    { call: 'iam:ListRoleTags', with: ROLE },
    { call: 'iam:UntagRole', with: { ...ROLE, TagKeys: ['team'] } },
    { call: 'iam:GetRole', with: ROLE },
    { call: 'iam:PutRolePolicy', with: { ...ROLE, PolicyName: 'read', PolicyDocument: policy('s3:GetObject') } },
    { call: 'iam:GetRolePolicy', with: { ...ROLE, PolicyName: 'read' } },
    { call: 'iam:GetRolePolicy', with: { ...ROLE, PolicyName: 'none' }, fails: 'NoSuchEntity' },
    { call: 'iam:ListRolePolicies', with: ROLE },
    {
      call: 'iam:CreatePolicy',
      with: { PolicyName: 'calls-policy', Description: 'queues', PolicyDocument: policy('sqs:*') },
      sets: { policy: 'Policy.Arn' },
    },
    { call: 'iam:GetPolicy', with: POLICY },
    { call: 'iam:ListPolicies', with: { Scope: 'Local' } },
    { call: 'iam:CreatePolicyVersion', with: { ...POLICY, PolicyDocument: policy('sns:*') } },
    { call: 'iam:SetDefaultPolicyVersion', with: { ...POLICY, VersionId: 'v2' } },
    { call: 'iam:ListPolicyVersions', with: POLICY },
    { call: 'iam:GetPolicyVersion', with: { ...POLICY, VersionId: 'v2' } },
    { call: 'iam:DeletePolicyVersion', with: { ...POLICY, VersionId: 'v2' }, fails: 'DeleteConflict' },
    { call: 'iam:DeletePolicyVersion', with: { ...POLICY, VersionId: 'v1' } },
    { call: 'iam:AttachRolePolicy', with: { ...ROLE, ...POLICY } },
    { call: 'iam:ListAttachedRolePolicies', with: ROLE },
    { call: 'iam:ListEntitiesForPolicy', with: POLICY },
    { call: 'iam:GetPolicy', with: POLICY },
    { call: 'iam:DeletePolicy', with: POLICY, fails: 'DeleteConflict' },
    { call: 'iam:PutRolePermissionsBoundary', with: { ...ROLE, PermissionsBoundary: '{policy}' } },
    { call: 'iam:GetRole', with: ROLE },
    { call: 'iam:DeleteRolePermissionsBoundary', with: ROLE },
    { call: 'iam:CreateInstanceProfile', with: PROFILE },
    { call: 'iam:AddRoleToInstanceProfile', with: { ...PROFILE, ...ROLE } },
    { call: 'iam:GetInstanceProfile', with: PROFILE },
    { call: 'iam:ListInstanceProfiles' },
    { call: 'iam:ListInstanceProfilesForRole', with: ROLE },
    { call: 'iam:DeleteRole', with: ROLE, fails: 'DeleteConflict' },
    { call: 'iam:DeleteInstanceProfile', with: PROFILE, fails: 'DeleteConflict' },
    { call: 'iam:RemoveRoleFromInstanceProfile', with: { ...PROFILE, ...ROLE } },
    { call: 'iam:DeleteInstanceProfile', with: PROFILE },
    { call: 'iam:DetachRolePolicy', with: { ...ROLE, ...POLICY } },
    { call: 'iam:DeleteRolePolicy', with: { ...ROLE, PolicyName: 'read' } },
    { call: 'iam:DeleteRole', with: ROLE },
    { call: 'iam:DeleteRole', with: ROLE, fails: 'NoSuchEntity' },
    { call: 'iam:DeletePolicy', with: POLICY },
  ],
}

const KEY = { KeyId: '{key}' }

/** Keys and secrets. */
export const KEYS: Session = {
  name: 'keys',
  calls: [
    { call: 'kms:CreateKey', with: { Description: 'shop' }, sets: { key: 'KeyMetadata.KeyId' } },
    { call: 'kms:DescribeKey', with: KEY },
    { call: 'kms:GetKeyPolicy', with: { ...KEY, PolicyName: 'default' } },
    {
      call: 'kms:PutKeyPolicy',
      with: {
        ...KEY,
        PolicyName: 'default',
        Policy: JSON.stringify({
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Principal: '*', Action: 'kms:*', Resource: '*' }],
        }),
      },
    },
    { call: 'kms:GetKeyPolicy', with: { ...KEY, PolicyName: 'default' } },
    { call: 'kms:CreateAlias', with: { AliasName: 'alias/calls', TargetKeyId: '{key}' } },
    { call: 'kms:DescribeKey', with: { KeyId: 'alias/calls' } },
    { call: 'kms:ListAliases', with: KEY },
    { call: 'kms:GetKeyRotationStatus', with: KEY },
    { call: 'kms:EnableKeyRotation', with: KEY },
    { call: 'kms:GetKeyRotationStatus', with: KEY },
    { call: 'kms:DisableKeyRotation', with: KEY },
    {
      call: 'kms:CreateGrant',
      with: { ...KEY, GranteePrincipal: 'arn:aws:iam::111111111111:role/web', Operations: ['Decrypt'] },
      sets: { grant: 'GrantId' },
    },
    { call: 'kms:ListGrants', with: KEY },
    { call: 'kms:RevokeGrant', with: { ...KEY, GrantId: '{grant}' } },
    { call: 'kms:ListGrants', with: KEY },
    { call: 'kms:DisableKey', with: KEY },
    { call: 'kms:DescribeKey', with: KEY },
    { call: 'kms:EnableKey', with: KEY },
    { call: 'kms:ScheduleKeyDeletion', with: { ...KEY, PendingWindowInDays: 7 } },
    { call: 'kms:DescribeKey', with: KEY },
    { call: 'kms:DescribeKey', with: { KeyId: '11111111-2222-4333-8444-555555555555' }, fails: 'NotFoundException' },
    {
      call: 'secretsmanager:CreateSecret',
      with: { Name: 'calls/secret', SecretString: 'hidden', Description: 'shop' },
      sets: { secret: 'ARN' },
    },
    {
      call: 'secretsmanager:CreateSecret',
      with: { Name: 'calls/secret', SecretString: 'other' },
      fails: 'ResourceExistsException',
    },
    { call: 'secretsmanager:DescribeSecret', with: { SecretId: 'calls/secret' } },
    { call: 'secretsmanager:DescribeSecret', with: { SecretId: 'calls/none' }, fails: 'ResourceNotFoundException' },
    {
      call: 'secretsmanager:PutResourcePolicy',
      with: {
        SecretId: 'calls/secret',
        ResourcePolicy: JSON.stringify({
          Version: '2012-10-17',
          Statement: [{ Effect: 'Deny', Principal: '*', Action: 'secretsmanager:DeleteSecret', Resource: '*' }],
        }),
      },
    },
    { call: 'secretsmanager:GetResourcePolicy', with: { SecretId: 'calls/secret' } },
    { call: 'secretsmanager:DeleteResourcePolicy', with: { SecretId: 'calls/secret' } },
  ],
}
