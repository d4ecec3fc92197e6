/**
 * Responses of CloudFormation's operations that an engine lacks: no hooks, no events, no stack policy, no drift. They
 * let a step continue to operations that the engine has. They prove nothing, and a row of the table lists them.
 */

type Ask = (operation: string, form: Readonly<Record<string, string>>) => Promise<string>

const NAMESPACE = 'http://cloudformation.amazonaws.com/doc/2010-05-15/'
const DETECTION = '00000000-0000-0000-0000-000000000000'
/** A response that says that the operation is not played: an error of that name, or a page of HTML. */
const NOT_PLAYED =
  /InvalidAction|UnknownOperation|NotImplemented|not (?:yet )?(?:been )?implemented|not (?:yet )?supported|not yet been emulated|<!doctype html/i

export function isNotPlayed(status: number, body: string): boolean {
  return status >= 400 && NOT_PLAYED.test(body)
}

const now = (): string => new Date().toISOString()

const ANSWERS: Readonly<Record<string, (form: URLSearchParams, ask: Ask) => Promise<string> | string>> = {
  DescribeChangeSetHooks: (form) =>
    `<ChangeSetId>${form.get('ChangeSetName')}</ChangeSetId><Hooks/><Status>PLANNED</Status>`,
  ListHookResults: (form) =>
    `<TargetType>${form.get('TargetType')}</TargetType><TargetId>${form.get('TargetId')}</TargetId><HookResults/>`,
  DescribeEvents: () => '<OperationEvents/>',
  GetStackPolicy: () => '',
  DetectStackDrift: () => `<StackDriftDetectionId>${DETECTION}</StackDriftDetectionId>`,
  // The stack of the detection is not in the request, and the product asks with the id of the detection alone.
  DescribeStackDriftDetectionStatus: (form) =>
    `<StackDriftDetectionId>${form.get('StackDriftDetectionId')}</StackDriftDetectionId>` +
    `<DetectionStatus>DETECTION_COMPLETE</DetectionStatus><StackDriftStatus>IN_SYNC</StackDriftStatus>` +
    `<DriftedStackResourceCount>0</DriftedStackResourceCount><Timestamp>${now()}</Timestamp>`,
  async DescribeStackResourceDrifts(form, ask) {
    const stack = form.get('StackName') ?? ''
    const listed = await ask('ListStackResources', { StackName: stack })
    const drifts = [...listed.matchAll(/<member>([\s\S]*?)<\/member>/g)].map(([, member = '']) => {
      const taken = ['LogicalResourceId', 'PhysicalResourceId', 'ResourceType'].map(
        (name) => new RegExp(`<${name}>[^<]*</${name}>`).exec(member)?.[0] ?? '',
      )
      const rest = `<StackId>${stack}</StackId><StackResourceDriftStatus>IN_SYNC</StackResourceDriftStatus>`
      return `<member>${taken.join('')}${rest}<PropertyDifferences/><Timestamp>${now()}</Timestamp></member>`
    })
    return `<StackResourceDrifts>${drifts.join('')}</StackResourceDrifts>`
  },
}

export const DRIFT_OPERATIONS: readonly string[] = [
  'DetectStackDrift',
  'DescribeStackDriftDetectionStatus',
  'DescribeStackResourceDrifts',
]

export const hasStandIn = (operation: string): boolean => operation in ANSWERS

/** The response in place of the engine's, as XML. */
export async function standInFor(operation: string, form: URLSearchParams, ask: Ask): Promise<string | undefined> {
  const answer = await ANSWERS[operation]?.(form, ask)
  if (answer === undefined) return undefined
  const result = `<${operation}Result>${answer}</${operation}Result>`
  const metadata = `<ResponseMetadata><RequestId>${DETECTION}</RequestId></ResponseMetadata>`
  return `<${operation}Response xmlns="${NAMESPACE}">${result}${metadata}</${operation}Response>`
}
