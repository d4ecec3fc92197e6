/** Reads what may precede a value: anchors, tags, and the directives that tags depend on. */
import { isBlank, isSpaceOrEnd, isWordChar, YamlError } from './cursor.ts'
import type { Cursor } from './cursor.ts'

export interface Tag {
  /** What the directives of the document give a prefix for; empty for a tag that stands for itself. */
  readonly handle: string
  readonly suffix: string
}

export type Directive = { readonly version: string } | { readonly handle: string; readonly prefix: string }

/** The name after `&` or `*`. */
export function readName(cursor: Cursor): string {
  const start = cursor.mark
  cursor.skip()
  const name = cursor.takeWhile(isWordChar)
  if (name === '' || !(isSpaceOrEnd(cursor.peek()) || '?:,]}%@`'.includes(cursor.peek()))) {
    throw new YamlError('an anchor or alias is named with letters, digits, - and _', start)
  }
  return name
}

export function readTag(cursor: Cursor, inFlow: boolean): Tag {
  const start = cursor.mark
  const tag = cursor.startsWith('!<') ? readVerbatim(cursor) : readShorthand(cursor)
  const end = cursor.peek()
  if (!isSpaceOrEnd(end) && !(inFlow && end === ',')) throw new YamlError('a space is missing after the tag', start)
  return tag
}

function readVerbatim(cursor: Cursor): Tag {
  const start = cursor.mark
  cursor.skip(2)
  const suffix = readUri(cursor, true)
  if (suffix === '' || cursor.peek() !== '>') throw new YamlError('the tag is not closed by >', start)
  cursor.skip()
  return { handle: '', suffix }
}

function readShorthand(cursor: Cursor): Tag {
  const start = cursor.mark
  const head = readHandle(cursor)
  const isHandle = head.length > 1 && head.endsWith('!')
  const suffix = (isHandle ? '' : head.slice(1)) + readUri(cursor, false)
  if (!isHandle) return suffix === '' ? { handle: '', suffix: '!' } : { handle: '!', suffix }
  if (suffix === '') throw new YamlError('the tag has no name', start)
  return { handle: head, suffix }
}

/** `!`, `!!`, `!name!`, or as much of another tag. */
function readHandle(cursor: Cursor): string {
  if (cursor.peek() !== '!') throw new YamlError('! is missing', cursor.mark)
  const head = cursor.take() + cursor.takeWhile(isWordChar)
  return cursor.peek() === '!' ? head + cursor.take() : head
}

function readUri(cursor: Cursor, withFlowChars: boolean): string {
  const start = cursor.mark
  const allowed = (char: string): boolean =>
    isWordChar(char) || ";/?:@&=+$.%!~*'()".includes(char) || (withFlowChars && ',[]'.includes(char))
  const text = cursor.takeWhile(allowed)
  try {
    return decodeURIComponent(text)
  } catch {
    throw new YamlError('% needs the two hexadecimal digits of a byte', start)
  }
}

/** A line that begins with `%`: `%YAML 1.1` or `%TAG ! prefix`. */
export function readDirective(cursor: Cursor): Directive {
  const start = cursor.mark
  cursor.skip()
  const name = cursor.takeWhile(isWordChar)
  const gap = cursor.takeWhile(isBlank)
  if (gap === '') throw new YamlError('a directive needs a name and a value', start)
  const directive = name === 'YAML' ? readVersion(cursor) : name === 'TAG' ? readPrefix(cursor) : undefined
  if (!directive) throw new YamlError(`%${name} is not a directive: %YAML and %TAG are`, start)
  cursor.endLine('a directive')
  return directive
}

function readVersion(cursor: Cursor): Directive {
  const start = cursor.mark
  const version = cursor.takeWhile((char) => /[\d.]/.test(char))
  if (!/^\d{1,9}\.\d{1,9}$/.test(version)) throw new YamlError('%YAML needs a version, e.g. 1.1', start)
  return { version }
}

function readPrefix(cursor: Cursor): Directive {
  const start = cursor.mark
  const handle = readHandle(cursor)
  const gap = cursor.takeWhile(isBlank)
  const prefix = readUri(cursor, true)
  const isHandle = handle === '!' || handle.endsWith('!')
  if (!isHandle || gap === '' || prefix === '' || !isSpaceOrEnd(cursor.peek())) {
    throw new YamlError('%TAG needs a handle and a prefix, e.g. %TAG !e! tag:example.com,2024:', start)
  }
  return { handle, prefix }
}
