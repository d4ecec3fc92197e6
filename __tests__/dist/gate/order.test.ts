import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { openJobs, type Jobs, type PlayedJob, type Seen } from '../support/jobs.ts'

/** The order of a release's jobs: a job that ran during a deployment proves nothing about it. */

const FILES: Readonly<Record<string, string>> = {
  '.github/test-deployments.yml': `version: 1
deployments: [{ platform: local, revision: { directory: app }, destination-root: ./host }]
verify: [{ name: it answers, run: "exit $CODE" }, { name: it holds, run: "true", kind: load }]
`,
  'app/appspec.yml': 'version: 0.0\nos: linux\nfiles: [{ source: index.html, destination: /srv/shop }]\n',
  'app/index.html': 'hello',
}
const TIMEOUT = 120_000

let jobs: Jobs
beforeEach(async () => {
  jobs = await openJobs(FILES, { from: 'source' })
})
afterEach(() => jobs.close())

const precheck = (): Promise<Seen> => jobs.play({ name: 'precheck', command: 'precheck', stored: true })
const deploy = (): Promise<Seen> =>
  jobs.play({
    name: 'deploy-preprod',
    command: 'deploy-preprod',
    needs: ['precheck'],
    environment: 'preprod',
    waiting: () => jobs.review('preprod', 'approved'),
    stored: true,
  })
const verify = (more: Partial<PlayedJob> = {}, code = '0'): Promise<Seen> =>
  jobs.play({
    name: 'verify',
    command: 'verify',
    needs: ['precheck', 'deploy-preprod'],
    permissions: { contents: 'read' },
    env: { CODE: code },
    stored: true,
    ...more,
  })
const gate = (...verifications: string[]): Promise<Seen> =>
  jobs.play({
    name: 'gate',
    command: 'gate',
    needs: ['precheck', 'deploy-preprod', ...(verifications.length > 0 ? verifications : ['verify'])],
  })

describe('the gate', () => {
  test(
    'opens for steps in order, and the page shows their dependencies',
    async () => {
      await precheck()
      await deploy()
      await verify()
      const { status, blockers, evidence, page } = await gate()
      expect([status, blockers]).toEqual([0, []])
      expect(evidence.findings).toContainEqual(
        expect.objectContaining({
          code: 'gate/in-order',
          observed: 'deploy-preprod/preprod after precheck/all; verify/preprod after deploy-preprod/preprod',
        }),
      )
      expect(page).toMatch(/id="order"/)
    },
    TIMEOUT,
  )

  test(
    'stays closed where a verification that needed only precheck ran before the deployment',
    async () => {
      await precheck()
      const early = await verify({ needs: ['precheck'] })
      expect(early.evidence.findings).toContainEqual(
        expect.objectContaining({ code: 'verify/no-deployment', outcome: 'noted' }),
      )
      await deploy()
      const { status, blockers, evidence } = await gate()
      expect([status, blockers]).toEqual([1, ['gate/not-built-on']])
      expect(evidence.findings.find(({ code }) => code === 'gate/not-built-on')).toMatchObject({
        title: 'verify/preprod does not build on deploy-preprod/preprod',
        observed: 'it builds on precheck/all of run attempt 1',
        advice: expect.stringContaining('Let the job verify need the job deploy-preprod'),
      })
    },
    TIMEOUT,
  )

  test(
    'opens after a failed verification was repeated alone',
    async () => {
      await precheck()
      await deploy()
      expect((await verify({}, '1')).status).toBe(1)
      jobs.run.rerun('ada')
      await verify()
      expect((await gate()).blockers).toEqual([])
    },
    TIMEOUT,
  )

  test(
    'stays closed where the deployment was repeated after the verification, until the verification is repeated',
    async () => {
      const checked = await precheck()
      await deploy()
      await verify()
      jobs.run.rerun('ada')
      const first = await jobs.play({
        name: 'deploy-preprod',
        command: 'deploy-preprod',
        needs: ['precheck'],
        environment: 'preprod',
        // After a re-run an approval must name the evidence.
        waiting: () => jobs.review('preprod', 'approved', checked.digest.slice('sha256:'.length)),
      })
      expect([first.status, first.blockers]).toEqual([0, []])
      expect((await gate()).blockers).toEqual(['gate/not-built-on'])
      jobs.run.rerun('ada')
      await verify()
      expect((await gate()).blockers).toEqual([])
    },
    TIMEOUT,
  )

  test(
    'opens where a verification without checks depends on the deployment',
    async () => {
      await precheck()
      await deploy()
      await verify({ name: 'verify-tests', inputs: { only: 'tests' } })
      const idle = await verify({ name: 'verify-aws', inputs: { only: 'aws' } })
      expect([idle.status, idle.evidence.verdict]).toEqual([0, 'skipped'])
      expect((await gate('verify-tests', 'verify-aws')).blockers).toEqual([])
    },
    TIMEOUT,
  )

  test(
    'judges each of several verifications separately',
    async () => {
      await precheck()
      await deploy()
      await verify({ name: 'verify-one', inputs: { shard: '1/2' } })
      await verify({ name: 'verify-two', inputs: { shard: '2/2' }, needs: ['precheck'] })
      const closed = await gate('verify-one', 'verify-two')
      expect(closed.blockers).toEqual(['gate/not-built-on'])
      expect(closed.evidence.findings).toContainEqual(
        expect.objectContaining({ code: 'gate/not-built-on', subject: 'evidence/verify/preprod/2of2' }),
      )
      jobs.run.rerun('ada')
      await verify({ name: 'verify-two', inputs: { shard: '2/2' } })
      expect((await gate('verify-one', 'verify-two')).blockers).toEqual([])
    },
    TIMEOUT,
  )
})
