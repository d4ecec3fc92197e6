import { readAcls, readContext, readMode } from './access.ts'
import { Problems } from './problems.ts'
import { toInteger } from './scalars.ts'
import type {
  AgentVersion,
  FileEntry,
  FileExistsBehavior,
  Hook,
  OperatingSystem,
  Parsed,
  Permission,
  Place,
  Script,
  ServerAppSpec,
} from './types.ts'
import { className, get, inspect, isNil, lookUp, lookupError, strip, toS, truthy } from './values.ts'
import type { Entry, Value } from './values.ts'

const TOP = ['version', 'os', 'files', 'permissions', 'hooks', 'file_exists_behavior']
const FILE_KEYS = ['source', 'destination']
const SCRIPT_KEYS = ['location', 'timeout', 'runas', 'sudo']
const PERMISSION_KEYS = ['object', 'pattern', 'except', 'type', 'owner', 'group', 'mode', 'acls', 'context']
const BEHAVIORS: readonly string[] = ['DISALLOW', 'OVERWRITE', 'RETAIN']

/** Seconds that a script may take where the AppSpec says nothing. */
const DEFAULT_TIMEOUT = 3600

const START: Place = { line: 1, column: 1 }

export interface ServerOptions {
  readonly file: string
  readonly agent: AgentVersion
  readonly codedeployLocal: boolean
  readonly systems: readonly OperatingSystem[]
}

/** The agent's verdict on an EC2/on-premises AppSpec; what it accepts by accident is accepted here, too. */
export function readServer(root: Value | undefined, options: ServerOptions): Parsed<ServerAppSpec> {
  const problems = new Problems()
  if (!truthy(root)) {
    problems.refuse(
      root,
      START,
      "The deployment failed because the application specification file was empty. Make sure your AppSpec file defines at minimum the 'version' and 'os' properties.",
      'version: 0.0 and os: linux',
    )
    return { ok: false, problems: problems.list }
  }
  const raises = lookupError(root)
  if (raises !== undefined) {
    problems.stumble(root, '[]', 'keys and values, beginning with version: 0.0', raises)
    return { ok: false, problems: problems.list }
  }
  const reader = new ServerReader(options, problems)
  const spec = reader.read(root)
  return problems.list.length === 0 ? { ok: true, spec } : { ok: false, problems: problems.list }
}

type MapValue = Value & { kind: 'map' }

class ServerReader {
  readonly #options: ServerOptions
  readonly #problems: Problems
  readonly #unknown: ({ key: string } & Place)[] = []
  readonly #idle: ({ event: string } & Place)[] = []

  constructor(options: ServerOptions, problems: Problems) {
    this.#options = options
    this.#problems = problems
  }

  read(root: Value): ServerAppSpec {
    if (root.kind === 'map') this.#note(root, TOP)
    this.#version(lookUp(root, 'version'), root)
    const os = this.#os(lookUp(root, 'os'), root) ?? 'linux'
    const hooks = this.#hooks(lookUp(root, 'hooks'))
    const files = this.#files(lookUp(root, 'files'))
    const permissions = this.#permissions(lookUp(root, 'permissions'))
    const behavior = this.#behavior(lookUp(root, 'file_exists_behavior'))
    return {
      platform: 'server',
      os,
      file: this.#options.file,
      files,
      permissions,
      hooks,
      ...(behavior !== undefined && { fileExistsBehavior: behavior }),
      unknownKeys: this.#unknown,
      idleHooks: this.#idle,
    }
  }

