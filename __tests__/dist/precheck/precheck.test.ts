import { CloudFormation } from '@aws-sdk/client-cloudformation'
import { afterEach, describe, expect, test } from '@jest/globals'
import type { ScenarioInput } from '../../../sandbox/scenario.ts'
import { KEYS, blockers, openWorld, type PrecheckWorld } from '../support/precheck-world.ts'

/**
 * Usual situations of precheck, through the bundle as the runner starts it; situations that differ only in their
 * findings are tested elsewhere.
 */

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

async function open(scenario: ScenarioInput = {}, from: 'bundle' | 'source' = 'source'): Promise<void> {
  const files = { '.github/test-deployments.yml': CONFIG, 'web.yml': TOPIC }
  world = await openWorld({ pace: 100, history: [INSTALLED], github: { files }, ...scenario }, { from })
}

const SETTLED = ['shop-preprod CREATE_COMPLETE', 'shop-production CREATE_COMPLETE']

describe('precheck as the runner starts it', () => {
  test('passes, shows no secret and leaves nothing behind where nothing would change', async () => {
    await open({}, 'bundle')
    const seen = await world.precheck()
    expect([seen.result.status, blockers(seen)]).toEqual([0, []])
    expect(seen.everything).not.toContain('a-secret-of-before')
    expect(await world.left()).toEqual(SETTLED)
  })

  test('detects a change outside CloudFormation', async () => {
    const tamper = { stack: 'shop-production', resource: 'Topic', properties: { DisplayName: 'x' } }
    await open({ history: [INSTALLED, { tamper }] }, 'bundle')
    const seen = await world.precheck()
    expect(seen.result.status).toBe(1)
    expect(blockers(seen)).toEqual(['fail drift/property-differs stack/web/resource/Topic/property/DisplayName'])
    expect(await world.left()).toEqual(SETTLED)
  })

  test('reports the missing permission that keeps a change set from being deleted, and the command that deletes it', async () => {
    const files = { '.github/test-deployments.yml': CONFIG, 'web.yml': `${TOPIC}  More: { Type: AWS::SNS::Topic }\n` }
    await open({ github: { files }, trouble: [{ on: 'cloudformation:DeleteChangeSet', do: 'deny' }] })
    const seen = await world.precheck()
    expect(blockers(seen)).toEqual(
      ['preprod', 'production'].map((environment) => `fail change-set/not-removed stack/shop-${environment}`),
    )
    const left = seen.evidence.findings.find(({ code }) => code === 'change-set/not-removed')
    expect(left?.advice).toMatch(
      /^Remove it: `aws cloudformation delete-change-set --change-set-name \S+ --stack-name \S+ --region eu-west-1`/,
    )
    expect(left?.advice).toContain('cloudformation:DeleteChangeSet')
    expect(seen.result.summary).toContain('remaining, since precheck could not remove')
  })

  test('claims no change by others where CloudFormation describes a stack and also reports that it does not exist', async () => {
    const message = 'Stack [shop-production] does not exist'
    await open({
      trouble: [{ on: 'cloudformation:CreateChangeSet', do: 'error', code: 'ValidationError', message, times: 1 }],
    })
    const seen = await world.precheck()
    const refused = seen.evidence.findings.filter(({ outcome }) => outcome === 'fail')
    expect(refused).toMatchObject([
      {
        code: 'change-set/refused',
        title: expect.stringContaining('it says that a stack does not exist'),
        observed: `ValidationError: ${message}`,
        advice: expect.stringContaining('DescribeStacks and CreateChangeSet disagree'),
      },
    ])
    expect(await world.left()).toEqual(SETTLED)
  })

  test('reports why the author of a change is unknown, and judges the change', async () => {
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
        outcome: 'noted',
        subject: 'drift/who-did-it',
        advice: expect.stringContaining('cloudtrail:LookupEvents'),
      }),
    )
  })

  test('refuses one stack for both environments, and reports that no stack of production exists', async () => {
    const files = { 'web.yml': TOPIC, '.github/test-deployments.yml': CONFIG.replace('shop-{environment}', 'shop') }
    await open({ history: [{ deploy: { stack: 'shop', template: TOPIC } }], github: { files } })
    const shared = await world.precheck()
    expect(blockers(shared)).toEqual(['fail stack/shared stack/web'])
    expect(await world.left()).toEqual(['shop CREATE_COMPLETE'])
    await world.close()

    await open({ history: [{ ...INSTALLED, each: ['preprod'] }] })
    const first = await world.precheck()
    expect([first.result.status, blockers(first)]).toEqual([0, []])
    expect(first.evidence.findings).toContainEqual(
      expect.objectContaining({
        code: 'stack/none-exist',
        outcome: 'noted',
        expected: 'shop-production in the account 111111111111, eu-west-1; or the first release',
      }),
    )
  })

  test('detects manual changes and replacements in nested stacks, two levels deep', async () => {
    world = await openWorld('field/14-nested.yml')
    const client = new CloudFormation({ region: 'eu-west-1', endpoint: world.sandbox.awsUrl, credentials: KEYS })
    const nestedIn = async (StackName: string): Promise<string> => {
      const { StackResourceSummaries } = await client.listStackResources({ StackName })
      return StackResourceSummaries?.[0]?.PhysicalResourceId ?? ''
    }
    const stack = (await nestedIn(await nestedIn('deep-production'))).split('/')[1]
    client.destroy()
    const tamper = { stack, resource: 'Table', properties: { BillingMode: 'PROVISIONED' }, by: 'ann' }
    const answer = await fetch(`${world.sandbox.awsUrl}/_sandbox/tamper`, {
      method: 'POST',
      body: JSON.stringify(tamper),
    })
    expect(answer.ok).toBe(true)
    const seen = await world.precheck()
    expect(blockers(seen).filter((line) => line.includes('stack/deep'))).toEqual([
      'fail change/replaces-state stack/deep/Data/Database/resource/Table',
      'fail drift/property-differs stack/deep/Data/Database/resource/Table/property/BillingMode',
    ])
    const drift = seen.evidence.findings.find(({ code }) => code === 'drift/property-differs')
    expect(drift).toMatchObject({ expected: 'PAY_PER_REQUEST', observed: 'PROVISIONED' })
    expect(drift?.advice).toContain('deep/Data/Database/Table')
  })

  test('reports every mistake in templates, values and names before the first request to AWS', async () => {
    const stacks = ['web', 'api', 'far'].map(
      (id) =>
        `  - { id: ${id}, name: "${id}-{environment}", template: ${id}.yml, parameters: "${id}.{environment}.json" }\n`,
    )
    const resources = Array.from({ length: 501 }, (_, index) => `  T${index}: { Type: AWS::SNS::Topic }\n`)
    const typed = (rules: string) =>
      `Parameters:\n  Size: { Type: Number, NoEcho: true, ${rules} }\n${TOPIC.slice(TOPIC.indexOf('Resources'))}`
    const parameters = '[\n  { "ParameterKey": "Size", "ParameterValue": "4711" }\n]\n'
    await open({
      github: {
        files: {
          '.github/test-deployments.yml': `version: 1\nstacks:\n${stacks.join('').replace('far-{', 'far_{')}`,
          'web.yml': typed('MaxValue: 9').replace('Token', 'Size'),
          'api.yml': `Resources:\n${resources.join('')}`,
          'far.yml': TOPIC,
          'web.preprod.json': parameters,
          'web.production.json': parameters,
          'api.preprod.json': '{}',
          'api.production.json': '{ "Size": 1 }',
        },
      },
    })
    const seen = await world.precheck()
    expect(world.asked).toEqual([])
    expect(seen.evidence.findings.map(({ code, source, title }) => [code, source?.file, source?.line, title])).toEqual([
      ['config/file', undefined, undefined, 'CloudFormation does not accept the stack name far_preprod'],
      ['config/template', 'api.yml', 502, 'api.yml:502: it has 501 resources; CloudFormation accepts at most 500'],
      ['config/parameters', 'web.preprod.json', 2, 'web.preprod.json:2: the value of Size is not what web.yml allows'],
      ['config/file', undefined, undefined, 'CloudFormation does not accept the stack name far_production'],
      [
        'config/parameters',
        'web.production.json',
        2,
        'web.production.json:2: the value of Size is not what web.yml allows',
      ],
      ['config/parameters', 'api.production.json', 1, 'api.production.json:1: the template declares no parameter Size'],
    ])
    expect(seen.everything).not.toContain('4711')
  })

  test('reports no pass for anything that it could not read', async () => {
    await open({ trouble: [{ on: 'cloudformation:DescribeStacks', do: 'deny' }] })
    const { evidence } = await world.precheck()
    expect(evidence.verdict).toBe('error')
    expect(evidence.findings.filter(({ outcome }) => outcome === 'pass').map(({ code }) => code)).toEqual([])
    expect(evidence.findings.filter(({ code }) => code === 'aws/denied')).toHaveLength(1)
  })

  test('reports the permission that the role lacks', async () => {
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
