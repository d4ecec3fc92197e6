import { describe, expect, test } from '@jest/globals'
import { toActionError } from '../../src/aws/errors.ts'
import type { LookUps } from '../../src/aws/clients/look-ups.ts'
import type { LookedUp, Reference, Target } from '../../src/references/contract.ts'
import { lookUp } from '../../src/references/look-up.ts'
import { recognise, parameterOf } from '../../src/references/recognise.ts'
import { accountFault, kindFault, regionFault } from '../../src/references/place-faults.ts'

const NOW = new Date('2026-06-01T00:00:00Z')
const DAY_MS = 86_400_000
const days = (count: number): Date => new Date(NOW.getTime() + count * DAY_MS)

/** Services in which each call returns the given response, or fails with an error of that name. */
function services(calls: Readonly<Record<string, object | string>>): { all: LookUps; asked: string[] } {
  const requests: string[] = []
  const client = new Proxy(
    {},
    {
      get: (_, operation: string) => (input: object) => {
        requests.push(`${operation} ${JSON.stringify(input)}`)
        const its = calls[operation]
        if (typeof its === 'object') return Promise.resolve(its)
        const error = Object.assign(new Error('said AWS'), { name: its ?? 'NotPlayed' })
        return Promise.reject(
          toActionError(error, { service: 'x', operation, access: { region: 'eu-west-1', session: 's' } }),
        )
      },
    },
  )
  const all = new Proxy(
    {},
    { get: (_, name) => (name === 'then' ? undefined : () => Promise.resolve(wrapped(client))) },
  )
  return { all: all as LookUps, asked: requests }
}
/** A promise resolves to this value without reading its `then`. */
const wrapped = (client: object): object =>
  new Proxy(client, {
    get: (of, name, self) => (name === 'then' ? undefined : (Reflect.get(of, name, self) as unknown)),
  })

async function answers(targets: readonly Target[], calls: Readonly<Record<string, object | string>>) {
  const { all, asked } = services(calls)
  const found = new Map<string, LookedUp | string>()
  await lookUp(targets, {
    services: () => Promise.resolve(all),
    region: 'eu-west-1',
    account: '111111111111',
    now: NOW,
    answer: ({ id }, given) => void found.set(id, given),
    failed: ({ id }, error) => void found.set(id, String(error)),
  })
  return { found, asked }
}
async function answerTo(text: string, calls: Readonly<Record<string, object | string>>) {
  const target = recognise(text)
  if (target === undefined) throw new Error(`${text} is not recognised`)
  return (await answers([target], calls)).found.get(target.id)
}
const arn = (service: string, resource: string, region = 'eu-west-1'): string =>
  `arn:aws:${service}:${region}:111111111111:${resource}`
const IMAGE = '111111111111.dkr.ecr.eu-west-1.amazonaws.com/web:1.4'
const OF_IMAGE = {
  registryId: '111111111111',
  repositoryName: 'web',
  imageTags: ['1.4', 'latest'],
  imageDigest: 'sha256:a',
}
const CERTIFICATE = arn('acm', 'certificate/1')
const KEY = arn('kms', 'key/1')

