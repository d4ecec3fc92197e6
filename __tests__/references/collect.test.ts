import { describe, expect, test } from '@jest/globals'
import { parseTemplate } from '../../src/cloudformation/template/template.ts'
import type { Values } from '../../src/cloudformation/template/values.ts'
import { collectReferences } from '../../src/references/collect.ts'

const VALUES: Values = {
  Env: 'preprod',
  Bucket: 'code-preprod',
  'AWS::Region': 'eu-west-1',
  'AWS::AccountId': '111111111111',
}

/** `Fn.Code s3-object s3://code/app.zip:7`: place, kind, target and line of each reference. */
function collected(resources: string, values: Values = VALUES, rest = ''): string[] {
  const template = parseTemplate(
    `Parameters: { Env: { Type: String }, Bucket: { Type: String }, Secret: { Type: String, NoEcho: true } }\n${rest}\nResources:\n${resources}`,
    'web.yml',
  )
  return collectReferences(template, values).map(
    ({ kind, target, logicalId, property, expression, source }) =>
      `${logicalId}.${property} ${kind} ${target?.id ?? `? ${expression}`}:${source.line}`,
  )
}
const fn = (code: string) => `  Fn: { Type: AWS::Lambda::Function, Properties: { Code: ${code} } }`

describe('S3 objects of code', () => {
  test.each<[string, string, string[]]>([
    [
      'by a parameter',
      fn('{ S3Bucket: !Ref Bucket, S3Key: app.zip }'),
      ['Fn.Code s3-object s3://code-preprod/app.zip:4'],
    ],
    [
      'with a version',
      fn('{ S3Bucket: b, S3Key: !Sub "${Env}/app.zip", S3ObjectVersion: v1 }'),
      ['Fn.Code s3-object s3://b/preprod/app.zip?versionId=v1:4'],
    ],
    [
      'of a layer, by pseudo parameters',
      '  L: { Type: AWS::Lambda::LayerVersion, Properties: { Content: { S3Bucket: !Sub "assets-${AWS::AccountId}-${AWS::Region}", S3Key: l.zip } } }',
      ['L.Content s3-object s3://assets-111111111111-eu-west-1/l.zip:4'],
    ],
    [
      'of a state machine and an API',
      [
        '  M: { Type: AWS::StepFunctions::StateMachine, Properties: { DefinitionS3Location: { Bucket: b, Key: m.json, Version: v2 } } }',
        '  A: { Type: AWS::ApiGateway::RestApi, Properties: { BodyS3Location: { Bucket: b, Key: api.yml } } }',
      ].join('\n'),
      ['M.DefinitionS3Location s3-object s3://b/m.json?versionId=v2:4', 'A.BodyS3Location s3-object s3://b/api.yml:5'],
    ],
    [
      'of a nested template, in each notation of its URL',
      [
        'https://b.s3.eu-west-1.amazonaws.com/a/n.yml',
        'https://b.s3.amazonaws.com/a/n.yml',
        'https://s3.eu-west-1.amazonaws.com/b/a/n.yml',
        'https://s3-eu-west-1.amazonaws.com/b/a/n.yml',
      ]
        .map((url, index) => `  N${index}: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: "${url}" } }`)
        .join('\n'),
      [0, 1, 2, 3].map((index) => `N${index}.TemplateURL s3-object s3://b/a/n.yml:${4 + index}`),
    ],
    [
      'of AppSync and Glue',
      [
        '  R: { Type: AWS::AppSync::Resolver, Properties: { CodeS3Location: "s3://b/r.js" } }',
        '  J: { Type: AWS::Glue::Job, Properties: { Command: { ScriptLocation: "s3://b/job.py" } } }',
      ].join('\n'),
      ['R.CodeS3Location s3-object s3://b/r.js:4', 'J.Command.ScriptLocation s3-object s3://b/job.py:5'],
    ],
    ['not where the code is inline', fn('{ ZipFile: "exports.handler = 1" }'), []],
    [
      'not in a bucket of the template itself',
      `${fn('{ S3Bucket: !Ref Own, S3Key: app.zip }')}\n  Own: { Type: AWS::S3::Bucket }`,
      [],
    ],
    [
      'known only during the deployment',
      fn('{ S3Bucket: !Ref Secret, S3Key: app.zip }'),
      ['Fn.Code s3-object ? [{"Ref":"Secret"},"app.zip"]:4'],
    ],
    [
      'behind a dynamic reference',
      fn('{ S3Bucket: "{{resolve:ssm:/code/bucket}}", S3Key: app.zip }'),
      ['Fn.Code s3-object ? ["{{resolve:ssm:/code/bucket}}","app.zip"]:4', 'Fn.Code.S3Bucket parameter /code/bucket:4'],
    ],
  ])('%s', (_, resources, expected) => {
    expect(collected(resources)).toEqual(expected)
  })

  test('only those of resources and branches whose condition is true', () => {
    const conditions = 'Conditions: { Live: !Equals [!Ref Env, production], Pre: !Equals [!Ref Env, preprod] }'
    const resources = [
      '  A: { Type: AWS::Lambda::Function, Condition: Live, Properties: { Code: { S3Bucket: b, S3Key: a.zip } } }',
      '  B: { Type: AWS::Lambda::Function, Properties: { Code: !If [Live, { S3Bucket: b, S3Key: live.zip }, { S3Bucket: b, S3Key: pre.zip }] } }',
      '  C: { Type: AWS::Lambda::Function, Condition: Pre, Properties: { Code: { S3Bucket: b, S3Key: c.zip, S3ObjectVersion: !If [Live, v1, !Ref AWS::NoValue] } } }',
    ].join('\n')
    expect(collected(resources, VALUES, conditions)).toEqual([
      'B.Code s3-object s3://b/pre.zip:5',
      'C.Code s3-object s3://b/c.zip:6',
    ])
  })
})

