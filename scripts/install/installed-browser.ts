import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { cacheFolder } from './provide.ts'

/** Where Debian, Ubuntu, Fedora, GitHub's runners and macOS have a Chromium. */
const USUAL = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/opt/google/chrome/chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

/** Where `npm run test:browser` installs one. */
export const BROWSER_CACHE = cacheFolder('browser')

/** Path of a Chromium on this machine: the one that CHROME_PATH names, an installed one, or the one in the cache. */
export function installedBrowser(): string | undefined {
  const named = process.env['CHROME_PATH']
  if (named !== undefined && named !== '') return named
  return [...USUAL, join(BROWSER_CACHE, 'chromium')].find((path) => existsSync(path))
}
