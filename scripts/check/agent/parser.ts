import { basename } from 'node:path'
import { showAclEntry } from '../../../src/codedeploy/appspec/access.ts'
import { parseAppSpec } from '../../../src/codedeploy/appspec/index.ts'
import { ACCIDENTS } from './recorded.ts'
import type { Case } from './recorded.ts'

/** Compares with the user guide, for files of other platforms that no agent reads. */
export function compareDocumented(recorded: Case, text: string): string[] {
  const parsed = parseAppSpec(text, { file: basename(recorded.file), platform: recorded.platform })
  const verdict = recorded.doc_verdict ?? ''
  if (verdict.startsWith('unclear')) {
    const doubts = parsed.ok && parsed.spec.platform !== 'server' ? parsed.spec.unclear.length : 0
    return parsed.ok && doubts === 0 ? ['the guide is unclear, and no doubt was told'] : []
  }
  const expected = verdict.startsWith('ok')
  return expected === parsed.ok ? [] : [`expected ${verdict}, got ${parsed.ok ? 'ok' : parsed.problems[0]?.message}`]
}

/** Compares with the agent's parser. `fill` replaces recorded names. */
export function compareParser(recorded: Case, text: string, fill: (text: string) => string): string[] {
  const parsed = parseAppSpec(text, { file: 'appspec.yml', platform: 'server' })
  const expected = recorded.parser
  if (!expected) return []
  if ((expected.result === 'ok') !== parsed.ok) {
    return [`expected ${expected.result}, got ${parsed.ok ? 'ok' : parsed.problems[0]?.message}`]
  }
  if (!parsed.ok) {
    const [first] = parsed.problems
    const raised =
      first?.raises === expected.error_class ? [] : [`raises ${expected.error_class}, got ${first?.raises}`]
    if (ACCIDENTS.includes(expected.error_class ?? '')) return raised
    const message = fill(expected.message ?? '')
    return first?.message === message ? raised : [...raised, `says ${message}, got ${first?.message}`]
  }
  const { spec } = parsed
  const hooks = spec.hooks.map(({ event, scripts }) => [
    event,
    scripts.map(({ location, timeout, runas = null }) => ({ location, timeout, runas })),
  ])
  const permissions = spec.permissions.map((permission) => ({
    object: permission.object,
    pattern: permission.pattern,
    except: permission.except,
    type: permission.types,
    owner: permission.owner ?? null,
    group: permission.group ?? null,
    mode: permission.mode ?? null,
    acls: permission.acls?.map(showAclEntry) ?? null,
    context: permission.context ? { user: null, range: null, ...permission.context } : null,
  }))
  const files = spec.files.map(({ source, destination }) => ({ source, destination }))
  const got = {
    file_exists_behavior: spec.fileExistsBehavior ?? null,
    files,
    permissions,
    hooks: Object.fromEntries(hooks),
  }
  return compareParsed(got, JSON.parse(fill(JSON.stringify(expected.parsed ?? {}))) as Record<string, unknown>)
}

/** Members that the reader keeps as text; a list has Ruby's format. */
const TEXTS = ['source', 'destination', 'pattern', 'owner', 'group']

/** Compares all parts of the recorded specification, scalars as text. The reader drops `version`, `os` and `sudo`. */
function compareParsed(got: object, expected: Record<string, unknown>): string[] {
  const plain = (value: unknown): string =>
    JSON.stringify(value, (key, member: unknown) => {
      if (['version', 'os', 'sudo'].includes(key)) return undefined
      if (TEXTS.includes(key) && Array.isArray(member))
        return `[${member.map((part) => JSON.stringify(part)).join(', ')}]`
      // False counts as unset in Ruby; the reader drops the member.
      if (TEXTS.includes(key) && member === false) return null
      if (member !== null && typeof member === 'object' && !Array.isArray(member)) {
        return Object.fromEntries(Object.entries(member).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      }
      return typeof member === 'number' || typeof member === 'boolean' ? String(member) : member
    })
  return plain(got) === plain(expected) ? [] : [`read ${plain(expected)}`, `got  ${plain(got)}`]
}
