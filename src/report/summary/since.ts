import type { Evidence } from '../../evidence/document.ts'
import { plural } from '../../support/text/text.ts'
import { commitsOf, sinceLastRelease } from '../since.ts'
import { asCode } from './cells.ts'

/** What the release brings, in one line. */
export function since(documents: readonly Evidence[]): string[] {
  const found = sinceLastRelease(documents)
  if (!found) return []
  const { compare, contents } = found
  const commits = asCode(commitsOf(found))
  const changed = contents.filter(({ from, to }) => from !== to).length
  const parts = contents.length === 0 ? '' : `; ${changed} of ${plural(contents.length, 'part')} changed`
  return [`Since the last release: ${compare === undefined ? commits : `[${commits}](${compare})`}${parts}`]
}
