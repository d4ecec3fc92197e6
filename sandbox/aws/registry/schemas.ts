import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliDecompressSync } from 'node:zlib'

/**
 * The schemas of AWS's resource types, as CloudFormation's registry publishes them: identifiers, read-only and
 * write-only paths, handlers and their permissions, types of properties. `npm run check:registry` compares the table
 * with its source, and writes it.
 */
export const TABLE = join(import.meta.dirname, 'schemas.jsonl.br')

export interface PropertySchema {
  readonly type?: string | readonly string[]
  readonly $ref?: string
  readonly insertionOrder?: boolean
  readonly uniqueItems?: boolean
  readonly default?: unknown
  readonly items?: PropertySchema
  readonly properties?: Readonly<Record<string, PropertySchema>>
  readonly patternProperties?: Readonly<Record<string, PropertySchema>>
  readonly additionalProperties?: PropertySchema
  readonly oneOf?: readonly PropertySchema[]
  readonly anyOf?: readonly PropertySchema[]
  readonly allOf?: readonly PropertySchema[]
}

export interface HandlerSchema {
  readonly permissions?: readonly string[]
  /** The properties that the list handler needs to be given. */
  readonly handlerSchema?: {
    readonly properties?: object
    readonly required?: readonly string[]
    /** One of these sets of properties is needed. */
    readonly anyOf?: readonly { readonly required: readonly string[] }[]
  }
}

export type HandlerName = 'create' | 'read' | 'update' | 'delete' | 'list'

/** Paths are JSON pointers such as `/properties/Code/S3Bucket`; `*` stands for each item of a list. */
export interface ResourceSchema {
  readonly typeName: string
  readonly primaryIdentifier?: readonly string[]
  readonly additionalIdentifiers?: readonly (readonly string[])[]
  readonly readOnlyProperties?: readonly string[]
  readonly writeOnlyProperties?: readonly string[]
  readonly createOnlyProperties?: readonly string[]
  readonly required?: readonly string[]
  readonly handlers?: Readonly<Partial<Record<HandlerName, HandlerSchema>>>
  readonly tagging?: {
    readonly taggable?: boolean
    readonly cloudFormationSystemTags?: boolean
    readonly tagProperty?: string
  }
  readonly properties: Readonly<Record<string, PropertySchema>>
  readonly definitions?: Readonly<Record<string, PropertySchema>>
}

let lines: ReadonlyMap<string, string> | undefined
const parsed = new Map<string, ResourceSchema>()

/** The table is read when the first schema is needed, and a schema is parsed when it is. */
function table(): ReadonlyMap<string, string> {
  return (lines ??= new Map(
    brotliDecompressSync(readFileSync(TABLE))
      .toString('utf8')
      .split('\n')
      .map((line) => [line.slice('{"typeName":"'.length, line.indexOf('"', '{"typeName":"'.length)), line]),
  ))
}

/** The schema of a type; undefined for a type that is not in the registry. */
export function schemaOf(type: string): ResourceSchema | undefined {
  const known = parsed.get(type)
  if (known !== undefined) return known
  const line = table().get(type)
  if (line === undefined) return undefined
  const schema = JSON.parse(line) as ResourceSchema
  parsed.set(type, schema)
  return schema
}

/** The schema as JSON text. */
export function schemaText(type: string): string | undefined {
  return table().get(type)
}

/** The names of all types, sorted. */
export function allTypes(): readonly string[] {
  return [...table().keys()]
}
