import { lookup } from 'node:dns/promises'
import { connect } from 'node:net'
import { z } from 'zod'
import { duration, text } from '../support/option-types.ts'
import { showDuration } from '../support/text/durations.ts'
import { defineCheck, type CheckContext, type HostCall, type Judgement } from './contract.ts'
import { addressOf, showAddress, type Address } from './engine/address.ts'

const DEFAULT_WAIT_MS = 5_000
const SHORTEST_WAIT_MS = 1_000
const DEFAULT_TIMEOUT_MS = 30_000

const STATES = ['open', 'closed', 'refused', 'filtered'] as const

interface Options {
  readonly tcp: string
  readonly state: (typeof STATES)[number]
  readonly wait: number
}

/** `filtered`: no answer came; `unknown`: this runner has no way to the address. */
type PortState = 'open' | 'refused' | 'filtered' | 'unknown'

interface Attempted {
  readonly address: Address
  readonly state: PortState
  /** Node's code of the error. */
  readonly code?: string
}

interface Facts {
  readonly asked: Address
  /** One for each address of the host; none where its name does not resolve. */
  readonly attempted: readonly Attempted[]
  readonly unresolved?: string
}

export const check = defineCheck({
  meta: {
    name: 'tcp',
    title: 'A port is open, or closed',
    docs: 'Connects to a port of each address of a host, and closes the connection. A port is open if the connection was accepted, refused if the host answered that nothing listens, and filtered if no answer came within `wait`. `closed` is refused or filtered.',
    kind: 'security',
    runsUserCode: false,
  },
  shape: () => ({
    tcp: text.describe('`host:port`, or a URL.'),
    state: z.enum(STATES).default('open').describe('What the port must be.'),
    wait: duration
      .refine((ms) => ms >= SHORTEST_WAIT_MS, { error: 'expected one second or more: a shorter silence says nothing' })
      .default(DEFAULT_WAIT_MS)
      .describe(
        'How long an answer is waited for: a second or more, since a packet that was lost is sent again after one.',
      ),
  }),
  nameOf: ({ tcp, state }: Options) => `port ${tcp} is ${state}`,
  timeoutOf: ({ wait }: Options) => Math.max(DEFAULT_TIMEOUT_MS, wait * 2),
  observe,
  judge,
  onHost,
})

async function observe({ tcp, wait }: Options, { signal }: Pick<CheckContext, 'signal'>): Promise<Facts> {
  const asked = addressOf(tcp)
  let addresses: readonly { readonly address: string }[]
  try {
    addresses = await lookup(asked.host, { all: true })
  } catch (error) {
    return { asked, attempted: [], unresolved: codeOf(error) }
  }
  const hosts = [...new Set(addresses.map(({ address }) => address))]
  const attempted = await Promise.all(hosts.map((host) => attempt({ host, port: asked.port }, wait, signal)))
  return { asked, attempted }
}

/** The host itself, or something on the way, answered that there is no connection to be had. */
const REFUSED = new Set(['ECONNREFUSED', 'ECONNRESET'])

async function attempt(address: Address, wait: number, signal: AbortSignal): Promise<Attempted> {
  const late = AbortSignal.timeout(wait)
  const socket = connect(address)
  try {
    return await new Promise((resolve, reject) => {
      socket.once('connect', () => resolve({ address, state: 'open' }))
      socket.once('error', (error) => {
        const code = codeOf(error)
        const silent = code === 'ETIMEDOUT'
        resolve({ address, state: REFUSED.has(code) ? 'refused' : silent ? 'filtered' : 'unknown', code })
      })
      late.addEventListener('abort', () => resolve({ address, state: 'filtered' }), { once: true })
      const cancel = (): void => reject(signal.reason as Error)
      signal.addEventListener('abort', cancel, { once: true })
      if (signal.aborted) cancel()
    })
  } finally {
    socket.on('error', () => undefined)
    socket.destroy()
  }
}

function codeOf(error: unknown): string {
  const { code } = error as { code?: unknown }
  return typeof code === 'string' ? code : 'ERROR'
}

const MATCHING: Readonly<Record<Options['state'], readonly PortState[]>> = {
  open: ['open'],
  closed: ['refused', 'filtered'],
  refused: ['refused'],
  filtered: ['filtered'],
}

function judge({ state, wait }: Options, { asked, attempted, unresolved }: Facts): Judgement {
  const expected = expectation(asked, state)
  const unknown = attempted.filter((one) => one.state === 'unknown')
  const wrong = attempted.filter((one) => one.state !== 'unknown' && !MATCHING[state].includes(one.state))
  const observed = attempted.map((one) => `${showAddress(one.address)} ${wordsOf(one, wait)}`).join('; ')
  if (wrong.length > 0)
    return {
      outcome: 'fail',
      title: wrong.map((one) => `${showAddress(one.address)} ${wordsOf(one, wait)}`).join('; '),
      expected,
      observed,
      advice:
        state === 'open'
          ? 'Check whether the service runs and listens on that address, and the security groups and network ACLs on the way.'
          : 'Close the port: correct the security group or the network ACL, or end what listens there.',
    }
  if (unresolved !== undefined || unknown.length > 0 || attempted.length === 0)
    return {
      outcome: 'error',
      title:
        unresolved === undefined
          ? `${unknown.map((one) => showAddress(one.address)).join(', ') || 'no address'} could not be reached from this runner`
          : `the name ${asked.host} does not resolve`,
      expected,
      observed: unresolved ?? (observed || 'no address'),
      advice: 'Check the name and the network of the runner: nothing is known about the port.',
    }
  return {
    outcome: 'pass',
    title: attempted.map((one) => `${showAddress(one.address)} ${wordsOf(one, wait)}`).join('; '),
    expected,
    observed,
  }
}

function expectation(asked: Address, state: Options['state']): string {
  return `port ${showAddress(asked)} is ${state === 'closed' ? 'refused or filtered' : state}`
}

/** The same check by the function `tcp_check` of the script. */
function onHost({ tcp, state, wait }: Options): HostCall {
  const asked = addressOf(tcp)
  return {
    words: ['tcp_check', asked.host, String(asked.port), state, String(Math.ceil(wait / 1_000))],
    expected: expectation(asked, state),
  }
}

function wordsOf({ state, code }: Attempted, wait: number): string {
  if (state === 'open') return 'accepts connections'
  if (state === 'refused') return `refuses connections (${code ?? ''})`
  if (state === 'filtered') return `did not respond within ${showDuration(wait)}`
  return `cannot be reached (${code ?? ''})`
}
