import { stackSnapshot, type DeployedStack } from '../../cloudformation/snapshot.ts'
import type { GroupFacts } from '../../codedeploy/group/group.ts'
import type { ServiceFacts } from '../../ecs/facts.ts'
import { placeOfEnvironment, type Environment } from '../../config/model/environment.ts'
import { digestOf } from '../../evidence/digest.ts'
import type { FactPlan, Snapshot } from '../../evidence/document.ts'
import type { Json } from '../../evidence/finding.ts'
import type { StackSources } from '../../plan/sources/read-sources.ts'
import type { PlannedFrom } from '../../policies/planned/resource.ts'
import { serviceAfter } from '../../policies/planned/service.ts'
import { groupAfter, type NamedByPlans } from '../../policies/planned/settings.ts'
import { escapeRegExp } from '../../support/files/glob.ts'
import { groupSnapshot } from './group-snapshot.ts'
import { serviceRoleFacts, type ServiceRole } from './service-role.ts'
import { serviceSnapshot } from './service-snapshot.ts'

/**
 * Pure: the facts of one environment as this release makes it, with names of environments, accounts and regions replaced,
 * so that two environments can be compared. One job makes both, or one job each.
 */
export function makeSnapshot(from: {
  readonly environment: Environment
  readonly sources: StackSources
  readonly deployed: ReadonlyMap<string, DeployedStack>
  readonly groups: readonly GroupFacts[]
  readonly services?: readonly ServiceFacts[]
  /** What this release makes of the groups. */
  readonly planned: PlannedFrom
  readonly named: NamedByPlans
  /** Ids of stacks whose template is another file in the other environment: compared part by part, by digests. */
  readonly ownTemplates: ReadonlySet<string>
  /** By stack id: what its service role may do; absent where that was not read. */
  readonly serviceRoles?: ReadonlyMap<string, ServiceRole>
  /** `stacks/web`, `deployments/app`: what could not be read; that is all that is told of it. */
  readonly unread?: ReadonlySet<string>
}): Snapshot {
  const { environment, sources, deployed, groups } = from
  const account = accountOf(from)
  const normalise = normaliser(environment, account)
  const facts: Record<string, Json> = {}
  for (const stack of environment.stacks) {
    const source = sources.get(stack.id)
    if (source === undefined || from.unread?.has(`stacks/${stack.id}`)) continue
    const found = stackSnapshot({
      template: source.template,
      given: source.parameters,
      capabilities: stack.capabilities,
      tags: stack.tags,
      role: stack.role,
      deployed: deployed.get(stack.id),
      detailed: from.ownTemplates.has(stack.id),
      place: {
        'AWS::StackName': stack.name,
        ...(environment.region !== '' && { 'AWS::Region': environment.region }),
        ...(account !== undefined && account !== '' && { 'AWS::AccountId': account }),
      },
    })
    for (const [path, value] of Object.entries(found)) facts[`stacks/${stack.id}/${path}`] = value
    const role = from.serviceRoles?.get(stack.id)
    const ofRole = role === undefined ? {} : serviceRoleFacts(role, (value) => mapJson(value, normalise))
    for (const [name, value] of Object.entries(ofRole)) facts[`stacks/${stack.id}/service-role/${name}`] = value
  }
  const plans: [path: string, plan: FactPlan][] = []
  const parts = [
    ...groups.map((group) => ({
      id: group.deployment,
      after: groupSnapshot(group, groupAfter(group, from.planned, from.named)),
    })),
    ...(from.services ?? []).map((service) => ({
      id: service.deployment,
      after: serviceSnapshot(service, serviceAfter(service, from.planned)),
    })),
  ]
  for (const { id, after } of parts) {
    for (const [name, { value, isSet, open, declared }] of Object.entries(after)) {
      const path = `deployments/${id}/${name}`
      facts[path] = value
      const symbol = declared === undefined ? undefined : digestOf(mapJson(declared, normalise))
      if (!isSet && symbol === undefined) continue
      plans.push([
        neutralPath(path, normalise),
        { isSet, ...(open !== undefined && { open }), ...(symbol !== undefined && { declared: symbol }) },
      ])
    }
  }
  for (const owner of from.unread ?? []) facts[`${owner}/start/exists`] = null
  return {
    ...placeOfEnvironment(environment),
    ...(account && { account }),
    facts: Object.fromEntries(
      Object.entries(facts).map(([path, value]) => {
        const neutral = mapJson(value, normalise)
        const parted = /^stacks\/[^/]+\/template\//.test(path)
        return [neutralPath(path, normalise), parted ? { text: digestOf(value), meaning: digestOf(neutral) } : neutral]
      }),
    ),
    ...(plans.length > 0 && { planned: Object.fromEntries(plans) }),
  }
}

