import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { ScenarioInput } from '../../sandbox/scenario.ts'
import { resolveEnvironment } from '../../src/config/model/environment.ts'
import type { Config } from '../../src/config/schema/index.ts'
import type { EnvironmentName } from '../contract.ts'

/** The file of roles that `init` writes. */
export const ROLES = '.github/test-deployments-roles.yml'

/** The GitHub environment of copies, where the configuration names none. */
const TEMPORARY = 'temporary'
export const AUTHOR = 'ada'
const REVIEWERS = ['grace', 'linus']
export const ENVIRONMENTS: readonly EnvironmentName[] = ['preprod', 'production']
const EXAMPLE_ACCOUNTS: Readonly<Record<EnvironmentName, string>> = {
  preprod: '111111111111',
  production: '222222222222',
}
const EXAMPLE_VPC = 'vpc-0a1b2c3d4e5f60718'

/** Policies of AWS that roles in templates usually have; here with what the sandbox evaluates. */
const MANAGED: Readonly<Record<string, readonly string[]>> = {
  'service-role/AWSCodeDeployRole': [
    'autoscaling:*',
    'cloudwatch:DescribeAlarms',
    'ec2:*',
    'elasticloadbalancing:*',
    'tag:*',
  ],
  'service-role/AWSCodeDeployRoleForLambda': ['cloudwatch:DescribeAlarms', 'lambda:*', 's3:Get*', 'sns:Publish'],
  'service-role/AWSCodeDeployRoleForLambdaLimited': ['cloudwatch:DescribeAlarms', 'lambda:*', 's3:Get*', 'sns:Publish'],
  AWSCodeDeployRoleForECS: [
    'cloudwatch:DescribeAlarms',
    'ecs:*',
    'elasticloadbalancing:*',
    'iam:PassRole',
    'lambda:InvokeFunction',
    's3:Get*',
    'sns:Publish',
  ],
  'service-role/AWSLambdaBasicExecutionRole': ['logs:*'],
  'service-role/AmazonECSTaskExecutionRolePolicy': ['ecr:*', 'logs:*'],
  AmazonSSMManagedInstanceCore: ['ssm:*'],
}

/** Whether the repository says what its roles allow. */
export function hasRoles(folder: string): boolean {
  return existsSync(join(folder, ROLES))
}

export function scenarioOf(folder: string, config: Config, repository: string): ScenarioInput {
  const accounts = [...new Set(ENVIRONMENTS.map((environment) => accountOf(config, environment)))]
  const copies = config.environments.preprod.temporary
  return {
    pace: 'skip',
    strangers: EXAMPLE_ACCOUNTS.preprod,
    roles: hasRoles(folder) ? [] : rolesOf(config, repository),
    managedPolicies: Object.entries(MANAGED).map(([name, actions]) => ({
      arn: `arn:aws:iam::aws:policy/${name}`,
      policy: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: [...actions], Resource: '*' }] },
    })),
    network: networksOf(folder, config, accounts),
    github: {
      user: AUTHOR,
      repository,
      protectedBranches: ['main'],
      environments: {
        // Pull requests deploy to their copies without an approval.
        ...(copies && { [copies['github-environment'] ?? TEMPORARY]: {} }),
        ...Object.fromEntries(
          ENVIRONMENTS.map((environment) => [
            environment,
            { reviewers: REVIEWERS, preventSelfReview: true, branches: 'protected' as const, adminsCanBypass: false },
          ]),
        ),
      },
    },
  }
}

/**
 * The roles that the configuration names, with the actions of docs/iam. The documents name the resources of an
 * application `shop`: here they allow every name, since nothing in the repository says what its roles allow.
 */
