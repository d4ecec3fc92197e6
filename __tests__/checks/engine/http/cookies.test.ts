import { describe, expect, test } from '@jest/globals'
import { Cookies } from '../../../../src/checks/engine/http/cookies.ts'

const NOW = Date.parse('2026-11-20T00:00:00Z')

function sent(from: string, values: readonly string[], to: string): string | undefined {
  const cookies = new Cookies(() => NOW)
  cookies.store(new URL(from), values)
  return cookies.headerFor(new URL(to))
}

describe('a cookie that a redirect sets', () => {
  test.each([
    ['is sent to its host', 'https://shop.example/login', ['a=1'], 'https://shop.example/home', 'a=1'],
    ['is not sent to another host', 'https://shop.example/login', ['a=1'], 'https://www.shop.example/', undefined],
    [
      'is sent to the hosts of its domain',
      'https://id.shop.example/',
      ['a=1; Domain=shop.example'],
      'https://shop.example/',
      'a=1',
    ],
    [
      'is sent to subdomains',
      'https://shop.example/',
      ['a=1; Domain=.shop.example'],
      'https://a.b.shop.example/',
      'a=1',
    ],
    [
      'is not sent to a name with the same ending',
      'https://shop.example/',
      ['a=1; Domain=shop.example'],
      'https://myshop.example/',
      undefined,
    ],
    [
      'is not sent for another domain',
      'https://shop.example/',
      ['a=1; Domain=other.example'],
      'https://other.example/',
      undefined,
    ],
    [
      'is not sent for a domain of one label',
      'https://shop.example/',
      ['a=1; Domain=example'],
      'https://x.example/',
      undefined,
    ],
    ['is not sent below an IP address', 'http://127.0.0.1/', ['a=1; Domain=0.0.1'], 'http://127.0.0.1/', undefined],
    ['is sent below its path', 'https://x.example/a/', ['a=1; Path=/a'], 'https://x.example/a/b', 'a=1'],
    ['is not sent for a sibling path', 'https://x.example/a/', ['a=1; Path=/a'], 'https://x.example/ab', undefined],
    ['is sent below the folder that set it', 'https://x.example/a/login', ['a=1'], 'https://x.example/b', undefined],
    ['is not sent over HTTP where it is secure', 'https://x.example/', ['a=1; Secure'], 'http://x.example/', undefined],
    [
      'is not sent where it is secure and was set over HTTP',
      'http://x.example/',
      ['a=1; Secure'],
      'https://x.example/',
      undefined,
    ],
    [
      'is sent with its value unchanged',
      'https://x.example/',
      ['a="b=c,d" ; HttpOnly'],
      'https://x.example/',
      'a="b=c,d"',
    ],
    [
      'is not sent after its expiry',
      'https://x.example/',
      ['a=1; Expires=Thu, 01 Jan 1970 00:00:00 GMT'],
      'https://x.example/',
      undefined,
    ],
    [
      'is sent until its expiry',
      'https://x.example/',
      ['a=1; Expires=Thu, 01 Jan 2037 00:00:00 GMT'],
      'https://x.example/',
      'a=1',
    ],
    [
      'is not sent after its removal',
      'https://x.example/',
      ['a=1', 'b=2', 'a=; Max-Age=0'],
      'https://x.example/',
      'b=2',
    ],
    ['is sent once, with its last value', 'https://x.example/', ['a=1', 'a=2'], 'https://x.example/', 'a=2'],
    [
      'is sent in the order of path length',
      'https://x.example/',
      ['a=1; Path=/', 'b=2; Path=/p'],
      'https://x.example/p/',
      'b=2; a=1',
    ],
    ['is not sent without a name', 'https://x.example/', ['=1', 'nothing'], 'https://x.example/', undefined],
  ])('%s', (_, from, values, to, expected) => expect(sent(from, values, to)).toBe(expected))
})
