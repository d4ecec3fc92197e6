import type { LiveResource, UndeclaredItem } from '../../cloudformation/live/contract.ts'

/** What a name or ARN may consist of to be part of a command. */
const PLAIN = /^[\w+=,.@:/*-]+$/

/** The command that removes what was added to a resource; undefined where there is none that removes only this. */
export function removal(
  { type, physicalId }: Pick<LiveResource, 'type' | 'physicalId'>,
  aspect: string,
  { key, declared }: Pick<UndeclaredItem, 'key' | 'declared'>,
  region: string,
): string | undefined {
  if (declared !== undefined || !PLAIN.test(key) || !PLAIN.test(physicalId)) return undefined
  const owner = /^AWS::IAM::(Role|User|Group)$/.exec(type)?.[1]?.toLowerCase()
  if (owner !== undefined) {
    const named = `--${owner}-name ${physicalId}`
    if (aspect === '/ManagedPolicyArns') return `aws iam detach-${owner}-policy ${named} --policy-arn ${key}`
    if (aspect === '/Policies') return `aws iam delete-${owner}-policy ${named} --policy-name ${key}`
    if (aspect === '/PermissionsBoundary') return `aws iam delete-${owner}-permissions-boundary ${named}`
    return undefined
  }
  const at = `--region ${region}`
  switch (`${type}${aspect}`) {
    case 'AWS::Lambda::Function/FunctionPolicy':
      return `aws lambda remove-permission --function-name ${physicalId} --statement-id ${key} ${at}`
    case 'AWS::Lambda::Function/FunctionUrl':
      return `aws lambda delete-function-url-config --function-name ${physicalId} ${at}`
    case 'AWS::RDS::DBInstance/PubliclyAccessible':
      return `aws rds modify-db-instance --db-instance-identifier ${physicalId} --no-publicly-accessible --apply-immediately ${at}`
    case 'AWS::CloudWatch::Alarm/ActionsEnabled':
    case 'AWS::CloudWatch::CompositeAlarm/ActionsEnabled':
      return `aws cloudwatch enable-alarm-actions --alarm-names ${physicalId} ${at}`
    case 'AWS::Logs::LogGroup/SubscriptionFilters':
      return `aws logs delete-subscription-filter --log-group-name ${physicalId} --filter-name ${key} ${at}`
    case 'AWS::Logs::LogGroup/RetentionInDays':
      return `aws logs delete-retention-policy --log-group-name ${physicalId} ${at}`
    case 'AWS::ElasticLoadBalancingV2::Listener/Rules':
      return `aws elbv2 delete-rule --rule-arn ${key} ${at}`
    default:
      return undefined
  }
}