  #version(value: Value | undefined, root: Place): void {
    if ((value?.kind === 'int' || value?.kind === 'float') && Number(value.value) === 0) return
    const message = `The deployment failed because an invalid version value (${toS(value)}) was entered in the application specification file. Make sure your AppSpec file specifies "0.0" as the version, and then try again.`
    this.#problems.refuse(value, root, message, 'version: 0.0, a number without quotes')
  }

  #os(value: Value | undefined, root: Place): OperatingSystem | undefined {
    const { systems } = this.#options
    const os = value?.kind === 'string' ? systems.find((system) => system === value.value) : undefined
    if (os !== undefined) return os
    const message = `The deployment failed because the application specification file specifies an unsupported operating system (${toS(value)}). Specify either "linux" or "windows" in the os section of the AppSpec file, and then try again.`
    return this.#problems.refuse(
      value,
      root,
      message,
      systems.includes('windows')
        ? 'os: linux or os: windows'
        : 'os: linux: this host runs Linux, and platform: server deploys to Windows',
    )
  }

  #behavior(value: Value | undefined): FileExistsBehavior | undefined {
    if (value === undefined || isNil(value)) return undefined
    if (value.kind === 'string' && BEHAVIORS.includes(value.value)) return value.value as FileExistsBehavior
    const message = `The deployment failed because an invalid file_exists_behavior value (${toS(value)}) was entered in the application specification file. Make sure your AppSpec file specifies one of ${BEHAVIORS.join(',')} as the file_exists_behavior, and then try again.`
    return this.#problems.refuse(value, value, message, `${BEHAVIORS.join(', ')}, in capitals`)
  }

  #hooks(value: Value | undefined): Hook[] {
    if (!truthy(value)) return []
    const allowed = 'events with lists of scripts: AfterInstall: [{ location: scripts/start.sh }]'
    if (value.kind !== 'map') {
      this.#problems.stumble(value, 'each_pair', allowed)
      return []
    }
    return value.entries.flatMap(({ key, value: list }): Hook[] => {
      const event = key.kind === 'symbol' ? `:${key.value}` : toS(key)
      if (!truthy(list)) {
        this.#idle.push({ event, ...place(key) })
        return []
      }
      const items = this.#items(
        list,
        'has_key?',
        'NoMethodError',
        'a list of scripts: [{ location: scripts/start.sh }]',
      )
      if (!items) return []
      if (items.length === 0) this.#idle.push({ event, ...place(key) })
      const scripts = items.flatMap((item) => this.#script(item) ?? [])
      return [{ event, ...(key.kind !== 'string' && { shown: inspect(key) }), at: place(key), scripts }]
    })
  }

  #script(item: Value): Script | undefined {
    if (item.kind !== 'map') return this.#problems.stumble(item, 'has_key?', 'a script: { location: scripts/start.sh }')
    this.#note(item, SCRIPT_KEYS)
    const given = get(item, 'location')
    const location = strip(toS(given))
    if (location === '') {
      const message =
        'The deployment failed because the application specification file specifies a script with no location value. Specify the location in the hooks section of the AppSpec file, and then try again.'
      return this.#problems.refuse(given, item, message, 'location: the path of a script in the revision')
    }
    const timeout = this.#timeout(get(item, 'timeout'))
    if (timeout === undefined) return undefined
    const runas = get(item, 'runas')
    const user = isNil(runas) ? undefined : strip(toS(runas))
    return {
      location,
      timeout,
      timeoutGiven: truthy(get(item, 'timeout')),
      sudo: truthy(get(item, 'sudo')),
      ...(user !== undefined && !(user === '' && this.#options.agent === '2.x') && { runas: user }),
      at: place(given ?? item),
    }
  }

  #timeout(value: Value | undefined): number | undefined {
    if (!truthy(value)) return DEFAULT_TIMEOUT
    const allowed = 'a number of seconds above 0'
    let seconds: number
    if (value.kind === 'int') seconds = Number(value.value)
    else if (value.kind === 'float' && Number.isFinite(value.value)) seconds = Math.trunc(value.value)
    else if (value.kind === 'string') seconds = toInteger(value.value)
    else if (value.kind === 'float') return this.#problems.stumble(value, 'to_i', allowed, 'FloatDomainError')
    else return this.#problems.stumble(value, 'to_i', allowed)
    const refused = seconds <= 0 || (this.#options.agent === '2.x' && value.kind !== 'int')
    if (!refused) return seconds
    const message =
      'The deployment failed because an invalid timeout value was provided for a script in the application specification file. Make corrections in the hooks section of the AppSpec file, and then try again.'
    return this.#problems.refuse(value, value, message, allowed)
  }

  #files(value: Value | undefined): FileEntry[] {
    if (!truthy(value)) return []
    const items = this.#items(value, '[]', 'TypeError', 'a list: [{ source: app, destination: /srv/app }]')
    return (items ?? []).flatMap((item) => this.#file(item) ?? [])
  }

  #file(item: Value): FileEntry | undefined {
    const allowed = 'an entry: { source: app, destination: /srv/app }'
    const raises = lookupError(item)
    if (raises !== undefined) return this.#problems.stumble(item, '[]', allowed, raises)
    if (item.kind === 'map') this.#note(item, FILE_KEYS)
    const source = joined(lookUp(item, 'source'))
    const destination = lookUp(item, 'destination')
    const strict = this.#options.agent === '2.x'
    if (source === undefined || isNil(source) || (strict && toS(source) === '')) {
      const message =
        'The deployment failed because the application specification file specifies a destination file, but no source file. Update the files section of the AppSpec file, and then try again.'
      return this.#problems.refuse(source, item, message, 'source: a file or folder of the revision')
    }
    if (destination === undefined || isNil(destination) || (strict && toS(destination) === '')) {
      const message = `The deployment failed because the application specification file specifies only a source file (${toS(source)}). Add the name of the destination file to the files section of the AppSpec file, and then try again.`
      return this.#problems.refuse(destination, item, message, 'destination: an absolute path of a folder')
    }
    const fault = [source, destination].map(pathFault).find((text) => text !== undefined)
    return {
      source: toS(source),
      destination: toS(destination),
      at: place(source),
      ...(fault !== undefined && { fault }),
    }
  }

  #permissions(value: Value | undefined): Permission[] {
    if (!truthy(value)) return []
    const items = this.#items(value, 'has_key?', 'NoMethodError', 'a list: [{ object: /srv/app, mode: "0644" }]')
    return (items ?? []).flatMap((item) => this.#permission(item) ?? [])
  }

  #permission(item: Value): Permission | undefined {
    if (item.kind !== 'map')
      return this.#problems.stumble(item, 'has_key?', 'an entry: { object: /srv/app, mode: "0644" }')
    this.#note(item, PERMISSION_KEYS)
    const before = this.#problems.list.length
    const given = get(item, 'object')
    const noObject =
      'The deployment failed because a permission listed in the application specification file has no object value. Update the permissions section of the AppSpec file, and then try again.'
    if (isNil(given)) return this.#problems.refuse(given, item, noObject, 'object: an absolute path')
    const pattern = get(item, 'pattern')
    const except = this.#except(get(item, 'except'))
    const types = this.#types(get(item, 'type'))
    const mode = get(item, 'mode')
    const digits = mode !== undefined && !isNil(mode) ? readMode(mode, this.#options.agent, this.#problems) : undefined
    const acls = this.#unlessLocal(get(item, 'acls'), 'AclInfo', (value) => readAcls(value, this.#problems))
    const context = this.#unlessLocal(get(item, 'context'), 'ContextInfo', (value) =>
      readContext(value, this.#problems),
    )
    const object = strip(toS(given))
    if (object === '') this.#problems.refuse(given, item, noObject, 'object: an absolute path')
    if (this.#problems.list.length > before) return undefined
    const globs = [...(truthy(pattern) ? [pattern] : []), ...except]
    const stranger = globs.find((glob) => glob.kind !== 'string')
    const owners = ownersOf(get(item, 'owner'), get(item, 'group'))
    return {
      object,
      pattern: truthy(pattern) ? toS(pattern) : '**',
      except: except.map(toS),
      types,
      ...owners,
      ...(digits !== undefined && mode && { mode: digits, modeWritten: mode.written, modeAt: place(mode) }),
      ...(acls !== undefined && { acls }),
      ...(context !== undefined && { context }),
      ...(stranger && { fault: `undefined method \`chars' for ${toS(stranger)}:${className(stranger)}` }),
      at: place(given ?? item),
    }
  }

  #except(value: Value | undefined): readonly Value[] {
    if (!truthy(value)) return []
    if (value.kind === 'list') return value.items
    if (value.kind === 'map') return value.entries.map(pairOf)
    this.#problems.stumble(value, 'each', 'a list of patterns: ["*.log"]')
    return []
  }

  #types(value: Value | undefined): ('file' | 'directory')[] {
    if (!truthy(value)) return ['file', 'directory']
    const allowed = 'a list of file, directory or both: [file]'
    if (value.kind === 'map' && value.entries.length === 0) return []
    if (value.kind !== 'list' && value.kind !== 'map') {
      this.#problems.stumble(value, 'each', allowed)
      return []
    }
    const items = value.kind === 'list' ? value.items : value.entries.map(pairOf)
    const types: ('file' | 'directory')[] = []
    for (const item of items) {
      const type = item.kind === 'string' ? item.value : undefined
      if (type === 'file' || type === 'directory') types.push(type)
      else {
        const message = `The deployment failed because the application specification filespecifies a permission for an object type not supported for permissions (${toS(item)}). Update the permissions section of the AppSpec file, and then try again.`
        this.#problems.refuse(item, item, message, allowed)
        break
      }
    }
    return types
  }

  /** `codedeploy-local` 1.8.1 never loads the classes for ACLs and contexts, and fails where one is used. */
  #unlessLocal<T>(value: Value | undefined, name: string, read: (value: Value) => T | undefined): T | undefined {
    if (value === undefined || isNil(value)) return undefined
    if (!this.#options.codedeployLocal) return read(value)
    const message = `uninitialized constant InstanceAgent::Plugins::CodeDeployPlugin::ApplicationSpecification::${name}`
    return this.#problems.add({
      ...place(value),
      message,
      read: name === 'AclInfo' ? 'acls' : 'context',
      allowed: 'nothing: codedeploy-local 1.8.1 cannot apply it, the agent on an instance can',
      raises: 'NameError',
    })
  }

  /** The items of a list. Ruby also walks through a map and stumbles on its first entry; an empty one passes. */
  #items(value: Value, method: string, raises: string, allowed: string): readonly Value[] | undefined {
    if (value.kind === 'list') return value.items
    if (value.kind !== 'map') return this.#problems.stumble(value, 'each', allowed)
    const [first] = value.entries
    return first ? this.#problems.stumble(pairOf(first), method, allowed, raises) : []
  }

  #note(map: MapValue, known: readonly string[]): void {
    for (const { key } of map.entries) {
      if (key.kind === 'string' && known.includes(key.value)) continue
      this.#unknown.push({ key: toS(key), ...place(key) })
    }
  }
}

