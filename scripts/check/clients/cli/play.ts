import { spawn } from 'node:child_process'
import { KeyObject, webcrypto } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Ended, Stage } from '../contract.ts'
import { COMMANDS } from './commands/index.ts'
import type { Command } from './commands/contract.ts'
import { playNotifications } from './notifications.ts'
import { APIS, APPSPEC, BROKEN, IMPORTER, MANIFEST, NESTED, SIGNALLED, STUCK, TEMPLATE } from './world.ts'

const SCRIPT = join(import.meta.dirname, '../aws_cli.py')
const PATIENCE = 40
const PAUSE_MS = 250

/** The AWS CLI: makes a stack with `cloudformation package` and `deploy`, and runs every command of the tables on it. */
export async function playCli(stage: Stage): Promise<void> {
  await layOut(stage.folder)
  const cli = startCli(stage)
  const values = new Map([
    ['now', String(Date.now())],
    ['url', stage.url],
  ])
  try {
    for (const command of COMMANDS) await stage.step(titleOf(command), () => play(cli.run, command, values))
    // For SQS this CLI has an endpoint of its own, which no variable changes.
    await playNotifications(stage, (args) => cli.run(args[0] === 'sqs' ? ['--endpoint-url', stage.url, ...args] : args))
  } finally {
    await cli.stop()
  }
}

const titleOf = ({ run }: Command): string =>
  run
    .replace(/--endpoint-url \S+ /, '')
    .split(' ')
    .slice(0, 2)
    .join(' ')

async function layOut(folder: string): Promise<void> {
  for (const each of ['orders', 'revision']) mkdirSync(join(folder, each))
  const files = {
    'template.yml': TEMPLATE,
    'nested.yml': NESTED,
    'importer.yml': IMPORTER,
    'apis.yml': APIS,
    'broken.yml': BROKEN,
    'stuck.yml': STUCK,
    'signalled.yml': SIGNALLED,
    'orders/index.js': 'exports.handler = async () => ({ ok: true })\n',
    'revision/appspec.yml': APPSPEC,
    'revision/app.txt': 'hello\n',
    'manifest.json': MANIFEST,
    ...(await selfSigned()),
  }
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
}

/** A certificate for `acm import-certificate`. */
async function selfSigned(): Promise<Readonly<Record<'certificate.pem' | 'key.pem', string>>> {
  await import('reflect-metadata')
  const { X509CertificateGenerator } = await import('@peculiar/x509')
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  const options = { name: 'CN=shop.example.com', keys, signingAlgorithm: algorithm }
  const certificate = await X509CertificateGenerator.createSelfSigned(options, webcrypto)
  const key = KeyObject.from(keys.privateKey).export({ type: 'pkcs8', format: 'pem' })
  return { 'certificate.pem': certificate.toString('pem'), 'key.pem': String(key) }
}

type Run = (args: readonly string[]) => Promise<Ended>

/** @returns the differences */
async function play(run: Run, command: Command, values: Map<string, string>): Promise<string | undefined> {
  const unknown: string[] = []
  const filled = (text: string): string =>
    text.replace(/\{(\w+)\}/g, (_, name: string) => values.get(name) ?? (unknown.push(name), ''))
  const args = wordsOf(command.run).map(filled)
  const { fails } = command
  if (unknown.length > 0) return `there is no ${unknown.join(', ')}, which an earlier command gives`
  const query = command.shows === undefined ? [] : ['--query', filled(command.shows)]
  const output = command.shows === undefined && command.sets === undefined ? [] : ['--output', 'json']
  for (let attempt = 1; ; attempt += 1) {
    const ended = await run([...args, ...query, ...output])
    if (fails !== undefined) {
      return ended.status !== 0 && ended.stderr.includes(fails)
        ? undefined
        : `it should fail with ${fails}: ${all(ended)}`
    }
    const wrong = judge(ended, command, filled)
    if (wrong !== undefined && command.eventually === true && attempt < PATIENCE) {
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
      continue
    }
    if (wrong === undefined) note(ended, command, values)
    return wrong
  }
}

const all = ({ status, stdout, stderr }: Ended): string => `status ${status}: ${`${stdout}\n${stderr}`.trim()}`

/** The difference in the output; an empty output proves nothing. */
function judge(ended: Ended, { shows, is }: Command, filled: (text: string) => string): string | undefined {
  if (ended.status !== 0) return all(ended)
  if (shows === undefined) return undefined
  const shown: unknown = JSON.parse(ended.stdout)
  if (is !== undefined) {
    return JSON.stringify(shown) === filled(JSON.stringify(is)) ? undefined : `${shows} is ${ended.stdout.trim()}`
  }
  const empty = shown === null || shown === '' || (typeof shown === 'object' && Object.keys(shown).length === 0)
  return empty ? `${shows} is ${ended.stdout.trim()}` : undefined
}

function note({ stdout }: Ended, { sets }: Command, values: Map<string, string>): void {
  if (sets === undefined) return
  if (typeof sets === 'string') {
    values.set(sets, String(JSON.parse(stdout)))
    return
  }
  for (const [name, value] of Object.entries(sets(JSON.parse(stdout)))) values.set(name, value)
}

/** The words of a command line; quotes hold one together. */
function wordsOf(line: string): string[] {
  return [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '')
}

function startCli({ ready, variables, folder }: Stage): { run: Run; stop: () => Promise<void> } {
  const child = spawn(ready.program, [SCRIPT], {
    cwd: folder,
    env: { PATH: process.env['PATH'], ...variables },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  return {
    async run(args) {
      child.stdin.write(`${JSON.stringify(args)}\n`)
      const { value, done } = await lines.next()
      if (done === true) throw new Error('the AWS CLI ended')
      return JSON.parse(value) as Ended
    },
    async stop() {
      child.stdin.end()
      await ended
    },
  }
}
