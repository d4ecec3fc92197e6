import { afterAll, describe, expect, it } from '@jest/globals'
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import lintConfig, { LAYERS } from '../oxlint.config.ts'

const folder = mkdtempSync(join(tmpdir(), 'lint-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** Lints files as parts of the project. @returns the rules that each file breaks, by path */
function lint(files: Readonly<Record<string, string>>): Map<string, string[]> {
  const project = mkdtempSync(join(folder, 'project-'))
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(project, path)), { recursive: true })
    writeFileSync(join(project, path), `${text}\n`)
  }
  cpSync('oxlint.config.ts', join(project, 'oxlint.config.ts'))
  symlinkSync(resolve('node_modules'), join(project, 'node_modules'))
  const oxlint = resolve('node_modules/oxlint/bin/oxlint')
  const { stdout } = spawnSync(process.execPath, [oxlint, '--format', 'json', '.'], { cwd: project, encoding: 'utf8' })
  const { diagnostics } = JSON.parse(stdout) as { diagnostics: { code: string; filename: string }[] }
  const found = new Map(Object.keys(files).map((path): [string, string[]] => [path, []]))
  for (const { code, filename } of diagnostics) found.get(filename)?.push(code)
  return found
}

/** A file in the module, and a forbidden import. */
const FORBIDDEN: readonly (readonly [module: string, line: string])[] = [
  // Upwards, one for each layer, types and re-exports included.
  ['run.ts', "export * from './main.ts'"],
  ['publish.ts', "export * from './run.ts'"],
  ['connect.ts', "export * from './publish.ts'"],
  ['ports.ts', "export type { Context } from './commands/contract.ts'"],
  ['commands/probe.ts', "export * from '../run.ts'"],
  ['commands/probe.ts', "export * from '../connect.ts'"],
  ['temporary/probe.ts', "export * from '../commands/contract.ts'"],
  ['deploy/probe.ts', "export * from '../temporary/record.ts'"],
  ['report/probe.ts', "export * from '../commands/contract.ts'"],
  ['precheck/probe.ts', "import type { Context } from '../commands/contract.ts'\nexport type A = Context"],
  ['deploy/platforms/probe.ts', "export * from '../../commands/gate.ts'"],
  ['plan/probe.ts', "export * from '../deploy/stack.ts'"],
  ['handover/probe.ts', "export * from '../plan/plan.ts'"],
  ['policies/gate/probe.ts', "export * from '../../handover/release.ts'"],
  ['policies/probe.ts', "export * from '../report/index.ts'"],
  ['config/schema/probe.ts', "export * from '../../policies/index.ts'"],
  ['checks/probe.ts', "export * from '../config/schema/index.ts'"],
  ['checks/engine/probe.ts', "export type { Config } from '../../config/schema/index.ts'"],
  ['ports.ts', "export * from './checks/contract.ts'"],
  ['cloudformation/probe.ts', "export type { Ports } from '../ports.ts'"],
  ['codedeploy/agent/probe.ts', "export * from '../../plan/plan.ts'"],
  ['config/model/probe.ts', "export type { Config } from '../schema/index.ts'"],
  ['config/model/sections/probe.ts', "export * from '../../schema/index.ts'"],
  ['aws/probe.ts', "export * from '../config/model/environment.ts'"],
  ['github/probe.ts', "export type { Ports } from '../ports.ts'"],
  ['support/probe.ts', "export { run } from '../run.ts'"],
  ['support/probe.ts', "export * from '../aws/errors.ts'"],
  ['evidence/probe.ts', "export * from '../support/errors.ts'"],
  ['evidence/probe.ts', "export type { Config } from '../config/schema/index.ts'"],
  // Within a layer.
  ['deploy/probe.ts', "export * from '../precheck/survey/index.ts'"],
  ['report/probe.ts', "export * from '../deploy/stack.ts'"],
  ['cloudformation/probe.ts', "export * from '../codedeploy/deployment.ts'"],
  ['codedeploy/probe.ts', "export * from '../cloudformation/stack.ts'"],
  ['aws/probe.ts', "export * from '../github/client.ts'"],
  ['commands/probe.ts', "export * from './gate.ts'"],
  // Reports are made from the evidence alone.
  ['report/probe.ts', "export * from '../github/client.ts'"],
  ['report/probe.ts', "export type { Config } from '../config/model/inputs.ts'"],
  // Rules read nothing; only clients load an SDK; the product does not import its tests.
  ['policies/precheck/probe.ts', "export { readFile } from 'node:fs/promises'"],
  ['checks/probe.ts', "export { CloudFormationClient } from '@aws-sdk/client-cloudformation'"],
  ['plan/probe.ts', "export * from '@actions/core'"],
  ['commands/probe.ts', "export * from '../../sandbox/contract.ts'"],
  ['aws/probe.ts', "export * from '../../rehearsal/world.ts'"],
]

