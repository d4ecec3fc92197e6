import { randomUUID } from 'node:crypto'
import type * as sdk from '@aws-sdk/client-ec2'
import { ServiceError } from '../../../../contract.ts'
import type { Call, Service } from '../../../../contract.ts'
import { hexId, homeKey } from '../../../names.ts'
import type { Home } from '../../../names.ts'
import { perWorld } from '../../../world.ts'
import type { World } from '../../../world.ts'
import { byId, filtered, given, page, specifiedTags, tagFilters } from '../requests.ts'
import { analyze, endOf } from './analysis.ts'
import type { Answer } from './analysis.ts'
import { netOf } from './net.ts'
import { checkKind, checkPath, describeAnalysis, describePath, idIn, questionOf } from './paths.ts'
import type { Analysis, Path } from './paths.ts'

const state = perWorld(() => ({ paths: new Map<string, Path>(), analyses: new Map<string, Analysis>() }))

/** Quotas of the guide, “Quotas for Reachability Analyzer”. */
const MOST_PATHS = 1_000
const MOST_ANALYSES = 10_000
const MOST_AT_ONCE = 100
/** An analysis may take minutes; here its simulated time is always the same. */
const ANALYSIS_MS = 30_000

const notFound =
  (what: 'Path' | 'Analysis') =>
  (id: string): ServiceError =>
    new ServiceError(
      `InvalidNetworkInsights${what}Id.NotFound`,
      `The network insights ${what.toLowerCase()} '${id}' does not exist`,
    )

/** What the analysis reads with the permissions of the caller (managed policy AmazonVPCReachabilityAnalyzerFullAccessPolicy). */
const READS = [
  'Instances',
  'InternetGateways',
  'ManagedPrefixLists',
  'NatGateways',
  'NetworkAcls',
  'NetworkInterfaces',
  'PrefixLists',
  'RouteTables',
  'SecurityGroups',
  'Subnets',
  'VpcEndpoints',
  'VpcPeeringConnections',
  'Vpcs',
].map((what) => `ec2:Describe${what}`)
const BALANCER_READS = ['Listeners', 'LoadBalancers', 'TargetGroups', 'TargetHealth'].map(
  (what) => `elasticloadbalancing:Describe${what}`,
)
const TIROS = ['tiros:CreateQuery', 'tiros:GetQueryAnswer']
/** Needed for the explanations of a path that is not reachable. */
const TIROS_EXPLAINS = 'tiros:GetQueryExplanation'

