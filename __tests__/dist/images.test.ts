import { ECR } from '@aws-sdk/client-ecr'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { manifestOf } from '../../sandbox/aws/ecr/store.ts'
import type { SandboxRun } from '../../sandbox/github/index.ts'
import { dockerStandIn } from '../assembly/docker-stand-in.ts'
import { filesBelow, IMAGE_OUT } from '../assembly/assembly-folder.ts'
import { openReleases, type Releases, type Step, type Tree } from './releases.ts'

/** Container images of a CDK app: built once, the same digest in both accounts. The output of `cdk synth` is recorded. */

const TIMEOUT = 600_000
const ACCOUNTS = { preprod: '111111111111', production: '222222222222' } as const
const KEYS = ['preprod', 'production'] as const
const CONFIG = `version: 1
environments:
  preprod: { plan-role: "arn:aws:iam::111111111111:role/plan", deploy-role: "arn:aws:iam::111111111111:role/deploy" }
  production: { plan-role: "arn:aws:iam::222222222222:role/plan", deploy-role: "arn:aws:iam::222222222222:role/deploy" }
verify: [{ name: it answers, run: "true" }]
stacks: [{ cdk: cdk.out }]
`
const CHECKOUT: Tree = { '.github/test-deployments.yml': CONFIG }
const BUILT: Tree = { ...CHECKOUT, ...filesBelow(IMAGE_OUT, 'cdk.out') }
const REPOSITORY = (key: (typeof KEYS)[number]) => `cdk-hnb659fds-container-assets-${ACCOUNTS[key]}-eu-west-1`
const TAGS = {
  orders: 'c978a9362b5e8a74b5e8dae75158720a2c3ce71c891057eb65f38a5d2b52e9f3',
  web: '23dfe1d2c50acebfb46dd7fc8819f9cd9f94fb2bbf305019893696617ba24007',
}
/** What `cdk bootstrap` leaves, as far as a release needs it. */
const BOOTSTRAP = `Resources:
  Version: { Type: AWS::SSM::Parameter, Properties: { Name: /cdk-bootstrap/hnb659fds/version, Type: String, Value: "32" } }
  Images:
    Type: AWS::ECR::Repository
    Properties:
      RepositoryName: !Sub "cdk-hnb659fds-container-assets-\${AWS::AccountId}-\${AWS::Region}"
      ImageTagMutability: IMMUTABLE
`
const service = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'cloudformation.amazonaws.com' }, Action: 'sts:AssumeRole' }],
}
const rolesOf = (key: (typeof KEYS)[number]) => [
  { arn: `arn:aws:iam::${ACCOUNTS[key]}:role/plan`, trust: { repository: 'acme/shop' } },
  { arn: `arn:aws:iam::${ACCOUNTS[key]}:role/deploy`, trust: { repository: 'acme/shop', environment: key } },
  { arn: `arn:aws:iam::${ACCOUNTS[key]}:role/cdk-hnb659fds-cfn-exec-role-${ACCOUNTS[key]}-eu-west-1`, trust: service },
]

let world: Releases
const docker = dockerStandIn()
beforeEach(async () => {
  world = await openReleases(
    CHECKOUT,
    {
      roles: [...rolesOf('preprod'), ...rolesOf('production')],
      buckets: KEYS.map((key) => ({
        name: `cdk-hnb659fds-assets-${ACCOUNTS[key]}-eu-west-1`,
        account: ACCOUNTS[key],
        region: 'eu-west-1',
      })),
      history: KEYS.map((key) => ({
        deploy: { account: ACCOUNTS[key], region: 'eu-west-1', stack: 'CDKToolkit', template: BOOTSTRAP },
      })),
    } as never,
    { from: 'source' },
  )
}, TIMEOUT)
afterEach(() => world.close())

const ecrOf = (key: (typeof KEYS)[number]) =>
  new ECR({
    endpoint: world.sandbox.awsUrl,
    region: 'eu-west-1',
    credentials: { accessKeyId: ACCOUNTS[key], secretAccessKey: 'administrator' },
  })

async function digestOf(key: (typeof KEYS)[number], imageTag: string): Promise<string | undefined> {
  const { imageDetails } = await ecrOf(key).describeImages({
    repositoryName: REPOSITORY(key),
    imageIds: [{ imageTag }],
  })
  return imageDetails?.[0]?.imageDigest
}

const proved = ({ evidence }: Step): string[] =>
  evidence.findings.filter(({ outcome }) => outcome === 'pass').map(({ code, subject }) => `${code} ${subject}`)

