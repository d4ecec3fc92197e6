import { z } from 'zod'
import { CHECKS } from '../../checks/index.ts'
import { commonOptions, type CheckInput } from '../../checks/common-options.ts'
import { outputReferences, textsIn, wordsOf } from '../model/references.ts'
import type { EnvironmentsInput } from '../model/sections/environments.ts'
import type { CheckName } from '../../evidence/codes/checks.ts'
import { ActionError } from '../../support/errors.ts'
import { AFTER_DEPLOYMENT, type Phase } from '../../evidence/phase.ts'

/** Phases whose checks run in the process that has the deploy role: code of the repository must not run beside it. */
const BESIDE_DEPLOY_ROLE: ReadonlySet<Phase> = new Set<Phase>(['before-traffic', 'during', 'after-rollback'])

/** The checks that hosts can make. */
const ON_HOSTS = Object.values(CHECKS)
  .filter((each) => each.onHost !== undefined)
  .map(({ meta }) => meta.name)

/** One of these checks: the common keys, and the key of the table of checks with its options. */
export function checkAmong(keys: readonly CheckName[]): z.ZodType<CheckInput> {
  const members = keys.map((key) => z.strictObject({ ...commonOptions, ...CHECKS[key].shape }))
  return z.union(members as unknown as [z.ZodType<CheckInput>]).superRefine(refuseMisplaced)
}

/** Hosts and phases that a check does not have. */
function refuseMisplaced(input: CheckInput, context: z.RefinementCtx): void {
  const elsewhere = Object.values(CHECKS).find(
    (each) => each.onHost === undefined && input[each.meta.name] !== undefined,
  )
  if (input.on === 'hosts' && elsewhere !== undefined) {
    context.addIssue({
      code: 'custom',
      path: ['on'],
      message: `expected runner for \`${elsewhere.meta.name}\`: hosts make the checks ${ON_HOSTS.join(', ')}`,
    })
  }
  refuseMixture(input, context)
  refuseThrough(input, context)
  if (input['path'] !== undefined && input.phase !== AFTER_DEPLOYMENT) {
    context.addIssue({
      code: 'custom',
      path: ['phase'],
      message: 'expected after-deployment for `path`, which `verify` of pre-prod analyses',
    })
  }
  if (input['released'] !== undefined && BESIDE_DEPLOY_ROLE.has(input.phase)) {
    context.addIssue({
      code: 'custom',
      path: ['phase'],
      message:
        'expected after-deployment or production for `released`, which compares with what the deployment recorded at its end',
    })
  }
  if ((input.on !== 'hosts' || input.through !== undefined) && input.deployment !== undefined) {
    context.addIssue({
      code: 'custom',
      path: ['deployment'],
      message: 'expected nothing without `on: hosts` in a hook',
    })
  }
  const own = Object.values(CHECKS).find(({ meta }) => meta.runsUserCode && input[meta.name] !== undefined)
  if (own === undefined || !BESIDE_DEPLOY_ROLE.has(input.phase)) return
  context.addIssue({
    code: 'custom',
    path: ['phase'],
    message: `expected after-deployment or production for \`${own.meta.name}\`, since in the phase ${input.phase} its command would run in the job that has the deploy role and could read its credentials`,
  })
}

/** A person's test is not sampled, and is of the phase `approval`, which no other check has. */
function refuseMixture(input: CheckInput, context: z.RefinementCtx): void {
  const issue = (path: string, message: string): void => context.addIssue({ code: 'custom', path: [path], message })
  if (input['manual'] === undefined) {
    if (input.phase === 'approval') issue('phase', 'expected another phase: `approval` is that of `manual` alone')
    return
  }
  if (input.phase !== AFTER_DEPLOYMENT && input.phase !== 'approval')
    issue('phase', 'expected none: a `manual` test is confirmed by the approval of production')
  if (input['dry-run']) issue('dry-run', 'expected none: a `manual` test is not measured')
}

/** Through Systems Manager the verify-role reaches hosts by their tags, after the deployment. */
function refuseThrough(input: CheckInput, context: z.RefinementCtx): void {
  const issue = (path: string, message: string): void => context.addIssue({ code: 'custom', path: [path], message })
  if (input.through === undefined) {
    if (input.tags !== undefined) issue('tags', 'expected nothing without `through: ssm`')
    return
  }
  if (input.on !== 'hosts') issue('through', 'expected nothing without `on: hosts`')
  if (input.tags === undefined)
    issue('tags', 'expected the tags of the hosts, such as `{ Environment: "{environment}" }`')
  if (input.phase !== AFTER_DEPLOYMENT)
    issue(
      'phase',
      'expected none: through Systems Manager hosts of pre-prod are checked by `verify`, after the deployment',
    )
  const made = Object.entries(CHECKS).find(([key]) => input[key] !== undefined)?.[1]
  // What refers to outputs is known only later.
  if (made?.onHost === undefined || textsIn(input).some((text) => outputReferences(text).length > 0)) return
  try {
    made.onHost(input as never)
  } catch (error) {
    if (!(error instanceof ActionError)) throw error
    issue('through', `${error.message}: ${error.advice}`)
  }
}

/** `released` names stacks and deployments of the file. Ids of stacks that other tools built are known later. */
export function refuseUnknownParts(
  config: {
    readonly verify: readonly CheckInput[]
    readonly stacks: readonly object[]
    readonly deployments: readonly { readonly id?: string | undefined; readonly platform: string }[]
  },
  context: z.RefinementCtx,
): void {
  const named = config.stacks as readonly { readonly id?: string; readonly template?: string }[]
  if (named.some(({ template }) => template === undefined)) return
  if (named.length === 0 && config.deployments.length === 0) return
  const known = new Set([
    ...named.map(({ id }) => id ?? 'stack'),
    ...config.deployments.filter(({ platform }) => platform !== 'local').map(({ id }) => id ?? 'app'),
  ])
  for (const [index, input] of config.verify.entries()) {
    const given: unknown = (input as Readonly<Record<string, unknown>>)['released']
    const ids = (Array.isArray(given) ? given : [given]).filter((id) => typeof id === 'string')
    const unknown = ids.find((id) => !known.has(id))
    if (unknown === undefined) continue
    const names =
      known.size === 0
        ? 'no id, since nothing is in AWS'
        : `an id of a stack or a deployment in AWS: ${[...known].join(', ')}`
    context.addIssue({
      code: 'custom',
      path: ['verify', index, 'released', ...(Array.isArray(given) ? [given.indexOf(unknown)] : [])],
      message: `expected ${names}`,
    })
  }
}

/** Tags that select the same instances in both environments would let a check of pre-prod reach production. */
export function refuseSharedTags(
  config: { readonly verify: readonly CheckInput[]; readonly environments: EnvironmentsInput },
  context: z.RefinementCtx,
): void {
  const { preprod, production } = config.environments
  const [ours, theirs] = [preprod, production].map(
    (each) => wordsOf({}, '', each['plan-role'] ?? each['deploy-role']).account,
  )
  if (ours !== undefined && theirs !== undefined && ours !== theirs) return
  if (preprod.region !== undefined && production.region !== undefined && preprod.region !== production.region) return
  for (const [index, { tags }] of config.verify.entries()) {
    const texts = textsIn(tags)
    if (texts.length === 0 || texts.some((text) => /\{(environment|account)\}|\{stack/.test(text))) continue
    context.addIssue({
      code: 'custom',
      path: ['verify', index, 'tags'],
      message: 'expected tags that hosts of pre-prod alone have, such as `Environment: "{environment}"`',
    })
  }
}
