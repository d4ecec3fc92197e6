import { afterAll, describe, expect, test } from '@jest/globals'
import { collectRevisionFacts, lintRevision, parseAppSpec } from '../../../src/codedeploy/appspec/index.ts'
import type { EcsAppSpec, LambdaAppSpec, Parsed } from '../../../src/codedeploy/appspec/index.ts'
import { Scratch } from '../revisions.ts'

const scratch = new Scratch()
afterAll(() => scratch.remove())

type Members = Readonly<Record<string, unknown>>
const TASKS = 'arn:aws:ecs:eu-west-1:111111111111:task-definition/shop:7'
const BALANCER = { ContainerName: 'web', ContainerPort: 80 }
const VERSIONS = { Name: 'fn', Alias: 'live', CurrentVersion: '1', TargetVersion: '2' }

function specOf(platform: 'lambda' | 'ecs', properties: Members, rest: Members = {}): Members {
  const [name, Type] = platform === 'lambda' ? ['fn', 'AWS::Lambda::Function'] : ['TargetService', 'AWS::ECS::Service']
  return { version: 0, Resources: [{ [name]: { Type, Properties: properties } }], ...rest }
}

function read(platform: 'lambda' | 'ecs', spec: unknown): Parsed<LambdaAppSpec | EcsAppSpec> {
  const text = typeof spec === 'string' ? spec : JSON.stringify(spec, null, 2)
  return parseAppSpec<'lambda' | 'ecs'>(text, { file: 'appspec.yml', platform })
}

/** `ok`, the inconclusive findings, or the error. */
function verdict(platform: 'lambda' | 'ecs', spec: unknown): string[] {
  const parsed = read(platform, spec)
  if (!parsed.ok) return parsed.problems.map(({ message }) => `wrong: ${message}`)
  return ['ok', ...parsed.spec.unclear.map(({ message }) => message)]
}

const ecs = (more: Members): string[] =>
  verdict('ecs', specOf('ecs', { TaskDefinition: TASKS, LoadBalancerInfo: BALANCER, ...more }))
const lambda = (more: Members, rest: Members = {}): string[] =>
  verdict('lambda', specOf('lambda', { ...VERSIONS, ...more }, rest))
const network = (more: Members): Members => ({ NetworkConfiguration: { AwsvpcConfiguration: more } })
const NETWORK = { Subnets: ['subnet-1'], SecurityGroups: ['sg-1'], AssignPublicIp: 'ENABLED' }

