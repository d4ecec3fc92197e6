import type { EnvironmentKey } from '../../config/model/environment-keys.ts'

/** Names that differ by environment. Pure. */

/** The value of {environment} in names. */
export type EnvironmentWords = Readonly<Record<EnvironmentKey, string>>

export const OWN_WORDS: EnvironmentWords = { preprod: 'preprod', production: 'production' }

const PREPROD = ['preprod', 'pre-prod', 'staging', 'stage', 'stg', 'uat', 'qa', 'test']
const PRODUCTION = ['production', 'prod', 'prd', 'live']
const PLACEHOLDER = '{environment}'
/** What a name of the configuration may consist of: braces would be references. */
const WRITABLE = /^[\w.+=,@-]+$/

/** A thing of the account under the names that the configuration writes. */
export interface Named<T> {
  /** Its names, with {environment} where both environments have one. */
  readonly names: readonly string[]
  /** Of pre-prod where both have one. */
  readonly item: T
  readonly isTwin: boolean
}

/** The words with which most names of the account differ; undefined where none has a twin. */
export function wordsOf(things: readonly (readonly string[])[]): EnvironmentWords | undefined {
  const keys = new Set(things.map(keyOf))
  let best: { readonly words: EnvironmentWords; readonly count: number } | undefined
  for (const preprod of PREPROD) {
    for (const production of PRODUCTION) {
      const words = { preprod, production }
      const count = things.filter((names) => keys.has(keyOf(twinOf(names, words) ?? []))).length
      if (count > (best?.count ?? 0)) best = { words, count }
    }
  }
  return best?.words
}

/** Things whose names no configuration can write are left out. */
export function withTwins<T>(
  items: readonly T[],
  namesOf: (item: T) => readonly string[],
  words: EnvironmentWords | undefined,
): Named<T>[] {
  const writable = items.filter((item) => namesOf(item).every((name) => WRITABLE.test(name)))
  const keys = new Set(writable.map((item) => keyOf(namesOf(item))))
  const hasTwin = (names: readonly string[], of: EnvironmentWords): boolean => keys.has(keyOf(twinOf(names, of) ?? []))
  return writable.flatMap((item): Named<T>[] => {
    const names = namesOf(item)
    if (words === undefined) return [{ names, item, isTwin: false }]
    if (hasTwin(names, words)) return [{ names: names.map((name) => placed(name, words.preprod)), item, isTwin: true }]
    // The other one of a pair, which is there already.
    if (hasTwin(names, { preprod: words.production, production: words.preprod })) return []
    return [{ names, item, isTwin: false }]
  })
}

/** The names in production of something in pre-prod; undefined where none names pre-prod. */
function twinOf(names: readonly string[], { preprod, production }: EnvironmentWords): string[] | undefined {
  const patterns = names.map((name) => placed(name, preprod))
  if (!patterns.some((pattern) => pattern.includes(PLACEHOLDER))) return undefined
  return patterns.map((pattern) => filled(pattern, production))
}

export function filled(pattern: string, word: string): string {
  return pattern.replaceAll(PLACEHOLDER, word)
}

/** The word of an environment as a part of its own, such as in `shop-preprod` and `preprod.web`. */
function placed(name: string, word: string): string {
  return name.replaceAll(new RegExp(`(?<![A-Za-z0-9])${word}(?![A-Za-z0-9])`, 'g'), PLACEHOLDER)
}

function keyOf(names: readonly string[]): string {
  return JSON.stringify(names)
}
