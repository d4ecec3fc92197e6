import { stringify } from 'yaml'
import { PROJECT } from '../support/project.ts'
import type { Plan, PlannedDeployment, PlannedStack } from './plan/planned.ts'

/** The configuration and the workflow as texts, each line explained. Pure. */

export const CONFIG_FILE = '.github/test-deployments.yml'
export const WORKFLOW_FILE = '.github/workflows/test-deployments.yml'
export const ROLES_FILE = '.github/test-deployments-roles.yml'

/** A value on one line that can stand alone and in a list: names of a repository may have any character. */
function flow(value: unknown): string {
  // Only double quotes can hold a line break on one line.
  const singleQuote = !JSON.stringify(value).includes('\\n')
  const style = {
    collectionStyle: 'flow',
    lineWidth: 0,
    singleQuote,
    doubleQuotedMinMultiLineLength: Infinity,
  } as const
  const list = stringify([value], style).trim()
  return list.slice(1, -1).trim()
}

/** The ARN of a role that the roles template makes. */
function roleArn(plan: Plan, environment: 'preprod' | 'production' | '{environment}', role: string): string {
  const account = environment === '{environment}' ? '{account}' : plan.accounts[environment]
  const word = environment === '{environment}' ? environment : plan.environments[environment]
  return `arn:${partitionOf(plan.region)}:iam::${account}:role/${plan.name}-${word}-${role}`
}

function partitionOf(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn'
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws'
}

export function configText(plan: Plan): string {
  const lines = [
    '# What is released, to which environments, and how it is proven.',
    `# All keys: https://github.com/${PROJECT.repository}/blob/${PROJECT.version}/docs/reference.md`,
    'version: 1',
    '',
    `# Both environments get the same release. {environment} in names below is ${plan.environments.preprod} or ${plan.environments.production}.`,
    'environments:',
    ...(['preprod', 'production'] as const).flatMap((environment) => environmentLines(plan, environment)),
    ...(plan.stacks.length > 0
      ? ['', '# Stacks of CloudFormation, each after those whose outputs it uses.', 'stacks:']
      : []),
    ...plan.stacks.flatMap((stack) => stackLines(plan, stack)),
    ...precheckLines(plan),
    ...(plan.deployments.length > 0 ? ['', '# Deployments, after the stacks.', 'deployments:'] : []),
    ...plan.deployments.flatMap(deploymentLines),
    '',
    '# How the release is proven on pre-prod. Production stays closed without a check that passed.',
    ...(plan.checks.length === 0
      ? ['verify: []', ...examplesOf(plan)]
      : ['verify:', ...plan.checks.flatMap(({ why, entry }) => [`  # ${why}`, `  - ${flow(entry)}`])]),
    '',
  ]
  return lines.join('\n')
}

/** Checks to choose from where none could be found. */
function examplesOf({ hasFunctions }: Plan): string[] {
  return [
    "# - { http: 'https://preprod.example.com/health', every: 1s, count: 5 }",
    ...(hasFunctions
      ? ["# - { name: it answers, kind: functional, invoke: { function: '{stack.ID.outputs.OUTPUT}', payload: {} } }"]
      : []),
  ]
}

function environmentLines(plan: Plan, environment: 'preprod' | 'production'): string[] {
  const word = plan.environments[environment]
  const lines = [
    `  ${environment}:`,
    ...(word === environment ? [] : [`    name: ${flow(word)} # in names in AWS, and of the GitHub environment`]),
    `    region: ${flow(plan.region)}`,
  ]
  if (plan.ambient) {
    return [
      ...lines,
      '    # No role: the AWS credentials of the environment are used. A workflow needs plan-role and deploy-role.',
    ]
  }
  return [
    ...lines,
    '    # Reads and makes change sets; jobs of this repository may take it.',
    `    plan-role: ${roleArn(plan, environment, 'plan')}`,
    `    # Deploys; only jobs in the GitHub environment ${word} may take it, so after an approval.`,
    `    deploy-role: ${roleArn(plan, environment, 'deploy')}`,
    ...(plan.hasFunctions && environment === 'preprod'
      ? [
          `    # Invokes functions for checks; only jobs of the branch ${plan.branch} may take it.`,
          `    verify-role: ${roleArn(plan, environment, 'verify')}`,
        ]
      : []),
  ]
}

