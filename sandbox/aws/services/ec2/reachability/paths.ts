import type * as sdk from '@aws-sdk/client-ec2'
import { ServiceError } from '../../../../contract.ts'
import type { Home } from '../../../names.ts'
import { invalidValue } from '../requests.ts'
import type { Tag } from '../requests.ts'
import type { Answer, Question } from './analysis.ts'
import { arnOf } from './components.ts'

/** A path that a user described. */
export interface Path {
  readonly home: Home
  readonly id: string
  readonly token: string
  readonly input: sdk.CreateNetworkInsightsPathCommandInput
  readonly created: Date
  tags: readonly Tag[]
}

/** An analysis of a path. */
export interface Analysis {
  readonly home: Home
  readonly id: string
  readonly path: string
  readonly token: string
  readonly input: sdk.StartNetworkInsightsAnalysisCommandInput
  readonly started: Date
  tags: readonly Tag[]
  /** Absent while it runs. */
  result?: Answer | { readonly failed: string }
}

export const idIn = (reference: string): string => reference.split('/').at(-1) ?? reference

/** Kinds of sources and destinations of the guide that the sandbox has. */
const KINDS = /^(i|igw|eni|vpce)-[0-9a-f]+$/
/** Other kinds of the guide. */
const NOT_PLAYED = /^(tgw|tgw-attach|vgw|vpce-svc|pcx)-/

/** Rejects resources that cannot be a source or destination. */
export function checkKind(reference: string): void {
  const id = idIn(reference)
  if (NOT_PLAYED.test(id)) throw invalidValue(`The sandbox does not analyze paths of '${id}'`)
  if (!KINDS.test(id))
    throw invalidValue(`Value (${reference}) for parameter is invalid. The resource is not supported`)
}

/** Refuses members that exclude each other. */
export function checkPath(input: sdk.CreateNetworkInsightsPathCommandInput): void {
  const { FilterAtSource: atSource, FilterAtDestination: atDestination } = input
  const combination = (one: string, other: string): ServiceError =>
    new ServiceError('InvalidParameterCombination', `The parameter ${one} cannot be used with the parameter ${other}`)
  if (atSource !== undefined && input.SourceIp !== undefined) throw combination('filterAtSource', 'sourceIp')
  if (atSource !== undefined && input.DestinationPort !== undefined)
    throw combination('filterAtSource', 'destinationPort')
  if (atDestination !== undefined && input.DestinationIp !== undefined) {
    throw combination('filterAtDestination', 'destinationIp')
  }
  const addressed = input.DestinationIp ?? atSource?.DestinationAddress
  if (input.Destination === undefined && addressed === undefined) {
    throw new ServiceError('MissingParameter', 'The request must contain the parameter destination')
  }
}

const ALL_PORTS = { from: 0, to: 65_535 }
const portsOf = (range: sdk.RequestFilterPortRange | undefined): { from: number; to: number } | undefined =>
  range && { from: range.FromPort ?? ALL_PORTS.from, to: range.ToPort ?? ALL_PORTS.to }

/** The input of a path and of the start of an analysis. */
export function questionOf(
  path: sdk.CreateNetworkInsightsPathCommandInput,
  { FilterInArns: through = [], FilterOutArns: without = [] }: sdk.StartNetworkInsightsAnalysisCommandInput,
): Question {
  const { FilterAtSource: atSource, FilterAtDestination: atDestination, DestinationPort: port } = path
  const single = port === undefined ? undefined : { from: port, to: port }
  return {
    source: idIn(path.Source ?? ''),
    destination: path.Destination === undefined ? undefined : idIn(path.Destination),
    protocol: path.Protocol === 'udp' ? 'udp' : 'tcp',
    sourceAddress: path.SourceIp ?? atSource?.SourceAddress,
    destinationAddress: path.DestinationIp ?? atDestination?.DestinationAddress ?? atSource?.DestinationAddress,
    sourcePorts: portsOf(atSource?.SourcePortRange) ?? ALL_PORTS,
    ports: portsOf(atSource?.DestinationPortRange) ?? single ?? ALL_PORTS,
    finalPorts: portsOf(atDestination?.DestinationPortRange) ?? ALL_PORTS,
    through,
    without,
  }
}

export function describePath({ id, home, input, created, tags }: Path): sdk.NetworkInsightsPath {
  const { Source: source = '', Destination: destination } = input
  return {
    NetworkInsightsPathId: id,
    NetworkInsightsPathArn: `arn:aws:ec2:${home.region}:${home.account}:network-insights-path/${id}`,
    CreatedDate: created,
    Source: idIn(source),
    SourceArn: arnOf({ home }, source),
    ...(destination !== undefined && { Destination: idIn(destination), DestinationArn: arnOf({ home }, destination) }),
    ...(input.SourceIp !== undefined && { SourceIp: input.SourceIp }),
    ...(input.DestinationIp !== undefined && { DestinationIp: input.DestinationIp }),
    Protocol: input.Protocol,
    ...(input.DestinationPort !== undefined && { DestinationPort: input.DestinationPort }),
    ...(input.FilterAtSource !== undefined && { FilterAtSource: input.FilterAtSource }),
    ...(input.FilterAtDestination !== undefined && { FilterAtDestination: input.FilterAtDestination }),
    Tags: [...tags],
  }
}

export function describeAnalysis({
  id,
  home,
  path,
  input,
  started,
  tags,
  result,
}: Analysis): sdk.NetworkInsightsAnalysis {
  const common: sdk.NetworkInsightsAnalysis = {
    NetworkInsightsAnalysisId: id,
    NetworkInsightsAnalysisArn: `arn:aws:ec2:${home.region}:${home.account}:network-insights-analysis/${id}`,
    NetworkInsightsPathId: path,
    ...(input.FilterInArns !== undefined && { FilterInArns: input.FilterInArns }),
    ...(input.FilterOutArns !== undefined && { FilterOutArns: input.FilterOutArns }),
    StartDate: started,
    Tags: [...tags],
  }
  if (result === undefined) return { ...common, Status: 'running' }
  // NetworkPathFound is false there too, and has no meaning for the path.
  if ('failed' in result) return { ...common, Status: 'failed', StatusMessage: result.failed, NetworkPathFound: false }
  return {
    ...common,
    Status: 'succeeded',
    NetworkPathFound: result.found,
    ...(result.found && { ForwardPathComponents: [...result.forward] }),
    ...(result.found && result.back.length > 0 && { ReturnPathComponents: [...result.back] }),
    ...(!result.found && { Explanations: [...result.explanations] }),
  }
}
