import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv'
import type { Exchange } from '../../../sandbox/github/server/traffic.ts'

/** A violation of the description. */
export interface Violation {
  /** `GET /repos/{owner}/{repo}`. */
  readonly operation: string
  readonly where: 'request' | 'response'
  readonly problem: string
}

interface Operation {
  readonly operationId?: string
  readonly parameters?: readonly (Parameter | Reference)[]
  readonly requestBody?: { readonly required?: boolean; readonly content: Content } | Reference
  readonly responses: Readonly<Record<string, { readonly content?: Content } | Reference>>
}
interface Parameter {
  readonly name: string
  readonly in: 'path' | 'query' | 'header'
  readonly required?: boolean
  readonly schema: object
}
interface Reference {
  readonly $ref: string
}
type Content = Readonly<Record<string, { readonly schema?: object }>>
interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components: object
}

const ROOT = 'github'
/**
 * Statuses that any operation can have, even if it does not list them: https://docs.github.com/rest/using-the-rest-api
 */
const COMMON_STATUSES = [400, 401, 403, 404, 415, 422, 429, 500, 502, 503, 504]
const TIMELINE = 'issues/list-events-for-timeline'
const STATE_CHANGE = 'state-change-issue-event'
/** Schemas by the event of a timeline's entry; all others change the state of the issue. */
const EVENTS: Readonly<Record<string, string>> = {
  committed: 'timeline-committed-event',
  reviewed: 'timeline-reviewed-event',
  commented: 'timeline-comment-event',
  review_requested: 'review-requested-issue-event',
  review_request_removed: 'review-request-removed-issue-event',
  review_dismissed: 'review-dismissed-issue-event',
}
const BASIC_ERROR = { $ref: '#/components/schemas/basic-error' }

/** Checks exchanges against GitHub's OpenAPI 3.0 description of its REST API. */
export class OpenApiJudge {
  readonly #description: Description
  readonly #ajv: Ajv
  readonly #compiled = new Map<string, ValidateFunction>()
  readonly #templates: { readonly path: string; readonly pattern: RegExp; readonly literal: number }[]

  constructor(description: Description) {
    this.#description = description
    this.#ajv = new Ajv({ strict: false, allErrors: true, coerceTypes: false, validateFormats: true, formats: FORMATS })
    this.#ajv.addSchema({ $id: ROOT, components: fromOpenApi(description.components) })
    this.#templates = Object.keys(description.paths).map((path) => ({
      path,
      pattern: new RegExp(`^${path.replace(/[.+^$()|[\]\\]/g, '\\$&').replaceAll(/\{[^}]+\}/g, '([^/]+)')}$`),
      literal: path.replaceAll(/\{[^}]+\}/g, '').length,
    }))
  }

  /** The operation of an exchange, and its violations. */
  judge({ request, response }: Exchange): { operation: string; violations: Violation[] } {
    const url = new URL(request.path, 'http://localhost')
    const template = this.#templateOf(request.method.toLowerCase(), url.pathname)
    const operation = template && this.#description.paths[template.path]?.[request.method.toLowerCase()]
    const name = `${request.method} ${template?.path ?? url.pathname}`
    if (!template || !operation) {
      return {
        operation: name,
        violations: [{ operation: name, where: 'request', problem: 'there is no such operation' }],
      }
    }
    const at =
      (where: Violation['where']) =>
      (problem: string): Violation => ({ operation: name, where, problem })
    return {
      operation: name,
      violations: [
        ...this.#parameters(operation, template, url).map(at('request')),
        ...this.#requestBody(operation, request.body).map(at('request')),
        ...this.#response(operation, response.status, response.body).map(at('response')),
      ],
    }
  }

  /**
   * The matching path template that has the method, if there is one, with the most literal text: `/runs/{id}` before
   * `/{a}/{b}`.
   */
  #templateOf(method: string, pathname: string): { path: string; values: string[] } | undefined {
    const fits = this.#templates.filter(({ pattern }) => pattern.test(pathname))
    const having = fits.filter(({ path }) => this.#description.paths[path]?.[method])
    const best = (having.length > 0 ? having : fits).toSorted((a, b) => b.literal - a.literal)[0]
    return best && { path: best.path, values: (best.pattern.exec(pathname) ?? []).slice(1).map(decodeURIComponent) }
  }

  #parameters(operation: Operation, template: { path: string; values: string[] }, url: URL): string[] {
    const declared = (operation.parameters ?? []).map((one) => this.#resolve<Parameter>(one))
    const names = [...template.path.matchAll(/\{([^}]+)\}/g)].map(([, name]) => name ?? '')
    const given = [
      ...names.map((name, index) => ({ in: 'path', name, value: template.values[index] ?? '' })),
      ...[...url.searchParams].map(([name, value]) => ({ in: 'query', name, value })),
    ]
    const problems = given.flatMap(({ in: place, name, value }) => {
      const parameter = declared.find((one) => one.in === place && one.name === name)
      if (!parameter) return [`the ${place} parameter ${name} is not declared`]
      // Parameters are text on the wire; a number or boolean is parsed from it.
      const readings = [
        value,
        ...(/^-?\d+$/.test(value) ? [Number(value)] : []),
        ...(/^(true|false)$/.test(value) ? [value === 'true'] : []),
      ]
      const [first, ...others] = readings.map((reading) => this.#errors(parameter.schema, reading))
      return others.some((errors) => errors.length === 0)
        ? []
        : (first ?? []).map((error) => `${place} parameter ${name}: ${error}`)
    })
    const missing = declared.filter(
      ({ in: place, name, required }) => required && place === 'query' && !url.searchParams.has(name),
    )
    return [...problems, ...missing.map(({ name }) => `the query parameter ${name} is missing`)]
  }

  #requestBody(operation: Operation, text: string): string[] {
    if (!operation.requestBody) return text === '' ? [] : ['a body is sent, but none is declared']
    const { required = false, content } = this.#resolve<{ required?: boolean; content: Content }>(operation.requestBody)
    if (text === '') return required ? ['the body is missing'] : []
    return this.#body(content, text)
  }

  #response(operation: Operation, status: number, text: string): string[] {
    const declared = operation.responses[String(status)] ?? operation.responses['default']
    if (!declared) {
      if (!COMMON_STATUSES.includes(status)) return [`the status ${status} is not declared`]
      return this.#body({ 'application/json': { schema: BASIC_ERROR } }, text)
    }
    const { content } = this.#resolve<{ content?: Content }>(declared)
    // The body of an error is described once for all operations.
    if (!content && status >= 400) return this.#body({ 'application/json': { schema: BASIC_ERROR } }, text)
    if (!content) return text === '' ? [] : [`a body comes with ${status}, but none is declared`]
    return [...this.#body(content, text), ...(status === 200 ? this.#events(operation, text) : [])]
  }

  /** An entry of a timeline must have the schema of its event: the description accepts that of any event. */
  #events(operation: Operation, text: string): string[] {
    if (operation.operationId !== TIMELINE) return []
    return (JSON.parse(text) as { readonly event?: string }[]).flatMap((entry) => {
      const { event = '' } = entry
      const schema = { $ref: `#/components/schemas/${EVENTS[event] ?? STATE_CHANGE}` }
      return this.#errors(schema, entry).map((problem) => `${event} ${problem}`)
    })
  }

  #body(content: Content, text: string): string[] {
    const schema = (content['application/json'] ?? Object.values(content)[0])?.schema
    if (!schema) return []
    let value: unknown
    try {
      value = JSON.parse(text)
    } catch {
      return ['the body is not JSON']
    }
    return this.#errors(schema, value)
  }

  #errors(schema: object, value: unknown): string[] {
    const key = JSON.stringify(schema)
    let validate = this.#compiled.get(key)
    if (!validate) {
      validate = this.#ajv.compile(absolute(fromOpenApi(schema)) as object)
      this.#compiled.set(key, validate)
    }
    if (validate(value)) return []
    return [...new Set((validate.errors ?? []).map(show))]
  }

  #resolve<T>(value: T | Reference): T {
    let at: unknown = value
    while (typeof at === 'object' && at !== null && '$ref' in at) {
      const path = (at as Reference).$ref.split('/').slice(1)
      at = path.reduce<unknown>((member, name) => (member as Record<string, unknown>)[name], this.#description)
    }
    return at as T
  }
}

