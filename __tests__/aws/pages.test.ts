import { describe, expect, test } from '@jest/globals'
import { pagesOf } from '../../src/aws/pages.ts'

interface Page {
  readonly items: readonly number[]
  readonly NextToken?: string | undefined
}

/** A list with so many pages, which records its requests. */
function list(tokens: readonly (string | undefined)[]): { asked: object[]; ask: (next: object) => Promise<Page> } {
  const requests: object[] = []
  return {
    asked: requests,
    ask: (next) => {
      requests.push(next)
      return Promise.resolve({ items: [requests.length], NextToken: tokens[requests.length - 1] })
    },
  }
}

async function itemsOf(ask: (next: object) => Promise<Page>): Promise<number[]> {
  const items: number[] = []
  for await (const page of pagesOf('NextToken', ask)) items.push(...page.items)
  return items
}

describe('a list', () => {
  test.each([
    ['without a next token', ['a', 'b', undefined]],
    ['whose last token is empty', ['a', 'b', '']],
  ])('%s is read to its end', async (_, tokens) => {
    const { ask, asked } = list(tokens)
    expect(await itemsOf(ask)).toEqual([1, 2, 3])
    expect(asked).toEqual([{}, { NextToken: 'a' }, { NextToken: 'b' }])
  })

  test('is read only as far as needed', async () => {
    const { ask, asked } = list(['a', 'b', undefined])
    for await (const page of pagesOf('NextToken', ask)) if (page.items.includes(2)) break
    expect(asked).toHaveLength(2)
  })

  test.each([[['a', 'b', 'b', 'b']], [['a', 'b', 'a', 'b']], [['a', 'b', 'c', 'a', undefined]]])(
    'whose next token repeats is an error of the service: %j',
    async (tokens) => {
      await expect(itemsOf(list(tokens).ask)).rejects.toMatchObject({ code: 'aws/service' })
    },
  )

  test('of a service with lower-case names is read, too', async () => {
    const pages = pagesOf('nextToken', (next: { nextToken?: string }) =>
      Promise.resolve({ nextToken: next.nextToken === undefined ? 'a' : undefined }),
    )
    const seen: (string | undefined)[] = []
    for await (const { nextToken } of pages) seen.push(nextToken)
    expect(seen).toEqual(['a', undefined])
  })
})
