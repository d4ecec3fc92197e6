import { ActionError } from '../support/errors.ts'

/** The member with the token of the next page, in requests and responses. */
type TokenName = 'NextToken' | 'nextToken' | 'PaginationToken' | 'ContinuationToken'
type Next<Name extends TokenName> = { readonly [name in Name]?: string }

/** Reads all pages: `ask` adds the given token to its request. */
export async function* pagesOf<Name extends TokenName, Page extends { readonly [name in Name]?: string | undefined }>(
  name: Name,
  ask: (next: Next<Name>) => Promise<Page>,
): AsyncGenerator<Page, void, undefined> {
  let token: string | undefined
  const seen = new Set<string>()
  for (;;) {
    const page = await ask((token === undefined ? {} : { [name]: token }) as Next<Name>)
    yield page
    const next = page[name]
    // An empty token is the end of the list, too.
    if (!next) return
    if (seen.has(next)) {
      throw new ActionError('aws/service', {
        message: 'a list of AWS has no end: the next page has the token of an earlier one',
      })
    }
    seen.add(next)
    token = next
  }
}

/** Reads all pages of a list of Elastic Load Balancing, whose requests name the next page otherwise than its answers. */
export async function* markedPagesOf<Page extends { readonly NextMarker?: string | undefined }>(
  ask: (next: { readonly Marker?: string }) => Promise<Page>,
): AsyncGenerator<Page, void, undefined> {
  const pages = pagesOf('NextToken', async ({ NextToken }) => {
    const page = await ask(NextToken === undefined ? {} : { Marker: NextToken })
    return { page, NextToken: page.NextMarker }
  })
  for await (const { page } of pages) yield page
}
