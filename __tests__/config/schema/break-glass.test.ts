import { describe, expect, test } from '@jest/globals'
import { readBreakGlass } from '../../../src/config/schema/break-glass.ts'

const glass = (more: object): string =>
  JSON.stringify({ rules: ['gate/frozen'], until: '2026-12-01T18:00:00Z', reason: 'an incident', ...more })

describe('the input break-glass', () => {
  test.each([['2026-12-01T18:00:00Z'], ['2026-12-01T18:00:00+01:00'], ['2026-12-01T18:00:00.5Z']])(
    'ends at a moment: %s',
    (until) => expect(readBreakGlass(glass({ until }))).toMatchObject({ until }),
  )

  test.each([
    ['a day', { until: '2026-12-01' }],
    ['a time without a zone', { until: '2026-12-01T18:00:00' }],
    ['an invalid date', { until: '2026-11-31T18:00:00Z' }],
    ['no end', { until: undefined }],
    ['no rules', { rules: [] }],
    ['no reason', { reason: undefined }],
    ['an empty reason', { reason: '' }],
    ['a reason of spaces', { reason: ' \t ' }],
    ['another member', { who: 'grace' }],
  ])('is refused with %s', (_, more) => {
    expect(() => readBreakGlass(glass(more))).toThrow(expect.objectContaining({ code: 'config/input' }))
  })
})
