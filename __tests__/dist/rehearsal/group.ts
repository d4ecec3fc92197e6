import type { Break } from '../../../rehearsal/breaks/contract.ts'
import type { World } from '../../../rehearsal/contract.ts'
import type { Repository } from '../../../rehearsal/workspace.ts'
import { deploymentsEnded } from '../../../rehearsal/installed.ts'
import { play, type Played, type Stage } from '../../../rehearsal/play.ts'
import { verdictOfAll } from '../../../rehearsal/output/summary.ts'
import { createInstalled, type Installed } from '../../../rehearsal/world.ts'
import type { SandboxGitHub } from '../../../sandbox/github/index.ts'
import { breakCalled, EXAMPLE, notAborted, printResult, PROJECT, stageOf, terminal } from './stage.ts'

/**
 * `node group.ts / [before=JOB] NAME[+NAME...][@N]... [/ ...]` rehearses several breaks with one sandbox, and prints the result
 * of each as a line of JSON. Breaks that are joined by `+` share one release, the others have one of their own. With
 * `before=JOB` all of them share one release, with the files of all: the jobs before JOB run once, and for each break the
 * run is attempted again from JOB on. Those after each `/` have a sandbox of their own.
 *
 * N is the number of the step that runs from the bundle, from 1; the others run from the source.
 */

const BEFORE = 'before='
const NONE = 0

let installed: Installed
for (const group of groupsOf(process.argv.slice(2))) await playGroup(group)

function groupsOf(words: readonly string[]): string[][] {
  const groups: string[][] = []
  for (const word of words) {
    if (word === '/') groups.push([])
    else groups.at(-1)?.push(word)
  }
  return groups
}

async function playGroup(words: readonly string[]): Promise<void> {
  const before = words.find((word) => word.startsWith(BEFORE))?.slice(BEFORE.length)
  const broken = words
    .filter((word) => !word.startsWith(BEFORE))
    .map((argument) => {
      const [names = '', step] = argument.split('@')
      return { each: together(names.split('+').map(breakCalled)), step: step === undefined ? NONE : Number(step) }
    })
  installed = await createInstalled({ project: PROJECT, example: EXAMPLE, terminal, cancelled: notAborted })
  try {
    const files = (repository: Repository): void => broken.forEach(({ each }) => each.files?.(repository))
    const release = before === undefined ? playAlone : await playUntil(before, files)
    for (const { each, step } of broken) {
      terminal.heading(`Break ${each.name}`)
      const restore = takeState(installed)
      const played = await release(each, step)
      await Promise.all(Object.values(installed.accounts).map((account) => deploymentsEnded(account, notAborted)))
      restore()
      const production = await fetch(`${installed.urls.production}/version`)
      const result = {
        verdict: verdictOfAll(played),
        steps: played.steps.map(({ command, verdict, codes }) => ({ command, verdict, codes })),
        evidence: played.steps.at(-1)?.evidence,
        production: await production.json(),
      }
      for (const name of each.name.split('+')) printResult({ name, ...result })
    }
  } finally {
    await installed.stop()
  }
}

/** All breaks at once; those with actions run one after the other, at the same moment of one job. */
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
  const played = await play({ ...stageFrom(world, step), broken })
  // An unfinished job would block the queue of pre-prod for ever.
  world.played.cancel()
  return played
}

/**
 * Executes the jobs before `name`. The returned function executes the others with a break, each time in another attempt
 * of the run.
 */
async function playUntil(name: string, files: NonNullable<Break['files']>): Promise<typeof playAlone> {
  const world = await installed.push({ name, story: '', files })
  const { played } = world
  const { steps, ended, notRun } = await play(stageFrom(world, NONE), { before: name })
  if (ended !== undefined || !notRun.includes(name)) {
    throw new Error(`the release did not come as far as ${name}: ${ended}`)
  }
  const [job] = played.active()
  return (broken, step) => {
    if (broken.workflow) throw new Error(`${broken.name} needs a release of its own`)
    broken.settings?.(world.github, world.repositoryName)
    played.cancel()
    played.rerun(world.author, { ...(job !== undefined && { job }) })
    // Breaks change the people who are prompted.
    const stage = stageFrom({ ...world, reviewers: { ...world.reviewers } }, step - steps.length)
    return play({ ...stage, broken }, { passed: steps })
  }
}

/** `step`: the number, from 1, of the executed step that runs from the bundle. */
function stageFrom(world: World, step: number): Stage {
  return stageOf(installed.clock, world, (number) => number === step)
}

/** @returns a function that restores the rules of the environments and the stored artifacts to their present state */
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
