import { describe, expect, test } from '@jest/globals'
import { unprovenOrigin } from '../../../src/evidence/chain/binding.ts'
import type { Binding, BoundJob } from '../../../src/evidence/chain/bound-job.ts'
import { linkEvidence, type Chain } from '../../../src/evidence/chain/chain.ts'
import { digestOf } from '../../../src/evidence/digest.ts'
import type { Evidence, Plan } from '../../../src/evidence/document.ts'
import { digestOfBytes } from '../../../src/evidence/digest.ts'
import { bytesOf, document, needsOf, NOW, ORIGIN, passed, RELEASE } from '../documents.ts'

const finished = '2026-11-22T10:05:00.000Z'
const jobOf = (more: Partial<BoundJob> = {}): Binding => ({
  kind: 'bound',
  job: {
    repository: ORIGIN.repository,
    sha: ORIGIN.sha,
    runId: ORIGIN.runId,
    runAttempt: 1,
    issuedAt: new Date(finished),
    expiresAt: new Date('2026-11-22T10:10:00.000Z'),
    ...more,
  },
})
const NONE: Binding = { kind: 'none' }

function link(
  documents: readonly (readonly [Evidence, Binding])[],
  environments: Readonly<Record<string, string>> = {},
): Chain {
  return linkEvidence({
    needs: needsOf(...documents.map(([evidence]) => evidence)),
    found: documents.map(([evidence, binding], index) => ({
      name: `doc-${index}.json`,
      bytes: bytesOf(evidence),
      binding,
    })),
    bindings: { environments },
    origin: ORIGIN,
    release: RELEASE,
    endpoints: { aws: 'aws', github: 'github' },
    now: NOW,
    youngerThan: 24 * 3_600_000,
  })
}

const refused = (chain: Chain): string[] =>
  chain.findings.filter(({ outcome }) => outcome === 'fail').map(({ code, title }) => `${code}: ${title}`)

const plan: Plan = { environment: 'production', digest: digestOfBytes('plan'), changeSets: [] }
const precheck = document('precheck')
const tests = document('verify', { slot: { command: 'verify', environment: 'preprod', phase: 'tests' } })

describe("a document about AWS's state", () => {
  test('counts with a token of its job for its digest', () => {
    const chain = link(
      [
        [precheck, jobOf({ checkRunId: '1' })],
        [document('deploy-preprod'), jobOf({ checkRunId: '2', environment: 'preprod' })],
      ],
      { 'deploy-preprod': 'preprod' },
    )
    expect(refused(chain)).toEqual([])
    expect(chain.links).toHaveLength(2)
  })

  test.each(['precheck', 'deploy-preprod', 'gate', 'deploy-production'])(
    'does not count without one: %s',
    (command) => {
      const chain = link([[document(command), NONE]])
      expect(refused(chain)).toEqual([expect.stringContaining('evidence/unbound: no job with an identity wrote')])
      expect(chain.links).toEqual([])
    },
  )

  test.each<[string, Partial<BoundJob>]>([
    ['repository', { repository: 'eve/shop' }],
    ['run', { runId: '18' }],
    ['run attempt', { runAttempt: 2 }],
    ['commit', { sha: 'b'.repeat(40) }],
  ])('does not count with a token of another %s', (what, more) => {
    expect(refused(link([[precheck, jobOf(more)]]))).toEqual([expect.stringContaining(`names another ${what}`)])
  })

  test.each<[string, string, string]>([
    ['long before', '2026-11-22T09:50:00Z', '2026-11-22T09:55:00Z'],
    ['long after', '2026-11-22T10:30:00Z', '2026-11-22T10:35:00Z'],
    ['that had expired', '2026-11-22T10:01:00Z', '2026-11-22T09:30:00Z'],
  ])('does not count with a token %s', (_, issued, expires) => {
    const chain = link([[precheck, jobOf({ issuedAt: new Date(issued), expiresAt: new Date(expires) })]])
    expect(refused(chain)).toEqual([expect.stringContaining('are of different times')])
  })

  test('does not count with a rejected token', () => {
    expect(refused(link([[precheck, { kind: 'invalid', why: 'its signature is wrong' }]]))).toEqual([
      expect.stringContaining('is not accepted: its signature is wrong'),
    ])
  })

  test.each([undefined, 'tests'])('of a deployment does not count from a job of the environment %s', (environment) => {
    const binding = jobOf(environment === undefined ? {} : { environment })
    const chain = link([[document('deploy-preprod'), binding]], { 'deploy-preprod': 'preprod' })
    expect(refused(chain)).toEqual([expect.stringContaining('evidence/unbound')])
  })
})

