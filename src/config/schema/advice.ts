import type { z } from 'zod'
import { isSecretName } from '../../support/secrets/names.ts'
import { shownUrl } from '../../support/text/url.ts'
import { meantBy } from '../model/usual-words.ts'
import { alternativesAt, keysAt, ownersOf, placesOf } from './words.ts'

/** What was probably meant by a mistake, and the next step. */

const SHOWN_VALUE_LENGTH = 60
/** A key that more maps have is too common to say where it belongs. */
const SHOWN_PLACES = 3
const SHOWN_KEYS = 12

type Path = readonly PropertyKey[]

/** What was probably meant, as a question and as the next step. */
export interface Meaning {
  readonly question: string
  readonly step: string
}

/** The steps out of what the parser of YAML refuses; its messages name the place only. */
const YAML_STEPS: readonly (readonly [message: RegExp, step: (line: string) => string])[] = [
  [/^Tabs are not allowed/, (line) => `Replace the tab in ${line} by spaces.`],
  [/^All .* must start at the same column/, (line) => `Indent ${line} as the other keys of its map or list.`],
  [
    /^(Nested mappings|Implicit keys)/,
    (line) => `Indent ${line} as the line before it, or put a value that has a colon in quotes.`,
  ],
  [
    /^Unexpected scalar at node end/,
    (line) => `Put the value in ${line} in quotes: a text that begins with a brace or a bracket needs them.`,
  ],
  [/^Source contains multiple documents/, (line) => `Remove the line of hyphens, ${line}: the file is one document.`],
  [/^Map keys must be unique/, (line) => `Put the members of both keys under one, and remove the key in ${line}.`],
]

/** The next step where YAML cannot be parsed. */
export function stepOfYaml(problem: string, line: string): string {
  return YAML_STEPS.find(([message]) => message.test(problem))?.[1](line) ?? `Correct ${line}.`
}

const TRUE = new Set(['yes', 'y', 'on', 'true'])
const FALSE = new Set(['no', 'n', 'off', 'false'])

/** What may be meant by a value of another type or word. @param ofTexts whether a list at the place is one of texts */
export function aboutValue(
  value: unknown,
  expected: string,
  { known, ofTexts }: { readonly known: readonly string[]; readonly ofTexts: boolean },
): Meaning | undefined {
  if (typeof value === 'string') {
    const near = known.includes(value) ? undefined : meantBy(value, known)
    if (near !== undefined) return instead(near, value)
    if (value.includes('${{'))
      return {
        question: 'GitHub fills expressions in workflows, not in this file',
        step: 'Write the value itself instead of the expression',
      }
    const word = value.toLowerCase()
    if (expected === 'true or false' && (TRUE.has(word) || FALSE.has(word))) {
      const bool = String(TRUE.has(word))
      return word === bool ? unquoted(bool) : instead(bool, value)
    }
    if (known.includes(value) || (/^a( whole)? number$/.test(expected) && /^-?\d+(\.\d+)?$/.test(value)))
      return unquoted(value)
    if (expected === 'a list' && ofTexts && /^[\w./-]+$/.test(value))
      return { question: `did you mean [${value}]?`, step: `Write \`[${value}]\` instead of \`${value}\`` }
    return undefined
  }
  if (expected === 'a text' && (typeof value === 'number' || typeof value === 'boolean'))
    return { question: 'quotes make a text of it', step: 'Put the value in quotes' }
  if (expected === 'a text' && Array.isArray(value))
    return { question: 'it has one value', step: 'Write one text instead of the list' }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
  if (expected === 'a list')
    return { question: 'each entry begins with a hyphen', step: 'Begin each entry of the list with `- `' }
  const [word, ...more] = Object.entries(value)
  return expected === 'a text' && word?.[1] === null && more.length === 0
    ? { question: 'a placeholder needs quotes', step: `Write \`"{${word[0]}}"\`` }
    : undefined
}

function instead(meant: string, written: string): Meaning {
  return { question: `did you mean ${meant}?`, step: `Write \`${meant}\` instead of \`${written}\`` }
}

function unquoted(value: string): Meaning {
  return { question: `did you mean ${value} without quotes?`, step: `Write \`${value}\` without quotes` }
}

