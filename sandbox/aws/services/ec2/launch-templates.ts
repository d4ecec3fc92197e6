import type * as sdk from '@aws-sdk/client-ec2'
import { ServiceError } from '../../../contract.ts'
import type { Call, Service } from '../../../contract.ts'
import { hexId, homeKey } from '../../names.ts'
import type { Home } from '../../names.ts'
import { perWorld } from '../../world.ts'
import type { World } from '../../world.ts'
import { byId, filtered, given, page, specifiedTags, tagFilters } from './requests.ts'
import type { Tag } from './requests.ts'

export interface Version {
  readonly number: number
  readonly data: Readonly<Record<string, unknown>>
  readonly description: string | undefined
  readonly created: Date
  readonly by: string
}

export interface LaunchTemplate {
  readonly home: Home
  readonly id: string
  readonly name: string
  tags: readonly Tag[]
  readonly versions: Version[]
  defaultVersion: number
}

type Data = Version['data']

export interface LaunchTemplates {
  create(home: Home, name: string, first: Omit<Version, 'number'>, tags: readonly Tag[]): LaunchTemplate
  addVersion(template: LaunchTemplate, version: Omit<Version, 'number'>): Version
  list(home: Home): LaunchTemplate[]
  remove(template: LaunchTemplate): void
}

/** The launch templates of all accounts. */
export const launchTemplates = perWorld((): LaunchTemplates => {
  const templates = new Map<string, LaunchTemplate>()
  const list = (home: Home): LaunchTemplate[] =>
    [...templates.values()].filter((each) => homeKey(each.home) === homeKey(home))
  return {
    create({ account, region }, name, first, tags) {
      if (list({ account, region }).some((each) => each.name === name)) {
        throw new ServiceError(
          'InvalidLaunchTemplateName.AlreadyExistsException',
          'Launch template name already in use.',
        )
      }
      const template: LaunchTemplate = {
        home: { account, region },
        id: hexId('lt-'),
        name,
        tags,
        versions: [{ ...first, number: 1 }],
        defaultVersion: 1,
      }
      templates.set(template.id, template)
      return template
    },
    addVersion(template, version) {
      const made = { ...version, number: latest(template) + 1 }
      template.versions.push(made)
      return made
    },
    list,
    remove: ({ id }) => void templates.delete(id),
  }
})

export const latest = ({ versions }: LaunchTemplate): number => versions.at(-1)?.number ?? 0

const idNotFound = (id: string): ServiceError =>
  /^lt-[0-9a-f]+$/.test(id)
    ? new ServiceError(
        'InvalidLaunchTemplateId.NotFound',
        `The specified launch template, with template ID ${id}, does not exist.`,
      )
    : new ServiceError('InvalidLaunchTemplateId.Malformed', `The specified launch template ID '${id}' is not valid.`)

const nameNotFound = (name: string): ServiceError =>
  new ServiceError(
    'InvalidLaunchTemplateName.NotFoundException',
    `The specified launch template, with template name ${name}, does not exist.`,
  )

interface Named {
  readonly LaunchTemplateId?: string | undefined
  readonly LaunchTemplateName?: string | undefined
}

/** The template of a request, by ID or name. */
function templateOf(
  world: World,
  home: Home,
  { LaunchTemplateId: id, LaunchTemplateName: name }: Named,
): LaunchTemplate {
  const all = launchTemplates(world).list(home)
  const found = all.find((each) => (id === undefined ? each.name === name : each.id === id))
  if (found !== undefined) return found
  throw id === undefined ? nameNotFound(name ?? '') : idNotFound(id)
}

/** A version by number, `$Latest` or `$Default`. */
export function versionOf(template: LaunchTemplate, wanted: string): Version {
  const number =
    wanted === '$Latest' ? latest(template) : wanted === '$Default' ? template.defaultVersion : Number(wanted)
  const found = template.versions.find((each) => each.number === number)
  if (found === undefined) {
    throw new ServiceError(
      'InvalidLaunchTemplateId.VersionNotFound',
      `Could not find the specified version ${wanted} for the launch template with ID ${template.id}.`,
    )
  }
  return found
}

