import type { AwsAccess } from '../../aws/access.ts'
import type { Place } from '../../evidence/place.ts'
import { ActionError } from '../../support/errors.ts'
import { didYouMean } from '../../support/text/nearest.ts'
import { fillPseudo, fillWords, referencedStacks, wordsOf, type Words } from './references.ts'
import type { EnvironmentKey } from './environment-keys.ts'
import type { EnvironmentsInput } from './sections/environments.ts'
import type { BuiltInput, ConfiguredStack, PackagedStack } from './packaged.ts'
import type { DeploymentInput, StackInput } from './sections/release.ts'

/** The sections of the configuration that an environment is made from. */
export interface ReleaseConfig {
  readonly application?: string | undefined
  readonly environments: EnvironmentsInput
  readonly stacks: readonly ConfiguredStack[]
  readonly deployments: readonly DeploymentInput[]
  /** Entries of `stacks` that are not among the stacks yet. */
  readonly built?: readonly BuiltInput[]
}

/** One environment of the release, with its names resolved. Paths are relative to the workspace. */
export interface Environment {
  /** A key of `environments`; the name of a temporary environment. */
  readonly key: string
  /** The value of {environment}. */
  readonly name: string
  readonly region: string
  /** Values of {environment} and the other placeholders. */
  readonly words: Words
  readonly planRole?: string
  readonly verifyRole?: string
  readonly deployRole?: string
  /** Where it serves; may refer to outputs of stacks. */
  readonly url?: string
  /** Milliseconds that alarms and checks go on after the last change, at least. */
  readonly bake: number
  /** Ordered so that each stack follows the stacks that it needs. */
  readonly stacks: readonly Stack[]
  readonly deployments: readonly Deployment[]
}

/** An environment that the release passes. */
export type ReleaseEnvironment = Environment & { readonly key: EnvironmentKey }

export type Stack = Omit<StackInput, 'id' | 'depends-on'> & {
  readonly id: string
  readonly dependsOn: readonly string[]
  /** Values of parameters that replace those of `parameters`. */
  readonly overrides?: Readonly<Record<string, string | number | boolean>>
  /** Where another tool has built it. */
  readonly packaged?: PackagedStack
}
export type Deployment = DeploymentInput & { readonly id: string }
export type ServerDeployment = Extract<Deployment, { platform: 'server' }>
export type LambdaDeployment = Extract<Deployment, { platform: 'lambda' }>
export type EcsDeployment = Extract<Deployment, { platform: 'ecs' }>
export type EcsNativeDeployment = Extract<Deployment, { platform: 'ecs-native' }>
export type CodeDeployDeployment = ServerDeployment | LambdaDeployment | EcsDeployment
export type LocalDeployment = Extract<Deployment, { platform: 'local' }>

/** Whether CodeDeploy deploys it, to a deployment group. */
export function isByCodeDeploy<D extends { readonly platform: Deployment['platform'] }>(
  deployment: D,
): deployment is Extract<D, { readonly platform: CodeDeployDeployment['platform'] }> {
  return deployment.platform !== 'local' && deployment.platform !== 'ecs-native'
}

export function isByEcs<D extends { readonly platform: Deployment['platform'] }>(
  deployment: D,
): deployment is Extract<D, { readonly platform: 'ecs-native' }> {
  return deployment.platform === 'ecs-native'
}

/** Makes one environment from the release. `region` is the default where the file names none. */
export function resolveEnvironment<Key extends EnvironmentKey>(
  config: ReleaseConfig,
  key: Key,
  defaultRegion: string | undefined,
): ReleaseEnvironment & { readonly key: Key } {
  const declared = config.environments[key]
  return { ...makeEnvironment(config, { ...declared, key, name: environmentWord(config, key) }, defaultRegion), key }
}

/** What names of stacks may hold. */
const IN_STACK_NAMES = /^[A-Za-z0-9-]+$/

