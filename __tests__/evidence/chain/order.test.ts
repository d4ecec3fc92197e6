import { describe, expect, test } from '@jest/globals'
import type { Slot } from '../../../src/evidence/document.ts'
import { mustBuildOn } from '../../../src/evidence/chain/order.ts'

const ENVIRONMENTS = ['preprod', 'staging', 'production']
const EU = { region: 'eu-west-1' }
const US = { region: 'us-east-1' }
const slot = (command: string, environment: string, more: Partial<Slot> = {}): Slot => ({
  command,
  environment,
  ...more,
})

const STEPS = [
  slot('precheck', 'all'),
  slot('deploy-preprod', 'preprod'),
  slot('verify', 'preprod'),
  slot('gate', 'staging'),
  slot('deploy-staging', 'staging'),
  slot('verify', 'staging'),
  slot('gate', 'production'),
]
const needed = (by: Slot, steps: readonly Slot[] = STEPS): string[] =>
  steps
    .filter((step) => mustBuildOn(by, step, ENVIRONMENTS))
    .map(({ command, environment, region }) => [command, environment, region].filter(Boolean).join(' '))

describe('three environments', () => {
  test('each one needs the steps of all before it, and its own gate', () => {
    expect(needed(slot('deploy-preprod', 'preprod'))).toEqual(['precheck all'])
    expect(needed(slot('gate', 'staging'))).toEqual(['precheck all', 'deploy-preprod preprod', 'verify preprod'])
    expect(needed(slot('deploy-staging', 'staging'))).toEqual([
      'precheck all',
      'deploy-preprod preprod',
      'verify preprod',
      'gate staging',
    ])
    expect(needed(slot('gate', 'production'))).toEqual([
      'precheck all',
      'deploy-preprod preprod',
      'verify preprod',
      'deploy-staging staging',
      'verify staging',
    ])
  })

  test('a verification needs the deployments to its own environment', () => {
    expect(needed(slot('verify', 'staging'))).toEqual(['deploy-staging staging'])
  })
})

describe('two regions of one environment', () => {
  const steps = [
    slot('precheck', 'preprod', EU),
    slot('precheck', 'preprod', US),
    slot('deploy-preprod', 'preprod', EU),
    slot('deploy-preprod', 'preprod', US),
  ]

  test('a step of one region needs the steps of that region', () => {
    expect(needed(slot('deploy-preprod', 'preprod', EU), steps)).toEqual(['precheck preprod eu-west-1'])
    expect(needed(slot('verify', 'preprod', US), steps)).toEqual(['deploy-preprod preprod us-east-1'])
  })

  test('a step of the whole environment, and every later environment, needs those of both', () => {
    expect(needed(slot('verify', 'preprod'), steps)).toHaveLength(2)
    expect(needed(slot('gate', 'production', US), steps)).toHaveLength(4)
  })
})