/** What Ruby hands out for each entry of a map that is walked through as a list. */
function pairOf({ key, value }: Entry): Value {
  return { kind: 'list', items: [key, value], written: key.written, ...place(key) }
}

/** Why a path that is not a text fails when it is used. */
/** Ruby's `File.join` takes the parts of a source as a list, too. */
function joined(source: Value | undefined): Value | undefined {
  if (source?.kind !== 'list') return source
  const parts = source.items.map(joined)
  if (!parts.every((part) => part?.kind === 'string')) return source
  return { ...source, kind: 'string', value: parts.map((part) => part.value).join('/') }
}

function pathFault(value: Value): string | undefined {
  if (value.kind === 'string') return undefined
  return `no implicit conversion of ${value.kind === 'bool' ? String(value.value) : className(value)} into String`
}

function ownersOf(
  owner: Value | undefined,
  group: Value | undefined,
): Pick<Permission, 'owner' | 'group' | 'ownerFault' | 'groupFault'> {
  const [ownerFault, groupFault] = [owner, group].map((value) => (truthy(value) ? pathFault(value) : undefined))
  return {
    ...(truthy(owner) && { owner: toS(owner) }),
    ...(truthy(group) && { group: toS(group) }),
    ...(ownerFault !== undefined && { ownerFault }),
    ...(groupFault !== undefined && { groupFault }),
  }
}

function place(at: Place): Place {
  return { line: at.line, column: at.column }
}
