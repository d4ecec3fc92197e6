import type { Command } from './contract.ts'

const POLICY = '--policy-arn {Managed}'
const DOCUMENT = `'{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::{Bucket}/\${aws:username}"}]}'`

/** IAM, STS, KMS, Secrets Manager. */
export const IDENTITY: readonly Command[] = [
  {
    run: 'sts assume-role --role-arn arn:aws:iam::111111111111:role/cli-role --role-session-name cli',
    shows: 'AssumedRoleUser.Arn',
    is: 'arn:aws:sts::111111111111:assumed-role/cli-role/cli',
  },
  { run: 'iam get-role --role-name cli-role', shows: 'Role.AssumeRolePolicyDocument.Version', is: '2012-10-17' },
  { run: 'iam list-roles', shows: "Roles[?RoleName=='cli-role'].Path", is: ['/'] },
  { run: 'iam list-role-tags --role-name cli-role', shows: 'Tags[0].Key', is: 'team' },
  { run: 'iam list-role-policies --role-name cli-role', shows: 'PolicyNames', is: ['read'] },
  {
    run: 'iam get-role-policy --role-name cli-role --policy-name read',
    shows: 'PolicyDocument.Statement[0].Action',
    is: 's3:GetObject',
  },
  {
    run: 'iam list-attached-role-policies --role-name cli-role',
    shows: 'AttachedPolicies[0].PolicyName',
    is: 'cli-managed',
  },
  { run: `iam get-policy ${POLICY}`, shows: 'Policy.AttachmentCount', is: 1 },
  {
    run: 'iam list-policies --scope Local',
    shows: "Policies[?PolicyName=='cli-managed'].DefaultVersionId",
    is: ['v1'],
  },
  { run: `iam list-policy-versions ${POLICY}`, shows: 'Versions[0].IsDefaultVersion', is: true },
  {
    run: `iam get-policy-version ${POLICY} --version-id v1`,
    shows: 'PolicyVersion.Document.Statement[0].Action',
    is: 'sqs:*',
  },
  { run: `iam list-entities-for-policy ${POLICY}`, shows: 'PolicyRoles[0].RoleName', is: 'cli-role' },
  { run: 'iam list-instance-profiles', shows: 'InstanceProfiles[0].InstanceProfileName', is: 'cli-profile' },
  {
    run: 'iam get-instance-profile --instance-profile-name cli-profile',
    shows: 'InstanceProfile.Roles[0].RoleName',
    is: 'cli-role',
  },
  {
    run: 'iam list-instance-profiles-for-role --role-name cli-role',
    shows: 'InstanceProfiles[0].InstanceProfileName',
    is: 'cli-profile',
  },
  { run: 'iam get-account-summary', shows: 'SummaryMap.RolesQuota', is: 1000 },
  {
    run: 'iam simulate-principal-policy --policy-source-arn arn:aws:iam::111111111111:role/cli-role --action-names s3:GetObject sqs:SendMessage iam:PassRole',
    shows: 'EvaluationResults[].EvalDecision',
    is: ['allowed', 'allowed', 'implicitDeny'],
  },
  {
    run: `iam simulate-custom-policy --policy-input-list ${DOCUMENT} --action-names s3:PutObject`,
    shows: 'EvaluationResults[].EvalDecision',
    is: ['implicitDeny'],
  },
  {
    run: `iam get-context-keys-for-custom-policy --policy-input-list ${DOCUMENT}`,
    shows: 'ContextKeyNames',
    is: ['aws:username'],
  },
  {
    run: 'iam get-context-keys-for-principal-policy --policy-source-arn arn:aws:iam::111111111111:role/cli-role',
    shows: 'ContextKeyNames',
    is: [],
  },
  { run: 'iam create-role --role-name cli-made --assume-role-policy-document file://trust.json', fails: 'trust.json' },
  { run: 'kms describe-key --key-id {Key}', shows: 'KeyMetadata.KeyState', is: 'Enabled' },
  { run: 'kms get-key-policy --key-id {Key}', shows: 'Policy' },
  { run: 'kms get-key-rotation-status --key-id {Key}', shows: 'KeyRotationEnabled', is: false },
  {
    run: 'kms create-grant --key-id {Key} --grantee-principal arn:aws:iam::111111111111:role/cli-role --operations Decrypt',
    shows: 'GrantId',
    sets: 'grant',
  },
  { run: 'kms list-grants --key-id {Key}', shows: 'Grants[].GrantId', is: ['{grant}'] },
  { run: 'kms list-aliases --key-id {Key}', shows: 'Aliases[0].AliasName', is: 'alias/cli' },
  { run: 'secretsmanager describe-secret --secret-id {Secret}', shows: 'Name', is: 'cli/secret' },
  {
    run: `secretsmanager put-resource-policy --secret-id {Secret} --resource-policy '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111111111111:root"},"Action":"secretsmanager:GetSecretValue","Resource":"*"}]}'`,
    shows: 'Name',
    is: 'cli/secret',
  },
  { run: 'secretsmanager get-resource-policy --secret-id {Secret}', shows: 'ResourcePolicy' },
]
