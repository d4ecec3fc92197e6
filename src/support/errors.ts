import type { Finding } from '../evidence/finding.ts'

/** Why there is no answer: our user's words, their rights, a service of others, or a mistake of ours. */
export type ErrorKind = 'configuration' | 'permission' | 'service' | 'internal' | 'cancelled'

/** No answer could be had. (A bad answer is a Finding, not an error.) */
export class ActionError extends Error {
  readonly code: string
  readonly kind: ErrorKind
  /** The next step for a person. */
  readonly advice: string
  /** What it is about, as in a finding. */
  readonly subject: string
  /** The single mistakes, where the message sums up several. */
  readonly findings: readonly Finding[]
  readonly details: {
    readonly expected?: string
    readonly observed?: string
    readonly file?: string
    readonly line?: number
    readonly column?: number
  }

  constructor(
    code: ErrorCode,
    text: {
      message: string
      advice?: string
      subject?: string
      cause?: unknown
      expected?: string
      observed?: string
      file?: string
      line?: number
      column?: number
      findings?: readonly Finding[]
    },
  ) {
    super(text.message, text.cause === undefined ? undefined : { cause: text.cause })
    this.name = 'ActionError'
    this.code = code
    this.kind = CATALOGUE[code].kind
    this.advice = text.advice ?? CATALOGUE[code].advice
    this.subject = text.subject ?? 'action'
    this.findings = text.findings ?? []
    const { expected, observed, file, line, column } = text
    this.details = {
      ...(expected !== undefined && { expected }),
      ...(observed !== undefined && { observed }),
      ...(file !== undefined && { file }),
      ...(line !== undefined && { line }),
      ...(column !== undefined && { column }),
    }
  }
}

interface Entry {
  readonly kind: ErrorKind
  readonly advice: string
}

/** Every error that users can meet, and what to do next. The reference page is made from this table. */
export const CATALOGUE = {
  'config/input': {
    kind: 'configuration',
    advice: 'Correct the `with:` of the step; docs/reference.md lists the inputs.',
  },
  'config/file': { kind: 'configuration', advice: 'Correct the configuration file; its schema is schema/v1.json.' },
  'config/missing-file': {
    kind: 'configuration',
    advice: 'Check the path; it is read from the root of the workspace (did the job run actions/checkout?).',
  },
  'config/template': { kind: 'configuration', advice: 'Correct the template.' },
  'config/parameters': {
    kind: 'configuration',
    advice: "Correct the parameter file: AWS's list form, a plain map, or CodePipeline's form.",
  },
  'config/intent': { kind: 'configuration', advice: 'Correct the intent file; docs/guide.md shows its form.' },
  'config/appspec': { kind: 'configuration', advice: 'Correct the AppSpec file.' },
  'config/revision': {
    kind: 'configuration',
    advice: 'Correct the revision: a folder or an archive with an appspec.yml at its top.',
  },
  'config/reference': {
    kind: 'configuration',
    advice: 'Use a name that exists: {environment}, {stack.ID.outputs.NAME}.',
  },
  'evidence/unreadable': {
    kind: 'configuration',
    advice: 'Check the evidence folder and that the earlier jobs ended by writing their evidence.',
  },
  'evidence/unwritable': { kind: 'configuration', advice: 'Give a folder that the job may write to.' },
  'release/unkept': {
    kind: 'configuration',
    advice: 'Let nothing write to what is released once it is built; then run the job again.',
  },
  'release/not-handed-on': {
    kind: 'configuration',
    advice: 'Start the release again from the job that builds it: what is deployed is what that job stored.',
  },
  'aws/no-credentials': {
    kind: 'permission',
    advice:
      'Set plan-role and deploy-role in the configuration and `id-token: write` for the job, or provide ambient AWS credentials.',
  },
  'aws/denied': { kind: 'permission', advice: 'Allow the action for the role that the job takes.' },
  'aws/expired': {
    kind: 'permission',
    advice: 'Run the job again; if it happens again, raise the maximum session duration of the role.',
  },
  'aws/unreachable': {
    kind: 'service',
    advice: 'Check the region, the endpoint (AWS_ENDPOINT_URL) and the network of the runner.',
  },
  'aws/throttled': {
    kind: 'service',
    advice: 'Nothing is wrong with the deployment. Run the job again, or with fewer stacks at a time.',
  },
  'aws/service': { kind: 'service', advice: 'Read the message of the service; run the job again if it is temporary.' },
  'github/no-token': { kind: 'permission', advice: 'Pass `github-token`, or leave the input at its default.' },
  'github/denied': { kind: 'permission', advice: 'Give the job the permission that the message names.' },
  'github/unreachable': { kind: 'service', advice: 'Check GITHUB_API_URL and the network of the runner.' },
  'github/service': {
    kind: 'service',
    advice: 'Run the job again; githubstatus.com tells whether GitHub has trouble.',
  },
  'github/identity': { kind: 'permission', advice: 'Give the job `permissions: id-token: write`.' },
  'github/throttled': {
    kind: 'service',
    advice: 'Nothing is wrong with the deployment. Run the job again later; other jobs with the same token count too.',
  },
  'github/no-artifacts': {
    kind: 'configuration',
    advice: 'Give `evidence` a folder that outlives the job: there is no artifact service here.',
  },
  'github/artifact-exists': {
    kind: 'configuration',
    advice: 'Artifacts cannot be overwritten: give each job of a matrix its own `shard`.',
  },
  'github/artifact-damaged': {
    kind: 'service',
    advice: 'Run the job again; the stored artifact is not what was uploaded.',
  },
  timeout: { kind: 'service', advice: 'It may still be running: look at it before you start it again.' },
  cancelled: {
    kind: 'cancelled',
    advice: 'Run the job again. What still runs or was left, if anything, is listed below.',
  },
  internal: { kind: 'internal', advice: 'This is a mistake in the action: please report it with the log.' },
} as const satisfies Record<string, Entry>

export type ErrorCode = keyof typeof CATALOGUE

/** An error as one line, without its stack. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
