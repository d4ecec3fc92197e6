/**
 * Updates in place whose way back AWS refuses, or after which something is gone: the previous template is not enough
 * to restore what was there. `source` is the page of AWS that says so.
 */
export interface OneWay {
  readonly type: string
  /** Path below the properties: `EncryptionAtRestOptions/Enabled`. */
  readonly property: string
  /** What has to be true of the value before and after, so that the entry applies. */
  readonly when: 'grows' | 'shrinks' | 'upgrades' | 'enables' | 'adds' | 'changes'
  /** `refused`: the service rejects the previous value. `lost`: the update itself discards something. */
  readonly effect: 'refused' | 'lost'
  /** A loss that leaves the old version working does not block. */
  readonly blocks: boolean
  readonly why: string
  readonly source: string
}

const RDS = 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide'
const OPENSEARCH = 'https://docs.aws.amazon.com/opensearch-service/latest/developerguide'
const MSK = 'https://docs.aws.amazon.com/msk/latest/developerguide'

const upgrade = (type: string, property: string, source: string): OneWay => ({
  type,
  property,
  when: 'upgrades',
  effect: 'refused',
  blocks: true,
  why: 'an engine is not downgraded in place; only a snapshot from before restores the older version',
  source,
})

const storage = (type: string, property: string, source: string): OneWay => ({
  type,
  property,
  when: 'grows',
  effect: 'refused',
  blocks: true,
  why: 'allocated storage is not reduced',
  source,
})

const switched = (type: string, property: string, source: string): OneWay => ({
  type,
  property,
  when: 'enables',
  effect: 'refused',
  blocks: true,
  why: 'the setting is not disabled once it is enabled',
  source,
})

const retention = (type: string, property: string, what: string, source: string): OneWay => ({
  type,
  property,
  when: 'shrinks',
  effect: 'lost',
  blocks: false,
  why: `${what} older than the shorter time are deleted, and a longer time does not bring them back`,
  source,
})

const expiry = (type: string, property: string, when: OneWay['when'], what: string, source: string): OneWay => ({
  type,
  property,
  when,
  effect: 'lost',
  blocks: false,
  why: `${what} that expire in the meantime are deleted`,
  source,
})

export const ONE_WAY: readonly OneWay[] = [
  storage('AWS::RDS::DBInstance', 'AllocatedStorage', `${RDS}/USER_PIOPS.ModifyingExisting.html`),
  storage('AWS::RDS::DBCluster', 'AllocatedStorage', `${RDS}/modify-multi-az-db-cluster.html`),
  storage(
    'AWS::EC2::Volume',
    'Size',
    'https://docs.aws.amazon.com/ebs/latest/userguide/modify-volume-requirements.html',
  ),
  storage(
    'AWS::MSK::Cluster',
    'BrokerNodeGroupInfo/StorageInfo/EBSStorageInfo/VolumeSize',
    `${MSK}/msk-update-storage.html`,
  ),
  upgrade('AWS::RDS::DBInstance', 'EngineVersion', `${RDS}/USER_UpgradeDBInstance.Upgrading.html`),
  upgrade(
    'AWS::RDS::DBCluster',
    'EngineVersion',
    'https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/USER_UpgradeDBInstance.Maintenance.html',
  ),
  upgrade(
    'AWS::Neptune::DBCluster',
    'EngineVersion',
    'https://docs.aws.amazon.com/neptune/latest/userguide/engine-maintenance-management.html',
  ),
  upgrade(
    'AWS::ElastiCache::ReplicationGroup',
    'EngineVersion',
    'https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/VersionManagement.html',
  ),
  upgrade(
    'AWS::ElastiCache::CacheCluster',
    'EngineVersion',
    'https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/VersionManagement.html',
  ),
  upgrade('AWS::OpenSearchService::Domain', 'EngineVersion', `${OPENSEARCH}/version-migration.html`),
  upgrade('AWS::Elasticsearch::Domain', 'ElasticsearchVersion', `${OPENSEARCH}/version-migration.html`),
  upgrade('AWS::MSK::Cluster', 'KafkaVersion', `${MSK}/version-upgrades.html`),
  upgrade('AWS::EKS::Cluster', 'Version', 'https://docs.aws.amazon.com/eks/latest/userguide/update-cluster.html'),
  switched(
    'AWS::OpenSearchService::Domain',
    'EncryptionAtRestOptions/Enabled',
    `${OPENSEARCH}/encryption-at-rest.html`,
  ),
  switched('AWS::OpenSearchService::Domain', 'NodeToNodeEncryptionOptions/Enabled', `${OPENSEARCH}/ntn.html`),
  switched('AWS::OpenSearchService::Domain', 'AdvancedSecurityOptions/Enabled', `${OPENSEARCH}/fgac.html`),
  {
    type: 'AWS::Cognito::UserPool',
    property: 'Schema',
    when: 'adds',
    effect: 'refused',
    blocks: true,
    why: 'an attribute of a user pool is not removed or changed',
    source: 'https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html',
  },
  {
    type: 'AWS::SecretsManager::Secret',
    property: 'GenerateSecretString',
    when: 'changes',
    effect: 'lost',
    blocks: true,
    why: 'each change generates another value; the previous template generates a third one',
    source:
      'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-secretsmanager-secret.html',
  },
  {
    type: 'AWS::SecretsManager::RotationSchedule',
    property: '',
    when: 'changes',
    effect: 'lost',
    blocks: true,
    why: 'the secret is rotated at once unless RotateImmediatelyOnUpdate is false, and the previous schedule does not restore its value',
    source:
      'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-secretsmanager-rotationschedule.html',
  },
  retention(
    'AWS::Logs::LogGroup',
    'RetentionInDays',
    'log events',
    'https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html',
  ),
  retention(
    'AWS::SQS::Queue',
    'MessageRetentionPeriod',
    'messages',
    'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html',
  ),
  retention(
    'AWS::Kinesis::Stream',
    'RetentionPeriodHours',
    'records',
    'https://docs.aws.amazon.com/streams/latest/dev/kinesis-extended-retention.html',
  ),
  retention('AWS::RDS::DBInstance', 'BackupRetentionPeriod', 'backups', `${RDS}/USER_WorkingWithAutomatedBackups.html`),
  retention('AWS::RDS::DBCluster', 'BackupRetentionPeriod', 'backups', `${RDS}/USER_WorkingWithAutomatedBackups.html`),
  expiry(
    'AWS::S3::Bucket',
    'LifecycleConfiguration',
    'changes',
    'objects',
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lifecycle-mgmt.html',
  ),
  expiry(
    'AWS::ECR::Repository',
    'LifecyclePolicy',
    'changes',
    'images, those of earlier versions among them,',
    'https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html',
  ),
  expiry(
    'AWS::DynamoDB::Table',
    'TimeToLiveSpecification',
    'changes',
    'items',
    'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/TTL.html',
  ),
  expiry(
    'AWS::DynamoDB::GlobalTable',
    'TimeToLiveSpecification',
    'changes',
    'items',
    'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/TTL.html',
  ),
  {
    type: 'AWS::S3::Bucket',
    property: 'VersioningConfiguration',
    when: 'changes',
    effect: 'lost',
    blocks: false,
    why: 'versioning is suspended at best and never off again; versions stay',
    source: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/Versioning.html',
  },
]

