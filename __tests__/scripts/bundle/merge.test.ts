import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { EOL, tmpdir } from 'node:os'
import { join, sep } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, test } from '@jest/globals'
import { mergeChunks, nameFiles, shareRequire } from '../../../scripts/bundle/merge.ts'

const chunk = (id: number, modules: string, ids = String(id)): string =>
  `export const id = ${id};\nexport const ids = [${ids}];\nexport const modules = {\n${modules}\n};\n`

interface Merged {
  readonly ids: readonly number[]
  readonly modules: Readonly<Record<string, () => number>>
}

async function load(code: string): Promise<Merged> {
  return (await import(`data:text/javascript,${encodeURIComponent(code)}`)) as Merged
}

describe('a file of several chunks', () => {
  test('has the modules of all of them, and lists the chunks', async () => {
    const code = mergeChunks([
      chunk(7, '/***/ 70:\n(() => 1),\n71: (() => 2)\n'),
      chunk(8, '80: (() => { return 3; })'),
    ])
    const { ids, modules } = await load(code)
    expect(ids).toEqual([7, 8])
    expect(Object.entries(modules).map(([id, run]) => [id, run()])).toEqual([
      ['70', 1],
      ['71', 2],
      ['80', 3],
    ])
  })

  test('lists chunks that one of them contains once', async () => {
    const { ids } = await load(mergeChunks([chunk(7, '70: (() => 1)', '7,8'), chunk(8, '70: (() => 1)')]))
    expect(ids).toEqual([7, 8])
  })

  test('has no other contents', () => {
    expect(() => mergeChunks(['export const chunks = {}'])).toThrow('no chunk of webpack')
  })
})

describe('the entry', () => {
  test('loads chunks from the files with names', () => {
    const entry = 'const u = (chunkId) => {\n return "" + chunkId + ".index.js";\n};'
    const named = nameFiles(
      entry,
      new Map([
        [7, 'run.js'],
        [8, 'aws-s3.js'],
      ]),
    )
    // oxlint-disable-next-line no-implied-eval -- the code of a bundle is what is tested
    const fileOf = new Function(`${named} return u`)() as (id: number) => string
    expect([fileOf(7), fileOf(8)]).toEqual(['run.js', 'aws-s3.js'])
  })

  test('is refused when it names files in another way', () => {
    expect(() => nameFiles('const u = (id) => id + ".js"', new Map())).toThrow('as webpack does')
  })

  test('loads modules of Node by one function', async () => {
    const line = 'import { createRequire as made } from "module";\n'
    const required = (name: string): string => `made(import.meta.url)("${name}")`
    const shared = shareRequire(
      `${line}export const loaded = [${required('node:path')}.sep, ${required('node:os')}.EOL]`,
    )
    expect(shared.split('made(')).toHaveLength(2)
    const folder = mkdtempSync(join(tmpdir(), 'entry-'))
    try {
      writeFileSync(join(folder, 'entry.mjs'), shared)
      const { loaded } = (await import(pathToFileURL(join(folder, 'entry.mjs')).href)) as { readonly loaded: unknown }
      expect(loaded).toEqual([sep, EOL])
    } finally {
      rmSync(folder, { recursive: true })
    }
  })

  test('is refused when it loads modules of Node in another way', () => {
    expect(() => shareRequire('import "module";\n')).toThrow('as webpack does')
  })
})
