/**
 * Runs clients of AWS that others wrote against `npm run sandbox`: the CDK, the SAM CLI, the AWS CLI, and two actions of
 * GitHub. Each command must end as it does on AWS, and what the CLI shows must be there.
 *
 *   npm run check:clients -- [--only NAME,…] [--minutes N] [--action OWNER/NAME=CHECKOUT …] [--traffic FOLDER]
 *                            [--results FILE] [--verbose]
 *
 * A client is used where it is on this machine, or can be installed from its package registry within five minutes
 * (`--minutes`) each, below ~/.cache/test-deployments-clients. Actions are copied from checkouts, which `--action` or
 * CLIENT_ACTIONS (the same, with commas between) names. What cannot be had is skipped, with the reason. Exits 1 on a
 * command that does not work, and on a read operation of the sandbox that the AWS CLI does not call. `--traffic` keeps
 * the traffic for check:wire, `--results` keeps the rows for the table of judges.
 */
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { startSandbox } from '../../../sandbox/sandbox.ts'
import { provideAction } from './actions.ts'
import { CLIENTS } from './catalogue.ts'
import type { Client, Ready, Row } from './contract.ts'
import { notRead } from './coverage.ts'
import { startSandboxProcess } from './sandbox.ts'
import { SCENARIO } from './seed.ts'
import { stageOf } from './stage.ts'
import { cacheFolder, provide } from '../../install/provide.ts'
import type { Skipped } from '../../install/provide.ts'

const MINUTE_MS = 60_000
const MINUTES = '5'

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    minutes: { type: 'string', default: MINUTES },
    action: { type: 'string', multiple: true, default: [] },
    traffic: { type: 'string' },
    results: { type: 'string' },
    verbose: { type: 'boolean', default: false },
  },
})
const say = (text: string): void => void process.stdout.write(`${text}\n`)

function chosen(): readonly Client[] {
  if (values.only === undefined) return CLIENTS
  return values.only.split(',').map((name) => {
    const one = CLIENTS.find((each) => each.name === name)
    if (!one) throw new Error(`there is no ${name}; there are ${CLIENTS.map((each) => each.name).join(', ')}`)
    return one
  })
}

/** Checkouts of actions, by name. */
function checkouts(): ReadonlyMap<string, string> {
  const given = [...values.action, ...(process.env['CLIENT_ACTIONS'] ?? '').split(',')].filter((each) => each !== '')
  return new Map(
    given.map((each) => {
      const [name = '', folder] = each.split('=')
      if (folder === undefined) throw new Error(`${each} is not OWNER/NAME=CHECKOUT`)
      return [name, folder]
    }),
  )
}

async function provideClient(client: Client, cancelled: AbortSignal): Promise<Ready | Skipped> {
  const { package: wanted, name } = client
  const cache = cacheFolder('clients')
  if (wanted.registry === 'action') return provideAction(wanted.name, cache, checkouts().get(wanted.name))
  const limit = Number(values.minutes) * MINUTE_MS
  return provide({ name, package: wanted, folder: join(cache, name) }, limit, cancelled)
}

async function main(cancelled: AbortSignal): Promise<number> {
  const provided: (readonly [Client, Ready])[] = []
  const skipped: { client: string; why: string }[] = []
  for (const client of chosen()) {
    const one = await provideClient(client, cancelled)
    if (!('skipped' in one)) provided.push([client, one])
    else skipped.push({ client: client.name, why: one.skipped })
  }
  for (const { client, why } of skipped) say(`skipped: ${client}: ${why}`)
  if (provided.length === 0) return 0
  const folder = mkdtempSync(join(tmpdir(), 'clients-'))
  const rows: Row[] = []
  // The SAM CLI contains the translator that the sandbox uses for SAM's transform.
  const python = provided.find(([{ name }]) => name === 'sam')?.[1].program
  const sandbox = await startSandboxProcess(folder, SCENARIO, python === undefined ? {} : { SANDBOX_PYTHON: python })
  try {
    for (const [client, ready] of provided) {
      say(`${client.name} ${ready.version}`)
      const stage = stageOf(client, ready, {
        sandbox,
        folder,
        cancelled,
        tell(row) {
          rows.push(row)
          if (row.fault !== undefined) say(`  FAULT ${row.step}: ${row.fault.trim().replaceAll('\n', '\n    ')}`)
          else if (values.verbose) say(`  works: ${row.step}`)
        },
        skip(name, step, why) {
          skipped.push({ client: `${name}: ${step}`, why })
          say(`  skipped: ${step}: ${why}`)
        },
      })
      await client.play(stage)
    }
  } finally {
    await sandbox.stop()
    keep(sandbox.traffic)
    rmSync(folder, { recursive: true, force: true })
  }
  return end(rows, skipped)
}

function keep(traffic: string): void {
  if (values.traffic === undefined || !existsSync(traffic)) return
  mkdirSync(values.traffic, { recursive: true })
  copyFileSync(traffic, join(values.traffic, 'clients.jsonl'))
}

async function end(rows: readonly Row[], skipped: readonly { client: string; why: string }[]): Promise<number> {
  const faults = rows.filter(({ fault }) => fault !== undefined)
  const sandbox = await startSandbox()
  const operations = await sandbox.aws.operations()
  await sandbox.close()
  // Without a run of the AWS CLI, there is no result for it.
  const missing = rows.some(({ client }) => client === 'aws') ? notRead(operations, rows) : []
  for (const name of missing) say(`no command reads ${name}`)
  const called = new Set(rows.flatMap((row) => row.called.map((each) => `${each.service}:${each.operation}`)))
  if (values.results !== undefined) {
    mkdirSync(dirname(values.results), { recursive: true })
    writeFileSync(values.results, `${JSON.stringify({ judge: 'clients', rows, skipped }, undefined, 1)}\n`)
  }
  say(`${rows.length} commands, ${faults.length} faults, ${called.size} operations, ${skipped.length} skipped`)
  return faults.length + missing.length === 0 ? 0 : 1
}

const cancelling = new AbortController()
for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => cancelling.abort())
try {
  process.exitCode = await main(cancelling.signal)
} catch (error) {
  process.stderr.write(`check:clients: ${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}
