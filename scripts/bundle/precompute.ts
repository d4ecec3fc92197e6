import { writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { isDeepStrictEqual } from 'node:util'

/** Modules that export data alone, which they derive from much longer modules. */
const DERIVED = ['evidence/codes/facts.js']

/** Replaces these modules below `folder` by their values, so that a start does not read what they are derived from. */
export async function precompute(folder: string): Promise<void> {
  for (const path of DERIVED) {
    const file = join(folder, path)
    const values = (await import(pathToFileURL(resolve(file)).href)) as Readonly<Record<string, unknown>>
    writeFileSync(file, moduleOf(values))
  }
}

/** Pure: a module with these exports; V8 reads JSON faster than the same literals. Throws for what JSON does not hold. */
export function moduleOf(values: Readonly<Record<string, unknown>>): string {
  const lines = Object.entries(values).map(([name, value]) => {
    const json = JSON.stringify(value)
    if (json === undefined || !isDeepStrictEqual(JSON.parse(json), value)) throw new Error(`${name} is not JSON`)
    return `export const ${name} = JSON.parse(${JSON.stringify(json)});\n`
  })
  return lines.join('')
}
