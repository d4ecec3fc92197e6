import type { CreateDeploymentGroupCommandInput } from '@aws-sdk/client-codedeploy'
import yazl from 'yazl'
import { buffer } from 'node:stream/consumers'
import type { Readable } from 'node:stream'
import type { EnvironmentName, Story } from './contract.ts'

const NAME = 'function'
const CODE = (version: string): string => `export const handler = async () => '${version}'\n`

const functionOf = (environment: EnvironmentName): string => `${NAME}-${environment}`

export async function zipOf(text: string): Promise<Buffer> {
  const zip = new yazl.ZipFile()
  zip.addBuffer(Buffer.from(text), 'index.mjs')
  zip.end()
  return buffer(zip.outputStream as Readable)
}

const CONFIG = {
  version: 1,
  environments: { preprod: { approval: { none: 'no person takes part in this check' } } },
  deployments: [
    {
      id: 'orders',
      platform: 'lambda',
      application: NAME,
      group: '{environment}',
      appspec: 'appspec.yml',
      revision: { directory: 'code' },
    },
  ],
  // The judged fact is whether the deployment took place.
  precheck: {
    rules: {
      'deployment/protection': {
        off: true,
        reason: 'the engines have no alarms with data',
        owner: 'check:engines',
        until: '2099-01-01',
      },
    },
  },
}
const APPSPEC = {
  version: 0.0,
  Resources: [
    { orders: { Type: 'AWS::Lambda::Function', Properties: { Name: `${NAME}-{environment}`, Alias: 'live' } } },
  ],
}

const GROUP: Pick<
  CreateDeploymentGroupCommandInput,
  'deploymentConfigName' | 'deploymentStyle' | 'autoRollbackConfiguration'
> = {
  deploymentConfigName: 'CodeDeployDefault.LambdaAllAtOnce',
  deploymentStyle: { deploymentType: 'BLUE_GREEN', deploymentOption: 'WITH_TRAFFIC_CONTROL' },
  autoRollbackConfiguration: { enabled: true, events: ['DEPLOYMENT_FAILURE'] },
}

/** The same in a scenario of the sandbox. */
export const SEED = {
  functions: ['preprod', 'production'].map((environment) => ({
    name: `${NAME}-${environment}`,
    versions: ['first'],
    aliases: { live: '1' },
  })),
  applications: [
    { name: NAME, platform: 'Lambda' as const, groups: { preprod: { ...GROUP }, production: { ...GROUP } } },
  ],
}

/** A function whose alias CodeDeploy moves to a new version. */
export const deploymentStory: Story = {
  name: NAME,
  files: {
    '.github/test-deployments.yml': JSON.stringify(CONFIG),
    'appspec.yml': JSON.stringify(APPSPEC),
    'code/index.mjs': CODE('second'),
  },
  seeded: true,
  functionName: functionOf,
  async prepare({ lambda, codedeploy, sts }, environment) {
    const { Account } = await sts.getCallerIdentity({})
    const role = `arn:aws:iam::${Account}:role/engines`
    const FunctionName = functionOf(environment)
    const Code = { ZipFile: await zipOf(CODE('first')) }
    const settings = { Runtime: 'nodejs22.x', Handler: 'index.handler', Role: role } as const
    await lambda.createFunction({ FunctionName, ...settings, Code })
    const { Version = '' } = await lambda.publishVersion({ FunctionName })
    await lambda.createAlias({ FunctionName, Name: 'live', FunctionVersion: Version })
    if (environment === 'preprod') {
      await codedeploy.createApplication({ applicationName: NAME, computePlatform: 'Lambda' })
    }
    await codedeploy.createDeploymentGroup({
      applicationName: NAME,
      deploymentGroupName: environment,
      serviceRoleArn: role,
      ...GROUP,
    })
  },
  released: (environment) => ({ [`alias ${functionOf(environment)}:live`]: '2' }),
  plan: [],
}
