/**
 * What CloudFormation requires at a property in place of a local file: an `s3://` URL, the `https://` URL of a template, or a
 * map that names an object.
 */
export type Form = 's3' | 'https' | 'S3Bucket/S3Key' | 'Bucket/Key'

/** What is uploaded: a file as it is; a folder or file as a zip; a template, packaged itself. */
export type Content = 'file' | 'zip' | 'template'

export interface PackagedProperty {
  /** Path from the properties of the resource with dots; `*` is any key. */
  readonly path: string
  readonly form: Form
  readonly content: Content
}

const property = (path: string, form: Form, content: Content): PackagedProperty => ({ path, form, content })

/**
 * The properties that `aws cloudformation package` and `sam package` upload, by type of resource.
 * Sources: awscli customizations/cloudformation/artifact_exporter.py, aws-sam-cli lib/utils/resources.py.
 */
export const PACKAGED: Readonly<Record<string, readonly PackagedProperty[]>> = {
  'AWS::Serverless::Function': [property('CodeUri', 's3', 'zip')],
  'AWS::Serverless::WebFunction': [property('CodeUri', 's3', 'zip')],
  'AWS::Serverless::LayerVersion': [property('ContentUri', 's3', 'zip')],
  'AWS::Serverless::Api': [property('DefinitionUri', 's3', 'file')],
  'AWS::Serverless::HttpApi': [property('DefinitionUri', 's3', 'file')],
  'AWS::Serverless::StateMachine': [property('DefinitionUri', 'Bucket/Key', 'file')],
  'AWS::Serverless::Application': [property('Location', 'https', 'template')],
  'AWS::Serverless::GraphQLApi': [
    property('SchemaUri', 's3', 'file'),
    property('Functions.*.CodeUri', 's3', 'file'),
    property('Resolvers.*.*.CodeUri', 's3', 'file'),
  ],
  'AWS::Lambda::Function': [property('Code', 'S3Bucket/S3Key', 'zip')],
  'AWS::Lambda::LayerVersion': [property('Content', 'S3Bucket/S3Key', 'zip')],
  'AWS::CloudFormation::Stack': [property('TemplateURL', 'https', 'template')],
  'AWS::CloudFormation::StackSet': [property('TemplateURL', 'https', 'template')],
  'AWS::CloudFormation::ModuleVersion': [property('ModulePackage', 's3', 'file')],
  'AWS::CloudFormation::ResourceVersion': [property('SchemaHandlerPackage', 's3', 'file')],
  'AWS::StepFunctions::StateMachine': [property('DefinitionS3Location', 'Bucket/Key', 'file')],
  'AWS::ApiGateway::RestApi': [property('BodyS3Location', 'Bucket/Key', 'file')],
  'AWS::ApiGatewayV2::Api': [property('BodyS3Location', 'Bucket/Key', 'file')],
  'AWS::AppSync::GraphQLSchema': [property('DefinitionS3Location', 's3', 'file')],
  'AWS::AppSync::Resolver': [
    property('RequestMappingTemplateS3Location', 's3', 'file'),
    property('ResponseMappingTemplateS3Location', 's3', 'file'),
    property('CodeS3Location', 's3', 'file'),
  ],
  'AWS::AppSync::FunctionConfiguration': [
    property('RequestMappingTemplateS3Location', 's3', 'file'),
    property('ResponseMappingTemplateS3Location', 's3', 'file'),
    property('CodeS3Location', 's3', 'file'),
  ],
  'AWS::ElasticBeanstalk::ApplicationVersion': [property('SourceBundle', 'S3Bucket/S3Key', 'zip')],
  'AWS::Glue::Job': [property('Command.ScriptLocation', 's3', 'file')],
  'AWS::CodeCommit::Repository': [property('Code.S3', 'Bucket/Key', 'zip')],
}

/** Of the section Metadata. */
export const PACKAGED_METADATA: Readonly<Record<string, readonly PackagedProperty[]>> = {
  'AWS::ServerlessRepo::Application': [property('ReadmeUrl', 's3', 'file'), property('LicenseUrl', 's3', 'file')],
}

/** Images that only the host which built them has, by type of resource and property. */
export const LOCAL_IMAGES: Readonly<Record<string, string>> = {
  'AWS::Serverless::Function': 'ImageUri',
  'AWS::Lambda::Function': 'Code.ImageUri',
}
