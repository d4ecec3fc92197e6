import type { NetworkInsightsAnalysis } from '@aws-sdk/client-ec2'
import { randomUUID } from 'node:crypto'
import type { NetworkInsights } from '../../../aws/clients/network-insights.ts'
import { errorName } from '../../../aws/errors.ts'
import { messageOf } from '../../../support/errors.ts'
import { cleanUp } from '../../../support/processes/grace.ts'
import type { Clock, Log } from '../../../support/runtime.ts'

/** One analysis by Reachability Analyzer, and the removal of what it made. */

const FIRST_PAUSE_MS = 3_000
const SLOWEST_PAUSE_MS = 15_000
const GROWTH = 1.4
const TAG = 'test-deployments'

/** What is asked, in the terms of the API. */
export interface PathQuestion {
  readonly source: string
  readonly sourceIp?: string | undefined
  readonly destination?: string | undefined
  readonly destinationIp?: string | undefined
  readonly protocol: 'tcp' | 'udp'
  readonly port?: number | undefined
}

export interface AnalyzeWorld {
  readonly calls: NetworkInsights
  readonly clock: Clock
  readonly log: Log
  readonly name: string
  /** Of the run, as the value of the tag of what is made. */
  readonly session: string
  readonly signal: AbortSignal
}

export interface Analyzed {
  readonly analysis: NetworkInsightsAnalysis
  /** Ids of what was made and could not be removed. */
  readonly remaining: readonly string[]
}

/**
 * Makes a path, analyses it, and removes both, also where the signal is aborted; it removes nothing else. Quotas of other
 * users' paths and analyses are waited for.
 */
export async function analyzePath(world: AnalyzeWorld, question: PathQuestion): Promise<Analyzed> {
  const { calls, signal } = world
  const made: Made = {}
  let analysis: NetworkInsightsAnalysis
  try {
    const token = randomUUID()
    const created = await withinQuota(world, () =>
      calls.createNetworkInsightsPath({
        Source: question.source,
        SourceIp: question.sourceIp,
        Destination: question.destination,
        DestinationIp: question.destinationIp,
        Protocol: question.protocol,
        DestinationPort: question.port,
        ClientToken: token,
        TagSpecifications: tags('network-insights-path', world.session),
      }),
    )
    made.path = created.NetworkInsightsPath?.NetworkInsightsPathId
    const analysisToken = randomUUID()
    const started = await withinQuota(world, () =>
      calls.startNetworkInsightsAnalysis({
        NetworkInsightsPathId: made.path,
        ClientToken: analysisToken,
        TagSpecifications: tags('network-insights-analysis', world.session),
      }),
    )
    made.analysis = started.NetworkInsightsAnalysis?.NetworkInsightsAnalysisId
    analysis = await ended(world, made.analysis)
  } catch (error) {
    await (signal.aborted ? cleanUp(remove(world, made)).catch(() => tellRemaining(world, made)) : remove(world, made))
    throw error
  }
  return { analysis, remaining: await remove(world, made) }
}

interface Made {
  path?: string | undefined
  analysis?: string | undefined
}

function tags(ResourceType: 'network-insights-path' | 'network-insights-analysis', Value: string) {
  return [{ ResourceType, Tags: [{ Key: TAG, Value }] }]
}

async function ended({ calls, clock, signal }: AnalyzeWorld, id: string | undefined): Promise<NetworkInsightsAnalysis> {
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(SLOWEST_PAUSE_MS, pause * GROWTH)) {
    await clock.sleep(pause, signal)
    const { NetworkInsightsAnalyses = [] } = await calls.describeNetworkInsightsAnalyses({
      NetworkInsightsAnalysisIds: [id ?? ''],
    })
    const found = NetworkInsightsAnalyses.find(({ NetworkInsightsAnalysisId }) => NetworkInsightsAnalysisId === id)
    if (found !== undefined && found.Status !== 'running') return found
  }
}

/** Repeats a call while a quota of the account is used up. */
async function withinQuota<T>({ clock, log, name, signal }: AnalyzeWorld, call: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await call()
    } catch (error) {
      if (!errorName(error).endsWith('.LimitExceeded')) throw error
      log.info(`${name}: waits for a quota of Reachability Analyzer (${errorName(error)})`)
      await clock.sleep(SLOWEST_PAUSE_MS, signal)
    }
  }
}

/** Removes the analysis and then the path; what remains is returned and reported. */
async function remove(world: AnalyzeWorld, made: Made): Promise<string[]> {
  const { calls } = world
  const { path, analysis } = made
  try {
    if (analysis !== undefined) await calls.deleteNetworkInsightsAnalysis({ NetworkInsightsAnalysisId: analysis })
    made.analysis = undefined
    if (path !== undefined) await calls.deleteNetworkInsightsPath({ NetworkInsightsPathId: path })
    made.path = undefined
    return []
  } catch (error) {
    world.log.warning(`${world.name}: ${messageOf(error)}`)
    return tellRemaining(world, made)
  }
}

function tellRemaining({ log, name }: AnalyzeWorld, { path, analysis }: Made): string[] {
  const remaining = [analysis, path].filter((id) => id !== undefined)
  if (remaining.length > 0) log.warning(`${name}: not removed: ${remaining.join(', ')}`)
  return remaining
}
