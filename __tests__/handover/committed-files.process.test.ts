import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { committedFiles } from '../../src/handover/committed-files.ts'

let workspace = ''
const env = { PATH: process.env['PATH'] }

function write(path: string, text = 'x'): void {
  mkdirSync(dirname(join(workspace, path)), { recursive: true })
  writeFileSync(join(workspace, path), text)
}

function git(folder: string, ...args: string[]): void {
  execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], {
    cwd: join(workspace, folder),
    stdio: 'pipe',
  })
}

beforeEach(() => {
  workspace = mkdtempSync(join(tmpdir(), 'committed-'))
})
afterEach(() => {
  rmSync(workspace, { recursive: true })
})

async function pathsOf(...files: string[]): Promise<Record<string, string>> {
  return Object.fromEntries(await committedFiles({ workspace, env }, files))
}

describe('paths of files in the commit', () => {
  test('a tracked file has its path; a built, missing or outside file has none', async () => {
    for (const path of ['infra/web.yml', 'infra/a [b]*.yml', '-x/--all', 'cdk.out/web.json']) write(path)
    git('.', 'init', '-q')
    git('.', 'add', 'infra', '--', '-x')
    git('.', 'commit', '-qm', 'x')
    symlinkSync('/etc/passwd', join(workspace, 'link'))
    expect(
      await pathsOf(
        'infra/web.yml',
        './infra/web.yml',
        'infra/a [b]*.yml',
        'infra/*',
        'infra',
        '-x/--all',
        'cdk.out/web.json',
        'gone.yml',
        '../x',
        '/etc/passwd',
        'link',
        '',
      ),
    ).toEqual({
      'infra/web.yml': 'infra/web.yml',
      './infra/web.yml': 'infra/web.yml',
      'infra/a [b]*.yml': 'infra/a [b]*.yml',
      '-x/--all': '-x/--all',
    })
  })

  test('a repository below the workspace has its own root', async () => {
    write('app/infra/web.yml')
    git('app', 'init', '-q')
    git('app', 'add', '.')
    expect(await pathsOf('app/infra/web.yml')).toEqual({ 'app/infra/web.yml': 'infra/web.yml' })
  })

  test('without a repository, and without git, a path is unchanged', async () => {
    write('web.yml')
    expect(await pathsOf('web.yml')).toEqual({ 'web.yml': 'web.yml' })
    expect(await committedFiles({ workspace, env: { PATH: '/nowhere' } }, ['web.yml'])).toEqual(
      new Map([['web.yml', 'web.yml']]),
    )
  })
})
