import { ActionError } from '../../support/errors.ts'
import { ENVIRONMENT_KEYS } from './environment-keys.ts'
import {
  isByCodeDeploy,
  isByEcs,
  makeEnvironment,
  resolveEnvironment,
  type CodeDeployDeployment,
  type EcsNativeDeployment,
  type Environment,
  type ReleaseConfig,
} from './environment.ts'
import { didYouMean } from '../../support/text/nearest.ts'
import { fillWords } from './references.ts'
import { githubEnvironmentOf, type EnvironmentsInput } from './sections/environments.ts'
import type { TemporaryInput } from './sections/temporary.ts'

/** A copy of pre-prod with a name of its own. */
export interface TemporaryEnvironment extends Environment {
  readonly temporary: TemporaryInput
  /** The GitHub environment in whose jobs it is made and removed. */
  readonly githubEnvironment: string
}

/** What the placeholders of its name stand for. */
export interface NameFacts {
  readonly pullRequest: number | undefined
  readonly runId: string
}

const SUBJECT = 'environments/preprod/temporary'

/** The section of the file. Throws `config/file` where there is none, or where it names what is not temporary. */
export function temporarySection({ preprod, production }: EnvironmentsInput): TemporaryInput {
  const { temporary } = preprod
  if (temporary === undefined) {
    throw new ActionError('config/file', {
      message: 'the step has the input `temporary`, and the configuration declares no temporary environments',
      subject: SUBJECT,
      expected: 'environments.preprod.temporary',
      observed: 'nothing',
      advice: 'Declare `environments.preprod.temporary: { name: "pr-{pull-request}" }`, or remove the input.',
    })
  }
  const prefix = literalPrefix(temporary.name)
  for (const key of ENVIRONMENT_KEYS) {
    const name = { preprod, production }[key].name ?? key
    if (!overlaps(prefix, name)) continue
    throw new ActionError('config/file', {
      message: `temporary environments named ${temporary.name} have a name that the name of ${key} matches too: ${name}`,
      subject: SUBJECT,
      expected: `a name that begins with other letters than ${name}`,
      observed: temporary.name,
      advice: 'Let the name begin with letters of its own, such as "pr-{pull-request}".',
    })
  }
  refuseRoles({ preprod, production }, temporary)
  return temporary
}

/** Whether policies for names that begin with one would admit the other. Names of AWS differ in case, those of buckets do not. */
function overlaps(prefix: string, name: string): boolean {
  const [a, b] = [prefix.toLowerCase(), name.toLowerCase()]
  return a.startsWith(b) || b.startsWith(a)
}

/** The text before the first placeholder. */
function literalPrefix(pattern: string): string {
  return pattern.split('{')[0] ?? ''
}

function refuseRoles(environments: EnvironmentsInput, temporary: TemporaryInput): void {
  const own = temporary['deploy-role']
  const others = ENVIRONMENT_KEYS.map((key) => ({ key, role: environments[key]['deploy-role'] }))
  const same = others.find(({ role }) => role !== undefined && role === own)
  const lacks = own === undefined && others.some(({ role }) => role !== undefined)
  if (same === undefined && !lacks) return
  throw new ActionError('config/file', {
    message:
      same === undefined
        ? 'temporary environments have no deploy-role of their own'
        : `temporary environments have the deploy-role of ${same.key}`,
    subject: SUBJECT,
    expected: 'a role that may change temporary environments only (docs/iam/temporary-role.json)',
    observed: own ?? 'none',
    advice: 'Set `environments.preprod.temporary.deploy-role`.',
  })
}

/** The name of the environment of this run; `given` is the input, which may name one. Throws `config/input`. */
export function temporaryName(pattern: string, given: string, facts: NameFacts): string {
  if (given !== 'true') {
    if (new RegExp(`^${matcherOf(pattern)}$`).test(given)) return given
    throw new ActionError('config/input', {
      message: `${JSON.stringify(given)} is not the name of a temporary environment`,
      subject: 'input/temporary',
      expected: `true, or a name such as ${pattern}`,
      observed: given,
      advice: 'Only environments that are named as `environments.preprod.temporary.name` says are made and removed.',
    })
  }
  return pattern.replaceAll(/\{(pull-request|run)\}/g, (all, word: string) => {
    const value = word === 'run' ? facts.runId : facts.pullRequest
    if (value !== undefined && /^\d+$/.test(String(value))) return String(value)
    throw new ActionError('config/input', {
      message: `${all} has no value: ${word === 'run' ? 'GITHUB_RUN_ID is not set' : 'this run is not of a pull request'}`,
      subject: 'input/temporary',
      expected: `a run of a pull request, or \`temporary: ${pattern.replaceAll(/\{[a-z-]+\}/g, '12')}\``,
      observed: word === 'run' ? facts.runId || 'nothing' : 'no pull request in the event',
      advice: 'Start the workflow by a pull request, or name the environment in the input `temporary`.',
    })
  })
}

function matcherOf(pattern: string): string {
  return pattern.replaceAll(/\{(?:pull-request|run)\}/g, String.raw`\d+`)
}

