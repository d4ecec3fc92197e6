import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import type { Evidence } from '../../../src/evidence/document.ts'
import { blocks } from '../../../src/evidence/verdict.ts'
import { clientsOf } from './clients.ts'
import { ENVIRONMENTS, type Clients, type Row, type State, type Story } from './contract.ts'
import { contradictionsOf, type GreenStep } from './judge.ts'
import { startObserver, type Observer } from './observer.ts'
import { DRIFT_OPERATIONS, hasStandIn } from './stand-ins.ts'
import { layOut, needsOf, runAction, type Checkout, type Ended } from './steps.ts'

/** Where a story is played. */
export interface Stage {
  readonly engine: string
  readonly version: string
  readonly url: string
  readonly githubUrl: string
  readonly variables: Readonly<Record<string, string>>
  /** A folder for checkouts. */
  readonly folder: string
  readonly cancelled: AbortSignal
  /** True for the sandbox, whose scenario has what seeded stories begin with. */
  readonly seeded?: true
}

export type AnsweredBy = Observer['answered']

const STEP_LIMIT_MS = 150_000
const SHOWN_BLOCKERS = 3

/**
 * Plays a story against an engine: precheck, and the deployment to pre-prod where precheck was green. Where an engine
 * lacks operations, the story goes on with stand-ins for them, if there are any.
 */
export async function playStory(stage: Stage, story: Story, tell: (row: Row) => void): Promise<AnsweredBy> {
  const clients = clientsOf(stage.url)
  const observer = await startObserver(stage.url)
  const row = (step: string, rest: Omit<Row, 'engine' | 'version' | 'step'>): void =>
    tell({ engine: stage.engine, version: stage.version, step: `${story.name}: ${step}`, ...rest })
  try {
    const problem = story.seeded && stage.seeded ? undefined : await prepare(clients, story)
    if (problem !== undefined) {
      row('preparation', { ...NOTHING, outcome: 'not played', notJudged: problem })
      return observer.answered
    }
    const checkout: Checkout = {
      folder: mkdtempSync(join(stage.folder, `${story.name}-`)),
      files: story.files,
      awsUrl: observer.url,
      githubUrl: stage.githubUrl,
      variables: stage.variables,
    }
    layOut(checkout)
    const act = async (
      command: GreenStep['command'],
      inputs: Readonly<Record<string, string>> = {},
    ): Promise<Ended> => {
      const before = await clients.read(story).catch(reasonOf)
      const ended = await runAction(checkout, { command, ...inputs }, STEP_LIMIT_MS, stage.cancelled)
      row(command, await rowOf({ command, story, clients, before, ended, observer }))
      return ended
    }
    let checked = await act('precheck')
    if (checked.status !== 0 && mayAssist(story, observer)) {
      observer.assist()
      checked = await act('precheck')
    }
    if (checked.status === 0) await act('deploy-preprod', { needs: needsOf(checked) })
    return observer.answered
  } finally {
    clients.close()
    await observer.close()
  }
}

const NOTHING = { standIns: [], contradictions: [], green: false, ms: 0 } as const

/** @returns why the story cannot be played */
async function prepare(clients: Clients, story: Story): Promise<string | undefined> {
  try {
    for (const environment of ENVIRONMENTS) await story.prepare(clients, environment)
    return undefined
  } catch (error) {
    return `the engine does not let it be prepared: ${reasonOf(error)}`
  }
}

/** A story about drift is not played with stand-ins that say that there is none. */
function mayAssist({ needsDrift }: Story, { notPlayed }: Observer): boolean {
  if (needsDrift && DRIFT_OPERATIONS.some((operation) => notPlayed.has(operation))) return false
  return [...notPlayed].some(hasStandIn)
}

interface Acted {
  readonly command: GreenStep['command']
  readonly story: Story
  readonly clients: Clients
  /** A text: why it could not be read. */
  readonly before: State | string
  readonly ended: Ended
  readonly observer: Observer
}

async function rowOf({ command, story, clients, before, ended, observer }: Acted): Promise<RowRest> {
  const { evidence, status, ms } = ended
  const fault = faultOf(ended)
  const green = status === 0
  const shown = { outcome: outcomeOf(ended), standIns: [...observer.standIns], green, ms, ...(fault && { fault }) }
  if (!green || evidence === undefined) return { ...shown, contradictions: [] }
  const after = await clients.read(story).catch(reasonOf)
  if (typeof before === 'string' || typeof after === 'string') {
    const why = [before, after].find((read) => typeof read === 'string')
    return { ...shown, contradictions: [], notJudged: `the engine's state cannot be read: ${why}` }
  }
  return { ...shown, contradictions: contradictionsOf({ command, story, evidence, before, after }) }
}

type RowRest = Omit<Row, 'engine' | 'version' | 'step'>

/** Behaviour of the product that is never allowed, for any response. */
function faultOf({ status, cancelled, evidence }: Ended): string | undefined {
  if (evidence === undefined) return 'the step wrote no evidence'
  if (status !== 0 && status !== 1) return `the step ended with ${status ?? 'a signal'}`
  const internal = evidence.findings.find(({ code }) => code === 'internal')
  if (internal) return `internal error: ${internal.title}`
  if (cancelled) return undefined
  return status === 0 && evidence.verdict !== 'pass'
    ? `the step succeeded with the verdict ${evidence.verdict}`
    : undefined
}

function outcomeOf({ status, cancelled, evidence, ms }: Ended): string {
  const ended = cancelled ? ` (cancelled after ${Math.round(ms / 1000)} s)` : ''
  if (evidence === undefined) return `no evidence${ended}`
  if (status === 0) return `pass${ended}`
  const open = [...new Set(blockersOf(evidence))]
  const more = open.length > SHOWN_BLOCKERS ? `, and ${open.length - SHOWN_BLOCKERS} more` : ''
  return `${open.slice(0, SHOWN_BLOCKERS).join(', ')}${more}${ended}`
}

function blockersOf({ findings }: Evidence): string[] {
  return findings.filter(blocks).map(({ code, outcome, title }) => {
    const operation = /\b[a-z0-9]+:[A-Z]\w+(?= answered)/.exec(title)?.[0]
    return [outcome, code, ...(operation === undefined ? [] : [operation])].join(' ')
  })
}

function reasonOf(error: unknown): string {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
  return text.split('\n')[0]?.slice(0, 200) ?? ''
}
