import { describe, expect, test } from '@jest/globals'
import { judgedIn, setBy, unknownIn } from '../../../../scripts/check/engines/calls/compare.ts'
import type { Pair } from '../../../../scripts/check/engines/calls/compare.ts'
import type { Answer } from '../../../../scripts/check/engines/calls/contract.ts'

/** An engine's response to one call. */
function judged(sandbox: Answer, engine: Answer, names: Partial<Pair['names']> = {}) {
  const pair = {
    call: { call: 'ec2:DescribeThings' },
    sandbox,
    engine,
    names: { sandbox: new Map(), engine: new Map(), ...names },
  }
  return judgedIn('moto', [pair])
}
const output = (given: unknown): Answer => ({ output: given })
const failed = (error: string, played = true): Answer => ({ error, message: 'no', played })

describe('responses to the same call', () => {
  test('agree where only values differ that vary by nature', () => {
    const [found] = judged(
      output({ Id: 'vpc-0123456789abcdef0', At: new Date(0), Owner: '111111111111', Set: [{ A: 1 }, { A: 2 }] }),
      output({ Id: 'vpc-aaaaaaaa', At: new Date(1), Owner: '123456789012', Set: [{ A: 2 }, { A: 1 }] }),
    )
    expect(found).toMatchObject({ operation: 'DescribeThings', differences: [], lacks: [], adds: [] })
  })

  test('differ in values, in lengths and in errors without an explanation', () => {
    const differs = (ours: Answer, theirs: Answer) => judged(ours, theirs).flatMap(unknownIn)
    expect(differs(output({ State: 'on' }), output({ State: 'off' }))).toMatchObject([
      { path: 'State', sandbox: 'on', engine: 'off' },
    ])
    expect(differs(output({ Tags: [] }), output({ Tags: ['a'] }))).toMatchObject([{ path: 'Tags.length' }])
    expect(differs(output({}), failed('NotFound'))).toMatchObject([{ sandbox: 'success', engine: 'NotFound' }])
    expect(differs(failed('Gone'), failed('NotFound'))).toMatchObject([{ sandbox: 'Gone', engine: 'NotFound' }])
    expect(differs(failed('Gone'), failed('Gone'))).toEqual([])
  })

  test('differ in members, which is not a difference of values', () => {
    const [found] = judged(output({ A: { B: 1 } }), output({ A: { C: 1 } }))
    expect(found).toMatchObject({ differences: [], lacks: ['A.B'], adds: ['A.C'] })
  })

  test('are not compared where the engine lacks the operation', () => {
    expect(judged(output({}), failed('NotImplemented', false))).toEqual([])
  })

  test('have names for resources of earlier calls', () => {
    const call = { call: 'iam:CreatePolicy', sets: { policy: 'Policy.Arn' } }
    expect(setBy(call, output({ Policy: { Arn: 'first' } }))).toEqual([['policy', 'first']])
    const [found] = judged(output({ Arn: 'the-first' }), output({ Arn: 'the-other' }), {
      sandbox: new Map([['first', 'policy']]),
      engine: new Map([['other', 'policy']]),
    })
    expect(found?.differences).toEqual([])
  })

  test('are compared as documents where they are policies', () => {
    const [found] = judged(output({ Policy: '{"A":1,"B":2}' }), output({ Policy: '%7B%22B%22%3A2%2C%22A%22%3A1%7D' }))
    expect(found?.differences).toEqual([])
  })
})
