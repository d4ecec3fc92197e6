import { join } from 'node:path'
import type { PackageContext } from '../contract.ts'
import { unusable } from '../mistake.ts'
import type { ImageSource } from '../cdk/shapes.ts'

/** Builds an image with the runner's own docker, as `cdk deploy` would for each account. */

/**
 * Pure: the arguments of `docker build`, by the fields of the asset manifest.
 * https://docs.aws.amazon.com/cdk/api/v2/docs/@aws-cdk_cloud-assembly-schema.DockerImageSource.html
 */
export function buildArguments(source: ImageSource, tag: string): string[] {
  const pairs = (option: string, of: Readonly<Record<string, string>>, text: (name: string, value: string) => string) =>
    Object.entries(of).flatMap(([name, value]) => [option, text(name, value)])
  const one = (option: string, value: string | undefined): string[] => (value === undefined ? [] : [option, value])
  const { cacheTo } = source
  return [
    'build',
    ...pairs('--build-arg', source.dockerBuildArgs, (name, value) => `${name}=${value}`),
    ...pairs('--build-context', source.dockerBuildContexts, (name, value) => `${name}=${value}`),
    ...pairs('--secret', source.dockerBuildSecrets, (name, value) => `id=${name},${value}`),
    ...one('--ssh', source.dockerBuildSsh),
    '--tag',
    tag,
    ...one('--target', source.dockerBuildTarget),
    ...one('--file', source.dockerFile),
    ...one('--network', source.networkMode),
    ...one('--platform', source.platform),
    ...source.dockerOutputs.map((output) => `--output=${output}`),
    ...source.cacheFrom.flatMap((cache) => ['--cache-from', cacheText(cache)]),
    ...(cacheTo ? ['--cache-to', cacheText(cacheTo)] : []),
    ...(source.cacheDisabled ? ['--no-cache'] : []),
    '.',
  ]
}

function cacheText({ type, params }: NonNullable<ImageSource['cacheTo']>): string {
  return [`type=${type}`, ...Object.entries(params).map(([name, value]) => `${name}=${value}`)].join(',')
}

/** Variables of the job that the app names for its build: secrets, and the agent of SSH. */
function variablesOf({ dockerBuildSecrets, dockerBuildSsh }: ImageSource): string[] {
  const named = Object.values(dockerBuildSecrets).flatMap((text) => /(?:^|,)env=([^,]+)/.exec(text)?.[1] ?? [])
  return [...named, ...(dockerBuildSsh === undefined ? [] : ['SSH_AUTH_SOCK'])]
}

const ONLY_PACKAGE =
  'Run `command: package` in a job with docker and without an identity, before precheck, and pass its outputs on by `needs`; or name where the image is in `images` of this entry.'

/**
 * Builds an image, or lets a command of the app build it, and saves it.
 * @param directory absolute path of the build context, or of the assembly for a command
 * @returns the archive
 */
export async function buildImage(
  { docker, execute }: PackageContext,
  { name, hash, source, directory }: { name: string; hash: string; source: ImageSource; directory: string },
  scratch: string,
): Promise<string> {
  if (docker === undefined || execute === undefined) {
    throw unusable(`the container image ${name} is built with \`command: package\` only`, ONLY_PACKAGE, {
      expected: 'a job with `command: package` before this one',
      observed: source.executable?.join(' ') ?? `docker build of ${source.directory ?? ''}`,
    })
  }
  let image = `test-deployments-asset-${hash.slice(0, 32).toLowerCase()}`
  if (source.executable) {
    image = (await execute(source.executable, directory, name)).trim()
    if (!/^[\w][\w./:@-]*$/.test(image)) {
      throw unusable(
        `the command of the image ${name} printed no name of an image`,
        'Let the command print the name of the local image that it made, and nothing else.',
        { expected: 'the name of a local image', observed: image.slice(0, 200) },
      )
    }
  } else {
    await docker(buildArguments(source, image), { directory, name, variables: variablesOf(source) })
  }
  const archive = join(scratch, 'image.tar')
  await docker(['save', '--output', archive, image], { directory: scratch, name, variables: [] })
  return archive
}
