import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { climbs, inspectFile, isOutside, matchFiles } from '../../../src/support/files/files.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'files-'))
  await mkdir(join(folder, 'a/b'), { recursive: true })
  await writeFile(join(folder, 'a/one.xml'), 'one')
  await writeFile(join(folder, 'a/b/two.xml'), 'two')
  await mkdir(join(folder, 'a/folder.xml'))
  await chmod(join(folder, 'a/one.xml'), 0o4750)
  await symlink('one.xml', join(folder, 'a/link'))
  await symlink('none', join(folder, 'a/dangling'))
  await symlink('around', join(folder, 'a/around'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

test('a file has its size and digest, and links are followed', async () => {
  const expected = {
    kind: 'file',
    mode: 0o4750,
    owner: userInfo().username,
    size: 3,
    content: 'one',
    contentIsWhole: true,
    sha256: '7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed',
  }
  expect(await inspectFile(join(folder, 'a/one.xml'))).toMatchObject(expected)
  expect(await inspectFile(join(folder, 'a/link'))).toMatchObject(expected)
  expect(await inspectFile(join(folder, 'a'))).toMatchObject({ kind: 'directory' })
  expect(await inspectFile(join(folder, 'a/dangling'))).toMatchObject({ kind: 'link' })
  expect(await inspectFile(join(folder, 'a/around'))).toMatchObject({ kind: 'link' })
  expect(await inspectFile(join(folder, 'none'))).toBeUndefined()
  expect(await inspectFile(join(folder, 'a/one.xml/none'))).toBeUndefined()
})

test('for a large file the digest is of all, the content of a part', async () => {
  await writeFile(join(folder, 'large'), 'x'.repeat(200_000))
  const facts = await inspectFile(join(folder, 'large'), { mostBytes: 100_000 })
  expect(facts?.content).toHaveLength(100_000)
  expect(facts?.contentIsWhole).toBe(false)
  expect(facts?.size).toBe(200_000)
})

test('globs find regular files once, inside the folder only', async () => {
  const found = await matchFiles(join(folder, 'a'), ['**/*.xml', '*.xml', './b/*.xml', '/**/*', '../a/one.xml'])
  expect(found.map(({ path }) => path)).toEqual(['b/two.xml', 'one.xml'])
  expect(await matchFiles(join(folder, 'a/b'), ['../*.xml', '[.][.]/*.xml', join(folder, 'a/*.xml')])).toEqual([])
  expect(await matchFiles(join(folder, 'a'), [])).toEqual([])
})

test.each([
  ['../**', true],
  ['reports/../../*.xml', true],
  ['{..,reports}/*.xml', true],
  ['@(..|reports)/*.xml', true],
  ['..', true],
  ['/**', true],
  ['**/*.xml', false],
  ['..reports/a...xml', false],
])('the glob %j has a parent segment: %s', (pattern, climbing) => expect(climbs(pattern)).toBe(climbing))

test.each([
  ['..', true],
  ['../a', true],
  ['/etc', true],
  ['..a', false],
  ['a/b', false],
  ['', false],
])('%j is outside: %s', (path, outside) => expect(isOutside(path)).toBe(outside))
