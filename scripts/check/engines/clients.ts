import { setTimeout as delay } from 'node:timers/promises'
import { CloudFormation, paginateDescribeStacks, paginateListChangeSets } from '@aws-sdk/client-cloudformation'
import { CloudWatch, paginateDescribeAlarms } from '@aws-sdk/client-cloudwatch'
import { CodeDeploy } from '@aws-sdk/client-codedeploy'
import { Lambda } from '@aws-sdk/client-lambda'
import { S3 } from '@aws-sdk/client-s3'
import { STS } from '@aws-sdk/client-sts'
import { ENVIRONMENTS, type Clients } from './contract.ts'
import { ALARM, TEMPLATE_BUCKET } from './names.ts'
import { KEYS, REGION } from './steps.ts'

const POLL_MS = 200
const INSTALL_LIMIT_MS = 30_000
/** A request to an engine that hangs. */
const REQUEST_LIMIT_MS = 20_000

export function clientsOf(endpoint: string): Clients {
  const requestHandler = { requestTimeout: REQUEST_LIMIT_MS, throwOnRequestTimeout: true }
  const common = { region: REGION, endpoint, credentials: KEYS, maxAttempts: 2, requestHandler }
  const cloudformation = new CloudFormation(common)
  const cloudwatch = new CloudWatch(common)
  const codedeploy = new CodeDeploy(common)
  const lambda = new Lambda(common)
  const sts = new STS(common)
  const s3 = new S3({ ...common, forcePathStyle: true })

  async function stacks(names: readonly string[]): Promise<[string, string][]> {
    const found: [string, string][] = []
    for await (const page of paginateDescribeStacks({ client: cloudformation }, {})) {
      for (const { StackName = '', StackStatus = '' } of page.Stacks ?? []) {
        if (names.includes(StackName) && StackStatus !== 'DELETE_COMPLETE')
          found.push([`stack ${StackName}`, StackStatus])
      }
    }
    return found
  }

  async function changeSets(stackName: string): Promise<[string, string][]> {
    const found: [string, string][] = []
    for await (const page of paginateListChangeSets({ client: cloudformation }, { StackName: stackName })) {
      for (const { StackName, ChangeSetName, ExecutionStatus = '', Status = '' } of page.Summaries ?? []) {
        // One engine lists the change sets of all stacks.
        if (StackName !== stackName) continue
        const canRun = !ExecutionStatus.startsWith('EXECUTE_') && ExecutionStatus !== 'OBSOLETE'
        if (canRun && !Status.startsWith('DELETE_')) found.push([`change-set ${stackName} ${ChangeSetName}`, Status])
      }
    }
    return found
  }

  async function alarms(story: string): Promise<[string, string][]> {
    const found: [string, string][] = []
    for await (const page of paginateDescribeAlarms({ client: cloudwatch }, {})) {
      for (const { AlarmName = '', Threshold } of page.MetricAlarms ?? []) {
        if (AlarmName.startsWith(`${story}-`)) found.push([`alarm ${AlarmName}`, String(Threshold)])
      }
    }
    return found
  }

  async function buckets(story: string): Promise<[string, string][]> {
    const { Buckets = [] } = await s3.listBuckets({})
    return Buckets.flatMap(({ Name = '' }) => (Name.startsWith(`${story}-`) ? [[`bucket ${Name}`, 'there']] : []))
  }

  async function aliases(FunctionName: string): Promise<[string, string][]> {
    const { Aliases = [] } = await lambda.listAliases({ FunctionName })
    return Aliases.map(({ Name, FunctionVersion = '' }) => [`alias ${FunctionName}:${Name}`, FunctionVersion])
  }

  return {
    codedeploy,
    lambda,
    sts,
    async install(StackName, TemplateBody, name) {
      await cloudformation.createStack({
        StackName,
        TemplateBody,
        Parameters: [{ ParameterKey: 'Name', ParameterValue: name }],
      })
      const deadline = AbortSignal.timeout(INSTALL_LIMIT_MS)
      for (;;) {
        const status = (await cloudformation.describeStacks({ StackName })).Stacks?.[0]?.StackStatus
        if (status === 'CREATE_COMPLETE') return
        if (status !== 'CREATE_IN_PROGRESS' || deadline.aborted) throw new Error(`${StackName} is ${status}`)
        await delay(POLL_MS)
      }
    },
    async putAlarm(AlarmName, Threshold) {
      await cloudwatch.putMetricAlarm({ AlarmName, Threshold, ...ALARM })
    },
    async deleteBucket(Bucket) {
      await s3.deleteBucket({ Bucket })
    },
    async makeTemplateBucket() {
      await s3.createBucket({ Bucket: TEMPLATE_BUCKET, CreateBucketConfiguration: { LocationConstraint: REGION } })
    },
    async read({ name, stack, functionName }) {
      const moved = functionName ? await Promise.all(ENVIRONMENTS.map((each) => aliases(functionName(each)))) : []
      if (!stack) return Object.fromEntries(moved.flat())
      const found = await stacks(ENVIRONMENTS.map(stack))
      const sets = await Promise.all(found.map(([key]) => changeSets(key.slice('stack '.length))))
      return Object.fromEntries([
        ...found,
        ...moved.flat(),
        ...sets.flat(),
        ...(await alarms(name)),
        ...(await buckets(name)),
      ])
    },
    close() {
      for (const client of [cloudformation, cloudwatch, codedeploy, lambda, s3, sts]) client.destroy()
    },
  }
}
