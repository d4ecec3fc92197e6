import { z } from 'zod'
import type { TemporaryCalls } from '../aws/clients/temporary.ts'
import { ParameterStore, type StoredParameter } from '../aws/parameter-store.ts'
import { lazy } from '../support/lazy.ts'

/**
 * The record of temporary environments: one parameter of Systems Manager for each environment, and one for each of its
 * stacks, in the account and region of the environment. It is written before a stack gets its first resource, and says which
 * stacks may be deleted: by their ids, which no other stack ever has. docs/decisions/0017.
 */

const ROOT = '/test-deployments/temporary'
const DESCRIPTION =
  'A temporary environment of test-deployments. Do not edit: `command: teardown` deletes what it names.'

const environmentShape = lazy(() =>
  z.strictObject({
    version: z.literal(1),
    name: z.string(),
    repository: z.string(),
    runId: z.string(),
    runAttempt: z.number(),
    pullRequest: z.number().optional(),
    expiresAt: z.iso.datetime(),
    /** Deployment groups by which it is deployed to. */
    groups: z.array(z.strictObject({ application: z.string(), group: z.string() })),
  }),
)

const stackShape = lazy(() =>
  z.strictObject({
    version: z.literal(1),
    id: z.string(),
    stackArn: z.string().regex(/^arn:[^:]+:cloudformation:[^:]+:\d{12}:stack\/[^/]+\/[^/]+$/),
    dependsOn: z.array(z.string()),
    runId: z.string(),
  }),
)

export type EnvironmentRecord = z.output<ReturnType<typeof environmentShape>>
export type StackRecord = z.output<ReturnType<typeof stackShape>>

/** What is recorded of one environment. */
export interface Recorded {
  readonly name: string
  /** Undefined where the stacks are recorded only: a teardown was killed at its end. */
  readonly environment: EnvironmentRecord | undefined
  readonly stacks: readonly StackRecord[]
  /** Parameters that are none of ours. */
  readonly unreadable: readonly string[]
}

type Parameters = Awaited<ReturnType<TemporaryCalls['parameters']>>

export class TemporaryRecord {
  readonly #parameters: ParameterStore
  readonly #folder: string

  /** @param repository owner and name */
  constructor(parameters: Parameters, repository: string) {
    this.#parameters = new ParameterStore(parameters, DESCRIPTION)
    this.#folder = `${ROOT}/${repository}`
  }

  /** Where the parameters of one environment are. */
  pathOf(name: string): string {
    return `${this.#folder}/${name}`
  }

  async putEnvironment(record: EnvironmentRecord): Promise<void> {
    await this.#parameters.put(`${this.pathOf(record.name)}/environment`, JSON.stringify(record))
  }

  async putStack(name: string, record: StackRecord): Promise<void> {
    await this.#parameters.put(`${this.pathOf(name)}/stacks/${record.id}`, JSON.stringify(record))
  }

  async read(name: string): Promise<Recorded> {
    const [found] = recordsOf(await this.#parameters.list(this.pathOf(name)), this.#folder)
    return found ?? { name, environment: undefined, stacks: [], unreadable: [] }
  }

  /** All environments of the repository, by name. */
  async readAll(): Promise<Recorded[]> {
    return recordsOf(await this.#parameters.list(this.#folder), this.#folder)
  }

  async removeStack(name: string, id: string): Promise<void> {
    await this.#parameters.delete([`${this.pathOf(name)}/stacks/${id}`])
  }

  async removeEnvironment(name: string): Promise<void> {
    await this.#parameters.delete([`${this.pathOf(name)}/environment`])
  }
}

/** Pure: parameters below a folder, by environment. */
export function recordsOf(parameters: readonly StoredParameter[], folder: string): Recorded[] {
  const groups = Map.groupBy(parameters, ({ name }) => name.slice(folder.length + 1).split('/')[0] ?? '')
  return [...groups]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, own]): Recorded => {
      const unreadable: string[] = []
      const stacks: StackRecord[] = []
      let environment: EnvironmentRecord | undefined
      for (const { name: path, value } of own) {
        const [, kind, id, ...rest] = path.slice(folder.length + 1).split('/')
        const json = parsed(value)
        const asEnvironment =
          kind === 'environment' && id === undefined ? environmentShape().safeParse(json) : undefined
        const asStack =
          kind === 'stacks' && id !== undefined && rest.length === 0 ? stackShape().safeParse(json) : undefined
        if (asEnvironment?.success === true && asEnvironment.data.name === name) environment = asEnvironment.data
        else if (asStack?.success === true && asStack.data.id === id) stacks.push(asStack.data)
        else unreadable.push(path)
      }
      return { name, environment, stacks, unreadable }
    })
}

function parsed(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '') as unknown
  } catch {
    return undefined
  }
}
