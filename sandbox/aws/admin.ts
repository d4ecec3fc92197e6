import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import * as z from 'zod'
import { ACTIONS } from '../actions.ts'
import type { ActionInput, ActionName, Step } from '../actions.ts'
import type { PacedClock } from '../clock.ts'
import type { Call } from '../contract.ts'
import { manifestOf } from './services/ecr/store.ts'
import { putFunction } from './services/functions/put-function.ts'
import type { Aws } from './index.ts'
import type { Home } from './names.ts'
import { CHILDREN, referenceOf } from './registry/children.ts'
import { createStackActions } from './stack-actions.ts'
import { readRequest } from './wire/http.ts'

const PREFIX = '/_sandbox'

interface StackResources {
  readonly StackResources?: readonly { ResourceType?: string; PhysicalResourceId?: string }[]
}

export type Tamper = z.input<(typeof ACTIONS)['tamper']>

export interface Admin {
  handles(message: IncomingMessage): boolean
  answer(message: IncomingMessage, response: ServerResponse): Promise<void>
  /** Changes a resource of a stack outside of CloudFormation. */
  tamper(how: Tamper): Promise<void>
  /** Attaches a resource to one of a stack by a separate call. */
  attach(how: z.input<(typeof ACTIONS)['attach']>): Promise<void>
  /** Executes actions of other users, one step after the other. */
  play(steps: readonly Step[]): Promise<void>
  /** The hosts, deployments and resources that exist. */
  overview(): object
}

