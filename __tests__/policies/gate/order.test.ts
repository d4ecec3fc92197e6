import { describe, expect, test } from '@jest/globals'
import type { Evidence } from '../../../src/evidence/document.ts'
import { rule } from '../../../src/policies/gate/order.ts'
import type { GateFacts } from '../../../src/policies/gate/contract.ts'
import { after, document, ORIGIN } from '../../evidence/documents.ts'
import { deploy, facts, gate, judged, linkOf, precheck, verify } from './facts.ts'

const having = (links: readonly Evidence[], others: readonly Evidence[] = []): GateFacts => ({
  ...facts,
  chain: { links: links.map(linkOf), others: others.map(linkOf), findings: [] },
})
const attempt2 = (evidence: Evidence): Evidence => ({ ...evidence, origin: { ...evidence.origin, runAttempt: 2 } })
const part = (evidence: Evidence, more: Partial<Evidence['slot']>): Evidence => ({
  ...evidence,
  slot: { ...evidence.slot, ...more },
})

const again = attempt2(after([precheck, deploy, verify], document('deploy-preprod')))
const deployAgain = { ...again, previous: deploy.previous }
const [web, app] = ['web', 'app'].map((phase) => part(deploy, { phase })) as [Evidence, Evidence]

test.each<[string, GateFacts, string[]]>([
  ['each step after those that it needs', having([precheck, deploy, verify]), ['in-order pass']],
  ['the gate, too', having([precheck, deploy, verify, gate]), ['in-order pass']],
  ['no document', having([]), []],
  [
    'a verification that ran during the deployment',
    having([precheck, deploy, after([precheck], verify)]),
    ['not-built-on fail'],
  ],
  [
    'a verification that names the deployment, and started before its end',
    having([precheck, deploy, { ...verify, startedAt: deploy.startedAt }]),
    ['began-early fail'],
  ],
  ['a deployment that names no precheck', having([precheck, { ...deploy, previous: [] }]), ['not-built-on fail']],
  [
    'a verification after a deployment that was repeated',
    having([precheck, deployAgain, verify], [deploy]),
    ['not-built-on fail'],
  ],
  [
    'a verification that was repeated after it',
    having([precheck, deployAgain, attempt2(after([precheck, deployAgain], verify))], [deploy, verify]),
    ['in-order pass'],
  ],
  [
    'a verification that was repeated alone',
    having([precheck, deploy, attempt2(after([precheck, deploy], document('verify')))], [verify]),
    ['in-order pass'],
  ],
  [
    'one of two verifications repeated',
    having([
      precheck,
      deploy,
      part(verify, { phase: 'aws' }),
      attempt2(after([deploy], part(verify, { phase: 'tests' }))),
    ]),
    ['in-order pass'],
  ],
  [
    'both shards after the deployment',
    having([precheck, deploy, part(verify, { shard: '1/2' }), part(verify, { shard: '2/2' })]),
    ['in-order pass'],
  ],
  [
    'one of two shards during it',
    having([precheck, deploy, part(verify, { shard: '1/2' }), part({ ...verify, previous: [] }, { shard: '2/2' })]),
    ['not-built-on fail'],
  ],
  [
    'a verification of both parts of a deployment',
    having([precheck, web, app, after([web, app], verify)]),
    ['in-order pass'],
  ],
  ['a verification of the first part only', having([precheck, web, app, after([web], verify)]), ['not-built-on fail']],
  [
    'a part of a deployment after the precheck of that part',
    having([part(precheck, { phase: 'web' }), part(precheck, { phase: 'app' }), ...partsInOrder()]),
    ['in-order pass'],
  ],
  [
    'a precheck that was repeated without the deployment',
    having([attempt2(after([verify], document('precheck'))), deploy, verify], [precheck]),
    ['not-built-on fail'],
  ],
  [
    'a gate that judged an earlier verification',
    having([precheck, deploy, attempt2(after([deploy], verify)), gate], [verify]),
    ['not-built-on fail'],
  ],
  [
    'a precheck that does not name what was packaged',
    having([document('package', { slot: { command: 'package', environment: 'all' } }), precheck]),
    ['not-built-on fail'],
  ],
  [
    'a verification of production, on which nothing before production depends',
    having([precheck, deploy, verify, part({ ...verify, previous: [] }, { environment: 'production' })]),
    ['in-order pass'],
  ],
])('%s', (_, about, expected) => expect(judged(rule, about)).toEqual(expected))

function partsInOrder(): Evidence[] {
  const [precheckWeb, precheckApp] = ['web', 'app'].map((phase) => part(precheck, { phase })) as [Evidence, Evidence]
  return [after([precheckWeb], web), after([precheckApp], app)]
}

describe('a deployment that no job named', () => {
  const late = part({ ...deploy, startedAt: verify.startedAt, finishedAt: verify.finishedAt }, { phase: 'web' })

  test('counts where it ended after the verification had started', () => {
    expect(judged(rule, having([precheck, deploy, verify], [late]))).toEqual(['deployed-again fail'])
  })

  test('does not count where it ended before', () => {
    expect(judged(rule, having([precheck, deploy, verify], [part(deploy, { phase: 'web' })]))).toEqual([
      'in-order pass',
    ])
  })
})

test('the finding has the missing document, the named one, and the jobs', () => {
  const [finding] = rule.judge(having([precheck, deployAgain, verify], [deploy]))
  const { job } = { ...ORIGIN, job: 'deploy-preprod' }
  expect(finding).toMatchObject({
    subject: 'evidence/verify/preprod',
    title: 'verify/preprod does not build on deploy-preprod/preprod',
    expected: `deploy-preprod/preprod of run attempt 2 (${linkOf(deployAgain).digest})`,
    observed: 'it builds on precheck/all of run attempt 1, deploy-preprod/preprod of run attempt 1',
    advice: expect.stringContaining(`need the job ${job}`),
  })
})
