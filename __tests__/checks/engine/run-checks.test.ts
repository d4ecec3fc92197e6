import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { checksOf, runChecks, type ChecksRun } from '../../../src/checks/engine/run-checks.ts'
import { planChecks, type PlannedCheck } from '../../../src/checks/engine/select.ts'
import { surroundingsOf } from '../../../src/checks/engine/surroundings.ts'
import type { AnyCheck } from '../../../src/checks/contract.ts'
import { CHECKS } from '../../../src/checks/index.ts'
import { accessTo, resolveEnvironment } from '../../../src/config/model/environment.ts'
import { readConfig } from '../../../src/config/schema/file.ts'
import { world, type World } from '../world.ts'

let here: World
beforeEach(async () => {
  here = await world()
})
afterEach(() => here.end())

const CONFIG = readConfig(
  [
    'version: 1',
    'verify:',
    '  - { name: always, file: { path: "/{environment}" } }',
    '  - { name: there, file: { path: "/{stack.web.outputs.Path}" }, phase: after-rollback }',
    '  - { name: gone, file: { path: "/none", exists: true }, phase: after-rollback }',
  ].join('\n'),
  'file',
)

test('the checks of a phase run in order, and each has a finding of that phase', async () => {
  const environment = resolveEnvironment(CONFIG, 'preprod', 'eu-west-1')
  const checks = checksOf(CONFIG.verify, ['after-rollback'], environment.words)
  expect(checks.map(({ name }) => name)).toEqual(['there', 'gone'])
  expect(checksOf(CONFIG.verify, ['after-deployment'], environment.words)[0]?.options).toMatchObject({
    file: { path: '/preprod' },
  })
  const happened: string[] = []
  const outputs = { web: { Path: 'x' } }
  const run: ChecksRun = {
    ports: here.ports,
    record: { measure: () => undefined, happened: ({ subject }) => void happened.push(subject) },
    surroundings: surroundingsOf(environment, outputs, {
      access: accessTo(environment, 'verify', '7'),
      deployed: undefined,
    }),
    outputs,
  }
  const findings = await runChecks(run, checks)
  expect(findings.map(({ subject, details }) => [subject, details])).toMatchObject([
    ['check/there', { phase: 'after-rollback', check: 'there' }],
    ['check/gone', { phase: 'after-rollback', check: 'gone' }],
  ])
  expect(happened).toEqual(['check/there', 'check/gone'])
  expect(here.log.filter((line) => line.startsWith('check ')).map((line) => line.replace(/: .*/, ''))).toEqual([
    'check 1 of 2 ended',
    'check 2 of 2 ended',
  ])
})

/** A check that records its start and end, and ends when it is released. */
function staged(events: string[], name: string, more: { alone?: boolean; after?: readonly string[] } = {}) {
  let letGo = (): void => undefined
  const gate = new Promise<void>((resolve) => (letGo = resolve))
  const check: AnyCheck = {
    ...CHECKS.http,
    alone: () => more.alone === true,
    async observe() {
      events.push(`${name} starts`)
      await gate
      events.push(`${name} ends`)
      return { outcome: 'pass', title: 'fine' }
    },
    judge: (_options: never, facts: never) => facts,
  }
  const sampling = { timeout: 60_000, delay: 0, every: 1, count: 1, failures: 0, errors: 0, dryRun: false }
  const planned: PlannedCheck = {
    key: 'http',
    check,
    name,
    kind: 'functional',
    phase: 'after-deployment',
    on: 'runner',
    options: {},
    sampling,
    ...(more.after && { after: more.after }),
  }
  return { planned, letGo: () => letGo() }
}

