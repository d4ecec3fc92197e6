/** How many of something a run may make; checks that run side by side share it. */
export class Budget {
  readonly most: number
  #left: number

  constructor(most: number) {
    this.most = most
    this.#left = most
  }

  /** Whether one more may be made; then it counts. */
  take(): boolean {
    if (this.#left === 0) return false
    this.#left -= 1
    return true
  }
}
