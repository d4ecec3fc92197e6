import { expect, test } from '@jest/globals'
import { instantly, operationsOf, playStory } from '../../../scripts/check/recordings/play.ts'
import { storiesOf } from '../../../scripts/check/recordings/read.ts'
import type { Recordings } from '../../../scripts/check/recordings/read.ts'
import { parameter, topic } from './world.ts'

/**
 * The sandbox's own responses about a template are written in the form of the recordings: without the template. A
 * template that is rebuilt from them must give the same responses.
 */

interface Step {
  readonly template: object
  readonly parameters?: Readonly<Record<string, string>>
}

interface Told {
  readonly fails?: { readonly resource: string; readonly on: 'create' | 'update' | 'delete'; readonly reason: string }
  /** The part of the responses that these recordings contain. */
  readonly keep?: (recordings: any) => any
}

const NAME = 'told'

async function record(steps: readonly Step[], { fails, keep = (all) => all }: Told = {}): Promise<Recordings> {
  const service = instantly(new Map([['/shop/size', 'large']]))
  const ask = operationsOf(service)
  const changeSets: object[] = []
  let id = ''
  for (const [index, { template, parameters = {} }] of steps.entries()) {
    if (fails && index === steps.length - 1) service.fail(fails)
    const made = await ask['CreateChangeSet']!({
      StackName: NAME,
      ChangeSetName: `set-${index}`,
      ChangeSetType: index === 0 ? 'CREATE' : 'UPDATE',
      TemplateBody: JSON.stringify(template),
      Parameters: Object.entries(parameters).map(([ParameterKey, ParameterValue]) => ({
        ParameterKey,
        ParameterValue,
      })),
      DisableValidation: true,
    })
    id = made.StackId
    await service.settled()
    for (const values of [true, false]) {
      const answer = await ask['DescribeChangeSet']!({ ChangeSetName: made.Id, IncludePropertyValues: values })
      const at = [`describe-${index + 1}${values ? '-prop-values' : ''}`]
      changeSets.push({ test: NAME, at, DescribeChangeSet: kept({ ...answer, ChangeSetId: `<set:${index}>` }) })
    }
    const { Status: status } = await ask['DescribeChangeSet']!({ ChangeSetName: made.Id })
    if (status === 'CREATE_COMPLETE') await ask['ExecuteChangeSet']!({ ChangeSetName: made.Id })
    await service.settled()
  }
  await ask['DeleteStack']!({ StackName: NAME })
  await service.settled()
  const events: Record<string, object[]> = {}
  for (const event of (await ask['DescribeStackEvents']!({ StackName: id })).StackEvents) {
    const key: string = event.PhysicalResourceId === id ? '<stack-name:1>' : event.LogicalResourceId
    const { ResourceProperties: text, ...rest } = event
    ;(events[key] ??= []).push(kept({ ...rest, ...(text && { ResourceProperties: JSON.parse(text) }) }))
  }
  return keep({ changeSets, sequences: [{ test: NAME, at: ['events'], events }], errors: [] }) as Recordings
}

/** Contexts and values parsed, and generated or local values replaced by placeholders. */
function kept(answer: object): object {
  const text = JSON.stringify(answer, (name, value: unknown) =>
    typeof value === 'string' && (name.endsWith('Context') || (name.endsWith('Value') && /^[[{]"/.test(value)))
      ? JSON.parse(value)
      : value,
  )
  return JSON.parse(
    text
      .replaceAll('arn:aws:', 'arn:<partition>:')
      .replaceAll('us-east-1', '<region>')
      .replaceAll(NAME, '<stack-name:1>'),
  ) as object
}

async function verdicts(recordings: Recordings): Promise<string[]> {
  const results = await playStory(storiesOf(recordings)[0]!)
  return results.map(({ verdict, notes }) => [verdict, ...notes].join(': '))
}

const withParameters = (resources: object, ...names: string[]) => ({
  Parameters: Object.fromEntries(names.map((name) => [name, { Type: 'String' }])),
  Resources: resources,
})
const of = (Resources: object, more: object = {}) => ({ template: { Resources, ...more } })
const bucket = (target: string) => ({
  Type: 'AWS::S3::Bucket',
  Properties: {
    BucketName: 'shop',
    NotificationConfiguration: { TopicConfigurations: [{ Event: 's3:ObjectCreated:*', Topic: { Ref: target } }] },
  },
})
const both = { 'Fn::Sub': '${A.TopicName}/${B.TopicName}' }
const two = withParameters({ A: topic('named', { DisplayName: { 'Fn::Sub': '${P}-${Q}' } }) }, 'P', 'Q')
const stored = {
  Parameters: { P: { Type: 'AWS::SSM::Parameter::Value<String>' } },
  Resources: { A: parameter({ Ref: 'P' }), B: parameter('b') },
}
const queue = (name: string) => ({ Type: 'AWS::SQS::Queue', Properties: { QueueName: name } })

test.each<[string, Step[]]>([
  ['a reference deep inside', [of({ T: topic('one'), B: bucket('T') }), of({ T: topic('two'), B: bucket('T') })]],
  [
    'two references in one text',
    [
      of({ A: topic('aaaa'), B: topic('bbbb'), X: parameter(both) }),
      of({ A: topic('cccc'), B: topic('dddd'), X: parameter(both) }),
    ],
  ],
  [
    'two parameters in one text',
    [
      { template: two, parameters: { P: 'p', Q: 'q' } },
      { template: two, parameters: { P: 'r', Q: 's' } },
    ],
  ],
  [
    'a parameter of the parameter store',
    [
      { template: stored, parameters: { P: '/shop/size' } },
      {
        template: { ...stored, Resources: { A: parameter({ Ref: 'P' }), B: parameter('c') } },
        parameters: { P: '/shop/size' },
      },
    ],
  ],
  [
    'a reference that remains while another property changes',
    [
      of({ Q: queue('qq'), X: parameter({ 'Fn::GetAtt': ['Q', 'Arn'] }, { Description: 'before' }) }),
      of({ Q: queue('qq'), X: parameter({ 'Fn::GetAtt': ['Q', 'Arn'] }, { Description: 'after' }) }),
    ],
  ],
  ['outputs alone', [of({ A: parameter('a') }), of({ A: parameter('a') }, { Outputs: { O: { Value: 'o' } } })]],
  ['nothing, after a change', [of({ A: parameter('a') }), of({ A: parameter('b') }), of({ A: parameter('b') })]],
  [
    'IDs that AWS generated',
    [
      of({ Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'one' } }, X: parameter({ Ref: 'Api' }) }),
      of({ Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'two' } }, X: parameter({ Ref: 'Api' }) }),
    ],
  ],
  [
    'policies by the kind of removal',
    [
      of({ A: { ...topic('one'), UpdateReplacePolicy: 'Retain' }, B: { ...parameter('b'), DeletionPolicy: 'Retain' } }),
      of({ A: { ...topic('two'), UpdateReplacePolicy: 'Retain' } }),
    ],
  ],
])('the template is rebuilt from responses about %s', async (_, steps) => {
  const recordings = await record(steps)
  expect(new Set(await verdicts(recordings))).toEqual(new Set(['agrees']))
})

