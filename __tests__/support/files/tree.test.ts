import { chmod, mkdir, mkdtemp, rm, symlink, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { digestOfTree, walkTree } from '../../../src/support/files/tree.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tree-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

async function make(name: string, order: readonly ('a' | 'b')[]): Promise<string> {
  const root = join(folder, name)
  await mkdir(join(root, 'scripts'), { recursive: true, mode: 0o755 })
  await mkdir(join(root, 'empty'), { mode: 0o755 })
  for (const file of order) {
    await writeFile(join(root, 'scripts', file), file)
    await chmod(join(root, 'scripts', file), 0o755)
  }
  await symlink('scripts/a', join(root, 'link'))
  return root
}

describe('the contents of a folder', () => {
  it('are equal for any order, times and version control files', async () => {
    const one = await make('one', ['a', 'b'])
    const two = await make('two', ['b', 'a'])
    await utimes(join(two, 'scripts/a'), new Date(0), new Date(0))
    await mkdir(join(two, '.git'))
    expect(await digestOfTree(two)).toBe(await digestOfTree(one))
  })

  it.each<[string, (root: string) => Promise<unknown>]>([
    ['a content', (root) => writeFile(join(root, 'scripts/a'), 'other')],
    ['a mode', (root) => chmod(join(root, 'scripts/a'), 0o644)],
    ['a setuid bit', (root) => chmod(join(root, 'scripts/a'), 0o4755)],
    ['an empty folder', (root) => rm(join(root, 'empty'), { recursive: true })],
    ['a new file', (root) => writeFile(join(root, 'new'), '')],
    [
      'the target of a link',
      async (root) => {
        await rm(join(root, 'link'))
        await symlink('scripts/b', join(root, 'link'))
      },
    ],
  ])('differ when %s differs', async (_what, change) => {
    const one = await make('one', ['a', 'b'])
    const two = await make('two', ['a', 'b'])
    await change(two)
    expect(await digestOfTree(two)).not.toBe(await digestOfTree(one))
  })

  it('name links without following them', async () => {
    const root = await make('one', ['a', 'b'])
    await symlink('..', join(root, 'up'))
    const entries = await walkTree(root)
    expect(entries.map((entry) => entry.path)).toEqual(['empty', 'link', 'scripts', 'scripts/a', 'scripts/b', 'up'])
    expect(entries.find((entry) => entry.path === 'up')).toMatchObject({ kind: 'link', target: '..' })
  })
})
