import { beforeAll, describe, expect, test } from '@jest/globals'
import { BREAKS } from '../../../rehearsal/breaks/index.ts'
import { blocking } from '../../../src/evidence/verdict.ts'
import { playAll, rehearse, resultOf, type PlayedAll, type PlayedInGroup, type Rehearsed } from './play.ts'

/**
 * For each break: the step that must detect it, and the finding. The steps before it must pass; those after it must not
 * run.
 */
const CAUGHT: Readonly<Record<string, { steps: readonly string[]; code: string; title?: RegExp }>> = {
  drift: { steps: ['package', 'precheck'], code: 'drift/property-differs' },
  'attached-policy': { steps: ['package', 'precheck'], code: 'drift/undeclared' },
  'expired-ignore': { steps: ['package', 'precheck'], code: 'drift/ignore-expired' },
  'unintended-change': { steps: ['package', 'precheck'], code: 'change/undeclared' },
  'replaced-table': { steps: ['package', 'precheck'], code: 'change/replaces-state' },
  'missing-asset': { steps: ['package', 'precheck'], code: 'reference/missing' },
  'other-bits': { steps: ['package', 'precheck'], code: 'content/differs' },
  'export-in-use': { steps: ['package', 'precheck'], code: 'exports/in-use' },
  'same-version': { steps: ['package', 'precheck'], code: 'change/no-effect' },
  scp: { steps: ['package', 'precheck'], code: 'permission/denied' },
  parity: { steps: ['package', 'precheck'], code: 'parity/differs' },
  'weakened-rules': { steps: ['package', 'precheck'], code: 'rules/weakened' },
  'bad-appspec': { steps: ['package', 'precheck'], code: 'appspec/script-missing' },
  'unprotected-preprod': { steps: ['package', 'precheck', 'deploy-preprod'], code: 'gate/unprotected' },
  'failing-hook': { steps: ['package', 'precheck', 'deploy-preprod'], code: 'deployment/failed' },
  'missing-file': {
    steps: ['package', 'precheck', 'deploy-preprod'],
    code: 'check/file',
    title: /^logs are rotated: nothing is there on i-\w+$/,
  },
  'stopped-service': {
    steps: ['package', 'precheck', 'deploy-preprod'],
    code: 'check/service',
    title: /^the shop runs since this deployment: .+ on i-\w+$/,
  },
  'not-validated': { steps: ['package', 'precheck', 'deploy-preprod'], code: 'deployment/not-validated' },
  cancelled: { steps: ['package', 'precheck', 'deploy-preprod'], code: 'cancelled' },
  'bad-before-traffic': { steps: ['package', 'precheck', 'deploy-preprod'], code: 'traffic/stopped' },
  unhealthy: { steps: ['package', 'precheck', 'deploy-preprod', 'verify'], code: 'check/http' },
  flaky: {
    steps: ['package', 'precheck', 'deploy-preprod', 'verify'],
    code: 'check/http',
    title: /^the shop is healthy: answered 503 instead of 200/,
  },
  'silent-alarm': {
    steps: ['package', 'precheck', 'deploy-preprod', 'verify'],
    code: 'check/alarm',
    title: /the actions of shop-preprod-unhealthy-hosts are not taken: its actions are disabled/,
  },
  'wrong-certificate': {
    steps: ['package', 'precheck', 'deploy-preprod', 'verify'],
    code: 'check/tls',
    title: /the certificate is not valid for shop\.example/,
  },
  'open-port': {
    steps: ['package', 'precheck', 'deploy-preprod', 'verify'],
    code: 'check/tcp',
    title: /^nobody debugs the shop: \S+:9229 accepts connections$/,
  },
  'closed-port': {
    steps: ['package', 'precheck', 'deploy-preprod', 'verify'],
    code: 'check/tcp',
    title: /^metrics can be read: \S+:9100 refuses connections/,
  },
  slow: { steps: ['package', 'precheck', 'deploy-preprod', 'verify'], code: 'check/load' },
  'leaked-secret': {
    steps: ['package', 'precheck', 'deploy-preprod', 'verify', 'verify'],
    code: 'check/run/test',
    title: /config\/preprod\.json is not served failed: .+: 200 !== 404/,
  },
  regression: {
    steps: ['package', 'precheck', 'deploy-preprod', 'verify', 'verify'],
    code: 'check/run/test',
    title: /the newest order comes first failed/,
  },
  'unordered-verification': {
    steps: ['package', 'precheck', 'deploy-preprod', 'verify', 'verify', 'gate'],
    code: 'gate/not-built-on',
  },
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
    code: 'release/restore-failed',
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

const ALL = process.env['REHEARSE_ALL'] === '1'
/** With REHEARSE_ALL=1 only: dist/gate/order.test.ts covers the gate's findings. */
const ON_DEMAND = ALL ? [] : ['unordered-verification']

/**
 * Breaks that a step of the bundle detects: of every command one, and the signals of a cancelled job. The steps of the
 * others run from the source. With REHEARSE_ALL=1 the bundle detects all.
 */
const BUNDLED = ['failing-hook', 'cancelled', 'flaky', 'unprotected-environment', 'tampered-release']

/**
 * Breaks that share a sandbox, in this order: a later one must not depend on the state that an earlier one leaves.
 * Those of one list share one release: each has a finding of its own, in the same step.
 */
const GROUPS: readonly { readonly before?: string; readonly names: readonly (readonly string[])[] }[] = [
  {
    names: [
      ['failing-hook'],
      ['missing-file', 'stopped-service'],
      ['leaked-secret', 'regression'],
      ...(ON_DEMAND.length === 0 ? [['unordered-verification']] : []),
      ['unprotected-preprod'],
      ['cancelled'],
      // It adds outputs to a stack, and changes an alarm: later releases fail in precheck.
      ['flaky', 'slow', 'silent-alarm', 'wrong-certificate', 'open-port', 'closed-port'],
      [
        'expired-ignore',
        'unintended-change',
        'replaced-table',
        'missing-asset',
        'other-bits',
        'weakened-rules',
        'bad-appspec',
        'drift',
        'attached-policy',
        'export-in-use',
        'same-version',
        'scp',
      ],
    ],
  },
  // Only the first approval of production in a run can be distinguished from others. Evidence is stale from the last
  // on.
  {
    before: 'gate',
    names: [
      ['unprotected-environment'],
      ['tampered-evidence'],
      ['self-approval'],
      ['tampered-release'],
      ['stale-evidence'],
    ],
  },
]
const GROUPED = GROUPS.flatMap(({ names }) => names.flat())
const BY_COMMAND = 'parity'
/** Tested in a file of its own. */
const ON_A_PLATFORM = 'bad-before-traffic'

/** The same check detects `flaky`, and codedeploy/judge-validation.test.ts covers it. */
const NOT_PLAYED = ['unhealthy', 'not-validated']

test('every break is in one of these tables; breaks of a rollback are in rollback.test.ts', () => {
  expect(BREAKS.filter(({ rollback }) => !rollback).map(({ name }) => name)).toEqual(Object.keys(CAUGHT))
  expect([...GROUPED, ...ON_DEMAND, ...NOT_PLAYED, BY_COMMAND, ON_A_PLATFORM].toSorted()).toEqual(
    Object.keys(CAUGHT).toSorted(),
  )
})

/** The arguments of group.ts. */
function wordsOf({ before, names }: (typeof GROUPS)[number]): string[] {
  const breaks = names.map((each) => {
    const isBundled = ALL || each.some((name) => BUNDLED.includes(name))
    return `${each.join('+')}${isBundled ? `@${CAUGHT[each[0] ?? '']?.steps.length}` : ''}`
  })
  return ['/', ...(before === undefined ? [] : [`before=${before}`]), ...breaks]
}

function expectCaught(name: string, { verdict, steps, evidence, production }: PlayedInGroup): void {
  const { steps: expected, code, title } = CAUGHT[name] as (typeof CAUGHT)[string]
  expect(steps.map(({ command }) => command)).toEqual(expected)
  expect(steps.slice(0, -1).map((step) => step.verdict)).toEqual(expected.slice(1).map(() => 'pass'))
  const last = steps.at(-1)
  expect(last?.verdict).not.toBe('pass')
  expect(last?.codes).toContain(code)
  const titles = blocking(evidence?.findings ?? []).flatMap((each) => (each.code === code ? [each.title] : []))
  if (title) expect(titles).toContainEqual(expect.stringMatching(title))
  expect(verdict).toBe(last?.verdict)
  for (const { subject, expected: should, observed, advice } of blocking(evidence?.findings ?? [])) {
    for (const field of [subject, should, observed, advice]) expect(field).toBeTruthy()
  }
  // Production was not changed.
  expect(production).toEqual({ version: '1.4.0', environment: 'production' })
}

describe('each break is detected', () => {
  let groups: Promise<PlayedAll<PlayedInGroup>>[]
  let alone: Promise<Rehearsed>

  beforeAll(() => {
    const play = (from: number, to?: number): Promise<PlayedAll<PlayedInGroup>> =>
      playAll('group.ts', GROUPS.slice(from, to).flatMap(wordsOf))
    // Two at a time.
    const [first, others] = [play(0, 1), play(1)]
    alone = first.then(
      () => rehearse(['--break', BY_COMMAND]),
      () => rehearse(['--break', BY_COMMAND]),
    )
    groups = GROUPS.map((_, index) => (index === 0 ? first : others))
    // The test that awaits the result reports its failure.
    for (const each of [first, others, alone]) each.catch(() => undefined)
  })

  describe.each(GROUPS.map(({ names }, index) => ({ index, names: names.flat() })))(
    'group $index',
    ({ index, names }) => {
      test.each(names)(
        '%s',
        async (name) => {
          expectCaught(name, resultOf(await groups[index]!, name))
        },
        12 * MINUTE,
      )

      test(
        'leaves nothing',
        async () => {
          const played = await groups[index]
          expect(played?.status).toBe(0)
          expect(played?.left).toEqual([])
        },
        12 * MINUTE,
      )
    },
  )

  test(
    `${BY_COMMAND}, by the command`,
    async () => {
      const { status, json, evidence, output, left } = await alone
      const production = /production +GET \S+\/version {2}200 (.*)\n(?:.+\n)*\n+The rel/.exec(output)?.[1] ?? 'null'
      expectCaught(BY_COMMAND, {
        ...json,
        evidence: evidence.at(-1),
        production: JSON.parse(production) as unknown,
      })
      expect(status).toBe(1)
      expect(left).toEqual([])
    },
    12 * MINUTE,
  )
})
