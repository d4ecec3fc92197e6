import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { parse } from 'yaml'
import { USAGE } from '../../rehearsal/arguments.ts'
import { parseScenario } from '../../sandbox/scenario.ts'
import { readConfig } from '../../src/config/schema/file.ts'
import { readIntent } from '../../src/config/schema/intent.ts'
import { resolveEnvironment } from '../../src/config/model/environment.ts'
import { PROJECT } from '../dist/support/harness.ts'

/** Files of a user's repository, not of this one. */
const OF_USERS = new Set([
  '.github/intent.yml',
  '.github/test-deployments.yml',
  '.github/test-deployments-roles.yml',
  '.github/workflows/actions.lock',
  '.github/workflows/test-deployments.yml',
])

/** The documents are correct: links have targets, commands exist, and the product accepts the snippets. */

const tracked = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  cwd: PROJECT,
  encoding: 'utf8',
}).split('\n')
const pages = tracked.filter((name) => name.endsWith('.md') && existsSync(join(PROJECT, name)))
const textOf = (name: string): string => readFileSync(join(PROJECT, name), 'utf8')

interface Snippet {
  readonly where: string
  readonly language: string
  readonly text: string
}

/** Fenced blocks, without the indentation of the list that contains them. */
const snippets: Snippet[] = pages.flatMap((name) =>
  [...textOf(name).matchAll(/^( *)```(\w*)[^\n]*\n([\s\S]*?)^\1```$/gm)].map(
    ([, indent = '', language = '', text = '']) => ({
      where: name,
      language,
      text: text.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
    }),
  ),
)
const proseOf = (name: string): string => textOf(name).replaceAll(/^( *)```[\s\S]*?^\1```$/gm, '')

/** The anchor that GitHub generates for a heading. */
const anchorsOf = (name: string): string[] =>
  [...proseOf(name).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replaceAll(/\s/g, '-'),
  )

describe.each(pages)('%s', (name) => {
  test('has links to existing files and headings', () => {
    const links = [...proseOf(name).matchAll(/\]\(([^)\s]+)\)/g)].map(([, to = '']) => to)
    const broken = links.filter((to) => {
      if (to.startsWith('https:')) return !URL.canParse(to)
      const [path = '', anchor] = to.split('#')
      const target = path === '' ? name : relative(PROJECT, join(PROJECT, dirname(name), path))
      if (!existsSync(join(PROJECT, target))) return true
      return anchor !== undefined && !anchorsOf(target).includes(anchor)
    })
    expect(broken).toEqual([])
  })

  test('names only existing files and folders', () => {
    const named = [
      ...proseOf(name).matchAll(
        /`((?:src|docs|sandbox|rehearsal|scripts|bench|examples|__tests__|dist|schema|\.github|\.ci)\/[\w./-]*)`/g,
      ),
    ]
    // The threat model names tests by their path below __tests__.
    const homes = [PROJECT, join(PROJECT, dirname(name)), join(PROJECT, '__tests__')]
    const absent = named
      .map(([, path = '']) => path)
      .filter((path) => !homes.some((home) => existsSync(join(home, path))))
    expect(absent.filter((path) => !OF_USERS.has(path))).toEqual([])
  })

  test('names only existing npm scripts', () => {
    const home = existsSync(join(PROJECT, dirname(name), 'package.json')) ? dirname(name) : '.'
    const scriptsOf = (folder: string): string[] =>
      Object.keys((JSON.parse(textOf(join(folder, 'package.json'))) as { scripts: object }).scripts)
    const known = new Set([...scriptsOf('.'), ...scriptsOf(home)])
    const named = [...textOf(name).matchAll(/npm run (?:--silent )?([\w:-]+)/g)].map(([, script = '']) => script)
    // Scripts of a user's repository, in examples.
    expect(named.filter((script) => !known.has(script) && !['build'].includes(script))).toEqual([])
  })
})

