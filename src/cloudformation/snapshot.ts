import type { Json } from '../evidence/finding.ts'
import { digestOf } from '../evidence/digest.ts'
import type { CloudFormation } from './client.ts'
import type { GivenParameters } from './parameters.ts'
import type { StackState } from './stack.ts'
import { isRecord, type Template } from './template.ts'

/** What AWS keeps of a stack beyond its description. */
export interface DeployedStack {
  readonly state: StackState
  /** The stack policy as JSON; undefined where there is none. */
  readonly policy: string | undefined
  /** Digest of the template that was deployed last, in its canonical form. */
  readonly template: string
}

/** Reads what two environments are compared by. */
export async function readDeployed(
  cloudformation: Pick<CloudFormation, 'getTemplate' | 'getStackPolicy'>,
  state: StackState,
): Promise<DeployedStack> {
  const [template, policy] = await Promise.all([
    cloudformation.getTemplate({ StackName: state.arn, TemplateStage: 'Original' }),
    cloudformation.getStackPolicy({ StackName: state.arn }),
  ])
  const body: unknown = template.TemplateBody ?? ''
  return {
    state,
    policy: policy.StackPolicyBody === undefined || policy.StackPolicyBody === '' ? undefined : policy.StackPolicyBody,
    template: digestOf(typeof body === 'string' ? body.replaceAll('\r\n', '\n') : body),
  }
}

const HIDDEN = '(not shown)'

/**
 * Pure: the facts of one stack by path below `stacks/ID/`, not yet normalised. Template and parameters are those of the
 * release, so that both environments are compared as they will be; the rest is what is there now. `detailed` gives each
 * part of the template as it is, where the environments have templates of their own.
 */
export function stackSnapshot(from: {
  readonly template: Template
  readonly given: GivenParameters
  readonly capabilities: readonly string[]
  readonly tags: Readonly<Record<string, string>>
  readonly role: string | undefined
  readonly deployed: DeployedStack | undefined
  readonly detailed: boolean
}): Record<string, Json> {
  const { template, given, deployed } = from
  const facts: Record<string, Json> = from.detailed ? partsOf(template) : { template: digestOf(template.body) }
  for (const [name, declared] of Object.entries(template.parameters)) {
    facts[`parameters/${name}`] = declared.noEcho
      ? HIDDEN
      : (valueOf(name, given) ?? deployed?.state.parameters[name] ?? declared.default ?? '(none)')
  }
  facts['capabilities'] = from.capabilities.toSorted()
  for (const [key, value] of Object.entries({ ...deployed?.state.tags, ...given.tags, ...from.tags })) {
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

const SAYS_NOTHING = new Set(['Description', 'Metadata'])

function partsOf({ body }: Template): Record<string, Json> {
  const sections = Object.entries(body as Readonly<Record<string, Json>>).filter(([name]) => !SAYS_NOTHING.has(name))
  return Object.fromEntries(
    sections.flatMap(([section, members]) =>
      isRecord(members)
        ? Object.entries(members).map(([name, member]) => [`template/${section}/${name}`, member])
        : [[`template/${section}`, members]],
    ),
  )
}

/** References to outputs stay as they are written: they mean the same in both environments. */
function valueOf(name: string, given: GivenParameters): string | undefined {
  const gives = Object.hasOwn(given.values, name) ? given.values[name] : undefined
  return gives !== undefined && 'value' in gives ? gives.value : undefined
}

function jsonOr(text: string): Json {
  try {
    return JSON.parse(text) as Json
  } catch {
    return text
  }
}
