import { describe, expect, test } from '@jest/globals'
import type { DeployedContent } from '../../../src/policies/contract.ts'
import { rule } from '../../../src/policies/precheck/drift.ts'
import { factsOf } from '../facts.ts'

const FN: DeployedContent = {
  stack: 'web',
  stackName: 'shop-production',
  logicalId: 'Fn',
  type: 'AWS::Lambda::Function',
  property: 'Code',
  id: 's3://code/fn.zip',
  source: { file: 'web.yml', line: 4 },
  object: { bytes: 10, digests: { SHA256: 'one' } },
  deployed: { bytes: 10, digests: { SHA256: 'one' } },
}

function reported(contents: readonly DeployedContent[], precheck: object = {}): string[] {
  const facts = factsOf({ precheck })
  const environments = facts.environments.map((each) => ({ ...each, deployedContent: contents }))
  return rule
    .judge({ ...facts, environments })
    .filter(({ code }) => code.includes('content') || code.includes('ignore'))
    .map(({ outcome, code, waived }) => `${outcome} ${code}${waived ? ', waived' : ''}`)
}

describe('the deployed content of an object', () => {
  test.each<[string, Partial<DeployedContent>, string[]]>([
    ['with its digest passes', {}, ['pass drift/same-content']],
    [
      'with another digest fails, with any size',
      { object: { bytes: 10, digests: { SHA256: 'two' } } },
      ['fail drift/other-content'],
    ],
    ['with another size fails', { object: { bytes: 11, digests: { MD5: 'a' } } }, ['fail drift/other-content']],
    [
      'with the same size and no common digest is unknown',
      { object: { bytes: 10, digests: { MD5: 'a' } } },
      ['noted drift/content-not-compared'],
    ],
    [
      'with an empty digest is unknown',
      { deployed: { bytes: 10, digests: { SHA256: '' } } },
      ['noted drift/content-not-compared'],
    ],
    [
      'that the service does not return is unknown',
      { deployed: { digests: {} } },
      ['noted drift/content-not-compared'],
    ],
    [
      'that cannot be read is unknown',
      { deployed: undefined, unread: { reason: 'denied: lambda:GetFunctionConfiguration' } },
      ['noted drift/content-not-compared'],
    ],
  ])('%s', (_, more, expected) => {
    expect(reported([{ ...FN, ...more }])).toEqual(expected)
  })

  test('and nothing examined is not a pass', () => {
    expect(reported([])).toEqual([])
  })

  test('is accepted by an exception for its property', () => {
    const other = { ...FN, object: { bytes: 11, digests: {} } }
    const ignore = [{ resource: 'web/Fn', property: '/Code', reason: 'r', owner: 'o', until: '2026-12-31' }]
    expect(reported([other], { drift: { ignore } })).toEqual(['fail drift/other-content, waived'])
  })
})
