import { afterEach, describe, expect, test } from '@jest/globals'
import { CloudFormation } from '@aws-sdk/client-cloudformation'
import type { ScenarioInput } from '../../../sandbox/scenario.ts'
import type { Finding } from '../../../src/evidence/finding.ts'
import { KEYS, openWorld, type PrecheckWorld, type Seen } from '../support/precheck-world.ts'

/** CloudFormation Hooks of an account, as the steps report them. */

const REGION = 'eu-west-1'
const CONFIG = `version: 1
environments: { preprod: { approval: { none: nobody is asked here } } }
stacks: [{ id: web, name: "shop-{environment}", template: web.yml }]
`
const TEMPLATE = 'Resources:\n  Topic: { Type: AWS::SNS::Topic }\n  Queue: { Type: AWS::SQS::Queue }\n'
type HookInput = NonNullable<ScenarioInput['hooks']>[number]
const ENCRYPTION = 'Acme::Security::Encryption'
const encryption: HookInput = {
  target: 'RESOURCE',
  type: ENCRYPTION,
  resources: ['AWS::SQS::*'],
  message: 'queues have to be encrypted with the key of the team',
}
const review: HookInput = { target: 'CHANGE_SET', type: 'Acme::Release::Review', message: 'no owner is named' }

let world: PrecheckWorld
afterEach(() => world.close())

const step = (inputs: Readonly<Record<string, string>>, config = CONFIG): Promise<Seen> =>
  world.step({ config, environment: 'preprod', ...inputs })

async function precheck(scenario: ScenarioInput, config = CONFIG): Promise<Seen> {
  world = await openWorld({ pace: 100, ...scenario, github: { files: { 'web.yml': TEMPLATE } } }, { from: 'source' })
  return step({ command: 'precheck' }, config)
}

function only({ evidence }: Seen, code: string): Finding {
  const found = evidence.findings.filter((finding) => finding.code === code)
  expect(found).toHaveLength(1)
  return found[0] as Finding
}

const verdict = ({ result, evidence }: Seen): unknown => [result.status, evidence.verdict]

