import { describe, expect, test } from '@jest/globals'
import { dynamicTargets, parameterOf, recognise } from '../../src/references/recognise.ts'

const arn = (service: string, resource: string, region = 'eu-west-1'): string =>
  `arn:aws:${service}:${region}:111111111111:${resource}`

describe('a text names, by its form,', () => {
  test.each([
    [arn('iam', 'role/service/web', ''), 'role'],
    ['arn:aws:iam::aws:policy/ReadOnlyAccess', 'policy'],
    [arn('iam', 'instance-profile/web', ''), 'instance-profile'],
    [arn('sns', 'alerts'), 'topic'],
    [arn('sqs', 'jobs'), 'queue'],
    [arn('kms', 'key/1234'), 'key'],
    [arn('kms', 'alias/shop'), 'key'],
    [arn('acm', 'certificate/1234'), 'certificate'],
    [arn('secretsmanager', 'secret:shop-AbCdEf'), 'secret'],
    [arn('logs', 'log-group:/shop/web:*'), 'log-group'],
    [arn('lambda', 'layer:tools:3'), 'layer'],
    [arn('lambda', 'function:web:live'), 'function'],
    ['arn:aws:s3:::shop-logs', 'bucket'],
    [arn('elasticloadbalancing', 'loadbalancer/net/web/0123456789abcdef'), 'load-balancer'],
    [arn('elasticloadbalancing', 'targetgroup/web/0123456789abcdef'), 'target-group'],
    [arn('elasticloadbalancing', 'listener/app/web/0123456789abcdef/fedcba9876543210'), 'listener'],
    [arn('states', 'stateMachine:orders'), 'state-machine'],
    ['arn:aws-cn:sns:cn-north-1:111111111111:alerts', 'topic'],
    ['subnet-01aa2b3c4d5e6f701', 'subnet'],
    ['sg-12345678', 'security-group'],
    ['vpc-011a2b3c4d5e6f708', 'vpc'],
    ['ami-0a1b2c3d4e5f60718', 'machine-image'],
    ['111111111111.dkr.ecr.eu-west-1.amazonaws.com/shop/web:1.4', 'container-image'],
    [`111111111111.dkr.ecr.eu-west-1.amazonaws.com/web@sha256:${'a'.repeat(64)}`, 'container-image'],
  ])('%s a %s', (text, kind) => {
    expect(recognise(text)?.kind).toBe(kind)
  })

  test.each([
    'arn:aws:s3:::shop-logs/*',
    arn('sns', '*'),
    arn('sns', 'alerts:1234-subscription'),
    arn('lambda', 'layer:tools'),
    arn('dynamodb', 'table/orders'),
    arn('elasticloadbalancing', 'loadbalancer/classic'),
    arn('elasticloadbalancing', 'listener-rule/app/web/0123456789abcdef/1/2'),
    arn('states', 'stateMachine:orders:live'),
    arn('states', 'execution:orders:1'),
    'subnet-public',
    'nginx:1.27',
    'public.ecr.aws/nginx/nginx:1.27',
    'text about subnet-01aa2b3c4d5e6f701',
    'arn:aws:iam::111111111111:role/${Name}',
  ])('%s no target', (text) => {
    expect(recognise(text)).toBeUndefined()
  })
})

test('dynamic references name parameters, with their version, and secrets', () => {
  const text =
    'a{{resolve:ssm:/shop/size:3}}b{{resolve:ssm-secure:token}}{{resolve:secretsmanager:shop/db:SecretString:password}}' +
    `{{resolve:secretsmanager:${arn('secretsmanager', 'secret:shop-AbCdEf')}:SecretString:user::v1}}{{resolve:secretsmanager:plain}}`
  expect(dynamicTargets(text).map(({ kind, id }) => `${kind} ${id}`)).toEqual([
    'parameter /shop/size:3',
    'parameter token',
    'secret shop/db',
    `secret ${arn('secretsmanager', 'secret:shop-AbCdEf')}`,
    'secret plain',
  ])
  expect(parameterOf('/shop/size:3')).toMatchObject({ name: '/shop/size', version: 3 })
  expect(parameterOf(arn('ssm', 'parameter/shop/size'))).toMatchObject({ name: '/shop/size', account: '111111111111' })
})
