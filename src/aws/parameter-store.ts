import type { TemporaryCalls } from './clients/temporary.ts'
import { pagesOf } from './pages.ts'

/** A parameter. It has no value where Systems Manager returned none. */
export interface StoredParameter {
  readonly name: string
  readonly value: string | undefined
}

type Calls = Awaited<ReturnType<TemporaryCalls['parameters']>>

/** The most that DeleteParameters takes. */
const DELETED_AT_ONCE = 10

/** Texts below paths of Parameter Store. */
export class ParameterStore {
  readonly #calls: Calls
  readonly #description: string

  /** @param description what a person who finds a parameter must know */
  constructor(calls: Calls, description: string) {
    this.#calls = calls
    this.#description = description
  }

  async put(name: string, value: string): Promise<void> {
    await this.#calls.putParameter({
      Name: name,
      Value: value,
      Type: 'String',
      Overwrite: true,
      Description: this.#description,
    })
  }

  async list(path: string): Promise<StoredParameter[]> {
    const found: StoredParameter[] = []
    const pages = pagesOf('NextToken', (next) =>
      this.#calls.getParametersByPath({ Path: path, Recursive: true, ...next }),
    )
    for await (const page of pages) {
      for (const { Name, Value } of page.Parameters ?? []) {
        if (Name !== undefined) found.push({ name: Name, value: Value })
      }
    }
    return found
  }

  async delete(names: readonly string[]): Promise<void> {
    for (let from = 0; from < names.length; from += DELETED_AT_ONCE) {
      await this.#calls.deleteParameters({ Names: names.slice(from, from + DELETED_AT_ONCE) })
    }
  }
}
