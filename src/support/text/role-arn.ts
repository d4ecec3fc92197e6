/** Source of a regular expression for the ARN of a role of IAM: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html */
export const ROLE_ARN = String.raw`arn:[a-z-]+:iam::\d{12}:role/([!-~]+/)?[\w+=,.@-]{1,64}`
