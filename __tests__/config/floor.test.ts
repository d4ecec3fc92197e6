import { describe, expect, test } from '@jest/globals'
import { readBreakGlass } from '../../src/config/schema/break-glass.ts'
import { applyFloor, readFloor } from '../../src/config/schema/floor.ts'
import { readConfig } from '../../src/config/schema/file.ts'
import { floorRaised } from '../../src/handover/floor.ts'

/** A floor by the workflow's owner, which the configuration of a repository cannot weaken. */

const raised = (config: string, floor: string) =>
  applyFloor(readConfig(`version: 1\n${config}`, 'config'), readFloor(floor))

describe('a floor', () => {
  test.each<[string, string, string, string[]]>([
    [
      'of two reviewers',
      '',
      'reviewers: { at-least: 2 }',
      ['gate.reviewers.at-least', 'environments.preprod.approval.at-least'],
    ],
    [
      'of the authors',
      'gate: { reviewers: { not: [] } }',
      'reviewers: { not: [trigger, authors] }',
      ['gate.reviewers.not', 'environments.preprod.approval.not'],
    ],
    [
      'of the digest',
      '',
      'reviewers: { digest: always }',
      ['gate.reviewers.digest', 'environments.preprod.approval.digest'],
    ],
    ['of kinds', 'gate: { require: [] }', 'require: [load]', ['gate.require']],
    ['of age', 'gate: { evidence-younger-than: 48h }', 'evidence-younger-than: 12h', ['gate.evidence-younger-than']],
    [
      'of an approval of pre-prod',
      'environments: { preprod: { approval: { none: it is quick } } }',
      'preprod-approval: required',
      ['environments.preprod.approval'],
    ],
    [
      'that the configuration exceeds',
      'gate: { reviewers: { at-least: 3 }, evidence-younger-than: 1h }',
      'evidence-younger-than: 12h',
      [],
    ],
  ])('%s', (_, config, floor, expected) => {
    expect(
      raised(config, floor)
        .raised.map(({ path }) => path)
        .toSorted(),
    ).toEqual(expected.toSorted())
  })

  test('applies', () => {
    const { config } = raised(
      'gate: { reviewers: { at-least: 1, not: [] } }',
      'reviewers: { at-least: 2, not: [authors] }\npreprod-approval: required',
    )
    expect(config.gate.reviewers).toEqual({ 'at-least': 2, not: ['authors'], digest: 'when-ambiguous' })
    expect(config.environments.preprod.approval).toMatchObject({ 'at-least': 2 })
  })

  test('reports the raised settings', () => {
    const [one] = raised('', 'reviewers: { at-least: 2 }').raised
    expect(one && floorRaised(one)).toMatchObject({ code: 'gate/floor-raised', expected: '2', observed: '1' })
  })

  test.each(['at-least: 2', 'reviewers: { at-least: 0 }', '- 1', 'calendar: { time-zone: Mars }'])(
    'is rejected for %s',
    (floor) => {
      expect(() => readFloor(floor)).toThrow(/expected|unknown|not/)
    },
  )
})

test.each([
  'rules: []\nuntil: 2027-01-01T00:00:00Z\nreason: x',
  'rules: [gate/frozen]\nuntil: tomorrow\nreason: x',
  'rules: [gate/frozen]\nuntil: 2027-01-01T00:00:00Z',
])('an emergency is not %j', (text) => {
  expect(() => readBreakGlass(text)).toThrow(/expected|missing|nothing/)
})