/**
 * Ids, parameters and tags are called the same in both environments, one of which may be called like them; alarms bear
 * the environment in their names.
 */
function neutralPath(path: string, normalise: (text: string) => string): string {
  const [kind = '', id = '', ...rest] = path.split('/')
  return kind === 'deployments' ? [kind, id, normalise(rest.join('/'))].join('/') : path
}

function accountOf({ environment, deployed, groups }: Parameters<typeof makeSnapshot>[0]): string | undefined {
  const arn =
    [...deployed.values()][0]?.state.arn ??
    environment.planRole ??
    environment.deployRole ??
    groups.find(({ info }) => info?.serviceRoleArn !== undefined)?.info?.serviceRoleArn
  return arn?.split(':')[4]
}

/**
 * Takes out of a text what differs between environments by their nature: the environment's name as a whole word, the
 * account, the region, and the random endings that AWS gives to names.
 */
function normaliser(environment: Environment, account: string | undefined): (text: string) => string {
  const word = (text: string): RegExp => new RegExp(`(?<![A-Za-z0-9])${escapeRegExp(text)}(?![A-Za-z0-9])`, 'g')
  const names = [environment.name, environment.key].map(word)
  // A zone is its region with a letter.
  const region =
    environment.region === ''
      ? undefined
      : new RegExp(`(?<![A-Za-z0-9])${escapeRegExp(environment.region)}(?=[a-z]?(?![A-Za-z0-9]))`, 'g')
  const accountWord = account === undefined || account === '' ? undefined : word(account)
  const neutral = (text: string): string => {
    let plain = text
    if (accountWord) plain = plain.replaceAll(accountWord, '{account}')
    for (const name of names) plain = plain.replaceAll(name, '{environment}')
    return region ? plain.replaceAll(region, '{region}') : plain
  }
  // After STACK-LogicalId- the ending is CloudFormation's own, also where chance gave it no digit.
  const generated = environment.stacks.map(
    (stack) => new RegExp(`(?<=${escapeRegExp(neutral(stack.name))}-[A-Za-z0-9]+)-[A-Z0-9]{12,13}(?![A-Za-z0-9])`, 'g'),
  )
  return (text) => {
    const plain = generated.reduce((given, ending) => given.replaceAll(ending, '-{random}'), neutral(text))
    return plain.replaceAll(RANDOM_ENDING, '-{random}').replaceAll(BALANCER_ID, '/{id}')
  }
}

/** CloudFormation's endings of names: 12 or 13 capitals and digits, at least one of each kind. */
const RANDOM_ENDING = /-(?=[A-Z0-9]*\d)(?=[A-Z0-9]*[A-Z])[A-Z0-9]{12,13}(?![A-Za-z0-9])/g
/** The last part of the names of balancers and target groups. */
const BALANCER_ID = /\/[0-9a-f]{16}(?![0-9a-f])/g

function mapJson(value: Json, change: (text: string) => string): Json {
  if (typeof value === 'string') return change(value)
  if (Array.isArray(value)) return value.map((item: Json) => mapJson(item, change))
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, mapJson(member, change)]))
  }
  return value
}
