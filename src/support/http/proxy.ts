import type { AgentOptions } from 'node:http'
import type { Place } from '../runtime.ts'
import { ActionError } from '../errors.ts'

/**
 * The proxy of a company: HTTPS_PROXY, HTTP_PROXY and NO_PROXY, in lower case too, which wins. Requests to this host never
 * take a proxy. https://nodejs.org/api/http.html#built-in-proxy-support
 */

type Env = Place['env']
/** The variables of a proxy, as Node's agents take them. */
export type ProxyVariables = NonNullable<AgentOptions['proxyEnv']>

const NAMES = ['https_proxy', 'http_proxy'] as const
const THIS_HOST = ['localhost', '127.0.0.1', '::1', '[::1]']
/** The first Node whose agents know proxies; older ones ignore the option without an error. */
const FIRST_NODE = [24, 5] as const

/** What agents need to follow the proxy; undefined where none is set. */
export function proxyVariables(env: Env): ProxyVariables | undefined {
  const set = NAMES.flatMap((name) => {
    const value = read(env, name)
    return value === undefined ? [] : [[name, absolute(name, value)] as const]
  })
  if (set.length === 0) return undefined
  const never = [read(env, 'no_proxy') ?? '', ...THIS_HOST].filter(Boolean).join(',')
  return { ...Object.fromEntries(set), no_proxy: never }
}

/** Whether a request would take the proxy. Entries of NO_PROXY are hosts, with a port or not, `.domain`, `*.domain` or `*`. */
export function isProxied(url: URL, variables: ProxyVariables): boolean {
  if (variables[url.protocol === 'https:' ? 'https_proxy' : 'http_proxy'] === undefined) return false
  const entries = (variables['no_proxy'] ?? '').toLowerCase().split(/[\s,]+/)
  const port = url.port || (url.protocol === 'https:' ? '443' : '80')
  return !entries.some((entry) => {
    if (entry === '*' || entry === url.hostname || entry === `${url.hostname}:${port}`) return true
    const domain = entry.replace(/^\*?\./, '')
    return domain !== entry && url.hostname.endsWith(`.${domain}`)
  })
}

/** The passwords in the proxies' URLs, as they are written and decoded: they are secrets. */
export function proxySecrets(env: Env): readonly string[] {
  return NAMES.flatMap((name) => {
    const password = URL.parse(withScheme(read(env, name) ?? ''))?.password
    if (!password) return []
    return [password, decoded(password)]
  })
}

/** Rejects a proxy that this Node would ignore. `version`: `24.4.1`. */
export function demandProxySupport(env: Env, version = process.versions.node): void {
  if (proxyVariables(env) === undefined) return
  const [major = 0, minor = 0] = version.split('.').map(Number)
  if (major > FIRST_NODE[0] || (major === FIRST_NODE[0] && minor >= FIRST_NODE[1])) return
  throw new ActionError('config/input', {
    message: `a proxy is set, which the runner's Node ${version} does not support`,
    advice: 'Update the runner; docs/network.md lists what else is needed.',
    subject: 'proxy',
    expected: `Node ${FIRST_NODE.join('.')} or newer`,
    observed: version,
  })
}

function read(env: Env, name: string): string | undefined {
  return env[name] || env[name.toUpperCase()] || undefined
}

function absolute(name: string, value: string): string {
  const url = URL.parse(withScheme(value))
  if (url !== null && ['http:', 'https:'].includes(url.protocol) && url.hostname !== '') return url.href
  throw new ActionError('config/input', {
    message: `${name.toUpperCase()} is not the URL of an HTTP proxy`,
    advice: 'Set it to `http://HOST:PORT`; SOCKS proxies and PAC files are not supported.',
    subject: 'proxy',
    expected: 'http://HOST:PORT',
  })
}

/** `proxy:3128` is common. */
function withScheme(value: string): string {
  return value === '' || value.includes('://') ? value : `http://${value}`
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
