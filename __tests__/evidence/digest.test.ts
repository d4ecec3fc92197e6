import { describe, expect, it } from '@jest/globals'
import * as fc from 'fast-check'
import { canonical, digestOf, digestOfBytes, isDigest } from '../../src/evidence/digest.ts'

describe('the canonical form of RFC 8785', () => {
  it('is that of the example in the RFC, section 3.2.3 and 3.2.4', () => {
    const value = {
      numbers: [Number('333333333.33333329'), 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
      string: '\u20ac$\u000F\u000aA\'\u0042\u0022\u005c\\\"/',
      literals: [null, true, false],
    }
    expect(canonical(value)).toBe(
      String.raw`{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}`,
    )
  })

  it('orders members by UTF-16 code units, as the RFC does in section 3.2.3', () => {
    const value = { '\u20ac': 1, '\r': 2, '\ufb33': 3, '1': 4, '\ud83d\ude00': 5, '\u0080': 6, '\u00f6': 7 }
    expect(Object.values(JSON.parse(canonical(value)) as Record<string, number>).toSorted((a, b) => a - b)).toEqual([
      1, 2, 3, 4, 5, 6, 7,
    ])
    expect(canonical(value)).toBe('{"\\r":2,"1":4,"\u0080":6,"ö":7,"€":1,"😀":5,"\ufb33":3}')
  })

  it('is the same for any order of members, and survives a round trip', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue()), (value) => {
        const reversed = Object.fromEntries(Object.entries(value).toReversed())
        expect(digestOf(reversed)).toBe(digestOf(value))
        expect(digestOf(JSON.parse(JSON.stringify(value)))).toBe(digestOf(value))
      }),
    )
  })

  it.each([[Number.NaN], [Number.POSITIVE_INFINITY], ['\ud800'], [() => 1]])('does not exist for %p', (value) => {
    expect(() => canonical(value)).toThrow(TypeError)
  })

  it('leaves out what is undefined, as JSON does', () => {
    expect(canonical({ b: undefined, a: [undefined] })).toBe('{"a":[null]}')
  })
})

describe('a digest', () => {
  it('is SHA-256 in the format of outputs', () => {
    expect(digestOfBytes('abc')).toBe('sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
    expect(isDigest(digestOf({}))).toBe(true)
    expect(isDigest('sha256:ABC')).toBe(false)
    expect(isDigest(undefined)).toBe(false)
  })
})
