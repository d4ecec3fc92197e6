import { beforeEach, describe, expect, it } from '@jest/globals'
import type { AnyCheck, CheckContext, Judgement } from '../../../src/checks/contract.ts'
import type { PlannedCheck } from '../../../src/checks/engine/select.ts'
import { CHECKS } from '../../../src/checks/index.ts'
import type { TargetState } from '../../../src/codedeploy/targets.ts'
import { judgeDeploymentEnd } from '../../../src/codedeploy/diagnose.ts'
import { followDeployment } from '../../../src/deploy/deployments/follow-deployment.ts'
import { answerBeforeTraffic, type BeforeTraffic } from '../../../src/deploy/traffic/before-traffic.ts'
import { heldByCodeDeploy } from '../../../src/deploy/traffic/held.ts'
import type { Finding } from '../../../src/evidence/finding.ts'
import { Recorder } from '../../../src/evidence/recorder.ts'
import type { Ports } from '../../../src/ports.ts'
import { awsError, FakeClock, FakeLog } from '../fakes.ts'
import { FakeCodeDeploy, type DeploymentScript } from '../fake-codedeploy.ts'

/** A deployment of this run that waits before traffic, and its endpoints. */

let clock: FakeClock
let log: FakeLog
let fake: FakeCodeDeploy
let cancel: AbortController
let record: Recorder
beforeEach(() => {
  clock = new FakeClock()
  log = new FakeLog()
  fake = new FakeCodeDeploy(clock)
  cancel = new AbortController()
  record = new Recorder(() => clock.now())
})

const WAITS: DeploymentScript = {
  targets: ['i-1'],
  steps: [
    { ms: 500, target: 'i-1', event: 'Install', status: 'InProgress' },
    { ms: 900, target: 'i-1', event: 'Install', status: 'Succeeded' },
  ],
  ready: { ms: 1_000, expires: 600_000 },
  end: { ms: 1_000, status: 'Succeeded' },
  rollback: { targets: ['i-1'], end: { ms: 500, status: 'Succeeded' } },
}
const GOOD: Judgement = { outcome: 'pass', title: 'answers' }
const BAD: Judgement = { outcome: 'fail', title: 'answers 500 instead of 200' }
const running = {
  id: 'app',
  deploymentId: 'd-1',
  group: 'g',
  region: 'eu-west-1',
  timeout: 3_600_000,
  autoRollback: false,
}

function planned(
  observe: (address: unknown, context: CheckContext) => Promise<Judgement> | Judgement,
  more: Partial<PlannedCheck['sampling']> = {},
): PlannedCheck {
  const check: AnyCheck = {
    ...CHECKS.http,
    observe: async ({ http }: never, context: CheckContext) => observe(http, context),
    judge: (_options: never, facts: never) => facts,
  }
  const sampling = { timeout: 60_000, delay: 0, every: 1_000, count: 1, failures: 0, errors: 0, dryRun: false, ...more }
  const options = { http: 'http://{test-endpoint}/health' }
  return {
    key: 'http',
    check,
    name: 'health',
    kind: 'functional',
    phase: 'before-traffic',
    on: 'runner',
    options,
    sampling,
  }
}

function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error))
  })
}

const ONE = { endpoints: [{ name: 'i-1', address: '10.0.0.1:80', headers: {} }] }

