import { CloudControlClient, GetResourceCommand } from '@aws-sdk/client-cloudcontrol'
import {
  CreateResourceCommand,
  DeleteResourceCommand,
  GetResourceRequestStatusCommand,
  ListResourcesCommand,
  UpdateResourceCommand,
} from '@aws-sdk/client-cloudcontrol'
import {
  CreateStackCommand,
  DescribeStackDriftDetectionStatusCommand,
  DescribeStackResourceDriftsCommand,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
  DescribeTypeCommand,
  DetectStackDriftCommand,
} from '@aws-sdk/client-cloudformation'
import {
  AttachRolePolicyCommand,
  CreateRoleCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  IAMClient,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { PREPROD, openSandbox, until } from '../world.ts'
import type { Opened } from '../world.ts'

const StackName = 'web'
const document = (action: string) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: action, Resource: '*' }],
})
/** The document of a resource policy, with its principal. */
const forAll = ({ Version, Statement }: ReturnType<typeof document>) => ({
  Version,
  Statement: Statement.map((statement) => ({ ...statement, Principal: { AWS: '111111111111' } })),
})
const TEMPLATE = {
  Parameters: { Size: { Type: 'String', Default: 'large' }, Password: { Type: 'String', NoEcho: true } },
  Resources: {
    Releases: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'web-releases' } },
    Role: {
      Type: 'AWS::IAM::Role',
      Properties: { RoleName: 'web', AssumeRolePolicyDocument: document('sts:AssumeRole') },
    },
    Deploy: {
      Type: 'AWS::IAM::Policy',
      Properties: { PolicyName: 'deploy', PolicyDocument: document('s3:GetObject'), Roles: [{ Ref: 'Role' }] },
    },
    Managed: {
      Type: 'AWS::IAM::ManagedPolicy',
      Properties: { ManagedPolicyName: 'read', PolicyDocument: document('s3:GetObject') },
    },
    Group: {
      Type: 'AWS::EC2::SecurityGroup',
      Properties: {
        GroupDescription: 'web',
        VpcId: 'vpc-1',
        SecurityGroupIngress: [{ IpProtocol: 'tcp', FromPort: '443', ToPort: 443, CidrIp: '10.0.0.0/8' }],
      },
    },
    Code: {
      Type: 'AWS::Lambda::Function',
      Properties: {
        FunctionName: 'checkout',
        Runtime: 'nodejs24.x',
        Handler: 'index.handler',
        Role: 'arn:aws:iam::111111111111:role/web',
        Code: { ZipFile: 'exports.handler = () => 1' },
      },
    },
    Cluster: { Type: 'AWS::ECS::Cluster', Properties: { ClusterName: 'web' } },
    Topic: { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'orders' } },
    Build: { Type: 'AWS::CodeBuild::Project', Properties: { Name: 'web' } },
    Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'web' } },
    Stage: {
      Type: 'AWS::ApiGateway::Stage',
      Properties: { RestApiId: { Ref: 'Api' }, StageName: 'prod', DeploymentId: 'abc123' },
    },
    Parameter: { Type: 'AWS::SSM::Parameter', Properties: { Name: '/web/size', Type: 'String', Value: '3' } },
  },
}
const READER_KEY = 'AKIAREADER0000000000'
const READER = {
  Version: '2012-10-17' as const,
  Statement: [{ Effect: 'Allow' as const, Action: ['cloudformation:GetResource', 'iam:*'], Resource: '*' }],
}

let opened: Opened
let client: CloudControlClient

const clientOf = (accessKeyId: string, region = PREPROD.region): CloudControlClient =>
  new CloudControlClient({
    endpoint: opened.sandbox.awsUrl,
    region,
    credentials: { accessKeyId, secretAccessKey: 'anything' },
    maxAttempts: 1,
  })

async function read(TypeName: string, Identifier: string, by = client): Promise<Record<string, any>> {
  const { ResourceDescription } = await by.send(new GetResourceCommand({ TypeName, Identifier }))
  return JSON.parse(ResourceDescription?.Properties ?? '') as Record<string, any>
}

