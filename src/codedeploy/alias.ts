import type { Finding } from '../evidence/finding.ts'
import { showPercent } from '../support/text/durations.ts'
import type { LambdaAppSpec } from './appspec/index.ts'
import type { AliasState } from './function-version.ts'

type Alias = Pick<LambdaAppSpec, 'name' | 'alias' | 'currentVersion'>

/** `3`, or `3, and 4 gets 10% of the calls`. */
function showAlias({ version, others }: AliasState): string {
  const parts = Object.entries(others).map(([other, weight]) => `${other} gets ${showPercent(weight)}`)
  return [`version ${version}`, ...parts].join(', ')
}

/** Why an alias cannot or need not be moved to a version; undefined where it can, or where that is unknown. */
export function judgeAliasBefore(id: string, spec: Alias, found: AliasState, target?: string): Finding | undefined {
  const about = { subject: `deployment/${id}/alias/${spec.alias}`, observed: showAlias(found) }
  const name = `${spec.name}:${spec.alias}`
  if (Object.keys(found.others).length > 0) {
    return {
      ...about,
      code: 'deployment/alias-split',
      outcome: 'fail',
      title: `${name} already routes a part of the calls to another version: the current version is ambiguous`,
      expected: 'one version',
      advice: `Wait for the deployment that shifts it; if none runs, end it with \`aws lambda update-alias --function-name ${spec.name} --name ${spec.alias} --routing-config AdditionalVersionWeights={}\`.`,
    }
  }
  if (found.version === '$LATEST') {
    return {
      ...about,
      code: 'deployment/alias-wrong-version',
      outcome: 'fail',
      title: `${name} points to $LATEST: CodeDeploy shifts from a published version to another only`,
      expected: 'a published version',
      advice: `Publish a version and point the alias to it: \`aws lambda publish-version --function-name ${spec.name}\`, then \`aws lambda update-alias --function-name ${spec.name} --name ${spec.alias} --function-version VERSION\`.`,
    }
  }
  if (spec.currentVersion !== '' && spec.currentVersion !== found.version) {
    return {
      ...about,
      code: 'deployment/alias-wrong-version',
      outcome: 'fail',
      title: `${name} points to version ${found.version}, but CurrentVersion in the AppSpec is ${spec.currentVersion}`,
      expected: `version ${spec.currentVersion}`,
      advice: 'Remove CurrentVersion from the AppSpec: the default is the version of the alias.',
    }
  }
  if (found.version === target) {
    return {
      ...about,
      code: 'deployment/already-deployed',
      outcome: 'pass',
      title: `${name} already points to version ${target}: there is nothing to deploy`,
      expected: `version ${target}`,
    }
  }
  return undefined
}

/** Whether the alias points to the deployed version only. */
export function judgeAliasAfter(id: string, spec: Alias, found: AliasState, target: string): Finding {
  const there = found.version === target && Object.keys(found.others).length === 0
  return {
    code: there ? 'deployment/alias-moved' : 'deployment/alias-wrong-version',
    outcome: there ? 'pass' : 'fail',
    title: there
      ? `${spec.name}:${spec.alias} points to version ${target} only`
      : `${spec.name}:${spec.alias} does not point to version ${target}, although its deployment succeeded`,
    subject: `deployment/${id}/alias/${spec.alias}`,
    expected: `version ${target}`,
    observed: showAlias(found),
    ...(!there && { advice: 'Find in CloudTrail who moved it meanwhile (UpdateAlias), then start the release again.' }),
  }
}
