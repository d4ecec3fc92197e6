import { describe, expect, it } from '@jest/globals'
import type { Chain } from '../../src/evidence/chain/chain.ts'
import type { Link } from '../../src/evidence/chain/slots.ts'
import { digestOf } from '../../src/evidence/digest.ts'
import type { ChangeSetPlan, Evidence, Plan } from '../../src/evidence/document.ts'
import { makePlan } from '../../src/plan/compare.ts'
import { judgePlans, releaseDifferences, reviewedPlan } from '../../src/plan/reviewed.ts'
import { document } from '../evidence/documents.ts'

const part = (stack: string, more: Partial<ChangeSetPlan> = {}): ChangeSetPlan => ({
  stack,
  stackName: `${stack}-preprod`,
  kind: 'update',
  provisional: false,
  changes: [{ logicalId: 'Table', type: 'T', action: 'Modify', replacement: 'False', properties: [] }],
  nested: [],
  ...more,
})
const linkOf = (command: string, plans: readonly Plan[]): Link => {
  const evidence = document(command, { plans })
  return { name: command, digest: digestOf(evidence), evidence }
}
const chainOf = (...links: Link[]): Chain => ({ links, others: [], findings: [] })

describe('the reviewed plan', () => {
  it('is that of precheck, and of the requested environment', () => {
    const plan = makePlan({ environment: 'preprod' }, [part('web')])
    const chain = chainOf(
      linkOf('precheck', [makePlan({ environment: 'production' }, [part('web')]), plan]),
      linkOf('gate', [makePlan({ environment: 'preprod' }, [])]),
    )
    expect(reviewedPlan(chain, { environment: 'preprod' })).toEqual(plan)
  })

  it('is combined where several jobs planned a part each', () => {
    const chain = chainOf(
      linkOf('precheck', [makePlan({ environment: 'preprod' }, [part('web')])]),
      linkOf('precheck', [makePlan({ environment: 'preprod' }, [part('data')])]),
    )
    expect(reviewedPlan(chain, { environment: 'preprod' })).toEqual(
      makePlan({ environment: 'preprod' }, [part('web'), part('data')]),
    )
  })

  it('has the images of all parts, each once', () => {
    const digest = `sha256:${'a'.repeat(64)}` as const
    const image = (tag: string) => ({ repository: 'images', tag, built: digest, digest, from: `h.io/images@${digest}` })
    const place = { environment: 'preprod' }
    const chain = chainOf(
      linkOf('precheck', [makePlan(place, [part('web')], [image('a'), image('b')])]),
      linkOf('precheck', [makePlan(place, [part('data')], [image('a')])]),
    )
    expect(reviewedPlan(chain, place)?.images).toEqual([image('a'), image('b')])
  })

  it('is that of the requested region', () => {
    const at = (region: string, account = '111111111111') => ({ environment: 'production', account, region })
    const [eu, us] = [
      makePlan(at('eu-west-1'), [part('web')]),
      makePlan(at('us-east-1'), [part('web', { kind: 'none' })]),
    ]
    const chain = chainOf(linkOf('precheck', [eu]), linkOf('precheck', [us]))
    expect(reviewedPlan(chain, at('eu-west-1'))).toEqual(eu)
    expect(reviewedPlan(chain, { environment: 'production', region: 'us-east-1' })).toEqual(us)
    expect(reviewedPlan(chain, at('eu-central-1'))).toBeUndefined()
    expect(reviewedPlan(chain, at('eu-west-1', '222222222222'))).toBeUndefined()
  })

  it('is missing where it could be that of several accounts', () => {
    const at = (account: string) => ({ environment: 'production', account, region: 'eu-west-1' })
    const plans = ['111111111111', '222222222222'].map((account) => makePlan(at(account), [part('web')]))
    expect(reviewedPlan(chainOf(linkOf('precheck', plans)), { environment: 'production' })).toBeUndefined()
  })

  it('is empty without a plan', () => {
    expect(reviewedPlan(chainOf(linkOf('precheck', [])), { environment: 'preprod' })).toBeUndefined()
  })
})

describe('the current plan', () => {
  const reviewed = makePlan({ environment: 'preprod' }, [part('web')])

  it('passes only when it is the same', () => {
    expect(
      judgePlans(reviewed, makePlan({ environment: 'preprod' }, [part('web', { changeSetArn: 'arn:other' })])),
    ).toMatchObject([{ code: 'plan/unchanged', outcome: 'pass' }])
  })

  it.each<[string, Plan]>([
    [
      'replaces',
      makePlan({ environment: 'preprod' }, [
        part('web', { changes: part('web').changes.map((each) => ({ ...each, replacement: 'True' })) }),
      ]),
    ],
    ['does less', makePlan({ environment: 'preprod' }, [part('web', { changes: [] })])],
    ['lacks a stack', makePlan({ environment: 'preprod' }, [])],
    ['has another stack', makePlan({ environment: 'preprod' }, [part('web'), part('data')])],
  ])('fails when it %s', (_what, now) => {
    const findings = judgePlans(reviewed, now)
    expect(findings.map(({ code, outcome }) => `${code} ${outcome}`)).toEqual(['plan/differs fail'])
    expect(findings[0]?.advice).toContain('precheck')
  })
})

describe('a release that differs from the tested one', () => {
  const tested = document('precheck')
  const { release } = tested
  if (!release) throw new Error('the document has no release')
  const found = (evidence: Evidence) => [{ name: 'a.json', bytes: Buffer.from(JSON.stringify(evidence)) }]
  const needs = JSON.stringify({ precheck: { result: 'success', outputs: { digest: digestOf(tested) } } })

  it('is reported item by item, from documents that a job named', () => {
    const now = { ...release, digest: digestOf('now'), sha: 'b'.repeat(40) }
    expect(releaseDifferences(needs, found(tested), now)).toMatchObject([
      { code: 'release/differs', subject: 'release/commit', expected: release.sha, observed: now.sha },
    ])
    expect(releaseDifferences('{}', found(tested), now)).toEqual([])
  })

  it('has no finding where it is the same, or where the record cannot be read', () => {
    expect(releaseDifferences(needs, found(tested), release)).toEqual([])
    expect(releaseDifferences(needs, [{ name: 'a.json', bytes: Buffer.from('{') }], release)).toEqual([])
  })
})
