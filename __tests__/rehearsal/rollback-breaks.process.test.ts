import { join, resolve } from 'node:path'
import { afterEach, expect, test } from '@jest/globals'
import { BREAKS } from '../../rehearsal/breaks/index.ts'
import { keepNothing } from '../../rehearsal/output/keep.ts'
import { play } from '../../rehearsal/play.ts'
import { PLATFORMS } from '../../rehearsal/platforms/index.ts'
import { stagesOf, withRollback } from '../../rehearsal/rollback.ts'
import { createInstalled, type Installed } from '../../rehearsal/world.ts'
import { blocking } from '../../src/evidence/verdict.ts'
import { runSourceStep } from '../dist/support/source-step.ts'

/** Breaks of the rollback on each platform. Those of the bundle are in dist/rehearsal/rollback.test.ts. */

const PROJECT = resolve(import.meta.dirname, '../..')
const MINUTE = 60_000
const notAborted = new AbortController().signal
const lines: string[] = []
const terminal = {
  heading: (text = '') => void lines.push(text),
  line: (text = '') => void lines.push(text),
  aside: () => undefined,
  paint: (_: string, text: string) => text,
  log: lines,
} as never

let installed: Installed | undefined
afterEach(async () => {
  await installed?.stop()
  installed = undefined
})

/** The expected finding, and the number of stages with requests: none where nothing was deployed. */
const CAUGHT: readonly (readonly [platform: string, name: string, code: string, said: RegExp, served: string[]])[] = [
  [
    'ecs',
    'one-way-change',
    'rollback/one-way',
    /^stage "with the old version": .*answered 400 instead of 2xx.* from http:\S+\/receipts\/1\?.*; back were deployment\/prices-service on shop-preprod:prices$/,
    ['forward', 'rollback'],
  ],
  ['ecs', 'rollback-fails', 'rollback/failed', /^d-\w+ /, ['forward', 'rollback']],
  ['ecs', 'lost-revision', 'rollback/lost-revision', /shop-prices-preprod:1 is INACTIVE$/, []],
  [
    'ecs-native',
    'one-way-change',
    'rollback/one-way',
    /^stage "with the old version": .*answered 400 instead of 2xx.*; back were deployment\/prices-service on [0-9a-f]{32}, /,
    ['forward', 'rollback'],
  ],
  ['ecs-native', 'rollback-fails', 'rollback/failed', /^tasks: 2 × shop-prices-preprod:2; /, ['forward', 'rollback']],
  ['ecs-native', 'lost-revision', 'rollback/lost-revision', /shop-prices-preprod:1 is INACTIVE$/, []],
  [
    'stacks',
    'one-way-change',
    'rollback/one-way',
    /^stage "with the old version": .*; back were stack\/quotes$/,
    ['forward'],
  ],
  ['stacks', 'rollback-fails', 'rollback/failed', /^UPDATE_ROLLBACK_COMPLETE/, ['forward']],
  ['stacks', 'lost-revision', 'rollback/lost-revision', /quotes\/1\.4\.0\.zip/, []],
  ['lambda', 'rollback-fails', 'rollback/failed', /^d-\w+ /, ['forward']],
  ['server-blue-green', 'lost-revision', 'rollback/lost-revision', /shop-installed\.tgz does not exist$/, []],
]

/**
 * Many minutes of requests through a load balancer, with REHEARSE_ALL=1 only: ECS itself makes the same change,
 * CodeDeploy fails in the rollback of a function, and services of ECS by CodeDeploy are rolled back in
 * commands/rollback.
 */
const LONG = new Set(['ecs one-way-change', 'ecs rollback-fails'])

test.each(CAUGHT.filter(([platform, name]) => process.env['REHEARSE_ALL'] === '1' || !LONG.has(`${platform} ${name}`)))(
  '--platform %s --break %s',
  async (platformName, name, code, said, served) => {
    const platform = withRollback(PLATFORMS.find((each) => each.name === platformName))
    const broken = BREAKS.find((each) => each.name === name)
    if (!broken) throw new Error(`no break is called ${name}`)
    installed = await createInstalled({
      project: PROJECT,
      example: join(PROJECT, 'examples/shop'),
      terminal,
      cancelled: notAborted,
      platform,
    })
    const { clock } = installed
    const world = await installed.push(broken, platform)
    const simulated = { now: () => clock.now(), sleep: (ms: number, signal?: AbortSignal) => clock.wait(ms, signal) }
    const { steps } = await play({
      project: PROJECT,
      world,
      terminal,
      keeper: keepNothing,
      cancelled: notAborted,
      yes: true,
      broken,
      runStep: (_action, inputs, job, options) => runSourceStep(inputs, job, simulated, options),
    })
    expect(
      steps.map(({ command, verdict, codes }) =>
        `${command} ${verdict} ${command === 'deploy-preprod' ? '' : codes.join()}`.trim(),
      ),
    ).toEqual(['package pass', 'precheck pass', 'deploy-preprod fail'])
    const { findings = [], measurements = [] } = steps.at(-1)?.evidence ?? {}
    const found = blocking(findings)
    expect(found.map((finding) => finding.code)).toContain(code)
    expect(found.find((finding) => finding.code === code)?.observed).toMatch(said)
    for (const { subject, expected, observed, advice } of found)
      for (const field of [subject, expected, observed, advice]) expect(field).toBeTruthy()
    const stages = stagesOf(measurements).filter(({ requests }) => requests > 0)
    expect(stages.map((stage) => stage.name)).toEqual(expect.arrayContaining(served))
    if (served.length === 0) expect(stages).toEqual([])
  },
  5 * MINUTE,
)