describe('a target', () => {
  test.each<[string, string, Record<string, object | string>, object]>([
    [
      'role exists',
      arn('iam', 'role/web', ''),
      { getRole: { Role: { Arn: arn('iam', 'role/web', '') } } },
      { state: 'found' },
    ],
    [
      'role has another path',
      arn('iam', 'role/web', ''),
      { getRole: { Role: { Arn: arn('iam', 'role/a/web', '') } } },
      { state: 'missing', observed: expect.stringContaining('another path') },
    ],
    ['role is missing', arn('iam', 'role/web', ''), { getRole: 'NoSuchEntityException' }, { state: 'missing' }],
    [
      'managed policy is missing',
      'arn:aws:iam::aws:policy/Typo',
      { getPolicy: 'NoSuchEntityException' },
      { state: 'missing' },
    ],
    [
      'profile is missing',
      arn('iam', 'instance-profile/web', ''),
      { getInstanceProfile: 'NoSuchEntityException' },
      { state: 'missing' },
    ],
    ['topic is missing', arn('sns', 'alerts'), { getTopicAttributes: 'NotFoundException' }, { state: 'missing' }],
    ['queue is missing', arn('sqs', 'jobs'), { getQueueUrl: 'QueueDoesNotExist' }, { state: 'missing' }],
    ['queue exists', arn('sqs', 'jobs'), { getQueueUrl: { QueueUrl: 'https://x' } }, { state: 'found' }],
    ['key is enabled', KEY, { describeKey: { KeyMetadata: { KeyState: 'Enabled' } } }, { state: 'found' }],
    [
      'key is scheduled for deletion',
      KEY,
      { describeKey: { KeyMetadata: { KeyState: 'PendingDeletion' } } },
      { state: 'unusable', observed: 'state PendingDeletion' },
    ],
    ['key without a state is unknown', KEY, { describeKey: { KeyMetadata: {} } }, { state: 'unknown', denied: false }],
    [
      'certificate is issued',
      CERTIFICATE,
      { describeCertificate: { Certificate: { Status: 'ISSUED', NotAfter: days(90) } } },
      { state: 'found' },
    ],
    [
      'certificate ends soon',
      CERTIFICATE,
      { describeCertificate: { Certificate: { Status: 'ISSUED', NotAfter: days(3) } } },
      { state: 'unusable', observed: 'it ends in 3 days' },
    ],
    [
      'certificate is not validated',
      CERTIFICATE,
      { describeCertificate: { Certificate: { Status: 'PENDING_VALIDATION' } } },
      { state: 'unusable' },
    ],
    [
      'certificate without a status is unknown',
      CERTIFICATE,
      { describeCertificate: {} },
      { state: 'unknown', denied: false },
    ],
    [
      'layer has its digest',
      arn('lambda', 'layer:tools:3'),
      { getLayerVersionByArn: { Content: { CodeSha256: 'c2hh', CodeSize: 9 } } },
      { state: 'found', content: { bytes: 9, digests: { SHA256: 'c2hh' } } },
    ],
    [
      'layer version is missing',
      arn('lambda', 'layer:tools:3'),
      { getLayerVersionByArn: 'ResourceNotFoundException' },
      { state: 'missing' },
    ],
    [
      'function is missing',
      arn('lambda', 'function:web'),
      { getFunctionConfiguration: 'ResourceNotFoundException' },
      { state: 'missing' },
    ],
    [
      'image has its digest',
      IMAGE,
      { describeImages: { imageDetails: [{ ...OF_IMAGE, imageStatus: 'ACTIVE' }] } },
      { state: 'found', content: { digests: { 'image digest': 'sha256:a' } } },
    ],
    [
      'image is archived',
      IMAGE,
      { describeImages: { imageDetails: [{ ...OF_IMAGE, imageStatus: 'ARCHIVED' }] } },
      { state: 'unusable', observed: 'status ARCHIVED' },
    ],
    ['image is missing', IMAGE, { describeImages: 'ImageNotFoundException' }, { state: 'missing' }],
    ['repository is missing', IMAGE, { describeImages: 'RepositoryNotFoundException' }, { state: 'missing' }],
    ['image in an empty response is missing', IMAGE, { describeImages: { imageDetails: [] } }, { state: 'missing' }],
    [
      'secret with a scheduled deletion',
      arn('secretsmanager', 'secret:db-AbCdEf'),
      { describeSecret: { DeletedDate: days(7) } },
      { state: 'unusable' },
    ],
    [
      'log group has another name',
      arn('logs', 'log-group:/shop/web'),
      { describeLogGroups: { logGroups: [{ logGroupName: '/shop/web2' }] } },
      { state: 'missing' },
    ],
    [
      'log group exists',
      arn('logs', 'log-group:/shop/web:*'),
      { describeLogGroups: { logGroups: [{ logGroupName: '/shop/web' }] } },
      { state: 'found' },
    ],
    [
      'load balancer is missing',
      arn('elasticloadbalancing', 'loadbalancer/app/web/0123456789abcdef'),
      { describeLoadBalancers: 'LoadBalancerNotFoundException' },
      { state: 'missing' },
    ],
    [
      'target group is missing',
      arn('elasticloadbalancing', 'targetgroup/web/0123456789abcdef'),
      { describeTargetGroups: 'TargetGroupNotFound' },
      { state: 'missing' },
    ],
    [
      'listener exists',
      arn('elasticloadbalancing', 'listener/app/web/0123456789abcdef/1'),
      {
        describeListeners: {
          Listeners: [{ ListenerArn: arn('elasticloadbalancing', 'listener/app/web/0123456789abcdef/1') }],
        },
      },
      { state: 'found' },
    ],
    [
      'state machine is missing',
      arn('states', 'stateMachine:orders'),
      { getResource: 'ResourceNotFoundException' },
      { state: 'missing', observed: expect.stringContaining('no state machine') },
    ],
    [
      'type that Cloud Control does not read is not checked',
      arn('states', 'stateMachine:orders'),
      { getResource: 'UnsupportedActionException' },
      { state: 'unknown', denied: true },
    ],
    [
      'machine image is not ready',
      'ami-12345678',
      { describeImages: { Images: [{ ImageId: 'ami-12345678', State: 'pending' }] } },
      { state: 'unusable' },
    ],
    [
      'function failed',
      arn('lambda', 'function:web'),
      {
        getFunctionConfiguration: {
          FunctionArn: arn('lambda', 'function:web'),
          State: 'Failed',
          StateReason: 'no image',
        },
      },
      { state: 'unusable', observed: 'state Failed: no image' },
    ],
  ])('%s', async (_, text, calls, expected) => {
    expect(await answerTo(text, calls)).toMatchObject(expected)
  })

  test.each<[string, string, Record<string, object>]>([
    ['role without its ARN', arn('iam', 'role/web', ''), { getRole: {} }],
    ['managed policy without its ARN', 'arn:aws-cn:iam::aws:policy/X', { getPolicy: {} }],
    ['certificate without an end', CERTIFICATE, { describeCertificate: { Certificate: { Status: 'ISSUED' } } }],
    ['machine image without a state', 'ami-12345678', { describeImages: { Images: [{ ImageId: 'ami-12345678' }] } }],
    ['function without its ARN', arn('lambda', 'function:web'), { getFunctionConfiguration: {} }],
    ['layer without a content', arn('lambda', 'layer:web:1'), { getLayerVersionByArn: {} }],
    [
      'target group that the response omits',
      arn('elasticloadbalancing', 'targetgroup/web/0123456789abcdef'),
      { describeTargetGroups: { TargetGroups: [] } },
    ],
    ['state machine without its identifier', arn('states', 'stateMachine:orders'), { getResource: {} }],
    ['queue without its URL', arn('sqs', 'jobs'), { getQueueUrl: {} }],
    ['topic without attributes', arn('sns', 'alerts'), { getTopicAttributes: {} }],
    ['secret without its ARN', arn('secretsmanager', 'secret:db-AbCdEf'), { describeSecret: {} }],
    [
      'image with another digest than requested',
      `${IMAGE}@sha256:${'a'.repeat(64)}`,
      { describeImages: { imageDetails: [{ ...OF_IMAGE, imageDigest: `sha256:${'b'.repeat(64)}` }] } },
    ],
    ['image of another tag', IMAGE, { describeImages: { imageDetails: [{ ...OF_IMAGE, imageTags: ['1.5'] }] } }],
    ['image of no tag', IMAGE, { describeImages: { imageDetails: [{ ...OF_IMAGE, imageTags: undefined }] } }],
    [
      'image of another repository',
      IMAGE,
      { describeImages: { imageDetails: [{ ...OF_IMAGE, repositoryName: 'web2' }] } },
    ],
    [
      'image of an unknown repository',
      IMAGE,
      { describeImages: { imageDetails: [{ ...OF_IMAGE, repositoryName: undefined }] } },
    ],
    [
      'image of another registry',
      IMAGE,
      { describeImages: { imageDetails: [{ ...OF_IMAGE, registryId: '222222222222' }] } },
    ],
    [
      'image of two answers',
      IMAGE,
      { describeImages: { imageDetails: [OF_IMAGE, { ...OF_IMAGE, imageDigest: 'sha256:b' }] } },
    ],
  ])('%s is unknown', async (_, text, calls) => {
    expect(await answerTo(text, calls)).toMatchObject({ state: 'unknown', denied: false })
  })

  test.each([
    ['log group', 'arn:aws:logs:eu-west-1:222222222222:log-group:/shop'],
    ['parameter', 'arn:aws:ssm:eu-west-1:222222222222:parameter/shop'],
  ])('%s of another account is not looked up by its name in this one', async (_, text) => {
    const target = text.includes(':ssm:') ? parameterOf(text) : (recognise(text) as Target)
    const { found, asked } = await answers([target], {})
    expect(found.get(text)).toMatchObject({ state: 'unknown', denied: true })
    expect(asked).toEqual([])
  })

  test('of IAM in another account cannot be read', async () => {
    const role = 'arn:aws:iam::222222222222:role/web'
    const { found, asked } = await answers([recognise(role) as Target], {})
    expect(found.get(role)).toMatchObject({ state: 'unknown', denied: true })
    expect(asked).toEqual([])
  })

  test('without a response of the service has the error', async () => {
    expect(await answerTo(arn('sns', 'alerts'), { getTopicAttributes: 'InternalError' })).toContain('InternalError')
  })
})

