import { describe, expect, test } from '@jest/globals'
import { digestOf, digestOfBytes } from '../../src/evidence/digest.ts'
import type { Evidence } from '../../src/evidence/document.ts'
import { parseEvidence } from '../../src/evidence/parse.ts'
import { bytesOf, document } from './documents.ts'

const digest = digestOfBytes('x')

/** Every member that a document can have. */
const full: Required<Evidence> = {
  ...(document('precheck') as Required<Evidence>),
  slot: { command: 'verify', environment: 'preprod', shard: '1/2', phase: 'tests' },
  plans: [
    {
      environment: 'preprod',
      digest,
      changeSets: [
        {
          stack: 'web',
          stackName: 'shop',
          stackArn: 'arn:stack',
          changeSetArn: 'arn:change-set',
          kind: 'update',
          provisional: false,
          changes: [
            {
              logicalId: 'Table',
              type: 'AWS::DynamoDB::Table',
              action: 'Modify',
              replacement: 'Conditional',
              policyAction: 'Retain',
              properties: [
                {
                  path: '/Properties/BillingMode',
                  attribute: 'Properties',
                  change: 'Modify',
                  requiresRecreation: 'Conditionally',
                  before: 'a',
                  after: 'b',
                  causes: ['DirectModification'],
                  evaluation: 'Static',
                },
              ],
            },
          ],
          nested: [{ stack: 'web/Db', stackName: 'shop-db', kind: 'none', provisional: true, changes: [], nested: [] }],
        },
      ],
    },
  ],
  snapshots: [{ environment: 'preprod', facts: { 'stacks/web/parameters/Size': ['small', 1, null, { a: true }] } }],
  findings: [
    {
      code: 'a/b',
      outcome: 'fail',
      title: 't',
      subject: 's',
      expected: 'e',
      observed: 'o',
      advice: 'a',
      source: { file: 'f', line: 1, column: 2 },
      waived: { reason: 'r', owner: 'o', until: '2027-01-01' },
      details: { deep: [1, 'x', null] },
    },
  ],
  measurements: [{ name: 'p99', unit: 'ms', value: 1.5, series: [[0, 1]], limit: 2, subject: 'check/x' }],
  timeline: [{ at: '2026-11-22T10:00:00Z', subject: 's', event: 'e', outcome: 'pass', detail: 'd', ms: 1 }],
  handles: [{ kind: 'stack', id: 'i', environment: 'preprod', region: 'eu-west-1', state: 'kept', advice: 'a' }],
  approvals: [{ environment: 'production', state: 'approved', user: 'bob', comment: '' }],
  previous: [digest],
}

describe('reading a document', () => {
  test('gives all of it, and its digest', () => {
    expect(parseEvidence(bytesOf(full))).toEqual({ evidence: full, digest: digestOf(full) })
  })

  test.each<[string, Uint8Array, boolean]>([
    ['no JSON', Buffer.from('{'), false],
    ['no UTF-8', Buffer.from([0x22, 0xff, 0x22]), false],
    ['null', Buffer.from('null'), false],
    ['a later version', bytesOf({ ...full, schema: 'test-deployments/evidence/v9' }), true],
    ['a member too many', bytesOf({ ...full, more: 1 }), true],
    ['a lone surrogate', Buffer.from('{"schema":"\\ud800"}'), false],
  ])('refuses %s and says why', (_, bytes, claims) => {
    expect(parseEvidence(bytes)).toMatchObject({ claims, problem: expect.any(String) })
  })
})

test('a document that is nested without end is refused, and ends nothing', () => {
  for (let depth = 500; depth <= 6_000; depth += 250) {
    const details = `${'['.repeat(depth)}${']'.repeat(depth)}`
    const finding = JSON.stringify({ code: 'a', outcome: 'pass', title: 'a', subject: 'a', details: 0 })
    const text = JSON.stringify({ ...document('precheck'), findings: [0] }).replace(
      '"findings":[0]',
      `"findings":[${finding.replace('"details":0', `"details":${details}`)}]`,
    )
    expect(() => parseEvidence(Buffer.from(text))).not.toThrow()
  }
})
