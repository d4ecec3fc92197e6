import { isRecord } from '../../support/records.ts'
import { listed } from '../../support/text/text.ts'
/** Compares IAM statements: whether one set of them allows what another did not. */

interface Statement {
  readonly effect: string
  readonly actions: readonly string[]
  readonly resources: readonly string[]
  readonly principals: readonly string[]
  /** NotAction, NotResource and NotPrincipal, as they are: they are only compared whole. */
  readonly inverse: string
  readonly condition: string
}

/** Reads the statements of a policy document; what cannot be read is one statement that allows everything. */
export function statementsOf(document: unknown): Statement[] {
  if (document === undefined || document === null) return []
  const value: unknown = typeof document === 'string' ? parsed(document) : document
  if (!isRecord(value)) return [EVERYTHING]
  const statements = value['Statement']
  return list(statements).map((statement) => {
    if (!isRecord(statement)) return EVERYTHING
    const inverse = ['NotAction', 'NotResource', 'NotPrincipal'].filter((key) => (statement[key] ?? null) !== null)
    return {
      effect: text(statement['Effect'] ?? 'Allow'),
      actions: list(statement['Action']).map((action) => text(action).toLowerCase()),
      resources: list(statement['Resource']).map(text),
      principals: principalsOf(statement['Principal']),
      inverse: inverse.map((key) => `${JSON.stringify(key)}: ${JSON.stringify(statement[key])}`).join(', '),
      condition: statement['Condition'] === undefined ? '' : stable(statement['Condition']),
    }
  })
}

const EVERYTHING: Statement = {
  effect: 'Allow',
  actions: ['*'],
  resources: ['*'],
  principals: ['*'],
  inverse: '',
  condition: '',
}

/** What `after` allows and `before` did not, each as a sentence; empty where nothing is broadened. */
export function broadened(before: readonly Statement[], after: readonly Statement[]): string[] {
  const allowedBefore = before.filter((statement) => statement.effect !== 'Deny')
  const deniedAfter = after.filter((statement) => statement.effect === 'Deny')
  const grants = after
    .filter((statement) => statement.effect !== 'Deny')
    .filter((statement) => !allowedBefore.some((wider) => covers(wider, statement)))
    .map((statement) => `allows ${show(statement)}`)
  // A prohibition that goes, or that is narrower now, allows too.
  const lifted = before
    .filter((statement) => statement.effect === 'Deny')
    .filter((statement) => !deniedAfter.some((wider) => covers(wider, statement)))
    .map((statement) => `no longer denies ${show(statement)}`)
  return [...grants, ...lifted]
}

/** What is given to everybody without a condition, and who is given everything, each as a sentence. */
export function wideOpen(statements: readonly Statement[]): string[] {
  return statements
    .filter(({ effect }) => effect !== 'Deny')
    .filter((statement) => isForAll(statement) || isEverything(statement))
    .map((statement) => `allows ${show(statement)}`)
}

function isForAll({ principals, inverse, condition }: Statement): boolean {
  const names = principals.some((principal) => principal === '*' || principal === 'AWS *')
  return condition === '' && (names || inverse.includes('"NotPrincipal"'))
}

function isEverything({ actions, resources, inverse }: Statement): boolean {
  const anything = actions.some((action) => action === '*' || action === '*:*') || inverse.includes('"NotAction"')
  return anything && (resources.includes('*') || inverse.includes('"NotResource"'))
}

/** Whether the wider statement says everything that the narrower one says. */
function covers(wider: Statement, narrower: Statement): boolean {
  if (wider.inverse !== narrower.inverse) return false
  if (wider.condition !== '' && wider.condition !== narrower.condition) return false
  return (
    within(narrower.actions, wider.actions) &&
    within(narrower.resources, wider.resources) &&
    within(narrower.principals, wider.principals)
  )
}

function within(narrower: readonly string[], wider: readonly string[]): boolean {
  if (narrower.length === 0 || wider.length === 0) return narrower.length === wider.length
  return narrower.every((one) => wider.some((pattern) => matches(pattern, one)))
}

/** IAM's own wildcards. A pattern is within another only when its text is matched by it. */
function matches(pattern: string, value: string): boolean {
  if (pattern === value || pattern === '*') return true
  if (!/[*?]/.test(pattern)) return false
  const source = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.')
  return new RegExp(`^${source}$`, 's').test(value)
}

function principalsOf(principal: unknown): string[] {
  if (principal === undefined) return []
  if (!isRecord(principal)) return list(principal).map(text)
  return Object.entries(principal).flatMap(([kind, names]) => list(names).map((name) => `${kind} ${text(name)}`))
}

const SHOWN = 4

function show({ actions, resources, principals, inverse, condition }: Statement): string {
  const few = (names: readonly string[]): string => listed(names, SHOWN)
  return [
    actions.length > 0 ? few(actions) : 'actions',
    resources.length > 0 ? `on ${few(resources)}` : '',
    principals.length > 0 ? `for ${few(principals)}` : '',
    inverse === '' ? '' : `as in ${inverse}`,
    condition === '' ? '' : 'under a condition',
  ]
    .filter(Boolean)
    .join(' ')
}

function stable(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(stable).toSorted().join(',')}]`
  if (!isRecord(value)) return JSON.stringify(value) ?? 'null'
  const members = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${stable(member)}`).join(',')}}`
}

function list(value: unknown): unknown[] {
  return value === undefined || value === null ? [] : Array.isArray(value) ? value : [value]
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : stable(value)
}

function parsed(value: string): unknown {
  try {
    return JSON.parse(value) as unknown
  } catch {
    return undefined
  }
}
