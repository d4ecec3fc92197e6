import { formsOf } from './forms.ts'
import { isSecretName } from './names.ts'
import { SecretMatcher, type MaskedStream } from './matcher.ts'

type Variables = Readonly<Record<string, string | undefined>>

const LEAST_LENGTH = 6
/** Minimum length of values that were explicitly declared secret. */
const LEAST_NAMED_LENGTH = 4
/** A longer value is a document: tools may print parts of it. */
const MOST_LENGTH = 65_536

/** The password of a URL, as written and decoded. */
function passwordsOf(url: string): string[] {
  const [, password = ''] = /^[a-z][a-z0-9+.-]*:\/\/[^/?#@:]*:([^/?#]*)@/i.exec(url) ?? []
  try {
    return [password, decodeURIComponent(password)]
  } catch {
    return [password]
  }
}

/** The secret values of a run, and their masking in texts. One instance per run. */
export class Secrets {
  readonly #matcher = new SecretMatcher()
  readonly #known = new Set<string>()

  constructor(env: Variables = {}) {
    this.addVariables(env)
  }

  /** Masks the value and its encoded forms from now on. */
  add(value: string): void {
    this.#add(value, LEAST_NAMED_LENGTH)
  }

  /** Adds values of variables with secret names, and passwords in URLs. */
  addVariables(env: Variables): void {
    for (const [name, value = ''] of Object.entries(env)) {
      if (isSecretName(name)) {
        this.#add(value, LEAST_LENGTH)
        for (const member of membersOf(value)) this.#add(member, LEAST_LENGTH)
      }
      for (const part of passwordsOf(value)) this.#add(part, LEAST_LENGTH)
    }
  }

  /** Adds the secrets of a request: headers with secret names, the password of the URL, parameters. */
  addRequest(url: string, headers: Readonly<Record<string, string>>): void {
    for (const part of passwordsOf(url)) this.#add(part, LEAST_NAMED_LENGTH)
    for (const [name, value] of new URLSearchParams(/\?([^#]*)/.exec(url)?.[1] ?? ''))
      if (isSecretName(name)) this.#add(value, LEAST_NAMED_LENGTH)
    for (const [name, value] of Object.entries(headers)) if (isSecretName(name)) this.#addHeader(value)
  }

  hide(text: string): string {
    return this.#matcher.hide(text)
  }

  stream(): MaskedStream {
    return this.#matcher.stream()
  }

  /** `Bearer TOKEN`, `Basic BASE64`, cookies: what comes after the scheme or the name is the secret. */
  #addHeader(value: string): void {
    this.#add(value, LEAST_LENGTH)
    for (const part of value.split(/[\s;,]+/)) {
      const own = part.replace(/^[\w.-]+=(?=.)/, '')
      this.#add(own, LEAST_LENGTH)
    }
    const basic = /^Basic\s+([A-Za-z0-9+/=]+)$/i.exec(value)?.[1]
    const password =
      basic === undefined
        ? ''
        : Buffer.from(basic, 'base64')
            .toString()
            .replace(/^[^:]*:/, '')
    this.#add(password, LEAST_LENGTH)
  }

  #add(value: string, least: number): void {
    const secret = value.trim()
    if (secret.length < least || secret.length > MOST_LENGTH || this.#known.has(secret)) return
    this.#known.add(secret)
    for (const form of formsOf(secret)) this.#matcher.add(form)
  }
}

/** Texts in a secret that is JSON, such as a key file. */
function membersOf(value: string): string[] {
  if (!value.trimStart().startsWith('{')) return []
  const found: string[] = []
  try {
    JSON.parse(value, (name, member: unknown) => {
      if (typeof member === 'string' && isSecretName(name)) found.push(member)
      return member
    })
  } catch {
    // Not JSON: the value is one secret.
  }
  return found
}
