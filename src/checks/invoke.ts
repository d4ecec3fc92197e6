import { z } from 'zod'
import { lazy } from '../support/lazy.ts'
import { duration, text } from '../support/option-types.ts'
import { showDuration } from '../support/text/durations.ts'
import { isRecord } from '../support/records.ts'
import { oneLine } from '../support/text/text.ts'
import { round } from '../support/text/rounding.ts'
import { defineCheck, type CheckContext, type Judgement } from './contract.ts'
import { atJsonPath, isExact, parseJson, parseJsonPath, repeatedMember, sameJson } from './engine/json-path.ts'

const DEFAULT_TIMEOUT_MS = 60_000
const SHOWN_LENGTH = 160

const details = lazy(() =>
  z.strictObject({
    function: text.describe('Name or ARN of the function, with a version or an alias: `orders:live`.'),
    payload: z.json().default({}).describe('The event that the handler gets.'),
    within: duration.optional().describe('Longest time until the answer.'),
    json: z
      .record(
        z
          .string()
          .refine((path) => parseJsonPath(path) !== undefined, { error: 'expected a path such as items[0].name' }),
        z.json().refine(isExact, { error: 'expected a whole number of at most 2^53; write a longer one in quotes' }),
      )
      .optional()
      .describe('What must be at which path of the answer: `statusCode: 200`.'),
  }),
)

type Options = { readonly invoke: z.output<ReturnType<typeof details>> }

interface Facts {
  readonly status: number | undefined
  /** `Unhandled` or `Handled`, where the handler failed. */
  readonly failed: string | undefined
  /** The version that ran. */
  readonly version: string | undefined
  readonly answer: string
  readonly ms: number
}

export const check = defineCheck({
  meta: {
    name: 'invoke',
    title: 'A Lambda function answers',
    docs: 'Invokes a function once per attempt, and waits for its answer (`lambda:InvokeFunction`). It passes when the handler did not fail, the answer is as expected and no error of the server (`statusCode` 500 and above, alone or beside other members of an HTTP response such as `body`, unless `json` names it), and, where a version is named, that version ran. In the phase before-traffic `{test-endpoint}` is the new version of a deployment to Lambda by its number, while the alias still leads to the old one.',
    kind: 'functional',
    runsUserCode: false,
    acts: true,
  },
  shape: () => ({
    invoke: z
      .union([text, details()])
      .transform((value) => (typeof value === 'string' ? details().parse({ function: value }) : value)),
  }),
  nameOf: ({ invoke }: Options) => `${invoke.function} answers`,
  timeoutOf: () => DEFAULT_TIMEOUT_MS,
  alone: () => true,
  observe,
  judge,
})

async function observe({ invoke }: Options, { ports, access }: CheckContext): Promise<Facts> {
  const functions = await ports.connect.functions(access)
  const began = performance.now()
  const { StatusCode, FunctionError, ExecutedVersion, Payload } = await functions.invoke({
    FunctionName: invoke.function,
    InvocationType: 'RequestResponse',
    Payload: Buffer.from(JSON.stringify(invoke.payload)),
  })
  return {
    status: StatusCode,
    failed: FunctionError,
    version: ExecutedVersion,
    answer: Payload === undefined ? '' : Buffer.from(Payload).toString('utf8'),
    ms: performance.now() - began,
  }
}

