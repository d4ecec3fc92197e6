import { afterEach, describe, expect, jest, test } from '@jest/globals'
import rehypeRaw from 'rehype-raw'
import rehypeSanitize, { defaultSchema } from 'rehype-sanitize'
import remarkGfm from 'remark-gfm'
import remarkParse from 'remark-parse'
import remarkRehype from 'remark-rehype'
import { unified } from 'unified'
import { digestOf } from '../../src/evidence/digest.ts'
import { maskEvidence } from '../../src/evidence/mask.ts'
import { messageOf, shortOf, subjectOf, textOf } from '../../src/notify/message.ts'
import { annotationsOf, renderLog, renderPage, renderSummary } from '../../src/report/index.ts'
import { githubRunner, runnerLog } from '../../src/runner.ts'
import { terminal } from '../../src/support/text/terminal.ts'
import { document } from './documents.ts'
import { hostile } from './hostile.ts'

/** Each text in every place of a document, through every output for people and programs. */
const TEXTS: Readonly<Record<string, string>> = {
  'a tag': '<script>alert(1)</script><img src=x onerror=alert(1)>',
  'the end of our tags': '</td></tr></table></details></section></style></svg></main></body></html><!--',
  'an attribute': `" onload="alert(1)" x=' style='position:fixed`,
  'an entity': '&lt;b&gt; &#60;b&#62; &nbsp;&zwj;&rlm;',
  'an address': 'javascript:alert(1) https://evil.example www.evil.example a@evil.example http://evil.example/x.png',
  'Markdown links':
    '[link](https://evil.example) ![pic](https://evil.example/x.png) [a]: https://evil.example <https://evil.example>',
  'Markdown blocks': '# heading > quote - [ ] task 1. list --- *** | a | b |',
  'Markdown lines': '\n\n# heading\n\n> quote\n\n| a | b |\n|---|---|\n| c | d |\n\n- item\n\n    code\n\n```\nfence',
  'Markdown words': '**b** __b__ _i_ ~~s~~ `c` ``d`` $x^2$ $$y$$ :tada: [^1] @everyone #12 GH-12 a/b#3',
  'the end of a cell': 'a | b \\| c &#124; d \\\\| e',
  'a fold': '<details open><summary>forged</summary>\n\nforged\n\n</details>',
  'a command': '::error file=a,line=1::forged',
  'commands in lines':
    'a\n::error::forged\n  ::set-output name=digest::x\r\n##[error]forged\r::add-mask::a\u0085::error::forged\u2028::error::forged',
  'an encoded command': '%0A::error::forged %0D%0A##[group]x %25',
  colours:
    '\u001B[31mred\u001B[0m \u001B[2J\u001B[1;1H \u001B]8;;https://evil.example\u0007here\u001B]8;;\u0007 \u009B31m',
  controls: '\u0000\u0001\u0007\b\u000B\u000C\u007F\u0080',
  'right to left': '\u202Egnp.exe\u202C \u2066isolated \u200F\u200E\u061C \u05D0\u05D1',
  'zero width': 'pass\u200B\u200C\u200D\u2060\uFEFF\u00AD\u034F\u180E fail',
  'letters that show nothing': '\u3164\u115F\u1160\uFFA0\u2800\u17B4\u{E0041}\u{E0100}\u{1D173}\uFFF9',
  'stacked marks': `Z${'\u0300\u0301\u0302'.repeat(400)}algo`,
  'half a character': 'lone \uD800 half'.toWellFormed(),
  'wide letters': '\uFDFD\u{1F468}\u200D\u{1F469} 中文 ꧅𒐫',
  'paths of AppSpecs': '../../../etc/passwd C:\\windows\\system32 -rf --upload-file=x $(id) `id` ${{ secrets.X }}',
  'names of members': '__proto__ constructor toString',
  'the shape of a subject': 'stack/<b>/resource/\u202Ex"y',
  'one word of a megabyte': 'x'.repeat(1_000_000),
  'many tags': '<b>'.repeat(30_000),
  'a megabyte of lines': 'line\n'.repeat(200_000),
  'many back quotes': '`'.repeat(100_000),
}
const HARMLESS = hostile('harmless')
/**
 * Invisible characters, without those that the report itself adds to a text: after an @, to prevent mentions; the style
 * of a sign.
 */
