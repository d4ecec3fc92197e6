/**
 * Looks at page and summary in a real browser (__tests__/browser), and keeps the pictures. Where this machine has no
 * Chromium, it installs one for Linux on x64 from the npm registry into a cache. Where that fails, the tests say that they
 * were skipped, and why.
 *
 *   npm run test:browser [-- --screenshots build/screenshots]
 */
import { spawnSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { BROWSER_CACHE, installedBrowser } from './install/installed-browser.ts'

const PROJECT = resolve(import.meta.dirname, '..')
const PACKAGE = '@sparticuz/chromium'
const VERSION = '153.0.0'
const MOST_INSTALL_MS = 300_000

const { values } = parseArgs({
  options: { screenshots: { type: 'string', default: join(PROJECT, 'build', 'screenshots') } },
})
if (installedBrowser() === undefined) await install()
const { status } = spawnSync(
  process.execPath,
  ['node_modules/jest/bin/jest.js', '--selectProjects', 'browser', '--rootDir', '.'],
  { cwd: PROJECT, stdio: 'inherit', env: { ...process.env, SCREENSHOTS: resolve(values.screenshots) } },
)
process.exitCode = status ?? 1

/** Installs the package and unpacks its browser, which it does into TMPDIR. */
async function install(): Promise<void> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    console.log(`no Chromium on this machine, and none can be installed for ${process.platform} on ${process.arch}`)
    return
  }
  mkdirSync(BROWSER_CACHE, { recursive: true })
  console.log(`installing ${PACKAGE} ${VERSION}`)
  const { status: ended, error } = spawnSync(
    'npm',
    [
      'install',
      '--no-audit',
      '--no-fund',
      '--no-save',
      '--ignore-scripts',
      '--prefix',
      BROWSER_CACHE,
      `${PACKAGE}@${VERSION}`,
    ],
    { stdio: 'inherit', timeout: MOST_INSTALL_MS },
  )
  if (ended !== 0) {
    console.log(`${PACKAGE} could not be installed: ${error?.message ?? `npm ended with ${ended}`}`)
    return
  }
  const before = process.env['TMPDIR']
  process.env['TMPDIR'] = BROWSER_CACHE
  try {
    const entry = join(BROWSER_CACHE, 'node_modules', PACKAGE, 'build', 'index.js')
    const { default: chromium } = (await import(pathToFileURL(entry).href)) as {
      default: { executablePath(): Promise<string> }
    }
    console.log(`Chromium is at ${await chromium.executablePath()}`)
  } finally {
    if (before === undefined) delete process.env['TMPDIR']
    else process.env['TMPDIR'] = before
  }
}
