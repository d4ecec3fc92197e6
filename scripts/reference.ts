/** Generates the reference page and the JSON Schema from the tables of the action. */
import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { z } from 'zod'
import { CHECKS } from '../src/checks/index.ts'
import { COMMANDS } from '../src/commands/index.ts'
import { schema } from '../src/config/schema/index.ts'
import { GATE_RULES } from '../src/policies/gate/index.ts'
import { RULES } from '../src/policies/index.ts'
import { ERRORS, type ErrorKind } from '../src/evidence/codes/errors.ts'
import { CODE_TABLES, type CodeEntry } from '../src/evidence/codes/index.ts'
import { PROJECT } from '../src/support/project.ts'

interface JsonSchema {
  readonly type?: string | readonly string[]
  readonly description?: string
  readonly default?: unknown
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly items?: JsonSchema
  readonly additionalProperties?: boolean | JsonSchema
  readonly anyOf?: readonly JsonSchema[]
  readonly oneOf?: readonly JsonSchema[]
  readonly required?: readonly string[]
}

const ID = `https://raw.githubusercontent.com/${PROJECT.repository}/${PROJECT.version}/schema/v1.json`

function made(): JsonSchema {
  return z.toJSONSchema(schema(), { io: 'input' }) as JsonSchema
}

export function jsonSchema(): string {
  return JSON.stringify({ ...made(), $id: ID, title: 'test-deployments' })
}

const code = (text: string): string => `\`${text}\``
const cell = (text: string): string => text.replaceAll('|', String.raw`\|`).replaceAll('\n', ' ')
const row = (...cells: string[]): string => `| ${cells.map(cell).join(' | ')} |`

function table(head: readonly string[], rows: readonly string[]): string {
  return [row(...head), row(...head.map(() => '--')), ...rows].join('\n')
}

/** The keys of a map, or of each alternative of a union. */
function keys(of: JsonSchema, path: string): string[] {
  const forms = of.anyOf ?? of.oneOf
  if (forms) return [...new Set(forms.flatMap((form) => keys(form, path)))]
  if (of.type === 'array' && of.items) return keys(of.items, `${path}[]`)
  return Object.entries(of.properties ?? {}).flatMap(([name, property]) => {
    const full = path === '' ? name : `${path}.${name}`
    const line = row(
      code(full),
      typeOf(property),
      property.default === undefined ? '' : code(JSON.stringify(property.default)),
      property.description ?? '',
    )
    return [line, ...keys(property, full)]
  })
}

function typeOf(of: JsonSchema): string {
  if (of.const !== undefined) return code(JSON.stringify(of.const))
  if (of.enum) return of.enum.map((value) => code(String(value))).join(', ')
  const forms = of.anyOf ?? of.oneOf
  if (forms) return [...new Set(forms.map(typeOf))].join(' or ')
  if (of.type === 'array') return `list of ${of.items ? typeOf(of.items) : 'anything'}`
  if (of.type === 'object') return 'map'
  return of.type === 'string' ? 'text' : String(of.type ?? 'anything')
}

export function reference(): string {
  const action = parse(readFileSync('action.yml', 'utf8')) as {
    inputs: Record<string, { description: string; default?: string; required?: boolean }>
    outputs: Record<string, { description: string }>
  }
  const config = made()
  const { verify: _checks, ...withoutChecks } = config.properties ?? {}
  return `# Reference

This page is made from the tables that the action works with (\`npm run build\`).

## Commands

${table(
  ['Command', 'What it does'],
  Object.values(COMMANDS).map(({ meta }) => row(code(meta.name), meta.summary)),
)}

## Inputs

${table(
  ['Input', 'Default', 'Meaning'],
  Object.entries(action.inputs).map(([name, input]) =>
    row(code(name), input.required ? 'required' : input.default ? code(input.default) : '', input.description),
  ),
)}

## Outputs

${table(
  ['Output', 'Meaning'],
  Object.entries(action.outputs).map(([name, output]) => row(code(name), output.description)),
)}

## Configuration

A file, \`.github/test-deployments.yml\` by default, checked by [schema/v1.json](../schema/v1.json). Name it at the top of the file, and editors complete and check it:

\`\`\`yaml
# yaml-language-server: $schema=${ID}
version: 1
\`\`\`

${table(['Key', 'Value', 'Default', 'Meaning'], keys({ properties: withoutChecks }, ''))}

## Checks

Each entry of \`verify\` has what is common to all, and one check under its own key.

${table(['Key', 'Value', 'Default', 'Meaning'], commonKeys(config))}

${Object.entries(CHECKS)
  .map(([name, { meta, shape }]) => {
    const own = z.toJSONSchema(z.object(shape), { io: 'input' }) as JsonSchema
    return `### \`${name}\`: ${meta.title}\n\n${meta.docs}\n\nKind where none is given: \`${meta.kind}\`.\n\n${table(['Key', 'Value', 'Default', 'Meaning'], [...new Set(keys(own, ''))])}`
  })
  .join('\n\n')}

## Rules of precheck

Each can be switched off under \`precheck.rules\` with a reason, an owner and an end date; its findings are then shown as waived.

${table(
  ['Rule', 'Sentence that must be true', 'Why, and what to do'],
  RULES.map(({ meta }) => row(code(meta.code), meta.title, meta.docs)),
)}

## Rules of the gate

${table(
  ['Rule', 'Sentence that must be true', 'Why, and what to do'],
  GATE_RULES.map(({ meta }) => row(code(meta.code), meta.title, meta.docs)),
)}

## Findings

Every finding has a code. A finding is an answer about the deployment; an error (the last group) means that there is no answer. Baselines are keyed by these codes, and know their former names.

${CODE_TABLES.map(({ title, codes }) => [`### ${title}`, ...Object.entries(codes).map(entry)].join('\n\n')).join('\n\n')}
`
}

/** One code: its heading is what the reports link to. */
function entry([name, about]: readonly [string, CodeEntry]): string {
  const { title, meaning, outcomes, next, blocksFrom, formerly = [] } = about
  const kind = kindOf(name)
  const lines = [
    `Outcomes: ${outcomes.map(code).join(', ')}.${kind === undefined ? '' : ` Kind of error: ${kind}.`}`,
    ...(blocksFrom === undefined ? [] : [`Blocks from ${blocksFrom}; informs before.`]),
    ...(next === undefined ? [] : [`Next: ${next}`]),
    ...(formerly.length === 0 ? [] : [`Formerly ${formerly.map(code).join(', ')}.`]),
  ]
  return [`#### ${name}`, `**${title}.** ${meaning}`, lines.map((line) => `- ${line}`).join('\n')].join('\n\n')
}

function kindOf(name: string): ErrorKind | undefined {
  return Object.entries(ERRORS).find(([known]) => known === name)?.[1].kind
}

/** The keys that all kinds of checks have. */
function commonKeys(config: JsonSchema): string[] {
  const item = config.properties?.['verify']?.items
  const first = item?.anyOf?.[0] ?? item
  const own = new Set(Object.keys(CHECKS))
  return keys(
    { properties: Object.fromEntries(Object.entries(first?.properties ?? {}).filter(([name]) => !own.has(name))) },
    'verify[]',
  )
}
