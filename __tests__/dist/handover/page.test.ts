import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { openJobs, REPOSITORY, type Jobs, type Seen } from '../support/jobs.ts'

/** The page of a run: a separate artifact, unpacked, and linked from the summary. */

const FILES: Readonly<Record<string, string>> = {
  '.github/test-deployments.yml': `version: 1
deployments: [{ platform: local, revision: { directory: app }, destination-root: ./host }]
`,
  'app/appspec.yml': 'version: 0.0\nos: linux\nfiles: [{ source: index.html, destination: /srv/shop }]\n',
  'app/index.html': 'hello',
}
const TIMEOUT = 180_000

let jobs: Jobs
let seen: Seen
beforeAll(async () => {
  jobs = await openJobs(FILES)
  seen = await jobs.play({ name: 'precheck', command: 'precheck' })
}, TIMEOUT)
afterAll(() => jobs.close())

test('the summary links the page, which is stored as HTML without any change', () => {
  const [, id] = /\*\*\[Open the page\]\(http[^)]*\/actions\/runs\/\d+\/artifacts\/(\d+)\)\*\*/.exec(seen.summary) ?? []
  const { artifacts } = jobs.github.world
  const page = artifacts.find((artifact) => String(artifact.id) === id)
  expect(page).toMatchObject({ name: 'precheck-all-attempt1.html', mimeType: 'text/html' })
  expect(String(page?.content)).toBe(seen.page)
  expect(seen.summary).toContain(`/${REPOSITORY}/actions/runs/`)
})

test(
  'later jobs do not read it as evidence',
  async () => {
    const next = await jobs.play({ name: 'gate', command: 'gate', needs: ['precheck'] })
    expect(
      next.evidence.findings.filter(({ code }) => code.startsWith('evidence/')).map(({ subject }) => subject),
    ).not.toContainEqual(expect.stringContaining('html'))
    expect(next.evidence.previous).toEqual([seen.digest])
  },
  TIMEOUT,
)