describe('in parallel', () => {
  /** Gives time to start to a check that must not start. */
  const settled = (): Promise<void> => new Promise((resolve) => void setTimeout(resolve, 20))
  /** Waits for so many events. */
  const haveHappened = async (events: readonly string[], count: number): Promise<void> => {
    while (events.length < count) await settled()
    await settled()
  }

  function start(planned: readonly PlannedCheck[], happened: string[] = []) {
    const environment = resolveEnvironment(CONFIG, 'preprod', 'eu-west-1')
    const found: string[] = []
    const run: ChecksRun = {
      ports: here.ports,
      record: { measure: () => undefined, happened: ({ subject }) => void happened.push(subject) },
      surroundings: surroundingsOf(
        environment,
        {},
        { access: accessTo(environment, 'verify', '7'), deployed: undefined },
      ),
      outputs: {},
    }
    const done = runChecks(run, planned, (findings) => found.push(...findings.map(({ subject }) => subject)))
    done.catch(() => undefined)
    return { done, found, happened }
  }

  test('checks that only read run at the same time, and are reported in the order of the file', async () => {
    const events: string[] = []
    const [a, b] = [staged(events, 'a'), staged(events, 'b')]
    const { done, found, happened } = start([a.planned, b.planned])
    await haveHappened(events, 2)
    expect(events).toEqual(['a starts', 'b starts'])
    b.letGo()
    await settled()
    expect(found).toEqual([])
    a.letGo()
    expect((await done).map(({ subject }) => subject)).toEqual(['check/a', 'check/b'])
    expect([found, happened]).toEqual([
      ['check/a', 'check/b'],
      ['check/a', 'check/b'],
    ])
  })

  test('a check that runs alone waits for earlier ones, and later ones wait for it', async () => {
    const events: string[] = []
    const all = [
      staged(events, 'a'),
      staged(events, 'b'),
      staged(events, 'load', { alone: true }),
      staged(events, 'c'),
    ] as const
    const { done } = start(all.map(({ planned }) => planned))
    await haveHappened(events, 2)
    expect(events).toEqual(['a starts', 'b starts'])
    all[0].letGo()
    all[1].letGo()
    await haveHappened(events, 5)
    expect(events.slice(4)).toEqual(['load starts'])
    all[2].letGo()
    await haveHappened(events, 7)
    expect(events.slice(5)).toEqual(['load ends', 'c starts'])
    all[3].letGo()
    await done
  })

  test('`after` waits for the named checks to end', async () => {
    const events: string[] = []
    const [a, b, c] = [staged(events, 'a'), staged(events, 'b', { after: ['a'] }), staged(events, 'c')]
    const { done } = start([a, b, c].map(({ planned }) => planned))
    await haveHappened(events, 2)
    expect(events).toEqual(['a starts', 'c starts'])
    for (const each of [a, b, c]) each.letGo()
    await done
    expect(events.indexOf('b starts')).toBeGreaterThan(events.indexOf('a ends'))
  })

  test('at most eight run at the same time', async () => {
    const events: string[] = []
    const all = Array.from({ length: 12 }, (_, index) => staged(events, `check ${index}`))
    const { done } = start(all.map(({ planned }) => planned))
    await haveHappened(events, 8)
    expect(events).toHaveLength(8)
    for (const each of all) each.letGo()
    expect(await done).toHaveLength(12)
  })

  test('after a cancellation none starts, and results from before it are recorded', async () => {
    const events: string[] = []
    const [a, b] = [staged(events, 'a'), staged(events, 'b', { alone: true })]
    const { done, found } = start([a.planned, b.planned, staged(events, 'c').planned])
    await haveHappened(events, 1)
    a.letGo()
    while (found.length === 0) await settled()
    here.cancelling.abort(new Error('cancelled'))
    // A running check has a grace period; it ends at once.
    b.letGo()
    await expect(done).rejects.toThrow('cancelled')
    await settled()
    expect(events).toEqual(['a starts', 'a ends', 'b starts', 'b ends'])
    expect(found).toEqual(['check/a'])
  })

  test.each([
    ['{ http: "https://shop" }', false],
    ['{ http: { url: "https://shop", method: POST } }', true],
    ['{ http: { url: "https://shop", within: 1s } }', true],
    ['{ run: "true" }', true],
    ['{ load: { url: "https://shop", rate: 1/s, for: 10s } }', true],
    ['{ invoke: shop }', true],
    ['{ tls: shop.example }', false],
    ['{ alarm: "shop-*" }', false],
    ['{ log: { group: shop, absent: ERROR, heartbeat: beat } }', false],
  ])('%s runs alone: %s', (yaml, alone) => {
    const [one] = planChecks(readConfig(`version: 1\nverify: [${yaml}]`, 'file').verify)
    expect(one?.check.alone?.(one.options as never) === true).toBe(alone)
  })

  test.each([
    ['first', 'which is not before it'],
    ['second', 'which is not before it'],
    ['third', 'which is not a check'],
  ])('`after: %s` of the first check is an error', (name, message) => {
    const yaml = `version: 1\nverify: [{ name: first, tcp: 'a:1', after: ${name} }, { name: second, tcp: 'b:1' }]`
    expect(() => planChecks(readConfig(yaml, 'file').verify)).toThrow(message)
  })
})
