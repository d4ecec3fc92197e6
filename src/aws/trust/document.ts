import { isRecord } from '../../support/records.ts'

/** A statement of a role's trust policy. Members are lists, also where the document has one value. */
export interface TrustStatement {
  readonly sid?: string
  readonly effect: 'Allow' | 'Deny'
  /** By kind: `Federated`, `AWS`, `Service`; `*` for everybody. */
  readonly principals: Readonly<Record<string, readonly string[]>> | '*'
  /** Whether the principals are those that it is not about (`NotPrincipal`). */
  readonly exceptPrincipals: boolean
  readonly actions: readonly string[]
  /** Whether the actions are those that it is not about (`NotAction`). */
  readonly exceptActions: boolean
  /** Values by operator and key, as they are written. */
  readonly conditions: readonly Condition[]
}

export interface Condition {
  /** `ForAnyValue:StringLikeIfExists` */
  readonly operator: string
  readonly key: string
  readonly values: readonly string[]
}

export interface TrustDocument {
  /** Whether `${…}` in values is a variable, as in version 2012-10-17. */
  readonly hasVariables: boolean
  readonly statements: readonly TrustStatement[]
}

/** Reads a trust policy from its JSON text, which may be URL-encoded as IAM returns it; a text says why it cannot be read. */
export function readTrust(text: string): TrustDocument | string {
  let value: unknown
  try {
    value = JSON.parse(text.trimStart().startsWith('{') ? text : decodeURIComponent(text))
  } catch {
    return 'it is not JSON'
  }
  if (!isRecord(value)) return 'it is no policy document'
  const statements: TrustStatement[] = []
  for (const [index, each] of listOf(value['Statement']).entries()) {
    const read = readStatement(each)
    if (typeof read === 'string') return `statement ${index + 1} ${read}`
    statements.push(read)
  }
  return { hasVariables: value['Version'] === '2012-10-17', statements }
}

const MEMBERS = ['Sid', 'Effect', 'Principal', 'NotPrincipal', 'Action', 'NotAction', 'Condition']

function readStatement(value: unknown): TrustStatement | string {
  if (!isRecord(value)) return 'is no map'
  const { Sid: sid, Effect: effect, Condition: condition = {} } = value
  const unknown = Object.keys(value).find((key) => !MEMBERS.includes(key))
  if (unknown !== undefined) return `has the unknown member ${unknown}`
  if (effect !== 'Allow' && effect !== 'Deny') return 'has no Effect'
  const exceptPrincipals = value['Principal'] === undefined
  const principals = principalsIn(value['Principal'] ?? value['NotPrincipal'])
  if (principals === undefined) return 'has no Principal that can be read'
  const exceptActions = value['Action'] === undefined
  const actions = textsIn(value['Action'] ?? value['NotAction'])
  if (actions === undefined || actions.length === 0) return 'has no Action that can be read'
  const conditions = conditionsIn(condition)
  if (conditions === undefined) return 'has a Condition that cannot be read'
  return {
    ...(typeof sid === 'string' && { sid }),
    effect,
    principals,
    exceptPrincipals,
    actions,
    exceptActions,
    conditions,
  }
}

function principalsIn(value: unknown): TrustStatement['principals'] | undefined {
  if (value === '*') return '*'
  if (!isRecord(value)) return undefined
  const entries: [string, readonly string[]][] = []
  for (const [kind, names] of Object.entries(value)) {
    const texts = textsIn(names)
    if (texts === undefined) return undefined
    entries.push([kind, texts])
  }
  return entries.length === 0 ? undefined : Object.fromEntries(entries)
}

function conditionsIn(value: unknown): Condition[] | undefined {
  if (!isRecord(value)) return undefined
  const conditions: Condition[] = []
  for (const [operator, block] of Object.entries(value)) {
    if (!isRecord(block)) return undefined
    for (const [key, given] of Object.entries(block)) {
      const values = textsIn(given)
      if (values === undefined) return undefined
      conditions.push({ operator, key, values })
    }
  }
  return conditions
}

/** Booleans and numbers may be written without quotes. */
function textsIn(value: unknown): string[] | undefined {
  const items = listOf(value)
  const texts = items.flatMap((item) =>
    typeof item === 'string' || typeof item === 'boolean' || typeof item === 'number' ? [String(item)] : [],
  )
  return texts.length === items.length ? texts : undefined
}

function listOf(value: unknown): unknown[] {
  return value === undefined || value === null ? [] : Array.isArray(value) ? value : [value]
}
