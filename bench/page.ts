import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { startBrowser } from '../__tests__/browser/browser.ts'
import { SCENES } from '../__tests__/browser/scenes.ts'
import { renderPage } from '../src/report/index.ts'

/**
 * How long the page takes until it is painted first and until it is loaded, in Chromium, beside an empty page.
 *
 *   npm run bench:page -- [--runs N] [--json]
 */
const { values } = parseArgs({ options: { runs: { type: 'string', default: '7' }, json: { type: 'boolean' } } })
const browser = await startBrowser()
if (typeof browser === 'string') {
  process.stdout.write(`bench:page is skipped: ${browser}\n`)
} else {
  const folder = mkdtempSync(join(tmpdir(), 'bench-page-'))
  try {
    const pages = { 'an empty page': '<!doctype html><title>empty</title><p>empty' }
    const texts = {
      ...pages,
      ...Object.fromEntries(Object.entries(SCENES).map(([name, all]) => [name, renderPage(all)])),
    }
    const rows = []
    for (const [name, text] of Object.entries(texts)) {
      const path = join(folder, 'page.html')
      writeFileSync(path, text)
      const times: { painted: number; loaded: number }[] = []
      for (let run = 0; run < Number(values.runs); run += 1) times.push(await open(path))
      rows.push({
        page: name,
        kB: Math.round(statSync(path).size / 1_000),
        paintedMs: median(times.map(({ painted }) => painted)),
        loadedMs: median(times.map(({ loaded }) => loaded)),
      })
    }
    if (values.json) process.stdout.write(`${JSON.stringify(rows)}\n`)
    else
      for (const row of rows)
        process.stdout.write(
          `${row.page.padEnd(20)} ${String(row.kB).padStart(6)} kB  painted ${String(row.paintedMs).padStart(5)} ms  loaded ${String(row.loadedMs).padStart(5)} ms\n`,
        )
  } finally {
    await browser.close()
    rmSync(folder, { recursive: true })
  }
}

/** Milliseconds since the navigation began: the first paint with content, and the end of the load event. */
async function open(path: string): Promise<{ painted: number; loaded: number }> {
  const context = await (browser as Exclude<typeof browser, string>).newContext({
    viewport: { width: 1280, height: 900 },
  })
  const page = await context.newPage()
  await page.goto(`file://${path}`, { waitUntil: 'load' })
  // The page's policy admits no other script, so the browser is polled.
  while (!(await page.evaluate<boolean>(`performance.getEntriesByName('first-contentful-paint').length > 0`)));
  const times = await page.evaluate<{ painted: number; loaded: number }>(
    `({ painted: performance.getEntriesByName('first-contentful-paint')[0].startTime,
        loaded: performance.getEntriesByType('navigation')[0].loadEventEnd })`,
  )
  await context.close()
  return times
}

function median(numbers: readonly number[]): number {
  return Math.round(numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0)
}
