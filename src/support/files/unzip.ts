import { createWriteStream } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import yauzl from 'yauzl'
import { ActionError, messageOf } from '../errors.ts'

/** What one or more archives may unpack to, together. Unpacking takes from it. */
export interface UnpackBudget {
  bytes: number
  entries: number
}

const SUBJECT = 'github/artifacts'

/**
 * Unpacks a zip archive into a folder. The sizes that it declares are checked before a file is written, and what is
 * unpacked may not be more than declared. Rejects with an ActionError.
 */
export async function unpackZip(path: string, folder: string, budget: UnpackBudget): Promise<void> {
  const tooLarge = (what: string): ActionError =>
    new ActionError('github/artifact-damaged', {
      message: `the archive unpacks to more than ${what}, and is not unpacked`,
      subject: SUBJECT,
      expected: `at most ${what}`,
      observed: 'more',
    })
  const most = { ...budget }
  try {
    const zip = await yauzl.openPromise(path, { autoClose: false, strictFileNames: true, validateEntrySizes: true })
    try {
      for await (const entry of zip.eachEntry()) {
        budget.entries -= 1
        budget.bytes -= entry.uncompressedSize
        if (budget.entries < 0) throw tooLarge(`${most.entries} entries`)
        if (budget.bytes < 0) throw tooLarge(`${most.bytes} bytes`)
        // Names that leave the folder are refused by the library.
        if (entry.fileName.endsWith('/')) continue
        const target = join(folder, entry.fileName)
        await mkdir(dirname(target), { recursive: true })
        await pipeline(await zip.openReadStreamPromise(entry), createWriteStream(target, { flags: 'wx' }))
      }
    } finally {
      zip.close()
    }
  } catch (error) {
    if (error instanceof ActionError) throw error
    throw new ActionError('github/artifact-damaged', {
      message: `the archive cannot be unpacked: ${messageOf(error)}`,
      subject: SUBJECT,
      cause: error,
    })
  }
}
