import { createHash } from 'node:crypto'
import { CreateStackCommand, DescribeStacksCommand } from '@aws-sdk/client-cloudformation'
import { LookupEventsCommand } from '@aws-sdk/client-cloudtrail'
import { GetMetricDataCommand, ListMetricsCommand } from '@aws-sdk/client-cloudwatch'
import { CreateDeploymentCommand } from '@aws-sdk/client-codedeploy'
import {
  DeleteAliasCommand,
  DeleteFunctionCommand,
  CreateAliasCommand,
  GetAliasCommand,
  GetFunctionCommand,
  GetFunctionConfigurationCommand,
  InvokeCommand,
  ListAliasesCommand,
  ListFunctionsCommand,
  ListVersionsByFunctionCommand,
  PublishVersionCommand,
  UpdateAliasCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda'
import type { UpdateFunctionCodeCommandInput } from '@aws-sdk/client-lambda'
import { CreateBucketCommand, PutBucketVersioningCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import { afterEach, describe, expect, test } from '@jest/globals'
import type { ScenarioInput } from '../../../sandbox/scenario.ts'
import { PREPROD, clientsOf, ended, errorOf, openSandbox, until } from '../world.ts'
import type { Opened } from '../world.ts'

let opened: Opened
afterEach(async () => {
  await opened.sandbox.close()
  expect(opened.complaints).toEqual([])
})

const ARN = 'arn:aws:lambda:eu-west-1:111111111111:function:orders'
const FN = { FunctionName: 'orders' }

/** An archive as far as Lambda validates it: the beginning of a file, and the end of an archive. */
const zip = (text: string): Buffer => Buffer.from(`PK\x03\x04${text}PK\x05\x06${'\0'.repeat(18)}`, 'latin1')
const digest = (data: Buffer | string): string => createHash('sha256').update(data).digest('base64')

const ORDERS = { name: 'orders', settings: { Runtime: 'nodejs24.x' }, versions: ['one', 'two'], aliases: { live: '1' } }

const open = async (scenario: ScenarioInput = {}): Promise<void> => {
  opened = await openSandbox({ functions: [ORDERS], ...scenario })
}

const configuration = (Qualifier?: string) =>
  opened.aws.lambda.send(new GetFunctionConfigurationCommand({ ...FN, ...(Qualifier && { Qualifier }) }))
const update = (code: Omit<UpdateFunctionCodeCommandInput, 'FunctionName'>) =>
  opened.aws.lambda.send(new UpdateFunctionCodeCommand({ ...FN, ...code }))
const publish = (CodeSha256?: string) =>
  opened.aws.lambda.send(new PublishVersionCommand({ ...FN, ...(CodeSha256 && { CodeSha256 }) }))
const settled = () =>
  until(
    () => configuration(),
    ({ LastUpdateStatus: status }) => status !== 'InProgress',
  )

describe('a function', () => {
  test('is returned by version and by alias', async () => {
    await open()
    expect(await configuration()).toMatchObject({
      FunctionName: 'orders',
      FunctionArn: ARN,
      Version: '$LATEST',
      CodeSha256: digest('two'),
      Runtime: 'nodejs24.x',
      State: 'Active',
      LastUpdateStatus: 'Successful',
    })
    expect(await configuration('1')).toMatchObject({ FunctionArn: `${ARN}:1`, Version: '1', CodeSha256: digest('one') })
    expect(await configuration('live')).toMatchObject({ FunctionArn: `${ARN}:live`, Version: '1' })
    const { lambda } = opened.aws
    const { Configuration } = await lambda.send(new GetFunctionCommand({ FunctionName: `${ARN}:2` }))
    expect(Configuration?.Version).toBe('2')
    const alias = await lambda.send(new GetAliasCommand({ ...FN, Name: 'live' }))
    expect(alias).toMatchObject({ AliasArn: `${ARN}:live`, Name: 'live', FunctionVersion: '1', Description: '' })
    expect(alias.RoutingConfig).toBeUndefined()
    const { Versions, NextMarker } = await lambda.send(new ListVersionsByFunctionCommand({ ...FN, MaxItems: 2 }))
    expect(Versions?.map(({ Version }) => Version)).toEqual(['$LATEST', '1'])
    const rest = await lambda.send(new ListVersionsByFunctionCommand({ ...FN, Marker: NextMarker }))
    expect(rest.Versions?.map(({ Version }) => Version)).toEqual(['2'])
    expect((await lambda.send(new ListAliasesCommand(FN))).Aliases?.map(({ Name }) => Name)).toEqual(['live'])
  })

  test('all functions are listed by name, in pages', async () => {
    await open({ functions: ['stock', 'orders', 'web'].map((name) => ({ name, versions: ['first'] })) })
    const { lambda } = opened.aws
    const { Functions, NextMarker } = await lambda.send(new ListFunctionsCommand({ MaxItems: 2 }))
    expect(Functions?.map(({ FunctionName, Version }) => [FunctionName, Version])).toEqual([
      ['orders', '$LATEST'],
      ['stock', '$LATEST'],
    ])
    const rest = await lambda.send(new ListFunctionsCommand({ Marker: NextMarker }))
    expect([rest.Functions?.map(({ FunctionName }) => FunctionName), rest.NextMarker]).toEqual([['web'], undefined])
  })

  test('that does not exist is reported with its ARN', async () => {
    await open()
    const { lambda } = opened.aws
    const unknown = { FunctionName: 'stock' }
    const logged = [
      lambda.send(new GetFunctionConfigurationCommand(unknown)),
      configuration('7'),
      configuration('beta'),
      lambda.send(new GetAliasCommand({ ...FN, Name: 'beta' })),
      lambda.send(new PublishVersionCommand(unknown)),
      lambda.send(new CreateAliasCommand({ ...FN, Name: 'beta', FunctionVersion: '7' })),
    ]
    const stock = ARN.replace('orders', 'stock')
    expect(await Promise.all(logged.map(errorOf))).toEqual(
      [
        `Function not found: ${stock}`,
        `Function not found: ${ARN}:7`,
        `Cannot find alias arn: ${ARN}:beta`,
        `Cannot find alias arn: ${ARN}:beta`,
        `Function not found: ${stock}`,
        `Function not found: ${ARN}:7`,
      ].map((message) => ({ name: 'ResourceNotFoundException', message })),
    )
    expect(opened.traffic.at(-1)?.response).toMatchObject({
      status: 404,
      headers: { 'x-amzn-errortype': 'ResourceNotFoundException', 'content-type': 'application/json' },
    })
  })
})

describe('an update', () => {
  test('takes time, and rejects other updates during that', async () => {
    await open({ durations: { lambda: { update: 1e9 } } })
    const code = zip('three')
    const begun = await update({ ZipFile: code })
    expect(begun).toMatchObject({
      CodeSha256: digest(code),
      CodeSize: code.length,
      LastUpdateStatus: 'InProgress',
      LastUpdateStatusReasonCode: 'Creating',
    })
    const message = `The operation cannot be performed at this time. An update is in progress for resource: ${ARN}`
    for (const busy of [update({ ZipFile: code }), publish()]) {
      expect(await errorOf(busy)).toEqual({ name: 'ResourceConflictException', message })
    }
    opened.sandbox.clock.advance(1e9)
    expect(await settled()).toMatchObject({ LastUpdateStatus: 'Successful', CodeSha256: digest(code) })
    const published = await publish(digest(code))
    expect(published).toMatchObject({ Version: '3', FunctionArn: `${ARN}:3`, CodeSha256: digest(code) })
    expect(published.$metadata.httpStatusCode).toBe(201)
    expect((await publish(digest(code))).Version).toBe('3')
  })

  test('that fails keeps the previous state', async () => {
    await open({
      functions: [{ ...ORDERS, updateFails: { code: 'InvalidZipFileException', reason: 'Not unpacked.' } }],
    })
    await update({ ZipFile: zip('three') })
    expect(await settled()).toMatchObject({
      LastUpdateStatus: 'Failed',
      LastUpdateStatusReason: 'Not unpacked.',
      LastUpdateStatusReasonCode: 'InvalidZipFileException',
      CodeSha256: digest('two'),
    })
  })

  test('of the configuration also creates a new version', async () => {
    await open()
    expect((await publish()).Version).toBe('2')
    await opened.aws.lambda.send(new UpdateFunctionConfigurationCommand({ ...FN, Timeout: 9 }))
    expect(await settled()).toMatchObject({ Timeout: 9, Runtime: 'nodejs24.x' })
    expect((await publish()).Version).toBe('3')
  })

  test('publishes at once if requested, and changes nothing in a dry run', async () => {
    await open()
    expect(await update({ ZipFile: zip('x'), DryRun: true })).toMatchObject({ CodeSha256: digest(zip('x')) })
    expect((await configuration()).CodeSha256).toBe(digest('two'))
    expect((await update({ ZipFile: zip('x'), Publish: true })).Version).toBe('3')
  })

  test('reads its code from S3, at the given version', async () => {
    await open()
    const { s3 } = opened.aws
    const Bucket = 'releases'
    await s3.send(new CreateBucketCommand({ Bucket }))
    await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }))
    const { VersionId } = await s3.send(new PutObjectCommand({ Bucket, Key: 'a.zip', Body: zip('a') }))
    await s3.send(new PutObjectCommand({ Bucket, Key: 'a.zip', Body: zip('b') }))
    const from = { S3Bucket: Bucket, S3Key: 'a.zip' }
    expect((await update({ ...from, S3ObjectVersion: VersionId })).CodeSha256).toBe(digest(zip('a')))
    await settled()
    const refused = [
      update({ ...from, S3Key: 'b.zip' }),
      update({ ...from, S3Bucket: 'elsewhere' }),
      update({ ...from, ZipFile: zip('a') }),
      update({}),
      update({ ZipFile: Buffer.from('not packed') }),
      update({ ZipFile: Buffer.from(`PK\x05\x06${'\0'.repeat(18)}`, 'latin1') }),
      publish(digest('other')),
    ]
    const said = await Promise.all(refused.map(errorOf))
    expect(new Set(said.map(({ name }) => name))).toEqual(new Set(['InvalidParameterValueException']))
    expect(said.map(({ message }) => message)).toEqual([
      'Error occurred while GetObject. S3 Error Code: NoSuchKey. S3 Error Message: The specified key does not exist.',
      'Error occurred while GetObject. S3 Error Code: NoSuchBucket. S3 Error Message: The specified bucket does not exist',
      'Please do not provide other FunctionCode parameters when providing a ZipFile.',
      'Please provide a source for function code.',
      'Could not unzip uploaded file. Please check your file, then try to upload again.',
      'Uploaded file must be a non-empty zip',
      `CodeSHA256 (${digest('other')}) is different from current CodeSHA256 in $LATEST (${digest(zip('a'))}). Please try again with the CodeSHA256 in $LATEST.`,
    ])
  })

  test('with an outdated revision ID is rejected', async () => {
    await open()
    const { RevisionId } = await configuration()
    await update({ ZipFile: zip('a'), RevisionId })
    await settled()
    expect((await errorOf(update({ ZipFile: zip('b'), RevisionId }))).name).toBe('PreconditionFailedException')
  })

  test('of another user is visible', async () => {
    await open({
      meanwhile: [{ before: 'lambda:PublishVersion', steps: [{ function: { name: 'orders', code: 'x' } }] }],
    })
    expect((await errorOf(publish(digest('two')))).name).toBe('InvalidParameterValueException')
  })
})

