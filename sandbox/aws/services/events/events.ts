import { randomUUID } from 'node:crypto'
import type * as sdk from '@aws-sdk/client-eventbridge'
import { ServiceError } from '../../../contract.ts'
import type { Call, Service } from '../../../contract.ts'
import { queuesOf } from '../sqs/queues.ts'
import type { World } from '../../world.ts'
import { matches, readPattern, type Pattern } from './patterns.ts'

interface Rule {
  readonly name: string
  readonly pattern: Pattern
  /** Queues by the id of the target. */
  readonly targets: Map<string, string>
}

interface Bus {
  readonly arn: string
  readonly rules: Map<string, Rule>
}

const MOST_ENTRIES = 10

/**
 * EventBridge: buses, rules by event pattern, and queues as targets.
 * https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html
 */
export function createEvents(world: World): Service {
  const buses = new Map<string, Bus>()
  const queues = queuesOf(world)
  const arnOf = (name: string, { account, region }: Pick<Call, 'account' | 'region'>): string =>
    name.startsWith('arn:') ? name : `arn:aws:events:${region}:${account}:event-bus/${name}`
  const find = (name: string, call: Call): Bus | undefined => {
    const arn = arnOf(name, call)
    // Each account has the bus `default` in each region.
    if (!buses.has(arn) && arn.endsWith(':event-bus/default')) buses.set(arn, { arn, rules: new Map() })
    return buses.get(arn)
  }
  const get = (name: string | undefined, call: Call): Bus => {
    const bus = find(name ?? 'default', call)
    if (bus !== undefined) return bus
    throw new ServiceError('ResourceNotFoundException', `Event bus ${name} does not exist.`)
  }
  const getRule = (bus: Bus, name = ''): Rule => {
    const rule = bus.rules.get(name)
    if (rule !== undefined) return rule
    const text = `Rule ${name} does not exist on EventBus ${bus.arn.split('/').at(-1)}.`
    throw new ServiceError('ResourceNotFoundException', text)
  }

  const put = (entry: sdk.PutEventsRequestEntry, call: Call): sdk.PutEventsResultEntry => {
    const { Source, DetailType, Detail, EventBusName = 'default', Time, Resources = [] } = entry
    if (!Source || !DetailType || !Detail) {
      const ErrorMessage = `Parameter ${Source ? (DetailType ? 'Detail' : 'DetailType') : 'Source'} is not valid. Reason: is a required argument.`
      return { ErrorCode: 'InvalidArgument', ErrorMessage }
    }
    let detail: unknown
    try {
      detail = JSON.parse(Detail)
    } catch {
      return { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' }
    }
    const id = randomUUID()
    const bus = find(EventBusName, call)
    // An event for a bus that does not exist is taken and lost.
    if (bus === undefined) return { EventId: id }
    const [, , , region, account] = bus.arn.split(':')
    const event = {
      version: '0',
      id,
      'detail-type': DetailType,
      source: Source,
      account,
      time: (Time ?? world.clock.now()).toISOString().replace(/\.\d+Z$/, 'Z'),
      region,
      resources: Resources,
      detail,
    }
    for (const { pattern, targets } of bus.rules.values()) {
      if (!matches(pattern, event)) continue
      for (const arn of targets.values()) {
        const queue = queues.at(arn)
        if (queue !== undefined) queues.send(queue, JSON.stringify(event))
      }
    }
    return { EventId: id }
  }

  return {
    name: 'events',
    operations: {
      CreateEventBus({ Name = '' }: sdk.CreateEventBusCommandInput, call) {
        const arn = arnOf(Name, call)
        if (find(Name, call) !== undefined)
          throw new ServiceError('ResourceAlreadyExistsException', `Event bus ${Name} already exists.`)
        buses.set(arn, { arn, rules: new Map() })
        return { EventBusArn: arn }
      },
      PutRule({ Name = '', EventPattern, EventBusName }: sdk.PutRuleCommandInput, call) {
        const bus = get(EventBusName, call)
        const pattern = readPattern(EventPattern)
        bus.rules.set(Name, { name: Name, pattern, targets: bus.rules.get(Name)?.targets ?? new Map() })
        const path = bus.arn.endsWith('/default') ? Name : `${bus.arn.split('/').at(-1)}/${Name}`
        return { RuleArn: `${bus.arn.replace(/event-bus\/.*$/, '')}rule/${path}` }
      },
      PutTargets({ Rule: name, EventBusName, Targets = [] }: sdk.PutTargetsCommandInput, call) {
        const { targets } = getRule(get(EventBusName, call), name)
        for (const { Id = '', Arn = '' } of Targets) {
          if (!Arn.includes(':sqs:')) throw new ServiceError('ValidationException', `The sandbox has no target ${Arn}`)
          targets.set(Id, Arn)
        }
        return { FailedEntryCount: 0, FailedEntries: [] }
      },
      PutEvents({ Entries = [] }: sdk.PutEventsCommandInput, call) {
        if (Entries.length === 0 || Entries.length > MOST_ENTRIES) {
          const text = `1 validation error detected: Value at 'entries' failed to satisfy constraint: Member must have length between 1 and ${MOST_ENTRIES}`
          throw new ServiceError('ValidationException', text)
        }
        const results = Entries.map((entry) => put(entry, call))
        return { FailedEntryCount: results.filter(({ ErrorCode }) => ErrorCode !== undefined).length, Entries: results }
      },
    },
    permissions(operation, input, call) {
      const entries = Array.isArray(input['Entries']) ? (input['Entries'] as sdk.PutEventsRequestEntry[]) : []
      if (operation !== 'PutEvents') return [{ action: `events:${operation}`, resource: '*' }]
      return entries.map(({ EventBusName = 'default' }) => ({
        action: 'events:PutEvents',
        resource: arnOf(EventBusName, call),
      }))
    },
  }
}
