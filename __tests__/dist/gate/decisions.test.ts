import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { openJobs, type Jobs, type PlayedJob, type Seen } from '../support/jobs.ts'

/** Approvals and rejections of a deployment, over several attempts of one run. */

const FILES: Readonly<Record<string, string>> = {
  '.github/test-deployments.yml': `version: 1
deployments: [{ platform: local, revision: { directory: app }, destination-root: ./host }]
verify: [{ name: it answers, run: "true" }]
`,
  'app/appspec.yml': 'version: 0.0\nos: linux\nfiles: [{ source: index.html, destination: /srv/shop }]\n',
  'app/index.html': 'hello',
}
const TIMEOUT = 180_000

let jobs: Jobs
/** The comment that the gate suggests to reviewers, without the run attempt. */
let digits: string
beforeEach(async () => {
  jobs = await openJobs(FILES, { from: 'source' })
  await jobs.play({ name: 'precheck', command: 'precheck', stored: true })
  await jobs.play({
    name: 'deploy-preprod',
    command: 'deploy-preprod',
    needs: ['precheck'],
    environment: 'preprod',
    waiting: () => jobs.review('preprod', 'approved'),
    stored: true,
  })
  const needs = ['precheck', 'deploy-preprod']
  await jobs.play({ name: 'verify', command: 'verify', needs, stored: true })
  const gate = await jobs.play({ name: 'gate', command: 'gate', needs: [...needs, 'verify'], stored: true })
  expect(gate.blockers).toEqual([])
  digits = /comment "([0-9a-f]{12})\/1"/.exec(gate.summary)?.[1] ?? ''
  expect(digits).not.toBe('')
}, TIMEOUT)
afterEach(() => jobs.close())

const production = (waiting: NonNullable<PlayedJob['waiting']>): Promise<Seen> =>
  jobs.play({
    name: 'deploy-production',
    command: 'deploy-production',
    needs: ['precheck', 'deploy-preprod', 'verify', 'gate'],
    environment: 'production',
    waiting,
  })
const approve = (comment?: string) => () => jobs.review('production', 'approved', comment)
const reject = () => jobs.review('production', 'rejected')
const bypass = (): void => jobs.run.bypass('production')

describe('production', () => {
  test(
    'is not opened by an approval that was followed by a rejection, when an administrator starts the third attempt',
    async () => {
      expect((await production(approve(digits))).status).toBe(0)
      jobs.run.rerun('ada')
      await expect(production(reject)).rejects.toThrow('rejected')
      jobs.run.rerun('ada')
      const { status, blockers, evidence } = await production(bypass)
      expect(status).toBe(1)
      expect(blockers).toEqual(['gate/rejected'])
      expect(evidence.findings.filter(({ code }) => code.startsWith('deployment/'))).toEqual([])
    },
    TIMEOUT,
  )

  test(
    'is opened by an approval after a rejection that names the evidence and this attempt',
    async () => {
      await expect(production(reject)).rejects.toThrow('rejected')
      jobs.run.rerun('ada')
      const unclear = await production(approve(digits))
      expect(unclear.blockers).toContain('gate/rejected')
      const next = /comment "([^"]+)"/.exec(
        unclear.evidence.findings.find(({ code }) => code === 'gate/rejected')?.advice ?? '',
      )?.[1]
      expect(next).toBe(`${digits}/3`)
      jobs.run.rerun('ada')
      const { status, blockers } = await production(approve(next))
      expect([status, blockers]).toEqual([0, []])
    },
    TIMEOUT,
  )
})
