/** Builds the committed artifacts: dist/, schema/ and docs/reference.md. */
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { format, resolveConfig } from 'prettier'
import { overBudget, showWeights, weigh } from './bundle/budget.ts'
import { bundle } from './bundle/bundle.ts'
import { filesOfAStart } from './bundle/start.ts'
import { evidenceSchema, notificationSchema } from './evidence-schema.ts'
import { jsonSchema, reference } from './reference.ts'

const NEW_BUNDLE = 'build/bundle'

async function write(path: string, text: string): Promise<void> {
  const options = (await resolveConfig(path)) ?? {}
  writeFileSync(path, await format(text, { ...options, filepath: path }))
}

const files = await bundle()
rmSync(NEW_BUNDLE, { recursive: true, force: true })
mkdirSync(NEW_BUNDLE, { recursive: true })
for (const [name, text] of files) writeFileSync(join(NEW_BUNDLE, name), text)
const sizes = new Map([...files].map(([name, text]) => [name, Buffer.byteLength(text)]))
const weights = weigh(sizes, filesOfAStart(NEW_BUNDLE))
console.log(showWeights(weights))
const problems = overBudget(weights)
if (problems.length > 0) throw new Error(`the bundle is too heavy: ${problems.join('; ')}`)
// A failed build keeps the previous bundle.
rmSync('dist', { recursive: true, force: true })
renameSync(NEW_BUNDLE, 'dist')

mkdirSync('schema', { recursive: true })
await write('schema/v1.json', jsonSchema())
await write('schema/evidence-v1.json', evidenceSchema())
await write('schema/notification-v1.json', notificationSchema())
await write('docs/reference.md', reference())
