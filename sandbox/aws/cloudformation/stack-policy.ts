import { invalid } from './errors.ts'
import type { PlannedChange } from './changes.ts'
import { readUrl } from './requests.ts'
import type { Store } from './store.ts'
import { isObject } from './template.ts'
import { textOf } from './text.ts'

const POLICY_LIMIT = 16_384
const ACTIONS = ['Update:Modify', 'Update:Replace', 'Update:Delete', 'Update:*']

/** The policy of a request, checked; undefined when it has none. */
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

interface ResourceChange {
  readonly Action: string
  readonly LogicalResourceId: string
  readonly ResourceType: string
  readonly Replacement?: string
}

/** Refuses an update that the policy does not allow; a stack without a policy allows everything. */
export function checkPolicy(text: string | undefined, changes: readonly PlannedChange[]): void {
  if (text === undefined) return
  const statements = parsePolicy(text)
  for (const planned of changes) {
    const { ResourceChange: change } = (planned.plain ?? planned.valued) as { ResourceChange: ResourceChange }
    const action = actionOf(change)
    if (action === undefined || allows(statements, action, change)) continue
    throw invalid(
      `Action denied by stack policy: Statement [#1] does not allow [${action}] for resource [${change.LogicalResourceId}]`,
    )
  }
}

function actionOf(change: ResourceChange): string | undefined {
  if (change.Action === 'Remove') return 'Update:Delete'
  if (change.Action !== 'Modify') return undefined
  return change.Replacement === 'True' ? 'Update:Replace' : 'Update:Modify'
}

function allows(statements: readonly Statement[], action: string, change: ResourceChange): boolean {
  const fitting = statements.filter((s) => appliesTo(s, action, change))
  return fitting.some((s) => s.Effect === 'Allow') && !fitting.some((s) => s.Effect === 'Deny')
}

function appliesTo(statement: Statement, action: string, change: ResourceChange): boolean {
  const like = (pattern: string, text: string) =>
    new RegExp(
      `^${pattern
        .split('*')
        .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
        .join('.*')}$`,
    ).test(text)
  const any = (patterns: string | readonly string[], text: string) => [patterns].flat().some((p) => like(p, text))
  const resource = `LogicalResourceId/${change.LogicalResourceId}`
  const byAction = statement.Action ? any(statement.Action, action) : !any(statement.NotAction ?? [], action)
  const byResource = statement.Resource
    ? any(statement.Resource, resource)
    : !any(statement.NotResource ?? [], resource)
  const types = statement.Condition?.StringEquals?.['ResourceType']
  return byAction && byResource && (types === undefined || any(types, change.ResourceType))
}
