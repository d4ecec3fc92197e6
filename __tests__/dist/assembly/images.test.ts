import { ECR } from '@aws-sdk/client-ecr'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { manifestOf } from '../../../sandbox/aws/services/ecr/store.ts'
import type { SandboxRun } from '../../../sandbox/github/index.ts'
import { dockerStandIn } from '../../assembly/docker-stand-in.ts'
import { filesBelow, IMAGE_OUT } from '../../assembly/assembly-folder.ts'
import { openReleases, type Releases, type Step, type StepOptions, type Tree } from '../support/releases.ts'

/**
 * Container images of a CDK app, which are built once and have the same digest in both accounts. The output of `cdk
 * synth` is recorded.
 */

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
/** The resources that `cdk bootstrap` creates, as far as a release needs them. */
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

const BOTH_IMAGES = Object.values(TAGS)

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

/** Moves the tag to another image. @returns a function that moves it back */
async function moveTag(key: (typeof KEYS)[number], imageTag: string): Promise<() => Promise<unknown>> {
  const [ecr, repositoryName] = [ecrOf(key), REPOSITORY(key)]
  const { images: [image] = [] } = await ecr.batchGetImage({ repositoryName, imageIds: [{ imageTag }] })
  const put = (imageManifest = ''): Promise<unknown> => ecr.putImage({ repositoryName, imageTag, imageManifest })
  const untag = (): Promise<unknown> => ecr.batchDeleteImage({ repositoryName, imageIds: [{ imageTag }] })
  await untag()
  await put(manifestOf('of somebody else'))
  return async () => {
    await untag()
    await put(image?.imageManifest)
  }
}

/** All images of a repository by their tags, with the times of their pushes. */
async function storedOf(key: (typeof KEYS)[number]) {
  const { imageDetails = [] } = await ecrOf(key).describeImages({ repositoryName: REPOSITORY(key) })
  return imageDetails
    .map(({ imageDigest, imageTags: [tag = ''] = [], imagePushedAt }) => ({ tag, imageDigest, imagePushedAt }))
    .toSorted((a, b) => (a.tag < b.tag ? -1 : 1))
}

const proved = ({ evidence }: Step): string[] =>
  evidence.findings.filter(({ outcome }) => outcome === 'pass').map(({ code, subject }) => `${code} ${subject}`)

const jobsOf = () => jobsOfRun(world.begin(CHECKOUT))

function jobsOfRun(run: SandboxRun, checkout: Tree = CHECKOUT) {
  const env = { CDK_DOCKER: docker.program }
  const step = async (command: string, needs: string[], environment?: string, more: StepOptions = {}): Promise<Step> =>
    world.step(run, command === 'package' ? { ...BUILT, ...checkout } : checkout, command, {
      needs,
      env,
      ...(environment && { environment }),
      ...more,
    })
  return {
    run,
    package: (more?: StepOptions) => step('package', [], undefined, more),
    precheck: (more?: StepOptions) => step('precheck', ['package'], undefined, more),
    preprod: (more?: StepOptions) => step('deploy-preprod', ['package', 'precheck'], 'preprod', more),
    verify: (more?: StepOptions) => step('verify', ['package', 'precheck', 'deploy-preprod'], undefined, more),
    production: (more?: StepOptions) =>
      step('deploy-production', ['package', 'precheck', 'deploy-preprod', 'verify'], 'production', more),
  }
}

function endedRed(run: SandboxRun): void {
  run.startJob({ name: 'other', permissions: {} }).finish('failure')
  run.finish()
}

function green(step: Step): Step {
  if (step.status !== 0) throw new Error(`not green: ${step.blockers.join(', ')}\n${step.log}`)
  return step
}