describe('many targets', () => {
  test('of EC2 are read in one call', async () => {
    const ids = ['subnet-00000001', 'subnet-00000002']
    const { found, asked } = await answers(
      ids.map((id) => recognise(id) as Target),
      { describeSubnets: { Subnets: [{ SubnetId: 'subnet-00000001' }] } },
    )
    expect([...found.values()]).toMatchObject([
      { state: 'found' },
      { state: 'missing', observed: 'no subnet subnet-00000002' },
    ])
    expect(asked).toHaveLength(1)
  })

  test('a response about another one proves nothing', async () => {
    expect(await answerTo('vpc-00000001', { describeVpcs: { Vpcs: [{ VpcId: 'vpc-00000002' }] } })).toMatchObject({
      state: 'missing',
    })
  })

  test('parameters are read without their values, and by version', async () => {
    const texts = ['/a', '/a:3', '/a:4', '/b', '/long:2']
    const Parameters = [
      { Name: '/a', Version: 3 },
      { Name: '/long', Version: 150 },
    ]
    const { found, asked } = await answers(texts.map(parameterOf), { describeParameters: { Parameters } })
    expect(texts.map((text) => (found.get(text) as LookedUp).state)).toEqual([
      'found',
      'found',
      'missing',
      'missing',
      'unusable',
    ])
    expect(asked).toHaveLength(1)
  })
})

