import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { parse } from 'yaml'
import type { Skipped } from '../../install/provide.ts'
import type { Ended, Ready, Stage } from './contract.ts'

/**
 * An action of GitHub, from a checkout or a git directory that holds one. What its dist/ is, is copied into the cache; a
 * later run needs no checkout.
 */
export function provideAction(name: string, cache: string, given: string | undefined): Ready | Skipped {
  const folder = join(cache, name.replace('/', '+'))
  if (given !== undefined) {
    const why = copy(given, folder)
    if (why !== undefined) return { engine: name, skipped: why }
  }
  const main = join(folder, 'dist/index.js')
  if (!existsSync(main)) {
    return {
      engine: name,
      skipped: `there is no checkout of it; name one with --action ${name}=FOLDER or CLIENT_ACTIONS`,
    }
  }
  const { version = '' } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version?: string }
  return { version, program: process.execPath, args: [main] }
}

/** @returns why it could not be copied */
function copy(from: string, folder: string): string | undefined {
  const archive = spawnSync('git', ['-C', from, 'archive', 'HEAD', 'dist', 'action.yml', 'package.json'], {
    maxBuffer: Infinity,
  })
  if (archive.status !== 0) return `${from} is no git repository with a dist/: ${archive.stderr.toString().trim()}`
  mkdirSync(folder, { recursive: true })
  const unpacked = spawnSync('tar', ['-x', '-C', folder], { input: archive.stdout })
  return unpacked.status === 0 ? undefined : `tar: ${unpacked.stderr.toString().trim()}`
}

/** Runs an action with its inputs, as GitHub's runner does: with the defaults of action.yml. Its outputs are printed last. */
export async function runAction(
  { ready, run, folder }: Stage,
  inputs: Readonly<Record<string, string>>,
): Promise<Ended> {
  const [main = ''] = ready.args
  const outputs = join(folder, 'outputs')
  writeFileSync(outputs, '')
  const given = { ...defaultsOf(join(dirname(dirname(main)), 'action.yml')), ...inputs }
  const ended = await run(ready.program, ready.args, {
    GITHUB_WORKSPACE: folder,
    GITHUB_OUTPUT: outputs,
    RUNNER_TEMP: folder,
    ...Object.fromEntries(
      Object.entries(given).map(([name, value]) => [`INPUT_${name.replaceAll(' ', '_').toUpperCase()}`, value]),
    ),
  })
  return { ...ended, stdout: `${ended.stdout}\n${readFileSync(outputs, 'utf8')}` }
}

function defaultsOf(file: string): Record<string, string> {
  const { inputs } = parse(readFileSync(file, 'utf8')) as {
    inputs: Record<string, { default?: string | number | boolean }>
  }
  return Object.fromEntries(
    Object.entries(inputs).flatMap(([name, { default: value }]) =>
      value === undefined ? [] : [[name, String(value)]],
    ),
  )
}
