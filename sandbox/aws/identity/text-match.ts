/** Compiled patterns of `glob`. Policies have few, and each request is judged by all of them. */
const compiled = new Map<string, RegExp>()

/** IAM's wildcards: `*` matches any text, `?` one character. */
export function glob(pattern: string, text: string): boolean {
  const known = compiled.get(pattern) ?? new RegExp(`^${wildcards(pattern, '.')}$`, 's')
  compiled.set(pattern, known)
  return known.test(text)
}

/** The regular expression of a pattern; `any` is the class of characters that wildcards stand for. */
export function wildcards(pattern: string, any: string): string {
  return [...pattern]
    .map((character) => (character === '*' ? `${any}*` : character === '?' ? any : quoted(character)))
    .join('')
}

export const quoted = (text: string): string => text.replace(/[\\^$.|?*+()[\]{}/-]/g, '\\$&')

/** `arn:partition:service:region:account:resource`, where the resource may contain colons. */
export const ARN_PARTS = 6
const WITHIN_A_PART = '[^:]'

/**
 * Matches the ARN in a Resource element, whose parts are given as regular expressions of `piece`. Wildcards stay within
 * a part, except that one at the end of a part also matches colons (IAM User Guide, "Resource").
 */
export function resourcePattern(pattern: string, piece: (text: string, any: string) => string): RegExp {
  if (pattern === '*') return /^/
  const parts = splitArn(pattern)
  const source = parts.map((part, index) => {
    if (index >= ARN_PARTS - 1) return piece(part, '.')
    if (!part.endsWith('*')) return piece(part, WITHIN_A_PART)
    return `${piece(part.slice(0, -1), WITHIN_A_PART)}.*`
  })
  return new RegExp(`^${source.join(':')}$`, 's')
}

/** The six parts of an ARN; fewer where the text has fewer colons. A colon in `${…}` separates nothing. */
export function splitArn(arn: string): string[] {
  const parts = ['']
  let depth = 0
  for (const [index, character] of [...arn].entries()) {
    if (character === '{' && arn[index - 1] === '$') depth += 1
    if (character === '}' && depth > 0) depth -= 1
    if (character === ':' && depth === 0 && parts.length < ARN_PARTS) parts.push('')
    else parts.push(`${parts.pop() ?? ''}${character}`)
  }
  return parts
}

/** Whether a text has the form of an ARN in a policy: six parts, or fewer that end with a wildcard. */
export function isArnPattern(text: string): boolean {
  const parts = splitArn(text)
  return parts[0] === 'arn' && (parts.length === ARN_PARTS || (parts.at(-1) ?? '').endsWith('*'))
}
