import { describe, expect, test } from '@jest/globals'
import { readConfig } from '../../../src/config/schema/file.ts'
import { ActionError } from '../../../src/support/errors.ts'

const ROLE = 'arn:aws:iam::111111111111:role/shop'
const environments = (preprod: string, production: string): string =>
  `environments:\n  preprod: { ${preprod} }\n  production: { ${production} }\n`
const PLAN = `region: eu-west-1, plan-role: "${ROLE}-plan"`
const BOTH = `${PLAN}, verify-role: "${ROLE}-verify"`

/** The title of each error. */
function mistakes(check: string, where: string): string[] {
  try {
    readConfig(`version: 1\n${where}verify: [{ ${check} }]\n`, 'config')
    return []
  } catch (error) {
    return error instanceof ActionError ? error.findings.map(({ title }) => title) : [String(error)]
  }
}

describe('a check that changes resources of the account', () => {
  const INVOKE = 'invoke: shop'
  test.each([
    [INVOKE],
    ['path: { from: igw-1, to: i-1 }'],
    ["on: hosts, through: ssm, tags: { Environment: '{environment}' }, file: { path: /etc/shop }"],
  ])('is refused with the plan-role: %s', (check) => {
    expect(mistakes(check, environments(PLAN, BOTH))).toEqual([
      expect.stringMatching(
        /^environments\.preprod\.verify-role: expected a role for the check .* acts in the account/,
      ),
    ])
    expect(mistakes(check, environments(BOTH, BOTH))).toEqual([])
  })

  test('is refused where the verify-role is the plan-role', () => {
    expect(mistakes(INVOKE, environments(`${PLAN}, verify-role: "${ROLE}-plan"`, BOTH))).toEqual([
      expect.stringContaining('expected another role than the plan-role'),
    ])
  })

  test('needs the role where its phase runs', () => {
    const names = (phase: string): string[] =>
      mistakes(`${INVOKE}, phase: ${phase}`, environments(PLAN, PLAN)).map((title) => title.split('.')[1] ?? '')
    expect(names('after-deployment')).toEqual(['preprod'])
    expect(names('production')).toEqual(['production'])
    expect(names('during')).toEqual(['preprod', 'production'])
  })
})

test('checks that only read use the plan-role, and a job without roles uses its own credentials', () => {
  expect(mistakes('alarm: shop', environments(PLAN, PLAN))).toEqual([])
  expect(mistakes('invoke: shop', environments('region: eu-west-1', 'region: eu-west-1'))).toEqual([])
})
