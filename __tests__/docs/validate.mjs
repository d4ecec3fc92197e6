/** Stands for the command line of ajv: validates files by a schema, with ajv itself. */
import { globSync, readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'

const args = process.argv.slice(2)
const after = (option) => args[args.indexOf(option) + 1]
if (args[0] !== 'validate' || !args.includes('--spec=draft2020')) throw new Error(`unknown command: ${args.join(' ')}`)
const read = (path) => JSON.parse(readFileSync(path, 'utf8'))
const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(read(after('-s')))
const files = globSync(after('-d'))
for (const file of files) {
  if (!validate(read(file))) throw new Error(`${file} is invalid: ${JSON.stringify(validate.errors?.slice(0, 3))}`)
}
console.log(`${files.length} documents are valid`)
