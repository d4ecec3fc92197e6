import { describe, expect, it } from '@jest/globals'
import { COMMANDS } from '../../../src/commands/index.ts'
import { readInputs } from '../../../src/config/model/inputs.ts'
import { checkEnvironment, checkLimits } from '../../../src/config/model/only.ts'
import { ActionError } from '../../../src/support/errors.ts'

const inputs = (given: Record<string, string>) => readInputs((name) => given[name] ?? '')

describe('an input that a command does not use is refused', () => {
  const checked = (given: Record<string, string>) => () => {
    const read = inputs(given)
    const { takes, environment } = COMMANDS[read.command].meta
    checkLimits(read.command, takes, read)
    checkEnvironment(read.command, environment(read), read.environment)
  }
  it.each(['package', 'precheck', 'deploy-preprod', 'verify', 'rollback', 'teardown'])('break-glass: %s', (command) => {
    expect(checked({ command, 'break-glass': 'rules: []' })).toThrow('does not support the input `break-glass`')
  })
  it.each(['package', 'precheck', 'verify', 'teardown'])('floor: %s', (command) => {
    expect(checked({ command, floor: 'require: []' })).toThrow('does not support the input `floor`')
  })
  it.each([
    ['deploy-production', 'preprod'],
    ['deploy-preprod', 'production'],
    ['rollback', 'preprod'],
    ['teardown', 'production'],
    ['package', 'preprod'],
  ])('environment: %s for %s', (command, environment) => {
    expect(checked({ command, environment })).toThrow(`is not about the environment ${environment}`)
  })
  it.each([
    ['deploy-production', 'production'],
    ['precheck', 'production'],
    ['verify', 'production'],
    ['gate', 'preprod'],
  ])('and %s takes the environment %s', (command, environment) => {
    expect(checked({ command, environment })).not.toThrow()
  })
  it.each(['gate', 'deploy-production'])('and %s takes both', (command) => {
    expect(checked({ command, floor: 'require: []', 'break-glass': 'rules: []' })).not.toThrow()
  })
})

describe('the inputs of a step', () => {
  it('require only the command', () => {
    expect(inputs({ command: 'precheck' })).toEqual({
      command: 'precheck',
      config: { path: '.github/test-deployments.yml' },
      approval: 'environment',
      only: [],
      mode: 'enforce',
    })
  })

  it('accept the configuration itself where it has several lines', () => {
    expect(inputs({ command: 'verify', config: 'version: 1\nverify: []\n' }).config).toEqual({
      yaml: 'version: 1\nverify: []\n',
    })
  })

  it('split `only` by spaces and commas', () => {
    expect(inputs({ command: 'verify', only: 'aws, load\n web' }).only).toEqual(['aws', 'load', 'web'])
  })

  it('parse the share of a fleet', () => {
    expect(inputs({ command: 'verify', shard: '2/5' }).shard).toEqual({ index: 2, of: 5 })
  })

  it.each([
    [
      {},
      'the input `command` is missing',
      'package, precheck, deploy-preprod, verify, gate, deploy-production, rollback, teardown',
    ],
    [
      { command: 'deploy' },
      'unknown command "deploy"',
      'package, precheck, deploy-preprod, verify, gate, deploy-production, rollback, teardown',
    ],
    [{ command: 'verify', environment: 'staging' }, 'the input `environment` is "staging"', 'preprod or production'],
    [{ command: 'verify', mode: 'off' }, 'the input `mode` is "off"', 'enforce or observe'],
    [{ command: 'verify', shard: '6/5' }, 'the input `shard` is "6/5"', 'part/parts, such as 2/5'],
    [{ command: 'verify', shard: '0/5' }, 'the input `shard` is "0/5"', 'part/parts, such as 2/5'],
  ])('refuse %j', (given, message, expected) => {
    expect(() => inputs(given)).toThrow(ActionError)
    expect(() => inputs(given)).toThrow(message)
    try {
      inputs(given)
    } catch (error) {
      expect(error).toMatchObject({ code: 'config/input', kind: 'configuration', details: { expected } })
    }
  })
})
