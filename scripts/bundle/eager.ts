import { parse } from '@swc/core'

/**
 * The text of a file with parentheses around the function of each module. V8 compiles such a function together with the
 * file; without them it reads each module twice: once to find its end, and again when the module is loaded, which is at
 * once for most. Minifying removes the parentheses that webpack writes.
 */
export async function compileModulesAtOnce(code: string): Promise<string> {
  const { body } = await parse(code, { syntax: 'ecmascript', target: 'es2024' })
  const bytes = Buffer.from(code)
  const spans = functionsOf(body)
  // The parser counts from a start of its own.
  const base = (body[0]?.span.start ?? 0) - code.search(/\S/)
  const parts: Buffer[] = []
  let end = 0
  for (const span of spans) {
    const [from, to] = [span.start - base, span.end - base]
    parts.push(bytes.subarray(end, from), Buffer.from('('), bytes.subarray(from, to), Buffer.from(')'))
    end = to
  }
  return Buffer.concat([...parts, bytes.subarray(end)]).toString()
}

interface Span {
  readonly start: number
  readonly end: number
}

/** The functions of modules, in order: `12345: (module, exports, require) => …`. Functions inside of them are left. */
function functionsOf(node: unknown): Span[] {
  if (typeof node !== 'object' || node === null) return []
  if (isModule(node)) return [node.value.span]
  return Object.values(node).flatMap(functionsOf)
}

function isModule(node: object): node is { value: { span: Span } } {
  const { type, key, value } = node as { type?: string; key?: { type?: string }; value?: { type?: string } }
  return type === 'KeyValueProperty' && key?.type === 'NumericLiteral' && value?.type === 'ArrowFunctionExpression'
}