test(
  'images are built once, and reach both accounts with the same digest, by the bundle',
  async () => {
    const jobs = jobsOf()
    green(await jobs.package({ from: 'bundle' }))
    const builds = docker.calls().filter((call) => call.startsWith('build '))
    expect(builds).toHaveLength(2)
    expect(builds[0]).toContain('--build-arg VERSION=1 --tag test-deployments-asset-')
    const precheck = green(await jobs.precheck())
    for (const key of KEYS) {
      expect(precheck.evidence.findings).toContainEqual(
        expect.objectContaining({ code: 'image/pending', outcome: 'noted', subject: `environment/${key}/images` }),
      )
    }
    const preprod = green(await jobs.preprod({ from: 'bundle' }))
    const verify = green(await jobs.verify())
    const production = green(await jobs.production({ from: 'bundle' }))
    expect(proved(preprod)).toContain('image/published environment/preprod/images')
    expect(proved(production)).toContain('image/published environment/production/images')
    for (const tag of BOTH_IMAGES) {
      const digest = await digestOf('preprod', tag)
      expect(digest).toMatch(/^sha256:/)
      expect(await digestOf('production', tag)).toBe(digest)
    }
    expect(docker.calls().filter((call) => call.startsWith('build '))).toHaveLength(2)
    // Neither the token nor its password appears in any output.
    for (const { log, page, summary } of [preprod, verify, production])
      for (const text of [log, page, summary]) expect(text).not.toMatch(/QVdTO/)
    jobs.run.finish()

    const before = { preprod: await storedOf('preprod'), production: await storedOf('production') }
    expect(before.production.map(({ imageDigest }) => imageDigest)).toEqual(
      before.preprod.map(({ imageDigest }) => imageDigest),
    )
    const later = jobsOf()
    const called = docker.calls().length
    green(await later.package())
    // Docker builds both again, with different bytes.
    const again = docker.calls().slice(called)
    expect(again.filter((call) => call.startsWith('build '))).toHaveLength(2)
    const checked = green(await later.precheck())
    for (const tag of BOTH_IMAGES) {
      const digest = await digestOf('preprod', tag)
      expect(checked.evidence.findings).toContainEqual(
        expect.objectContaining({
          code: 'image/earlier-build',
          outcome: 'noted',
          subject: `environment/preprod/images/${REPOSITORY('preprod')}:${tag}`,
          observed: digest,
        }),
      )
      for (const plan of checked.evidence.plans)
        expect(plan.images).toContainEqual(expect.objectContaining({ tag, digest }))
    }
    expect(proved(checked)).toContain('image/present environment/production/images')
    expect(proved(checked)).not.toContain('image/present environment/preprod/images')
    const steps = [green(await later.preprod()), green(await later.verify()), green(await later.production())]
    expect(proved(steps[0] as Step)).toContain('image/published environment/preprod/images')
    expect(proved(steps[2] as Step)).toContain('image/published environment/production/images')
    expect({ preprod: await storedOf('preprod'), production: await storedOf('production') }).toEqual(before)
    later.run.finish()

    // Images that exist only in production are used as the finding advises, and reach pre-prod first.
    const imageIds = BOTH_IMAGES.map((imageTag) => ({ imageTag }))
    await ecrOf('preprod').batchDeleteImage({ repositoryName: REPOSITORY('preprod'), imageIds })
    const refused = jobsOf()
    green(await refused.package())
    const { evidence, blockers } = await refused.precheck()
    expect(blockers.toSorted()).toEqual(
      before.production.map(
        ({ tag }) => `fail image/differs environment/production/images/${REPOSITORY('production')}:${tag}`,
      ),
    )
    endedRed(refused.run)
    const entries = evidence.findings.flatMap(({ code, advice = '' }) =>
      code === 'image/differs' ? (/`images: \{ (.*) \}`/.exec(advice)?.[1] ?? []) : [],
    )
    const config = CONFIG.replace('{ cdk: cdk.out }', `{ cdk: cdk.out, images: { ${entries.join(', ')} } }`)
    const files = { '.github/test-deployments.yml': config }
    const named = jobsOfRun(world.begin(files), files)
    for (const play of [named.package, named.precheck, named.preprod, named.verify, named.production])
      green(await play())
    expect(await storedOf('production')).toEqual(before.production)
    for (const tag of BOTH_IMAGES) expect(await digestOf('preprod', tag)).toBe(await digestOf('production', tag))
  },
  TIMEOUT,
)

