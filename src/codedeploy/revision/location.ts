import type { RevisionLocation } from '@aws-sdk/client-codedeploy'
import { digestOfBytes } from '../../evidence/digest.ts'

/** Where the revision is and what tells its content: an S3 object without a version or an ETag may be another one. */
export function showRevision({
  s3Location: s3,
  gitHubLocation: github,
  appSpecContent,
  string,
}: RevisionLocation): string {
  if (s3) return `s3://${s3.bucket}/${s3.key} ${s3.version ?? s3.eTag ?? 'of unknown content'}`
  if (github) return `${github.repository} ${github.commitId}`
  const text = appSpecContent?.content ?? string?.content
  return text === undefined ? 'unknown' : digestOfBytes(Buffer.from(text))
}

/** CodeDeploy may add an ETag or a version to the location that it was given. */
export function sameRevision(a: RevisionLocation, b: RevisionLocation): boolean {
  const [one, other] = [a.s3Location, b.s3Location]
  if (one === undefined || other === undefined) return showRevision(a) === showRevision(b)
  const agree = (key: 'eTag' | 'version'): boolean =>
    one[key] === undefined || other[key] === undefined || one[key] === other[key]
  return one.bucket === other.bucket && one.key === other.key && agree('eTag') && agree('version')
}