test('aliases are created and changed', async () => {
  await open()
  const { lambda } = opened.aws
  const beta = { ...FN, Name: 'beta' }
  expect((await lambda.send(new CreateAliasCommand({ ...beta, FunctionVersion: '1' }))).FunctionVersion).toBe('1')
  const again = lambda.send(new CreateAliasCommand({ ...beta, FunctionVersion: '1' }))
  expect(await errorOf(again)).toEqual({
    name: 'ResourceConflictException',
    message: `Alias already exists: ${ARN}:beta`,
  })
  const RoutingConfig = { AdditionalVersionWeights: { 2: 0.1 } }
  const { RevisionId } = await lambda.send(new UpdateAliasCommand({ ...beta, RoutingConfig }))
  expect(await lambda.send(new GetAliasCommand(beta))).toMatchObject({
    FunctionVersion: '1',
    RoutingConfig,
    RevisionId,
  })
  await lambda.send(
    new UpdateAliasCommand({ ...beta, FunctionVersion: '2', RoutingConfig: { AdditionalVersionWeights: {} } }),
  )
  const stale = lambda.send(new UpdateAliasCommand({ ...beta, FunctionVersion: '1', RevisionId }))
  expect((await errorOf(stale)).name).toBe('PreconditionFailedException')
})

describe('Lambda', () => {
  test('permissions are checked on the function, with its version or alias if named', async () => {
    const keys = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'sixteen-or-more-x' }
    const Statement = {
      Effect: 'Allow' as const,
      Action: ['lambda:GetFunctionConfiguration', 'lambda:UpdateFunctionCode'],
      Resource: ARN,
    }
    await open({ users: [{ account: PREPROD.account, name: 'ann', ...keys, policy: { Statement } }] })
    const ann = clientsOf(opened.sandbox, PREPROD, keys).lambda
    expect((await ann.send(new GetFunctionConfigurationCommand(FN))).Version).toBe('$LATEST')
    const qualified = await errorOf(ann.send(new GetFunctionConfigurationCommand({ ...FN, Qualifier: '1' })))
    expect(qualified.name).toBe('AccessDeniedException')
    expect(qualified.message).toContain(`lambda:GetFunctionConfiguration on resource: ${ARN}:1 because`)
    const alias = await errorOf(ann.send(new GetAliasCommand({ ...FN, Name: 'live' })))
    expect(alias.message).toContain(`lambda:GetAlias on resource: ${ARN} because`)
    const code = { S3Bucket: 'releases', S3Key: 'a.zip' }
    const read = await errorOf(ann.send(new UpdateFunctionCodeCommand({ ...FN, ...code })))
    expect(read.message).toContain('s3:GetObject on resource: arn:aws:s3:::releases/a.zip because')
    expect(opened.traffic.at(-1)?.response.status).toBe(403)
  })

  test('injected faults have the errors of a REST service', async () => {
    const on = 'lambda:GetFunctionConfiguration'
    const kinds = ['throttle', 'error-500', 'error-503', 'expired', 'reset-after', 'truncate', 'malformed'] as const
    await open({ trouble: kinds.map((kind) => ({ on, do: kind, times: 1 })) })
    const logged = []
    for (const _ of kinds) logged.push((await errorOf(configuration())).name)
    expect(logged.slice(0, 4)).toEqual([
      'TooManyRequestsException',
      'ServiceException',
      'ServiceUnavailable',
      'ExpiredTokenException',
    ])
    expect(logged.slice(4)).not.toContain('none')
    expect(opened.traffic.slice(0, 4).map(({ response }) => response.status)).toEqual([429, 500, 503, 403])
    expect((await configuration()).Version).toBe('$LATEST')
  })

  test('CloudTrail event names contain the API version', async () => {
    await open()
    await publish()
    const LookupAttributes = [{ AttributeKey: 'ResourceName' as const, AttributeValue: 'orders' }]
    const { Events } = await opened.aws.cloudtrail.send(new LookupEventsCommand({ LookupAttributes }))
    expect(Events?.map(({ EventName, EventSource }) => [EventName, EventSource])).toEqual([
      ['PublishVersion20150331', 'lambda.amazonaws.com'],
    ])
  })

  test('operations that are not implemented are rejected as unknown', async () => {
    await open()
    const authorization = 'AWS4-HMAC-SHA256 Credential=111111111111/20260101/eu-west-1/lambda/aws4_request'
    const answer = await fetch(`${opened.sandbox.awsUrl}/2015-03-31/nothing`, { headers: { authorization } })
    expect([answer.status, answer.headers.get('x-amzn-errortype')]).toEqual([404, 'UnknownOperationException'])
  })

  test('a stack creates functions that Lambda returns', async () => {
    await open()
    const TemplateBody = `
Resources:
  Fn: { Type: AWS::Lambda::Function, Properties: { FunctionName: stock, Role: 'arn:aws:iam::111111111111:role/stock', Code: { ZipFile: x }, Timeout: "7" } }
  One: { Type: AWS::Lambda::Version, Properties: { FunctionName: !Ref Fn } }
  Live: { Type: AWS::Lambda::Alias, Properties: { FunctionName: !Ref Fn, Name: live, FunctionVersion: !GetAtt One.Version } }
`
    const stackEnds = async (StackName: string, body: string) => {
      const { cloudformation } = opened.aws
      await cloudformation.send(new CreateStackCommand({ StackName, TemplateBody: body }))
      const readState = async () =>
        (await cloudformation.send(new DescribeStacksCommand({ StackName }))).Stacks?.[0]?.StackStatus
      return until(readState, (status) => status?.endsWith('_IN_PROGRESS') === false)
    }
    expect(await stackEnds('stock', TemplateBody)).toBe('CREATE_COMPLETE')
    const live = { FunctionName: 'stock', Qualifier: 'live' }
    expect(await opened.aws.lambda.send(new GetFunctionConfigurationCommand(live))).toMatchObject({
      Version: '1',
      Timeout: 7,
      CodeSha256: digest('x'),
    })
    const again = `Resources: { Two: { Type: AWS::Lambda::Version, Properties: { FunctionName: stock } } }`
    expect(await stackEnds('again', again)).toBe('ROLLBACK_COMPLETE')
    const lost = `Resources: { Fn: { Type: AWS::Lambda::Function, Properties: { Code: { S3Bucket: no-such-bucket, S3Key: k } } } }`
    expect(await stackEnds('lost', lost)).toBe('ROLLBACK_COMPLETE')
  })
})

