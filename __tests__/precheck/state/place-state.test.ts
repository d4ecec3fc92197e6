import { expect, test } from '@jest/globals'
import { resolveEnvironment } from '../../../src/config/model/environment.ts'
import { readConfig } from '../../../src/config/schema/file.ts'
import { Recorder } from '../../../src/evidence/recorder.ts'
import type { Ports } from '../../../src/ports.ts'
import { valuesOfGroup } from '../../../src/precheck/state/deployment-values.ts'
import { valuesOfReport } from '../../../src/precheck/state/drift-values.ts'
import { recordState, recordSurveyed, stateFacts } from '../../../src/precheck/state/record-state.ts'
import { wallClock } from '../../../src/support/clock.ts'
import { ActionError } from '../../../src/support/errors.ts'
import { Secrets } from '../../../src/support/secrets/secrets.ts'
import { FakeLog } from '../../deploy/fakes.ts'
import { ORIGIN } from '../../evidence/documents.ts'

/** The serving state, where AWS denies the read. */

const CONFIG = readConfig('version: 1\nstacks: [{ id: web, name: web, template: web.yml }]\n', 'config')
const environment = resolveEnvironment(CONFIG, 'production', 'eu-west-1')
const denied = (): Promise<never> =>
  Promise.reject(new ActionError('aws/denied', { message: 'AWS denied cloudformation:DescribeStacks', subject: 'aws' }))
const portsWith = (env: Record<string, string>): Ports => ({
  place: { env, workspace: '/', temp: '/' },
  clock: wallClock,
  log: new FakeLog(),
  secrets: new Secrets(),
  cancelled: new AbortController().signal,
  connect: { cloudformation: denied } as unknown as Ports['connect'],
})
const KEYS = { AWS_ACCESS_KEY_ID: 'AKIAEXAMPLEEXAMPLE00' }

test('is noted by the step that should have recorded it', async () => {
  const record = new Recorder(() => new Date())
  const context = { ports: portsWith(KEYS), record, origin: ORIGIN }
  await recordState(context, environment, {})
  await recordSurveyed(context, environment, { drift: [], images: {} })
  expect(record.findings.map(({ code, outcome }) => `${code} ${outcome}`)).toEqual([
    'deploy/state-unread noted',
    'gate/state-unknown noted',
  ])
  expect(record.findings[0]?.observed).toBe('AWS denied cloudformation:DescribeStacks')
})

test.each([
  ['was denied', KEYS, 'AWS denied cloudformation:DescribeStacks'],
  ['was not read, because the job has no credentials', {}, 'this job has no identity at AWS'],
])('is unknown to the gate where it %s', async (_, env, unread) => {
  expect(await stateFacts(portsWith(env), environment, { runId: '1', drift: true, images: {} })).toEqual({
    key: 'production',
    now: undefined,
    unread,
    ours: [],
  })
})

test.each([
  ['runs', 'InProgress'],
  ['failed', 'Failed'],
  ['was stopped', 'Stopped'],
] as const)('has a later deployment that %s', (_, status) => {
  const last = { deploymentId: 'd-1', status: 'Succeeded' as const }
  const values = (attempt: object): object =>
    valuesOfGroup('app', { lastSuccessfulDeployment: last, lastAttemptedDeployment: attempt })
  expect(values({ deploymentId: 'd-2', status })).toMatchObject({ 'deployments/app/unfinished': `d-2 ${status}` })
  expect(values(last)).not.toHaveProperty(['deployments/app/unfinished'])
})

test('has no additional drift from tags that AWS services add, but from all other differences', () => {
  const tag = (Key: string) => ({
    path: '/Tags/1',
    kind: 'ADD',
    expected: 'null',
    actual: JSON.stringify({ Key, Value: 'x' }),
  })
  const size = { path: '/Size', kind: 'NOT_EQUAL', expected: '1', actual: '2' }
  const driftOf = (differences: readonly (typeof size)[]): unknown => {
    const resource = { logicalId: 'Web', physicalId: 'web', type: 'AWS::EC2::Instance', status: 'MODIFIED', reason: '' }
    const { 'stacks/web/drift': _, ...values } = valuesOfReport({
      stack: 'web',
      detection: 'complete',
      resources: [{ ...resource, differences }],
    } as unknown as Parameters<typeof valuesOfReport>[0])
    return values
  }
  expect(driftOf([tag('aws:servicecatalog:portfolio')])).toEqual({})
  expect(driftOf([tag('aws:x'), size])).toEqual(driftOf([size]))
  expect(driftOf([size])).toEqual({ 'stacks/web/drift/Web': 'MODIFIED; /Size NOT_EQUAL 1 → 2' })
  expect(driftOf([tag('team')])).not.toEqual({})
  // Modified, without details from CloudFormation.
  expect(driftOf([])).toEqual({ 'stacks/web/drift/Web': 'MODIFIED' })
})
