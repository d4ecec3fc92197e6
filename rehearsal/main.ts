import { join, resolve } from 'node:path'
import { readArguments, USAGE, UsageError, type Options } from './arguments.ts'
import type { Break } from './breaks/contract.ts'
import { BREAKS } from './breaks/index.ts'
import type { Platform, World } from './contract.ts'
import { deploymentsEnded } from './installed.ts'
import { ActionError } from '../src/support/errors.ts'
import { createFromRepository } from './repository/from-repository.ts'
import { playRepository } from './repository/play-repository.ts'
import { keepIn, keepNothing } from './output/keep.ts'
import { play, type Played, type Stage } from './play.ts'
import { PLATFORMS } from './platforms/index.ts'
import { showRollback, withRollback } from './rollback.ts'
import { showEnd, summaryOf, verdictOfAll } from './output/summary.ts'
import { rehearseTemporary } from './temporary.ts'
import { createTerminal, type Terminal } from './output/terminal.ts'
import { showTally } from './visitors.ts'
import { createInstalled } from './world.ts'

/** `npm run rehearse`: a complete release on this machine, with the bundle in dist/ and the sandbox. */

const PROJECT = resolve(import.meta.dirname, '..')
const EXAMPLE = join(PROJECT, 'examples/shop')
const LONGEST_NAME = Math.max(...BREAKS.map(({ name }) => name.length))
const EXIT = { passed: 0, notPassed: 1, usage: 2 } as const

const started = performance.now()
const cancelling = new AbortController()

async function main(): Promise<number> {
  let options: Options
  try {
    const others = PLATFORMS.filter(({ installed }) => installed).map(({ name }) => name)
    const known = { breaks: BREAKS, platforms: PLATFORMS.map(({ name }) => name), others }
    options = readArguments(process.argv.slice(2), known, process.stdin.isTTY)
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    process.stderr.write(`rehearse: ${error.message}\n\n${USAGE}\n`)
    return EXIT.usage
  }
  if (options.help) return print(USAGE)
  if (options.list) return print(BREAKS.map(({ name, story }) => `${name.padEnd(LONGEST_NAME)}  ${story}`).join('\n'))

  const terminal = createTerminal(process.stdout, process.env)
  // The reader of the output may close it (`| head`), which cancels the rehearsal.
  process.stdout.on('error', (error) => cancelling.abort(error))
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (!cancelling.signal.aborted) terminal.line(`\n${signal}: everything is being stopped and put away`)
      cancelling.abort(new Error(`cancelled by ${signal}`))
    })
  }
  try {
    const played = await rehearse(options, terminal)
    return verdictOfAll(played) === 'pass' ? EXIT.passed : EXIT.notPassed
  } catch (error) {
    // A mistake in the repository of --repo.
    if (!(error instanceof ActionError) && !(error instanceof UsageError)) throw error
    const mistakes =
      error instanceof ActionError ? error.findings.map(({ title, advice }) => `\n  ${title}\n    ${advice}`) : []
    process.stderr.write(`rehearse: ${error.message}${mistakes.join('')}\n`)
    return EXIT.usage
  }
}

async function rehearse(options: Options, terminal: Terminal): Promise<Played> {
  const keeper = options.out === undefined ? keepNothing : keepIn(resolve(options.out))
  const things: Things = { terminal, keeper, yes: options.yes, stop: [], traffic: [] }
  let played: Played = { steps: [], notRun: [] }
  try {
    if (options.temporary) played = await playTemporary(things)
    else
      played = await (options.repo === undefined
        ? releaseShop(options, things)
        : releaseRepository(options.repo, options.workflow, things))
  } catch (error) {
    if (!cancelling.signal.aborted) throw error
    played = { ...played, ended: 'cancelled before the first step' }
  } finally {
    for (const stop of things.stop) await stop()
  }
  showEnd(terminal, played, (performance.now() - started) / 1_000)
  keeper.end({ summary: summaryOf(played), log: `${terminal.log.join('\n')}\n`, traffic: things.traffic })
  if (options.out !== undefined) terminal.line(`  kept in ${options.out}`)
  if (options.json) terminal.line(JSON.stringify(jsonOf(played)))
  return played
}

interface Things extends Pick<Stage, 'terminal' | 'keeper' | 'yes'> {
  /** Ends the sandbox. */
  readonly stop: (() => Promise<void>)[]
  traffic: readonly object[]
}

