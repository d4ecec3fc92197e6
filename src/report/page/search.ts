import { markup, type Markup } from './markup.ts'

/**
 * Search and filter over the page's rows; what scrolls within the page can be reached by keyboard. The page's only
 * script: it reads and hides what the page already shows, fetches nothing and stores nothing. Its digest is in the page's content security policy, so that no other script can run. Without
 * it the page is complete, and the search field stays hidden.
 */
export const SCRIPT = `
'use strict'
{
const form = document.getElementById('search')
const text = document.getElementById('search-text')
const show = document.getElementById('search-show')
const stack = document.getElementById('search-stack')
const count = document.getElementById('search-count')
const rows = [...document.querySelectorAll('main tbody tr, main article.finding, main .row')]
const sections = [...document.querySelectorAll('main section[id]')]
const folds = [...document.querySelectorAll('main details')]
const words = new Map()
const wordsOf = (row) => {
  if (!words.has(row)) words.set(row, row.textContent.toLowerCase())
  return words.get(row)
}
let opened = []
const search = () => {
  const wanted = text.value.toLowerCase().split(/\\s+/).filter(Boolean)
  const outcomes = show.value.split(' ').filter(Boolean)
  const one = stack ? stack.value : ''
  const active = wanted.length > 0 || outcomes.length > 0 || one !== ''
  let found = 0
  for (const row of rows) {
    const matches = !active || ((one === '' || row.dataset.stack === one) && (outcomes.length === 0 || outcomes.some((outcome) => row.classList.contains(outcome))) && wanted.every((word) => wordsOf(row).includes(word)))
    row.hidden = !matches
    if (matches) found += 1
  }
  for (const fold of opened) fold.open = false
  opened = active ? folds.filter((fold) => !fold.open && fold.querySelector('tr:not([hidden]) > td, .row:not([hidden])')) : []
  for (const fold of opened) fold.open = true
  for (const section of sections) {
    section.hidden = active && !rows.some((row) => !row.hidden && section.contains(row))
  }
  count.textContent = active ? found + ' of ' + rows.length + ' rows' : ''
}
let pending
const later = () => {
  clearTimeout(pending)
  pending = setTimeout(search, 120)
}
form.hidden = false
text.addEventListener('input', later)
show.addEventListener('change', search)
if (stack) stack.addEventListener('change', search)
form.addEventListener('submit', (event) => event.preventDefault())
document.addEventListener('keydown', (event) => {
  if (event.key === '/' && document.activeElement !== text && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault()
    text.focus()
  } else if (event.key === 'Escape' && document.activeElement === text) {
    text.value = ''
    if (stack) stack.value = ''
    search()
  }
})
const reach = () => {
  for (const box of document.querySelectorAll('.scroll, pre')) {
    if (box.scrollWidth > box.clientWidth || box.scrollHeight > box.clientHeight) box.tabIndex = 0
  }
}
reach()
document.addEventListener('toggle', reach, true)
addEventListener('beforeprint', () => {
  for (const fold of folds) fold.open = true
})
}
`

/** Classes of rows, as `SCRIPT` compares them, and their names. */
const FILTERS: readonly (readonly [string, string])[] = [
  ['', 'everything'],
  ['fail error', 'what failed'],
  ['inconclusive', 'what is not known'],
  ['differs', 'what differs or is accepted'],
  ['rollback', 'what was rolled back'],
  ['noted', 'what is noted'],
  ['pass', 'what passed'],
]

/** The search field, shown by the script alone. */
export function searchForm(stacks: readonly string[]): Markup {
  const jump =
    stacks.length > 1 &&
    markup`<label for="search-stack">Stack</label><select id="search-stack"><option value="">all ${stacks.length}</option>${stacks.map((name) => markup`<option>${name}</option>`)}</select>`
  return markup`<form id="search" class="search" role="search" hidden><label for="search-text">Search</label><input id="search-text" type="search" placeholder="Press / to search" autocomplete="off" spellcheck="false" aria-describedby="search-count" aria-keyshortcuts="/"><label for="search-show">Show</label><select id="search-show">${FILTERS.map(([value, name]) => markup`<option value="${value}">${name}</option>`)}</select>${jump}<output id="search-count" for="search-text search-show search-stack" aria-live="polite"></output></form>`
}
