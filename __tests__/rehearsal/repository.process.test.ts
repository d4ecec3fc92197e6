import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect, test } from '@jest/globals'

const MAIN = resolve(import.meta.dirname, '../../rehearsal/main.ts')
const WORKFLOW = 'jobs: { release: { uses: org/test-deployments/.github/workflows/release.yml@v1 } }'

test.each<[string, Readonly<Record<string, string>>, string]>([
  ['no workflow', {}, '`node dist/index.js init --dir'],
  [
    'no configuration',
    { 'workflows/release.yml': WORKFLOW },
    'release.yml names the configuration .github/test-deployments.yml',
  ],
  [
    'an error in the configuration',
    { 'workflows/release.yml': WORKFLOW, 'test-deployments.yml': 'version: 1\nstack: []\n' },
    'Write `stacks` instead of `stack` in line 2 of .github/test-deployments.yml.',
  ],
])('--repo of a repository with %s reports the next step, without a stack trace', (_, files, next) => {
  const folder = mkdtempSync(join(tmpdir(), 'repository-'))
  try {
    mkdirSync(join(folder, '.github/workflows'), { recursive: true })
    for (const [path, text] of Object.entries(files)) writeFileSync(join(folder, '.github', path), text)
    const { status, stderr } = spawnSync(process.execPath, [MAIN, '--repo', folder, '--yes'], { encoding: 'utf8' })
    expect(stderr).toContain(next)
    expect(stderr).not.toMatch(/^ {4}at /m)
    expect(status).toBe(2)
  } finally {
    rmSync(folder, { recursive: true })
  }
})
