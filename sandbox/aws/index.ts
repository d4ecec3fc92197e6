import type { IncomingMessage, ServerResponse } from 'node:http'
import { deployRevision, endEverything } from '../../src/codedeploy/agent/index.ts'
import { showEnding } from '../../src/support/processes/process-tree.ts'
import type { PacedClock } from '../clock.ts'
import type { Call, Meanwhile, RequiredPermission } from '../contract.ts'
import { defined } from '../defined.ts'
import type { Scenario } from '../scenario.ts'
import { scalingGroups } from './services/autoscaling/groups.ts'
import { createCloudFormation } from './services/cloudformation/index.ts'
import type { Actor, CloudFormation } from './services/cloudformation/index.ts'
import { createTrail, resourcesOf } from './services/cloudtrail/trail.ts'
import type { Trail } from './services/cloudtrail/trail.ts'
import { createAlarms } from './services/cloudwatch/alarms.ts'
import type { Alarms } from './services/cloudwatch/alarms.ts'
import { createMetrics, untilNext } from './services/cloudwatch/metrics.ts'
import type { Metrics } from './services/cloudwatch/metrics.ts'
import { DURATIONS } from './services/codedeploy/contract.ts'
import { createCodeDeploy } from './services/codedeploy/index.ts'
import { createState } from './services/codedeploy/state.ts'
import type { CodeDeployState } from './services/codedeploy/state.ts'
import { measureInstance } from './services/ec2/instance-metrics.ts'
import { createContainers } from './services/ecs/containers.ts'
import type { Containers } from './services/ecs/containers.ts'
import { containerLogs } from './services/ecs/container-logs.ts'
import { createRegistry, isRegistryRequest } from './services/ecr/registry.ts'
import { repositoriesOf, resolveReference } from './services/ecr/store.ts'
import type { Repositories } from './services/ecr/store.ts'
import { createEcsState, createEcsTasks } from './services/ecs/state.ts'
import type { EcsState } from './services/ecs/state.ts'
import { createFunctions } from './services/functions/functions.ts'
import { createRuntime } from './services/functions/invoke.ts'
import type { Functions } from './services/functions/functions.ts'
import { createBalancers } from './hosts/balancers.ts'
import type { Balancers, Reachable } from './hosts/balancers.ts'
import { createHosts } from './hosts/hosts.ts'
import type { Hosts } from './hosts/hosts.ts'
import { refusalOf } from './identity/authorize.ts'
import { createCredentialStore, sessionOf } from './identity/credentials.ts'
import type { CredentialStore, Principal } from './identity/credentials.ts'
import { asList } from './identity/policy.ts'
import { trustsService } from './identity/sts.ts'
import { policiesOf } from './services/iam/principals.ts'
import { seedIam } from './services/iam/seed.ts'
import type { IamState } from './services/iam/state.ts'
import { createNoEchoValues } from './no-echo.ts'
import { createExistingResources } from './resources/existing.ts'
import { rolesOfAccount } from './resources/iam-role.ts'
import type { ExistingResources } from './resources/existing.ts'
import { createHandlers } from './resources/index.ts'
import type { LiveResources } from './resources/live.ts'
import { createServices, SERVICES } from './services/index.ts'
import { createObjectStore } from './services/s3/store.ts'
import type { ObjectStore } from './services/s3/store.ts'
import { createParameterStore, referencedParameter } from './services/ssm/parameter-store.ts'
import { createGateway } from './wire/gateway.ts'
import type { Recorder } from './wire/record.ts'
import { createTrouble, seededRandom } from './wire/trouble.ts'
import type { Trouble } from './wire/trouble.ts'
import type { World } from './world.ts'

export interface AwsOptions {
  readonly scenario: Scenario
  readonly clock: PacedClock
  /** The folder for the disks of instances. */
  readonly folder: string
  /** The OIDC issuer of the sandbox's GitHub, once it listens. */
  readonly issuer: () => string | undefined
  /** Where that issuer publishes its keys. */
  readonly issuerUrl: () => string | undefined
  /** Finds the files of a commit in the sandbox's GitHub. */
  readonly commitFiles: (repository: string, commit: string) => Readonly<Record<string, string>> | undefined
  /** The URL of the sandbox, once it listens. */
  readonly url: () => string | undefined
  readonly record: Recorder | undefined
  readonly meanwhile: Meanwhile
  readonly onMistake: (error: unknown, call: Call) => void
}