describe('a scenario', () => {
  const applications: ScenarioInput['applications'] = [
    {
      name: 'shop',
      platform: 'Lambda',
      groups: { live: { deploymentConfigName: 'CodeDeployDefault.LambdaCanary10Percent5Minutes' } },
    },
  ]

  test('has applications and groups, whose deployments shift an alias', async () => {
    await open({ applications })
    const Properties = { Name: 'orders', Alias: 'live', CurrentVersion: '1', TargetVersion: '2' }
    const Resources = [{ orders: { Type: 'AWS::Lambda::Function', Properties } }]
    const appSpecContent = { content: JSON.stringify({ version: 0, Resources }) }
    const { deploymentId } = await opened.aws.codedeploy.send(
      new CreateDeploymentCommand({
        applicationName: 'shop',
        deploymentGroupName: 'live',
        revision: { revisionType: 'AppSpecContent', appSpecContent },
      }),
    )
    const alias = () => opened.aws.lambda.send(new GetAliasCommand({ ...FN, Name: 'live' }))
    const between = await until(alias, ({ RoutingConfig }) => RoutingConfig !== undefined)
    expect(between).toMatchObject({ FunctionVersion: '1', RoutingConfig: { AdditionalVersionWeights: { 2: 0.1 } } })
    expect((await ended(opened, deploymentId!)).status).toBe('Succeeded')
    const after = await alias()
    expect([after.FunctionVersion, after.RoutingConfig]).toEqual(['2', undefined])
  })

  test('that AWS would reject does not start', async () => {
    await open({ functions: [] })
    const start = (scenario: ScenarioInput) => errorOf(openSandbox(scenario))
    const groups = { live: { deploymentConfigName: 'Other' } }
    const logged = [
      await start({ functions: [{ ...ORDERS, aliases: { live: '3' } }] }),
      await start({ services: [{ name: 's', taskDefinition: 'shop' }] }),
      await start({ applications: [{ name: 'shop', platform: 'Lambda', groups }] }),
    ]
    expect(logged.map(({ message }) => message)).toEqual([
      'orders has no version 3',
      'There is no task definition shop',
      expect.stringContaining('Other'),
    ])
  })
})