test(
  'production gets the images that an earlier release stored in pre-prod before it ended',
  async () => {
    const earlier = jobsOf()
    for (const play of [earlier.package, earlier.precheck, earlier.preprod]) green(await play())
    const before = await storedOf('preprod')
    expect(before).toHaveLength(2)

    // The second attempt of the run uses the images that the first attempt stored in pre-prod.
    earlier.run.rerun('ada')
    green(await earlier.package())
    const again = green(await earlier.precheck())
    expect(again.evidence.findings.map(({ code }) => code)).toContain('image/earlier-build')
    // After a re-run an approval must name the evidence.
    const unclear = await earlier.preprod()
    const asked = unclear.evidence.findings.find(({ code }) => code === 'gate/approval-ambiguous')
    const comment = /"([0-9a-f]{12}(?:\/\d+)?)"/.exec(asked?.advice ?? '')?.[1]
    expect(comment).toBeDefined()
    earlier.run.rerun('ada')
    green(await earlier.preprod({ waiting: (run) => world.approve(run, 'preprod', comment) }))
    expect(await storedOf('preprod')).toEqual(before)
    endedRed(earlier.run)

    // A pre-prod tag that is moved after precheck stops the deployment, which accepts only the recorded digest.
    const moved = jobsOf()
    green(await moved.package())
    const precheck = green(await moved.precheck())
    const pending = precheck.evidence.findings.find(
      ({ code, subject }) => code === 'image/pending' && subject === 'environment/production/images',
    )
    expect(pending?.advice).toContain(
      `ecr:BatchGetImage and ecr:GetDownloadUrlForLayer on arn:aws:ecr:eu-west-1:111111111111:repository/${REPOSITORY('preprod')}`,
    )
    const recorded = await digestOf('preprod', TAGS.orders)
    const restore = await moveTag('preprod', TAGS.orders)
    const { evidence, blockers } = await moved.preprod()
    expect(blockers).toContain(`fail image/differs environment/preprod/images/${REPOSITORY('preprod')}:${TAGS.orders}`)
    const found = evidence.findings.find(({ code }) => code === 'image/differs')
    expect([found?.expected, found?.observed]).toEqual([recorded, await digestOf('preprod', TAGS.orders)])
    await restore()
    endedRed(moved.run)

    // Each environment has a precheck job of its own.
    const stored = await storedOf('preprod')
    const jobs = jobsOf()
    green(await jobs.package())
    for (const key of KEYS) green(await jobs.precheck({ job: `precheck-${key}`, inputs: { environment: key } }))
    const prechecks = ['package', ...KEYS.map((key) => `precheck-${key}`)]
    green(await jobs.preprod({ needs: prechecks }))
    green(await jobs.verify({ needs: [...prechecks, 'deploy-preprod'] }))
    const production = green(await jobs.production({ needs: [...prechecks, 'deploy-preprod', 'verify'] }))
    expect(proved(production)).toContain('image/published environment/production/images')
    expect(await storedOf('preprod')).toEqual(stored)
    for (const tag of BOTH_IMAGES) expect(await digestOf('production', tag)).toBe(await digestOf('preprod', tag))
    expect((await storedOf('production')).map(({ imageDigest }) => imageDigest)).toEqual(
      before.map(({ imageDigest }) => imageDigest),
    )
  },
  TIMEOUT,
)

test(
  'a production tag with another image stops the release before a stack is changed, and is not moved',
  async () => {
    const jobs = jobsOf()
    for (const play of [jobs.package, jobs.precheck, jobs.preprod, jobs.verify]) green(await play())
    const { image } = await ecrOf('production').putImage({
      repositoryName: REPOSITORY('production'),
      imageTag: TAGS.orders,
      imageManifest: manifestOf('of somebody else'),
    })
    const step = await jobs.production({ from: 'bundle' })
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
  'precheck reports a tag with another image and a missing repository before anything is deployed',
  async () => {
    const preprod = { repositoryName: REPOSITORY('preprod') }
    await ecrOf('preprod').deleteRepository(preprod)
    await ecrOf('production').putImage({
      repositoryName: REPOSITORY('production'),
      imageTag: TAGS.web,
      imageManifest: manifestOf('of somebody else'),
    })
    const jobs = jobsOf()
    green(await jobs.package())
    const { evidence, blockers } = await jobs.precheck()
    expect(blockers).toEqual(
      expect.arrayContaining([
        'fail image/no-repository environment/preprod/images',
        `fail image/differs environment/production/images/${REPOSITORY('production')}:${TAGS.web}`,
      ]),
    )
    // Pre-prod has no image: the image of production may be declared as the image of the release.
    const other = evidence.findings.find(({ code }) => code === 'image/differs')
    expect(other?.advice).toContain(
      `images: { web: "222222222222.dkr.ecr.eu-west-1.amazonaws.com/${REPOSITORY('production')}@${other?.observed}" }`,
    )
    const missing = evidence.findings.find(({ code }) => code === 'image/no-repository')
    expect(missing?.advice).toBe('Run `cdk bootstrap aws://111111111111/eu-west-1`.')
  },
  TIMEOUT,
)
