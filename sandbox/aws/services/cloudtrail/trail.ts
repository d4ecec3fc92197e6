import { randomUUID } from 'node:crypto'
import type * as sdk from '@aws-sdk/client-cloudtrail'
import { ServiceError } from '../../../contract.ts'
import type { Call, SandboxClock, Service } from '../../../contract.ts'
import { pageOf } from '../../paging.ts'
import { dialectOf } from '../../wire/dialects.ts'

/** The management events of all accounts. */
export interface Trail {
  readonly service: Service
  /** Records a call, if it is a write. */
  note(call: Call, resources: readonly TrailResource[], source?: string): void
}

export interface TrailResource {
  readonly type: string
  readonly name: string
}

const PAGE = 50
const READS = /^(Get|List|Describe|Batch|Head|Lookup|Estimate|Validate)/
/** Operations on objects are data events, which LookupEvents does not list. */
const DATA = /(Object|Objects|Part|Upload)$/

/** Names of Lambda events contain the version of its API. */
const EVENT_NAMES: Readonly<Record<string, string>> = {
  UpdateFunctionCode: 'UpdateFunctionCode20150331v2',
  UpdateFunctionConfiguration: 'UpdateFunctionConfiguration20150331v2',
  DeleteAlias: 'DeleteAlias20150331',
  DeleteFunction: 'DeleteFunction20150331',
  PublishVersion: 'PublishVersion20150331',
  CreateAlias: 'CreateAlias20150331',
  UpdateAlias: 'UpdateAlias20150331',
}

/** The name of a session or of a user. */
const userName = (principal: string): string => principal.split('/').at(-1) ?? principal

export function createTrail(clock: SandboxClock): Trail {
  const events: { account: string; region: string; event: sdk.Event }[] = []

  function lookup(input: sdk.LookupEventsCommandInput, call: Call): sdk.Event[] {
    const [attribute, ...more] = input.LookupAttributes ?? []
    if (more.length > 0) {
      throw new ServiceError('InvalidLookupAttributesException', 'You can provide only one LookupAttribute.')
    }
    const { StartTime: start, EndTime: end } = input
    if (start !== undefined && end !== undefined && start > end) {
      throw new ServiceError('InvalidTimeRangeException', 'Start time must be before end time.')
    }
    return events
      .filter((each) => each.account === call.account && each.region === call.region)
      .map(({ event }) => event)
      .filter((event) => start === undefined || event.EventTime! >= start)
      .filter((event) => end === undefined || event.EventTime! <= end)
      .filter((event) => attribute === undefined || has(event, attribute))
      .toReversed()
  }

  return {
    service: {
      name: 'cloudtrail',
      operations: {
        LookupEvents(input: sdk.LookupEventsCommandInput, call) {
          const most = input.MaxResults ?? PAGE
          if (most < 1 || most > PAGE) {
            throw new ServiceError('InvalidMaxResultsException', 'A max results value of between 1 and 50 is required.')
          }
          const invalid = (): Error => new ServiceError('InvalidNextTokenException', 'Invalid token.')
          const { items, next } = pageOf(lookup(input, call), most, input.NextToken, invalid)
          return { Events: items, ...(next !== undefined && { NextToken: next }) }
        },
      },
    },
    note(call, resources, source = `${dialectOf(call.service)?.signingName ?? call.service}.amazonaws.com`) {
      if (READS.test(call.operation) || call.account === '') return
      if (call.service === 's3' && DATA.test(call.operation)) return
      const id = randomUUID()
      const time = clock.now()
      const eventName = EVENT_NAMES[call.operation] ?? call.operation
      const record = {
        eventVersion: '1.11',
        userIdentity: { type: call.principal.includes(':user/') ? 'IAMUser' : 'AssumedRole', arn: call.principal },
        eventTime: time.toISOString(),
        eventSource: source,
        eventName,
        awsRegion: call.region,
        eventID: id,
        requestID: call.requestId,
        recipientAccountId: call.account,
      }
      events.push({
        account: call.account,
        region: call.region,
        event: {
          EventId: id,
          EventName: eventName,
          ReadOnly: 'false',
          EventTime: time,
          EventSource: source,
          Username: userName(call.principal),
          Resources: resources.map(({ type, name }) => ({ ResourceType: type, ResourceName: name })),
          CloudTrailEvent: JSON.stringify(record),
        },
      })
    },
  }
}

function has(event: sdk.Event, attribute: sdk.LookupAttribute): boolean {
  const wanted = attribute.AttributeValue
  switch (attribute.AttributeKey) {
    case 'EventId':
      return event.EventId === wanted
    case 'EventName':
      return event.EventName === wanted
    case 'EventSource':
      return event.EventSource === wanted
    case 'Username':
      return event.Username === wanted
    case 'ReadOnly':
      return event.ReadOnly === wanted
    case 'ResourceName':
      return (event.Resources ?? []).some((resource) => resource.ResourceName === wanted)
    case 'ResourceType':
      return (event.Resources ?? []).some((resource) => resource.ResourceType === wanted)
    default:
      throw new ServiceError('InvalidLookupAttributesException', `Invalid lookup attribute ${attribute.AttributeKey}.`)
  }
}

/** The resources of a call, by the names in its input. */
export function resourcesOf(input: object): TrailResource[] {
  const given = input as Record<string, unknown>
  const named: readonly [member: string, type: string][] = [
    ['StackName', 'AWS::CloudFormation::Stack'],
    ['ChangeSetName', 'AWS::CloudFormation::ChangeSet'],
    ['applicationName', 'AWS::CodeDeploy::Application'],
    ['deploymentGroupName', 'AWS::CodeDeploy::DeploymentGroup'],
    ['AlarmName', 'AWS::CloudWatch::Alarm'],
    ['RoleArn', 'AWS::IAM::Role'],
    ['Bucket', 'AWS::S3::Bucket'],
    ['FunctionName', 'AWS::Lambda::Function'],
    ['family', 'AWS::ECS::TaskDefinition'],
  ]
  return named
    .filter(([member]) => typeof given[member] === 'string')
    .map(([member, type]) => ({ type, name: given[member] as string }))
}