/**
 * The value of {environment}: the name; the key where the name can only be that of the GitHub environment, such as
 * `customer/production`, since names of stacks have {environment} in them.
 */
function environmentWord({ environments, stacks }: ReleaseConfig, key: EnvironmentKey): string {
  const { name, 'github-environment': github } = environments[key]
  if (name === undefined) return key
  const isInNames = stacks.some((stack) => stack.name.includes('{environment}'))
  return github === undefined && isInNames && !IN_STACK_NAMES.test(name) ? key : name
}

/** What the file says of one environment. */
export interface DeclaredEnvironment {
  readonly key: string
  readonly name: string
  readonly region?: string | undefined
  readonly 'plan-role'?: string | undefined
  readonly 'verify-role'?: string | undefined
  readonly 'deploy-role'?: string | undefined
  readonly url?: string | undefined
  readonly bake?: number | undefined
}

/** Makes an environment with the stacks and deployments of the release. */
export function makeEnvironment(
  config: ReleaseConfig,
  declared: DeclaredEnvironment,
  defaultRegion: string | undefined,
): Environment {
  const { key, name } = declared
  const words = wordsOf(config, name, declared['deploy-role'] ?? declared['plan-role'])
  const needsAws = config.stacks.length > 0 || config.deployments.some((deployment) => deployment.platform !== 'local')
  const region = declared.region ?? defaultRegion
  if (needsAws && region === undefined) {
    throw new ActionError('config/file', {
      message: `the environment ${key} has no region`,
      subject: `environment/${key}`,
      expected: `environments.${key}.region, or AWS_REGION in the job`,
      observed: 'neither',
      advice: `Set environments.${key}.region in the configuration.`,
    })
  }
  const ids = config.stacks.map((stack) => stack.id ?? 'stack')
  const stacks = config.stacks.map(({ 'depends-on': dependsOn, packaged, ...stack }): Stack => {
    const id = stack.id ?? 'stack'
    // Copies of pre-prod get what was packaged for it.
    const own = packaged && (Object.hasOwn(packaged, key) ? packaged[key as EnvironmentKey] : packaged.preprod)
    const { parameters } = own ?? stack
    return {
      ...fillWords({ ...stack, ...(own && ofPackage(own, region ?? '', declared)) }, words, `stack/${id}`),
      id,
      dependsOn: [...new Set([...dependsOn, ...referencedStacks(parameters, ids, id)])],
    }
  })
  unique(
    stacks.map((stack) => stack.id),
    'stack',
  )
  const deployments = config.deployments.map((deployment): Deployment => {
    const id = deployment.id ?? 'app'
    return { ...fillWords(deployment, words, `deployment/${id}`), id }
  })
  unique(
    deployments.map((deployment) => deployment.id),
    'deployment',
  )
  return {
    key,
    name,
    region: region ?? '',
    words,
    ...(declared['plan-role'] !== undefined && { planRole: declared['plan-role'] }),
    ...(declared['verify-role'] !== undefined && { verifyRole: declared['verify-role'] }),
    ...(declared['deploy-role'] !== undefined && { deployRole: declared['deploy-role'] }),
    ...(declared.url !== undefined && { url: fillWords(declared.url, words, `environment/${key}/url`) }),
    bake: declared.bake ?? 0,
    stacks: ordered(stacks),
    deployments: orderedDeployments(deployments, ids),
  }
}

/** A packaged stack with the placeholders of the CDK filled; the account is filled with the words of this file. */
function ofPackage(packaged: PackagedStack, region: string, declared: DeclaredEnvironment) {
  const partition = (declared['deploy-role'] ?? declared['plan-role'])?.split(':')[1] ?? 'aws'
  const filled = fillPseudo(packaged, {
    'AWS::AccountId': '{account}',
    'AWS::Region': region,
    'AWS::Partition': partition,
  })
  const { name, template, parameters, tags, capabilities, role, 'template-bucket': bucket } = filled
  return {
    name,
    template,
    parameters,
    tags,
    capabilities,
    ...(role !== undefined && { role }),
    ...(bucket !== undefined && { 'template-bucket': bucket }),
    packaged: filled,
  }
}

