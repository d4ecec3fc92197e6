/**
 * Finds files that import each other in a circle. Type imports count, `import('...')` in a type included: the linter's
 * `import/no-cycle` does not see the latter.
 *
 *   npm run check:cycles -- [FOLDER...]
 *
 * Without folders it examines all code of the project. Prints one shortest circle for each group of files that reach
 * each other, and exits 1 if there is one.
 */
import { parseSync } from '@swc/core'
import { globSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'

const FOLDERS = ['src', 'sandbox', 'rehearsal', 'scripts', 'bench', '__tests__']
const IMPORTING = new Set([
  'ImportDeclaration',
  'ExportNamedDeclaration',
  'ExportAllDeclaration',
  'TsImportType',
  'TsExternalModuleReference',
])

/** Files by path, each with the files that it imports. */
type Imports = ReadonlyMap<string, readonly string[]>

interface Node {
  readonly type?: string
  readonly value?: unknown
  readonly source?: Node | null
  readonly argument?: Node
  readonly expression?: Node
  readonly callee?: Node
  readonly arguments?: readonly { readonly expression: Node }[]
}

/** The module specifier of a syntax node. */
function specifierOf(node: Node): unknown {
  if (node.type === 'CallExpression' && node.callee?.type === 'Import') return node.arguments?.[0]?.expression.value
  if (node.type === undefined || !IMPORTING.has(node.type)) return undefined
  return (node.source ?? node.argument ?? node.expression)?.value
}

function specifiersIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(specifiersIn)
  if (typeof value !== 'object' || value === null) return []
  const own = specifierOf(value)
  return [...(typeof own === 'string' ? [own] : []), ...Object.values(value).flatMap(specifiersIn)]
}

function filesIn(folder: string): string[] {
  const files = globSync(`${folder}/**/*.ts`, { exclude: ['**/node_modules/**'] })
  if (files.length === 0) throw new Error(`${folder} holds no TypeScript file`)
  return files
}

function readImports(folders: readonly string[]): Imports {
  const files = folders.flatMap(filesIn)
  const known = new Set(files)
  return new Map(
    files.map((file) => {
      const specifiers = specifiersIn(parseSync(readFileSync(file, 'utf8'), { syntax: 'typescript' }))
      const targets = specifiers.filter((one) => one.startsWith('.')).map((one) => join(dirname(file), one))
      return [file, [...new Set(targets)].filter((target) => known.has(target))]
    }),
  )
}

/** A shortest path of imports from a file to itself; undefined when there is none. */
function shortestCircle(start: string, imports: Imports): string[] | undefined {
  const ways = [[start]]
  const seen = new Set<string>()
  for (const way of ways) {
    for (const next of imports.get(way.at(-1) ?? '') ?? []) {
      if (next === start) return way
      if (!seen.has(next)) ways.push([...way, next])
      seen.add(next)
    }
  }
  return undefined
}

function reachableFrom(start: string, imports: Imports): Set<string> {
  const found = new Set<string>()
  const open = [start]
  for (const file of open) {
    for (const next of imports.get(file) ?? []) {
      if (!found.has(next)) open.push(next)
      found.add(next)
    }
  }
  return found
}

/** The groups of files that reach each other, each with the shortest circle in it. */
function circlesIn(imports: Imports): { readonly group: readonly string[]; readonly circle: readonly string[] }[] {
  const circles = new Map([...imports.keys()].map((file) => [file, shortestCircle(file, imports)]))
  const inCircle = [...circles].flatMap(([file, circle]) => (circle ? [{ file, circle }] : []))
  const reachable = new Map(inCircle.map(({ file }) => [file, reachableFrom(file, imports)]))
  const together = (a: string, b: string) => reachable.get(a)?.has(b) === true && reachable.get(b)?.has(a) === true
  const first = inCircle.filter(({ file }, i) => !inCircle.slice(0, i).some((before) => together(before.file, file)))
  return first.map(({ file }) => {
    const members = inCircle.filter((other) => together(file, other.file))
    const shortest = members.toSorted((a, b) => a.circle.length - b.circle.length)[0]
    return { group: members.map((member) => member.file), circle: shortest?.circle ?? [] }
  })
}

const given = process.argv.slice(2)
const folders = (given.length > 0 ? given : FOLDERS).map((folder) => relative('.', folder) || '.')
const imports = readImports(folders)
const circles = circlesIn(imports)
for (const { group, circle } of circles) {
  console.log(`A circle of imports, the shortest among ${group.length} files that reach each other:`)
  for (const [i, file] of circle.entries()) console.log(`  ${file} imports ${circle[i + 1] ?? circle[0]}`)
  const others = group.filter((file) => !circle.includes(file))
  if (others.length > 0) console.log(`  the other files: ${others.toSorted().join(', ')}`)
}
console.log(`${imports.size} files in ${folders.join(', ')}: ${circles.length} import circles`)
if (circles.length > 0) process.exitCode = 1
