import { createHash } from 'node:crypto'
import { appendFileSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import {
  ProcessTree,
  type Ending,
  type Mark,
  type RunningProcess,
  type Trace,
} from '../../../support/processes/process-tree.ts'
import type { HookProcess } from '../types.ts'

/** Milliseconds between SIGTERM and SIGKILL for a hook whose time is over, as AWS's agent 2 has it. */
export const HOOK_GRACE_MS = 5_000

/** Marks the processes of one run of a hook: `<digest of the root>:<deployment>:<event>:<run>`. */
export function markOf(root: string, deploymentId: string, event: string, run: string): Mark {
  const mark = markOfRoot(root)
  return { ...mark, value: `${mark.value}${deploymentId}:${event}:${run}` }
}

/** Marks the processes of all hooks under a root. */
function markOfRoot(root: string): Mark {
  const digest = createHash('sha256').update(resolve(root)).digest('hex').slice(0, 16)
  return { name: 'TEST_DEPLOYMENTS_HOOK', value: `${digest}:` }
}

/** What outlived a hook. */
interface Started {
  readonly deploymentId: string
  readonly event: string
  readonly trace: Trace
}

/** Notes what outlived a hook under a root, so that processes which dropped their mark are found later. */
export function recordStarted(root: string, started: Started): void {
  mkdirSync(dirname(recordOf(root)), { recursive: true })
  appendFileSync(recordOf(root), `${JSON.stringify(started)}\n`)
}

/** All that hooks of deployments under a root started and that still runs. */
export function processesOf(root: string): HookProcess[] {
  const started = readStarted(root)
  return treeOf(root, started)
    .running()
    .map((one) => hookProcess(one, started))
}

/** Ends all that hooks of deployments under a root started. */
export async function endEverything(root: string): Promise<Ending> {
  const ending = await treeOf(root, readStarted(root)).end()
  if (ending.surviving.length === 0) rmSync(recordOf(root), { force: true })
  return ending
}

function treeOf(root: string, started: readonly Started[]): ProcessTree {
  const tree = new ProcessTree(markOfRoot(root))
  for (const { trace } of started) tree.recall(trace)
  return tree
}

function hookProcess({ pid, started, session, command, mark }: RunningProcess, all: readonly Started[]): HookProcess {
  const from = all.find(
    ({ trace: { processes, sessions } }) =>
      processes.some((known) => known[0] === pid && known[1] === started) || sessions.some(([id]) => id === session),
  )
  const [, deploymentId = from?.deploymentId ?? '', event = from?.event ?? ''] = mark?.split(':') ?? []
  return { pid, deploymentId, event, command }
}

function recordOf(root: string): string {
  return join(root, 'deployment-instructions', 'started-processes')
}

function readStarted(root: string): Started[] {
  let text: string
  try {
    text = readFileSync(recordOf(root), 'utf8')
  } catch {
    return []
  }
  return text.split('\n').flatMap((line) => {
    try {
      return line === '' ? [] : [JSON.parse(line) as Started]
    } catch {
      // The end of a record whose writer was killed.
      return []
    }
  })
}
