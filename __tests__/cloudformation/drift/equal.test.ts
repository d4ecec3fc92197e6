import { expect, test } from '@jest/globals'
import { whyEquivalent } from '../../../src/cloudformation/drift/equal.ts'

test.each<[string, string, string, string, boolean]>([
  ['a number as a string within JSON', '{"Size":1024}', '{"Size":"1024"}', '/A', true],
  ['a boolean as a string within JSON', '[true]', '["true"]', '/A', true],
  ['other whitespace', '{"a": 1,\n "b": 2}', '{"b":2,"a":1}', '/PolicyDocument', true],
  ['JSON in a string', '{"p":"{\\"a\\": 1}"}', '{"p":{"a":1}}', '/A', true],
  ['another order in a set', '["b","a"]', '["a","b"]', '/SecurityGroupIds', true],
  ['another order of tags', '[{"Key":"b"},{"Key":"a"}]', '[{"Key":"a"},{"Key":"b"}]', '/Tags', true],
  ['another order in a list', '["b","a"]', '["a","b"]', '/Command', false],
  [
    'a set within',
    '{"Statement":[{"Action":["b","a"]}]}',
    '{"Statement":[{"Action":["a","b"]}]}',
    '/PolicyDocument',
    true,
  ],
  ['quotes around a string', '"1024"', '1024', '/A', true],
  ['versions that look alike as numbers', '5.10', '5.1', '/EngineVersion', false],
  ['long numbers that look alike as numbers', '[12345678901234567890]', '[12345678901234567891]', '/A', false],
  ['other units', '1024MB', '1GB', '/A', false],
  ['case', 'true', 'True', '/A', false],
  ['another value', '{"a":1}', '{"a":2}', '/A', false],
  ['a value more in a set', '["a"]', '["a","b"]', '/SubnetIds', false],
  ['a value twice in a set', '["a","a"]', '["a"]', '/SubnetIds', false],
  ['nothing', '', 'a', '/A', false],
  ['broken JSON', '{"a":', '{"a": ', '/A', false],
])('%s', (_, expected, actual, path, same) => {
  expect(whyEquivalent(expected, actual, path) !== undefined).toBe(same)
})
