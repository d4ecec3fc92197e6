import { ALARM, TEMPLATE_BUCKET } from './names.ts'
import { deploymentStory } from './deployment-story.ts'
import type { Clients, EnvironmentName, State, Story } from './contract.ts'

/** The contents of a stack: logical IDs of buckets, and of alarms with their thresholds. */
export interface Content {
  readonly buckets?: readonly string[]
  readonly alarms?: Readonly<Record<string, number>>
  /** Makes the template longer than what is passed inline. */
  readonly long?: true
}

interface StackStory extends Pick<Story, 'name' | 'mustNotPass' | 'plan'> {
  /** The initial state of both environments. */
  readonly installed?: Content
  readonly release: Content
  /** Changes the resources of an environment without CloudFormation. */
  readonly tamper?: (clients: Clients, environment: EnvironmentName) => Promise<void>
}

const STACKS: readonly StackStory[] = [
  {
    name: 'create',
    release: { buckets: ['Data'], alarms: { Errors: 2 } },
    plan: ['Data Add', 'Errors Add'],
  },
  {
    name: 'update',
    installed: { buckets: ['Data'], alarms: { Errors: 1 } },
    release: { buckets: ['Data'], alarms: { Errors: 2 } },
    plan: ['Errors Modify'],
  },
  {
    name: 'add-and-remove',
    installed: { buckets: ['Data'], alarms: { Errors: 1, Latency: 1 } },
    release: { buckets: ['Data'], alarms: { Errors: 1, Load: 1 } },
    plan: ['Latency Remove', 'Load Add'],
  },
  {
    name: 'unchanged',
    installed: { alarms: { Errors: 1 } },
    release: { alarms: { Errors: 1 } },
    plan: [],
  },
  {
    name: 'template-from-s3',
    release: { alarms: { Errors: 3 }, long: true },
    plan: ['Errors Add'],
  },
  {
    name: 'property-drift',
    installed: { alarms: { Errors: 1 } },
    release: { alarms: { Errors: 1, Load: 1 } },
    tamper: (clients, environment) => clients.putAlarm(nameOf('property-drift', 'Errors', environment), 99),
    mustNotPass: 'the threshold of an alarm was changed outside CloudFormation',
    plan: ['Load Add'],
  },
  {
    name: 'deleted-resource',
    installed: { buckets: ['Data'], alarms: { Errors: 1 } },
    release: { buckets: ['Data'], alarms: { Errors: 1, Load: 1 } },
    tamper: (clients, environment) => clients.deleteBucket(nameOf('deleted-resource', 'Data', environment)),
    mustNotPass: 'a bucket was deleted outside CloudFormation',
    plan: ['Load Add'],
  },
]

const LONG = 60_000

const stackOf = (story: string, environment: EnvironmentName): string => `${story}-${environment}`
/** Physical names are in lower case, and begin with the name of the story. */
const nameOf = (story: string, logicalId: string, environment: EnvironmentName): string =>
  `${story}-${logicalId.toLowerCase()}-${environment}`

function templateOf(story: string, { buckets = [], alarms = {}, long }: Content): string {
  const named = (logicalId: string): object => ({
    'Fn::Sub': nameOf(story, logicalId, '${Name}' as EnvironmentName),
  })
  const template = {
    Parameters: { Name: { Type: 'String' } },
    ...(long && { Metadata: { Padding: 'x'.repeat(LONG) } }),
    Resources: Object.fromEntries([
      ...buckets.map((id) => [id, { Type: 'AWS::S3::Bucket', Properties: { BucketName: named(id) } }]),
      ...Object.entries(alarms).map(([id, Threshold]) => [
        id,
        { Type: 'AWS::CloudWatch::Alarm', Properties: { AlarmName: named(id), ...ALARM, Threshold } },
      ]),
    ]),
  }
  return JSON.stringify(template, undefined, 2)
}

/** The contents of an environment after a deployment of this content, without its stack. */
function resourcesOf(story: string, content: Content, environment: EnvironmentName): State {
  return Object.fromEntries([
    ...(content.buckets ?? []).map((id) => [`bucket ${nameOf(story, id, environment)}`, 'there']),
    ...Object.entries(content.alarms ?? {}).map(([id, threshold]) => [
      `alarm ${nameOf(story, id, environment)}`,
      String(threshold),
    ]),
  ])
}

/** The repository of a release. */
function filesOf({ name, release }: StackStory): Record<string, string> {
  const config = {
    version: 1,
    environments: { preprod: { approval: { none: 'no person takes part in this check' } } },
    stacks: [
      {
        id: 'web',
        name: `${name}-{environment}`,
        template: 'web.json',
        parameters: { Name: '{environment}' },
        ...(release.long && { 'template-bucket': TEMPLATE_BUCKET }),
      },
    ],
  }
  return { '.github/test-deployments.yml': JSON.stringify(config), 'web.json': templateOf(name, release) }
}

function storyOf(stack: StackStory): Story {
  const { name, installed, release, tamper, plan, mustNotPass } = stack
  return {
    name,
    files: filesOf(stack),
    async prepare(clients, environment) {
      if (release.long && environment === 'preprod') await clients.makeTemplateBucket()
      if (installed) await clients.install(stackOf(name, environment), templateOf(name, installed), environment)
      await tamper?.(clients, environment)
    },
    stack: (environment) => stackOf(name, environment),
    released: (environment) => resourcesOf(name, release, environment),
    plan,
    ...(mustNotPass !== undefined && { mustNotPass, needsDrift: true }),
  }
}

export const STORIES: readonly Story[] = [...STACKS.map(storyOf), deploymentStory]
