import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createFromRepository } from '../../../rehearsal/repository/from-repository.ts'
import { keepNothing } from '../../../rehearsal/output/keep.ts'
import { playRepository } from '../../../rehearsal/repository/play-repository.ts'
import { runStep } from '../../../rehearsal/runner/step.ts'
import { verdictOfAll } from '../../../rehearsal/output/summary.ts'
import { createTerminal } from '../../../rehearsal/output/terminal.ts'
import { PROJECT } from '../support/harness.ts'
import { clockOf } from '../support/precheck-world.ts'
import { runSourceStep } from '../support/source-step.ts'

/** A new user's path from a repository without this action to a release in production, in the sandbox. */

const ANSWERS =
  '--repository example-org/shop --region eu-west-1 --reviewer grace --preprod-account 111111111111 --production-account 222222222222'

/** A recorded output of a build tool, and the folder to which the tool writes it. */
interface Recorded {
  readonly output: string
  readonly to: string
}
/** Keyed by the name of the program; undefined: the program does nothing. */
type Tools = Readonly<Record<string, Recorded | undefined>>

export interface NewUser {
  /** Paths below `folder` that are copied, and files that are written, keyed by their paths in the repository. */
  readonly copied?: Readonly<Record<string, string>>
  readonly files?: Readonly<Record<string, string>>
  readonly tools?: Tools
  /** Commands whose steps run from the bundle, the others from the source. Default: none. */
  readonly bundled?: readonly string[]
  /** Tools that the user has run once before init. */
  readonly built?: readonly string[]
  /** Edits of the files that init wrote: path, text, replacement. */
  readonly edits?: readonly (readonly [path: string, find: string, replace: string])[]
}

export interface Adopted {
  /** Files that differ from the user's files and from those that init wrote. */
  readonly byHand: readonly string[]
  readonly steps: readonly string[]
  /** The output of init. */
  readonly output: string
}

/** Runs the bundle's init in the repository, then the workflow that it wrote. */
export async function adopt(user: NewUser): Promise<Adopted> {
  const base = mkdtempSync(join(tmpdir(), 'adopted-'))
  const folder = join(base, 'checkout')
  mkdirSync(folder)
  try {
    return await withTools(user.tools ?? {}, async (tools) => {
      layOut(folder, user)
      for (const tool of user.built ?? []) execFileSync(join(tools, tool), { cwd: folder })
      const output = execFileSync(
        process.execPath,
        [join(PROJECT, 'dist/index.js'), 'init', '--dir', folder, ...ANSWERS.split(' ')],
        { encoding: 'utf8' },
      )
      const before = contentsOf(folder)
      for (const [path, find, replace] of user.edits ?? []) edit(join(folder, path), find, replace)
      const byHand = [...contentsOf(folder)].flatMap(([path, text]) => (before.get(path) === text ? [] : [path]))
      return {
        byHand,
        output,
        steps: await rehearsed(folder, undefined, user.bundled),
      }
    })
  } finally {
    rmSync(base, { recursive: true, force: true })
  }
}

/**
 * The results of `npm run rehearse -- --repo DIR`: `precheck pass` for each step, with the codes that block. Throws
 * with the log where the rehearsal ends early. `bundled`: the commands whose steps run from the bundle.
 */
export async function rehearsed(folder: string, workflow?: string, bundled: readonly string[] = []): Promise<string[]> {
  const terminal = createTerminal({ write: () => true, isTTY: false } as unknown as NodeJS.WriteStream, {})
  const made = await createFromRepository({ project: PROJECT, folder, workflow, terminal })
  try {
    const played = await playRepository(made, {
      project: PROJECT,
      terminal,
      keeper: keepNothing,
      cancelled: new AbortController().signal,
      yes: true,
      runStep: (action, inputs, job, options) =>
        bundled.includes(inputs['command'] ?? '')
          ? runStep(action, inputs, job, options)
          : runSourceStep(inputs, job, clockOf(made.sandbox), options),
    })
    if (verdictOfAll(played) !== 'pass') throw new Error(`${played.ended}\n${terminal.log.join('\n')}`)
    return played.steps.map(({ command, verdict, codes }) => [command, verdict, ...codes].join(' '))
  } finally {
    await made.stop()
  }
}

/**
 * Puts programs first on the path while `work` runs; those of a build tool write its recorded output to the folder of
 * the real tool.
 */
export async function withTools<T>(tools: Tools, work: (folder: string) => Promise<T>): Promise<T> {
  const { PATH = '' } = process.env
  const folder = mkdtempSync(join(tmpdir(), 'tools-'))
  try {
    for (const [name, recorded] of Object.entries(tools)) {
      const script = recorded === undefined ? '' : placed(recorded)
      writeFileSync(join(folder, name), `#!/bin/sh\nset -e\n${script}`, { mode: 0o755 })
    }
    process.env['PATH'] = `${folder}:${PATH}`
    return await work(folder)
  } finally {
    process.env['PATH'] = PATH
    rmSync(folder, { recursive: true })
  }
}

function placed({ output, to }: Recorded): string {
  return `mkdir -p "$(dirname '${to}')"\nrm -rf '${to}'\ncp -R '${output}' '${to}'\n`
}

function layOut(folder: string, { copied = {}, files = {} }: NewUser): void {
  for (const [to, from] of Object.entries(copied)) cpSync(from, join(folder, to), { recursive: true })
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
}

function edit(path: string, find: string, replace: string): void {
  const text = readFileSync(path, 'utf8')
  if (!text.includes(find)) throw new Error(`${path} has no ${find}:\n${text}`)
  writeFileSync(path, text.replace(find, replace))
}

function contentsOf(folder: string): Map<string, string> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  const paths = entries.map((entry) => join(entry.parentPath, entry.name))
  return new Map(paths.map((path) => [path.slice(folder.length + 1), readFileSync(path, 'utf8')]))
}
