import { expect, test } from '@jest/globals'
import { recordAddress } from '../../src/deploy/address.ts'
import type { Finding } from '../../src/evidence/finding.ts'

function recorded(url: string | undefined): { readonly serves: string[]; readonly found: Finding[] } {
  const serves: string[] = []
  const found: Finding[] = []
  const record = {
    serves: (text: string) => void serves.push(text),
    find: (...each: Finding[]) => void found.push(...each),
  }
  recordAddress(
    record,
    { key: 'preprod', ...(url !== undefined && { url }) },
    { web: { Url: 'https://shop.example.com' } },
  )
  return { serves, found }
}

test.each([
  ['{stack.web.outputs.Url}/start', 'https://shop.example.com/start'],
  ['{stack.outputs.Url}', 'https://shop.example.com'],
  ['http://10.0.0.1:8080/', 'http://10.0.0.1:8080/'],
])('%s becomes the address %s', (url, address) => {
  expect(recorded(url)).toEqual({ serves: [address], found: [] })
})

test.each([
  ['{stack.web.outputs.Adress}', '{stack.web.outputs.Url}'],
  ['{stack.db.outputs.Url}', '{stack.web.outputs.Url}'],
  ['shop.example.com', 'http:// or https:// and a host'],
  ['javascript:alert(1)', 'http:// or https:// and a host'],
  ['https://', 'http:// or https:// and a host'],
])('%s is noted and expects %s', (url, expected) => {
  const { serves, found } = recorded(url)
  expect(serves).toEqual([])
  expect(found).toMatchObject([
    { code: 'environment/no-address', outcome: 'noted', subject: 'environment/preprod/url', expected },
  ])
})

test('without a `url` nothing is recorded', () => {
  expect(recorded(undefined)).toEqual({ serves: [], found: [] })
})