async function deploy(
  checks: readonly PlannedCheck[],
  endpoints: (targets: readonly TargetState[]) => ReturnType<BeforeTraffic['endpoints']> = () => Promise.resolve(ONE),
  script = WAITS,
): Promise<{ findings: Finding[]; lines: string[] }> {
  fake.scripts = [script]
  await fake.api.createDeployment({ applicationName: 'shop' })
  const ports = { clock, log, cancelled: cancel.signal } as unknown as Ports
  const surroundings = { environment: 'preprod', hosts: 'unreachable', variables: {}, deployed: undefined } as const
  const run = {
    ports,
    record,
    outputs: {},
    surroundings: { ...surroundings, access: { region: 'eu-west-1', session: 's' } },
  }
  const before: Finding[] = []
  const world = { ports, held: heldByCodeDeploy(fake.api, running) }
  const end = await followDeployment({ ports, record }, fake.api, running, async (targets) => {
    const answered = await answerBeforeTraffic(world, { checks, run, endpoints: () => endpoints(targets) })
    before.push(...answered.findings)
    return answered.next
  })
  const findings = [...before, ...judgeDeploymentEnd(end)]
  record.find(...findings)
  return { findings, lines: findings.map(({ code, outcome }) => `${outcome} ${code}`) }
}
const continues = (): unknown[] => fake.calls.filter(({ operation }) => operation === 'continueDeployment')

