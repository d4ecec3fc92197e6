import { describe, expect, test } from '@jest/globals'
import type { AssetFacts, BootstrapFacts } from '../../../src/policies/contract.ts'
import { rule as assetsRule } from '../../../src/policies/precheck/assets.ts'
import { rule as bootstrapped } from '../../../src/policies/precheck/bootstrapped.ts'
import { factsOf } from '../facts.ts'

const facts = factsOf({})
const [environment] = facts.environments
if (environment === undefined) throw new Error('there is one environment')

const asset = (state: AssetFacts['state'], name: string): AssetFacts => ({
  state,
  asset: {
    name,
    file: name,
    digest: 'sha256:00',
    bytes: 1,
    bucket: 'assets',
    key: name,
    archive: true,
    forPlan: false,
  },
  ...(state === 'no-bucket' && { advice: 'Run `cdk bootstrap aws://222222222222/eu-west-1`.' }),
})

describe('the assets of a release', () => {
  test('are listed with their state in the bucket', () => {
    const assets = [asset('absent', 'a'), asset('same', 'b'), asset('unknown', 'c'), asset('no-bucket', 'd')]
    const found = assetsRule.judge({ ...facts, environments: [{ ...environment, assets }] })
    expect(found.map(({ outcome, code, observed }) => `${outcome} ${code} ${observed}`)).toEqual([
      'fail asset/no-bucket no such bucket',
      'noted asset/pending a',
      'noted asset/not-compared c',
      'pass asset/present b',
    ])
    expect(found[0]?.advice).toContain('cdk bootstrap')
  })

  test('have no finding where there are none', () => {
    expect(assetsRule.judge(facts)).toEqual([])
  })
})

describe('the bootstrap stack', () => {
  const fact = { parameter: '/cdk-bootstrap/hnb659fds/version', needed: 6, command: 'cdk bootstrap aws://2/eu-west-1' }
  test.each<[string, Partial<BootstrapFacts>, string]>([
    ['of the needed version passes', { found: '6' }, 'pass bootstrap/ready'],
    [
      'that is absent fails with the command',
      { found: 'absent' },
      'fail bootstrap/missing Run `cdk bootstrap aws://2/eu-west-1`.',
    ],
    [
      'that is too old fails with the command',
      { found: '5' },
      'fail bootstrap/outdated Run `cdk bootstrap aws://2/eu-west-1` with a recent CDK.',
    ],
    [
      'that cannot be read is unknown',
      { found: 'unknown', why: 'denied' },
      'inconclusive bootstrap/unknown Allow ssm:GetParameters',
    ],
    ['whose version is not a number is unknown', { found: 'new' }, 'inconclusive bootstrap/unknown'],
  ])('%s', (_, more, expected) => {
    const bootstrap = [{ ...fact, found: '0', ...more }]
    const [found] = bootstrapped.judge({ ...facts, environments: [{ ...environment, bootstrap }] })
    expect(`${found?.outcome} ${found?.code} ${found?.advice ?? ''}`).toContain(expected)
  })
})
