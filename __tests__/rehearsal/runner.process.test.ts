import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { inputVariables, readAction } from '../../rehearsal/runner/action.ts'
import { parseCommand, parseFileCommands } from '../../rehearsal/runner/commands.ts'
import { Masks } from '../../rehearsal/runner/masks.ts'
import { hostVariables, runScript } from '../../rehearsal/runner/script.ts'
import { runStep, type StepResult } from '../../rehearsal/runner/step.ts'
import { until } from '../sandbox/world.ts'
import { isAlive } from '../support/alive.ts'

let folder: string
let lines: string[]

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'runner-'))
  mkdirSync(join(folder, 'workspace'))
  lines = []
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

async function play(script: string, options: { cancel?: AbortSignal; post?: string } = {}): Promise<StepResult> {
  const yml = `
    inputs: { command: { required: true }, github-token: { default: "\${{ github.token }}" }, with space: {} }
    runs: { using: node24, main: index.mjs${options.post === undefined ? '' : ', post: post.mjs'} }`
  writeFileSync(join(folder, 'action.yml'), yml)
  writeFileSync(join(folder, 'index.mjs'), script)
  if (options.post !== undefined) writeFileSync(join(folder, 'post.mjs'), options.post)
  const masks = new Masks()
  return runStep(
    readAction(folder),
    { command: 'verify' },
    {
      workspace: join(folder, 'workspace'),
      temp: join(folder, 'temp'),
      env: { GITHUB_JOB: 'verify' },
      token: 'ghs_secret',
      masks,
    },
    {
      show: (line, { level, folds }) => lines.push(`${'  '.repeat(folds.length)}${level ? `[${level}] ` : ''}${line}`),
      cancelled: options.cancel ?? new AbortController().signal,
      patience: { untilSigterm: 200, untilSigkill: 200 },
    },
  )
}

test('an action with an expression in a description is not loaded', () => {
  const yml = 'inputs: { needs: { description: "as ${{ toJSON(needs) }}" } }\nruns: { using: node24, main: index.mjs }'
  writeFileSync(join(folder, 'action.yml'), yml)
  expect(() => readAction(folder)).toThrow('input needs: an expression in its description')
})

test('a step sees its inputs and its job, and nothing of this machine', async () => {
  process.env['SECRET_OF_THIS_MACHINE'] = 'seen'
  try {
    await play(`console.log(JSON.stringify([process.env['INPUT_COMMAND'], process.env['INPUT_GITHUB-TOKEN'],
      process.env['INPUT_WITH_SPACE'], process.env.GITHUB_JOB, process.env.SECRET_OF_THIS_MACHINE ?? 'nothing']))`)
  } finally {
    delete process.env['SECRET_OF_THIS_MACHINE']
  }
  expect(lines).toEqual(['["verify","ghs_secret","","verify","nothing"]'])
})

test('outputs, summary and exit status are returned', async () => {
  const result = await play(`import { appendFileSync } from 'node:fs'
    appendFileSync(process.env.GITHUB_OUTPUT, 'verdict<<E\\nfail\\nor not\\nE\\ndigest=sha256:1\\n')
    appendFileSync(process.env.GITHUB_STEP_SUMMARY, '# Seen')
    process.exitCode = 3`)
  expect([...result.outputs]).toEqual([
    ['verdict', 'fail\nor not'],
    ['digest', 'sha256:1'],
  ])
  expect(result).toMatchObject({ summary: '# Seen', status: 3, cancelled: false })
})

test('workflow commands take effect, and secrets are masked in all later output', async () => {
  const result = await play(`console.log([
    '::group::Planning', 'inside', '::endgroup::', '::add-mask::hunter2', 'the word is hunter2',
    '::error file=a.yml,line=3,title=drift%3A here::50%25 of hunter2%0Asecond line', '::debug::quiet',
    '::stop-commands::pause', '::error::not a command', '::pause::', '::warning::last'].join('\\n'))`)
  expect(lines).toEqual([
    'Planning',
    '  inside',
    'the word is ***',
    '[error] 50% of ***',
    '[error] second line',
    '::error::not a command',
    '[warning] last',
  ])
  expect(result.annotations).toEqual([
    { level: 'error', title: 'drift: here', message: '50% of ***\nsecond line' },
    { level: 'warning', message: 'last' },
  ])
})

test('the post step runs with the state that the main step saved', async () => {
  await play(`import { appendFileSync } from 'node:fs'; appendFileSync(process.env.GITHUB_STATE, 'lock=7\\n')`, {
    post: `console.log('unlock', process.env.STATE_lock)`,
  })
  expect(lines).toEqual(['unlock 7'])
})

test('a cancelled step gets SIGINT and may end normally', async () => {
  const cancelling = new AbortController()
  const running = play(
    `process.on('SIGINT', () => { console.log('tidy'); process.exit(1) }); console.log('ready'); setInterval(() => {}, 1000)`,
    { cancel: cancelling.signal },
  )
  while (!lines.includes('ready')) await new Promise((resolve) => setTimeout(resolve, 20))
  cancelling.abort()
  await expect(running).resolves.toMatchObject({ cancelled: true, status: 1 })
  expect(lines).toContain('tidy')
})