function rolesOf(config: Config, repository: string): NonNullable<ScenarioInput['roles']> {
  const iam = (names: readonly string[]): never =>
    names.map((name) => {
      const document = readFileSync(join(import.meta.dirname, `../../docs/iam/${name}.json`), 'utf8')
      const own = document
        .split(/(?<![\w-])org\/shop(?![\w-])/)
        .map((part) => part.replaceAll(/\/?(?<![\w-])shop(?![a-z])[\w*-]*(\/\*)?/g, '*'))
      return JSON.parse(own.join(repository)) as object
    }) as never
  const own = new Map<string, NonNullable<ScenarioInput['roles']>[number]>()
  for (const environment of ENVIRONMENTS) {
    const { planRole, verifyRole, deployRole, stacks } = resolveEnvironment(config, environment, 'eu-west-1')
    if (planRole !== undefined)
      own.set(planRole, {
        arn: planRole,
        trust: { repository },
        policy: iam([
          'plan-role',
          'plan-role-live',
          'plan-role-lambda',
          'plan-role-ecs-native',
          'plan-role-assets',
          'plan-role-first-release',
          'verify-role',
          'serving',
        ]),
      })
    if (verifyRole !== undefined)
      own.set(verifyRole, {
        arn: verifyRole,
        trust: { repository },
        policy: iam(['verify-role', 'verify-role-hosts', 'verify-role-invoke', 'serving']),
      })
    if (deployRole !== undefined)
      own.set(deployRole, {
        arn: deployRole,
        trust: { repository, environment },
        policy: iam([
          'deploy-role',
          'deploy-role-traffic',
          'deploy-role-lambda',
          'deploy-role-ecs',
          'deploy-role-ecs-native',
          'deploy-role-assets',
          'serving',
        ]),
      })
    for (const { role } of stacks) {
      if (role === undefined) continue
      own.set(role, serviceRole(role))
    }
  }
  const copies = config.environments.preprod.temporary
  if (copies?.['deploy-role'] !== undefined)
    own.set(copies['deploy-role'], {
      arn: copies['deploy-role'],
      trust: { repository, environment: copies['github-environment'] ?? TEMPORARY },
      policy: iam(['temporary-role']),
    })
  if (copies?.['service-role'] !== undefined) own.set(copies['service-role'], serviceRole(copies['service-role']))
  return [...own.values()]
}

/** The permissions of CloudFormation in a rehearsal. */
function serviceRole(arn: string): NonNullable<ScenarioInput['roles']>[number] {
  return {
    arn,
    trust: JSON.parse(
      readFileSync(join(import.meta.dirname, '../../docs/iam/service-role-trust-policy.json'), 'utf8'),
    ) as never,
    policy: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] },
  }
}

/** Networks and images with the IDs that the parameters of each environment contain. */
function networksOf(
  folder: string,
  config: Config,
  accounts: readonly string[],
): NonNullable<ScenarioInput['network']> {
  return ENVIRONMENTS.filter((environment) => accounts.includes(accountOf(config, environment))).flatMap(
    (environment) => {
      const texts = config.stacks.map(({ parameters }) =>
        typeof parameters === 'string'
          ? readFileSync(
              join(
                folder,
                parameters.replaceAll('{environment}', config.environments[environment].name ?? environment),
              ),
              'utf8',
            )
          : JSON.stringify(parameters ?? {}),
      )
      const ids = (kind: string): string[] => [
        ...new Set(texts.join('\n').match(new RegExp(`\\b${kind}-[0-9a-f]{8,17}\\b`, 'g'))),
      ]
      const [vpc] = ids('vpc')
      // An app may name its images in any file.
      const images = [...new Set([...ids('ami'), ...imagesIn(folder)])]
      if (vpc === undefined && images.length === 0) return []
      return [
        {
          account: accountOf(config, environment),
          region: regionOf(config),
          vpc: vpc ?? EXAMPLE_VPC,
          subnets: ids('subnet'),
          images,
        },
      ]
    },
  )
}

/** Machine images that any file of the repository names. */
function imagesIn(folder: string): string[] {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(
    (entry) =>
      entry.isFile() && !/(^|\/)(node_modules|\.git|cdk\.out)(\/|$)/.test(entry.parentPath.slice(folder.length)),
  )
  return files.flatMap(
    (entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8').match(/\bami-[0-9a-f]{8,17}\b/g) ?? [],
  )
}

export function accountOf({ environments }: Config, environment: EnvironmentName): string {
  const { 'deploy-role': deploy, 'plan-role': plan } = environments[environment]
  return /^arn:[^:]+:iam::(\d{12}):/.exec(deploy ?? plan ?? '')?.[1] ?? EXAMPLE_ACCOUNTS[environment]
}

export function regionOf({ environments }: Config): string {
  return environments.preprod.region ?? 'eu-west-1'
}
