import { beforeAll, describe, expect, test } from '@jest/globals'
import { BREAKS } from '../../../rehearsal/breaks/index.ts'
import { blocking } from '../../../src/evidence/verdict.ts'
import { rehearse, twoAtATime, type Rehearsed } from './play.ts'

const MINUTE = 60_000
const PLATFORMS = { server: [], lambda: ['--platform', 'lambda'] } as const
type PlatformName = keyof typeof PLATFORMS

/** What must be said of a break of the way back, and the version that pre-prod has then. */
const CAUGHT: readonly (readonly [
  platform: PlatformName,
  name: string,
  code: string,
  observed: RegExp,
  preprod: string,
])[] = [
  [
    'server',
    'one-way-change',
    'rollback/one-way',
    /^stage "with the old version": .*http:\S+\/orders\)\); back were deployment\/app on i-\w+, stack\/web$/,
    '1.5.0',
  ],
  [
    'lambda',
    'one-way-change',
    'rollback/one-way',
    /^stage "with the old version": .*; back were deployment\/quotes on /,
    '1.5.0',
  ],
  [
    'server',
    'rollback-fails',
    'rollback/failed',
    /^d-\w+ Succeeded; the release is on i-\w+; ValidateService failed/,
    '1.5.0',
  ],
  ['lambda', 'lost-revision', 'rollback/lost-revision', /^version 2 of shop-quotes-preprod does not exist$/, '1.5.0'],
]

let broken: Promise<Rehearsed>[]
let whole: Promise<Rehearsed>
beforeAll(() => {
  const played = twoAtATime([
    () => rehearse(['--rollback', ...PLATFORMS.lambda]),
    ...CAUGHT.map(
      ([platform, name]) =>
        () =>
          rehearse(['--rollback', ...PLATFORMS[platform], '--break', name]),
    ),
  ])
  // A failure belongs to the test that waits for it.
  for (const each of played) each.catch(() => undefined)
  whole = played[0]!
  broken = played.slice(1)
})

test('every break of the way back is played', () => {
  const names = BREAKS.filter(({ rollback }) => rollback).map(({ name }) => name)
  expect(new Set(CAUGHT.map(([, name]) => name))).toEqual(new Set(names))
})

test(
  'a function goes back, is asked for what the release left, and comes again',
  async () => {
    const { json, output, left } = await whole
    expect(json.verdict).toBe('pass')
    expect(output).toMatch(/time to recover {2}deployment\/quotes {2}[\d.]+ s/)
    expect(output).toMatch(/pass: version 1\.4\.0 accepts a quote that this release gave/)
    expect(left).toEqual([])
  },
  12 * MINUTE,
)

describe('a break of the way back is detected', () => {
  test.each(CAUGHT.map((each, index) => [...each, index] as const))(
    'on %s: %s',
    async (_platform, _name, code, observed, preprod, index) => {
      const { status, json, evidence, output, left } = await (broken[index] as Promise<Rehearsed>)
      expect(json.steps.map(({ command, verdict }) => `${command} ${verdict}`)).toEqual([
        'package pass',
        'precheck pass',
        'deploy-preprod fail',
      ])
      const found = blocking(evidence.at(-1)?.findings ?? [])
      expect(found.find((finding) => finding.code === code)?.observed).toMatch(observed)
      for (const { subject, expected, observed: seen, advice } of found) {
        for (const field of [subject, expected, seen, advice]) expect(field).toBeTruthy()
      }
      expect(output.slice(output.indexOf('after the release'))).toMatch(new RegExp(`preprod .*${preprod}`))
      expect(output.slice(output.indexOf('after the release'))).toMatch(/production .*1\.4\.0/)
      expect(status).toBe(1)
      expect(left).toEqual([])
    },
    12 * MINUTE,
  )
})
