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

  test('names the right without which a change set stays behind, and the command that removes it', async () => {
    const files = { '.github/test-deployments.yml': CONFIG, 'web.yml': `${TOPIC}  More: { Type: AWS::SNS::Topic }\n` }
    await open({ github: { files }, trouble: [{ on: 'cloudformation:DeleteChangeSet', do: 'deny' }] })
    const seen = await world.precheck()
    expect(blockers(seen)).toEqual(
      ['preprod', 'production'].map((environment) => `fail change-set/left stack/shop-${environment}`),
    )
    const left = seen.evidence.findings.find(({ code }) => code === 'change-set/left')
    expect(left?.advice).toMatch(
      /^Remove it: `aws cloudformation delete-change-set --change-set-name \S+ --stack-name \S+ --region eu-west-1`/,
    )
    expect(left?.advice).toContain('cloudformation:DeleteChangeSet')
    expect(seen.result.summary).toContain('left behind')
  })

  test('says why nobody tells who changed what, and judges the change all the same', async () => {
    const tamper = { stack: 'shop-production', resource: 'Topic', properties: { DisplayName: 'x' } }
    const config = `${CONFIG}precheck: { drift: { who-did-it: true } }\n`
    await open({
      history: [INSTALLED, { tamper }],
      github: { files: { '.github/test-deployments.yml': config, 'web.yml': TOPIC } },
      trouble: [{ on: 'cloudtrail:LookupEvents', do: 'deny' }],
    })
    const seen = await world.precheck()
    expect(blockers(seen)).toEqual(['fail drift/property-differs stack/web/resource/Topic/property/DisplayName'])
    expect(seen.evidence.findings).toContainEqual(
      expect.objectContaining({
        code: 'aws/denied',
        outcome: 'skipped',
        subject: 'drift/who-did-it',
        advice: expect.stringContaining('cloudtrail:LookupEvents'),
      }),
    )
  })

  test('passes about nothing that it could not read', async () => {
    await open({ trouble: [{ on: 'cloudformation:DescribeStacks', do: 'deny' }] })
    const { evidence } = await world.precheck()
    expect(evidence.verdict).toBe('error')
    expect(evidence.findings.filter(({ outcome }) => outcome === 'pass').map(({ code }) => code)).toEqual([])
    expect(evidence.findings.filter(({ code }) => code === 'aws/denied')).toHaveLength(1)
  })

  test('names the right that the role lacks', async () => {
    await open({ trouble: [{ on: 'cloudformation:DetectStackDrift', do: 'deny' }] })
    const { evidence } = await world.precheck()
    const denied = evidence.findings.find((finding) => finding.code === 'aws/denied')
    expect(denied).toMatchObject({
      outcome: 'error',
      advice: expect.stringContaining('cloudformation:DetectStackDrift'),
    })
    expect(evidence.verdict).toBe('error')
  })
})
