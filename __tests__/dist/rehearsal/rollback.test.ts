import { beforeAll, describe, expect, test } from '@jest/globals'
import { BREAKS } from '../../../rehearsal/breaks/index.ts'
import { blocking } from '../../../src/evidence/verdict.ts'
import { playAll, rehearse, resultOf, type PlayedAll, type PlayedAlone, type Rehearsed } from './play.ts'

const MINUTE = 60_000
/** The expected finding of a break of a rollback, and the version that pre-prod has afterwards. */
const CAUGHT: readonly (readonly [
  platform: 'server' | 'lambda',
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

/**
 * With REHEARSE_ALL=1 only: on servers the finding is the same, and the rehearsal of the whole release shifts the alias both ways.
 */
const ON_DEMAND = 'lambda:one-way-change'
const PLAYED = CAUGHT.filter(
  ([platform, name]) => process.env['REHEARSE_ALL'] === '1' || `${platform}:${name}` !== ON_DEMAND,
)

let broken: Promise<PlayedAll<PlayedAlone>>
let whole: Promise<Rehearsed>
beforeAll(() => {
  broken = playAll('each.ts', ['--rollback', ...PLAYED.map(([platform, name]) => `${platform}:${name}@3`)])
  whole = rehearse(['--rollback', '--platform', 'lambda'])
  // The test that awaits the result reports its failure.
  for (const each of [broken, whole]) each.catch(() => undefined)
})

test('every break of a rollback is tested', () => {
  const names = BREAKS.filter(({ rollback }) => rollback).map(({ name }) => name)
  expect(new Set(PLAYED.map(([, name]) => name))).toEqual(new Set(names))
})

test(
  'a function is rolled back, is checked with data that the new release left, and is deployed again',
  async () => {
    const { json, output, left } = await whole
    expect(json.verdict).toBe('pass')
    expect(output).toMatch(/time to recover {2}deployment\/quotes {2}[\d.]+ s/)
    expect(output).toMatch(/pass: version 1\.4\.0 accepts a quote that this release gave/)
    expect(left).toEqual([])
  },
  12 * MINUTE,
)

describe('a break of a rollback is detected', () => {
  test.each(PLAYED)(
    'on %s: %s',
    async (platform, name, code, observed, preprod) => {
      const { verdict, steps, evidence, versions } = resultOf(await broken, `${platform}:${name}`)
      expect(steps.map((step) => `${step.command} ${step.verdict}`)).toEqual([
        'package pass',
        'precheck pass',
        'deploy-preprod fail',
      ])
      const found = blocking(evidence?.findings ?? [])
      expect(found.find((finding) => finding.code === code)?.observed).toMatch(observed)
      for (const { subject, expected, observed: seen, advice } of found) {
        for (const field of [subject, expected, seen, advice]) expect(field).toBeTruthy()
      }
      expect(versions).toEqual({ preprod: `version ${preprod}`, production: 'version 1.4.0' })
      expect(verdict).toBe('fail')
    },
    12 * MINUTE,
  )

  test(
    'and leaves nothing behind',
    async () => {
      const { status, left } = await broken
      expect(status).toBe(0)
      expect(left).toEqual([])
    },
    12 * MINUTE,
  )
})
