import { existsSync } from 'node:fs'
import { chromium, type Browser } from 'playwright-core'
import { installedBrowser } from '../../scripts/install/installed-browser.ts'

/** A browser, or the reason for its absence. */
export async function startBrowser(): Promise<Browser | string> {
  const path = installedBrowser()
  if (path === undefined) return 'no Chromium is installed: `npm run test:browser` installs one'
  if (!existsSync(path)) return `CHROME_PATH names ${path}, which does not exist`
  try {
    return await chromium.launch({
      executablePath: path,
      args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'],
    })
  } catch (error) {
    return `Chromium does not start: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`
  }
}
