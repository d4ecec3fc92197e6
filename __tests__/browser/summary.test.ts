import { afterAll, describe, expect, test } from '@jest/globals'
import type { Browser } from 'playwright-core'
import { renderSummary } from '../../src/report/index.ts'
import { startBrowser } from './browser.ts'
import { githubPage } from './github-markdown.ts'
import { KEEPS_PICTURES, pictured } from './pictures.ts'
import { SCENES } from './scenes.ts'

const started = await startBrowser()
const browser = started as Browser
const suite = typeof started === 'string' ? describe.skip : describe
const why = typeof started === 'string' ? ` (skipped: ${started})` : ''
const LOOKS = KEEPS_PICTURES ? Object.keys(SCENES) : ['blocked', 'hostile']

afterAll(async () => {
  if (typeof started !== 'string') await started.close()
})

suite(`the summary as GitHub renders it${why}`, () => {
  test.each(LOOKS)('%s: one heading first, real tables, and no Markdown or HTML left in the text', async (scene) => {
    const documents = SCENES[scene] ?? []
    const current = documents.at(-1)
    if (!current) throw new Error(`${scene} has no document`)
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 } })
    const page = await context.newPage()
    const requests: string[] = []
    page.on('request', (request) => requests.push(request.url()))
    await page.setContent(await githubPage(renderSummary(current, documents.slice(0, -1))))
    await pictured(page, `summary-${scene}`)
    const text = await page.locator('main').innerText()
    const outside = await page.evaluate<string>(
      `(() => { const copy = document.querySelector('main').cloneNode(true); for (const code of copy.querySelectorAll('code, pre')) code.remove(); return copy.textContent })()`,
    )
    expect(await page.locator('main > h2').first().innerText()).toMatch(/\S/)
    expect(await page.locator('table').count()).toBeGreaterThan(0)
    // A row that is not closed, or a table without an empty line before it, is rendered as text.
    expect(text).not.toMatch(/^\s*\|.*\|\s*$/m)
    if (scene !== 'hostile') {
      expect(outside).not.toMatch(/\*\*|<\/?(?:details|summary|br|b|table)>/)
      expect(await page.locator('img').count()).toBe(0)
    }
    expect(await page.locator('script, iframe, form, img, style + main a[href^="https://evil"]').count()).toBe(0)
    expect(requests.filter((url) => !url.startsWith('about:'))).toEqual([])
    await context.close()
  })
})