/** `from`: what runs the jobs. */
const jobsOf = (from: 'bundle' | 'source') => jobsOfRun(world.begin(CHECKOUT), from)

function jobsOfRun(run: SandboxRun, from: 'bundle' | 'source') {
  const env = { CDK_DOCKER: docker.program }
  const step = async (command: string, needs: string[], environment?: string): Promise<Step> =>
    world.step(run, command === 'package' ? BUILT : CHECKOUT, command, {
      needs,
      env,
      from,
      ...(environment && { environment }),
    })
  return {
    run,
    package: () => step('package', []),
    precheck: () => step('precheck', ['package']),
    preprod: () => step('deploy-preprod', ['package', 'precheck'], 'preprod'),
    verify: () => step('verify', ['package', 'precheck', 'deploy-preprod']),
    production: () => step('deploy-production', ['package', 'precheck', 'deploy-preprod', 'verify'], 'production'),
  }
}

function green(step: Step): Step {
  if (step.status !== 0) throw new Error(`not green: ${step.blockers.join(', ')}\n${step.log}`)
  return step
}

test(
  'images are built once, and reach both accounts with one digest, by the bundle',
  async () => {
    const jobs = jobsOf('bundle')
    green(await jobs.package())
    const builds = docker.calls().filter((call) => call.startsWith('build '))
    expect(builds).toHaveLength(2)
    expect(builds[0]).toContain('--build-arg VERSION=1 --tag test-deployments-asset-')
    const precheck = green(await jobs.precheck())
    for (const key of KEYS) {
      expect(precheck.evidence.findings).toContainEqual(
        expect.objectContaining({ code: 'image/pending', outcome: 'noted', subject: `environment/${key}/images` }),
      )
    }
    const steps = [green(await jobs.preprod()), green(await jobs.verify()), green(await jobs.production())]
    expect(proved(steps[0] as Step)).toContain('image/published environment/preprod/images')
    expect(proved(steps[2] as Step)).toContain('image/published environment/production/images')
    for (const tag of Object.values(TAGS)) {
      const digest = await digestOf('preprod', tag)
      expect(digest).toMatch(/^sha256:/)
      expect(await digestOf('production', tag)).toBe(digest)
    }
    expect(docker.calls().filter((call) => call.startsWith('build '))).toHaveLength(2)
    // Neither the token nor its password is in what anybody sees.
    for (const { log, page, summary } of steps)
      for (const text of [log, page, summary]) expect(text).not.toMatch(/QVdTO/)
  },
  TIMEOUT,
)

test(
  'a tag with another image in production stops the release before a stack is changed, and stays',
  async () => {
    const jobs = jobsOf('source')
    for (const play of [jobs.package, jobs.precheck, jobs.preprod, jobs.verify]) green(await play())
    const { image } = await ecrOf('production').putImage({
      repositoryName: REPOSITORY('production'),
      imageTag: TAGS.orders,
      imageManifest: manifestOf('of somebody else'),
    })
    const step = await jobsOfRun(jobs.run, 'bundle').production()
    const { blockers, log } = step
    expect(blockers).toContain(
      `fail image/differs environment/production/images/${REPOSITORY('production')}:${TAGS.orders}`,
    )
    expect(log).toContain(`aws ecr describe-images --repository-name ${REPOSITORY('production')}`)
    expect(await digestOf('production', TAGS.orders)).toBe(image?.imageId?.imageDigest)
    expect(proved(step).filter((each) => each.startsWith('stack/updated'))).toEqual([])
    expect(step.evidence.findings.map(({ code }) => code)).toContain('release/not-started')
  },
  TIMEOUT,
)

test(
  'precheck names a tag with another image, and a repository that is missing, before anything is deployed',
  async () => {
    const preprod = { repositoryName: REPOSITORY('preprod') }
    await ecrOf('preprod').deleteRepository(preprod)
    await ecrOf('production').putImage({
      repositoryName: REPOSITORY('production'),
      imageTag: TAGS.web,
      imageManifest: manifestOf('of somebody else'),
    })
    const jobs = jobsOf('source')
    green(await jobs.package())
    const { evidence, blockers } = await jobs.precheck()
    expect(blockers).toEqual(
      expect.arrayContaining([
        'fail image/no-repository environment/preprod/images',
        `fail image/differs environment/production/images/${REPOSITORY('production')}:${TAGS.web}`,
      ]),
    )
    const missing = evidence.findings.find(({ code }) => code === 'image/no-repository')
    expect(missing?.advice).toBe('Run `cdk bootstrap aws://111111111111/eu-west-1`.')
  },
  TIMEOUT,
)
