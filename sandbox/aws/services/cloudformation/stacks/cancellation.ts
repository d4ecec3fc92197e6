import type { SandboxClock } from '../../../../contract.ts'
import { ResourceFailure } from '../errors.ts'

/** Cancels all resource operations in progress when one has failed or the user has cancelled. */
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

  /** Registers a function that is called on cancellation. */
  passOn(to: () => void): void {
    void this.#cancelled.then(to)
  }

  async sleep(clock: SandboxClock, ms: number, what: string): Promise<void> {
    await Promise.race([clock.sleep(ms), this.#cancelled])
    if (this.cancelled) throw new ResourceFailure(what, true)
  }
}
