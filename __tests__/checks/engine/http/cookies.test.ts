import { describe, expect, test } from '@jest/globals'
import { Cookies } from '../../../../src/checks/engine/http/cookies.ts'

const NOW = Date.parse('2026-11-20T00:00:00Z')

function sent(from: string, values: readonly string[], to: string): string | undefined {
  const cookies = new Cookies(() => NOW)
  cookies.store(new URL(from), values)
  return cookies.headerFor(new URL(to))
}

describe('a cookie that was set on the way', () => {
  test.each([
    ['goes to its host', 'https://shop.example/login', ['a=1'], 'https://shop.example/home', 'a=1'],
    ['to no other host', 'https://shop.example/login', ['a=1'], 'https://www.shop.example/', undefined],
    [
      'to the hosts of its domain',
      'https://id.shop.example/',
      ['a=1; Domain=shop.example'],
      'https://shop.example/',
      'a=1',
    ],
    ['to names below', 'https://shop.example/', ['a=1; Domain=.shop.example'], 'https://a.b.shop.example/', 'a=1'],
    [
      'not to a name that only ends alike',
      'https://shop.example/',
      ['a=1; Domain=shop.example'],
      'https://myshop.example/',
      undefined,
    ],
    [
      'not with the domain of another',
      'https://shop.example/',
      ['a=1; Domain=other.example'],
      'https://other.example/',
      undefined,
    ],
    [
      'not with a domain of one label',
      'https://shop.example/',
      ['a=1; Domain=example'],
      'https://x.example/',
      undefined,
    ],
    ['not below an address', 'http://127.0.0.1/', ['a=1; Domain=0.0.1'], 'http://127.0.0.1/', undefined],
    ['below its path', 'https://x.example/a/', ['a=1; Path=/a'], 'https://x.example/a/b', 'a=1'],
    ['not beside its path', 'https://x.example/a/', ['a=1; Path=/a'], 'https://x.example/ab', undefined],
    ['below the folder that set it', 'https://x.example/a/login', ['a=1'], 'https://x.example/b', undefined],
    [
      'not without encryption, where it is secure',
      'https://x.example/',
      ['a=1; Secure'],
      'http://x.example/',
      undefined,
    ],
    [
      'not at all, where it is secure and was not encrypted',
      'http://x.example/',
      ['a=1; Secure'],
      'https://x.example/',
      undefined,
    ],
    ['with its value as it is', 'https://x.example/', ['a="b=c,d" ; HttpOnly'], 'https://x.example/', 'a="b=c,d"'],
    [
      'not when it has expired',
      'https://x.example/',
      ['a=1; Expires=Thu, 01 Jan 1970 00:00:00 GMT'],
      'https://x.example/',
      undefined,
    ],
    [
      'until it expires',
      'https://x.example/',
      ['a=1; Expires=Thu, 01 Jan 2037 00:00:00 GMT'],
      'https://x.example/',
      'a=1',
    ],
    ['not when it is removed', 'https://x.example/', ['a=1', 'b=2', 'a=; Max-Age=0'], 'https://x.example/', 'b=2'],
    ['once, with its last value', 'https://x.example/', ['a=1', 'a=2'], 'https://x.example/', 'a=2'],
    [
      'the one with the longest path first',
      'https://x.example/',
      ['a=1; Path=/', 'b=2; Path=/p'],
      'https://x.example/p/',
      'b=2; a=1',
    ],
    ['not without a name', 'https://x.example/', ['=1', 'nothing'], 'https://x.example/', undefined],
  ])('%s', (_, from, values, to, expected) => expect(sent(from, values, to)).toBe(expected))
})
