import { Document, isScalar, visit } from 'yaml'
import { actionsOfType } from '../cloudformation/permissions/needed.ts'
import { PROJECT } from '../support/project.ts'
import type { Plan } from './planned.ts'
import { mapTexts, ownNames, sub, type PolicyDocument, type Statement } from './role-names.ts'

/** The roles of one account as a CloudFormation template, made from the documents of docs/iam. Pure. */

/** By name: `plan-role`. */
export type Documents = Readonly<Record<string, unknown>>

/** An inline policy of a role may have 10,240 characters, and a managed one 6,144. */
const MOST_OF_A_POLICY = 5_000
const README = `The roles with which test-deployments releases NAME to this account: deploy it once for each environment.
plan: reads and makes change sets, for jobs of the repository. deploy: for jobs of the GitHub environment only.
cloudformation: what CloudFormation changes resources with. Made from docs/iam of ${PROJECT.repository}@${PROJECT.version}.`

/** Which documents a role of this plan is made of. */
export function documentsOf(plan: Plan): Readonly<Record<'plan' | 'deploy', readonly string[]>> {
  const has = (platform: string): boolean => plan.deployments.some((each) => each.platform === platform)
  const assets = (role: 'plan' | 'deploy'): string[] =>
    plan.stacks.some(({ cdk, sam }) => cdk !== undefined || sam !== undefined) ? [`${role}-role-assets`] : []
  return {
    plan: [
      'plan-role',
      'plan-role-live',
      'serving',
      'verify-role',
      ...assets('plan'),
      ...(has('lambda') ? ['plan-role-lambda'] : []),
      ...(has('ecs-native') ? ['plan-role-ecs-native'] : []),
    ],
    deploy: [
      'deploy-role',
      'deploy-role-traffic',
      'serving',
      ...assets('deploy'),
      ...(has('lambda') ? ['deploy-role-lambda'] : []),
      ...(has('ecs') ? ['deploy-role-ecs'] : []),
      ...(has('ecs-native') ? ['deploy-role-ecs-native'] : []),
    ],
  }
}

export function rolesText(plan: Plan, documents: Documents): string {
  const { name, repository } = plan
  const { plan: planning, deploy } = documentsOf(plan)
  const policy = (document: string): PolicyDocument => documents[document] as PolicyDocument
  const filled = (document: string): object => ownNames(policy(document), plan)
  const policies = (names: readonly string[]): object[] =>
    names.map((document) => ({ PolicyName: document, PolicyDocument: filled(document) }))
  const service = serviceStatements(plan)
  const template = {
    AWSTemplateFormatVersion: '2010-09-09',
    Description: `Roles of test-deployments for ${repository}`,
    Parameters: {
      Environment: {
        Type: 'String',
        AllowedValues: ['preprod', 'production'],
        Description: 'The environment of this account, as GitHub names it',
      },
      RepositoryId: {
        Type: 'String',
        AllowedPattern: '[0-9]+',
        Description: `gh api repos/${repository} --jq .id`,
      },
      OwnerId: {
        Type: 'String',
        AllowedPattern: '[0-9]+',
        Description: `gh api repos/${repository} --jq .owner.id`,
      },
      WorkflowRef: {
        Type: 'String',
        Default: `refs/tags/${PROJECT.version}`,
        Description: 'The ref by which you call the shared workflow: a tag, or a commit',
      },
      CreateProvider: {
        Type: 'String',
        AllowedValues: ['yes', 'no'],
        Default: 'yes',
        Description: "no where the account has GitHub's OIDC provider already",
      },
      FirstRelease: {
        Type: 'String',
        AllowedValues: ['yes', 'no'],
        Default: 'no',
        Description: 'yes until the stacks exist: the plan role may then remove the empty stack of a preview',
      },
    },
    Mappings: { Workflows: { preprod: { File: 'preprod.yml' }, production: { File: 'release.yml' } } },
    Conditions: {
      ...(plan.hasFunctions && { IsPreprod: { 'Fn::Equals': [{ Ref: 'Environment' }, 'preprod'] } }),
      CreatesProvider: { 'Fn::Equals': [{ Ref: 'CreateProvider' }, 'yes'] },

      IsFirstRelease: { 'Fn::Equals': [{ Ref: 'FirstRelease' }, 'yes'] },
    },
    Resources: {
      GitHub: {
        Type: 'AWS::IAM::OIDCProvider',
        Condition: 'CreatesProvider',
        Properties: { Url: 'https://token.actions.githubusercontent.com', ClientIdList: ['sts.amazonaws.com'] },
      },
      PlanRole: {
        Type: 'AWS::IAM::Role',
        Properties: {
          RoleName: { 'Fn::Sub': `${name}-\${Environment}-plan` },
          Description: 'Reads, and makes change sets, for jobs of the repository',
          AssumeRolePolicyDocument: filled('trust-policy-plan'),
          Policies: policies(planning),
        },
      },
      FirstReleasePolicy: {
        Type: 'AWS::IAM::RolePolicy',
        Condition: 'IsFirstRelease',
        Properties: {
          RoleName: { Ref: 'PlanRole' },
          PolicyName: 'plan-role-first-release',
          PolicyDocument: filled('plan-role-first-release'),
        },
      },
      // Its checks act in the account, so only the branch of releases takes it.
      ...(plan.hasFunctions && {
        VerifyRole: {
          Type: 'AWS::IAM::Role',
          Condition: 'IsPreprod',
          Properties: {
            RoleName: { 'Fn::Sub': `${name}-\${Environment}-verify` },
            Description: 'Reads, and invokes functions, for checks of releases',
            AssumeRolePolicyDocument: ownNames(ofBranch(policy('trust-policy-plan'), plan.branch), plan),
            Policies: policies(['serving', 'verify-role', 'verify-role-invoke']),
          },
        },
      }),
      DeployRole: {
        Type: 'AWS::IAM::Role',
        Properties: {
          RoleName: { 'Fn::Sub': `${name}-\${Environment}-deploy` },
          Description: 'Deploys, for jobs of the GitHub environment',
          AssumeRolePolicyDocument: filled('trust-policy'),
          Policies: policies(deploy),
        },
      },
      ...bucketResources(plan),
      ...(plan.stacks.some(({ cdk }) => cdk === undefined) && {
        CloudFormationRole: {
          Type: 'AWS::IAM::Role',
          Properties: {
            RoleName: { 'Fn::Sub': `${name}-\${Environment}-cloudformation` },
            Description: 'What CloudFormation changes the resources of the stacks with',
            AssumeRolePolicyDocument: filled('service-role-trust-policy'),
            ManagedPolicyArns: service.map((_, index) => ({ Ref: `CloudFormationPolicy${index + 1}` })),
          },
        },
        ...Object.fromEntries(
          service.map((statements, index) => [
            `CloudFormationPolicy${index + 1}`,
            {
              Type: 'AWS::IAM::ManagedPolicy',
              Properties: {
                Description: 'What the types of the templates need',
                PolicyDocument: { Version: '2012-10-17', Statement: statements },
              },
            },
          ]),
        ),
      }),
    },
    Outputs: {
      PlanRole: { Description: 'plan-role of the configuration', Value: { 'Fn::GetAtt': ['PlanRole', 'Arn'] } },
      DeployRole: { Description: 'deploy-role of the configuration', Value: { 'Fn::GetAtt': ['DeployRole', 'Arn'] } },
    },
  }
  return yamlOf(template, README.replace('NAME', name))
}

