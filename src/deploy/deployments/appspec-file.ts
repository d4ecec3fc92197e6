import { resolve } from 'node:path'
import { parseAppSpec, type AppSpec, type Parsed } from '../../codedeploy/appspec/index.ts'
import { type EcsDeployment, type LambdaDeployment } from '../../config/model/environment.ts'
import { digestOfBytes } from '../../evidence/digest.ts'
import type { Finding } from '../../evidence/finding.ts'
import { decodeText } from '../../support/text/decode.ts'
import { ActionError } from '../../support/errors.ts'
import { bytesOfFile } from '../../support/files/tree.ts'
import { judgeRevision } from './revision-digest.ts'
import { fillOutputs, fillWords, type Outputs } from '../../config/model/references.ts'
import type { DeployContext } from '../contract.ts'
import { suppliedTo } from '../../codedeploy/appspec/supplied.ts'

/** The AppSpec of a deployment to Lambda or ECS, as it is deployed. */
export interface AppSpecFile<P extends 'lambda' | 'ecs'> {
  readonly text: string
  readonly spec: Extract<AppSpec, { platform: P }>
  /** Fills words of the configuration, and outputs of stacks. */
  readonly words: (text: string) => string
}

/** Reads the AppSpec that the release names; a finding where it is not that one any more. */
export async function readAppSpecFile<P extends 'lambda' | 'ecs'>(
  context: DeployContext,
  deployment: Extract<LambdaDeployment | EcsDeployment, { platform: P }>,
  outputs: Outputs,
): Promise<AppSpecFile<P> | Finding> {
  const { id, platform, appspec: file } = deployment
  const subject = `deployment/${id}/appspec`
  const bytes = await bytesOfFile(resolve(context.ports.place.workspace, file))
  const differs = judgeRevision(context, `${id}/appspec`, digestOfBytes(bytes))
  if (differs) return differs
  const text = decodeText(bytes)
  const { words: known } = context.environment
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
