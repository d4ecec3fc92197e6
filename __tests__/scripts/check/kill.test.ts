import { describe, expect, test } from '@jest/globals'
import { judge, type Standing } from '../../../scripts/check/kill/judge.ts'
import { pointsOf, sampleOf } from '../../../scripts/check/kill/points.ts'

const CALLS = [
  'github POST /twirp/x/ListArtifacts',
  'cloudformation DescribeStacks',
  'cloudformation DescribeStacks',
  'github GET /idtoken/N',
  'cloudformation DescribeStacks',
  'cloudformation CreateChangeSet',
  'lambda PUT /functions/orders/code',
  'lambda GET /functions/orders',
  'github POST /twirp/x/CreateArtifact',
].map((name, index) => ({ number: index + 1, name, nth: 1 }))

describe('the calls at which a deployment is killed', () => {
  test.each([
    ['SIGKILL', [1, 5, 6, 7, 8, 9]],
    ['SIGINT', [1, 2, 4, 5, 6, 7, 8, 9]],
    ['SIGTERM', [6, 7, 9]],
  ] as const)('of %s', (signal, numbers) => {
    expect(pointsOf(CALLS, signal).map(({ number }) => number)).toEqual(numbers)
  })

  test('a sample has the requested number, each once', () => {
    const numbers = Array.from({ length: 100 }, (_, index) => index)
    expect(new Set(sampleOf(numbers, 20, 13)).size).toBe(20)
    expect(sampleOf(numbers, 200, 13)).toEqual(numbers)
  })
})

describe('the result of a second attempt', () => {
  const green = { status: 0, evidence: undefined }
  const standing = (made: Record<string, number>, open: Standing['open'] = []): Standing => ({
    made: new Map(Object.entries(made)),
    open,
  })

  test('passes with everything created once, and nothing open', () => {
    expect(judge(standing({ stack: 1 }), green, [])).toEqual({
      duplicates: [],
      orphans: [],
      stuck: [],
      ending: 'green',
    })
  })

  test('is a duplicate where a deployment was created twice', () => {
    expect(judge(standing({ deployment: 2 }), green, []).duplicates).toEqual(['deployment: 2'])
  })

  test('is an orphan where something is open, unless a document names it', () => {
    const open = [{ what: 'change set of web', id: 'arn:1' }]
    expect(judge(standing({}, open), green, []).orphans).toEqual(['change set of web arn:1'])
    const naming = { handles: [{ id: 'arn:1', state: 'open' }], findings: [] } as never
    expect(judge(standing({}, open), green, [naming]).orphans).toEqual([])
  })

  test('is stuck where it passes without a deployment', () => {
    expect(judge(standing({ deployment: 0 }), green, []).stuck).toEqual(['green without deployment'])
  })

  test.each([
    ['stack/not-ready', 'stands'],
    ['plan/differs', 'stuck'],
  ])('that %s blocks: %s', (code, ending) => {
    const evidence = { handles: [], findings: [{ code, outcome: 'fail', title: '', subject: 'stack/web' }] } as never
    expect(judge(standing({}), { status: 1, evidence }, [evidence]).ending).toBe(ending)
  })
})
