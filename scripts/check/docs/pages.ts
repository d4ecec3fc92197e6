import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'

/** The pages that are written for people, with their links and blocks. */

export interface Page {
  /** Path from the root of the project. */
  readonly name: string
  readonly text: string
}

/** A fenced block, without the indentation of the list that it stands in. */
export interface Block {
  readonly page: string
  readonly line: number
  readonly language: string
  readonly text: string
}

const FENCED = /^( *)```(\w*)[^\n]*\n([\s\S]*?)^\1```$/gm
const SKIPPED = new Set(['node_modules', '.git', 'dist', 'build', 'fixtures', '.test-deployments'])

export function readPages(project: string): Page[] {
  const found: Page[] = []
  const visit = (folder: string): void => {
    for (const entry of readdirSync(join(project, folder), { withFileTypes: true })) {
      const name = folder === '' ? entry.name : `${folder}/${entry.name}`
      if (entry.isDirectory() && !SKIPPED.has(entry.name)) visit(name)
      else if (entry.name.endsWith('.md')) found.push({ name, text: readFileSync(join(project, name), 'utf8') })
    }
  }
  visit('')
  return found.toSorted((a, b) => (a.name < b.name ? -1 : 1))
}

export function blocksOf({ name, text }: Page): Block[] {
  return [...text.matchAll(FENCED)].map(({ 1: indent = '', 2: language = '', 3: body = '', index }) => ({
    page: name,
    line: text.slice(0, index).split('\n').length + 1,
    language,
    text: body.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
  }))
}

function proseOf({ text }: Page): string {
  return text.replaceAll(/^( *)```[\s\S]*?^\1```$/gm, '')
}

/** As GitHub makes anchors of headings; a second heading of the same text gets `-1`. */
export function anchorsOf(page: Page): string[] {
  const times = new Map<string, number>()
  return [...proseOf(page).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => {
    const anchor = heading
      .toLowerCase()
      .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replaceAll(/\s/g, '-')
    const seen = times.get(anchor) ?? 0
    times.set(anchor, seen + 1)
    return seen === 0 ? anchor : `${anchor}-${seen}`
  })
}

/** Links of a page that lead to no file or no heading, and codes of findings that do not exist. */
export function mistakesInProse(
  page: Page,
  pages: readonly Page[],
  project: string,
  codes: ReadonlySet<string>,
): string[] {
  const prose = proseOf(page)
  const groups = new Set([...codes].map((code) => code.split('/')[0]))
  const links = [...prose.matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, to = '']) => {
    const problem = linkProblem(page, to, pages, project)
    return problem === undefined ? [] : [`${page.name}: the link ${to} ${problem}`]
  })
  const named = [...prose.matchAll(/`([a-z-]+(?:\/[a-z-]+)+)`/g)].flatMap(([, code = '']) =>
    groups.has(code.split('/')[0]) && !codes.has(code) && !existsSync(join(project, code)) && USERS_PAGE.test(page.name)
      ? [`${page.name}: there is no finding ${code}`]
      : [],
  )
  return [...links, ...named]
}

/** Pages for users name codes; others name folders that look like them. */
const USERS_PAGE = /^(README|docs\/(?!style|design)[\w-]+)\.md$/

function linkProblem(page: Page, to: string, pages: readonly Page[], project: string): string | undefined {
  if (to.startsWith('https:')) return URL.canParse(to) ? undefined : 'is no URL'
  const [path = '', anchor] = to.split('#')
  const target = path === '' ? page.name : relative(project, join(project, dirname(page.name), path))
  const there = pages.find(({ name }) => name === target)
  if (there === undefined && !existsSync(join(project, target))) return 'leads to no file'
  if (anchor === undefined) return undefined
  return there && anchorsOf(there).includes(anchor) ? undefined : 'leads to no heading'
}
