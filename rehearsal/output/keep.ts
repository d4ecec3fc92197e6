import { copyFileSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** The folder of --out. It is filled during the rehearsal, so that a cancelled one leaves its results. */
export interface Keeper {
  /** @returns the path of the stored page */
  step(number: number, name: string, files: { readonly evidence?: string; readonly page?: string }): string | undefined
  end(texts: { readonly summary: string; readonly log: string; readonly traffic: readonly object[] }): void
}

const OURS = /^(\d\d-[\w-]+\.json|summary\.md|report\.html|log\.txt|traffic\.jsonl)$/

/** Creates the folder and deletes the files of an earlier rehearsal in it; other files are kept. */
export function keepIn(folder: string): Keeper {
  mkdirSync(folder, { recursive: true })
  for (const name of readdirSync(folder).filter((each) => OURS.test(each))) rmSync(join(folder, name))
  return {
    step(number, name, { evidence, page }) {
      if (evidence !== undefined)
        copyFileSync(evidence, join(folder, `${String(number).padStart(2, '0')}-${name}.json`))
      if (page === undefined) return undefined
      copyFileSync(page, join(folder, 'report.html'))
      return join(folder, 'report.html')
    },
    end({ summary, log, traffic }) {
      writeFileSync(join(folder, 'summary.md'), summary)
      writeFileSync(join(folder, 'log.txt'), log)
      writeFileSync(join(folder, 'traffic.jsonl'), traffic.map((exchange) => `${JSON.stringify(exchange)}\n`).join(''))
    },
  }
}

/** Used without --out. */
export const keepNothing: Keeper = { step: (_number, _name, { page }) => page, end: () => undefined }
