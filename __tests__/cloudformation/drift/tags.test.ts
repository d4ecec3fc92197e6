import { describe, expect, test } from '@jest/globals'
import { addedByAws, tagKey, tagsOfAwsOnly } from '../../../src/cloudformation/drift/tags.ts'

const added = (path: string, actual: unknown, kind = 'ADD') =>
  addedByAws({ path, kind, expected: '', actual: typeof actual === 'string' ? actual : JSON.stringify(actual) })

describe('tags that AWS services added', () => {
  test.each<[string, unknown, string[]]>([
    ['/Tags/0', { Key: 'aws:autoscaling:groupName', Value: 'x' }, ['aws:autoscaling:groupName']],
    ['/Tags/3', { key: 'aws:servicecatalog:portfolioArn', value: 'x' }, ['aws:servicecatalog:portfolioArn']],
    [
      '/Tags',
      [
        { Key: 'aws:a', Value: '1' },
        { Key: 'aws:b', Value: '2' },
      ],
      ['aws:a', 'aws:b'],
    ],
    ['/Tags', { 'aws:a': '1' }, ['aws:a']],
    ['/Tags/aws:cloudformation:stack-id', 'arn:x', ['aws:cloudformation:stack-id']],
    ['/TagsMap/aws:backup:source~1resource', 'x', ['aws:backup:source/resource']],
    [
      '/FileSystemTags/1',
      { Key: 'aws:elasticfilesystem:default-backup', Value: 'enabled' },
      ['aws:elasticfilesystem:default-backup'],
    ],
  ])('%s %j', (path, actual, keys) => {
    expect(added(path, actual)).toEqual(keys)
  })

  test.each<[string, string, unknown, string?]>([
    ['a tag of a person', '/Tags/0', { Key: 'team', Value: 'aws:x' }],
    ['a key with a similar prefix', '/Tags/0', { Key: 'awsapps', Value: 'x' }],
    ['another letter case, which is not proven to be reserved', '/Tags/0', { Key: 'AWS:x', Value: 'x' }],
    [
      'one of the two tags',
      '/Tags',
      [
        { Key: 'aws:a', Value: '1' },
        { Key: 'team', Value: '2' },
      ],
    ],
    ['no tag', '/Tags', []],
    ['another value', '/Tags/0', { Key: 'aws:a', Value: '1' }, 'NOT_EQUAL'],
    ['a removed tag', '/Tags/aws:a', '', 'REMOVE'],
    ['a condition of a policy', '/PolicyDocument/Statement/0/Condition/StringEquals/aws:SourceArn', 'x'],
    ['a filter', '/Ec2TagFilters/0', { Key: 'aws:autoscaling:groupName', Value: 'x' }],
    ['tags of another kind of object', '/LaunchTemplateData/TagSpecifications/0/Tags/0', { Key: 'aws:a', Value: 'x' }],
    ['an unreadable value', '/Tags/0', '{"Key":"aws:'],
  ])('are not %s', (_, path, actual, kind = 'ADD') => {
    expect(added(path, actual, kind)).toBeUndefined()
  })

  test('before the declared ones are the only difference', () => {
    const team = { Key: 'team', Value: 'a' }
    const own = { Key: 'aws:a', Value: 'x' }
    const shifted = [
      { path: '/Tags/0/Key', kind: 'NOT_EQUAL', expected: 'team', actual: 'aws:a' },
      { path: '/Tags/0/Value', kind: 'NOT_EQUAL', expected: 'a', actual: 'x' },
      { path: '/Tags/1', kind: 'ADD', expected: '', actual: JSON.stringify(team) },
      { path: '/Name', kind: 'NOT_EQUAL', expected: 'a', actual: 'b' },
    ]
    const reported = (live: object[]) =>
      tagsOfAwsOnly(shifted, JSON.stringify({ Tags: [team], Name: 'a' }), JSON.stringify({ Tags: live, Name: 'b' }))
    expect(reported([own, team]).map(({ path, kind, actual }) => [path, kind, actual])).toEqual([
      ['/Name', 'NOT_EQUAL', 'b'],
      ['/Tags/0', 'ADD', JSON.stringify(own)],
    ])
    expect(reported([own, { Key: 'team', Value: 'b' }])).toEqual(shifted)
    expect(reported([own])).toEqual(shifted)
  })
})

test('the key of a tag is in the list or in the path', () => {
  expect(tagKey('/Tags/0', '{"Key":"team"}')).toBe('team')
  expect(tagKey('/Tags/0', '{"key":"team"}')).toBe('team')
  expect(tagKey('/Tags/a~1b', 'x')).toBe('a/b')
  expect(tagKey('/Name', 'x')).toBeUndefined()
})
