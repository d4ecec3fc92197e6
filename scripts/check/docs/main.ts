/** `npm run docs:check`: every link leads somewhere, and every block of YAML and JSON is one that its reader accepts. */
import { resolve } from 'node:path'
import { docsMistakes } from './mistakes.ts'

const { mistakes, pages, blocks } = await docsMistakes(resolve(import.meta.dirname, '../../..'))
for (const mistake of mistakes) console.error(mistake)
console.log(`${pages} pages with ${blocks} blocks: ${mistakes.length} mistakes`)
process.exitCode = mistakes.length === 0 ? 0 : 1
