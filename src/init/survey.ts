import { readdir, readFile } from 'node:fs/promises'
import { basename, dirname, join, posix } from 'node:path'
import { parse } from 'yaml'
import { parseParameters } from '../cloudformation/template/parameters.ts'
import { parseTemplate } from '../cloudformation/template/template.ts'
import { messageOf } from '../support/errors.ts'
import { isRecord, textAt } from '../support/records.ts'
import { REGION } from './arguments.ts'
import { readCdk } from './cdk.ts'
import type { Found, FoundAppSpec, FoundTaskDefinition, FoundTemplate, Unreadable } from './found.ts'
import { STACK_NAME } from './names.ts'

/** Reads a repository. Files that are too large, or that cannot be read, are left out. */

const SKIPPED = new Set(['node_modules', '.git', '.aws-sam', 'cdk.out', 'vendor', '.venv', '.test-deployments'])
/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
const BUCKET = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/
const OWN = /^\.github\/test-deployments(-roles)?\.yml$/
const DEEPEST = 6
const MOST_FILES = 20_000
const LARGEST_BYTES = 1_000_000
const TEXTS = /\.(ya?ml|json|template)$/
const HEALTH = /https?:\/\/(?:localhost|127\.0\.0\.1)(:[\w${}]+)?(\/[\w./-]+)/

export async function survey(root: string): Promise<Found> {
  // What init itself wrote is no part of the release.
  const files = (await filesBelow(root)).filter((file) => !OWN.test(file))
  const texts = new Map<string, string>()
  for (const file of files.filter((each) => TEXTS.test(each))) {
    const text = await readFile(join(root, file), 'utf8').catch(() => '')
    if (text.length > 0 && text.length <= LARGEST_BYTES) texts.set(file, text)
  }
  const appspecs: FoundAppSpec[] = []
  for (const [path, text] of texts) {
    const platform = platformOf(path, text)
    if (platform !== undefined) appspecs.push({ path, platform, ...(await healthOf(root, path, platform, files)) })
  }
  const taken = new Set(appspecs.map(({ path }) => path))
  const unreadable: Unreadable[] = []
  const templates = [...texts].flatMap(([path, text]) => (taken.has(path) ? [] : templateOf(path, text, unreadable)))
  const nested = new Set(templates.flatMap(nestedIn))
  const cdk = await readCdk(root)
  const sam = await readSam(root)
  const { scripts, hasLockFile } = await readPackage(root, files)
  return {
    ...(await readGit(root)),
    templates: withOwnIds(templates.filter(({ path }) => !nested.has(path))),
    unreadable,
    appspecs,
    taskDefinitions: [...texts].flatMap(([path, text]) => taskDefinitionOf(path, text)),
    parameters: new Map([...texts].flatMap(([path, text]) => parametersOf(path, text))),
    files: new Set(files),
    scripts,
    hasLockFile,
    ...(sam && { sam }),
    ...(cdk && { cdk }),
  }
}

