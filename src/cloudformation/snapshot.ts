import type { Json } from '../evidence/finding.ts'
import { digestOf } from '../evidence/digest.ts'
import { ActionError } from '../support/errors.ts'
import { isRecord } from '../support/records.ts'
import type { CloudFormation } from './client.ts'
import type { GivenParameters } from './template/parameters.ts'
import type { StackState } from './stack.ts'
import { choicesOf } from './template/choices.ts'
import { bodyWithoutContent } from './template/content-ids.ts'
import type { Template } from './template/template.ts'
import type { Values } from './template/values.ts'

/** A deployed stack with its policy and template. */
export interface DeployedStack {
  readonly state: StackState
  /** The stack policy as JSON; undefined where there is none. */
  readonly policy: string | undefined
  /** Digest of the canonical form of the template that was deployed last. */
  readonly template: string
  /** The text of that template. */
  readonly body: string
}

/** Reads the parts of a stack that parity compares. */
export async function readDeployed(
  cloudformation: Pick<CloudFormation, 'getTemplate' | 'getStackPolicy'>,
  state: StackState,
): Promise<DeployedStack> {
  const [template, policy] = await Promise.all([
    cloudformation.getTemplate({ StackName: state.arn, TemplateStage: 'Original' }),
    cloudformation.getStackPolicy({ StackName: state.arn }),
  ])
  const body: unknown = template.TemplateBody
  if (body === undefined || body === '') {
    throw new ActionError('aws/service', {
      message: `cloudformation:GetTemplate did not return the template of ${state.arn}`,
      subject: 'stack',
    })
  }
  return {
    state,
    policy: policy.StackPolicyBody === undefined || policy.StackPolicyBody === '' ? undefined : policy.StackPolicyBody,
    template: digestOf(typeof body === 'string' ? body.replaceAll('\r\n', '\n') : body),
    body: typeof body === 'string' ? body : JSON.stringify(body),
  }
}

const HIDDEN = '(not shown)'
const NONE = '(none)'

/**
 * Pure: the facts of one stack by path below `stacks/ID/`, not yet normalised. Template and parameters are those of the
 * release, so that the environments are compared as they will be, with what the template chooses by condition or mapping; the
 * other facts are the present ones. `detailed` lists each part of the template: for environments with different templates.
 */
export function stackSnapshot(from: {
  readonly template: Template
  readonly given: GivenParameters
  readonly capabilities: readonly string[]
  readonly tags: Readonly<Record<string, string>>
  readonly role: string | undefined
  readonly deployed: DeployedStack | undefined
  readonly detailed: boolean
  /** Values of pseudo parameters, as far as they are known. */
  readonly place: Values
}): Record<string, Json> {
  const { template, given, deployed } = from
  const facts: Record<string, Json> = from.detailed
    ? partsOf(bodyWithoutContent(template))
    : { template: digestOf(template.body) }
  for (const [name, declared] of Object.entries(template.parameters)) {
    facts[`parameters/${name}`] = declared.noEcho ? HIDDEN : (valueOf(name, declared.default, given, deployed) ?? NONE)
  }
  Object.assign(facts, choicesOf(template, { ...from.place, ...knownValues(from) }))
  facts['capabilities'] = from.capabilities.toSorted()
  // A change set without tags leaves those of the stack; one with tags replaces all of them.
  const tags = { ...given.tags, ...from.tags }
  const isTagged = Object.keys(tags).length > 0
  for (const [key, value] of Object.entries(isTagged ? tags : (deployed?.state.tags ?? {}))) {
    facts[`tags/${key}`] = value
  }
  facts['role'] = from.role ?? deployed?.state.role ?? null
  facts['start/exists'] = deployed !== undefined
  if (deployed === undefined) return facts
  const { state, policy } = deployed
  facts['start/template'] = deployed.template
  facts['policy'] = policy === undefined ? null : jsonOr(policy)
  facts['termination-protection'] = state.terminationProtection
  facts['rollback/disabled'] = state.disableRollback
  facts['rollback/alarms'] = state.rollback.alarms.toSorted()
  facts['rollback/minutes'] = state.rollback.monitoringMinutes
  facts['notifications'] = state.notificationArns.toSorted()
  facts['mode'] = state.deploymentMode ?? 'STANDARD'
  facts['start/outputs'] = Object.keys(state.outputs).toSorted()
  return facts
}

const NOT_COMPARED = new Set(['Description', 'Metadata'])

function partsOf(body: Template['body']): Record<string, Json> {
  const sections = Object.entries(body as Readonly<Record<string, Json>>).filter(([name]) => !NOT_COMPARED.has(name))
  return Object.fromEntries(
    sections.flatMap(([section, members]) =>
      isRecord(members)
        ? Object.entries(members).map(([name, member]) => [`template/${section}/${name}`, member])
        : [[`template/${section}`, members]],
    ),
  )
}

/**
 * The value that the change set will give, by the rules of resolveParameters. References to outputs stay as they are
 * written: they mean the same in both environments.
 */
function valueOf(
  name: string,
  byDefault: string | undefined,
  given: GivenParameters,
  deployed: DeployedStack | undefined,
): string | undefined {
  const gives = Object.hasOwn(given.values, name) ? given.values[name] : undefined
  if (gives !== undefined && 'value' in gives) return gives.value
  const kept = deployed?.state.parameters[name]
  return gives === undefined ? (byDefault ?? kept) : kept
}

/** Values of parameters that are known now: not those of Systems Manager, of outputs, and NoEcho values. */
function knownValues({ template, given, deployed }: Parameters<typeof stackSnapshot>[0]): Values {
  return Object.fromEntries(
    Object.entries(template.parameters).flatMap(([name, { type, noEcho, default: byDefault }]) => {
      const value = noEcho || type.startsWith('AWS::SSM::') ? undefined : valueOf(name, byDefault, given, deployed)
      return value === undefined || value.includes('{stack.') ? [] : [[name, value]]
    }),
  )
}

function jsonOr(text: string): Json {
  try {
    return JSON.parse(text) as Json
  } catch {
    return text
  }
}
