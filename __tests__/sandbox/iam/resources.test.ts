import { CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch'
import {
  CloudWatchLogsClient,
  DescribeLogStreamsCommand,
  DescribeLogGroupsCommand,
} from '@aws-sdk/client-cloudwatch-logs'
import { CreateBucketCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3'
import { GetParameterCommand, GetParametersCommand, SendCommandCommand, SSMClient } from '@aws-sdk/client-ssm'
import { AssumeRoleCommand } from '@aws-sdk/client-sts'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { clientsOf, errorOf, openSandbox, PREPROD, PRODUCTION } from '../world.ts'
import type { Opened } from '../world.ts'

const ROLE = 'arn:aws:iam::111111111111:role/publisher'
const allow = (Action: string, Resource: string, Condition?: Record<string, Record<string, string>>) => ({
  Effect: 'Allow' as const,
  Action,
  Resource,
  ...(Condition && { Condition }),
})
const OWN_ACCOUNT = { 'aws:ResourceAccount': '111111111111', 's3:ResourceAccount': '111111111111' }

let opened: Opened
let config: { endpoint: string; region: string; credentials: { accessKeyId: string; secretAccessKey: string } }
beforeAll(async () => {
  const { account } = PREPROD
  opened = await openSandbox({
    buckets: [{ name: 'foreign', ...PRODUCTION }],
    roles: [
      {
        arn: ROLE,
        trust: {
          Statement: { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${account}:root` }, Action: 'sts:AssumeRole' },
        },
        policy: {
          Version: '2012-10-17',
          Statement: [
            allow('s3:List*', '*', { StringEquals: OWN_ACCOUNT }),
            allow('ssm:GetParameter*', `arn:aws:ssm:eu-west-1:${account}:parameter/cdk-bootstrap/*`),
            allow('ssm:SendCommand', `arn:aws:ssm:eu-west-1::document/AWS-RunShellScript`),
            allow('cloudwatch:DescribeAlarms', `arn:aws:cloudwatch:eu-west-1:${account}:alarm:shop-*`),
            allow('logs:Describe*', `arn:aws:logs:eu-west-1:${account}:log-group:/shop/*`),
          ],
        },
      },
    ],
  })
  const { Credentials: made } = await opened.aws.sts.send(
    new AssumeRoleCommand({ RoleArn: ROLE, RoleSessionName: 'publish' }),
  )
  const { endpoint } = { endpoint: opened.sandbox.awsUrl }
  const credentials = {
    accessKeyId: made!.AccessKeyId!,
    secretAccessKey: made!.SecretAccessKey!,
    sessionToken: made!.SessionToken!,
  }
  config = { endpoint, region: PREPROD.region, credentials }
  await opened.aws.s3.send(new CreateBucketCommand({ Bucket: 'assets' }))
})
afterAll(() => opened.sandbox.close())

describe('policies for named resources', () => {
  test('a condition on the account of the bucket', async () => {
    const s3 = new S3Client({ ...config, forcePathStyle: true })
    expect(await s3.send(new ListObjectsV2Command({ Bucket: 'assets' }))).toMatchObject({ KeyCount: 0 })
    const refused = await errorOf(s3.send(new ListObjectsV2Command({ Bucket: 'foreign' })))
    expect(refused.message).toContain('s3:ListBucket on resource: arn:aws:s3:::foreign')
  })

  test('parameters of Systems Manager, by name, version and list', async () => {
    const ssm = new SSMClient(config)
    const got = async (Name: string) => (await errorOf(ssm.send(new GetParameterCommand({ Name })))).name
    expect(await got('/cdk-bootstrap/x/version:3')).toBe('ParameterNotFound')
    expect(await got('/shop/secret')).toBe('AccessDeniedException')
    const Names = ['/cdk-bootstrap/a', '/shop/b']
    expect((await errorOf(ssm.send(new GetParametersCommand({ Names })))).message).toContain('parameter/shop/b')
  })

  test('a command needs its document and each instance', async () => {
    const ssm = new SSMClient(config)
    const input = { DocumentName: 'AWS-RunShellScript', InstanceIds: ['i-0123456789abcdef0'] }
    expect((await errorOf(ssm.send(new SendCommandCommand(input)))).message).toContain(
      'ssm:SendCommand on resource: arn:aws:ec2:eu-west-1:111111111111:instance/i-0123456789abcdef0',
    )
  })

  test('alarms and log groups', async () => {
    const cloudwatch = new CloudWatchClient(config)
    expect((await cloudwatch.send(new DescribeAlarmsCommand({ AlarmNames: ['shop-errors'] }))).MetricAlarms).toEqual([])
    expect((await errorOf(cloudwatch.send(new DescribeAlarmsCommand({})))).message).toContain(':alarm:*')
    const logs = new CloudWatchLogsClient(config)
    const streams = (logGroupName: string) => errorOf(logs.send(new DescribeLogStreamsCommand({ logGroupName })))
    expect((await streams('/shop/web')).name).toBe('ResourceNotFoundException')
    expect((await streams('/other')).message).toContain(':log-group:/other:log-stream:')
    expect((await errorOf(logs.send(new DescribeLogGroupsCommand({})))).message).toContain(':log-group::log-stream:')
  })
})

test("calls of an account's own keys are not limited", async () => {
  expect(await clientsOf(opened.sandbox).s3.send(new ListObjectsV2Command({ Bucket: 'assets' }))).toBeDefined()
})
