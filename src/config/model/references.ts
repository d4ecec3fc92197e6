import { ActionError } from '../../support/errors.ts'
import { didYouMean } from '../../support/text/nearest.ts'

/** What {environment} and the like are filled from. */
export const PLACEHOLDERS = ['environment', 'application', 'account']
/** Not `${environment}`, which is shell syntax. */
const WORD = new RegExp(String.raw`(?<!\$)\{(${PLACEHOLDERS.join('|')})\}`, 'g')
/** `{stack.web.outputs.Url}`; `{stack.outputs.Url}` where the release has one stack. */
const OUTPUT = /\{stack(?:\.([A-Za-z][\w-]*))?\.outputs\.([A-Za-z0-9]+)\}/g

export type Words = Readonly<Record<string, string>>

/** Values of the placeholders. The account is that of the environment's roles, the only source before a call to AWS. */
export function wordsOf(
  { application }: { readonly application?: string | undefined },
  environment: string,
  role: string | undefined,
): Words {
  const account = /^arn:[^:]+:iam::(\d{12}):/.exec(role ?? '')?.[1]
  return {
    environment,
    ...(application !== undefined && { application }),
    ...(account !== undefined && { account }),
  }
}

/** Why a placeholder has no value. */
const SOURCES: Readonly<Record<string, { readonly why: string; readonly step: string }>> = {
  account: {
    why: 'no role of the environment has an account',
    step: 'Set `plan-role` and `deploy-role` of the environment, whose ARNs have the account, or write the account itself.',
  },
}

/** Replaces {environment} and the other placeholders in every text of a value. */
export function fillWords<T>(value: T, words: Words, subject: string): T {
  return mapTexts(value, (text) =>
    text.replaceAll(WORD, (all, word: string) => {
      const filled = words[word]
      if (filled === undefined) {
        throw new ActionError('config/reference', {
          message: `${subject}: ${all} is used but ${SOURCES[word]?.why ?? `\`${word}\` is not set`}`,
          subject,
          expected: `a value for ${all}`,
          advice: SOURCES[word]?.step ?? `Set \`${word}\` at the top level of the configuration.`,
          observed: text,
        })
      }
      return filled
    }),
  )
}

/** Replaces `${AWS::Region}` and other pseudo parameters that are given, in every text of a value. */
export function fillPseudo<T>(value: T, given: Readonly<Record<string, string>>): T {
  return mapTexts(value, (text) => text.replaceAll(/\$\{(AWS::\w+)\}/g, (all, name: string) => given[name] ?? all))
}

/** Outputs by stack id, then by name; an absent stack has none yet. */
export type Outputs = Readonly<Record<string, Readonly<Record<string, string>>>>

/**
 * Replaces `{stack.ID.outputs.NAME}` in every text of a value. A missing output becomes `unknown` where that is given;
 * otherwise it is an error that names the known outputs.
 */
export function fillOutputs<T>(value: T, outputs: Outputs, subject: string, unknown?: string): T {
  return mapTexts(value, (text) =>
    text.replaceAll(OUTPUT, (all, id: string | undefined, name: string) => {
      const ids = Object.keys(outputs)
      const stackId = id ?? (ids.length === 1 ? ids[0] : undefined)
      const found = stackId === undefined ? undefined : outputs[stackId]?.[name]
      if (found !== undefined) return found
      if (unknown !== undefined) return unknown
      const known = ids.flatMap((each) =>
        Object.keys(outputs[each] ?? {}).map((output) => `{stack.${each}.outputs.${output}}`),
      )
      throw new ActionError('config/reference', {
        message: `${all} refers to an output that does not exist${didYouMean(all, known)}`,
        subject,
        expected: known.length > 0 ? known.join(', ') : 'a stack with outputs',
        observed: all,
      })
    }),
  )
}

/** The outputs that a value refers to, and no others, since outputs may be secrets. */
export function referencedOutputs(value: unknown, outputs: Outputs): Outputs {
  const ids = Object.keys(outputs)
  const wanted: Record<string, Record<string, string>> = Object.fromEntries(ids.map((id) => [id, {}]))
  mapTexts(value, (text) => {
    for (const [, id = ids.length === 1 ? ids[0] : undefined, name = ''] of text.matchAll(OUTPUT)) {
      const found = outputs[id ?? '']?.[name]
      if (id !== undefined && found !== undefined) wanted[id] = { ...wanted[id], [name]: found }
    }
    return text
  })
  return wanted
}

/** A reference to an output in a text. */
export interface OutputReference {
  /** `{stack.web.outputs.Url}` */
  readonly written: string
  readonly offset: number
  /** Undefined where the reference names no stack. */
  readonly stack: string | undefined
  readonly output: string
}

export function outputReferences(text: string): OutputReference[] {
  return [...text.matchAll(OUTPUT)].map(({ 0: written, 1: stack, 2: output = '', index: offset }) => ({
    written,
    offset,
    stack,
    output,
  }))
}

/**
 * The id of the stack that a reference means. Without a name it is the only stack, or, for a parameter of the stack `own`, the
 * other one of two; otherwise undefined.
 */
export function referencedStack(named: string | undefined, ids: readonly string[], own?: string): string | undefined {
  if (named !== undefined) return named
  if (own === undefined || ids.length === 1) return ids.length === 1 ? ids[0] : undefined
  return ids.length === 2 ? ids.find((id) => id !== own) : undefined
}

/** Ids of the stacks whose outputs a value refers to; `own` is the stack whose parameters the value is. */
export function referencedStacks(value: unknown, ids: readonly string[], own?: string): string[] {
  const found = new Set<string>()
  mapTexts(value, (text) => {
    for (const { stack } of outputReferences(text)) found.add(referencedStack(stack, ids, own) ?? 'stack')
    return text
  })
  return [...found]
}

/** All texts in a value. */
export function textsIn(value: unknown): string[] {
  const found: string[] = []
  mapTexts(value, (text) => {
    found.push(text)
    return text
  })
  return found
}

function mapTexts<T>(value: T, change: (text: string) => string): T {
  if (typeof value === 'string') return change(value) as T
  if (Array.isArray(value)) return value.map((item: unknown) => mapTexts(item, change)) as T
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, mapTexts(member, change)])) as T
  }
  return value
}
