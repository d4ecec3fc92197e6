import type { IncomingMessage, ServerResponse } from 'node:http'
import { deployRevision, endEverything } from '../../src/codedeploy/agent/index.ts'
import type { PacedClock } from '../clock.ts'
import type { Call } from '../contract.ts'
import { rolesOf } from '../scenario.ts'
import type { Scenario } from '../scenario.ts'
import { createCloudFormation } from './cloudformation/index.ts'
import type { CloudFormation } from './cloudformation/index.ts'
import type { Actor } from './cloudformation/permissions.ts'
import { createTrail, resourcesOf } from './cloudtrail/trail.ts'
import type { Trail } from './cloudtrail/trail.ts'
import { createAlarms } from './cloudwatch/alarms.ts'
import type { Alarms } from './cloudwatch/alarms.ts'
import { createMetrics } from './cloudwatch/metrics.ts'
import { createCloudWatch } from './cloudwatch/cloudwatch.ts'
import { DURATIONS } from './codedeploy/engine.ts'
import { createCodeDeploy } from './codedeploy/index.ts'
import { createState } from './codedeploy/state.ts'
import type { CodeDeployState } from './codedeploy/state.ts'
import { createBalancers } from './hosts/balancers.ts'
import type { Balancers } from './hosts/balancers.ts'
import { createContainers } from './ecs/containers.ts'
import type { Containers } from './ecs/containers.ts'
import { createEcs } from './ecs/ecs.ts'
import { createFunctions } from './functions/functions.ts'
import type { Functions } from './functions/functions.ts'
import { createLambda } from './functions/lambda.ts'
import { createHosts } from './hosts/hosts.ts'
import type { Hosts } from './hosts/hosts.ts'
import { createCredentialStore, sessionOf } from './identity/credentials.ts'
import type { CredentialStore, Principal } from './identity/credentials.ts'
import { asList } from './identity/policy.ts'
import { refusalOf } from './identity/authorize.ts'
import type { Need } from './identity/authorize.ts'
import { createSts, trustsService } from './identity/sts.ts'
import { createWebTokenVerifier } from './identity/web-token.ts'
import { createNoEchoValues } from './no-echo.ts'
import { createHandlers } from './resources/index.ts'
import type { LiveResources } from './resources/live.ts'
import { createS3 } from './s3/operations.ts'
import { createObjectStore } from './s3/store.ts'
import type { ObjectStore } from './s3/store.ts'
import { createGateway } from './wire/gateway.ts'
import type { Recorder } from './wire/record.ts'
import { createTrouble, seededRandom } from './wire/trouble.ts'
import type { Trouble } from './wire/trouble.ts'

const LAMBDA_UPDATE_MS = 2_000

export interface AwsOptions {
  readonly scenario: Scenario
  readonly clock: PacedClock
  /** Where instances have their folders. */
  readonly folder: string
  /** The issuer of the sandbox's own GitHub, once it listens. */
  readonly issuer: () => string | undefined
  readonly record: Recorder
  /** Told of every call before it is carried out, and waited for. */
  readonly before: (call: Call) => Promise<void>
  readonly onMistake: (error: unknown, call: Call) => void
}

/** All of AWS that the sandbox has, and the hands of somebody who works behind its back. */
export interface Aws {
  readonly cloudformation: CloudFormation
  readonly codedeploy: CodeDeployState
  readonly objects: ObjectStore
  readonly alarms: Alarms
  readonly hosts: Hosts
  readonly balancers: Balancers
  readonly functions: Functions
  readonly containers: Containers
  readonly live: LiveResources
  readonly trail: Trail
  readonly trouble: Trouble
  /** What is behind dynamic references: `ssm:/shop/size`. */
  readonly values: Map<string, string>
  readonly credentials: CredentialStore
  answer(message: IncomingMessage, response: ServerResponse): Promise<void>
  /** The actions that sessions of a role have needed until now, sorted: what its policy must allow, and no more. */
  usedActions(role: string): readonly string[]
  /** Resolves when no stack operation and no deployment runs. */
  settled(): Promise<void>
  /** Ends all that runs on hosts, and all listeners. */
  close(): Promise<void>
}

