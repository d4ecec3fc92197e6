import { describe, expect, test } from '@jest/globals'
import { linkEvidence, type Chain, type ChainFacts } from '../../../src/evidence/chain/chain.ts'
import { digestOf, digestOfBytes } from '../../../src/evidence/digest.ts'
import type { Evidence } from '../../../src/evidence/document.ts'
import { verdictOf } from '../../../src/evidence/verdict.ts'
import { bytesOf, document, needsOf, NOW, ORIGIN, passed, RELEASE } from '../documents.ts'

const HOUR = 3_600_000

function link(documents: readonly unknown[], needs: string | undefined, more: Partial<ChainFacts> = {}): Chain {
  return linkEvidence({
    needs,
    found: documents.map((evidence, index) => ({ name: `doc-${index}.json`, bytes: bytesOf(evidence) })),
    origin: ORIGIN,
    release: RELEASE,
    endpoints: { aws: 'aws', github: 'github' },
    now: NOW,
    youngerThan: 24 * HOUR,
    ...more,
  })
}

const codes = (chain: Chain): string[] =>
  chain.findings.filter(({ outcome }) => outcome !== 'pass').map(({ code, outcome }) => `${code} ${outcome}`)

const precheck = document('precheck')
const deploy = document('deploy-preprod')

describe('evidence of one run', () => {
  test('is valid where document and named digest agree', () => {
    const chain = link([precheck, deploy], needsOf(precheck, deploy))
    expect(chain.links.map(({ evidence }) => evidence.slot.command)).toEqual(['precheck', 'deploy-preprod'])
    expect(verdictOf(chain.findings)).toBe('pass')
  })

  test('remains valid with other white space, and when it occurs twice', () => {
    const found = [
      { name: 'folder/a.json', bytes: Buffer.from(JSON.stringify(precheck)) },
      { name: 'artifact/a.json', bytes: Buffer.from(`${JSON.stringify(precheck, undefined, 7)}\n`) },
    ]
    expect(codes(link([], needsOf(precheck), { found }))).toEqual([])
  })

  test('of an earlier attempt counts until the job runs again', () => {
    const again = document('precheck', { origin: { ...ORIGIN, job: 'precheck' } })
    const chain = link([precheck, again], needsOf(again))
    expect(codes(chain)).toEqual([])
    expect(chain.links[0]?.evidence.origin.runAttempt).toBe(2)
  })

  test('of two regions fills two slots, also where an attempt repeats one of them', () => {
    const at = (region: string, job: string, runAttempt = 1): Evidence =>
      document('deploy-preprod', {
        slot: { command: 'deploy-preprod', environment: 'preprod', region },
        origin: { ...ORIGIN, job, runAttempt },
      })
    const [eu, us, usAgain] = [at('eu-west-1', 'eu'), at('us-east-1', 'us'), at('us-east-1', 'us', 2)]
    const once = link([precheck, eu, us], needsOf(precheck, eu, us))
    expect(codes(once)).toEqual([])
    expect(once.links).toHaveLength(3)
    const again = link([precheck, eu, us, usAgain], needsOf(precheck, eu, usAgain))
    expect(codes(again)).toEqual([])
    expect(again.links.map(({ evidence: { slot, origin } }) => [slot.region, origin.runAttempt])).toEqual([
      [undefined, 1],
      ['eu-west-1', 1],
      ['us-east-1', 2],
    ])
  })

  test('does not treat a region as a phase of the same name', () => {
    const base = { command: 'deploy-preprod', environment: 'preprod' }
    const region = document('deploy-preprod', { slot: { ...base, region: 'web' } })
    const phase = document('deploy-preprod', { slot: { ...base, phase: 'web' } })
    expect(codes(link([region, phase], needsOf(region, phase)))).toEqual([])
  })

  test('may be named by outputs that a reusable workflow renamed, several in one', () => {
    const outputs = { 'precheck-digest': digestOf(precheck), all: JSON.stringify([digestOf(deploy)]) }
    const needs = JSON.stringify({ release: { result: 'success', outputs } })
    expect(link([precheck, deploy], needs).links).toHaveLength(2)
  })

  test('digests of other values by other jobs are ignored', () => {
    const image = { result: 'success', outputs: { 'image-digest': digestOfBytes('an image') } }
    const needs = JSON.stringify({ build: image, ...JSON.parse(needsOf(precheck)) })
    expect(codes(link([precheck, { name: 'some package' }], needs))).toEqual([])
  })
})

