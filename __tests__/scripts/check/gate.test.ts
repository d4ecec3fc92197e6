import { expect, test } from '@jest/globals'
import { judge, type Case, type Outcome } from '../../../scripts/check/gate/case.ts'

/** The judgement of a case of `npm run check:gate`; the check itself plays them. */

const attempt: Case = {
  name: 'a try',
  kind: 'attempt',
  refusedBy: ['gate/not-approved'],
  play: () => Promise.reject(new Error('not played')),
}
const honest: Case = { ...attempt, kind: 'honest' }

test.each<[string, Case, Outcome, string | undefined]>([
  ['an attempt that its code refused', attempt, { status: 1, blockers: ['gate/not-approved'] }, undefined],
  ['an attempt that succeeded', attempt, { status: 0, blockers: [] }, 'THROUGH'],
  [
    'an attempt that succeeded although a code blocks',
    attempt,
    { status: 0, blockers: ['gate/not-approved'] },
    'THROUGH',
  ],
  [
    'an attempt that another code refused',
    attempt,
    { status: 1, blockers: ['internal'] },
    'refused, but not by gate/not-approved',
  ],
  ['an attempt that nothing refused', attempt, { status: 1, blockers: [] }, 'refused without a code'],
  ['an honest case', honest, { status: 0, blockers: [] }, undefined],
  [
    'an honest case that was refused',
    honest,
    { status: 1, blockers: ['gate/frozen'] },
    'an honest situation was refused',
  ],
])('%s', (_, one, outcome, problem) => expect(judge(one, outcome).problem).toBe(problem))