/** A repository of the user's, released for the first time. */
async function releaseRepository(folder: string, workflow: string | undefined, things: Things): Promise<Played> {
  const { terminal } = things
  const made = await createFromRepository({ project: PROJECT, folder, workflow, terminal })
  things.stop.push(() => made.stop())
  things.traffic = made.world.traffic
  const what = made.close !== undefined ? 'A pull request' : made.existing.length > 0 ? 'A release' : 'A first release'
  terminal.line(terminal.paint('bold', `${what} of ${folder}`))
  if (made.existing.length > 0)
    terminal.line(
      `Before it, the accounts have the stacks ${made.existing.join(', ')}, as these files make them: their parameters keep previous values (UsePreviousValue).`,
    )
  terminal.line('AWS and GitHub are a sandbox on this machine, made from its files; the action is dist/index.js.')
  for (const note of made.notes) terminal.line(note)
  return playRepository(made, { ...things, project: PROJECT, cancelled: cancelling.signal })
}

/** Environments of three pull requests. */
async function playTemporary(things: Things): Promise<Played> {
  things.terminal.line(things.terminal.paint('bold', 'Temporary environments of three pull requests'))
  things.terminal.line('AWS and GitHub are a sandbox on this machine; the action is dist/index.js.')
  const { played, traffic } = await rehearseTemporary({ ...things, project: PROJECT, cancelled: cancelling.signal })
  things.traffic = traffic
  return played
}

/** The example: version 1.5.0 after 1.4.0. */
async function releaseShop(options: Options, things: Things): Promise<Played> {
  const { terminal } = things
  const broken = BREAKS.find(({ name }) => name === options.break)
  const given = PLATFORMS.find(({ name }) => name === options.platform)
  const platform = options.rollback ? withRollback(given) : given
  introduce(terminal, broken, platform)
  const installed = await createInstalled({
    project: PROJECT,
    example: EXAMPLE,
    terminal,
    cancelled: cancelling.signal,
    platform,
  })
  things.stop.push(() => installed.stop())
  things.traffic = installed.traffic
  const world = await installed.push(broken, platform)
  await showVersions(terminal, world, 'before')
  const played = await play({
    ...things,
    project: PROJECT,
    world,
    cancelled: cancelling.signal,
    ...(broken && { broken }),
  })
  if (!cancelling.signal.aborted)
    await Promise.all(Object.values(world.accounts).map((account) => deploymentsEnded(account, cancelling.signal)))
  await showVersions(terminal, world, 'after')
  if (options.rollback) showRollback(terminal, played)
  return played
}

function introduce(terminal: Terminal, broken: Break | undefined, platform: Platform | undefined): void {
  terminal.line(terminal.paint('bold', 'A release of examples/shop, from version 1.4.0 to 1.5.0'))
  terminal.line('AWS and GitHub are a sandbox on this machine; the action is dist/index.js; the shop is real.')
  if (platform) terminal.line(platform.story)
  if (broken) terminal.line(terminal.paint('yellow', `To be broken: ${broken.story}`))
}

/** Prints the version of the shop in both environments. */
async function showVersions(terminal: Terminal, world: World, when: 'before' | 'after'): Promise<void> {
  terminal.heading(`The shop ${when} the release`)
  for (const [environment, ask] of Object.entries(world.asks ?? {})) {
    terminal.line(`  ${environment.padEnd(10)}  customers get ${await ask()}`)
  }
  for (const [environment, url] of Object.entries(world.asks === undefined ? world.urls : {})) {
    const answer = await fetch(`${url}/version`, { signal: AbortSignal.timeout(2_000) }).then(
      async (response) => `${response.status} ${(await response.text()).trim()}`,
      (error: Error) => `no answer: ${error.message}`,
    )
    terminal.line(`  ${environment.padEnd(10)}  GET ${url}/version  ${answer}`)
  }
  if (when === 'before') return
  for (const [environment, tally] of Object.entries(world.answers)) {
    terminal.line(`  ${environment.padEnd(10)}  customers got ${showTally(tally)}`)
  }
}

function jsonOf(played: Played): object {
  return {
    verdict: verdictOfAll(played),
    steps: played.steps.map(({ command, environment, verdict, ms, codes }) => ({
      command,
      environment,
      verdict,
      ms,
      codes,
    })),
  }
}

function print(text: string): number {
  process.stdout.write(`${text}\n`)
  return EXIT.passed
}

process.exitCode = await main()
