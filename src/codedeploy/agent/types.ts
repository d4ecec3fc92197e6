import type { Ending } from '../../support/processes/process-tree.ts'
import type { Secrets } from '../../support/secrets/secrets.ts'
import type { AgentVersion, FileExistsBehavior, Place } from '../appspec/types.ts'

export type BundleType = 'directory' | 'zip' | 'tar' | 'tgz'

export interface AgentOptions {
  /** Absolute path of a folder or an archive. */
  readonly revision: string
  /** Default: read from the file itself. */
  readonly bundleType?: BundleType
  /** The agent's own folder: archives, logs, what was installed. Absolute. One for each host. */
  readonly root: string
  readonly applicationName: string
  readonly deploymentGroupName: string
  readonly deploymentGroupId: string
  readonly deploymentId: string
  /** Default `user`; with `codeDeployRollback` and `BLUE_GREEN` the traffic hooks come from other revisions. */
  readonly deploymentCreator?: string
  readonly deploymentType?: 'IN_PLACE' | 'BLUE_GREEN'
  /** Default `appspec.yml`. */
  readonly appSpecFile?: string
  /** What hooks inherit (PATH, HOME, …). Nothing else of the caller's environment reaches them. */
  readonly environment?: Readonly<Record<string, string>>
  /** About the revision: BUNDLE_BUCKET, BUNDLE_KEY, BUNDLE_VERSION, BUNDLE_ETAG or BUNDLE_COMMIT. */
  readonly revisionEnvironment?: Readonly<Record<string, string>>
  /** Where the AppSpec says nothing. Default DISALLOW. Read as the API reads it: case does not matter. */
  readonly fileExistsBehavior?: FileExistsBehavior | (string & {})
  /**
   * Do as AWS's agent does, also where that hurts. `codedeploy-local` adds the faults that only the local tool has.
   * Default false: the same results, with the traps defused.
   */
  readonly agentCompatible?: boolean | 'codedeploy-local'
  /** Default `1.8`. */
  readonly agentVersion?: AgentVersion
  /**
   * A folder that stands for `/`: absolute destinations and permission objects land below it, nothing is written
   * outside, and hooks find it as DESTDIR.
   */
  readonly destinationRoot?: string
  /** Where relative destinations start and hooks run. Default: destinationRoot, else `/`. */
  readonly workingDirectory?: string
  /** Which events, in this order. Default: the whole lifecycle, with the traffic events where `loadBalancer` is set. */
  readonly events?: readonly string[]
  readonly loadBalancer?: boolean
  /** Every event that the service may send, for the check of hook names. Default: the whole lifecycle and `events`. */
  readonly possibleEvents?: readonly string[]
  readonly ignoreApplicationStopFailures?: boolean
  /** Archives kept for each deployment group. Default 5. */
  readonly maxRevisions?: number
  /** Only say what would be done: nothing is written but what `scratch` needs meanwhile, and no hook runs. */
  readonly dryRun?: boolean
  /** Where a dry run unpacks the revision, an empty folder that it removes. Default: one among the host's temporary files. */
  readonly scratch?: string
  readonly signal?: AbortSignal
  /** Hidden in what hooks print, before the script log or anything else has it. */
  readonly secrets?: Pick<Secrets, 'stream'>
  readonly onEvent?: (report: EventReport) => void
  readonly onOutput?: (line: OutputLine) => void
}

/** A line that a script wrote, while it runs. Very long lines come in pieces. */
export interface OutputLine {
  readonly event: string
  readonly script: string
  readonly stream: 'stdout' | 'stderr'
  readonly text: string
}

export type ErrorCode =
  'Success' | 'ScriptMissing' | 'ScriptNotExecutable' | 'ScriptTimedOut' | 'ScriptFailed' | 'UnknownError'

/** What the API calls Diagnostics, and what a person needs besides. */
export interface Diagnostics {
  readonly errorCode: ErrorCode
  /** The agent's own number: 0–7. 6 (outputs left open) and 7 have no name in the API and appear as UnknownError. */
  readonly agentCode: number
  readonly scriptName: string
  readonly message: string
  /** The next step, where more is known than that of the code. */
  readonly advice?: string
  /** At most 2,048 characters, the newest. */
  readonly logTail: string
  readonly exitCode?: number
  readonly signal?: string
  readonly user?: string
  readonly seconds?: number
  /** What a script that did not succeed had left behind. */
  readonly background?: Ending
  /** Where the script stands in the AppSpec. */
  readonly source?: { readonly file: string } & Place
}

export interface EventReport {
  readonly event: string
  readonly status: 'started' | 'succeeded' | 'failed' | 'skipped'
  readonly at: Date
  /** Duration; 0 with `started`. */
  readonly ms: number
  /** The script that failed. */
  readonly script?: string
  readonly diagnostics?: Diagnostics
  /** Why it was skipped, e.g. `no revision is installed yet`. */
  readonly reason?: string
}

export interface EventResult extends EventReport {
  readonly status: 'succeeded' | 'failed' | 'skipped'
  readonly scripts: readonly ScriptResult[]
}

export interface ScriptResult {
  readonly location: string
  /** The file that ran. */
  readonly path: string
  readonly at: Place
  readonly user: string
  readonly ms: number
  readonly exitCode?: number
  readonly signal?: string
  readonly timedOut: boolean
  /** Bytes of output, of which the log holds the beginning and the diagnostics the end. */
  readonly outputBytes: number
  /** What a script that did not succeed had left behind. */
  readonly background?: Ending
}

/** One thing that is done to the host, or would be. */
export type Action =
  | { readonly kind: 'remove'; readonly path: string }
  | { readonly kind: 'mkdir'; readonly path: string }
  | { readonly kind: 'copy'; readonly source: string; readonly path: string; readonly overwrites?: true }
  | { readonly kind: 'retain'; readonly path: string }
  /** In a dry run: a file is there that DISALLOW forbids to replace. */
  | { readonly kind: 'conflict'; readonly path: string }
  | { readonly kind: 'chmod'; readonly path: string; readonly mode: string }
  | { readonly kind: 'chown'; readonly path: string; readonly owner?: string; readonly group?: string }
  | { readonly kind: 'setfacl'; readonly path: string; readonly acl: readonly string[] }
  | { readonly kind: 'semanage'; readonly path: string; readonly context: string }
  | {
      readonly kind: 'run'
      readonly event: string
      readonly path: string
      readonly user: string
      readonly timeout: number
    }

export interface AgentResult {
  readonly outcome: 'succeeded' | 'failed' | 'cancelled'
  readonly deploymentId: string
  /** Folder of this deployment below the root: `deployment-archive`, `logs/scripts.log`. */
  readonly folder: string
  readonly log: string
  readonly events: readonly EventResult[]
  /** The event that failed, if one did. */
  readonly failed?: EventResult
  /** What Install did; in a dry run all that would be done. */
  readonly actions: readonly Action[]
  /** What a failed Install left behind, and how to clean it. */
  readonly remains?: { readonly paths: readonly string[]; readonly advice: string }
  /** Why root is needed, if it is: one line for each owner or user of the AppSpec. */
  readonly needsRoot: readonly string[]
}

/** A process that a hook of a deployment under a root started and that still runs. */
export interface HookProcess {
  readonly pid: number
  readonly deploymentId: string
  readonly event: string
  readonly command: string
}

/** `deployRevision` of index.ts. Rejects with an ActionError only when the deployment could not begin. */
export type DeployRevision = (options: AgentOptions) => Promise<AgentResult>
