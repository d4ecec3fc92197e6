/** All check runs of one App for one commit. */
export interface CheckSuite {
  readonly id: number
  readonly sha: string
  /** Slug of the App. */
  readonly app: string
  readonly createdAt: Date
}

export interface Annotation {
  readonly path: string
  readonly start_line: number
  readonly end_line: number
  readonly start_column: number | null
  readonly end_column: number | null
  readonly annotation_level: string
  readonly title: string | null
  readonly message: string
  readonly raw_details: string | null
}

export interface CheckRun {
  readonly id: number
  readonly suite: CheckSuite
  readonly sha: string
  name: string
  status: string
  conclusion: string | null
  externalId: string
  detailsUrl: string
  startedAt: Date
  completedAt: Date | null
  readonly output: { title: string | null; summary: string | null; text: string | null }
  readonly annotations: Annotation[]
}

export interface CommitStatus {
  readonly id: number
  readonly sha: string
  readonly state: string
  readonly context: string
  readonly description: string | null
  readonly targetUrl: string | null
  readonly creator: string
  readonly createdAt: Date
}