const failure = (promise: Promise<unknown>): Promise<Error> =>
  promise.then(
    () => Promise.reject(new Error('it succeeded')),
    (error: Error) => error,
  )

async function physicalId(logicalId: string): Promise<string> {
  const { aws } = opened
  const { StackResources } = await aws.cloudformation.send(
    new DescribeStackResourcesCommand({ StackName, LogicalResourceId: logicalId }),
  )
  return StackResources?.[0]?.PhysicalResourceId ?? ''
}

beforeAll(async () => {
  opened = await openSandbox({
    pages: { listedResources: 2 },
    users: [
      {
        accessKeyId: READER_KEY,
        secretAccessKey: 'anything-anything',
        account: PREPROD.account,
        name: 'reader',
        policy: READER,
      },
    ],
    trouble: [{ on: 'cloudcontrol:GetResource', region: 'us-west-2', do: 'throttle' }],
  })
  client = clientOf(PREPROD.account)
  const { cloudformation } = opened.aws
  await cloudformation.send(
    new CreateStackCommand({
      StackName,
      TemplateBody: JSON.stringify(TEMPLATE),
      Parameters: [{ ParameterKey: 'Password', ParameterValue: 'swordfish' }],
      Capabilities: ['CAPABILITY_NAMED_IAM'],
    }),
  )
  const created = await until(
    () => cloudformation.send(new DescribeStacksCommand({ StackName })),
    ({ Stacks }) => Stacks?.[0]?.StackStatus?.endsWith('_IN_PROGRESS') === false,
  )
  expect(created.Stacks?.[0]?.StackStatus).toBe('CREATE_COMPLETE')
})
afterAll(() => opened.sandbox.close())

