import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Browser, Page } from 'playwright-core'
import { renderPage } from '../../src/report/index.ts'
import { startBrowser } from './browser.ts'
import { KEEPS_PICTURES, pictured } from './pictures.ts'
import { ONLY_LIGHT, SCENES } from './scenes.ts'

const WIDTHS = { desktop: 1280, phone: 375 } as const
/** Every scene where pictures are stored; in a run of all tests, one in both colour schemes. */
const LOOKS = (KEEPS_PICTURES ? Object.keys(SCENES) : ['blocked']).flatMap((scene) =>
  (ONLY_LIGHT.has(scene) ? (['light'] as const) : (['light', 'dark'] as const)).map(
    (scheme) => [scene, scheme] as const,
  ),
)
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

const started = await startBrowser()
const browser = started as Browser
const suite = typeof started === 'string' ? describe.skip : describe
const why = typeof started === 'string' ? ` (skipped: ${started})` : ''
const folder = join(tmpdir(), `test-deployments-pages-${process.pid}`)

afterAll(async () => {
  if (typeof started !== 'string') await started.close()
})

/** The page of a scene as a reviewer opens it, with its requests and console messages. */
async function open(
  scene: string,
  {
    width = WIDTHS.desktop,
    scheme = 'light',
    script = true,
  }: { width?: number; scheme?: 'light' | 'dark'; script?: boolean } = {},
): Promise<{ page: Page; requests: string[]; complaints: string[]; done: () => Promise<void> }> {
  const context = await browser.newContext({
    viewport: { width, height: 900 },
    colorScheme: scheme,
    javaScriptEnabled: script,
    reducedMotion: 'reduce',
  })
  const page = await context.newPage()
  const requests: string[] = []
  const complaints: string[] = []
  page.on('request', (request) => requests.push(request.url()))
  page.on('console', (message) => complaints.push(message.text()))
  page.on('pageerror', (error) => complaints.push(error.message))
  await page.goto(`file://${join(folder, `${scene}.html`)}`)
  return { page, requests, complaints, done: () => context.close() }
}

interface AxeViolation {
  readonly id: string
  readonly nodes: readonly { readonly html: string }[]
}

/** The violations that axe reports for the current page. */
async function violations(page: Page): Promise<string[]> {
  await page.evaluate(AXE)
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: { run(): Promise<{ violations: AxeViolation[] }> } }
    return (await axe.run()).violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)
  })
}

/**
 * Reduces each table to so many rows: thousands of similar rows have the same violations, and take minutes to check.
 */
async function shorten(page: Page, most = 40): Promise<void> {
  await page.evaluate(`for (const row of document.querySelectorAll('tr:nth-child(n + ${most})')) row.remove()`)
}

