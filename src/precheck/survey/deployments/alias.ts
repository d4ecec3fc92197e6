import { resolve } from 'node:path'
import { errorName } from '../../../aws/errors.ts'
import type { StackState } from '../../../cloudformation/stack.ts'
import { parseAppSpec } from '../../../codedeploy/appspec/index.ts'
import { readAlias } from '../../../codedeploy/function-version.ts'
import type { AliasFacts } from '../../../codedeploy/group/group.ts'
import { type LambdaDeployment } from '../../../config/model/environment.ts'
import { decodeText } from '../../../support/text/decode.ts'
import { bytesOfFile } from '../../../support/files/tree.ts'
import { fillOutputs, fillWords, referencedStacks, type Outputs } from '../../../config/model/references.ts'
import { suppliedTo } from '../../../codedeploy/appspec/supplied.ts'
import type { PlanOptions } from '../../../plan/contract.ts'

/** Placeholder of an output that does not exist yet; it is also a valid version. */
const SOME_OUTPUT = '1'

/**
 * The alias that a Lambda deployment moves, and its present version. Undefined where the AppSpec does not name it, which its
 * lint reports.
 */
export async function surveyAlias(
  { ports, access, environment }: Pick<PlanOptions, 'ports' | 'access' | 'environment'>,
  deployment: LambdaDeployment,
  readState: (name: string) => Promise<StackState | undefined>,
): Promise<AliasFacts | undefined> {
  const { id, appspec: file } = deployment
  const subject = `deployment/${id}/appspec`
  const text = decodeText(await bytesOfFile(resolve(ports.place.workspace, file)))
  const ids = environment.stacks.map((stack) => stack.id)
  const needed = environment.stacks.filter((stack) => referencedStacks(text, ids).includes(stack.id))
  const outputs: Outputs = Object.fromEntries(
    await Promise.all(
      needed.map(async ({ id: stack, name }) => [stack, (await readState(name))?.outputs ?? {}] as const),
    ),
  )
  const written = new Map<string, string>()
  const words = (value: string): string => {
    const plain = fillWords(value, environment.words, subject)
    const filled = fillOutputs(plain, outputs, subject, SOME_OUTPUT)
    if (fillOutputs(plain, outputs, subject, '') !== filled) written.set(filled, value)
    return filled
  }
  const parsed = parseAppSpec(text, { file, platform: 'lambda', supplied: suppliedTo(deployment), words })
  if (!parsed.ok) return undefined
  const { name, alias, currentVersion } = parsed.spec
  const facts = { name, alias, currentVersion: written.has(currentVersion) ? '' : currentVersion }
  const unknown = written.get(name) ?? written.get(alias)
  if (unknown !== undefined) return { ...facts, unknown }
  try {
    return { ...facts, state: await readAlias(await ports.connect.functions(access), { id, name, alias }) }
  } catch (error) {
    if (errorName(error) === 'ResourceNotFoundException') return facts
    throw error
  }
}
