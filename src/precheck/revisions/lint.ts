import type { RegisterTaskDefinitionCommandInput } from '@aws-sdk/client-ecs'
import { posix, resolve } from 'node:path'
import {
  collectRevisionFacts,
  lintRevision,
  type EcsAppSpec,
  type RevisionFacts,
} from '../../codedeploy/appspec/index.ts'
import { placedHooks, type RevisionHooks } from '../../codedeploy/group/declared-hooks.ts'
import { lintTaskDefinition, readTaskDefinition } from '../../ecs/task-definition/index.ts'
import {
  type Deployment,
  type EcsDeployment,
  type EcsNativeDeployment,
  type Environment,
  type ServerDeployment,
} from '../../config/model/environment.ts'
import type { Finding } from '../../evidence/finding.ts'
import { decodeText } from '../../support/text/decode.ts'
import { bytesOfFile } from '../../support/files/tree.ts'
import { fillOutputs, fillWords } from '../../config/model/references.ts'
import { suppliedTo } from '../../codedeploy/appspec/supplied.ts'
import { revisionPath, showSource, type ExistingRevision } from '../../config/model/revision-source.ts'
import { canonical } from '../../evidence/digest.ts'
import { existingOf, type UseExisting } from './read-existing.ts'

/** Placeholder of an output that is not known yet; it is also a valid version of a function. */
const SOME_OUTPUT = '1'

/** The result of linting the revisions before any resource exists. */
export interface LintedRevisions {
  readonly findings: readonly Finding[]
  /** By environment: the hooks of each revision with a readable AppSpec, except local ones. */
  readonly hooks: ReadonlyMap<string, readonly RevisionHooks[]>
}

interface Linted {
  readonly findings: readonly Finding[]
  readonly hooks: RevisionHooks | undefined
}

/** Judges each revision once, before any resource exists; local ones also against this host. */
export async function lintRevisions(
  environments: readonly Environment[],
  workspace: string,
  useExisting: UseExisting,
): Promise<LintedRevisions> {
  const seen = new Map<string, Promise<Linted>>()
  const lint = (deployment: Deployment, environment: Environment): Promise<Linted> => {
    const source = deployment.platform === 'server' ? existingOf(deployment) : undefined
    if (source && deployment.platform === 'server') {
      // Each environment reads objects with a role of its own.
      const key = `${deployment.id} ${showSource(source)} ${source.kind === 's3' ? environment.key : ''}`
      const known = seen.get(key) ?? lintExisting(deployment, environment, source, useExisting)
      seen.set(key, known)
      return known
    }
    const key = `${deployment.id} ${pathOf(deployment)}`
    const known = seen.get(key) ?? lintOne(deployment, environment, workspace)
    seen.set(key, known)
    return known
  }
  const hooks = await Promise.all(
    environments.map(async (environment) => {
      const linted = await Promise.all(environment.deployments.map((deployment) => lint(deployment, environment)))
      return [environment.key, linted.flatMap((each) => each.hooks ?? [])] as const
    }),
  )
  return {
    findings: withoutRepeated((await Promise.all(seen.values())).flatMap(({ findings }) => findings)),
    hooks: new Map(hooks),
  }
}

/** Both environments read the same archive: its findings are reported once. */
function withoutRepeated(findings: readonly Finding[]): Finding[] {
  return [...new Map(findings.map((finding) => [canonical(finding), finding])).values()]
}

/** Judges a revision that exists by the archive that was read. */
async function lintExisting(
  deployment: ServerDeployment,
  environment: Environment,
  source: ExistingRevision,
  useExisting: UseExisting,
): Promise<Linted> {
  const { id } = deployment
  const { finding, used } = await useExisting(deployment, environment, source, async (archive) => {
    const facts = { ...(await collectRevisionFacts(archive)), name: showSource(source) }
    const findings = lintRevision(facts).map((each) => ({
      ...each,
      ...(each.source && { source: { ...each.source, file: `${facts.name}/${each.source.file}` } }),
      subject: each.subject.startsWith('deployment/') ? each.subject : `deployment/${id}/${each.subject}`,
    }))
    const hooks = facts.parsed?.ok
      ? placedHooks(id, facts.parsed.spec, `${facts.name}/${facts.appSpecFile}`)
      : undefined
    return { findings, hooks }
  })
  return { findings: [finding, ...(used?.findings ?? [])], hooks: used?.hooks }
}

