import { execFileSync } from 'node:child_process'
import { existsSync, lstatSync, readFileSync, readlinkSync, statSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, describe, expect, test } from '@jest/globals'
import { unpackRevision } from '../../../src/codedeploy/agent/bundle.ts'
import { detectBundleType, walkArchive } from '../../../src/codedeploy/revision/archive.ts'
import { Scratch, tarOf, zipOf } from '../revisions.ts'

const scratch = new Scratch()
afterAll(() => scratch.remove())

const APPSPEC = { name: 'appspec.yml', content: 'version: 0.0\nos: linux\n' }

async function unpacked(archive: string): Promise<string> {
  const target = join(scratch.folder(), 'deployment-archive')
  await unpackRevision(archive, target)
  return target
}

/** The message with which a revision is refused, and the check that no file of it remains. */
async function refusal(archive: string): Promise<string> {
  const target = join(scratch.folder(), 'deployment-archive')
  const message = await unpackRevision(archive, target).then(
    () => 'accepted',
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  )
  if (message !== 'accepted') expect(existsSync(target)).toBe(false)
  return message
}

describe('the format of an archive', () => {
  test('is detected from its content, whatever its name is', async () => {
    const tarball = await tarOf([APPSPEC])
    expect(detectBundleType(scratch.file('x.zip', tarball))).toBe('tar')
    expect(detectBundleType(scratch.file('x.zip', gzipSync(tarball)))).toBe('tgz')
    expect(detectBundleType(scratch.file('x.tar', zipOf([APPSPEC])))).toBe('zip')
    expect(detectBundleType(scratch.folder())).toBe('directory')
  })

  test.each([
    ['nothing', ''],
    ['a text', 'hello'],
  ])('%s is refused', (_, content) => {
    expect(() => detectBundleType(scratch.file('x.zip', Buffer.from(content)))).toThrow('cannot be used')
  })
})

describe('the content of an archive', () => {
  test('modes, links, empty folders and line breaks in names are preserved', async () => {
    const tarball = await tarOf([
      APPSPEC,
      { name: 'bin/run', content: 'x', mode: 0o4750 },
      { name: 'empty', type: 'directory', mode: 0o700 },
      { name: 'link', type: 'symlink', linkname: 'bin/run' },
      { name: 'again', type: 'link', linkname: 'bin/run' },
      { name: 'two\nlines', content: 'y' },
    ])
    const target = await unpacked(scratch.file('r.tgz', gzipSync(tarball)))
    expect(statSync(join(target, 'bin/run')).mode & 0o7777).toBe(0o4750)
    expect(statSync(join(target, 'empty')).mode & 0o777).toBe(0o700)
    expect(readlinkSync(join(target, 'link'))).toBe('bin/run')
    expect(readFileSync(join(target, 'again'), 'utf8')).toBe('x')
    expect(readFileSync(join(target, 'two\nlines'), 'utf8')).toBe('y')
  })

  test('a zip from another system opens, with the mode bits that it states', async () => {
    const target = await unpacked(
      scratch.file(
        'r.zip',
        zipOf([
          APPSPEC,
          { name: 'h.sh', content: '#!/bin/sh\n', mode: 0o100755 },
          { name: 'l', content: 'h.sh', mode: 0o120777 },
        ]),
      ),
    )
    expect(statSync(join(target, 'h.sh')).mode & 0o777).toBe(0o755)
    expect(lstatSync(join(target, 'l')).isSymbolicLink()).toBe(true)
  })

  test('one parent folder of an AppSpec is removed, two are not', async () => {
    const one = await unpacked(scratch.file('a.tar', await tarOf([{ ...APPSPEC, name: 'top/appspec.yml' }])))
    expect(existsSync(join(one, 'appspec.yml'))).toBe(true)
    const two = await unpacked(scratch.file('a.tar', await tarOf([{ ...APPSPEC, name: 'top/in/appspec.yml' }])))
    expect(existsSync(join(two, 'appspec.yml'))).toBe(false)
  })
})

