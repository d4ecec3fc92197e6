import { describe, expect, test } from '@jest/globals'
import { rule } from '../../../src/policies/precheck/takes-effect.ts'
import { factsOf, type Change } from '../facts.ts'

const FN = (version = 'Ver'): string => `Resources:
  Fn: { Type: AWS::Lambda::Function, Properties: { Code: { ZipFile: x } } }
  ${version}: { Type: AWS::Lambda::Version, Properties: { FunctionName: !Ref Fn } }
  Live: { Type: AWS::Lambda::Alias, Properties: { Name: live, FunctionName: !Ref Fn, FunctionVersion: !GetAtt ${version}.Version } }
`
const API = (more = '', deployment = 'Dep'): string => `Resources:
  Api: { Type: AWS::ApiGateway::RestApi, Properties: { Name: a } }
  Get: { Type: AWS::ApiGateway::Method, Properties: { RestApiId: !Ref Api } }
  Dep: { Type: AWS::ApiGateway::Deployment, Properties: { RestApiId: !Ref Api } }
  Prod: { Type: AWS::ApiGateway::Stage, Properties: { RestApiId: !Ref Api, DeploymentId: !Ref ${deployment} } }
${more}`
const GROUP = (version: string): string => `Resources:
  Tpl: { Type: AWS::EC2::LaunchTemplate, Properties: { LaunchTemplateData: {} } }
  Group: { Type: AWS::AutoScaling::AutoScalingGroup, Properties: { LaunchTemplate: { LaunchTemplateId: !Ref Tpl, Version: ${version} } } }
`
const MIXED = `Resources:
  Tpl: { Type: AWS::EC2::LaunchTemplate, Properties: { LaunchTemplateData: {} } }
  Group:
    Type: AWS::AutoScaling::AutoScalingGroup
    Properties:
      MixedInstancesPolicy:
        LaunchTemplate: { LaunchTemplateSpecification: { LaunchTemplateId: !Ref Tpl, Version: 3 } }
`
const fn = (path: string): Change => ({ id: 'Fn', type: 'AWS::Lambda::Function', properties: [path] })
const code = fn('/Properties/Code')
const method: Change = { id: 'Get', type: 'AWS::ApiGateway::Method', properties: ['/Properties/HttpMethod'] }
const tpl: Change = { id: 'Tpl', type: 'AWS::EC2::LaunchTemplate', properties: ['/Properties/LaunchTemplateData'] }

const DEP2 = (more = '') =>
  `  Dep2: { Type: AWS::ApiGateway::Deployment, ${more}Properties: { RestApiId: !Ref Api } }\n`
const dep2: Change = { id: 'Dep2', type: 'AWS::ApiGateway::Deployment', action: 'Add' }
const ver2: Change = { id: 'Ver2', type: 'AWS::Lambda::Version', action: 'Add' }
const TASK = (service: string, more = ''): string => `Resources:
  Task: { Type: AWS::ECS::TaskDefinition, Properties: { Family: orders } }
  Orders: { Type: AWS::ECS::Service, Properties: { TaskDefinition: ${service} } }
${more}`
const task: Change = {
  id: 'Task',
  type: 'AWS::ECS::TaskDefinition',
  replacement: 'True',
  properties: ['/Properties/ContainerDefinitions'],
}
const LAYER = (layers: string): string => `Resources:
  Tools: { Type: AWS::Lambda::LayerVersion, Properties: { LayerName: tools } }
  Fn: { Type: AWS::Lambda::Function, Properties: { Layers: [${layers}] } }
`
const layer: Change = { id: 'Tools', type: 'AWS::Lambda::LayerVersion', replacement: 'True' }
const MACHINE = (more = ''): string => `Resources:
  Machine: { Type: AWS::StepFunctions::StateMachine }
  Version: { Type: AWS::StepFunctions::StateMachineVersion, Properties: { StateMachineArn: !Ref Machine${more} } }
  Live: { Type: AWS::StepFunctions::StateMachineAlias, Properties: { RoutingConfiguration: [{ StateMachineVersionArn: !Ref Version, Weight: 100 }] } }
`
const machine = (path = '/Properties/DefinitionString'): Change => ({
  id: 'Machine',
  type: 'AWS::StepFunctions::StateMachine',
  properties: [path],
})
const NODES = (template: string): string =>
  `Resources:\n  Tpl: { Type: AWS::EC2::LaunchTemplate }\n  Nodes: { Type: AWS::EKS::Nodegroup, Properties: { LaunchTemplate: { Id: !Ref Tpl${template} } } }\n`