/** The source of the AppSpec: a revision, or the file itself for Lambda and ECS. */
function pathOf(deployment: Deployment): string {
  if (deployment.platform === 'ecs-native') return deployment['task-definition']
  const { platform } = deployment
  return platform === 'lambda' || platform === 'ecs' ? deployment.appspec : revisionPath(deployment)
}

async function lintOne(deployment: Deployment, environment: Environment, workspace: string): Promise<Linted> {
  const { id, platform } = deployment
  if (platform === 'ecs-native') return lintOfService(deployment, environment, workspace)
  const path = pathOf(deployment)
  const own = platform === 'lambda' || platform === 'ecs'
  const words = (text: string): string => {
    const subject = `deployment/${id}/appspec`
    return fillOutputs(fillWords(text, environment.words, subject), {}, subject, SOME_OUTPUT)
  }
  const facts = await collectRevisionFacts(
    resolve(workspace, path),
    own ? { platform, supplied: suppliedTo(deployment), words } : { host: platform === 'local' },
  )
  const definition = platform === 'ecs' ? await lintDefinition(deployment, facts, workspace, words) : []
  const revision = lintRevision({ ...facts, name: path }).map((finding) => ({
    ...finding,
    // Sources are relative to the revision; annotations need them relative to the workspace.
    ...(finding.source && {
      source: { ...finding.source, file: own ? path : posix.join(path, finding.source.file) },
    }),
  }))
  const findings = [...revision, ...definition].map((finding) => ({
    ...finding,
    subject: finding.subject.startsWith('deployment/') ? finding.subject : `deployment/${id}/${finding.subject}`,
  }))
  const file = own ? path : posix.join(path, facts.appSpecFile)
  const isRead = facts.parsed?.ok === true && platform !== 'local'
  return { findings, hooks: isRead ? placedHooks(id, facts.parsed.spec, file) : undefined }
}

/** ECS itself deploys a task definition alone: there is no AppSpec. */
async function lintOfService(
  { id, 'task-definition': file }: EcsNativeDeployment,
  environment: Environment,
  workspace: string,
): Promise<Linted> {
  const subject = `deployment/${id}/task-definition`
  const words = (text: string): string =>
    fillOutputs(fillWords(text, environment.words, subject), {}, subject, SOME_OUTPUT)
  const about = { file, subject, words }
  const text = decodeText(await bytesOfFile(resolve(workspace, file)))
  return { findings: await lintTaskDefinition(await readTaskDefinition(text, about), about), hooks: undefined }
}

/** Judges the task definition of the deployment, and whether it has the container that receives the traffic. */
async function lintDefinition(
  deployment: EcsDeployment,
  { parsed }: RevisionFacts,
  workspace: string,
  words: (text: string) => string,
): Promise<Finding[]> {
  const { id, 'task-definition': file } = deployment
  if (file === undefined) return []
  const text = decodeText(await bytesOfFile(resolve(workspace, file)))
  const about = { file, subject: `deployment/${id}/task-definition`, words }
  const definition = await readTaskDefinition(text, about)
  const findings = await lintTaskDefinition(definition, about)
  // The containers of an invalid definition are unknown.
  if (findings.some(({ outcome }) => outcome === 'fail') || !parsed?.ok || parsed.spec.platform !== 'ecs')
    return findings
  const traffic = lintContainer(definition.input, parsed.spec, file)
  return [...findings, { ...traffic, source: { file: deployment.appspec } }]
}

/** The task definition must have the container that receives the traffic, with the port. */
function lintContainer(
  { containerDefinitions: containers = [] }: RegisterTaskDefinitionCommandInput,
  { containerName, containerPort }: EcsAppSpec,
  file: string,
): Finding {
  const ports = containers.map(({ name = '', portMappings = [] }) => ({
    name,
    ports: portMappings.flatMap(({ containerPort: port }) => (port === undefined ? [] : [port])),
  }))
  const known = ports.some(({ name, ports: open }) => name === containerName && open.includes(containerPort))
  const observed = ports.map(({ name, ports: open }) => `${name}:${open.join(' and ') || 'no port'}`).join(', ')
  return {
    code: known ? 'appspec/container-found' : 'appspec/container-unknown',
    outcome: known ? 'pass' : 'fail',
    title: known
      ? `${containerName}:${containerPort}, which receives the traffic, is in the task definition.`
      : `${file} has no container ${containerName} with port ${containerPort}, to which the AppSpec routes the traffic.`,
    subject: `appspec/container/${containerName}`,
    expected: `${containerName}:${containerPort}`,
    observed,
    ...(!known && { advice: 'Correct LoadBalancerInfo in the AppSpec, or portMappings in the task definition.' }),
  }
}