test('a job cannot take the slot of another by a re-run', () => {
  const forged = document('precheck', { origin: { ...ORIGIN, runAttempt: 2, job: 'tests' } })
  const needs = (outputs: Readonly<Record<string, string>>): string =>
    JSON.stringify(
      Object.fromEntries(
        Object.entries(outputs).map(([job, digest]) => [job, { result: 'success', outputs: { digest } }]),
      ),
    )
  const [genuine, other] = [digestOf(precheck), digestOf(forged)]
  const found = [precheck, forged]
  expect(codes(link(found, needs({ precheck: genuine, tests: other })))).toEqual(['evidence/ambiguous fail'])
  expect(codes(link(found, needs({ precheck: genuine, tests: `${genuine} ${other}` })))).toEqual([
    'evidence/ambiguous fail',
  ])
  // A job that collects all digests of the run also has those of earlier attempts.
  expect(codes(link(found, needs({ gather: `${genuine} ${other}` })))).toEqual([])
})

describe('a waiver', () => {
  const waivedUntil = (until: string | undefined): Evidence => {
    const waived = { reason: 'known', owner: 'ann', ...(until !== undefined && { until }) }
    return document('precheck', {
      findings: [passed('drift/in-sync'), { ...passed('drift/property-differs'), outcome: 'fail', waived }],
    })
  }

  test.each([undefined, 'this release', '2026-11-22', '2027-01-01'])('until %s counts', (until) => {
    const one = waivedUntil(until)
    expect(codes(link([one], needsOf(one)))).toEqual([])
  })

  test('that has ended since its step accepts nothing any more', () => {
    const one = waivedUntil('2026-11-21')
    const chain = link([one], needsOf(one))
    expect(codes(chain)).toEqual(['evidence/not-passed fail'])
    expect(chain.findings[0]).toMatchObject({
      title: 'precheck/all passed by a waiver that has ended: drift/property-differs holds',
      observed: 'drift/property-differs on stack/web, waived until 2026-11-21',
    })
  })
})

describe('no evidence', () => {
  test.each<[string, string | undefined]>([
    ['no needs', undefined],
    ['empty needs', ''],
    ['needs that is not JSON', '{"precheck":'],
    ['needs of another type', '[1]'],
  ])('%s blocks', (_, needs) => {
    const chain = link([precheck], needs)
    expect(chain.links).toEqual([])
    expect(codes(chain)).toEqual(['evidence/needs-invalid fail'])
  })

  test('needs without digests gives no link and no pass', () => {
    const chain = link([precheck], '{}')
    expect(chain).toMatchObject({ links: [], findings: [] })
    expect(chain.others.map(({ evidence }) => evidence.slot.command)).toEqual(['precheck'])
    expect(verdictOf(chain.findings)).toBe('inconclusive')
  })
})

