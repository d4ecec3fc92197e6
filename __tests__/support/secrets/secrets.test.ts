import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { isSecretName } from '../../../src/support/secrets/names.ts'
import { Secrets } from '../../../src/support/secrets/secrets.ts'

const KEY = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'
const withSecret = (secret: string): Secrets => {
  const secrets = new Secrets()
  secrets.add(secret)
  return secrets
}

test('values of variables with secret names are masked; short values would mask everything', () => {
  const secrets = new Secrets({ DB_PASSWORD: 'hunter2hunter2', API_KEY: 'abcdef123', TOKEN: 'x', HOME: '/home/ada' })
  expect(secrets.hide('hunter2hunter2 abcdef123 x /home/ada')).toBe('*** *** x /home/ada')
})

test.each([
  ['AWS_SECRET_ACCESS_KEY', true],
  ['AWS_ACCESS_KEY_ID', true],
  ['AWS_SESSION_TOKEN', true],
  ['AWS_CONTAINER_AUTHORIZATION_TOKEN', true],
  ['ACTIONS_RUNTIME_TOKEN', true],
  ['INPUT_GITHUB-TOKEN', true],
  ['Authorization', true],
  ['X-Api-Key', true],
  ['NPM_AUTH', true],
  ['SLACK_WEBHOOK_URL', true],
  ['AWS_REGION', false],
  ['AWS_WEB_IDENTITY_TOKEN_FILE', false],
  ['SSH_AUTH_SOCK', false],
  ['SECRET_NAME', false],
  ['PATH', false],
  ['COMPASS', false],
  ['PWD', false],
])('whether %s is the name of a secret: %s', (name, expected) => expect(isSecretName(name)).toBe(expected))

test('passwords in URLs of any variable are masked, as written and decoded', () => {
  const secrets = new Secrets({ DATABASE: 'postgres://shop:pa%24%24w0rd@db/shop', SITE: 'https://shop.example/a@b' })
  expect(secrets.hide('psql: pa%24%24w0rd, pa$$w0rd of shop at https://shop.example/a@b')).toBe(
    'psql: ***, *** of shop at https://shop.example/a@b',
  )
})

test('secret members of a JSON value are masked separately', () => {
  const key = JSON.stringify({ type: 'service_account', private_key: 'very-private-key', client: 'shop-client' })
  const secrets = new Secrets({ GOOGLE_CREDENTIALS: key })
  expect(secrets.hide('very-private-key of shop-client')).toBe('*** of shop-client')
})

describe('a request', () => {
  const secrets = new Secrets()
  secrets.addRequest('https://ada:url-password@shop.example/a?api_key=query-key&page=second', {
    Authorization: 'Bearer header-token',
    'X-Api-Key': 'header-key',
    Cookie: 'session=cookie-value; theme=dark-and-blue',
    Accept: 'application/json',
  })
  secrets.addRequest('https://shop.example', { authorization: `Basic ${btoa('ada:basic-password')}` })

  test.each([
    'header-token',
    'header-key',
    'cookie-value',
    'url-password',
    'query-key',
    'basic-password',
    btoa('ada:basic-password'),
  ])('is masked: %s', (secret) => expect(secrets.hide(`{"echo":"${secret}"}`)).toBe('{"echo":"***"}'))

  test('is shown where it contains no secret', () => {
    const text = 'ada asks https://shop.example/a?page=second for application/json'
    expect(secrets.hide(text)).toBe(text)
  })
})