describe('GetResource', () => {
  test('returns the model as JSON text, with values that the service generated and those that CloudFormation adds', async () => {
    expect(await read('AWS::S3::Bucket', 'web-releases')).toMatchObject({
      BucketName: 'web-releases',
      Arn: 'arn:aws:s3:::web-releases',
      Tags: expect.arrayContaining([{ Key: 'aws:cloudformation:logical-id', Value: 'Releases' }]),
    })
  })

  test('reads a role that no stack created', async () => {
    const iam = new IAMClient({
      endpoint: opened.sandbox.awsUrl,
      region: PREPROD.region,
      credentials: { accessKeyId: PREPROD.account, secretAccessKey: 'anything' },
    })
    await iam.send(
      new CreateRoleCommand({
        RoleName: 'made-by-call',
        AssumeRolePolicyDocument: JSON.stringify(forAll(document('sts:AssumeRole'))),
        PermissionsBoundary: 'arn:aws:iam::aws:policy/PowerUserAccess',
      }),
    )
    const PolicyDocument = JSON.stringify(document('sns:*'))
    await iam.send(new PutRolePolicyCommand({ RoleName: 'made-by-call', PolicyName: 'topics', PolicyDocument }))
    expect(await read('AWS::IAM::Role', 'made-by-call')).toMatchObject({
      Arn: 'arn:aws:iam::111111111111:role/made-by-call',
      PermissionsBoundary: 'arn:aws:iam::aws:policy/PowerUserAccess',
      Policies: [{ PolicyName: 'topics', PolicyDocument: document('sns:*') }],
    })
    await iam.send(new DeleteRolePolicyCommand({ RoleName: 'made-by-call', PolicyName: 'topics' }))
    await iam.send(new DeleteRoleCommand({ RoleName: 'made-by-call' }))
    await expect(read('AWS::IAM::Role', 'made-by-call')).rejects.toThrow(/not found/i)
  })

  test('returns values with the types of the schema', async () => {
    const { SecurityGroupIngress } = await read('AWS::EC2::SecurityGroup', await physicalId('Group'))
    expect(SecurityGroupIngress).toEqual([expect.objectContaining({ FromPort: 443, ToPort: 443 })])
  })

  test('never returns write-only values', async () => {
    const model = await read('AWS::Lambda::Function', 'checkout')
    expect(model).toMatchObject({ FunctionName: 'checkout', Arn: expect.stringContaining(':function:checkout') })
    expect(model).not.toHaveProperty('Code')
    expect(await read('AWS::SSM::Parameter', '/web/size')).toMatchObject({ Value: '3' })
  })

  test('accepts the parts of an identifier in the order of the schema, or as JSON', async () => {
    const api = await physicalId('Api')
    await expect(read('AWS::ApiGateway::Stage', `${api}|prod`)).resolves.toMatchObject({ StageName: 'prod' })
    const named = JSON.stringify({ RestApiId: api, StageName: 'prod' })
    await expect(read('AWS::ApiGateway::Stage', named)).resolves.toMatchObject({ StageName: 'prod' })
    const reversed = await failure(read('AWS::ApiGateway::Stage', `prod|${api}`))
    expect(reversed.name).toBe('ResourceNotFoundException')
    expect((await failure(read('AWS::ApiGateway::Stage', 'prod'))).name).toBe('ValidationException')
  })

  test('reads a stack, without the values of NoEcho parameters', async () => {
    const { Stacks } = await opened.aws.cloudformation.send(new DescribeStacksCommand({ StackName }))
    const model = await read('AWS::CloudFormation::Stack', Stacks?.[0]?.StackId ?? '')
    expect(model).toEqual({ StackId: Stacks?.[0]?.StackId, Parameters: { Size: 'large', Password: '****' } })
  })

  test('rejects a type without a read handler, and an unknown type', async () => {
    expect((await failure(read('AWS::CodeBuild::Project', 'web'))).name).toBe('UnsupportedActionException')
    expect((await failure(read('AWS::Nothing::Here', 'web'))).name).toBe('TypeNotFoundException')
    expect((await failure(read('AWS::S3::Bucket', 'nothing'))).message).toContain('HandlerErrorCode: NotFound')
  })

  test('needs its own permission and those of the handler', async () => {
    const reader = clientOf(READER_KEY)
    await expect(read('AWS::IAM::Role', 'web', reader)).resolves.toMatchObject({ RoleName: 'web' })
    const denied = await failure(read('AWS::S3::Bucket', 'web-releases', reader))
    expect(denied.name).toBe('AccessDeniedException')
    expect(denied.message).toMatch(/^AWS::S3::Bucket Handler returned status FAILED: .*HandlerErrorCode: AccessDenied/)
    const listing = await failure(reader.send(new ListResourcesCommand({ TypeName: 'AWS::IAM::Role' })))
    expect(listing.message).toContain('not authorized to perform: cloudformation:ListResources')
  })
})

test('throttles by the rules of the scenario', async () => {
  const throttled = await failure(read('AWS::S3::Bucket', 'web-releases', clientOf(PREPROD.account, 'us-west-2')))
  expect(throttled.name).toBe('ThrottlingException')
})

describe('ListResources', () => {
  test('returns pages of identifiers', async () => {
    const names: string[] = []
    let NextToken: string | undefined
    let pages = 0
    await clientsParameters()
    do {
      const page = await client.send(
        new ListResourcesCommand({ TypeName: 'AWS::SSM::Parameter', ...(NextToken !== undefined && { NextToken }) }),
      )
      names.push(...(page.ResourceDescriptions ?? []).map(({ Identifier }) => Identifier ?? ''))
      pages += 1
      NextToken = page.NextToken
    } while (NextToken !== undefined)
    expect(names.toSorted()).toEqual(['/web/a', '/web/b', '/web/size'])
    expect(pages).toBe(2)
  })

  test('needs the parent where the handler does', async () => {
    const TypeName = 'AWS::ApiGateway::Stage'
    const missing = await failure(client.send(new ListResourcesCommand({ TypeName })))
    expect(missing.name).toBe('InvalidRequestException')
    expect(missing.message).toContain('required key [RestApiId] not found')
    const RestApiId = await physicalId('Api')
    const ResourceModel = JSON.stringify({ RestApiId })
    const { ResourceDescriptions } = await client.send(new ListResourcesCommand({ TypeName, ResourceModel }))
    expect(ResourceDescriptions).toEqual([expect.objectContaining({ Identifier: `${RestApiId}|prod` })])
  })

  async function clientsParameters(): Promise<void> {
    for (const Name of ['/web/a', '/web/b']) {
      await finished(
        new CreateResourceCommand({
          TypeName: 'AWS::SSM::Parameter',
          DesiredState: JSON.stringify({ Name, Type: 'String', Value: '1' }),
        }),
      )
    }
  }
})

