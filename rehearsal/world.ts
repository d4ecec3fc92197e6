import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { SandboxGitHub, SandboxRun } from '../sandbox/github/index.ts'
import { startSandbox } from '../sandbox/sandbox.ts'
import type { Break } from './breaks/contract.ts'
import { accountAt, install, type Account } from './installed.ts'
import type { Terminal } from './terminal.ts'
import { layOut, type Repository } from './workspace.ts'

export type EnvironmentName = 'preprod' | 'production'

/** Everything outside of the product: what a rehearsal is played in, and what breaks may change. */
export interface World {
  /** A folder of the rehearsal's own, removed at its end. */
  readonly root: string
  readonly repositoryName: string
  /** The files of the release that is to come. */
  readonly repository: Repository
  /** The commit that the push started from. */
  readonly before: string
  readonly github: SandboxGitHub
  readonly run: SandboxRun
  readonly workflowRef: string
  readonly awsUrl: string
  readonly region: string
  readonly accounts: Readonly<Record<EnvironmentName, Account>>
  /** Where the shop answers. */
  readonly urls: Readonly<Record<EnvironmentName, string>>
  /** Who pushed. */
  readonly author: string
  /** Who is asked to approve; breaks may name others. */
  readonly reviewers: Record<EnvironmentName, string>
  /** The running job is cancelled on GitHub's page. */
  readonly jobCancelled: AbortSignal
  cancelJob(): void
  readonly traffic: readonly object[]
  stop(): Promise<void>
}

export interface Plans {
  readonly project: string
  readonly example: string
  readonly terminal: Terminal
  readonly cancelled: AbortSignal
  readonly broken?: Break
}

const REPOSITORY = 'acme/shop'
const REGION = 'eu-west-1'
const AUTHOR = 'ada'
const REVIEWER = 'grace'
const ACCOUNTS = { preprod: '111111111111', production: '222222222222' } as const

/** Starts AWS and GitHub, brings the installed version into both accounts, and pushes the next one. */
export async function build({ project, example, terminal, cancelled, broken }: Plans): Promise<World> {
  const traffic: object[] = []
  const sandbox = await startSandbox({
    scenario: join(project, 'sandbox/scenarios/shop.yml'),
    record: (exchange) => traffic.push(exchange),
    complain: (text) => terminal.line(terminal.paint('red', `  sandbox: ${text}`)),
  })
  const root = await mkdtemp(join(tmpdir(), 'rehearsal-'))
  const stop = async (): Promise<void> => {
    await Promise.allSettled([sandbox.close(), rm(root, { recursive: true, force: true })])
  }
  try {
    const { github, awsUrl } = sandbox
    const accounts = {
      preprod: accountAt(awsUrl, REGION, 'preprod', ACCOUNTS.preprod),
      production: accountAt(awsUrl, REGION, 'production', ACCOUNTS.production),
    }
    const installed = layOut(example, join(root, 'installed'), 'installed')
    const [preprod, production] = await Promise.all([
      install(accounts.preprod, installed.folder, cancelled),
      install(accounts.production, installed.folder, cancelled),
    ])
    broken?.settings?.(github, REPOSITORY)
    const before = github.commit(REPOSITORY, 'Release 1.4.0', installed.files(), AUTHOR)
    const repository = layOut(example, join(root, 'release'), 'next')
    broken?.files?.(repository)
    const sha = github.commit(REPOSITORY, 'Release 1.5.0', repository.files(), AUTHOR)
    const cancelling = new AbortController()
    return {
      root,
      repositoryName: REPOSITORY,
      repository,
      before,
      github,
      run: github.startRun({ repository: REPOSITORY, sha, actor: AUTHOR }),
      workflowRef: 'org/test-deployments/.github/workflows/release.yml@refs/tags/v1',
      awsUrl,
      region: REGION,
      accounts,
      urls: { preprod, production },
      author: AUTHOR,
      reviewers: { preprod: REVIEWER, production: REVIEWER },
      jobCancelled: cancelling.signal,
      cancelJob: () => cancelling.abort(),
      traffic,
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}
