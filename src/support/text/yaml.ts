import { visit, type Document, type Node } from 'yaml'

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
export function lostAlias(document: Document.Parsed): Broken | undefined {
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