function judge({ invoke }: Options, facts: Facts): Judgement {
  const { status, failed, version, answer, ms } = facts
  const ran = `version ${version ?? 'unknown'} in ${showDuration(ms)}`
  const about = { measurements: [{ name: 'response time', unit: 'ms' as const, value: round(ms, 1) }] }
  const read = `Read the log of the function: \`aws logs tail /aws/lambda/${nameOf(invoke.function)}\`.`
  if (failed !== undefined) {
    return {
      ...about,
      outcome: 'fail',
      title: `failed: ${oneLine(answer, SHOWN_LENGTH)}`,
      expected: 'an answer of the handler',
      observed: `${failed} by ${ran}: ${oneLine(answer, SHOWN_LENGTH)}`,
      advice: read,
    }
  }
  if (status !== 200) {
    return {
      ...about,
      outcome: 'inconclusive',
      title: `gave the status ${status ?? 'none'}`,
      expected: 'status 200',
      observed: `status ${status ?? 'none'} by ${ran}`,
      advice: read,
    }
  }
  const wanted = /:(\d+)$/.exec(invoke.function)?.[1]
  if (wanted !== undefined && version !== wanted) {
    return {
      ...about,
      outcome: 'inconclusive',
      title: `was answered by version ${version ?? 'unknown'}`,
      expected: `version ${wanted}`,
      observed: ran,
      advice: 'Run the job once more; if it stays so, check the network between the runner and Lambda.',
    }
  }
  const [twice] = invoke.json === undefined ? [] : repeated(answer)
  const problems = [...differences(invoke.json ?? {}, answer), ...serverError(invoke.json ?? {}, answer)]
  if (invoke.within !== undefined && ms > invoke.within)
    problems.push({ expected: `an answer within ${showDuration(invoke.within)}`, observed: showDuration(ms) })
  if (problems.length === 0 && twice !== undefined) {
    return {
      ...about,
      outcome: 'inconclusive',
      title: `the answer has ${twice} twice in an object`,
      expected: 'each name once in an object',
      observed: `${twice} twice (${ran}: ${oneLine(answer, SHOWN_LENGTH)})`,
      advice: 'Correct the handler: readers of JSON differ in which of the values they take.',
    }
  }
  if (problems.length === 0)
    return { ...about, outcome: 'pass', title: `answered by ${ran}`, expected: 'the expected answer', observed: ran }
  return {
    ...about,
    outcome: 'fail',
    title: problems.map(({ expected, observed }) => `${observed} instead of ${expected}`).join('; '),
    expected: problems.map(({ expected }) => expected).join('; '),
    observed: `${problems.map(({ observed }) => observed).join('; ')} (${ran}: ${oneLine(answer, SHOWN_LENGTH)})`,
    advice: read,
  }
}

/** The name in `NAME`, `NAME:ALIAS`, `ACCOUNT:function:NAME` or an ARN. */
function nameOf(written: string): string {
  return /(?:^|:)function:([^:]+)/.exec(written)?.[1] ?? written.split(':')[0] ?? written
}

/** The name, in quotes, that an object of the answer has twice. */
function repeated(answer: string): string[] {
  try {
    const name = repeatedMember(answer)
    return name === undefined ? [] : [JSON.stringify(oneLine(name, SHOWN_LENGTH))]
  } catch {
    // What is no JSON is told with the paths.
    return []
  }
}

/**
 * An error of the server in the answer's form for API Gateway, function URLs and load balancers
 * (https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html), unless the
 * configuration names the status.
 */
function serverError(json: NonNullable<Options['invoke']['json']>, answer: string) {
  if (Object.keys(json).some((path) => parseJsonPath(path)?.join() === 'statusCode')) return []
  let body: unknown
  try {
    body = parseJson(answer)
  } catch {
    return []
  }
  if (!isRecord(body) || !isHttpResponse(body)) return []
  const { statusCode: status } = body
  if (!/^5\d\d$/.test(typeof status === 'number' || typeof status === 'string' ? String(status) : '')) return []
  return [{ expected: 'a statusCode below 500', observed: `statusCode = ${JSON.stringify(status)}` }]
}

const HTTP_MEMBERS = ['body', 'headers', 'multiValueHeaders', 'cookies', 'isBase64Encoded', 'statusDescription']

/** A status alone is one, too: all its other members are optional. */
function isHttpResponse(body: Readonly<Record<string, unknown>>): boolean {
  return HTTP_MEMBERS.some((name) => Object.hasOwn(body, name)) || Object.keys(body).join() === 'statusCode'
}

function differences(json: NonNullable<Options['invoke']['json']>, answer: string) {
  const paths = Object.entries(json)
  if (paths.length === 0) return []
  let body: unknown
  try {
    body = parseJson(answer)
  } catch {
    return [{ expected: 'JSON', observed: 'something else' }]
  }
  return paths.flatMap(([path, expected]) => {
    const { found, value } = atJsonPath(body, path)
    if (found && sameJson(value, expected)) return []
    return [
      {
        expected: `${path} = ${JSON.stringify(expected)}`,
        observed: found ? `${path} = ${oneLine(JSON.stringify(value), SHOWN_LENGTH)}` : `no ${path}`,
      },
    ]
  })
}
