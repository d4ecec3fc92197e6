import { resolve } from 'node:path'
import type { RegisterTaskDefinitionCommandInput } from '@aws-sdk/client-ecs'
import { readAlarms } from '../../../alarms/read.ts'
import type { StackState } from '../../../cloudformation/stack.ts'
import { isByEcs, type EcsNativeDeployment } from '../../../config/model/environment.ts'
import {
  fillOutputs,
  fillWords,
  outputReferences,
  referencedStack,
  type Outputs,
} from '../../../config/model/references.ts'
import type { DefinitionFacts, ImageFacts, ServiceFacts } from '../../../ecs/facts.ts'
import { readDefinition } from '../../../ecs/own.ts'
import { listServiceDeployments } from '../../../ecs/service-deployment.ts'
import { alarmNamesOf, readService } from '../../../ecs/service.ts'
import { readTaskDefinition } from '../../../ecs/task-definition/index.ts'
import type { PlanOptions } from '../../../plan/contract.ts'
import type { LookedUp } from '../../../references/contract.ts'
import { parseImage } from '../../../references/kinds/container-image.ts'
import { lookUp } from '../../../references/look-up.ts'
import { ActionError } from '../../../support/errors.ts'
import { bytesOfFile } from '../../../support/files/tree.ts'
import { mapLimit } from '../../../support/limit.ts'
import { decodeText } from '../../../support/text/decode.ts'
import type { Attempt } from '../attempt.ts'
import { fillService } from './service-names.ts'

const SERVICES_AT_ONCE = 4

type ReadState = (name: string) => Promise<StackState | undefined>

/** Reads the services of the configuration that ECS deploys, with the task definitions of the release. */
export async function surveyServices(
  options: PlanOptions,
  readState: ReadState,
  attempt: Attempt,
): Promise<ServiceFacts[]> {
  const wanted = options.environment.deployments.filter(isByEcs)
  if (wanted.length === 0) return []
  const found = await mapLimit(wanted, SERVICES_AT_ONCE, (deployment) =>
    attempt(`deployment/${deployment.id}`, () => surveyService(options, deployment, readState)),
  )
  return found.filter((service) => service !== undefined)
}

/** Looks up the images of the task definitions that CodeDeploy's deployments register. */
export async function surveyDefinitions(
  options: PlanOptions,
  readState: ReadState,
  attempt: Attempt,
): Promise<DefinitionFacts[]> {
  const wanted = options.environment.deployments.flatMap((each) =>
    each.platform === 'ecs' && each['task-definition'] !== undefined
      ? [{ id: each.id, 'task-definition': each['task-definition'] }]
      : [],
  )
  const found = await mapLimit(wanted, SERVICES_AT_ONCE, (deployment) =>
    attempt(`deployment/${deployment.id}`, async (): Promise<DefinitionFacts> => {
      const released = await readReleased(options, deployment, readState)
      const images = await lookUpImages(options, released)
      return { deployment: deployment.id, file: deployment['task-definition'], released, images }
    }),
  )
  return found.filter((each) => each !== undefined)
}

async function surveyService(
  options: PlanOptions,
  deployment: EcsNativeDeployment,
  readState: ReadState,
): Promise<ServiceFacts> {
  const { ports, access } = options
  const { cluster, service, open: isOpen } = await fillService(options, deployment, readState)
  const released = await readReleased(options, deployment, readState)
  const base = {
    deployment: deployment.id,
    cluster,
    service,
    isOpen,
    released,
    file: deployment['task-definition'],
    images: await lookUpImages(options, released),
  }
  const containers = await ports.connect.containers(access)
  const state = isOpen ? undefined : await readService(containers, { cluster, service })
  if (state === undefined || state.controller !== 'ECS')
    return { ...base, state, running: [], definition: undefined, alarms: [] }
  const [running, definition, alarms] = await Promise.all([
    listServiceDeployments(containers, { cluster, service }, 'active'),
    state.taskDefinition === undefined ? undefined : readDefinition(containers, state.taskDefinition),
    readAlarms(await ports.connect.alarms(access), alarmNamesOf(state.configuration)),
  ])
  return { ...base, state, running, definition, alarms }
}

/** The task definition of the release, with the outputs that exist. Others stay as they are written. */
async function readReleased(
  { ports, environment }: PlanOptions,
  { id, 'task-definition': file }: Pick<EcsNativeDeployment, 'id' | 'task-definition'>,
  readState: ReadState,
): Promise<RegisterTaskDefinitionCommandInput | undefined> {
  const text = decodeText(await bytesOfFile(resolve(ports.place.workspace, file)))
  const ids = environment.stacks.map((stack) => stack.id)
  const wanted = new Set(outputReferences(text).map(({ stack }) => referencedStack(stack, ids)))
  const outputs: Outputs = Object.fromEntries(
    await Promise.all(
      environment.stacks
        .filter((stack) => wanted.has(stack.id))
        .map(async (stack) => [stack.id, (await readState(stack.name))?.outputs ?? {}] as const),
    ),
  )
  const subject = `deployment/${id}/task-definition`
  const words = (given: string): string => {
    const filled = fillWords(given, environment.words, subject)
    const isKnown = outputReferences(filled).every(({ stack, output }) =>
      Object.hasOwn(outputs[referencedStack(stack, ids) ?? ''] ?? {}, output),
    )
    return isKnown ? fillOutputs(filled, outputs, subject) : filled
  }
  const { input, faults } = await readTaskDefinition(text, { file, subject, words })
  // Its faults are reported where revisions are linted.
  return faults.some(({ outcome }) => outcome === 'fail') ? undefined : input
}

/** Whether the images exist that are in ECR. */
async function lookUpImages(
  { ports, access, environment }: PlanOptions,
  { containerDefinitions = [] }: Partial<RegisterTaskDefinitionCommandInput> = {},
): Promise<ImageFacts[]> {
  const named = containerDefinitions.map(({ name = '', image = '' }) => ({ container: name, image }))
  const targets = new Map(named.flatMap(({ image }) => parseImage(image) ?? []).map((target) => [target.id, target]))
  const answers = new Map<string, LookedUp>()
  await lookUp([...targets.values()], {
    services: (region) => ports.connect.lookUps({ ...access, region }),
    region: environment.region,
    account: environment.words['account'],
    now: ports.clock.now(),
    answer: (target, answer) => void answers.set(target.id, answer),
    failed(target, error) {
      if (ports.cancelled.aborted || !(error instanceof ActionError)) throw error
      const { message: why, code, advice } = error
      answers.set(target.id, { state: 'unknown', why, denied: code === 'aws/denied', advice })
    },
  })
  return named.map((each) => ({ ...each, ...shown(each.image, answers.get(each.image)) }))
}

function shown(image: string, answer: LookedUp | undefined): Omit<ImageFacts, 'container' | 'image'> {
  if (answer === undefined) {
    const isLater = outputReferences(image).length > 0
    return {
      state: 'not-looked-up',
      observed: isLater ? 'known during the deployment only' : 'not in ECR',
    }
  }
  switch (answer.state) {
    case 'found':
      return { state: 'found', observed: Object.values(answer.content?.digests ?? {}).join(', ') || 'found' }
    case 'missing':
    case 'unusable':
      return { state: 'missing', observed: answer.observed, advice: answer.advice }
    case 'pending':
      return { state: 'not-looked-up', observed: `made by ${answer.by}` }
    case 'unknown':
      return { state: 'not-looked-up', observed: answer.why, advice: answer.advice }
  }
}
