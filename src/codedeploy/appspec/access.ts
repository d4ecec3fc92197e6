/** Modes, ACLs and SELinux contexts of `permissions`, as the agent reads and prints them. */
import type { Problems } from './problems.ts'
import type { AclEntry, AgentVersion, SelinuxContext } from './types.ts'
import { inspect, isNil, lookUp, lookupError, toS } from './values.ts'
import type { Value } from './values.ts'

const MODE_ALLOWED = 'one to four octal digits in quotes, e.g. "0644"'
const ACL_ALLOWED = '[default:][user|group|mask|other]:[name]:rwx, e.g. "user:daemon:rw"'
const ACL_INVALID =
  'The deployment failed because of a problem with the acls permission settings in the application specification file. '

/** The mode as the agent applies it: an unquoted 0644 is octal to YAML, 420 to the agent. */
export function readMode(value: Value, agent: AgentVersion, problems: Problems): string | undefined {
  const asWritten = agent === '2.x' && value.kind === 'int' && /^[0-7]{1,4}$/.test(value.written)
  const given = asWritten ? value.written : toS(value)
  const mode = '0'.repeat(Math.max(0, 3 - [...given].length)) + given
  if ([...mode].length > 4) {
    const message = `The deployment failed because the length of a permissions mode (${mode}) in the application specification file is invalid. Permissions modes must be between one and four characters long. Update the permissions section of the AppSpec file, and then try again.`
    return problems.refuse(value, value, message, MODE_ALLOWED)
  }
  const stranger = [...mode].find((digit) => digit < '0' || digit > '7')
  if (stranger !== undefined) {
    const message = `The deployment failed because the permissions mode (${mode}) in the application specification file contains an invalid character (${stranger}). Update the permissions section of the AppSpec file, and then try again.`
    return problems.refuse(value, value, message, MODE_ALLOWED)
  }
  return mode
}

export function readAcls(value: Value, problems: Problems): AclEntry[] | undefined {
  if (value.kind === 'map' && value.entries.length > 0)
    return problems.stumble(value, 'split', `a list of ${ACL_ALLOWED}`)
  if (value.kind === 'map') return []
  if (value.kind !== 'list') return problems.stumble(value, 'each', `a list of ${ACL_ALLOWED}`)
  const entries: AclEntry[] = []
  for (const item of value.items) {
    if (item.kind !== 'string') return problems.stumble(item, 'split', ACL_ALLOWED)
    const entry = readAclEntry(item.value)
    if (typeof entry === 'string') return problems.refuse(item, item, entry, ACL_ALLOWED)
    entries.push(entry)
  }
  return entries
}

const KINDS: Readonly<Record<string, AclEntry['kind']>> = {
  u: 'user',
  user: 'user',
  g: 'group',
  group: 'group',
  m: 'mask',
  mask: 'mask',
  o: 'other',
  other: 'other',
}

/** One entry, read from its end: permissions, name, kind, default. Gives the agent's message where it refuses. */
export function readAclEntry(text: string, ofOurs = false): AclEntry | string {
  const invalid = `${ACL_INVALID}Invalid acl entry (${text}).`
  const parts = text.split(':').toReversed()
  const [permissions = '', second = '', third, fourth] = parts
  if (parts.length < 2 || parts.length > 4) return invalid
  let isDefault = false
  if (fourth !== undefined) {
    if (fourth !== 'd' && fourth !== 'default') return invalid
    isDefault = true
  }
  let kind: AclEntry['kind'] | undefined
  if (third === 'd' || third === 'default') {
    if (isDefault) return invalid
    isDefault = true
  } else if (third !== undefined) {
    kind = KINDS[third]
    if (kind === undefined) return invalid
  }
  let name = ''
  const reserved = KINDS[second]
  if (reserved === 'mask' || reserved === 'other') {
    if (kind === undefined) kind = reserved
    else name = reserved
  } else {
    kind ??= 'user'
    name = second
  }
  if ((kind === 'mask' || kind === 'other') && name !== '') return invalid
  if (!ofOurs && !isDefault && kind !== 'mask' && name === '') {
    return `${ACL_INVALID}Use mode to set the base acl entry (${text}). Update the permissions section of the AppSpec file, and then try again.`
  }
  if (/^[0-7]$/.test(permissions)) {
    const bits = Number(permissions)
    return { isDefault, kind, name, allows: allows((bits & 4) !== 0, (bits & 2) !== 0, (bits & 1) !== 0) }
  }
  const stranger = [...permissions].find((letter) => !'rwx-'.includes(letter))
  if (stranger !== undefined) {
    return `The deployment failed because the access control list (ACL) named ${text} in the application specification file contains an invalid character (${stranger}). Correct the ACL in the hooks section of the AppSpec file, and then try again.`
  }
  const has = (letter: string): boolean => permissions.includes(letter)
  return { isDefault, kind, name, allows: allows(has('r'), has('w'), has('x')) }
}

