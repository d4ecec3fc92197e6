import { isMap, isPair, isScalar, isSeq, LineCounter, parseDocument, visit, type Document, type Node } from 'yaml'
import { digestOfBytes, type Digest } from '../../evidence/digest.ts'
import type { Source } from '../../evidence/finding.ts'
import { ActionError } from '../../support/errors.ts'
import { isRecord } from '../../support/records.ts'
import { problemOf, withIndentedQuotes } from '../../support/text/yaml.ts'
import { isLoop, unroll } from './for-each.ts'
import { unreviewedTransforms } from './transforms.ts'

export interface TemplateResource {
  readonly type: string
  readonly properties: Readonly<Record<string, unknown>>
  readonly condition?: string
  /** Absent where it names none. */
  readonly dependsOn?: readonly string[]
  readonly deletionPolicy?: string
  readonly updateReplacePolicy?: string
  readonly updatePolicy?: Readonly<Record<string, unknown>>
  readonly source: Source
}

export interface TemplateParameter {
  readonly type: string
  /** Undefined where a value must be given. */
  readonly default?: string
  readonly noEcho: boolean
  readonly source: Source
}

/**
 * A parsed template: short tags (`!Ref`) have their long form (`{ Ref: … }`), and each part has its line. A loop
 * (Fn::ForEach) is replaced by its resources where these do not depend on parameters; otherwise it is one resource.
 */
export interface Template {
  readonly file: string
  /** What a person corrects, where another tool wrote the file. */
  readonly correct?: string
  readonly text: string
  /** Size in UTF-8, which is what CloudFormation's limits count. */
  readonly bytes: number
  readonly digest: Digest
  readonly body: Readonly<Record<string, unknown>>
  readonly resources: Readonly<Record<string, TemplateResource>>
  readonly parameters: Readonly<Record<string, TemplateParameter>>
  readonly outputs: Readonly<Record<string, unknown>>
  /** Names of all transforms, of the whole template and of parts of it. */
  readonly transforms: readonly string[]
  /** The place in the file of the value at this path of keys. */
  source(path: readonly (string | number)[]): Source
}

/** CloudFormation's limits: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html */
export const INLINE_BYTES = 51_200
export const LARGEST_BYTES = 1_048_576

/** CloudFormation replaces a module by its resources. */
export function isModule(type: string): boolean {
  return type.endsWith('::MODULE')
}

/** Reads a template in JSON or YAML. Throws `config/template` with file, line and reason where the text is not a template. */
export function parseTemplate(text: string, file: string): Template {
  const bytes = Buffer.byteLength(text)
  if (bytes > LARGEST_BYTES) {
    throw new ActionError('config/template', {
      message: `${file} has ${bytes} bytes; CloudFormation accepts at most ${LARGEST_BYTES}`,
      advice: 'Move a part of it into a nested stack (AWS::CloudFormation::Stack).',
      subject: `template/${file}`,
      expected: `at most ${LARGEST_BYTES} bytes`,
      observed: `${bytes} bytes`,
      file,
    })
  }
  let lines = new LineCounter()
  const parse = (source: string, lineCounter: LineCounter) =>
    parseDocument(source, { lineCounter, version: '1.1', merge: true, uniqueKeys: true })
  let document = parse(text, lines)
  if (document.errors[0]?.code === 'MISSING_CHAR') {
    lines = new LineCounter()
    document = parse(withIndentedQuotes(text), lines)
  }
  const place = (offset: number | undefined): Source => {
    const { line, col } = lines.linePos(offset ?? 0)
    return { file, line: Math.max(line, 1), column: Math.max(col, 1) }
  }
  const error = document.errors[0]
  if (error) {
    throw unreadable(file, error.message.split('\n')[0] ?? error.code, place(error.pos[0]))
  }
  const notJson = jsonMistake(text, lines.lineStarts.length)
  if (notJson) throw unreadable(file, notJson.reason, { file, line: notJson.line })
  const root = document.contents
  if (!isMap(root)) throw unreadable(file, 'a template is a map with a section Resources', place(0))
  const alias = firstAlias(document)
  if (alias) throw unreadable(file, alias.problem, place(alias.offset))
  const body = plain(root) as Record<string, unknown>
  const problem = problemOf(body)
  if (problem !== undefined) throw unreadable(file, `it has ${problem}`, place(0))
  const source = (path: readonly (string | number)[]): Source => place(offsetOf(root, path))
  const resources = section(body, 'Resources', file, source)
  if (Object.keys(resources).length === 0) {
    throw unreadable(file, 'it declares no resource', source(['Resources']))
  }
  const transforms = [...new Set([...names(body['Transform']), ...inlineTransforms(body)])]
  // A macro or included object may give a resource its type.
  const isOpen = unreviewedTransforms(transforms, []).length > 0
  return {
    file,
    text,
    bytes,
    digest: digestOfBytes(text),
    body,
    resources: Object.fromEntries(
      Object.entries(resources).flatMap(([id, value]) =>
        ((isLoop(id) ? unroll(value) : undefined) ?? [[id, value] as const]).map(([name, member]) => [
          name,
          resourceOf(member, name, { file, source: source(['Resources', id]), isOpen }),
        ]),
      ),
    ),
    parameters: mapValues(section(body, 'Parameters', file, source), (value, id) =>
      parameterOf(value, source(['Parameters', id])),
    ),
    outputs: section(body, 'Outputs', file, source),
    transforms,
    source,
  }
}

