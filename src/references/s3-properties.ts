/** Properties that hold the address of an S3 object in one text, by type of resource, as their path with dots. */
export const S3_URLS: Readonly<Record<string, readonly string[]>> = {
  'AWS::CloudFormation::Stack': ['TemplateURL'],
  'AWS::CloudFormation::StackSet': ['TemplateURL'],
  'AWS::CloudFormation::ModuleVersion': ['ModulePackage'],
  'AWS::CloudFormation::ResourceVersion': ['SchemaHandlerPackage'],
  'AWS::CloudFormation::HookVersion': ['SchemaHandlerPackage'],
  'AWS::AppSync::GraphQLSchema': ['DefinitionS3Location'],
  'AWS::AppSync::Resolver': ['CodeS3Location', 'RequestMappingTemplateS3Location', 'ResponseMappingTemplateS3Location'],
  'AWS::AppSync::FunctionConfiguration': [
    'CodeS3Location',
    'RequestMappingTemplateS3Location',
    'ResponseMappingTemplateS3Location',
  ],
  'AWS::Glue::Job': ['Command.ScriptLocation'],
  'AWS::SageMaker::Model': ['PrimaryContainer.ModelDataUrl', 'Containers.ModelDataUrl'],
}

/** The members of a map that together name an S3 object which the service reads. */
export const S3_MEMBERS: readonly {
  readonly bucket: string
  readonly key: string
  readonly versions: readonly string[]
}[] = [
  { bucket: 'S3Bucket', key: 'S3Key', versions: ['S3ObjectVersion'] },
  { bucket: 'Bucket', key: 'Key', versions: ['Version', 'ObjectVersion'] },
]
