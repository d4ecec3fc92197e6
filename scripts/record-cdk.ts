/**
 * Records what `cdk synth` makes of examples/cdk, and of an app with container images, for tests on machines without the
 * CDK.
 *
 *   npm run record:cdk
 *
 * The CDK is used where check:clients has installed it, or is installed from its registry within five minutes. Two
 * artifacts are left out, which no release reads and which are most of the size: the tree of constructs and the report of
 * feature flags. Exits 1 where the CDK cannot be had or the synthesis fails.
 */
import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { CLIENTS } from './check/clients/catalogue.ts'
import type { Installed } from './check/engines/contract.ts'
import { cacheFolder, provide } from './install/provide.ts'

const PROJECT = join(import.meta.dirname, '..')
const FIXTURES = join(PROJECT, '__tests__/assembly/fixtures')
/** Folders of apps, and where their output goes. */
const APPS = [
  [join(PROJECT, 'examples/cdk'), join(FIXTURES, 'cdk-out')],
  [join(FIXTURES, 'image-app'), join(FIXTURES, 'image-out')],
] as const
const LIMIT_MS = 300_000
const LEFT_OUT = ['cdk:tree', 'cdk:feature-flag-report']

const client = CLIENTS.find(({ name }) => name === 'cdk')
if (client === undefined || client.package.registry === 'action') throw new Error('there is no client cdk')
const wanted = { name: client.name, package: client.package, folder: join(cacheFolder('clients'), client.name) }
const ready = await provide(wanted, LIMIT_MS, new AbortController().signal)
if ('skipped' in ready) {
  process.stderr.write(`the CDK cannot be had: ${ready.skipped}\n`)
  process.exit(1)
}
for (const [app, target] of APPS) record(app, target, wanted.folder, ready)

function record(app: string, target: string, cdk: string, { program, args, version }: Installed): void {
  const folder = mkdtempSync(join(tmpdir(), 'record-cdk-'))
  try {
    cpSync(app, folder, { recursive: true })
    const [main = ''] = args
    const { status, stderr } = spawnSync(program, [main, 'synth', '--quiet', '--no-path-metadata'], {
      cwd: folder,
      encoding: 'utf8',
      env: { ...process.env, NODE_PATH: dirname(dirname(dirname(main))), CDK_DISABLE_CLI_TELEMETRY: '1', CI: 'true' },
    })
    if (status !== 0) throw new Error(`cdk synth ended with the exit status ${status}: ${stderr}`)
    const out = join(folder, 'cdk.out')
    for (const name of readdirSync(out, { recursive: true, encoding: 'utf8' })) {
      if (name.endsWith('manifest.json')) withoutReports(join(out, name))
      // The lines of the app that made a construct.
      if (name.endsWith('metadata.json')) {
        const path = join(out, name)
        const text = readFileSync(path, 'utf8').replaceAll(folder, '/app').replaceAll(cdk, '/app')
        writeFileSync(path, text)
      }
    }
    for (const name of ['tree.json', 'validation-report.json']) rmSync(join(out, name), { force: true })
    rmSync(target, { recursive: true, force: true })
    cpSync(out, target, { recursive: true })
    process.stdout.write(`recorded ${target} with aws-cdk ${version}\n`)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function withoutReports(path: string): void {
  const { artifacts, ...others } = JSON.parse(readFileSync(path, 'utf8')) as {
    readonly artifacts: Readonly<Record<string, { readonly type: string }>>
  }
  const kept = Object.entries(artifacts).filter(([, { type }]) => !LEFT_OUT.includes(type))
  writeFileSync(path, `${JSON.stringify({ ...others, artifacts: Object.fromEntries(kept) }, undefined, 2)}\n`)
}