suite(`the page in Chromium${why}`, () => {
  beforeAll(() => {
    mkdirSync(folder, { recursive: true })
    for (const [name, documents] of Object.entries(SCENES)) {
      writeFileSync(join(folder, `${name}.html`), renderPage(documents))
    }
  })

  describe.each(LOOKS)('%s, %s', (scene, scheme) => {
    test('sends no request, logs no message, and has no axe violation', async () => {
      const { page, requests, complaints, done } = await open(scene, { scheme })
      await shorten(page)
      expect(await violations(page)).toEqual([])
      await pictured(page, `${scene}-1280-${scheme}`)
      await done()
      expect(requests).toHaveLength(1)
      expect(complaints).toEqual([])
    })

    test('fits the width of a phone', async () => {
      const { page, done } = await open(scene, { width: WIDTHS.phone, scheme })
      expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(WIDTHS.phone)
      await shorten(page)
      await pictured(page, `${scene}-375-${scheme}`)
      await done()
    })
  })

  test('declared risks come before the steps, on a phone too', async () => {
    const { page, done } = await open('declared-danger', { width: WIDTHS.phone })
    const top = (selector: string): Promise<number> =>
      page
        .locator(selector)
        .first()
        .evaluate((element) => element.getBoundingClientRect().top)
    expect(await top('#risks')).toBeLessThan(await top('.first'))
    await done()
  })

  test('events are in order of time, and those of the rollback are marked and can be filtered', async () => {
    const { page, done } = await open('failed')
    const events = await page.locator('#timeline details[open] .row').allTextContents()
    const times = events.map((event) => event.slice(0, 8))
    expect(times).toEqual(times.toSorted())
    expect(events.slice(-2)).toEqual([
      expect.stringContaining('rollback Install'),
      expect.stringContaining('rollback ValidateService'),
    ])
    await page.locator('#search-show').selectOption({ label: 'what was rolled back' })
    expect(await page.locator('#timeline .row:visible').count()).toBe(2)
    await done()
  })

  test("the facts for the reviewer's decision begin on the first screen", async () => {
    const { page, done } = await open('passing')
    const text = await page.locator('#decide').innerText()
    for (const part of [
      'Who may approve',
      'not: maren (started the run)',
      'Compare the commits',
      'Not tested',
      'If it fails',
    ])
      expect(text).toContain(part)
    const top = await page.locator('#decide').evaluate((element) => element.getBoundingClientRect().top)
    expect(top).toBeLessThan(900)
    await done()
  })

  test('each entry of the jump list links to its section', async () => {
    const { page, done } = await open('blocked')
    for (const link of await page.locator('nav a').all()) {
      await link.click()
      const id = new URL(page.url()).hash.slice(1)
      const top = `document.getElementById(${JSON.stringify(id)}).getBoundingClientRect().top`
      expect(await page.evaluate<boolean>(`${top} < innerHeight`)).toBe(true)
    }
    await done()
  })

  test('the search shows rows with all words, opens the sections around them, and ends with Escape', async () => {
    const { page, done } = await open('500-stacks')
    await page.keyboard.press('/')
    await page.keyboard.type('resource3 service499')
    // Each key starts a new search.
    await page.locator('#search-count', { hasText: /^1 of \d{4,} rows$/ }).waitFor()
    expect(await page.locator('#changes tbody tr:visible').allTextContents()).toEqual([
      expect.stringContaining('Resource3OfService499'),
    ])
    expect(await page.locator('#against').isVisible()).toBe(false)
    await page.keyboard.press('Escape')
    expect(await page.locator('#against').isVisible()).toBe(true)
    expect(await page.locator('#search-count').textContent()).toBe('')
    await done()
  })

  test('the list of stacks filters the page to one of them, with the keyboard alone', async () => {
    const { page, done } = await open('500-stacks')
    await page.keyboard.press('/')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Tab')
    expect(await page.evaluate<string>('document.activeElement.id')).toBe('search-stack')
    await page.keyboard.type('service-123')
    // Each key starts a new search.
    await page.locator('#changes tbody tr:visible', { hasText: 'service-123/' }).first().waitFor()
    const rows = await page.locator('#changes tbody tr:visible').allTextContents()
    expect(rows).toHaveLength(10)
    for (const row of rows) expect(row).toContain('service-123/')
    expect(await page.locator('#proved tbody tr:visible').allTextContents()).toEqual([
      expect.stringContaining('service-123 is in sync'),
    ])
    await done()
  })

  test('the filter shows every failure, wherever it is', async () => {
    const { page, done } = await open('blocked')
    await page.locator('#search-show').selectOption({ label: 'what failed' })
    const shown = await page.locator('main article.finding:visible').allTextContents()
    expect(shown.length).toBeGreaterThan(2)
    expect(await page.locator('#proved').isVisible()).toBe(false)
    await done()
  })

  test('without scripts the page is complete and has no search field', async () => {
    const { page, done } = await open('blocked', { script: false })
    expect(await page.locator('#search').isVisible()).toBe(false)
    expect(await page.locator('#against').isVisible()).toBe(true)
    await done()
  })

  test('every section is open in print', async () => {
    const { page, done } = await open('passing')
    await page.emulateMedia({ media: 'print' })
    await page.evaluate(`dispatchEvent(new Event('beforeprint'))`)
    expect(await page.locator('details:not([open])').count()).toBe(0)
    expect(await page.locator('nav').isVisible()).toBe(false)
    await done()
  })
})
