interface Fault {
  readonly operation: string
  readonly error: Error
  readonly after: boolean
  times: number
}

/** The calls of a fake service: they are recorded, and can fail. */
export class FakeCalls {
  readonly calls: { operation: string; input: Record<string, unknown> }[] = []
  readonly #faults: Fault[] = []

  /** The next calls of this operation fail; `after`: the effect has happened, only the response is lost. */
  fails(operation: string, error: Error, times = 1, after = false): void {
    this.#faults.push({ operation, error, times, after })
  }

  count(operation: string): number {
    return this.calls.filter((call) => call.operation === operation).length
  }

  protected async answer<T>(operation: string, input: object, act: () => T): Promise<T> {
    this.calls.push({ operation, input: { ...input } })
    const fault = this.#faults.find((each) => each.operation === operation && each.times > 0)
    if (fault) {
      fault.times--
      if (fault.after) act()
      throw fault.error
    }
    return act()
  }
}
