import { urlOf } from '../checks/engine/url.ts'
import { planChecks } from '../checks/engine/select.ts'
import type { CheckInput } from '../checks/common-options.ts'
import { fillOutputs, fillWords, type Outputs, type Words } from '../config/model/references.ts'
import type { Measurement } from '../evidence/document.ts'
import type { Finding } from '../evidence/finding.ts'
import { AFTER_DEPLOYMENT } from '../evidence/phase.ts'
import type { Ports } from '../ports.ts'
import { ActionError } from '../support/errors.ts'
import { exchange, isStatusIn } from '../support/http.ts'
import { proxyVariables } from '../support/proxy.ts'
import { recordOf } from '../support/records.ts'
import { plural } from '../support/text/text.ts'
import { shownUrl } from '../support/text/url.ts'
import type { Mixed } from './judge.ts'

/** A request that users could send, from an http check of the configuration. */
interface Target {
  readonly url: URL
  readonly headers: Record<string, string>
  readonly status: readonly string[]
}

interface Sample {
  readonly stage: string
  readonly at: number
  /** Why it failed; undefined where it was served. */
  readonly failure?: string
}

const PAUSE_MS = 500
const TIMEOUT_MS = 5_000
const MOST_BYTES = 64 * 1024
const NAMED = 3

/** The GET requests of the http checks, as far as their addresses are known. */
function targetsOf(checks: readonly CheckInput[], words: Words, outputs: Outputs): Target[] {
  return planChecks(checks)
    .filter(({ key, phase }) => key === 'http' && phase === AFTER_DEPLOYMENT)
    .flatMap((planned) => {
      try {
        const subject = `check/${planned.name}`
        const http = recordOf(fillOutputs(fillWords(planned.options, words, subject), outputs, subject)['http'])
        if (http['method'] !== 'GET') return []
        const status = (http['status'] as readonly unknown[]).map(String)
        const headers = http['headers'] as Record<string, string>
        return [{ url: urlOf(String(http['url'])), headers, status }]
      } catch (error) {
        // The address is an output that does not exist yet.
        if (error instanceof ActionError) return []
        throw error
      }
    })
}

/** Sends the requests of the http checks one after another until it is ended, and counts them by stage. Never rejects. */
export class Requests {
  readonly #ports: Ports
  readonly #targets: readonly Target[]
  readonly #samples: Sample[] = []
  readonly #ended = new AbortController()
  #stage = 'forward'
  #running: Promise<void> | undefined

  constructor(ports: Ports, checks: readonly CheckInput[], words: Words, outputs: Outputs) {
    this.#ports = ports
    this.#targets = targetsOf(checks, words, outputs)
  }

  begin(): void {
    if (this.#targets.length > 0) this.#running = this.#run().catch(() => undefined)
  }

  stage(name: string): void {
    this.#stage = name
  }

  async end(): Promise<void> {
    this.#ended.abort()
    await this.#running
  }

  async #run(): Promise<void> {
    const { clock, cancelled } = this.#ports
    const over = AbortSignal.any([cancelled, this.#ended.signal])
    for (let index = 0; !over.aborted; index++) {
      const target = this.#targets[index % this.#targets.length]
      if (target === undefined) return
      const [stage, at] = [this.#stage, clock.now().getTime()]
      const failure = await this.#ask(target, over)
      // One that was broken off at the end says nothing about the service.
      if (!over.aborted) this.#samples.push({ stage, at, ...(failure !== undefined && { failure }) })
      await clock.sleep(PAUSE_MS, over).catch(() => undefined)
    }
  }

  async #ask({ url, headers, status }: Target, over: AbortSignal): Promise<string | undefined> {
    const signal = AbortSignal.any([over, AbortSignal.timeout(TIMEOUT_MS)])
    const proxy = proxyVariables(this.#ports.place.env)
    const answer = await exchange({ url, method: 'GET', headers, signal, proxy, mostBytes: MOST_BYTES })
    const shown = `GET ${shownUrl(url.href)}`
    if (!('status' in answer)) return `${shown}: ${answer.code}`
    return isStatusIn(answer.status, status) ? undefined : `${shown}: ${answer.status}`
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
          title: 'no request was sent while the way back was rehearsed: no http check with GET has a known address',
          subject,
          expected,
          observed: '0 requests',
          advice: 'Add an http check with GET to `verify`, so that requests run throughout.',
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
