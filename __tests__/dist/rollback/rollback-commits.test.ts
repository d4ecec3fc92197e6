import { ListDeploymentsCommand } from '@aws-sdk/client-codedeploy'
import { afterEach, expect, test } from '@jest/globals'
import { clientsOf, revisionFiles } from '../../sandbox/world.ts'
import { openReleases, type Releases, type Step, type Tree } from '../support/releases.ts'
import { installedOn, launchSite, SITE } from '../support/site-world.ts'

/** The rollback to a revision that is a commit of GitHub. The one that succeeds runs through the bundle. */

const TIMEOUT = 300_000
const BUILDS = 'acme/builds'

let world: Releases
afterEach(() => world.close())

const treeOf = (commit: string): Tree => ({
  '.github/test-deployments.yml': `version: 1
rehearse-rollback: { deployments: true }
deployments: [{ platform: server, application: site, group: "{environment}", revision: { github: { repository: ${BUILDS}, commit: "${commit}" } } }]
verify: [{ name: it answers, run: "true" }]
`,
})
const commit = (text: string): string =>
  world.sandbox.github.commit(BUILDS, text, revisionFiles(text, { ValidateService: 'test -f "$DESTDIR/srv/app.txt"' }))

async function open(): Promise<void> {
  world = await openReleases({}, SITE, { from: 'source' })
  world.sandbox.github.repository({ name: BUILDS })
  await launchSite(world)
}

/** The versions on the hosts, and the number of deployments of the groups. */
async function standing(): Promise<[Record<string, string>, number[]]> {
  const { codedeploy } = clientsOf(world.sandbox)
  const counts: number[] = []
  for (const key of ['preprod', 'production']) {
    const group = { applicationName: 'site', deploymentGroupName: key }
    const { deployments = [] } = await codedeploy.send(new ListDeploymentsCommand(group))
    counts.push(deployments.length)
  }
  return [installedOn(world), counts]
}

async function rehearse(sha: string): Promise<Step> {
  const tree = treeOf(sha)
  const run = world.begin(tree)
  await world.step(run, tree, 'precheck')
  const step = await world.step(run, tree, 'deploy-preprod', { needs: ['precheck'], environment: 'preprod' })
  run.finish()
  return step
}

async function rollBack(sha: string, from: 'bundle' | 'source' = 'source'): Promise<Step> {
  const tree = treeOf(sha)
  const run = world.begin(tree)
  const step = await world.step(run, tree, 'rollback', { environment: 'production', from })
  run.finish()
  return step
}

const lost = ({ evidence }: Step) => evidence.findings.filter(({ code }) => code === 'rollback/lost-revision')

test(
  'a previous commit that GitHub removed is reported before anything is deployed',
  async () => {
    await open()
    const [one, two] = [commit('one'), commit('two')]
    await world.release(treeOf(one))
    const { steps } = await world.release(treeOf(two))
    expect(steps[1]?.evidence.findings.map(({ code }) => code)).toContain('rollback/recovered')

    // Force-pushed and removed: pre-prod has version two, production would be rolled back to version one.
    const { commits } = world.sandbox.github.world.repositories.get(BUILDS)!
    for (const sha of [one, two]) commits.delete(sha)
    const before = await standing()
    const refused = await rehearse(commit('three'))
    expect(refused.status).toBe(1)
    expect(lost(refused)).toEqual([
      expect.objectContaining({
        title: `app cannot be rolled back: GitHub has no commit ${two} in ${BUILDS}`,
        observed: `GitHub has no commit ${two} in ${BUILDS}`,
        advice: expect.stringMatching(/^Nothing was deployed\. Push the commit to a branch again/),
      }),
    ])
    const back = await rollBack(two)
    expect(back.status).toBe(1)
    expect(lost(back)[0]?.observed).toBe(`GitHub has no commit ${one} in ${BUILDS}`)
    expect(await standing()).toEqual(before)
  },
  TIMEOUT,
)

test(
  'a repository that was deleted, or hidden from the token, blocks the rollback until it is restored',
  async () => {
    await open()
    const [one, two] = [commit('one'), commit('two')]
    await world.release(treeOf(one))
    await world.release(treeOf(two))
    const { repositories } = world.sandbox.github.world
    const repository = repositories.get(BUILDS)!
    repositories.delete(BUILDS)
    const before = await standing()
    const refused = await rollBack(two)
    expect(refused.status).toBe(1)
    expect(lost(refused)[0]).toMatchObject({
      observed: `GitHub has no repository ${BUILDS} that the token of the job reads`,
      advice: expect.stringContaining('github-token'),
    })
    expect(await standing()).toEqual(before)

    repositories.set(BUILDS, repository)
    const back = await rollBack(two, 'bundle')
    expect([back.status, back.blockers]).toEqual([0, []])
    expect(installedOn(world)).toEqual({ preprod: 'two', production: 'one' })
  },
  TIMEOUT,
)