describe('forbidden content of an archive', () => {
  test.each([
    ['leads out', { name: '../../etc/cron.d/x', content: 'x' }, 'leads out of the revision'],
    ['is absolute', { name: '/etc/x', content: 'x' }, 'absolute path'],
    ['is a device', { name: 'null', type: 'character-device' as const, devmajor: 1, devminor: 3 }, 'character-device'],
    ['is a pipe', { name: 'pipe', type: 'fifo' as const }, 'fifo'],
    [
      'is a hard link to a file outside',
      { name: 'x', type: 'link' as const, linkname: '../../etc/passwd' },
      'leads out',
    ],
    [
      'is a hard link to a missing file',
      { name: 'x', type: 'link' as const, linkname: 'nope' },
      'not a file of the archive',
    ],
  ])('an entry of a tar that %s', async (_, entry, message) => {
    expect(await refusal(scratch.file('x.tar', await tarOf([APPSPEC, entry])))).toContain(message)
  })

  test.each([
    ['leads out', { name: '../x', content: 'x' }, 'the entry "../x" leads out of the revision'],
    ['has a path of another system', { name: 'a\\b', content: 'x' }, 'backslash'],
    ['is absolute', { name: '/x', content: 'x' }, 'absolute path'],
    ['is a device', { name: 'x', mode: 0o020644 }, 'device'],
    ['has a wrong size', { name: 'x', content: 'abc', claimedSize: 999 }, 'cannot be'],
  ])('an entry of a zip that %s', async (_, entry, message) => {
    expect(await refusal(scratch.file('x.zip', zipOf([APPSPEC, entry])))).toContain(message)
  })

  test('an entry behind a link', async () => {
    const outside = scratch.folder()
    const tarball = await tarOf([
      APPSPEC,
      { name: 'way', type: 'symlink', linkname: outside },
      { name: 'way/in.txt', content: 'x' },
    ])
    expect(await refusal(scratch.file('x.tar', tarball))).toContain('lies behind the link')
    expect(existsSync(join(outside, 'in.txt'))).toBe(false)
  })

  test("a file at the place of a link is written without changing the link's target", async () => {
    const outside = scratch.file('victim', Buffer.from('mine'))
    const tarball = await tarOf([
      APPSPEC,
      { name: 'x', type: 'symlink', linkname: outside },
      { name: 'x', content: 'theirs' },
    ])
    const target = await unpacked(scratch.file('x.tar', tarball))
    expect(readFileSync(join(target, 'x'), 'utf8')).toBe('theirs')
    expect(readFileSync(outside, 'utf8')).toBe('mine')
  })

  test('a truncated archive', async () => {
    const tarball = await tarOf([APPSPEC, { name: 'big', content: 'x'.repeat(100_000) }])
    for (const [name, content] of [
      ['r.tar', tarball],
      ['r.tgz', gzipSync(tarball)],
      ['r.zip', zipOf([APPSPEC, { name: 'big', content: 'x'.repeat(100_000) }])],
    ] as const) {
      expect(await refusal(scratch.file(name, content.subarray(0, content.length / 2)))).toContain('cannot be')
    }
  })

  test('more data than free disk space', async () => {
    const archive = scratch.file('x.tar', await tarOf([APPSPEC, { name: 'a', content: 'x'.repeat(1000) }]))
    const walk = (bytes: number, entries: number): Promise<void> =>
      walkArchive(archive, 'tar', async () => undefined, { bytes, entries, at: '/small' })
    await expect(walk(500, 10)).rejects.toThrow('more than the 500 bytes that are free at /small')
    await expect(walk(5000, 1)).rejects.toThrow('more than the 1 files and folders (inodes)')
  })

  test('a tar with a sparse file of 10 GB', async () => {
    const folder = scratch.revision({ 'appspec.yml': APPSPEC.content, hole: '' })
    truncateSync(join(folder, 'hole'), 10 * 1024 ** 3)
    execFileSync('tar', ['-C', folder, '--sparse', '-cf', `${folder}.tar`, '.'])
    expect(await refusal(`${folder}.tar`)).toMatch(/sparse|cannot be/)
  })
})

describe('a folder', () => {
  test('with a pipe is refused', async () => {
    const folder = scratch.revision({ 'appspec.yml': APPSPEC.content })
    execFileSync('mkfifo', [join(folder, 'pipe')])
    expect(await refusal(folder)).toContain('a device, a pipe or a socket')
  })

  test('with a sparse file of 10 GB takes no additional disk space', async () => {
    const folder = scratch.revision({ 'appspec.yml': APPSPEC.content, hole: 'begin' })
    truncateSync(join(folder, 'hole'), 10 * 1024 ** 3)
    const copy = statSync(join(await unpacked(folder), 'hole'))
    expect(copy.size).toBe(10 * 1024 ** 3)
    expect(copy.blocks * 512).toBeLessThan(10 * 1024 ** 2)
  })
})
