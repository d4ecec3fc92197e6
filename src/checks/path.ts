import type { Explanation, NetworkInsightsAnalysis } from '@aws-sdk/client-ec2'
import { isIPv4 } from 'node:net'
import { z } from 'zod'
import { lazy } from '../support/lazy.ts'
import { identifier, oneOrMore, text } from '../support/option-types.ts'
import { listed, plural } from '../support/text/text.ts'
import type { Finding } from '../evidence/finding.ts'
import { defineCheck, type CheckContext, type Judgement } from './contract.ts'
import { analyzePath } from './engine/reachability/analyze-path.ts'
import { explain, saysAbsent, showPath } from './engine/reachability/explain.ts'

const DEFAULT_TIMEOUT_MS = 15 * 60_000
const NAMED_AT_MOST = 5
const address = z
  .string()
  .refine((value) => isIPv4(value) || value.includes('{'), { error: 'expected an IPv4 address' })

const details = lazy(() =>
  z
    .strictObject({
      from: text.describe(
        'Id or ARN where the traffic begins: an instance, a network interface, an internet gateway, a VPC endpoint or peering connection, a transit gateway.',
      ),
      to: text.optional().describe('Id or ARN where it ends.'),
      'from-address': address.optional().describe('IPv4 address of the source.'),
      'to-address': address.optional().describe('IPv4 address of the destination; enough where `to` is left out.'),
      port: z.int().min(0).max(65_535).optional().describe('Port of the destination. Default: any.'),
      protocol: z.enum(['tcp', 'udp']).default('tcp'),
      reachable: z.boolean().default(true).describe('False: the traffic must be kept away.'),
      'depends-on': oneOrMore(identifier)
        .optional()
        .describe(
          'Ids of the stacks that the path depends on: where the deployment of this run changed none of them, nothing is analysed, and the check is skipped, which is never a pass.',
        ),
    })
    .refine((path) => path.to !== undefined || path['to-address'] !== undefined, {
      error: 'expected `to` or `to-address`',
    }),
)

interface Options {
  readonly path: z.output<ReturnType<typeof details>>
}

type Facts =
  | { readonly kind: 'unchanged'; readonly stacks: readonly string[] }
  | { readonly kind: 'over-budget'; readonly most: number }
  | { readonly kind: 'analyzed'; readonly analysis: NetworkInsightsAnalysis; readonly remaining: readonly string[] }

export const check = defineCheck({
  meta: {
    name: 'path',
    title: 'A network path is open, or closed',
    docs: 'Lets Reachability Analyzer compute from the configuration of the network whether traffic from one resource reaches another one, and what keeps it away. It sends nothing: neither DNS nor a process is tested. Each attempt is one analysis, which AWS bills; `reachability-analyses` limits those of a run. What it makes is removed again, also when the job is cancelled. Only on pre-prod.',
    kind: 'security',
    runsUserCode: false,
    acts: true,
  },
  shape: () => ({ path: details() }),
  nameOf: ({ path }: Options) => `${path.from} ${path.reachable ? 'reaches' : 'does not reach'} ${destinationOf(path)}`,
  timeoutOf: () => DEFAULT_TIMEOUT_MS,
  observe,
  judge,
})

function destinationOf({ to, 'to-address': at, port, protocol }: Options['path']): string {
  return `${to ?? at ?? ''}${port === undefined ? '' : ` on ${protocol} ${port}`}`
}

async function observe({ path }: Options, context: CheckContext): Promise<Facts> {
  const { ports, access, signal, name, released, analyses } = context
  const stacks = path['depends-on'] ?? []
  if (stacks.length > 0 && stacks.every((id) => released?.unchanged?.includes(id))) return { kind: 'unchanged', stacks }
  if (analyses !== undefined && !analyses.take()) return { kind: 'over-budget', most: analyses.most }
  const calls = await ports.connect.networkInsights(access)
  const world = { calls, clock: ports.clock, log: ports.log, name, session: access.session, signal }
  const question = {
    source: path.from,
    sourceIp: path['from-address'],
    destination: path.to,
    destinationIp: path['to-address'],
    protocol: path.protocol,
    port: path.port,
  }
  return { kind: 'analyzed', ...(await analyzePath(world, question)) }
}

