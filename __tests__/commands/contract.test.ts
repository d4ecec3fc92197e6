import { expect, test } from '@jest/globals'
import { environmentOf, type Context } from '../../src/commands/contract.ts'
import { readConfig } from '../../src/config/schema/file.ts'

const CONFIG = readConfig('version: 1\nstacks: [{ name: shop, template: shop.yml }]\n', 'config')

function regionIn(env: Readonly<Record<string, string>>): string {
  return environmentOf(
    { config: CONFIG, inputs: { only: [] }, ports: { place: { env } } } as unknown as Context,
    'preprod',
  ).region
}

test('an environment without a region of its own is where the job is', () => {
  expect(regionIn({ AWS_REGION: 'eu-west-1', AWS_DEFAULT_REGION: 'us-east-1' })).toBe('eu-west-1')
  expect(regionIn({ AWS_DEFAULT_REGION: 'us-east-1' })).toBe('us-east-1')
})

test('a variable that is set to nothing names no region', () => {
  expect(regionIn({ AWS_REGION: '', AWS_DEFAULT_REGION: 'us-east-1' })).toBe('us-east-1')
  expect(() => regionIn({ AWS_REGION: '' })).toThrow('the environment preprod has no region')
})