function show({ instancePath, message, params }: ErrorObject): string {
  const { allowedValues, additionalProperty } = params as { allowedValues?: unknown; additionalProperty?: string }
  const more = allowedValues ? ` ${JSON.stringify(allowedValues)}` : additionalProperty ? ` ${additionalProperty}` : ''
  return `${instancePath || '/'} ${message ?? 'is invalid'}${more}`
}

/** Converts `nullable: true` of OpenAPI 3.0 to a type `null` in JSON Schema. */
function fromOpenApi(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(fromOpenApi)
  if (typeof value !== 'object' || value === null) return value
  const { example: _example, examples: _examples, nullable, ...rest } = value as Record<string, unknown>
  const schema: Record<string, unknown> = Object.fromEntries(
    Object.entries(rest).map(([name, member]) => [name, name === 'enum' ? member : fromOpenApi(member)]),
  )
  // A property named "nullable", "example" or "examples" is not a keyword.
  if (typeof _example === 'object' && _example !== null && 'type' in _example) schema['example'] = fromOpenApi(_example)
  // A default that has not the declared format is allowed all the same: URLs of deployment statuses are empty by default.
  if (schema['format'] === 'uri' && schema['default'] === '') return { anyOf: [schema, { const: '' }] }
  if (nullable !== true) return typeof nullable === 'object' ? { ...schema, nullable: fromOpenApi(nullable) } : schema
  return { anyOf: [schema, { type: 'null' }] }
}

/** Makes references absolute, since a part of the description is compiled by itself. */
function absolute(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(absolute)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) =>
      name === '$ref' && typeof member === 'string' && member.startsWith('#')
        ? [name, `${ROOT}${member}`]
        : [name, absolute(member)],
    ),
  )
}

const DATE_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/

const FORMATS = {
  'date-time': (text: string) => DATE_TIME.test(text) && !Number.isNaN(Date.parse(text)),
  date: /^\d{4}-\d{2}-\d{2}$/,
  uri: (text: string) => URL.canParse(text),
  'uri-template': true,
  email: /^[^@\s]+@[^@\s]+$/,
  hostname: true,
  ipv4: true,
  ipv6: true,
  'repo.nwo': true,
  'ssh-key': true,
  'ssh-key fingerprint': true,
  int64: { type: 'number', validate: (value: number) => Number.isInteger(value) },
  int32: { type: 'number', validate: (value: number) => Number.isInteger(value) },
  timestamp: true,
  binary: true,
  float: true,
  double: true,
} as const