describe('before anything is changed', () => {
  test('notes the hooks that will be invoked, which does not block', async () => {
    const seen = await precheck({
      hooks: [encryption, { ...encryption, type: 'Acme::Security::Naming', mode: 'WARN', resources: ['*'] }],
      pages: { hooks: 1 },
    })
    expect(verdict(seen)).toEqual([0, 'pass'])
    const hooks = seen.evidence.findings.filter(({ code }) => code === 'change-set/hook')
    expect(hooks.map(({ outcome, subject, observed }) => [outcome, subject, observed])).toEqual([
      ['noted', `stack/web/hook/${ENCRYPTION}`, 'Queue; on refusal: the update fails and is rolled back'],
      ['noted', 'stack/web/hook/Acme::Security::Naming', 'Queue, Topic; on refusal: a warning'],
    ])
    expect(seen.result.summary).not.toContain('[!IMPORTANT]')
  })

  test('reports a hook that fails for the change set, with its reason', async () => {
    const seen = await precheck({ hooks: [review] })
    expect(verdict(seen)).toEqual([1, 'fail'])
    expect(only(seen, 'change-set/validation-failed')).toMatchObject({
      outcome: 'fail',
      title: 'preprod: Acme::Release::Review failed for the change set',
      subject: 'stack/web',
      observed: 'Hook failed with message: no owner is named',
      advice: expect.stringMatching(/^Correct web\.yml .*get-hook-result --hook-result-id \S+ --region eu-west-1`\.$/),
    })
  })

  test('shows a hook in WARN mode with its reason, without blocking', async () => {
    const seen = await precheck({ hooks: [{ ...review, mode: 'WARN' }] })
    expect(verdict(seen)).toEqual([0, 'pass'])
    expect(only(seen, 'change-set/validation-failed')).toMatchObject({
      outcome: 'noted',
      title: 'preprod: Acme::Release::Review warned about the change set: Hook failed with message: no owner is named',
      observed: 'Hook failed with message: no owner is named',
      advice: expect.stringContaining('or accept it: a warning does not stop the deployment.'),
    })
    expect(seen.result.summary).toContain('no owner is named')
  })

  test('reports once that hook warnings cannot be read, without blocking', async () => {
    const two = CONFIG.replace(' }]', ' }, { id: api, name: "api-{environment}", template: web.yml }]')
    const seen = await precheck({ trouble: [{ on: 'cloudformation:ListHookResults', do: 'deny' }] }, two)
    expect(verdict(seen)).toEqual([0, 'pass'])
    expect(only(seen, 'aws/denied')).toMatchObject({
      outcome: 'noted',
      title: expect.stringMatching(/^preprod: Warnings of hooks are unknown: .* \(2 stacks\)$/),
      advice: expect.stringContaining('Allow cloudformation:ListHookResults'),
    })
  })

  test("reports the hook and the missing permission where the hook's message cannot be read", async () => {
    const seen = await precheck({ hooks: [review], trouble: [{ on: 'cloudformation:ListHookResults', do: 'deny' }] })
    expect(verdict(seen)).toEqual([1, 'fail'])
    const objection = only(seen, 'change-set/validation-failed')
    expect(objection.observed).toContain('The following hook(s) failed: [Acme::Release::Review]')
    expect(objection.advice).toContain('Allow cloudformation:ListHookResults')
  })

  test('blocks where CloudFormation does not list the hooks, unless this is accepted', async () => {
    const seen = await precheck({ hookPlan: 'UNAVAILABLE' })
    expect(verdict(seen)).toEqual([1, 'inconclusive'])
    const unknown = only(seen, 'change-set/hooks-unknown')
    expect(unknown).toMatchObject({ outcome: 'inconclusive', subject: 'stack/web', observed: 'UNAVAILABLE' })
    expect(unknown.advice).toContain(
      `aws cloudformation list-types --type HOOK --visibility PRIVATE --region ${REGION}`,
    )
    const rule = '{ off: true, reason: there are no hooks, owner: ann, until: 2099-01-01 }'
    const accepted = `${CONFIG}precheck: { rules: { change-set/hooks: ${rule} } }\n`
    expect(verdict(await step({ command: 'precheck' }, accepted))).toEqual([0, 'pass'])
  })

  test('judges the plan and reports the missing permission where listing the hooks is denied', async () => {
    const seen = await precheck({ trouble: [{ on: 'cloudformation:DescribeChangeSetHooks', do: 'deny' }] })
    expect(verdict(seen)).toEqual([1, 'error'])
    expect(only(seen, 'aws/denied')).toMatchObject({
      subject: 'stack/web',
      advice: expect.stringContaining('Allow cloudformation:DescribeChangeSetHooks'),
    })
    expect(seen.evidence.plans[0]?.changeSets[0]?.changes).toHaveLength(2)
  })
})

test('reports a hook that refuses a resource during the deployment as the cause, with its message', async () => {
  const before = await precheck({ hooks: [encryption] })
  const needs = { precheck: { result: 'success', outputs: { digest: before.result.outputs.get('digest') } } }
  const seen = await step({ command: 'deploy-preprod', needs: JSON.stringify(needs) })
  expect(seen.result.status).toBe(1)
  const cause = only(seen, 'stack/update-failed')
  expect(cause).toMatchObject({
    title: `the hook ${ENCRYPTION} stopped Queue (AWS::SQS::Queue), and the update of shop-preprod failed`,
    subject: 'stack/web/resource/Queue',
    source: { file: 'web.yml', line: 3 },
  })
  expect(cause.observed).toContain(encryption.message)
  const [, HookResultId] =
    /get-hook-result --hook-result-id ([0-9a-f-]{36}) --region eu-west-1/.exec(cause.advice ?? '') ?? []
  const client = new CloudFormation({ region: REGION, endpoint: world.sandbox.awsUrl, credentials: KEYS })
  expect(await client.getHookResult({ HookResultId })).toMatchObject({
    TypeName: ENCRYPTION,
    Target: { TargetId: 'Queue' },
  })
  client.destroy()
  expect(seen.everything).toContain(`hook ${ENCRYPTION} HOOK_COMPLETE_FAILED`)
  expect(seen.result.annotations.map(({ message, title }) => `${title} ${message}`).join('\n')).toContain(ENCRYPTION)
})
