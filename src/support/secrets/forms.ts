/** The forms in which a secret can occur in a text: as it is, or encoded by tools and languages. */

export interface SecretForm {
  readonly text: string
  /** True where tools break this form into lines: `base64` after 76 characters. */
  readonly wraps: boolean
  /** Length from which a beginning of it is masked, where a text was cut in the middle of the secret. */
  readonly leastPart: number
  /** Number of first positions from which the rest of it is masked, too: a line may break after each of them. */
  readonly starts: number
}

/** A shorter form would occur in unrelated texts. */
const LEAST_FORM_LENGTH = 4
/** Minimum length of a line of a multi-line secret, such as a private key in PEM. */
const LEAST_LINE_LENGTH = 8
/** A shorter beginning of a secret would occur in unrelated texts. */
const LEAST_PART = 16
/** Scheme and host of a URL without user and password: other URLs begin with them too. */
const ORIGIN = /^[a-z][a-z0-9+.-]*:\/\/[^/?#@]*(?=[/?#]|$)/i
/** A search starts with four adjacent characters, and a line break may occur after each of the first three. */
const WRAPPED_STARTS = 4

export function formsOf(secret: string): SecretForm[] {
  const origin = ORIGIN.exec(secret)?.[0] ?? ''
  const lines = secret.split(/\r?\n/)
  const further = [
    secret.trim(),
    ...(lines.length > 1 ? lines.filter((line) => line.trim().length >= LEAST_LINE_LENGTH) : []),
  ]
  const plain = [...pairs(secret, origin, writings), ...further.flatMap((text) => pairs(text, '', writings))]
  return [...unique(plain, false), ...unique(pairs(secret, origin, encodings), true)]
}

/** Each form of a text, with the length of what it shares with the same form of every text that begins so. */
function pairs(text: string, beginning: string, forms: (text: string) => string[]): [form: string, shared: number][] {
  const shared = forms(beginning)
  return forms(text).map((form, index) => [form, shared[index]?.length ?? 0])
}

function unique(forms: readonly (readonly [text: string, shared: number])[], wraps: boolean): SecretForm[] {
  const lengths = new Map<string, number>()
  for (const [text, shared] of forms) if (!lengths.has(text)) lengths.set(text, shared)
  return [...lengths]
    .filter(([text]) => text.length >= LEAST_FORM_LENGTH)
    .map(([text, shared]) => ({ text, wraps, leastPart: shared + LEAST_PART, starts: wraps ? WRAPPED_STARTS : 1 }))
}

const writings = (text: string): string[] => [text, ...escaped(text)]

function encodings(text: string): string[] {
  const bytes = Buffer.from(text)
  const once = [...base64Of(bytes), bytes.toString('hex'), bytes.toString('hex').toUpperCase()]
  if (bytes.length > MOST_ENCODED_TWICE) return once
  // As in a Docker configuration within a Secret of Kubernetes, and in an encoded command of PowerShell.
  return [
    ...once,
    ...base64Of(Buffer.from(text, 'utf16le')),
    ...base64Of(bytes).flatMap((digits) => base64Of(Buffer.from(digits))),
  ]
}

/** Bytes of a secret up to which also its encodings of encodings are masked. */
const MOST_ENCODED_TWICE = 1_024

/** In JSON of several languages, in URLs and forms, in a URL within a URL, in HTML, and in double quotes of a shell. */
function escaped(text: string): string[] {
  const json = JSON.stringify(text).slice(1, -1)
  const ascii = json.replaceAll(/[^ -~]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)
  const url = encodeURIComponent(text.toWellFormed())
  const strict = url.replaceAll(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)
  const urls = [url, strict, strict.replaceAll('%20', '+'), encodeURI(text.toWellFormed())]
  return [
    json,
    ascii,
    json.replaceAll('/', String.raw`\/`),
    text.replaceAll(/["$`\\]/g, String.raw`\$&`),
    ...urls,
    ...urls.map((each) => each.replaceAll(/%[0-9A-F]{2}/g, (code) => code.toLowerCase())),
    ...[url, strict.replaceAll('%20', '+')].map((each) => encodeURIComponent(each)),
    ...HTML.map((references) => text.replaceAll(/[&<>"'+`=/]/g, (char) => references[char] ?? char)),
  ]
}

const NAMED = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }
/** Character references as PHP and JavaScript, Go, Python and Handlebars write them. */
const HTML: readonly Readonly<Record<string, string>>[] = [
  { ...NAMED, '"': '&quot;', "'": '&#39;' },
  { ...NAMED, '"': '&#34;', "'": '&#39;', '+': '&#43;' },
  { ...NAMED, '"': '&quot;', "'": '&#x27;' },
  { ...NAMED, '"': '&quot;', "'": '&#x27;', '`': '&#x60;', '=': '&#x3D;' },
  { ...NAMED, '"': '&quot;', "'": '&#x27;', '/': '&#x2F;' },
]

const BITS = { byte: 8, digit: 6 }

/** The base64 digits that depend on the secret alone, for each of its three alignments. */
function base64Of(bytes: Buffer): string[] {
  return [0, 1, 2].flatMap((before) => {
    const digits = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64')
    const from = Math.ceil((before * BITS.byte) / BITS.digit)
    const to = Math.floor(((before + bytes.length) * BITS.byte) / BITS.digit)
    const own = digits.slice(from, to)
    return [own, own.replaceAll('+', '-').replaceAll('/', '_')]
  })
}
