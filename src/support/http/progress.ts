/** What has come of an answer so far. */
export interface Progress {
  /** 0: no status has come. */
  status: number
  bytes: number
  /** What Node found wrong; the body itself says no more than that it was aborted. */
  error?: unknown
}
