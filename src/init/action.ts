import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { propose } from '../github/proposal.ts'
import { ActionError, messageOf } from '../support/errors.ts'
import type { Runner, Runtime } from '../support/runtime.ts'
import { readOptions, UsageError } from './arguments.ts'
import { prepare, type InitPorts } from './index.ts'
import { bodyText, packed, unpacked } from './pull-request.ts'
import { settingsText } from './settings.ts'

/** `init` as a step of a workflow: .github/actions/init. */

const BRANCH = 'test-deployments-init'
const TITLE = 'Set up test-deployments'
const OPTIONS = ['name', 'region', 'preprod-account', 'production-account'] as const

type Given = Pick<Runtime, 'place' | 'clock' | 'log' | 'cancelled'> & Pick<InitPorts, 'documents' | 'inventory'>

/** @returns whether the step has succeeded */
export async function initStep(given: Given, runner: Runner): Promise<boolean> {
  try {
    await (runner.input('files') === '' ? readRepository(given, runner) : openPullRequest(given, runner))
    return true
  } catch (error) {
    if (!(error instanceof ActionError || error instanceof UsageError)) throw error
    const advice = error instanceof ActionError ? `\n${error.advice}` : ''
    runner.annotate({ level: 'error', title: TITLE, message: `${messageOf(error)}${advice}` })
    return false
  }
}

async function readRepository({ place, clock, log, documents, inventory }: Given, runner: Runner): Promise<void> {
  const { GITHUB_REPOSITORY: repository, GITHUB_REF_NAME: branch, AWS_REGION: region } = place.env
  const values = OPTIONS.flatMap((name) => {
    const value = runner.input(name)
    return value === '' ? [] : [`--${name}=${value}`]
  })
  const reviewers = runner.input('reviewers').split(/[\s,]+/)
  const args = [
    ...values,
    ...reviewers.flatMap((reviewer) => (reviewer === '' ? [] : [`--reviewer=${reviewer}`])),
    ...(repository === undefined ? [] : [`--repository=${repository}`]),
  ]
  const say = (line: string): void => log.info(line)
  const ports = { cwd: place.workspace, region, now: clock.now().getTime(), documents, say, inventory }
  const { plan, files } = await prepare(optionsOf(args), ports, branch)
  const written = Object.entries(files).filter(([path]) => !existsSync(join(place.workspace, path)))
  if (written.length === 0) {
    await runner.summary('### Set up test-deployments\n\nAll files exist, and were kept. There is nothing to add.\n')
    return
  }
  for (const [path, text] of written) await log.group(path, async () => log.info(text))
  runner.output(
    'files',
    packed({
      files: Object.fromEntries(written),
      settings: settingsText(plan),
      todo: [...plan.todo],
      branch: plan.branch,
    }),
  )
}

/** A mistake in a value is one of the input, which has the name of the option. */
function optionsOf(args: readonly string[]): ReturnType<typeof readOptions> {
  try {
    return readOptions(args)
  } catch (error) {
    throw error instanceof UsageError ? new UsageError(error.message.replace(/^--/, 'the input ')) : error
  }
}

async function openPullRequest({ place, clock, log, cancelled }: Given, runner: Runner): Promise<void> {
  const { env } = place
  const written = unpacked(runner.input('files'))
  const { GITHUB_REPOSITORY: repository = '', GITHUB_SERVER_URL: serverUrl = 'https://github.com' } = env
  const { GITHUB_SHA: commit = '', GITHUB_REF_NAME: base = '', GITHUB_API_URL: apiUrl = 'https://api.github.com' } = env
  const body = (refused: readonly string[]): string =>
    bodyText(written, { refused, newFile: `${serverUrl}/${repository}/new/${BRANCH}` })
  const access = { token: runner.input('github-token'), apiUrl, repository, serverUrl, clock, log, signal: cancelled }
  // Where the pull request cannot be opened, its text is still needed.
  await runner.summary(body([]))
  const { url } = await propose(access, { commit, base, branch: BRANCH, title: TITLE, files: written.files, body })
  runner.output('pull-request', url)
  log.info(`The pull request is open: ${url}`)
}
