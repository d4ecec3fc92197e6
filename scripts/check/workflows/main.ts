/**
 * Judges the workflows of this repository: by GitHub's own parser as they are, and by actionlint as the guide says to edit
 * them for older servers, since actionlint has neither `$/` nor `queue`.
 *
 *   npm run check:workflows -- [--actionlint FILE]
 *
 * actionlint is the one that was named, that is on the PATH, or that Go installs once below
 * `~/.cache/test-deployments-actionlint`; without any of them its part is skipped, with the reason.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { readWorkflowFile } from '../../../sandbox/github/workflows/read.ts'
import { forOlderServers } from './older-servers.ts'

const PROJECT = join(import.meta.dirname, '../../..')
const FOLDERS = ['.github/workflows', 'examples/shop/.github/workflows']
const ACTIONLINT = 'github.com/rhysd/actionlint/cmd/actionlint@v1.7.12'
const CACHE = join(homedir(), '.cache/test-deployments-actionlint')

const { values } = parseArgs({ options: { actionlint: { type: 'string' } } })
const paths = FOLDERS.flatMap((folder) => readdirSync(join(PROJECT, folder)).map((name) => `${folder}/${name}`))
const texts = paths.map((path) => [path, readFileSync(join(PROJECT, path), 'utf8')] as const)
let faults = 0

for (const [path, text] of texts) {
  await readWorkflowFile(path, text).catch((error: unknown) => fault(`${path}: ${(error as Error).message}`))
}
console.log(`GitHub's parser: ${paths.length} workflows, ${faults} faults`)

const linter = findLinter()
if ('skipped' in linter) console.log(`actionlint: skipped, ${linter.skipped}`)
else lint(linter.path)
process.exitCode = faults > 0 || paths.length === 0 ? 1 : 0

function fault(text: string): void {
  faults += 1
  console.log(text)
}

function lint(actionlint: string): void {
  const folder = mkdtempSync(join(tmpdir(), 'workflows-'))
  try {
    const edited = texts.map(([path, text]) => {
      const to = join(folder, path)
      mkdirSync(join(to, '..'), { recursive: true })
      writeFileSync(to, forOlderServers(text))
      return path
    })
    // The folder is a repository for actionlint, so that it reads the workflows that are called.
    mkdirSync(join(folder, '.git'))
    const { status, stdout, stderr } = spawnSync(actionlint, ['-no-color', '-oneline', ...edited], {
      cwd: folder,
      encoding: 'utf8',
    })
    if (status !== 0) fault(`actionlint: ${stdout}${stderr}`)
    console.log(`actionlint: ${edited.length} workflows as edited for older servers, exit status ${status}`)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function findLinter(): { readonly path: string } | { readonly skipped: string } {
  if (values.actionlint !== undefined) return { path: values.actionlint }
  if (spawnSync('actionlint', ['-version']).status === 0) return { path: 'actionlint' }
  const path = join(CACHE, 'actionlint')
  if (existsSync(path)) return { path }
  const { status, error } = spawnSync('go', ['install', ACTIONLINT], {
    env: { ...process.env, GOBIN: CACHE },
    stdio: 'ignore',
    timeout: 180_000,
  })
  if (status === 0) return { path }
  return { skipped: error ? 'neither actionlint nor Go is on this machine' : `Go cannot install ${ACTIONLINT}` }
}