describe('evidence that does not count', () => {
  test('an altered document, with both digests', () => {
    const altered = { ...precheck, findings: [passed('drift/in-sync'), passed('parity/mirrors')] }
    const chain = link([altered], needsOf(precheck))
    expect(chain.links).toEqual([])
    expect(chain.findings).toEqual([
      expect.objectContaining({
        code: 'evidence/altered',
        outcome: 'fail',
        subject: 'evidence/precheck/all',
        expected: digestOf(precheck),
        observed: digestOf(altered),
      }),
    ])
  })

  test('an altered document whose form is broken too', () => {
    expect(codes(link([{ ...precheck, slot: 'all' }], needsOf(precheck)))).toEqual(['evidence/altered fail'])
  })

  test('a missing document', () => {
    expect(codes(link([], needsOf(precheck)))).toEqual(['evidence/missing fail'])
  })

  const broken: [string, Evidence, string, Partial<ChainFacts>?][] = [
    ['another run', document('precheck', { origin: { ...precheck.origin, runId: '16' } }), 'other-run'],
    [
      'another repository',
      document('precheck', { origin: { ...precheck.origin, repository: 'eve/shop' } }),
      'other-run',
    ],
    ['another commit', document('precheck', { origin: { ...precheck.origin, sha: 'b'.repeat(40) } }), 'other-run'],
    ['a later attempt', document('precheck', { origin: { ...precheck.origin, runAttempt: 3 } }), 'other-run'],
    ['another release', precheck, 'other-release', { release: digestOfBytes('another') }],
    [
      'a stand-in for AWS',
      document('precheck', { endpoints: { aws: 'http://127.0.0.1:1', github: 'github' } }),
      'other-endpoint',
    ],
    [
      'a stand-in for GitHub',
      document('precheck', { endpoints: { aws: 'aws', github: 'http://127.0.0.1:1' } }),
      'other-endpoint',
    ],
    [
      'yesterday',
      document('precheck', { startedAt: '2026-11-21T11:00:00.000Z', finishedAt: '2026-11-21T11:59:59.000Z' }),
      'stale',
    ],
    ['the future', document('precheck', { finishedAt: '2026-11-22T12:06:00.000Z' }), 'stale'],
  ]
  test('of a step that ended before it started does not count', () => {
    const evidence = document('precheck', { startedAt: '2026-11-22T11:00:00.000Z' })
    const chain = link([evidence], needsOf(evidence))
    expect(codes(chain)).toEqual(['evidence/invalid error'])
    expect(chain.links).toEqual([])
  })

  test.each(broken)('evidence of %s', (_, evidence, code, more = {}) => {
    const chain = link([evidence], needsOf(evidence), more)
    expect(codes(chain)).toEqual([`evidence/${code} fail`])
    expect(chain.links).toEqual([])
    const [finding] = chain.findings
    expect(finding).toMatchObject({
      expected: expect.any(String),
      observed: expect.any(String),
      advice: expect.any(String),
    })
    expect(finding?.expected).not.toBe(finding?.observed)
  })

  test('evidence without a release', () => {
    const { release: _release, ...rest } = precheck
    expect(codes(link([rest], needsOf(rest as Evidence)))).toEqual(['evidence/other-release fail'])
  })

  test("evidence from the same stand-in as this job's counts, and real evidence counts there too", () => {
    const endpoints = { aws: 'http://127.0.0.1:1', github: 'http://127.0.0.1:2' }
    const sandboxed = document('precheck', { endpoints })
    expect(codes(link([sandboxed, deploy], needsOf(sandboxed, deploy), { endpoints }))).toEqual([])
  })

  test.each<[string, unknown]>([
    ['another version', { ...precheck, schema: 'test-deployments/evidence/v2' }],
    ['an unknown member', { ...precheck, approvedBy: 'everyone' }],
    ['an unknown outcome', { ...precheck, findings: [{ ...passed('stack/updated'), outcome: 'fine' }] }],
    ['an unknown member of a finding', { ...precheck, findings: [{ ...passed('stack/updated'), ok: true }] }],
    ['a missing member', { ...precheck, origin: { ...precheck.origin, runId: undefined } }],
    ['an invalid date', { ...precheck, finishedAt: 'soon' }],
  ])('a named document with %s', (_, evidence) => {
    expect(codes(link([evidence], needsOf(evidence as Evidence)))).toEqual(['evidence/invalid error'])
  })

  test('two documents for one slot', () => {
    const twin = document('precheck', { findings: [passed('change-set/created')] })
    expect(codes(link([precheck, twin], needsOf(precheck, twin)))).toEqual(['evidence/ambiguous fail'])
    expect(codes(link([precheck, twin], needsOf(precheck)))).toEqual(['evidence/ambiguous fail'])
    const part = document('precheck', { slot: { ...twin.slot, shard: '1/2' } })
    expect(codes(link([precheck, part], needsOf(precheck, part)))).toEqual([])
  })

  test('a job that did not succeed', () => {
    const needs = needsOf(precheck).replace('"success"', '"failure"')
    expect(codes(link([precheck], needs))).toEqual(['evidence/job-failed fail'])
    expect(codes(link([precheck], needs.replace('"failure"', '"flying"')))).toEqual(['evidence/job-failed fail'])
  })
})