describe('a deployment that waits before traffic', () => {
  it('continues once its checks have passed, with READY_WAIT only', async () => {
    const requests: unknown[] = []
    const check = planned((address) => {
      requests.push(address)
      expect(continues()).toEqual([])
      return GOOD
    })
    expect((await deploy([check])).lines).toEqual([
      'pass check/http',
      'pass traffic/checked',
      'pass deployment/succeeded',
    ])
    expect(requests).toEqual(['http://10.0.0.1:80/health'])
    expect(continues()).toEqual([
      { operation: 'continueDeployment', input: { deploymentId: 'd-1', deploymentWaitType: 'READY_WAIT' } },
    ])
    expect(log.lines.join()).not.toContain('waits for approval')
  })

  it('is stopped and rolled back where a check fails', async () => {
    const { lines, findings } = await deploy([planned(() => BAD)])
    expect(lines).toEqual([
      'fail check/http',
      'fail traffic/stopped',
      'fail deployment/stopped',
      'fail deployment/rolled-back',
    ])
    expect(findings[1]?.title).toBe('d-1 was stopped before traffic: health: answers 500 instead of 200')
    expect(fake.calls.find(({ operation }) => operation === 'stopDeployment')?.input).toEqual({
      deploymentId: 'd-1',
      autoRollbackEnabled: true,
    })
    expect(continues()).toEqual([])
  })

  it('is checked on each endpoint, with the endpoint in the finding', async () => {
    const two = [...ONE.endpoints, { name: 'i-2', address: '10.0.0.2:80', headers: {} }]
    const check = planned((address) => (String(address).includes('10.0.0.2') ? BAD : GOOD))
    const { findings } = await deploy([check], () => Promise.resolve({ endpoints: two }))
    expect(findings.slice(0, 2).map(({ outcome, subject }) => `${outcome} ${subject}`)).toEqual([
      'pass check/health/on/i-1',
      'fail check/health/on/i-2',
    ])
    expect(findings[1]).toMatchObject({ details: { check: 'health', phase: 'before-traffic' } })
  })

  it.each<[string, BeforeTraffic['endpoints'], string]>([
    [
      'has no address',
      () =>
        Promise.resolve({
          finding: { code: 'traffic/no-endpoint', outcome: 'inconclusive', title: 'none', subject: 'deployment/app' },
        }),
      'inconclusive traffic/no-endpoint',
    ],
    ['cannot be read', () => Promise.reject(awsError('AccessDenied', 'no', 'aws/denied')), 'error aws/denied'],
  ])('is stopped where its new version %s', async (_, endpoints, expected) => {
    const { lines } = await deploy([planned(() => GOOD)], endpoints)
    expect(lines.slice(0, 2)).toEqual([expected, 'fail traffic/stopped'])
    expect(continues()).toEqual([])
  })

  it('is stopped where a check does not end', async () => {
    const check = planned((_, { signal }) => untilAborted(signal), { timeout: 50 })
    // Its deadline is in wall-clock time, while the simulated time of the deployment advances.
    const patient = { ...WAITS, ready: { ms: 1_000, expires: 10 ** 12 } }
    expect((await deploy([check], undefined, patient)).lines.slice(0, 2)).toEqual([
      'error check/http',
      'fail traffic/stopped',
    ])
  })

  it.each<[string, Judgement, string[]]>([
    ['passes', GOOD, ['pass check/http', 'inconclusive traffic/continued-by-another', 'pass deployment/succeeded']],
    [
      'fails',
      BAD,
      [
        'fail check/http',
        'inconclusive traffic/continued-by-another',
        'fail traffic/stopped',
        'fail deployment/stopped',
        'fail deployment/rolled-back',
      ],
    ],
  ])('that another process continues never passes, even if the check %s', async (_, judgement, expected) => {
    const check = planned(() => {
      fake.proceed(fake.deployments[0]!)
      return judgement
    })
    expect((await deploy([check])).lines).toEqual(expected)
    expect(continues()).toEqual([])
  })

  it('that another process stops is reported, and its checks end', async () => {
    const check = planned(async (_, { signal }) => {
      fake.stop(fake.deployments[0]!, { code: 'MANUAL_STOP', message: 'stopped by anna' })
      return untilAborted(signal)
    })
    const { findings, lines } = await deploy([check])
    expect(lines[0]).toBe('fail traffic/ended-while-checked')
    expect(findings[0]?.title).toContain('another process stopped it')
  })

  it('whose wait expires is reported as such', async () => {
    const check = planned(() => GOOD, { count: 3, every: 400_000 })
    const { findings } = await deploy([check])
    expect(findings.map(({ code }) => code)).toContain('traffic/ended-while-checked')
    expect(findings.find(({ code }) => code === 'traffic/ended-while-checked')?.advice).toContain('WaitTimeInMinutes')
    expect(continues()).toEqual([])
  })

  it('continues once where the response to the request is lost', async () => {
    fake.fails('continueDeployment', awsError('ECONNRESET', 'reset', 'aws/unreachable'), 1, true)
    expect((await deploy([planned(() => GOOD)])).lines.at(-1)).toBe('pass deployment/succeeded')
    expect(continues()).toHaveLength(1)
  })

  it('is continued again where the request itself is lost', async () => {
    fake.fails('continueDeployment', awsError('ECONNRESET', 'reset', 'aws/unreachable'))
    expect((await deploy([planned(() => GOOD)])).lines.at(-1)).toBe('pass deployment/succeeded')
    expect(continues()).toHaveLength(2)
  })

  it('that this role may not continue is stopped', async () => {
    fake.fails('continueDeployment', awsError('AccessDeniedException', 'no', 'aws/denied'))
    expect((await deploy([planned(() => GOOD)])).lines).toEqual([
      'pass check/http',
      'error aws/denied',
      'fail traffic/stopped',
      'fail deployment/stopped',
      'fail deployment/rolled-back',
    ])
  })

  it('that can neither be continued nor stopped is left to the timeout of AWS, with its command', async () => {
    fake.fails('stopDeployment', awsError('AccessDeniedException', 'no', 'aws/denied'))
    const { findings } = await deploy([planned(() => BAD)])
    const denied = findings.find(({ code }) => code === 'aws/denied')
    expect(denied?.advice).toContain('AWS stops it when its wait ends')
    expect(findings.map(({ code }) => code)).toContain('deployment/stopped')
  })

  it('is left to a person where its checks are dry runs only', async () => {
    clock.at(60_000, () => fake.proceed(fake.deployments[0]!))
    const { lines } = await deploy([planned(() => BAD, { dryRun: true })])
    expect(lines).toEqual(['skipped check/http', 'pass deployment/succeeded'])
    expect(continues()).toEqual([])
  })

  it('of a cancelled job is not changed', async () => {
    const check = planned(() => {
      cancel.abort(new Error('cancelled'))
      return GOOD
    })
    await expect(deploy([check])).rejects.toThrow('cancelled')
    expect(continues()).toEqual([])
  })
})
