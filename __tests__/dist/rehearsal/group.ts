import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import type { Break } from '../../../rehearsal/breaks/contract.ts'
import { BREAKS } from '../../../rehearsal/breaks/index.ts'
import type { World } from '../../../rehearsal/contract.ts'
import { deploymentsEnded } from '../../../rehearsal/installed.ts'
import { keepNothing } from '../../../rehearsal/keep.ts'
import { play, type Played, type Stage } from '../../../rehearsal/play.ts'
import { verdictOfAll } from '../../../rehearsal/summary.ts'
import { runStep } from '../../../rehearsal/runner/step.ts'
import { createTerminal } from '../../../rehearsal/terminal.ts'
import { createInstalled, type Installed } from '../../../rehearsal/world.ts'
import type { SandboxGitHub } from '../../../sandbox/github/index.ts'
import { runSourceStep } from '../source-step.ts'

/**
 * `node group.ts [--before JOB] NAME[+NAME...]@N...` rehearses several breaks with one sandbox, and prints the result of
 * each as a line of JSON that begins with RESULT. Breaks that are joined by `+` are in one release, the others in one of
 * their own. With --before all of them share one release: the jobs before JOB run once, and for each break the run is
 * attempted again from JOB on.
 *
 * N is the number of the step that must detect the breaks, from 1. It and those after it run from the bundle. Those before
 * it must pass, as in a release without a break (release.test.ts), and run from the source; but not `verify`, which starts
 * processes of which the sandbox's clock would not know.
 */

const RESULT = 'RESULT '
const PROJECT = resolve(import.meta.dirname, '../../..')
const EXAMPLE = join(PROJECT, 'examples/shop')
const never = new AbortController().signal

const { values, positionals } = parseArgs({ options: { before: { type: 'string' } }, allowPositionals: true })
const terminal = createTerminal(process.stdout, process.env)
const installed = await createInstalled({
  project: PROJECT,
  example: EXAMPLE,
  terminal,
  cancelled: never,
})
try {
  const broken = positionals.map((argument) => {
    const [names = '', step] = argument.split('@')
    return { each: together(names.split('+').map(breakCalled)), step: Number(step) }
  })
  const release = values.before === undefined ? playAlone : await playUntil(values.before)
  for (const { each, step } of broken) {
    terminal.heading(`Break ${each.name}`)
    const restore = takeState(installed)
    const played = await release(each, step)
    await Promise.all(Object.values(installed.accounts).map((account) => deploymentsEnded(account, never)))
    restore()
    const production = await fetch(`${installed.urls.production}/version`)
    const result = {
      verdict: verdictOfAll(played),
      steps: played.steps.map(({ command, verdict, codes }) => ({ command, verdict, codes })),
      evidence: played.steps.at(-1)?.evidence,
      production: await production.json(),
    }
    for (const name of each.name.split('+')) terminal.line(`${RESULT}${JSON.stringify({ name, ...result })}`)
  }
} finally {
  await installed.stop()
}

function breakCalled(name: string): Break {
  const found = BREAKS.find((each) => each.name === name)
  if (!found) throw new Error(`no break is called ${name}`)
  return found
}

/** All breaks at once; those that act do so one after the other, at the same moment of one job. */
function together(breaks: readonly Break[]): Break {
  const [first, ...others] = breaks
  if (first && others.length === 0) return first
  const [during, ...more] = breaks.flatMap((each) => each.during ?? [])
  if (during && more.some(({ job, when }) => job !== during.job || when !== during.when)) {
    throw new Error('the breaks of a release act at one moment of one job')
  }
  const act: typeof during = during && {
    ...during,
    async act(world, signal) {
      for (const each of [during, ...more]) await each.act(world, signal)
    },
  }
  return {
    name: breaks.map(({ name }) => name).join('+'),
    story: breaks.map(({ story }) => story).join(' '),
    files: (repository) => breaks.forEach((each) => each.files?.(repository)),
    workflow: (files) => breaks.forEach((each) => each.workflow?.(files)),
    settings: (github, repository) => breaks.forEach((each) => each.settings?.(github, repository)),
    ...(act && { during: act }),
  }
}

async function playAlone(broken: Break, step: number): Promise<Played> {
  const world = await installed.push(broken)
  const played = await play({ ...stageOf(world, step), broken })
  // A job that nobody plays any more would hold the queue of pre-prod for ever.
  world.played.cancel()
  return played
}

/** Plays the jobs before `name`. The result plays the others with a break, each time in another attempt of the run. */
async function playUntil(name: string): Promise<typeof playAlone> {
  const world = await installed.push()
  const { played } = world
  const { steps, ended, notRun } = await play(stageOf(world, Infinity), { before: name })
  if (ended !== undefined || !notRun.includes(name)) {
    throw new Error(`the release did not come as far as ${name}: ${ended}`)
  }
  const [job] = played.active()
  return (broken, step) => {
    if (broken.files || broken.workflow) throw new Error(`${broken.name} needs a release of its own`)
    broken.settings?.(world.github, world.repositoryName)
    played.cancel()
    played.rerun(world.author, { ...(job !== undefined && { job }) })
    // Breaks change who is asked.
    const stage = stageOf({ ...world, reviewers: { ...world.reviewers } }, step - steps.length)
    return play({ ...stage, broken }, { passed: steps })
  }
}

/** `step`: the first one of those to be played that runs from the bundle whatever its command is, from 1. */
function stageOf(world: World, step: number): Stage {
  const { clock } = installed
  let number = 0
  return {
    runStep(action, inputs, job, options) {
      number += 1
      if (number >= step || inputs['command'] === 'verify') return runStep(action, inputs, job, options)
      const simulated = { now: () => clock.now(), sleep: (ms: number, signal?: AbortSignal) => clock.wait(ms, signal) }
      return runSourceStep(inputs, job, simulated, options)
    },
    world,
    terminal,
    keeper: keepNothing,
    project: PROJECT,
    cancelled: never,
    yes: true,
  }
}

/** @returns what brings the rules of the environments and the stored artifacts back as they are now */
function takeState({ github, repositoryName }: Installed): () => void {
  const environments = [...environmentsOf(github, repositoryName)].map(([name, { rules }]) => [name, rules] as const)
  const artifacts = github.world.artifacts.map((artifact) => [artifact, { ...artifact }] as const)
  return () => {
    for (const [name, rules] of environments) github.environment(repositoryName, name, rules)
    for (const [artifact, state] of artifacts) Object.assign(artifact, state)
  }
}

function environmentsOf({ world }: SandboxGitHub, name: string) {
  const repository = world.repositories.get(name)
  if (!repository) throw new Error(`there is no repository ${name}`)
  return repository.environments
}
