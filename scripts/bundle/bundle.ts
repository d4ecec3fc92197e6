import { minify } from '@swc/core'
import { COMMAND_NAMES } from '../../src/config/model/command-names.ts'
import { compileModulesAtOnce } from './eager.ts'
import { fileName } from './file-names.ts'
import { mergeChunks, nameFiles, shareRequire } from './merge.ts'
import { runNcc } from './ncc.ts'

/** The file that action.yml names. */
const ENTRY = 'index.js'

/** The files of dist/ with their texts: what ncc makes, in files with names, minified. */
export async function bundle(): Promise<ReadonlyMap<string, string>> {
  const { entry, chunks, licenses } = await runNcc()
  const named = chunks.map((chunk) => ({ ...chunk, file: `${fileName(chunk, COMMAND_NAMES)}.js` }))
  const byFile = Map.groupBy(named, ({ file }) => file)
  const files = new Map([[ENTRY, shareRequire(nameFiles(entry, new Map(named.map(({ id, file }) => [id, file]))))]])
  for (const [file, inFile] of [...byFile].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    if (files.has(file)) throw new Error(`two files of the bundle would be named ${file}`)
    files.set(file, mergeChunks(inFile.toSorted((a, b) => a.id - b.id).map(({ code }) => code)))
  }
  const minified = await Promise.all(
    [...files].map(async ([file, code]): Promise<[string, string]> => [
      file,
      await compileModulesAtOnce(await shorten(code)),
    ]),
  )
  return new Map([
    ...minified,
    // The files are ES modules.
    ['package.json', `${JSON.stringify({ type: 'module' })}\n`],
    ['licenses.txt', licenses],
  ])
}

/**
 * Functions and classes keep their names: for stack traces, and for packages that read them. V8 holds a text of ASCII in one
 * byte for each character, and any other text in two.
 */
async function shorten(code: string): Promise<string> {
  const { code: short } = await minify(code, {
    module: true,
    compress: true,
    mangle: { keep_classnames: true, keep_fnames: true },
    format: { comments: false, ascii_only: true },
  })
  return short
}