describe('the document of a verification job', () => {
  test('is data about tests, and counts without a token', () => {
    expect(
      refused(
        link([
          [precheck, jobOf()],
          [tests, NONE],
        ]),
      ),
    ).toEqual([])
  })

  test('replaces no plan: an additional precheck of production is refused', () => {
    const extra = document('precheck', {
      slot: { command: 'precheck', environment: 'production', phase: 'zzz' },
      origin: { ...ORIGIN, runAttempt: 1, job: 'verify-tests' },
      plans: [plan],
    })
    const chain = link([
      [precheck, jobOf()],
      [tests, NONE],
      [extra, NONE],
    ])
    expect(chain.links.map(({ evidence }) => evidence.slot.phase ?? evidence.slot.command)).not.toContain('zzz')
    expect(refused(chain)).toEqual([expect.stringContaining('evidence of precheck/production/zzz')])
  })

  test.each<[string, Partial<Evidence>]>([
    ['plans', { plans: [plan] }],
    ['outputs', { outputs: [] }],
    ['states', { states: [] }],
    ['approvals', { approvals: [{ environment: 'production', state: 'approved', user: 'eve', comment: '' }] }],
  ])('proves nothing about %s', (member, more) => {
    const chain = link([
      [precheck, jobOf()],
      [{ ...tests, ...more }, NONE],
    ])
    expect(refused(chain)).toEqual([expect.stringContaining('says what only a job with an identity may say')])
    expect(chain.findings.find(({ code }) => code === 'evidence/unbound')?.observed).toBe(member)
  })
})

describe('a job fills only the slots of its own command', () => {
  const deploy = document('deploy-preprod')
  const verify = document('verify', { findings: [passed('check/http')] })

  test('deployment and verification may be steps of one job', () => {
    expect(
      refused(
        link([
          [deploy, jobOf({ checkRunId: '2' })],
          [verify, jobOf({ checkRunId: '2' })],
        ]),
      ),
    ).toEqual([])
  })

  test('a job that verifies and writes a precheck is refused', () => {
    const chain = link([
      [precheck, jobOf({ checkRunId: '2' })],
      [verify, jobOf({ checkRunId: '2' })],
    ])
    expect(refused(chain)).toEqual(Array(2).fill(expect.stringContaining('evidence/other-slot: one job wrote')))
  })
})

test('a job is identified by a document that it wrote and did not name', () => {
  const own = document('verify', { findings: [passed('check/http')] })
  const chain = linkEvidence({
    needs: needsOf(precheck),
    found: [precheck, own].map((evidence, index) => ({
      name: `doc-${index}.json`,
      bytes: bytesOf(evidence),
      binding: jobOf({ checkRunId: '2' }),
    })),
    bindings: { environments: {} },
    origin: ORIGIN,
    release: RELEASE,
    endpoints: { aws: 'aws', github: 'github' },
    now: NOW,
    youngerThan: 24 * 3_600_000,
  })
  expect(refused(chain)).toEqual([expect.stringContaining('evidence/other-slot: one job wrote')])
})

test('names of environments are not case sensitive', () => {
  const deploy = document('deploy-preprod')
  expect(refused(link([[deploy, jobOf({ environment: 'Preprod' })]], { 'deploy-preprod': 'preprod' }))).toEqual([])
})

test('a document that occurs twice is bound by the occurrence with a token', () => {
  const chain = linkEvidence({
    needs: needsOf(precheck),
    found: [
      { name: 'a.json', bytes: bytesOf(precheck), binding: NONE },
      { name: 'b.json', bytes: bytesOf(precheck), binding: jobOf() },
    ],
    bindings: { environments: {} },
    origin: ORIGIN,
    release: RELEASE,
    endpoints: { aws: 'aws', github: 'github' },
    now: NOW,
    youngerThan: 24 * 3_600_000,
  })
  expect(refused(chain)).toEqual([])
  expect(chain.links[0]?.digest).toBe(digestOf(precheck))
})

describe('in a job without an identity', () => {
  const unverified = linkEvidence({
    needs: needsOf(precheck),
    found: [{ name: 'precheck.json', bytes: bytesOf(precheck) }],
    bindings: undefined,
    origin: ORIGIN,
    release: RELEASE,
    endpoints: { aws: 'aws', github: 'github' },
    now: NOW,
    youngerThan: 24 * 3_600_000,
  })

  test('documents are accepted without a token, which is reported with their names', () => {
    expect(refused(unverified)).toEqual([])
    expect(unprovenOrigin(unverified.links)).toMatchObject([
      { code: 'evidence/origin-unproven', outcome: 'noted', observed: 'not verified: precheck.json' },
    ])
  })

  test('no finding is reported where tokens were verified, or no document was used', () => {
    expect(unprovenOrigin(link([[precheck, jobOf({ checkRunId: '1' })]]).links)).toEqual([])
    expect(unprovenOrigin([])).toEqual([])
  })
})
