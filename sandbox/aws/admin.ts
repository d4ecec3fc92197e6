import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import * as z from 'zod'
import type { PacedClock } from '../clock.ts'
import type { Call } from '../contract.ts'
import type { Aws } from './index.ts'
import type { Home } from './names.ts'
import { troubleRule } from './wire/trouble.ts'
import { readRequest } from './wire/http.ts'

const PREFIX = '/_sandbox'
const home = { account: z.string(), region: z.string() }

/** What can be done behind AWS's back, and with what. */
const ACTIONS = {
  tamper: z.strictObject({
    ...home,
    stack: z.string(),
    resource: z.string(),
    /** Merged; null as a value removes a property, null as a whole deletes the resource. */
    properties: z.record(z.string(), z.unknown()).nullable().optional(),
    /** What drift detection is made to answer. */
    drift: z.enum(['UNSUPPORTED', 'UNKNOWN', 'NOT_CHECKED', 'FAILED']).optional(),
    reason: z.string().optional(),
    /** How many checks get that answer; all when absent. */
    times: z.int().min(1).optional(),
    /** Who is to be found in CloudTrail. */
    by: z.string().default('somebody'),
  }),
  alarm: z.strictObject({
    ...home,
    name: z.string(),
    state: z.enum(['OK', 'ALARM', 'INSUFFICIENT_DATA']),
    reason: z.string().default('Set by hand'),
  }),
  trouble: z.union([troubleRule, z.strictObject({ clear: z.literal(true) })]),
  fail: z.strictObject({
    resource: z.string(),
    on: z.enum(['create', 'update', 'delete', 'rollback']),
    reason: z.string(),
    times: z.int().optional(),
  }),
  host: z.strictObject({
    ...home,
    name: z.string(),
    silent: z.boolean().optional(),
    terminate: z.boolean().optional(),
  }),
  advance: z.strictObject({ ms: z.number().min(0) }),
  expire: z.strictObject({}),
}

interface StackResources {
  readonly StackResources?: readonly { ResourceType?: string; PhysicalResourceId?: string }[]
}

export type Tamper = z.input<(typeof ACTIONS)['tamper']>

export interface Admin {
  handles(message: IncomingMessage): boolean
  answer(message: IncomingMessage, response: ServerResponse): Promise<void>
  /** Changes a resource of a stack as somebody at the console would. */
  tamper(how: Tamper): Promise<void>
  /** What there is and what runs. */
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

  async function physicalIdOf(place: Home, { stack, resource }: Tamper): Promise<[string, string]> {
    const call = callOf(place, 'cloudformation', 'DescribeStackResources', 'arn:aws:iam::sandbox')
    const input = { StackName: stack, LogicalResourceId: resource }
    const answer: StackResources | undefined = await aws.cloudformation.operations.DescribeStackResources?.(input, call)
    const found = answer?.StackResources?.[0]
    return [found?.ResourceType ?? '', found?.PhysicalResourceId ?? resource]
  }

  const perform: { [K in keyof typeof ACTIONS]: (input: z.output<(typeof ACTIONS)[K]>) => unknown } = {
    tamper,
    alarm({ name, state, reason, ...place }) {
      if (!aws.alarms.setState(place, name, state, reason)) throw new Error(`There is no alarm ${name}`)
    },
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
        const name = action as keyof typeof ACTIONS
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

/** The event that a change by hand leaves in CloudTrail: `AWS::DynamoDB::Table` → dynamodb, UpdateTable. */
function eventOf(type: string, deleted: boolean): [source: string, event: string] {
  const [, service = 'sandbox', thing = 'Resource'] = type.split('::')
  return [service.toLowerCase(), `${deleted ? 'Delete' : 'Update'}${thing}`]
}