const JOBS = (template: string): string =>
  `Resources:\n  Tpl: { Type: AWS::EC2::LaunchTemplate }\n  Jobs: { Type: AWS::Batch::ComputeEnvironment, Properties: { ComputeResources: { LaunchTemplate: { LaunchTemplateId: !Ref Tpl${template} } } } }\n`
const reported = (template: string, changes: readonly Change[]): string[] =>
  rule
    .judge(factsOf({ template, changes }))
    .map(({ outcome, subject }) => `${outcome} ${subject.replace('stack/web/resource/', '')}`)

describe('a change has an effect', () => {
  test.each<[string, string, readonly Change[]]>([
    ['a function whose alias serves a new version', FN('Ver2'), [code, ver2]],
    ['one whose version is replaced', FN(), [code, { id: 'Ver', type: 'AWS::Lambda::Version', replacement: 'True' }]],
    ['one with changed tags only', FN(), [fn('/Properties/Tags')]],
    ['one without a version', 'Resources: { Fn: { Type: AWS::Lambda::Function } }', [code]],
    [
      'one with a second alias that remains on an earlier version',
      `${FN('Ver2')}  Ver: { Type: AWS::Lambda::Version, Properties: { FunctionName: !Ref Fn } }
  Old: { Type: AWS::Lambda::Alias, Properties: { Name: old, FunctionName: !Ref Fn, FunctionVersion: !GetAtt Ver.Version } }
`,
      [code, ver2],
    ],
    ['an API whose stage serves a new deployment', API(DEP2('DependsOn: Get, '), 'Dep2'), [method, dep2]],
    [
      'an API of which a method is removed',
      API(DEP2(), 'Dep2').replace(/ {2}Get: .*\n/, ''),
      [{ ...method, action: 'Remove' }, dep2],
    ],
    ['a launch template whose version is followed', GROUP('!GetAtt Tpl.LatestVersionNumber'), [tpl]],
    [
      'a launch template with changed tags of its own only',
      GROUP('"3"'),
      [{ ...tpl, properties: ['/Properties/TagSpecifications'] }],
    ],
    ['a task definition that a service uses', TASK('!Ref Task'), [task]],
    [
      'a task definition that a rule runs',
      TASK(
        'other:1',
        '  R: { Type: AWS::Events::Rule, Properties: { Targets: [{ EcsParameters: { TaskDefinitionArn: !Ref Task } }] } }\n',
      ),
      [task],
    ],
    ['a layer that a function uses', LAYER('!Ref Tools'), [layer]],
    ['a new layer', LAYER(''), [{ ...layer, action: 'Add' }]],
    [
      'a state machine whose version is replaced',
      MACHINE(', StateMachineRevisionId: !GetAtt Machine.StateMachineRevisionId'),
      [machine(), { id: 'Version', type: 'AWS::StepFunctions::StateMachineVersion', replacement: 'True' }],
    ],
    ['one with changed tags only', MACHINE(), [machine('/Properties/Tags')]],
    ['a launch template that nodes use', NODES(', Version: !GetAtt Tpl.LatestVersionNumber'), [tpl]],
    ['one that jobs use', JOBS(', Version: $Latest'), [tpl]],
    ['no change', FN(), []],
  ])('%s', (_, template, changes) => {
    expect(reported(template, changes)).toEqual([])
  })
})

