import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'

/** A page of thousands of rows is captured to this height in pixels. */
const MOST_HEIGHT = 6_000
const MOST_ATTEMPTS = 5

/** Whether this run stores pictures, and therefore opens every scene (`npm run test:browser`). */
export const KEEPS_PICTURES = (process.env['SCREENSHOTS'] ?? '') !== ''

/** Stores a picture below the folder that SCREENSHOTS names; without it, does nothing. */
export async function pictured(page: Page, name: string): Promise<void> {
  const folder = process.env['SCREENSHOTS']
  if (folder === undefined || !KEEPS_PICTURES) return
  mkdirSync(folder, { recursive: true })
  const size = page.viewportSize()
  const height = await page.evaluate<number>('document.documentElement.scrollHeight')
  const options = {
    path: join(folder, `${name}.png`),
    fullPage: true,
    ...(size && { clip: { x: 0, y: 0, width: size.width, height: Math.min(height, MOST_HEIGHT) } }),
  }
  // Chromium sometimes fails to capture a page on a busy machine; a second try succeeds.
  for (let attempt = 1; ; attempt++) {
    try {
      await page.screenshot(options)
      return
    } catch (error) {
      if (attempt === MOST_ATTEMPTS) throw error
    }
  }
}
