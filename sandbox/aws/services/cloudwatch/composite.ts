import type { AlarmState } from './metrics.ts'

/** The rules of composite alarms: `ALARM(a) AND NOT (OK("b") OR INSUFFICIENT_DATA('c'))`. */

/** The states of alarms by name; undefined where there is none. */
type StateOf = (name: string) => AlarmState | undefined

const TOKEN =
  /\s*(?:(ALARM|OK|INSUFFICIENT_DATA)\s*\(\s*(?:"([^"]+)"|'([^']+)'|([^\s()"']+))\s*\)|(AND|OR|NOT|TRUE|FALSE|\(|\)))/y

interface Token {
  readonly word: string
  /** Of a function. */
  readonly alarm?: string
}

/** Undefined where the rule is not one. */
export function parseRule(text: string): Rule | undefined {
  const tokens: Token[] = []
  TOKEN.lastIndex = 0
  while (text.slice(TOKEN.lastIndex).trim() !== '') {
    const match = TOKEN.exec(text)
    if (match === null) return undefined
    const [, state, double, single, bare, word] = match
    const name = double ?? single ?? bare
    // An alarm is named by its name or its ARN.
    tokens.push({
      word: state ?? word ?? '',
      ...(name !== undefined && { alarm: name.split(':alarm:').at(-1) ?? name }),
    })
  }
  return tokens.length > 0 && new Reader(tokens, () => undefined).read() !== undefined ? { tokens } : undefined
}

export interface Rule {
  readonly tokens: readonly Token[]
}

export const alarmsOf = ({ tokens }: Rule): string[] => [
  ...new Set(tokens.flatMap(({ alarm }) => (alarm === undefined ? [] : [alarm]))),
]

export const holds = ({ tokens }: Rule, stateOf: StateOf): boolean => new Reader(tokens, stateOf).read() ?? false

/** OR binds weaker than AND, AND weaker than NOT. */
class Reader {
  readonly #tokens: readonly Token[]
  readonly #stateOf: StateOf
  #at = 0

  constructor(tokens: readonly Token[], stateOf: StateOf) {
    this.#tokens = tokens
    this.#stateOf = stateOf
  }

  /** Undefined where the tokens are no rule. */
  read(): boolean | undefined {
    const value = this.#or()
    return this.#at === this.#tokens.length ? value : undefined
  }

  #take(word: string): boolean {
    if (this.#tokens[this.#at]?.word !== word) return false
    this.#at += 1
    return true
  }

  #or(): boolean | undefined {
    let value = this.#and()
    while (value !== undefined && this.#take('OR')) {
      const right = this.#and()
      value = right === undefined ? undefined : value || right
    }
    return value
  }

  #and(): boolean | undefined {
    let value = this.#not()
    while (value !== undefined && this.#take('AND')) {
      const right = this.#not()
      value = right === undefined ? undefined : value && right
    }
    return value
  }

  #not(): boolean | undefined {
    if (this.#take('NOT')) {
      const value = this.#not()
      return value === undefined ? undefined : !value
    }
    if (this.#take('(')) {
      const value = this.#or()
      return this.#take(')') ? value : undefined
    }
    const token = this.#tokens[this.#at]
    this.#at += 1
    if (token?.alarm !== undefined) return this.#stateOf(token.alarm) === token.word
    return token?.word === 'TRUE' ? true : token?.word === 'FALSE' ? false : undefined
  }
}
