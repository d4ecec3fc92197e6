import { CODE_TABLES } from '../../../src/evidence/codes/index.ts'
import { GATE_RULES } from '../../../src/policies/gate/index.ts'
import { RULES } from '../../../src/policies/index.ts'
import { blockMistake } from './blocks.ts'
import { blocksOf, mistakesInProse, readPages } from './pages.ts'

/** Documents whose words are not checked: history, and the reference, which is generated. */
const HISTORY = new Set(['CHANGELOG.md', 'docs/reference.md'])

/** The errors in the documents of a project. */
export async function docsMistakes(project: string): Promise<{
  readonly mistakes: readonly string[]
  readonly pages: number
  readonly blocks: number
}> {
  const all = readPages(project)
  const pages = all.filter(({ name }) => !HISTORY.has(name))
  const blocks = pages.flatMap(blocksOf)
  const codes = new Set([
    ...CODE_TABLES.flatMap(({ codes: table }) => Object.keys(table)),
    ...[...RULES, ...GATE_RULES].map(({ meta }) => meta.code),
  ])
  return {
    mistakes: [
      ...pages.flatMap((page) => mistakesInProse(page, all, project, codes)),
      ...(await Promise.all(blocks.map((block) => blockMistake(block, project)))).filter(
        (mistake) => mistake !== undefined,
      ),
    ],
    pages: pages.length,
    blocks: blocks.length,
  }
}
