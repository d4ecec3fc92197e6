import { expect, test } from '@jest/globals'
import { tellLeastTime, tellSharedTime, type PacedOptions } from '../../../src/precheck/survey/least-time.ts'

function paced(key: string, access: object): { readonly options: PacedOptions; readonly said: string[] } {
  const logged: string[] = []
  const options = {
    ports: { log: { info: (text: string) => void logged.push(text) } },
    environment: { key },
    access: { region: 'eu-west-1', session: 'test', ...access },
    readsPerSecond: 5,
  } as unknown as PacedOptions
  return { options, said: logged }
}
const calls = (count: number, service: string): string[] => Array.from({ length: count }, () => service)

test.each<[string, object, string[]]>([
  [
    'of the same credentials',
    {},
    ['preprod and production share the limits of one account and region: together at least 35 s'],
  ],
  ['of another account', { role: 'arn:aws:iam::222222222222:role/plan' }, []],
  ['of another region', { region: 'us-east-1' }, []],
])('the reads of two environments %s', (_, access, expected) => {
  const [first, second] = [paced('preprod', {}), paced('production', access)]
  tellSharedTime([
    { options: first.options, calls: calls(100, 'sns') },
    { options: second.options, calls: calls(100, 'sns') },
  ])
  expect(first.said).toEqual(expected)
})

test('reads of different services do not wait for each other', () => {
  const [first, second] = [paced('preprod', {}), paced('production', {})]
  tellSharedTime([
    { options: first.options, calls: calls(100, 'sns') },
    { options: second.options, calls: calls(100, 'sqs') },
  ])
  expect(first.said).toEqual([])
})

test('one environment is reported by itself, and few reads are not reported', () => {
  const { options, said } = paced('preprod', {})
  tellSharedTime([{ options, calls: calls(100, 'sns') }])
  tellLeastTime(options, 'few', calls(25, 'sns'))
  expect(said).toEqual([])
  tellLeastTime(options, '1 stack is read', calls(100, 'sns'))
  expect(said).toEqual([
    'preprod: 1 stack is read by about 100 calls, at most 5 a second to each service (aws-calls-per-second): at least 15 s',
  ])
})
