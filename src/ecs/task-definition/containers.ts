import type { ContainerDefinition, RegisterTaskDefinitionCommandInput } from '@aws-sdk/client-ecs'
import { showPath, type Path } from '../../aws/shape.ts'
import { listed } from '../../support/text/text.ts'
import { mebibytesOf, unitsOf } from './fargate.ts'
import { faultAt, type Fault } from './fault.ts'

/**
 * Members of containers that ECS refuses together, or with which a task could never start.
 * Source: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html
 */
export function containerFaults(task: Partial<RegisterTaskDefinitionCommandInput>): Fault[] {
  const containers = task.containerDefinitions ?? []
  return [
    ...(containers.some(({ essential = true }) => essential)
      ? []
      : [
          faultAt(['containerDefinitions'], 'no container of the task definition is essential', {
            expected: 'at least one container with essential: true',
            observed: 'essential: false in all',
          }),
        ]),
    ...containers.flatMap((container, at) => {
      const path = ['containerDefinitions', at]
      return [
        ...memoryFaults(container, path),
        ...environmentFaults(container, task, path),
        ...portFaults(container, task, path),
        ...healthFaults(container, path),
        ...logFaults(container, path),
        ...dependencyFaults(container, containers, path),
      ]
    }),
    ...cycleFaults(containers),
    ...sumFaults(task, containers),
  ]
}

/** Docker starts no container with less. */
const LEAST_MEMORY = 6

function memoryFaults({ memory, memoryReservation, ulimits = [] }: ContainerDefinition, path: Path): Fault[] {
  return [
    ...(memory !== undefined && memory < LEAST_MEMORY
      ? [
          faultAt([...path, 'memory'], `${showPath(path)} has ${memory} MiB of memory`, {
            expected: `${LEAST_MEMORY} MiB at least`,
            observed: String(memory),
          }),
        ]
      : []),
    ...(memory !== undefined && memoryReservation !== undefined && memoryReservation > memory
      ? [
          faultAt([...path, 'memoryReservation'], `${showPath(path)} reserves more memory than it may have`, {
            expected: `memoryReservation below memory (${memory})`,
            observed: String(memoryReservation),
          }),
        ]
      : []),
    ...ulimits.flatMap(({ name, softLimit = 0, hardLimit = 0 }, at) =>
      hardLimit >= 0 && softLimit > hardLimit
        ? [
            faultAt([...path, 'ulimits', at, 'softLimit'], `the soft limit ${name} is above the hard limit`, {
              expected: `${hardLimit} at most`,
              observed: String(softLimit),
            }),
          ]
        : [],
    ),
  ]
}

function environmentFaults(
  { environment = [], secrets = [] }: ContainerDefinition,
  { executionRoleArn = '' }: Partial<RegisterTaskDefinitionCommandInput>,
  path: Path,
): Fault[] {
  const names = new Set(environment.map(({ name }) => name))
  return [
    ...environment.flatMap(({ name = '' }, at) =>
      name === ''
        ? [
            faultAt([...path, 'environment', at, 'name'], `${showPath([...path, 'environment', at])} has no name`, {
              expected: 'name',
              observed: 'nothing',
            }),
          ]
        : [],
    ),
    ...secrets.flatMap(({ name }, at) =>
      names.has(name)
        ? [
            faultAt([...path, 'secrets', at, 'name'], `${name} is a secret and a variable of one container`, {
              expected: 'one of both',
              observed: `${name} in environment and in secrets`,
              advice: `Remove ${name} from \`environment\` or from \`secrets\`.`,
            }),
          ]
        : [],
    ),
    ...(secrets.length > 0 && executionRoleArn === ''
      ? [
          faultAt([...path, 'secrets'], `${showPath(path)} has secrets, and the task has no executionRoleArn`, {
            expected: 'executionRoleArn, the role with which ECS reads the secrets',
            observed: 'nothing',
          }),
        ]
      : []),
  ]
}

const MOST_PORT = 65_535

function portFaults(
  { portMappings = [], links = [] }: ContainerDefinition,
  { networkMode }: Partial<RegisterTaskDefinitionCommandInput>,
  path: Path,
): Fault[] {
  const isAwsvpc = networkMode === 'awsvpc'
  const faults = portMappings.flatMap(({ containerPort, hostPort }, at): Fault[] => {
    const here = (name: string): Path => [...path, 'portMappings', at, name]
    const ports = Object.entries({ containerPort, hostPort }).filter(([name, port]) => {
      const least = name === 'containerPort' ? 1 : 0
      return port !== undefined && (port < least || port > MOST_PORT)
    })
    return [
      ...ports.map(([name, port]) =>
        faultAt(here(name), `${showPath(here(name))} is ${port}, which is not a port`, {
          expected: `1 to ${MOST_PORT}`,
          observed: String(port),
        }),
      ),
      // DescribeTaskDefinition writes 0 where no host port was given.
      ...(isAwsvpc && hostPort !== undefined && hostPort !== 0 && hostPort !== containerPort
        ? [
            faultAt(here('hostPort'), 'in the network mode awsvpc the port of the host is that of the container', {
              expected: String(containerPort),
              observed: String(hostPort),
              advice: 'Remove hostPort.',
            }),
          ]
        : []),
    ]
  })
  if (!isAwsvpc || links.length === 0) return faults
  return [
    ...faults,
    faultAt([...path, 'links'], 'the network mode awsvpc has no links', {
      expected: 'containers that reach each other on localhost',
      observed: listed(links, 5),
      advice: 'Remove links.',
    }),
  ]
}

