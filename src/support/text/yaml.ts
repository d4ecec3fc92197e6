import { Parser, visit, type CST, type Document, type Node } from 'yaml'

/** A document as plain values, or its problem and the offset of it in the text. */
export type Plain = { readonly value: unknown } | Broken

interface Broken {
  readonly problem: string
  readonly offset: number
}

/** The values of a document without syntax errors; aliases and tags can still be invalid. */
export function plainOf(document: Document.Parsed): Plain {
  const lost = lostAlias(document)
  if (lost) return lost
  const tag = document.warnings[0]
  if (tag) return { problem: tag.message.split('\n')[0] ?? tag.code, offset: tag.pos[0] }
  try {
    const value: unknown = document.toJS()
    const problem = problemOf(value)
    return problem === undefined ? { value } : { problem: `it has ${problem}`, offset: 0 }
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error), offset: 0 }
  }
}

/** Why a value cannot be written as JSON and read again; undefined where it can. */
export function problemOf(value: unknown): string | undefined {
  let broken: string | undefined
  try {
    JSON.stringify(value, (key, member: unknown) => {
      if (!key.isWellFormed() || (typeof member === 'string' && !member.isWellFormed())) broken ??= 'half a character'
      return member
    })
  } catch {
    return 'an anchor that contains itself'
  }
  return broken
}

/** The first alias whose anchor does not stand before it. */
function lostAlias(document: Document.Parsed): Broken | undefined {
  let found: Broken | undefined
  visit(document, {
    Alias(_, alias) {
      if (alias.resolve(document)) return undefined
      found = { problem: `the alias *${alias.source} has no anchor before it`, offset: alias.range?.[0] ?? 0 }
      return visit.BREAK
    },
  })
  return found
}

/** Makes numbers the texts that they were written as: 1.10 is no 1.1, and 012345678901 is no 12345678901. */
export function numbersAsWritten(root: Node | null): void {
  visit(root, {
    Scalar(_, scalar) {
      if (typeof scalar.value === 'number' && scalar.source !== undefined) scalar.value = scalar.source
    },
  })
}

/** Each round parses the whole text. */
const MOST_QUOTES = 100
const QUOTED = new Set(['single-quoted-scalar', 'double-quoted-scalar'])

/**
 * Indents the lines of quoted texts that begin left of what YAML 1.2 allows, such as a closing `}'` below its key.
 * CloudFormation and the AWS CLI read them: leading spaces of these lines are not part of the text. Lines keep their numbers.
 */
export function withIndentedQuotes(text: string): string {
  let indented = text
  for (let round = 0; round < MOST_QUOTES; round += 1) {
    const open = openQuote(indented)
    if (open === undefined) return indented
    const end = closingQuote(indented, open)
    if (end === undefined) return text
    const begin = indented.lastIndexOf('\n', open) + 1
    const lines = indented.slice(open, end).replaceAll(/\n(?=[^\n])/g, `\n${' '.repeat(open - begin)}`)
    // A text that is still open has another fault.
    if (lines === indented.slice(open, end)) return text
    indented = indented.slice(0, open) + lines + indented.slice(end)
    if (openQuote(indented) === open) return text
  }
  return text
}

/** The offset of the first quoted text that the parser does not see end. */
function openQuote(text: string): number | undefined {
  for (const document of new Parser().parse(text)) {
    const found = openQuoteOf(document)
    if (found !== undefined) return found
  }
  return undefined
}

function openQuoteOf(token: CST.Token | null | undefined): number | undefined {
  if (!token) return undefined
  if (QUOTED.has(token.type)) {
    const { offset, source } = token as CST.FlowScalar
    return source.length > 1 && closingQuote(source, 0) === source.length - 1 ? undefined : offset
  }
  const parts: readonly (CST.Token | null | undefined)[] =
    'items' in token ? token.items.flatMap(({ key, value }) => [key, value]) : 'value' in token ? [token.value] : []
  for (const part of parts) {
    const found = openQuoteOf(part)
    if (found !== undefined) return found
  }
  return undefined
}

/** The offset of the quote that ends the quoted text at this offset. */
function closingQuote(text: string, open: number): number | undefined {
  const single = text[open] === "'"
  for (let at = open + 1; at < text.length; at += 1) {
    if (single ? text.startsWith("''", at) : text[at] === '\\') at += 1
    else if (text[at] === text[open]) return at
  }
  return undefined
}
