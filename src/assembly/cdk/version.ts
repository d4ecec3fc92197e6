import { unusable } from '../mistake.ts'

/** The newest major version of the schema whose description was read. */
const KNOWN_MAJOR = 55
/** Before it, assets were parameters of templates. */
const OLDEST_MAJOR = 12

const TYPES = new Set([
  'aws:cloudformation:stack',
  'cdk:asset-manifest',
  'cdk:cloud-assembly',
  'cdk:tree',
  'cdk:feature-flag-report',
  'none',
])

/** Properties of stacks: each is used, or says nothing about what is deployed. */
const STACK_PROPERTIES = new Set([
  'additionalDependencies',
  'assumeRoleAdditionalOptions',
  'assumeRoleArn',
  'assumeRoleExternalId',
  'bootstrapStackVersionSsmParameter',
  'cloudFormationExecutionRoleArn',
  'lookupRole',
  'notificationArns',
  'parameters',
  'requiresBootstrapStackVersion',
  'stackName',
  'stackTemplateAssetObjectUrl',
  'tags',
  'templateFile',
  'terminationProtection',
  'validateOnSynth',
])

interface Manifest {
  readonly version: string
  readonly artifacts: Readonly<
    Record<string, { readonly type: string; readonly properties: Readonly<Record<string, unknown>> }>
  >
}

/**
 * Pure. The schema gets a new major version with each new member, and most of them change nothing here. A newer version is
 * therefore accepted where all of it is known, and refused where it is not. Throws `config/assembly`.
 */
export function checkVersion(file: string, { version, artifacts }: Manifest): void {
  const major = Number(/^(\d+)\.\d+\.\d+/.exec(version)?.[1] ?? Number.NaN)
  const wrong = (what: string, observed: string, advice: string): Error =>
    unusable(`${file} ${what}`, advice, {
      expected: `a cloud assembly of the versions ${OLDEST_MAJOR} to ${KNOWN_MAJOR}, or a newer one without anything new`,
      observed,
      file,
    })
  if (!Number.isFinite(major) || major < OLDEST_MAJOR)
    throw wrong(`is of version ${version}`, version, 'Use aws-cdk-lib 2 and run `cdk synth` again.')
  const newer = 'Use a newer version of this action, or an older aws-cdk-lib.'
  const type = Object.values(artifacts).find((each) => !TYPES.has(each.type))?.type
  if (type !== undefined)
    throw wrong(`has an artifact of the type ${type}, which this version does not support`, type, newer)
  if (major <= KNOWN_MAJOR) return
  for (const [id, each] of Object.entries(artifacts)) {
    const unknown = Object.keys(each.properties).find((name) => !STACK_PROPERTIES.has(name))
    if (each.type === 'aws:cloudformation:stack' && unknown !== undefined)
      throw wrong(
        `is of version ${version}, and ${id} has the property ${unknown}, which this version does not support`,
        unknown,
        newer,
      )
  }
}
