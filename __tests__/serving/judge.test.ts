import { expect, test } from '@jest/globals'
import type { Served, ServingResource, ServingState } from '../../src/serving/contract.ts'
import { judgeServing, type Released } from '../../src/serving/judge.ts'

/** AWS reports success; whether the release serves is judged by the serving state. */

const ALIAS: ServingResource = {
  kind: 'alias',
  of: 'stack/web',
  logicalId: 'Live',
  functionName: 'orders',
  alias: 'live',
  versions: ['7'],
}
const version = (number: string, code: string | undefined) => ({ version: number, code, configuration: undefined })
const alias = (number: string, more: Partial<Extract<Served, { kind: 'alias' }>> = {}): Served => ({
  kind: 'alias',
  serves: version(number, 'one'),
  others: {},
  latest: version('$LATEST', 'one'),
  ...more,
})
const SERVICE: ServingResource = {
  kind: 'service',
  of: 'stack/web',
  cluster: 'shop',
  service: 'web',
  taskDefinitions: ['arn:aws:ecs:eu-west-1:1:task-definition/web:4'],
}
const tasks = (taskDefinition: string, ...digests: readonly (string | undefined)[]) => ({
  taskDefinition,
  count: digests.length,
  images: { web: digests.map((digest) => ({ image: 'shop:2', ...(digest !== undefined && { digest }) })) },
})
const service = (more: Partial<Extract<Served, { kind: 'service' }>> = {}): Served => ({
  kind: 'service',
  taskDefinition: 'arn:aws:ecs:eu-west-1:1:task-definition/web:4',
  desired: 1,
  running: [tasks('web:4', 'sha256:1')],
  changing: 0,
  ...more,
})
const FLEET: ServingResource = { kind: 'scaling-group', of: 'stack/web', name: 'fleet' }
const fleet = (inService: Readonly<Record<string, number>>, more = {}): Served => ({
  kind: 'scaling-group',
  template: { id: 'lt-1', version: '8', resolved: '8' },
  inService,
  changing: 0,
  desired: 2,
  isMixed: false,
  ...more,
})
const STAGE: ServingResource = {
  kind: 'stage',
  of: 'stack/web',
  logicalId: 'Prod',
  type: 'AWS::ApiGateway::Stage',
  stage: 'prod',
  apis: ['a'],
  deployments: ['d2'],
}
const stage = (deployment: string | undefined, isAutomatic = false): Served => ({
  kind: 'stage',
  stages: [{ api: 'a', deployment, isAutomatic }],
})
const TARGETS: ServingResource = { kind: 'deployment-group', of: 'deployment/app', application: 'shop', group: 'g' }
const targets = (...revisions: readonly (string | undefined)[]): Served => ({
  kind: 'deployment-group',
  last: 'd-2',
  revision: 's3://b/two 1',
  targets: revisions.map((revision, index) => ({ id: `i-${index}`, ...(revision !== undefined && { revision }) })),
  examined: 2,
})

const ALL_TYPES = [
  'AWS::Lambda::Function',
  'AWS::ECS::TaskDefinition',
  'AWS::EC2::LaunchTemplate',
  'AWS::ApiGateway::Method',
]
const released = (types: readonly string[] = ALL_TYPES): Released => ({
  environment: 'preprod',
  brought: ['stack/web', 'deployment/app'],
  changedTypes: new Map([['stack/web', new Set(types)]]),
})
const judge = (states: readonly ServingState[], types?: readonly string[]) =>
  judgeServing({ states, unlisted: [] }, released(types)).map(({ code, outcome }) => `${outcome} ${code}`)

test.each<[string, ServingResource, Served]>([
  ['an alias at the version of its stack', ALIAS, alias('7')],
  ['a service whose tasks run its task definition', SERVICE, service()],
  ['a group whose instances have its launch template', FLEET, fleet({ 'lt-1:8': 2 })],
  ['a stage at the deployment of its stack', STAGE, stage('d2')],
  ['a stage that deploys by itself', STAGE, stage('any', true)],
  ['instances with the revision of their group', TARGETS, targets('s3://b/two 1', 's3://b/two 1')],
])('%s passes', (_, resource, served) => {
  expect(judge([{ resource, served }])).toEqual(['pass serving/released'])
})

