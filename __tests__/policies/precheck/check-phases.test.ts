import { expect, test } from '@jest/globals'
import { rule } from '../../../src/policies/precheck/check-phases.ts'
import { configOf, factsOf } from '../facts.ts'

const judged = (verify: readonly object[], sections: object = {}): string[] => {
  const config = configOf({ verify, ...sections })
  return rule.judge({ ...factsOf({}), config }).map(({ code, outcome, title }) => `${outcome} ${code}: ${title}`)
}

test.each<[string, readonly object[], readonly string[]]>([
  ['without a phase', [{ http: 'https://x/' }], []],
  [
    'of production',
    [{ http: 'https://x/', phase: 'production' }],
    ['pass phase/runnable: 1 check of the phase production can run'],
  ],
  [
    'that no rollback is rehearsed for',
    [
      { http: 'https://x/', phase: 'after-rollback' },
      { tcp: 'x:80', phase: 'after-rollback' },
    ],
    [
      'fail phase/not-runnable: nothing runs the 2 checks of the phase after-rollback: no rehearsal of a rollback is configured',
    ],
  ],
])('checks %s', (_, verify, expected) => expect(judged(verify)).toEqual(expected))
