/**
 * The agent's patterns: `*` stands for any characters, everything else for itself, and only names directly below the
 * object can match.
 */
export function matchesGlob(name: string, pattern: string): boolean {
  if (name.includes('/')) return false
  const [text, glob] = [[...name], [...pattern]]
  let [at, on] = [0, 0]
  let star = -1
  let resume = 0
  while (at < text.length) {
    if (glob[on] === '*') {
      star = on++
      resume = at
    } else if (on < glob.length && glob[on] === text[at]) {
      at++
      on++
    } else if (star >= 0) {
      on = star + 1
      at = ++resume
    } else return false
  }
  while (glob[on] === '*') on++
  return on === glob.length
}
