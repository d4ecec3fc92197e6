import type { Kind, Target } from './contract.ts'
import { parseImage } from './kinds/container-image.ts'
import type { Parameter } from './kinds/parameter.ts'

const ARN = /^arn:aws[\w-]*:([a-z0-9-]+):([a-z0-9-]*):(\d{12}|aws|):(.+)$/

/** Kinds by the service and the beginning of the resource of their ARNs. */
const ARNS: readonly { readonly service: string; readonly resource: RegExp; readonly kind: Kind }[] = [
  { service: 'iam', resource: /^role\/./, kind: 'role' },
  { service: 'iam', resource: /^policy\/./, kind: 'policy' },
  { service: 'iam', resource: /^instance-profile\/./, kind: 'instance-profile' },
  { service: 'sns', resource: /^[^:]+$/, kind: 'topic' },
  { service: 'sqs', resource: /^[^:]+$/, kind: 'queue' },
  { service: 'kms', resource: /^(?:key|alias)\/./, kind: 'key' },
  { service: 'acm', resource: /^certificate\/./, kind: 'certificate' },
  { service: 'secretsmanager', resource: /^secret:./, kind: 'secret' },
  { service: 'logs', resource: /^log-group:[^:]+(?::\*)?$/, kind: 'log-group' },
  { service: 'lambda', resource: /^layer:[^:]+:\d+$/, kind: 'layer' },
  { service: 'lambda', resource: /^function:[^:]+(?::[^:]+)?$/, kind: 'function' },
  { service: 's3', resource: /^[^/]+$/, kind: 'bucket' },
  // A classic load balancer has no type in its ARN.
  { service: 'elasticloadbalancing', resource: /^loadbalancer\/(?:app|net|gwy)\/[^/]+\/[^/]+$/, kind: 'load-balancer' },
  { service: 'elasticloadbalancing', resource: /^targetgroup\/[^/]+\/[^/]+$/, kind: 'target-group' },
  { service: 'elasticloadbalancing', resource: /^listener\/(?:app|net|gwy)\/[^/]+\/[^/]+\/[^/]+$/, kind: 'listener' },
  // With a qualifier it is a version or an alias.
  { service: 'states', resource: /^stateMachine:[^:]+$/, kind: 'state-machine' },
]

const IDS: readonly { readonly form: RegExp; readonly kind: Kind }[] = [
  { form: /^subnet-[0-9a-f]{8,17}$/, kind: 'subnet' },
  { form: /^sg-[0-9a-f]{8,17}$/, kind: 'security-group' },
  { form: /^vpc-[0-9a-f]{8,17}$/, kind: 'vpc' },
  { form: /^ami-[0-9a-f]{8,17}$/, kind: 'machine-image' },
]

/** `arn:aws:secretsmanager:REGION:ACCOUNT:secret:NAME` */
const PARTS_OF_SECRET = 7
const QUEUE_URL = /^https:\/\/sqs\.([a-z0-9-]+)\.(amazonaws\.com(?:\.cn)?)\/(\d{12})\/([\w-]+(?:\.fifo)?)$/

/** The target that a text names by its form alone: an ARN, an id of EC2 or an image of ECR. Patterns name nothing. */
export function recognise(text: string): Target | undefined {
  if (/[*?$]/.test(text.replace(/(:log-group:[^:*]+):\*$/, '$1'))) return undefined
  const id = IDS.find(({ form }) => form.test(text))
  if (id) return { kind: id.kind, id: text }
  const url = QUEUE_URL.exec(text)
  if (url) {
    const [, region = '', domain = '', account = '', name = ''] = url
    const partition = domain === 'amazonaws.com' ? 'aws' : 'aws-cn'
    return { kind: 'queue', id: `arn:${partition}:sqs:${region}:${account}:${name}`, region, account }
  }
  const [, service, region = '', account = '', resource = ''] = ARN.exec(text) ?? []
  if (service === undefined) return parseImage(text)
  const arn = ARNS.find((each) => each.service === service && each.resource.test(resource))
  if (service === 'ssm' && /^parameter\/./.test(resource)) return parameterOf(text)
  if (arn === undefined) return undefined
  if (arn.kind === 'bucket') return { kind: 'bucket', id: resource }
  return {
    kind: arn.kind,
    // In task definitions a key, a stage and a version may follow the ARN of a secret.
    id: arn.kind === 'secret' ? text.split(':').slice(0, PARTS_OF_SECRET).join(':') : text,
    ...(account !== '' && { account }),
    ...(region !== '' && { region }),
  }
}

const DYNAMIC = /\{\{resolve:(ssm|ssm-secure|secretsmanager):([^{}]+)\}\}/g

/** The parameters and secrets that dynamic references in a text name. */
export function dynamicTargets(text: string): Target[] {
  return [...text.matchAll(DYNAMIC)].map(([, service = '', rest = '']) =>
    service === 'secretsmanager' ? secretOf(rest) : parameterOf(rest),
  )
}

/** `NAME`, `NAME:VERSION` or the same with an ARN in place of the name. */
export function parameterOf(text: string): Parameter {
  const arn = /^arn:aws[\w-]*:ssm:([a-z0-9-]+):(\d{12}):parameter(\/.+)$/.exec(text)
  const [, name = '', version] = /^(.+?)(?::(\d+))?$/.exec(arn?.[3] ?? text) ?? []
  return {
    kind: 'parameter',
    id: text,
    name,
    ...(version !== undefined && { version: Number(version) }),
    ...(arn && { region: arn[1] as string, account: arn[2] as string }),
  }
}

/** A dynamic reference to a secret has its key, stage and version after its name or ARN. */
function secretOf(text: string): Target {
  const at = text.indexOf(':SecretString')
  const id = at === -1 ? text : text.slice(0, at)
  return recognise(id) ?? { kind: 'secret', id: id.replace(/:+$/, '') }
}
