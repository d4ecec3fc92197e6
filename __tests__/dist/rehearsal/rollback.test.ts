import { beforeAll, describe, expect, test } from '@jest/globals'
import { BREAKS } from '../../../rehearsal/breaks/index.ts'
import { blocking } from '../../../src/evidence/verdict.ts'
import { playAll, rehearse, resultOf, type PlayedAll, type PlayedAlone, type Rehearsed } from './play.ts'

const MINUTE = 60_000
/**
 * The expected finding of a break of a rollback, and the version that pre-prod has afterwards. The bundle detects the
 * first; the steps of the others run from the source. `npm run rehearse` rehearses the last.
 */
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

const BY_COMMAND = 'lambda:lost-revision'
/** A release that is in order; the bundle deploys it to pre-prod. */
const IN_ORDER = 'lambda:'

let played: Promise<PlayedAll<PlayedAlone>>
let commanded: Promise<Rehearsed>
beforeAll(() => {
  const breaks = PLAYED.map(([platform, name]) => `${platform}:${name}`).filter((name) => name !== BY_COMMAND)
  const [first = '', ...others] = breaks
  played = playAll('each.ts', ['--rollback', `${IN_ORDER}@3`, `${first}@3`, ...others])
  commanded = rehearse(['--rollback', '--platform', 'lambda', '--break', 'lost-revision'])
  // The test that awaits the result reports its failure.
  for (const each of [played, commanded]) each.catch(() => undefined)
})

test('every break of a rollback is tested', () => {
  const names = BREAKS.filter(({ rollback }) => rollback).map(({ name }) => name)
  expect(new Set(PLAYED.map(([, name]) => name))).toEqual(new Set(names))
})

test(
  'a function is rolled back, is checked with data that the new release left, and is deployed again',
  async () => {
    const { output } = await played
    const { verdict, versions } = resultOf(await played, IN_ORDER)
    expect(verdict).toBe('pass')
    expect(versions).toEqual({ preprod: 'version 1.5.0', production: 'version 1.5.0' })
    expect(output).toMatch(/time to recover {2}deployment\/quotes {2}[\d.]+ s/)
    expect(output).toMatch(/pass: version 1\.4\.0 accepts a quote that this release gave/)
  },
  12 * MINUTE,
)

async function resultFor(platform: string, name: string): Promise<PlayedAlone> {
  if (`${platform}:${name}` !== BY_COMMAND) return resultOf(await played, `${platform}:${name}`)
  const { json, output, evidence } = await commanded
  const versions = [...output.matchAll(/^ +(preprod|production) +customers get (.*)$/gm)].slice(-2)
  return {
    ...json,
    evidence: evidence.at(-1),
    versions: Object.fromEntries(
      versions.map(([, environment, text]) => [environment, text]),
    ) as PlayedAlone['versions'],
    customers: '',
    operations: [],
  }
}

describe('a break of a rollback is detected', () => {
  test.each(PLAYED)(
    'on %s: %s',
    async (platform, name, code, observed, preprod) => {
      const { verdict, steps, evidence, versions } = await resultFor(platform, name)
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
      const { status, left } = await played
      expect([status, left]).toEqual([0, []])
      const { status: refused, left: leftByCommand, output } = await commanded
      expect([refused, leftByCommand]).toEqual([1, []])
      expect(output).toContain('The way back, rehearsed on pre-prod')
    },
    12 * MINUTE,
  )
})
