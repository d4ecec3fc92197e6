import { describe, expect, test } from '@jest/globals'
import { resolveEnvironment } from '../../../src/config/model/environment.ts'
import type { Config } from '../../../src/config/schema/index.ts'
import type { EnvironmentFacts } from '../../../src/policies/contract.ts'
import { rule } from '../../../src/policies/precheck/place.ts'
import { configOf, factsOf } from '../facts.ts'

type Key = 'preprod' | 'production'
const arnOf = (account: string, name: string): string => `arn:aws:cloudformation:eu-west-1:${account}:stack/${name}/1`
const roleOf = (account: string, name: string): string => `arn:aws:iam::${account}:role/${name}`

/** One environment whose stack has that ARN; `there` where it existed before. */
function at(key: Key, arn: string, there: boolean, config: Config = configOf({})): EnvironmentFacts {
  const [facts] = factsOf({
    kind: there ? 'update' : 'create',
    changes: [{ id: 'T', type: 'AWS::SNS::Topic' }],
  }).environments
  const [stack] = facts?.stacks ?? []
  if (facts === undefined || stack === undefined) throw new Error('there is one stack')
  const plan = stack.plan && { ...stack.plan, stackArn: arn }
  const changeSet = stack.facts && { ...stack.facts, stackArn: arn }
  return {
    ...facts,
    environment: resolveEnvironment(config, key, 'eu-west-1'),
    stacks: [
      { ...stack, before: there ? ({ arn, status: 'UPDATE_COMPLETE' } as never) : undefined, plan, facts: changeSet },
    ],
  }
}
const judge = (...environments: EnvironmentFacts[]) => rule.judge({ ...factsOf({}), environments })

describe('the stacks of an environment are its own, and in its account', () => {
  test('has no finding where each has its own', () => {
    const [preprod, production] = ['111111111111', '222222222222'].map((account) => ({
      'plan-role': roleOf(account, 'plan'),
      'deploy-role': roleOf(account, 'deploy'),
    }))
    const config = configOf({ environments: { preprod, production } })
    expect(
      judge(
        at('preprod', arnOf('111111111111', 'shop'), true, config),
        at('production', arnOf('222222222222', 'shop'), true, config),
      ),
    ).toEqual([])
  })

  test('a deploy-role of another account than the examined one', () => {
    const production = { 'deploy-role': roleOf('222222222222', 'deploy') }
    const config = configOf({ environments: { production } })
    expect(judge(at('production', arnOf('111111111111', 'shop'), false, config))).toMatchObject([
      {
        code: 'stack/other-account',
        outcome: 'fail',
        subject: 'environment/production',
        expected: `stacks in the account 222222222222, that of ${production['deploy-role']}`,
        advice: 'Set `environments.production.plan-role`, or give the job credentials of 222222222222.',
      },
    ])
  })

  test.each([true, false])('one stack of both environments; existed before: %s', (there) => {
    const arn = arnOf('111111111111', 'shop')
    expect(judge(at('preprod', arn, there), at('production', arn, there))).toMatchObject([
      { code: 'stack/shared', outcome: 'fail', subject: 'stack/web', advice: expect.stringContaining('{environment}') },
    ])
  })

  test("none of production's stacks exists while pre-prod has all: noted, and the first release continues", () => {
    const preprod = at('preprod', arnOf('111111111111', 'shop-preprod'), true)
    const production = at('production', arnOf('111111111111', 'shop-production'), false)
    expect(judge(preprod, production)).toMatchObject([
      {
        code: 'stack/none-exist',
        outcome: 'noted',
        title: 'production: none of its stacks exists, while preprod has all of its own',
        expected: 'shop-production in the account 111111111111, eu-west-1; or the first release',
        advice: expect.stringContaining('check whether the credentials of the job and the region eu-west-1'),
      },
    ])
  })

  test('has no finding for a first release of both, or of one environment alone', () => {
    const preprod = at('preprod', arnOf('111111111111', 'shop-preprod'), false)
    const production = at('production', arnOf('111111111111', 'shop-production'), false)
    expect(judge(preprod, production)).toEqual([])
    expect(judge(production)).toEqual([])
  })
})