const reference = (type: string, property: string, text: string): Reference => {
  const target = recognise(text) as Target
  const source = { file: 'web.yml' }
  return { kind: target.kind, target, expression: text, logicalId: 'R', type, property, source }
}

describe('the region of a target', () => {
  test.each<[string, string, string, string | undefined]>([
    ['AWS::ElasticLoadBalancingV2::Listener', 'Certificates.CertificateArn', arn('acm', 'certificate/1'), undefined],
    [
      'AWS::ElasticLoadBalancingV2::Listener',
      'Certificates.CertificateArn',
      arn('acm', 'certificate/1', 'us-east-1'),
      'a certificate in eu-west-1',
    ],
    [
      'AWS::CloudFront::Distribution',
      'DistributionConfig.ViewerCertificate.AcmCertificateArn',
      arn('acm', 'certificate/1'),
      'a certificate in us-east-1',
    ],
    [
      'AWS::CloudFront::Distribution',
      'DistributionConfig.ViewerCertificate.AcmCertificateArn',
      arn('acm', 'certificate/1', 'us-east-1'),
      undefined,
    ],
    [
      'AWS::ApiGateway::DomainName',
      'RegionalCertificateArn',
      arn('acm', 'certificate/1', 'us-east-1'),
      'a certificate in eu-west-1',
    ],
    ['AWS::Lambda::Function', 'Layers', arn('lambda', 'layer:tools:3', 'us-east-1'), 'a layer version in eu-west-1'],
    ['AWS::CloudWatch::Alarm', 'AlarmActions', arn('sns', 'alerts', 'us-east-1'), undefined],
    [
      'AWS::AutoScaling::AutoScalingGroup',
      'TargetGroupARNs',
      arn('elasticloadbalancing', 'targetgroup/web/0123456789abcdef', 'us-east-1'),
      'a target group in eu-west-1',
    ],
    [
      'AWS::GlobalAccelerator::EndpointGroup',
      'EndpointConfigurations.EndpointId',
      arn('elasticloadbalancing', 'loadbalancer/app/web/0123456789abcdef', 'us-east-1'),
      undefined,
    ],
  ])('of %s %s', (type, property, text, expected) => {
    const fault = regionFault(reference(type, property, text), 'eu-west-1')
    expect(fault?.state === 'unusable' ? fault.expected : undefined).toBe(expected)
  })

  const TARGET_GROUP = arn('elasticloadbalancing', 'targetgroup/web/0123456789abcdef')
  test.each<[string, string, string, string | undefined]>([
    ['AWS::ElasticLoadBalancingV2::Listener', 'LoadBalancerArn', TARGET_GROUP, 'a load balancer'],
    ['AWS::ElasticLoadBalancingV2::Listener', 'DefaultActions.TargetGroupArn', TARGET_GROUP, undefined],
    ['AWS::ECS::Service', 'LoadBalancers.TargetGroupArn', arn('sns', 'alerts'), 'a target group'],
    ['Custom::Thing', 'LoadBalancerArn', TARGET_GROUP, undefined],
    ['AWS::WAFv2::WebACLAssociation', 'ResourceArn', TARGET_GROUP, undefined],
  ])('%s %s uses that of its kind', (type, property, text, expected) => {
    const fault = kindFault(reference(type, property, text))
    expect(fault?.state === 'unusable' ? fault.expected : undefined).toBe(expected)
  })
})

describe('the account of a role', () => {
  const role = (account: string) => `arn:aws:iam::${account}:role/run`

  test.each<[string, string, string, string | undefined]>([
    ['AWS::Lambda::Function', 'Role', role('222222222222'), 'a role of 111111111111'],
    ['AWS::Lambda::Function', 'Role', role('111111111111'), undefined],
    ['AWS::ECS::TaskDefinition', 'TaskRoleArn', role('222222222222'), 'a role of 111111111111'],
    ['task-definition', 'executionRoleArn', role('222222222222'), 'a role of 111111111111'],
    // These may be assumed from another account.
    ['AWS::CodePipeline::Pipeline', 'Stages.Actions.RoleArn', role('222222222222'), undefined],
    ['AWS::Lambda::Permission', 'Principal', role('222222222222'), undefined],
  ])('of %s %s', (type, property, text, expected) => {
    const fault = accountFault(reference(type, property, text), '111111111111')
    expect(fault?.state === 'unusable' ? fault.expected : undefined).toBe(expected)
    expect(accountFault(reference(type, property, text), undefined)).toBeUndefined()
  })
})
