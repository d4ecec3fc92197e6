import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { SandboxRun } from '../../../sandbox/github/index.ts'
import { openReleases, type Releases, type Step, type Tree } from '../support/releases.ts'

/**
 * Items of the last release that this one lacks: one real release, which the bundle deploys to production, then prechecks
 * of others, the first of them through the bundle, too.
 */

const TEMPLATE = 'Resources: { Topic: { Type: AWS::SNS::Topic } }\n'
const CONFIG = `version: 1
environments: { production: { name: production } }
stacks:
  - { id: web, name: "shop-{environment}", template: web.yml }
deployments:
  - { id: app, platform: local, revision: { directory: app }, destination-root: ./host }
verify:
  - { name: it answers, run: "true" }
  - { name: it holds, run: "true", kind: load }
`
const filesWith = (config: string): Tree => ({
  '.github/test-deployments.yml': config,
  'web.yml': TEMPLATE,
  'app/appspec.yml': 'version: 0.0\nos: linux\nfiles: [{ source: index.html, destination: /srv/shop }]\n',
  'app/index.html': 'hello',
})
const TYPO = CONFIG.replace('"shop-{environment}"', '"shpo-{environment}"')
const REMOVED = (entry: string): string => `precheck: { removed: [${entry}] }\n`
const TIMEOUT = 600_000

let world: Releases
let first: Step
let released: SandboxRun

beforeAll(async () => {
  world = await openReleases(filesWith(CONFIG), {}, { from: 'source' })
  const { run, steps } = await world.release(filesWith(CONFIG), { bundled: ['deploy-production'] })
  released = run
  first = steps[0] as Step
}, TIMEOUT)
afterAll(() => world.close())

const found = ({ evidence }: Step, code: string) => evidence.findings.filter((finding) => finding.code === code)
/** The blocking findings of a release that differs in nothing else. */
const vanished = ({ blockers }: Step): readonly string[] => blockers.filter((line) => line.includes('vanished/'))

describe('the first release', () => {
  test('is reported as the first one, and its items are recorded', () => {
    expect(found(first, 'vanished/first-release')).toMatchObject([{ outcome: 'noted' }])
    expect(first.evidence.lastRelease).toBeUndefined()
    expect(first.evidence.composition).toMatchObject({
      config: '.github/test-deployments.yml',
      environments: [
        { key: 'preprod', region: 'eu-west-1', stacks: [{ id: 'web', name: 'shop-preprod' }] },
        {
          key: 'production',
          account: '111111111111',
          stacks: [{ id: 'web', name: 'shop-production' }],
          deployments: [{ id: 'app', platform: 'local', target: 'local/production' }],
        },
      ],
      checks: [{ name: 'it answers' }, { name: 'it holds', kind: 'load' }],
    })
    expect(first.summary).toContain('This is the first release')
  })
})

