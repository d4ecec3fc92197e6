import { expect, test } from '@jest/globals'
import { whyEquivalent } from '../../../src/cloudformation/drift/equal.ts'

const TRUST = '/AssumeRolePolicyDocument'
const KEY = '/KeyPolicy'

test.each<[string, string, string, string, boolean]>([
  ['a number as a string within JSON', '{"Size":1024}', '{"Size":"1024"}', '/A', true],
  ['a boolean as a string within JSON', '[true]', '["true"]', '/A', true],
  ['other whitespace', '{"a": 1,\n "b": 2}', '{"b":2,"a":1}', '/PolicyDocument', true],
  ['JSON in a string', '{"p":"{\\"a\\": 1}"}', '{"p":{"a":1}}', '/A', true],
  ['another order in a set', '["b","a"]', '["a","b"]', '/SecurityGroupIds', true],
  ['another order of tags', '[{"Key":"b"},{"Key":"a"}]', '[{"Key":"a"},{"Key":"b"}]', '/Tags', true],
  ['another order in a list', '["b","a"]', '["a","b"]', '/Command', false],
  [
    'a nested set',
    '{"Statement":[{"Action":["b","a"]}]}',
    '{"Statement":[{"Action":["a","b"]}]}',
    '/PolicyDocument',
    true,
  ],
  ['quotes around a string', '"1024"', '1024', '/A', true],
  ['versions that are equal as numbers', '5.10', '5.1', '/EngineVersion', false],
  ['long numbers that are equal as numbers', '[12345678901234567890]', '[12345678901234567891]', '/A', false],
  ['other units', '1024MB', '1GB', '/A', false],
  ['case', 'true', 'True', '/A', false],
  ['another value', '{"a":1}', '{"a":2}', '/A', false],
  ['an additional value in a set', '["a"]', '["a","b"]', '/SubnetIds', false],
  ['a value twice in a set', '["a","a"]', '["a"]', '/SubnetIds', false],
  ['a list of one action', 's3:Get*', '["s3:Get*"]', '/PolicyDocument/Statement/0/Action', true],
  ['a list of one service', '["a.amazonaws.com"]', 'a.amazonaws.com', `${TRUST}/Statement/0/Principal/Service`, true],
  ['a list of one statement', '{"Effect":"Allow"}', '[{"Effect":"Allow"}]', `${TRUST}/Statement`, true],
  [
    'an account as its root',
    '111111111111',
    'arn:aws:iam::111111111111:root',
    `${KEY}/Statement/0/Principal/AWS`,
    true,
  ],
  [
    'accounts as their roots, in another order',
    '["111111111111","222222222222"]',
    '["arn:aws:iam::222222222222:root","arn:aws:iam::111111111111:root"]',
    `${KEY}/Statement/0/Principal/AWS`,
    true,
  ],
  [
    'a whole policy in another form',
    '{"Statement":{"Principal":{"AWS":["111111111111"]},"Condition":{"StringEquals":{"a:b":"c"}}}}',
    '{"Statement":[{"Principal":{"AWS":"arn:aws-cn:iam::111111111111:root"},"Condition":{"StringEquals":{"a:b":["c"]}}}]}',
    KEY,
    true,
  ],
  ['another account', '111111111111', 'arn:aws:iam::222222222222:root', `${KEY}/Statement/0/Principal/AWS`, false],
  [
    'a user of the account',
    '111111111111',
    'arn:aws:iam::111111111111:user/a',
    `${KEY}/Statement/0/Principal/AWS`,
    false,
  ],
  ['an additional action', 's3:Get*', '["s3:Get*","s3:Put*"]', '/PolicyDocument/Statement/0/Action', false],
  ['no action', 's3:Get*', '[]', '/PolicyDocument/Statement/0/Action', false],
  ['a list of one, not in a policy', 'a', '["a"]', '/Command', false],
  ['a list of one, of another member of a policy', 'a', '["a"]', '/PolicyDocument/Statement/0/Sid', false],
  ['nothing', '', 'a', '/A', false],
  ['broken JSON', '{"a":', '{"a": ', '/A', false],
])('%s', (_, expected, actual, path, same) => {
  expect(whyEquivalent(expected, actual, path) !== undefined).toBe(same)
})
