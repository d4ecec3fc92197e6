import { resolve } from 'node:path'
import { errorName } from '../../../aws/errors.ts'
import type { Functions } from '../../../aws/clients/services.ts'
import type { StackState } from '../../../cloudformation/stack.ts'
import { parseAppSpec } from '../../../codedeploy/appspec/index.ts'
import { readAlias } from '../../../codedeploy/function-version.ts'
import type { AliasFacts } from '../../../codedeploy/group/group.ts'
import { type LambdaDeployment } from '../../../config/model/environment.ts'
import { ActionError } from '../../../support/errors.ts'
import { decodeText } from '../../../support/text/decode.ts'
import { bytesOfFile } from '../../../support/files/tree.ts'
import { fillOutputs, fillWords, referencedStacks, type Outputs } from '../../../config/model/references.ts'
import { suppliedTo } from '../../../codedeploy/appspec/supplied.ts'
import type { PlanOptions } from '../../../plan/contract.ts'

/** Placeholder of an output that does not exist yet; it is also a valid version. */
const SOME_OUTPUT = '1'

/**
 * The alias that a Lambda deployment moves, its present version, and whether the version of the AppSpec is missing. Undefined where the AppSpec does not name it, which its
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
  const { name, alias, currentVersion, targetVersion } = parsed.spec
  const known = { name, alias, currentVersion: written.has(currentVersion) ? '' : currentVersion }
  const unknown = written.get(name) ?? written.get(alias)
  if (unknown !== undefined) return { ...known, unknown }
  const functions = await ports.connect.functions(access)
  const isNamed = targetVersion !== '' && deployment.revision === undefined && !written.has(targetVersion)
  const isMissing = isNamed && (await isAbsent(functions, name, targetVersion))
  const facts = isMissing ? { ...known, missingVersion: targetVersion } : known
  try {
    return { ...facts, state: await readAlias(functions, { id, name, alias }) }
  } catch (error) {
    if (errorName(error) === 'ResourceNotFoundException') return facts
    throw error
  }
}

/** Whether Lambda does not have a version. What it does not tell, as by lack of permission, is not absent. */
async function isAbsent(
  functions: Pick<Functions, 'getFunctionConfiguration'>,
  FunctionName: string,
  Qualifier: string,
): Promise<boolean> {
  try {
    await functions.getFunctionConfiguration({ FunctionName, Qualifier })
    return false
  } catch (error) {
    if (errorName(error) === 'ResourceNotFoundException') return true
    if (error instanceof ActionError && error.code === 'aws/denied') return false
    throw error
  }
}