const HEALTH_LIMITS = { interval: [5, 300], timeout: [2, 120], retries: [1, 10], startPeriod: [0, 300] } as const
const HEALTH_COMMANDS = ['CMD', 'CMD-SHELL', 'NONE']

function healthFaults({ healthCheck }: ContainerDefinition, path: Path): Fault[] {
  if (!healthCheck) return []
  const [first = ''] = healthCheck.command ?? []
  const limits = Object.entries(HEALTH_LIMITS) as [keyof typeof HEALTH_LIMITS, readonly [number, number]][]
  return [
    ...(HEALTH_COMMANDS.includes(first)
      ? []
      : [
          faultAt(
            [...path, 'healthCheck', 'command'],
            `the health check of ${showPath(path)} does not begin with CMD or CMD-SHELL`,
            {
              expected: '["CMD-SHELL", "…"] or ["CMD", "…"]',
              observed: first === '' ? 'nothing' : JSON.stringify(first),
            },
          ),
        ]),
    ...limits.flatMap(([name, [least, most]]) => {
      const value = healthCheck[name]
      return value === undefined || (value >= least && value <= most)
        ? []
        : [
            faultAt([...path, 'healthCheck', name], `${name} of a health check is ${value}`, {
              expected: `${least} to ${most}`,
              observed: String(value),
            }),
          ]
    }),
  ]
}

function logFaults({ logConfiguration }: ContainerDefinition, path: Path): Fault[] {
  if (logConfiguration?.logDriver !== 'awslogs' || (logConfiguration.options?.['awslogs-group'] ?? '') !== '') return []
  return [
    faultAt([...path, 'logConfiguration', 'options'], `the log driver awslogs of ${showPath(path)} has no group`, {
      expected: 'awslogs-group',
      observed: 'nothing',
    }),
  ]
}

function dependencyFaults(
  { dependsOn = [] }: ContainerDefinition,
  containers: readonly ContainerDefinition[],
  path: Path,
): Fault[] {
  return dependsOn.flatMap(({ containerName, condition }, at): Fault[] => {
    const target = containers.find(({ name }) => name === containerName)
    if (!target) return []
    const here = [...path, 'dependsOn', at, 'condition']
    if (condition === 'HEALTHY' && !target.healthCheck)
      // ECS does not read the HEALTHCHECK of an image.
      return [
        faultAt(here, `${showPath(path)} waits until ${containerName} is healthy, which has no health check`, {
          expected: `healthCheck of ${containerName}`,
          observed: 'nothing',
        }),
      ]
    if ((condition === 'COMPLETE' || condition === 'SUCCESS') && (target.essential ?? true))
      return [
        faultAt(
          here,
          `${showPath(path)} waits for the end of ${containerName}, which is essential: its end ends the task`,
          {
            expected: `essential: false of ${containerName}`,
            observed: 'essential',
          },
        ),
      ]
    return []
  })
}

function cycleFaults(containers: readonly ContainerDefinition[]): Fault[] {
  const needs = new Map(
    containers.map(({ name, dependsOn = [] }) => [name, dependsOn.map((each) => each.containerName)]),
  )
  const reaches = (from: string | undefined, to: string | undefined, seen: Set<string | undefined>): boolean =>
    (needs.get(from) ?? []).some((next) => {
      if (next === to) return true
      if (seen.has(next)) return false
      seen.add(next)
      return reaches(next, to, seen)
    })
  const at = containers.findIndex(({ name }) => reaches(name, name, new Set()))
  if (at === -1) return []
  return [
    faultAt(['containerDefinitions', at, 'dependsOn'], `the container ${containers[at]?.name} waits for itself`, {
      expected: 'dependencies without a circle',
      observed: 'a circle',
      advice: 'Remove one of the dependencies.',
    }),
  ]
}

/** What all containers reserve together. */
function sumFaults(
  { cpu, memory, requiresCompatibilities = [] }: Partial<RegisterTaskDefinitionCommandInput>,
  containers: readonly ContainerDefinition[],
): Fault[] {
  const sum = (of: (container: ContainerDefinition) => number | undefined): number =>
    containers.reduce((total, container) => total + (of(container) ?? 0), 0)
  const isFargate = requiresCompatibilities.includes('FARGATE')
  const limits = [
    ['memory', mebibytesOf(memory), sum((each) => each.memoryReservation ?? each.memory)],
    ['cpu', isFargate ? unitsOf(cpu) : undefined, sum((each) => each.cpu)],
  ] as const
  return limits.flatMap(([name, most, total]) =>
    most === undefined || total <= most
      ? []
      : [
          faultAt([name], `the containers reserve more ${name} than the task has`, {
            expected: `${most} at most`,
            observed: String(total),
            advice: `Raise ${name} of the task, or lower that of its containers.`,
          }),
        ],
  )
}
