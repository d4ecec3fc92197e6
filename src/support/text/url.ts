/** URLs as they are shown. These functions are apart from those of HTTP requests, whose modules a start does not need. */

/** A URL without user and password. */
export function withoutUserInfo(url: string): string {
  return url.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/?#]*@/i, '$1')
}

/** A URL for output: without user, password and the values of its query. */
export function shownUrl(url: string): string {
  const match = /^([a-z][a-z0-9+.-]*:\/\/)(?:[^/?#]*@)?([^?#]*)(\?)?/i.exec(url)
  return match ? `${match[1] ?? ''}${match[2] ?? ''}${match[3] === undefined ? '' : '?…'}` : url.split('?')[0] || url
}

/** The path of a URL, or the URL where the path is empty: short, and equal in both environments. */
export function shownPath(url: string): string {
  const shown = shownUrl(url)
  return /^(?:[a-z][a-z0-9+.-]*:\/\/[^/]+|\{[^}]*\})(\/.*)?$/i.exec(shown)?.[1] ?? shown
}

/** Undefined where the text is no URL of http or https. Node takes the port 0 for the default one. */
export function readUrl(url: string, base?: URL): URL | undefined {
  const parsed = URL.parse(url, base?.href)
  return parsed && /^https?:$/.test(parsed.protocol) && parsed.port !== '0' ? parsed : undefined
}
