/** Something that goes wrong on demand. The first rule that matches a request and is still due takes effect. */
export interface Trouble {
  /** `GET /repos/*`, `POST /twirp/*`, `GET /idtoken/*`: method and path, `*` for anything. */
  readonly on: string
  readonly kind: 'rate-limit' | 'secondary-limit' | 'error' | 'reset' | 'reset-after-effect' | 'delay' | 'malformed'
  /** Lets that many matching requests pass first. */
  readonly after?: number
  /** How often; absent: always. */
  readonly times?: number
  /** For `error`: the status. */
  readonly status?: number
  /** For `delay`: milliseconds. For limits: seconds until the next request may pass. */
  readonly amount?: number
}

export class Troubles {
  readonly #rules: { rule: Trouble; pattern: RegExp; seen: number; done: number }[] = []

  add(rule: Trouble): void {
    const source = rule.on.replace(/[.+^${}()|[\]\\?]/g, '\\$&').replaceAll('*', '.*')
    this.#rules.push({ rule, pattern: new RegExp(`^${source}$`), seen: 0, done: 0 })
  }

  clear(): void {
    this.#rules.length = 0
  }

  due(method: string, path: string): Trouble | undefined {
    for (const entry of this.#rules) {
      if (!entry.pattern.test(`${method} ${path}`)) continue
      entry.seen++
      if (entry.seen <= (entry.rule.after ?? 0)) continue
      if (entry.done >= (entry.rule.times ?? Infinity)) continue
      entry.done++
      return entry.rule
    }
    return undefined
  }
}