test.each<[string, Step[], NonNullable<Told['fails']>]>([
  [
    'a creation',
    [of({ A: parameter('a'), B: parameter('b'), C: { ...parameter('c'), DependsOn: 'B' } })],
    { resource: 'B', on: 'create', reason: 'Access denied' },
  ],
  [
    'an update',
    [of({ A: parameter('a'), B: parameter('b') }), of({ A: parameter('a2'), B: parameter('b2') })],
    { resource: 'B', on: 'update', reason: 'Access denied' },
  ],
  [
    'a replacement',
    [of({ A: topic('one'), B: parameter('b') }), of({ A: topic('two'), B: parameter('b2') })],
    { resource: 'A', on: 'create', reason: 'Access denied' },
  ],
])('%s that failed fails again, with the same cancellations', async (_, steps, fails) => {
  expect(new Set(await verdicts(await record(steps, { fails })))).toEqual(new Set(['agrees']))
})

test.each<[string, NonNullable<Told['keep']>]>([
  [
    'the readings without values',
    (all) => ({ ...all, changeSets: all.changeSets.filter((one: any) => !/values/.test(one.at)) }),
  ],
  [
    'the readings with values',
    (all) => ({ ...all, changeSets: all.changeSets.filter((one: any) => /values/.test(one.at)) }),
  ],
  ['the events', (all) => ({ ...all, changeSets: [] })],
])('%s alone are enough', async (_, keep) => {
  const steps = [
    of({ A: topic('one'), X: parameter({ Ref: 'A' }) }),
    of({ A: topic('two'), X: parameter({ Ref: 'A' }) }),
  ]
  expect(new Set(await verdicts(await record(steps, { keep })))).toEqual(new Set(['agrees']))
})

test('a recording of another account and region is replayed in its own', async () => {
  const other = (all: any) =>
    JSON.parse(
      JSON.stringify(all)
        .replaceAll('111111111111', '000000000042')
        .replaceAll('<partition>', 'aws-cn')
        .replaceAll('<region>', 'cn-north-1'),
    )
  const steps = [
    of({ A: topic('one'), X: parameter({ Ref: 'A' }) }),
    of({ A: topic('two'), X: parameter({ Ref: 'A' }) }),
  ]
  expect(new Set(await verdicts(await record(steps, { keep: other })))).toEqual(new Set(['agrees']))
})

test('a second sequence of the same test is compared', async () => {
  const twice = (all: any) => ({ ...all, changeSets: [], sequences: [...all.sequences, ...all.sequences] })
  expect(await verdicts(await record([of({ A: parameter('a') })], { keep: twice }))).toEqual(['agrees', 'agrees'])
})

test('a failed change set without a known cause is the only one that is not replayed', async () => {
  const keep = (all: any) => {
    const failed = { ...all.changeSets[0].DescribeChangeSet, ChangeSetId: '<set:9>', Changes: [], Status: 'FAILED' }
    const entry = { test: NAME, at: ['describe-9'], DescribeChangeSet: { ...failed, StatusReason: 'Who knows' } }
    return { ...all, changeSets: [...all.changeSets, entry] }
  }
  const reported = await verdicts(await record([of({ A: parameter('a') })], { keep }))
  expect(reported.filter((one) => one === 'agrees')).toHaveLength(3)
  expect(reported.filter((one) => one.startsWith('not played'))).toHaveLength(1)
})
