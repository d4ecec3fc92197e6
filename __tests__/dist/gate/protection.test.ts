import { afterEach, describe, expect, test } from '@jest/globals'
import { openJobs, REPOSITORY, type Jobs, type PlayedJob, type Seen } from '../support/jobs.ts'

/** Both environments are protected, and deploy-preprod starts only after an approval. */

const CONFIG = `version: 1
deployments: [{ platform: local, revision: { directory: app }, destination-root: ./host }]
verify: [{ name: it answers, run: "true" }]
`
const APP: Readonly<Record<string, string>> = {
  'app/appspec.yml': 'version: 0.0\nos: linux\nfiles: [{ source: index.html, destination: /srv/shop }]\n',
  'app/index.html': 'hello',
}
const TIMEOUT = 120_000
const WITHOUT = `${CONFIG}environments: { preprod: { approval: { none: it holds no data } } }\n`

let jobs: Jobs
afterEach(() => jobs.close())

async function open(config = CONFIG): Promise<void> {
  jobs = await openJobs({ ...APP, '.github/test-deployments.yml': config }, { from: 'source' })
  await jobs.play({ name: 'precheck', command: 'precheck', stored: true })
}
const deploy = (more: Partial<PlayedJob> = {}): Promise<Seen> =>
  jobs.play({ name: 'deploy-preprod', command: 'deploy-preprod', needs: ['precheck'], environment: 'preprod', ...more })
const approve = (user?: string) => () => jobs.review('preprod', 'approved', '', user)
const verify = (): Promise<Seen> =>
  jobs.play({ name: 'verify', command: 'verify', needs: ['precheck', 'deploy-preprod'], stored: true })
const gate = (): Promise<Seen> =>
  jobs.play({ name: 'gate', command: 'gate', needs: ['precheck', 'deploy-preprod', 'verify'] })
const rules = (environment: string, settings: object): void =>
  jobs.github.environment(REPOSITORY, environment, settings)

describe('pre-prod', () => {
  test(
    'is deployed to after an approval, which is recorded',
    async () => {
      await open()
      const { status, evidence } = await deploy({ waiting: approve(), stored: true })
      expect(status).toBe(0)
      expect(evidence.approvals).toEqual([{ environment: 'preprod', state: 'approved', user: 'grace', comment: '' }])
      expect(evidence.findings).toContainEqual(
        expect.objectContaining({ code: 'gate/approved', subject: 'environment/preprod/approval' }),
      )
    },
    TIMEOUT,
  )

  test.each<[string, Partial<PlayedJob>, () => void, string[]]>([
    [
      'was started by an administrator',
      { waiting: () => jobs.run.bypass('preprod') },
      () => undefined,
      ['gate/not-approved'],
    ],
    [
      'was approved by the person who started the run',
      { waiting: approve('ada') },
      () => rules('preprod', { reviewers: ['ada', 'grace'], preventSelfReview: false }),
      ['gate/self-review', 'gate/self-approved'],
    ],
    ['has no rules', {}, () => rules('preprod', {}), ['gate/unprotected', 'gate/not-approved']],
    ['names another environment', { environment: 'other' }, () => undefined, ['gate/not-in-environment']],
    [
      'cannot be read by the token of the job',
      { waiting: approve(), permissions: { contents: 'read', 'id-token': 'write' } },
      () => undefined,
      ['github/denied'],
    ],
  ])(
    'is not deployed to where its job %s',
    async (_, more, settings, expected) => {
      await open()
      settings()
      const { status, blockers, evidence } = await deploy(more)
      expect([status, blockers]).toEqual([1, expected])
      expect(evidence.findings.filter(({ code }) => code.startsWith('deployment/'))).toEqual([])
    },
    TIMEOUT,
  )

  test(
    'needs no approval where the configuration gives a reason, which reviewers of production read',
    async () => {
      await open(WITHOUT)
      rules('preprod', {})
      const deployed = await deploy()
      expect([deployed.status, deployed.blockers]).toEqual([0, []])
      await verify()
      const seen = await gate()
      expect([seen.status, seen.blockers]).toEqual([0, []])
      for (const shown of [deployed.summary, deployed.page, seen.summary, seen.page]) {
        expect(shown).toMatch(/deployed to without an approval: it holds no data/)
      }
    },
    TIMEOUT,
  )
})

describe('the gate', () => {
  test.each<[string, () => void, string[]]>([
    ['without any rule', () => rules('preprod', {}), ['gate/unprotected']],
    [
      'that allows self-review',
      () => rules('preprod', { reviewers: ['grace'], preventSelfReview: false }),
      ['gate/self-review'],
    ],
  ])(
    'stays closed for a pre-prod %s',
    async (_, settings, expected) => {
      await open()
      await deploy({ waiting: approve(), stored: true })
      await verify()
      settings()
      const { status, blockers, evidence } = await gate()
      expect([status, blockers]).toEqual([1, expected])
      expect(evidence.findings.find(({ code }) => code === expected[0])?.subject).toBe('environment/preprod')
    },
    TIMEOUT,
  )

  test(
    'requires of pre-prod what the configuration declares',
    async () => {
      await open(`${CONFIG}environments: { preprod: { approval: { not: [], at-least: 2 } } }\n`)
      rules('preprod', { reviewers: ['ada', 'grace'], preventSelfReview: false })
      expect((await deploy({ waiting: approve('ada') })).blockers).toEqual([])
      await verify()
      expect((await gate()).blockers).toEqual([])
    },
    TIMEOUT,
  )
})

describe('a GitHub environment whose name is invalid for stacks', () => {
  test(
    'has a key of its own',
    async () => {
      await open(
        `${CONFIG}environments: { preprod: { github-environment: Pre Prod }, production: { github-environment: customer/production } }\n`,
      )
      for (const name of ['Pre Prod', 'customer/production']) {
        rules(name, { reviewers: ['grace'], preventSelfReview: true, branches: 'protected' })
      }
      const deployed = await deploy({
        environment: 'Pre Prod',
        waiting: () => jobs.review('Pre Prod', 'approved'),
      })
      expect([deployed.status, deployed.blockers]).toEqual([0, []])
      await verify()
      const seen = await gate()
      expect([seen.status, seen.blockers]).toEqual([0, []])
      expect(seen.evidence.findings).toContainEqual(
        expect.objectContaining({ code: 'gate/environment-exists', subject: 'environment/customer/production' }),
      )
      const production = await jobs.play({
        name: 'deploy-production',
        command: 'deploy-production',
        needs: ['precheck', 'deploy-preprod', 'verify', 'gate'],
        environment: 'customer/production',
        waiting: () => jobs.review('customer/production', 'approved'),
      })
      expect([production.status, production.blockers]).toEqual([0, []])
    },
    TIMEOUT,
  )
})
