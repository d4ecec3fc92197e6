import type { Place } from './types.ts'
import type { Value } from './values.ts'
import { YamlError } from './yaml/cursor.ts'
import { readTree } from './yaml/tree.ts'
import { Refused, ValueReader } from './yaml/values.ts'
import type { Refusal } from './yaml/values.ts'

/** Text that the agent cannot load: where, why, and the class of the error that it raises. */
export interface YamlFault extends Place {
  readonly message: string
  readonly raises: 'SyntaxError' | Refusal
}

export type Loaded = { readonly value: Value | undefined } | { readonly fault: YamlFault }

const FORBIDDEN = /[^\t\n\r\u0020-\u007E\u0085\u00A0-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u

/** Characters of a value that are kept as they are written, for messages. */
const WRITTEN = 200

/**
 * Loads YAML or JSON as the agent does (psych 4.0 over libyaml 0.2): the first document only, duplicate keys allowed and
 * the last one counts, aliases and dates refused. `value` is undefined for an empty document. `aliases` allows them, as
 * the 2.x agent does.
 */
export function loadYaml(text: string, options: { readonly aliases?: boolean } = {}): Loaded {
  const control = FORBIDDEN.exec(text)
  if (control) {
    const before = text.slice(0, control.index).split(/\r\n|[\r\n\u0085\u2028\u2029]/)
    return {
      fault: {
        line: before.length,
        column: (before.at(-1) ?? '').length + 1,
        message: 'control characters, and bytes that are not UTF-8, are not allowed',
        raises: 'SyntaxError',
      },
    }
  }
  try {
    const tree = readTree(text)
    if (!tree) return { value: undefined }
    const characters = Array.from(text)
    const reader = new ValueReader(
      ({ start, end }) =>
        characters
          .slice(start.index, Math.min(end.index, start.index + WRITTEN))
          .join('')
          .trimEnd(),
      options.aliases ?? false,
    )
    return { value: reader.read(tree) }
  } catch (error) {
    const mark = error instanceof YamlError ? error.mark : error instanceof Refused ? error.node.start : undefined
    if (!mark || !(error instanceof Error)) throw error
    const raises = error instanceof Refused ? error.raises : 'SyntaxError'
    return { fault: { line: mark.line + 1, column: mark.column + 1, message: error.message, raises } }
  }
}

/**
 * The text of a file. Bytes that are not UTF-8 become NUL, which no YAML may contain: the agent refuses them at the same
 * place.
 */
export function decodeAsAgent(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return Buffer.from(bytes).toString('utf8').replaceAll('\uFFFD', '\0')
  }
}
