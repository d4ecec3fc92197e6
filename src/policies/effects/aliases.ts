import type { Finding } from '../../evidence/finding.ts'
import type { EnvironmentFacts, FunctionAliases } from '../contract.ts'

/** Pure: aliases that neither a stack nor a deployment of the release moves, of functions that it changes. */
export function aliasesLeftBehind({ environment, functionAliases = [], groups }: EnvironmentFacts): Finding[] {
  const isMoved = ({ functionName }: FunctionAliases, name: string): boolean =>
    groups.some(({ alias }) => alias?.alias === name && nameOf(alias.name) === functionName)
  return functionAliases.flatMap((each): Finding[] => {
    const { stack, logicalId, serving, unread } = each
    const about = {
      code: 'change/no-effect' as const,
      expected: 'what serves is what is changed',
      details: { environment: environment.key },
    }
    const subject = `stack/${stack}/resource/${logicalId}/effect`
    if (serving === undefined) {
      return [
        {
          ...about,
          outcome: 'noted',
          title: `${environment.key}: whether an alias that no stack declares keeps serving the old ${logicalId} is not known`,
          subject: `${subject}/aliases`,
          observed: unread?.reason ?? 'the aliases were not read',
          advice: `Allow ${unread?.action ?? 'lambda:ListAliases'} for the role of this step.`,
        },
      ]
    }
    return serving
      .filter(({ name }) => !isMoved(each, name))
      .map(({ name, version }) => ({
        ...about,
        outcome: 'inconclusive',
        title: `${environment.key}: ${logicalId} changes, and the alias ${name}, which this release does not declare, keeps serving version ${version}`,
        subject: `${subject}/alias/${name}`,
        observed: `version ${version} has the code that the function has now`,
        advice: `Declare ${name} with a new version in the template (AWS::Lambda::Version, AWS::Lambda::Alias), or move it by a deployment (\`platform: lambda\`); delete it if it is not called.`,
      }))
  })
}

/** A function is named by its name or its ARN. */
function nameOf(functionName: string): string {
  return /:function:([^:]+)/.exec(functionName)?.[1] ?? functionName
}
