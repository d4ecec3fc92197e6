import type { SandboxGitHub } from '../../sandbox/github/index.ts'
import type { World } from '../contract.ts'
import type { Repository } from '../workspace.ts'

/** A fault in the environment or in the user's files. It does not define how the product reacts. */
export interface Break {
  /** The name for `--break NAME`. */
  readonly name: string
  /** What happened, in one line. */
  readonly story: string
  /** It affects the rollback, and so needs --rollback. By platform: why it cannot occur there. */
  readonly rollback?: Readonly<Record<string, string>>
  /** It affects every release; the others are specific to the shop on servers. */
  readonly anywhere?: true
  /** Changes the files before they are pushed. */
  readonly files?: (repository: Repository) => void
  /** Changes the workflow files, as a user may who copied them. */
  readonly workflow?: (files: Record<string, string>) => void
  /** Changes the settings of the repository before the push. */
  readonly settings?: (github: SandboxGitHub, repository: string) => void
  /** Acts before a job, or while it runs. */
  readonly during?: { readonly job: string; readonly when: 'before' | 'while'; readonly act: Act }
}

/** `signal` is aborted at the end of the job. */
export type Act = (world: World, signal: AbortSignal) => Promise<void> | void
