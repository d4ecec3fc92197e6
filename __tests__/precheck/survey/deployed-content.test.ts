import { createHash } from 'node:crypto'
import { expect, test } from '@jest/globals'
import { contentOfTemplate } from '../../../src/precheck/survey/deployed-content.ts'
import { compareContent } from '../../../src/references/same-content.ts'

const objectOf = (text: string) => ({
  bytes: Buffer.byteLength(text),
  digests: { SHA256: createHash('sha256').update(text).digest('base64') },
})
const ANSWERED = 'Resources:\n  Topic: { Type: AWS::SNS::Topic }\n'

test.each([
  ['with the line ends of the response', ANSWERED, true],
  ['with those of Windows, which an XML response does not keep', ANSWERED.replaceAll('\n', '\r\n'), true],
  ['of other content', ANSWERED.replace('Topic', 'Other'), false],
])('a template %s', (_, object, same) => {
  expect(compareContent(objectOf(object), contentOfTemplate(ANSWERED, objectOf(object))).same).toBe(same)
})
