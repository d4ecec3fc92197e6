/**
 * Makes the pictures of docs/gallery.md: page and summary of each scene of the browser tests, their first screen.
 *
 *   npm run pictures
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Browser } from 'playwright-core'
import { startBrowser } from '../__tests__/browser/browser.ts'
import { githubPage } from '../__tests__/browser/github-markdown.ts'
import { SCENES } from '../__tests__/browser/scenes.ts'
import { renderPage, renderSummary } from '../src/report/index.ts'

const FOLDER = resolve(import.meta.dirname, '..', 'docs', 'images')
const DESKTOP = { width: 1180, height: 860 }
const PHONE = { width: 390, height: 844 }

interface Picture {
  readonly name: string
  readonly html: string
  readonly size: typeof DESKTOP
  readonly scheme: 'light' | 'dark'
}

async function pictures(): Promise<Picture[]> {
  const page = (scene: string): string => renderPage(SCENES[scene] ?? [])
  const blocked = SCENES['blocked'] ?? []
  const current = blocked.at(-1)
  if (!current) throw new Error('the scene has no documents')
  return [
    { name: 'ready', html: page('passing'), size: DESKTOP, scheme: 'light' },
    { name: 'blocked', html: page('blocked'), size: DESKTOP, scheme: 'light' },
    { name: 'failed', html: page('failed'), size: DESKTOP, scheme: 'dark' },
    { name: 'declared-danger', html: page('declared-danger'), size: DESKTOP, scheme: 'light' },
    { name: 'phone', html: page('declared-danger'), size: PHONE, scheme: 'dark' },
    {
      name: 'summary',
      html: await githubPage(renderSummary(current, blocked.slice(0, -1))),
      size: DESKTOP,
      scheme: 'light',
    },
  ]
}

async function take(browser: Browser, { name, html, size, scheme }: Picture, folder: string): Promise<void> {
  const file = join(folder, `${name}.html`)
  writeFileSync(file, html)
  const page = await browser.newPage({ viewport: size, colorScheme: scheme, reducedMotion: 'reduce' })
  await page.goto(`file://${file}`)
  await page.screenshot({ path: join(FOLDER, `${name}.png`) })
  await page.close()
  console.log(`docs/images/${name}.png`)
}

const browser = await startBrowser()
if (typeof browser === 'string') throw new Error(browser)
const folder = mkdtempSync(join(tmpdir(), 'pictures-'))
try {
  mkdirSync(FOLDER, { recursive: true })
  for (const picture of await pictures()) await take(browser, picture, folder)
} finally {
  await browser.close()
  rmSync(folder, { recursive: true, force: true })
}
