import type { Command, CommandInvocation } from '@aws-sdk/client-ssm'
import type { HostCommands } from '../../../aws/clients/host-commands.ts'
import { errorName } from '../../../aws/errors.ts'
import { pagesOf } from '../../../aws/pages.ts'
import { messageOf } from '../../../support/errors.ts'
import { cleanUp } from '../../../support/processes/grace.ts'
import { oneLine } from '../../../support/text/text.ts'
import type { Clock, Log } from '../../../support/runtime.ts'
import { readHostLog } from '../log.ts'
import type { HostScript } from '../script.ts'
import type { HostReading, TaggedHost, Tags } from './contract.ts'

/** AWS's own document, which runs the lines that it is given. */
const DOCUMENT = 'AWS-RunShellScript'
/** How long an agent may take to fetch the command; the API takes 30 at least. */
export const DELIVERY_S = 60
/** The status of a command follows its end; calls are throttled. */
export const SPARE_MS = 30_000
const COMMENT_LENGTH = 100
const FIRST_PAUSE_MS = 1_000
const SLOWEST_PAUSE_MS = 5_000
const GROWTH = 1.5

/** Of a command as a whole: nothing of it runs any more. */
const OVER = new Set(['Success', 'Failed', 'TimedOut', 'Cancelled'])
const STILL_RUNS = new Set(['Pending', 'InProgress', 'Delayed', 'Cancelling'])

/** What the service says where a host gave no result (user guide of Systems Manager, "Understanding command statuses"). */
const REASONS: Readonly<Record<string, string>> = {
  'Delivery Timed Out': `its agent did not fetch the command within ${DELIVERY_S} s`,
  DeliveryTimedOut: `its agent did not fetch the command within ${DELIVERY_S} s`,
  'Execution Timed Out': 'the check did not end in time on it',
  ExecutionTimedOut: 'the check did not end in time on it',
  Undeliverable: 'the command could not be delivered to it',
  'Access Denied': 'the role may not send commands to it',
  AccessDenied: 'the role may not send commands to it',
  Terminated: 'the command was ended before its turn',
  'Invalid Platform': 'the document does not run on its system',
  InvalidPlatform: 'the document does not run on its system',
  Cancelled: 'the command was cancelled',
}

export interface CommandWorld {
  readonly calls: HostCommands
  readonly clock: Clock
  readonly log: Log
  /** Aborted when the job is cancelled, or the time for the check is over. */
  readonly signal: AbortSignal
}

/**
 * Runs a script on the hosts that have the tags and waits for its end on all of them. When the signal is aborted the command
 * is cancelled, and this rejects with the reason; where the time is over first it is cancelled, too, and the rest is known.
 */
export async function runCommand(
  world: CommandWorld,
  { name, script, tags }: { readonly name: string; readonly script: HostScript; readonly tags: Tags },
  hosts: readonly TaggedHost[],
): Promise<{ command: string; readings: HostReading[] }> {
  const { calls, clock, log } = world
  const { Command: sent } = await calls.sendCommand({
    DocumentName: DOCUMENT,
    Comment: oneLine(`test-deployments: ${name}`, COMMENT_LENGTH),
    Targets: Object.entries(tags).map(([tag, values]) => ({ Key: `tag:${tag}`, Values: [...values] })),
    Parameters: { commands: [script.text], executionTimeout: [String(script.seconds)] },
    TimeoutSeconds: DELIVERY_S,
    // A host that fails keeps no other one from being checked.
    MaxConcurrency: '100%',
    MaxErrors: '100%',
  })
  const id = sent?.CommandId ?? ''
  log.info(`${name}: the command ${id} runs it on ${hosts.length === 1 ? 'one host' : `${hosts.length} hosts`}`)
  const until = clock.now().getTime() + (DELIVERY_S + script.seconds) * 1_000
  let last: Command | undefined
  try {
    for (
      let pause = FIRST_PAUSE_MS;
      !OVER.has(last?.Status ?? '');
      pause = Math.min(SLOWEST_PAUSE_MS, pause * GROWTH)
    ) {
      if (clock.now().getTime() >= until) {
        await calls.cancelCommand({ CommandId: id })
        break
      }
      await clock.sleep(pause, world.signal)
      last = await readCommand(calls, id)
    }
    return { command: id, readings: await readAll(world, id, script, hosts) }
  } catch (error) {
    if (world.signal.aborted) await cancel(world, id, name)
    throw error
  }
}

/** Undefined until the service lists the command. */
async function readCommand(calls: HostCommands, id: string): Promise<Command | undefined> {
  try {
    return (await calls.listCommands({ CommandId: id })).Commands?.[0]
  } catch (error) {
    if (errorName(error) === 'InvalidCommandId') return undefined
    throw error
  }
}

async function cancel({ calls, log }: CommandWorld, id: string, name: string): Promise<void> {
  try {
    await cleanUp(calls.cancelCommand({ CommandId: id }))
    log.info(`${name}: the command ${id} is cancelled`)
  } catch (error) {
    log.warning(`${name}: the command ${id} is not cancelled, and ends by itself: ${messageOf(error)}`)
  }
}

async function readAll(
  { calls }: CommandWorld,
  id: string,
  script: HostScript,
  hosts: readonly TaggedHost[],
): Promise<HostReading[]> {
  const found = new Map<string, CommandInvocation>()
  const pages = pagesOf('NextToken', (next) => calls.listCommandInvocations({ CommandId: id, Details: true, ...next }))
  for await (const { CommandInvocations = [] } of pages)
    for (const each of CommandInvocations) found.set(each.InstanceId ?? '', each)
  // An instance that was started meanwhile has the tags, too.
  const ids = [...new Set([...hosts.map((host) => host.id), ...found.keys()])]
  const known = new Map(hosts.map((host) => [host.id, host]))
  return ids.map((host) => ({ host, result: resultOf(found.get(host), script, known.get(host)) }))
}

function resultOf(
  invocation: CommandInvocation | undefined,
  { mark }: HostScript,
  host: TaggedHost | undefined,
): HostReading['result'] {
  const none = (said: string): HostReading['result'] => ({ verdict: 'none', said })
  if (host !== undefined && host.ping === undefined) return none('Systems Manager does not know it')
  if (invocation === undefined)
    return none(
      host?.ping === 'Online' ? 'no command was sent to it' : `its agent does not respond (${host?.ping ?? 'unknown'})`,
    )
  const { Status: status = '', StatusDetails: details = status, CommandPlugins = [] } = invocation
  const log = readHostLog(CommandPlugins.map(({ Output }) => Output ?? '').join('\n'), mark)
  const result = log.end?.total === 1 ? log.results.get(1) : undefined
  // The script ends with 0 only after a pass, and with another status otherwise.
  if (result !== undefined && status === (result.verdict === 'pass' ? 'Success' : 'Failed')) return result
  if (STILL_RUNS.has(status)) return none(`the check still ran there when the time was over (${oneLine(details)})`)
  const reason = REASONS[details]
  return none(reason ?? `its output does not end with the last line of the script (${oneLine(details)})`)
}
