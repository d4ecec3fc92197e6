import { urlOf } from '../checks/engine/url.ts'
import type { AwsAccess } from '../aws/access.ts'
import { planChecks } from '../checks/engine/select.ts'
import type { CheckInput } from '../checks/common-options.ts'
import { fillOutputs, fillWords, type Outputs, type Words } from '../config/model/references.ts'
import type { Measurement } from '../evidence/document.ts'
import type { Finding } from '../evidence/finding.ts'
import { AFTER_DEPLOYMENT } from '../evidence/phase.ts'
import type { Ports } from '../ports.ts'
import { ActionError } from '../support/errors.ts'
import { sendRequest, isStatusIn } from '../support/http/request.ts'
import { proxyVariables } from '../support/http/proxy.ts'
import { recordOf } from '../support/records.ts'
import { oneLine, plural } from '../support/text/text.ts'
import { shownUrl } from '../support/text/url.ts'
import type { Mixed } from './judge.ts'

/** What users could send, from a check of the configuration. */
interface Target {
  /** The pause after each. */
  readonly pauseMs: number
  /** @returns why it failed; undefined where it was served */
  readonly send: (signal: AbortSignal) => Promise<string | undefined>
}

interface Sample {
  readonly stage: string
  readonly at: number
  /** Why it failed; undefined where it was served. */
  readonly failure?: string
}

/** What is sent, and as what. */
interface Sending {
  readonly ports: Ports
  readonly words: Words
  readonly outputs: Outputs
  /** Undefined: functions are not invoked. */
  readonly invokesAs: AwsAccess | undefined
}

const PAUSE_MS = 500
const PAUSE_OF_INVOCATIONS_MS = 2_000
/** While alarms are watched and nothing changes. */
const PAUSE_OF_WATCHES_MS = 2_000
const TIMEOUT_MS = 5_000
const MOST_BYTES = 64 * 1024
const NAMED = 3
const REASON_LENGTH = 160

/** The GET requests of the http checks, and the invocations of the invoke checks, as far as their addresses are known. */
function targetsOf(checks: readonly CheckInput[], sending: Sending): Target[] {
  return planChecks(checks)
    .filter(({ phase }) => phase === AFTER_DEPLOYMENT)
    .flatMap(({ key, name, options }) => {
      const { words, outputs, invokesAs } = sending
      if (key !== 'http' && (key !== 'invoke' || invokesAs === undefined)) return []
      try {
        const subject = `check/${name}`
        const filled = recordOf(fillOutputs(fillWords(options, words, subject), outputs, subject)[key])
        return invokesAs === undefined || key === 'http'
          ? getOf(sending, filled)
          : [invocationOf(sending, invokesAs, filled)]
      } catch (error) {
        // The address is an output that does not exist yet.
        if (error instanceof ActionError) return []
        throw error
      }
    })
}

function getOf({ ports }: Sending, http: Readonly<Record<string, unknown>>): Target[] {
  if (http['method'] !== 'GET') return []
  const url = urlOf(String(http['url']))
  const status = (http['status'] as readonly unknown[]).map(String)
  const headers = http['headers'] as Record<string, string>
  const proxy = proxyVariables(ports.place.env)
  return [
    {
      pauseMs: PAUSE_MS,
      async send(over) {
        const signal = AbortSignal.any([over, AbortSignal.timeout(TIMEOUT_MS)])
        const answer = await sendRequest({ url, method: 'GET', headers, signal, proxy, mostBytes: MOST_BYTES })
        const shown = `GET ${shownUrl(url.href)}`
        if (!('status' in answer)) return `${shown}: ${answer.code}`
        return isStatusIn(answer.status, status) ? undefined : `${shown}: ${answer.status}`
      },
    },
  ]
}

function invocationOf({ ports }: Sending, invokesAs: AwsAccess, invoke: Readonly<Record<string, unknown>>): Target {
  const name = String(invoke['function'])
  const Payload = Buffer.from(JSON.stringify(invoke['payload']))
  return {
    pauseMs: PAUSE_OF_INVOCATIONS_MS,
    async send() {
      try {
        const functions = await ports.connect.functions(invokesAs)
        const { FunctionError } = await functions.invoke({
          FunctionName: name,
          InvocationType: 'RequestResponse',
          Payload,
        })
        return FunctionError === undefined ? undefined : `${name}: ${FunctionError}`
      } catch (error) {
        if (!(error instanceof ActionError)) throw error
        return `${name}: ${oneLine(error.message, REASON_LENGTH)}`
      }
    },
  }
}

