import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { readWorkspaceFile } from '../../../src/support/files/workspace.ts'

let base: string

beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'workspace-'))
  mkdirSync(join(base, 'work'))
  writeFileSync(join(base, 'secret'), 'of the runner')
  writeFileSync(join(base, 'work/..yml'), 'of the repository')
})
afterEach(() => rmSync(base, { recursive: true, force: true }))

const read = async (path: string): Promise<string> =>
  new TextDecoder().decode(await readWorkspaceFile(join(base, 'work'), path, 'subject'))

test('a file of the workspace is read, with any name', async () => {
  symlinkSync('..yml', join(base, 'work/link'))
  await expect(read('..yml')).resolves.toBe('of the repository')
  await expect(read('link')).resolves.toBe('of the repository')
})

test.each(['../secret', 'sub/../../secret', '/etc/hostname', 'link'])('%s is refused as outside it', async (path) => {
  symlinkSync('../secret', join(base, 'work/link'))
  await expect(read(path)).rejects.toMatchObject({
    code: 'config/missing-file',
    message: `${path} leads out of the workspace`,
  })
})

test('a missing file is reported', async () => {
  await expect(read('none.yml')).rejects.toMatchObject({ message: 'none.yml does not exist' })
})
