import { afterAll, describe, expect, it } from '@jest/globals'
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

const folder = mkdtempSync(join(tmpdir(), 'lint-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** Lints one line as if it stood in a room, and gives the objections. */
function objections(room: string, line: string): string {
  mkdirSync(join(folder, 'src', room), { recursive: true })
  writeFileSync(join(folder, 'src', room, 'probe.ts'), `${line}\n`)
  cpSync('oxlint.config.ts', join(folder, 'oxlint.config.ts'))
  if (!existsSync(join(folder, 'node_modules'))) symlinkSync(resolve('node_modules'), join(folder, 'node_modules'))
  const oxlint = resolve('node_modules/.bin/oxlint')
  const { stdout, status } = spawnSync(oxlint, ['--deny-warnings', 'src'], { cwd: folder, encoding: 'utf8' })
  rmSync(join(folder, 'src'), { recursive: true })
  return status === 0 ? '' : stdout
}

describe('the linter knows the rooms', () => {
  it.each([
    ['support', "export { run } from '../run.ts'"],
    ['support', "export * from '../aws/errors.ts'"],
    ['evidence', "export * from '../support/errors.ts'"],
    ['report', "export * from '../github/client.ts'"],
    ['aws', "export * from '../cloudformation/client.ts'"],
    ['aws', "export * from '../github/client.ts'"],
    ['cloudformation', "export * from '../release/plan.ts'"],
    ['github', "export * from '../commands/contract.ts'"],
    ['release', "export * from '../commands/gate.ts'"],
    ['policies', "export * from '../report/index.ts'"],
    ['checks', "export { CloudFormationClient } from '@aws-sdk/client-cloudformation'"],
    ['commands', "export * from './gate.ts'"],
    ['commands', "export * from '../../sandbox/contract.ts'"],
    ['release', "export * from '@actions/core'"],
    ['codedeploy/agent', "export * from '../../release/plan.ts'"],
  ])('src/%s may not say: %s', (room, line) => {
    expect(objections(room, line)).toContain('no-restricted-imports')
  })

  it('lets nobody but main and support read the ambient process', () => {
    expect(objections('release', 'export const home = process.env.HOME')).toContain('no-restricted-globals')
  })

  it.each([
    ['commands', "export * from '../release/plan.ts'"],
    ['release', "export * from '../cloudformation/client.ts'"],
    ['report', "export * from '../evidence/verdict.ts'"],
    ['github', "export * from '../support/poll.ts'"],
  ])('lets src/%s say: %s', (room, line) => {
    expect(objections(room, line)).toBe('')
  })
})
