import type { Place } from '../types.ts'
import type { Mark } from './cursor.ts'
import { readDocument, type YamlNode } from './tree.ts'

/** A part of a text that readers do not see which take its first document, and the last of equal keys. */
export type Overlooked = Place &
  (
    | { readonly kind: 'key'; readonly path: string; readonly counts: Place }
    /** What follows the first document. */
    | { readonly kind: 'rest' }
  )

/** Pure: keys that occur again in their map, and what follows the first document. The text is one that can be loaded. */
export function overlooked(text: string): Overlooked[] {
  const { root, rest } = readDocument(text)
  return [
    ...(root === undefined ? [] : repeated(root, '')),
    ...(rest === undefined ? [] : [{ kind: 'rest' as const, ...placeOf(rest) }]),
  ]
}

function repeated(node: YamlNode, path: string): Overlooked[] {
  if (node.kind === 'list') return node.items.flatMap((item) => repeated(item, path))
  if (node.kind !== 'map') return []
  const last = new Map(node.pairs.map(([key]) => [nameOf(key), key]))
  return node.pairs.flatMap(([key, value]): Overlooked[] => {
    const name = nameOf(key)
    const counts = last.get(name) ?? key
    const own = [path, name ?? ''].filter((part) => part !== '').join('/')
    // Each `<<` brings in what it names.
    if (name === undefined || name === '<<' || counts === key) return repeated(value, own)
    return [{ kind: 'key', path: own, ...placeOf(key.start), counts: placeOf(counts.start) }]
  })
}

const nameOf = (key: YamlNode): string | undefined => (key.kind === 'scalar' ? key.text : undefined)

function placeOf({ line, column }: Mark): Place {
  return { line: line + 1, column: column + 1 }
}
