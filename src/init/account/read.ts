import type { ListStacksCommandOutput } from '@aws-sdk/client-cloudformation'
import type { ApplicationInfo } from '@aws-sdk/client-codedeploy'
import type { Inventory } from '../../aws/clients/inventory.ts'
import { markedPagesOf, pagesOf } from '../../aws/pages.ts'
import { parseTemplate } from '../../cloudformation/template/template.ts'
import { ActionError } from '../../support/errors.ts'
import { mapLimit } from '../../support/limit.ts'
import { oneLine, plural } from '../../support/text/text.ts'
import type { AccountFacts, DeployedFunction, DeployedGroup, DeployedService, DeployedStack } from './facts.ts'

/** Reads an account. All pages of the lists are read; what needs a call of its own only for the first of each kind. */

const MOST_READ = 200
const WIDTH = 4
/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeServices.html */
const SERVICES_OF_A_CALL = 10
/** Stacks that have no template of a person: of tools, and of stack sets. */
const OF_TOOLS = /^(CDKToolkit|aws-sam-cli-managed-default.*|StackSet-.*)$/
const WITHOUT_RESOURCES = ['DELETE_COMPLETE', 'REVIEW_IN_PROGRESS']
const PLATFORMS: Readonly<Record<string, DeployedGroup['platform']>> = {
  Server: 'server',
  Lambda: 'lambda',
  ECS: 'ecs',
}
/** Without valid credentials nothing can be read. */
const ENDS = ['aws/no-credentials', 'aws/expired']

interface Reading {
  readonly inventory: Inventory
  /** The beginning of the names that count; empty: all. */
  readonly prefix: string
  /** Sentences, by what they are about: 200 refusals of one permission are one. */
  readonly notRead: Map<string, string>
}

/** @param prefix the beginning of the names of what is read. Throws an ActionError where there are no valid credentials, or nothing can be read. */
export async function readAccount(inventory: Inventory, region: string, prefix = ''): Promise<AccountFacts> {
  const reading = { inventory, prefix, notRead: new Map<string, string>() }
  const account = await attempt(reading, async () => (await (await inventory.identity()).getCallerIdentity({})).Account)
  const failures: ActionError[] = []
  const part = async <T>(read: (reading: Reading) => Promise<readonly T[]>): Promise<readonly T[]> =>
    (await attempt(reading, () => read(reading), failures)) ?? []
  const [stacks, groups, services, functions] = [
    await part(readStacks),
    await part(readGroups),
    await part(readServices),
    await part(readFunctions),
  ]
  const [first] = failures
  if (first !== undefined && failures.length === 4) throw first
  const notRead = [...reading.notRead.values()]
  return { region, stacks, groups, services, functions, notRead, ...(account !== undefined && { account }) }
}

/** Undefined where AWS refuses: that is noted, and the rest is read. */
async function attempt<T>(
  { notRead }: Pick<Reading, 'notRead'>,
  read: () => Promise<T>,
  failures: ActionError[] = [],
): Promise<T | undefined> {
  try {
    return await read()
  } catch (error) {
    if (!(error instanceof ActionError) || ENDS.includes(error.code)) throw error
    failures.push(error)
    if (!notRead.has(error.message)) notRead.set(error.message, oneLine(`${error.message}. ${error.advice}`))
    return undefined
  }
}

/** The first names of a kind; how many more there are is noted. */
function firstOf<T>(items: readonly T[], what: string, { notRead }: Reading): readonly T[] {
  const more = items.length - MOST_READ
  if (more > 0)
    notRead.set(what, `${plural(more, `more ${what}`)}: only the first ${MOST_READ} are read. Choose with --prefix.`)
  return items.slice(0, MOST_READ)
}

async function readStacks(reading: Reading): Promise<DeployedStack[]> {
  const stacks = await reading.inventory.stacks()
  const names: string[] = []
  for await (const { StackSummaries = [] } of pagesOf('NextToken', (next): Promise<ListStacksCommandOutput> =>
    stacks.listStacks(next),
  )) {
    for (const { StackName: name = '', StackStatus: status = '', ParentId: parent } of StackSummaries) {
      if (parent === undefined && !WITHOUT_RESOURCES.includes(status) && !OF_TOOLS.test(name)) names.push(name)
    }
  }
  const own = firstOf(startingWith(names, reading), 'stack', reading)
  return mapLimit(own, WIDTH, async (name) => {
    const answer = await attempt(reading, () => stacks.getTemplate({ StackName: name, TemplateStage: 'Original' }))
    return { name, ...shapeOf(answer?.TemplateBody) }
  })
}

