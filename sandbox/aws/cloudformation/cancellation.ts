import type { SandboxClock } from '../../contract.ts'
import { ResourceFailure } from './errors.ts'

/** Ends the waiting of everything that is under way when one resource has failed or a user has cancelled. */
export class Cancellation {
  readonly #cancelled: Promise<void>
  #tell: () => void = () => {}
  cancelled = false

  constructor() {
    this.#cancelled = new Promise((resolve) => {
      this.#tell = resolve
    })
  }

  cancel(): void {
    this.cancelled = true
    this.#tell()
  }

  /** Runs when it is cancelled: what hangs on this one is cancelled, too. */
  passOn(to: () => void): void {
    void this.#cancelled.then(to)
  }

  async sleep(clock: SandboxClock, ms: number, what: string): Promise<void> {
    await Promise.race([clock.sleep(ms), this.#cancelled])
    if (this.cancelled) throw new ResourceFailure(what, true)
  }
}
