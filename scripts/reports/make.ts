/**
 * Makes the fixtures of `__tests__/checks/formats/fixtures/produced`: runs real test runners and scanners on small
 * projects, and keeps their reports.
 *
 *   node scripts/reports/make.ts TOOLS [PRODUCER…]
 *
 * TOOLS has the programs in its folders npm/node_modules/.bin (package names in PACKAGES), py/bin and go. Those of the
 * system (go, cargo with cargo-nextest, mvn, gradle with Debian's junit4, phpunit) are found by
 * PATH.
 */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync, existsSync } from 'node:fs'
import { hostname, tmpdir, userInfo } from 'node:os'
import { dirname, extname, join, resolve } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import type { CaseName, Produced, Recipe } from './contract.ts'
import { JAVASCRIPT } from './javascript.ts'
import { OTHERS } from './others.ts'

const PACKAGES = {
  npm: 'jest jest-junit jest-ctrf-json-reporter jest-trx-results-processor mocha mocha-ctrf-json-reporter vitest tap @playwright/test playwright-ctrf-json-reporter eslint @microsoft/eslint-formatter-sarif',
  pip: 'pytest pytest-rerunfailures pytest-json-ctrf bandit[sarif] unittest-xml-reporting semgrep',
  go: 'gotest.tools/gotestsum github.com/jstemmer/go-junit-report/v2 go.k6.io/k6',
}

const FIXTURES = '__tests__/checks/formats/fixtures/produced'
const TIMEOUT_MS = 300_000

const [tools = '', ...only] = process.argv.slice(2)
if (tools === '') {
  const packages = Object.entries(PACKAGES).map(([installer, names]) => `  ${installer}: ${names}\n`)
  process.stderr.write(`usage: node scripts/reports/make.ts TOOLS [PRODUCER…]\npackages:\n${packages.join('')}`)
  process.exit(2)
}

const { CI: _, NODE_OPTIONS: __, FORCE_COLOR: ___, ...ambient } = process.env
const path = ['npm/node_modules/.bin', 'py/bin', 'go'].map((folder) => resolve(tools, folder))
const env = { ...ambient, PATH: [...path, dirname(process.execPath), ambient['PATH']].join(':'), NO_COLOR: '1' }

function shell(command: string, cwd: string): { status: number; output: string } {
  const { status, stdout, stderr } = spawnSync('bash', ['-c', command], {
    cwd,
    env,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: TIMEOUT_MS,
  })
  return { status: status ?? -1, output: `${stdout}${stderr}` }
}

/** Names of this machine, and what Maven writes about all of the system, are no part of a fixture. */
function cleaned(report: string, folder: string): string {
  return report
    .replaceAll(folder, '/workspace')
    .replaceAll(process.execPath, '/tools/node')
    .replaceAll(resolve(tools), '/tools')
    .replaceAll(hostname(), 'runner')
    .replaceAll(new RegExp(`\\b${userInfo().username}@`, 'g'), 'user@')
    .replaceAll(/<properties>\s*<property name="(?:java|user)\.[\s\S]*?<\/properties>/g, '')
    .replaceAll(/\/(?:root|home\/\w+|usr\/(?:local|share|lib))\/[^\s"'<>:)]*\//g, '/system/')
}

function make(recipe: Recipe, name: CaseName, version: string): Produced {
  const project = recipe.cases[name]
  if (!project) throw new Error(`${recipe.producer} has no case ${name}`)
  const { files, ...expected } = project
  const folder = mkdtempSync(join(tmpdir(), 'reports-'))
  try {
    for (const [file, text] of Object.entries({ 'package.json': '{"private":true}', ...recipe.common, ...files })) {
      mkdirSync(dirname(join(folder, file)), { recursive: true })
      writeFileSync(join(folder, file), text)
    }
    symlinkSync(resolve(tools, 'npm/node_modules'), join(folder, 'node_modules'))
    const { status, output } = shell(recipe.command, folder)
    const from = join(folder, recipe.report)
    const about = {
      producer: recipe.producer,
      version,
      format: recipe.format,
      case: name,
      command: recipe.command,
      exitStatus: status,
      expected,
    }
    if (!existsSync(from)) {
      process.stdout.write(`${recipe.producer} ${name}: no report, exit status ${status}\n${output.slice(-600)}\n`)
      return about
    }
    const file = `${recipe.producer}/${name}${extname(recipe.report)}`
    mkdirSync(join(FIXTURES, recipe.producer), { recursive: true })
    writeFileSync(join(FIXTURES, file), cleaned(readFileSync(from, 'utf8'), folder))
    process.stdout.write(`${recipe.producer} ${name}: exit status ${status}\n`)
    return { ...about, file }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const list = join(FIXTURES, 'produced.json')
const known = existsSync(list) ? (JSON.parse(readFileSync(list, 'utf8')) as Produced[]) : []
const recipes = [...JAVASCRIPT, ...OTHERS].filter(({ producer }) => only.length === 0 || only.includes(producer))
const made = recipes.flatMap((recipe) => {
  const { status, output } = shell(recipe.version, tmpdir())
  if (status !== 0) {
    process.stdout.write(`${recipe.producer}: skipped, since \`${recipe.version}\` fails\n`)
    return []
  }
  rmSync(join(FIXTURES, recipe.producer), { recursive: true, force: true })
  const version = stripVTControlCharacters(output.trim().split('\n')[0] ?? '')
  return (Object.keys(recipe.cases) as CaseName[]).map((name) => make(recipe, name, version))
})
/** What is expected may have changed since. */
function withExpected(one: Produced): Produced[] {
  const recipe = [...JAVASCRIPT, ...OTHERS].find(({ producer }) => producer === one.producer)?.cases[one.case]
  if (!recipe) return []
  const { files: _files, ...expected } = recipe
  return [{ ...one, expected }]
}

const again = new Set(made.map(({ producer }) => producer))
const all = [...known.filter(({ producer }) => !again.has(producer)).flatMap(withExpected), ...made]
mkdirSync(FIXTURES, { recursive: true })
writeFileSync(list, `${JSON.stringify(all, undefined, 2)}\n`)
