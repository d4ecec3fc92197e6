import { posix, resolve } from 'node:path'
import { collectRevisionFacts, lintRevision, type RevisionFacts } from '../codedeploy/appspec/index.ts'
import { readTaskDefinition } from '../codedeploy/task-definition.ts'
import { fillOutputs, fillWords, type Deployment, type EcsDeployment, type Environment } from '../config/resolve.ts'
import type { Finding } from '../evidence/finding.ts'
import { bytesOfFile } from '../support/tree.ts'
import { suppliedTo } from './appspec-file.ts'
import { revisionPath } from './release.ts'

/** What an output of a stack is taken for before it is known: it may be a version of a function. */
const SOME_OUTPUT = '1'

/** Judges each revision once, before anything exists; where it is to run on this host, by this host too. */
export async function lintRevisions(environments: readonly Environment[], workspace: string): Promise<Finding[]> {
  const seen = new Map<string, Promise<Finding[]>>()
  for (const environment of environments) {
    for (const deployment of environment.deployments) {
      const key = `${deployment.id} ${pathOf(deployment)}`
      if (!seen.has(key)) seen.set(key, lintOne(deployment, environment, workspace))
    }
  }
  return (await Promise.all(seen.values())).flat()
}

/** What has the AppSpec: a revision, or where the service reads it the file itself. */
function pathOf(deployment: Deployment): string {
  const { platform } = deployment
  return platform === 'lambda' || platform === 'ecs' ? deployment.appspec : revisionPath(deployment)
}

async function lintOne(deployment: Deployment, environment: Environment, workspace: string): Promise<Finding[]> {
  const { id, platform } = deployment
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
  const container = platform === 'ecs' ? await lintContainer(deployment, facts, workspace, words) : []
  return [...lintRevision({ ...facts, name: path }), ...container].map((finding) => ({
    ...finding,
    subject: finding.subject.startsWith('deployment/') ? finding.subject : `deployment/${id}/${finding.subject}`,
    // Places are told from the revision; annotations need them from the workspace.
    ...(finding.source && {
      source: { ...finding.source, file: own ? path : posix.join(path, finding.source.file) },
    }),
  }))
}

/** The container that gets the traffic must be one of the task definition's, and listen on the port. */
async function lintContainer(
  deployment: EcsDeployment,
  { parsed, appSpecFile }: RevisionFacts,
  workspace: string,
  words: (text: string) => string,
): Promise<Finding[]> {
  const { id, 'task-definition': file } = deployment
  if (file === undefined) return []
  const text = (await bytesOfFile(resolve(workspace, file))).toString('utf8')
  const subject = `deployment/${id}/task-definition`
  const { containerDefinitions: containers = [] } = await readTaskDefinition(text, { file, subject, words })
  if (!parsed?.ok || parsed.spec.platform !== 'ecs') return []
  const { containerName, containerPort } = parsed.spec
  const ports = containers.map(({ name = '', portMappings = [] }) => ({
    name,
    ports: portMappings.flatMap(({ containerPort: port }) => (port === undefined ? [] : [port])),
  }))
  const known = ports.some(({ name, ports: open }) => name === containerName && open.includes(containerPort))
  const observed = ports.map(({ name, ports: open }) => `${name}:${open.join(' and ') || 'no port'}`).join(', ')
  return [
    {
      code: known ? 'appspec/container' : 'appspec/container-unknown',
      outcome: known ? 'pass' : 'fail',
      title: known
        ? `${containerName}:${containerPort}, which gets the traffic, is in the task definition.`
        : `${file} has no container ${containerName} with the port ${containerPort}, which the AppSpec gives the traffic to.`,
      subject: `appspec/container/${containerName}`,
      expected: `${containerName}:${containerPort}`,
      observed,
      ...(!known && { advice: 'Correct LoadBalancerInfo in the AppSpec, or portMappings in the task definition.' }),
      source: { file: appSpecFile },
    },
  ]
}
