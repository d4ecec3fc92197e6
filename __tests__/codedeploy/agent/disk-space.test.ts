import { join } from 'node:path'
import { afterAll, describe, expect, test } from '@jest/globals'
import { Pace } from '../../../src/codedeploy/agent/files.ts'
import type { Free } from '../../../src/codedeploy/agent/files.ts'
import { InstallError, type Instruction } from '../../../src/codedeploy/agent/install/instructions.ts'
import {
  checkInstallRoom,
  checkRevisionRoom,
  needOf,
  revisionBeside,
} from '../../../src/codedeploy/agent/disk-space.ts'
import { State } from '../../../src/codedeploy/agent/state.ts'
import { Scratch, write } from '../revisions.ts'

const scratch = new Scratch()
afterAll(() => scratch.remove())

const BLOCK = 4096
const MUCH = 1e15
const disk = (free: Partial<Free>) => (): Free => ({ bytes: MUCH, entries: MUCH, block: BLOCK, ...free })

/** Three files of one byte that are to be copied to a folder that does not exist yet. */
function threeFiles(): { readonly from: string; readonly to: string; readonly list: readonly Instruction[] } {
  const [from, to] = [scratch.folder(), join(scratch.folder(), 'srv')]
  write(from, { a: '1', b: '2', c: '3' })
  const copies = ['a', 'b', 'c'].map((name): Instruction => ({
    type: 'copy',
    source: join(from, name),
    destination: join(to, name),
  }))
  return { from, to, list: [{ type: 'mkdir', directory: to }, ...copies] }
}

describe('disk space for an installation', () => {
  test('a small file uses a whole block, and so does a folder', () => {
    const { list } = threeFiles()
    expect(() => checkInstallRoom(list, [], undefined, disk({ bytes: 4 * BLOCK }))).not.toThrow()
    expect(() => checkInstallRoom(list, [], undefined, disk({ bytes: 3 * BLOCK }))).toThrow(
      `need ${4 * BLOCK} bytes more, and ${3 * BLOCK} are free`,
    )
  })

  test('a disk may have bytes and no inodes, and the next step names both', () => {
    const { list } = threeFiles()
    expect(() => checkInstallRoom(list, [], undefined, disk({ entries: 4 }))).not.toThrow()
    let thrown: unknown
    try {
      checkInstallRoom(list, [], undefined, disk({ entries: 3 }))
    } catch (error) {
      thrown = error
    }
    expect(thrown).toBeInstanceOf(InstallError)
    expect(thrown).toMatchObject({
      message: expect.stringContaining('room for 4 files and folders more'),
      advice: expect.stringContaining('df -i'),
    })
  })

  test('removed and replaced files free disk space', () => {
    const { to, list } = threeFiles()
    write(to, { a: 'old', gone: 'old' })
    expect(() => checkInstallRoom(list, [join(to, 'gone')], undefined, disk({ entries: 2 }))).not.toThrow()
    expect(() => checkInstallRoom(list, [], undefined, disk({ entries: 2 }))).toThrow('3 files and folders more')
  })

  test('the agent’s own copy counts where it is on the same disk', () => {
    const { to, list } = threeFiles()
    const beside = { path: join(to, 'agent'), need: { bytes: 2 * BLOCK, entries: 2 } }
    expect(() => checkInstallRoom(list, [], beside, disk({ bytes: 5 * BLOCK }))).toThrow(`need ${6 * BLOCK} bytes`)
  })
})

describe('disk space for a revision', () => {
  test('is the size of its files, with a reserve', async () => {
    const { from } = threeFiles()
    const need = await needOf(from, new Pace(undefined))
    expect(need).toEqual({ bytes: 3, entries: 4 })
    const gone = { bytes: 0, entries: 0 }
    expect(() => checkRevisionRoom(need, from, gone, disk({}))).not.toThrow()
    expect(() => checkRevisionRoom(need, from, gone, disk({ bytes: 1000 }))).toThrow(
      /needs 3 bytes beside the \d+ that stay free, and 1000 are free/,
    )
    expect(() => checkRevisionRoom(need, from, gone, disk({ entries: 3 }))).toThrow('for 4 files and folders')
    expect(() => checkRevisionRoom(need, from, { bytes: 0, entries: 1 }, disk({ entries: 3 }))).not.toThrow()
  })

  test('is checked on the agent’s own disk, where that differs from the disk of a dry run', async () => {
    const { from } = threeFiles()
    const at = (root: string): State => new State(root, 'preprod', 'd-1')
    const pace = new Pace(undefined)
    expect(await revisionBeside(from, at(join(from, 'agent')), 5, pace)).toBeUndefined()
    // A file system without any free space.
    await expect(revisionBeside(from, at('/proc/agent'), 5, pace)).rejects.toThrow('and 0 are free at /proc')
  })
})
