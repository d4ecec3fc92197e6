import { describe, expect, test } from '@jest/globals'
import type { AliasFacts, GroupFacts } from '../../../src/codedeploy/group/group.ts'
import { rule } from '../../../src/policies/precheck/fits-group.ts'
import { factsOf } from '../facts.ts'

const group = (platform: string | undefined, computePlatform: 'Server' | 'Lambda' | 'ECS', alias?: AliasFacts) =>
  ({
    deployment: 'orders',
    application: 'shop',
    group: 'shop-preprod',
    ...(platform !== undefined && { platform }),
    ...(alias && { alias }),
    info: { computePlatform },
    config: undefined,
    alarms: [],
    running: [],
  }) satisfies GroupFacts
const LIVE: AliasFacts = { name: 'orders', alias: 'live', currentVersion: '' }
const at = (version: string, others = {}): AliasFacts => ({ ...LIVE, state: { version, others } })
const judged = (facts: GroupFacts) =>
  rule.judge(factsOf({ groups: [facts] })).map(({ code, outcome, observed }) => [outcome, code, observed])

describe('a deployment', () => {
  test.each<[string, GroupFacts, [string, string, string][]]>([
    ['to servers fits', group('server', 'Server'), [['pass', 'deployment/fits', 'Server']]],
    ['to ECS fits', group('ecs', 'ECS'), [['pass', 'deployment/fits', 'ECS']]],
    [
      'whose platform only the application reports is judged by that',
      { ...group('server', 'Server'), info: {}, applicationPlatform: 'Lambda' },
      [['fail', 'deployment/platform', 'Lambda']],
    ],
    [
      'whose platform is unknown',
      { ...group('server', 'Server'), info: {} },
      [['inconclusive', 'deployment/platform-unknown', 'the group: nothing; the application: nothing']],
    ],
    [
      'whose application has another platform than its group',
      { ...group('server', 'Server'), applicationPlatform: 'ECS' },
      [['inconclusive', 'deployment/platform-unknown', 'the group: Server; the application: ECS']],
    ],
    ['of another platform', group('lambda', 'ECS', at('3')), [['fail', 'deployment/platform', 'ECS']]],
    ['to Lambda fits', group('lambda', 'Lambda', at('3')), [['pass', 'deployment/fits', 'Lambda']]],
    [
      'to an alias with a traffic split',
      group('lambda', 'Lambda', at('3', { '4': 0.1 })),
      [['fail', 'deployment/alias-split', 'version 3, 4 gets 10%']],
    ],
    [
      'to an alias with another version than in the AppSpec',
      group('lambda', 'Lambda', { ...at('3'), currentVersion: '2' }),
      [['fail', 'deployment/alias-wrong-version', 'version 3']],
    ],
    [
      'to an alias that nothing creates',
      group('lambda', 'Lambda', LIVE),
      [['fail', 'deployment/alias-missing', 'no such alias']],
    ],
    [
      'to an alias whose name is an output',
      group('lambda', 'Lambda', { ...LIVE, unknown: '{stack.web.outputs.Function}' }),
      [['skipped', 'deployment/alias-unknown', '{stack.web.outputs.Function}']],
    ],
    [
      'to an alias of $LATEST, which CodeDeploy does not shift',
      group('lambda', 'Lambda', at('$LATEST')),
      [['fail', 'deployment/alias-wrong-version', 'version $LATEST']],
    ],
    [
      'to a version that does not exist',
      group('lambda', 'Lambda', { ...at('3'), missingVersion: '7' }),
      [['fail', 'deployment/version-missing', 'no such version in this account and region']],
    ],
    ['that only a template declares', group(undefined, 'Lambda'), []],
    ['to a group that does not exist yet', { ...group('ecs', 'ECS'), info: undefined }, []],
  ])('%s', (_, facts, expected) => expect(judged(facts)).toEqual(expected))

  test.each<[string, AliasFacts, string, string]>([
    ['the alias', at('$LATEST'), 'AWS::Lambda::Alias', 'skipped deployment/alias-unknown'],
    ['another alias', at('$LATEST'), 'AWS::Lambda::Version', 'fail deployment/alias-wrong-version'],
    ['the version', { ...at('3'), missingVersion: '7' }, 'AWS::Lambda::Version', 'pass deployment/fits'],
    ['no version', { ...at('3'), missingVersion: '7' }, 'AWS::Lambda::Alias', 'fail deployment/version-missing'],
  ])('where this release may make %s', (_, alias, type, expected) => {
    const changes = [{ id: 'Made', type, action: 'Add' }]
    const found = rule.judge(factsOf({ groups: [group('lambda', 'Lambda', alias)], changes }))
    expect(found.map(({ code, outcome }) => `${outcome} ${code}`)).toEqual([expected])
  })
})