async function finished(
  command: CreateResourceCommand | UpdateResourceCommand | DeleteResourceCommand,
): Promise<{ readonly status: string | undefined; readonly identifier: string; readonly code: string | undefined }> {
  const { ProgressEvent: started } = await client.send(command as CreateResourceCommand)
  const status = new GetResourceRequestStatusCommand({ RequestToken: started?.RequestToken })
  const { ProgressEvent: event } = await until(
    () => client.send(status),
    ({ ProgressEvent }) => ProgressEvent?.OperationStatus !== 'IN_PROGRESS',
  )
  return { status: event?.OperationStatus, identifier: event?.Identifier ?? '', code: event?.ErrorCode }
}

test('creates, updates and deletes a resource outside any stack', async () => {
  const TypeName = 'AWS::Logs::LogGroup'
  const DesiredState = JSON.stringify({ LogGroupName: '/web', RetentionInDays: 7 })
  expect(await finished(new CreateResourceCommand({ TypeName, DesiredState }))).toMatchObject({ status: 'SUCCESS' })
  const model = await read(TypeName, '/web')
  expect(model).toMatchObject({ RetentionInDays: 7 })
  expect(JSON.stringify(model)).not.toContain('aws:cloudformation')
  const again = await finished(new CreateResourceCommand({ TypeName, DesiredState }))
  expect(again).toMatchObject({ status: 'FAILED', code: 'AlreadyExists' })

  const patch = (path: string, value: unknown) => JSON.stringify([{ op: 'replace', path, value }])
  const update = { TypeName, Identifier: '/web' }
  await finished(new UpdateResourceCommand({ ...update, PatchDocument: patch('/RetentionInDays', 30) }))
  expect(await read(TypeName, '/web')).toMatchObject({ RetentionInDays: 30 })
  const renamed = await finished(new UpdateResourceCommand({ ...update, PatchDocument: patch('/LogGroupName', '/x') }))
  expect(renamed).toMatchObject({ status: 'FAILED', code: 'NotUpdatable' })

  await finished(new DeleteResourceCommand(update))
  expect((await failure(read(TypeName, '/web'))).name).toBe('ResourceNotFoundException')
})

