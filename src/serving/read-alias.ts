import type { StateReads } from '../aws/clients/state-reads.ts'
import { readAlias } from '../codedeploy/function-version.ts'
import type { FunctionVersion, ServedByAlias } from './contract.ts'

/** The version behind an alias, and the function as it was changed last. */
export async function readAliasServing(
  reads: Pick<StateReads, 'getAlias' | 'getFunctionConfiguration'>,
  { functionName: name, alias }: { readonly functionName: string; readonly alias: string },
): Promise<ServedByAlias> {
  const { version, others } = await readAlias(reads, { id: name, name, alias })
  const [serves, latest] = await Promise.all([versionOf(reads, name, version), versionOf(reads, name, '$LATEST')])
  return { kind: 'alias', serves, others, latest }
}

async function versionOf(
  reads: Pick<StateReads, 'getFunctionConfiguration'>,
  FunctionName: string,
  version: string,
): Promise<FunctionVersion> {
  const qualifier = version === '$LATEST' ? {} : { Qualifier: version }
  const { CodeSha256: code, ConfigSha256: configuration } = await reads.getFunctionConfiguration({
    FunctionName,
    ...qualifier,
  })
  return { version, code, configuration }
}
