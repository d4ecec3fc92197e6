/** Makes of a tree what Ruby's psych 4.0 makes of it: tags count, aliases and classes are refused, the last key wins. */
import { DisallowedClass, resolvePlain } from '../scalars.ts'
import { inspect, strip, toS } from '../values.ts'
import type { Entry, Value } from '../values.ts'
import type { YamlNode } from './tree.ts'

/** Classes of the errors that the agent raises for YAML that it can read and does not take. */
export type Refusal = 'BadAlias' | 'DisallowedClass' | 'ArgumentError' | 'TypeError' | 'FrozenError' | 'NameError'

export class Refused extends Error {
  readonly raises: Refusal
  readonly node: YamlNode
  constructor(raises: Refusal, message: string, node: YamlNode) {
    super(message)
    this.raises = raises
    this.node = node
  }
}

type Node<K extends YamlNode['kind']> = YamlNode & { readonly kind: K }

const STANDARD = 'tag:yaml.org,2002:'
/** Tags of texts, and of texts of a class of one's own, which is refused. */
const TEXT = /^!(?:str|ruby\/string)(?::(.*))?$/m
const CLASSED_MAP =
  /^!(?:ruby\/(?:struct|object|array:|range$|exception|hash-with-ivars:.|hash:|marshalable:)|map:|set$|omap$)/

const UNNAMED: Readonly<Record<string, string>> = {
  object: 'Object',
  struct: 'Struct',
  exception: 'Exception',
  range: 'Range',
  set: 'Psych::Set',
  omap: 'Psych::Omap',
}

/** The class that psych looks for: the name behind the colon, or what the tag stands for without one. */
function classOf(tag: string): string {
  const [, what = '', name = ''] = /^!(?:ruby\/)?([\w-]+)(?::(.*))?$/s.exec(tag) ?? []
  return name === '' ? (UNNAMED[what] ?? tag) : name
}

/** Values that aliases may make of a text: more is an attack on whoever walks through them. */
const MAX_VALUES = 100_000

export class ValueReader {
  readonly #written: (node: YamlNode) => string
  readonly #anchors: Map<string, { readonly value: Value; readonly weight: number }> | undefined
  #values = 0

  /** `aliases`: whether they are allowed. `written` gives the text of a node. */
  constructor(written: (node: YamlNode) => string, aliases: boolean) {
    this.#written = written
    this.#anchors = aliases ? new Map() : undefined
  }

  read(node: YamlNode): Value {
    const before = this.#values++
    const value = this.#read(node)
    if (node.anchor !== undefined) this.#anchors?.set(node.anchor, { value, weight: this.#values - before })
    return value
  }

  #read(node: YamlNode): Value {
    switch (node.kind) {
      case 'alias': {
        const target = this.#anchors?.get(node.name)
        if (!target) throw new Refused('BadAlias', `Unknown alias: ${node.name}`, node)
        this.#values += target.weight
        if (this.#values > MAX_VALUES) throw new Refused('BadAlias', 'aliases repeat too much', node)
        return { ...target.value, ...this.#at(node) }
      }
      case 'scalar':
        return this.#scalar(node)
      case 'list':
        return this.#list(node)
      case 'map':
        return this.#map(node)
    }
  }

  #at(node: YamlNode): { line: number; column: number; written: string } {
    return { line: node.start.line + 1, column: node.start.column + 1, written: this.#written(node) }
  }

  #scalar(node: Node<'scalar'>): Value {
    const { tag, text } = node
    const string = { ...this.#at(node), kind: 'string', value: text } as const
    if (tag === undefined) return node.plain ? this.#plain(node) : string
    if (tag === '!binary' || tag === `${STANDARD}binary`) return { ...string, value: fromBase64(text) }
    const ofClass = TEXT.exec(tag)
    if (ofClass?.[1]) throw this.#refusedClass(ofClass[1], node)
    if (ofClass || tag === `${STANDARD}str`) return string
    if (/^!ruby\/sym(?:bol)?:?(?:.*)?$/m.test(tag)) return { ...string, kind: 'symbol' }
    if (tag === '!float' || tag === `${STANDARD}float`) return this.#float(node)
    const named = /^!ruby\/(?:object:(BigDecimal|DateTime|Complex|Rational)|(class|module|regexp|range))$/.exec(tag)
    if (named) {
      const known = { regexp: 'Regexp', range: 'Range', class: text, module: text }[named[2] ?? '']
      const className = named[1] ?? known ?? ''
      if (className === '') return { ...this.#at(node), kind: 'nil' }
      throw this.#refusedClass(className, node)
    }
    return this.#plain(node)
  }

  /** Whatever its quotes: a tag that psych does not know makes it look at the text alone. */
  #plain(node: Node<'scalar'>): Value {
    const at = this.#at(node)
    try {
      return { ...resolvePlain(node.text, at), written: at.written }
    } catch (error) {
      if (error instanceof DisallowedClass) throw this.#refusedClass(error.className, node)
      if (error instanceof RangeError) throw new Refused('ArgumentError', error.message, node)
      throw error
    }
  }

  #float(node: Node<'scalar'>): Value {
    const value = this.#plain(node)
    if (value.kind === 'float') return value
    if (value.kind === 'int') return { ...value, kind: 'float', value: Number(value.value) }
    if (value.kind !== 'string') {
      const what = value.kind === 'symbol' ? 'Symbol' : inspect(value)
      throw new Refused('TypeError', `can't convert ${what} into Float`, node)
    }
    const text = strip(value.value)
    const isNumber =
      /^[-+]?(?:\d+(?:_\d+)*(?:\.\d+(?:_\d+)*)?|\.\d+(?:_\d+)*)(?:[eE][-+]?\d+(?:_\d+)*)?$|^0[xX][\da-fA-F]+$/.test(
        text,
      )
    if (!isNumber) throw new Refused('ArgumentError', `invalid value for Float(): ${JSON.stringify(value.value)}`, node)
    return { ...value, kind: 'float', value: Number(text.replaceAll('_', '')) }
  }

