import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parse as parseToml } from 'smol-toml'
import { parse as parseYaml } from 'yaml'
import { decodeText } from '../../support/text/decode.ts'
import { messageOf } from '../../support/errors.ts'
import { isRecord } from '../../support/records.ts'
import { unusable } from '../mistake.ts'

/** What a samconfig says about a deployment, in the forms of this action. */
export interface SamDefaults {
  readonly name?: string
  readonly bucket?: string
  readonly parameters: Readonly<Record<string, string>>
  readonly tags: Readonly<Record<string, string>>
  readonly capabilities: readonly string[]
  readonly role?: string
}

const NAMES = ['samconfig.toml', 'samconfig.yaml', 'samconfig.yml']

/** A samconfig; `file` is its path from the root of the workspace. Undefined where the folder has none. */
export async function readSamConfig(
  workspace: string,
  folder: string,
): Promise<{ readonly file: string; readonly content: Readonly<Record<string, unknown>> } | undefined> {
  for (const name of NAMES) {
    const file = join(folder, name)
    const bytes = await readFile(join(workspace, file)).catch(() => undefined)
    if (bytes === undefined) continue
    try {
      const content: unknown = name.endsWith('.toml') ? parseToml(decodeText(bytes)) : parseYaml(decodeText(bytes))
      if (isRecord(content)) return { file, content }
      throw new Error('it is not a table')
    } catch (error) {
      throw unusable(
        `${file} cannot be read: ${messageOf(error).split('\n')[0]}`,
        'Correct the file; `sam validate` reads it too.',
        { file, cause: error },
      )
    }
  }
  return undefined
}

/**
 * Pure: what holds for `sam deploy --config-env NAME`, by the table of the first of these names that exists. A key of the
 * command comes before one of `global`.
 */
export function samDefaults(
  content: Readonly<Record<string, unknown>>,
  environments: readonly string[],
  file: string,
): SamDefaults {
  const table = environments.map((name) => content[name]).find(isRecord) ?? {}
  const parametersOf = (command: string): Record<string, unknown> => {
    const found = table[command]
    const parameters = isRecord(found) ? found['parameters'] : undefined
    return isRecord(parameters) ? parameters : {}
  }
  const all = { ...parametersOf('global'), ...parametersOf('deploy') }
  const text = (key: string): string | undefined => (typeof all[key] === 'string' ? all[key] : undefined)
  const pairs = (key: string): Record<string, string> => pairsOf(all[key], `${file}: ${key}`)
  const [name, bucket, role] = [text('stack_name'), text('s3_bucket'), text('role_arn')]
  return {
    ...(name !== undefined && { name }),
    ...(bucket !== undefined && { bucket }),
    ...(role !== undefined && { role }),
    parameters: pairs('parameter_overrides'),
    tags: pairs('tags'),
    capabilities: wordsOf(all['capabilities']),
  }
}

/** `A=b C="two words"`, `ParameterKey=A,ParameterValue=b`, lists of these, and tables. */
function pairsOf(value: unknown, where: string): Record<string, string> {
  if (value === undefined || value === null) return {}
  if (isRecord(value)) return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, String(each)]))
  return Object.fromEntries(
    wordsOf(value).map((word): [string, string] => {
      const [, key, its] =
        /^ParameterKey=([^,]+),ParameterValue=(.*)$/s.exec(word) ?? /^([^=]+)=(.*)$/s.exec(word) ?? []
      if (key !== undefined && its !== undefined) return [key, its]
      throw unusable(`${where} has ${word}, which is not a pair NAME=VALUE`, 'Write each as NAME=VALUE.', {
        expected: 'NAME=VALUE',
        observed: word,
      })
    }),
  )
}

/** Words as a shell separates them: quotes and backslashes keep blanks. */
function wordsOf(value: unknown): string[] {
  if (Array.isArray(value))
    return value.flatMap((each) => (typeof each === 'string' ? [unquoted(each)] : wordsOf(each)))
  if (typeof value !== 'string') return []
  return [...value.matchAll(/(?:"(?:\\.|[^"\\])*"|'[^']*'|\\.|[^\s"'\\])+/gs)].map(([word]) => unquoted(word))
}

function unquoted(word: string): string {
  return word.replaceAll(/"((?:\\.|[^"\\])*)"|'([^']*)'|\\(.)/gs, (_, double, single, escaped) =>
    String(double !== undefined ? double.replaceAll(/\\(.)/gs, '$1') : (single ?? escaped)),
  )
}
