import type * as sdk from '@aws-sdk/client-codedeploy'
import { parse } from 'yaml'
import type { ObjectStore } from '../../s3/store.ts'

/** The AppSpec of a Lambda or ECS deployment: one resource, and hook functions. */
export interface AppSpec {
  readonly name: string
  readonly type: string
  readonly properties: Readonly<Record<string, unknown>>
  /** Function names by lifecycle event. */
  readonly hooks: ReadonlyMap<string, string>
}

export class InvalidAppSpec extends Error {}

interface Document {
  readonly Resources?: readonly Record<string, { Type?: string; Properties?: Record<string, unknown> }>[]
  readonly Hooks?: readonly Record<string, string>[]
  readonly resources?: Document['Resources']
  readonly hooks?: Document['Hooks']
}

/** Reads the AppSpec of a revision, inline or in S3. Throws InvalidAppSpec. */
export function readAppSpec(revision: sdk.RevisionLocation | undefined, objects: ObjectStore): AppSpec {
  const text = revision?.appSpecContent?.content ?? revision?.string?.content ?? fromS3(revision?.s3Location, objects)
  if (text === undefined) throw new InvalidAppSpec('The AppSpec file could not be found')
  let document: Document | null
  try {
    document = parse(text) as Document | null
  } catch (error) {
    throw new InvalidAppSpec(
      `The AppSpec file cannot be parsed: ${error instanceof Error ? error.message : String(error)}`,
    )
  }
  const [entry] = document?.Resources ?? document?.resources ?? []
  const [name, resource] = Object.entries(entry ?? {})[0] ?? []
  if (name === undefined || resource?.Properties === undefined)
    throw new InvalidAppSpec('The AppSpec file has no resource')
  const hooks = (document?.Hooks ?? document?.hooks ?? []).flatMap((each) => Object.entries(each))
  return { name, type: resource.Type ?? '', properties: resource.Properties, hooks: new Map(hooks) }
}

function fromS3(location: sdk.S3Location | undefined, objects: ObjectStore): string | undefined {
  const bucket = objects.find(location?.bucket ?? '')
  return bucket && objects.get(bucket, location?.key ?? '', location?.version)?.body.toString('utf8')
}