test('a step that does not end is killed', async () => {
  const cancelling = new AbortController()
  const running = play(
    `for (const s of ['SIGINT', 'SIGTERM']) process.on(s, () => console.log(s)); console.log('ready'); setInterval(() => {}, 1000)`,
    { cancel: cancelling.signal },
  )
  while (!lines.includes('ready')) await new Promise((resolve) => setTimeout(resolve, 20))
  cancelling.abort()
  const result = await running
  expect(result).toMatchObject({ cancelled: true, status: undefined })
  expect(lines).toEqual(['ready', 'SIGINT', 'SIGTERM'])
  expect(result.ms).toBeGreaterThan(400)
})

test('processes that a step leaves running are ended', async () => {
  await play(`import { spawn } from 'node:child_process'
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { detached: true, stdio: 'inherit' })
    child.unref(); console.log(child.pid)`)
  const pid = Number(lines[0])
  expect(lines).toEqual([String(pid), `Terminate orphan process: pid (${pid})`])
  await until(
    () => isAlive(pid),
    (alive) => !alive,
  )
})

test.each([
  ['an ordinary line', undefined],
  ['text ::error::before', undefined],
  ['::error::boom', { name: 'error', properties: {}, message: 'boom' }],
  ['::set-output name=a%2Cb,x=1::v', { name: 'set-output', properties: { name: 'a,b', x: '1' }, message: 'v' }],
])('the line %j is read as %j', (line, command) => {
  expect(parseCommand(line)).toEqual(command)
})

test('a file command that cannot be read fails', () => {
  expect(() => parseFileCommands('no value')).toThrow('cannot be read')
  expect(() => parseFileCommands('a<<E\nnever ends')).toThrow('does not end with E')
})

test('a secret that is part of another one is masked as a whole', () => {
  const masks = new Masks()
  masks.add('abc')
  masks.add('abcdef\nsecond')
  expect(masks.hide('abcdef, second and abc')).toBe('***, *** and ***')
})

test('omitted inputs have their defaults', () => {
  const action = { inputs: [{ name: 'mode', default: 'enforce' }], outputs: [], using: 'node24', main: 'x' }
  expect(inputVariables(action, {}, 't')).toEqual({ INPUT_MODE: 'enforce' })
})

test.each([
  ['HTTPS_PROXY', 'http://proxy.example:3128'],
  ['NODE_EXTRA_CA_CERTS', '/etc/ssl/company.pem'],
  ['SSL_CERT_FILE', '/etc/ssl/company.pem'],
  ['npm_config_registry', 'https://npm.example/'],
  ['npm_config_userconfig', '/home/ada/.npmrc'],
  ['PIP_INDEX_URL', 'https://pypi.example/simple'],
  ['JAVA_HOME', '/opt/java'],
])('a script gets %s of this machine, as on a runner', (name, value) => {
  expect(hostVariables({ [name]: value })).toMatchObject({ [name]: value })
})

test.each([
  'AWS_ACCESS_KEY_ID',
  'AWS_PROFILE',
  'GITHUB_ACTIONS',
  'GITHUB_TOKEN',
  'ACTIONS_RUNTIME_TOKEN',
  'NPM_TOKEN',
  'NODE_AUTH_TOKEN',
  'DB_PASSWORD',
  'SIGNING_KEY',
  'npm_config__auth',
  'NODE_OPTIONS',
  'npm_lifecycle_event',
  'npm_package_name',
  'npm_config_local_prefix',
  'INIT_CWD',
  'HOME',
])('a script does not get %s of this machine', (name) => {
  expect(hostVariables({ [name]: 'value' })).toEqual({})
})

test('a proxy is not used for servers on this machine', () => {
  expect(hostVariables({ https_proxy: 'http://proxy.example', NO_PROXY: '.example' })['NO_PROXY']).toBe(
    '.example,localhost,.localhost,127.0.0.1',
  )
})

test('a script has its own values, then those of the job, then those of this machine', async () => {
  const before = { ...process.env }
  Object.assign(process.env, { FROM_HOST: 'host', FROM_JOB: 'host', FROM_STEP: 'host', HOST_TOKEN: 'ghp_host' })
  const job = { workspace: folder, temp: folder, masks: new Masks(), env: { FROM_JOB: 'job', FROM_STEP: 'job' } }
  try {
    const run = 'echo "$FROM_HOST $FROM_JOB $FROM_STEP ${HOST_TOKEN-none} $HOME"'
    const given = { name: 'Show', run, env: { FROM_STEP: 'step' } }
    const show = (line: string): void => void lines.push(line)
    expect(await runScript(given, job, { show, cancelled: new AbortController().signal })).toBe(0)
  } finally {
    process.env = before
  }
  expect(lines).toEqual([`host job step none ${folder}`])
})
