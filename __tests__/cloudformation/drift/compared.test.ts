import { expect, test } from '@jest/globals'
import { comparedProperties } from '../../../src/cloudformation/drift/compared.ts'

const json = JSON.stringify

test.each<[string, string | undefined, string | undefined, string[], number | undefined]>([
  ['a property that both have', json({ A: 1, B: { C: [1, 2], D: 3 } }), json({ A: 1, B: {} }), [], 2],
  ['not a property that the service never returns', json({ A: 1, Secret: 'x' }), json({ A: 1 }), [], 1],
  ['a removed property, which is reported', json({ A: 1, B: 2 }), json({ A: 1 }), ['/B'], 2],
  ['a property once, with any number of differences', json({ A: [1, 2] }), json({ A: [3, 4] }), ['/A/0', '/A/1'], 1],
  ['a name with a slash', json({ 'a/b': 1 }), json({}), ['/a~1b'], 1],
  ['not a property that the template does not declare', json({ A: 1 }), json({ A: 1, B: 2 }), ['/B'], 1],
  [
    'not a reference that CloudFormation resolves',
    json({ A: '{{resolve:ssm:/a}}' }),
    json({ A: '{{resolve:ssm:/a}}' }),
    [],
    0,
  ],
  ['not a hidden value', json({ A: { P: '****' }, B: 1 }), json({ A: { P: '****' }, B: 1 }), [], 1],
  ['not a name that every object has', json({ A: 1, constructor: 'x' }), json({ A: 1 }), [], 1],
  ['nothing for a resource without properties', '{}', '{}', [], 0],
  ['unknown without the expected values', undefined, json({ A: 1 }), [], undefined],
  ['unknown without the actual values', json({ A: 1 }), undefined, [], undefined],
  ['unknown where it is not JSON', '{"A": 1', json({ A: 1 }), [], undefined],
  ['unknown where it is a list', '[1]', '[1]', [], undefined],
])('counts %s', (_, expected, actual, paths, count) => {
  expect(comparedProperties(expected, actual, paths)).toBe(count)
})
