import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { endEverything } from '../../../src/codedeploy/agent/index.ts'
import { decodeAsAgent } from '../../../src/codedeploy/appspec/yaml.ts'
import { DEFAULT_GROUP, deploy, excuse, newPlace, normalise, prepareBase, RECORDED_DEST } from './host.ts'
import type { Place } from './host.ts'
import { compareDocumented, compareParser } from './parser.ts'
import type { Case, Step } from './recorded.ts'
import { compareLog, compareRun, compareState } from './run.ts'
import { compareAcl, compareLinked, compareTree, treeOf } from './tree.ts'

/** The folder of the recordings, which is not changed, and the scratch folder for hosts. */
export interface Folders {
  readonly folder: string
  readonly scratch: string
}

/** `reason` explains a difference that this host causes, not the agent. */
export interface Comparison {
  readonly name: string
  readonly differences: readonly string[]
  readonly reason?: string | undefined
}

/** Reads and deploys a recorded AppSpec file, and compares each step. */
export async function* playCase({ folder, scratch }: Folders, recorded: Case): AsyncGenerator<Comparison> {
  const place = newPlace(scratch, recorded.id)
  const text = place.fill(decodeAsAgent(readFileSync(join(folder, recorded.file))))
  if (recorded.platform !== 'server') {
    yield { name: `${recorded.id} verdict`, differences: compareDocumented(recorded, text) }
    return
  }
  yield { name: `${recorded.id} parser`, differences: compareParser(recorded, text, place.fill) }
  const runs = [
    ['codedeploy-local', recorded.codedeploy_local, 'codedeploy-local'],
    ['all classes loaded', recorded.codedeploy_local_all_classes_loaded, true],
  ] as const
  for (const [name, run, compatible] of runs) {
    if (!run) continue
    const here = newPlace(scratch, `${recorded.id}-${compatible}`)
    const bundle = join(here.dest, 'bundle')
    prepareBase(folder, bundle, here.fill)
    const bytes = readFileSync(join(folder, recorded.file), 'latin1')
    writeFileSync(join(bundle, 'appspec.yml'), Buffer.from(here.fill(bytes), 'latin1'))
    const result = await deploy(here, bundle, 'directory', [], compatible)
    const state = { cleanup: run.state?.cleanup, last: run.state?.last_successful_install }
    const differences = [
      ...compareRun(run, result, here),
      ...compareState(state, here),
      ...compareTree(run.tree ?? [], treeOf(here.dest, ['bundle'])),
      ...(run.tree ?? []).flatMap((entry) => compareAcl(entry, here)),
      ...compareLog(run.scripts_log ?? [], result, here),
    ]
    yield { name: `${recorded.id} run (${name})`, differences, reason: excuse(text, run) }
    await endEverything(here.root)
  }
}

/** Deploys one revision after another to the same host. */
export async function* playBundle(
  { folder, scratch }: Folders,
  name: string,
  steps: readonly Step[],
): AsyncGenerator<Comparison> {
  const recorded = steps.some(({ type }) => type !== 'directory') ? RECORDED_DEST : undefined
  if (recorded !== undefined && existsSync(recorded)) throw new Error(`${recorded} is in the way: remove it`)
  const place = newPlace(scratch, `bundle-${name}`, recorded)
  try {
    yield* playSteps({ folder, scratch }, name, steps, place)
  } finally {
    if (recorded !== undefined) rmSync(recorded, { recursive: true, force: true })
  }
}

async function* playSteps(
  { folder, scratch }: Folders,
  name: string,
  steps: readonly Step[],
  place: Place,
): AsyncGenerator<Comparison> {
  const hooks = join(place.dest, 'hooks.log')
  for (const [index, step] of steps.entries()) {
    const bundle = join(scratch, `bundles-${name}`, basename(dirname(step.bundle)), basename(step.bundle))
    if (!existsSync(bundle)) {
      mkdirSync(dirname(bundle), { recursive: true })
      cpSync(join(folder, step.bundle), bundle, { recursive: true, verbatimSymlinks: true })
      if (step.type === 'directory') normalise(bundle, place.fill)
    }
    if (step.before) spawnSync('/bin/sh', ['-c', place.fill(step.before)])
    const seen = existsSync(hooks) ? readFileSync(hooks, 'utf8').split('\n').length - 1 : 0
    const result = await deploy(place, bundle, step.type, step.args, 'codedeploy-local')
    const group = step.args.includes('-g') ? (step.args[step.args.indexOf('-g') + 1] ?? '') : DEFAULT_GROUP
    const order = existsSync(hooks) ? readFileSync(hooks, 'utf8').split('\n').slice(seen, -1) : []
    const archives = readdirSync(join(place.root, group)).length
    const differences = [
      ...compareRun(step, result, place),
      ...compareState({ cleanup: step.cleanup, last: step.last_successful_install }, place),
      ...compareTree(step.tree ?? [], treeOf(place.dest, ['hooks.log'])),
      ...compareLog(step.scripts_log ?? [], result, place),
      ...compareLinked(step.symlink_target_content, place),
      ...(order.join() === step.hook_order.join() ? [] : [`hooks ${step.hook_order.join()}, got ${order.join()}`]),
      ...(step.archives_kept === undefined || step.archives_kept === archives
        ? []
        : [`archives ${step.archives_kept}, got ${archives}`]),
    ]
    yield { name: `${name} step ${index + 1}`, differences }
    await endEverything(place.root)
  }
}