/** What CloudFormation needs for the types of the templates, in policies that are small enough. */
function serviceStatements(plan: Plan): Statement[][] {
  const types = [...new Set(plan.stacks.flatMap((stack) => stack.types))].toSorted()
  const byService = new Map<string, Set<string>>()
  const declared = types.flatMap((type) => actionsOfType(type)).filter((each) => !READS_OR_WRITES_DATA.test(each))
  for (const written of declared) {
    const action = written.startsWith('s3:') ? nameOfS3(written) : written
    const service = action.split(':')[0] ?? ''
    const reads = READS[service] ?? [`${service}:Describe*`, `${service}:List*`]
    byService.set(service, (byService.get(service) ?? new Set(reads)).add(action))
  }
  const own = ownIdentities(plan)
  const statements: Statement[] = [...byService].map(([service, allowed]) => ({
    Sid: sidOf(service),
    Effect: 'Allow',
    Action: [...allowed].toSorted(),
    Resource: service === 'iam' ? own : '*',
  }))
  const identities: Statement[] = [
    { Sid: 'PassRolesToServices', Effect: 'Allow', Action: 'iam:PassRole', Resource: own },
    // A template must not widen what releases it.
    { Sid: 'KeepTheRolesOfReleases', Effect: 'Deny', Action: 'iam:*', Resource: releaseRoles(plan) },
  ]
  const policies: Statement[][] = []
  for (const statement of [...statements, ...(types.length === 0 ? [] : identities)].flatMap(halved)) {
    const last = policies.at(-1)
    if (last && JSON.stringify([...last, statement]).length <= MOST_OF_A_POLICY) last.push(statement)
    else policies.push([statement])
  }
  return policies
}

/** The trust policy of the plan role, for jobs of one branch without an environment: a name that git allows is no pattern. */
function ofBranch(document: PolicyDocument, branch: string): PolicyDocument {
  const ref = `:ref:refs/heads/${branch.replaceAll('${', '${!')}`
  return mapTexts(document, (text) =>
    /^repo:.*:\*$/.test(text) ? text.replace(/:\*$/, () => ref) : text,
  ) as PolicyDocument
}

/** The buckets for code that do not exist yet. Objects are kept: a way back needs those of earlier releases. */
function bucketResources({ stacks }: Plan): object {
  const names = new Set(stacks.flatMap(({ assets }) => (assets?.isNew === true ? [assets.name] : [])))
  return Object.fromEntries(
    [...names].map((bucket, index) => [
      `AssetBucket${index + 1}`,
      {
        Type: 'AWS::S3::Bucket',
        DeletionPolicy: 'Retain',
        UpdateReplacePolicy: 'Retain',
        Properties: {
          BucketName: sub(inTemplate(bucket)),
          PublicAccessBlockConfiguration: {
            BlockPublicAcls: true,
            BlockPublicPolicy: true,
            IgnorePublicAcls: true,
            RestrictPublicBuckets: true,
          },
        },
      },
    ]),
  )
}

