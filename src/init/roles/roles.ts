import { Document, isScalar, visit } from 'yaml'
import { PROJECT } from '../../support/project.ts'
import type { Plan } from '../plan/planned.ts'
import { inTemplate, mapTexts, ownNames, sub, type PolicyDocument } from './names.ts'
import { serviceStatements } from './service-role.ts'

/** The roles of one account as a CloudFormation template, made from the documents of docs/iam. Pure. */

/** By name: `plan-role`. */
export type Documents = Readonly<Record<string, unknown>>

/** An inline policy of a role may have 10,240 characters. With room for the policy of a first release, and for names that are longer than their variables. */
const MOST_OF_A_ROLE = 9_000
const README = `The roles with which test-deployments releases NAME to this account: deploy it once for each environment.
plan: reads and makes change sets, for jobs of the repository. deploy: for jobs of the GitHub environment only.
cloudformation: what CloudFormation changes resources with. Made from docs/iam of ${PROJECT.repository}@${PROJECT.version}.`

/** Which documents a role of this plan is made of. */
function documentsOf(plan: Plan): Readonly<Record<'plan' | 'deploy', readonly string[]>> {
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
  const policies = (names: readonly string[]) => fitted(names.map((document) => [document, filled(document)]))
  const [plans, deploys] = [policies(planning), policies(deploy)]
  const service = serviceStatements(plan)
  const template = {
    AWSTemplateFormatVersion: '2010-09-09',
    Description: `Roles of test-deployments for ${repository}`,
    Parameters: {
      Environment: {
        Type: 'String',
        AllowedValues: Object.values(plan.environments),
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
    Mappings: {
      Workflows: {
        [plan.environments.preprod]: { File: 'preprod.yml' },
        [plan.environments.production]: { File: 'release.yml' },
      },
    },
    Conditions: {
      ...(plan.hasFunctions && { IsPreprod: { 'Fn::Equals': [{ Ref: 'Environment' }, plan.environments.preprod] } }),
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
          ...attached('PlanPolicy', plans.managed),
          Policies: plans.inline,
        },
      },
      ...managedPolicies('PlanPolicy', plans.managed),
      ...managedPolicies('DeployPolicy', deploys.managed),
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
            Policies: policies(['serving', 'verify-role', 'verify-role-invoke']).inline,
          },
        },
      }),
      DeployRole: {
        Type: 'AWS::IAM::Role',
        Properties: {
          RoleName: { 'Fn::Sub': `${name}-\${Environment}-deploy` },
          Description: 'Deploys, for jobs of the GitHub environment',
          AssumeRolePolicyDocument: filled('trust-policy'),
          ...attached('DeployPolicy', deploys.managed),
          Policies: deploys.inline,
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

type Named = readonly [name: string, document: object]

/** Policies of a role: the longest are inline, and those that do not fit there are managed policies. */
function fitted(documents: readonly Named[]) {
  const inline: { readonly PolicyName: string; readonly PolicyDocument: object }[] = []
  const managed: Named[] = []
  let length = 0
  for (const each of documents.toSorted(([, one], [, other]) => lengthOf(other) - lengthOf(one))) {
    const [PolicyName, PolicyDocument] = each
    length += lengthOf(PolicyDocument)
    if (length <= MOST_OF_A_ROLE) inline.push({ PolicyName, PolicyDocument })
    else managed.push(each)
  }
  return { inline, managed }
}

function lengthOf(document: object): number {
  return JSON.stringify(document).length
}

function attached(id: string, documents: readonly Named[]): object {
  return documents.length === 0
    ? {}
    : { ManagedPolicyArns: documents.map((_, index) => ({ Ref: `${id}${index + 1}` })) }
}

function managedPolicies(id: string, documents: readonly Named[]): object {
  return Object.fromEntries(
    documents.map(([name, PolicyDocument], index) => [
      `${id}${index + 1}`,
      { Type: 'AWS::IAM::ManagedPolicy', Properties: { Description: name, PolicyDocument } },
    ]),
  )
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
