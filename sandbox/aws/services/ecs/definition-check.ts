import type * as sdk from '@aws-sdk/client-ecs'
import { ServiceError } from '../../../contract.ts'

const FAMILY = /^[a-zA-Z0-9_-]{1,255}$/
const ROLE = /^(arn:aws[\w-]*:iam::\d{12}:role\/.+|[\w+=,.@-]{1,64})$/

export const refused = (message: string): ServiceError => new ServiceError('ClientException', message)

/** Throws ECS's error for an invalid task definition. */
export function checkDefinition(input: sdk.RegisterTaskDefinitionCommandInput): void {
  const { family = '', containerDefinitions = [], taskRoleArn, executionRoleArn } = input
  if (!FAMILY.test(family)) throw refused('Family contains invalid characters.')
  if (containerDefinitions.length === 0) throw refused('Container list cannot be empty.')
  for (const role of [taskRoleArn, executionRoleArn]) {
    if (role !== undefined && role !== '' && !ROLE.test(role)) throw refused('Role is not valid')
  }
  for (const { name, image, memory, memoryReservation } of containerDefinitions) {
    if (!name) throw refused('Container.name should not be null or empty.')
    if (!image) throw refused('Container.image should not be null or empty.')
    if (input.memory === undefined && memory === undefined && memoryReservation === undefined) {
      throw refused(
        `Invalid setting for container '${name}'. At least one of 'memory' or 'memoryReservation' must be specified.`,
      )
    }
  }
  if (input.requiresCompatibilities?.includes('FARGATE') === true) checkFargate(input)
}

function checkFargate({
  networkMode,
  cpu,
  memory,
  executionRoleArn,
  containerDefinitions = [],
}: sdk.RegisterTaskDefinitionCommandInput): void {
  if (networkMode !== 'awsvpc') throw refused("Fargate only supports network mode 'awsvpc'.")
  if (cpu === undefined) throw refused("Fargate requires that 'cpu' be defined at the task level.")
  if (memory === undefined) throw refused("Fargate requires that 'memory' be defined at the task level.")
  if (executionRoleArn !== undefined) return
  const needs = (why: string): ServiceError =>
    refused(`Fargate requires task definition to have execution role ARN to support ${why}.`)
  for (const { image, logConfiguration } of containerDefinitions) {
    if (/^\d{12}\.dkr\.ecr\./.test(image ?? '')) throw needs('ECR images')
    if (logConfiguration?.logDriver === 'awslogs') throw needs('log driver awslogs')
  }
}
