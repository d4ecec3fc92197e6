import { expect, test } from '@jest/globals'
import { parseTemplate } from '../../src/cloudformation/template/template.ts'
import { shown } from '../../src/init/account/found.ts'
import { alike, matchStacks } from '../../src/init/account/match.ts'
import { OWN_WORDS, withTwins, wordsOf } from '../../src/init/account/twins.ts'

const one = (name: string): string[] => [name]

test.each([
  ['preprod and production', ['shop-preprod', 'shop-production'], ['preprod', 'production'], ['shop-{environment}']],
  ['other words', ['shop-staging', 'shop-prod'], ['staging', 'prod'], ['shop-{environment}']],
  ['a word with a hyphen', ['pre-prod-web', 'prod-web'], ['pre-prod', 'prod'], ['{environment}-web']],
  ['dots', ['a.uat.web', 'a.prd.web'], ['uat', 'prd'], ['a.{environment}.web']],
  [
    'one without a counterpart',
    ['shop-preprod', 'jobs-preprod', 'shop-production'],
    ['preprod', 'production'],
    ['shop-{environment}', 'jobs-preprod'],
  ],
  [
    'the most frequent words',
    ['a-test', 'a-live', 'b-staging', 'b-prod', 'c-staging', 'c-prod'],
    ['staging', 'prod'],
    ['a-test', 'a-live', 'b-{environment}', 'c-{environment}'],
  ],
  ['production alone', ['shop-production'], undefined, ['shop-production']],
  [
    'words inside of words',
    ['latest-web', 'lalive-web', 'reproduction'],
    undefined,
    ['latest-web', 'lalive-web', 'reproduction'],
  ],
  ['names that a configuration cannot have', ['{stack.a.outputs.B}', 'a b', 'shop'], undefined, ['shop']],
])('counterparts: %s', (_, names, words, expected) => {
  const found = wordsOf(names.map(one))
  expect(found && Object.values(found)).toEqual(words)
  expect(withTwins(names, one, found).map((each) => each.names[0])).toEqual(expected)
})

test('the names of one resource have the same word', () => {
  const groups = [
    ['shop', 'preprod'],
    ['shop', 'production'],
    ['web-preprod', 'fleet'],
    ['web-production', 'other'],
  ]
  expect(withTwins(groups, (names) => names, wordsOf(groups)).map(({ names }) => names)).toEqual([
    ['shop', '{environment}'],
    ['web-preprod', 'fleet'],
    ['web-production', 'other'],
  ])
})

test('resources match by logical ID and type', () => {
  expect(alike({ A: 'x', B: 'y' }, { A: 'x', B: 'y' })).toBe(1)
  expect(alike({ A: 'x', B: 'y' }, { A: 'x', B: 'z' })).toBe(0.5)
  expect(alike({ constructor: 'x' }, { B: 'y' })).toBe(0)
  expect(alike({}, {})).toBe(0)
})

const template = (path: string, types: Readonly<Record<string, string>>) => ({
  path,
  id: path.replace('.yml', ''),
  template: parseTemplate(
    `Resources:\n${Object.entries(types)
      .map(([id, type]) => `  ${id}: { Type: ${type} }\n`)
      .join('')}`,
    path,
  ),
})
const WEB = { Bucket: 'AWS::S3::Bucket', Queue: 'AWS::SQS::Queue' }
const TEMPLATES = [template('web.yml', WEB), template('jobs.yml', { Topic: 'AWS::SNS::Topic' })]

test.each([
  ['the same resources under another name', { name: 'legacy', resources: WEB }, { template: 'web.yml' }],
  [
    'one additional resource',
    { name: 'legacy', resources: { ...WEB, New: 'AWS::SNS::Topic' } },
    { template: 'web.yml' },
  ],
  [
    'mostly other resources',
    { name: 'legacy', resources: { ...WEB, Bucket: 'AWS::EC2::VPC', Net: 'AWS::EC2::VPC' } },
    { template: undefined },
  ],
  [
    'its name, and a resource',
    { name: 'shop-web-preprod', resources: { Queue: 'AWS::SQS::Queue', A: 'a', B: 'b', C: 'c' } },
    { template: 'web.yml' },
  ],
  ['its name, and no resource', { name: 'shop-web-preprod', resources: { A: 'a' } }, { template: undefined }],
  ['a template that was not read', { name: 'shop-web-preprod' }, { template: 'web.yml', byName: true }],
  ['neither', { name: 'other' }, { template: undefined }],
])('a stack with %s', (_, item, expected) => {
  const planned = ({ id }: { readonly id: string }): string => `shop-${id}-{environment}`
  const [matched] = matchStacks([{ names: [item.name], item, isTwin: false }], TEMPLATES, planned, OWN_WORDS)
  expect({ template: matched?.template, ...(matched?.byName && { byName: true }) }).toEqual(expected)
})

test('texts of the account are treated as data', () => {
  expect(shown('a\n::error::x')).toBe('a ::error::x')
  expect(shown('::set-output name=x')).toBe(': :set-output name=x')
  expect(shown('a##[error]')).toBe('a## [error]')
  expect(shown('\u001B[31mred\u202Etxt')).toBe('[31mred\\u{202e}txt')
})
