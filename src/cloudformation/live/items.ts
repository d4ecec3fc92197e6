import { ActionError } from '../../support/errors.ts'
import { isRecord, recordOf } from '../../support/records.ts'
import type { LiveItem } from './contract.ts'
import type { AspectKind, Child, DeclaredItem, Reading } from './kind.ts'
import { UNKNOWN } from './pattern.ts'

/** Items from values of properties, and the kinds of aspects that many types share. */

type Properties = Readonly<Record<string, unknown>>

/** Items of a list of texts; a list that is not known has one unknown item. */
export function textItems(value: unknown): DeclaredItem[] {
  if (value === undefined || value === null) return []
  if (value === UNKNOWN) return [{ key: UNKNOWN, value: UNKNOWN }]
  return [value].flat().map((item: unknown) => ({ key: item === UNKNOWN ? item : String(item), value: item }))
}

function liveTexts(value: unknown): LiveItem[] {
  return [value ?? []].flat().map((item: unknown) => ({ key: String(item), value: item }))
}

/** The statements of a policy document, an object or its JSON. */
export function statements(document: unknown): DeclaredItem[] {
  if (document === undefined || document === null || document === '') return []
  if (document === UNKNOWN) return [{ key: UNKNOWN, value: UNKNOWN }]
  const parsed = typeof document === 'string' ? parsedOr(document) : document
  const list: readonly unknown[] = [recordOf(parsed)['Statement'] ?? []].flat()
  if (!isRecord(parsed)) return [{ key: UNKNOWN, value: UNKNOWN }]
  return list.map((statement, index) => {
    if (statement === UNKNOWN) return { key: UNKNOWN, value: UNKNOWN }
    const { Sid: sid, ...rest } = recordOf(statement)
    return { key: typeof sid === 'string' && sid !== '' ? sid : `statement ${index + 1}`, value: rest }
  })
}

/** Throws `aws/service` for a text that is no policy. */
export function liveStatements(document: unknown): LiveItem[] {
  return statements(document).map(({ key, value }) => {
    if (typeof key === 'string') return { key, value }
    throw new ActionError('aws/service', {
      message: 'AWS answered with a policy that is not a JSON object',
      subject: 'aws',
    })
  })
}

function parsedOr(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

/** A list of texts of the model, declared by the resource itself or by others. */
export function textList(property: string, more: Partial<AspectKind> = {}): AspectKind {
  return {
    name: `/${property}`,
    read: async ({ model }) => liveTexts((await model())[property]),
    own: (properties) => textItems(properties[property]),
    ...more,
  }
}

/** A policy that is a property of the model. */
export function policyProperty(property: string, more: Partial<AspectKind> = {}): AspectKind {
  return {
    name: `/${property}`,
    byValue: true,
    read: async ({ model }) => liveStatements((await model())[property]),
    own: (properties) => statements(properties[property]),
    ...more,
  }
}

/** A policy that only a call of its service answers, declared by a resource of its own. */
export function policyOf(
  name: string,
  read: (reading: Reading) => Promise<unknown>,
  child: { readonly type: string; readonly by: string; readonly document?: string },
  more: Partial<AspectKind> = {},
): AspectKind {
  const declared: Child = {
    type: child.type,
    by: child.by,
    items: (properties) => statements(properties[child.document ?? 'PolicyDocument']),
  }
  return {
    name,
    byValue: true,
    read: async (reading) => liveStatements(await read(reading)),
    own: () => [],
    children: [declared],
    ...more,
  }
}

/** Inline policies by their names, each with its document. */
export function inlinePolicies(list: unknown): DeclaredItem[] {
  if (list === undefined || list === null) return []
  if (list === UNKNOWN) return [{ key: UNKNOWN, value: UNKNOWN }]
  return [list].flat().map((policy: unknown) => {
    const { PolicyName, PolicyDocument } = recordOf(policy)
    return policy === UNKNOWN ? { key: UNKNOWN, value: UNKNOWN } : { key: PolicyName, value: effective(PolicyDocument) }
  })
}

/** What a policy allows is in its statements: the version of the language and the names of statements are left out. */
function effective(document: unknown): unknown {
  const parsed = typeof document === 'string' ? parsedOr(document) : document
  return isRecord(parsed) ? { Statement: statements(parsed).map(({ value }) => value) } : document
}

export function liveInline(list: unknown): LiveItem[] {
  return inlinePolicies(list).map(({ key, value }) => ({ key: String(key), value }))
}

/** The whole of a property that is one value. */
export function single(property: string, more: Partial<AspectKind> = {}): AspectKind {
  return {
    name: `/${property}`,
    read: async ({ model }) => liveTexts((await model())[property]),
    own: (properties: Properties) => textItems(properties[property]),
    ...more,
  }
}
