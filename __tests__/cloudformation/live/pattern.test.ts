import { describe, expect, test } from '@jest/globals'
import { match, UNKNOWN } from '../../../src/cloudformation/live/pattern.ts'

describe('a live value matches a template', () => {
  test.each<[string, unknown, unknown, string]>([
    ['the same text', 'a', 'a', 'same'],
    ['another text', 'a', 'b', 'different'],
    ['a number and its text', 80, '80', 'same'],
    ['true and its text', true, 'true', 'same'],
    ['one item and the list of it', 's3:GetObject', ['s3:GetObject'], 'same'],
    ['another order', ['a', 'b'], ['b', 'a'], 'same'],
    ['one more item', ['a'], ['a', 'b'], 'different'],
    ['a missing item', ['a', 'b'], ['a'], 'different'],
    ['JSON text and the object', '{"a": [1]}', { a: 1 }, 'same'],
    ['an account and its root', { AWS: '111111111111' }, { AWS: 'arn:aws:iam::111111111111:root' }, 'same'],
    ['the root of another account', { AWS: '111111111111' }, { AWS: 'arn:aws:iam::222222222222:root' }, 'different'],
    ['another member', { a: 1 }, { a: 1, b: 2 }, 'different'],
    ['an empty text and no value', { a: 1, b: '' }, { a: 1 }, 'same'],
    ['an unknown part', { a: 1, b: UNKNOWN }, { a: 1, b: 2 }, 'perhaps'],
    ['another part differs', { a: 1, b: UNKNOWN }, { a: 2, b: 2 }, 'different'],
    ['an unknown item, which may have any value', ['a', UNKNOWN], ['a', 'b'], 'perhaps'],
    ['a missing known item', ['a', UNKNOWN], ['b', 'c'], 'different'],
    ['no known part', UNKNOWN, ['b'], 'perhaps'],
  ])('%s', (_, declared, live, expected) => expect(match(declared, live)).toBe(expected))
})
