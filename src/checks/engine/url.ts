import { ActionError } from '../../support/errors.ts'
import { readUrl, shownUrl } from '../../support/text/url.ts'

/** The URL that a check asks, by its text, from that base. Throws an ActionError where it is none of http or https. */
export function urlOf(url: string, base?: URL): URL {
  const parsed = readUrl(url, base)
  if (parsed) return parsed
  throw new ActionError('config/reference', {
    message: `${JSON.stringify(shownUrl(url))} is not a URL of http or https`,
    expected: 'https://host/path',
    observed: shownUrl(url),
    advice: 'Correct the url of the check, or the output of the stack that it refers to.',
  })
}