describe('changes outside the template', () => {
  async function driftOf(logicalId: string): Promise<string | undefined> {
    const { cloudformation } = opened.aws
    const { StackDriftDetectionId } = await cloudformation.send(new DetectStackDriftCommand({ StackName }))
    await until(
      () => cloudformation.send(new DescribeStackDriftDetectionStatusCommand({ StackDriftDetectionId })),
      ({ DetectionStatus }) => DetectionStatus !== 'DETECTION_IN_PROGRESS',
    )
    const { StackResourceDrifts } = await cloudformation.send(new DescribeStackResourceDriftsCommand({ StackName }))
    return StackResourceDrifts?.find((each) => each.LogicalResourceId === logicalId)?.StackResourceDriftStatus
  }

  test('an undeclared property is in the model, and not in drift detection', async () => {
    await opened.sandbox.admin.tamper({ stack: StackName, resource: 'Code', properties: { MemorySize: 1024 } })
    expect(await read('AWS::Lambda::Function', 'checkout')).toMatchObject({ MemorySize: 1024 })
    expect(await driftOf('Code')).toBe('IN_SYNC')
  })

  test('a role includes the policies of sibling resources and of separate calls', async () => {
    const { Policies } = await read('AWS::IAM::Role', 'web')
    expect(Policies.map(({ PolicyName }: { PolicyName: string }) => PolicyName)).toEqual(['deploy'])
    await attach('Role', 'AWS::IAM::RolePolicy', { PolicyName: 'added', PolicyDocument: document('*') })
    const changed = await read('AWS::IAM::Role', 'web')
    expect(changed.Policies.map(({ PolicyName }: { PolicyName: string }) => PolicyName)).toEqual(['deploy', 'added'])
    expect(await driftOf('Role')).toBe('IN_SYNC')
  })

  test('a role and a managed policy include changes by IAM calls', async () => {
    const iam = new IAMClient({
      endpoint: opened.sandbox.awsUrl,
      region: PREPROD.region,
      credentials: { accessKeyId: PREPROD.account, secretAccessKey: 'anything' },
    })
    const PolicyArn = await physicalId('Managed')
    const PolicyDocument = JSON.stringify(document('s3:*'))
    await iam.send(new AttachRolePolicyCommand({ RoleName: 'web', PolicyArn }))
    await iam.send(new PutRolePolicyCommand({ RoleName: 'web', PolicyName: 'by-call', PolicyDocument }))
    const role = await read('AWS::IAM::Role', 'web')
    expect(role.ManagedPolicyArns).toEqual([PolicyArn])
    expect(role.Policies).toContainEqual({ PolicyName: 'by-call', PolicyDocument: document('s3:*') })
    expect(await read('AWS::IAM::ManagedPolicy', PolicyArn)).toMatchObject({ Roles: ['web'] })
    expect(await driftOf('Role')).toBe('IN_SYNC')
  })

  test('a security group includes an added rule, and drifts where the template declares its rules', async () => {
    await attach('Group', 'AWS::EC2::SecurityGroupIngress', {
      IpProtocol: 'tcp',
      FromPort: 22,
      ToPort: 22,
      CidrIp: '0.0.0.0/0',
    })
    const { SecurityGroupIngress } = await read('AWS::EC2::SecurityGroup', await physicalId('Group'))
    expect(SecurityGroupIngress).toHaveLength(2)
    expect(await driftOf('Group')).toBe('MODIFIED')
  })

  test('a topic includes subscriptions, and neither a topic nor a bucket includes its policy', async () => {
    const topic = await physicalId('Topic')
    await attach('Topic', 'AWS::SNS::Subscription', { Protocol: 'https', Endpoint: 'https://example.com' })
    await attach('Topic', 'AWS::SNS::TopicPolicy', { PolicyDocument: forAll(document('sns:Publish')) })
    await attach('Releases', 'AWS::S3::BucketPolicy', { PolicyDocument: forAll(document('s3:GetObject')) })
    const model = await read('AWS::SNS::Topic', topic)
    expect(model.Subscription).toEqual([{ Protocol: 'https', Endpoint: 'https://example.com' }])
    expect(JSON.stringify(model)).not.toContain('sns:Publish')
    expect(JSON.stringify(await read('AWS::S3::Bucket', 'web-releases'))).not.toContain('s3:GetObject')
  })

  const attach = (resource: string, type: string, properties: Record<string, unknown>): Promise<void> =>
    opened.sandbox.admin.attach({ stack: StackName, resource, type, properties })
})

test('DescribeType returns the schema and whether the type can be provisioned', async () => {
  const { cloudformation } = opened.aws
  const describeType = (TypeName: string) =>
    cloudformation.send(new DescribeTypeCommand({ Type: 'RESOURCE', TypeName }))
  const bucket = await describeType('AWS::S3::Bucket')
  expect(bucket).toMatchObject({ ProvisioningType: 'FULLY_MUTABLE', TypeName: 'AWS::S3::Bucket' })
  expect(JSON.parse(bucket.Schema ?? '')).toMatchObject({ primaryIdentifier: ['/properties/BucketName'] })
  expect((await describeType('AWS::CodeBuild::Project')).ProvisioningType).toBe('NON_PROVISIONABLE')
  expect((await failure(describeType('AWS::Nothing::Here'))).name).toBe('TypeNotFoundException')
})