/** Whether an entry applies to a value before and after; undefined where that cannot be said. */
export function applies({ when }: Pick<OneWay, 'when'>, before: unknown, after: unknown): boolean | undefined {
  switch (when) {
    case 'changes':
      return true
    case 'grows':
      return compared(before, after, (was, is) => is > was)
    case 'shrinks':
      // Without a value nothing expires.
      if (before === undefined && after !== undefined) return true
      if (after === undefined) return false
      return compared(before, after, (was, is) => is < was)
    case 'upgrades':
      return typeof before === 'string' && typeof after === 'string' ? isNewer(after, before) : undefined
    case 'enables':
      if (!isTruth(after)) return isFalsehood(after) ? false : undefined
      return isFalsehood(before) ? true : isTruth(before) ? false : undefined
    case 'adds':
      return Array.isArray(after) && (before === undefined || Array.isArray(before))
        ? after.some((item) => !namesOf(before).has(nameOf(item)))
        : undefined
  }
}

function compared(before: unknown, after: unknown, is: (was: number, is: number) => boolean): boolean | undefined {
  const [was, now] = [numberOf(before), numberOf(after)]
  return was === undefined || now === undefined ? undefined : is(was, now)
}

function numberOf(value: unknown): number | undefined {
  if (typeof value !== 'number' && (typeof value !== 'string' || value.trim() === '')) return undefined
  const number = Number(value)
  return Number.isFinite(number) ? number : undefined
}

/** `OpenSearch_2.11` is newer than `OpenSearch_2.9`; undefined where the texts are no versions of one engine. */
function isNewer(version: string, than: string): boolean | undefined {
  const parts = (text: string) => /^(.*?)(\d+(?:\.\d+)*)(.*)$/.exec(text)?.slice(1)
  const [a, b] = [parts(version), parts(than)]
  if (a === undefined || b === undefined || a[0] !== b[0]) return undefined
  const [now, was] = [a, b].map(([, numbers = '']) => numbers.split('.').map(Number)) as [number[], number[]]
  for (let index = 0; index < Math.max(now.length, was.length); index++) {
    const difference = (now[index] ?? 0) - (was[index] ?? 0)
    if (difference !== 0) return difference > 0
  }
  return a[2] === b[2] ? false : undefined
}

function isTruth(value: unknown): boolean {
  return value === true || value === 'true'
}

function isFalsehood(value: unknown): boolean {
  return value === undefined || value === false || value === 'false'
}

function namesOf(list: unknown): Set<string> {
  return new Set((Array.isArray(list) ? list : []).map(nameOf))
}

function nameOf(item: unknown): string {
  const name = typeof item === 'object' && item !== null && 'Name' in item ? item.Name : item
  return JSON.stringify(name)
}
