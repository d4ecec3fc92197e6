import { nearestWord } from '../../support/text/nearest.ts'

/** Words of other tools for those of this one. */
const USUAL_WORDS: Readonly<Record<string, readonly string[]>> = {
  ec2: ['server'],
  'on-premises': ['server'],
  function: ['lambda'],
  staging: ['preprod'],
  stage: ['preprod'],
  test: ['preprod', 'verify'],
  prod: ['production'],
  live: ['production'],
  checks: ['verify'],
  tests: ['verify'],
  plan: ['precheck'],
  build: ['package'],
}

/** The word of a closed list that was probably meant by what is written. */
export function meantBy(written: string, known: readonly string[]): string | undefined {
  return USUAL_WORDS[written.toLowerCase()]?.find((word) => known.includes(word)) ?? nearestWord(written, known)
}
