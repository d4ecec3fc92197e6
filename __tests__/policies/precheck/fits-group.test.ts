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
    ['that only a template declares', group(undefined, 'Lambda'), []],
    ['to a group that does not exist yet', { ...group('ecs', 'ECS'), info: undefined }, []],
  ])('%s', (_, facts, expected) => expect(judged(facts)).toEqual(expected))
})
