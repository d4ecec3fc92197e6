/** Builds what is committed but made: dist/, schema/v1.json and docs/reference.md. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { format, resolveConfig } from 'prettier'
import { jsonSchema, reference } from './reference.ts'

const node = (script: string, ...args: string[]): void => {
  execFileSync(process.execPath, [script, ...args], { stdio: 'inherit' })
}

async function write(path: string, text: string): Promise<void> {
  const options = (await resolveConfig(path)) ?? {}
  writeFileSync(path, await format(text, { ...options, filepath: path }))
}

// Types are stripped by tsc; ncc then makes a chunk for each lazy import.
const BUNDLE = 'build/bundle'
for (const folder of ['build/dist', BUNDLE]) rmSync(folder, { recursive: true, force: true })
node('node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json')
const ncc = 'node_modules/@vercel/ncc/dist/ncc/cli.js'
node(ncc, 'build', 'build/dist/main.js', '--out', BUNDLE, '--license', 'licenses.txt', '--quiet')
// What ncc takes for a path of this project it copies, and asks for there instead of where the code says.
const strays = readdirSync(BUNDLE, { withFileTypes: true }).filter(
  (entry) =>
    entry.isDirectory() || readFileSync(`${BUNDLE}/${entry.name}`, 'utf8').includes('__webpack_require__.ab +'),
)
if (strays.length > 0) throw new Error(`ncc took a path for an asset: ${strays.map(({ name }) => name).join(', ')}`)
// What cannot be built leaves the last bundle as it was.
rmSync('dist', { recursive: true, force: true })
renameSync(BUNDLE, 'dist')

mkdirSync('schema', { recursive: true })
await write('schema/v1.json', jsonSchema())
await write('docs/reference.md', reference())
