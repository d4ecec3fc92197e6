import { join, resolve } from 'node:path'
import { S3 } from '@aws-sdk/client-s3'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { filesBelow } from '../../assembly/assembly-folder.ts'
import { openReleases, type Releases, type Step, type Tree } from '../support/releases.ts'

/** CDK and SAM builds, from an empty account to production, with recorded outputs of `cdk synth` and `sam build`. */

const DATA = resolve(import.meta.dirname, '../../assembly/fixtures')
const ACCOUNTS = { preprod: '111111111111', production: '222222222222' }
const TIMEOUT = 600_000

const CONFIG = `version: 1
environments:
  preprod: { plan-role: "arn:aws:iam::111111111111:role/plan", deploy-role: "arn:aws:iam::111111111111:role/deploy" }
  production: { plan-role: "arn:aws:iam::222222222222:role/plan", deploy-role: "arn:aws:iam::222222222222:role/deploy" }
verify: [{ name: it answers, run: "true" }]
`

const checkout = (stacks: string): Tree => ({ '.github/test-deployments.yml': `${CONFIG}stacks: ${stacks}\n` })
const SAM: Tree = {
  ...checkout('[{ sam: .aws-sam/build, id: orders, name: "orders-{environment}" }]'),
  'samconfig.toml': `version = 0.1
[default.deploy.parameters]
s3_bucket = "sam-preprod"
capabilities = "CAPABILITY_IAM"
parameter_overrides = "Stage=preprod"
[production.deploy.parameters]
s3_bucket = "sam-production"
capabilities = "CAPABILITY_IAM"
parameter_overrides = "Stage=production"
`,
}
const SAM_BUILT = { ...SAM, ...filesBelow(join(DATA, 'sam-build'), '.aws-sam/build') }
const CDK = checkout('[{ cdk: cdk.out }]')
const CDK_BUILT = { ...CDK, ...filesBelow(join(DATA, 'cdk-out'), 'cdk.out') }

const service = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'cloudformation.amazonaws.com' }, Action: 'sts:AssumeRole' }],
}
const rolesOf = (key: 'preprod' | 'production') => [
  { arn: `arn:aws:iam::${ACCOUNTS[key]}:role/plan`, trust: { repository: 'acme/shop' } },
  { arn: `arn:aws:iam::${ACCOUNTS[key]}:role/deploy`, trust: { repository: 'acme/shop', environment: key } },
  { arn: `arn:aws:iam::${ACCOUNTS[key]}:role/cdk-hnb659fds-cfn-exec-role-${ACCOUNTS[key]}-eu-west-1`, trust: service },
]
const bucketOf = (key: 'preprod' | 'production') => ({
  name: `cdk-hnb659fds-assets-${ACCOUNTS[key]}-eu-west-1`,
  account: ACCOUNTS[key],
  region: 'eu-west-1',
})
/** The resources that `cdk bootstrap` creates, as far as a release needs them. */
const BOOTSTRAP = `Resources:
  Version: { Type: AWS::SSM::Parameter, Properties: { Name: /cdk-bootstrap/hnb659fds/version, Type: String, Value: "32" } }
`
const bootstrapped = (account: string) => ({
  deploy: { account, region: 'eu-west-1', stack: 'CDKToolkit', template: BOOTSTRAP },
})

let world: Releases
beforeEach(async () => {
  world = await openReleases(
    CDK,
    {
      roles: [...rolesOf('preprod'), ...rolesOf('production')],
      buckets: [
        bucketOf('preprod'),
        bucketOf('production'),
        { name: 'sam-preprod', account: ACCOUNTS.preprod, region: 'eu-west-1' },
        { name: 'sam-production', account: ACCOUNTS.production, region: 'eu-west-1' },
      ],
      history: [bootstrapped(ACCOUNTS.preprod), bootstrapped(ACCOUNTS.production)],
      network: [
        { account: ACCOUNTS.preprod, region: 'eu-west-1', vpc: 'vpc-0preprod', images: ['ami-0abcdef1234567890'] },
        {
          account: ACCOUNTS.production,
          region: 'eu-west-1',
          vpc: 'vpc-0production',
          images: ['ami-0abcdef1234567890'],
        },
      ],
    } as never,
    { from: 'source' },
  )
}, TIMEOUT)
afterEach(() => world.close())

