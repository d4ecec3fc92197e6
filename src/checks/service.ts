import { z } from 'zod'
import { duration, text } from '../support/option-types.ts'
import { listenerAddresses } from '../support/processes/listeners.ts'
import { defineCheck, type CheckContext, type HostCall, type Judgement } from './contract.ts'
import { readService, type Running, type ServiceReading } from './engine/read-service.ts'

const DEFAULT_TIMEOUT_MS = 30_000
const DEFAULT_SETTLE_MS = 2_000
/** Both times are rounded to seconds. */
const ROUNDED_MS = 2_000

interface Options {
  readonly service: string
  readonly by: 'unit' | 'process' | 'pid-file'
  readonly port?: number | undefined
  readonly address?: string | undefined
  readonly started: 'since-deployment' | 'any'
  readonly restarts: number
  readonly settle: number
}

interface HostFacts {
  readonly host: string
  readonly first: ServiceReading
  /** After `settle`; undefined where the service did not run at first. */
  readonly second?: ServiceReading
}

interface Facts {
  readonly hosts: readonly HostFacts[]
  /** Milliseconds since 1970; undefined where the job has no evidence of a deployment. */
  readonly deployedAt?: number
}

export const check = defineCheck({
  meta: {
    name: 'service',
    title: 'A service runs on a host',
    docs: 'Examines a systemd unit or a process on this host, or with `on: hosts` on every host of the deployments: it runs, was started since this deployment, is the same after `settle`, and listens on its port. An open port counts only if a process of the service listens on it, in both readings. A file with a process id that is older than this process is of another one.',
    kind: 'deployment',
    runsUserCode: false,
  },
  shape: () => ({
    service: text.describe('Name of the unit or of the program, or path of a file that has the process id.'),
    by: z.enum(['unit', 'process', 'pid-file']).default('unit').describe('What `service` names.'),
    port: z.int().min(1).max(65_535).optional().describe('TCP port on which it must listen.'),
    address: text
      .refine((value) => listenerAddresses(value) !== undefined, { error: 'expected an IP address, or *' })
      .optional()
      .describe('Address on which it must listen on `port`; `*` is all of the host. Default: any.'),
    started: z
      .enum(['since-deployment', 'any'])
      .default('since-deployment')
      .describe('When it must have been started: a process from before the deployment runs the previous version.'),
    restarts: z.int().min(0).default(0).describe('How often systemd may have restarted the unit by itself.'),
    settle: duration
      .default(DEFAULT_SETTLE_MS)
      .describe('After this time it is read again: it must be the same process.'),
  }),
  nameOf: ({ service, port }: Options) =>
    port === undefined ? `${service} runs` : `${service} runs and listens on port ${port}`,
  timeoutOf: ({ settle }: Options) => DEFAULT_TIMEOUT_MS + settle,
  observe,
  judge,
  onHost,
})

async function observe(
  { service, by, settle }: Options,
  { on, hosts, deployed, ports, signal }: CheckContext,
): Promise<Facts> {
  const places = on === 'runner' ? [{ name: 'this runner', root: '/' }] : hosts === 'unreachable' ? [] : hosts
  const read = (root: string): Promise<ServiceReading> => readService({ service, by, root }, signal)
  const observed: HostFacts[] = []
  for (const { name: host, root } of places) {
    const first = await read(root)
    if (first.kind !== 'running') {
      observed.push({ host, first })
      continue
    }
    await ports.clock.sleep(settle, signal)
    observed.push({ host, first, second: await read(root) })
  }
  return { hosts: observed, ...(deployed && { deployedAt: deployed.startedAt.getTime() }) }
}

interface Problem {
  readonly what: string
  /** True: it could not be determined. */
  readonly unknown?: boolean
}

function judge(options: Options, facts: Facts): Judgement {
  const expected = expectation(options)
  if (facts.hosts.length === 0) {
    return {
      outcome: 'inconclusive',
      title: 'no host of the deployments can be reached from this job',
      expected,
      observed: 'no host',
      advice:
        'Let the deployments of the check be of the platform server, whose hosts make it in their ValidateService hook, or let hosts with certain tags make it (`through: ssm`).',
    }
  }
  const judged = facts.hosts.map((host) => ({ host, problem: problemOf(options, host, facts.deployedAt) }))
  const observed = judged
    .map(({ host, problem }) => `${host.host}: ${problem?.what ?? describe(host.first)}`)
    .join('\n')
  const wrong =
    judged.find(({ problem }) => problem && !problem.unknown) ?? judged.find(({ problem }) => problem !== undefined)
  if (wrong?.problem === undefined) {
    return {
      outcome: 'pass',
      title: `as expected on ${judged.map(({ host }) => host.host).join(', ')}`,
      expected,
      observed,
    }
  }
  return {
    outcome: wrong.problem.unknown ? 'inconclusive' : 'fail',
    title: `${wrong.host.host}: ${wrong.problem.what}`,
    expected,
    observed,
    advice: wrong.problem.unknown
      ? 'Let the check run as a user who can read the processes of the service, after a deployment of this run.'
      : 'Read the log of the service on the host, and the hooks that stop and start it.',
  }
}