describe('a change has no effect', () => {
  test.each<[string, string, readonly Change[], string]>([
    ['a function whose version is not created again', FN(), [code], 'fail Fn/effect/Live'],
    [
      'one whose alias refers to the old of two versions',
      `${FN()}  Ver2: { Type: AWS::Lambda::Version, Properties: { FunctionName: !Ref Fn } }\n`,
      [code, ver2],
      'fail Fn/effect/Live',
    ],
    ['one whose alias has a fixed number', FN().replace('!GetAtt Ver.Version', '"4"'), [code], 'fail Fn/effect/Live'],
    ['an API whose deployment is not created again', API(), [method], 'fail Get/effect/Prod'],
    [
      'one whose stage refers to the old of two deployments',
      API(DEP2('DependsOn: Get, ')),
      [method, dep2],
      'fail Get/effect/Prod',
    ],
    [
      'one whose new deployment may be created before the method',
      API(DEP2(), 'Dep2'),
      [method, dep2],
      'inconclusive Get/effect/Prod',
    ],
    [
      'one whose deployment has its own stage',
      API()
        .replace(/ {2}Prod: .*\n/, '')
        .replace('Deployment, Properties: {', 'Deployment, Properties: { StageName: live,'),
      [method],
      'fail Get/effect/Dep',
    ],
    ['a launch template of a fixed version', GROUP('"3"'), [tpl], 'fail Tpl/effect/Group'],
    ['one of the default version', GROUP('$Default'), [tpl], 'fail Tpl/effect/Group'],
    ['one among several types of instances', MIXED, [tpl], 'fail Tpl/effect/Group'],
    ['a task definition while a service has an earlier revision', TASK('orders:7'), [task], 'fail Task/effect/Orders'],
    [
      'a layer while a function has an earlier version',
      LAYER('"arn:aws:lambda:eu-west-1:111111111111:layer:tools:3"'),
      [layer],
      'fail Tools/effect/Fn',
    ],
    ['a layer that nothing uses', LAYER(''), [layer], 'noted Tools/effect/Tools'],
    ['a state machine whose version is not created again', MACHINE(), [machine()], 'fail Machine/effect/Live'],
    ['a launch template while nodes have the default version', NODES(''), [tpl], 'fail Tpl/effect/Nodes'],
    ['one while nodes have a number', NODES(', Version: "2"'), [tpl], 'fail Tpl/effect/Nodes'],
    ['one while jobs have the default version', JOBS(''), [tpl], 'fail Tpl/effect/Jobs'],
    ['a task definition that nothing uses', TASK('other:1'), [task], 'noted Task/effect/Task'],
  ])('%s', (_, template, changes, expected) => {
    expect(reported(template, changes)).toEqual([expected])
  })
})

describe('aliases that no stack of the release declares', () => {
  const aliases = (more: object, groups: object[] = []): string[] => {
    const facts = factsOf({ template: FN(), changes: [] })
    const one = { stack: 'web', logicalId: 'Fn', functionName: 'shop-fn', ...more }
    const environments = facts.environments.map((each) => ({ ...each, functionAliases: [one], groups: groups as [] }))
    return rule
      .judge({ ...facts, environments })
      .map(({ outcome, subject, advice }) => `${outcome} ${subject} ${advice}`)
  }
  const serving = [{ name: 'live', version: '3' }]

  test('are inconclusive, unless a deployment moves them', () => {
    const [left, ...others] = aliases({ serving })
    expect(others).toEqual([])
    expect(left).toMatch(/^inconclusive stack\/web\/resource\/Fn\/effect\/alias\/live Declare live/)
    const moved = (name: string, alias: string): object => ({ deployment: 'fn', alias: { name, alias } })
    expect(aliases({ serving }, [moved('shop-fn', 'live')])).toEqual([])
    expect(aliases({ serving }, [moved('arn:aws:lambda:eu-west-1:111111111111:function:shop-fn', 'live')])).toEqual([])
    expect(aliases({ serving }, [moved('shop-fn', 'beta'), moved('other', 'live')])).toEqual([left])
  })

  test('that cannot be listed are reported with the permission', () => {
    expect(aliases({ unread: { reason: 'denied', action: 'lambda:ListAliases' } })).toEqual([
      'noted stack/web/resource/Fn/effect/aliases Allow lambda:ListAliases for the role of this step.',
    ])
  })
})