/** Reachability Analyzer: paths, and analyses of the network's configuration. */
export function reachabilityOperations(world: World): Service['operations'] {
  const { paths, analyses } = state(world)
  const own = <T extends { readonly home: Home }>(all: ReadonlyMap<string, T>, home: Home): T[] =>
    [...all.values()].filter((each) => homeKey(each.home) === homeKey(home))
  const find = <T extends { readonly home: Home; readonly id: string }>(
    all: ReadonlyMap<string, T>,
    home: Home,
    id: string | undefined,
    what: 'Path' | 'Analysis',
  ): T => {
    const found = own(all, home).find((each) => each.id === id)
    if (found === undefined) throw notFound(what)(id ?? '')
    return found
  }
  const refused = (call: Call, actions: readonly string[]): boolean =>
    world.refusal(
      call,
      undefined,
      actions.map((action) => ({ action, resource: '*' })),
    ) !== undefined

  async function run(call: Call, analysis: Analysis, path: Path): Promise<void> {
    const result = resultOf(call, analysis, path)
    await world.clock.sleep(ANALYSIS_MS)
    analysis.result = result
  }

  function resultOf(call: Call, { input }: Analysis, path: Path): Answer | { readonly failed: string } {
    if (refused(call, TIROS)) return { failed: 'The request failed due to insufficient Tiros permissions.' }
    if (refused(call, [...READS, ...BALANCER_READS])) {
      return { failed: 'The request failed due to insufficient permissions.' }
    }
    const answer = analyze(netOf(world, path.home), questionOf(path.input, input))
    if (!answer.found && refused(call, [TIROS_EXPLAINS])) {
      return { failed: 'The request failed due to insufficient Tiros permissions.' }
    }
    return answer
  }

  return {
    CreateNetworkInsightsPath(input: sdk.CreateNetworkInsightsPathCommandInput, call) {
      checkPath(input)
      const token = input.ClientToken ?? randomUUID()
      const known = own(paths, call).find((each) => each.token === token)
      if (known !== undefined) {
        if (JSON.stringify(known.input) !== JSON.stringify(input)) throw mismatch()
        return { NetworkInsightsPath: describePath(known) }
      }
      const net = netOf(world, call)
      for (const [what, id] of [
        ['Source', input.Source],
        ['Destination', input.Destination],
      ] as const) {
        if (id === undefined) continue
        checkKind(id)
        if (endOf(net, idIn(id)) === undefined) {
          throw new ServiceError(`NetworkInsights${what}.NotFound`, `The ${what.toLowerCase()} '${id}' does not exist`)
        }
      }
      if (own(paths, call).length >= MOST_PATHS) {
        throw new ServiceError('NetworkInsightsPath.LimitExceeded', `You have reached the limit of ${MOST_PATHS} paths`)
      }
      const path: Path = {
        home: { account: call.account, region: call.region },
        id: hexId('nip-'),
        token,
        input,
        created: world.clock.now(),
        tags: specifiedTags(input.TagSpecifications, 'network-insights-path'),
      }
      paths.set(path.id, path)
      return { NetworkInsightsPath: describePath(path) }
    },
    DescribeNetworkInsightsPaths(input: sdk.DescribeNetworkInsightsPathsCommandInput, call) {
      const named = byId(own(paths, call), input.NetworkInsightsPathIds, ({ id }) => id, notFound('Path'))
      const found = filtered(
        named,
        input.Filters,
        ({ input: { Source: source, Destination: destination, Protocol: protocol }, tags }) => ({
          ...tagFilters(tags),
          source: [idIn(source ?? '')],
          destination: destination === undefined ? [] : [idIn(destination)],
          protocol: [protocol],
        }),
        ['source', 'destination', 'protocol'],
      )
      const ids = given(input.NetworkInsightsPathIds) ? 'networkInsightsPathIds' : undefined
      const { items, more } = page(found, input, { least: 1, most: 100, ids })
      return { NetworkInsightsPaths: items.map((each) => describePath(each)), ...more }
    },
    DeleteNetworkInsightsPath(input: sdk.DeleteNetworkInsightsPathCommandInput, call) {
      const { id } = find(paths, call, input.NetworkInsightsPathId, 'Path')
      if (own(analyses, call).some(({ path }) => path === id)) {
        throw new ServiceError(
          'AnalysisExistsForNetworkInsightsPath',
          `The network insights path '${id}' has analyses, which must be deleted first`,
        )
      }
      paths.delete(id)
      return { NetworkInsightsPathId: id }
    },
    StartNetworkInsightsAnalysis(input: sdk.StartNetworkInsightsAnalysisCommandInput, call) {
      const path = find(paths, call, input.NetworkInsightsPathId, 'Path')
      const token = input.ClientToken ?? randomUUID()
      const known = own(analyses, call).find((each) => each.token === token)
      if (known !== undefined) {
        if (JSON.stringify(known.input) !== JSON.stringify(input)) throw mismatch()
        return { NetworkInsightsAnalysis: describeAnalysis(known) }
      }
      const all = own(analyses, call)
      if (all.length >= MOST_ANALYSES || all.filter(({ result }) => result === undefined).length >= MOST_AT_ONCE) {
        throw new ServiceError(
          'NetworkInsightsAnalysis.LimitExceeded',
          `You have reached the limit of ${MOST_ANALYSES} analyses, or of ${MOST_AT_ONCE} that run`,
        )
      }
      const analysis: Analysis = {
        home: path.home,
        id: hexId('nia-'),
        path: path.id,
        token,
        input,
        started: world.clock.now(),
        tags: specifiedTags(input.TagSpecifications, 'network-insights-analysis'),
      }
      analyses.set(analysis.id, analysis)
      void run(call, analysis, path)
      return { NetworkInsightsAnalysis: describeAnalysis(analysis) }
    },
    DescribeNetworkInsightsAnalyses(input: sdk.DescribeNetworkInsightsAnalysesCommandInput, call) {
      const { NetworkInsightsAnalysisIds: wanted, NetworkInsightsPathId: path } = input
      const all = own(analyses, call).filter((each) => path === undefined || each.path === path)
      const named = byId(all, wanted, ({ id }) => id, notFound('Analysis'))
      const within = named.filter(
        ({ started }) =>
          (input.AnalysisStartTime === undefined || started >= input.AnalysisStartTime) &&
          (input.AnalysisEndTime === undefined || started <= input.AnalysisEndTime),
      )
      const found = filtered(
        within,
        input.Filters,
        (each) => ({
          ...tagFilters(each.tags),
          'path-found': [String(describeAnalysis(each).NetworkPathFound ?? false)],
          status: [describeAnalysis(each).Status],
        }),
        ['path-found', 'status'],
      )
      const ids = given(wanted) ? 'networkInsightsAnalysisIds' : undefined
      const { items, more } = page(found, input, { least: 1, most: 100, ids })
      return { NetworkInsightsAnalyses: items.map(describeAnalysis), ...more }
    },
    DeleteNetworkInsightsAnalysis(input: sdk.DeleteNetworkInsightsAnalysisCommandInput, call) {
      const { id } = find(analyses, call, input.NetworkInsightsAnalysisId, 'Analysis')
      analyses.delete(id)
      return { NetworkInsightsAnalysisId: id }
    },
  }
}

const mismatch = (): ServiceError =>
  new ServiceError(
    'IdempotentParameterMismatch',
    'The request uses the same client token as a previous, but non-identical request.',
  )
