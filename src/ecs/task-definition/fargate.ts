import type { ContainerDefinition, RegisterTaskDefinitionCommandInput } from '@aws-sdk/client-ecs'
import { showPath, type Path } from '../../aws/shape.ts'
import { faultAt, type Fault } from './fault.ts'

/**
 * What Fargate does not take.
 * Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html
 */

/** Memory of a task in MiB, by the units of its CPU: least, most, step. The least size has no 1536. */
const SIZES: Readonly<Record<number, readonly [least: number, most: number, step: number]>> = {
  256: [512, 2048, 512],
  512: [1024, 4096, 1024],
  1024: [2048, 8192, 1024],
  2048: [4096, 16_384, 1024],
  4096: [8192, 30_720, 1024],
  8192: [16_384, 61_440, 4096],
  16_384: [32_768, 122_880, 8192],
}
const LOG_DRIVERS = ['awslogs', 'splunk', 'awsfirelens']
const CAPABILITIES = ['SYS_PTRACE']
const OF_CONTAINERS = [
  'disableNetworking',
  'dnsSearchDomains',
  'dnsServers',
  'dockerSecurityOptions',
  'extraHosts',
  'links',
  'privileged',
] as const
const OF_TASKS = ['ipcMode', 'placementConstraints'] as const
const IMAGE_OF_ECR = /^\d{12}\.dkr[.-]ecr[.-]/

export function fargateFaults(task: Partial<RegisterTaskDefinitionCommandInput>): Fault[] {
  const containers = task.containerDefinitions ?? []
  const { volumes = [], executionRoleArn } = task
  return [
    ...lacking(task),
    ...sizeFault(task),
    ...OF_TASKS.filter((name) => isGiven(task[name])).map((name) => notTaken([name])),
    ...volumes.flatMap(({ host, dockerVolumeConfiguration }, at) => [
      ...(isGiven(host?.sourcePath) ? [notTaken(['volumes', at, 'host', 'sourcePath'])] : []),
      ...(dockerVolumeConfiguration ? [notTaken(['volumes', at, 'dockerVolumeConfiguration'])] : []),
    ]),
    ...containers.flatMap((container, at) => containerFaults(container, ['containerDefinitions', at])),
    ...(isGiven(executionRoleArn) ? [] : roleFault(containers)),
  ]
}

function lacking(task: Partial<RegisterTaskDefinitionCommandInput>): Fault[] {
  const absent = (['cpu', 'memory'] as const).filter((name) => !isGiven(task[name]))
  return [
    ...absent.map((name) =>
      faultAt([name], `a task on Fargate needs ${name} at the task level`, {
        expected: `${name} of the task`,
        observed: 'nothing',
      }),
    ),
    ...(task.networkMode === 'awsvpc'
      ? []
      : [
          faultAt(['networkMode'], 'a task on Fargate needs the network mode awsvpc', {
            expected: 'networkMode: awsvpc',
            observed: task.networkMode ?? 'nothing',
          }),
        ]),
  ]
}

function sizeFault({ cpu, memory }: Partial<RegisterTaskDefinitionCommandInput>): Fault[] {
  const [units, mebibytes] = [unitsOf(cpu), mebibytesOf(memory)]
  if (units === undefined || mebibytes === undefined) return []
  const size = SIZES[units]
  const observed = `cpu ${cpu}, memory ${memory}`
  if (size === undefined)
    return [
      {
        ...faultAt(['cpu'], `cpu ${cpu} is not among the sizes of Fargate`, {
          expected: Object.keys(SIZES).join(', '),
          observed,
        }),
        code: 'task-definition/unclear',
        outcome: 'inconclusive',
      },
    ]
  const [least, most, step] = size
  if (
    mebibytes >= least &&
    mebibytes <= most &&
    (mebibytes - least) % step === 0 &&
    !(units === 256 && mebibytes === 1536)
  )
    return []
  return [
    faultAt(['memory'], `Fargate has no task with cpu ${cpu} and memory ${memory}`, {
      expected:
        units === 256
          ? 'memory of 512, 1024 or 2048 MiB for cpu 256'
          : `memory of ${least} to ${most} MiB in steps of ${step} for cpu ${units}`,
      observed,
    }),
  ]
}

/** `256`, `.25 vCPU` → 256 */
export function unitsOf(cpu: string | undefined): number | undefined {
  const [, vcpu] = /^\s*(\d*\.?\d+)\s*vcpu\s*$/i.exec(cpu ?? '') ?? []
  if (vcpu !== undefined) return Number(vcpu) * 1024
  return wholeNumber(cpu)
}

/** `2048`, `2 GB` → 2048 */
export function mebibytesOf(memory: string | undefined): number | undefined {
  const [, gigabytes] = /^\s*(\d*\.?\d+)\s*gb\s*$/i.exec(memory ?? '') ?? []
  if (gigabytes !== undefined) return Number(gigabytes) * 1024
  return wholeNumber(memory)
}

/** An output that is not known yet is filled with 1. */
function wholeNumber(text: string | undefined): number | undefined {
  return /^\s*\d+\s*$/.test(text ?? '') && Number(text) > 1 ? Number(text) : undefined
}

function containerFaults(container: ContainerDefinition, path: Path): Fault[] {
  const { logConfiguration, linuxParameters } = container
  const driver = logConfiguration?.logDriver
  const capabilities = (linuxParameters?.capabilities?.add ?? []).filter((name) => !CAPABILITIES.includes(name))
  return [
    ...OF_CONTAINERS.filter((name) => isGiven(container[name])).map((name) => notTaken([...path, name])),
    ...(driver === undefined || LOG_DRIVERS.includes(driver)
      ? []
      : [
          faultAt([...path, 'logConfiguration', 'logDriver'], `Fargate does not have the log driver ${driver}`, {
            expected: LOG_DRIVERS.join(', '),
            observed: driver,
          }),
        ]),
    ...(capabilities.length === 0
      ? []
      : [
          faultAt([...path, 'linuxParameters', 'capabilities', 'add'], 'Fargate adds the capability SYS_PTRACE only', {
            expected: CAPABILITIES.join(', '),
            observed: capabilities.join(', '),
          }),
        ]),
  ]
}

/** ECS refuses the registration: "Fargate requires task definition to have execution role ARN to support …". */
function roleFault(containers: readonly ContainerDefinition[]): Fault[] {
  const reasons = containers.flatMap(({ image = '', logConfiguration }) => [
    ...(IMAGE_OF_ECR.test(image) ? ['images of ECR'] : []),
    ...(logConfiguration?.logDriver === 'awslogs' ? ['the log driver awslogs'] : []),
  ])
  if (reasons.length === 0) return []
  return [
    faultAt(
      ['executionRoleArn'],
      `a task on Fargate needs executionRoleArn for ${[...new Set(reasons)].join(' and ')}`,
      {
        expected: 'the role with which ECS pulls images and writes logs',
        observed: 'nothing',
      },
    ),
  ]
}

function notTaken(path: Path): Fault {
  return faultAt(path, `Fargate does not take ${showPath(path)}`, {
    expected: 'a task definition without it, or one for EC2',
    observed: String(path.at(-1)),
    advice: 'Remove it, or take FARGATE out of requiresCompatibilities.',
  })
}

/** Empty lists and false are what DescribeTaskDefinition writes where nothing was given. */
function isGiven(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : value !== undefined && value !== false && value !== ''
}