function stackLines(plan: Plan, stack: PlannedStack): string[] {
  if (stack.cdk !== undefined) return [`  - cdk: ${stack.cdk} # all stacks of the assembly, with their assets`]
  return [
    `  - id: ${stack.id} # its name in the rest of this file`,
    `    name: ${flow(stack.name)} # its name in AWS`,
    ...(stack.sam === undefined
      ? [`    template: ${flow(stack.template)}`]
      : [`    sam: ${stack.sam} # what \`sam build\` writes`]),
    ...(stack.assets?.isNew === true
      ? [
          '    # For the code of functions; the template of the roles makes it.',
          `    asset-bucket: ${flow(stack.assets.name)}`,
        ]
      : []),
    ...(stack.parameters !== undefined ? [`    parameters: ${flow(stack.parameters)}`] : []),
    ...(stack.capabilities.length > 0
      ? [`    capabilities: ${flow(stack.capabilities)} # what its resources need`]
      : []),
    ...(plan.ambient
      ? []
      : [
          '    # CloudFormation changes the resources with the permissions of this role.',
          `    role: ${flow(roleArn(plan, '{environment}', 'cloudformation'))}`,
        ]),
  ]
}

function precheckLines(plan: Plan): string[] {
  const lines = [...driftLines(plan), ...parityLines(plan)]
  return lines.length === 0 ? [] : ['', 'precheck:', ...lines]
}

/** Each release of a service changes a property of its stack. */
function driftLines({ deployments, reviewers, repository, driftUntil }: Plan): string[] {
  const owner = reviewers[0] ?? repository.split('/')[0] ?? repository
  const lines = deployments.flatMap(({ resource }) =>
    resource === undefined
      ? []
      : [
          `      - ${flow({ resource, property: '/TaskDefinition', reason: 'each release registers its own', owner, until: driftUntil })}`,
        ],
  )
  return lines.length === 0
    ? []
    : ['  # What releases change outside of CloudFormation.', '  drift:', '    ignore:', ...lines]
}

function parityLines({ stacks }: Plan): string[] {
  const lines = stacks.flatMap(({ id, ofAccount }) =>
    ofAccount.map(
      (name) => `      - ${flow({ path: `stacks/${id}/parameters/${name}`, reason: 'each account has its own' })}`,
    ),
  )
  return lines.length === 0
    ? []
    : [
        '  # What may differ between pre-prod and production. Everything else must be the same.',
        '  parity:',
        '    allow:',
        ...lines,
      ]
}

function deploymentLines(deployment: PlannedDeployment): string[] {
  const { id, platform, application, group, appspec, directory, bucket, taskDefinition, cluster, service } = deployment
  return [
    `  - id: ${id}`,
    `    platform: ${platform}`,
    ...(cluster !== undefined ? [`    cluster: ${flow(cluster)}`] : []),
    ...(service !== undefined ? [`    service: ${flow(service)} # ECS itself deploys it`] : []),
    ...(application !== undefined ? [`    application: ${flow(application)} # of CodeDeploy`] : []),
    ...(group !== undefined ? [`    group: ${flow(group)} # the deployment group`] : []),
    ...(appspec !== undefined ? [`    appspec: ${flow(appspec)}`] : []),
    ...(taskDefinition !== undefined
      ? [`    task-definition: ${flow(taskDefinition)} # each release registers it, and deploys what it registered`]
      : []),
    ...(directory !== undefined
      ? [
          '    # The folder with the AppSpec is packed once, and both environments get the same archive.',
          `    revision: ${flow({ directory, ...(bucket !== undefined && { bucket }) })}`,
        ]
      : []),
  ]
}

export function workflowText(plan: Plan): string {
  const { build, region } = plan
  return `# A release: build, precheck, pre-prod, tests, gate, approval, production.
name: Release
on:
  push: { branches: [${flow(plan.branch)}] }
# The jobs get only the permissions below.
permissions: {}
jobs:
  release:
    uses: ${PROJECT.repository}/.github/workflows/release.yml@${PROJECT.version}
    # id-token: the identity for AWS. actions: the protection rules, approvals and evidence of this repository.
    permissions: { contents: read, id-token: write, actions: read }
    with:
      config: ${CONFIG_FILE}
      region: ${flow(region)}
${build === undefined ? '' : `      # Runs once, without identity and secrets; later jobs get its output. It writes to folders that are not under version control.\n      build: ${flow(build)}\n`}`
}
