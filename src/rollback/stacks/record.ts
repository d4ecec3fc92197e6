import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'
import { z } from 'zod'
import type { TemporaryCalls } from '../../aws/clients/temporary.ts'
import { ParameterStore, type StoredParameter } from '../../aws/parameter-store.ts'
import { digestOf } from '../../evidence/digest.ts'
import { ActionError } from '../../support/errors.ts'
import { stackBeforeShape, type StackBefore } from './before.ts'

/**
 * The record of the way back: what a stack of production was before the last release, in parameters of Systems Manager in
 * the account and region of the stack. It is written before the change set is executed, so that it exists also where
 * everything else of that run is gone. docs/decisions/0018.
 */

const ROOT = '/test-deployments/way-back'
/** A standard parameter has 4,096 characters. */
const PART_LENGTH = 4_000
const MOST_PARTS = 64
const KEY_LENGTH = 16
/** A template has 1 MB at most; its record is little more. */
const LARGEST_BYTES = 4 * 1024 * 1024
const DESCRIPTION =
  'The way back of a stack, by test-deployments. Do not edit: `command: rollback` deploys what it names.'

const pack = promisify(gzip)
const unpack = promisify(gunzip)

const contentShape = z.strictObject({
  version: z.literal(1),
  stackArn: z.string(),
  /** The run of the release. */
  run: z.string(),
  at: z.iso.datetime(),
  /** The change set by which the release changed the stack. */
  changeSetArn: z.string(),
  /** Absent where the release created the stack. */
  before: stackBeforeShape.optional(),
})

const headShape = z.strictObject({ version: z.literal(1), key: z.string(), parts: z.number(), digest: z.string() })

export type WayBackRecord = z.output<typeof contentShape>
export type { StackBefore }

type Parameters = Awaited<ReturnType<TemporaryCalls['parameters']>>

/** What is recorded of a stack. `unreadable`: something is, and it is none of ours or incomplete. */
export type Recorded =
  | { readonly kind: 'found'; readonly record: WayBackRecord }
  | { readonly kind: 'none' }
  | { readonly kind: 'unreadable'; readonly why: string }

export class WayBackRecords {
  readonly #parameters: ParameterStore
  readonly #folder: string

  /** @param repository owner and name */
  constructor(parameters: Parameters, repository: string, environment: string) {
    this.#parameters = new ParameterStore(parameters, DESCRIPTION)
    this.#folder = `${ROOT}/${repository}/${environment}`
  }

  /**
   * Replaces the record of a stack. Until it is complete, the earlier one holds.
   * @param stack its name in AWS: several configurations of a repository may have the same id
   */
  async put(stack: string, content: WayBackRecord): Promise<void> {
    const text = (await pack(JSON.stringify(content))).toString('base64')
    const parts = cut(text, PART_LENGTH)
    if (parts.length > MOST_PARTS) {
      throw new ActionError('config/template', {
        message: `the template of ${stack} is too large for the record of its way back`,
        subject: `stack/${stack}`,
        expected: `${MOST_PARTS} parameters of Systems Manager at most`,
        observed: `${parts.length}`,
        advice: 'Divide the stack, or set `rehearse-rollback: { stacks: false }`.',
      })
    }
    const digest = digestOf(text)
    const key = digest.slice('sha256:'.length, 'sha256:'.length + KEY_LENGTH)
    const path = `${this.#folder}/${stack}`
    for (const [index, part] of parts.entries()) await this.#parameters.put(`${path}/${key}/${index}`, part)
    await this.#parameters.put(`${path}/head`, JSON.stringify({ version: 1, key, parts: parts.length, digest }))
    const rest = (await this.#parameters.list(path)).filter(
      ({ name }) => name !== `${path}/head` && !name.startsWith(`${path}/${key}/`),
    )
    await this.#parameters.delete(rest.map(({ name }) => name))
  }

  async read(stack: string): Promise<Recorded> {
    const path = `${this.#folder}/${stack}`
    return recordIn(await this.#parameters.list(path), path)
  }
}

async function recordIn(parameters: readonly StoredParameter[], path: string): Promise<Recorded> {
  const values = new Map(parameters.map(({ name, value }) => [name, value ?? '']))
  const text = values.get(`${path}/head`)
  if (text === undefined) return { kind: 'none' }
  const head = headShape.safeParse(parsed(text))
  if (!head.success) return { kind: 'unreadable', why: `${path}/head is not a record of this action` }
  const { key, parts, digest } = head.data
  const content = Array.from({ length: parts }, (_, index) => values.get(`${path}/${key}/${index}`) ?? '').join('')
  if (digestOf(content) !== digest) return { kind: 'unreadable', why: `${path} is incomplete or was edited` }
  const json = await unpack(Buffer.from(content, 'base64'), { maxOutputLength: LARGEST_BYTES }).then(String, () => '')
  const record = contentShape.safeParse(parsed(json))
  return record.success
    ? { kind: 'found', record: record.data }
    : { kind: 'unreadable', why: `${path} is not a record of this version` }
}

function cut(text: string, length: number): string[] {
  return Array.from({ length: Math.ceil(text.length / length) }, (_, index) =>
    text.slice(index * length, (index + 1) * length),
  )
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}
