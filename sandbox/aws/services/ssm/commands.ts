import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import type * as sdk from '@aws-sdk/client-ssm'
import { ServiceError } from '../../../contract.ts'
import type { Call, SandboxClock, Service } from '../../../contract.ts'
import type { Host, Hosts } from '../../hosts/hosts.ts'
import { homeKey } from '../../names.ts'
import type { Home } from '../../names.ts'
import { pageOf } from '../../paging.ts'
import { documentOf } from './documents.ts'
import type { CommandDocument, Job } from './documents.ts'
import { runScript } from './run-script.ts'

export interface CommandBackends {
  readonly clock: SandboxClock & { busy<T>(work: Promise<T>): Promise<T> }
  readonly hosts: Hosts
  /** Aborted when the sandbox closes. */
  readonly closing: AbortSignal
}

type InvocationState =
  'Pending' | 'InProgress' | 'Success' | 'Failed' | 'Cancelled' | 'Execution Timed Out' | 'Delivery Timed Out'

interface Invocation {
  readonly host: Host
  /** The time at which the agent has received it; before that, GetCommandInvocation cannot find it. */
  known: boolean
  details: InvocationState
  started?: Date
  ended?: Date
  exitCode: number
  stdout: string
  stderr: string
}

interface Command {
  readonly id: string
  readonly home: Home
  readonly input: sdk.SendCommandCommandInput
  readonly document: CommandDocument
  readonly requested: Date
  readonly invocations: Invocation[]
  readonly cancelled: AbortController
}

const MOST_INSTANCES = 50
const MOST_TARGETS = 5
const DEFAULT_DELIVERY_S = 3_600
const SHOWN_STDOUT = 24_000
const SHOWN_STDERR = 8_000
const SHOWN_OUTPUT = 2_500
const PAGE = 50
/** Simulated time until an agent fetches its command. */
const DELIVERY_MS = 500

