import { expect, test } from '@jest/globals'
import type { AnyCheck, Judgement } from '../../../src/checks/contract.ts'
import type { PlannedCheck } from '../../../src/checks/engine/select.ts'
import { CHECKS } from '../../../src/checks/index.ts'
import { checkDuring } from '../../../src/deploy/traffic/during.ts'
import { Stages } from '../../../src/deploy/traffic/stages.ts'
import { Recorder } from '../../../src/evidence/recorder.ts'
import type { Ports } from '../../../src/ports.ts'
import { FakeClock, FakeLog } from '../fakes.ts'

const clock = new FakeClock()
const log = new FakeLog()
const surroundings = {
  environment: 'preprod',
  hosts: 'unreachable',
  variables: {},
  deployed: undefined,
  access: { region: 'eu-west-1', session: 's' },
} as const

function world() {
  const ports = { clock, log, cancelled: new AbortController().signal } as unknown as Ports
  return { ports, record: new Recorder(() => clock.now()), surroundings, outputs: {} }
}

function planned(observe: () => Judgement, more: Partial<PlannedCheck['sampling']> = {}): PlannedCheck {
  const check: AnyCheck = {
    ...CHECKS.http,
    observe: () => Promise.resolve(observe()),
    judge: (_options: never, facts: never) => facts,
  }
  const sampling = { timeout: 60_000, delay: 0, every: 1_000, count: 1, failures: 0, errors: 0, dryRun: false, ...more }
  const options = { http: '{stack.web.outputs.Url}' }
  return { key: 'http', check, name: 'home', kind: 'functional', phase: 'during', on: 'runner', options, sampling }
}

const GOOD: Judgement = { outcome: 'pass', title: 'answers 200' }
const BAD: Judgement = { outcome: 'fail', title: 'answers 502 instead of 200' }

/**
 * A deployment of twenty seconds, whose stack has outputs after two; from the tenth to the thirteenth second it is
 * unavailable. Its events are read at its end only.
 */
async function deploy(more: Partial<PlannedCheck['sampling']> = {}) {
  const run = world()
  const stages = new Stages(
    () => clock.now().getTime(),
    () => run.record.timeline,
  )
  let isAway = false
  let outputs: Record<string, Record<string, string>> = {}
  const check = planned(() => (isAway ? BAD : GOOD), more)
  stages.begin('stack web', 'stack')
  const { result, findings } = await checkDuring(
    run,
    [check],
    { outputs: () => outputs, stageAt: (time) => stages.nameAt(time) },
    async () => {
      await clock.sleep(2_000)
      outputs = { web: { Url: 'http://x/' } }
      await clock.sleep(6_500)
      stages.begin('deployment app', 'deployment')
      await clock.sleep(1_000)
      const blocked = clock.now().toISOString()
      isAway = true
      await clock.sleep(3_000)
      const allowed = clock.now().toISOString()
      isAway = false
      await clock.sleep(7_500)
      const subject = 'deployment/app/target/i-1'
      run.record.happened({ subject, event: 'AllowTraffic Succeeded', at: allowed })
      run.record.happened({ subject, event: 'BlockTraffic Succeeded', at: blocked })
      return 'deployed'
    },
  )
  expect(result).toBe('deployed')
  return findings
}

test('a failed attempt is reported with its stage, and fails the check', async () => {
  const findings = await deploy()
  expect(findings.map(({ code, outcome }) => `${outcome} ${code}`)).toEqual(['fail check/http', 'noted during/failed'])
  expect(findings[1]).toMatchObject({
    title: '3 of 3 attempts of "home" failed in the stage deployment app: BlockTraffic Succeeded',
    observed: 'answers 502 instead of 200',
  })
  expect(findings[0]).toMatchObject({ details: { phase: 'during', failed: 3 } })
})

test('attempts continue to the end, and failures within the limit are noted', async () => {
  const findings = await deploy({ failures: 3 })
  expect(findings.map(({ code, outcome }) => `${outcome} ${code}`)).toEqual(['pass check/http', 'noted during/failed'])
  const details = findings[0]?.details as { looks?: number } | undefined
  expect(details?.looks).toBeGreaterThan(15)
})

test('too few attempts are inconclusive', async () => {
  expect((await deploy({ failures: 3, count: 100 }))[0]).toMatchObject({ outcome: 'inconclusive' })
})

test('a check whose output never exists is an error', async () => {
  const { findings } = await checkDuring(
    world(),
    [planned(() => GOOD)],
    { outputs: () => ({}), stageAt: () => 'x' },
    () => clock.sleep(3_000),
  )
  expect(findings).toMatchObject([{ code: 'config/reference', outcome: 'error', subject: 'check/home' }])
})

test('a check on an alarm that lasts longer than a failed release has no result, and is not awaited', async () => {
  const began = clock.now().getTime()
  const base = planned(() => GOOD)
  const check: AnyCheck = {
    ...CHECKS.alarm,
    observe: async (_options: never, { signal }: { readonly signal: AbortSignal }) => clock.sleep(360_000, signal),
    judge: () => GOOD,
  }
  const sampling = { ...base.sampling, timeout: 900_000 }
  const sales = { ...base, key: 'alarm' as const, check, name: 'sales', options: { alarm: ['sales'] }, sampling }
  const { findings } = await checkDuring(
    world(),
    [sales],
    { outputs: () => ({}), stageAt: () => 'deployment app', failed: () => true },
    () => clock.sleep(5_000),
  )
  expect(findings.map(({ code, outcome }) => `${outcome} ${code}`)).toEqual(['skipped during/cut-short'])
  expect(clock.now().getTime() - began).toBeLessThan(60_000)
})