test.each<[string, ServingResource, Served]>([
  ['an alias that was moved back', ALIAS, alias('6')],
  ['an alias that is split between two versions', ALIAS, alias('7', { others: { '6': 0.9 } })],
  ['an alias whose version is older than the function', ALIAS, alias('7', { latest: version('$LATEST', 'two') })],
  ['a service with another task definition', SERVICE, service({ taskDefinition: 'web:3' })],
  ['old tasks beside the new', SERVICE, service({ running: [tasks('web:4', 'sha256:1'), tasks('web:3', 'sha256:0')] })],
  ['two images under one tag', SERVICE, service({ running: [tasks('web:4', 'sha256:1', 'sha256:2')] })],
  ['a service that requires tasks and has none', SERVICE, service({ running: [] })],
  ['instances of the old launch template', FLEET, fleet({ 'lt-1:7': 1, 'lt-1:8': 1 })],
  ['a group that requires instances and has none', FLEET, fleet({})],
  ['a stage at the old deployment', STAGE, stage('d1')],
])('%s fails where this release changes it, and is noted elsewhere', (_, resource, served) => {
  expect(judge([{ resource, served }])).toEqual(['fail serving/not-released'])
  expect(judge([{ resource, served }], ['AWS::SNS::Topic'])).toEqual(['noted serving/not-released'])
})

test.each([
  ['with another revision', 's3://b/one 1'],
  ['without a known one', undefined],
])('an instance %s fails', (_, other) => {
  const [finding] = judgeServing(
    { states: [{ resource: TARGETS, served: targets('s3://b/two 1', other) }], unlisted: [] },
    released(),
  )
  expect(finding).toMatchObject({ code: 'serving/not-released', outcome: 'fail' })
  expect(finding?.observed).toContain('not on 1: i-1')
})

test.each<[string, ServingResource, Served]>([
  ['a service without wanted tasks', SERVICE, service({ running: [], desired: 0 })],
  ['an empty group', FLEET, fleet({}, { desired: 0 })],
  ['a group that selects nothing', TARGETS, targets()],
])('%s proves nothing', (_, resource, served) => {
  expect(judge([{ resource, served }])).toEqual(['noted serving/nothing-runs'])
})

test.each<[string, ServingResource, Served]>([
  ['the digest of the code', ALIAS, alias('7', { serves: version('7', undefined) })],
  ['the digest of an image', SERVICE, service({ running: [tasks('web:4', undefined)] })],
  ['which of several launch templates applies', FLEET, fleet({ 'lt-1:8': 2 }, { isMixed: true })],
  ['the deployment of a stage', STAGE, stage(undefined)],
])('%s that is not stated is inconclusive', (_, resource, served) => {
  expect(judge([{ resource, served }])).toEqual(['inconclusive serving/unread'])
})

test('a denied call is inconclusive where the release changes its subject', () => {
  const state: ServingState = { resource: ALIAS, unread: { reason: 'denied', action: 'lambda:GetAlias' } }
  expect(judge([state])).toEqual(['inconclusive serving/unread'])
  expect(judge([state], [])).toEqual(['noted serving/unread'])
  const [finding] = judgeServing({ states: [state], unlisted: [] }, released())
  expect(finding?.advice).toContain('lambda:GetAlias')
})

test('a stage whose API is in another place is noted, because it cannot be read', () => {
  const state: ServingState = { resource: { ...STAGE, apis: [] }, unread: { reason: 'no API' } }
  expect(judge([state])).toEqual(['noted serving/unread'])
})

test('a stack that could not be listed is inconclusive where it was updated', () => {
  const unlisted = [{ stack: 'web', reason: 'denied' }]
  expect(judgeServing({ states: [], unlisted }, released())).toMatchObject([
    { code: 'serving/unread', outcome: 'inconclusive' },
  ])
  expect(judgeServing({ states: [], unlisted }, { ...released(), changedTypes: new Map() })).toEqual([])
})

test('one finding lists the equal values, and their number', () => {
  const [failed, passed] = judgeServing(
    {
      states: [
        { resource: ALIAS, served: alias('7') },
        { resource: STAGE, served: stage('d1') },
        { resource: { ...FLEET, of: 'stack/other' }, served: fleet({}) },
      ],
      unlisted: [],
    },
    released(),
  )
  expect(failed).toMatchObject({
    outcome: 'fail',
    subject: 'stack/web/serving/stage/stack/web/Prod',
    expected: 'deployment d2',
  })
  expect(passed).toMatchObject({
    outcome: 'pass',
    subject: 'stack/web/serving',
    title: 'preprod: what serves of stack web is what was released (1 of 2 resources)',
    observed: 'alias orders:live: version 7 (code one)',
  })
})
