import { stat } from 'node:fs/promises'
import { isAbsolute, relative, resolve } from 'node:path'
import { messageOf } from '../../support/errors.ts'
import { isOutside, matchFiles, type MatchedFile } from '../../support/files/files.ts'
import { withScratchFolder } from '../../support/files/scratch.ts'
import { bytesOfFile } from '../../support/files/tree.ts'
import { FORMATS, type FormatName } from '../formats/index.ts'
import type { ReportOptions, TestCase, TestReport } from '../formats/report.ts'

/** Reports that a command wrote, found by the globs of its formats. */

const MOST_REPORT_BYTES = 32 * 1024 * 1024
/** Some file systems keep times in steps of two seconds. */
const CLOCK_STEP_MS = 2_000

/** The reports of one glob. */
export interface WantedReports {
  readonly format: FormatName
  readonly glob: string
}

export interface Report {
  readonly path: string
  readonly format: FormatName
  /** The globs that found it. */
  readonly globs: readonly string[]
  /** It was there before the command started. */
  readonly stale: boolean
  readonly problem?: string
  readonly advice?: string
  readonly read?: TestReport
}

/** What was there before the command started, to tell old reports from its own. */
export interface Before {
  /** By the clock of the file system, which need not be that of the process. */
  readonly startedAt: number
  readonly changedAt: ReadonlyMap<string, number>
}

/** `temp`: a folder in which a file time can be read. */
export async function lookBefore(workspace: string, wanted: readonly WantedReports[], temp: string): Promise<Before> {
  const files = await matchFiles(
    workspace,
    wanted.map(({ glob }) => glob),
  )
  const startedAt = await withScratchFolder(temp, async (folder) => (await stat(folder)).mtimeMs)
  return { startedAt, changedAt: new Map(files.map((file) => [file.path, file.changedAt])) }
}

/** Reads every report that the globs find now. `hide` hides secrets in a text. */
export async function readReports(
  workspace: string,
  wanted: readonly WantedReports[],
  options: ReportOptions,
  before: Before,
  hide: (text: string) => string,
): Promise<Report[]> {
  const found = new Map<string, { file: MatchedFile; format: FormatName; globs: string[] }>()
  for (const { format, glob } of wanted) {
    for (const file of await matchFiles(workspace, [glob])) {
      const key = `${format} ${file.path}`
      const known = found.get(key)
      if (known) known.globs.push(glob)
      else found.set(key, { file, format, globs: [glob] })
    }
  }
  return await Promise.all(
    [...found.values()].map(async (one): Promise<Report> => {
      const { path, writtenAt, changedAt } = one.file
      const stale = before.changedAt.get(path) === changedAt || writtenAt < before.startedAt - CLOCK_STEP_MS
      const { format, globs } = one
      const bytes = stale ? undefined : await contentOf(workspace, one.file)
      const read = bytes === undefined ? {} : await readReport(bytes, { workspace, format, options, hide })
      return { path, format, globs, stale, ...read }
    }),
  )
}

interface Reading {
  readonly workspace: string
  readonly format: FormatName
  readonly options: ReportOptions
  readonly hide: (text: string) => string
}

async function contentOf(
  workspace: string,
  { path, size, leadsNowhere }: MatchedFile,
): Promise<Uint8Array | { problem: string }> {
  if (leadsNowhere) return { problem: 'it is a symbolic link that leads nowhere' }
  if (size > MOST_REPORT_BYTES) return { problem: `it has more than ${MOST_REPORT_BYTES} bytes` }
  try {
    return await bytesOfFile(resolve(workspace, path))
  } catch (error) {
    return { problem: messageOf(error) }
  }
}

export async function readReport(
  bytes: Uint8Array | { problem: string },
  { workspace, format, options, hide }: Reading,
): Promise<Pick<Report, 'problem' | 'advice' | 'read'>> {
  if ('problem' in bytes) return bytes
  try {
    const { parseReport } = await FORMATS[format].load()
    const read = await parseReport(bytes, options)
    if ('problem' in read) return { ...read, problem: hide(read.problem) }
    return { read: { ...read, cases: read.cases.map((one) => shownCase(one, workspace, hide)) } }
  } catch (error) {
    return { problem: hide(messageOf(error)) }
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
