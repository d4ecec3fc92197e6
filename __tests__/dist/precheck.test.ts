import { afterEach, describe, expect, test } from '@jest/globals'
import type { ScenarioInput } from '../../sandbox/scenario.ts'
import { blockers, openWorld, type PrecheckWorld } from './precheck-world.ts'

/** The ordinary days of precheck, through the bundle as the runner starts it. */

const TOPIC = `
Parameters: { Token: { Type: String, NoEcho: true, Default: none } }
Resources:
  Topic: { Type: AWS::SNS::Topic, Properties: { DisplayName: !Ref Token } }
`
const CONFIG = 'version: 1\nstacks: [{ id: web, name: "shop-{environment}", template: web.yml }]\n'
const INSTALLED = {
  each: ['preprod', 'production'],
  deploy: { stack: 'shop-{each}', template: TOPIC, parameters: { Token: 'a-secret-of-before' } },
}

let world: PrecheckWorld
afterEach(() => world.close())

async function open(scenario: ScenarioInput = {}): Promise<void> {
  const files = { '.github/test-deployments.yml': CONFIG, 'web.yml': TOPIC }
  world = await openWorld({ pace: 100, history: [INSTALLED], github: { files }, ...scenario })
}

const SETTLED = ['shop-preprod CREATE_COMPLETE', 'shop-production CREATE_COMPLETE']

describe('precheck as the runner starts it', () => {
  test('passes, shows no secret and leaves nothing behind where nothing would change', async () => {
    await open()
    const seen = await world.precheck()
    expect([seen.result.status, blockers(seen)]).toEqual([0, []])
    expect(seen.everything).not.toContain('a-secret-of-before')
    expect(await world.left()).toEqual(SETTLED)
  })

  test('catches what was changed behind the template', async () => {
    const tamper = { stack: 'shop-production', resource: 'Topic', properties: { DisplayName: 'x' } }
    await open({ history: [INSTALLED, { tamper }] })
    const seen = await world.precheck()
    expect(seen.result.status).toBe(1)
    expect(blockers(seen)).toEqual(['fail drift/property-differs stack/web/resource/Topic/property/DisplayName'])
    expect(await world.left()).toEqual(SETTLED)
  })

  test('names the right that the role lacks', async () => {
    await open({ trouble: [{ on: 'cloudformation:DetectStackDrift', do: 'deny' }] })
    const { evidence } = await world.precheck()
    const denied = evidence.findings.find((finding) => finding.code === 'aws/denied')
    expect(denied).toMatchObject({ outcome: 'error', advice: expect.stringContaining('cloudformation:DetectStackDrift') })
    expect(evidence.verdict).toBe('error')
  })
})
