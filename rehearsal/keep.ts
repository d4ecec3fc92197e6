import { copyFileSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** The folder of --out, filled as the rehearsal goes on, so that a cancelled one leaves what it had. */
export interface Keeper {
  /** @returns the path under which the page is found from now on */
  step(number: number, name: string, files: { readonly evidence?: string; readonly page?: string }): string | undefined
  end(texts: { readonly summary: string; readonly log: string; readonly traffic: readonly object[] }): void
}

const OURS = /^(\d\d-[\w-]+\.json|summary\.md|report\.html|log\.txt|traffic\.jsonl)$/

/** Makes the folder and clears what an earlier rehearsal left in it; files of others stay. */
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

/** For a rehearsal that keeps nothing. */
export const keepNothing: Keeper = { step: (_number, _name, { page }) => page, end: () => undefined }
