import { describe, expect, test } from '@jest/globals'
import { judge, notJudged } from '../../../scripts/check/wire/newer.ts'

const summary = (operations: number, kinds: number) =>
  `900 exchanges, ${operations} operations, ${kinds} violations (${kinds} kinds), not judged {'s3': 2}\n`
const LOG_ALARM = "2 request cloudwatch:DescribeAlarms .AlarmTypes[0]: 'LogAlarm' not in enum AlarmType"

describe('violations that the external judge reports', () => {
  test('none remain where it reports none', async () => {
    expect(await judge(summary(87, 0))).toEqual({ standing: [], explained: [] })
  })

  test('a value that the newer model has is explained', async () => {
    expect(await judge(`${LOG_ALARM}\n${summary(87, 1)}`)).toEqual({
      standing: [],
      explained: [`${LOG_ALARM}: the SDK's newer model lists the value`],
    })
  })

  test.each([
    '2 request cloudformation:DeleteStack .?DeploymentConfig.Mode: unknown member',
    '2 request cloudformation:DeleteStack Unknown parameter in input: "?DeploymentConfig.Mode", must be one of: StackName',
  ])('a member that the newer model has is explained: %s', async (violation) => {
    expect(await judge(`${violation}\n${summary(87, 1)}`)).toEqual({
      standing: [],
      explained: [`${violation}: the SDK's newer model has the member`],
    })
  })

  test("a deviation of AWS's responses from its model is explained", async () => {
    const violation = "1 answer ssm:PutParameter error code 'ValidationException' not modelled for PutParameter"
    const { standing, explained } = await judge(`${violation}\n${summary(87, 1)}`)
    expect([standing, explained.length]).toEqual([[], 1])
  })

  test.each([
    "1 request cloudwatch:DescribeAlarms .AlarmTypes[0]: 'Siren' not in enum AlarmType",
    "1 request cloudwatch:DescribeAlarms .AlarmTypes[0]: 'LogAlarm' not in enum StateValue",
    "1 request unknown:DescribeAlarms .AlarmTypes[0]: 'LogAlarm' not in enum AlarmType",
    '1 request cloudformation:DeleteStack .?Siren: unknown member',
    '1 answer cloudformation:DeleteStack .?DeploymentConfig.Mode: unknown member',
    '1 request cloudwatch:DescribeAlarms .: Missing required parameter AlarmName',
    'cloudwatch unreadable: KeyError LogAlarm',
  ])('remain: %s', async (violation) => {
    expect(await judge(`${violation}\n${summary(87, 1)}`)).toEqual({ standing: [violation], explained: [] })
  })

  test('too few operations, unlisted kinds and an end without a summary remain', async () => {
    expect((await judge(summary(3, 0))).standing).toEqual(['fewer than 25 operations'])
    expect((await judge(summary(87, 30))).standing).toEqual(['kinds of violations that the judge does not list'])
    expect((await judge('Traceback\n')).standing).toEqual(['the judge ended without a summary'])
  })
})

test('list the services that the judge omitted', () => {
  expect(notJudged("9 exchanges, 9 operations, 0 violations (0 kinds), not judged {'ec2': 49, 's3': 2}\n")).toEqual([
    'ec2',
  ])
  expect(notJudged('9 exchanges, 9 operations, 0 violations (0 kinds), not judged {}')).toEqual([])
})
