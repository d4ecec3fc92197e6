import { expect, test } from '@jest/globals'
import { demandProxySupport, proxySecrets, proxyVariables } from '../../../src/support/http/proxy.ts'

/** The proxy that the agents use. */

const THIS_HOST = 'localhost,127.0.0.1,::1,[::1]'

test.each<[string, Record<string, string>, object | undefined]>([
  ['no variable', { NO_PROXY: '*' }, undefined],
  ['an empty one', { HTTPS_PROXY: '' }, undefined],
  ['upper case', { HTTPS_PROXY: 'http://proxy:3128' }, { https_proxy: 'http://proxy:3128/', no_proxy: THIS_HOST }],
  [
    'lower case, which has precedence',
    { HTTPS_PROXY: 'http://other:1', https_proxy: 'http://proxy:3128' },
    { https_proxy: 'http://proxy:3128/', no_proxy: THIS_HOST },
  ],
  ['a host without a scheme', { http_proxy: 'proxy:3128' }, { http_proxy: 'http://proxy:3128/', no_proxy: THIS_HOST }],
  [
    'exceptions, in addition to this host',
    { https_proxy: 'http://proxy', no_proxy: '.corp,10.0.0.0/8' },
    { https_proxy: 'http://proxy/', no_proxy: `.corp,10.0.0.0/8,${THIS_HOST}` },
  ],
])('%s', (_, env, expected) => {
  expect(proxyVariables(env)).toEqual(expected)
})

test.each(['socks5://proxy:1080', 'http://', 'ftp://proxy', 'pac+http://proxy/x.pac'])('%s is refused', (value) => {
  expect(() => proxyVariables({ HTTPS_PROXY: value })).toThrow('HTTPS_PROXY is not the URL of an HTTP proxy')
})

test('passwords are secrets as written and decoded, also without a scheme', () => {
  expect(proxySecrets({ HTTPS_PROXY: 'user:p%40ss@proxy:3128', http_proxy: 'http://proxy' })).toEqual([
    'p%40ss',
    'p@ss',
  ])
  expect(proxySecrets({ HTTPS_PROXY: 'http://user:50%@proxy' })).toContain('50%')
})

test('a Node that ignores proxies is refused only where one is set', () => {
  const env = { HTTPS_PROXY: 'http://proxy' }
  expect(() => demandProxySupport({}, '24.4.1')).not.toThrow()
  expect(() => demandProxySupport(env, '24.4.1')).toThrow('does not support')
  expect(() => demandProxySupport(env, '24.5.0')).not.toThrow()
  expect(() => demandProxySupport(env, '26.0.0')).not.toThrow()
})