/** Run Command, on the hosts of the sandbox: each script is a real process in the folder that is the host's disk. */
export function commandOperations({ clock, hosts, closing }: CommandBackends): Service['operations'] {
  const commands: Command[] = []

  /** On-premises instances of CodeDeploy are not nodes of Systems Manager. */
  const managed = (home: Home): Host[] => managedHosts(hosts, home)

  function selected(call: Call, input: sdk.SendCommandCommandInput): Host[] {
    const ids = input.InstanceIds ?? []
    const targets = input.Targets ?? []
    if (ids.length > MOST_INSTANCES || targets.length > MOST_TARGETS) {
      throw invalid(`A command can have ${MOST_INSTANCES} instance IDs or ${MOST_TARGETS} targets.`)
    }
    if (ids.length > 0 && targets.length > 0) throw invalid('InstanceIds and Targets cannot be used together.')
    if (ids.length === 0 && targets.length === 0) throw invalid('InstanceIds or Targets must be given.')
    const unknown = ids.filter((id) => !managed(call).some((host) => host.id === id && !host.silent))
    if (unknown.length > 0) {
      const message = `Instances [[${unknown.join(', ')}]] not in a valid state for account ${call.account}`
      throw new ServiceError('InvalidInstanceId', message)
    }
    if (ids.length > 0) return managed(call).filter(({ id }) => ids.includes(id))
    return managed(call).filter((host) => targets.every((target) => isTarget(host, target)))
  }

  async function carryOut(command: Command, invocation: Invocation, job: Job): Promise<void> {
    const { host } = invocation
    await clock.sleep(DELIVERY_MS)
    invocation.known = true
    if (host.silent) {
      await clock.sleep((command.input.TimeoutSeconds ?? DEFAULT_DELIVERY_S) * 1_000)
      if (invocation.details === 'Pending') end(invocation, { details: 'Delivery Timed Out' })
      return
    }
    if (command.cancelled.signal.aborted) return end(invocation, { details: 'Cancelled' })
    Object.assign(invocation, { details: 'InProgress', started: clock.now() })
    const result = await clock.busy(
      runScript({
        script: job.script,
        cwd: join(host.disk, job.workingDirectory),
        disk: host.disk,
        timeoutMs: job.timeoutMs,
        signal: AbortSignal.any([closing, command.cancelled.signal]),
      }),
    )
    const { exitCode, stdout, stderr } = result
    const failed = `${stderr}${stderr === '' || stderr.endsWith('\n') ? '' : '\n'}failed to run commands: exit status ${exitCode}`
    if (command.cancelled.signal.aborted) end(invocation, { details: 'Cancelled', exitCode, stdout, stderr })
    else if (result.timedOut) end(invocation, { details: 'Execution Timed Out', exitCode, stdout, stderr: failed })
    else if (exitCode === 0) end(invocation, { details: 'Success', exitCode, stdout, stderr })
    else end(invocation, { details: 'Failed', exitCode, stdout, stderr: failed })
  }

  function end(invocation: Invocation, result: Partial<Invocation>): void {
    Object.assign(invocation, { ...result, ended: clock.now() })
  }

  function found(call: Call, id: string | undefined): Command {
    const command = commands.find((each) => each.id === id && homeKey(each.home) === homeKey(call))
    if (command === undefined) throw new ServiceError('InvalidCommandId', 'The specified command ID is not valid.')
    return command
  }

  return {
    DescribeInstanceInformation(input: sdk.DescribeInstanceInformationCommandInput, call) {
      const all = managed(call).filter((host) =>
        [...(input.Filters ?? [])].every(({ Key: key, Values: values = [] }) => hasValue(host, key ?? '', values)),
      )
      const { items, next } = pageOf(all, input.MaxResults ?? PAGE, input.NextToken, invalidToken)
      return { InstanceInformationList: items.map(shownHost), ...(next !== undefined && { NextToken: next }) }
    },
    SendCommand(input: sdk.SendCommandCommandInput, call) {
      const document = documentOf(input.DocumentName ?? '')
      const chosen = selected(call, input)
      const job = document.job(input.Parameters ?? {})
      if (atMost(input.MaxConcurrency ?? '50', chosen.length) < chosen.length) {
        throw invalid('The sandbox does not play a MaxConcurrency below the number of targets')
      }
      const command: Command = {
        id: randomUUID(),
        home: { account: call.account, region: call.region },
        input,
        document,
        requested: clock.now(),
        invocations: chosen.map((host) => ({
          host,
          known: false,
          details: 'Pending',
          exitCode: -1,
          stdout: '',
          stderr: '',
        })),
        cancelled: new AbortController(),
      }
      commands.unshift(command)
      for (const invocation of command.invocations) void carryOut(command, invocation, job)
      return { Command: shownCommand(command) }
    },
    ListCommands(input: sdk.ListCommandsCommandInput, call) {
      if (input.Filters !== undefined) throw invalid('The sandbox does not play ListCommands with Filters')
      const all = commands
        .filter(({ home }) => homeKey(home) === homeKey(call))
        .filter(({ id }) => input.CommandId === undefined || id === input.CommandId)
        .filter(({ invocations }) => runsOn(invocations, input.InstanceId))
      const { items, next } = pageOf(all, input.MaxResults ?? PAGE, input.NextToken, invalidToken)
      return { Commands: items.map(shownCommand), ...(next !== undefined && { NextToken: next }) }
    },
    GetCommandInvocation(input: sdk.GetCommandInvocationCommandInput, call) {
      const command = found(call, input.CommandId)
      const invocation = command.invocations.find(({ host }) => host.id === input.InstanceId)
      if (invocation === undefined || !invocation.known) throw new ServiceError('InvocationDoesNotExist', '')
      return shownInvocation(command, invocation)
    },
    ListCommandInvocations(input: sdk.ListCommandInvocationsCommandInput, call) {
      if (input.Filters !== undefined) throw invalid('The sandbox does not play ListCommandInvocations with Filters')
      const all = commands
        .filter(({ home, id }) => homeKey(home) === homeKey(call) && (input.CommandId ?? id) === id)
        .flatMap((command) => command.invocations.map((invocation) => [command, invocation] as const))
        .filter(([, { known, host }]) => known && (input.InstanceId ?? host.id) === host.id)
      const { items, next } = pageOf(all, input.MaxResults ?? PAGE, input.NextToken, invalidToken)
      return {
        CommandInvocations: items.map(([command, each]) => listed(command, each, input.Details === true)),
        ...(next !== undefined && { NextToken: next }),
      }
    },
    CancelCommand(input: sdk.CancelCommandCommandInput, call) {
      const command = found(call, input.CommandId)
      command.cancelled.abort()
      for (const each of command.invocations) if (each.details === 'Pending') end(each, { details: 'Cancelled' })
      return {}
    },
  }
}

