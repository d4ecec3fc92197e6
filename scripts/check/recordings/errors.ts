import { ServiceError } from '../../../sandbox/contract.ts'
import { instantly, operationsOf } from './play.ts'
import type { Result } from './play.ts'
import { RECIPES } from './recipes.ts'
import { matches } from './compare.ts'
import type { ErrorEntry } from './read.ts'

/** Replaces placeholders by plain words, since names cannot contain them. */
function plain(message: string): string {
  return message.replaceAll(/<([a-z][\w-]*?)(?::(\d+))?>/g, (_, name: string, number?: string) =>
    [name.replaceAll('_', '-'), number].filter(Boolean).join('-'),
  )
}

export async function playError(entry: ErrorEntry): Promise<Result> {
  const name = `${entry.test.split('/').at(-1)} ${entry.at.join('.')}`
  const { Code: code } = entry.error
  if (typeof code !== 'string' || typeof entry.error.Message !== 'string') {
    return { kind: 'errors', name, verdict: 'not played', notes: ['it has no code or no text'] }
  }
  const message = plain(entry.error.Message)
  const recipe = RECIPES.find((one) => one.says.test(message))
  if (!recipe) {
    return { kind: 'errors', name, verdict: 'not played', notes: [`the request behind a ${code} is not recorded`] }
  }
  const service = instantly()
  const named = recipe.says.exec(message)?.slice(1) ?? []
  const ours = await recipe
    .run(operationsOf(service), named, () => service.settled())
    .then(
      () => 'no error at all',
      (error: unknown) => (error instanceof ServiceError ? `${error.code}: ${error.message}` : String(error)),
    )
  const recorded = `${code}: ${entry.error.Message}`
  const agrees = ours === `${code}: ${message}` || matches(recorded, ours)
  return {
    kind: 'errors',
    name,
    verdict: agrees ? 'agrees' : 'differs',
    notes: agrees ? [] : [`recorded ${recorded}, sandbox ${ours}`],
  }
}
