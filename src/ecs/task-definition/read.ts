import type { RegisterTaskDefinitionCommandInput } from '@aws-sdk/client-ecs'
import { loadTaskDefinitionSchemas } from '../../aws/clients/services.ts'
import type { Path } from '../../aws/shape.ts'
import type { Source } from '../../evidence/finding.ts'
import { ActionError, messageOf } from '../../support/errors.ts'
import type { Fault } from './fault.ts'
import { judgeTaskDefinition } from './judge.ts'

export interface TaskDefinitionFile {
  /** Path from the root of the workspace, for messages. */
  readonly file: string
  readonly subject: string
  /** Fills words in a text. */
  readonly words: (text: string) => string
}

export interface ReadTaskDefinition {
  readonly input: RegisterTaskDefinitionCommandInput
  /** Everything that is wrong with it. */
  readonly faults: readonly Fault[]
  readonly sourceOf: (path: Path) => Promise<Source>
}

/**
 * Reads a task definition, JSON, words filled: the input of RegisterTaskDefinition, or what DescribeTaskDefinition
 * answered, with or without the wrapper. Rejects with `config/file` what is not JSON.
 */
export async function readTaskDefinition(text: string, about: TaskDefinitionFile): Promise<ReadTaskDefinition> {
  const { file, subject, words } = about
  const plain = text.replace(/^\uFEFF/, '')
  const read = parseJson(plain, words, { file, subject })
  const schemas = await loadTaskDefinitionSchemas()
  const { members, below } = unwrap(membersOf(read))
  for (const name of schemas.readOnly) delete members[name]
  return {
    input: members as unknown as RegisterTaskDefinitionCommandInput,
    faults: judgeTaskDefinition(members, schemas),
    sourceOf: (path) => sourceOf(plain, file, [...below, ...path]),
  }
}

function parseJson(text: string, words: (text: string) => string, about: { file: string; subject: string }): unknown {
  try {
    return JSON.parse(text, function (this: unknown, _key, value: unknown) {
      // A member that is null is one that is absent; an item of a list is not.
      if (value === null && !Array.isArray(this)) return undefined
      return typeof value === 'string' ? words(value) : value
    })
  } catch (error) {
    if (error instanceof ActionError) throw error
    throw new ActionError('config/file', {
      message: `${about.file} is not JSON: ${messageOf(error)}`,
      advice: 'Use the form of `aws ecs register-task-definition --cli-input-json`.',
      ...about,
    })
  }
}

function membersOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {}
}

/** The answer of DescribeTaskDefinition holds the task definition in a member, and its tags beside it. */
function unwrap(read: Record<string, unknown>): { members: Record<string, unknown>; below: Path } {
  const { taskDefinition, tags, ...others } = read
  const isWrapper = typeof taskDefinition === 'object' && taskDefinition !== null && Object.keys(others).length === 0
  if (!isWrapper) return { members: read, below: [] }
  return {
    members: { ...membersOf(taskDefinition), ...(Array.isArray(tags) && tags.length > 0 && { tags }) },
    below: ['taskDefinition'],
  }
}

/** Where a member stands; only the file where that cannot be told. JSON is read as the YAML that it is. */
async function sourceOf(text: string, file: string, path: Path): Promise<Source> {
  const { LineCounter, parseDocument, isNode } = await import('yaml')
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: false })
  // What is missing is shown where it should be.
  for (let length = path.length; length > 0; length--) {
    const node = document.getIn(path.slice(0, length), true)
    const offset = isNode(node) ? node.range?.[0] : undefined
    if (offset === undefined) continue
    const { line, col } = lines.linePos(offset)
    return { file, line, column: col }
  }
  return { file }
}
