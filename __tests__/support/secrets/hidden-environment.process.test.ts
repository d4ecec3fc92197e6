import { expect, test } from '@jest/globals'
import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const MODULE = new URL('../../../src/support/secrets/hidden-environment.ts', import.meta.url).pathname
const SECRETS = {
  AWS_SECRET_ACCESS_KEY: 'very-secret-key',
  ACTIONS_RUNTIME_TOKEN: 'very-secret-token',
  'INPUT_GITHUB-TOKEN': 'very-secret-input',
  SHOP_PASSWORD: 'very-secret ö\nof two lines',
}

async function start(
  script: string,
  env: Readonly<Record<string, string>>,
): Promise<{ stdout: string; pid: number | undefined }> {
  const folder = await mkdtemp(join(tmpdir(), 'hidden-'))
  try {
    const path = join(folder, 'main.ts')
    await writeFile(
      path,
      `import { hideEnvironment } from ${JSON.stringify(MODULE)}\nhideEnvironment(process.env.GITHUB_SHA !== 'none', ${JSON.stringify(folder)})\n${script}`,
    )
    const started = run(process.execPath, [path, 'verify'], {
      env: { PATH: process.env['PATH'], ...env },
    })
    const { stdout, stderr } = await started
    expect(stderr).toBe('')
    return { stdout, pid: started.child.pid }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Prints what a user's command reads of its parent, with every secret in it. */
const LOOK = `
import { execFileSync } from 'node:child_process'
const read = (path) => execFileSync('sh', ['-c', 'cat /proc/$PPID/' + path + ' 2>&1 || true'], { env: {} }).toString()
console.log(JSON.stringify({ env: process.env, argv: process.argv.slice(2), environ: read('environ'), input: read('fd/0') }))
`

test('secrets cannot be read from the environment of the process that has them', async () => {
  const seen = JSON.parse((await start(LOOK, { ...SECRETS, GITHUB_SHA: 'abc' })).stdout) as Record<string, unknown>
  expect(seen['env']).toEqual({ PATH: process.env['PATH'], GITHUB_SHA: 'abc', ...SECRETS })
  expect(seen['argv']).toEqual(['verify'])
  expect(seen['environ']).toContain('GITHUB_SHA=abc')
  expect(seen['environ']).not.toContain('very-secret')
  expect(seen['input']).toBe('')
})

test('a process without secrets continues unchanged', async () => {
  const seen = JSON.parse((await start(LOOK, { GITHUB_SHA: 'abc' })).stdout) as Record<string, unknown>
  expect(seen['env']).toEqual({ PATH: process.env['PATH'], GITHUB_SHA: 'abc' })
  expect(seen['environ']).not.toContain('TEST_DEPLOYMENTS')
})

test('the process ID stays the same, so that signals reach it', async () => {
  const { stdout, pid } = await start('console.log(process.pid)', SECRETS)
  expect(Number(stdout)).toBe(pid)
})
