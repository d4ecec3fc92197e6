import { readFile } from 'node:fs/promises'
import { relative, resolve } from 'node:path'
import { ActionError, messageOf } from '../../../support/errors.ts'
import { isOutside } from '../../../support/files/files.ts'
import { isRecord, textAt } from '../../../support/records.ts'
import { isExact } from '../json-path.ts'

/** Says what is wrong with a value by a JSON Schema; empty where it is valid. */
export type SchemaJudge = (value: unknown) => readonly string[]

const MOST_PROBLEMS = 5

/**
 * A judge by a schema that the configuration holds, or that is a file of the workspace. Draft 2020-12, or 07 where
 * `$schema` says so. Rejects with an ActionError where the schema cannot be used: a keyword or a format that is unknown
 * would silently check nothing.
 */
export async function schemaJudge(
  given: string | Readonly<Record<string, unknown>>,
  workspace: string,
): Promise<SchemaJudge> {
  const schema = typeof given === 'string' ? await schemaFile(given, workspace) : given
  const isDraft07 = /draft-0[67]/.test(textAt(schema, '$schema') ?? '')
  if (hasRoundedConstant(schema)) throw unusable(nameOf(given), 'a `const` or `enum` has a whole number beyond 2^53')
  // Of a CommonJS package that is a function, a bundle gives the default export only.
  const [{ default: formats }, Ajv] = await Promise.all([
    import('ajv-formats'),
    isDraft07
      ? import('ajv').then((module) => module.default.Ajv)
      : import('ajv/dist/2020.js').then((module) => module.default.Ajv2020),
  ])
  try {
    const ajv = new Ajv({
      strict: true,
      strictTypes: false,
      strictRequired: false,
      allErrors: true,
      validateFormats: true,
    })
    formats.default(ajv)
    const validate = ajv.compile(schema)
    return (value) => {
      if (validate(value)) return []
      const problems = (validate.errors ?? []).map(
        ({ instancePath, message = 'is not valid', params }) =>
          `${instancePath || 'the body'} ${message}${detail(params)}`,
      )
      const more = problems.length - MOST_PROBLEMS
      return more > 0 ? [...problems.slice(0, MOST_PROBLEMS), `${more} more`] : problems
    }
  } catch (error) {
    throw unusable(nameOf(given), messageOf(error))
  }
}

/** A body has such a number rounded, too: different ones would be the same. */
function hasRoundedConstant(schema: unknown): boolean {
  if (Array.isArray(schema)) return schema.some(hasRoundedConstant)
  if (!isRecord(schema)) return false
  return Object.entries(schema).some(([key, value]) =>
    key === 'const' || key === 'enum' ? !isExact(value) : hasRoundedConstant(value),
  )
}

function nameOf(given: Parameters<typeof schemaJudge>[0]): string {
  return typeof given === 'string' ? given : 'json-schema'
}

function detail(params: Readonly<Record<string, unknown>>): string {
  const extra = params['additionalProperty'] ?? params['unevaluatedProperty'] ?? params['allowedValues']
  return extra === undefined ? '' : `: ${Array.isArray(extra) ? extra.join(', ') : JSON.stringify(extra)}`
}

async function schemaFile(path: string, workspace: string): Promise<Readonly<Record<string, unknown>>> {
  const file = resolve(workspace, path)
  if (isOutside(relative(workspace, file))) throw unusable(path, 'it is outside of the workspace')
  let schema: unknown
  try {
    schema = JSON.parse(await readFile(file, 'utf8'))
  } catch (error) {
    throw unusable(path, messageOf(error))
  }
  if (!isRecord(schema)) throw unusable(path, 'it is not an object')
  return schema
}

function unusable(path: string, why: string): ActionError {
  return new ActionError('config/reference', {
    message: `the JSON Schema ${path} cannot be used: ${why}`,
    expected: 'a JSON Schema of draft 2020-12 or 07',
    observed: why,
    advice: 'Correct the schema, or the path to it from the root of the workspace.',
  })
}
