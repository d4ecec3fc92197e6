import type { Finding } from '../evidence/finding.ts'
import type { LambdaAppSpec } from './appspec/index.ts'
import type { AliasState } from './function-version.ts'

type Alias = Pick<LambdaAppSpec, 'name' | 'alias' | 'currentVersion'>

/** `3`, or `3, and 4 gets 10 % of the calls`. */
function showAlias({ version, others }: AliasState): string {
  const parts = Object.entries(others).map(([other, weight]) => `${other} gets ${Math.round(weight * 1_000) / 10} %`)
  return [`version ${version}`, ...parts].join(', ')
}

/** Why an alias cannot or need not be moved to a version, as far as that is known; undefined where it can. */
export function judgeAliasBefore(id: string, spec: Alias, found: AliasState, target?: string): Finding | undefined {
  const about = { subject: `deployment/${id}/alias/${spec.alias}`, observed: showAlias(found) }
  const name = `${spec.name}:${spec.alias}`
  if (Object.keys(found.others).length > 0) {
    return {
      ...about,
      code: 'deployment/alias-split',
      outcome: 'fail',
      title: `${name} gives a part of the calls to another version already: no deployment could tell which one is current`,
      expected: 'one version',
      advice: `Wait for the deployment that shifts it; if none runs, end it with \`aws lambda update-alias --function-name ${spec.name} --name ${spec.alias} --routing-config AdditionalVersionWeights={}\`.`,
    }
  }
  if (spec.currentVersion !== '' && spec.currentVersion !== found.version) {
    return {
      ...about,
      code: 'deployment/alias-elsewhere',
      outcome: 'fail',
      title: `${name} leads to version ${found.version}, and the AppSpec says that it leads to ${spec.currentVersion}`,
      expected: `version ${spec.currentVersion}`,
      advice: 'Leave CurrentVersion out of the AppSpec: it is then what the alias leads to.',
    }
  }
  if (found.version === target) {
    return {
      ...about,
      code: 'deployment/already',
      outcome: 'pass',
      title: `${name} leads to version ${target} already: there is nothing to deploy`,
      expected: `version ${target}`,
    }
  }
  return undefined
}

/** Whether the alias leads to what was deployed, and to nothing else. */
export function judgeAliasAfter(id: string, spec: Alias, found: AliasState, target: string): Finding {
  const there = found.version === target && Object.keys(found.others).length === 0
  return {
    code: there ? 'deployment/alias-moved' : 'deployment/alias-elsewhere',
    outcome: there ? 'pass' : 'fail',
    title: there
      ? `${spec.name}:${spec.alias} leads to version ${target} alone`
      : `${spec.name}:${spec.alias} does not lead to version ${target}, although its deployment succeeded`,
    subject: `deployment/${id}/alias/${spec.alias}`,
    expected: `version ${target}`,
    observed: showAlias(found),
    ...(!there && { advice: 'CloudTrail tells who moved it meanwhile (UpdateAlias).' }),
  }
}
