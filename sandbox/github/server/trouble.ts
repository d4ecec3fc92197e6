/** A rule for injected faults. The first rule that matches a request and is not used up applies. */
export interface Trouble {
  /** Method and path, with `*` for any text: `GET /repos/*`, `POST /twirp/*`, `GET /idtoken/*`. */
  readonly on: string
  readonly kind: 'rate-limit' | 'secondary-limit' | 'error' | 'reset' | 'reset-after-effect' | 'delay' | 'malformed'
  /** The number of matching requests that pass first. */
  readonly after?: number
  /** The number of affected requests; all that follow when absent. */
  readonly times?: number
  /** For `error`: the HTTP status. */
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
