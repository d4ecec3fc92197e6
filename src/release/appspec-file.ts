import { resolve } from 'node:path'
import { parseAppSpec, type AppSpec, type Parsed } from '../codedeploy/appspec/index.ts'
import { fillOutputs, fillWords, type EcsDeployment, type LambdaDeployment, type Outputs } from '../config/resolve.ts'
import { digestOfBytes } from '../evidence/digest.ts'
import type { Finding } from '../evidence/finding.ts'
import { ActionError } from '../support/errors.ts'
import { bytesOfFile } from '../support/tree.ts'
import { judgeRevision } from './deploy-shared.ts'
import type { Execution } from './execute.ts'

/** The AppSpec of a deployment to Lambda or ECS, as it is deployed. */
export interface AppSpecFile<P extends 'lambda' | 'ecs'> {
  readonly text: string
  readonly spec: Extract<AppSpec, { platform: P }>
  /** Fills words of the configuration, and outputs of stacks. */
  readonly words: (text: string) => string
}

/** Properties of an AppSpec that need not stand in it. */
export function suppliedTo(deployment: LambdaDeployment | EcsDeployment): readonly string[] {
  if (deployment.platform === 'ecs') return deployment['task-definition'] === undefined ? [] : ['TaskDefinition']
  return deployment.revision === undefined ? ['CurrentVersion'] : ['CurrentVersion', 'TargetVersion']
}

/** Reads the AppSpec that the release names; a finding where it is not that one any more. */
export async function readAppSpecFile<P extends 'lambda' | 'ecs'>(
  execution: Execution,
  deployment: Extract<LambdaDeployment | EcsDeployment, { platform: P }>,
  outputs: Outputs,
): Promise<AppSpecFile<P> | Finding> {
  const { id, platform, appspec: file } = deployment
  const subject = `deployment/${id}/appspec`
  const bytes = await bytesOfFile(resolve(execution.ports.place.workspace, file))
  const differs = judgeRevision(execution, `${id}/appspec`, digestOfBytes(bytes))
  if (differs) return differs
  const text = bytes.toString('utf8')
  const { words: known } = execution.environment
  const words = (value: string): string => fillOutputs(fillWords(value, known, subject), outputs, subject)
  const parsed: Parsed = parseAppSpec(text, { file, platform, supplied: suppliedTo(deployment), words })
  if (parsed.ok) return { text, spec: parsed.spec as AppSpecFile<P>['spec'], words }
  const [problem] = parsed.problems
  throw new ActionError('config/appspec', {
    message: problem?.message ?? 'the AppSpec is not understood',
    subject,
    expected: problem?.allowed ?? 'an AppSpec',
    observed: problem?.read ?? 'something else',
    file,
    ...(problem && { line: problem.line, column: problem.column }),
  })
}
