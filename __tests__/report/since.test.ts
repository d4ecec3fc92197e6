import { describe, expect, test } from '@jest/globals'
import { digestOfBytes } from '../../src/evidence/digest.ts'
import type { Evidence, LastRelease } from '../../src/evidence/document.ts'
import { renderPage, renderSummary } from '../../src/report/index.ts'
import { sinceLastRelease } from '../../src/report/since.ts'
import { RELEASE } from './documents.ts'
import { closedBy, deployment, gate, precheck } from './good-release.ts'

const SHA = '91ab0c2d9e8b7a6c5d4e3f2a1b0c9d8e7f6a5b4c'
const last: LastRelease = {
  runId: '9041177100',
  runAttempt: 1,
  sha: SHA,
  finishedAt: '2026-11-18T10:00:00.000Z',
  source: 'evidence',
  composition: { config: 'test-deployments.yml', environments: [], checks: [] },
  release: {
    ...RELEASE,
    sha: SHA,
    revisions: [
      { id: 'app', kind: 'revision', digest: digestOfBytes('old app') },
      { id: 'jobs', kind: 'revision', digest: digestOfBytes('jobs') },
    ],
  },
  steps: [],
  measurements: [],
}

function release(more: Partial<Evidence> = {}): Evidence[] {
  return closedBy([{ ...precheck(), lastRelease: last, ...more }, deployment()], gate())
}

describe('the contents of a release', () => {
  test('commits with a link, and each part as changed, new, removed or unchanged', () => {
    const since = sinceLastRelease(release())
    expect(since?.compare).toBe(`https://github.com/acme/shop/compare/${SHA}...${RELEASE.sha}`)
    const page = renderPage(release())
    expect(page).toContain('91ab0c2d9e → 4f0c2d9e8b')
    expect(page).toMatch(/revision app<\/td><td data-label="Digest"><code>[0-9a-f]{12} → [0-9a-f]{12}/)
    expect(page).toMatch(/revision jobs<\/td><td data-label="Digest"><code>removed: /)
    expect(page).toMatch(/template web<\/td><td data-label="Digest"><code>unchanged/)
    const documents = release()
    expect(renderSummary(documents.at(-1)!, documents.slice(0, -1))).toContain(
      `Since the last release: [\`91ab0c2d9e → 4f0c2d9e8b\`](https://github.com/acme/shop/compare/${SHA}...${RELEASE.sha}); 2 of 5 parts changed`,
    )
  })

  test('without a last release there is neither section nor line', () => {
    const documents = closedBy([precheck()], gate())
    expect(renderPage(documents)).not.toContain('id="since"')
    expect(renderSummary(documents.at(-1)!, documents.slice(0, -1))).not.toContain('Since the last release')
  })

  test('there is no link for an invalid commit or repository, or one on another server', () => {
    const bad = { ...last, sha: 'x/../../evil' }
    expect(sinceLastRelease(release({ lastRelease: bad }))?.compare).toBeUndefined()
    const other = closedBy([{ ...precheck(), lastRelease: last }], {
      ...gate(),
      endpoints: { aws: 'aws', github: 'https://github.example.com/api/v3' },
    })
    expect(sinceLastRelease(other)?.compare).toBeUndefined()
  })
})
