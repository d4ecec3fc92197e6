import { isMap, isScalar, isSeq, parseDocument, type ParsedNode, type YAMLMap } from 'yaml'
import { ActionError } from '../../support/errors.ts'
import { parseAppSpec } from './parse.ts'
import type { Parsed, ServerAppSpec } from './types.ts'

/** A script that joins the hooks of an AppSpec. */
export interface AddedScript {
  readonly event: string
  /** Path in the revision, of letters, digits, `/`, `-` and `_` only. */
  readonly location: string
  /** Seconds. */
  readonly timeout: number
}

/**
 * The text of an AppSpec for servers with one more script, the last of its event. Everything else stays as it is written,
 * which is proven by reading both texts as the agents do. Throws an ActionError where that cannot be done.
 */
export function addScript(text: string, script: AddedScript, file: string): string {
  const changed = insert(text, script)
  if (changed === undefined || !isAdded(text, changed, script, file)) {
    const entry = `{ location: ${script.location}, timeout: ${script.timeout} }`
    throw new ActionError('config/appspec', {
      message: `the script for checks on hosts cannot be added to ${file}`,
      subject: 'appspec/hooks',
      expected: `an AppSpec that can be read, to whose hook ${script.event} the entry ${entry} can be added`,
      observed: 'an AppSpec that cannot be read, or of an unusual form',
      advice: `Write \`hooks\` as a block: the event, and below it one \`- location:\` for each script.`,
      file,
    })
  }
  return changed
}

function insert(text: string, script: AddedScript): string | undefined {
  const document = parseDocument(text, { uniqueKeys: false, version: '1.1', logLevel: 'error' })
  const root = document.contents
  if (!isMap(root) || document.errors.length > 0) return undefined
  const hooks = pairOf(root, 'hooks')
  if (hooks === undefined) return addPair(text, root, 'hooks', { [script.event]: [entryOf(script)] })
  if (isNull(hooks)) return replaceNull(text, root, 'hooks', { [script.event]: [entryOf(script)] })
  if (!isMap(hooks)) return undefined
  const scripts = pairOf(hooks, script.event)
  if (scripts === undefined) return addPair(text, hooks, script.event, [entryOf(script)])
  if (isNull(scripts)) return replaceNull(text, hooks, script.event, [entryOf(script)])
  if (!isSeq(scripts)) return undefined
  const at = endOf(scripts as ParsedNode)
  if (scripts.flow) {
    const before = text.slice(0, at - 1).trimEnd()
    const comma = scripts.items.length === 0 || before.endsWith(',') ? '' : ','
    return `${before}${comma} ${JSON.stringify(entryOf(script))} ${text.slice(at - 1)}`
  }
  const [first] = scripts.items as ParsedNode[]
  const column = columnOf(text, (scripts as ParsedNode).range[0])
  return first === undefined ? undefined : insertLines(text, at, column, [`- ${JSON.stringify(entryOf(script))}`])
}

const entryOf = ({ location, timeout }: AddedScript): { location: string; timeout: number } => ({ location, timeout })

function pairOf(map: YAMLMap, key: string): unknown {
  // Of equal keys the last one counts.
  return map.items.findLast((pair) => isScalar(pair.key) && pair.key.value === key)?.value
}

function isNull(node: unknown): boolean {
  return node === null || (isScalar(node) && node.value === null)
}

/** A key more in a map; JSON is a form of YAML. */
function addPair(text: string, map: YAMLMap, key: string, value: unknown): string | undefined {
  const at = endOf(map as unknown as ParsedNode)
  const json = `${JSON.stringify(key)}: ${JSON.stringify(value)}`
  if (map.flow) {
    const before = text.slice(0, at - 1).trimEnd()
    const comma = map.items.length === 0 || before.endsWith(',') ? '' : ','
    return `${before}${comma} ${json} ${text.slice(at - 1)}`
  }
  const first = map.items[0]?.key as ParsedNode | undefined
  if (first === undefined) return undefined
  return insertLines(text, at, columnOf(text, first.range[0]), [`${key}: ${JSON.stringify(value)}`])
}

/** `hooks:` without a value gets one, in place of the null. */
function replaceNull(text: string, map: YAMLMap, key: string, value: unknown): string | undefined {
  const pair = map.items.findLast((each) => isScalar(each.key) && each.key.value === key)
  const node = pair?.value as ParsedNode | null | undefined
  const keyNode = pair?.key as ParsedNode | undefined
  if (keyNode === undefined) return undefined
  const colon = text.indexOf(':', keyNode.range[1])
  const end = node ? Math.max(node.range[1], colon + 1) : colon + 1
  return `${text.slice(0, colon + 1)} ${JSON.stringify(value)}${text.slice(end)}`
}

function endOf(node: ParsedNode): number {
  return node.range[1]
}

function columnOf(text: string, offset: number): number {
  return offset - (text.lastIndexOf('\n', offset - 1) + 1)
}

/** Lines behind the line in which something ends. */
function insertLines(text: string, end: number, column: number, lines: readonly string[]): string {
  const content = text.slice(0, end).trimEnd().length
  const lineEnd = text.indexOf('\n', content)
  const [before, after] = lineEnd === -1 ? [`${text}\n`, ''] : [text.slice(0, lineEnd + 1), text.slice(lineEnd + 1)]
  const eol = before.endsWith('\r\n') ? '\r\n' : '\n'
  return before + lines.map((line) => ' '.repeat(column) + line + eol).join('') + after
}

/** Whether both agents read the changed text as the original with one more script. */
function isAdded(before: string, after: string, script: AddedScript, file: string): boolean {
  const read = (text: string, agent: '1.8' | '2.x'): Parsed<ServerAppSpec> =>
    parseAppSpec(text, { file, platform: 'server', agent, systems: ['linux'] })
  const pairs = (['1.8', '2.x'] as const).map((agent) => [read(before, agent), read(after, agent)] as const)
  if (!pairs.some(([was]) => was.ok)) return false
  return pairs.every(([was, is]) => {
    if (!was.ok || !is.ok) return !was.ok && !is.ok
    const hooks = is.spec.hooks.flatMap((hook) => {
      if (hook.event !== script.event) return [hook]
      const added = hook.scripts.at(-1)
      const right = added?.location === script.location && added.timeout === script.timeout && added.runas === undefined
      const others = right ? hook.scripts.slice(0, -1) : hook.scripts
      const wasThere = was.spec.hooks.some(({ event }) => event === hook.event)
      return others.length === 0 && !wasThere ? [] : [{ ...hook, scripts: others }]
    })
    const count = (spec: ServerAppSpec): number => spec.hooks.reduce((sum, { scripts }) => sum + scripts.length, 0)
    if (count(is.spec) !== count(was.spec) + 1) return false
    const idleHooks = was.spec.idleHooks.filter(({ event }) => event !== script.event)
    return withoutPlaces({ ...is.spec, hooks }) === withoutPlaces({ ...was.spec, idleHooks })
  })
}

const PLACES = new Set(['at', 'modeAt', 'line', 'column'])

function withoutPlaces(spec: ServerAppSpec): string {
  return JSON.stringify(spec, (key, value: unknown) => (PLACES.has(key) ? undefined : value))
}
