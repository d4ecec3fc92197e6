import type { AssumeRoleWithWebIdentityCommandOutput, GetCallerIdentityCommandOutput } from '@aws-sdk/client-sts'
import type { DescribeAlarmsCommandInput, DescribeAlarmsCommandOutput } from '@aws-sdk/client-cloudwatch'
import type { LookupEventsCommandInput, LookupEventsCommandOutput } from '@aws-sdk/client-cloudtrail'
import type {
  DeleteObjectCommandInput,
  DeleteObjectCommandOutput,
  HeadObjectCommandInput,
  HeadObjectCommandOutput,
  PutObjectCommandInput,
  PutObjectCommandOutput,
} from '@aws-sdk/client-s3'

/** The small clients: only the calls that are used, in AWS's own shapes. All reject with an ActionError. */
export interface Storage {
  putObject(input: PutObjectCommandInput): Promise<PutObjectCommandOutput>
  headObject(input: HeadObjectCommandInput): Promise<HeadObjectCommandOutput>
  deleteObject(input: DeleteObjectCommandInput): Promise<DeleteObjectCommandOutput>
}

export interface Alarms {
  describeAlarms(input: DescribeAlarmsCommandInput): Promise<DescribeAlarmsCommandOutput>
}

export interface Trail {
  lookupEvents(input: LookupEventsCommandInput): Promise<LookupEventsCommandOutput>
}

export interface Identity {
  getCallerIdentity(): Promise<GetCallerIdentityCommandOutput>
}

export type WebIdentityAnswer = AssumeRoleWithWebIdentityCommandOutput
