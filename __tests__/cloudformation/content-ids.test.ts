import { describe, expect, test } from '@jest/globals'
import { bodyWithoutContent, globOf } from '../../src/cloudformation/template/content-ids.ts'
import { parseTemplate } from '../../src/cloudformation/template/template.ts'

describe('logical IDs with a digest of the content', () => {
  test.each([
    [
      'of the CDK',
      'OrdersCurrentVersion7BCF01FDf9caae0b6c538a34cdb9e392404b7a97',
      'AWS::Lambda::Version',
      'OrdersCurrentVersion7BCF01FD*',
    ],
    ['of SAM', 'OrdersVersion0123456789', 'AWS::Lambda::Version', 'OrdersVersion*'],
    [
      'of an API',
      'ServerlessRestApiDeploymentaf80df1e46',
      'AWS::ApiGateway::Deployment',
      'ServerlessRestApiDeployment*',
    ],
  ])('%s are shown as a glob', (_, id, type, glob) => {
    expect(globOf(id, type)).toBe(glob)
  })

  test.each([
    ['of a resource that changes in place', 'OrdersTable0123456789', 'AWS::DynamoDB::Table'],
    ['without a digest', 'OrdersVersion', 'AWS::Lambda::Version'],
    ['with the digest of the path only', 'OrdersCurrentVersion7BCF01FD', 'AWS::Lambda::Version'],
  ])('IDs %s do not change', (_, id, type) => {
    expect(globOf(id, type)).toBe(id)
  })

  test('are the same in two environments, with their references', () => {
    const template = (digest: string): string =>
      `Resources: { Version${digest}: { Type: AWS::Lambda::Version }, Live: { Type: AWS::Lambda::Alias, Properties: { FunctionVersion: !GetAtt Version${digest}.Version } } }`
    const [one, other] = ['0123456789', 'abcdef0123'].map((digest) =>
      bodyWithoutContent(parseTemplate(template(digest), 't.yml')),
    )
    expect(one).toEqual(other)
    expect(JSON.stringify(one)).toContain('Version{content}')
  })

  test('keep their digests where two would become equal', () => {
    const template = parseTemplate(
      'Resources: { V0123456789: { Type: AWS::Lambda::Version }, Vabcdef0123: { Type: AWS::Lambda::Version } }',
      't.yml',
    )
    expect(bodyWithoutContent(template)).toBe(template.body)
  })
})
