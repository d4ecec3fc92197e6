import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'

let folder: string
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'cycles-'))))
afterEach(() => rmSync(folder, { recursive: true }))

function check(files: Record<string, string>, ...folders: string[]): { status: number | null; output: string } {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  const command = [resolve('scripts/check/cycles.ts'), ...folders]
  const { status, stdout, stderr } = spawnSync(process.execPath, command, { cwd: folder, encoding: 'utf8' })
  return { status, output: stdout + stderr }
}

describe('check:cycles', () => {
  it.each([
    ['values', "import { b } from './b.ts'\nexport const a = () => b", 'export const b = 1'],
    ['types', "import type { B } from './b.ts'\nexport type A = B[]", 'export type B = 1'],
    ['types among values', "import { type B } from './b.ts'\nexport type A = B[]", 'export type B = 1'],
    ['re-exports', "export { b } from './b.ts'", 'export const b = 1'],
    ['re-exports of types', "export type * from './b.ts'", 'export type B = 1'],
    ['types that name their file', "export type A = import('./b.ts').B", 'export type B = 1'],
    ['modules loaded on demand', "export const a = () => import('./b.ts')", 'export const b = 1'],
  ])('finds a cycle of %s', (_, a, b) => {
    const { status, output } = check({ 'src/a.ts': a, 'src/b.ts': `import type * as A from './a.ts'\n${b}` }, 'src')
    expect(output).toContain('src/a.ts imports src/b.ts')
    expect(output).toContain('src/b.ts imports src/a.ts')
    expect(status).toBe(1)
  })

  it('prints each group of files once, by its shortest cycle', () => {
    const { status, output } = check(
      {
        'src/a.ts': "import './b.ts'",
        'src/b.ts': "import './deep/c.ts'",
        'src/deep/c.ts': "import '../a.ts'\nimport '../b.ts'",
        'src/x.ts': "import './y.ts'",
        'src/y.ts': "import './x.ts'\nimport './a.ts'",
      },
      'src',
    )
    expect(output.split('\n')).toEqual([
      'A circle of imports, the shortest among 3 files that reach each other:',
      '  src/b.ts imports src/deep/c.ts',
      '  src/deep/c.ts imports src/b.ts',
      '  the other files: src/a.ts',
      'A circle of imports, the shortest among 2 files that reach each other:',
      '  src/x.ts imports src/y.ts',
      '  src/y.ts imports src/x.ts',
      '5 files in src: 2 import circles',
      '',
    ])
    expect(status).toBe(1)
  })

  it('accepts imports without a cycle, also between folders', () => {
    const files = {
      'src/a.ts': "import './b.ts'\n// import '../test/a.test.ts'",
      'src/b.ts': 'export const text = "import \'./a.ts\'"',
      'test/a.test.ts': "import '../src/a.ts'",
    }
    expect(check(files, 'src', 'test')).toEqual({ status: 0, output: '3 files in src, test: 0 import circles\n' })
  })

  it('finds a cycle between folders', () => {
    const files = { 'src/a.ts': "import '../test/a.ts'", 'test/a.ts': "import '../src/a.ts'" }
    expect(check(files, 'src', 'test').status).toBe(1)
  })

  it('fails when a folder contains nothing to examine', () => {
    const { status, output } = check({ 'src/a.ts': '' }, 'src', 'sorce')
    expect(output).toContain('sorce holds no TypeScript file')
    expect(status).toBe(1)
  })
})
