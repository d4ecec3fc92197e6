import { readCapacity, readNetwork, readPlatformVersion } from './service-ecs.ts'
import { get, Notes, type MapValue } from './service-notes.ts'
import type { EcsAppSpec, LambdaAppSpec, Parsed, ParseOptions, Place, ServiceHook } from './types.ts'
import { isNil, toS } from './values.ts'
import type { Value } from './values.ts'

/** Events at which CodeDeploy calls a Lambda function (user guide, "AppSpec hooks"). */
const SERVICE_HOOKS = {
  lambda: ['BeforeAllowTraffic', 'AfterAllowTraffic'],
  ecs: ['BeforeInstall', 'AfterInstall', 'AfterAllowTestTraffic', 'BeforeAllowTraffic', 'AfterAllowTraffic'],
} as const

const ECS_KEYS = [
  'TaskDefinition',
  'LoadBalancerInfo',
  'PlatformVersion',
  'NetworkConfiguration',
  'CapacityProviderStrategy',
]
const VERSION = /^[1-9]\d*$/
const TASK_DEFINITION = /^arn:aws[\w-]*:ecs:[\w-]+:\d{12}:task-definition\/[\w-]+:[1-9]\d*$/

type ServiceOptions = Pick<ParseOptions, 'file' | 'supplied' | 'words'>

/** An AppSpec for Lambda or ECS, judged by the user guide: the service alone reads these files. */
export function readService<P extends 'lambda' | 'ecs'>(
  root: Value | undefined,
  platform: P,
  options: ServiceOptions,
): Parsed<P extends 'lambda' ? LambdaAppSpec : EcsAppSpec> {
  const reader = new ServiceReader(platform, options)
  const spec = reader.read(root, options.file)
  type Spec = P extends 'lambda' ? LambdaAppSpec : EcsAppSpec
  return spec && reader.problems.length === 0
    ? { ok: true, spec: spec as Spec }
    : { ok: false, problems: reader.problems }
}

class ServiceReader {
  readonly #platform: 'lambda' | 'ecs'
  readonly #supplied: ReadonlySet<string>
  readonly #words: (text: string) => string
  readonly #notes = new Notes()

  constructor(platform: 'lambda' | 'ecs', options: ServiceOptions) {
    this.#platform = platform
    this.#supplied = new Set(options.supplied)
    this.#words = options.words ?? ((text) => text)
  }

  get problems(): Notes['problems']['list'] {
    return this.#notes.problems.list
  }

