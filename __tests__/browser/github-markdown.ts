import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import rehypeRaw from 'rehype-raw'
import rehypeSanitize, { defaultSchema } from 'rehype-sanitize'
import rehypeStringify from 'rehype-stringify'
import remarkGfm from 'remark-gfm'
import remarkParse from 'remark-parse'
import remarkRehype from 'remark-rehype'
import { unified } from 'unified'

const CSS = readFileSync(createRequire(import.meta.url).resolve('github-markdown-css/github-markdown.css'), 'utf8')

/**
 * A page with Markdown as GitHub renders it: its dialect, its allowed elements (the sanitizer's default), its style
 * sheet.
 */
export async function githubPage(markdown: string): Promise<string> {
  const file = await unified()
    .use(remarkParse)
    .use(remarkGfm)
    .use(remarkRehype, { allowDangerousHtml: true })
    .use(rehypeRaw)
    .use(rehypeSanitize, defaultSchema)
    .use(rehypeStringify)
    .process(markdown)
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Summary</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">
<style>${CSS} body{margin:0} main{max-width:1012px;margin:0 auto;padding:16px} .markdown-body table{display:block;overflow-x:auto}</style></head>
<body class="markdown-body"><main>${String(file)}</main></body></html>`
}
