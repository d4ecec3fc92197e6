import { resolve } from 'node:path'
import { expect, test } from '@jest/globals'
import { blockMistake } from '../../scripts/check/docs/blocks.ts'
import { docsMistakes } from '../../scripts/check/docs/mistakes.ts'
import { anchorsOf, blocksOf, mistakesInProse } from '../../scripts/check/docs/pages.ts'

const PROJECT = resolve(import.meta.dirname, '../..')

test('every link and every block of the documents is valid', async () => {
  const { mistakes, blocks } = await docsMistakes(PROJECT)
  expect(mistakes).toEqual([])
  expect(blocks).toBeGreaterThan(40)
})

test.each([
  ['version: 1\nstacks: [{ name: a, tempalte: b }]\n', 'did you mean template?'],
  [
    'jobs: { a: { uses: org/test-deployments/.github/workflows/release.yml@v1, with: { regoin: x } } }\n',
    'no input regoin',
  ],
  ['with: { comand: precheck }\n', 'no input comand'],
  [
    "version: 1\nenvironments: { production: { region: eu-west-1, deploy-role: 'arn:aws:iam::222222222222:role/d' } }\n",
    'production has a deploy-role and no plan-role',
  ],
  ['version: 1\nexpect: [{ resourc: a }]\n', 'did you mean resource?'],
  ['Resources: {}\n', 'declares no resource'],
  ['colour: red\n', 'no reader is known'],
  ['a: [\n', 'docs/x.md:1'],
])('the block %j is an error', async (text, message) => {
  expect(await blockMistake({ page: 'docs/x.md', line: 1, language: 'yaml', text }, PROJECT)).toContain(message)
})

test('links without a target, and unknown codes, are errors', () => {
  const page = { name: 'docs/x.md', text: '# A b\n\n[a](#a-b) [b](#c) [c](absent.md) `gate/approved` `gate/aproved`\n' }
  expect(mistakesInProse(page, [page], PROJECT, new Set(['gate/approved']))).toEqual([
    'docs/x.md: the link #c leads to no heading',
    'docs/x.md: the link absent.md leads to no file',
    'docs/x.md: there is no finding gate/aproved',
  ])
})

test('anchors are those of GitHub, and blocks have their line numbers', () => {
  const page = { name: 'a.md', text: '# What it *is*\n\n# What it is\n\n```yaml\na: 1\n```\n' }
  expect(anchorsOf(page)).toEqual(['what-it-is', 'what-it-is-1'])
  expect(blocksOf(page)).toEqual([{ page: 'a.md', line: 6, language: 'yaml', text: 'a: 1\n' }])
})