/** The AWS services of the sandbox, with access to their state for tests and scenarios. */
export interface Aws {
  readonly cloudformation: CloudFormation
  readonly codedeploy: CodeDeployState
  readonly objects: ObjectStore
  readonly alarms: Alarms
  readonly hosts: Hosts
  readonly balancers: Balancers
  readonly functions: Functions
  readonly containers: Containers
  readonly ecs: EcsState
  readonly repositories: () => Repositories
  readonly live: LiveResources
  readonly existing: ExistingResources
  readonly iam: IamState
  readonly trail: Trail
  readonly trouble: Trouble
  /** Values of dynamic references, by the text after `resolve:` (`ssm:/shop/size`). */
  readonly values: Map<string, string>
  readonly credentials: CredentialStore
  answer(message: IncomingMessage, response: ServerResponse): Promise<void>
  /** The sorted actions that sessions of a role have used: the least that its policy has to allow. */
  usedActions(role: string): readonly string[]
  /** The operations that the services implement, by service. */
  operations(): Promise<Readonly<Record<string, readonly string[]>>>
  /** Resolves when no stack operation and no deployment is running. */
  settled(): Promise<void>
  /** Ends all processes on hosts, and all listeners. */
  close(): Promise<void>
}

/** Ends processes that an agent's hooks started; processes that cannot be ended are reported. */
async function endAgent(root: string): Promise<void> {
  const { surviving } = await endEverything(root)
  for (const clause of showEnding({ ended: [], surviving })) process.emitWarning(`a sandbox host: ${clause}`)
}

