import { ServiceError } from '../../../contract.ts'
import { policyDocument } from '../../identity/policy.ts'
import type { PolicyDocument } from '../../identity/policy.ts'

/** A policy document as it was written, and as it is evaluated. */
export interface PolicyText {
  readonly text: string
  readonly document: PolicyDocument
}

/** Reads a document that a caller wrote; throws IAM's error. */
export function readPolicy(text: string | undefined): PolicyText {
  let given: unknown
  try {
    given = JSON.parse(text ?? '')
  } catch {
    throw malformed('This policy contains invalid Json')
  }
  const read = policyDocument.safeParse(given)
  if (!read.success) {
    const [issue] = read.error.issues
    throw malformed(`Syntax errors in policy: ${issue?.path.join('.')}: ${issue?.message}`)
  }
  return { text: text ?? '', document: read.data }
}

/** A document of a template or scenario, whose text is its JSON. */
export const policyOf = (given: unknown): PolicyText =>
  readPolicy(typeof given === 'string' ? given : JSON.stringify(given))

const malformed = (message: string): ServiceError => new ServiceError('MalformedPolicyDocument', message)

/** Encodes as IAM does (RFC 3986): everything but letters, digits and `-_.~`. */
export function encodeDocument({ text }: PolicyText): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`)
}

/** A place in a document, from 1. */
export interface Position {
  readonly Line: number
  readonly Column: number
}

export interface Span {
  readonly start: Position
  readonly end: Position
}

/** Tokens of JSON: strings, brackets, commas, and the rest. */
const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\]:,]|[^\s{}[\]:,"]+/g

/**
 * Positions of the statements of a document, as SimulatePrincipalPolicy returns them: a statement in a list starts
 * after the token before it, a single one after its brace; both end after their closing brace.
 */
export function statementSpans({ text }: PolicyText): Span[] {
  const spans: Span[] = []
  let depth = 0
  let previousEnd = 0
  let inStatement: 'no' | 'key' | 'value' = 'no'
  let listed = false
  let start = 0
  for (const match of text.matchAll(TOKEN)) {
    const [token] = match
    const end = match.index + token.length
    if (depth === 1 && token === '"Statement"' && inStatement === 'no') inStatement = 'key'
    else if (inStatement === 'key' && token !== ':') {
      inStatement = 'value'
      listed = token === '['
      if (!listed) start = end
    }
    const level = listed ? 2 : 1
    if (inStatement === 'value' && listed && token === '{' && depth === level) start = previousEnd
    if (token === '{' || token === '[') depth += 1
    if (token === '}' || token === ']') depth -= 1
    if (inStatement === 'value' && token === '}' && depth === level) {
      spans.push({ start: positionAt(text, start), end: positionAt(text, end) })
      if (!listed) inStatement = 'no'
    }
    if (inStatement === 'value' && listed && token === ']' && depth === 1) inStatement = 'no'
    if (token !== ',') previousEnd = end
  }
  return spans
}

function positionAt(text: string, offset: number): Position {
  const before = text.slice(0, offset).split('\n')
  return { Line: before.length, Column: (before.at(-1)?.length ?? 0) + 1 }
}