const ALLOWED: readonly (readonly [module: string, line: string])[] = [
  ['commands/probe.ts', "export * from '../plan/plan.ts'"],
  ['plan/probe.ts', "export * from '../cloudformation/client.ts'"],
  ['report/probe.ts', "export * from '../evidence/verdict.ts'"],
  ['github/probe.ts', "export * from '../support/poll.ts'"],
  ['checks/engine/probe.ts', "export * from '../run.ts'"],
  ['policies/gate/probe.ts', "export * from '../precheck/drift.ts'"],
  ['cloudformation/probe.ts', "import type * as sdk from '@aws-sdk/client-cloudformation'\nexport type A = sdk.Stack"],
]

/** Each probe in a project of its own would take a second: they are in one project under names of their own. */
function probe(cases: typeof FORBIDDEN): Map<string, string[]> {
  const single = cases.filter(([path]) => !path.endsWith('probe.ts'))
  const found = new Map<string, string[]>()
  const shared = Object.fromEntries(
    cases.flatMap(([path, line], index): [string, string][] =>
      path.endsWith('probe.ts') ? [[`src/${path.replace('probe.ts', `probe${index}.ts`)}`, line]] : [],
    ),
  )
  const results = lint(shared)
  cases.forEach(([path, line], index) => {
    const rules = single.some(([other]) => other === path)
      ? lint({ [`src/${path}`]: line }).get(`src/${path}`)
      : results.get(`src/${path.replace('probe.ts', `probe${index}.ts`)}`)
    found.set(`${path} ${line}`, rules ?? [])
  })
  return found
}

describe('the linter enforces the layers of src', () => {
  it('rejects each forbidden import', () => {
    const missed = [...probe(FORBIDDEN)].filter(([, rules]) => !rules.join().includes('no-restricted-imports'))
    expect(FORBIDDEN.length).toBeGreaterThanOrEqual(25)
    expect(missed).toEqual([])
  })

  it('accepts imports from below', () => {
    const rejected = [...probe(ALLOWED)].filter(([, rules]) => rules.length > 0)
    expect(rejected).toEqual([])
  })

  it('has a layer for every top-level name', () => {
    const layered = new Set<string>(LAYERS.flat())
    const names = readdirSync('src').flatMap((name) =>
      name === 'config' ? readdirSync('src/config').map((part) => `config/${part}`) : [name.replace(/\.ts$/, '')],
    )
    expect(names.filter((name) => !layered.has(name))).toEqual([])
    expect([...layered].filter((name) => !names.includes(name))).toEqual([])
  })

  it('lets only main and support read the ambient process', () => {
    const path = 'src/plan/probe.ts'
    expect(
      lint({ [path]: 'export const home = process.env.HOME' })
        .get(path)
        ?.join(),
    ).toContain('no-restricted-globals')
  })

  it('finds circles of type imports in every folder', () => {
    const circle = (room: string): Record<string, string> => ({
      [`${room}/a.ts`]: "import type { B } from './b.ts'\nexport type A = B[]",
      [`${room}/b.ts`]: "import type { A } from './a.ts'\nexport type B = { a: A }",
    })
    const rooms = ['src/plan', 'sandbox', 'rehearsal', 'scripts', 'bench', '__tests__']
    const found = lint(Object.assign({}, ...rooms.map(circle)) as Record<string, string>)
    expect(rooms.filter((room) => !found.get(`${room}/a.ts`)?.join().includes('no-cycle'))).toEqual([])
    expect(lintConfig.rules?.['import/no-cycle']).toEqual(['error', { ignoreTypes: false }])
  })
})
