import { basename } from 'node:path'
import { showAclEntry } from '../../src/codedeploy/appspec/access.ts'
import { parseAppSpec } from '../../src/codedeploy/appspec/index.ts'
import { ACCIDENTS } from './recorded.ts'
import type { Case } from './recorded.ts'

/** What the guide says of a file: no agent reads those of the other platforms. */
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

/** What the agent's own parser made of a file. `fill` replaces the recording's names. */
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

/** What the reader keeps as texts, whatever it is; Ruby shows a list so. */
const TEXTS = ['source', 'destination', 'pattern', 'owner', 'group']

/** Every part of the recorded specification, scalars as texts; `version`, `os` and `sudo` are not kept by the reader. */
function compareParsed(got: object, expected: Record<string, unknown>): string[] {
  const plain = (value: unknown): string =>
    JSON.stringify(value, (key, member: unknown) => {
      if (['version', 'os', 'sudo'].includes(key)) return undefined
      if (TEXTS.includes(key) && Array.isArray(member))
        return `[${member.map((part) => JSON.stringify(part)).join(', ')}]`
      // Ruby gives nobody then; the reader keeps nothing.
      if (TEXTS.includes(key) && member === false) return null
      if (member !== null && typeof member === 'object' && !Array.isArray(member)) {
        return Object.fromEntries(Object.entries(member).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      }
      return typeof member === 'number' || typeof member === 'boolean' ? String(member) : member
    })
  return plain(got) === plain(expected) ? [] : [`read ${plain(expected)}`, `got  ${plain(got)}`]
}
