/** A pattern that nothing matches. */
const NOTHING = '(?!)'
const NO_SLASH = '[^/]'

/**
 * Whether a name matches a pattern as Ruby's `File.fnmatch` with `FNM_PATHNAME` decides it, which GitHub documents for
 * branches and tags: `*`, `?` and sets (`[a-z]`, `[!x]`, `[^x]`) match no slash, a double star with a slash at the begin of a part matches any number
 * of parts, a backslash makes the next character literal, and braces are literal. Parts of git's names never begin with a dot, of
 * which Ruby has a rule of its own (https://docs.ruby-lang.org/en/3.4/File.html#method-c-fnmatch).
 */
export function fnmatch(pattern: string, name: string): boolean {
  const characters = Array.from(pattern)
  let source = ''
  let at = 0
  while (at < characters.length) {
    const [first = '', second, third] = characters.slice(at)
    const beginsPart = at === 0 || characters[at - 1] === '/'
    if (beginsPart && first === '*' && second === '*' && third === '/') {
      source += '(?:[^/]+/)*'
      at += 3
      while (characters.slice(at, at + 3).join('') === '**/') at += 3
    } else if (first === '*') {
      source += `${NO_SLASH}*`
      while (characters[at] === '*') at += 1
    } else if (first === '?') {
      source += NO_SLASH
      at += 1
    } else if (first === '[') {
      const set = readSet(characters, at + 1)
      source += set.source
      at = set.end
    } else {
      const literal = first === '\\' ? (second ?? '') : first
      source += exactly(literal)
      at += first === '\\' ? 2 : 1
    }
  }
  return new RegExp(`^${source}$`, 'u').test(name)
}

/** A set from the character after its bracket. One that does not end matches nothing. */
function readSet(characters: readonly string[], from: number): { readonly source: string; readonly end: number } {
  const negative = characters[from] === '!' || characters[from] === '^'
  let at = negative ? from + 1 : from
  let members = ''
  const next = (): string => {
    if (characters[at] === '\\') at += 1
    const character = characters[at] ?? ''
    at += 1
    return character
  }
  while (at < characters.length) {
    if (characters[at] === ']') {
      const end = at + 1
      if (members === '') return { source: negative ? NO_SLASH : NOTHING, end }
      return { source: `(?!/)[${negative ? '^' : ''}${members}]`, end }
    }
    const first = next()
    if (characters[at] !== '-' || characters[at + 1] === ']') {
      members += exactly(first)
      continue
    }
    at += 1
    const last = next()
    // Of a range that runs backwards Ruby takes both ends.
    const isRange = (first.codePointAt(0) ?? 0) <= (last.codePointAt(0) ?? 0)
    members += `${exactly(first)}${isRange ? '-' : ''}${exactly(last)}`
  }
  return { source: NOTHING, end: characters.length }
}

function exactly(character: string): string {
  const code = character.codePointAt(0)
  return code === undefined ? '' : `\\u{${code.toString(16)}}`
}