describe('an invocation', () => {
  const invoked = async (FunctionName: string) => {
    const { Payload, ...rest } = await opened.aws.lambda.send(new InvokeCommand({ FunctionName }))
    return { ...rest, answer: Buffer.from(Payload ?? []).toString('utf8') }
  }

  test("is executed by the named version, or the alias's version", async () => {
    await open()
    expect(await invoked('orders:2')).toMatchObject({
      StatusCode: 200,
      ExecutedVersion: '2',
      answer: '{"version":"2"}',
    })
    expect(await invoked('orders:live')).toMatchObject({ ExecutedVersion: '1' })
    expect(await errorOf(invoked('orders:9'))).toMatchObject({ name: 'ResourceNotFoundException' })
  })

  test('is counted for the function, for its invoked qualifier, and for the version of an alias', async () => {
    await open()
    for (const name of ['orders', 'orders:2', 'orders:live', 'orders:live']) await invoked(name)
    const { Metrics = [] } = await opened.aws.cloudwatch.send(
      new ListMetricsCommand({ Namespace: 'AWS/Lambda', MetricName: 'Errors' }),
    )
    const dimensions = Metrics.map((each) => (each.Dimensions ?? []).map(({ Name, Value }) => `${Name}=${Value}`))
    expect(dimensions.map((each) => each.join(' ')).toSorted()).toEqual([
      '',
      'FunctionName=orders',
      'FunctionName=orders Resource=orders:2',
      'FunctionName=orders Resource=orders:live',
      'FunctionName=orders Resource=orders:live ExecutedVersion=1',
    ])
    const sumOf = async (MetricName: string): Promise<number | undefined> => {
      const now = Date.now()
      const { MetricDataResults: [result] = [] } = await opened.aws.cloudwatch.send(
        new GetMetricDataCommand({
          StartTime: new Date(now - 3_600_000),
          EndTime: new Date(now + 24 * 3_600_000),
          MetricDataQueries: [
            {
              Id: 'sum',
              MetricStat: {
                Metric: {
                  Namespace: 'AWS/Lambda',
                  MetricName,
                  Dimensions: [
                    { Name: 'FunctionName', Value: 'orders' },
                    { Name: 'Resource', Value: 'orders:live' },
                  ],
                },
                Period: 86_400,
                Stat: 'Sum',
              },
            },
          ],
        }),
      )
      return result?.Values?.reduce((sum, value) => sum + value, 0)
    }
    expect(await sumOf('Invocations')).toBe(2)
    expect(await sumOf('Errors')).toBe(0)
  })
})

test('a version is deleted unless an alias points to it', async () => {
  await open()
  const { lambda } = opened.aws
  const remove = (Qualifier: string): Promise<unknown> =>
    lambda.send(new DeleteFunctionCommand({ FunctionName: 'orders', Qualifier }))
  expect((await errorOf(remove('1'))).name).toBe('ResourceConflictException')
  expect((await errorOf(remove('9'))).name).toBe('ResourceNotFoundException')
  expect((await errorOf(remove('$LATEST'))).name).toBe('InvalidParameterValueException')
  await lambda.send(new DeleteAliasCommand({ FunctionName: 'orders', Name: 'live' }))
  await remove('1')
  const read = lambda.send(new GetFunctionConfigurationCommand({ FunctionName: 'orders', Qualifier: '1' }))
  expect((await errorOf(read)).name).toBe('ResourceNotFoundException')
})