describe('an AppSpec for ECS', () => {
  test.each<[string, Members, string[]]>([
    ['is read', {}, ['ok']],
    ['with a platform version', { PlatformVersion: '1.4.0' }, ['ok']],
    ['with the latest platform', { PlatformVersion: 'LATEST' }, ['ok']],
    ['with a number as platform', { PlatformVersion: 1.4 }, ['ok', 'PlatformVersion is no version of Fargate.']],
    ['with a list as platform', { PlatformVersion: ['1.4.0'] }, ['wrong: PlatformVersion is not a text.']],
    ['with a network', network(NETWORK), ['ok']],
    [
      'with an unspecified network',
      network({}),
      ['ok', 'NetworkConfiguration says nothing: the network of the service stays as it is.'],
    ],
    [
      'with an incomplete network',
      network({ Subnets: ['subnet-1'], AssignPublicIp: 'DISABLED' }),
      ['wrong: SecurityGroups is not a list of ids.'],
    ],
    ['with an empty id', network({ ...NETWORK, Subnets: [''] }), ['wrong: Subnets is not a list of ids.']],
    ['with ids in one text', network({ ...NETWORK, Subnets: 'a,b' }), ['wrong: Subnets is not a list of ids.']],
    [
      'with enabled in lower case',
      network({ ...NETWORK, AssignPublicIp: 'enabled' }),
      ['wrong: AssignPublicIp is not right.'],
    ],
    ['with a network as text', { NetworkConfiguration: 'x' }, ['wrong: NetworkConfiguration is not a map.']],
    ['with a list of load balancers', { LoadBalancerInfo: [BALANCER] }, ['wrong: LoadBalancerInfo is not a map.']],
    ['without a load balancer', { LoadBalancerInfo: null }, ['wrong: LoadBalancerInfo is missing.']],
    ['with a family', { TaskDefinition: 'shop:7' }, ['ok', 'TaskDefinition is not the ARN of one revision.']],
    [
      'with the newest revision',
      { TaskDefinition: TASKS.slice(0, -2) },
      ['ok', 'TaskDefinition is not the ARN of one revision.'],
    ],
    [
      'with a placeholder',
      { TaskDefinition: '<TASK_DEFINITION>' },
      ['ok', 'TaskDefinition is a placeholder that nothing fills here.'],
    ],
    ['with a placeholder of this action', { TaskDefinition: '{stack.outputs.Tasks}' }, ['ok']],
    ['with an unknown key', { DesiredCount: 2 }, ['ok', 'The key DesiredCount is ignored.']],
  ])('%s', (_, more, expected) => expect(ecs(more)).toEqual(expected))

  test.each<[string, unknown, string[]]>([
    [
      'two',
      [
        { Base: 1, CapacityProvider: 'FARGATE', Weight: 1 },
        { CapacityProvider: 'FARGATE_SPOT', Weight: 4 },
      ],
      ['ok'],
    ],
    [
      'a base of 0 beside another',
      [
        { Base: 0, CapacityProvider: 'A', Weight: 1 },
        { Base: 2, CapacityProvider: 'B' },
      ],
      ['ok'],
    ],
    [
      'two bases',
      [
        { Base: 1, CapacityProvider: 'A', Weight: 1 },
        { Base: 2, CapacityProvider: 'B' },
      ],
      ['wrong: More than one capacity provider has a Base.'],
    ],
    [
      'no weight',
      [{ CapacityProvider: 'A', Weight: 0 }, { CapacityProvider: 'B' }],
      ['wrong: No capacity provider has a Weight: no task would be placed.'],
    ],
    [
      'a number in quotes',
      [{ CapacityProvider: 'A', Weight: '1' }],
      ['ok', 'Weight is a text. The user guide writes a number.'],
    ],
    ['too much weight', [{ CapacityProvider: 'A', Weight: 1001 }], ['wrong: Weight is not right.']],
    ['no name', [{ Weight: 1 }], ['ok', 'A capacity provider has no name.']],
    ['a number as name', [{ CapacityProvider: 5 }], ['wrong: CapacityProvider is not a name.']],
    ['a map', { CapacityProvider: 'A' }, ['wrong: CapacityProviderStrategy is not a list.']],
  ])('with %s as capacity', (_, strategy, expected) =>
    expect(ecs({ CapacityProviderStrategy: strategy })).toEqual(expected),
  )
})