const invalid = (message: string): ServiceError => new ServiceError('ValidationException', message)
const invalidToken = (): Error => new ServiceError('InvalidNextToken', 'The specified token is not valid.')

const runsOn = (invocations: readonly Invocation[], id: string | undefined): boolean =>
  id === undefined || invocations.some(({ host }) => host.id === id)

/** The instances that Systems Manager knows. */
export const managedHosts = (hosts: Hosts, home: Home): Host[] =>
  hosts.list(home, 'ec2').filter((host) => !host.unmanaged)

/** Whether a target selects the host; several values of one key are alternatives. */
export function isTarget(host: Host, { Key: key = '', Values: values = [] }: sdk.Target): boolean {
  if (key === 'InstanceIds') return values.includes(host.id)
  if (key.startsWith('tag:')) return hasValue(host, key, values)
  throw invalid(`The sandbox does not play the target ${key}`)
}

function hasValue(host: Host, key: string, values: readonly string[]): boolean {
  if (key === 'InstanceIds') return values.includes(host.id)
  if (key === 'PingStatus') return values.includes(pingOf(host))
  if (key.startsWith('tag:')) {
    const name = key.slice('tag:'.length)
    return host.tags.some((tag) => tag.Key === name && values.includes(tag.Value))
  }
  throw invalid(`The sandbox does not play the filter ${key}`)
}

const pingOf = ({ silent }: Host): 'Online' | 'ConnectionLost' => (silent ? 'ConnectionLost' : 'Online')

const shownHost = (host: Host): sdk.InstanceInformation => ({
  InstanceId: host.id,
  PingStatus: pingOf(host),
  LastPingDateTime: host.launched,
  AgentVersion: '3.3.3050.0',
  IsLatestVersion: true,
  PlatformType: 'Linux',
  PlatformName: 'Amazon Linux',
  PlatformVersion: '2023',
  ResourceType: 'EC2Instance',
  IPAddress: '127.0.0.1',
  ComputerName: host.id,
})

/** The status without the details: two kinds of timeout are one. */
const statusOf = (details: InvocationState): Exclude<sdk.CommandInvocationStatus, 'Cancelling' | 'Delayed'> =>
  details === 'Execution Timed Out' || details === 'Delivery Timed Out' ? 'TimedOut' : details

const isOver = ({ details }: Invocation): boolean => details !== 'Pending' && details !== 'InProgress'

/** The status of the whole command, by those of its invocations. */
function overall({ invocations, cancelled, input }: Command): [sdk.CommandStatus, string] {
  if (invocations.length === 0) return ['Success', 'NoInstancesInTag']
  if (invocations.some((each) => !isOver(each))) {
    if (cancelled.signal.aborted) return ['Cancelling', 'Cancelling']
    return invocations.every(({ details }) => details === 'Pending')
      ? ['Pending', 'Pending']
      : ['InProgress', 'InProgress']
  }
  if (invocations.every(({ details }) => details === 'Success')) return ['Success', 'Success']
  const enough = Math.max(1, atMost(input.MaxErrors ?? '0', invocations.length))
  for (const state of ['Failed', 'Execution Timed Out', 'Delivery Timed Out', 'Cancelled'] as const) {
    const count = invocations.filter(({ details }) => details === state).length
    if (count >= enough) return [statusOf(state), state]
  }
  return ['Failed', 'Incomplete']
}

