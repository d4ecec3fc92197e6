import { afterEach, describe, expect, test } from '@jest/globals'
import type { ScenarioInput } from '../../sandbox/scenario.ts'
import { HOME, openWorld, until, type PrecheckWorld } from './precheck-world.ts'

/** The scenarios that users fear, through the bundle as the runner starts it. */

const TOPIC = `
Parameters: { Token: { Type: String, NoEcho: true, Default: none } }
Resources:
  Topic: { Type: AWS::SNS::Topic, Properties: { DisplayName: !Ref Token } }
`
const CONFIG = 'version: 1\nstacks: [{ id: web, name: "shop-{environment}", template: web.yml }]\n'

let world: PrecheckWorld

async function open(scenario: ScenarioInput = {}): Promise<void> {
  world = await openWorld(scenario, { 'web.yml': TOPIC, 'config.yml': CONFIG })
}

afterEach(() => world.close())

async function installed(): Promise<void> {
  for (const environment of ['preprod', 'production']) {
    await world.deploy(`shop-${environment}`, TOPIC, { Token: 'a-secret-of-before' })
  }
}

const SETTLED = ['shop-preprod CREATE_COMPLETE', 'shop-production CREATE_COMPLETE']

describe('precheck as the runner starts it', () => {
  test('passes, shows no secret and leaves nothing behind where nothing would change', async () => {
    await open()
    await installed()
    const { result, codes, everything } = await world.precheck()
    expect(codes.filter((line) => !line.startsWith('pass') && !line.startsWith('skipped'))).toEqual([])
    expect(result.status).toBe(0)
    expect(everything).not.toContain('a-secret-of-before')
    expect(await world.left()).toEqual(SETTLED)
  })

  test('catches what was changed behind the template', async () => {
    await open()
    await installed()
    await world.sandbox.admin.tamper({ ...HOME, stack: 'shop-production', resource: 'Topic', properties: { DisplayName: 'x' } })
    const { result, codes } = await world.precheck()
    expect(result.status).toBe(1)
    expect(codes).toContain('fail drift/property-differs')
    expect(await world.left()).toEqual(SETTLED)
  })

  test.each(['UNKNOWN', 'UNSUPPORTED', 'NOT_CHECKED'] as const)('does not take %s for in sync', async (drift) => {
    await open()
    await installed()
    await world.sandbox.admin.tamper({ ...HOME, stack: 'shop-production', resource: 'Topic', drift })
    const { result, codes } = await world.precheck()
    expect(result.status).toBe(1)
    expect(codes.filter((line) => line === 'pass drift/in-sync')).toHaveLength(1)
  })

  test('is patient with throttling', async () => {
    await open({ trouble: [{ on: 'cloudformation:*', do: 'throttle', after: 3, times: 4 }] })
    const { result } = await world.precheck()
    expect(result.status).toBe(0)
  })

  test('leaves nothing of a creation behind when it is cancelled', async () => {
    await open({ pace: 1, durations: { cloudformation: { changeSet: 60_000 } } })
    const cancelling = new AbortController()
    const running = world.precheck(cancelling.signal)
    await until(async () => ((await world.client.describeStacks({})).Stacks ?? []).length === 2)
    cancelling.abort()
    const { evidence, codes } = await running
    expect(codes).toContain('error cancelled')
    expect(evidence.handles.map((handle) => handle.state)).toEqual(['removed', 'removed'])
    expect(await world.left()).toEqual([])
  })

  test('names the right that the role lacks', async () => {
    await open({ trouble: [{ on: 'cloudformation:DetectStackDrift', do: 'deny' }] })
    await installed()
    const { codes, evidence } = await world.precheck()
    expect(codes).toContain('error aws/denied')
    const denied = evidence.findings.find((finding) => finding.code === 'aws/denied')
    expect(denied?.advice).toContain('cloudformation:DetectStackDrift')
  })
})
