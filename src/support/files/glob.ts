/** A part of a glob: any text, any text without `/`, one character except `/`, or this character. */
type Token = '**' | '*' | '?' | { readonly character: string }

/**
 * Whether a text matches a glob: `*` within one part of a path, `**` across parts, `?` one character. The time is
 * proportional to the product of both lengths: all reachable positions of the glob are tracked together.
 */
export function matchesGlob(glob: string, text: string): boolean {
  const tokens = glob
    .split(/(\*\*|\*|\?)/)
    .flatMap((part): Token[] =>
      part === '**' || part === '*' || part === '?' ? [part] : Array.from(part, (character) => ({ character })),
    )
  let reached = withSkips(tokens, new Set([0]))
  for (const character of text) {
    const next = new Set<number>()
    for (const at of reached) {
      const token = tokens[at]
      if (token === '**' || (token === '*' && character !== '/')) next.add(at)
      else if (token === '?' ? character !== '/' : typeof token === 'object' && token.character === character)
        next.add(at + 1)
    }
    if (next.size === 0) return false
    reached = withSkips(tokens, next)
  }
  return reached.has(tokens.length)
}

/** A star can match nothing. The set is iterated while it grows, so that successive stars are all passed. */
function withSkips(tokens: readonly Token[], reached: Set<number>): Set<number> {
  for (const at of reached) if (tokens[at] === '*' || tokens[at] === '**') reached.add(at + 1)
  return reached
}

/** The text, escaped for a regular expression. */
export function escapeRegExp(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
}
