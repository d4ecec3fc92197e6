import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'

/** Recordings contain no folder of the machine on which they were made. */
test('fixtures have no path below a home or a temporary folder', () => {
  const root = join(import.meta.dirname, '..')
  const paths = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.parentPath.includes('/fixtures'))
    .map((entry) => join(entry.parentPath, entry.name))
  expect(paths.length).toBeGreaterThan(100)
  const machine = /\/root\/|\/home\/(?!runner\/)\w+\/|\/Users\/\w+\/|\/tmp\/[\w-]{3,}\//
  expect(paths.filter((path) => machine.test(readFileSync(path, 'latin1')))).toEqual([])
})
