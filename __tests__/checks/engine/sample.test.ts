import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { sample } from '../../../src/checks/engine/sample.ts'
import type { PlannedCheck, Sampling } from '../../../src/checks/engine/select.ts'
import { CHECKS } from '../../../src/checks/index.ts'
import type { AnyCheck, CheckContext, Judgement } from '../../../src/checks/contract.ts'
import { ActionError } from '../../../src/support/errors.ts'
import { world, type World } from '../world.ts'

const AROUND = {
  environment: 'preprod',
  access: { region: 'eu-west-1', session: 'test' },
  deployed: undefined,
  hosts: 'unreachable',
  variables: {},
} as const
let here: World
beforeEach(async () => {
  here = await world()
})
afterEach(() => here.end())

function planned(observe: (context: CheckContext) => Promise<Judgement>, more: Partial<Sampling> = {}): PlannedCheck {
  const check: AnyCheck = {
    ...CHECKS.http,
    observe: (_options: never, context: CheckContext) => observe(context),
    judge: (_options: never, facts: never) => facts,
  }
  const sampling = { timeout: 5_000, delay: 0, every: 1, count: 1, failures: 0, errors: 0, dryRun: false, ...more }
  return {
    key: 'http',
    check,
    name: 'fake',
    kind: 'functional',
    phase: 'after-deployment',
    on: 'runner',
    options: {},
    sampling,
  }
}

const passing: Judgement = { outcome: 'pass', title: 'fine' }

test('makes as many attempts as configured, and logs each', async () => {
  const attempts = await sample(
    planned(async () => passing, { count: 3 }),
    here.ports,
    AROUND,
  )
  expect(attempts.map(({ judgement }) => judgement.outcome)).toEqual(['pass', 'pass', 'pass'])
  expect(here.log).toEqual(['pass 1/3: fake: fine', 'pass 2/3: fake: fine', 'pass 3/3: fake: fine'])
})

test('ends as soon as a limit is exceeded', async () => {
  const attempts = await sample(
    planned(async () => ({ outcome: 'fail', title: 'no' }), { count: 10, failures: 1 }),
    here.ports,
    AROUND,
  )
  expect(attempts).toHaveLength(2)
})

describe('an attempt', () => {
  test('that throws did not complete; its message is kept', async () => {
    const broken = planned(async () => {
      throw new ActionError('config/reference', {
        message: 'no such output',
        expected: 'a',
        observed: 'b',
        advice: 'Correct it.',
      })
    })
    const [attempt] = await sample(broken, here.ports, AROUND)
    expect(attempt?.judgement).toEqual({
      outcome: 'error',
      title: 'no such output',
      expected: 'a',
      observed: 'b',
      advice: 'Correct it.',
    })
  })

  test('with an internal error does not end the others', async () => {
    let count = 0
    const once = planned(
      async () => {
        count += 1
        if (count === 1) throw new TypeError('undefined is not a function')
        return passing
      },
      { count: 2, errors: 1 },
    )
    const attempts = await sample(once, here.ports, AROUND)
    expect(attempts.map(({ judgement }) => judgement.outcome)).toEqual(['error', 'pass'])
  })

  test('without an end by its deadline is aborted, and did not complete', async () => {
    const hanging = planned(
      ({ signal }) =>
        new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error))),
      { timeout: 50 },
    )
    const [attempt] = await sample(hanging, here.ports, AROUND)
    expect(attempt?.judgement).toMatchObject({ outcome: 'error', title: 'no answer within 50 ms' })
  })

  test('that cleans up after its deadline may still report its observations', async () => {
    const tidy = planned(
      ({ signal }) =>
        new Promise((resolve) =>
          signal.addEventListener('abort', () =>
            setTimeout(() => resolve({ outcome: 'error', title: 'ended it' }), 30),
          ),
        ),
      { timeout: 50 },
    )
    const [attempt] = await sample(tidy, here.ports, AROUND)
    expect(attempt?.judgement.title).toBe('ended it')
  })
})

test('ends with the cancellation of the job as its reason, and without a verdict', async () => {
  const reason = new ActionError('cancelled', { message: 'the job was cancelled' })
  const observe = ({ signal }: CheckContext): Promise<Judgement> =>
    new Promise((resolve) => {
      signal.addEventListener('abort', () => resolve(passing))
      here.cancelling.abort(reason)
    })
  await expect(sample(planned(observe), here.ports, AROUND)).rejects.toBe(reason)
  await expect(
    sample(
      planned(async () => passing, { delay: 60_000 }),
      here.ports,
      AROUND,
    ),
  ).rejects.toBe(reason)
})
