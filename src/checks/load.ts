import { Agent } from 'node:http'
import { Agent as SecureAgent } from 'node:https'
import { digestOf } from '../evidence/digest.ts'
import { showDuration } from '../support/text/durations.ts'
import { sendRequest, isStatusIn } from '../support/http/request.ts'
import { proxyVariables } from '../support/http/proxy.ts'
import { round } from '../support/text/rounding.ts'
import { shownPath } from '../support/text/url.ts'
import { defineCheck, type CheckContext } from './contract.ts'
import { arrive } from './engine/load/arrivals.ts'
import { judge } from './engine/load/judge-load.ts'
import type { LoadFacts } from './engine/load/load-parts.ts'
import {
  compare,
  durationOf,
  limits,
  load,
  stagesOf,
  planOf,
  type LoadOptions,
  type LoadPlan,
} from './engine/load/options.ts'
import { dueTimes, kindsByWeight } from './engine/load/schedule.ts'
import { urlOf } from './engine/url.ts'

const MARGIN_MS = 15_000
/** The last request gets all of its time before it is counted as unanswered. */
const DRAIN_MARGIN_MS = 500

export const check = defineCheck({
  meta: {
    name: 'load',
    title: 'The service keeps its limits under load',
    docs: 'Sends requests at a given rate, independent of earlier responses, and measures each from the moment at which it was due. Where this runner could not keep the rate, or a limited percentile has too few answers (p95 59, p99 299, p99.9 2,995), the result is inconclusive.',
    kind: 'load',
    runsUserCode: false,
  },
  shape: () => ({
    load: load(),
    pass: limits().prefault({}).describe('What must be kept; latencies in words, errors as a share.'),
    compare: compare(),
  }),
  nameOf: ({ load: options }: LoadOptions) => {
    const { requests, steps } = planOf(options)
    const [first] = requests
    const more = requests.length > 1 ? ` and ${requests.length - 1} more` : ''
    const rates = steps.map(({ rate }) => `${round(rate, 2)}/s`).join(', ')
    return `${first?.method ?? ''} ${shownPath(first?.url ?? '')}${more} under ${rates}`
  },
  timeoutOf: ({ load: options }: LoadOptions) => durationOf(planOf(options).steps) + options.timeout + MARGIN_MS,
  alone: () => true,
  observe,
  judge,
})

async function observe(
  { load: written }: LoadOptions,
  { signal, ports, name, environment, lastRelease }: CheckContext,
): Promise<LoadFacts> {
  const options = planOf(written)
  const { requests, steps, timeout } = options
  for (const { url, headers } of requests) ports.secrets.addRequest(url, headers)
  const proxyEnv = proxyVariables(ports.place.env)
  const kept = {
    keepAlive: true,
    maxSockets: options.connections,
    maxFreeSockets: options.connections,
    ...(proxyEnv && { proxyEnv }),
  }
  const agents = { 'http:': new Agent(kept), 'https:': new SecureAgent(kept) }
  const asked = requests.map((request) => {
    const url = urlOf(request.url)
    return { ...request, url, agent: agents[url.protocol === 'https:' ? 'https:' : 'http:'] }
  })
  const due = dueTimes(stagesOf(steps))
  const kinds = kindsByWeight(
    requests.map(({ weight }) => weight),
    due.length,
  )
  const errors: Record<string, number> = {}
  const open = new Set<AbortController>()
  let watched: AbortSignal | undefined
  const send = async (index: number, stopped: AbortSignal): Promise<boolean> => {
    const request = asked[kinds[index] ?? 0]
    if (!request) return false
    const { url, method, headers, body, agent, status } = request
    // One that is made of several signals costs more than the request.
    const own = new AbortController()
    const timer = setTimeout(() => own.abort(), timeout)
    if (watched !== stopped) stopped.addEventListener('abort', () => open.forEach((each) => each.abort()))
    watched = stopped
    open.add(own)
    const answer = await sendRequest({
      url,
      method,
      headers,
      ...(body !== undefined && { body }),
      agent,
      mostBytes: 0,
      signal: own.signal,
    })
    clearTimeout(timer)
    open.delete(own)
    if ('status' in answer && isStatusIn(answer.status, status)) return true
    if (stopped.aborted) return false
    const error = 'status' in answer ? `status ${answer.status}` : answer.code
    errors[error] = (errors[error] ?? 0) + 1
    return false
  }
  ports.log.info(`${name}: ${due.length} requests in ${showDuration(durationOf(steps))}`)
  try {
    const record = await arrive({ due, drain: timeout + DRAIN_MARGIN_MS, signal, send })
    const before = lastRelease && {
      runId: lastRelease.runId,
      measurements: lastRelease.measurements.filter(({ subject }) => subject === `check/${name}`),
    }
    return { ...record, kinds, errors, basis: basisOf(options, environment), name, ...(before && { before }) }
  } finally {
    for (const agent of Object.values(agents)) agent.destroy()
  }
}

/** Hosts are not part of it: they change with the stacks. */
function basisOf({ requests, steps, connections }: LoadPlan, environment: string): string {
  const asked = requests.map(({ url, method, body, weight }) => ({ path: shownPath(url), method, body, weight }))
  return digestOf({ environment, asked, steps, connections })
}
