import { createServer } from 'node:http'
import type { TroubleRule } from '../../../sandbox/aws/wire/trouble.ts'
import { closeServer, listenOnLoopback, LOOPBACK } from '../../../sandbox/loopback.ts'
import { openKillWorld, type KillWorld, type Step } from '../kill/world.ts'
import { judge, type Verdict } from './judge.ts'
import { platformsWith, type Access, type Platform } from './platforms.ts'

const FAULTS = ['throttled', 'reset', 'denied', 'slow', 'lost', 'killed', 'continued', 'stopped'] as const
export type Fault = (typeof FAULTS)[number]

/** A fault that occurs once the step has read a stage of its deployment. */
export interface Case {
  readonly platform: string
  readonly stage: string
  readonly fault: Fault
}
export interface Result extends Case, Verdict {
  readonly seconds: number
  readonly log: string
}

/** A stage in which the deployment waits before traffic to be continued. */
const WAITING = /^(Ready|POST_TEST_TRAFFIC_SHIFT)$/
const END = /^(Succeeded|SUCCESSFUL|UPDATE_COMPLETE|UPDATE_COMPLETE_CLEANUP_IN_PROGRESS)$/

const RULE = { after: 0, ms: 0, code: '', message: '', status: 400 }
const TROUBLE: Readonly<Partial<Record<Fault, Pick<TroubleRule, 'do' | 'times' | 'ms'>>>> = {
  throttled: { do: 'throttle', times: 4, ms: 0 },
  reset: { do: 'reset-before', times: 3, ms: 0 },
  lost: { do: 'reset-after', times: 1, ms: 0 },
  slow: { do: 'delay', times: 2, ms: 4_000 },
  denied: { do: 'deny', ms: 0 },
}

/** The cases of a platform: a release without a fault shows its stages. Rejects where that release is not green. */
export async function casesOf(name: string): Promise<Case[]> {
  return inWorld(name, async (world, platform) => {
    const stages: string[] = []
    world.calls.arm(({ name: call, answer }) => {
      const stage = platform.stageOf(call, answer)
      if (stage !== undefined && !stages.includes(stage)) stages.push(stage)
      return 'pass'
    })
    const { status, log } = await world.step('deploy-preprod')
    if (status !== 0) throw new Error(`the release to ${name} is not green without a fault:\n${log}`)
    return stages
      .filter((stage) => !END.test(stage))
      .flatMap((stage) =>
        FAULTS.filter((fault) => fault !== 'continued' || WAITING.test(stage)).map((fault) => ({
          platform: name,
          stage,
          fault,
        })),
      )
  })
}

export async function play(each: Case): Promise<Result> {
  const began = performance.now()
  return inWorld(each.platform, async (world, platform) => {
    const access = accessTo(world)
    let send: ((name: NodeJS.Signals) => void) | undefined
    let reached = false
    const meanwhile: Promise<unknown>[] = []
    world.calls.arm(({ name, answer }) => {
      if (reached || platform.stageOf(name, answer) !== each.stage) return 'pass'
      reached = true
      const trouble = TROUBLE[each.fault]
      if (trouble) world.sandbox.aws.trouble.add({ ...RULE, ...trouble, on: `${platform.service}:*` })
      if (each.fault === 'continued' || each.fault === 'stopped')
        meanwhile.push(world.sandbox.clock.busy(act(platform, access, each.fault)))
      if (each.fault !== 'killed') return 'pass'
      send?.('SIGKILL')
      return 'drop'
    })
    const first = await world.step('deploy-preprod', { kill: (signalling) => (send = signalling) })
    await Promise.all(meanwhile)
    world.sandbox.aws.trouble.clear()
    world.calls.arm(() => 'pass')
    let last: Step = first
    if (each.fault === 'killed') {
      world.rerun()
      last = await world.step('deploy-preprod')
    }
    const operations = await platform.operations(access)
    const verdict = judge({
      reached,
      operations,
      serves: await platform.serves(access),
      step: last,
      documents: [first, last].flatMap(({ evidence }) => evidence ?? []),
    })
    return { ...each, ...verdict, seconds: Math.round((performance.now() - began) / 1_000), log: last.log }
  })
}

/** A person changes the running deployment. */
async function act(
  { operations, goOn, stop }: Platform,
  access: Access,
  fault: 'continued' | 'stopped',
): Promise<void> {
  const running = (await operations(access)).find(({ state }) => state === 'running')
  if (running !== undefined) await (fault === 'continued' ? goOn : stop)?.(access, running.id)
}

const accessTo = ({ sandbox }: KillWorld): Access => ({
  region: 'eu-west-1',
  endpoint: sandbox.awsUrl,
  credentials: { accessKeyId: 'AKIAEXAMPLEEXAMPLE00', secretAccessKey: 'example-secret-of-a-stranger-000000000000' },
})

/** A world after precheck, with a service that responds to the check before traffic. */
async function inWorld<T>(name: string, work: (world: KillWorld, platform: Platform) => Promise<T>): Promise<T> {
  const server = createServer((_request, response) => response.end('ok'))
  const url = `http://${LOOPBACK}:${await listenOnLoopback(server)}/`
  const platform = platformsWith(url).find((each) => each.name === name)
  if (!platform) throw new Error(`there is no platform ${name}`)
  const world = await openKillWorld(platform.release)
  try {
    const { status, log } = await oneAtATime(() =>
      world.step('precheck', { from: 'source', inputs: { environment: 'preprod' } }),
    )
    if (status !== 0) throw new Error(`precheck of ${name} is not green:\n${log}`)
    return await work(world, platform)
  } finally {
    await world.close()
    await closeServer(server)
  }
}

let turn: Promise<unknown> = Promise.resolve()
/** A step from the source sets variables of this process. */
function oneAtATime<T>(work: () => Promise<T>): Promise<T> {
  const mine = turn.then(work)
  turn = mine.catch(() => undefined)
  return mine
}