  #list(node: Node<'list'>): Value {
    if (node.tag === '!omap' || node.tag === `${STANDARD}omap`) {
      return { ...this.#at(node), kind: 'map', entries: unique(node.items.map((item) => this.#ordered(item))) }
    }
    const ofClass = /^!(?:seq|ruby\/array):(.*)$/m.exec(node.tag ?? '')
    if (ofClass) throw this.#refusedClass(ofClass[1] ?? '', node)
    return { ...this.#at(node), kind: 'list', items: node.items.map((item) => this.read(item)) }
  }

  /** An item of an ordered map: its first and its last part are key and value. */
  #ordered(item: YamlNode): Entry {
    const parts = item.kind === 'map' ? item.pairs.flat() : item.kind === 'list' ? item.items : []
    const [key, value] = [parts[0], parts.at(-1)]
    if (!key || !value) throw new Refused('TypeError', "Can't dispatch NilClass", item)
    return { key: this.read(key), value: this.read(value) }
  }

  #map(node: Node<'map'>): Value {
    const tag = node.tag ?? ''
    if (TEXT.test(tag) || tag === `${STANDARD}str`) return this.#textOf(node)
    const standard = tag.startsWith(STANDARD) ? `!${tag.slice(STANDARD.length)}` : tag
    if (tag !== '!ruby/object:Hash' && (CLASSED_MAP.test(tag) || standard === '!set' || standard === '!omap'))
      throw this.#refusedClass(classOf(standard), node)
    const entries: Entry[] = []
    for (const [key, value] of node.pairs) {
      const entry = { key: this.read(key), value: this.read(value) }
      const merges = entry.key.kind === 'string' && entry.key.value === '<<' && key.tag !== `${STANDARD}str`
      entries.push(...((merges && value.kind !== 'scalar' && mergeable(entry.value)) || [entry]))
    }
    return { ...this.#at(node), kind: 'map', entries: unique(entries) }
  }

  /** A map that is tagged as a text is the value of its key `str`. */
  #textOf(node: Node<'map'>): Value {
    const ofClass = TEXT.exec(node.tag ?? '')?.[1]
    if (ofClass) throw this.#refusedClass(ofClass, node)
    const entries = node.pairs.map(([key, value]): Entry => ({ key: this.read(key), value: this.read(value) }))
    const isText = ({ key }: Entry): boolean => key.kind === 'string' && key.value === 'str'
    const text = entries.findLast(isText)?.value
    // The other keys become variables of the text; where there is none, the first of them fails.
    const names = entries.filter((entry) => !isText(entry)).map(({ key }) => `@${toS(key).replace(/^@/, '')}`)
    const odd = (text ? names : names.slice(0, 1)).find(
      (name) => !/^@[A-Za-z_\u0080-\u{10FFFF}][\w\u0080-\u{10FFFF}]*$/u.test(name),
    )
    if (odd !== undefined) throw new Refused('NameError', `'${odd}' is not allowed as an instance variable name`, node)
    if (!text && names.length > 0) throw new Refused('FrozenError', "can't modify frozen NilClass: nil", node)
    return { ...(text ?? { kind: 'nil' }), ...this.#at(node) }
  }

  #refusedClass(name: string, node: YamlNode): Refused {
    return new Refused('DisallowedClass', `Tried to load unspecified class: ${name}`, node)
  }
}

/** Ruby reads up to the first `=` and passes over what base 64 does not use. */
function fromBase64(text: string): string {
  const [digits = ''] = text.split('=')
  return Buffer.from(digits.replaceAll(/[^A-Za-z\d+/]/g, ''), 'base64').toString('utf8')
}

/** Ruby's hashes: a key keeps its place, and takes the last of its values. */
function unique(entries: readonly Entry[]): Entry[] {
  const byKey = new Map<string, Entry>()
  for (const entry of entries) {
    const name = `${entry.key.kind} ${inspect(entry.key)}`
    byKey.set(name, { key: byKey.get(name)?.key ?? entry.key, value: entry.value })
  }
  return [...byKey.values()]
}

/** What `<<` brings in: the entries of a map, or of a list of maps of which the first wins. */
function mergeable(value: Value): readonly Entry[] | undefined {
  if (value.kind === 'map') return value.entries
  if (value.kind !== 'list' || value.items.some((item) => item.kind !== 'map')) return undefined
  return value.items.toReversed().flatMap((item) => (item.kind === 'map' ? item.entries : []))
}
