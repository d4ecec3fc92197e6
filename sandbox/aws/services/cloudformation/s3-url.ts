import { invalid } from './errors.ts'

/** The bucket and key of an S3 URL that a request names: virtual-hosted style, path style, or path style on loopback. */
export function parseS3Url(url: string): { bucket: string; key: string } {
  if (!URL.canParse(url)) throw invalid('TemplateURL must be a supported URL.')
  const { protocol, hostname, pathname } = new URL(url)
  if (protocol === 's3:') throw invalid(`S3 error: Domain name specified in ${hostname} is not a valid S3 domain`)
  const path = decodeURIComponent(pathname).slice(1)
  const [first = '', ...rest] = path.split('/')
  const pathStyle =
    /^s3[.-]([a-z0-9-]+\.)?amazonaws\.com(\.cn)?$/.test(hostname) || /^(localhost|127\.[\d.]+|\[::1\])$/.test(hostname)
  if (pathStyle) return { bucket: first, key: rest.join('/') }
  const hosted =
    /^(.+)\.s3[.-](?:[a-z0-9-]+\.)*?amazonaws\.com(\.cn)?$/.exec(hostname) ?? /^(.+)\.localhost$/.exec(hostname)
  if (hosted && /^https?:$/.test(protocol)) return { bucket: hosted[1]!, key: path }
  throw invalid('TemplateURL must be a supported URL.')
}