/** Logical ids and types only: other parts of a template may have values that are secret. */
function shapeOf(body: string | undefined): Omit<DeployedStack, 'name'> {
  if (body === undefined) return {}
  const isJson = body.trimStart().startsWith('{')
  try {
    const { resources } = parseTemplate(body, 'deployed template')
    return { isJson, resources: Object.fromEntries(Object.entries(resources).map(([id, { type }]) => [id, type])) }
  } catch {
    return { isJson }
  }
}

async function readGroups(reading: Reading): Promise<DeployedGroup[]> {
  const client = await reading.inventory.applications()
  const names: string[] = []
  for await (const { applications = [] } of pagesOf('nextToken', (next) => client.listApplications(next)))
    names.push(...applications)
  const read = await mapLimit(firstOf(names, 'application', reading), WIDTH, async (application) => {
    const found = await attempt(reading, () => client.getApplication({ applicationName: application }))
    const platform = platformOf(found?.application)
    if (platform === undefined) return []
    const groups = await attempt(reading, async () => {
      const all: string[] = []
      for await (const { deploymentGroups = [] } of pagesOf('nextToken', (next) =>
        client.listDeploymentGroups({ applicationName: application, ...next }),
      ))
        all.push(...deploymentGroups)
      return all
    })
    return (groups ?? []).map((group) => ({ application, group, platform }))
  })
  return read.flat().filter(({ application, group }) => isOwn(application, reading) || isOwn(group, reading))
}

function platformOf(application: ApplicationInfo | undefined): DeployedGroup['platform'] | undefined {
  return application && PLATFORMS[application.computePlatform ?? 'Server']
}

async function readServices(reading: Reading): Promise<DeployedService[]> {
  const client = await reading.inventory.services()
  const clusters: string[] = []
  for await (const { clusterArns = [] } of pagesOf('nextToken', (next) => client.listClusters(next)))
    clusters.push(...clusterArns)
  const services: DeployedService[] = []
  for (const cluster of firstOf(clusters, 'cluster', reading)) {
    const found = await attempt(reading, () => servicesIn(client, cluster))
    services.push(...(found ?? []))
  }
  return services.filter(({ cluster, service }) => isOwn(cluster, reading) || isOwn(service, reading))
}

async function servicesIn(
  client: Awaited<ReturnType<Inventory['services']>>,
  cluster: string,
): Promise<DeployedService[]> {
  const arns: string[] = []
  for await (const { serviceArns = [] } of pagesOf('nextToken', (next) => client.listServices({ cluster, ...next })))
    arns.push(...serviceArns)
  const chunks = Array.from({ length: Math.ceil(arns.length / SERVICES_OF_A_CALL) }, (_, index) =>
    arns.slice(index * SERVICES_OF_A_CALL, (index + 1) * SERVICES_OF_A_CALL),
  )
  const read = await mapLimit(chunks, WIDTH, async (services) => client.describeServices({ cluster, services }))
  return read
    .flatMap(({ services = [] }) => services)
    .filter(({ deploymentController }) => (deploymentController?.type ?? 'ECS') === 'ECS')
    .map(({ serviceName: service = '', taskDefinition = '' }) => {
      const family = /task-definition\/([^:]+)/.exec(taskDefinition)?.[1]
      return { cluster: lastOf(cluster), service, ...(family !== undefined && { family }) }
    })
}

async function readFunctions(reading: Reading): Promise<DeployedFunction[]> {
  const client = await reading.inventory.functions()
  const names: string[] = []
  for await (const { Functions = [] } of markedPagesOf((next) => client.listFunctions(next)))
    names.push(...Functions.flatMap(({ FunctionName: name }) => name ?? []))
  const read = await mapLimit(
    firstOf(startingWith(names, reading), 'function', reading),
    WIDTH,
    async (name): Promise<DeployedFunction> => {
      const aliases = await attempt(reading, async () => {
        const all: string[] = []
        for await (const { Aliases = [] } of markedPagesOf((next) =>
          client.listAliases({ FunctionName: name, ...next }),
        ))
          all.push(...Aliases.flatMap(({ Name: alias }) => alias ?? []))
        return all
      })
      return { name, aliases: aliases ?? [] }
    },
  )
  return read.filter(({ aliases }) => aliases.length > 0)
}

function isOwn(name: string, { prefix }: Reading): boolean {
  return name.startsWith(prefix)
}

function startingWith(names: readonly string[], reading: Reading): string[] {
  return names.filter((name) => isOwn(name, reading))
}

function lastOf(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1)
}
