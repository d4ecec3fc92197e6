import { describe, expect, test } from '@jest/globals'
import { parseTemplate } from '../../../src/cloudformation/template/template.ts'
import type { DeploymentState } from '../../../src/codedeploy/deployment.ts'
import type { LifecycleState } from '../../../src/codedeploy/targets.ts'
import type { DeploymentEnd } from '../../../src/codedeploy/diagnose.ts'
import { judgeStackHooks, type StartedDeployments } from '../../../src/deploy/stacks/stack-hooks.ts'
import type { ResourceChange } from '../../../src/evidence/document.ts'
import { aliasTemplate, serviceTemplate } from '../../sandbox/codedeploy/stack-deployments.ts'

const AT = '2026-06-01T12:00:00.000Z'
const ARN = 'arn:aws:lambda:eu-west-1:111111111111:function:orders:live'

const ran = (name: string, status = 'Succeeded'): LifecycleState => ({ name, status, startedAt: AT, endedAt: AT })
function ended(from: {
  readonly platform?: 'Lambda' | 'ECS'
  readonly status?: string
  readonly functions?: Readonly<Record<string, string>>
  readonly events?: readonly LifecycleState[]
  readonly target?: string
}): DeploymentEnd {
  const state: DeploymentState = {
    id: 'd-123456789',
    status: from.status ?? 'Succeeded',
    creator: 'CloudFormation',
    description: '',
    createdAt: AT,
    isBlueGreen: true,
    isTerminationWait: false,
    platform: from.platform ?? 'Lambda',
    functions: from.functions ?? {},
  }
  const targets = [{ id: from.target ?? 'orders:live', status: 'Succeeded', events: from.events ?? [] }]
  return { id: 'web/Group', group: 'Group', region: 'eu-west-1', state, targets, ms: 0 }
}
const started = (ends: readonly DeploymentEnd[], silenced?: string): StartedDeployments => ({
  ends,
  aliases: new Map([['Live', ARN]]),
  silenced,
})
const change = (from: Partial<ResourceChange>): ResourceChange => ({
  logicalId: 'Live',
  type: 'AWS::Lambda::Alias',
  action: 'Modify',
  replacement: 'False',
  properties: [],
  ...from,
})
const of = (path: string): ResourceChange => change({ properties: [{ path } as ResourceChange['properties'][number]] })
const MOVED = of('/Properties/FunctionVersion')
const ALIAS = parseTemplate(aliasTemplate('2'), 'web.yml')
const SMOKE = { BeforeAllowTraffic: 'smoke' }

const judged = (facts: StartedDeployments, changes: readonly ResourceChange[], template = ALIAS): string[] =>
  judgeStackHooks(facts, { stack: 'web', changes }, template).map(
    ({ code, outcome, subject }) => `${outcome} ${code} ${subject}`,
  )

describe('the hooks of an alias that a stack update moves', () => {
  test.each<[string, StartedDeployments, readonly ResourceChange[], string[]]>([
    [
      'ran',
      started([ended({ functions: SMOKE, events: [ran('BeforeAllowTraffic'), ran('AllowTraffic')] })]),
      [MOVED],
      ['pass deployment/hooks-ran deployment/web/Group/hooks'],
    ],
    [
      'were skipped',
      started([ended({ functions: SMOKE, events: [ran('BeforeAllowTraffic', 'Skipped')] })]),
      [MOVED],
      ['fail deployment/hook-not-run deployment/web/Group/hooks'],
    ],
    [
      'are in the template and not in the deployed revision',
      started([ended({ events: [ran('AllowTraffic')] })]),
      [MOVED],
      ['inconclusive deployment/hook-not-run deployment/web/Group/hooks'],
    ],
    [
      'are in the deployed revision and not in the template',
      started([ended({ functions: { ...SMOKE, AfterAllowTraffic: 'after' }, events: [ran('BeforeAllowTraffic')] })]),
      [MOVED],
      ['inconclusive deployment/hook-not-run deployment/web/Group/hooks'],
    ],
    [
      'no deployment was found',
      started([]),
      [MOVED],
      ['inconclusive deployment/hook-not-run deployment/web/Live/hooks'],
    ],
    [
      'the deployments cannot be read',
      started([], 'AWS denied codedeploy:ListDeployments'),
      [MOVED],
      ['inconclusive deployment/hook-not-run deployment/web/Live/hooks'],
    ],
    [
      'the only deployment failed',
      started([ended({ status: 'Failed', functions: SMOKE })]),
      [MOVED],
      ['inconclusive deployment/hook-not-run deployment/web/Live/hooks'],
    ],
    [
      'the deployment moved another alias',
      started([ended({ target: 'other:live', events: [ran('AllowTraffic')] })]),
      [MOVED],
      ['inconclusive deployment/hook-not-run deployment/web/Live/hooks'],
    ],
    ['only its description changed', started([]), [of('/Properties/Description')], []],
    ['the alias is new', started([]), [change({ action: 'Add' })], []],
  ])('%s', (_, facts, changes, expected) => expect(judged(facts, changes)).toEqual(expected))

  test('of a template without hooks are not required', () => {
    const template = parseTemplate(aliasTemplate('2').replace('        BeforeAllowTrafficHook: smoke\n', ''), 'web.yml')
    expect(judged(started([ended({ events: [ran('AllowTraffic')] })]), [MOVED], template)).toEqual([])
    expect(judged(started([]), [MOVED], template)).toEqual([])
  })

  test('the reason for a missing deployment is reported, with the next step', () => {
    const [finding] = judgeStackHooks(started([], 'AWS denied it'), { stack: 'web', changes: [MOVED] }, ALIAS)
    expect(finding).toMatchObject({
      title: 'web was updated, but the hooks of Live are not seen to have run',
      observed: 'AWS denied it',
      advice: expect.stringMatching(/^Allow the deploy-role to read/),
    })
  })
})

describe('the hooks of a green deployment of a stack', () => {
  const template = parseTemplate(serviceTemplate('shop:2', { hooks: '{ AfterInstall: smoke }' }), 'web.yml')
  const TASKS = change({ logicalId: 'Blue', type: 'AWS::ECS::TaskDefinition', replacement: 'True' })
  const service = (...events: LifecycleState[]): StartedDeployments =>
    started([ended({ platform: 'ECS', target: 'shop:web', events })])
  test.each<[string, StartedDeployments, readonly ResourceChange[], string[]]>([
    ['ran', service(ran('AfterInstall')), [TASKS], ['pass deployment/hooks-ran deployment/web/Group/hooks']],
    [
      'were skipped',
      service(ran('AfterInstall', 'Skipped')),
      [TASKS],
      ['fail deployment/hook-not-run deployment/web/Group/hooks'],
    ],
    [
      'are not listed',
      service(ran('Install')),
      [TASKS],
      ['inconclusive deployment/hook-not-run deployment/web/Group/hooks'],
    ],
    [
      'no deployment was found',
      started([]),
      [TASKS],
      ['inconclusive deployment/hook-not-run deployment/web/Deploy/hooks'],
    ],
    ['nothing is deployed', started([]), [change({ logicalId: 'Listener', type: 'AWS::SNS::Topic' })], []],
  ])('%s', (_, facts, changes, expected) => expect(judged(facts, changes, template)).toEqual(expected))
})
