import { describe, expect, test } from '@jest/globals'
import { mergeReordered } from '../../../src/cloudformation/drift/reordered.ts'

const difference = (path: string, kind = 'NOT_EQUAL') => ({ path, kind, expected: 'a', actual: 'b' })
const merged = (paths: readonly string[], expected: object, actual: object) =>
  mergeReordered(
    paths.map((path) => difference(path)),
    JSON.stringify(expected),
    JSON.stringify(actual),
  ).map(({ kind, path }) => `${kind} ${path}`)

describe('a list in another order', () => {
  const before = {
    List: [
      { Id: 'x', Port: 1 },
      { Id: 'y', Port: 2 },
    ],
    Other: 'a',
  }
  const after = {
    List: [
      { Port: 2, Id: 'y' },
      { Id: 'x', Port: 1 },
    ],
    Other: 'b',
  }

  test('is one difference, and the other differences remain', () => {
    const paths = ['/List/0/Id', '/List/0/Port', '/List/1/Id', '/List/1/Port', '/Other']
    expect(merged(paths, before, after)).toEqual(['NOT_EQUAL /Other', 'REORDERED /List'])
  })

  test('is recognized where CloudFormation reports the whole list', () => {
    expect(merged(['/List'], before, after)).toEqual(['REORDERED /List'])
  })

  test('is one difference where CloudFormation shows no members that are absent at the position', () => {
    const declared = {
      List: [
        { Id: 'x', Custom: { Port: 1 } },
        { Id: 'y', S3: {} },
      ],
    }
    const shown = { List: [{ Id: 'y' }, { Id: 'x' }] }
    const paths = ['/List/0/Id', '/List/0/Custom', '/List/1/Id', '/List/1/S3']
    expect(merged(paths, declared, shown)).toEqual(['REORDERED /List'])
    expect(merged(paths, declared, { List: [{ Id: 'z' }, { Id: 'x' }] })).toHaveLength(paths.length)
    expect(merged(paths, declared, { List: [{ Id: 'x' }, { Id: 'x' }] })).toHaveLength(paths.length)
  })

  test('with a changed item is compared item by item', () => {
    const changed = {
      List: [
        { Id: 'y', Port: 2 },
        { Id: 'x', Port: 9 },
      ],
    }
    expect(merged(['/List/0/Id', '/List/1/Port'], before, changed)).toEqual([
      'NOT_EQUAL /List/0/Id',
      'NOT_EQUAL /List/1/Port',
    ])
  })

  test('with a duplicate item does not have the same items', () => {
    expect(merged(['/L/0', '/L/1'], { L: ['a', 'b', 'b'] }, { L: ['a', 'a', 'b'] })).toHaveLength(2)
  })

  test('is not searched where AWS did not return the properties', () => {
    expect(mergeReordered([difference('/List/0/Id')], undefined, 'no JSON')).toHaveLength(1)
  })
})