describe('configurations in the documents', () => {
  const shown = snippets.filter(
    ({ language, text }) => language === 'yaml' && /^(stacks|deployments|verify):/m.test(text),
  )

  test('exist', () => {
    expect(shown.map(({ where }) => where)).toEqual(expect.arrayContaining(['README.md', 'docs/guide.md']))
  })

  test.each(shown.map(({ where, text }) => [where, text] as const))('of %s are valid', (where, text) => {
    const config = readConfig(text, where)
    for (const environment of ['preprod', 'production'] as const) {
      expect(resolveEnvironment(config, environment, 'eu-west-1').key).toBe(environment)
    }
  })

  test('of intents are valid', () => {
    const intents = snippets.filter(({ language, text }) => language === 'yaml' && /^(expect|allow):/m.test(text))
    expect(intents.map(({ where }) => where)).toContain('docs/guide.md')
    for (const { where, text } of intents) expect(readIntent(text, where)).toBeDefined()
  })

  test('keys in running text are keys of the reference', () => {
    const reference = textOf('docs/reference.md')
    const keys = ['README.md', 'docs/guide.md'].flatMap((name) =>
      [
        ...proseOf(name).matchAll(
          /`((?:environments|stacks|deployments|precheck|verify|gate|observe)(?:\[\])?\.[a-z.[\]-]+)`/g,
        ),
      ].map(([, key = '']) => key),
    )
    expect(keys.filter((key) => !reference.includes(`\`${key}\``))).toEqual([])
  })

  test('YAML and JSON can be parsed', () => {
    for (const { language, text } of snippets) {
      // The ellipsis stands for values that are not meant to be copied.
      if (language === 'yaml') expect(() => parse(text) as unknown).not.toThrow()
      if (language === 'json') expect(() => JSON.parse(text) as unknown).not.toThrow()
    }
  })
})

test('the scenario in sandbox/SPEC.md is valid', () => {
  const shown = snippets.find(({ where, text }) => where === 'sandbox/SPEC.md' && text.startsWith('pace:'))?.text ?? ''
  // Ellipses stand for keys that are not meant to be copied.
  const filled = shown.replaceAll('{ … }', '{ Statement: [] }').replaceAll('…', 'X'.repeat(16))
  expect(() => parseScenario(parse(filled))).not.toThrow()
  expect(shown).not.toBe('')
})

test('a rehearsal accepts the options in the documents', () => {
  const options = pages
    .flatMap((name) => [...textOf(name).matchAll(/npm run rehearse -- ([^#\n`]*)/g)])
    .flatMap(([, line = '']) => [...line.matchAll(/--[a-z]+/g)].map(([option]) => option))
  expect(options).not.toEqual([])
  expect(options.filter((option) => !USAGE.includes(option))).toEqual([])
})

test('the tree in docs/design.md is the actual tree', () => {
  const tree = snippets.find(({ where, text }) => where === 'docs/design.md' && text.includes('src/\n'))?.text ?? ''
  const listed = [...tree.matchAll(/^( *)([\w./-]+?)(?:  +([\w./-]+\/))?(?:  |$)/gm)].flatMap(
    ([, indent = '', name = '', more]) =>
      [name, ...(more === undefined ? [] : [more])].map((each) => `${indent === '' ? '' : 'src/'}${each}`),
  )
  expect(listed.length).toBeGreaterThan(15)
  expect(listed.filter((path) => !existsSync(join(PROJECT, path)))).toEqual([])
  // The configuration is two modules, a model and a schema.
  const modules = tracked
    .filter((name) => /^src\/\w+\//.test(name) && existsSync(join(PROJECT, name)))
    .map(
      (name) =>
        `${name
          .split('/')
          .slice(0, name.startsWith('src/config/') ? 3 : 2)
          .join('/')}/`,
    )
  expect(
    [...new Set(modules)].filter((path) => statSync(join(PROJECT, path)).isDirectory() && !listed.includes(path)),
  ).toEqual([])
})