export function createAdmin(aws: Aws, clock: PacedClock): Admin {
  async function tamper(given: Tamper): Promise<void> {
    const how = ACTIONS.tamper.parse(given)
    const place = { account: how.account, region: how.region }
    const { properties, drift, reason, times } = how
    const resource = aws.live.find(place, how.stack, how.resource)
    if (drift !== undefined || resource === undefined) {
      aws.cloudformation.tamper(how.stack, how.resource, {
        ...(resource === undefined && properties !== undefined && { properties: asTampering(properties) }),
        ...(drift !== undefined && { drift }),
        ...(reason !== undefined && { reason }),
        ...(times !== undefined && { times }),
      })
    }
    if (resource !== undefined && properties !== undefined) await aws.live.tamper(resource, properties)
    if (properties === undefined) return
    const [type, name] = resource ? [resource.type, resource.physicalId] : await physicalIdOf(place, how)
    const [source, event] = eventOf(type, properties === null)
    const principal = `arn:aws:iam::${how.account}:user/${how.by}`
    aws.trail.note(callOf(place, source, event, principal), [{ type, name }], `${source}.amazonaws.com`)
  }

  async function physicalIdOf(
    place: Home,
    { stack, resource }: Pick<Tamper, 'stack' | 'resource'>,
  ): Promise<[string, string]> {
    const call = callOf(place, 'cloudformation', 'DescribeStackResources', 'arn:aws:iam::sandbox')
    const input = { StackName: stack, LogicalResourceId: resource }
    const answer: StackResources | undefined = await aws.cloudformation.operations.DescribeStackResources?.(input, call)
    const found = answer?.StackResources?.[0]
    return [found?.ResourceType ?? '', found?.PhysicalResourceId ?? resource]
  }

  async function attach(input: z.input<(typeof ACTIONS)['attach']>): Promise<void> {
    const given = ACTIONS.attach.parse(input)
    const { account, region, type, properties, by } = given
    const place = { account, region }
    const [parentType, physicalId] = await physicalIdOf(place, given)
    const parent = aws.existing.get(place, parentType, physicalId)
    const reference = parent && referenceOf(type, parent)
    if (reference === undefined) throw new Error(`${type} cannot be attached to ${given.resource} of ${given.stack}`)
    const owner = { ...place, stackName: '', stackId: '', logicalId: '' }
    await aws.cloudformation.handler(type).create({ ...properties, ...reference }, owner)
    const [service = '', event = ''] = CHILDREN[type]?.call.split(':') ?? []
    const call = callOf(place, service, event, `arn:aws:iam::${account}:user/${by}`)
    aws.trail.note(call, [{ type: parentType, name: physicalId }], `${service}.amazonaws.com`)
  }

  const perform: { [K in ActionName]: (input: ActionInput<K>) => unknown } = {
    ...createStackActions(aws, clock),
    tamper,
    attach,
    alarm({ name, state, reason, ...place }) {
      if (!aws.alarms.setState(place, name, state, reason)) throw new Error(`There is no alarm ${name}`)
    },
    object({ bucket, key, body }) {
      const found = aws.objects.find(bucket)
      if (found === undefined) throw new Error(`There is no bucket ${bucket}`)
      aws.objects.put(found, key, Buffer.from(body))
    },
    function: (given) => putFunction(aws.functions, given),
    push({ repository, tag, content, ...place }) {
      const found = aws.repositories().find(place, repository)
      if (found === undefined) throw new Error(`There is no repository ${repository}`)
      aws.repositories().push(found, manifestOf(content), tag)
    },
    image: ({ name, behavior }) => aws.ecs.images.set(name, behavior),
    value: ({ name, value }) => aws.values.set(name, value),
    trouble: (rule) => ('clear' in rule ? aws.trouble.clear() : aws.trouble.add(rule)),
    fail: ({ times, ...failure }) => aws.cloudformation.fail({ ...failure, ...(times !== undefined && { times }) }),
    async host({ name, silent, terminate, ...place }) {
      const host = aws.hosts.list(place).find(({ id, tags }) => id === name || nameTag(tags) === name)
      if (host === undefined) throw new Error(`There is no instance ${name}`)
      if (silent !== undefined) host.silent = silent
      if (terminate === true) await aws.hosts.terminate(place, host.id)
    },
    advance: ({ ms }) => clock.advance(ms),
    expire: () => aws.credentials.expireAll(),
  }

  function overview(): object {
    return {
      time: clock.now(),
      hosts: aws.hosts.all().map(({ id, home: { account, region }, tags, disk, port, silent }) => ({
        id,
        account,
        region,
        name: nameTag(tags),
        disk,
        port,
        silent,
      })),
      deployments: [...aws.codedeploy.deployments.values()].map(({ id, info, hooks }) => ({
        id,
        application: info.applicationName,
        group: info.deploymentGroupName,
        status: info.status,
        hooks: [...hooks].map(([executionId, hook]) => ({ executionId, function: hook.function })),
      })),
      resources: aws.live.all().map(({ type, physicalId, owner }) => ({
        type,
        physicalId,
        stack: owner.stackName,
        resource: owner.logicalId,
        account: owner.account,
        region: owner.region,
      })),
    }
  }

  return {
    handles: (message) => (message.url ?? '').startsWith(`${PREFIX}/`),
    tamper,
    attach,
    async play(steps) {
      for (const { name, inputs } of steps) {
        await Promise.all(inputs.map((input) => (perform[name] as (input: unknown) => unknown)(input)))
      }
    },
    overview,
    async answer(message, response) {
      const request = await readRequest(message)
      const action = request.path.slice(PREFIX.length + 1)
      const reply = (status: number, body: object): void => {
        response.writeHead(status, { 'content-type': 'application/json' }).end(`${JSON.stringify(body)}\n`)
      }
      if (request.method === 'GET' && action === '') return reply(200, overview())
      if (request.method !== 'POST' || !Object.hasOwn(ACTIONS, action)) {
        return reply(404, { error: `POST to one of ${Object.keys(ACTIONS).join(', ')}` })
      }
      try {
        const name = action as ActionName
        const input = ACTIONS[name].parse(JSON.parse(request.body.toString('utf8') || '{}'))
        await (perform[name] as (input: unknown) => unknown)(input)
        return reply(200, {})
      } catch (error) {
        return reply(400, { error: error instanceof z.ZodError ? z.prettifyError(error) : String(error) })
      }
    },
  }
}

const nameTag = (tags: readonly { Key: string; Value: string }[]): string | undefined =>
  tags.find(({ Key }) => Key === 'Name')?.Value

const asTampering = (properties: Record<string, unknown> | null): Record<string, unknown> | null =>
  properties &&
  Object.fromEntries(Object.entries(properties).map(([name, value]) => [name, value === null ? undefined : value]))

const callOf = (place: Home, service: string, operation: string, principal: string): Call => ({
  ...place,
  service,
  operation,
  principal,
  requestId: randomUUID(),
})

/** The CloudTrail event of a manual change: `AWS::DynamoDB::Table` → dynamodb, UpdateTable. */
function eventOf(type: string, deleted: boolean): [source: string, event: string] {
  const [, service = 'sandbox', thing = 'Resource'] = type.split('::')
  return [service.toLowerCase(), `${deleted ? 'Delete' : 'Update'}${thing}`]
}
