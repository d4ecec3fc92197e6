import { beforeAll, describe, expect, test } from '@jest/globals'
import { BREAKS } from '../../rehearsal/breaks/index.ts'
import { blocking } from '../../src/evidence/verdict.ts'
import { rehearse, twoAtATime, type Rehearsed } from './play.ts'

/** Which step must catch what, and by which finding. The steps before it must pass, those after it must not run. */
const CAUGHT: Readonly<Record<string, { steps: readonly string[]; code: string }>> = {
  drift: { steps: ['package', 'precheck'], code: 'drift/property-differs' },
  'expired-ignore': { steps: ['package', 'precheck'], code: 'drift/ignore-expired' },
  'unintended-change': { steps: ['package', 'precheck'], code: 'change/undeclared' },
  'replaced-table': { steps: ['package', 'precheck'], code: 'change/replaces-state' },
  parity: { steps: ['package', 'precheck'], code: 'parity/differs' },
  'weakened-rules': { steps: ['package', 'precheck'], code: 'rules/weakened' },
  'bad-appspec': { steps: ['package', 'precheck'], code: 'appspec/script-missing' },
  'failing-hook': { steps: ['package', 'precheck', 'deploy-preprod'], code: 'deployment/failed' },
  cancelled: { steps: ['package', 'precheck', 'deploy-preprod'], code: 'cancelled' },
  unhealthy: { steps: ['package', 'precheck', 'deploy-preprod', 'verify'], code: 'check/http' },
  slow: { steps: ['package', 'precheck', 'deploy-preprod', 'verify'], code: 'check/load' },
  'stale-evidence': {
    steps: ['package', 'precheck', 'deploy-preprod', 'verify', 'verify', 'gate'],
    code: 'evidence/stale',
  },
  'tampered-evidence': {
    steps: ['package', 'precheck', 'deploy-preprod', 'verify', 'verify', 'gate'],
    code: 'evidence/altered',
  },
  'tampered-release': {
    steps: ['package', 'precheck', 'deploy-preprod', 'verify', 'verify', 'gate', 'deploy-production'],
    code: 'release/not-handed-on',
  },
  'unprotected-environment': {
    steps: ['package', 'precheck', 'deploy-preprod', 'verify', 'verify', 'gate'],
    code: 'gate/unprotected',
  },
  'self-approval': {
    steps: ['package', 'precheck', 'deploy-preprod', 'verify', 'verify', 'gate', 'deploy-production'],
    code: 'gate/self-approved',
  },
}

const MINUTE = 60_000

test('every break has its place in this table', () => {
  expect(BREAKS.map(({ name }) => name)).toEqual(Object.keys(CAUGHT))
})

describe('what is broken is caught', () => {
  let played: Map<string, Promise<Rehearsed>>

  beforeAll(() => {
    const names = Object.keys(CAUGHT)
    const results = twoAtATime(names.map((name) => () => rehearse(['--break', name])))
    // A failure belongs to the test that waits for it.
    for (const result of results) result.catch(() => undefined)
    played = new Map(names.map((name, index) => [name, results[index] as Promise<Rehearsed>]))
  })

  test.each(Object.entries(CAUGHT))(
    '%s',
    async (name, { steps, code }) => {
      const { status, json, evidence, output, left } = (await played.get(name)) as Rehearsed
      expect(json.steps.map(({ command }) => command)).toEqual(steps)
      expect(json.steps.slice(0, -1).map(({ verdict }) => verdict)).toEqual(steps.slice(1).map(() => 'pass'))
      const last = json.steps.at(-1)
      expect(last?.verdict).not.toBe('pass')
      expect(last?.codes).toContain(code)
      expect(json.verdict).toBe(last?.verdict)
      expect(status).toBe(1)

      for (const finding of blocking(evidence.at(-1)?.findings ?? [])) {
        const { subject, expected, observed, advice } = finding
        for (const field of [subject, expected, observed, advice]) expect(field).toBeTruthy()
      }
      // Production got nothing of it.
      expect(output).toMatch(
        /production +GET \S+\/version {2}200 {"version":"1.4.0","environment":"production"}\n+The rel/,
      )
      expect(left).toEqual([])
    },
    12 * MINUTE,
  )
})
