/**
 * Installs a revision of 10,000 files (200 MB) and compares it, in the same run, with what must be done at least: copying
 * the folder (`cp -a`) and hashing it.
 *
 *   npm run bench:agent [-- --files 10000 --megabytes 200 --rounds 3]
 *
 * Exits 1 where the median is more than twice that of the comparison, or where memory grows with the revision.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { deployRevision } from '../src/codedeploy/agent/index.ts'

const { values } = parseArgs({
  options: {
    files: { type: 'string', default: '10000' },
    megabytes: { type: 'string', default: '200' },
    rounds: { type: 'string', default: '3' },
    /** Internal: deploys this folder and prints the peak memory in bytes. */
    measure: { type: 'string' },
  },
})
const MOST_TIMES = 2
/** Allowed growth of memory in MB for a revision ten times as large: the list of files, not their content. */
const MOST_GROWTH = 64
const MB = 1024 * 1024

if (values.measure !== undefined) {
  console.log(await peakOf(values.measure))
} else {
  const scratch = mkdtempSync(join(tmpdir(), 'bench-agent-'))
  try {
    process.exitCode = await bench(scratch)
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}

async function bench(scratch: string): Promise<number> {
  const [files, bytes] = [Number(values.files), Number(values.megabytes) * MB]
  const revision = makeRevision(join(scratch, 'revision'), files, bytes)
  const small = makeRevision(join(scratch, 'small'), files / 10, bytes / 10)
  const compared: number[] = []
  const installed: number[] = []
  for (let round = 0; round < Number(values.rounds); round++) {
    compared.push(await timed(() => copyAndHash(revision, join(scratch, `copy-${round}`))))
    installed.push(await timed(() => deploy(revision, join(scratch, `host-${round}`))))
    for (const name of ['copy', 'host']) rmSync(join(scratch, `${name}-${round}`), { recursive: true })
  }
  const [least, ours] = [median(compared), median(installed)]
  const [peakSmall, peak] = [small, revision].map(peakElsewhere) as [number, number]
  const growth = (peak - peakSmall) / MB
  console.log(`${files} files, ${bytes / MB} MB, median of ${values.rounds}`)
  console.log(`cp -a and hashing   ${show(least)}   (${compared.map(show).join(', ')})`)
  console.log(`deployRevision      ${show(ours)}   (${installed.map(show).join(', ')})`)
  console.log(`times               ${(ours / least).toFixed(2)}   at most ${MOST_TIMES}`)
  console.log(`memory, a tenth     ${(peakSmall / MB).toFixed(0)} MB`)
  console.log(`memory, all         ${(peak / MB).toFixed(0)} MB   ${growth.toFixed(0)} MB more, at most ${MOST_GROWTH}`)
  return ours / least <= MOST_TIMES && growth <= MOST_GROWTH ? 0 : 1
}

function makeRevision(folder: string, files: number, bytes: number): string {
  const content = randomBytes(Math.round(bytes / files))
  for (let index = 0; index < files; index++) {
    const parent = join(folder, 'app', String(index % 100))
    if (index < 100) mkdirSync(parent, { recursive: true })
    content.writeUInt32LE(index)
    writeFileSync(join(parent, `${index}.bin`), content)
  }
  writeFileSync(
    join(folder, 'appspec.yml'),
    'version: 0.0\nos: linux\nfiles:\n  - source: app\n    destination: /srv/app\npermissions:\n  - object: /srv/app\n    mode: "0644"\n    type: [file]\n',
  )
  return folder
}

function copyAndHash(revision: string, target: string): void {
  execFileSync('cp', ['-a', revision, target])
  const walk = (folder: string): void => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name)
      if (entry.isDirectory()) walk(path)
      else createHash('sha256').update(readFileSync(path)).digest()
    }
  }
  walk(target)
}

async function deploy(revision: string, host: string): Promise<void> {
  const result = await deployRevision({
    revision,
    root: join(host, 'agent'),
    applicationName: 'bench',
    deploymentGroupName: 'bench',
    deploymentGroupId: 'bench',
    deploymentId: 'd-1',
    destinationRoot: join(host, 'slash'),
  })
  if (result.outcome !== 'succeeded') throw new Error(result.failed?.diagnostics?.message)
}

async function peakOf(revision: string): Promise<number> {
  let peak = 0
  const watch = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage().rss)
  }, 5)
  const host = mkdtempSync(join(tmpdir(), 'bench-agent-host-'))
  try {
    await deploy(revision, host)
    return Math.max(peak, process.memoryUsage().rss)
  } finally {
    clearInterval(watch)
    rmSync(host, { recursive: true, force: true })
  }
}

/** Measures the peak memory in a separate process. */
function peakElsewhere(revision: string): number {
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [fileURLToPath(import.meta.url), '--measure', revision],
    { encoding: 'utf8' },
  )
  if (status !== 0) throw new Error(stderr)
  return Number(stdout)
}

async function timed(work: () => Promise<void> | void): Promise<number> {
  // Flushes earlier writes, so that they do not affect the measurement.
  execFileSync('sync')
  const began = performance.now()
  await work()
  return performance.now() - began
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN
}

function show(ms: number): string {
  return `${(ms / 1_000).toFixed(2)} s`
}
