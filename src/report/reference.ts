import { isFindingCode } from '../evidence/codes/lookup.ts'
import { PROJECT } from '../support/project.ts'

const PAGE = `https://github.com/${PROJECT.repository}/blob/${PROJECT.version}/docs/reference.md`

/** The anchor that GitHub makes of the heading of a code. */
function anchorOf(code: string): string {
  return code.replaceAll('/', '')
}

/** Where the reference explains a code. Undefined for a code that this version does not know: it is a text like others. */
export function referenceOf(code: string): string | undefined {
  return isFindingCode(code) ? `${PAGE}#${anchorOf(code)}` : undefined
}
