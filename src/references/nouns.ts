import type { Kind } from './contract.ts'

interface Noun {
  readonly one: string
  readonly many: string
  /** Both environments must get the same bytes of it. */
  readonly hasContent?: true
  /** AWS does not let a resource use one of another account. */
  readonly ownAccountOnly?: true
}

/** How findings name the targets of each kind. */
export const NOUNS: Readonly<Record<Kind, Noun>> = {
  's3-object': { one: 'S3 object', many: 'S3 objects', hasContent: true },
  bucket: { one: 'bucket', many: 'buckets' },
  'container-image': { one: 'image', many: 'images', hasContent: true },
  layer: { one: 'layer version', many: 'layer versions', hasContent: true },
  function: { one: 'function', many: 'functions' },
  parameter: { one: 'parameter', many: 'parameters' },
  secret: { one: 'secret', many: 'secrets' },
  role: { one: 'role', many: 'roles', ownAccountOnly: true },
  policy: { one: 'managed policy', many: 'managed policies', ownAccountOnly: true },
  'instance-profile': { one: 'instance profile', many: 'instance profiles', ownAccountOnly: true },
  vpc: { one: 'VPC', many: 'VPCs' },
  subnet: { one: 'subnet', many: 'subnets' },
  'security-group': { one: 'security group', many: 'security groups' },
  'key-pair': { one: 'key pair', many: 'key pairs' },
  'machine-image': { one: 'machine image', many: 'machine images' },
  certificate: { one: 'certificate', many: 'certificates', ownAccountOnly: true },
  topic: { one: 'topic', many: 'topics' },
  queue: { one: 'queue', many: 'queues' },
  key: { one: 'key', many: 'keys' },
  'log-group': { one: 'log group', many: 'log groups', ownAccountOnly: true },
  'load-balancer': { one: 'load balancer', many: 'load balancers' },
  'target-group': { one: 'target group', many: 'target groups' },
  listener: { one: 'listener', many: 'listeners' },
  'hosted-zone': { one: 'hosted zone', many: 'hosted zones' },
  'state-machine': { one: 'state machine', many: 'state machines' },
  'rest-api': { one: 'REST API', many: 'REST APIs' },
  'http-api': { one: 'HTTP or WebSocket API', many: 'HTTP or WebSocket APIs' },
}
