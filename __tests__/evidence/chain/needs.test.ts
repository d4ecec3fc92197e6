import { describe, expect, test } from '@jest/globals'
import { digestOf } from '../../../src/evidence/digest.ts'
import { readNeeds } from '../../../src/evidence/chain/needs.ts'

const [ONE, TWO] = [digestOf({ one: 1 }), digestOf({ two: 2 })]
const job = (outputs: object, result = 'success'): object => ({ result, outputs })
const read = (needs: unknown) => {
  const { named, findings } = readNeeds(typeof needs === 'string' ? needs : JSON.stringify(needs))
  return [named.map(({ job: name, digest }) => [name, digest]), findings.map(({ code }) => code)]
}

describe('the outputs of earlier jobs', () => {
  test('are those of one job, or of several with the jobs of the calling workflow', () => {
    const [precheck, deploy] = [{ precheck: job({ digest: ONE }) }, { deploy: job({ digest: TWO }) }]
    expect(read(precheck)).toEqual([[['precheck', ONE]], []])
    const both = [
      ['precheck', ONE],
      ['deploy', TWO],
    ]
    expect(read([precheck, deploy])).toEqual([both, []])
    expect(read([precheck, {}])).toEqual([[['precheck', ONE]], []])
  })

  test('may contain several digests in one output, as a called workflow passes them on', () => {
    expect(read({ preprod: job({ digests: `${ONE} ${TWO} ` }) })).toEqual([
      [
        ['preprod', ONE],
        ['preprod', TWO],
      ],
      [],
    ])
  })

  test('in a list, a failed job counts as in a map', () => {
    expect(read([{ precheck: job({ digest: ONE }) }, { deploy: job({}, 'failure') }])[1]).toEqual([
      'evidence/job-failed',
    ])
  })

  test('a job that was skipped names no evidence', () => {
    expect(read({ verify: job({}, 'skipped') })).toEqual([[], []])
    expect(read({ verify: job({ digest: ONE }, 'skipped') })).toEqual([[['verify', ONE]], ['evidence/job-failed']])
  })

  test.each(['', '[]', '[1]', '[null]', '[[]]', '"text"', 'null', '[{}, "x"]', '[, {}]'])(
    '%s is not a digest',
    (text) => {
      expect(read(text)).toEqual([[], ['evidence/needs-invalid']])
    },
  )
})
