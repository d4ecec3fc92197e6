import type { Call, Service } from '../../../../contract.ts'
import { invalid } from '../errors.ts'
import { readUrl, requireStack } from '../requests.ts'
import type { Store } from '../store.ts'
import { isObject } from '../template/template.ts'
import { textOf } from '../template/text.ts'

const POLICY_LIMIT = 16_384
const ACTIONS = ['Update:Modify', 'Update:Replace', 'Update:Delete', 'Update:*']

interface PolicyInput {
  readonly StackName?: string
  readonly StackPolicyBody?: string
  readonly StackPolicyURL?: string
}

export function stackPolicyOperations(store: Store): Service['operations'] {
  return {
    GetStackPolicy(input: PolicyInput, call: Call) {
      const stack = requireStack(store, call, input.StackName)
      return stack.policy === undefined ? {} : { StackPolicyBody: stack.policy }
    },

    async SetStackPolicy(input: PolicyInput, call: Call) {
      const policy = await policyText(store, input.StackPolicyBody, input.StackPolicyURL)
      requireStack(store, call, input.StackName).policy = policy
      return {}
    },
  }
}

/** The checked stack policy of a request; undefined when it has none. */
export async function policyText(
  store: Store,
  body: string | undefined,
  url: string | undefined,
): Promise<string | undefined> {
  if (body !== undefined && url !== undefined)
    throw invalid('You cannot specify both StackPolicyURL and StackPolicyBody')
  const text = url === undefined ? body : await readUrl(store, url)
  if (text !== undefined) parsePolicy(text)
  return text
}

interface Statement {
  readonly Effect: string
  readonly Action?: string | readonly string[]
  readonly NotAction?: string | readonly string[]
  readonly Resource?: string | readonly string[]
  readonly NotResource?: string | readonly string[]
  readonly Condition?: { readonly StringEquals?: Readonly<Record<string, string | readonly string[]>> }
}

function parsePolicy(text: string): Statement[] {
  const bad = invalid('Error validating stack policy: Invalid stack policy')
  if (text.length > POLICY_LIMIT) throw bad
  let policy: unknown
  try {
    policy = JSON.parse(text)
  } catch {
    throw bad
  }
  const statements = isObject(policy) ? ([policy['Statement']].flat() as unknown[]) : undefined
  if (!statements || !statements.every(isStatement)) throw bad
  return statements as Statement[]
}

function isStatement(value: unknown): boolean {
  if (!isObject(value) || (value['Effect'] !== 'Allow' && value['Effect'] !== 'Deny')) return false
  const actions = [value['Action'] ?? value['NotAction'] ?? []].flat()
  const known = actions.length > 0 && actions.every((a) => ACTIONS.includes(textOf(a)) || a === '*')
  return known && (value['Resource'] ?? value['NotResource']) !== undefined && value['Principal'] === '*'
}

export type PolicyAction = 'Update:Modify' | 'Update:Replace' | 'Update:Delete'

interface Protected {
  readonly logicalId: string
  readonly type: string
}

/** The reason why a stack policy denies an action on a resource; undefined when it allows it, or without a policy. */
export function denialOf(text: string | undefined, action: PolicyAction, resource: Protected): string | undefined {
  if (text === undefined) return undefined
  const fitting = parsePolicy(text).filter((statement) => appliesTo(statement, action, resource))
  const denying = fitting.filter(({ Effect }) => Effect === 'Deny')
  if (denying.length > 0) {
    const list = (texts: string | readonly string[] = []) => [texts].flat().join(', ')
    const reasons = denying.map(
      (s, at) =>
        ` Statement [#${at + 1}] does not allow [${list(s.Action ?? s.NotAction)}] for resource [${list(s.Resource ?? s.NotResource)}];`,
    )
    return `Action denied by stack policy:${reasons.join('')}`
  }
  return fitting.length > 0 ? undefined : 'Action not allowed by stack policy'
}

function appliesTo(statement: Statement, action: PolicyAction, { logicalId, type }: Protected): boolean {
  const like = (pattern: string, text: string) =>
    new RegExp(
      `^${pattern
        .split('*')
        .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
        .join('.*')}$`,
    ).test(text)
  const any = (patterns: string | readonly string[], text: string) => [patterns].flat().some((p) => like(p, text))
  const resource = `LogicalResourceId/${logicalId}`
  const byAction = statement.Action ? any(statement.Action, action) : !any(statement.NotAction ?? [], action)
  const byResource = statement.Resource
    ? any(statement.Resource, resource)
    : !any(statement.NotResource ?? [], resource)
  const types = statement.Condition?.StringEquals?.['ResourceType']
  return byAction && byResource && (types === undefined || any(types, type))
}
