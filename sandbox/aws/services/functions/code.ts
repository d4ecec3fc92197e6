import type * as sdk from '@aws-sdk/client-lambda'
import { ServiceError } from '../../../contract.ts'
import type { Home } from '../../names.ts'
import type { ObjectStore } from '../s3/store.ts'
import type { Code } from './functions.ts'

/** Maximum size of an inline archive, in bytes of Base64. */
const MAX_REQUEST_BYTES = 69_905_067

export const invalid = (message: string): ServiceError => new ServiceError('InvalidParameterValueException', message)

/** The code of a request: inline, or an object in S3. */
export function codeFrom(
  input: sdk.UpdateFunctionCodeCommandInput,
  home: Home,
  objects: ObjectStore,
  keep: (archive: Uint8Array) => Code,
): Code {
  const { ZipFile: zip, S3Bucket: bucket, S3Key: key, S3ObjectVersion: version, ImageUri: image } = input
  if (image !== undefined) throw invalid('The sandbox has no container images.')
  if (zip === undefined && (bucket === undefined || key === undefined)) {
    throw invalid('Please provide a source for function code.')
  }
  if (zip === undefined) return checked(readCode(objects, home, bucket ?? '', key ?? '', version), keep)
  if (bucket !== undefined || key !== undefined) {
    throw invalid('Please do not provide other FunctionCode parameters when providing a ZipFile.')
  }
  if ((zip.byteLength * 4) / 3 > MAX_REQUEST_BYTES) {
    const message = `Request must be smaller than ${MAX_REQUEST_BYTES} bytes for the UpdateFunctionCode operation`
    throw new ServiceError('RequestEntityTooLargeException', message, 413)
  }
  return checked(zip, keep)
}

/** Reads code from S3; throws Lambda's error when S3 rejects the request. */
export function readCode(objects: ObjectStore, home: Home, bucket: string, key: string, version?: string): Buffer {
  const refused = (code: string, message: string): ServiceError =>
    invalid(`Error occurred while GetObject. S3 Error Code: ${code}. S3 Error Message: ${message}`)
  const found = objects.find(bucket)
  if (found === undefined) throw refused('NoSuchBucket', 'The specified bucket does not exist')
  if (found.region !== home.region) {
    throw refused(
      'PermanentRedirect',
      `The bucket is in this region: ${found.region}. Please use this region to retry the request`,
    )
  }
  const object = objects.get(found, key, version)
  if (object !== undefined) return object.body
  throw version === undefined
    ? refused('NoSuchKey', 'The specified key does not exist.')
    : refused('NoSuchVersion', 'The specified version does not exist.')
}

const FILE = Buffer.from('PK\x03\x04', 'latin1')
const END = Buffer.from('PK\x05\x06', 'latin1')

/** Checks that an archive is a ZIP file that is not empty. */
function checked(archive: Uint8Array, keep: (archive: Uint8Array) => Code): Code {
  const bytes = Buffer.from(archive)
  if (bytes.indexOf(END) === 0 || bytes.length === 0) throw invalid('Uploaded file must be a non-empty zip')
  if (bytes.indexOf(FILE) < 0 || bytes.lastIndexOf(END) < 0) {
    throw invalid('Could not unzip uploaded file. Please check your file, then try to upload again.')
  }
  return keep(archive)
}