function judge({ path }: Options, facts: Facts): Judgement {
  const expected = `traffic from ${path.from} ${path.reachable ? 'reaches' : 'does not reach'} ${destinationOf(path)}`
  if (facts.kind === 'unchanged')
    return {
      outcome: 'skipped',
      title: `not analysed: this deployment did not change ${listed(facts.stacks, NAMED_AT_MOST)}`,
      expected,
      observed: 'no change of what it depends on',
      advice: 'Remove `depends-on` to have the path analysed in each release.',
    }
  if (facts.kind === 'over-budget')
    return {
      outcome: 'inconclusive',
      title: `not analysed: this run has used up its ${plural(facts.most, 'analysis', 'analyses')}`,
      expected,
      observed: `${plural(facts.most, 'analysis', 'analyses')} before it`,
      advice: 'Raise `reachability-analyses`, or make fewer attempts.',
    }
  const { analysis, remaining } = facts
  const findings = remaining.length === 0 ? {} : { findings: [remains(remaining)] }
  return { ...judgeAnalysis(path.reachable, analysis), expected, ...findings }
}

function judgeAnalysis(wanted: boolean, analysis: NetworkInsightsAnalysis): Omit<Judgement, 'expected'> {
  const { Status: status, StatusMessage: message, NetworkPathFound: found, Explanations: explanations = [] } = analysis
  if (status !== 'succeeded' || found === undefined)
    return {
      outcome: 'error',
      title: `the analysis did not succeed: ${message ?? status ?? 'no status'}`,
      observed: status ?? 'no status',
      advice:
        'The verify-role needs the permissions of docs/iam/verify-role-network.json, those of Reachability Analyzer (tiros) among them.',
    }
  const components = showPath(analysis.ForwardPathComponents ?? [])
  if (found && wanted && components === '')
    return {
      outcome: 'inconclusive',
      title: 'nothing says how the traffic gets there: AWS found a path and named no component of it',
      observed: 'a path without components',
      advice: 'Look at the analysis in Network Manager, and run the job again.',
    }
  if (found)
    return {
      outcome: wanted ? 'pass' : 'fail',
      title: wanted ? 'reachable' : 'reachable, although it must be kept away',
      observed: components || 'a path without components',
      ...(!wanted && {
        advice: 'Close the path where its components are configured: security group, network ACL or route.',
      }),
    }
  const why = whyNot(explanations)
  if (!wanted && explanations.length === 0)
    return {
      outcome: 'inconclusive',
      title: 'nothing says what keeps the traffic away: AWS found no path and gave no explanation',
      observed: 'no path, and no explanation',
      advice: 'Check the analysis in Network Manager, and run the job again.',
    }
  if (saysAbsent(explanations))
    return {
      outcome: 'inconclusive',
      title: `nothing was analysed: ${why}`,
      observed: why,
      advice: 'Correct `from` and `to` of the check.',
    }
  return {
    outcome: wanted ? 'fail' : 'pass',
    title: `not reachable: ${why}`,
    observed: why,
    ...(wanted && { advice: 'Allow the traffic where the explanation says, and deploy again.' }),
  }
}

function whyNot(explanations: readonly Explanation[]): string {
  const words = [...new Set(explanations.map((each) => explain(each)))]
  return words.length === 0 ? 'AWS gave no explanation' : listed(words, NAMED_AT_MOST)
}

/** Best effort: a path costs nothing, but there is a quota. */
function remains(ids: readonly string[]): Finding {
  const [first = ''] = ids
  return {
    code: 'check/path/remains',
    outcome: 'noted',
    title: `not removed: ${ids.join(', ')}`,
    subject: `check/path/${first}`,
    observed: ids.join(', '),
    advice: 'Remove it: `aws ec2 delete-network-insights-analysis` and then `aws ec2 delete-network-insights-path`.',
  }
}
