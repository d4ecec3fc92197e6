import type * as sdk from '@aws-sdk/client-secrets-manager'
import { ServiceError } from '../../../contract.ts'
import type { Service } from '../../../contract.ts'
import { policyDocument } from '../../identity/policy.ts'
import { assertPolicy } from '../../resources/policy-values.ts'
import { isPublic } from '../s3/bucket-policy.ts'
import type { Secret, Secrets } from './secrets.ts'

/** Secrets Manager: secrets with their policies, without values. */
export function createSecretsManager(secrets: Secrets): Service {
  const named = ({ arn, name }: Secret) => ({ ARN: arn, Name: name })
  return {
    name: 'secretsmanager',
    operations: {
      CreateSecret(input: sdk.CreateSecretCommandInput, call) {
        const secret = secrets.create(call, input.Name ?? '')
        secret.description = input.Description
        secret.kmsKeyId = input.KmsKeyId
        secret.tags.push(...(input.Tags ?? []).map(({ Key = '', Value = '' }) => ({ Key, Value })))
        const valued = input.SecretString !== undefined || input.SecretBinary !== undefined
        return { ...named(secret), ...(valued && { VersionId: secret.versionId }) }
      },
      DescribeSecret(input: sdk.DescribeSecretCommandInput, call) {
        const secret = secrets.referenced(call, input.SecretId)
        const { description, kmsKeyId, tags, created, changed, versionId } = secret
        return {
          ...named(secret),
          ...(description !== undefined && { Description: description }),
          ...(kmsKeyId !== undefined && { KmsKeyId: kmsKeyId }),
          ...(tags.length > 0 && { Tags: tags }),
          CreatedDate: created,
          LastChangedDate: changed,
          VersionIdsToStages: { [versionId]: ['AWSCURRENT'] },
        }
      },
      GetResourcePolicy(input: sdk.GetResourcePolicyCommandInput, call) {
        const secret = secrets.get(call, input.SecretId)
        return { ...named(secret), ...(secret.policy !== undefined && { ResourcePolicy: secret.policy }) }
      },
      PutResourcePolicy(input: sdk.PutResourcePolicyCommandInput, call) {
        const secret = secrets.get(call, input.SecretId)
        const text = input.ResourcePolicy ?? ''
        assertPolicy(text, 'MalformedPolicyDocumentException', 'This resource policy contains a syntax error.')
        if (input.BlockPublicPolicy === true && isPublic(policyDocument.parse(JSON.parse(text)))) {
          throw new ServiceError('PublicPolicyException', 'The resource policy grants public access to the secret.')
        }
        secret.policy = text
        return named(secret)
      },
      DeleteResourcePolicy(input: sdk.DeleteResourcePolicyCommandInput, call) {
        const secret = secrets.get(call, input.SecretId)
        delete secret.policy
        return named(secret)
      },
    },
    permissions(operation, { SecretId, Name }, call) {
      const { account, region } = call
      const prefix = `arn:aws:secretsmanager:${region}:${account}:secret:`
      const known = typeof SecretId === 'string' ? secrets.find(call, SecretId)?.arn : undefined
      const id = typeof SecretId === 'string' ? SecretId : Name
      const resource = known ?? (typeof id !== 'string' ? '*' : id.startsWith('arn:') ? id : `${prefix}${id}`)
      return [{ action: `secretsmanager:${operation}`, resource }]
    },
  }
}
