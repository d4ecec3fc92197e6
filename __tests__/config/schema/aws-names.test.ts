import { describe, expect, test } from '@jest/globals'
import { z } from 'zod'
import { httpUrl, region, roleArn, roleArnOrPlaceholder } from '../../../src/support/option-types.ts'

describe('the code of a region', () => {
  // Of each partition in the data of the SDK: @aws-sdk/core, util-endpoints/lib/aws/partitions.js.
  test.each(['eu-west-1', 'ap-southeast-2', 'us-gov-east-1', 'us-isob-east-1', 'eu-isoe-west-1', 'eusc-de-east-1'])(
    'may be %s',
    (code) => expect(region.parse(code)).toBe(code),
  )

  test.each(['ireland', 'eu-west', 'EU-WEST-1', 'eu_west_1', 'eu-west-1a', 'eu-west-1 ', '{region}', 'aws-global'])(
    'is not %j',
    (code) => expect(region.safeParse(code).success).toBe(false),
  )
})

describe('the ARN of a role', () => {
  test.each([
    'arn:aws:iam::111111111111:role/deploy',
    'arn:aws-us-gov:iam::111111111111:role/teams/shop/deploy',
    'arn:aws-cn:iam::111111111111:role/a+b=c,d.e@f-g_h',
  ])('may be %s', (arn) => expect([roleArn.parse(arn), roleArnOrPlaceholder.parse(arn)]).toEqual([arn, arn]))

  test.each([
    'deploy',
    'role/deploy',
    'arn:aws:iam::1111:role/deploy',
    'arn:aws:iam::111111111111:user/deploy',
    'arn:aws:iam::111111111111:role/',
    'arn:aws:iam:eu-west-1:111111111111:role/deploy',
    'arn:aws:sts::111111111111:assumed-role/deploy/session',
    ' arn:aws:iam::111111111111:role/deploy',
  ])('is not %j', (arn) =>
    expect([roleArn, roleArnOrPlaceholder].map((type) => type.safeParse(arn).success)).toEqual([false, false]),
  )

  test('has placeholders only where they are filled', () => {
    const arn = 'arn:aws:iam::{account}:role/cloudformation'
    expect([roleArn, roleArnOrPlaceholder].map((type) => type.safeParse(arn).success)).toEqual([false, true])
  })
})

describe('a URL', () => {
  test.each([
    'http://127.0.0.1:8080/',
    'HTTPS://shop.example.com',
    '{stack.web.outputs.Url}/health',
    '{test-endpoint}',
  ])('may be %s', (url) => expect(httpUrl.parse(url)).toBe(url))

  test.each(['shop.example.com/health', '/health', 'localhost:8080/', 'htps://shop', 'ftp://shop/', 'https://', ' '])(
    'is not %j',
    (url) => expect(httpUrl.safeParse(url).success).toBe(false),
  )
})

test('editors see the forms of regions and ARNs', () => {
  const json = z.toJSONSchema(z.strictObject({ region, roleArn, roleArnOrPlaceholder, httpUrl }), { io: 'input' })
  const { properties = {} } = json
  const matches = (key: string, value: string): boolean => {
    const { pattern } = properties[key] as { readonly pattern?: string }
    return new RegExp(pattern ?? 'none', 'u').test(value)
  }
  expect([matches('region', 'eu-west-1'), matches('region', 'eu-west')]).toEqual([true, false])
  expect([matches('roleArn', 'arn:aws:iam::111111111111:role/a'), matches('roleArn', 'a')]).toEqual([true, false])
  expect(matches('roleArnOrPlaceholder', 'arn:aws:iam::{account}:role/a')).toBe(true)
})
