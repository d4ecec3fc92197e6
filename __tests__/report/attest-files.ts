/** Attests files as actions/attest does with `subject-checksums` and `predicate-path`, and prints the bundle. Run by Node. */
import { readFileSync } from 'node:fs'
import { attest } from '@actions/attest'

const [subjects = '', predicate = '', predicateType = ''] = process.argv.slice(2)
const lines = readFileSync(subjects, 'utf8').trim().split('\n')
const { bundle } = await attest({
  subjects: lines.map((line) => {
    const [sha256 = '', name = ''] = line.split('  ')
    return { name, digest: { sha256 } }
  }),
  predicateType,
  predicate: JSON.parse(readFileSync(predicate, 'utf8')) as object,
  token: process.env['GITHUB_TOKEN'] ?? '',
})
console.log(JSON.stringify(bundle))