describe('a secret is masked', () => {
  const password = 'p"a/s$s w\\ö rd\'!'
  test.each([
    ['as plain text', password],
    ['in JSON', JSON.stringify(password).slice(1, -1)],
    ['in JSON of ASCII', String.raw`p\"a/s$s w\\\u00f6 rd'!`],
    ['in JSON with escaped slashes', String.raw`p\"a\/s$s w\\ö rd'!`],
    ['in a URL', encodeURIComponent(password)],
    ['in a form', 'p%22a%2Fs%24s+w%5C%C3%B6+rd%27%21'],
    ['in a URL in lower case', encodeURIComponent(password).replaceAll(/%../g, (code) => code.toLowerCase())],
    ['in a shell', String.raw`p\"a/s\$s w\\ö rd'!`],
    ['in base64', Buffer.from(password).toString('base64').replace(/=+$/, '')],
    ['in base64 for URLs', Buffer.from(password).toString('base64url')],
    ['in hexadecimal digits', Buffer.from(password).toString('hex')],
    ['in large hexadecimal digits', Buffer.from(password).toString('hex').toUpperCase()],
    ['in a URL within a URL', encodeURIComponent(encodeURIComponent(password))],
    ['in a form within a URL', 'p%2522a%252Fs%2524s%2Bw%255C%25C3%25B6%2Brd%2527%2521'],
    ['in HTML of PHP', 'p&quot;a/s$s w\\ö rd&#39;!'],
    ['in HTML of Go', 'p&#34;a/s$s w\\ö rd&#39;!'],
    ['in HTML of Python', 'p&quot;a/s$s w\\ö rd&#x27;!'],
    ['in HTML with escaped slashes', 'p&quot;a&#x2F;s$s w\\ö rd&#x27;!'],
    ['in base64 of UTF-16', Buffer.from(password, 'utf16le').toString('base64').replace(/=+$/, '')],
  ])('%s', (_, text) => {
    const shown = withSecret(password).hide(`before ${text} after`)
    expect(shown).toMatch(/^before \*\*\*.{0,3} after$/)
  })

  test.each([1, 2, 3, 4, 5])('in base64 of a longer text, after %d bytes', (before) => {
    const text = Buffer.from(`${'a'.repeat(before)}${KEY}and more`).toString('base64')
    const shown = withSecret(KEY).hide(text)
    expect(shown).toMatch(/^.{1,8}\*\*\*.{8,12}=*$/)
    expect(Buffer.from(shown.split('***')[0] ?? '', 'base64').toString('latin1')).not.toContain('wJa')
  })

  test.each([0, 1, 2, 3, 4, 5])('in base64 of base64 of a longer text, after %d bytes', (before) => {
    const once = Buffer.from(`${'u'.repeat(before)}${KEY}`).toString('base64')
    const shown = withSecret(KEY).hide(Buffer.from(`{"auth":"${once}"}`).toString('base64'))
    expect(shown).toContain('***')
    const rest = shown.split('***').map((part) => Buffer.from(part, 'base64').toString('latin1'))
    expect(rest.join(' ')).not.toContain(Buffer.from(KEY).toString('base64').slice(8, 16))
    expect(shown.length).toBeLessThan(60)
  })

  test.each([76, 64, 20])('in base64 that is wrapped after %d characters, at any position', (width) => {
    for (let before = 0; before < width; before++) {
      const text = Buffer.from(`${'.'.repeat(before)}${KEY}${'.'.repeat(30)}`).toString('base64')
      const wrapped = text.replaceAll(new RegExp(`.{${width}}`, 'g'), '$&\n')
      const left = withSecret(KEY).hide(wrapped).replaceAll('\n', '')
      const own = Buffer.from(KEY).toString('base64')
      for (let at = 0; at + 8 < own.length; at++) expect(left).not.toContain(own.slice(at, at + 8))
      expect(left).toContain('***')
    }
  })

  test('line by line, where it has several', () => {
    const pem = '-----BEGIN KEY-----\nMIIEvQIBADANBgkq\nhkiG9w0BAQEFAASC\n-----END KEY-----\n'
    expect(withSecret(pem).hide(`│ MIIEvQIBADANBgkq\n│ hkiG9w0BAQEFAASC`)).toBe('│ ***\n│ ***')
  })

  test('but not the scheme and host that other URLs share with it', () => {
    const secrets = new Secrets({ ACTIONS_ID_TOKEN_REQUEST_URL: 'http://127.0.0.1:34731/token/9f86d081884c7d65?v=2' })
    for (const shown of ['http://127.0.0.1:34277/health', 'http%3A%2F%2F127.0.0.1%3A34731%2Fhealth'])
      expect(secrets.hide(shown)).toBe(shown)
    const encoded = Buffer.from('http://127.0.0.1:34731/health').toString('base64')
    expect(secrets.hide(encoded)).toBe(encoded)
    expect(secrets.hide('GET http://127.0.0.1:34731/token/9f86d0818')).toBe('GET ***')
    expect(secrets.hide('http://127.0.0.1:34731/token/9f86d081884c7d65?v=2')).toBe('***')
  })

  test('and also the beginning of a URL with a password', () => {
    const secrets = new Secrets({ DB_DSN: 'postgres://shop:correct-horse-battery@db/orders' })
    expect(secrets.hide('postgres://shop:correct-ho')).toBe('***')
  })

  test('where the text was cut in the middle of it', () => {
    expect(withSecret(KEY).hide(`the key is ${KEY.slice(0, 20)}…`)).toBe('the key is ***…')
  })
})

describe('a stream', () => {
  test('shows text without secrets at once, and holds back the possible beginning of one', () => {
    const stream = withSecret(KEY).stream()
    expect(stream.push('ready\nkey: wJal')).toBe('ready\nkey: ')
    expect(stream.push('rXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLE')).toBe('')
    expect(stream.push('KEY and more')).toBe('*** and more')
    expect(stream.push(' wJal')).toBe(' ')
    expect(stream.push('a is none')).toBe('wJala is none')
    expect(stream.push('\nwJ')).toBe('\n')
    expect(stream.end()).toBe('wJ')
  })

  test('masks a value that becomes a secret during the run', () => {
    const secrets = new Secrets()
    const stream = secrets.stream()
    expect(stream.push('a token ')).toBe('a token ')
    secrets.add('new-token')
    expect(stream.push('new-')).toBe('')
    expect(stream.push('token')).toBe('***')
  })

  test('masks every form of a secret in any chunks, and shows all other text unchanged', () => {
    const secret = fc
      .string({ minLength: 12, maxLength: 60 })
      .filter((text) => text.trim() === text && text.length >= 12)
    const form = fc.constantFrom<(text: string) => string>(
      (text) => text,
      (text) => JSON.stringify(text).slice(1, -1),
      encodeURIComponent,
      (text) => Buffer.from(text).toString('base64').replace(/=+$/, ''),
      (text) => Buffer.from(text).toString('hex'),
    )
    const cuts = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 30 })
    fc.assert(
      fc.property(secret, form, cuts, (value, write, sizes) => {
        const written = write(value)
        const text = `[[${written}]] [[${written}]]`
        const stream = withSecret(value).stream()
        let shown = ''
        for (let at = 0, turn = 0; at < text.length; turn++) {
          const size = sizes[turn % sizes.length] ?? 1
          shown += stream.push(text.slice(at, at + size))
          at += size
        }
        shown += stream.end()
        expect(shown).toBe(withSecret(value).hide(text))
        expect(shown).not.toContain(written)
        expect(shown).toMatch(/^\[\[.{0,3}\*\*\*.{0,3}\]\] \[\[.{0,3}\*\*\*.{0,3}\]\]$/s)
      }),
      { numRuns: 300 },
    )
  })
})