/** A name of the configuration as a template writes it. */
function inTemplate(name: string): string {
  return name.replaceAll('{environment}', '${Environment}').replaceAll('{account}', '${AWS::AccountId}')
}

/** Roles, instance profiles and policies that are named after the stacks. */
function ownIdentities({ stacks, name }: Plan): string[] {
  const prefixes = new Set([
    `${name}-`,
    ...stacks.map((stack) => stack.name.replace('{environment}', '${Environment}')),
  ])
  const own = stacks.flatMap(({ identities }) => identities).map(inTemplate)
  const names = new Set([...[...prefixes].map((prefix) => `${prefix}*`), ...own])
  return [...names].flatMap((each) =>
    ['role', 'instance-profile', 'policy'].map((kind) =>
      sub(`arn:\${AWS::Partition}:iam::\${AWS::AccountId}:${kind}/${each}`),
    ),
  ) as string[]
}

function releaseRoles({ name }: Plan): string[] {
  return ['plan', 'deploy', 'cloudformation'].map((role) =>
    sub(`arn:\${AWS::Partition}:iam::\${AWS::AccountId}:role/${name}-\${Environment}-${role}`),
  ) as string[]
}

/** IAM's names for actions of S3 differ from those of the API: PutBucketCORS also deletes, PutLifecycleConfiguration too. */
function nameOfS3(action: string): string {
  if (/^s3:(Put|Delete)Bucket(Policy|Website)$|^s3:(Create|Delete)Bucket$/.test(action)) return action
  if (action.endsWith('Configuration')) return 's3:Put*Configuration'
  return 's3:PutBucket*'
}

/** Handlers need these for imports and replicas only. */
const READS_OR_WRITES_DATA = /^s3:.*Object(Acl)?$|^dynamodb:(.*Item|Query|Scan|ImportTable)$/

/** What handlers read, for services where Describe* and List* are not enough, or too much. None of it is data. */
const READS: Readonly<Record<string, readonly string[]>> = {
  iam: ['iam:Get*', 'iam:List*'],
  s3: ['s3:GetBucket*', 's3:Get*Configuration', 's3:ListBucket'],
  elasticloadbalancing: ['elasticloadbalancing:Describe*'],
  sns: ['sns:GetTopicAttributes', 'sns:GetSubscriptionAttributes', 'sns:List*'],
  sqs: ['sqs:GetQueueAttributes', 'sqs:GetQueueUrl', 'sqs:List*'],
  lambda: [
    'lambda:GetFunction',
    'lambda:GetFunctionConfiguration',
    'lambda:GetAlias',
    'lambda:GetPolicy',
    'lambda:List*',
  ],
  codedeploy: ['codedeploy:Get*', 'codedeploy:BatchGet*', 'codedeploy:List*'],
  apigateway: ['apigateway:GET'],
  kms: ['kms:GetKeyPolicy', 'kms:GetKeyRotationStatus', 'kms:DescribeKey', 'kms:List*'],
}

function sidOf(service: string): string {
  return `Manage${service.replaceAll(/[^A-Za-z0-9]/g, '').replace(/^./, (letter) => letter.toUpperCase())}`
}

/** A statement whose list of actions is too long for one policy, as several. */
function halved(statement: Statement): Statement[] {
  const actions = Array.isArray(statement.Action) ? (statement.Action as readonly string[]) : []
  if (JSON.stringify(statement).length <= MOST_OF_A_POLICY || actions.length < 2) return [statement]
  const middle = Math.ceil(actions.length / 2)
  const part = (from: number, to: number, letter: string): Statement => ({
    ...statement,
    Sid: `${statement.Sid ?? ''}${letter}`,
    Action: actions.slice(from, to),
  })
  return [part(0, middle, 'A'), part(middle, actions.length, 'B')].flatMap(halved)
}

/** YAML with short tags. */
function yamlOf(template: object, comment: string): string {
  // Of YAML 1.1, which CloudFormation reads: dates and `yes` are quoted.
  const document = new Document(template, { version: '1.1', aliasDuplicateObjects: false })
  document.commentBefore = comment
    .split('\n')
    .map((line) => ` ${line}`)
    .join('\n')
  visit(document, {
    Map(_key, node) {
      const [pair, ...others] = node.items
      const name = isScalar(pair?.key) ? String(pair.key.value) : ''
      if (others.length > 0 || !['Fn::Sub', 'Ref'].includes(name) || !isScalar(pair?.value)) return undefined
      const scalar = document.createNode(pair.value.value)
      scalar.tag = name === 'Ref' ? '!Ref' : '!Sub'
      return scalar
    },
  })
  return document.toString({ lineWidth: 0, singleQuote: true })
}