describe('after the first release', () => {
  test(
    'a release with the same items passes, and its evidence contains the restored ones',
    async () => {
      const seen = await world.precheck(filesWith(CONFIG), { from: 'bundle' })
      expect([seen.status, seen.blockers]).toEqual([0, []])
      expect(found(seen, 'vanished/nothing')).toMatchObject([
        {
          outcome: 'pass',
          expected: expect.stringContaining(
            `2 stacks, 2 deployments in 2 environments, 2 checks of run ${released.id}`,
          ),
        },
      ])
      expect(seen.evidence.lastRelease).toMatchObject({
        runId: released.id,
        runAttempt: 1,
        sha: released.run.sha,
        ref: 'refs/heads/main',
        source: 'evidence',
        release: { sha: released.run.sha },
        steps: expect.arrayContaining([{ slot: 'deploy-production/production', ms: expect.any(Number) }]),
      })
    },
    TIMEOUT,
  )

  test(
    'a mistyped stack name blocks, with the probable name',
    async () => {
      const seen = await world.precheck(filesWith(TYPO))
      expect(seen.status).toBe(1)
      expect(vanished(seen)).toEqual(['fail vanished/stack stack/web'])
      expect(found(seen, 'vanished/stack')).toMatchObject([
        {
          title: expect.stringContaining('shpo-preprod is new, did you mean shop-preprod?'),
          expected: expect.stringContaining('shop-production in 111111111111, eu-west-1 (production)'),
          observed: 'no such stack; new in this release: shpo-preprod, shpo-production',
          advice: expect.stringContaining('removed: [{ stack: web, reason: …, owner: … }]'),
        },
      ])
    },
    TIMEOUT,
  )

  test(
    'a declared removal passes, and is shown with the declared risks',
    async () => {
      const entry = '{ stack: "shop-*", reason: the topic moved, owner: platform }'
      const seen = await world.precheck(filesWith(TYPO + REMOVED(entry)))
      expect(vanished(seen)).toEqual([])
      expect(found(seen, 'vanished/stack')).toMatchObject([
        { waived: { reason: 'the topic moved', owner: 'platform' } },
      ])
      const risks = seen.summary.slice(seen.summary.indexOf('Declared risk'))
      expect(risks).toContain('the topic moved')
      expect(seen.page).toContain('the topic moved')
    },
    TIMEOUT,
  )

  test(
    'a removed deployment and a removed check block, each once',
    async () => {
      const config = CONFIG.replace(/deployments:\n.*\n/, '').replace(/ {2}- \{ name: it holds.*\n/, '')
      const seen = await world.precheck(filesWith(config))
      expect(seen.status).toBe(1)
      expect(seen.blockers).toEqual(['fail vanished/deployment deployment/app', 'fail vanished/check check/it holds'])
      const entries =
        '{ deployment: app, reason: it is a stack now, owner: platform }, { check: it holds, reason: measured elsewhere, owner: qa }'
      const declared = await world.precheck(filesWith(config + REMOVED(entries)))
      expect([declared.status, declared.blockers]).toEqual([0, []])
    },
    TIMEOUT,
  )

  test(
    'an environment in another region is one finding',
    async () => {
      const config = CONFIG.replace('name: production', 'name: production, region: eu-central-1')
      const seen = await world.precheck(filesWith(config))
      expect(vanished(seen)).toEqual(['fail vanished/environment environment/production'])
      expect(found(seen, 'vanished/environment')).toMatchObject([
        {
          expected: expect.stringContaining('production, 111111111111, eu-west-1, as in run'),
          observed: 'production, 111111111111, eu-central-1',
        },
      ])
    },
    TIMEOUT,
  )

  test(
    'runs that failed, released nothing or have another configuration are skipped',
    async () => {
      world.idle(filesWith(TYPO))
      const other = { ...filesWith(CONFIG), 'other.yml': CONFIG.replaceAll('shop', 'other') }
      const seen = await world.precheck(other, { config: 'other.yml' })
      expect(found(seen, 'vanished/first-release')).toHaveLength(1)
      const pullRequest = await world.precheck(filesWith(TYPO), {
        ref: 'refs/pull/7/merge',
        event: 'pull_request',
        env: { GITHUB_BASE_REF: 'main' },
      })
      expect(vanished(pullRequest)).toEqual(['fail vanished/stack stack/web'])
      const entries = Object.entries(filesWith('')).filter(([path]) => path !== '.github/test-deployments.yml')
      const moved = { ...Object.fromEntries(entries), 'deploy/shop.yml': TYPO }
      const seenMoved = await world.precheck(moved, { config: 'deploy/shop.yml' })
      expect(vanished(seenMoved)).toEqual(['fail vanished/stack stack/web'])
    },
    TIMEOUT,
  )

  test(
    'without `actions: read` it is unknown, and blocks with the missing permission',
    async () => {
      const seen = await world.precheck(filesWith(CONFIG), { permissions: { contents: 'read', 'id-token': 'write' } })
      expect(seen.status).toBe(1)
      expect(found(seen, 'vanished/last-release-unknown')).toMatchObject([
        { outcome: 'inconclusive', advice: expect.stringContaining('actions: read') },
      ])
      const offline = await world.precheck(filesWith(CONFIG), { permissions: { contents: 'read' }, only: 'offline' })
      expect(found(offline, 'vanished/not-compared')).toMatchObject([
        { outcome: 'noted', observed: expect.stringContaining('only: offline; GitHub refused') },
      ])
    },
    TIMEOUT,
  )

  test(
    'an artifact of a run whose production deployment was not approved does not count as a release',
    async () => {
      const run = world.idle(filesWith(TYPO))
      const artifacts = world.sandbox.github.world.artifacts
      const own = artifacts.filter((each) => each.run === released.run)
      artifacts.push(...own.map((each, index) => ({ ...each, id: 9_000_000 + index, run: run.run })))
      const seen = await world.precheck(filesWith(TYPO))
      expect(vanished(seen)).toEqual(['fail vanished/stack stack/web'])
      expect(seen.evidence.lastRelease).toMatchObject({ runId: released.id, source: 'evidence' })
    },
    TIMEOUT,
  )

  test(
    'the configuration of the released commit is used where the evidence is expired, deleted or altered',
    async () => {
      const { artifacts } = world.sandbox.github.world
      const own = artifacts.filter((each) => each.run === released.run)
      const replaceOwn = (change: (artifact: (typeof own)[number]) => (typeof own)[number]): void => {
        for (const each of own) {
          const index = artifacts.findIndex(({ id }) => id === each.id)
          artifacts[index] = change(each)
        }
      }
      replaceOwn((each) => ({ ...each, digest: `sha256:${'0'.repeat(64)}` }))
      const altered = await world.precheck(filesWith(TYPO))
      expect(vanished(altered)).toEqual(['fail vanished/stack stack/web'])
      expect(found(altered, 'vanished/evidence-unavailable')).toMatchObject([
        { outcome: 'noted', observed: expect.stringContaining('differs from what was stored') },
      ])

      replaceOwn((each) => ({ ...each, expiresAt: new Date(0) }))
      const expired = await world.precheck(filesWith(TYPO))
      expect(vanished(expired)).toEqual(['fail vanished/stack stack/web'])
      expect(found(expired, 'vanished/evidence-unavailable')).toMatchObject([{ observed: 'its evidence has expired' }])
      expect(expired.evidence.lastRelease).toMatchObject({ source: 'configuration', sha: released.run.sha })

      for (const each of own) {
        const index = artifacts.findIndex(({ id }) => id === each.id)
        artifacts.splice(index, 1)
      }
      const gone = await world.precheck(filesWith(CONFIG))
      expect([gone.status, gone.blockers]).toEqual([0, []])
      expect(found(gone, 'vanished/evidence-unavailable')).toHaveLength(1)
      expect(found(gone, 'vanished/nothing')).toHaveLength(1)
    },
    TIMEOUT,
  )
})
