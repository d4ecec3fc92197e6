import { expect, test } from '@jest/globals'
import { rule } from '../../../src/policies/precheck/takes-effect.ts'
import { factsOf, type Change } from '../facts.ts'

const FN = (version = 'Ver'): string => `Resources:
  Fn: { Type: AWS::Lambda::Function, Properties: { Code: { ZipFile: x } } }
  ${version}: { Type: AWS::Lambda::Version, Properties: { FunctionName: !Ref Fn } }
  Live: { Type: AWS::Lambda::Alias, Properties: { Name: live, FunctionName: !Ref Fn, FunctionVersion: !GetAtt ${version}.Version } }
`
const API = (more = ''): string => `Resources:
  Api: { Type: AWS::ApiGateway::RestApi, Properties: { Name: a } }
  Get: { Type: AWS::ApiGateway::Method, Properties: { RestApiId: !Ref Api } }
  Dep: { Type: AWS::ApiGateway::Deployment, Properties: { RestApiId: !Ref Api } }
  Prod: { Type: AWS::ApiGateway::Stage, Properties: { RestApiId: !Ref Api, DeploymentId: !Ref Dep } }
${more}`
const GROUP = (version: string): string => `Resources:
  Tpl: { Type: AWS::EC2::LaunchTemplate, Properties: { LaunchTemplateData: {} } }
  Group: { Type: AWS::AutoScaling::AutoScalingGroup, Properties: { LaunchTemplate: { LaunchTemplateId: !Ref Tpl, Version: ${version} } } }
`
const fn = (path: string): Change => ({ id: 'Fn', type: 'AWS::Lambda::Function', properties: [path] })
const code = fn('/Properties/Code')
const method: Change = { id: 'Get', type: 'AWS::ApiGateway::Method', properties: ['/Properties/HttpMethod'] }
const tpl: Change = { id: 'Tpl', type: 'AWS::EC2::LaunchTemplate', properties: ['/Properties/LaunchTemplateData'] }

test.each<[string, string, readonly Change[], string | undefined]>([
  ['code changes, the version does not', FN(), [code], 'Fn/effect/Live'],
  ['a new version is made', FN('Ver2'), [code, { id: 'Ver2', type: 'AWS::Lambda::Version', action: 'Add' }], undefined],
  [
    'the version is replaced',
    FN(),
    [code, { id: 'Ver', type: 'AWS::Lambda::Version', replacement: 'True' }],
    undefined,
  ],
  ['only tags change', FN(), [fn('/Properties/Tags')], undefined],
  ['a function without a version', 'Resources: { Fn: { Type: AWS::Lambda::Function } }', [code], undefined],
  ['a method changes, the deployment does not', API(), [method], 'Get/effect/Prod'],
  [
    'a new deployment is made',
    API('  Dep2: { Type: AWS::ApiGateway::Deployment, Properties: { RestApiId: !Ref Api } }\n'),
    [method, { id: 'Dep2', type: 'AWS::ApiGateway::Deployment', action: 'Add' }],
    undefined,
  ],
  ['a launch template of a fixed version', GROUP('"3"'), [tpl], 'Tpl/effect/Group'],
  ['a launch template whose version is followed', GROUP('!GetAtt Tpl.LatestVersionNumber'), [tpl], undefined],
  ['nothing changes', FN(), [], undefined],
])('%s', (_, template, changes, expected) => {
  const found = rule.judge(factsOf({ template, changes }))
  expect(found.map((each) => [each.outcome, each.code, each.subject])).toEqual(
    expected === undefined ? [] : [['fail', 'change/no-effect', `stack/web/resource/${expected}`]],
  )
})
