import type { PlayedRun, SandboxGitHub, SandboxRun } from '../sandbox/github/index.ts'
import type { Scenario } from '../sandbox/scenario.ts'
import type { Account } from './installed.ts'
import type { Ask, Tally } from './visitors.ts'
import type { Repository } from './workspace.ts'

export type EnvironmentName = 'preprod' | 'production'

export type ControlPolicy = Scenario['controlPolicies'][number]['policy']

export type PlayedGitHubRun = Omit<SandboxRun, 'startJob' | 'rerun'>

/** How the shop is deployed, if not in place: the release changes its own group and has checks before traffic. */
export interface Platform {
  /** The name for `--platform NAME`. */
  readonly name: string
  /** The difference, in one line. */
  readonly story: string
  /** Changes the files of version 1.4.0, whose commit is before the release. */
  readonly before?: (repository: Repository) => void
  /** Changes the files before they are pushed. */
  readonly files: (repository: Repository) => void
  /** A check that the previous version works with data of the release, as an entry of `verify`; absent: the shop's. */
  readonly oldVersion?: string
  /** Installs version 1.4.0 in an account, for other applications than the shop. @returns a customer's request */
  readonly installed?: (account: Account, cancelled: AbortSignal) => Promise<Ask>
}

/** Everything outside the product: the sandbox, the repository and the run. Breaks change it. */
export interface World {
  /** A temporary folder of this release, removed at the end. */
  readonly root: string
  readonly repositoryName: string
  /** The files of the next release. */
  readonly repository: Repository
  /** The commit before the push. */
  readonly before: string
  readonly github: SandboxGitHub
  readonly run: PlayedGitHubRun
  /** The workflow of the run, which starts its jobs. */
  readonly played: PlayedRun
  /** Members of the event's payload beside those of a push. */
  readonly payload?: Readonly<Record<string, unknown>>
  readonly awsUrl: string
  /** Variables that make steps use the simulated time of the sandbox. */
  readonly clientVariables: Readonly<Record<string, string>>
  readonly region: string
  readonly accounts: Readonly<Record<EnvironmentName, Account>>
  /** Attaches a service control policy to an account. IAM reads it with each later decision. */
  readonly attachControlPolicy: (account: string, policy: ControlPolicy) => void
  /** URLs of the shop; empty where another application is released. */
  readonly urls: Readonly<Record<EnvironmentName, string>>
  /** A customer's request, where another application than the shop is released. */
  readonly asks?: Readonly<Record<EnvironmentName, Ask>>
  /** The responses of the shop to customers. */
  readonly answers: Readonly<Record<EnvironmentName, Tally>>
  /** The user who pushed. */
  readonly author: string
  /** The users who are prompted for an approval; breaks may change them. */
  readonly reviewers: Record<EnvironmentName, string>
  /** Aborted when the running job is cancelled on GitHub's page. */
  readonly jobCancelled: AbortSignal
  cancelJob(): void
  readonly traffic: readonly object[]
}