describe('the verdict', () => {
  test('is computed again: a document that states a pass does not pass by that', () => {
    const lying = document('precheck', { findings: [passed('stack/update-failed', { outcome: 'fail' })] })
    expect(codes(link([lying], needsOf(lying)))).toEqual(['evidence/verdict-differs fail'])
    const empty = document('precheck', { findings: [] })
    expect(codes(link([empty], needsOf(empty)))).toEqual(['evidence/verdict-differs fail'])
  })

  test.each<[string, object, string[]]>([
    ['fail', { verdict: 'fail' }, ['evidence/verdict-differs fail']],
    ['error', { verdict: 'error' }, ['evidence/verdict-differs fail']],
    ['skipped', { verdict: 'skipped' }, ['evidence/verdict-differs fail']],
    ['Inconclusive, with a space', { verdict: ' Inconclusive' }, ['evidence/verdict-differs fail']],
    ['fail, by another name', { 'preprod-verdict': 'fail' }, ['evidence/verdict-differs fail']],
    ['pass', { verdict: 'pass' }, []],
    ['nothing', { verdict: '' }, []],
    ["a text of the user's", { verdict: 'approved' }, []],
    ['fail, by a name of the user', { linted: 'fail' }, []],
  ])('of a job that says %s beside a document that passed', (_, outputs, expected) => {
    const needs = JSON.stringify({
      precheck: { result: 'success', outputs: { digest: digestOf(precheck), ...outputs } },
    })
    expect(codes(link([precheck], needs))).toEqual(expected)
  })

  test('of a job without evidence is its own, and one of two steps of a job may have failed', () => {
    const failed = document('verify', { verdict: 'fail', findings: [passed('check/run', { outcome: 'fail' })] })
    const two = {
      result: 'success',
      outputs: { digest: digestOf(precheck), 'verify-digest': digestOf(failed), 'verify-verdict': 'fail' },
    }
    const needs = JSON.stringify({ both: two, lint: { result: 'success', outputs: { verdict: 'fail' } } })
    expect(codes(link([precheck, failed], needs))).not.toContain('evidence/verdict-differs fail')
  })

  test('of a failed document blocks with its first reason and next step', () => {
    const findings = [
      passed('stack/updated'),
      passed('change/replaces-state', { outcome: 'fail', title: 'the table is replaced', advice: 'Retain it.' }),
    ]
    const failed = document('precheck', { verdict: 'fail', findings })
    expect(link([failed], needsOf(failed)).findings).toEqual([
      expect.objectContaining({
        code: 'evidence/not-passed',
        title: 'precheck/all did not pass: the table is replaced',
        observed: 'fail: change/replaces-state on stack/web',
        advice: 'Retain it.',
      }),
    ])
  })

  test('of only skipped documents is skipped, which does not open the gate', () => {
    const idle = document('verify', {
      verdict: 'skipped',
      findings: [passed('verify/none-selected', { outcome: 'skipped' })],
    })
    expect(verdictOf(link([idle], needsOf(idle)).findings)).toBe('skipped')
  })
})
