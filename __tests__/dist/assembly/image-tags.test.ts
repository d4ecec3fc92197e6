import { afterEach, expect, test } from '@jest/globals'
import { manifestOf } from '../../../sandbox/aws/services/ecr/store.ts'
import { openReleases, type Releases, type Tree } from '../support/releases.ts'

/** Image tags that are pushed again during a release. The bundle refuses to deploy one to production. */

const TIMEOUT = 300_000
const HOME = { account: '111111111111', region: 'eu-west-1' }
const IMAGE = '111111111111.dkr.ecr.eu-west-1.amazonaws.com/shop:1'
const template = (image: string): string => `Resources:
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument: { Version: "2012-10-17", Statement: [{ Effect: Allow, Principal: { Service: lambda.amazonaws.com }, Action: "sts:AssumeRole" }] }
  Shop:
    Type: AWS::Lambda::Function
    Properties: { PackageType: Image, Role: !GetAtt Role.Arn, Code: { ImageUri: "${image}" } }
`
const files = (image = IMAGE): Tree => ({
  '.github/test-deployments.yml': `version: 1
stacks: [{ id: shop, name: "shop-{environment}", template: shop.yml, capabilities: [CAPABILITY_IAM] }]
verify: [{ name: it answers, run: "true" }]
gate: { require: [] }
`,
  'shop.yml': template(image),
})

let world: Releases
afterEach(() => world.close())

const open = async (tree = files()): Promise<void> => {
  const repositories = [{ name: 'shop', images: [{ tag: '1', content: 'one' }] }]
  world = await openReleases(tree, { repositories }, { from: 'source' })
}
const push = (content: string): string => {
  const repositories = world.sandbox.aws.repositories()
  const repository = repositories.find(HOME, 'shop')
  if (repository === undefined) throw new Error('there is no repository')
  return repositories.push(repository, manifestOf(content), '1').digest
}
const AFTER_PRECHECK = { needs: ['precheck'], environment: 'preprod' }
const TESTED = { needs: ['precheck', 'deploy-preprod'] }
const ALL = { needs: ['precheck', 'deploy-preprod', 'verify'] }
const WHERE = 'images/stack/shop/resource/Shop/property/Code.ImageUri'

test(
  'an image that is pushed again after its verification does not reach production',
  async () => {
    await open()
    const run = world.begin(files())
    for (const [command, options] of [
      ['precheck', {}],
      ['deploy-preprod', AFTER_PRECHECK],
      ['verify', TESTED],
    ] as const)
      expect([command, (await world.step(run, files(), command, options)).blockers]).toEqual([command, []])
    const other = push('two')

    const gate = await world.step(run, files(), 'gate', ALL)
    expect(gate.blockers).toContain(`fail gate/state-changed environment/production/state/${WHERE}`)
    const production = await world.step(run, files(), 'deploy-production', {
      ...ALL,
      environment: 'production',
      from: 'bundle',
    })
    expect(production.status).toBe(1)
    expect(production.blockers).toContain(`fail gate/state-changed environment/production/state/${WHERE}`)
    const moved = production.evidence.findings.find(
      ({ subject, outcome }) => outcome === 'fail' && subject.startsWith('environment/production/state/images/'),
    )
    expect(moved).toMatchObject({
      title: expect.stringContaining('the image of shop/resource/Shop/property/Code.ImageUri changed after'),
      observed: `${IMAGE} ${other}`,
      advice: expect.stringContaining('Push the image that was tested'),
    })
    expect(production.summary).not.toContain('Deployment to production failed')

    push('one')
    const again = await world.step(run, files(), 'deploy-production', {
      ...ALL,
      environment: 'production',
      job: 'again',
    })
    // The page is approved once; the served image is checked again.
    expect(again.blockers.filter((line) => line.includes('/state/'))).toEqual([])
  },
  TIMEOUT,
)

test(
  'an image that is pushed again before its verification is reported as not the deployed one',
  async () => {
    await open()
    const run = world.begin(files())
    await world.step(run, files(), 'precheck')
    await world.step(run, files(), 'deploy-preprod', AFTER_PRECHECK)
    push('two')
    const verify = await world.step(run, files(), 'verify', TESTED)
    expect(verify.blockers).toContain(`fail verify/deployed-meanwhile environment/preprod/state/${WHERE}`)
  },
  TIMEOUT,
)

test(
  'a digest cannot change, and an image of another registry is not requested',
  async () => {
    const digest = `111111111111.dkr.ecr.eu-west-1.amazonaws.com/shop@${await digestOf('one')}`
    await open(files(digest))
    const run = world.begin(files(digest))
    await world.step(run, files(digest), 'precheck')
    await world.step(run, files(digest), 'deploy-preprod', AFTER_PRECHECK)
    push('two')
    const verify = await world.step(run, files(digest), 'verify', TESTED)
    expect(verify.blockers).toEqual([])
    expect(JSON.stringify(verify.evidence.states)).not.toContain('images/')
  },
  TIMEOUT,
)

async function digestOf(content: string): Promise<string> {
  const { createHash } = await import('node:crypto')
  return `sha256:${createHash('sha256').update(manifestOf(content)).digest('hex')}`
}
