import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { PacedClock } from '../sandbox/clock.ts'
import { startSandbox } from '../sandbox/sandbox.ts'
import type { Break } from './breaks/contract.ts'
import type { Platform, World } from './contract.ts'
import { accountAt, install } from './installed.ts'
import type { Terminal } from './output/terminal.ts'
import { askShop, visit, type Ask } from './visitors.ts'
import { publishWorkflows } from './workflow.ts'
import { layOut } from './workspace.ts'

export interface Plans {
  readonly project: string
  readonly example: string
  readonly terminal: Terminal
  readonly cancelled: AbortSignal
  readonly platform?: Platform | undefined
}

/** AWS and GitHub with the installed version of the shop in both accounts. */
export interface Installed extends Pick<
  World,
  'github' | 'repositoryName' | 'author' | 'accounts' | 'attachControlPolicy' | 'urls' | 'asks' | 'answers' | 'traffic'
> {
  readonly clock: PacedClock
  /** Pushes the next release, and starts its run. */
  push(broken?: Break, platform?: Platform): Promise<World>
  stop(): Promise<void>
}

const REPOSITORY = 'acme/shop'
const REGION = 'eu-west-1'
const AUTHOR = 'ada'
const REVIEWER = 'grace'
const ACCOUNTS = { preprod: '111111111111', production: '222222222222' } as const

/** Starts AWS and GitHub, and deploys the installed version to both accounts. */
export async function createInstalled({
  project,
  example,
  terminal,
  cancelled,
  platform: given,
}: Plans): Promise<Installed> {
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
      preprod: accountAt(sandbox, REGION, 'preprod', ACCOUNTS.preprod),
      production: accountAt(sandbox, REGION, 'production', ACCOUNTS.production),
    }
    const installed = layOut(example, join(root, 'installed'), 'installed')
    // A platform with another application needs no shop.
    const [preprod, production] = given?.installed
      ? ['', '']
      : await Promise.all([
          install(accounts.preprod, installed.folder, cancelled),
          install(accounts.production, installed.folder, cancelled),
        ])
    const answers = {
      preprod: new Map<string, number>(),
      production: new Map<string, number>(),
    } satisfies World['answers']
    const askOf = async (environment: 'preprod' | 'production', url: string): Promise<Ask> =>
      (await given?.installed?.(accounts[environment], cancelled)) ?? (() => askShop(url))
    const [askPreprod, askProduction] = await Promise.all([askOf('preprod', preprod), askOf('production', production)])
    const ask = { preprod: askPreprod, production: askProduction }
    void visit(sandbox.clock, ask.preprod, answers.preprod)
    void visit(sandbox.clock, ask.production, answers.production)
    let pushes = 0
    const shared: Omit<Installed, 'push' | 'stop'> = {
      clock: sandbox.clock,
      repositoryName: REPOSITORY,
      github,
      accounts,
      attachControlPolicy: (id, policy) =>
        void sandbox.scenario.controlPolicies.push({ accounts: id, target: 'root', policy }),
      urls: { preprod, production },
      ...(given?.installed && { asks: ask }),
      answers,
      author: AUTHOR,
      traffic,
    }
    return {
      ...shared,
      stop,
      async push(broken, platform) {
        broken?.settings?.(github, REPOSITORY)
        platform?.before?.(installed)
        const before = github.commit(REPOSITORY, 'Release 1.4.0', installed.files(), AUTHOR)
        const folder = join(root, `push-${(pushes += 1)}`)
        const repository = layOut(example, join(folder, 'release'), 'next')
        platform?.files(repository)
        broken?.files?.(repository)
        const sha = github.commit(REPOSITORY, 'Release 1.5.0', repository.files(), AUTHOR)
        publishWorkflows(github, project, (files) => broken?.workflow?.(files))
        const path = '.github/workflows/release.yml'
        const played = await github.playWorkflow({ repository: REPOSITORY, sha, path, actor: AUTHOR })
        const cancelling = new AbortController()
        return {
          ...shared,
          root: folder,
          repository,
          before,
          run: github.runOf(played),
          played,
          awsUrl,
          clientVariables: sandbox.clientVariables,
          region: REGION,
          reviewers: { preprod: REVIEWER, production: REVIEWER },
          jobCancelled: cancelling.signal,
          cancelJob: () => cancelling.abort(),
        }
      },
    }
  } catch (error) {
    await stop()
    throw error
  }
}