/** What is wrong on one host; undefined where everything is as expected. */
function problemOf(
  options: Options,
  { first, second }: HostFacts,
  deployedAt: number | undefined,
): Problem | undefined {
  if (first.kind !== 'running') return { what: first.why, unknown: first.kind === 'unknown' }
  const { main, startedAt, restarts } = first
  if (options.by === 'unit') {
    if (restarts === undefined) return { what: 'systemd does not count the restarts of the unit', unknown: true }
    if (restarts > options.restarts) return { what: `the unit has been restarted ${restarts} times` }
  }
  if (options.started === 'since-deployment') {
    if (deployedAt === undefined) return { what: 'when this deployment began is not known', unknown: true }
    if (startedAt === undefined) return { what: `when the process ${main} was started is not known`, unknown: true }
    if (startedAt + ROUNDED_MS < Math.floor(deployedAt / 1_000) * 1_000)
      return { what: `the process ${main} was started before this deployment` }
    // A service has its id before it writes it: this process got the id of one that ended.
    if (first.namedAt !== undefined && first.namedAt + ROUNDED_MS < startedAt)
      return { what: `${options.service} is older than the process ${main}, which is another one with its id` }
  }
  const closedIn = (reading: Running): Problem | undefined =>
    options.port === undefined ? undefined : portProblem(reading, options.port, options.address)
  const closed = closedIn(first)
  if (closed) return closed
  if (second === undefined) return { what: 'it was read only once', unknown: true }
  if (second.kind !== 'running') return { what: `it ended: ${second.why}`, unknown: second.kind === 'unknown' }
  if (second.main !== main || second.born !== first.born || second.restarts !== restarts)
    return { what: `it was restarted between two readings: ${main}, then ${second.main}` }
  const closedLater = closedIn(second)
  return closedLater && { ...closedLater, what: `${closedLater.what}, after the first reading` }
}

function portProblem({ listeners, sockets }: Running, port: number, address: string | undefined): Problem | undefined {
  if (listeners === undefined) return { what: 'the ports of this host cannot be listed', unknown: true }
  const open = listeners.filter((listener) => listener.port === port)
  if (open.length === 0) return { what: `nothing listens on port ${port}` }
  const own = open.filter(({ inode }) => sockets.own.has(inode))
  const wanted = address === undefined ? undefined : listenerAddresses(address)
  if (own.some((listener) => wanted === undefined || wanted.includes(listener.address))) return undefined
  if (sockets.denied && own.length < open.length)
    return { what: `who listens on port ${port} cannot be read`, unknown: true }
  if (own.length > 0) return { what: `it does not listen on ${address}:${port}, but on another address` }
  return { what: `another process listens on port ${port}` }
}

function describe(reading: ServiceReading): string {
  return reading.kind === 'running' ? `runs as process ${reading.main}` : reading.why
}

function expectation({ service, by, port, address, started }: Options): string {
  const what = { unit: 'the unit', process: 'a process', 'pid-file': 'the process of' }[by]
  return [
    `${what} ${service} runs`,
    port !== undefined && `listens on ${address === undefined ? 'port ' : `${address}:`}${port}`,
    started === 'since-deployment' && 'was started since this deployment',
    'is not restarted',
  ]
    .filter(Boolean)
    .join(', ')
}

/** The same check by the function `service_check` of the script. */
function onHost(options: Options): HostCall {
  const { service, by, port, address, started, restarts, settle } = options
  return {
    words: [
      'service_check',
      service,
      by,
      String(port ?? ''),
      address === undefined ? '' : (listenerAddresses(address) ?? []).join(' '),
      address ?? '',
      started,
      String(restarts),
      String(Math.ceil(settle / 1_000)),
    ],
    expected: expectation(options),
  }
}