  read(root: Value | undefined, file: string): LambdaAppSpec | EcsAppSpec | undefined {
    if (root?.kind !== 'map') {
      return this.#notes.wrong(
        root,
        { line: 1, column: 1 },
        'The AppSpec is empty or has no keys.',
        'version, Resources and Hooks',
      )
    }
    this.#notes.keys(root, ['version', 'Resources', 'Hooks'])
    this.#version(get(root, 'version'), root)
    const hooks = this.#hooks(get(root, 'Hooks'))
    const resource = this.#resource(get(root, 'Resources'), root)
    if (!resource) return undefined
    const { name, properties } = resource
    return this.#platform === 'lambda'
      ? this.#lambda(file, name, properties, hooks)
      : this.#ecs(file, name, properties, hooks)
  }

  #version(value: Value | undefined, root: MapValue): void {
    const key = root.entries.find((entry) => entry.value === value)?.key
    if (key && toS(key) !== 'version')
      this.#notes.doubt(key, 'The user guide writes this key in small letters everywhere.', 'version: 0.0')
    if ((value?.kind === 'int' || value?.kind === 'float') && Number(value.value) === 0) return
    if (value?.kind === 'string' && value.value === '0.0') {
      this.#notes.doubt(
        value,
        'The version is a text. The user guide writes a number.',
        'version: 0.0, a number without quotes',
      )
      return
    }
    this.#notes.wrong(value, root, 'The version is not 0.0.', 'version: 0.0')
  }

  /** The one resource of the AppSpec: a list with one entry of one key. */
  #resource(value: Value | undefined, root: Place): { name: string; properties: MapValue } | undefined {
    const allowed = 'a list with one resource'
    if (value !== undefined && !isNil(value) && value.kind !== 'list')
      return this.#notes.wrong(value, root, 'Resources is not a list.', allowed)
    if (value?.kind !== 'list' || value.items.length === 0)
      return this.#notes.wrong(value, root, 'There are no Resources.', allowed)
    const named = value.items.flatMap((item) => (item.kind === 'map' ? item.entries : []))
    const [first, second] = named
    if (!first) return this.#notes.wrong(value, value, 'The resource has no name.', allowed)
    if (second || value.items.length > 1) {
      return this.#notes.wrong(
        second?.key,
        value,
        'There is more than one resource.',
        `${allowed}: a deployment shifts one`,
      )
    }
    const body = first.value
    if (body.kind !== 'map')
      return this.#notes.wrong(body, first.key, 'The resource is not described.', 'Type and Properties')
    this.#notes.keys(body, ['Type', 'Properties'])
    const type = get(body, 'Type')
    const wanted = this.#platform === 'lambda' ? 'AWS::Lambda::Function' : 'AWS::ECS::Service'
    if (type?.kind !== 'string' || type.value !== wanted)
      this.#notes.wrong(type, first.key, 'The Type of the resource is not right.', wanted)
    if (this.#platform === 'ecs' && toS(first.key) !== 'TargetService') {
      this.#notes.wrong(
        first.key,
        first.key,
        'The resource has another name than the service expects.',
        'TargetService',
      )
    }
    const properties = get(body, 'Properties')
    if (properties?.kind !== 'map')
      return this.#notes.wrong(properties, first.key, 'The resource has no Properties.', 'Properties')
    return { name: toS(first.key), properties }
  }

  #lambda(file: string, resource: string, properties: MapValue, hooks: ServiceHook[]): LambdaAppSpec {
    this.#notes.keys(properties, ['Name', 'Alias', 'CurrentVersion', 'TargetVersion'])
    const [current, target] = [get(properties, 'CurrentVersion'), get(properties, 'TargetVersion')]
    if (target && !this.#supplied.has('CurrentVersion') && VERSION.test(toS(target)) && toS(target) === toS(current))
      this.#notes.doubt(
        target,
        'Both versions are the same: no traffic is shifted.',
        'another version than CurrentVersion',
      )
    return {
      platform: 'lambda',
      file,
      resource,
      name: this.#text(properties, 'Name', 'the name of the function'),
      alias: this.#text(properties, 'Alias', 'the name of an alias of the function'),
      currentVersion: this.#functionVersion(properties, 'CurrentVersion'),
      targetVersion: this.#functionVersion(properties, 'TargetVersion'),
      hooks,
      unclear: this.#notes.unclear,
    }
  }

  #functionVersion(properties: MapValue, key: string): string {
    const allowed = 'a published version as a text, e.g. "2"'
    const value = get(properties, key)
    if (value?.kind === 'int' && value.value > 0n) {
      this.#notes.doubt(value, `${key} is a number. The user guide writes texts.`, allowed)
      return toS(value)
    }
    const text = this.#text(properties, key, allowed)
    if (text !== '' && !VERSION.test(text))
      this.#notes.wrong(value, properties, `${key} is not a positive whole number.`, allowed)
    return text
  }

  #ecs(file: string, resource: string, properties: MapValue, hooks: ServiceHook[]): EcsAppSpec {
    this.#notes.keys(properties, ECS_KEYS)
    const balancer = get(properties, 'LoadBalancerInfo')
    let containerName = ''
    let containerPort = 0
    if (balancer?.kind === 'map') {
      this.#notes.keys(balancer, ['ContainerName', 'ContainerPort'])
      containerName = this.#text(balancer, 'ContainerName', 'the name of a container of the task definition')
      const port = get(balancer, 'ContainerPort')
      if (port?.kind === 'int' && port.value > 0n && port.value < 65536n) containerPort = Number(port.value)
      else this.#notes.wrong(port, balancer, 'ContainerPort is not a port.', 'a number from 1 to 65535, without quotes')
    } else {
      const message = isNil(balancer) ? 'LoadBalancerInfo is missing.' : 'LoadBalancerInfo is not a map.'
      this.#notes.wrong(balancer, properties, message, 'ContainerName and ContainerPort')
    }
    readNetwork(get(properties, 'NetworkConfiguration'), this.#notes)
    readCapacity(get(properties, 'CapacityProviderStrategy'), this.#notes)
    const platformVersion = readPlatformVersion(get(properties, 'PlatformVersion'), this.#notes)
    return {
      platform: 'ecs',
      file,
      resource,
      taskDefinition: this.#taskDefinition(properties),
      containerName,
      containerPort,
      ...(platformVersion !== undefined && { platformVersion }),
      hooks,
      unclear: this.#notes.unclear,
    }
  }

  #taskDefinition(properties: MapValue): string {
    const allowed = 'the ARN of a task definition, with its revision'
    const text = this.#text(properties, 'TaskDefinition', allowed)
    const value = get(properties, 'TaskDefinition')
    // What words of the configuration stand for is judged where they are known.
    if (text !== '' && value?.kind === 'string' && !value.value.includes('{') && !TASK_DEFINITION.test(text)) {
      const what = isPlaceholder(value) ? 'a placeholder that nothing fills here' : 'not the ARN of one revision'
      this.#notes.doubt(value, `TaskDefinition is ${what}.`, allowed)
    }
    return text
  }

  #hooks(value: Value | undefined): ServiceHook[] {
    if (value === undefined || isNil(value)) return []
    if (value.kind !== 'list') {
      this.#notes.wrong(value, value, 'Hooks is not a list.', '- BeforeAllowTraffic: name of a function')
      return []
    }
    const known: readonly string[] = SERVICE_HOOKS[this.#platform]
    const seen = new Set<string>()
    return value.items.flatMap((item): ServiceHook[] => {
      if (item.kind !== 'map') {
        this.#notes.wrong(
          item,
          item,
          'A hook is not an event with a function.',
          '- BeforeAllowTraffic: name of a function',
        )
        return []
      }
      if (item.entries.length !== 1) {
        const allowed = '- BeforeAllowTraffic: name of a function'
        if (item.entries.length === 0) this.#notes.wrong(item, item, 'A hook names no event.', allowed)
        else this.#notes.doubt(item, 'One entry of Hooks has several events.', `an entry for each: ${allowed}`)
      }
      return item.entries.map(({ key, value: target }) => {
        const event = toS(key)
        if (!known.includes(event))
          this.#notes.wrong(key, item, `${event} is not an event of this platform.`, known.join(', '))
        if (seen.has(event)) this.#notes.doubt(key, `${event} occurs twice.`, 'each event once')
        seen.add(event)
        if (target.kind !== 'string' || target.value.trim() === '') {
          this.#notes.wrong(target, key, `${event} names no function.`, 'the name or ARN of a Lambda function')
        }
        return { event, function: this.#words(toS(target)), line: key.line, column: key.column }
      })
    })
  }

  #text(map: MapValue, key: string, allowed: string): string {
    const value = get(map, key)
    if (this.#supplied.has(key) && (isNil(value) || isPlaceholder(value))) return ''
    if (value?.kind === 'string' && value.value.trim() !== '') return this.#words(value.value)
    this.#notes.wrong(value, map, isNil(value) ? `${key} is missing.` : `${key} is not a text.`, allowed)
    return ''
  }
}

/** `<TASK_DEFINITION>`: what CodePipeline and AWS's actions put a value in the place of. */
function isPlaceholder(value: Value | undefined): boolean {
  return value?.kind === 'string' && /^<[^<>]+>$/.test(value.value)
}