/** CloudFormation parses a template that begins with a brace as JSON: no trailing comma, no comment. */
function jsonMistake(text: string, lastLine: number): { readonly reason: string; readonly line: number } | undefined {
  if (!text.trimStart().startsWith('{')) return undefined
  try {
    JSON.parse(text)
    return undefined
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return { reason, line: Number(/\(line (\d+) column/.exec(reason)?.[1] ?? lastLine) }
  }
}

function unreadable(file: string, reason: string, at: Source): ActionError {
  return new ActionError('config/template', {
    message: `${file}:${at.line ?? 1}: ${reason}`,
    subject: `template/${file}`,
    observed: reason,
    advice: `Correct line ${at.line ?? 1} of ${file}; \`aws cloudformation validate-template\` and cfn-lint judge the whole template.`,
    file,
    ...(at.line !== undefined && { line: at.line }),
    ...(at.column !== undefined && { column: at.column }),
  })
}

function section(
  body: Readonly<Record<string, unknown>>,
  name: string,
  file: string,
  source: (path: readonly string[]) => Source,
): Record<string, unknown> {
  const value = body[name] ?? {}
  if (isRecord(value)) return value
  throw unreadable(file, `the section ${name} is not a map`, source([name]))
}

function resourceOf(
  value: unknown,
  id: string,
  { file, source, isOpen }: { readonly file: string; readonly source: Source; readonly isOpen: boolean },
): TemplateResource {
  if (isLoop(id) || id === 'Fn::Transform') {
    return { type: id, properties: {}, source }
  }
  if (isOpen && (!isRecord(value) || value['Type'] === undefined)) {
    return { type: 'Fn::Transform', properties: {}, source }
  }
  if (!isRecord(value)) throw unreadable(file, `the resource ${id} is not a map`, source)
  const type = value['Type']
  if (typeof type !== 'string' || type === '') throw unreadable(file, `the resource ${id} has no Type`, source)
  const text = (key: string): string | undefined => (typeof value[key] === 'string' ? value[key] : undefined)
  const condition = text('Condition')
  const deletionPolicy = text('DeletionPolicy')
  const updateReplacePolicy = text('UpdateReplacePolicy')
  const dependsOn = [value['DependsOn']].flat().filter((name) => typeof name === 'string')
  return {
    type,
    properties: isRecord(value['Properties']) ? value['Properties'] : {},
    ...(condition !== undefined && { condition }),
    ...(dependsOn.length > 0 && { dependsOn }),
    ...(deletionPolicy !== undefined && { deletionPolicy }),
    ...(updateReplacePolicy !== undefined && { updateReplacePolicy }),
    ...(isRecord(value['UpdatePolicy']) && { updatePolicy: value['UpdatePolicy'] }),
    source,
  }
}

function parameterOf(value: unknown, source: Source): TemplateParameter {
  const record = isRecord(value) ? value : {}
  const declared = record['Default']
  return {
    type: typeof record['Type'] === 'string' ? record['Type'] : 'String',
    ...(declared !== undefined &&
      declared !== null && { default: typeof declared === 'string' ? declared : JSON.stringify(declared) }),
    noEcho: record['NoEcho'] === true || record['NoEcho'] === 'true',
    source,
  }
}

function names(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  if (Array.isArray(value)) return value.flatMap(names)
  return isRecord(value) && typeof value['Name'] === 'string' ? [value['Name']] : []
}

/** `Fn::Transform` anywhere in the template runs a macro, as the section Transform does. */
function inlineTransforms(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(inlineTransforms)
  if (!isRecord(value)) return []
  return Object.entries(value).flatMap(([key, member]) =>
    key === 'Fn::Transform' ? names(member) : inlineTransforms(member),
  )
}

/** The long form of a short tag; `!GetAtt a.b` becomes a list, `!Condition` and `!Ref` have no `Fn::`. */
function longForm(tag: string, value: unknown): unknown {
  const name = tag.slice(1)
  if (name === 'Ref' || name === 'Condition') return { [name]: value }
  if (name === 'GetAtt' && typeof value === 'string') {
    const dot = value.indexOf('.')
    return { 'Fn::GetAtt': dot === -1 ? [value] : [value.slice(0, dot), value.slice(dot + 1)] }
  }
  return { [`Fn::${name}`]: value }
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-formats.html */
function firstAlias(document: Document.Parsed): { readonly problem: string; readonly offset: number } | undefined {
  let found: { readonly problem: string; readonly offset: number } | undefined
  visit(document, {
    Alias(_, { source, range }) {
      const way = 'write its content instead, or let `aws cloudformation package` write the template'
      found = { problem: `CloudFormation accepts no YAML alias such as *${source}: ${way}`, offset: range?.[0] ?? 0 }
      return visit.BREAK
    },
  })
  return found
}

/** A node as plain data. Dates and similar scalars stay strings, as for CloudFormation. */
function plain(node: unknown): unknown {
  if (isPair(node)) return undefined
  const value = untagged(node)
  const tag = isScalar(node) || isMap(node) || isSeq(node) ? node.tag : undefined
  return tag !== undefined && tag.startsWith('!') && !tag.startsWith('!!') ? longForm(tag, value) : value
}

function untagged(node: unknown): unknown {
  if (isSeq(node)) return node.items.map((item) => plain(item))
  if (isMap(node)) {
    const result: Record<string, unknown> = {}
    for (const { key, value } of node.items) {
      const name = isScalar(key) ? String(key.source ?? key.value) : String(key)
      if (name === '<<') Object.assign(result, plain(value))
      else Object.defineProperty(result, name, { value: plain(value), enumerable: true, writable: true })
    }
    return result
  }
  if (!isScalar(node)) return null
  const { value } = node
  // CloudFormation treats the letters as strings, as in `AttributeType: N`.
  if (typeof value === 'boolean') return /^[yn]$/i.test(node.source ?? '') ? node.source : value
  if (value === null || typeof value === 'string') return value
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(node.source)
  return node.source ?? JSON.stringify(value)
}

/** The offset of the key at the path, or of its nearest ancestor. */
function offsetOf(root: Node, path: readonly (string | number)[]): number | undefined {
  let node: unknown = root
  let offset = root.range?.[0]
  for (const step of path) {
    if (isMap(node)) {
      const pair: { key: unknown; value: unknown } | undefined = node.items.find(
        ({ key }) => isScalar(key) && String(key.source ?? key.value) === String(step),
      )
      if (pair === undefined) return offset
      offset = isScalar(pair.key) ? (pair.key.range?.[0] ?? offset) : offset
      node = pair.value
    } else if (isSeq(node)) {
      node = node.items[Number(step)]
      offset = isScalar(node) || isMap(node) || isSeq(node) ? (node.range?.[0] ?? offset) : offset
    } else return offset
  }
  return offset
}

function mapValues<A, B>(record: Readonly<Record<string, A>>, make: (value: A, key: string) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, make(value, key)]))
}