export function createAws(options: AwsOptions): Aws {
  const { scenario, clock, folder } = options
  const closing = new AbortController()
  const objects = createObjectStore(clock)
  for (const { name, versioned, ...home } of scenario.buckets) objects.createBucket(name, home).versioned = versioned
  const metrics = createMetrics(clock)
  for (const metric of scenario.metrics) void keepMeasuring(metrics, clock, metric)
  const alarms = createAlarms(clock, metrics)
  const hosts = createHosts(folder, endAgent, {
    silent: scenario.silentHosts,
    unmanaged: scenario.unmanagedHosts,
    onLaunch: (host) => {
      if (host.kind === 'ec2') void measureInstance(world, metrics, clock, host)
    },
  })
  const tasks = createEcsTasks(clock, defined(scenario.durations.ecs), scenario.images, {
    registry: (image) => resolveReference(repositoriesOf(world), image),
    logs: containerLogs(() => world),
  })
  const reachable: Reachable = { find: (home, id) => hosts.find(home, id) ?? tasks.tasks.find(home, id) }
  const balancers = createBalancers(reachable, clock, metrics, async (listener) =>
    (await import('./services/elbv2/tls.ts')).tlsOf(world, listener),
  )
  const trail = createTrail(clock)
  const functions = createFunctions(clock)
  const runtime = createRuntime()
  const containers = createContainers(clock)
  const values = new Map(Object.entries(scenario.values))
  const parameters = createParameterStore(clock, values)
  const iam = seedIam(scenario, clock)
  const behaviorOf = (name: string): Scenario['hookFunctions'][string] | undefined =>
    scenario.hookFunctions[functionName(name)]
  const ecs = createEcsState(tasks, { containers, balancers, alarms, behaviorOf })
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
    taskSets: ecs.taskSets,
    scalingGroup: (home, name) => scalingGroups(world).find(home, name),
    scalingHosts: (home, name) => scalingGroups(world).hostsOf(home, name),
    behaviorOf,
    commitFiles: options.commitFiles,
    // Scripts of hosts are real processes.
    deployRevision: (given) => clock.busy(deployRevision(given)),
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
    parameters,
    ecs,
    codeDeployState: codedeploy,
    codeDeploy,
    world: () => world,
    iam,
  })
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
    resolve: (reference, home) => values.get(reference) ?? referencedParameter(parameters, home, reference),
    incompleteValues: scenario.incompleteValues,
    macros: scenario.macros,
    deployForStack: codeDeploy.deployForStack,
    hooks: scenario.hooks,
    stackLimit: scenario.quotas['cloudformation/StackLimit'],
    refusal: (actor, needs) => refused(actor, needs),
    observed: (type, physicalId, owner, properties) => existing.withSeparate({ type, physicalId, owner, properties }),
    assumable(arn) {
      const role = iam.findRole(arn)
      return role === undefined || trustsService(role.trust.document, 'cloudformation.amazonaws.com')
    },
    ...(scenario.hookPlan && { hookPlan: scenario.hookPlan }),
    alarmState: (place, arn) => alarms.find(place, arn.split(':alarm:')[1] ?? '')?.state,
  })
  const existing = createExistingResources(
    (type) => [...live.ofType(type), ...cloudformation.records(type)],
    (home, type) => (type === 'AWS::IAM::Role' ? rolesOfAccount(iam, home) : []),
  )
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
  const bucketOwner = (bucket: string): string | undefined => objects.find(bucket)?.account
  const used = new Map<string, Set<string>>()
  const principals = new WeakMap<Call, Principal>()
  const note = (principal: Principal, { action }: RequiredPermission): void => {
    if (principal.role === undefined) return
    const actions = used.get(principal.role) ?? new Set()
    used.set(principal.role, actions.add(action))
  }
  function refused({ call, role: arn }: Actor, needs: readonly RequiredPermission[]): string | undefined {
    const role = arn === undefined ? undefined : iam.findRole(arn)
    const principal =
      arn === undefined ? principals.get(call) : role && sessionOf({ role: role.arn, name: 'AWSCloudFormation' })
    if (principal === undefined) return undefined
    const refusal = refusalOf(principal, policiesOf(iam, principal), needs, call, clock.now(), bucketOwner)
    if (refusal === undefined) for (const need of needs) note(principal, need)
    return refusal
  }
  const world: World = {
    clock,
    scenario,
    objects,
    alarms,
    metrics,
    hosts,
    balancers,
    functions,
    containers,
    parameters,
    runtime,
    closing: closing.signal,
    ecs,
    live,
    handlers,
    codedeploy,
    codeDeploy,
    cloudFormation: cloudformation,
    iam,
    trail,
    credentials,
    issuers: () => [...scenario.issuers, ...asList(options.issuer() ?? [])],
    refusal: (call, role, needs) => refused({ call, role }, needs),
    existing,
    gitHubIssuer: options.issuer,
    gitHubIssuerUrl: options.issuerUrl,
    ownUrl: options.url,
    principalOf: (call) => principals.get(call) ?? { account: call.account, arn: call.principal, userId: '' },
  }
  const serviceOf = createServices(world)
  const answerApi = createGateway({
    serviceOf,
    credentials,
    trouble,
    clock,
    principals,
    policiesOf: (principal) => policiesOf(iam, principal),
    bucketOwner,
    record: options.record,
    meanwhile: options.meanwhile,
    hidden: () => noEcho.values(),
    onInput: (call, input) => noEcho.notice(call, input),
    onPermission: note,
    onCall: (call, input) => trail.note(call, resourcesOf(input)),
    onMistake: options.onMistake,
  })

  let registry: ReturnType<typeof createRegistry> | undefined
  const answer: Aws['answer'] = async (message, response) => {
    if (!isRegistryRequest(message)) return answerApi(message, response)
    registry ??= createRegistry({ world, trouble, principals, meanwhile: options.meanwhile })
    return registry(message, response)
  }

  return {
    cloudformation,
    codedeploy,
    objects,
    alarms,
    hosts,
    balancers,
    functions,
    containers,
    ecs,
    repositories: () => repositoriesOf(world),
    live,
    existing,
    iam,
    trail,
    trouble,
    values,
    credentials,
    answer,
    usedActions: (role) => [...(used.get(role) ?? [])].toSorted((left, right) => left.localeCompare(right)),
    async operations() {
      const named = Object.keys(SERVICES).map(async (name) => {
        const service = await serviceOf(name)
        return [name, Object.keys(service?.operations ?? {})] as const
      })
      return Object.fromEntries(await Promise.all(named))
    },
    async settled() {
      await Promise.all([cloudformation.settled(), codeDeploy.launcher.settled(), ecs.services.settled()])
    },
    async close() {
      closing.abort(new Error('the sandbox closes'))
      await Promise.all([hosts.close(), balancers.closeAll(), ecs.close(), runtime.close()])
    },
  }
}

/** The function name in `arn:aws:lambda:REGION:ACCOUNT:function:NAME[:VERSION]`, or the given name. */
const functionName = (given: string): string => (given.startsWith('arn:') ? (given.split(':')[6] ?? '') : given)

/** Records a value again and again, until the clock stops. */
async function keepMeasuring(metrics: Metrics, clock: PacedClock, metric: Scenario['metrics'][number]): Promise<void> {
  const { account, region, value, every, ...named } = metric
  for (;;) {
    metrics.put({ account, region }, named, value)
    await clock.sleep(untilNext(every, clock))
  }
}
