/** A request to stop a release while it is deployed or bakes. The first reason counts. */
export class Halt {
  readonly #abort = new AbortController()
  #why: string | undefined

  /** `why` is a statement: `the alarm errors is in ALARM`. */
  request(why: string): void {
    if (this.#why !== undefined) return
    this.#why = why
    this.#abort.abort(new Error(why))
  }

  get why(): string | undefined {
    return this.#why
  }

  get signal(): AbortSignal {
    return this.#abort.signal
  }
}