async function filesBelow(root: string): Promise<string[]> {
  const found: string[] = []
  const visit = async (folder: string, depth: number): Promise<void> => {
    const entries = await readdir(join(root, folder), { withFileTypes: true }).catch(() => [])
    for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`
      if (found.length >= MOST_FILES) return
      if (entry.isFile()) found.push(path)
      else if (entry.isDirectory() && depth < DEEPEST && !SKIPPED.has(entry.name)) await visit(path, depth + 1)
    }
  }
  await visit('', 0)
  return found
}

function platformOf(path: string, text: string): FoundAppSpec['platform'] | undefined {
  if (!/version["']?\s*:\s*["']?0\.0/.test(text)) return undefined
  if (/AWS::Lambda::Function/.test(text)) return 'lambda'
  if (/AWS::ECS::Service/.test(text)) return 'ecs'
  return /^appspec\.(ya?ml|json)$/.test(basename(path)) ? 'server' : undefined
}

async function healthOf(
  root: string,
  path: string,
  platform: FoundAppSpec['platform'],
  files: readonly string[],
): Promise<Pick<FoundAppSpec, 'health' | 'local'>> {
  if (platform !== 'server') return {}
  const folder = dirname(path)
  for (const file of files.filter((each) => folder === '.' || each.startsWith(`${folder}/`))) {
    if (!/\.(sh|js|py|ps1)$|\/[\w-]+$/.test(file)) continue
    const text = await readFile(join(root, file), 'utf8').catch(() => '')
    const [local, port, health] = HEALTH.exec(text) ?? []
    // The value of a variable is not known.
    if (local !== undefined && health !== undefined) return { health, ...(!port?.includes('$') && { local }) }
  }
  return {}
}

function templateOf(path: string, text: string, unreadable: Unreadable[]): FoundTemplate[] {
  if (!/["']?Resources["']?\s*:/.test(text) || !/AWS::|Transform/.test(text)) return []
  try {
    return [{ path, id: idOf(basename(path)), template: parseTemplate(text, path) }]
  } catch (error) {
    unreadable.push({ path, why: messageOf(error).split('\n')[0] ?? '' })
    return []
  }
}

/** The name of a file, or its path where several have that name. */
function withOwnIds(templates: readonly FoundTemplate[]): FoundTemplate[] {
  const taken = new Set<string>()
  return templates.map((each) => {
    const isOwn = templates.every(({ path, id }) => path === each.path || id !== each.id)
    const wanted = isOwn ? each.id : idOf(each.path)
    let id = wanted
    for (let number = 2; taken.has(id); number++) id = `${wanted}-${number}`
    taken.add(id)
    return { ...each, id }
  })
}

function idOf(path: string): string {
  const id = path.replace(TEXTS, '').replaceAll(/[^A-Za-z0-9_-]/g, '-')
  return /^[A-Za-z]/.test(id) ? id : `stack-${id}`
}

/** The values of a file of parameters; none for other files. */
function parametersOf(path: string, text: string): [string, Readonly<Record<string, string>>][] {
  if (!path.endsWith('.json') || /package|tsconfig/.test(path)) return []
  try {
    const { values } = parseParameters(text, path)
    const known = Object.entries(values).flatMap(([name, given]) =>
      'value' in given ? [[name, given.value] as const] : [],
    )
    return known.length > 0 ? [[path, Object.fromEntries(known)]] : []
  } catch {
    return []
  }
}

/** Templates that this one names as nested stacks. */
function nestedIn({ path, template }: FoundTemplate): string[] {
  return Object.values(template.resources).flatMap(({ type, properties }) => {
    const url =
      properties['TemplateURL'] ?? (type === 'AWS::Serverless::Application' ? properties['Location'] : undefined)
    return typeof url === 'string' && !url.includes('://') ? [posix.join(posix.dirname(path), url)] : []
  })
}

function taskDefinitionOf(path: string, text: string): FoundTaskDefinition[] {
  if (!path.endsWith('.json') || !text.includes('"containerDefinitions"')) return []
  try {
    const value: unknown = JSON.parse(text)
    const own = isRecord(value) && isRecord(value['taskDefinition']) ? value['taskDefinition'] : value
    const containers = isRecord(own) && Array.isArray(own['containerDefinitions']) ? own['containerDefinitions'] : []
    const family = textAt(own, 'family')
    return [
      {
        path,
        ...(family !== undefined && { family }),
        containers: containers.flatMap((each) => textAt(each, 'name') ?? []),
      },
    ]
  } catch {
    return []
  }
}

async function readPackage(
  root: string,
  files: readonly string[],
): Promise<{ readonly scripts: Readonly<Record<string, string>>; readonly hasLockFile: boolean }> {
  const manifest: unknown = await readFile(join(root, 'package.json'), 'utf8').then(JSON.parse, () => undefined)
  const scripts = isRecord(manifest) && isRecord(manifest['scripts']) ? manifest['scripts'] : {}
  return {
    scripts: Object.fromEntries(Object.entries(scripts).map(([name, script]) => [name, String(script)])),
    hasLockFile: files.includes('package-lock.json'),
  }
}

async function readGit(root: string): Promise<{ readonly repository?: string; readonly branch?: string }> {
  const config = await readFile(join(root, '.git/config'), 'utf8').catch(() => '')
  const repository = originOf(config)
  const head = await readFile(join(root, '.git/refs/remotes/origin/HEAD'), 'utf8').catch(() => '')
  const branch = /refs\/remotes\/origin\/(\S+)/.exec(head)?.[1]
  return { ...(repository !== undefined && { repository }), ...(branch !== undefined && { branch }) }
}

/** OWNER/NAME of the remote `origin`, from the text of `.git/config`. */
export function originOf(config: string): string | undefined {
  const url = /\[remote "origin"\][^[]*?url\s*=\s*(\S+)/.exec(config)?.[1] ?? ''
  return /[:/]([\w.-]+\/[\w.-]+?)(?:\.git)?$/.exec(url)?.[1]
}

/** The values that matter here; the file itself is read by SAM. */
async function readSam(root: string): Promise<Found['sam']> {
  const toml = await readFile(join(root, 'samconfig.toml'), 'utf8').catch(() => undefined)
  if (toml !== undefined) {
    const value = (key: string): string | undefined => new RegExp(`^\\s*${key}\\s*=\\s*"([^"]+)"`, 'm').exec(toml)?.[1]
    return namesOfSam(value('stack_name'), value('region'), value('s3_bucket'))
  }
  const yaml = await readFile(join(root, 'samconfig.yaml'), 'utf8').catch(() => undefined)
  if (yaml === undefined) return undefined
  try {
    const text = JSON.stringify(parse(yaml))
    const value = (key: string): string | undefined => new RegExp(`"${key}":"([^"]+)"`).exec(text)?.[1]
    return namesOfSam(value('stack_name'), value('region'), value('s3_bucket'))
  } catch {
    return undefined
  }
}

/** What is not a name of a stack, a region or a bucket is left out. */
function namesOfSam(
  stackName: string | undefined,
  region: string | undefined,
  bucket: string | undefined,
): Found['sam'] {
  return {
    ...(bucket !== undefined && BUCKET.test(bucket) && { bucket }),
    ...(stackName !== undefined && STACK_NAME.test(stackName) && { stackName }),
    ...(region !== undefined && REGION.test(region) && { region }),
  }
}
