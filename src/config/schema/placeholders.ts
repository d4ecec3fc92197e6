import type { z } from 'zod'
import { PLACEHOLDERS } from '../model/references.ts'
import { nearestName } from '../../support/text/nearest.ts'

/** A text in braces that is nearly a placeholder would be used as it is written: a stack `shop-{enviroment}`. */

const BRACES = /(?<!\$)\{([A-Za-z][\w-]*)\}/g
/** Placeholders of checks in phases before traffic. */
const OF_CHECKS = ['test-endpoint']
/** Texts that users write for other programs. */
const FOREIGN = new Set(['run', 'env', 'environment', 'body', 'json', 'reason', 'describe'])

interface Sections {
  readonly environments: object
  readonly stacks: readonly unknown[]
  readonly deployments: readonly unknown[]
  readonly verify: readonly unknown[]
}

/** Refuses placeholders with a typing mistake, and expressions, which GitHub fills in workflows only, each at its place. */
export function refuseMisspelt(
  { environments, stacks, deployments, verify }: Sections,
  context: z.RefinementCtx,
): void {
  const visit = (value: unknown, path: readonly PropertyKey[], known: readonly string[]): void => {
    if (typeof value === 'string') {
      const expected = misspelt(value, known)
      if (expected !== undefined) context.addIssue({ code: 'custom', path: [...path], message: `expected ${expected}` })
      return
    }
    if (typeof value !== 'object' || value === null) return
    for (const [key, member] of Object.entries(value)) {
      if (!FOREIGN.has(key)) visit(member, [...path, Array.isArray(value) ? Number(key) : key], known)
    }
  }
  visit(environments, ['environments'], [])
  visit(stacks, ['stacks'], PLACEHOLDERS)
  visit(deployments, ['deployments'], PLACEHOLDERS)
  visit(verify, ['verify'], [...PLACEHOLDERS, ...OF_CHECKS])
}

function misspelt(text: string, known: readonly string[]): string | undefined {
  if (/\$\{\{.*\}\}/s.test(text)) return 'the value itself'
  for (const [written, word = ''] of text.matchAll(BRACES)) {
    const near = known.includes(word) ? undefined : nearestName(word, known)
    if (near !== undefined) return `{${near}} instead of ${written}`
  }
  return undefined
}
