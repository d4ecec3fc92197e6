import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'

/** The part of an action.yml that the runner uses. */
export interface Action {
  readonly inputs: readonly { readonly name: string; readonly default: string }[]
  readonly outputs: readonly string[]
  readonly using: string
  /** Absolute path. */
  readonly main: string
  readonly post?: string
}

interface Metadata {
  readonly inputs?: Readonly<Record<string, { readonly default?: unknown; readonly description?: unknown } | null>>
  readonly outputs?: Readonly<Record<string, unknown>>
  readonly runs: { readonly using: string; readonly main: string; readonly post?: string }
}

/** Reads the action.yml in a folder. Throws when it is missing, or when the runner would reject it. */
export function readAction(folder: string): Action {
  const { inputs = {}, outputs = {}, runs } = parse(readFileSync(join(folder, 'action.yml'), 'utf8')) as Metadata
  for (const [name, input] of Object.entries(inputs)) {
    // The runner evaluates expressions in descriptions, without any context.
    if (textOf(input?.description).includes('${{')) throw new Error(`input ${name}: an expression in its description`)
  }
  return {
    inputs: Object.entries(inputs).map(([name, input]) => ({ name, default: textOf(input?.default) })),
    outputs: Object.keys(outputs),
    using: runs.using,
    main: join(folder, runs.main),
    ...(runs.post !== undefined && { post: join(folder, runs.post) }),
  }
}

/**
 * The variables for inputs: names in upper case, spaces as `_`, hyphens kept. `${{ github.token }}` is the only
 * expression in this action's defaults.
 */
export function inputVariables(
  action: Action,
  given: Readonly<Record<string, string>>,
  token: string,
): Record<string, string> {
  const values = new Map(action.inputs.map((input) => [input.name, expand(input.default, token)]))
  for (const [name, value] of Object.entries(given)) values.set(name, value)
  return Object.fromEntries(
    [...values].map(([name, value]) => [`INPUT_${name.replaceAll(' ', '_').toUpperCase()}`, value]),
  )
}

function expand(text: string, token: string): string {
  return text.replaceAll(/\$\{\{\s*github\.token\s*\}\}/g, token)
}

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : ''
}
