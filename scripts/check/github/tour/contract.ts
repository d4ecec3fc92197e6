/** Sends a request with a token. @returns the parsed body of the response, whatever its status */
export type Ask = (token: string, method: string, path: string, body?: object) => Promise<unknown>

export interface Visit {
  /** `/repos/OWNER/NAME`. */
  readonly repository: string
  /** GITHUB_TOKEN of a job. */
  readonly token: string
  /** Token of a user. */
  readonly user: string
  readonly sha: string
}