/** Account and region of the environment, from the configuration: the account is that of its roles. */
export function placeOfEnvironment({ key, region, words, stacks, deployments }: Environment): Place {
  if (stacks.length === 0 && deployments.every(({ platform }) => platform === 'local')) return { environment: key }
  const { account } = words
  return { environment: key, ...(account !== undefined && { account }), region }
}

/** Access to the environment for planning, for its checks, or for deploying. `session` appears in CloudTrail. */
export function accessTo(environment: Environment, purpose: 'plan' | 'verify' | 'deploy', runId: string): AwsAccess {
  const { planRole, verifyRole = planRole, deployRole } = environment
  const role = { plan: planRole, verify: verifyRole, deploy: deployRole }[purpose]
  return {
    region: environment.region,
    session: `test-deployments-${runId}`.replaceAll(/[^\w+=,.@-]/g, '-').slice(0, 64),
    ...(role !== undefined && { role }),
  }
}

function unique(ids: readonly string[], what: string): void {
  const twice = ids.find((id, index) => ids.indexOf(id) !== index)
  if (twice === undefined) return
  throw new ActionError('config/file', {
    message: `two ${what}s have the id ${twice}`,
    subject: `${what}/${twice}`,
    expected: `a different \`id\` for each ${what}`,
    observed: `${twice}, twice`,
    advice: `Give each of the ${what}s an \`id\` of its own; without one the id is \`${what === 'stack' ? 'stack' : 'app'}\`.`,
  })
}

/** Sorted by what they name in `depends-on`; otherwise their order stays. */
function orderedDeployments(deployments: readonly Deployment[], stacks: readonly string[]): Deployment[] {
  const own = new Set(deployments.map(({ id }) => id))
  const nodes = deployments.map((deployment) => ({
    id: deployment.id,
    deployment,
    dependsOn: (deployment['depends-on'] ?? []).filter((id) => own.has(id) || !stacks.includes(id)),
  }))
  return ordered(nodes, 'deployment').map(({ deployment }) => deployment)
}

/** Sorted by dependency. Throws `config/file` for a cycle, `config/reference` for an unknown id. */
export function ordered<S extends Pick<Stack, 'id' | 'dependsOn'>>(
  stacks: readonly S[],
  what: 'stack' | 'deployment' = 'stack',
): S[] {
  const byId = new Map(stacks.map((stack) => [stack.id, stack]))
  const needs = what === 'stack' ? 'a stack' : 'a stack or deployment'
  const done = new Set<string>()
  const result: S[] = []
  const visit = (stack: S, path: readonly string[]): void => {
    if (done.has(stack.id)) return
    if (path.includes(stack.id)) {
      const circle = [...path.slice(path.indexOf(stack.id)), stack.id].join(' → ')
      throw new ActionError('config/file', {
        message: `${what}s need each other in a circle: ${circle}`,
        subject: `${what}/${stack.id}`,
        expected: 'no circle of dependencies',
        observed: circle,
        advice: 'Remove one of these references to outputs, or an entry of `depends-on`.',
      })
    }
    for (const id of stack.dependsOn) {
      const needed = byId.get(id)
      if (!needed) {
        throw new ActionError('config/reference', {
          message: `the ${what} ${stack.id} needs ${needs} ${id} that does not exist${didYouMean(id, [...byId.keys()])}`,
          subject: `${what}/${stack.id}`,
          expected: [...byId.keys()].join(', '),
          observed: id,
          advice: `Correct \`depends-on\` or the reference of the ${what} ${stack.id}, or declare ${needs} with the id ${id}.`,
        })
      }
      visit(needed, [...path, stack.id])
    }
    done.add(stack.id)
    result.push(stack)
  }
  for (const stack of stacks) visit(stack, [])
  return result
}
