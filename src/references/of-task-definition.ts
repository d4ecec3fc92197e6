import type { ContainerDefinition, RegisterTaskDefinitionCommandInput, Secret } from '@aws-sdk/client-ecs'
import type { Kind, Reference, Target } from './contract.ts'
import { s3Object } from './kinds/s3-object.ts'
import { MAKES_LOG_GROUP } from './named-properties.ts'
import { parameterOf, recognise } from './recognise.ts'

/** What a task definition that is registered by a deployment, and not by a template, refers to. Pure. */

/** The type of these references. */
export const TASK_DEFINITION_FILE = 'task-definition'
/** An output of a stack that does not exist yet. */
const OPEN = /[{}]/
const OBJECT = /^arn:aws[\w-]*:s3:::([^/]+)\/(.+)$/

/** `file` is its path from the root of the workspace. Images are looked up by themselves. */
export function referencesInTaskDefinition(
  { containerDefinitions = [], executionRoleArn, taskRoleArn }: Partial<RegisterTaskDefinitionCommandInput>,
  file: string,
): Reference[] {
  const referenceAt = (property: string, kind: Kind, text: string, read: (text: string) => Target): Reference => {
    const target = OPEN.test(text) ? undefined : read(text)
    const of = { expression: JSON.stringify(text), logicalId: undefined, type: TASK_DEFINITION_FILE, property }
    return { ...of, kind: target?.kind ?? kind, target, source: { file } }
  }
  const role = (property: string, text: string | undefined): Reference[] =>
    text === undefined ? [] : [referenceAt(property, 'role', text, (id) => recognise(id) ?? { kind: 'role', id })]
  const secrets = (place: string, list: readonly Secret[] = []): Reference[] =>
    list.flatMap(({ valueFrom }, at) =>
      valueFrom === undefined
        ? []
        : [referenceAt(`${place}[${at}].valueFrom`, 'parameter', valueFrom, (id) => recognise(id) ?? parameterOf(id))],
    )
  const ofContainer = (container: ContainerDefinition, at: number): Reference[] => {
    const place = `containerDefinitions[${at}]`
    const { logConfiguration: log, repositoryCredentials, environmentFiles = [] } = container
    const credentials = repositoryCredentials?.credentialsParameter
    const group = log?.logDriver === 'awslogs' && log.options?.[MAKES_LOG_GROUP] !== 'true' ? log.options : undefined
    const [name, region] = [group?.['awslogs-group'], group?.['awslogs-region']]
    return [
      ...secrets(`${place}.secrets`, container.secrets),
      ...secrets(`${place}.logConfiguration.secretOptions`, log?.secretOptions),
      ...(credentials === undefined
        ? []
        : [
            referenceAt(`${place}.repositoryCredentials.credentialsParameter`, 'secret', credentials, (id) => {
              return recognise(id) ?? { kind: 'secret', id }
            }),
          ]),
      ...(name === undefined
        ? []
        : [
            referenceAt(`${place}.logConfiguration.options.awslogs-group`, 'log-group', name, (id) => {
              return { kind: 'log-group', id, ...(region !== undefined && !OPEN.test(region) && { region }) }
            }),
          ]),
      ...environmentFiles.flatMap(({ value }, index) => {
        const [, bucket, key] = OBJECT.exec(value ?? '') ?? []
        if (value === undefined || (bucket === undefined && !OPEN.test(value))) return []
        return [
          referenceAt(`${place}.environmentFiles[${index}].value`, 's3-object', value, () => {
            return s3Object(bucket ?? '', key ?? '')
          }),
        ]
      }),
    ]
  }
  return [
    ...containerDefinitions.flatMap(ofContainer),
    ...role('executionRoleArn', executionRoleArn),
    ...role('taskRoleArn', taskRoleArn),
  ]
}
