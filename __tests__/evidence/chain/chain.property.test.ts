import { expect, test } from '@jest/globals'
import { array, assert, integer, json, nat, oneof, property, string } from 'fast-check'
import { linkEvidence, type Chain } from '../../../src/evidence/chain/chain.ts'
import { verdictOf } from '../../../src/evidence/verdict.ts'
import { bytesOf, document, needsOf, NOW, ORIGIN, RELEASE } from '../documents.ts'

const documents = [document('precheck'), document('deploy-preprod')]
const needs = needsOf(...documents)

function link(found: readonly Uint8Array[], named = needs): Chain {
  return linkEvidence({
    needs: named,
    found: found.map((bytes, index) => ({ name: `${index}.json`, bytes })),
    origin: ORIGIN,
    release: RELEASE,
    endpoints: { aws: 'aws', github: 'github' },
    now: NOW,
    youngerThan: 86_400_000,
  })
}

const original = documents.map(bytesOf)
/** White space does not change the content of a document. */
const meaningOf = (bytes: Uint8Array): string | undefined => {
  try {
    return JSON.stringify(JSON.parse(Buffer.from(bytes).toString('utf8')))
  } catch {
    return undefined
  }
}

test('no change of a byte makes other evidence pass', () => {
  expect(verdictOf(link(original).findings)).toBe('pass')
  const position = nat({ max: original[0]!.length - 1 })
  assert(
    property(position, integer({ min: 0, max: 255 }), (at, byte) => {
      const changed = Uint8Array.from(original[0]!)
      changed[at] = byte
      const same = meaningOf(changed) === meaningOf(original[0]!)
      expect(verdictOf(link([changed, original[1]!]).findings) === 'pass').toBe(same)
    }),
    { numRuns: 500 },
  )
})

test('no value of `needs` and no file of the folder makes it crash, or pass without a document', () => {
  const anything = oneof(json(), string())
  assert(
    property(anything, array(oneof(json(), string())), (named, files) => {
      const chain = link(
        files.map((text) => Buffer.from(text)),
        named,
      )
      expect(chain.links).toEqual([])
      expect(verdictOf(chain.findings)).not.toBe('pass')
    }),
    { numRuns: 500 },
  )
})
