import { describe, expect, test } from '@jest/globals'
import { cleanupLine, readCleanup } from '../../../src/codedeploy/agent/state.ts'

const entry = (path: string): { path: string; context: false } => ({ path, context: false })

describe('the list of files to remove next time', () => {
  const fragile = ['/srv/two\nlines', '/srv/blank ', '/ x']

  test('keeps every path', () => {
    const text = fragile.map((path) => cleanupLine(entry(path), false)).join('')
    expect(readCleanup(text)).toEqual(fragile.map(entry))
  })

  test('loses paths as AWS’s agent does in compatible mode, and never uses the rest of one as a path', () => {
    const text = fragile.map((path) => cleanupLine(entry(path), true)).join('')
    expect(text).toBe('/srv/two\nlines\n/srv/blank \n/ x\n')
    expect(readCleanup(text)).toEqual(['/srv/two', '/srv/blank', '/ x'].map(entry))
  })
})
