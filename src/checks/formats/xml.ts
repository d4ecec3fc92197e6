/** XML of the user's tools, read without resolving anything that it refers to. */

import type { Unreadable } from './report.ts'

export type XmlNode = Readonly<Record<string, unknown>>

const ATTRIBUTE = '@'
const TEXT = '#text'

/** Reads a document in any encoding that it declares. `lists` names the elements that can occur several times. */
export async function readXml(
  bytes: Uint8Array,
  lists: readonly string[],
): Promise<{ readonly root: XmlNode } | Unreadable> {
  const { XMLParser, XMLValidator } = await import('fast-xml-parser')
  const xml = decodeXml(bytes)
  if (typeof xml !== 'string') return xml
  const valid = XMLValidator.validate(xml, { allowBooleanAttributes: false })
  if (valid !== true) return { problem: `line ${valid.err.line}: ${saidBy(valid.err.msg)}` }
  if (declaresType(xml)) return { problem: 'it declares a document type, which reports have no use for' }
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: ATTRIBUTE,
    textNodeName: TEXT,
    parseTagValue: false,
    parseAttributeValue: false,
    trimValues: true,
    // Numbered characters are among these, too.
    htmlEntities: true,
    ignoreDeclaration: true,
    ignorePiTags: true,
    removeNSPrefix: true,
    isArray: (name) => lists.includes(name),
  })
  return { root: parser.parse(xml) as XmlNode }
}

/** The validator lists elements that are not closed as JSON, over several lines. */
function saidBy(message: string): string {
  const open = /^Invalid '(\[.*\])' found\.$/s.exec(message)?.[1]
  return open === undefined ? message : `its end is missing: ${open.match(/[\w.-]+/g)?.join(', ')} not closed`
}

/** The text of a document: by its byte order mark, the form of its first character, or the encoding that it declares. */
function decodeXml(bytes: Uint8Array): string | Unreadable {
  const label = encodingOf(bytes)
  try {
    // The decoder drops the byte order mark.
    return new TextDecoder(label).decode(bytes)
  } catch {
    return { problem: `it declares the unknown encoding ${label}` }
  }
}

/** The declaration is in ASCII and stands at the beginning. */
const DECLARATION_BYTES = 200

function encodingOf(bytes: Uint8Array): string {
  const [first, second, third, fourth] = bytes
  if ((first === 0xff && second === 0xfe) || (first === 0x3c && second === 0 && third !== 0)) return 'utf-16le'
  if ((first === 0xfe && second === 0xff) || (first === 0 && second === 0x3c && fourth !== 0)) return 'utf-16be'
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8'
  const start = Buffer.from(bytes.subarray(0, DECLARATION_BYTES)).toString('latin1')
  return /^<\?xml\s[^>]*?\bencoding\s*=\s*["']([^"']+)["']/.exec(start)?.[1] ?? 'utf-8'
}

/** What may hold `<!` as text, by its beginning. */
const HARMLESS: Readonly<Record<string, string>> = { '<!--': '-->', '<![CDATA[': ']]>', '<?': '?>' }

/** Whether there is a `<!DOCTYPE` (or any other declaration) outside of comments, CDATA and instructions. */
function declaresType(xml: string): boolean {
  const beginning = /<!--|<!\[CDATA\[|<\?|<!/g
  for (let found = beginning.exec(xml); found; found = beginning.exec(xml)) {
    const end = HARMLESS[found[0]]
    if (end === undefined) return true
    const ends = xml.indexOf(end, beginning.lastIndex)
    if (ends === -1) return false
    beginning.lastIndex = ends + end.length
  }
  return false
}

/** Elements of one name; an element of text alone, or an empty one, is not an object for the parser. */
export function elements(parent: XmlNode, name: string): XmlNode[] {
  const value = parent[name]
  if (value === undefined) return []
  return (Array.isArray(value) ? value : [value]).map((one: unknown) =>
    typeof one === 'object' && one !== null ? (one as XmlNode) : { [TEXT]: textOf(one) },
  )
}

/** Names of the elements directly in this one. */
export function elementNames(parent: XmlNode): string[] {
  return Object.keys(parent).filter((key) => key !== TEXT && !key.startsWith(ATTRIBUTE))
}

/** An attribute; empty where it is absent. */
export function attribute(node: XmlNode, name: string): string {
  return textOf(node[`${ATTRIBUTE}${name}`])
}

/** The text directly in an element. */
export function content(node: XmlNode): string {
  return textOf(node[TEXT])
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : ''
}
