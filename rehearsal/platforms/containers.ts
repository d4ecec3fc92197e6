import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { IAM } from '@aws-sdk/client-iam'
import { deploymentSucceeded, stackReady, type Account } from '../installed.ts'
import type { Platform } from '../contract.ts'
import { askShop } from '../visitors.ts'
import type { Repository } from '../workspace.ts'
import { BY_CODEDEPLOY, byEcs, IMAGE, OUTPUTS, PAUSE } from './containers-template.ts'
import { configurationStart } from './template.ts'

/** A service of containers that customers use through a load balancer, deployed by CodeDeploy or by ECS itself. */

const IAM_DOCUMENTS = join(import.meta.dirname, '../../docs/iam')
export const TASK_FILE = 'containers/task.json'
/** Present where CodeDeploy deploys. */
export const APPSPEC_FILE = 'containers/appspec.yml'
/** The family of the task definitions, before the name of the environment. */
export const TASK_FAMILY = 'shop-prices'
/** A receipt of the release, in a form that the old version can read and in one that it cannot. */
export const RECEIPT = { old: '/receipts/1?format=1', new: '/receipts/1?format=2' }
/** The response of a container of the version; the images are in the scenario. */
export const GOOD_IMAGE = `${IMAGE}:1.5.0`
export const BAD_IMAGE = `${IMAGE}:1.5.0-wrong`

const taskOf = (image: string): string =>
  `${JSON.stringify(
    {
      family: 'shop-prices-{environment}',
      containerDefinitions: [{ name: 'prices', image, memory: 128, portMappings: [{ containerPort: 8080 }] }],
    },
    undefined,
    2,
  )}\n`

const APPSPEC = `version: 0.0
Resources:
  - TargetService:
      Type: AWS::ECS::Service
      Properties:
        TaskDefinition: <TASK_DEFINITION>
        LoadBalancerInfo: { ContainerName: prices, ContainerPort: 8080 }
`

const configOf = (deployment: string): string => `${configurationStart(['plan', 'deploy'])}precheck:
  intent: .github/intent.yml
stacks:
  - { id: prices, name: 'shop-prices-{environment}', template: infra/prices.yml, parameters: { Environment: '{environment}' }, capabilities: [CAPABILITY_NAMED_IAM] }
deployments:
${deployment}verify:
  - name: the new version has the right price before it has traffic
    kind: functional
    phase: before-traffic
    http: { url: 'http://{test-endpoint}/', json: { version: 1.5.0, total: 500 } }
  - name: customers get the prices of this release
    kind: functional
    http: { url: '{stack.prices.outputs.Url}/', json: { version: 1.5.0, total: 500 } }
  - { name: what serves is what was deployed, released: prices-service }
gate:
  require: [deployment, functional]
`

const DEPLOYED_BY = {
  codedeploy: `  - id: prices-service
    platform: ecs
    application: shop-prices
    group: shop-prices-{environment}
    appspec: ${APPSPEC_FILE}
    task-definition: ${TASK_FILE}
`,
  ecs: `  - id: prices-service
    platform: ecs-native
    cluster: shop-{environment}
    service: prices
    task-definition: ${TASK_FILE}
`,
}

/** Policies of the documentation that the roles need; those for named applications get the name of this one. */
const POLICIES = {
  codedeploy: {
    'shop-plan': ['plan-role', 'plan-role-ecs-native', 'serving'],
    'shop-verify': ['verify-role', 'serving'],
    'shop-deploy': ['deploy-role', 'deploy-role-ecs', 'deploy-role-traffic', 'serving'],
  },
  ecs: {
    'shop-plan': ['plan-role-ecs-native', 'serving'],
    'shop-verify': ['verify-role', 'serving'],
    'shop-deploy': ['deploy-role-ecs-native', 'deploy-role-traffic', 'serving'],
  },
} as const

