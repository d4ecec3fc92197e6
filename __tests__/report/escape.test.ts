import { describe, expect, test } from '@jest/globals'
import { assert, property, string } from 'fast-check'
import {
  clipped,
  html,
  markdown,
  markdownBlock,
  markdownCode,
  markdownWithCode,
  oneLine,
  pieces,
  visible,
} from '../../src/report/escape.ts'

describe('invisible characters are named', () => {
  test.each([
    ['a\u202Eb', 'a⟨U+202E⟩b'],
    ['a\u0007b', 'a⟨U+0007⟩b'],
    ['zero\u200Bwidth', 'zero⟨U+200B⟩width'],
    ['tag\u{E0041}', 'tag⟨U+E0041⟩'],
    ['\u001B[31mred\u001B[0m', 'red'],
    ['\u001B]8;;https://evil.example\u0007here\u001B]8;;\u0007', 'here'],
    ['\u001B[', '⟨U+001B⟩['],
    ['line\r\nline\tend', 'line\nline\tend'],
    ['lone \uD800 half', 'lone \uFFFD half'],
  ])('%j', (text, shown) => expect(visible(text)).toBe(shown))

  test('one line is one line, for any line separator', () => {
    expect(oneLine(' a\r\n\n  b\rc\u2028d\n')).toBe('a ⏎ b⟨U+000D⟩c⟨U+2028⟩d')
  })
})

describe('Markdown', () => {
  test.each([
    ['<b>&amp;', '&lt;b&gt;&amp;amp;'],
    ['a | b', 'a &#124; b'],
    ['`x` **y** ~~z~~', String.raw`\`x\` \*\*y\*\* \~\~z\~\~`],
    ['_a_ snake_case', String.raw`\_a\_ snake_case`],
    ['[a](b) ![c](d)', String.raw`\[a\](b) \!\[c\](d)`],
    ['@octocat', '@&#8203;octocat'],
    ['https://evil.example', 'https&#58;//evil.example'],
    ['www.evil.example', 'www&#46;evil.example'],
    [':tada:', '&#58;tada:'],
    ['$x^2$', String.raw`\$x^2\$`],
    ['first\n# second', String.raw`first ⏎ \# second`],
    [String.raw`a\|b`, String.raw`a\\&#124;b`],
  ])('%j is literal text', (text, shown) => expect(markdown(text)).toBe(shown))

  test('code contains text that would end a code span early', () => {
    expect(markdownCode('plain')).toBe('`plain`')
    expect(markdownCode('a`b|c')).toBe(String.raw`<code>a\`b&#124;c</code>`)
    expect(markdownCode('')).toBe('`∅`')
  })

  test('text between backquotes is code', () => {
    expect(markdownWithCode('run `aws s3 ls *`, or [wait](x)')).toBe('run `aws s3 ls *`, or \\[wait\\](x)')
    expect(markdownWithCode('a `b|c` d')).toBe('a <code>b&#124;c</code> d')
    expect(markdownWithCode('one ` alone')).toBe('one \\` alone')
    expect(pieces('one ` alone')).toEqual([{ text: 'one ` alone', code: false }])
  })

  test('a fence is longer than any in the text', () => {
    const block = markdownBlock('before\n````\n# not a heading')
    expect(block.startsWith('`````text\n')).toBe(true)
    expect(block.endsWith('\n`````')).toBe(true)
  })

  test('any text remains one line without markup, cell ends or tags', () => {
    assert(
      property(string({ unit: 'binary' }), (text) => {
        const shown = markdown(text)
        expect(shown).not.toMatch(/[<>|\n\r]/)
        expect(shown).not.toMatch(/(^|[^\\])(\\\\)*[`*[\]~]/)
      }),
    )
  })
})

describe('HTML', () => {
  test('any text opens no tag, closes no attribute and names no unknown entity', () => {
    assert(
      property(string({ unit: 'binary' }), (text) => {
        expect(html(text)).not.toMatch(/[<>"']/)
        expect(html(text).replaceAll(/&(amp|lt|gt|quot|#39);/g, '')).not.toContain('&')
      }),
    )
  })
})

test('a clipped text shows that something is missing, and splits no character', () => {
  expect(clipped('short', 5)).toBe('short')
  expect(clipped('longer', 5)).toBe('long…')
  expect(clipped('abc😀def', 5)).toBe('abc…')
  expect(clipped('abc😀def', 5).isWellFormed()).toBe(true)
})
