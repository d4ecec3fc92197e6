import { readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib'
import { readSchemas, SOURCE } from './cfn-lint.ts'
import { isOfAws, tableOf } from './condense.ts'
import { TABLE } from '../../../sandbox/aws/registry/schemas.ts'

/**
 * Compares the sandbox's table of registry schemas with the package that it was made from, and writes it with
 * `--write`. The package comes from PyPI into a cache; where it cannot be had, the comparison is skipped.
 */

const { values } = parseArgs({ options: { write: { type: 'boolean', default: false } } })
const schemas = await readSchemas()
if ('skipped' in schemas) {
  console.log(`check:registry: skipped, ${schemas.skipped}`)
  process.exit(values.write ? 1 : 0)
}
const published = tableOf(schemas)
if (values.write) {
  const size = { [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS }
  writeFileSync(TABLE, brotliCompressSync(published, { params: size }))
}
const own = brotliDecompressSync(readFileSync(TABLE)).toString('utf8').split('\n')
const differing = published.split('\n').filter((line, index) => line !== own[index]).length
const types = schemas.filter(isOfAws).length
console.log(`${SOURCE.name} ${SOURCE.version}: ${types} types; the table has ${own.length}, ${differing} differ`)
process.exit(differing === 0 && own.length === types && types > 0 ? 0 : 1)
