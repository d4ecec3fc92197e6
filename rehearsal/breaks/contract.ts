import type { SandboxGitHub } from '../../sandbox/github/index.ts'
import type { World } from '../world.ts'
import type { Repository } from '../workspace.ts'

/** One thing that goes wrong in the world or in the user's files. What comes of it is the product's business alone. */
export interface Break {
  /** As in `--break NAME`. */
  readonly name: string
  /** One line: who did what. */
  readonly story: string
  /** Changes what is pushed. */
  readonly files?: (repository: Repository) => void
  /** Changes the settings of the repository before anything is pushed. */
  readonly settings?: (github: SandboxGitHub, repository: string) => void
  /** Changes the world at that time of the release. */
  readonly during?: { readonly job: string; readonly when: 'before' | 'while'; readonly act: Act }
}

/** `signal` is aborted when the job is over. */
export type Act = (world: World, signal: AbortSignal) => Promise<void> | void