export function createAws(options: AwsOptions): Aws {
  const { scenario, clock, folder } = options
  const closing = new AbortController()
  const objects = createObjectStore(clock)
  for (const { name, versioned, ...home } of scenario.buckets) objects.createBucket(name, home).versioned = versioned
  const metrics = createMetrics(clock)
  const alarms = createAlarms(clock, metrics)
  const hosts = createHosts(folder, endEverything, scenario.silentHosts)
  const balancers = createBalancers(hosts, clock, metrics)
  const trail = createTrail(clock)
  const functions = createFunctions(clock)
  const containers = createContainers(clock)
  const roles = rolesOf(scenario)
  const codedeploy = createState()
  const codeDeploy = createCodeDeploy({
    state: codedeploy,
    clock,
    durations: { ...DURATIONS, ...defined(scenario.durations.codedeploy) },
    hosts,
    balancers,
    alarms,
    objects,
    functions,
    containers,
    behaviorOf: (name) => scenario.hookFunctions[functionName(name)],
    deployRevision,
    closing: closing.signal,
  })
  const { handlers, live } = createHandlers({
    clock,
    objects,
    alarms,
    hosts,
    balancers,
    functions,
    containers,
    codeDeployState: codedeploy,
    codeDeploy,
  })
  const values = new Map(Object.entries(scenario.values))
  const readObject = (bucket: string, key: string): Uint8Array | undefined => {
    const found = objects.find(bucket)
    return found && objects.get(found, key)?.body
  }
  const cloudformation = createCloudFormation({
    clock,
    handlers,
    readObject,
    durations: defined(scenario.durations.cloudformation),
    failures: scenario.failures.map((failure) => defined(failure) as never),
    pages: defined(scenario.pages),
    resolve: (reference) => values.get(reference),
    incompleteValues: scenario.incompleteValues,
    macros: scenario.macros,
    deployForStack: codeDeploy.deployForStack,
    hooks: scenario.hooks,
    refusal: (actor, needs) => refused(actor, needs),
    assumable(arn) {
      const role = roles.get(arn)
      return role === undefined || trustsService(role.trust, 'cloudformation.amazonaws.com')
    },
    ...(scenario.hookPlan && { hookPlan: scenario.hookPlan }),
    alarmState: (place, arn) => alarms.find(place, arn.split(':alarm:')[1] ?? '')?.state,
  })
  const credentials = createCredentialStore(
    scenario.users.map(({ policy, ...user }) => ({ ...user, ...(policy && { policies: asList(policy) }) })),
    scenario.strangers === 'refuse' ? undefined : scenario.strangers,
  )
  const trouble = createTrouble(scenario.trouble, clock, seededRandom(scenario.seed))
  const noEcho = createNoEchoValues((url) => {
    const [bucket = '', ...key] = new URL(url).pathname.slice(1).split('/')
    const body = readObject(bucket, key.join('/'))
    return body && Buffer.from(body).toString('utf8')
  })
  const used = new Map<string, Set<string>>()
  const principals = new WeakMap<Call, Principal>()
  const sts = createSts({
    clock,
    roles,
    credentials,
    tokens: createWebTokenVerifier(() => [...scenario.issuers, ...asList(options.issuer() ?? [])]),
    principalOf: (call) => principals.get(call) ?? { account: call.account, arn: call.principal, userId: '' },
  })
  const note = (principal: Principal, { action }: Need): void => {
    if (principal.role === undefined) return
    const actions = used.get(principal.role) ?? new Set()
    used.set(principal.role, actions.add(action))
  }
  function refused({ call, role: arn }: Actor, needs: readonly Need[]): string | undefined {
    const role = arn === undefined ? undefined : roles.get(arn)
    const principal =
      arn === undefined ? principals.get(call) : role && sessionOf(role.arn, 'AWSCloudFormation', role.policies)
    if (principal === undefined) return undefined
    const refusal = refusalOf(principal, needs, call)
    if (refusal === undefined) for (const need of needs) note(principal, need)
    return refusal
  }
  const answer = createGateway({
    services: [
      cloudformation,
      codeDeploy.service,
      createCloudWatch(alarms, metrics),
      trail.service,
      createLambda({ functions, objects, updateMs: scenario.durations.lambda?.update ?? LAMBDA_UPDATE_MS }),
      createEcs(containers),
      createS3(objects),
      sts,
    ],
    lookups: { codedeploy: codeDeploy.lookup },
    credentials,
    trouble,
    clock,
    principals,
    record: options.record,
    before: options.before,
    hidden: () => noEcho.values(),
    onInput: (call, input) => noEcho.notice(call, input),
    onNeed: note,
    onCall: (call, input) => trail.note(call, resourcesOf(input)),
    onMistake: options.onMistake,
  })

  return {
    cloudformation,
    codedeploy,
    objects,
    alarms,
    hosts,
    balancers,
    functions,
    containers,
    live,
    trail,
    trouble,
    values,
    credentials,
    answer,
    usedActions: (role) => [...(used.get(role) ?? [])].toSorted((left, right) => left.localeCompare(right)),
    async settled() {
      await Promise.all([cloudformation.settled(), codeDeploy.launcher.settled()])
    },
    async close() {
      closing.abort(new Error('the sandbox closes'))
      await Promise.all([hosts.close(), balancers.closeAll()])
    },
  }
}

/** `arn:aws:lambda:REGION:ACCOUNT:function:NAME[:VERSION]` or the name itself. */
const functionName = (given: string): string => (given.startsWith('arn:') ? (given.split(':')[6] ?? '') : given)

/** Without the members that were left out: for types that tell absent from undefined. */
function defined<T extends object>(given: T | undefined): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(given ?? {}).filter(([, value]) => value !== undefined)) as never
}