/** Deploys the service's current version: a group without a deployment cannot be rolled back. */
async function deployByCodeDeploy(account: Account, StackName: string, cancelled: AbortSignal): Promise<void> {
  const { cloudformation, codedeploy } = account
  const { StackResourceDetail: task } = await cloudformation.describeStackResource({
    StackName,
    LogicalResourceId: 'Task',
  })
  const { deploymentId } = await codedeploy.createDeployment({
    applicationName: 'shop-prices',
    deploymentGroupName: StackName,
    revision: {
      revisionType: 'AppSpecContent',
      appSpecContent: { content: APPSPEC.replace('<TASK_DEFINITION>', task?.PhysicalResourceId ?? '') },
    },
  })
  await deploymentSucceeded(account, deploymentId, cancelled)
}

interface By {
  readonly by: 'codedeploy' | 'ecs'
  /** The template as it is installed, and the changed template of the release where the stack is updated. */
  readonly template: string
  readonly updated?: string
}

const platform = (given: Pick<Platform, 'name' | 'story'>, { by, template, updated = template }: By): Platform => {
  const write = (repository: Repository, image: string): void => {
    repository.write(TASK_FILE, taskOf(image))
    if (by === 'codedeploy') repository.write(APPSPEC_FILE, APPSPEC)
    repository.write('infra/prices.yml', updated)
    repository.write('.github/test-deployments.yml', configOf(DEPLOYED_BY[by]))
    repository.write('.github/intent.yml', 'version: 1\nexpect: []\n')
  }
  return {
    ...given,
    oldVersion: `  - name: version 1.4.0 accepts a receipt that this release gave
    kind: recovery
    phase: after-rollback
    http: { url: '{stack.prices.outputs.Url}${RECEIPT.old}', json: { version: 1.4.0 } }
`,
    async installed(account, cancelled) {
      const { environment, cloudformation, client } = account
      const StackName = `shop-prices-${environment}`
      const stack = {
        StackName,
        Capabilities: ['CAPABILITY_NAMED_IAM' as const],
        Parameters: [{ ParameterKey: 'Environment', ParameterValue: environment }],
      }
      await cloudformation.createStack({ ...stack, TemplateBody: template })
      const { Outputs: [url] = [] } = await stackReady(account, StackName, cancelled)
      if (updated !== template) {
        await cloudformation.updateStack({ ...stack, TemplateBody: updated })
        await stackReady(account, StackName, cancelled)
      }
      const iam = new IAM(client)
      for (const [RoleName, names] of Object.entries(POLICIES[by])) {
        if (environment === 'production' && RoleName === 'shop-verify') continue
        for (const name of names) {
          const PolicyDocument = readFileSync(join(IAM_DOCUMENTS, `${name}.json`), 'utf8')
            .replaceAll('application:shop"', 'application:shop-prices"')
            .replaceAll('deploymentgroup:shop/', 'deploymentgroup:shop-prices/')
          await iam.putRolePolicy({ RoleName, PolicyName: `prices-${name}`, PolicyDocument })
        }
      }
      if (by === 'codedeploy') await deployByCodeDeploy(account, StackName, cancelled)
      return () => askShop(url?.OutputValue ?? '')
    },
    before: (repository) => write(repository, `${IMAGE}:1.4.0`),
    files: (repository) => write(repository, GOOD_IMAGE),
  }
}

export const ECS_PLATFORM = platform(
  {
    name: 'ecs',
    story: 'CodeDeploy starts the new containers, which wait behind the test listener until their checks have passed.',
  },
  { by: 'codedeploy', template: `${BY_CODEDEPLOY}${OUTPUTS}` },
)

export const ECS_NATIVE_PLATFORM = platform(
  {
    name: 'ecs-native',
    story: 'ECS starts the new containers, and pauses with test traffic until their checks have passed.',
  },
  // A pause would also stop the creation of the service.
  { by: 'ecs', template: `${byEcs('')}${OUTPUTS}`, updated: `${byEcs(PAUSE)}${OUTPUTS}` },
)