function allows(read: boolean, write: boolean, execute: boolean): string {
  return `${read ? 'r' : '-'}${write ? 'w' : '-'}${execute ? 'x' : '-'}`
}

/** `default:user:daemon:rw-`, as `setfacl` takes it. */
export function showAclEntry(entry: AclEntry): string {
  return `${entry.isDefault ? 'default:' : ''}${entry.kind}:${entry.name}:${entry.allows}`
}

export function readContext(value: Value, problems: Problems): SelinuxContext | undefined {
  const allowed = 'type, and if wanted name and range, e.g. { type: httpd_sys_content_t, range: s0 }'
  const raises = lookupError(value)
  if (raises !== undefined) return problems.stumble(value, '[]', allowed, raises)
  const type = lookUp(value, 'type')
  if (type === undefined || isNil(type)) {
    const message = `The deployment failed because the application specification file specifies an invalid context type (${inspect(value)}). Update the permissions section of the AppSpec file, and then try again.`
    return problems.refuse(value, value, message, allowed)
  }
  const user = lookUp(value, 'name')
  const given = lookUp(value, 'range')
  let range: string | undefined
  if (given !== undefined && !isNil(given)) {
    if (given.kind !== 'string') return problems.stumble(given, 'include?', 's0[-s15][:c0.c1023]')
    const read = readRange(given.value)
    if ('refused' in read) return problems.refuse(given, given, read.refused, 's0[-s15][:c0.c1023]')
    range = read.range
  }
  return { type: toS(type), ...(!isNil(user) && { user: toS(user) }), ...(range !== undefined && { range }) }
}

/** Highest category of an SELinux range. */
const MAX_CATEGORY = 1023

type Range = { readonly range: string } | { readonly refused: string }

/** `s0-s1:c0.c3,c5` → the same, normalised. */
function readRange(text: string): Range {
  const [levels, categories] = halves(text, ':')
  if (levels === undefined) return { refused: `invalid range part ${text}` }
  const [low, high] = halves(levels, '-')
  if (low === undefined) return { refused: `invalid range part ${levels}` }
  for (const level of [low, ...(high === undefined ? [] : [high])]) {
    if (!/^s\d+$/.test(level)) return { refused: `invalid sensitivity ${level}` }
  }
  const from = Number(low.slice(1))
  const to = high === undefined ? from : Number(high.slice(1))
  if (to < from) {
    return {
      refused: `The deployment failed because of a problem with the SELinux range specified (${text}) for the context parameter in the permissions section of the application specification file. Make corrections in the permissions section of the AppSpec file, and then try again.`,
    }
  }
  const sensitivity = from === to ? `s${from}` : `s${from}-s${to}`
  if (categories === undefined) return { range: sensitivity }
  const numbers = readCategories(categories)
  return typeof numbers === 'string' ? { refused: numbers } : { range: `${sensitivity}:${showCategories(numbers)}` }
}

function readCategories(text: string): number[] | string {
  const all: number[] = []
  for (const part of text.replace(/,+$/, '').split(',')) {
    const [low, high] = part.includes('.') ? halves(part, '.') : [part, part]
    if (low === undefined || high === undefined) return `invalid range part ${part}`
    for (const category of [low, high]) {
      if (!/^c\d+$/.test(category) || Number(category.slice(1)) > MAX_CATEGORY) return `invalid category ${category}`
    }
    const [from, to] = [Number(low.slice(1)), Number(high.slice(1))]
    if (to < from) return `invalid category range ${low}.${high}`
    for (let category = from; category <= to; category++) all.push(category)
  }
  all.sort((a, b) => a - b)
  return new Set(all).size === all.length ? all : 'duplicate categories'
}

function showCategories(numbers: readonly number[]): string {
  const runs: [number, number][] = []
  for (const number of numbers) {
    const last = runs.at(-1)
    if (last && number === last[1] + 1) last[1] = number
    else runs.push([number, number])
  }
  return runs.map(([low, high]) => (low === high ? `c${low}` : `c${low}.c${high}`)).join(',')
}

/** Two non-empty halves, or the whole where the separator does not occur; nothing where a half is empty. */
function halves(text: string, separator: string): [string?, string?] {
  const index = text.indexOf(separator)
  if (index === -1) return text === '' ? [] : [text]
  const [first, second] = [text.slice(0, index), text.slice(index + 1)]
  return first === '' || second === '' ? [] : [first, second]
}
