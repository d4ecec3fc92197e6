import { stat } from 'node:fs/promises'
import { isAbsolute, relative, resolve } from 'node:path'
import { messageOf } from '../../support/errors.ts'
import { isOutside, matchFiles, type MatchedFile } from '../../support/files/files.ts'
import { withScratchFolder } from '../../support/files/scratch.ts'
import { bytesOfFile } from '../../support/files/tree.ts'
import { parseJUnit, type TestReport } from '../formats/junit.ts'
import type { TestCase } from '../formats/junit-case.ts'

/** Reports that a command wrote, found by the globs of its `junit`. */

const MOST_REPORT_BYTES = 32 * 1024 * 1024
/** Some file systems keep times in steps of two seconds. */
const CLOCK_STEP_MS = 2_000

export interface Report {
  readonly path: string
  /** The globs that found it. */
  readonly globs: readonly string[]
  /** It was there before the command started. */
  readonly stale: boolean
  readonly problem?: string
  readonly read?: TestReport
}

/** What was there before the command started, to tell old reports from its own. */
export interface Before {
  /** By the clock of the file system, which need not be that of the process. */
  readonly startedAt: number
  readonly changedAt: ReadonlyMap<string, number>
}

/** `temp`: a folder in which a file time can be read. */
export async function lookBefore(workspace: string, globs: readonly string[], temp: string): Promise<Before> {
  const files = await matchFiles(workspace, globs)
  const startedAt = await withScratchFolder(temp, async (folder) => (await stat(folder)).mtimeMs)
  return { startedAt, changedAt: new Map(files.map((file) => [file.path, file.changedAt])) }
}

/** Reads every report that the globs find now. `hide` hides secrets in a text. */
export async function readReports(
  workspace: string,
  globs: readonly string[],
  before: Before,
  hide: (text: string) => string,
): Promise<Report[]> {
  const found = new Map<string, { file: MatchedFile; globs: string[] }>()
  for (const glob of globs) {
    for (const file of await matchFiles(workspace, [glob])) {
      const known = found.get(file.path)
      if (known) known.globs.push(glob)
      else found.set(file.path, { file, globs: [glob] })
    }
  }
  return await Promise.all(
    [...found.values()].map(async (one): Promise<Report> => {
      const { path, writtenAt, changedAt } = one.file
      const stale = before.changedAt.get(path) === changedAt || writtenAt < before.startedAt - CLOCK_STEP_MS
      return { path, globs: one.globs, stale, ...(await readReport(workspace, one.file, hide)) }
    }),
  )
}

async function readReport(
  workspace: string,
  { path, size }: MatchedFile,
  hide: (text: string) => string,
): Promise<Pick<Report, 'problem' | 'read'>> {
  if (size > MOST_REPORT_BYTES) return { problem: `it has more than ${MOST_REPORT_BYTES} bytes` }
  try {
    const read = await parseJUnit(await bytesOfFile(resolve(workspace, path)))
    if ('problem' in read) return read
    return { read: { ...read, cases: read.cases.map((one) => shownCase(one, workspace, hide)) } }
  } catch (error) {
    return { problem: messageOf(error) }
  }
}

function shownCase({ file, message, ...rest }: TestCase, workspace: string, hide: (text: string) => string): TestCase {
  const inside = file === undefined ? undefined : isAbsolute(file) ? relative(workspace, file) : file
  return {
    ...rest,
    name: hide(rest.name),
    className: hide(rest.className),
    suite: hide(rest.suite),
    ...(message !== undefined && { message: hide(message) }),
    ...(inside !== undefined && !isOutside(inside) && { file: inside }),
  }
}
