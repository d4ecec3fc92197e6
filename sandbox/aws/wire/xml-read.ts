import type { NormalizedSchema } from '@smithy/core/schema'
import { XMLParser } from 'fast-xml-parser'
import { ServiceError } from '../../contract.ts'
import { scalarFromText } from './values.ts'
import { isFlat, xmlName } from './xml.ts'

/** An element: its text, or its child elements by tag. */
type Element = string | { readonly [tag: string]: readonly Element[] }

const parser = new XMLParser({ parseTagValue: false, trimValues: false, isArray: () => true, ignoreDeclaration: true })

/** Reads a value of a restXml body: `schema` is the one of its root element. */
export function readXmlBody(schema: NormalizedSchema, body: string): unknown {
  let roots: Element
  try {
    roots = parser.parse(body, true) as Element
  } catch {
    throw new ServiceError('MalformedInput', 'Unable to parse the request body as XML')
  }
  const [root] = Object.values(roots)
  return root?.[0] === undefined ? undefined : readElement(schema, root[0] as Element, '')
}

function readElement(schema: NormalizedSchema, element: Element, path: string): unknown {
  if (schema.isListSchema()) {
    const item = schema.getValueSchema()
    return childrenOf(element, xmlName(item, 'member')).map((each, index) =>
      readElement(item, each, `${path}.${index + 1}`),
    )
  }
  if (schema.isMapSchema()) return readEntries(schema, childrenOf(element, 'entry'), path)
  if (!schema.isStructSchema()) return scalarFromText(schema, textOf(element), path)
  const value: Record<string, unknown> = {}
  for (const [name, member] of schema.structIterator()) {
    const found = childrenOf(element, xmlName(member, name))
    const [first] = found
    if (first === undefined) continue
    value[name] = isFlat(member)
      ? readFlat(member, found, `${path}.${name}`)
      : readElement(member, first, `${path}.${name}`)
  }
  return value
}

function readFlat(schema: NormalizedSchema, elements: readonly Element[], path: string): unknown {
  if (schema.isMapSchema()) return readEntries(schema, elements, path)
  return elements.map((each, index) => readElement(schema.getValueSchema(), each, `${path}.${index + 1}`))
}

function readEntries(schema: NormalizedSchema, entries: readonly Element[], path: string): Record<string, unknown> {
  const value: Record<string, unknown> = {}
  for (const entry of entries) {
    const [key = ''] = childrenOf(entry, xmlName(schema.getKeySchema(), 'key')).map(textOf)
    const [item] = childrenOf(entry, xmlName(schema.getValueSchema(), 'value'))
    if (item !== undefined) value[key] = readElement(schema.getValueSchema(), item, `${path}.${key}`)
  }
  return value
}

const childrenOf = (element: Element, tag: string): readonly Element[] =>
  typeof element === 'string' ? [] : (element[tag] ?? [])

const textOf = (element: Element): string =>
  typeof element === 'string' ? element : childrenOf(element, '#text').map(String).join('')
