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

test('an environment without a region uses the region of the job', () => {
  expect(regionIn({ AWS_REGION: 'eu-west-1', AWS_DEFAULT_REGION: 'us-east-1' })).toBe('eu-west-1')
  expect(regionIn({ AWS_DEFAULT_REGION: 'us-east-1' })).toBe('us-east-1')
})

test('an empty variable sets no region', () => {
  expect(regionIn({ AWS_REGION: '', AWS_DEFAULT_REGION: 'us-east-1' })).toBe('us-east-1')
  expect(() => regionIn({ AWS_REGION: '' })).toThrow('the environment preprod has no region')
})
