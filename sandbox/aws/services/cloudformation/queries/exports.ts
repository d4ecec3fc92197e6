import type { Call, Service } from '../../../../contract.ts'
import { invalid } from '../errors.ts'
import { importersOf } from '../exports.ts'
import { nextToken, page } from '../paging.ts'
import type { Store } from '../store.ts'

const EXPORTS_ON_A_PAGE = 100

/** Operations that list exports and the stacks that import them. */
export function exportQueries(store: Store): Service['operations'] {
  const size = store.options.pages?.stacks ?? EXPORTS_ON_A_PAGE
  return {
    ListExports(input: { NextToken?: string }, call: Call) {
      const { items, next } = page(store.exports(call), size, input.NextToken)
      return {
        Exports: items.map((e) => ({ ExportingStackId: e.stack.id, Name: e.name, Value: e.value })),
        ...nextToken(next),
      }
    },

    ListImports(input: { ExportName?: string; NextToken?: string }, call: Call) {
      const name = input.ExportName ?? ''
      const importing = importersOf(store, call, name).map((s) => s.name)
      if (importing.length === 0) throw invalid(`Export '${name}' is not imported by any stack.`)
      const { items, next } = page(importing, size, input.NextToken)
      return { Imports: items, ...nextToken(next) }
    },
  }
}
