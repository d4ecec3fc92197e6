import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

/** The files of a bundle that a start without its required input reads. Throws when it does not end as it should. */
export function filesOfAStart(dist: string): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'start-'))
  try {
    const coverage = join(folder, 'coverage')
    const env = {
      PATH: process.env['PATH'],
      GITHUB_WORKSPACE: folder,
      RUNNER_TEMP: folder,
      // V8's coverage names every file that ran.
      NODE_V8_COVERAGE: coverage,
    }
    const ended = spawnSync(process.execPath, [join(dist, 'index.js')], { env, encoding: 'utf8' })
    if (ended.status !== 1 || !ended.stdout.includes('the input `command` is missing')) {
      throw new Error(`a start without a command ended with ${ended.status}: ${ended.stdout}${ended.stderr}`)
    }
    const urls = readdirSync(coverage).flatMap((name) => {
      const { result } = JSON.parse(readFileSync(join(coverage, name), 'utf8')) as { result: { url: string }[] }
      return result.map(({ url }) => url)
    })
    const here = `${pathToFileURL(resolve(dist)).href}/`
    return [...new Set(urls)].filter((url) => url.startsWith(here)).map((url) => basename(url))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
