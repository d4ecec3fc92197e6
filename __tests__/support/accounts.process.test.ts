import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir, userInfo } from 'node:os'
import { delimiter, join } from 'node:path'
import { findGroup, findUser, homeOf } from '../../src/support/accounts.ts'

describe('an account of this host', () => {
  test('is found by name and by number', () => {
    const root = { name: 'root', uid: 0, home: expect.stringMatching(/^\//), shell: expect.any(String) }
    expect(findUser('root')).toEqual(root)
    expect(findUser(0)).toEqual(root)
    expect(findGroup(0)).toEqual({ name: expect.any(String), gid: 0 })
    expect(findGroup(findGroup(0)?.name ?? '')).toEqual(findGroup(0))
    expect(homeOf('root')).toBe(findUser('root')?.home)
  })

  test('is the current user where no name is given', () => {
    expect(homeOf('')).toBe(userInfo().homedir)
  })

  test.each(['', 'nobody-has-this-name', '0', 'root:x', 'root\n', '-s'])('is not found as %j', (name) => {
    expect(findUser(name)).toBeUndefined()
    expect(findGroup(name)).toBeUndefined()
  })
})

describe('an account of a directory', () => {
  const { PATH } = process.env
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'accounts-'))
    // Responds as getent does: a row, or exit status 2.
    const getent = `#!/bin/sh
case "$1 $2" in
  'passwd ada' | 'passwd 70001') echo 'ada:*:70001:70002:Ada:/home/ada:/bin/zsh' ;;
  'group analysts' | 'group 70002') echo 'analysts:*:70002:ada' ;;
  *) exit 2 ;;
esac
`
    await writeFile(join(folder, 'getent'), getent, { mode: 0o755 })
    process.env['PATH'] = `${folder}${delimiter}${PATH ?? ''}`
  })
  afterAll(async () => {
    process.env['PATH'] = PATH
    await rm(folder, { recursive: true })
  })

  test('is found by name and by number', () => {
    const ada = { name: 'ada', uid: 70_001, home: '/home/ada', shell: '/bin/zsh' }
    expect(findUser('ada')).toEqual(ada)
    expect(findUser(70_001)).toEqual(ada)
    expect(findGroup('analysts')).toEqual({ name: 'analysts', gid: 70_002 })
    expect(findGroup(70_002)?.name).toBe('analysts')
  })

  test('is not found by a name of digits, which getent would treat as a number', () => {
    expect(findUser('70001')).toBeUndefined()
  })
})
