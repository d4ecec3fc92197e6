import { XMLParser } from 'fast-xml-parser'
import { ServiceError } from '../../../contract.ts'
import type { Call } from '../../../contract.ts'
import { asList, policyDocument, statementsOf } from '../../identity/policy.ts'
import type { PolicyDocument, Statement } from '../../identity/policy.ts'
import { blockOf } from './public-access.ts'
import type { PublicAccessBlock } from './public-access.ts'
import type { S3Input, S3Output } from './contract.ts'
import type { Bucket } from './store.ts'

type Operation = (input: S3Input, call: Call) => S3Output

/** Operations on the policy of a bucket and on its public access block. */
export function policyOperations(bucketOf: (input: S3Input, call: Call) => Bucket): Record<string, Operation> {
  return {
    GetBucketPolicy: (input, call) => ({
      headers: { 'content-type': 'application/json' },
      bytes: Buffer.from(policyOf(bucketOf(input, call))),
    }),
    GetBucketPolicyStatus(input, call) {
      const document = policyDocument.parse(JSON.parse(policyOf(bucketOf(input, call))))
      return { xml: ['PolicyStatus', { IsPublic: String(isPublic(document)) }] }
    },
    PutBucketPolicy(input, call) {
      putPolicy(bucketOf(input, call), input.body.toString('utf8'))
      return { status: 204 }
    },
    DeleteBucketPolicy(input, call) {
      delete bucketOf(input, call).policy
      return { status: 204 }
    },
    GetPublicAccessBlock(input, call) {
      const bucket = bucketOf(input, call)
      if (bucket.publicAccessBlock === undefined) {
        throw new ServiceError(
          'NoSuchPublicAccessBlockConfiguration',
          'The public access block configuration was not found',
          404,
          { BucketName: bucket.name },
        )
      }
      const shown = Object.entries(bucket.publicAccessBlock).map(([name, value]) => [name, String(value)])
      return { xml: ['PublicAccessBlockConfiguration', Object.fromEntries(shown) as Record<string, string>] }
    },
    PutPublicAccessBlock(input, call) {
      bucketOf(input, call).publicAccessBlock = blockIn(input.body.toString('utf8'))
      return {}
    },
    DeletePublicAccessBlock(input, call) {
      delete bucketOf(input, call).publicAccessBlock
      return { status: 204 }
    },
    GetBucketOwnershipControls(input, call) {
      const { ownership = 'BucketOwnerEnforced' } = bucketOf(input, call)
      return { xml: ['OwnershipControls', { Rule: { ObjectOwnership: ownership } }] }
    },
  }
}

function policyOf({ name, policy }: Bucket): string {
  if (policy === undefined) {
    throw new ServiceError('NoSuchBucketPolicy', 'The bucket policy does not exist', 404, { BucketName: name })
  }
  return policy
}

/** Sets the policy of a bucket; throws S3's error. */
export function putPolicy(bucket: Bucket, text: string): void {
  const document = readBucketPolicy(bucket, text)
  if (bucket.publicAccessBlock?.BlockPublicPolicy === true && isPublic(document)) {
    throw new ServiceError(
      'AccessDenied',
      `public policies are prevented by the BlockPublicPolicy setting in S3 Block Public Access.`,
      403,
    )
  }
  bucket.policy = text
}

function readBucketPolicy({ name }: Bucket, text: string): PolicyDocument {
  const malformed = (message: string): ServiceError => new ServiceError('MalformedPolicy', message, 400)
  let given: unknown
  try {
    given = JSON.parse(text)
  } catch {
    throw malformed("Policies must be valid JSON and the first byte must be '{'")
  }
  const read = policyDocument.safeParse(given)
  const [issue] = read.error?.issues ?? []
  if (!read.success) throw malformed(`Policy has invalid ${issue?.path.join('.')}: ${issue?.message}`)
  for (const each of statementsOf(read.data)) {
    if (each.Principal === undefined && each.NotPrincipal === undefined) {
      throw malformed('Missing required field Principal')
    }
    const own = `arn:aws:s3:::${name}`
    const foreign = asList(each.Resource ?? []).some(
      (arn) => arn !== own && !arn.startsWith(`${own}/`) && !arn.includes('*'),
    )
    if (foreign) throw malformed('Policy has invalid resource')
  }
  return read.data
}

/** Keys whose fixed values keep a policy from being public ("The meaning of public", S3 User Guide). */
const LIMITING = new Set(
  [
    'aws:SourceIp',
    'aws:SourceArn',
    'aws:SourceVpc',
    'aws:SourceVpce',
    'aws:SourceOwner',
    'aws:SourceAccount',
    'aws:PrincipalArn',
    'aws:PrincipalAccount',
    'aws:PrincipalOrgID',
    'aws:PrincipalOrgPaths',
    'aws:userid',
    's3:x-amz-server-side-encryption-aws-kms-key-id',
    's3:DataAccessPointArn',
    's3:DataAccessPointAccount',
  ].map((key) => key.toLowerCase()),
)

/** Whether a policy allows something to everybody. */
export function isPublic(document: PolicyDocument): boolean {
  return statementsOf(document).some((each) => each.Effect === 'Allow' && namesEverybody(each) && !isLimited(each))
}

function namesEverybody({ Principal, NotPrincipal }: Statement): boolean {
  if (NotPrincipal !== undefined || Principal === '*') return true
  return Object.values(Principal ?? {}).some((names) => asList(names ?? []).includes('*'))
}

function isLimited({ Condition }: Statement): boolean {
  return Object.entries(Condition ?? {}).some(
    ([operator, keys]) =>
      !/Not|IfExists|Null|ForAllValues/i.test(operator) &&
      Object.entries(keys).some(
        ([key, values]) => LIMITING.has(key.toLowerCase()) && asList(values).every((value) => isFixed(key, value)),
      ),
  )
}

/** A value without wildcards and variables; an address range is fixed unless it is all addresses. */
function isFixed(key: string, value: string): boolean {
  if (key.toLowerCase() === 'aws:sourceip') return !value.endsWith('/0')
  return !/[*?]|\$\{/.test(value)
}

const parser = new XMLParser({ parseTagValue: false })

function blockIn(body: string): PublicAccessBlock {
  const { PublicAccessBlockConfiguration: given } = parser.parse(body) as {
    PublicAccessBlockConfiguration?: Readonly<Record<string, string>> | string
  }
  if (given === undefined) {
    throw new ServiceError(
      'MalformedXML',
      'The XML you provided was not well-formed or did not validate against our published schema',
      400,
    )
  }
  return blockOf(typeof given === 'string' ? {} : given)
}
