import { isRecord } from '../../../support/records.ts'

/** A place below the properties of a resource; `*` stands for each item of a list or member of a map. */
export type Path = readonly string[]

/** What of a type's schema in CloudFormation's registry the reading of its resources needs. */
export interface ModelSchema {
  /** False where the type has no read handler: Cloud Control does not answer. */
  readonly readable: boolean
  /** The properties of the primary identifier, in the order in which Cloud Control joins them. */
  readonly identifier: readonly Path[]
  /** What only the service sets. */
  readonly readOnly: readonly Path[]
  /** What no read returns. */
  readonly writeOnly: readonly Path[]
}

/** Undefined for a text that is no schema. */
export function parseModelSchema(text: string): ModelSchema | undefined {
  let schema: unknown
  try {
    schema = JSON.parse(text)
  } catch {
    return undefined
  }
  if (!isRecord(schema) || !isRecord(schema['properties'])) return undefined
  const { handlers } = schema
  return {
    readable: isRecord(handlers) && isRecord(handlers['read']),
    identifier: pathsOf(schema['primaryIdentifier']),
    readOnly: pathsOf(schema['readOnlyProperties']),
    writeOnly: pathsOf(schema['writeOnlyProperties']),
  }
}

/** Pointers such as `/properties/Code/S3Bucket`; some schemas repeat the keywords of JSON Schema within them. */
function pathsOf(pointers: unknown): Path[] {
  if (!Array.isArray(pointers)) return []
  return pointers.flatMap((pointer: unknown) => {
    const [, root, ...rest] = typeof pointer === 'string' ? pointer.split('/') : []
    const path = rest.filter((part) => part !== 'properties' && part !== 'items')
    return root === 'properties' && path.length > 0 ? [path] : []
  })
}

/** Whether a path is one of the given, or below one. Lists may be named without their `*`. */
export function isWithin(path: Path, paths: readonly Path[]): boolean {
  const plain = path.filter((part) => part !== '*')
  return paths.some((each) => leads(each, plain))
}

function leads([first, ...rest]: Path, path: Path): boolean {
  if (first === undefined) return true
  if (first === '*') return leads(rest, path) || (path.length > 0 && leads(rest, path.slice(1)))
  return first === path[0] && leads(rest, path.slice(1))
}
