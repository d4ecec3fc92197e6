import { createHash } from 'node:crypto'
import { describe, expect, test } from '@jest/globals'
import { appSpecContent } from '../../../src/codedeploy/appspec/content.ts'
import { parseAppSpec } from '../../../src/codedeploy/appspec/index.ts'

const LAMBDA = `version: 0.0
Resources:
  - api: { Type: "AWS::Lambda::Function", Properties: { Name: "orders-{environment}", Alias: live, targetversion: "<TARGET>" } }
Hooks:
  - BeforeAllowTraffic: "smoke-{environment}"
`
const words = (text: string) => text.replaceAll('{environment}', 'preprod')

describe('the content of an AppSpec', () => {
  test('has its placeholders and the supplied values filled in, for any letter case of the key', () => {
    const { appSpecContent: { content = '', sha256 } = {} } = appSpecContent(LAMBDA, {
      words,
      properties: { CurrentVersion: '3', TargetVersion: '4' },
    })
    expect(JSON.parse(content)).toEqual({
      version: 0,
      Resources: [
        {
          api: {
            Type: 'AWS::Lambda::Function',
            Properties: { Name: 'orders-preprod', Alias: 'live', CurrentVersion: '3', targetversion: '4' },
          },
        },
      ],
      Hooks: [{ BeforeAllowTraffic: 'smoke-preprod' }],
    })
    expect(sha256).toBe(createHash('sha256').update(content).digest('hex'))
  })

  test('is a complete AppSpec', () => {
    const { appSpecContent: made } = appSpecContent(LAMBDA, {
      words,
      properties: { CurrentVersion: '3', TargetVersion: '4' },
    })
    expect(parseAppSpec(made?.content ?? '', { file: 'a', platform: 'lambda' })).toMatchObject({
      ok: true,
      spec: { name: 'orders-preprod', currentVersion: '3', targetVersion: '4' },
    })
  })

  test('keeps a value that contains YAML syntax', () => {
    const { appSpecContent: made } = appSpecContent(LAMBDA, { words: () => 'a: [b', properties: {} })
    expect(JSON.parse(made?.content ?? '')).toMatchObject({ Hooks: [{ BeforeAllowTraffic: 'a: [b' }] })
  })
})

describe('a supplied value', () => {
  const read = (text: string, supplied: string[]) => parseAppSpec(text, { file: 'a', platform: 'lambda', supplied })
  test('may be absent or a placeholder', () => {
    expect(read(LAMBDA, ['CurrentVersion', 'TargetVersion'])).toMatchObject({
      ok: true,
      spec: { currentVersion: '', targetVersion: '' },
    })
  })
  test('is missing where no value is supplied', () => {
    expect(read(LAMBDA, ['CurrentVersion'])).toMatchObject({
      ok: false,
      problems: [{ line: 3, message: 'TargetVersion is not a positive whole number.', read: '"<TARGET>"' }],
    })
  })
  test('must be valid where it is given', () => {
    expect(read(LAMBDA.replace('"<TARGET>"', 'latest'), ['CurrentVersion', 'TargetVersion'])).toMatchObject({
      ok: false,
    })
  })
})
