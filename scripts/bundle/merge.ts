/**
 * Chunks as webpack writes them, several in one file. Its runtime allows that: a file lists its chunks, which are all
 * available after it is loaded.
 */

const CHUNK =
  /^export const id = \d+;\nexport const ids = \[([\d,]+)\];\nexport const modules = \{\n([\s\S]*?),?\s*\};\n?$/

/**
 * Pure: the text of a file with all of these chunks. Throws for a text that is not a chunk as webpack writes it today.
 */
export function mergeChunks(codes: readonly string[]): string {
  const chunks = codes.map((code) => {
    const [, ids, modules] = CHUNK.exec(code) ?? []
    if (ids === undefined || modules === undefined) throw new Error(`this is no chunk of webpack: ${code.slice(0, 80)}`)
    // A chunk also names those that it has all modules of.
    return { ids: ids.split(','), modules }
  })
  const ids = [...new Set(chunks.flatMap((chunk) => chunk.ids))].join(', ')
  const modules = chunks.map((chunk) => chunk.modules).join(',\n')
  return `export const ids = [${ids}];\nexport const modules = {\n${modules}\n};\n`
}

const FILE_OF_CHUNK = 'return "" + chunkId + ".index.js";'

/** Pure: the entry, which then loads chunks from these files. */
export function nameFiles(entry: string, fileOf: ReadonlyMap<number, string>): string {
  const parts = entry.split(FILE_OF_CHUNK)
  if (parts.length !== 2) throw new Error('the entry does not name the files of chunks as webpack does')
  return parts.join(`return (${JSON.stringify(Object.fromEntries(fileOf))})[chunkId];`)
}

const IMPORT = /^import \{ createRequire as (\w+) \} from "module";\n/
const REQUIRE = 'requireBuiltin'

/**
 * Pure: the entry with one function that loads modules of Node, where webpack creates another one for each module.
 * Without
 * `process.getBuiltinModule`, Node is too old for the action, which reports it.
 */
export function shareRequire(entry: string): string {
  const [line, createRequire] = IMPORT.exec(entry) ?? []
  const made = `${createRequire}(import.meta.url)`
  if (line === undefined || !entry.includes(`${made}(`)) {
    throw new Error('the entry does not load modules of Node as webpack does')
  }
  return `${line}const ${REQUIRE} = process.getBuiltinModule ?? ${made};\n${entry.slice(line.length).replaceAll(`${made}(`, `${REQUIRE}(`)}`
}
