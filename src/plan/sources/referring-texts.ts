import type { GivenParameters } from '../../cloudformation/template/parameters.ts'
import type { CheckInput } from '../../checks/common-options.ts'
import { planChecks } from '../../checks/engine/select.ts'
import type { Deployment, Environment } from '../../config/model/environment.ts'
import { textsIn } from '../../config/model/references.ts'
import type { Source } from '../../evidence/finding.ts'
import { decodeText } from '../../support/text/decode.ts'
import { ActionError } from '../../support/errors.ts'
import { readWorkspaceFile } from '../../support/files/workspace.ts'
import type { ReferringText } from './output-references.ts'

/** Values of parameters; a previous value has no references. */
export function referringParameters(
  sources: readonly { readonly id: string; readonly parameters: GivenParameters }[],
): ReferringText[] {
  return sources.flatMap(({ id, parameters }) =>
    Object.entries(parameters.values).flatMap(([name, given]) =>
      'value' in given
        ? [
            {
              subject: `stack/${id}/parameter/${name}`,
              text: given.value,
              at: () => parameters.source(name),
              stack: id,
            },
          ]
        : [],
    ),
  )
}

/** Other texts that refer to outputs: of deployments, of their files, and of checks. */
export async function referringTexts(
  environment: Environment,
  workspace: string,
  checks: readonly CheckInput[],
): Promise<ReferringText[]> {
  const configured = [
    ...environment.deployments.map((deployment) => ({ subject: `deployment/${deployment.id}`, value: deployment })),
    ...planChecks(checks).map(({ name, options }) => ({ subject: `check/${name}`, value: options })),
  ].flatMap(({ subject, value }) => textsIn(value).map((text) => ({ subject, text })))
  const files = await Promise.all(
    environment.deployments.flatMap((deployment) => {
      return filesOf(deployment).map(async (file) => {
        const text = await readText(workspace, file)
        return text === undefined ? [] : [{ subject: `deployment/${deployment.id}`, text, at: placeIn(file, text) }]
      })
    }),
  )
  return [...configured, ...files.flat()]
}

/** The files of a deployment whose texts may refer to outputs. */
function filesOf(deployment: Deployment): string[] {
  switch (deployment.platform) {
    case 'lambda':
      return [deployment.appspec]
    case 'ecs':
      return [
        deployment.appspec,
        ...(deployment['task-definition'] === undefined ? [] : [deployment['task-definition']]),
      ]
    case 'ecs-native':
      return [deployment['task-definition']]
    case 'server':
    case 'local':
      return []
  }
}

/** Undefined for a file that cannot be read, which is reported where it is needed. */
async function readText(workspace: string, file: string): Promise<string | undefined> {
  try {
    return decodeText(await readWorkspaceFile(workspace, file, 'release'))
  } catch (error) {
    if (error instanceof ActionError) return undefined
    throw error
  }
}

function placeIn(file: string, text: string): (offset: number) => Source {
  return (offset) => {
    const before = text.slice(0, offset).split('\n')
    return { file, line: before.length, column: (before.at(-1)?.length ?? 0) + 1 }
  }
}
