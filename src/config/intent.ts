import { isMap, isPair, LineCounter, parseDocument } from 'yaml'
import { z } from 'zod'
import type { Finding } from '../evidence/finding.ts'
import { ActionError } from '../support/errors.ts'
import { plainOf } from '../support/yaml.ts'
import { date, text } from './scalars.ts'

const ACTIONS = ['Add', 'Modify', 'Remove', 'Import'] as const

const entry = z
  .strictObject({
    resource: text.optional().describe('STACK-ID/LogicalId, nested ones STACK-ID/Nested/LogicalId; globs are allowed.'),
    type: text.optional().describe('Type of the resource; globs are allowed.'),
    action: z
      .union([z.enum(ACTIONS), z.array(z.enum(ACTIONS)).min(1)])
      .transform((value) => (Array.isArray(value) ? value : [value]))
      .optional(),
    replacement: z.boolean().optional().describe('Whether the resource may be replaced. Default: no.'),
    properties: z.array(text).min(1).optional().describe('JSON pointers such as /Properties/Tags; globs are allowed.'),
    environment: z.enum(['preprod', 'production']).optional().describe('Default: both.'),
    reason: text.optional(),
  })
  .refine((value) => value.resource !== undefined || value.type !== undefined, {
    error: 'expected `resource` or `type`',
  })

const ruleChange = z.strictObject({
  path: text.describe('What changes in the rules, as the finding names it; globs are allowed.'),
  reason: text,
  owner: text,
  until: date,
})

/** What a release means to change, and nothing else. */
export const intentSchema = z.strictObject({
  version: z.literal(1, { error: 'expected 1' }),
  allow: z.array(entry).default([]),
  expect: z.array(entry).default([]),
  forbid: z.array(entry).default([]),
  rules: z.array(ruleChange).default([]).describe('Changes of the rules themselves that are meant.'),
})

export type Intent = z.output<typeof intentSchema>
export type IntentEntry = Intent['allow'][number]

/** Reads an intent file; all mistakes at once, each with its line. Throws `config/intent`. */
export function readIntent(yaml: string, file: string): Intent {
  const lines = new LineCounter()
  const document = parseDocument(yaml, { lineCounter: lines, uniqueKeys: true })
  const findings: Finding[] = []
  const wrong = (offset: number, where: string, message: string): void => {
    const { line, col } = lines.linePos(offset)
    findings.push({
      code: 'config/intent',
      outcome: 'error',
      title: `${where}: ${message}`,
      subject: `file/${file}`,
      observed: `${file}, line ${line}`,
      expected: message,
      advice: `Correct line ${line} of ${file}.`,
      source: { file, line: Math.max(line, 1), column: Math.max(col, 1) },
    })
  }
  for (const error of document.errors) wrong(error.pos[0], 'file', error.message.split('\n')[0] ?? error.code)
  const plain = findings.length === 0 ? plainOf(document) : undefined
  if (plain && 'problem' in plain) wrong(plain.offset, 'file', plain.problem)
  if (plain && 'value' in plain) {
    const result = intentSchema.safeParse(plain.value)
    if (result.success) return result.data
    for (const issue of result.error.issues) {
      wrong(offsetOf(document, issue.path), issue.path.map(String).join('.') || 'file', issue.message)
    }
  }
  const first = findings[0]
  throw new ActionError('config/intent', {
    message: `${file}:${first?.source?.line ?? 1}: ${first?.title ?? 'cannot be read'}`,
    subject: `file/${file}`,
    file,
    ...(first?.source?.line !== undefined && { line: first.source.line }),
    findings,
  })
}

function offsetOf(document: ReturnType<typeof parseDocument>, path: readonly PropertyKey[]): number {
  for (let length = path.length; length > 0; length--) {
    const node: unknown = document.getIn(path.slice(0, length) as unknown[], true)
    if (typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range)) {
      return Number(node.range[0])
    }
  }
  const { contents } = document
  return isMap(contents) || isPair(contents) ? ('range' in contents && contents.range?.[0]) || 0 : 0
}