const describeTemplate = (template: LaunchTemplate): sdk.LaunchTemplate => {
  const [first] = template.versions
  return {
    LaunchTemplateId: template.id,
    LaunchTemplateName: template.name,
    ...(first && { CreateTime: first.created, CreatedBy: first.by }),
    DefaultVersionNumber: template.defaultVersion,
    LatestVersionNumber: latest(template),
    Tags: [...template.tags],
  }
}

const describeVersion = (template: LaunchTemplate, version: Version): sdk.LaunchTemplateVersion => ({
  LaunchTemplateId: template.id,
  LaunchTemplateName: template.name,
  VersionNumber: version.number,
  ...(version.description !== undefined && { VersionDescription: version.description }),
  CreateTime: version.created,
  CreatedBy: version.by,
  DefaultVersion: version.number === template.defaultVersion,
  LaunchTemplateData: version.data,
})

/** Launch templates and their versions. */
export function launchTemplateOperations(world: World): Service['operations'] {
  const templates = launchTemplates(world)
  const version = (call: Call, data: unknown, description: string | undefined): Omit<Version, 'number'> => ({
    data: (data ?? {}) as Data,
    description,
    created: world.clock.now(),
    by: call.principal,
  })

  return {
    CreateLaunchTemplate(input: sdk.CreateLaunchTemplateCommandInput, call) {
      const { LaunchTemplateName: name = '', LaunchTemplateData: data, VersionDescription: description } = input
      const tags = specifiedTags(input.TagSpecifications, 'launch-template')
      return { LaunchTemplate: describeTemplate(templates.create(call, name, version(call, data, description), tags)) }
    },
    CreateLaunchTemplateVersion(input: sdk.CreateLaunchTemplateVersionCommandInput, call) {
      const template = templateOf(world, call, input)
      const { SourceVersion: source, LaunchTemplateData: data, VersionDescription: description } = input
      // Of a source, the members that the request gives are replaced.
      const base = source === undefined ? {} : versionOf(template, source).data
      const made = templates.addVersion(template, version(call, { ...base, ...data }, description))
      return { LaunchTemplateVersion: describeVersion(template, made) }
    },
    ModifyLaunchTemplate(input: sdk.ModifyLaunchTemplateCommandInput, call) {
      const template = templateOf(world, call, input)
      if (input.DefaultVersion !== undefined) template.defaultVersion = versionOf(template, input.DefaultVersion).number
      return { LaunchTemplate: describeTemplate(template) }
    },
    DeleteLaunchTemplate(input: sdk.DeleteLaunchTemplateCommandInput, call) {
      const template = templateOf(world, call, input)
      templates.remove(template)
      return { LaunchTemplate: describeTemplate(template) }
    },
    DescribeLaunchTemplates(input: sdk.DescribeLaunchTemplatesCommandInput, call) {
      const all = byId(templates.list(call), input.LaunchTemplateIds, ({ id }) => id, idNotFound)
      const named = byId(all, input.LaunchTemplateNames, ({ name }) => name, nameNotFound)
      const found = filtered(
        named,
        input.Filters,
        (each) => ({ ...tagFilters(each.tags), 'launch-template-name': [each.name] }),
        ['launch-template-name'],
      )
      const { items, more } = page(found, input, { least: 1, most: 200 })
      return { LaunchTemplates: items.map(describeTemplate), ...more }
    },
    /** Newest first; without a template, the `$Latest` or `$Default` of all. */
    DescribeLaunchTemplateVersions(input: sdk.DescribeLaunchTemplateVersionsCommandInput, call) {
      const { LaunchTemplateId: id, LaunchTemplateName: name, Versions: wanted } = input
      const single = id !== undefined || name !== undefined
      const among = single ? [templateOf(world, call, input)] : templates.list(call)
      if (!single && !given(wanted)) {
        throw new ServiceError(
          'MissingParameter',
          'The request must contain the parameter Launch Template ID or Launch Template Name',
        )
      }
      const [min, max] = [Number(input.MinVersion ?? 1), Number(input.MaxVersion ?? Infinity)]
      const found = among.flatMap((template) => {
        const versions = given(wanted)
          ? wanted.map((each) => versionOf(template, each))
          : template.versions.filter(({ number }) => number >= min && number <= max).toReversed()
        return versions.map((each) => describeVersion(template, each))
      })
      const { items, more } = page(found, input, { least: 1, most: 200 })
      return { LaunchTemplateVersions: items, ...more }
    },
  }
}