const proved = ({ evidence }: Step): string[] =>
  evidence.findings.filter(({ outcome }) => outcome === 'pass').map(({ code, subject }) => `${code} ${subject}`)

/** Only the first job has the build output; the others have the checkout. */
async function release(built: Tree, files: Tree) {
  const run = world.begin(files)
  const jobs = [
    ['package', {}],
    ['precheck', { needs: ['package'] }],
    ['deploy-preprod', { needs: ['package', 'precheck'], environment: 'preprod' }],
    ['verify', { needs: ['package', 'precheck', 'deploy-preprod'] }],
    ['deploy-production', { needs: ['package', 'precheck', 'deploy-preprod', 'verify'], environment: 'production' }],
  ] as const
  const steps: Record<string, Step> = {}
  for (const [command, options] of jobs) {
    const step = await world.step(run, command === 'package' ? built : files, command, options)
    steps[command] = step
    if (step.status !== 0) throw new Error(`${command} is not green: ${step.blockers.join(', ')}\n${step.log}`)
  }
  run.finish()
  return steps as Record<(typeof jobs)[number][0], Step>
}

test(
  'the output of `sam build` reaches production, with its code in the bucket of each account',
  async () => {
    const steps = await release(SAM_BUILT, SAM)
    for (const key of ['preprod', 'production'] as const) {
      expect(proved(steps[`deploy-${key}`])).toEqual(
        expect.arrayContaining([`asset/published environment/${key}/assets`, 'stack/updated stack/orders']),
      )
    }
  },
  TIMEOUT,
)

test(
  'two stages of a CDK app reach production with their assets',
  async () => {
    const steps = await release(CDK_BUILT, CDK)
    expect(proved(steps.precheck)).toEqual(
      expect.arrayContaining([
        'bootstrap/ready environment/preprod/bootstrap',
        'bootstrap/ready environment/production/bootstrap',
      ]),
    )
    for (const key of ['preprod', 'production'] as const) {
      const step = steps[`deploy-${key}`]
      expect(proved(step)).toEqual(
        expect.arrayContaining([
          `asset/published environment/${key}/assets`,
          'stack/updated stack/Network',
          'stack/updated stack/Shop',
        ]),
      )
    }
  },
  TIMEOUT,
)

test(
  'an object with the key of an asset and different content is not overwritten, and no stack is changed',
  async () => {
    const asset = Object.keys(CDK_BUILT).find((path) => path.startsWith('cdk.out/asset.')) ?? ''
    const object = { Bucket: bucketOf('preprod').name, Key: `${asset.split('/')[1]?.replace('asset.', '')}.zip` }
    const s3 = new S3({
      endpoint: world.sandbox.awsUrl,
      region: 'eu-west-1',
      forcePathStyle: true,
      credentials: { accessKeyId: ACCOUNTS.preprod, secretAccessKey: 'administrator' },
    })
    await s3.putObject({ ...object, Body: 'of somebody else' })
    const run = world.begin(CDK)
    await world.step(run, CDK_BUILT, 'package')
    const checked = await world.step(run, CDK, 'precheck', { needs: ['package'] })
    expect(checked.blockers).toEqual([])
    const { blockers } = await world.step(run, CDK, 'deploy-preprod', {
      needs: ['package', 'precheck'],
      environment: 'preprod',
      from: 'bundle',
    })
    expect(blockers).toEqual([`fail asset/differs environment/preprod/assets/${object.Key}`])
    const { Body } = await s3.getObject(object)
    expect(await Body?.transformToString()).toBe('of somebody else')
  },
  TIMEOUT,
)