describe('an AppSpec for Lambda', () => {
  test.each<[string, Members, Members, string[]]>([
    ['with hooks', {}, { Hooks: [{ BeforeAllowTraffic: 'a' }, { AfterAllowTraffic: 'b' }] }, ['ok']],
    ['with hooks as a map', {}, { Hooks: { BeforeAllowTraffic: 'a' } }, ['wrong: Hooks is not a list.']],
    ['with an empty hook', {}, { Hooks: [{}] }, ['wrong: A hook names no event.']],
    [
      'with a hook in lower case',
      {},
      { Hooks: [{ beforeAllowTraffic: 'a' }] },
      ['wrong: beforeAllowTraffic is not an event of this platform.'],
    ],
    [
      'with a list as function',
      {},
      { Hooks: [{ BeforeAllowTraffic: ['a'] }] },
      ['wrong: BeforeAllowTraffic names no function.'],
    ],
    [
      'with two events in one entry',
      {},
      { Hooks: [{ BeforeAllowTraffic: 'a', AfterAllowTraffic: 'b' }] },
      ['ok', 'One entry of Hooks has several events.'],
    ],
    [
      'with a duplicate event',
      {},
      { Hooks: [{ BeforeAllowTraffic: 'a' }, { BeforeAllowTraffic: 'b' }] },
      ['ok', 'BeforeAllowTraffic occurs twice.'],
    ],
    ['that invokes Hook', {}, { Hook: [] }, ['ok', 'The key Hook is ignored.']],
    ['with both cases of a key', {}, { hooks: [], Hooks: [] }, ['ok', 'Hooks occurs twice.']],
    [
      'that shifts no traffic',
      { TargetVersion: '1' },
      {},
      ['ok', 'Both versions are the same: no traffic is shifted.'],
    ],
    ['with resources as a map', {}, { Resources: {} }, ['wrong: Resources is not a list.']],
  ])('%s', (_, more, rest, expected) => expect(lambda(more, rest)).toEqual(expected))

  test('has the same meaning in YAML and in lower case, where its version is in lower case', () => {
    const text =
      'Version: 0.0\nresources:\n- fn:\n    type: AWS::Lambda::Function\n    properties: {name: fn, alias: live, currentversion: "1", targetversion: "2"}\n'
    expect(verdict('lambda', text)).toEqual(['ok', 'The user guide writes this key in small letters everywhere.'])
  })

  test('places and the read values are reported', () => {
    const parsed = read(
      'lambda',
      'version: 0.0\nResources:\n  - fn:\n      Type: AWS::ECS::Service\n      Properties: {}\n',
    )
    expect(!parsed.ok && parsed.problems[0]).toMatchObject({
      line: 4,
      column: 13,
      read: 'AWS::ECS::Service',
      allowed: 'AWS::Lambda::Function',
    })
  })
})

describe('hints for a valid AppSpec', () => {
  async function hints(platform: 'lambda' | 'ecs', hooks: readonly Members[]): Promise<string[]> {
    const properties = platform === 'lambda' ? VERSIONS : { TaskDefinition: TASKS, LoadBalancerInfo: BALANCER }
    const file = scratch.file(
      'appspec.json',
      Buffer.from(JSON.stringify(specOf(platform, properties, { Hooks: hooks }))),
    )
    const findings = lintRevision(await collectRevisionFacts(file, { platform }))
    for (const { code, outcome, advice } of findings) {
      expect(outcome).toBe(code === 'appspec/valid' ? 'pass' : 'noted')
      expect(advice).toMatch(/\S/)
    }
    return findings.map(({ code }) => code.replace('appspec/', '')).filter((code) => code !== 'valid')
  }

  test.each<[string, 'lambda' | 'ecs', readonly Members[], string[]]>([
    ['there is none for a good one', 'lambda', [{ BeforeAllowTraffic: 'CodeDeployHook_check' }], []],
    ['a missing validation', 'lambda', [{ AfterAllowTraffic: 'CodeDeployHook_check' }], ['no-validation-hook']],
    ['misses hooks', 'ecs', [], ['no-validation-hook']],
    ['the functions that the role may invoke', 'lambda', [{ BeforeAllowTraffic: 'check' }], ['hook-permission']],
    [
      'a function that validates itself',
      'lambda',
      [{ BeforeAllowTraffic: 'arn:aws:lambda:eu-west-1:111111111111:function:fn:live' }],
      ['hook-permission', 'hook-is-target'],
    ],
    [
      'one function for all events',
      'ecs',
      [{ AfterInstall: 'a' }, { BeforeAllowTraffic: 'a' }],
      ['hooks-same-function'],
    ],
    ['a missing test listener', 'ecs', [{ AfterAllowTestTraffic: 'a' }], ['test-listener']],
  ])('%s', async (_, platform, hooks, expected) => expect(await hints(platform, hooks)).toEqual(expected))
})