/** A number, or a percentage of all. */
const atMost = (given: string, all: number): number =>
  given.endsWith('%') ? Math.floor((Number.parseInt(given, 10) / 100) * all) : Number(given)

function shownCommand(command: Command): sdk.Command {
  const { id, input, document, requested, invocations } = command
  const [status, details] = overall(command)
  const timeout = input.TimeoutSeconds ?? DEFAULT_DELIVERY_S
  const errors = invocations.filter(({ details: each }) => each === 'Failed' || each === 'Execution Timed Out')
  return {
    CommandId: id,
    DocumentName: document.name,
    DocumentVersion: input.DocumentVersion ?? '$DEFAULT',
    Comment: input.Comment ?? '',
    ExpiresAfter: new Date(requested.getTime() + timeout * 1_000),
    Parameters: input.Parameters ?? {},
    InstanceIds: input.InstanceIds ?? [],
    Targets: input.Targets ?? [],
    RequestedDateTime: requested,
    Status: status,
    StatusDetails: details,
    MaxConcurrency: input.MaxConcurrency ?? '50',
    MaxErrors: input.MaxErrors ?? '0',
    TargetCount: invocations.length,
    CompletedCount: invocations.filter(isOver).length,
    ErrorCount: errors.length,
    DeliveryTimedOutCount: invocations.filter(({ details: each }) => each === 'Delivery Timed Out').length,
    TimeoutSeconds: timeout,
  }
}

function shownInvocation({ id, input, document }: Command, invocation: Invocation): sdk.GetCommandInvocationResult {
  const { host, details, started, ended, exitCode, stdout, stderr } = invocation
  const over = isOver(invocation)
  return {
    CommandId: id,
    InstanceId: host.id,
    Comment: input.Comment ?? '',
    DocumentName: document.name,
    DocumentVersion: input.DocumentVersion ?? '$DEFAULT',
    PluginName: document.step,
    ResponseCode: over ? exitCode : -1,
    ...(started && { ExecutionStartDateTime: toTenths(started) }),
    ...(ended && { ExecutionEndDateTime: toTenths(ended) }),
    Status: statusOf(details),
    StatusDetails: details,
    StandardOutputContent: over ? stdout.slice(0, SHOWN_STDOUT) : '',
    StandardOutputUrl: '',
    StandardErrorContent: over ? stderr.slice(0, SHOWN_STDERR) : '',
    StandardErrorUrl: '',
  }
}

/** A time as the model's pattern has it, with one digit after the second. */
const toTenths = (time: Date): string => time.toISOString().replace(/(\.\d)\d\dZ$/, '$1Z')

function listed(command: Command, invocation: Invocation, withPlugins: boolean): sdk.CommandInvocation {
  const { host, details, started, ended, exitCode, stdout, stderr } = invocation
  const output = stderr === '' ? stdout : `${stdout}\n----------ERROR-------\n${stderr}`
  return {
    CommandId: command.id,
    InstanceId: host.id,
    InstanceName: '',
    Comment: command.input.Comment ?? '',
    DocumentName: command.document.name,
    DocumentVersion: command.input.DocumentVersion ?? '$DEFAULT',
    RequestedDateTime: command.requested,
    Status: statusOf(details),
    StatusDetails: details,
    StandardOutputUrl: '',
    StandardErrorUrl: '',
    CommandPlugins: withPlugins
      ? [
          {
            Name: command.document.step,
            Status: statusOf(details),
            StatusDetails: details,
            ResponseCode: isOver(invocation) ? exitCode : -1,
            ...(started && { ResponseStartDateTime: started }),
            ...(ended && { ResponseFinishDateTime: ended }),
            Output: output.slice(0, SHOWN_OUTPUT),
          },
        ]
      : [],
  }
}
