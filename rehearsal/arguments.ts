import { parseArgs } from 'node:util'

export interface Options {
  readonly yes: boolean
  readonly json: boolean
  readonly list: boolean
  readonly help: boolean
  readonly out?: string
  readonly break?: string
  readonly platform?: string
  /** Rehearses a rollback on pre-prod. */
  readonly rollback: boolean
  /** Environments of three pull requests, instead of a release. */
  readonly temporary: boolean
  /** A repository of the user's, instead of the example. */
  readonly repo?: string
  /** The workflow file of that repository; absent: the first that uses this action. */
  readonly workflow?: string
}

/** An error of the command line, with a message for the user. */
export class UsageError extends Error {}

export const USAGE = `Usage: npm run rehearse -- [--yes] [--rollback] [--platform NAME] [--break NAME] [--out DIR] [--json]
       npm run rehearse -- --repo DIR [--workflow NAME] [--yes] [--out DIR] [--json]
       npm run rehearse -- --temporary [--out DIR] [--json]
       npm run rehearse -- --list

  --yes         approve both environments without asking
  --platform NAME  how the shop is deployed: in place, or server-blue-green, lambda, ecs or ecs-native, with checks
                   before traffic; stacks: by an update of its stack
  --rollback    rehearse the way back on pre-prod too, and show its stages; one-way-change, rollback-fails and
                lost-revision break it
  --temporary   three temporary environments side by side: one is removed with its pull request, one by a sweep
  --break NAME  break one thing first, and see how it is caught
  --repo DIR    release the repository in that folder, with its own workflow and configuration: a first release to
                accounts that are made from them, on this machine
  --workflow NAME  its workflow file, such as orders.yml; the first that uses this action by default
  --out DIR     keep evidence, summary.md, report.html, log.txt and traffic.jsonl there
  --json        end with one line of JSON
  --list        what can be broken: its name and its story, one a line
  --help        this text

Exit status: 0 when the release passed, 1 when it did not, 2 when the command line is wrong.`

/** Values of the command line's options. */
export interface Known {
  readonly breaks: readonly {
    readonly name: string
    readonly rollback?: Readonly<Record<string, string>>
    readonly anywhere?: true
  }[]
  readonly platforms: readonly string[]
  /** Platforms that release another application than the shop. */
  readonly others: readonly string[]
}

/** Parses the command line. Throws a UsageError. */
export function readArguments(args: readonly string[], known: Known, interactive: boolean): Options {
  const values = parsed(args)
  const { break: broken, platform, out, repo, workflow } = values
  const found = known.breaks.find(({ name }) => name === broken)
  if (broken !== undefined && !found) {
    const names = known.breaks.map(({ name }) => name).join(', ')
    throw new UsageError(`there is nothing called ${JSON.stringify(broken)} to break; one of: ${names}`)
  }
  if (platform !== undefined && !known.platforms.includes(platform)) {
    throw new UsageError(
      `there is no platform called ${JSON.stringify(platform)}; one of: ${known.platforms.join(', ')}`,
    )
  }
  if (found?.rollback && values.rollback !== true)
    throw new UsageError(`${found.name} shows on the way back: add --rollback`)
  const impossible = found?.rollback?.[platform ?? '']
  if (impossible !== undefined)
    throw new UsageError(`${found?.name} does not break the way back with --platform ${platform}: ${impossible}`)
  if (found && !found.rollback && !found.anywhere && known.others.includes(platform ?? ''))
    throw new UsageError(`${found.name} breaks the shop on servers, which --platform ${platform} does not release`)
  if (repo !== undefined && (broken !== undefined || platform !== undefined || values.rollback === true))
    throw new UsageError('--repo releases a repository as it is: leave --break, --platform and --rollback out')
  if (workflow !== undefined && repo === undefined) throw new UsageError('--workflow names a workflow of --repo DIR')
  if (repo === '') throw new UsageError('--repo needs a folder')
  if (out === '') throw new UsageError('--out needs a folder')
  if (values.temporary && (repo !== undefined || broken !== undefined || platform !== undefined || values.rollback))
    throw new UsageError('--temporary is about no release: leave --repo, --break, --platform and --rollback out')
  const { yes = false, json = false, list = false, help = false, rollback = false, temporary = false } = values
  if (!yes && !list && !help && !temporary && !interactive) {
    throw new UsageError('nobody can be asked to approve here (the input is no terminal): add --yes')
  }
  return {
    yes,
    json,
    list,
    help,
    rollback,
    temporary,
    ...(out !== undefined && { out }),
    ...(broken !== undefined && { break: broken }),
    ...(platform !== undefined && { platform }),
    ...(repo !== undefined && { repo }),
    ...(workflow !== undefined && { workflow }),
  }
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      strict: true,
      allowPositionals: false,
      options: {
        yes: { type: 'boolean' },
        json: { type: 'boolean' },
        list: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
        out: { type: 'string' },
        break: { type: 'string' },
        platform: { type: 'string' },
        rollback: { type: 'boolean' },
        temporary: { type: 'boolean' },
        repo: { type: 'string' },
        workflow: { type: 'string' },
      },
    }).values
  } catch (error) {
    // Only the first sentence of Node's message is for users; the rest is advice for developers.
    const [first = ''] = (error as Error).message.split('. ')
    throw new UsageError(first.charAt(0).toLowerCase() + first.slice(1))
  }
}