const UNSEEN = /(?!\t|\n|\uFE0E|\uFE0F)(?<!@)[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/u
/** Elements that a next step, or several lines, have for their own texts. */
const OF_TEXTS = new Set(['code', 'pre', 'br', 'wbr'])

function counted(names: readonly string[]): Record<string, number> {
  const own = names.filter((name) => !OF_TEXTS.has(name.split(' ', 1)[0] ?? ''))
  return Object.fromEntries([...Map.groupBy(own, (name) => name)].map(([name, all]) => [name, all.length]))
}

/** Elements of a page with the names of their attributes. No text of the page has a `<`, which its own test proves. */
function elementsOf(page: string): Record<string, number> {
  const inside = page.replace(/<(style|script)>.*?<\/\1>/gs, '<$1></$1>')
  const tags = [...inside.matchAll(/<([a-z]\w*)((?:\s+[\w-]+(?:="[^"]*")?)*)\s*\/?>/g)]
  return counted(
    tags.map(([, name, attributes = '']) =>
      [
        name,
        ...[...attributes.matchAll(/([\w-]+)(?:="[^"]*")?/g)]
          .map(([, attribute]) => attribute)
          .filter((one) => one !== 'data-stack'),
      ].join(' '),
    ),
  )
}

interface Node {
  readonly tagName?: string
  readonly value?: string
  readonly properties?: Readonly<Record<string, unknown>>
  readonly children?: readonly Node[]
}

/** Everything below a node, itself first. */
function nodesOf(node: Node): Node[] {
  return [node, ...(node.children ?? []).flatMap(nodesOf)]
}

async function rendered(markdown: string): Promise<Node[]> {
  const processor = unified()
    .use(remarkParse)
    .use(remarkGfm)
    .use(remarkRehype, { allowDangerousHtml: true })
    .use(rehypeRaw)
    .use(rehypeSanitize, defaultSchema)
  return nodesOf((await processor.run(processor.parse(markdown))) as unknown as Node)
}

const OF_HARMLESS = elementsOf(renderPage([HARMLESS]))
const SUMMARY_OF_HARMLESS = rendered(renderSummary(HARMLESS))
let written: string[] = []
afterEach(() => void jest.restoreAllMocks())
function capture(): void {
  written = []
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
    written.push(String(text))
    return true
  })
}

describe.each(Object.entries(TEXTS))('%s', (_, text) => {
  const evidence = hostile(text)
  const isMany = text.includes('\n')

  test('is text on the page: the same elements, nothing invisible, a limited size', () => {
    const page = renderPage([evidence])
    expect(page.length).toBeLessThan(4_000_000)
    const body = page.replace(/<(style|script)>.*?<\/\1>/gs, '')
    expect(body).not.toMatch(UNSEEN)
    expect(elementsOf(page)).toEqual(OF_HARMLESS)
    for (const [, address = ''] of body.matchAll(/(?:href|src)="([^"]*)"/g))
      expect(address).toMatch(/^(?:#[a-z-]+$|https:\/\/github\.com\/org\/test-deployments\/)/)
  })

  test('is text in the summary: the same elements, no link or picture, nothing invisible', async () => {
    const summary = renderSummary(evidence)
    expect(Buffer.byteLength(summary)).toBeLessThan(1_048_576)
    const [nodes, plain] = [await rendered(summary), await SUMMARY_OF_HARMLESS]
    const names = (all: readonly Node[]): string[] => all.flatMap(({ tagName }) => tagName ?? [])
    // Lines are shown as a block of their own, with the label before it.
    const lines = new Set(isMany ? ['li', 'ul', 'strong', 'p', 'details', 'summary'] : [])
    // GitHub links URLs in the source; this renderer also links those that entities hide from GitHub: they are judged
    // by the source.
    const own = (all: readonly Node[]): string[] => names(all).filter((name) => name !== 'a' && !lines.has(name))
    const prose = summary
      .replaceAll(/^(`{3,})text\n.*?^\1$/gms, '')
      .replaceAll(/`[^`\n]*`|\]\(https:\/\/github\.com\/org\/test-deployments\/[^)]*\)/g, '')
    expect(prose).not.toMatch(/:\/\/|www\.|(?<!\\)\]\(|\w@\w/)
    expect(counted(own(nodes))).toEqual(counted(own(plain)))
    for (const { value } of nodes) {
      if (value !== undefined) expect(value).not.toMatch(UNSEEN)
    }
  })

  test('is one line of the log each, and no command to the runner', () => {
    capture()
    const lines = renderLog(evidence)
    for (const line of lines) runnerLog.info(line)
    const output = written.join('')
    expect(output.split('\n')).toHaveLength(lines.length + 1)
    expect(output).not.toMatch(/^[\p{Z}\p{C}]*::|##\[/mu)
    expect(output.replaceAll('\n', '')).not.toMatch(UNSEEN)
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(1_000)
  })

  test('is text of a progress line, in the log and on a terminal', async () => {
    capture()
    runnerLog.info(text.slice(0, 5_000))
    await runnerLog.group(text.slice(0, 200), () => Promise.resolve())
    const shown: string[] = []
    terminal((line) => shown.push(line)).log.info(text.slice(0, 5_000))
    const [, ...rest] = written.join('').split('::group::')
    expect(rest).toHaveLength(1)
    expect(written.join('').replace(/::(?:end)?group::/g, '')).not.toMatch(/^[\p{Z}\p{C}]*::|##\[/mu)
    for (const each of [...written, ...shown]) expect(each).not.toMatch(UNSEEN)
  })

  test('is data of an annotation: the same number as without it, one line each', () => {
    capture()
    const runner = githubRunner({})
    for (const annotation of annotationsOf(evidence)) runner.annotate(annotation)
    const lines = written
      .join('')
      .trimEnd()
      .split(/[\r\n]/)
    expect(lines).toHaveLength(annotationsOf(HARMLESS).length)
    for (const line of lines) {
      const [, properties = '', message = ''] = /^::(?:error|warning) ([^:]*)::(.*)$/s.exec(line) ?? []
      expect(properties.split(',').map((part) => part.split('=', 1)[0])).toEqual(['title', 'file', 'line'])
      expect(message).not.toBe('')
      expect(decodeURIComponent(message.replaceAll(/%(?!25|0A|0D)/g, '%25')).length).toBeLessThanOrEqual(4_096)
      // The name of a file is that of the commit.
      expect(line.replace(/,file=[^,]*/, '')).not.toMatch(UNSEEN)
    }
  })

  test('is data of a notification: one headline, one cause a line', () => {
    const about = { server: 'https://github.com', waitsFor: undefined }
    const [message, plain] = [messageOf(evidence, about), messageOf(HARMLESS, about)]
    if (message === undefined || plain === undefined) throw new Error('this step is told')
    expect(subjectOf(message)).toMatch(/^[\x20-\x7e]{1,100}$/)
    expect(shortOf(message).length).toBeLessThanOrEqual(141)
    expect(textOf(message).split('\n')).toHaveLength(textOf(plain).split('\n').length)
    expect(
      Buffer.byteLength(JSON.stringify({ default: JSON.stringify(message), email: textOf(message) })),
    ).toBeLessThan(256 * 1024)
    for (const shown of [subjectOf(message), shortOf(message), textOf(message)])
      expect(shown.replaceAll('\n', '')).not.toMatch(UNSEEN)
  })
})

test("half a character in a response does not prevent a document's digest", () => {
  const half = 'lone \uD800 half'
  const finding = { code: 'check/run/test', outcome: 'fail', title: half, subject: half, observed: half } as const
  const evidence = document('verify', '09:00:00', '09:00:01', [{ ...finding, details: { tests: [half] } }], {
    timeline: [{ at: '2026-11-20T09:00:00.000Z', subject: half, event: half, detail: half }],
  })
  expect(() => digestOf(evidence)).toThrow('lone surrogate')
  expect(digestOf(maskEvidence(evidence, (text) => text))).toMatch(/^sha256:/)
})
