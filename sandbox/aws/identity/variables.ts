import { quoted, wildcards } from './text-match.ts'

/** Condition keys in lower case, with the values of the request. */
export type Context = Readonly<Record<string, string | readonly string[] | undefined>>

/** Matches nothing: the value of a policy variable without a value is equal and similar to nothing. */
const NOTHING = '(?!)'
const VARIABLE = /\$\{([^}]*)\}/g

/** The version of the policy language that has variables; in documents of another version `${…}` is text. */
export const WITH_VARIABLES = '2012-10-17'

interface Piece {
  readonly literal?: string
  readonly variable?: string
  readonly fallback?: string
}

/** Texts and variables, in order: `${aws:username}`, `${aws:PrincipalTag/team, 'none'}`, `${*}`. */
function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = []
  let end = 0
  for (const match of text.matchAll(VARIABLE)) {
    pieces.push({ literal: text.slice(end, match.index) })
    const [name = '', fallback] = (match[1] ?? '').split(/,\s*/, 2)
    const given = fallback === undefined ? undefined : /^'(.*)'$/.exec(fallback)?.[1]
    pieces.push({ variable: name.trim(), ...(given !== undefined && { fallback: given }) })
    end = match.index + match[0].length
  }
  return [...pieces, { literal: text.slice(end) }]
}

/** The names of the condition keys that the variables in a text stand for, as written. */
export function variablesIn(text: string): string[] {
  return piecesOf(text).flatMap(({ variable }) => (variable === undefined || ESCAPES.has(variable) ? [] : [variable]))
}

/** The variables in a text that have no default. */
export function requiredIn(text: string): string[] {
  return piecesOf(text).flatMap(({ variable, fallback }) =>
    variable === undefined || fallback !== undefined || ESCAPES.has(variable) ? [] : [variable],
  )
}

const ESCAPES = new Set(['*', '?', '$'])

/** The source of a regular expression for a text with variables; `any` is what wildcards stand for, if they do. */
export function sourceOf(text: string, context: Context, any: string | undefined, version: string | undefined): string {
  const plain = (piece: string): string => (any === undefined ? quoted(piece) : wildcards(piece, any))
  if (version !== WITH_VARIABLES) return plain(text)
  return piecesOf(text)
    .map(({ literal, variable, fallback }) => {
      if (variable === undefined) return plain(literal ?? '')
      if (ESCAPES.has(variable)) return quoted(variable)
      const value = context[variable.toLowerCase()]
      // A key with several values cannot be a variable.
      const single = typeof value === 'string' ? value : fallback
      return single === undefined ? NOTHING : quoted(single)
    })
    .join('')
}