/** Sends requests one after another until it is ended, and counts them by stage. Never rejects. */
export class Requests {
  readonly #ports: Ports
  readonly #targets: readonly Target[]
  readonly #samples: Sample[] = []
  readonly #ended = new AbortController()
  #stage = 'forward'
  #leastPauseMs = 0
  #running: Promise<unknown> | undefined

  constructor(checks: readonly CheckInput[], sending: Sending) {
    this.#ports = sending.ports
    this.#targets = targetsOf(checks, sending)
  }

  begin(): void {
    const paces = [...Map.groupBy(this.#targets, ({ pauseMs }) => pauseMs).values()]
    this.#running = Promise.allSettled(paces.map((targets) => this.#run(targets)))
  }

  stage(name: string): void {
    this.#stage = name
  }

  /** Sends fewer requests until the watch ends. */
  async duringWatch<T>(watch: Promise<T>): Promise<T> {
    this.#leastPauseMs = PAUSE_OF_WATCHES_MS
    try {
      return await watch
    } finally {
      this.#leastPauseMs = 0
    }
  }

  async end(): Promise<void> {
    this.#ended.abort()
    await this.#running
  }

  async #run(targets: readonly Target[]): Promise<void> {
    const { clock, cancelled } = this.#ports
    const over = AbortSignal.any([cancelled, this.#ended.signal])
    for (let index = 0; !over.aborted; index++) {
      const target = targets[index % targets.length]
      if (target === undefined) return
      const [stage, at] = [this.#stage, clock.now().getTime()]
      const failure = await target.send(over)
      // One that was broken off at the end says nothing about the service.
      if (!over.aborted) this.#samples.push({ stage, at, ...(failure !== undefined && { failure }) })
      await clock.sleep(Math.max(target.pauseMs, this.#leastPauseMs), over).catch(() => undefined)
    }
  }

  /** Requests and failed ones of each stage. */
  measurements(environment: string): Measurement[] {
    return [...Map.groupBy(this.#samples, ({ stage }) => stage)].flatMap(([stage, samples]) => {
      const failed = samples.filter(({ failure }) => failure !== undefined).length
      const subject = `rollback/${environment}/${stage}`
      return [
        { name: 'requests', unit: 'count' as const, value: samples.length, subject },
        { name: 'failed requests', unit: 'count' as const, value: failed, subject },
      ]
    })
  }

  /** What users would have seen; without an address it says that nothing was sent. */
  findings(environment: string): Finding[] {
    const subject = `environment/${environment}/rollback/requests`
    const expected = 'every request is answered as its check expects'
    if (this.#samples.length === 0) {
      return [
        {
          code: 'rollback/requests',
          outcome: 'noted',
          title:
            'no request was sent while the way back was rehearsed: no http check with GET has a known address, and no function is invoked',
          subject,
          expected,
          observed: '0 requests',
          advice:
            'Add an http check with GET to `verify`, or let the functions of the `invoke` checks be invoked throughout: `rehearse-rollback: { invocations: true }`.',
        },
      ]
    }
    const failed = this.#samples.filter(({ failure }) => failure !== undefined)
    const stages = [...Map.groupBy(this.#samples, ({ stage }) => stage)].map(
      ([stage, samples]) =>
        `${stage}: ${samples.filter(({ failure }) => failure !== undefined).length} of ${samples.length}`,
    )
    const reasons = [...new Set(failed.map(({ failure = '' }) => failure))].slice(0, NAMED)
    return [
      {
        code: 'rollback/requests',
        outcome: 'noted',
        title: `${failed.length} of ${plural(this.#samples.length, 'request')} failed while the new version came, went and came again`,
        subject,
        expected,
        observed: `failed by stage: ${stages.join(', ')}${reasons.length === 0 ? '' : `; ${reasons.join('; ')}`}`,
        ...(failed.length > 0 && {
          advice: 'Take targets out of traffic while they change, or deploy to fewer of them at once.',
        }),
      },
    ]
  }

  /** What was asked while both versions served. */
  between({ from, to }: Mixed): { readonly sent: number; readonly failed: number } {
    const during = this.#samples.filter(({ at }) => at >= from && at <= to)
    return { sent: during.length, failed: during.filter(({ failure }) => failure !== undefined).length }
  }
}
