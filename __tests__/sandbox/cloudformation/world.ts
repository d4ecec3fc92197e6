import { createCloudFormation } from '../../../sandbox/aws/services/cloudformation/index.ts'
import type { CloudFormationOptions } from '../../../sandbox/aws/services/cloudformation/index.ts'
import type { ResourceHandler } from '../../../sandbox/contract.ts'

const CALL = {
  service: 'cloudformation',
  operation: '',
  region: 'eu-west-1',
  account: '111111111111',
  principal: 'arn:aws:iam::111111111111:user/tester',
  requestId: 'test',
}

interface Options extends Partial<Omit<CloudFormationOptions, 'handlers' | 'readObject'>> {
  readonly handlers?: readonly ResourceHandler[]
  readonly objects?: Readonly<Record<string, string>>
}

/** CloudFormation with a clock that advances as fast as its sleeps. */
export function open({ handlers = [], objects = {}, ...options }: Options = {}) {
  let now = Date.UTC(2026, 0, 1)
  const stored = { ...objects }
  const service = createCloudFormation({
    clock: {
      now: () => new Date(now),
      async sleep(ms) {
        await new Promise((done) => setImmediate(done))
        now += ms
      },
    },
    handlers: { register() {}, find: (type) => handlers.find((one) => one.type === type) },
    readObject: (bucket, key) => {
      const text = stored[`${bucket}/${key}`]
      return text === undefined ? undefined : Buffer.from(text)
    },
    ...options,
  })

  async function ask(operation: string, input: object = {}, call: object = {}): Promise<any> {
    const run = service.operations[operation]
    if (!run) throw new Error(`There is no operation ${operation}`)
    return run(input, { ...CALL, operation, ...call })
  }

  return {
    service,
    ask,
    stored,
    settled: () => service.settled(),

    /** Creates a stack, or updates the existing one, and waits for the end; returns its state. */
    async deploy(name: string, template: object | string, more: object = {}): Promise<string> {
      const all = (await ask('DescribeStacks')).Stacks as { StackName: string }[]
      const operation = all.some((stack) => stack.StackName === name) ? 'UpdateStack' : 'CreateStack'
      const body = typeof template === 'string' ? template : JSON.stringify(template)
      await ask(operation, { StackName: name, TemplateBody: body, ...more })
      await service.settled()
      return this.status(name)
    },

    async status(name: string): Promise<string> {
      const all = (await ask('ListStacks')).StackSummaries as {
        StackName: string
        StackId: string
        StackStatus: string
      }[]
      return all.find((stack) => stack.StackName === name || stack.StackId === name)?.StackStatus ?? 'none'
    },

    /** A change set, ready or failed, described with these options. */
    async changeSet(name: string, template: object, more: object = {}, describe: object = {}): Promise<any> {
      const { Id: id } = await ask('CreateChangeSet', {
        StackName: name,
        ChangeSetName: `set-${Math.random().toString(36).slice(2)}`,
        TemplateBody: JSON.stringify(template),
        ...more,
      })
      await service.settled()
      return ask('DescribeChangeSet', { ChangeSetName: id, ...describe })
    },

    /** `logical ID STATUS` of all events, oldest first; the stack itself is `*`. */
    async events(name: string): Promise<string[]> {
      const { StackEvents: events } = await ask('DescribeStackEvents', { StackName: name })
      return (
        events as { LogicalResourceId: string; PhysicalResourceId: string; StackId: string; ResourceStatus: string }[]
      )
        .toReversed()
        .map((e) => `${e.PhysicalResourceId === e.StackId ? '*' : e.LogicalResourceId} ${e.ResourceStatus}`)
    },

    async outputs(name: string): Promise<Record<string, string>> {
      const { Stacks: stacks } = await ask('DescribeStacks', { StackName: name })
      const outputs = (stacks[0].Outputs ?? []) as { OutputKey: string; OutputValue: string }[]
      return Object.fromEntries(outputs.map((output) => [output.OutputKey, output.OutputValue]))
    },

    async detectDrift(name: string, more: object = {}): Promise<{ detection: any; drifts: any[] }> {
      const { StackDriftDetectionId: id } = await ask('DetectStackDrift', { StackName: name, ...more })
      await service.settled()
      const detection = await ask('DescribeStackDriftDetectionStatus', { StackDriftDetectionId: id })
      const { StackResourceDrifts: drifts } = await ask('DescribeStackResourceDrifts', { StackName: name })
      return { detection, drifts }
    },
  }
}

export const parameter = (value: unknown, more: object = {}) => ({
  Type: 'AWS::SSM::Parameter',
  Properties: { Type: 'String', Value: value, ...more },
})

export const topic = (name: string, more: object = {}) => ({
  Type: 'AWS::SNS::Topic',
  Properties: { TopicName: name, ...more },
})