/** Makes a temporary environment. Throws `config/file` where one of its names is one of pre-prod or production. */
export function resolveTemporary(
  config: ReleaseConfig,
  name: string,
  defaultRegion: string | undefined,
): TemporaryEnvironment {
  const temporary = temporarySection(config.environments)
  const { preprod } = config.environments
  const declared = {
    key: name,
    name,
    region: temporary.region ?? preprod.region,
    'plan-role': temporary['plan-role'] ?? preprod['plan-role'],
    'verify-role': temporary['plan-role'] ?? preprod['verify-role'],
    'deploy-role': temporary['deploy-role'],
  }
  refuseUnknownStacks(config, temporary)
  refuseServiceRoles(config, temporary)
  const preprodName = preprod.name ?? 'preprod'
  // A parameter file is named after pre-prod: no copy has one of its own.
  const stacks = config.stacks.map((stack) => ({
    ...stack,
    ...(stack.role !== undefined && { role: temporary['service-role'] }),
    ...(typeof stack.parameters === 'string' && {
      parameters: stack.parameters.replaceAll('{environment}', preprodName),
    }),
  }))
  const made = makeEnvironment({ ...config, stacks }, declared, defaultRegion)
  const environment: TemporaryEnvironment = {
    ...made,
    stacks: made.stacks.map((stack) => {
      const overrides = temporary.parameters[stack.id]
      return overrides === undefined
        ? stack
        : { ...stack, overrides: fillWords(overrides, made.words, `stack/${stack.id}`) }
    }),
    temporary,
    githubEnvironment: temporary['github-environment'],
  }
  for (const key of ENVIRONMENT_KEYS) {
    refuseSharedNames(environment, resolveEnvironment(config, key, defaultRegion ?? environment.region))
    const github = githubEnvironmentOf(config.environments, key)
    if (github.toLowerCase() === environment.githubEnvironment.toLowerCase()) {
      throw clash(`the GitHub environment ${github}`, key, 'temporary.github-environment')
    }
  }
  return environment
}

function refuseUnknownStacks({ stacks }: ReleaseConfig, temporary: TemporaryInput): void {
  const ids = stacks.map(({ id }) => id ?? 'stack')
  const unknown = Object.keys(temporary.parameters).find((id) => !ids.includes(id))
  if (unknown === undefined) return
  throw new ActionError('config/file', {
    message: `environments.preprod.temporary.parameters names the stack ${unknown}, which the release does not declare${didYouMean(unknown, ids)}`,
    subject: SUBJECT,
    expected: ids.join(', ') || 'a stack',
    observed: unknown,
  })
}

/** A copy that is made with the service role of pre-prod could change pre-prod. */
function refuseServiceRoles({ stacks }: ReleaseConfig, { 'service-role': own }: TemporaryInput): void {
  const stack = stacks.find(({ role }) => role !== undefined && (own === undefined || own === role))
  if (stack === undefined) return
  throw new ActionError('config/file', {
    message: `temporary environments would be made with the service role of the stack ${stack.id ?? 'stack'}`,
    subject: SUBJECT,
    expected: 'a service role that may make resources of temporary environments only',
    observed: own ?? 'none',
    advice: 'Set `environments.preprod.temporary.service-role`.',
  })
}

/** A stack or a group that has the same name in both environments would be changed by a copy, and removed with it. */
function refuseSharedNames(temporary: Environment, other: Environment): void {
  const names = new Set(other.stacks.map(({ name }) => name.toLowerCase()))
  const stack = temporary.stacks.find(({ name }) => names.has(name.toLowerCase()))
  if (stack) throw clash(`the stack ${stack.name}`, other.key, `the name of the stack ${stack.id}`)
  const fixed = temporary.stacks.find(({ name }) => !name.includes(temporary.name))
  if (fixed) throw clash(`the stack ${fixed.name}`, other.key, `the name of the stack ${fixed.id}`)
  const groups = new Set(other.deployments.filter(isByCodeDeploy).map(groupKey))
  const deployment = temporary.deployments
    .filter(isByCodeDeploy)
    .find((each) => !each.group.includes('{stack') && groups.has(groupKey(each)))
  if (deployment) throw clash(`the deployment group ${deployment.group}`, other.key, `the group of ${deployment.id}`)
  const services = new Set(other.deployments.filter(isByEcs).map(serviceKey))
  const service = temporary.deployments
    .filter(isByEcs)
    .find((each) => !serviceKey(each).includes('{stack') && services.has(serviceKey(each)))
  if (service)
    throw clash(`the service ${service.cluster}/${service.service}`, other.key, `the service of ${service.id}`)
}

function groupKey({ application, group }: CodeDeployDeployment): string {
  return JSON.stringify([application, group])
}

function serviceKey({ cluster, service }: EcsNativeDeployment): string {
  return JSON.stringify([cluster, service])
}

function clash(what: string, key: string, where: string): ActionError {
  return new ActionError('config/file', {
    message: `a temporary environment would use ${what} of ${key}`,
    subject: SUBJECT,
    expected: '{environment} in each name',
    observed: what,
    advice: `Put {environment} into ${where}, or give temporary environments another name.`,
  })
}