/** What may be meant by an unknown key: a known one of its map, or one that belongs elsewhere. */
export function aboutKey(
  key: string,
  path: Path,
  present: readonly string[],
  shape: z.core.$ZodType,
): Meaning | undefined {
  const alternatives = alternativesAt(shape, path)
  const other = alternatives.find((name) => name !== key && present.includes(name))
  if (other !== undefined && alternatives.includes(key)) {
    const words = alternatives.length > SHOWN_KEYS ? [other, key] : alternatives
    return {
      question: `an entry has one of ${words.map((name) => `\`${name}\``).join(', ')}`,
      step: `Make two entries, one of \`${other}\` and one of \`${key}\`,`,
    }
  }
  const known = keysAt(shape, path, present).filter((name) => !present.includes(name))
  const near = meantBy(key, known)
  if (near !== undefined) return instead(near, key)
  if (key === '<<')
    return { question: 'keys of an anchor are not merged here', step: 'Write the keys themselves instead of `<<`' }
  if (isSecretName(key)) {
    return {
      question: 'credentials do not belong into a file',
      step: `Set the roles of the environments (\`plan-role\`, \`deploy-role\`), make the credentials invalid, since the history of the repository keeps them, and remove \`${key}\``,
    }
  }
  const owners = ownersOf(shape, path, key)
  if (owners.length > 0) {
    const which = owners.map((owner) => `\`${owner}\``).join(' or ')
    return { question: `it is an option of ${which}`, step: `Remove \`${key}\`, or use it beside ${which}` }
  }
  const places = placesOf(shape, key).filter((place) => place !== placeOf(path))
  const [place] = places
  if (place !== undefined && places.length <= SHOWN_PLACES) {
    const homes = places.map((each) => `\`${each || 'the top level'}\``).join(' or ')
    return { question: `it is a key of ${homes}`, step: `Move \`${key}\` to ${homes}` }
  }
  return known.length > 0 && known.length <= SHOWN_KEYS
    ? { question: `known here: ${known.join(', ')}`, step: `Remove \`${key}\`, or write one of ${known.join(', ')}` }
    : undefined
}

/** As `placesOf` names it: `stacks[]`. */
function placeOf(path: Path): string {
  return path
    .map((part) => (typeof part === 'number' ? '[]' : `.${String(part)}`))
    .join('')
    .replace(/^\./, '')
}

/** What is to be written at the place, where nothing better is known. */
export function stepAt(
  place: { readonly where: string; readonly line: string; readonly state: 'absent' | 'empty' | 'wrong' },
  expected: string,
  keys: readonly string[],
): string {
  const { where, line, state } = place
  const few = keys.length > 0 && keys.length <= SHOWN_KEYS
  const form = { 'a map': 'a map of', 'a list': 'a list of maps with' }[expected]
  const what = few && form !== undefined ? `${form} ${keys.join(', ')}` : expected
  if (where === 'file')
    return state === 'wrong'
      ? `Write ${what} into ${line}.`
      : `Write ${expected} into ${line}; docs/reference.md lists its keys.`
  if (state === 'empty') return `Write ${what} under \`${where}\` in ${line}, or remove the key.`
  if (state === 'absent')
    return /^\w+$/.test(expected)
      ? `Add \`${where}: ${expected}\` at ${line}.`
      : `Add \`${where}\` at ${line}: ${what}.`
  return `Correct \`${where}\` in ${line}: write ${what}.`
}

/** A value as a message shows it: without passwords of URLs, and members whose names are those of secrets. */
export function shown(value: unknown): string {
  const json =
    JSON.stringify(value, (key, member: unknown) =>
      key !== '' && isSecretName(key) ? '…' : typeof member === 'string' ? withoutSecrets(member) : member,
    ) ?? String(value)
  return json.length > SHOWN_VALUE_LENGTH ? `${json.slice(0, SHOWN_VALUE_LENGTH)}…` : json
}

/** `user:password@host` without a scheme is no URL, and has a password all the same. */
function withoutSecrets(text: string): string {
  const url = text.replace(/^[^\s/?#@{]+:[^\s/?#@]*@(?=\S)/, '…@')
  return url.includes('://') || /^\S+\?\S+=/.test(url) ? shownUrl(url) : url
}
