import { parseDocument } from 'yaml'
import type { CollectionTag, ScalarTag } from 'yaml'
import { invalid } from '../errors.ts'

export const STACK_TYPE = 'AWS::CloudFormation::Stack'

export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json }
export type JsonObject = { readonly [name: string]: Json }

export interface ParameterDefinition {
  readonly Type: string
  readonly Default?: Json
  readonly AllowedValues?: readonly Json[]
  readonly AllowedPattern?: string
  readonly ConstraintDescription?: string
  readonly MinLength?: number | string
  readonly MaxLength?: number | string
  readonly MinValue?: number | string
  readonly MaxValue?: number | string
  readonly NoEcho?: boolean | string
  readonly Description?: string
}

export interface ResourceDefinition {
  readonly Type: string
  readonly Properties?: JsonObject
  readonly Condition?: string
  readonly DependsOn?: string | readonly string[]
  readonly DeletionPolicy?: Json
  readonly UpdateReplacePolicy?: Json
  readonly UpdatePolicy?: Json
  readonly CreationPolicy?: Json
  readonly Metadata?: Json
}

export interface OutputDefinition {
  readonly Value: Json
  readonly Description?: Json
  readonly Export?: { readonly Name: Json }
  readonly Condition?: string
}

export interface Template {
  readonly Description?: string
  readonly Metadata?: Json
  readonly Transform?: Json
  readonly Parameters: Readonly<Record<string, ParameterDefinition>>
  readonly Mappings: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, Json>>>>>>
  readonly Conditions: Readonly<Record<string, Json>>
  readonly Rules: Readonly<Record<string, Json>>
  readonly Resources: Readonly<Record<string, ResourceDefinition>>
  readonly Outputs: Readonly<Record<string, OutputDefinition>>
  readonly Hooks?: Json
}

const SHORT_FORMS = [
  'And',
  'Base64',
  'Cidr',
  'Contains',
  'EachMemberEquals',
  'EachMemberIn',
  'Equals',
  'FindInMap',
  'GetAtt',
  'GetAZs',
  'If',
  'ImportValue',
  'Join',
  'Length',
  'Not',
  'Or',
  'RefAll',
  'Select',
  'Split',
  'Sub',
  'ToJsonString',
  'Transform',
  'ValueOf',
  'ValueOfAll',
]

function longForm(tag: string): string {
  return tag === 'Ref' || tag === 'Condition' ? tag : `Fn::${tag}`
}

function getAttPath(text: string): string | string[] {
  const dot = text.indexOf('.')
  return dot < 0 ? text : [text.slice(0, dot), text.slice(dot + 1)]
}

/** YAML tags of the short forms (`!Sub text`), for each kind of node that can have the tag. */
const TAGS: (ScalarTag | CollectionTag)[] = [...SHORT_FORMS, 'Ref', 'Condition'].flatMap((name) => {
  const wrap = (value: unknown) => ({ [longForm(name)]: value })
  return [
    { tag: `!${name}`, resolve: (text: string) => wrap(name === 'GetAtt' ? getAttPath(text) : text) },
    { tag: `!${name}`, collection: 'seq', resolve: (node: unknown) => new Tagged(longForm(name), node) },
    { tag: `!${name}`, collection: 'map', resolve: (node: unknown) => new Tagged(longForm(name), node) },
  ] as (ScalarTag | CollectionTag)[]
})

/** A YAML collection with a short-form tag, which becomes the long form. */
class Tagged {
  readonly name: string
  readonly node: unknown

  constructor(name: string, node: unknown) {
    this.name = name
    this.node = node
  }

  toJSON(argument: unknown, context: unknown): unknown {
    return { [this.name]: (this.node as { toJSON(a: unknown, c: unknown): unknown }).toJSON(argument, context) }
  }
}

/** Parses the text of a template, with short forms expanded; throws CloudFormation's error for malformed text. */
export function parseText(body: string): unknown {
  if (body.trimStart().startsWith('{')) {
    try {
      return JSON.parse(body)
    } catch {
      throw invalid('Template format error: JSON not well-formed.')
    }
  }
  const document = parseDocument(body, { customTags: TAGS, uniqueKeys: false, logLevel: 'silent' })
  if (document.errors.length > 0) throw invalid('Template format error: YAML not well-formed.')
  // Without `json`, the values of tagged collections would remain nodes of the parser.
  return document.toJS({ json: true, maxAliasCount: 1000 })
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
