import { describe, expect, test } from '@jest/globals'
import { digestOf } from '../../src/evidence/digest.ts'
import { parseEvidence } from '../../src/evidence/parse.ts'
import { bytesOf, document } from './documents.ts'
import { full } from './full-document.ts'

const [first] = full.findings

describe('reading a document', () => {
  test('returns all of it, and its digest', () => {
    expect(parseEvidence(bytesOf(full))).toEqual({ evidence: full, digest: digestOf(full) })
  })

  test.each<[string, Uint8Array, boolean]>([
    ['no JSON', Buffer.from('{'), false],
    ['no UTF-8', Buffer.from([0x22, 0xff, 0x22]), false],
    ['null', Buffer.from('null'), false],
    ['a later version', bytesOf({ ...full, schema: 'test-deployments/evidence/v9' }), true],
    ['an additional member', bytesOf({ ...full, more: 1 }), true],
    ['a code of another version', bytesOf({ ...full, findings: [{ ...first, code: 'drift/new' }] }), true],
    ['a former code', bytesOf({ ...full, findings: [{ ...first, code: 'drift/equal-in-meaning' }] }), true],
    ['an outcome that its code cannot have', bytesOf({ ...full, findings: [{ ...first, outcome: 'pass' }] }), true],
    ['a lone surrogate', Buffer.from('{"schema":"\\ud800"}'), false],
  ])('rejects %s with a reason', (_, bytes, claims) => {
    expect(parseEvidence(bytes)).toMatchObject({ claims, problem: expect.any(String) })
  })
})

test.each([{ shard: '0/0' }, { shard: '-1/0' }, { shard: '3/2' }, { shard: '1/1e9' }, { shard: '' }, { phase: '' }])(
  'a document of the slot %j is refused',
  (more) => {
    const slot = { command: 'verify', environment: 'preprod', ...more }
    expect(parseEvidence(bytesOf(document('verify', { slot })))).toHaveProperty('problem')
  },
)

test('a document with unlimited nesting is rejected, without a crash', () => {
  for (let depth = 500; depth <= 6_000; depth += 250) {
    const details = `${'['.repeat(depth)}${']'.repeat(depth)}`
    const finding = JSON.stringify({ code: 'drift/in-sync', outcome: 'pass', title: 'a', subject: 'a', details: 0 })
    const text = JSON.stringify({ ...document('precheck'), findings: [0] }).replace(
      '"findings":[0]',
      `"findings":[${finding.replace('"details":0', `"details":${details}`)}]`,
    )
    expect(() => parseEvidence(Buffer.from(text))).not.toThrow()
  }
})