describe('resources with a name, an ID or an ARN', () => {
  test.each<[string, string, string[]]>([
    [
      'by its form, in any property',
      '  Fn: { Type: AWS::Lambda::Function, Properties: { Role: "arn:aws:iam::111111111111:role/web", VpcConfig: { SubnetIds: [subnet-00000001], SecurityGroupIds: [sg-00000001] } } }',
      [
        'Fn.Role role arn:aws:iam::111111111111:role/web:4',
        'Fn.VpcConfig.SubnetIds subnet subnet-00000001:4',
        'Fn.VpcConfig.SecurityGroupIds security-group sg-00000001:4',
      ],
    ],
    [
      'by its property, where it is a plain name',
      '  Host: { Type: AWS::EC2::Instance, Properties: { KeyName: ada, IamInstanceProfile: web } }',
      ['Host.KeyName key-pair ada:4', 'Host.IamInstanceProfile instance-profile web:4'],
    ],
    [
      'not where it is a resource of the template',
      '  Host: { Type: AWS::EC2::Instance, Properties: { IamInstanceProfile: !Ref Profile } }\n  Profile: { Type: AWS::IAM::InstanceProfile }',
      [],
    ],
    [
      'not in policies, tags, environment variables and documents of users',
      '  Fn: { Type: AWS::Lambda::Function, Properties: { Environment: { Variables: { T: "arn:aws:sns:eu-west-1:111111111111:a" } }, Tags: [{ Key: a, Value: subnet-00000001 }] } }\n' +
        '  P: { Type: AWS::SSM::Parameter, Properties: { Value: vpc-00000001 } }\n' +
        '  I: { Type: AWS::IAM::Policy, Properties: { PolicyDocument: { Statement: [{ Resource: "arn:aws:sns:eu-west-1:111111111111:a" }] } } }',
      [],
    ],
    [
      'as the principal of a policy',
      '  B: { Type: AWS::S3::BucketPolicy, Properties: { PolicyDocument: { Statement: [{ Principal: { AWS: "arn:aws:iam::111111111111:role/web" }, Resource: "arn:aws:s3:::x" }] } } }',
      ['B.PolicyDocument.Statement.Principal.AWS role arn:aws:iam::111111111111:role/web:4'],
    ],
    [
      'as the function of a custom resource, and no other property of it',
      '  C: { Type: Custom::Thing, Properties: { ServiceToken: "arn:aws:lambda:eu-west-1:111111111111:function:f", Vpc: vpc-00000001 } }',
      ['C.ServiceToken function arn:aws:lambda:eu-west-1:111111111111:function:f:4'],
    ],
    [
      'in a dynamic reference, also inside a longer text',
      '  T: { Type: AWS::SNS::Topic, Properties: { DisplayName: !Sub "${Env}-{{resolve:ssm:/shop/name:2}}" } }',
      ['T.DisplayName parameter /shop/name:2:4'],
    ],
    [
      'in a list by a parameter',
      '  G: { Type: AWS::RDS::DBSubnetGroup, Properties: { SubnetIds: !Ref Bucket } }',
      ['G.SubnetIds subnet subnet-00000001:4', 'G.SubnetIds subnet subnet-00000002:4'],
    ],
    [
      'in secrets of containers, whose ARN may be followed by a key and a stage',
      `  T: { Type: AWS::ECS::TaskDefinition, Properties: { ContainerDefinitions: [{ Secrets: [{ ValueFrom: /shop/size }, { ValueFrom: "arn:aws:ssm:eu-west-1:111111111111:parameter/shop/key" }, { ValueFrom: "arn:aws:secretsmanager:eu-west-1:111111111111:secret:db-AbCdEf:user::" }] }] } }`,
      [
        'T.ContainerDefinitions.Secrets.ValueFrom parameter /shop/size:4',
        'T.ContainerDefinitions.Secrets.ValueFrom parameter arn:aws:ssm:eu-west-1:111111111111:parameter/shop/key:4',
        'T.ContainerDefinitions.Secrets.ValueFrom secret arn:aws:secretsmanager:eu-west-1:111111111111:secret:db-AbCdEf:4',
      ],
    ],
    [
      'as the log group of a container, unless ECS creates it',
      `  T: { Type: AWS::ECS::TaskDefinition, Properties: { ContainerDefinitions: [{ LogConfiguration: { Options: { awslogs-group: /a } } }, { LogConfiguration: { Options: { awslogs-group: /b, awslogs-create-group: "true" } } }, { LogConfiguration: { Options: { awslogs-group: /c, awslogs-create-group: "false" } } }] } }`,
      [
        'T.ContainerDefinitions.LogConfiguration.Options.awslogs-group log-group /a:4',
        'T.ContainerDefinitions.LogConfiguration.Options.awslogs-group log-group /c:4',
      ],
    ],
    [
      'as the key of a store, unless AWS creates it',
      `  Q: { Type: AWS::SQS::Queue, Properties: { KmsMasterKeyId: alias/shop } }
  T: { Type: AWS::SNS::Topic, Properties: { KmsMasterKeyId: alias/aws/sns } }
  B: { Type: AWS::S3::Bucket, Properties: { LoggingConfiguration: { DestinationBucketName: logs }, BucketEncryption: { ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { KMSMasterKeyID: 1234abcd-12ab-34cd-56ef-1234567890ab } }] } } }`,
      [
        'Q.KmsMasterKeyId key alias/shop:4',
        'B.LoggingConfiguration.DestinationBucketName bucket logs:6',
        'B.BucketEncryption.ServerSideEncryptionConfiguration.ServerSideEncryptionByDefault.KMSMasterKeyID key 1234abcd-12ab-34cd-56ef-1234567890ab:6',
      ],
    ],
    [
      'in the environment of a build, and not in its variables',
      `  C: { Type: AWS::CodeBuild::Project, Properties: { ServiceRole: builder, Environment: { Image: "111111111111.dkr.ecr.eu-west-1.amazonaws.com/build:1", EnvironmentVariables: [{ Name: A, Value: vpc-00000001 }] } } }`,
      [
        'C.ServiceRole role builder:4',
        'C.Environment.Image container-image 111111111111.dkr.ecr.eu-west-1.amazonaws.com/build:1:4',
      ],
    ],
    [
      'by the bucket and the queues of a policy',
      `  B: { Type: AWS::S3::BucketPolicy, Properties: { Bucket: files } }
  Q: { Type: AWS::SQS::QueuePolicy, Properties: { Queues: ["https://sqs.eu-west-1.amazonaws.com/111111111111/jobs.fifo", !Ref Own] } }
  Own: { Type: AWS::SQS::Queue }`,
      ['B.Bucket bucket files:4', 'Q.Queues queue arn:aws:sqs:eu-west-1:111111111111:jobs.fifo:5'],
    ],
    [
      'not an import, which another rule reports',
      '  H: { Type: AWS::EC2::Instance, Properties: { KeyName: !ImportValue key } }',
      [],
    ],
  ])('%s', (name, resources, expected) => {
    const values = name.startsWith('in a list') ? { ...VALUES, Bucket: 'subnet-00000001, subnet-00000002' } : VALUES
    expect(collected(resources, values)).toEqual(expected)
  })

  test('in parameters of its own type', () => {
    const template = parseTemplate(
      [
        'Parameters:',
        '  Size: { Type: "AWS::SSM::Parameter::Value<String>", Default: /shop/size }',
        '  Linux: { Type: "AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>", Default: /aws/service/ami-amazon-linux-latest/al2023 }',
        '  Subnets: { Type: "List<AWS::EC2::Subnet::Id>" }',
        '  Key: { Type: "AWS::EC2::KeyPair::KeyName" }',
        'Resources: { T: { Type: AWS::SNS::Topic } }',
      ].join('\n'),
      'web.yml',
    )
    const values = { Subnets: 'subnet-00000001,subnet-00000002', Key: 'ada' }
    const found = collectReferences(template, values).map(
      ({ kind, target, property, source }) => `${property} ${kind} ${target?.id}:${source.line}`,
    )
    expect(found).toEqual([
      'Size parameter /shop/size:2',
      'Subnets subnet subnet-00000001:4',
      'Subnets subnet subnet-00000002:4',
      'Key key-pair ada:5',
    ])
  })
})
