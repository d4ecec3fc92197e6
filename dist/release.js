export const ids=[1057,3548,3391,1249,3630,6011,8392,1725,4106,7685];export const modules={37525:(e,t,a)=>{a.d(t,{NT:()=>temporaryName,RP:()=>temporarySection,sY:()=>resolveTemporary});var n=a(69166),o=a(85560),i=a(66723),r=a(26810),s=a(28770);let l="environments/preprod/temporary";function temporarySection({preprod:e,production:t}){let{temporary:a}=e;if(void 0===a)throw new n.l("config/file",{message:"the step has the input `temporary`, and the configuration declares no temporary environments",subject:l,expected:"environments.preprod.temporary",observed:"nothing",advice:'Declare `environments.preprod.temporary: { name: "pr-{pull-request}" }`, or remove the input.'});let i=literalPrefix(a.name);for(let r of o.J){let o={preprod:e,production:t}[r].name??r;if(overlaps(i,o))throw new n.l("config/file",{message:`temporary environments named ${a.name} have a name that the name of ${r} matches too: ${o}`,subject:l,expected:`a name that begins with other letters than ${o}`,observed:a.name,advice:'Let the name begin with letters of its own, such as "pr-{pull-request}".'})}return refuseRoles({preprod:e,production:t},a),a}function overlaps(e,t){let[a,n]=[e.toLowerCase(),t.toLowerCase()];return a.startsWith(n)||n.startsWith(a)}function literalPrefix(e){return e.split("{")[0]??""}function refuseRoles(e,t){let a=t["deploy-role"],i=o.J.map(t=>({key:t,role:e[t]["deploy-role"]})),r=i.find(({role:e})=>void 0!==e&&e===a),s=void 0===a&&i.some(({role:e})=>void 0!==e);if(void 0!==r||s)throw new n.l("config/file",{message:void 0===r?"temporary environments have no deploy-role of their own":`temporary environments have the deploy-role of ${r.key}`,subject:l,expected:"a role that may change temporary environments only (docs/iam/temporary-role.json)",observed:a??"none",advice:"Set `environments.preprod.temporary.deploy-role`."})}function temporaryName(e,t,a){if("true"!==t){if(RegExp(`^${matcherOf(e)}$`).test(t))return t;throw new n.l("config/input",{message:`${JSON.stringify(t)} is not the name of a temporary environment`,subject:"input/temporary",expected:`true, or a name such as ${e}`,observed:t,advice:"Only environments that are named as `environments.preprod.temporary.name` says are made and removed."})}return e.replaceAll(/\{(pull-request|run)\}/g,(t,o)=>{let i="run"===o?a.runId:a.pullRequest;if(void 0!==i&&/^\d+$/.test(String(i)))return String(i);throw new n.l("config/input",{message:`${t} has no value: ${"run"===o?"GITHUB_RUN_ID is not set":"this run is not of a pull request"}`,subject:"input/temporary",expected:`a run of a pull request, or \`temporary: ${e.replaceAll(/\{[a-z-]+\}/g,"12")}\``,observed:"run"===o?a.runId||"nothing":"no pull request in the event",advice:"Start the workflow by a pull request, or name the environment in the input `temporary`."})})}function matcherOf(e){return e.replaceAll(/\{(?:pull-request|run)\}/g,String.raw`\d+`)}function resolveTemporary(e,t,a){let n=temporarySection(e.environments),{preprod:l}=e.environments,c={key:t,name:t,region:n.region??l.region,"plan-role":n["plan-role"]??l["plan-role"],"verify-role":n["plan-role"]??l["verify-role"],"deploy-role":n["deploy-role"]};refuseUnknownStacks(e,n),refuseServiceRoles(e,n);let u=l.name??"preprod",m=e.stacks.map(e=>({...e,...void 0!==e.role&&{role:n["service-role"]},..."string"==typeof e.parameters&&{parameters:e.parameters.replaceAll("{environment}",u)}})),d=(0,i.oV)({...e,stacks:m},c,a),p={...d,stacks:d.stacks.map(e=>{let t=n.parameters[e.id];return void 0===t?e:{...e,overrides:(0,r.Bm)(t,d.words,`stack/${e.id}`)}}),temporary:n,githubEnvironment:n["github-environment"]};for(let t of o.J){refuseSharedNames(p,(0,i.g9)(e,t,a??p.region));let n=(0,s.Sx)(e.environments,t);if(n.toLowerCase()===p.githubEnvironment.toLowerCase())throw clash(`the GitHub environment ${n}`,t,"temporary.github-environment")}return p}function refuseUnknownStacks({stacks:e},t){let a=e.map(({id:e})=>e??"stack"),o=Object.keys(t.parameters).find(e=>!a.includes(e));if(void 0!==o)throw new n.l("config/file",{message:`environments.preprod.temporary.parameters names the stack ${o}, which the release does not declare`,subject:l,expected:a.join(", ")||"a stack",observed:o})}function refuseServiceRoles({stacks:e},{"service-role":t}){let a=e.find(({role:e})=>void 0!==e&&(void 0===t||t===e));if(void 0!==a)throw new n.l("config/file",{message:`temporary environments would be made with the service role of the stack ${a.id??"stack"}`,subject:l,expected:"a service role that may make resources of temporary environments only",observed:t??"none",advice:"Set `environments.preprod.temporary.service-role`."})}function refuseSharedNames(e,t){let a=new Set(t.stacks.map(({name:e})=>e.toLowerCase())),n=e.stacks.find(({name:e})=>a.has(e.toLowerCase()));if(n)throw clash(`the stack ${n.name}`,t.key,`the name of the stack ${n.id}`);let o=e.stacks.find(({name:t})=>!t.includes(e.name));if(o)throw clash(`the stack ${o.name}`,t.key,`the name of the stack ${o.id}`);let i=new Set(t.deployments.map(groupKey)),r=e.deployments.find(e=>"local"!==e.platform&&!e.group.includes("{stack")&&i.has(groupKey(e)));if(r)throw clash(`the deployment group ${r.group}`,t.key,`the group of ${r.id}`)}function groupKey({application:e,group:t}){return JSON.stringify([e,t])}function clash(e,t,a){return new n.l("config/file",{message:`a temporary environment would use ${e} of ${t}`,subject:l,expected:"{environment} in each name",observed:e,advice:`Put {environment} into ${a}, or give temporary environments another name.`})}},54055:(e,t,a)=>{a.d(t,{j:()=>readEvent});var n=a(51455);async function readEvent(e){if(void 0!==e&&""!==e)try{return JSON.parse(await (0,n.readFile)(e,"utf8"))}catch{return}}},38401:(e,t,a)=>{a.d(t,{YK:()=>accessOf,JB:()=>judgeJob,C6:()=>openRecord,_n:()=>pullRequestOf,AP:()=>regionOf,D3:()=>temporaryOf});var n=a(66723),o=a(37525),i=a(54055),r=a(56187),s=a(64377),l=a(92857),c=a(68763);let u=s.w$(),m=l.rej({version:l.euz(1),name:l.YjP(),repository:l.YjP(),runId:l.YjP(),runAttempt:l.aig(),pullRequest:l.aig().optional(),expiresAt:u,groups:l.YOg(l.rej({application:l.YjP(),group:l.YjP()}))}),d=l.rej({version:l.euz(1),id:l.YjP(),stackArn:l.YjP().regex(/^arn:[^:]+:cloudformation:[^:]+:\d{12}:stack\/[^/]+\/[^/]+$/),dependsOn:l.YOg(l.YjP()),runId:l.YjP()});let TemporaryRecord=class TemporaryRecord{#e;#t;constructor(e,t){this.#e=e,this.#t=`/test-deployments/temporary/${t}`}pathOf(e){return`${this.#t}/${e}`}async putEnvironment(e){await this.#a(`${this.pathOf(e.name)}/environment`,e)}async putStack(e,t){await this.#a(`${this.pathOf(e)}/stacks/${t.id}`,t)}async read(e){let[t]=recordsOf(await this.#n(this.pathOf(e)),this.#t);return t??{name:e,environment:void 0,stacks:[],unreadable:[]}}async readAll(){return recordsOf(await this.#n(this.#t),this.#t)}async removeStack(e,t){await this.#o([`${this.pathOf(e)}/stacks/${t}`])}async removeEnvironment(e){await this.#o([`${this.pathOf(e)}/environment`])}async #a(e,t){await this.#e.putParameter({Name:e,Value:JSON.stringify(t),Type:"String",Overwrite:!0,Description:"A temporary environment of test-deployments. Do not edit: `command: teardown` deletes what it names."})}async #n(e){let t=[];for await(let a of(0,c.E)("NextToken",t=>this.#e.getParametersByPath({Path:e,Recursive:!0,...t})))for(let{Name:e,Value:n}of a.Parameters??[])void 0!==e&&t.push({name:e,value:n});return t}async #o(e){for(let t=0;t<e.length;t+=10)await this.#e.deleteParameters({Names:e.slice(t,t+10)})}};function recordsOf(e,t){return[...Map.groupBy(e,({name:e})=>e.slice(t.length+1).split("/")[0]??"")].toSorted(([e],[t])=>e<t?-1:1).map(([e,a])=>{let n,o=[],i=[];for(let{name:r,value:s}of a){let[,a,l,...c]=r.slice(t.length+1).split("/"),u=parsed(s),p="environment"===a&&void 0===l?m.safeParse(u):void 0,f="stacks"===a&&void 0!==l&&0===c.length?d.safeParse(u):void 0;p?.success===!0&&p.data.name===e?n=p.data:f?.success===!0&&f.data.id===l?i.push(f.data):o.push(r)}return{name:e,environment:n,stacks:i,unreadable:o}})}function parsed(e){try{return JSON.parse(e??"")}catch{return}}async function temporaryOf(e){let{config:t,inputs:a,origin:n}=e,{name:i}=(0,o.RP)(t.environments),r={pullRequest:await pullRequestOf(e),runId:n.runId};return(0,o.sY)(t,(0,o.NT)(i,a.temporary??"true",r),regionOf(e))}function regionOf({ports:e}){let{AWS_REGION:t,AWS_DEFAULT_REGION:a}=e.place.env;return t||a||void 0}async function pullRequestOf({ports:e}){let{number:t,pull_request:a}=(0,r.zv)(await (0,i.j)(e.place.env.GITHUB_EVENT_PATH));return void 0!==a&&"number"==typeof t&&Number.isSafeInteger(t)&&t>0?t:void 0}async function openRecord({ports:e,origin:t},a){let n=await e.connect.temporary(a);return new TemporaryRecord(await n.parameters(),t.repository)}function accessOf(e,t){return(0,n.Yi)(e,"deploy",t)}async function judgeJob(e,t){let{ports:a}=e,n=t.githubEnvironment,o=await a.connect.job();if(o?.environment===n)return[];let i=void 0===o?"unknown: the job may not ask for a token":o.environment??"no environment";return[{code:"temporary/wrong-job",outcome:void 0===o?"inconclusive":"fail",title:void 0===o?`it is not known whether this job is one of the GitHub environment ${n}`:`this job is not one of the GitHub environment ${n}`,subject:`environment/${t.name}/job`,expected:`environment: ${n}`,observed:i,advice:`Give the job \`environment: ${n}\` and \`permissions: id-token: write\`.`}]}},21057:(e,t,a)=>{a.d(t,{X:()=>judgeCopies,A:()=>safetyOf});var n=a(66723),o=a(22539),i=a(38401),r=a(36392),s=a(52583),l=a(91803),c=a(46648),u=a(56187),m=a(33290),d=a(26810);let p=/\$\{([^{}!][^{}]*)\}/g;function namingOf(e){let t=f.get(e);if(void 0===t)return;let[a="",n]=t.split(" ");return{property:a,scope:n?.split(",")??[]}}let f=new Map(`
AWS::ACMPCA::CertificateAuthorityActivation CertificateAuthorityArn
AWS::AIOps::InvestigationGroup Name
AWS::APS::ResourcePolicy WorkspaceArn
AWS::APS::RuleGroupsNamespace Name Workspace
AWS::ARCRegionSwitch::Plan Name RecoveryApproach,Regions
AWS::ARCZonalShift::ZonalAutoshiftConfiguration ResourceIdentifier
AWS::AccessAnalyzer::Analyzer AnalyzerName Type
AWS::AmazonMQ::Broker BrokerName DeploymentMode,EngineType,PubliclyAccessible
AWS::AmazonMQ::Configuration Name EngineType
AWS::Amplify::Branch BranchName AppId
AWS::Amplify::Domain DomainName AppId
AWS::AmplifyUIBuilder::Component EnvironmentName AppId
AWS::AmplifyUIBuilder::Form EnvironmentName AppId
AWS::AmplifyUIBuilder::Theme EnvironmentName AppId
AWS::ApiGateway::ApiKey Name
AWS::ApiGateway::BasePathMapping DomainName BasePath
AWS::ApiGateway::DomainName DomainName
AWS::ApiGateway::Model Name RestApiId
AWS::ApiGateway::RequestValidator Name RestApiId
AWS::ApiGateway::Stage StageName RestApiId
AWS::ApiGatewayV2::ApiGatewayManagedOverrides ApiId
AWS::ApiGatewayV2::ApiMapping DomainName
AWS::ApiGatewayV2::DomainName DomainName
AWS::ApiGatewayV2::Stage StageName ApiId
AWS::AppConfig::DeploymentStrategy Name ReplicateTo
AWS::AppConfig::ExperimentDefinition Name ApplicationIdentifier,ConfigurationProfileIdentifier,EnvironmentIdentifier,FlagKey
AWS::AppConfig::Extension Name
AWS::AppFlow::Connector ConnectorLabel
AWS::AppFlow::ConnectorProfile ConnectorProfileName ConnectorType
AWS::AppFlow::Flow FlowName
AWS::AppIntegrations::EventIntegration Name EventBridgeBus,EventFilter
AWS::AppMesh::GatewayRoute GatewayRouteName MeshName,VirtualGatewayName
AWS::AppMesh::Mesh MeshName
AWS::AppMesh::Route RouteName MeshName,VirtualRouterName
AWS::AppMesh::VirtualGateway VirtualGatewayName MeshName
AWS::AppMesh::VirtualNode VirtualNodeName MeshName
AWS::AppMesh::VirtualRouter VirtualRouterName MeshName
AWS::AppMesh::VirtualService VirtualServiceName MeshName
AWS::AppRunner::AutoScalingConfiguration AutoScalingConfigurationName
AWS::AppRunner::ObservabilityConfiguration ObservabilityConfigurationName
AWS::AppRunner::Service ServiceName
AWS::AppRunner::VpcConnector VpcConnectorName Subnets
AWS::AppRunner::VpcIngressConnection VpcIngressConnectionName ServiceArn
AWS::AppStream::AppBlock Name SourceS3Location
AWS::AppStream::AppBlockBuilder Name
AWS::AppStream::Application Name InstanceFamilies,Platforms
AWS::AppStream::ApplicationEntitlementAssociation ApplicationIdentifier EntitlementName,StackName
AWS::AppStream::ApplicationFleetAssociation FleetName ApplicationArn
AWS::AppStream::DirectoryConfig DirectoryName
AWS::AppStream::Entitlement Name StackName
AWS::AppStream::Fleet Name
AWS::AppStream::ImageBuilder Name
AWS::AppStream::Stack Name
AWS::AppStream::StackFleetAssociation StackName FleetName
AWS::AppStream::StackUserAssociation UserName AuthenticationType,StackName
AWS::AppStream::User UserName AuthenticationType
AWS::AppSync::ChannelNamespace Name ApiId
AWS::AppSync::DataSource Name ApiId
AWS::AppSync::DomainName DomainName CertificateArn
AWS::AppTest::TestCase Name
AWS::ApplicationSignals::ServiceLevelObjective Name
AWS::Athena::CapacityReservation Name
AWS::Athena::DataCatalog Name
AWS::Athena::NamedQuery Name Database,QueryString
AWS::Athena::PreparedStatement StatementName WorkGroup
AWS::Athena::WorkGroup Name
AWS::AutoScaling::AutoScalingGroup AutoScalingGroupName
AWS::AutoScaling::LaunchConfiguration LaunchConfigurationName ImageId,InstanceType
AWS::AutoScaling::LifecycleHook LifecycleHookName AutoScalingGroupName
AWS::AutoScaling::ScheduledAction AutoScalingGroupName
AWS::AutoScaling::WarmPool AutoScalingGroupName
AWS::Backup::BackupVault BackupVaultName
AWS::Backup::Framework FrameworkName
AWS::Backup::LogicallyAirGappedBackupVault BackupVaultName MaxRetentionDays,MinRetentionDays
AWS::Backup::ReportPlan ReportPlanName
AWS::Backup::RestoreTestingPlan RestoreTestingPlanName
AWS::Backup::RestoreTestingSelection RestoreTestingSelectionName ProtectedResourceType,RestoreTestingPlanName
AWS::Backup::TieringConfiguration TieringConfigurationName
AWS::Batch::ComputeEnvironment ComputeEnvironmentName Type
AWS::Batch::ConsumableResource ConsumableResourceName ResourceType
AWS::Batch::JobDefinition JobDefinitionName
AWS::Batch::JobQueue JobQueueName
AWS::Batch::QuotaShare QuotaShareName JobQueue
AWS::Batch::SchedulingPolicy Name
AWS::Batch::ServiceEnvironment ServiceEnvironmentName ServiceEnvironmentType
AWS::Bedrock::Blueprint BlueprintName Type
AWS::Bedrock::KnowledgeBasePolicy KnowledgeBaseId
AWS::Bedrock::ResourcePolicy ResourceArn
AWS::Bedrock::RetrievalInstruction Name
AWS::BedrockAgentCore::ApiKeyCredentialProvider Name
AWS::BedrockAgentCore::BrowserCustom Name NetworkConfiguration
AWS::BedrockAgentCore::BrowserProfile Name
AWS::BedrockAgentCore::CapacityProvider Name ComputeConfiguration,PermissionsConfiguration
AWS::BedrockAgentCore::CodeInterpreterCustom Name NetworkConfiguration
AWS::BedrockAgentCore::ConsentPortal Name Sources
AWS::BedrockAgentCore::Dataset DatasetName SchemaType
AWS::BedrockAgentCore::Evaluator EvaluatorName
AWS::BedrockAgentCore::GatewayRateLimit GatewayIdentifier DimensionKeys,RateLimitId
AWS::BedrockAgentCore::GatewayRule GatewayIdentifier
AWS::BedrockAgentCore::GatewayTarget GatewayIdentifier
AWS::BedrockAgentCore::Harness HarnessName
AWS::BedrockAgentCore::Memory Name
AWS::BedrockAgentCore::OAuth2CredentialProvider Name CredentialProviderVendor
AWS::BedrockAgentCore::OnlineEvaluationConfig OnlineEvaluationConfigName
AWS::BedrockAgentCore::PaymentCredentialProvider Name CredentialProviderVendor
AWS::BedrockAgentCore::PaymentManager Name AuthorizerType
AWS::BedrockAgentCore::Policy Name PolicyEngineId
AWS::BedrockAgentCore::PolicyEngine Name
AWS::BedrockAgentCore::ResourcePolicy ResourceArn
AWS::BedrockAgentCore::RuntimeEndpoint Name AgentRuntimeId
AWS::BedrockAgentCore::WorkloadIdentity Name
AWS::Billing::BillingView Name
AWS::Budgets::BudgetsAction BudgetName ActionType
AWS::CE::CostCategory Name
AWS::CUR::ReportDefinition ReportName ReportVersioning,TimeUnit
AWS::Cases::Domain Name
AWS::Cassandra::Keyspace KeyspaceName
AWS::Cassandra::Table TableName KeyspaceName,PartitionKeyColumns
AWS::Cassandra::Type TypeName Fields,KeyspaceName
AWS::Chime::AppInstanceUser AppInstanceUserId AppInstanceArn
AWS::Chime::Channel ChannelId AppInstanceArn,ChimeBearer
AWS::Chime::MediaInsightsPipelineConfiguration MediaInsightsPipelineConfigurationName
AWS::CleanRooms::AnalysisTemplate Name Format,MembershipIdentifier,Source
AWS::CleanRooms::ConfiguredTableAssociation Name ConfiguredTableIdentifier,MembershipIdentifier
AWS::CleanRooms::IdMappingTable Name InputReferenceConfig,MembershipIdentifier
AWS::CleanRooms::IdNamespaceAssociation MembershipIdentifier InputReferenceConfig
AWS::CleanRooms::IntermediateTable Name MembershipIdentifier,PopulationAnalysisConfiguration
AWS::CleanRooms::PrivacyBudgetTemplate MembershipIdentifier AutoRefresh,PrivacyBudgetType
AWS::CleanRoomsML::ConfiguredModelAlgorithm Name RoleArn
AWS::CleanRoomsML::ConfiguredModelAlgorithmAssociation Name ConfiguredModelAlgorithmArn,MembershipIdentifier
AWS::CleanRoomsML::TrainingDataset Name RoleArn,TrainingData
AWS::CloudFormation::ChangeSet ChangeSetName StackName
AWS::CloudFormation::Macro Name
AWS::CloudFormation::ModuleDefaultVersion Arn
AWS::CloudFormation::StackSet StackSetName PermissionModel
AWS::CloudFront::AnycastIpList Name IpCount
AWS::CloudFront::ConnectionFunction Name
AWS::CloudFront::ConnectionGroup Name
AWS::CloudFront::DistributionTenant Name
AWS::CloudFront::Function Name
AWS::CloudFront::KeyValueStore Name
AWS::CloudFront::MonitoringSubscription DistributionId
AWS::CloudFront::RealtimeLogConfig Name
AWS::CloudFront::TrustStore Name
AWS::CloudTrail::ResourcePolicy ResourceArn
AWS::CloudTrail::Trail TrailName
AWS::CloudWatch::Alarm AlarmName
AWS::CloudWatch::AlarmMuteRule Name
AWS::CloudWatch::CompositeAlarm AlarmName
AWS::CloudWatch::Dashboard DashboardName
AWS::CloudWatch::Integration Name IntegrationType
AWS::CloudWatch::LogAlarm AlarmName
AWS::CloudWatch::MetricStream Name
AWS::CloudWatch::ResourceMetricsConfiguration ResourceArn
AWS::CloudWatch::View Name
AWS::CodeArtifact::Domain DomainName
AWS::CodeArtifact::Repository RepositoryName DomainName
AWS::CodeBuild::Fleet Name
AWS::CodeBuild::Project Name
AWS::CodeBuild::ReportGroup Name Type
AWS::CodeConnections::Connection ConnectionName
AWS::CodeConnections::Host Name ProviderType
AWS::CodeDeploy::Application ApplicationName
AWS::CodeDeploy::DeploymentConfig DeploymentConfigName
AWS::CodeDeploy::DeploymentGroup DeploymentGroupName ApplicationName
AWS::CodeGuruProfiler::ProfilingGroup ProfilingGroupName
AWS::CodeGuruReviewer::RepositoryAssociation Name Type
AWS::CodePipeline::Pipeline Name
AWS::CodePipeline::Webhook Name
AWS::CodeStarConnections::Connection ConnectionName
AWS::CodeStarConnections::SyncConfiguration ResourceName SyncType
AWS::Cognito::IdentityPoolPrincipalTag IdentityProviderName IdentityPoolId
AWS::Cognito::UserPoolGroup GroupName UserPoolId
AWS::Cognito::UserPoolIdentityProvider ProviderName ProviderType,UserPoolId
AWS::Cognito::UserPoolRegionalConfigurationAttachment UserPoolId
AWS::Cognito::UserPoolReplica RegionName UserPoolId
AWS::Cognito::UserPoolResourceServer Identifier UserPoolId
AWS::Cognito::UserPoolUserToGroupAttachment GroupName UserPoolId,Username
AWS::Comprehend::DocumentClassifier DocumentClassifierName DataAccessRoleArn,InputDataConfig,LanguageCode
AWS::Comprehend::Flywheel FlywheelName DataLakeS3Uri
AWS::Config::ConfigRule ConfigRuleName
AWS::Config::ConfigurationAggregator ConfigurationAggregatorName
AWS::Config::ConfigurationRecorder Name
AWS::Config::ConformancePack ConformancePackName
AWS::Config::DeliveryChannel Name
AWS::Config::OrganizationConfigRule OrganizationConfigRuleName
AWS::Config::OrganizationConformancePack OrganizationConformancePackName
AWS::Config::RemediationConfiguration ConfigRuleName
AWS::Config::StoredQuery QueryName
AWS::Connect::PredefinedAttribute Name InstanceArn
AWS::Connect::SecurityProfile SecurityProfileName InstanceArn
AWS::Connect::TrafficDistributionGroup Name
AWS::Connect::Vocabulary VocabularyName Content,InstanceId,LanguageCode
AWS::ControlTower::EnabledControl ControlIdentifier TargetIdentifier
AWS::CustomerProfiles::CalculatedAttributeDefinition CalculatedAttributeName DomainName
AWS::CustomerProfiles::Domain DomainName
AWS::CustomerProfiles::DomainObjectType ObjectTypeName DomainName,Fields
AWS::CustomerProfiles::EventStream EventStreamName DomainName,Uri
AWS::CustomerProfiles::EventTrigger EventTriggerName DomainName
AWS::CustomerProfiles::Integration DomainName Uri
AWS::CustomerProfiles::ObjectType ObjectTypeName DomainName
AWS::CustomerProfiles::Recommender RecommenderName DomainName,RecommenderRecipeName
AWS::CustomerProfiles::RecommenderFilter RecommenderFilterName DomainName,RecommenderFilterExpression
AWS::CustomerProfiles::RecommenderSchema RecommenderSchemaName DomainName,Fields
AWS::CustomerProfiles::SegmentDefinition SegmentDefinitionName DisplayName,DomainName
AWS::DAX::Cluster ClusterName IAMRoleARN,NodeType
AWS::DAX::ParameterGroup ParameterGroupName
AWS::DAX::SubnetGroup SubnetGroupName
AWS::DMS::Certificate CertificateIdentifier
AWS::DMS::EventSubscription SubscriptionName
AWS::DMS::ReplicationSubnetGroup ReplicationSubnetGroupIdentifier
AWS::DataBrew::Dataset Name
AWS::DataBrew::Job Name Type
AWS::DataBrew::Project Name
AWS::DataBrew::Recipe Name
AWS::DataBrew::Ruleset Name TargetArn
AWS::DataBrew::Schedule Name
AWS::DataPipeline::Pipeline Name
AWS::DataZone::Connection Name DomainIdentifier
AWS::DataZone::FormType Name DomainIdentifier
AWS::DataZone::Owner EntityIdentifier DomainIdentifier,EntityType,Owner
AWS::DataZone::PolicyGrant EntityIdentifier Detail,DomainIdentifier,EntityType,PolicyType,Principal
AWS::DataZone::ProjectMembership ProjectIdentifier DomainIdentifier,Member
AWS::DataZone::ProjectProfile DomainIdentifier
AWS::Detective::OrganizationAdmin AccountId
AWS::DevOpsAgent::PrivateConnection Name ConnectionConfiguration
AWS::DeviceFarm::Upload Name ProjectArn,Type
AWS::DirectoryService::MicrosoftAD Name VpcSettings
AWS::DirectoryService::SimpleAD Name Size,VpcSettings
AWS::DocDB::DBCluster DBClusterIdentifier
AWS::DocDB::DBClusterParameterGroup Name Description,Family
AWS::DocDB::DBInstance DBInstanceIdentifier DBClusterIdentifier
AWS::DocDB::DBSubnetGroup DBSubnetGroupName
AWS::DocDB::EventSubscription SubscriptionName SnsTopicArn
AWS::DocDB::GlobalCluster GlobalClusterIdentifier
AWS::DocDBElastic::Cluster ClusterName AdminUserName,AuthType
AWS::DynamoDB::Backup BackupName TableName
AWS::DynamoDB::GlobalTable TableName
AWS::DynamoDB::Table TableName
AWS::EC2::GatewayRouteTableAssociation GatewayId
AWS::EC2::KeyPair KeyName
AWS::EC2::LaunchTemplate LaunchTemplateName
AWS::EC2::SecurityGroup GroupName VpcId
AWS::EC2::SqlHaStandbyDetectedInstance InstanceId
AWS::EC2::VPCEndpointServicePermissions ServiceId
AWS::ECR::PublicRepository RepositoryName
AWS::ECR::PullThroughCacheRule EcrRepositoryPrefix
AWS::ECR::PullTimeUpdateExclusion PrincipalArn
AWS::ECR::Repository RepositoryName
AWS::ECR::RepositoryCreationTemplate Prefix
AWS::ECS::CapacityProvider Name
AWS::ECS::Cluster ClusterName
AWS::ECS::ClusterCapacityProviderAssociations Cluster
AWS::ECS::Daemon DaemonName
AWS::ECS::Gateway GatewayName
AWS::ECS::Service ServiceName Cluster
AWS::EKS::AccessEntry ClusterName PrincipalArn
AWS::EKS::Addon AddonName ClusterName
AWS::EKS::Capability CapabilityName ClusterName,Type
AWS::EKS::CertificateAuthority ClusterName
AWS::EKS::Cluster Name RoleArn
AWS::EKS::FargateProfile FargateProfileName ClusterName,PodExecutionRoleArn,Selectors
AWS::EKS::IdentityProviderConfig IdentityProviderConfigName ClusterName,Type
AWS::EKS::Nodegroup NodegroupName ClusterName,NodeRole,Subnets
AWS::EMR::Cluster Name JobFlowRole,ServiceRole
AWS::EMR::InstanceFleetConfig Name ClusterId,InstanceFleetType
AWS::EMR::InstanceGroupConfig Name InstanceRole,InstanceType,JobFlowId
AWS::EMR::SecurityConfiguration Name SecurityConfiguration
AWS::EMR::Step Name ActionOnFailure,HadoopJarStep,JobFlowId
AWS::EMR::StudioSessionMapping IdentityName IdentityType,StudioId
AWS::EMR::WALWorkspace WALWorkspaceName
AWS::EMRContainers::Endpoint Name ExecutionRoleArn,ReleaseLabel,Type,VirtualClusterId
AWS::EMRContainers::JobTemplate Name JobTemplateData
AWS::EMRContainers::SecurityConfiguration Name SecurityConfigurationData
AWS::EMRContainers::VirtualCluster Name ContainerProvider
AWS::EMRServerless::Application Name Type
AWS::EVS::Environment EnvironmentName ServiceAccessSubnetId,TermsAccepted,VcfVersion,VpcId
AWS::ElastiCache::CacheCluster ClusterName Engine
AWS::ElastiCache::ReplicationGroup ReplicationGroupId
AWS::ElastiCache::ServerlessCache ServerlessCacheName
AWS::ElastiCache::ServerlessCacheSnapshot ServerlessCacheSnapshotName ServerlessCacheName
AWS::ElastiCache::Snapshot SnapshotName
AWS::ElastiCache::SubnetGroup CacheSubnetGroupName
AWS::ElastiCache::User UserId UserName
AWS::ElastiCache::UserGroup UserGroupId
AWS::ElasticBeanstalk::Application ApplicationName
AWS::ElasticBeanstalk::ApplicationVersion ApplicationName
AWS::ElasticBeanstalk::ConfigurationTemplate ApplicationName
AWS::ElasticBeanstalk::Environment EnvironmentName ApplicationName
AWS::ElasticLoadBalancing::LoadBalancer LoadBalancerName
AWS::ElasticLoadBalancingV2::LoadBalancer Name
AWS::ElasticLoadBalancingV2::TargetGroup Name
AWS::ElasticLoadBalancingV2::TrustStore Name
AWS::Elasticsearch::Domain DomainName
AWS::EntityResolution::IdMappingWorkflow WorkflowName
AWS::EntityResolution::IdNamespace IdNamespaceName
AWS::EntityResolution::MatchingWorkflow WorkflowName
AWS::EntityResolution::SchemaMapping SchemaName
AWS::EventSchemas::Registry RegistryName
AWS::EventSchemas::Schema SchemaName RegistryName
AWS::Events::ApiDestination Name
AWS::Events::Archive ArchiveName SourceArn
AWS::Events::Connection Name
AWS::Events::Endpoint Name
AWS::Events::EventBus Name
AWS::Events::EventBusPolicy EventBusName StatementId
AWS::Events::Rule Name
AWS::EventsV2::EventBus Name
AWS::EventsV2::EventSource Name EventBusArn
AWS::EventsV2::ResourcePolicy EventBusArn
AWS::EventsV2::Subscriber Name EventBusArn
AWS::Evidently::Experiment Name Project
AWS::Evidently::Feature Name Project
AWS::Evidently::Launch Name Project
AWS::Evidently::Project Name
AWS::FMS::NotificationChannel SnsTopicArn
AWS::FSx::S3AccessPointAttachment Name Type
AWS::FSx::StorageVirtualMachine Name FileSystemId
AWS::Forecast::Dataset DatasetName
AWS::Forecast::DatasetGroup DatasetGroupName
AWS::FraudDetector::Detector DetectorId
AWS::FraudDetector::EntityType Name
AWS::FraudDetector::EventType Name
AWS::FraudDetector::Label Name
AWS::FraudDetector::List Name
AWS::FraudDetector::Outcome Name
AWS::FraudDetector::Variable Name
AWS::GameLift::ContainerGroupDefinition Name
AWS::GameLift::GameSessionQueue Name
AWS::GameLift::Location LocationName
AWS::GameLift::MatchmakingConfiguration Name
AWS::GameLift::MatchmakingRuleSet Name RuleSetBody
AWS::GammaDilithium::JobDefinition JobDefinitionName
AWS::Glue::Blueprint Name
AWS::Glue::Catalog Name
AWS::Glue::Crawler Name
AWS::Glue::CustomEntityType Name
AWS::Glue::DataCatalogEncryptionSettings CatalogId
AWS::Glue::DataQualityRuleset Name
AWS::Glue::Database DatabaseName
AWS::Glue::Integration IntegrationName SourceArn,TargetArn
AWS::Glue::Job Name
AWS::Glue::Partition TableName CatalogId,DatabaseName
AWS::Glue::Registry Name
AWS::Glue::Schema Name DataFormat
AWS::Glue::SecurityConfiguration Name
AWS::Glue::Table Name CatalogId,DatabaseName
AWS::Glue::TableOptimizer DatabaseName CatalogId,TableName,Type
AWS::Glue::Trigger Name Type
AWS::Glue::UsageProfile Name
AWS::Glue::Workflow Name
AWS::GreengrassV2::Deployment DeploymentName TargetArn
AWS::GuardDuty::Filter Name DetectorId
AWS::GuardDuty::Master MasterId DetectorId
AWS::GuardDuty::Member MemberId DetectorId
AWS::HealthAgent::Domain Name
AWS::HealthImaging::Datastore DatastoreName
AWS::IAM::Group GroupName
AWS::IAM::GroupPolicy GroupName PolicyName
AWS::IAM::InstanceProfile InstanceProfileName
AWS::IAM::ManagedPolicy ManagedPolicyName
AWS::IAM::Role RoleName
AWS::IAM::RolePolicy RoleName PolicyName
AWS::IAM::SAMLProvider Name
AWS::IAM::ServerCertificate ServerCertificateName
AWS::IAM::User UserName
AWS::IAM::UserPolicy UserName PolicyName
AWS::IVS::EncoderConfiguration Name
AWS::IVS::IngestConfiguration Name
AWS::IVS::PlaybackKeyPair Name
AWS::IVS::PublicKey Name
AWS::IVS::RecordingConfiguration Name DestinationConfiguration
AWS::IVS::StorageConfiguration Name S3
AWS::IdentityStore::User UserName IdentityStoreId
AWS::ImageBuilder::Component Name Platform,Version
AWS::ImageBuilder::ContainerRecipe Name
AWS::ImageBuilder::DistributionConfiguration Name
AWS::ImageBuilder::ImagePipeline Name
AWS::ImageBuilder::ImageRecipe Name ParentImage,Version
AWS::ImageBuilder::InfrastructureConfiguration Name
AWS::ImageBuilder::LifecyclePolicy Name
AWS::ImageBuilder::Workflow Name Type,Version
AWS::Inspector::AssessmentTarget AssessmentTargetName
AWS::Inspector::AssessmentTemplate AssessmentTemplateName AssessmentTargetArn,DurationInSeconds,RulesPackageArns
AWS::InspectorV2::CodeSecurityScanConfiguration Name
AWS::InspectorV2::Connector Name Provider
AWS::InternetMonitor::Monitor MonitorName
AWS::Invoicing::InvoiceUnit Name InvoiceReceiver
AWS::IoT::AccountAuditConfiguration AccountId
AWS::IoT::Authorizer AuthorizerName
AWS::IoT::BillingGroup BillingGroupName
AWS::IoT::CertificateProvider CertificateProviderName
AWS::IoT::Command CommandId
AWS::IoT::CustomMetric MetricName MetricType
AWS::IoT::Dimension Name Type
AWS::IoT::DomainConfiguration DomainConfigurationName
AWS::IoT::FleetMetric MetricName
AWS::IoT::Job JobId Targets
AWS::IoT::JobTemplate JobTemplateId Description
AWS::IoT::Logging AccountId
AWS::IoT::MitigationAction ActionName
AWS::IoT::Policy PolicyName
AWS::IoT::PolicyPrincipalAttachment PolicyName Principal
AWS::IoT::ProvisioningTemplate TemplateName
AWS::IoT::RoleAlias RoleAlias
AWS::IoT::ScheduledAudit ScheduledAuditName
AWS::IoT::SecurityProfile SecurityProfileName
AWS::IoT::SoftwarePackage PackageName
AWS::IoT::SoftwarePackageVersion VersionName PackageName
AWS::IoT::Stream StreamId
AWS::IoT::Thing ThingName
AWS::IoT::ThingGroup ThingGroupName
AWS::IoT::ThingPrincipalAttachment ThingName Principal
AWS::IoT::ThingType ThingTypeName
AWS::IoT::TopicRule RuleName
AWS::IoTAnalytics::Channel ChannelName
AWS::IoTAnalytics::Dataset DatasetName
AWS::IoTAnalytics::Datastore DatastoreName
AWS::IoTAnalytics::Pipeline PipelineName
AWS::IoTEvents::AlarmModel AlarmModelName
AWS::IoTEvents::DetectorModel DetectorModelName
AWS::IoTEvents::Input InputName
AWS::IoTFleetWise::Campaign Name CollectionScheme,SignalCatalogArn,TargetArn
AWS::IoTFleetWise::DecoderManifest Name ModelManifestArn
AWS::IoTFleetWise::Fleet Id SignalCatalogArn
AWS::IoTFleetWise::ModelManifest Name SignalCatalogArn
AWS::IoTFleetWise::SignalCatalog Name
AWS::IoTFleetWise::StateTemplate Name SignalCatalogArn
AWS::IoTFleetWise::Vehicle Name
AWS::IoTManagedIntegrations::CredentialLocker Name
AWS::IoTManagedIntegrations::ProvisioningProfile Name ProvisioningType
AWS::IoTSiteWise::Application Name WorkspaceName
AWS::IoTSiteWise::Pipeline PipelineName WorkspaceName
AWS::IoTSiteWise::Task TaskName WorkspaceName
AWS::IoTSiteWise::Workspace WorkspaceName EncryptionConfiguration
AWS::IoTTwinMaker::ComponentType ComponentTypeId WorkspaceId
AWS::IoTTwinMaker::Entity EntityId WorkspaceId
AWS::IoTTwinMaker::Scene SceneId WorkspaceId
AWS::IoTTwinMaker::Workspace WorkspaceId
AWS::IoTWireless::Destination Name
AWS::IoTWireless::DeviceProfile Name
AWS::IoTWireless::NetworkAnalyzerConfiguration Name
AWS::IoTWireless::PartnerAccount PartnerAccountId
AWS::IoTWireless::ServiceProfile Name
AWS::KMS::Alias AliasName
AWS::KafkaConnect::Connector ConnectorName KafkaCluster,KafkaClusterClientAuthentication,KafkaClusterEncryptionInTransit,KafkaConnectVersion,Plugins,ServiceExecutionRoleArn
AWS::KafkaConnect::CustomPlugin Name ContentType,Location
AWS::KafkaConnect::WorkerConfiguration Name PropertiesFileContent
AWS::Kendra::Faq Name IndexId,RoleArn,S3Path
AWS::Kinesis::Channel ChannelName ServiceExecutionRoleARN,StreamConfigurationList
AWS::Kinesis::ResourcePolicy ResourceArn
AWS::Kinesis::Stream Name
AWS::KinesisAnalytics::Application ApplicationName
AWS::KinesisAnalyticsV2::Application ApplicationName
AWS::KinesisFirehose::DeliveryStream DeliveryStreamName
AWS::KinesisVideo::SignalingChannel Name
AWS::KinesisVideo::Stream Name
AWS::LakeFormation::DataCellsFilter Name DatabaseName,TableCatalogId,TableName
AWS::LakeFormation::Tag TagKey
AWS::Lambda::Alias Name FunctionName
AWS::Lambda::CapacityProvider CapacityProviderName PermissionsConfig,VpcConfig
AWS::Lambda::EventInvokeConfig FunctionName Qualifier
AWS::Lambda::Function FunctionName
AWS::Lambda::MicrovmImage Name
AWS::Lambda::NetworkConnector Name
AWS::Lambda::Permission FunctionName Action,Principal
AWS::Lambda::ResourcePolicy ResourceArn
AWS::LaunchWizard::Deployment Name DeploymentPatternName,WorkloadName
AWS::Lightsail::Alarm AlarmName MetricName,MonitoredResourceName
AWS::Lightsail::Bucket BucketName
AWS::Lightsail::Certificate CertificateName DomainName
AWS::Lightsail::Container ServiceName
AWS::Lightsail::Database RelationalDatabaseName MasterDatabaseName,MasterUsername,RelationalDatabaseBlueprintId,RelationalDatabaseBundleId
AWS::Lightsail::DatabaseSnapshot RelationalDatabaseSnapshotName RelationalDatabaseName
AWS::Lightsail::Disk DiskName SizeInGb
AWS::Lightsail::DiskSnapshot DiskSnapshotName DiskName
AWS::Lightsail::Distribution DistributionName
AWS::Lightsail::Domain DomainName
AWS::Lightsail::Instance InstanceName BlueprintId,BundleId
AWS::Lightsail::InstanceSnapshot InstanceSnapshotName InstanceName
AWS::Lightsail::KeyPair KeyPairName
AWS::Lightsail::LoadBalancer LoadBalancerName InstancePort
AWS::Lightsail::LoadBalancerTlsCertificate LoadBalancerName CertificateDomainName,CertificateName
AWS::Lightsail::StaticIp StaticIpName
AWS::Location::APIKey KeyName
AWS::Location::GeofenceCollection CollectionName
AWS::Location::Map MapName Configuration
AWS::Location::PlaceIndex IndexName DataSource
AWS::Location::RouteCalculator CalculatorName DataSource
AWS::Location::Tracker TrackerName
AWS::Location::TrackerConsumer TrackerName ConsumerArn
AWS::Logs::AccountPolicy PolicyName PolicyType
AWS::Logs::DeliveryDestination Name
AWS::Logs::DeliverySource Name
AWS::Logs::Destination DestinationName
AWS::Logs::Integration IntegrationName IntegrationType,ResourceConfig
AWS::Logs::LogGroup LogGroupName
AWS::Logs::LogStream LogStreamName LogGroupName
AWS::Logs::MetricFilter FilterName LogGroupName
AWS::Logs::ResourcePolicy PolicyName
AWS::Logs::ScheduledQuery Name
AWS::Logs::SubscriptionFilter LogGroupName FilterName
AWS::Logs::Transformer LogGroupIdentifier
AWS::LookoutEquipment::InferenceScheduler InferenceSchedulerName ModelName
AWS::LookoutVision::Project ProjectName
AWS::M2::Application Name EngineType
AWS::M2::Deployment ApplicationId EnvironmentId
AWS::M2::Environment Name EngineType
AWS::MPA::ApprovalTeam Name Policies
AWS::MSK::BatchScramSecret ClusterArn
AWS::MSK::Channel ChannelName TopicConfigurationList
AWS::MSK::Cluster ClusterName
AWS::MSK::ClusterPolicy ClusterArn
AWS::MSK::Configuration Name
AWS::MSK::Replicator ReplicatorName KafkaClusters,ServiceExecutionRoleArn
AWS::MSK::Topic TopicName ClusterArn,ReplicationFactor
AWS::MWAA::Environment Name
AWS::MWAAServerless::Workflow Name
AWS::Macie::CustomDataIdentifier Name Regex
AWS::MediaConnect::BridgeOutput Name BridgeArn
AWS::MediaConnect::BridgeSource Name BridgeArn
AWS::MediaConnect::Flow Name
AWS::MediaConnect::FlowEntitlement Name FlowArn
AWS::MediaConnect::FlowOutput Name FlowArn
AWS::MediaConnect::FlowSource Name FlowArn
AWS::MediaConnect::FlowVpcInterface Name FlowArn
AWS::MediaConnect::Gateway Name EgressCidrBlocks,Networks
AWS::MediaConvert::CertificateAssociation Arn
AWS::MediaConvert::JobTemplate Name
AWS::MediaConvert::Preset Name
AWS::MediaConvert::Queue Name
AWS::MediaLive::CloudWatchAlarmTemplateGroup Name
AWS::MediaLive::EventBridgeRuleTemplateGroup Name
AWS::MediaLive::Multiplexprogram ProgramName MultiplexId
AWS::MediaPackage::Asset Id
AWS::MediaPackage::Channel Id
AWS::MediaPackage::OriginEndpoint Id
AWS::MediaPackage::PackagingConfiguration Id
AWS::MediaPackage::PackagingGroup Id
AWS::MediaPackageV2::Channel ChannelName ChannelGroupName
AWS::MediaPackageV2::ChannelGroup ChannelGroupName
AWS::MediaPackageV2::ChannelPolicy ChannelName ChannelGroupName
AWS::MediaPackageV2::OriginEndpoint OriginEndpointName ChannelGroupName,ChannelName
AWS::MediaPackageV2::OriginEndpointPolicy OriginEndpointName ChannelGroupName,ChannelName
AWS::MediaStore::Container ContainerName
AWS::MediaTailor::Channel ChannelName
AWS::MediaTailor::ChannelPolicy ChannelName
AWS::MediaTailor::Function FunctionId
AWS::MediaTailor::LiveSource LiveSourceName SourceLocationName
AWS::MediaTailor::PlaybackConfiguration Name
AWS::MediaTailor::PrefetchSchedule Name PlaybackConfigurationName
AWS::MediaTailor::Program ProgramName ChannelName,SourceLocationName
AWS::MediaTailor::SourceLocation SourceLocationName
AWS::MediaTailor::VodSource VodSourceName SourceLocationName
AWS::MemoryDB::ACL ACLName
AWS::MemoryDB::Cluster ClusterName
AWS::MemoryDB::ParameterGroup ParameterGroupName Family
AWS::MemoryDB::Snapshot SnapshotName ClusterName
AWS::MemoryDB::SubnetGroup SubnetGroupName
AWS::MemoryDB::User UserName
AWS::Neptune::DBCluster DBClusterIdentifier
AWS::Neptune::DBClusterParameterGroup Name Description,Family
AWS::Neptune::DBInstance DBInstanceIdentifier
AWS::Neptune::DBParameterGroup Name Description,Family
AWS::Neptune::DBSubnetGroup DBSubnetGroupName
AWS::Neptune::EventSubscription SubscriptionName SnsTopicArn
AWS::Neptune::GlobalCluster GlobalClusterIdentifier
AWS::NeptuneGraph::Graph GraphName
AWS::NetworkFirewall::ContainerAssociation ContainerAssociationName Type
AWS::NetworkFirewall::Firewall FirewallName
AWS::NetworkFirewall::FirewallPolicy FirewallPolicyName
AWS::NetworkFirewall::LoggingConfiguration FirewallArn
AWS::NetworkFirewall::RuleGroup RuleGroupName Capacity,Type
AWS::NetworkFirewall::TLSInspectionConfiguration TLSInspectionConfigurationName
AWS::NetworkFlowMonitor::Monitor MonitorName
AWS::NetworkMonitor::Monitor MonitorName
AWS::NetworkSecurityManager::Deployment DeploymentName
AWS::NetworkSecurityManager::Policy PolicyName FirewallType
AWS::NetworkSecurityManager::Rule RuleName
AWS::NetworkSecurityManager::Scope ScopeName
AWS::NetworkSecurityManager::Template TemplateName
AWS::NimbleStudio::Studio StudioName
AWS::Notifications::ManagedNotificationAccountContactAssociation ContactIdentifier ManagedNotificationConfigurationArn
AWS::Notifications::NotificationHub Region
AWS::NotificationsContacts::EmailContact Name EmailAddress
AWS::NovaAct::WorkflowDefinition Name
AWS::OSIS::Pipeline PipelineName
AWS::Oam::Sink Name
AWS::ObservabilityAdmin::TelemetryEnrichment Scope
AWS::ObservabilityAdmin::TelemetryPipelines Name
AWS::Omics::AnnotationStore Name StoreFormat
AWS::Omics::Configuration Name RunConfigurations
AWS::Omics::ReferenceStore Name
AWS::Omics::VariantStore Name Reference
AWS::OpenSearch::DataSource Name DomainName
AWS::OpenSearchServerless::AccessPolicy Name Type
AWS::OpenSearchServerless::Collection Name
AWS::OpenSearchServerless::CollectionGroup Name StandbyReplicas
AWS::OpenSearchServerless::CollectionIndex IndexName Id
AWS::OpenSearchServerless::Index IndexName CollectionEndpoint
AWS::OpenSearchServerless::LifecyclePolicy Name Type
AWS::OpenSearchServerless::SecurityConfig Name
AWS::OpenSearchServerless::SecurityPolicy Name Type
AWS::OpenSearchServerless::VpcEndpoint Name VpcId
AWS::OpenSearchService::Application Name
AWS::OpenSearchService::Domain DomainName
AWS::PCAConnectorAD::Template Name ConnectorArn
AWS::PCAConnectorAD::TemplateGroupAccessControlEntry GroupSecurityIdentifier TemplateArn
AWS::PCS::Cluster Name Networking,Size
AWS::PCS::ComputeNodeGroup Name ClusterId,InstanceConfigs
AWS::PCS::Queue Name ClusterId
AWS::Panorama::ApplicationInstance Name DefaultRuntimeContextDevice,ManifestPayload
AWS::Panorama::Package PackageName
AWS::PaymentCryptography::Alias AliasName
AWS::Personalize::Campaign Name
AWS::Personalize::Dataset Name DatasetGroupArn,DatasetType,SchemaArn
AWS::Personalize::DatasetGroup Name
AWS::Personalize::EventTracker Name DatasetGroupArn
AWS::Personalize::Filter Name DatasetGroupArn,FilterExpression
AWS::Personalize::MetricAttribution Name DatasetGroupArn,Metrics
AWS::Personalize::Schema Name Schema
AWS::Personalize::Solution Name DatasetGroupArn
AWS::Pinpoint::App Name
AWS::Pinpoint::InAppTemplate TemplateName
AWS::PinpointEmail::ConfigurationSet Name
AWS::PinpointEmail::Identity Name
AWS::Pipes::Pipe Name Source
AWS::Polly::Lexicon Name
AWS::Proton::EnvironmentTemplate Name
AWS::Proton::ServiceTemplate Name
AWS::QLDB::Ledger Name
AWS::QLDB::Stream StreamName InclusiveStartTime,KinesisConfiguration,LedgerName,RoleArn
AWS::QuickSight::ActionConnector ActionConnectorId AwsAccountId,Type
AWS::QuickSight::Agent AgentId AwsAccountId
AWS::QuickSight::Analysis AnalysisId AwsAccountId
AWS::QuickSight::ApprovalPolicy PolicyId
AWS::QuickSight::Assignment AssignmentName Namespace
AWS::QuickSight::Brand BrandId
AWS::QuickSight::CustomPermissions CustomPermissionsName AwsAccountId
AWS::QuickSight::Dashboard DashboardId AwsAccountId
AWS::QuickSight::DataSet DataSetId AwsAccountId
AWS::QuickSight::DataSource DataSourceId AwsAccountId,Type
AWS::QuickSight::Folder FolderId AwsAccountId
AWS::QuickSight::Group GroupName Namespace
AWS::QuickSight::KnowledgeBase KnowledgeBaseId AwsAccountId,DataSourceArn
AWS::QuickSight::OAuthClientApplication OAuthClientApplicationId OAuthClientAuthenticationType
AWS::QuickSight::Space SpaceId AwsAccountId
AWS::QuickSight::Template TemplateId AwsAccountId
AWS::QuickSight::Theme ThemeId AwsAccountId
AWS::QuickSight::Topic TopicId AwsAccountId
AWS::QuickSight::VPCConnection VPCConnectionId AwsAccountId
AWS::RAM::Permission Name PolicyTemplate,ResourceType
AWS::RDS::DBCluster DBClusterIdentifier
AWS::RDS::DBClusterEndpoint DBClusterEndpointIdentifier DBClusterIdentifier
AWS::RDS::DBClusterParameterGroup DBClusterParameterGroupName Description,Family
AWS::RDS::DBInstance DBInstanceIdentifier
AWS::RDS::DBParameterGroup DBParameterGroupName Description,Family
AWS::RDS::DBProxy DBProxyName EngineFamily,VpcSubnetIds
AWS::RDS::DBProxyEndpoint DBProxyEndpointName DBProxyName,VpcSubnetIds
AWS::RDS::DBShardGroup DBShardGroupIdentifier DBClusterIdentifier
AWS::RDS::DBSnapshot DBSnapshotIdentifier DBInstanceIdentifier
AWS::RDS::DBSubnetGroup DBSubnetGroupName
AWS::RDS::EventSubscription SubscriptionName SnsTopicArn
AWS::RDS::GlobalCluster GlobalClusterIdentifier
AWS::RDS::OptionGroup OptionGroupName EngineName,MajorEngineVersion,OptionGroupDescription
AWS::RUM::AppMonitor Name
AWS::Redshift::Cluster ClusterIdentifier DBName,MasterUsername
AWS::Redshift::ClusterParameterGroup ParameterGroupName Description,ParameterGroupFamily
AWS::Redshift::EndpointAccess EndpointName ClusterIdentifier,SubnetGroupName
AWS::Redshift::EndpointAuthorization ClusterIdentifier Account
AWS::Redshift::EventSubscription SubscriptionName
AWS::Redshift::RedshiftIdcApplication RedshiftIdcApplicationName IdcInstanceArn
AWS::Redshift::ScheduledAction ScheduledActionName
AWS::Redshift::Snapshot SnapshotIdentifier ClusterIdentifier
AWS::Redshift::SnapshotCopyGrant SnapshotCopyGrantName
AWS::RedshiftServerless::Namespace NamespaceName
AWS::RedshiftServerless::Snapshot SnapshotName
AWS::RedshiftServerless::Workgroup WorkgroupName
AWS::RefactorSpaces::Application Name EnvironmentIdentifier,ProxyType,VpcId
AWS::RefactorSpaces::Environment Name
AWS::RefactorSpaces::Route ApplicationIdentifier EnvironmentIdentifier,RouteType,ServiceIdentifier
AWS::RefactorSpaces::Service Name ApplicationIdentifier,EndpointType,EnvironmentIdentifier
AWS::Rekognition::Collection CollectionId
AWS::Rekognition::Project ProjectName
AWS::Rekognition::StreamProcessor Name KinesisVideoStream,RoleArn
AWS::ResilienceHub::App Name
AWS::ResilienceHubV2::Policy Name
AWS::ResilienceHubV2::Service Name Regions
AWS::ResilienceHubV2::System Name
AWS::ResilienceHubV2::UserJourney Name SystemIdentifier
AWS::ResourceExplorer2::View ViewName
AWS::ResourceGroups::Group Name
AWS::RoboMaker::Fleet Name
AWS::RoboMaker::Robot Name Architecture,GreengrassGroupId
AWS::RoboMaker::RobotApplication Name
AWS::RoboMaker::SimulationApplication Name
AWS::Route53::CidrCollection Name
AWS::Route53::DNSSEC HostedZoneId
AWS::Route53::HostedZone Name
AWS::Route53::KeySigningKey Name HostedZoneId,KeyManagementServiceArn
AWS::Route53::RecordSet Name HostedZoneId
AWS::Route53::TrafficPolicy Name Document
AWS::Route53::TrafficPolicyInstance Name HostedZoneId
AWS::Route53GlobalResolver::FirewallDomainList Name GlobalResolverId
AWS::Route53Profiles::Profile Name
AWS::Route53Profiles::ProfileAssociation Name ProfileId,ResourceId
AWS::Route53Profiles::ProfileResourceAssociation Name ProfileId,ResourceArn
AWS::Route53RecoveryControl::Cluster Name
AWS::Route53RecoveryReadiness::Cell CellName
AWS::Route53RecoveryReadiness::ReadinessCheck ReadinessCheckName
AWS::Route53RecoveryReadiness::RecoveryGroup RecoveryGroupName
AWS::Route53RecoveryReadiness::ResourceSet ResourceSetName ResourceSetType
AWS::Route53Resolver::FirewallDomainList Name
AWS::Route53Resolver::FirewallRuleGroup Name
AWS::Route53Resolver::ResolverConfig ResourceId AutodefinedReverseFlag
AWS::Route53Resolver::ResolverQueryLoggingConfig Name
AWS::Route53Resolver::ResolverRuleAssociation Name ResolverRuleId,VPCId
AWS::S3::AccessPoint Name Bucket
AWS::S3::Bucket BucketName
AWS::S3::BucketPolicy Bucket
AWS::S3::MultiRegionAccessPoint Name Regions
AWS::S3::MultiRegionAccessPointPolicy MrapName
AWS::S3::StorageLensGroup Name
AWS::S3Express::AccessPoint Name Bucket
AWS::S3Express::BucketPolicy Bucket
AWS::S3Express::DirectoryBucket BucketName DataRedundancy,LocationName
AWS::S3Files::FileSystemPolicy FileSystemId
AWS::S3ObjectLambda::AccessPoint Name
AWS::S3ObjectLambda::AccessPointPolicy ObjectLambdaAccessPoint
AWS::S3Outposts::AccessPoint Name Bucket,VpcConfiguration
AWS::S3Outposts::Bucket BucketName OutpostId
AWS::S3Outposts::BucketPolicy Bucket
AWS::S3Tables::TableBucket TableBucketName
AWS::S3Tables::TableBucketPolicy TableBucketARN
AWS::S3Tables::TablePolicy TableARN
AWS::S3Vectors::Index IndexName DataType,Dimension,DistanceMetric
AWS::S3Vectors::VectorBucket VectorBucketName
AWS::S3Vectors::VectorBucketPolicy VectorBucketArn
AWS::SCN::DataIntegrationFlow Name InstanceId
AWS::SCN::Dataset Name InstanceId,Namespace
AWS::SCN::Namespace Name InstanceId
AWS::SES::ConfigurationSet Name
AWS::SES::ConfigurationSetEventDestination ConfigurationSetName
AWS::SES::ContactList ContactListName
AWS::SES::CustomVerificationEmailTemplate TemplateName
AWS::SES::DedicatedIpPool PoolName
AWS::SES::EmailIdentity EmailIdentity
AWS::SES::MultiRegionEndpoint EndpointName Details
AWS::SES::ReceiptRule RuleSetName
AWS::SES::ReceiptRuleSet RuleSetName
AWS::SES::Tenant TenantName
AWS::SMSVOICE::ConfigurationSet ConfigurationSetName
AWS::SMSVOICE::OptOutList OptOutListName
AWS::SMSVOICE::ResourcePolicy ResourceArn
AWS::SNS::Topic TopicName
AWS::SNS::TopicInlinePolicy TopicArn
AWS::SQS::Queue QueueName
AWS::SQS::QueueInlinePolicy Queue
AWS::SSM::Document Name
AWS::SSM::Parameter Name
AWS::SSM::ResourceDataSync SyncName
AWS::SSMIncidents::ResponsePlan Name
AWS::SSO::InstanceAccessControlAttributeConfiguration InstanceArn
AWS::SSO::PermissionSet Name InstanceArn
AWS::SageMaker::AIWorkloadConfig AIWorkloadConfigName
AWS::SageMaker::Action ActionName ActionType,Source
AWS::SageMaker::Algorithm AlgorithmName TrainingSpecification
AWS::SageMaker::App AppName AppType,DomainId,UserProfileName
AWS::SageMaker::AppImageConfig AppImageConfigName
AWS::SageMaker::Cluster ClusterName
AWS::SageMaker::ClusterSchedulerConfig Name ClusterArn
AWS::SageMaker::CodeRepository CodeRepositoryName
AWS::SageMaker::ComputeQuota Name ClusterArn
AWS::SageMaker::Context ContextName ContextType,Source
AWS::SageMaker::DeviceFleet DeviceFleetName
AWS::SageMaker::Domain DomainName AuthMode
AWS::SageMaker::Endpoint EndpointName
AWS::SageMaker::EndpointConfig EndpointConfigName ProductionVariants
AWS::SageMaker::Experiment ExperimentName
AWS::SageMaker::FeatureGroup FeatureGroupName EventTimeFeatureName,RecordIdentifierFeatureName
AWS::SageMaker::Hub HubName
AWS::SageMaker::HumanTaskUi HumanTaskUiName
AWS::SageMaker::Image ImageName
AWS::SageMaker::InferenceExperiment Name EndpointName,RoleArn,Type
AWS::SageMaker::MlflowApp Name RoleArn
AWS::SageMaker::MlflowTrackingServer TrackingServerName
AWS::SageMaker::Model ModelName
AWS::SageMaker::ModelCard ModelCardName
AWS::SageMaker::ModelPackageGroup ModelPackageGroupName
AWS::SageMaker::MonitoringSchedule MonitoringScheduleName
AWS::SageMaker::NotebookInstance NotebookInstanceName
AWS::SageMaker::NotebookInstanceLifecycleConfig NotebookInstanceLifecycleConfigName
AWS::SageMaker::PartnerApp Name AuthType,ExecutionRoleArn,Type
AWS::SageMaker::Pipeline PipelineName
AWS::SageMaker::ProcessingJob ProcessingJobName AppSpecification,ProcessingResources,RoleArn
AWS::SageMaker::Project ProjectName
AWS::SageMaker::Space SpaceName DomainId
AWS::SageMaker::StudioLifecycleConfig StudioLifecycleConfigName StudioLifecycleConfigAppType,StudioLifecycleConfigContent
AWS::SageMaker::TrialComponent TrialComponentName
AWS::SageMaker::UserProfile UserProfileName DomainId
AWS::SageMaker::Workforce WorkforceName
AWS::SageMaker::Workteam WorkteamName
AWS::Scheduler::Schedule Name
AWS::Scheduler::ScheduleGroup Name
AWS::SecretsManager::Secret Name
AWS::SecurityAgent::TargetDomain TargetDomainName
AWS::SecurityHub::Connector Name
AWS::SecurityHub::ConnectorV2 Name
AWS::SecurityHub::SecurityControl SecurityControlId
AWS::SecurityLake::AwsLogSource SourceName DataLakeArn,SourceVersion
AWS::SecurityLake::SubscriberNotification SubscriberArn
AWS::Serverless::Function FunctionName
AWS::Serverless::SimpleTable TableName
AWS::Serverless::StateMachine Name
AWS::ServerlessRepo::Application Name
AWS::ServiceCatalog::AcceptedPortfolioShare PortfolioId
AWS::ServiceDiscovery::HttpNamespace Name
AWS::ServiceDiscovery::Instance InstanceId ServiceId
AWS::ServiceDiscovery::PrivateDnsNamespace Name
AWS::ServiceDiscovery::PublicDnsNamespace Name
AWS::ServiceDiscovery::Service Name
AWS::Shield::Protection Name ResourceArn
AWS::Shield::ProtectionGroup ProtectionGroupId
AWS::Signer::ProfilePermission ProfileName Action,Principal,StatementId
AWS::SimSpaceWeaver::Simulation Name RoleArn
AWS::StepFunctions::Activity Name
AWS::StepFunctions::StateMachine StateMachineName
AWS::StepFunctions::StateMachineAlias Name
AWS::SupportApp::SlackWorkspaceConfiguration TeamId
AWS::SupportAuthZ::SupportPermit Name Permit,SigningKeyInfo
AWS::Synthetics::Canary Name
AWS::Synthetics::Group Name
AWS::Timestream::Database DatabaseName
AWS::Timestream::InfluxDBBackup Name DbResourceId
AWS::Timestream::InfluxDBCluster Name
AWS::Timestream::InfluxDBInstance Name
AWS::Timestream::ScheduledQuery ScheduledQueryName ErrorReportConfiguration,NotificationConfiguration,QueryString,ScheduleConfiguration,ScheduledQueryExecutionRoleArn
AWS::Timestream::Table TableName DatabaseName
AWS::Transcribe::Vocabulary VocabularyName LanguageCode
AWS::Transcribe::VocabularyFilter VocabularyFilterName LanguageCode
AWS::Transfer::User UserName ServerId
AWS::Translate::ParallelData Name
AWS::Translate::Terminology Name
AWS::VerifiedPermissions::PolicyStoreAlias AliasName PolicyStoreId
AWS::VpcLattice::AuthPolicy ResourceIdentifier
AWS::VpcLattice::Listener Name Protocol
AWS::VpcLattice::ResourceGateway Name SubnetIds,VpcIdentifier
AWS::VpcLattice::ResourcePolicy ResourceArn
AWS::VpcLattice::Rule Name
AWS::VpcLattice::Service Name
AWS::VpcLattice::ServiceNetwork Name
AWS::VpcLattice::TargetGroup Name Type
AWS::WAF::ByteMatchSet Name
AWS::WAF::IPSet Name
AWS::WAF::Rule Name MetricName
AWS::WAF::SizeConstraintSet Name
AWS::WAF::SqlInjectionMatchSet Name
AWS::WAF::WebACL Name MetricName
AWS::WAF::XssMatchSet Name
AWS::WAFRegional::ByteMatchSet Name
AWS::WAFRegional::GeoMatchSet Name
AWS::WAFRegional::IPSet Name
AWS::WAFRegional::RateBasedRule Name MetricName,RateKey
AWS::WAFRegional::RegexPatternSet Name
AWS::WAFRegional::Rule Name MetricName
AWS::WAFRegional::SizeConstraintSet Name
AWS::WAFRegional::SqlInjectionMatchSet Name
AWS::WAFRegional::WebACL Name MetricName
AWS::WAFRegional::XssMatchSet Name
AWS::WAFv2::IPSet Name Scope
AWS::WAFv2::LoggingConfiguration ResourceArn
AWS::WAFv2::RegexPatternSet Name Scope
AWS::WAFv2::RuleGroup Name Scope
AWS::WAFv2::WebACL Name Scope
AWS::WellArchitected::AgentProfile Name
AWS::WellArchitected::Profile ProfileName
AWS::Wisdom::AIAgent Name AssistantId,Type
AWS::Wisdom::AIGuardrail Name AssistantId
AWS::Wisdom::AIPrompt Name ApiFormat,AssistantId,TemplateType,Type
AWS::Wisdom::Assistant Name Type
AWS::Wisdom::Content Name KnowledgeBaseId
AWS::Wisdom::KnowledgeBase Name KnowledgeBaseType
AWS::XRay::ResourcePolicy PolicyName
`.trim().split("\n").map(e=>[e.slice(0,e.indexOf(" ")),e.slice(e.indexOf(" ")+1)]));let Variation=class Variation{#i;constructor(e){this.#i=new Map(e.map(e=>[e.id,e]))}varies(e,t,a=new Set){let{template:n,original:o,copy:i}=e,r=(0,s.b6)(n,t,o),l=(0,s.b6)(n,t,i);if(void 0!==r&&void 0!==l)return r!==l||this.#r(e,t,r,a);if(Array.isArray(t))return t.some(t=>this.varies(e,t,a));let c=(0,s.C8)(t);if(!c)return(0,u.u4)(t)&&this.varies(e,Object.values(t),a);let[m,d]=c;switch(m){case"Ref":return this.#s(e,d,a);case"Fn::GetAtt":return this.#s(e,Array.isArray(d)?d[0]:String(d).split(".")[0],a);case"Fn::Sub":{let[t,n]=Array.isArray(d)?d:[d,{}],o=(0,u.u4)(n)?n:{};return[...String(t).matchAll(p)].some(([,t=""])=>Object.hasOwn(o,t)?this.varies(e,o[t],a):this.#s(e,t.split(".")[0],a))}case"Fn::If":{let[t,o,r]=Array.isArray(d)?d:[],l="string"==typeof t?(0,s.C)(n,t,i):void 0;if(void 0!==l)return this.varies(e,l?o:r,a);return this.varies(e,o,a)&&this.varies(e,r,a)}default:return this.varies(e,d,a)}}#s(e,t,a){if("string"!=typeof t)return!1;if("AWS::StackId"===t||"AWS::StackName"===t||"AWS::NoValue"===t)return!0;let{template:n,original:o,copy:i}=e;if(Object.hasOwn(n.parameters,t)){let n=i[t];return o[t]!==n||void 0!==n&&this.#r(e,{Ref:t},n,a)}let r=`${e.id}/${t}`;return!(!Object.hasOwn(n.resources,t)||a.has(r))&&!this.hasFixedName(e,t,new Set([...a,r]))}hasFixedName(e,t,a=new Set){let n=e.template.resources[t],o=n&&namingOf(n.type);if(!n||!o)return!1;let{properties:i}=n,r=i[o.property];return!(void 0===r||this.varies(e,r,a))&&!o.scope.some(t=>void 0!==i[t]&&this.varies(e,i[t],a))}#r(e,t,a,n){return(!!(0,u.u4)(t)||!!a.includes("{stack"))&&(0,d.wE)(a).some(({stack:t,output:a})=>{let o=(0,d.uh)(t,[...this.#i.keys()],e.id),i=void 0===o?void 0:this.#i.get(o),r=i?.template.outputs[a],s=`${o}/outputs/${a}`;return!(!i||!(0,u.u4)(r)||n.has(s))&&this.varies(i,r.Value,new Set([...n,s]))})}};function judgeParallelSafety(e,t){let{shared:a}=t.environment.temporary,n=copiesOf(e,t),o=new Variation(n),i=[],r=0;for(let e of n){let{id:t,template:n}=e,c=[];for(let[u,m]of Object.entries(n.resources)){let{type:d,condition:p,properties:f}=m;if(void 0!==p&&!1===(0,s.C)(n,p,e.copy))continue;("AWS::CloudFormation::Stack"===d||(0,l.FS)(d))&&c.push(u);let S=namingOf(d);S&&void 0!==f[S.property]&&(r+=1,!a.includes(`${t}/${u}`)&&o.hasFixedName(e,u)&&i.push(fixedName(e,u,d,S.property)))}for(let[s,l]of Object.entries(n.outputs)){let n=(0,u.u4)(l)&&(0,u.u4)(l.Export)?l.Export.Name:void 0;void 0!==n&&(r+=1,a.includes(`${t}/${s}`)||o.varies(e,n)||i.push(fixedExport(e,s,n)))}i.push(...sharedImports(e,o),...notChecked(e,c))}return n.length>0&&!i.some(({outcome:e})=>"fail"===e)&&i.push({code:"temporary/parallel-safe",outcome:"pass",title:`${(0,m.LS)(n.length,"stack")} can be copied: ${0===r?"no resource and no export has a name":`none of ${(0,m.LS)(r,"name")} is the same in each copy`}`,subject:`environment/${t.environment.name}/names`,expected:"another name of each named resource and export in each copy",observed:`${(0,m.LS)(r,"named resource or export","named resources and exports")} in ${(0,m.LS)(n.length,"template")}, ${a.length} declared as shared`}),i}function copiesOf(e,t){return t.environment.stacks.flatMap(({id:a,name:n})=>{let o=t.sources.get(a),i=e.sources.get(a),r=e.environment.stacks.find(e=>e.id===a);if(!o||!i||!r)return[];let{template:s}=o;return[{id:a,template:s,original:valuesOf(s,i.parameters,r.name,e.environment),copy:valuesOf(s,o.parameters,n,t.environment)}]})}function valuesOf(e,t,a,n){return(0,r.F)({declared:e.parameters,given:Object.entries(t.values).flatMap(([e,t])=>"value"in t?[{ParameterKey:e,ParameterValue:t.value}]:[]),before:void 0,name:a,account:"account",region:n.region})}function fixedName({id:e,template:t},a,n,o){let i=t.source(["Resources",a,"Properties",o]);return{code:"temporary/fixed-name",outcome:"fail",title:`${a} of ${e} has the same ${o} in each copy`,subject:`stack/${e}/resource/${a}/property/${o}`,expected:"no name, or one with the name of the environment or of the stack in it",observed:`${n}, ${o}: ${shown(t.resources[a]?.properties[o])}`,advice:`Remove ${o} in line ${i.line??"?"} of ${t.file}, or put \`$\{AWS::StackName}\` or the name of the environment into it; a parameter whose value is the same in each copy can be set under environments.preprod.temporary.parameters.${e}. Where the name need not be unique, list ${e}/${a} under environments.preprod.temporary.shared.`,source:i}}function fixedExport({id:e,template:t},a,n){let o=t.source(["Outputs",a,"Export"]);return{code:"temporary/fixed-export",outcome:"fail",title:`${e} exports ${a} under the same name in each copy`,subject:`stack/${e}/output/${a}/export`,expected:"a name with the name of the environment or of the stack in it",observed:shown(n),advice:`Put \`$\{AWS::StackName}\` into the name of the export in line ${o.line??"?"} of ${t.file}.`,source:o}}function sharedImports(e,t){let{id:a,template:n}=e;return importsIn(n.body.Resources,["Resources"]).flatMap(({name:o,path:i})=>{if(t.varies(e,o))return[];let r=n.source(i);return[{code:"temporary/shared-import",outcome:"noted",title:`each copy of ${a} imports ${shown(o)}`,subject:`stack/${a}/imports/${shown(o)}`,expected:"an export of a stack of the same copy",observed:`Fn::ImportValue: ${shown(o)}`,advice:`Check that the resource may be used by several copies at once (line ${r.line??"?"} of ${n.file}).`,source:r}]})}function importsIn(e,t){if(Array.isArray(e))return e.flatMap((e,a)=>importsIn(e,[...t,a]));if(!(0,u.u4)(e))return[];let a=(0,s.C8)(e);return a?.[0]==="Fn::ImportValue"?[{name:a[1],path:t}]:Object.entries(e).flatMap(([e,a])=>importsIn(a,[...t,e]))}function notChecked({id:e,template:t},a){let n=(0,c.m)(t.transforms,[]),o=[...a,...n.map(e=>`what ${e} makes`)];return 0===o.length?[]:[{code:"temporary/not-checked",outcome:"noted",title:`${e}: ${(0,m.LS)(o.length,"part")} of the stack ${1===o.length?"was":"were"} not checked for fixed names`,subject:`stack/${e}/names`,expected:"all resources in the template",observed:(0,m.KE)(o,10),advice:`Check the names in ${(0,m.KE)(o,10)} by hand.`}]}function shown(e){return"string"==typeof e?e:JSON.stringify(e)}async function judgeCopies(e){let t=await (0,i.D3)(e),a=await (0,o.t)(t,e.ports.place.workspace,e.config.verify);return safetyOf(e,t,a)}async function safetyOf({ports:e,config:t},a,r){let s=(0,n.g9)(t,"preprod",(0,i.AP)({ports:e}));return judgeParallelSafety({environment:s,sources:await (0,o.t)(s,e.place.workspace,t.verify)},{environment:a,sources:r})}},59592:(e,t,a)=>{a.d(t,{L:()=>deref});let deref=e=>"function"==typeof e?e():e},41249:(e,t,a)=>{a.d(t,{l1:()=>NormalizedSchema});var n=a(59592),o=a(7624);let i={it:Symbol.for("@smithy/nor-struct-it"),ns:Symbol.for("@smithy/ns")},r=[],s={};let NormalizedSchema=class NormalizedSchema{ref;memberName;static symbol=Symbol.for("@smithy/nor");symbol=NormalizedSchema.symbol;name;schema;_isMemberSchema;traits;memberTraits;normalizedTraits;constructor(e,t){this.ref=e,this.memberName=t;let a=[],i=e,r=e;for(this._isMemberSchema=!1;isMemberSchema(i);)a.push(i[1]),i=i[0],r=(0,n.L)(i),this._isMemberSchema=!0;if(a.length>0){this.memberTraits={};for(let e=a.length-1;e>=0;--e){let t=a[e];Object.assign(this.memberTraits,(0,o.c)(t))}}else this.memberTraits=0;if(r instanceof NormalizedSchema){let e=this.memberTraits;Object.assign(this,r),this.memberTraits=Object.assign({},e,r.getMemberTraits(),this.getMemberTraits()),this.normalizedTraits=void 0,this.memberName=t??r.memberName;return}if(this.schema=(0,n.L)(r),isStaticSchema(this.schema)?(this.name=`${this.schema[1]}#${this.schema[2]}`,this.traits=this.schema[3]):(this.name=this.memberName??String(r),this.traits=0),this._isMemberSchema&&!t)throw Error(`@smithy/core/schema - NormalizedSchema member init ${this.getName(!0)} missing member name.`)}static[Symbol.hasInstance](e){let t=this.prototype.isPrototypeOf(e);return t||"object"!=typeof e||null===e?t:e.symbol===this.symbol}static of(e){let t="function"==typeof e||"object"==typeof e&&null!==e;if("number"==typeof e){if(r[e])return r[e]}else if("string"==typeof e){if(s[e])return s[e]}else if(t&&e[i.ns])return e[i.ns];let a=(0,n.L)(e);if(a instanceof NormalizedSchema)return a;if(isMemberSchema(a)){let[t,n]=a;if(t instanceof NormalizedSchema)return Object.assign(t.getMergedTraits(),(0,o.c)(n)),t;throw Error(`@smithy/core/schema - may not init unwrapped member schema=${JSON.stringify(e,null,2)}.`)}let l=new NormalizedSchema(a);return t?e[i.ns]=l:"string"==typeof a?s[a]=l:"number"==typeof a?r[a]=l:l}getSchema(){let e=this.schema;return Array.isArray(e)&&0===e[0]?e[4]:e}getName(e=!1){let{name:t}=this;return!e&&t&&t.includes("#")?t.split("#")[1]:t||void 0}getMemberName(){return this.memberName}isMemberSchema(){return this._isMemberSchema}isListSchema(){let e=this.getSchema();return"number"==typeof e?e>=64&&e<128:1===e[0]}isMapSchema(){let e=this.getSchema();return"number"==typeof e?e>=128&&e<=255:2===e[0]}isStructSchema(){let e=this.getSchema();if("object"!=typeof e)return!1;let t=e[0];return 3===t||-3===t||4===t}isUnionSchema(){let e=this.getSchema();return"object"==typeof e&&4===e[0]}isBlobSchema(){let e=this.getSchema();return 21===e||42===e}isTimestampSchema(){let e=this.getSchema();return"number"==typeof e&&e>=4&&e<=7}isUnitSchema(){return"unit"===this.getSchema()}isDocumentSchema(){return 15===this.getSchema()}isStringSchema(){return 0===this.getSchema()}isBooleanSchema(){return 2===this.getSchema()}isNumericSchema(){return 1===this.getSchema()}isBigIntegerSchema(){return 17===this.getSchema()}isBigDecimalSchema(){return 19===this.getSchema()}isStreaming(){let{streaming:e}=this.getMergedTraits();return!!e||42===this.getSchema()}isIdempotencyToken(){return!!this.getMergedTraits().idempotencyToken}getMergedTraits(){return this.normalizedTraits??(this.normalizedTraits={...this.getOwnTraits(),...this.getMemberTraits()})}getMemberTraits(){return(0,o.c)(this.memberTraits)}getOwnTraits(){return(0,o.c)(this.traits)}getKeySchema(){let[e,t]=[this.isDocumentSchema(),this.isMapSchema()];if(!e&&!t)throw Error(`@smithy/core/schema - cannot get key for non-map: ${this.getName(!0)}`);let a=this.getSchema();return member([e?15:a[4]??0,0],"key")}getValueSchema(){let e=this.getSchema(),[t,a,n]=[this.isDocumentSchema(),this.isMapSchema(),this.isListSchema()],o="number"==typeof e?63&e:e&&"object"==typeof e&&(a||n)?e[3+e[0]]:t?15:void 0;if(null!=o)return member([o,0],a?"value":"member");throw Error(`@smithy/core/schema - ${this.getName(!0)} has no value member.`)}getMemberSchema(e){let t=this.getSchema();if(this.isStructSchema()&&t[4].includes(e)){let a=t[4].indexOf(e),n=t[5][a];return member(isMemberSchema(n)?n:[n,0],e)}if(this.isDocumentSchema())return member([15,0],e);throw Error(`@smithy/core/schema - ${this.getName(!0)} has no member=${e}.`)}getMemberSchemas(){let e={};try{for(let[t,a]of this.structIterator())e[t]=a}catch(e){}return e}getEventStreamMember(){if(this.isStructSchema()){for(let[e,t]of this.structIterator())if(t.isStreaming()&&t.isStructSchema())return e}return""}*structIterator(){if(this.isUnitSchema())return;if(!this.isStructSchema())throw Error("@smithy/core/schema - cannot iterate non-struct schema.");let e=this.getSchema(),t=e[4].length,a=e[i.it];if(a&&t===a.length)return void(yield*a);a=Array(t);for(let n=0;n<t;++n){let t=e[4][n],o=member([e[5][n],0],t);yield a[n]=[t,o]}e[i.it]=a}};function member(e,t){return e instanceof NormalizedSchema?Object.assign(e,{memberName:t,_isMemberSchema:!0}):new NormalizedSchema(e,t)}let isMemberSchema=e=>Array.isArray(e)&&2===e.length,isStaticSchema=e=>Array.isArray(e)&&e.length>=5},7624:(e,t,a)=>{a.d(t,{c:()=>translateTraits});let n=[];function translateTraits(e){if("object"==typeof e)return e;if(n[e|=0])return n[e];let t={},a=0;for(let n of["httpLabel","idempotent","idempotencyToken","sensitive","httpPayload","httpResponseCode","httpQueryParams"])(e>>a++&1)==1&&(t[n]=1);return n[e]=t}},73391:(e,t,a)=>{a.r(t),a.d(t,{connectAlarms:()=>connectAlarms,connectContainers:()=>connectContainers,connectFunctions:()=>connectFunctions,connectIdentity:()=>connectIdentity,connectRoles:()=>connectRoles,connectScalingGroups:()=>connectScalingGroups,connectStorage:()=>connectStorage,connectTagging:()=>connectTagging,connectTrail:()=>connectTrail,loadTaskDefinitionSchemas:()=>loadTaskDefinitionSchemas});var n=a(44746);async function connectStorage(e,t){let{DeleteObjectCommand:n,GetObjectCommand:o,HeadObjectCommand:i,ListObjectsV2Command:r,PutObjectCommand:s,S3Client:l}=await Promise.all([a.e(2815),a.e(8287),a.e(5431),a.e(7541),a.e(3628)]).then(a.bind(a,31247));return t(e,"s3",e=>new l({...e,forcePathStyle:!0,followRegionRedirects:!0}),{putObject:s,headObject:i,getObject:o,listObjectsV2:r,deleteObject:n})}async function connectAlarms(e,t){let{CloudWatchClient:n,DescribeAlarmHistoryCommand:o,DescribeAlarmsCommand:i,GetMetricDataCommand:r,ListAlarmMuteRulesCommand:s,ListMetricsCommand:l}=await Promise.all([a.e(2815),a.e(6410),a.e(2737)]).then(a.bind(a,92737));return t(e,"cloudwatch",e=>new n(e),{describeAlarms:i,describeAlarmHistory:o,getMetricData:r,listAlarmMuteRules:s,listMetrics:l})}async function connectTrail(e,t){let{CloudTrailClient:n,LookupEventsCommand:o}=await Promise.all([a.e(2815),a.e(6410),a.e(1420)]).then(a.bind(a,71420));return t(e,"cloudtrail",e=>new n(e),{lookupEvents:o})}async function connectIdentity(e,t){let{GetCallerIdentityCommand:n,STSClient:o}=await Promise.all([a.e(2815),a.e(8287),a.e(2777)]).then(a.bind(a,92777));return t(e,"sts",e=>new o(e),{getCallerIdentity:n})}async function connectRoles(e,t){let{GetRoleCommand:n,IAMClient:o}=await Promise.all([a.e(2815),a.e(8287),a.e(8145)]).then(a.bind(a,48145));return t(e,"iam",e=>new o(e),{getRole:n})}async function connectFunctions(e,t){let{GetAliasCommand:n,GetFunctionConfigurationCommand:o,InvokeCommand:i,LambdaClient:r,PublishVersionCommand:s,UpdateFunctionCodeCommand:l}=await Promise.all([a.e(2815),a.e(6410),a.e(5431),a.e(7541),a.e(9415)]).then(a.bind(a,51347));return t(e,"lambda",e=>new r(e),{getAlias:n,getFunctionConfiguration:o,updateFunctionCode:l,publishVersion:s,invoke:i})}async function loadTaskDefinitionSchemas(){let e=await Promise.all([a.e(2815),a.e(6410),a.e(3792)]).then(a.bind(a,13792)),t=e.RegisterTaskDefinitionRequest$,o=(0,n.hQ)(t),i="containerDefinitions",r={networkMode:e.NetworkMode,pidMode:e.PidMode,ipcMode:e.IpcMode,requiresCompatibilities:e.Compatibility,"placementConstraints.type":e.TaskDefinitionPlacementConstraintType,"proxyConfiguration.type":e.ProxyConfigurationType,"runtimePlatform.cpuArchitecture":e.CPUArchitecture,"runtimePlatform.operatingSystemFamily":e.OSFamily,"volumes.dockerVolumeConfiguration.scope":e.Scope,"volumes.efsVolumeConfiguration.transitEncryption":e.EFSTransitEncryption,"volumes.efsVolumeConfiguration.authorizationConfig.iam":e.EFSAuthorizationConfigIAM,[`${i}.portMappings.protocol`]:e.TransportProtocol,[`${i}.portMappings.appProtocol`]:e.ApplicationProtocol,[`${i}.dependsOn.condition`]:e.ContainerCondition,[`${i}.environmentFiles.type`]:e.EnvironmentFileType,[`${i}.logConfiguration.logDriver`]:e.LogDriver,[`${i}.firelensConfiguration.type`]:e.FirelensConfigurationType,[`${i}.resourceRequirements.type`]:e.ResourceType,[`${i}.ulimits.name`]:e.UlimitName,[`${i}.linuxParameters.devices.permissions`]:e.DeviceCgroupPermission,[`${i}.versionConsistency`]:e.VersionConsistency};return{input:t,readOnly:(0,n.hQ)(e.TaskDefinition$).filter(e=>!o.includes(e)),values:Object.fromEntries(Object.entries(r).map(([e,t])=>[e,Object.values(t)]))}}async function connectContainers(e,t){let n=await Promise.all([a.e(2815),a.e(6410),a.e(3792)]).then(a.bind(a,13792));return t(e,"ecs",e=>new n.ECSClient(e),{registerTaskDefinition:n.RegisterTaskDefinitionCommand,describeTaskDefinition:n.DescribeTaskDefinitionCommand})}async function connectScalingGroups(e,t){let{AutoScalingClient:n,DescribeAutoScalingGroupsCommand:o}=await Promise.all([a.e(2815),a.e(8287),a.e(6594)]).then(a.bind(a,86594));return t(e,"autoscaling",e=>new n(e),{describeAutoScalingGroups:o})}async function connectTagging(e,t){let{GetResourcesCommand:n,ResourceGroupsTaggingAPIClient:o}=await Promise.all([a.e(2815),a.e(6410),a.e(2936)]).then(a.bind(a,32936));return t(e,"tag",e=>new o(e),{getResources:n})}},44746:(e,t,a)=>{a.d(t,{P8:()=>showPath,Pm:()=>shapeFaults,hQ:()=>memberNames});var n=a(41249);function shapeFaults(e,t,a=[]){let o=n.l1.of(e),wrong=e=>[{path:a,problem:"type",expected:e,observed:t}];if(o.isDocumentSchema())return[];if(o.isListSchema())return Array.isArray(t)?t.flatMap((e,t)=>shapeFaults(o.getValueSchema(),e,[...a,t])):wrong("a list");if(o.isMapSchema()||o.isStructSchema()){if("object"!=typeof t||null===t||Array.isArray(t))return wrong("an object");let e=Object.entries(t);return o.isMapSchema()?e.flatMap(([e,t])=>shapeFaults(o.getValueSchema(),t,[...a,e])):structFaults(o,e,a)}let i=expectedOf(o,t);return void 0===i?[]:wrong(i)}function structFaults(e,t,a){let n=new Map(e.structIterator()),o=[...n.keys()],i=o.slice(0,requiredCount(e)).filter(e=>!t.some(([t])=>t===e)).map(e=>({path:[...a,e],problem:"missing"})),r=t.flatMap(([e,t])=>{let i=n.get(e);return void 0===i?[{path:[...a,e],problem:"unknown",known:o}]:shapeFaults(i,t,[...a,e])});return[...i,...r]}function requiredCount(e){let t=e.getSchema()[6];return"number"==typeof t?t:0}function expectedOf(e,t){return e.isNumericSchema()?Number.isInteger(t)?void 0:"an integer":e.isBooleanSchema()?"boolean"==typeof t?void 0:"true or false":e.isTimestampSchema()?["string","number"].includes(typeof t)?void 0:"a time":"string"==typeof t?void 0:"a text"}function memberNames(e){return[...n.l1.of(e).structIterator()].map(([e])=>e)}function showPath(e){return e.map(e=>"number"==typeof e?`[${e}]`:`.${e}`).join("").replace(/^\./,"")}},65440:(e,t,a)=>{a.d(t,{AM:()=>namedDeployments,Mm:()=>refersToEndpoint,NR:()=>checksFor,_A:()=>withEndpoint});var n=a(26810),o=a(56187);let i=/\{test-endpoint(?:\.([A-Za-z][\w-]*))?\}/g;function namedDeployments({options:e}){return[...new Set((0,n.Ej)(e).flatMap(e=>[...e.matchAll(i)].flatMap(([,e])=>e??[])))]}function refersToEndpoint({options:e}){return(0,n.Ej)(e).some(e=>e.search(i)>=0)}function checksFor(e,t){return e.filter(e=>{let a=namedDeployments(e);return 0===a.length||a.includes(t)})}function withEndpoint(e,t){return{...e,options:fill(e.options,t)}}function fill(e,t){if("string"==typeof e)return e.replaceAll(i,t.address);if(Array.isArray(e))return e.map(e=>fill(e,t));if(!(0,o.u4)(e))return e;let a=Object.fromEntries(Object.entries(e).map(([e,a])=>[e,fill(a,t)])),{url:n}=e;if("string"!=typeof n||0>n.search(i))return a;let r=(0,o.u4)(e.headers)?e.headers:{};return{...a,headers:{...t.headers,...r}}}},66386:(e,t,a)=>{a.d(t,{t:()=>whyEquivalent});var n=a(27699);let o=/(?:^|\/)(?:Tags|\w+Ids|\w+Arns|\w+ARNs|SecurityGroups|Subnets|AvailabilityZones|ManagedPolicyArns|Action|Actions|NotAction|Resource|NotResource|Principal|AWS|Service|Aliases|AllowedMethods|AttributeDefinitions|Dimensions|LoadBalancerNames|AlarmActions|OKActions|InsufficientDataActions|Events|Statement)$/;function whyEquivalent(e,t,a){if(e===t)return"both are the same text";let[n,o]=[parsed(e),parsed(t)],[i,r]=[normal(n,a,!1),normal(o,a,!1)];return i===r?"object"==typeof n&&"object"==typeof o?"only whitespace, the order of keys or quotes differ":"one is a value and the other its text":normal(n,a,!0)===normal(o,a,!0)?"only the order of a set differs":void 0}let i=/\d{16}/;function parsed(e){let t=e.trim();if(!/^[[{"]/.test(t)||i.test(t))return e;try{return JSON.parse(t)}catch{return e}}function normal(e,t,a){if("string"==typeof e){let o=parsed(e);return"string"==typeof o?(0,n.$N)(o.toWellFormed()):normal(o,t,a)}if("number"==typeof e||"boolean"==typeof e)return(0,n.$N)(String(e));if(Array.isArray(e)){let n=e.map((e,n)=>normal(e,`${t}/${n}`,a)),i=a&&o.test(t.replaceAll(/\/\d+(?=\/|$)/g,""))?n.toSorted():n;return`[${i.join(",")}]`}if("object"==typeof e&&null!==e){let o=Object.entries(e).toSorted(([e],[t])=>e<t?-1:1).map(([e,o])=>`${(0,n.$N)(e)}:${normal(o,`${t}/${e}`,a)}`);return`{${o.join(",")}}`}return(0,n.$N)(null)}},93829:(e,t,a)=>{a.d(t,{PA:()=>l,UV:()=>inlineParameters,_A:()=>parseParameters,vA:()=>resolveParameters});var n=a(38815),o=a(69166),i=a(56187),r=a(93306),s=a(89518);function inlineParameters(e){return{values:Object.fromEntries(Object.entries(e).map(([e,t])=>[e,{value:String(t)}])),tags:{},source:()=>void 0}}let l=inlineParameters({}),c=new Set(["Parameters","Tags","StackPolicy"]);function parseParameters(e,t){let a=new n.LineCounter,o=(0,n.parseDocument)(e,{lineCounter:a,uniqueKeys:!0}),at=e=>{let{line:n,col:o}=a.linePos(e??0);return{file:t,line:Math.max(n,1),column:Math.max(o,1)}},s=[],wrong=(e,a,n)=>{s.push(parameterMistake(t,e,a,n))};for(let e of o.errors)wrong(at(e.pos[0]),"valid JSON or YAML",firstLine(e.message));if(s.length>0)throw mistaken(t,s);(0,r.C8)(o.contents);let l=(0,r.oi)(o);if("problem"in l)throw mistaken(t,[parameterMistake(t,at(l.offset),"valid JSON or YAML",l.problem)]);let u=l.value,m={},d={},p=new Map,give=(e,t,a)=>{Object.hasOwn(m,e)&&wrong(a,`the parameter ${e} once`,"it occurs twice"),m[e]=t,p.set(e,a)};if(Array.isArray(u))u.forEach((e,t)=>{let a=at(rangeStart(o.getIn([t],!0))),n=(0,i.u4)(e)?e.ParameterKey:void 0;if(!(0,i.u4)(e)||"string"!=typeof n)return wrong(a,"an entry with ParameterKey and ParameterValue",shown(e));let r=scalarText(e.ParameterValue);return!0===e.UsePreviousValue&&void 0===r?give(n,{previous:!0},a):!0===e.UsePreviousValue?wrong(a,"UsePreviousValue or a value, not both",n):void 0===r?wrong(a,`a text as ParameterValue of ${n}`,shown(e.ParameterValue)):void give(n,{value:r},a)});else if((0,i.u4)(u)){let e=(0,i.u4)(u.Parameters)&&Object.keys(u).every(e=>c.has(e)),t=e?u.Parameters:u,a=e?["Parameters"]:[];for(let[e,n]of Object.entries(t)){let t=at(keyStart(o.getIn(a,!0)??o.contents,e)),i=scalarText(n);void 0===i?wrong(t,`a text, a number, true or false, or a list of these for ${e}`,shown(n)):give(e,{value:i},t)}if(e&&(0,i.u4)(u.Tags))for(let[e,t]of Object.entries(u.Tags))d[e]=scalarText(t)??""}else wrong(at(0),"a list of ParameterKey and ParameterValue, or a map of names to values",shown(u));if(s.length>0)throw mistaken(t,s);let f=(0,i.u4)(u)&&(0,i.u4)(u.Parameters)?u.StackPolicy:void 0;return{values:m,tags:d,...void 0!==f&&{stackPolicy:f},source:e=>p.get(e)}}function mistaken(e,t){let a=t[0];return new o.l("config/parameters",{message:`${e}:${a?.source?.line??1}: ${a?.title??"cannot be read"}`,subject:`file/${e}`,file:e,...a?.source?.line!==void 0&&{line:a.source.line},findings:t})}function parameterMistake(e,t,a,n){return{code:"config/parameters",outcome:"error",title:`expected ${a}, read ${n}`,subject:`file/${e}`,expected:a,observed:n,advice:`Correct line ${t.line??1} of ${e}.`,source:t}}function scalarText(e){if("string"==typeof e)return e;if("number"==typeof e||"boolean"==typeof e)return String(e);if(!Array.isArray(e))return;let t=e.map(e=>Array.isArray(e)?void 0:scalarText(e));return t.every(e=>void 0!==e)?t.join(","):void 0}function shown(e){return void 0===e?"nothing":null===e?"an empty value":Array.isArray(e)?"a list":(0,i.u4)(e)?"a map":`a ${typeof e}`}function firstLine(e){return e.split("\n")[0]??e}function rangeStart(e){return(0,i.u4)(e)&&Array.isArray(e.range)?Number(e.range[0]):void 0}function keyStart(e,t){if(!(0,n.isMap)(e))return;let a=e.items.find(({key:e})=>(0,n.isScalar)(e)&&String(e.value)===t);return rangeStart(a?.key)}let u=new Set(["String","CommaDelimitedList"]),m="\0unknown\0";function resolveParameters(e){let{template:t,given:a,existing:n,subject:o}=e,i=[],r=[],l=[],c=[],wrong=(e,t)=>{let n=a.source(e);c.push({code:"stack/parameter",outcome:"fail",subject:`${o}/parameter/${e}`,...t,...void 0!==n&&{source:n}})},keeps=e=>void 0!==n&&Object.hasOwn(n.parameters,e);for(let[o,c]of Object.entries(t.parameters)){let t=Object.hasOwn(a.values,o)?a.values[o]:void 0;if(void 0===t)keeps(o)&&(c.noEcho||void 0===c.default)?i.push({ParameterKey:o,UsePreviousValue:!0}):void 0===c.default&&wrong(o,{title:`The parameter ${o} has no value`,expected:"a value, or a Default in the template",observed:"neither",advice:`Give ${o} in the parameters of the stack.`});else if("previous"in t)keeps(o)?i.push({ParameterKey:o,UsePreviousValue:!0}):wrong(o,{title:`The parameter ${o} has no previous value`,expected:"a value",observed:void 0===n?"the stack does not exist yet":"the stack has no such parameter yet",advice:`Replace UsePreviousValue of ${o} with a value for the first deployment.`});else if(t.value===s.uA&&c.noEcho)wrong(o,{title:`The parameter ${o} would be set to AWS's mask`,expected:"the value itself, or UsePreviousValue: true",observed:`${s.uA}, which is how AWS shows a NoEcho value`,advice:`Write UsePreviousValue: true for ${o}.`});else{let a=e.fill(t.value,m);a.includes(m)?(r.push(o),keeps(o)?i.push({ParameterKey:o,UsePreviousValue:!0}):u.has(c.type)&&i.push({ParameterKey:o,ParameterValue:"known-after-apply"})):(i.push({ParameterKey:o,ParameterValue:a}),c.noEcho&&l.push(a))}}return{parameters:i,unknown:r,secrets:l,findings:c}}},91803:(e,t,a)=>{a.d(t,{FS:()=>isModule,MZ:()=>c,QC:()=>parseTemplate});var n=a(38815),o=a(27699),i=a(69166),r=a(56187),s=a(93306),l=a(65302);let c=51200;function isModule(e){return e.endsWith("::MODULE")}function parseTemplate(e,t){let a=Buffer.byteLength(e);if(a>1048576)throw new i.l("config/template",{message:`${t} has ${a} bytes; CloudFormation accepts at most 1048576`,advice:"Move a part of it into a nested stack (AWS::CloudFormation::Stack).",subject:`template/${t}`,expected:"at most 1048576 bytes",observed:`${a} bytes`,file:t});let r=new n.LineCounter,c=(0,n.parseDocument)(e,{lineCounter:r,version:"1.1",merge:!0,uniqueKeys:!0}),place=e=>{let{line:a,col:n}=r.linePos(e??0);return{file:t,line:Math.max(a,1),column:Math.max(n,1)}},u=c.errors[0];if(u)throw unreadable(t,u.message.split("\n")[0]??u.code,place(u.pos[0]));let m=jsonMistake(e,r.lineStarts.length);if(m)throw unreadable(t,m.reason,{file:t,line:m.line});let d=c.contents;if(!(0,n.isMap)(d))throw unreadable(t,"a template is a map with a section Resources",place(0));let p=firstAlias(c);if(p)throw unreadable(t,p.problem,place(p.offset));let f=plain(d),S=(0,s.Zw)(f);if(void 0!==S)throw unreadable(t,`it has ${S}`,place(0));let source=e=>place(offsetOf(d,e)),h=section(f,"Resources",t,source);if(0===Object.keys(h).length)throw unreadable(t,"it declares no resource",source(["Resources"]));return{file:t,text:e,bytes:a,digest:(0,o.by)(e),body:f,resources:Object.fromEntries(Object.entries(h).flatMap(([e,a])=>(((0,l.r)(e)?(0,l.XL)(a):void 0)??[[e,a]]).map(([a,n])=>[a,resourceOf(n,a,t,source(["Resources",e]))]))),parameters:mapValues(section(f,"Parameters",t,source),(e,t)=>parameterOf(e,source(["Parameters",t]))),outputs:section(f,"Outputs",t,source),transforms:[...new Set([...names(f.Transform),...inlineTransforms(f)])],source}}function jsonMistake(e,t){if(e.trimStart().startsWith("{"))try{JSON.parse(e);return}catch(a){let e=a instanceof Error?a.message:String(a);return{reason:e,line:Number(/\(line (\d+) column/.exec(e)?.[1]??t)}}}function unreadable(e,t,a){return new i.l("config/template",{message:`${e}:${a.line??1}: ${t}`,subject:`template/${e}`,observed:t,file:e,...void 0!==a.line&&{line:a.line},...void 0!==a.column&&{column:a.column}})}function section(e,t,a,n){let o=e[t]??{};if((0,r.u4)(o))return o;throw unreadable(a,`the section ${t} is not a map`,n([t]))}function resourceOf(e,t,a,n){if((0,l.r)(t)||"Fn::Transform"===t)return{type:t,properties:{},source:n};if(!(0,r.u4)(e))throw unreadable(a,`the resource ${t} is not a map`,n);let o=e.Type;if("string"!=typeof o||""===o)throw unreadable(a,`the resource ${t} has no Type`,n);let text=t=>"string"==typeof e[t]?e[t]:void 0,i=text("Condition"),s=text("DeletionPolicy"),c=text("UpdateReplacePolicy");return{type:o,properties:(0,r.u4)(e.Properties)?e.Properties:{},...void 0!==i&&{condition:i},...void 0!==s&&{deletionPolicy:s},...void 0!==c&&{updateReplacePolicy:c},...(0,r.u4)(e.UpdatePolicy)&&{updatePolicy:e.UpdatePolicy},source:n}}function parameterOf(e,t){let a=(0,r.u4)(e)?e:{},n=a.Default;return{type:"string"==typeof a.Type?a.Type:"String",...null!=n&&{default:"string"==typeof n?n:JSON.stringify(n)},noEcho:!0===a.NoEcho||"true"===a.NoEcho,source:t}}function names(e){return"string"==typeof e?[e]:Array.isArray(e)?e.flatMap(names):(0,r.u4)(e)&&"string"==typeof e.Name?[e.Name]:[]}function inlineTransforms(e){return Array.isArray(e)?e.flatMap(inlineTransforms):(0,r.u4)(e)?Object.entries(e).flatMap(([e,t])=>"Fn::Transform"===e?names(t):inlineTransforms(t)):[]}function longForm(e,t){let a=e.slice(1);if("Ref"===a||"Condition"===a)return{[a]:t};if("GetAtt"===a&&"string"==typeof t){let e=t.indexOf(".");return{"Fn::GetAtt":-1===e?[t]:[t.slice(0,e),t.slice(e+1)]}}return{[`Fn::${a}`]:t}}function firstAlias(e){let t;return(0,n.visit)(e,{Alias:(e,{source:a,range:o})=>(t={problem:`CloudFormation accepts no YAML alias such as *${a}: write its content instead, or let \`aws cloudformation package\` write the template`,offset:o?.[0]??0},n.visit.BREAK)}),t}function plain(e){if((0,n.isPair)(e))return;let t=untagged(e),a=(0,n.isScalar)(e)||(0,n.isMap)(e)||(0,n.isSeq)(e)?e.tag:void 0;return void 0!==a&&a.startsWith("!")&&!a.startsWith("!!")?longForm(a,t):t}function untagged(e){if((0,n.isSeq)(e))return e.items.map(e=>plain(e));if((0,n.isMap)(e)){let t={};for(let{key:a,value:o}of e.items){let e=(0,n.isScalar)(a)?String(a.source??a.value):String(a);"<<"===e?Object.assign(t,plain(o)):Object.defineProperty(t,e,{value:plain(o),enumerable:!0,writable:!0})}return t}if(!(0,n.isScalar)(e))return null;let{value:t}=e;return"boolean"==typeof t?/^[yn]$/i.test(e.source??"")?e.source:t:null===t||"string"==typeof t?t:"number"==typeof t?Number.isFinite(t)?t:String(e.source):e.source??JSON.stringify(t)}function offsetOf(e,t){let a=e,o=e.range?.[0];for(let e of t)if((0,n.isMap)(a)){let t=a.items.find(({key:t})=>(0,n.isScalar)(t)&&String(t.source??t.value)===String(e));if(void 0===t)return o;o=(0,n.isScalar)(t.key)?t.key.range?.[0]??o:o,a=t.value}else if((0,n.isSeq)(a))a=a.items[Number(e)],o=(0,n.isScalar)(a)||(0,n.isMap)(a)||(0,n.isSeq)(a)?a.range?.[0]??o:o;else break;return o}function mapValues(e,t){return Object.fromEntries(Object.entries(e).map(([e,a])=>[e,t(a,e)]))}},46648:(e,t,a)=>{a.d(t,{m:()=>unreviewedTransforms});let n=new Set(["AWS::LanguageExtensions","AWS::Serverless-2016-10-31","AWS::CodeDeployBlueGreen","AWS::CodeStar","AWS::SecretsManager-2020-07-23","AWS::SecretsManager-2024-09-16","AWS::ServiceCatalog"]);function unreviewedTransforms(e,t){return e.filter(e=>!n.has(e)&&!t.includes(e))}},15686:(e,t,a)=>{a.d(t,{JV:()=>adviceForScript,RF:()=>adviceHere,Rz:()=>adviceForDeployment,YB:()=>adviceForFunction,wN:()=>adviceForShift});var n=a(33290);let o={ScriptMissing:"The AppSpec names a script that is not in the revision: correct its `location`, or add the file.",ScriptNotExecutable:"The script could not be run: give it an interpreter line (`#!/bin/sh`), Unix line ends and permission to execute.",ScriptTimedOut:"The script ran longer than its `timeout` in the AppSpec: find what it waits for, or raise the timeout.",ScriptFailed:"Read the last lines of the script in the evidence, correct what they name, and start the release again.",UnknownError:"Read the message and /var/log/aws/codedeploy-agent/codedeploy-agent.log on the instance."};function adviceForScript(e,t){let a=void 0===e?void 0:o[e];return"ApplicationStop"===t?`${a??o.UnknownError} ApplicationStop comes from the revision that is installed, not from this one: if it cannot succeed, set \`ignore-application-stop-failures: true\` for one release.`:"Install"===t&&"UnknownError"===e?"Check the message for files that already exist (`file-exists` sets what happens to them), for missing sources and for permissions; correct them and start the release again.":a??"Read the message and the log of the target, correct what they name, and start the release again."}function adviceForFunction(e){let t=(0,n.TN)(e.split(":function:").at(-1)??e);return`Read what the function ${t} logged (/aws/lambda/${t.split(":")[0]} in CloudWatch Logs), correct the cause, and start the release again.`}function adviceForShift(e){return"Install"===e?"Read the events of the service and its stopped tasks (`aws ecs describe-services`, `aws ecs list-tasks --desired-status STOPPED`): the new tasks did not become healthy. Correct the cause, and start the release again.":"Check the alarms of the group and the metrics of both versions for the time of the shift, correct the cause, and start the release again."}function adviceHere(e,t){return e?.agentCode===6?"The script ended, but a background process of it kept its output open until the timeout: redirect that output, as in `server >/dev/null 2>&1 &`.":adviceForScript(e?.errorCode,t).replace(o.UnknownError??"","Correct what the message names, and start again.")}let i={ALARM_ACTIVE:"An alarm of the group went into ALARM: read its history for the time of the deployment, correct the cause, and start the release again.",NO_INSTANCES:"No instance matches: change the tags or Auto Scaling groups of the group {group} so that they select running instances.",HEALTH_CONSTRAINTS:"Too many instances failed: read the events of each target, correct the cause, and start the release again.",HEALTH_CONSTRAINTS_INVALID:"The group has fewer instances than the deployment configuration keeps healthy: add instances, or use another configuration.",IAM_ROLE_MISSING:"The group {group} has no service role: set one.",IAM_ROLE_PERMISSIONS:"The service role of the group {group} lacks permissions: attach AWSCodeDeployRole.",REVISION_MISSING:"The revision no longer exists in the bucket: run the job again, which uploads it.",DEPLOYMENT_GROUP_MISSING:"The group {group} was deleted meanwhile: correct the configuration or create the group again.",APPLICATION_MISSING:"The application was deleted meanwhile: correct the configuration or create the application again.",MANUAL_STOP:"The deployment was stopped: CloudTrail records by whom (StopDeployment).",TIMEOUT:"A target did not report in time: check whether its agent runs.",AGENT_ISSUE:"An agent reported a problem: read its log on the instance.",THROTTLED:"CodeDeploy was throttled by another service: run the job again.",OVER_MAX_INSTANCES:"The group has more instances than one deployment may have: split it.",ELASTIC_LOAD_BALANCING_INVALID:"The load balancer or target group of the group {group} is misconfigured: compare its configuration with that of the group."};function adviceForDeployment(e,t){return((void 0===e?void 0:i[e])??"Check the deployment and its targets in the console, correct the cause, and start the release again.").replaceAll("{group}",t)}},88912:(e,t,a)=>{a.d(t,{$:()=>judgeAliasBefore,_:()=>judgeAliasAfter});var n=a(96852);function showAlias({version:e,others:t}){return[`version ${e}`,...Object.entries(t).map(([e,t])=>`${e} gets ${(0,n.XD)(t)}`)].join(", ")}function judgeAliasBefore(e,t,a,n){let o={subject:`deployment/${e}/alias/${t.alias}`,observed:showAlias(a)},i=`${t.name}:${t.alias}`;return Object.keys(a.others).length>0?{...o,code:"deployment/alias-split",outcome:"fail",title:`${i} already routes a part of the calls to another version: the current version is ambiguous`,expected:"one version",advice:`Wait for the deployment that shifts it; if none runs, end it with \`aws lambda update-alias --function-name ${t.name} --name ${t.alias} --routing-config AdditionalVersionWeights={}\`.`}:""!==t.currentVersion&&t.currentVersion!==a.version?{...o,code:"deployment/alias-wrong-version",outcome:"fail",title:`${i} points to version ${a.version}, but CurrentVersion in the AppSpec is ${t.currentVersion}`,expected:`version ${t.currentVersion}`,advice:"Remove CurrentVersion from the AppSpec: the default is the version of the alias."}:a.version===n?{...o,code:"deployment/already-deployed",outcome:"pass",title:`${i} already points to version ${n}: there is nothing to deploy`,expected:`version ${n}`}:void 0}function judgeAliasAfter(e,t,a,n){let o=a.version===n&&0===Object.keys(a.others).length;return{code:o?"deployment/alias-moved":"deployment/alias-wrong-version",outcome:o?"pass":"fail",title:o?`${t.name}:${t.alias} points to version ${n} only`:`${t.name}:${t.alias} does not point to version ${n}, although its deployment succeeded`,subject:`deployment/${e}/alias/${t.alias}`,expected:`version ${n}`,observed:showAlias(a),...!o&&{advice:"Find in CloudTrail who moved it meanwhile (UpdateAlias), then start the release again."}}}},48625:(e,t,a)=>{a.d(t,{kh:()=>placedHooks,kr:()=>judgeHooks,po:()=>ownHooks,vt:()=>declaredHooks});var n=a(33290),o=a(85736);let i=new Set(["BeforeBlockTraffic","AfterBlockTraffic","ApplicationStop"]);function declaredHooks(e){let t="server"===e.platform?e.hooks.filter(({scripts:e})=>e.length>0).map(({event:e})=>e):e.hooks.map(({event:e})=>e);return{platform:e.platform,events:[...new Set(t)]}}function placedHooks(e,t,a){let n="server"===t.platform?t.hooks.map(({event:e,at:t})=>({event:e,at:t})):t.hooks.map(e=>({event:e.event,at:e})),o=declaredHooks(t).events.flatMap(e=>{let t=n.find(t=>t.event===e)?.at;return void 0===t?[]:[{event:e,source:{file:a,line:t.line,column:t.column}}]});return{deployment:e,platform:t.platform,hooks:o}}function ownHooks({platform:e,events:t}){return t.filter(t=>"server"!==e||!i.has(t))}function judgeHooks(e,t){let a=`deployment/${e.id}/hooks`,o=`Look at \`aws deploy batch-get-deployment-targets --region ${e.region} --deployment-id ${e.state.id} --target-ids ${e.targets[0]?.id??"ID"}\`.`;if(void 0===t)return[{code:"deployment/hooks-unknown",outcome:"inconclusive",title:`the required hooks of ${e.state.id} are unknown: its AppSpec cannot be read`,subject:a,expected:"an AppSpec",observed:"no readable AppSpec",advice:"Correct the AppSpec as the findings of precheck say, and start the release again."}];let i=ownHooks(t),r=t.ignoresStop?stopFailures(e):[];if(0===i.length)return r;let s=e.targets.filter(({label:e})=>"Blue"!==e),l=s.flatMap(a=>problemsOf(a,t,e.state.createdAt));if(0===s.length&&l.push({text:"no target with this revision",proved:!1}),0===l.length)return[...r,{code:"deployment/hooks-ran",outcome:"pass",title:`${(0,n.LS)(i.length,"declared hook")} ran in order on ${(0,n.LS)(s.length,"target")}`,subject:a,expected:i.join(", "),observed:`${i.join(", ")}: Succeeded on ${s.length} of ${s.length}`}];let c=l.length-10,u=l.slice(0,10).map(({text:e})=>e);return[...r,{code:"deployment/hook-not-run",outcome:l.some(({proved:e})=>e)?"fail":"inconclusive",title:`${e.state.id} succeeded, but not every declared hook of this revision is confirmed to have run`,subject:a,expected:`${i.join(", ")}: Succeeded, in this order, on each target`,observed:[...u,...c>0?[`${c} more`]:[]].join("; "),advice:o}]}function problemsOf({id:e,events:t},a,n){let i=o.q6[a.platform],r=ownHooks(a),s=r.flatMap(a=>{let o=t.filter(e=>e.name===a);return 0===o.length?[{text:`${e}: ${a} is not among its lifecycle events`,proved:!1}]:o.flatMap(t=>{let o=problemOf(t,n);return void 0===o?[]:[{...o,text:`${e}: ${a} ${o.text}`}]})}),l=t.filter(({name:e,startedAt:t})=>i.includes(e)&&void 0!==t).toSorted((e,t)=>i.indexOf(e.name)-i.indexOf(t.name)),c=l.flatMap((t,a)=>{let n=l[a+1];return void 0!==n&&(r.includes(t.name)||r.includes(n.name))&&timeOf(t.startedAt)-timeOf(n.startedAt)>1e3?[{text:`${e}: ${n.name} began before ${t.name}`,proved:!0}]:[]});return[...s,...c]}function problemOf({status:e,startedAt:t},a){return"Succeeded"!==e?{text:`is ${(0,n.TN)(e)}`,proved:"Skipped"===e||"Failed"===e}:void 0===t?{text:"is Succeeded without a start time",proved:!1}:timeOf(a)-timeOf(t)<=1e3?void 0:{text:`ran at ${(0,n.TN)(t)}, before this deployment`,proved:!1}}function timeOf(e){return Date.parse(e??"")}function stopFailures({id:e,state:t,targets:a}){let o=a.filter(({events:e})=>e.some(({name:e,status:t})=>"ApplicationStop"===e&&"Failed"===t));if(0===o.length)return[];let i=o.map(e=>e.id);return[{code:"deployment/stop-failure-ignored",outcome:"noted",title:`ApplicationStop of the previous revision failed on ${(0,n.LS)(o.length,"target")}, which the configuration accepts`,subject:`deployment/${e}`,expected:"Succeeded",observed:`${t.id}: ${i.slice(0,10).join(", ")}`,advice:"Remove `ignore-application-stop-failures` from the deployment once this revision is installed."}]}},60409:(e,t,a)=>{a.d(t,{$t:()=>placeOf,Z9:()=>withoutArchive,f8:()=>judgeLocal,jf:()=>leftBy});var n=a(76760),o=a(96852),i=a(80375),r=a(33721),s=a(33290),l=a(15686);function judgeLocal(e,t,a){let n=`deployment/${e.id}`,c="every lifecycle event succeeds";if("succeeded"===t.outcome){let i=t.events.filter(e=>"succeeded"===e.status);return[{code:"deployment/succeeded",outcome:"pass",title:`${t.deploymentId} succeeded on this host after ${(0,o.kJ)(a)}`,subject:n,expected:c,observed:i.map(e=>e.event).join(", "),details:{deploymentId:t.deploymentId,counts:{succeeded:1},root:e.root}}]}let{failed:u}=t,m=u?.diagnostics,d=(0,s.y1)(m?.logTail??"").slice(-20),p=t.remains?.paths??[],f=p.length-10;return[{code:"failed"===t.outcome?"deployment/failed":"deployment/stopped",outcome:"fail",title:u?`${u.event} failed on this host${m?.scriptName?` in ${(0,s.TN)(m.scriptName,200)}`:""}`:`${t.deploymentId} did not succeed on this host`,subject:u?`${n}/target/this-host/event/${u.event}`:n,expected:c,observed:[u?whatFailed(u,t):t.outcome,...m?.background?(0,i.rA)(m.background):[],...d,...p.slice(0,10).map(e=>`remains: ${(0,s.TN)(e)}`),...f>0?[`remain: ${f} more`]:[]].join("\n"),advice:[m?.advice??(0,l.RF)(m,u?.event??""),m?.background&&(0,i.$n)(m.background),leftBy(t)].filter(Boolean).join(" "),...placeOf(e,m),details:{deploymentId:t.deploymentId,root:e.root,...u&&{event:u.event,seconds:(0,r.fP)(u.ms)},...m?.user!==void 0&&{user:m.user},logTail:d,remains:p.slice(0,50)}}]}function whatFailed({diagnostics:e,reason:t,ms:a},{folder:n}){if(!e)return(0,s.TN)(t??"no reason is given");let{errorCode:i,exitCode:r,signal:l,user:c}=e,u=(0,s.TN)(withoutArchive(e.message,n)),unsaid=e=>u.includes(e)?void 0:e,m=[void 0===l?void 0:unsaid(`signal ${l}`),void 0===r?void 0:unsaid(`exit code ${r}`),`after ${(0,o.kJ)(a)}`,void 0===c?void 0:`as ${c}`];return`${i}: ${u} (${m.filter(e=>void 0!==e).join(", ")})`}function withoutArchive(e,t){return e.replaceAll(`${t}/deployment-archive/`,"")}function placeOf({revisionName:e},t){let a=t?.source;return a?{source:{...a,file:n.posix.join(e,a.file)}}:{}}function leftBy(e){return e.remains?e.remains.advice:e.events.some(({event:e,status:t})=>"Install"===e&&"succeeded"===t)?"Its files stay installed: the next deployment of the group removes them first.":"None of its files are installed; those of the previous deployment are unchanged."}},21195:(e,t,a)=>{a.d(t,{r:()=>localRequest});var n=a(76760),o=a(69166),i=a(92668),r=a(2321);function localRequest({place:e,clock:t},a,{key:s},l){let{id:c,application:u,group:m,environment:d,timeout:p}=l,{workspace:f,temp:S}=e,h=l["destination-root"],A=l["file-exists"],g=(0,r.v)(l),y=(0,n.resolve)(f,g),v=void 0===l.root?(0,n.resolve)(S,"codedeploy-agent"):(0,n.resolve)(f,l.root),N=[v,S].find(e=>(0,i.F)(y,e));if(void 0!==N)throw new o.l("config/revision",{message:`the revision ${g} contains the folder ${N} of this action, which would become a part of it`,advice:"Move the revision into a separate folder (`directory: app`), or set `root` and RUNNER_TEMP to folders outside of it.",subject:`deployment/${c}/revision`,expected:"a revision outside of the folders of this action",observed:N});let W=t.now().toISOString().replaceAll(/[-:.Z]/g,"");return{id:c,application:u,group:m,revision:y,revisionName:g,environmentKey:s,root:v,deploymentId:["local",...""===a.runId?[]:[a.runId,a.runAttempt],W,c].join("-"),...void 0!==h&&{destinationRoot:(0,n.resolve)(f,h)},...void 0!==A&&{fileExists:A},ignoreApplicationStopFailures:l["ignore-application-stop-failures"],agentCompatible:l["agent-compatible"],environment:d,timeout:p}}},82963:(e,t,a)=>{a.d(t,{Z:()=>deployOnHost,c:()=>optionsOf});var n=a(76760),o=a(96852),i=a(69166),r=a(80375),s=a(33290),l=a(60409);let c=["PATH","HOME","USER","LOGNAME","SHELL","LANG","LC_ALL","TZ","TMPDIR"];async function deployOnHost(e,t,a){let r,{clock:c,log:u,secrets:m,cancelled:d}=e.ports;m.addVariables(t.environment);let p=c.now().getTime(),say=e=>{u.info(`${(0,o.O4)(c.now().getTime()-p)}  ${t.id}  ${e}`)},f=new Output(say,(0,n.join)(t.root,t.group,t.deploymentId,"logs","scripts.log")),S=new AbortController,h=new AbortController,A=AbortSignal.any([d,S.signal]),g=c.sleep(t.timeout,h.signal).then(()=>S.abort(Error("timeout"))).catch(()=>void 0);try{r=await a({...optionsOf(t,e.ports.place.env),signal:A,secrets:m,onEvent:a=>{f.over(a.event),say([a.event,a.status,a.script,a.reason].filter(Boolean).map(e=>(0,s.TN)(String(e),200)).join("  ")),tell(e.record,t.id,withoutSecretsOf(a,m))},onOutput:({event:e,text:t})=>f.line(e,t)})}finally{h.abort(),await g}let y=c.now().getTime()-p;if(A.aborted&&"succeeded"!==r.outcome){let{deploymentId:a,environmentKey:n}=t;e.record.handle({kind:"deployment",id:a,environment:n,state:"unknown",advice:(0,l.jf)(r)})}if(d.throwIfAborted(),S.signal.aborted&&"succeeded"!==r.outcome)throw new i.l("timeout",{message:`the deployment of ${t.id} to this host took longer than ${(0,o.kJ)(t.timeout)} and was ended`,subject:`deployment/${t.id}`,advice:`Read ${r.log}; find what the hook waits for, or raise \`timeout\`, then run the deployment again.`});let{failed:v}=r,N=v?{...r,failed:withoutSecretsOf(v,m)}:r;return{result:r,findings:(0,l.f8)(t,N,y),ms:y}}let Output=class Output{#l;#c;#u=0;constructor(e,t){this.#l=e,this.#c=t}line(e,t){this.#u+=1,this.#u<=1e4&&this.#l(`${e}  | ${(0,s.TN)(t)}`),1e4===this.#u&&this.#l(`${e}  | … its further output is in ${this.#c} only`)}over(e){let t=this.#u-1e4;this.#u=0,t>0&&this.#l(`${e}  | … ${t} lines more, see ${this.#c}`)}};function withoutSecretsOf(e,t){let{diagnostics:a}=e;if(!a)return e;let[n,o]=[a.message,a.logTail].map(e=>t.hide(e)),i=a.background&&(0,r.lZ)(a.background,e=>t.hide(e));return{...e,diagnostics:{...a,message:n,logTail:o,...i&&{background:i}}}}function optionsOf(e,t){let a=c.flatMap(e=>void 0===t[e]?[]:[[e,t[e]]]);return{revision:e.revision,root:e.root,applicationName:e.application,deploymentGroupName:e.group,deploymentGroupId:e.group,deploymentId:e.deploymentId,environment:{...Object.fromEntries(a),...e.environment},agentCompatible:e.agentCompatible,ignoreApplicationStopFailures:e.ignoreApplicationStopFailures,loadBalancer:!0,...void 0!==e.destinationRoot&&{destinationRoot:e.destinationRoot},...void 0!==e.fileExists&&{fileExistsBehavior:e.fileExists}}}function tell(e,t,a){"started"!==a.status&&"skipped"!==a.status&&e.happened({at:a.at.toISOString(),subject:`deployment/${t}/target/this-host`,event:`${a.event} ${a.status}`,ms:a.ms,..."failed"===a.status&&{outcome:"fail"},...a.diagnostics&&{detail:(0,s.TN)(a.diagnostics.message)}})}},48129:(e,t,a)=>{a.d(t,{$A:()=>isBeforeTraffic,Yl:()=>endReadyWait,pE:()=>waitOf});var n=a(57424),o=a(69166);function isBeforeTraffic(e,t){let a=t.some(({events:e})=>e.some(({name:e,status:t})=>"AllowTraffic"===e&&"Pending"!==t&&"Unknown"!==t));return"Ready"===e.status&&!e.isTerminationWait&&!a}function waitOf(e,t){let{deploymentStyle:a,blueGreenDeploymentConfiguration:n}=t;if(a?.deploymentType!=="BLUE_GREEN")return{waits:!1,why:"server"===e?"deploys in place, so the new version never runs without traffic":"is not blue/green",expected:"DeploymentType: BLUE_GREEN",change:"Make its deployments blue/green (`DeploymentStyle: { DeploymentType: BLUE_GREEN, DeploymentOption: WITH_TRAFFIC_CONTROL }`)"};let{actionOnTimeout:o,waitTimeInMinutes:i=0}=n?.deploymentReadyOption??{};return"STOP_DEPLOYMENT"===o&&i>0?{waits:!0,minutes:i}:{waits:!1,why:"STOP_DEPLOYMENT"===o?"waits no minute before it is stopped":"moves the traffic at once, and without anybody who allows it",expected:"ActionOnTimeout: STOP_DEPLOYMENT, and at least one minute of WaitTimeInMinutes",change:"Add to the properties of the group in its template: `BlueGreenDeploymentConfiguration: { DeploymentReadyOption: { ActionOnTimeout: STOP_DEPLOYMENT, WaitTimeInMinutes: 60 } }`"}}async function endReadyWait(e,t){try{return await e.continueDeployment({deploymentId:t,deploymentWaitType:"READY_WAIT"}),!0}catch(e){if("DeploymentIsNotInReadyStateException"===(0,n.Is)(e)||e instanceof o.l&&"aws/unreachable"===e.code)return!1;throw e}}},71804:(e,t,a)=>{a.d(t,{KF:()=>findTaskDefinition,OE:()=>lintTaskDefinition,Lx:()=>readTaskDefinition,eQ:()=>registerTaskDefinition,ZV:()=>registrable});var n=a(57424),o=a(69166),i=a(73391),r=a(44746),s=a(31523),l=a(33290);function referenceFaults(e){let{containerDefinitions:t,volumes:a,proxyConfiguration:n}=e,o=t??[],i=o.flatMap(({name:e})=>e??[]),r={container:i,volume:(a??[]).flatMap(({name:e})=>e??[])},s=n?.containerName,l=[...o.flatMap((e,t)=>usedBy(e,["containerDefinitions",t])),...void 0===s?[]:[{kind:"container",name:s,path:["proxyConfiguration","containerName"]}]];return[...i.filter((e,t)=>i.indexOf(e)!==t).map(e=>({code:"task-definition/reference",outcome:"fail",title:`two containers have the name ${e}`,path:["containerDefinitions",i.lastIndexOf(e),"name"],expected:"different names",observed:e,advice:"Give each container a different name."})),...l.filter(({kind:e,name:t})=>!r[e].includes(t)).map(e=>unknownName(e,r[e.kind]))]}function usedBy(e,t){let{dependsOn:a,volumesFrom:n,links:o,mountPoints:i}=e,used=(e,a,...n)=>void 0===a?[]:[{kind:e,name:a,path:[...t,...n]}];return[...(a??[]).flatMap((e,t)=>used("container",e.containerName,"dependsOn",t,"containerName")),...(n??[]).flatMap((e,t)=>used("container",e.sourceContainer,"volumesFrom",t,"sourceContainer")),...(o??[]).flatMap((e,t)=>used("container",e.split(":")[0],"links",t)),...(i??[]).flatMap((e,t)=>used("volume",e.sourceVolume,"mountPoints",t,"sourceVolume"))]}function unknownName({kind:e,name:t,path:a},n){return{code:"task-definition/reference",outcome:"fail",title:`${(0,r.P8)(a)} names the ${e} ${t}, which the task definition does not have${(0,s.a)(t,n)}`,path:a,expected:0===n.length?`a ${e} in the task definition`:n.join(", "),observed:t,advice:`Correct the name, or add the ${e}.`}}let c="`aws ecs register-task-definition --generate-cli-skeleton` shows what a task definition can have.";function judgeTaskDefinition(e,t){let a=(0,r.Pm)(t.input,e).map(toFault),n=textsOf(e).flatMap(({path:e,text:a})=>textFaults(e,a,t)),o=a.length>0?[]:[...requirements(e),...referenceFaults(e)];return[...a,...n,...o]}function toFault(e){let t=(0,r.P8)(e.path),a=String(e.path.at(-1)),n={code:"task-definition/invalid",outcome:"fail",path:e.path};if("unknown"===e.problem)return{...n,title:`a task definition has no ${t}${(0,s.a)(a,e.known)}`,expected:e.known.join(", "),observed:a,advice:`Correct or remove it. ${c}`};if("missing"===e.problem)return{...n,title:`the task definition has no ${t}`,expected:t,observed:"nothing",advice:`Add it. ${c}`};let o=shown(e.path,e.observed);return{...n,title:`${t} is ${o}, not ${e.expected}`,expected:e.expected,observed:o,advice:rewriting(e.expected,e.observed)??`Write ${e.expected}.`}}function shown(e,t){return"object"==typeof t&&null!==t?Array.isArray(t)?"a list":"an object":e.includes("environment")?"string"==typeof t?"a text":`a ${typeof t}`:(0,l.TN)(JSON.stringify(t),120)}function rewriting(e,t){let a="string"==typeof t?t.trim():"";return"an integer"===e&&/^-?\d+$/.test(a)||"true or false"===e&&/^(true|false)$/.test(a)?`Write ${a} without quotes.`:"a text"===e&&["number","boolean"].includes(typeof t)?`Put the ${typeof t} in quotes.`:"a list"===e?"Put it into brackets: [ … ].":void 0}function textsOf(e,t=[]){return"string"==typeof e?[{path:t,text:e}]:Array.isArray(e)?e.flatMap((e,a)=>textsOf(e,[...t,a])):"object"!=typeof e||null===e?[]:Object.entries(e).flatMap(([e,a])=>textsOf(a,[...t,e]))}let u=/^(tags|placementConstraints\.expression|proxyConfiguration\.properties|volumes\.dockerVolumeConfiguration)\b|^containerDefinitions\.(command|entryPoint|environment\.value|dockerLabels|dockerSecurityOptions|extraHosts|systemControls|healthCheck|logConfiguration\.options|firelensConfiguration\.options)\b/,m=/<[A-Za-z][\w .-]*>|\$\{[^}]*\}|\$\(?[A-Z_]{2,}\)?|\{\{[^}]*\}\}|%[A-Z_]{2,}%|@@?[A-Z_]{2,}@@?/,d=/^<[A-Z][A-Z0-9_]*>$/,p=/^[A-Za-z0-9_-]{1,255}$/,f={family:{form:p,expected:"letters, digits, _ and -, 255 at most"},"containerDefinitions.name":{form:p,expected:"letters, digits, _ and -, 255 at most"},"containerDefinitions.image":{form:/^[A-Za-z0-9_:./#@-]+$/,expected:"the name of an image: letters, digits and _ : . / # @ -"}};function textFaults(e,t,a){let n=e.filter(e=>"string"==typeof e).join("."),o=(0,r.P8)(e),i=JSON.stringify((0,l.TN)(t,120));if(u.test(n))return d.test(t)?[{code:"task-definition/unclear",outcome:"inconclusive",title:`${o} is ${t}, which looks like a placeholder`,path:e,expected:"the value itself",observed:i,advice:"Replace it before the release is packaged, or write the value."}]:[];let c=m.exec(t)?.[0];if(void 0!==c)return[{code:"task-definition/placeholder",outcome:"fail",title:`${o} contains the placeholder ${c}, which is not replaced`,path:e,expected:f[n]?.expected??"the value itself",observed:i,advice:"Replace it before the release is packaged, or refer to an output of a stack: {stack.ID.outputs.NAME}."}];let{form:p,expected:S}=f[n]??{};if(p&&void 0!==S&&!p.test(t))return[{code:"task-definition/invalid",outcome:"fail",title:`${o} is ${i}, which ECS does not accept`,path:e,expected:S,observed:i,advice:`Write ${S}.`}];let h=a.values[n];return!h||h.includes(t)?[]:[{code:"task-definition/unclear",outcome:"inconclusive",title:`${o} is ${i}, which this version does not know${(0,s.a)(t,h)}`,path:e,expected:h.join(", "),observed:i,advice:"Correct it; case matters. If AWS has added the value, update this action."}]}function requirements(e){let{containerDefinitions:t=[],...a}=e,lacking=(e,t,a)=>({code:"task-definition/invalid",outcome:"fail",title:t,path:e,expected:a,observed:"nothing",advice:`Add ${a}.`});if(0===t.length)return[lacking(["containerDefinitions"],"the task definition has no container","at least one container")];let n=t.flatMap((e,t)=>{let n=["containerDefinitions",t],o=(0,r.P8)(n);return[...["name","image"].filter(t=>(e[t]??"")==="").map(e=>lacking([...n,e],`${o} has no ${e}`,e)),...(e.memory??e.memoryReservation??a.memory??void 0)===void 0?[lacking(n,`${o} has no memory, and neither has the task`,"memory or memoryReservation")]:[]]});if(!a.requiresCompatibilities?.includes("FARGATE"))return n;let o=["cpu","memory"].filter(e=>(a[e]??"")==="");return[...n,...o.map(e=>lacking([e],`a task on Fargate needs ${e} at the task level`,`${e} of the task`)),..."awsvpc"===a.networkMode?[]:[{...lacking(["networkMode"],"a task on Fargate needs the network mode awsvpc","networkMode: awsvpc"),observed:a.networkMode??"nothing"}]]}async function readTaskDefinition(e,t){let{file:a,subject:n,words:o}=t,r=e.replace(/^\uFEFF/,""),s=parseJson(r,o,{file:a,subject:n}),l=await (0,i.loadTaskDefinitionSchemas)(),{members:c,below:u}=unwrap(membersOf(s));for(let e of l.readOnly)delete c[e];return{input:c,faults:judgeTaskDefinition(c,l),sourceOf:e=>sourceOf(r,a,[...u,...e])}}function parseJson(e,t,a){try{return JSON.parse(e,function(e,a){if(null!==a||Array.isArray(this))return"string"==typeof a?t(a):a})}catch(e){if(e instanceof o.l)throw e;throw new o.l("config/file",{message:`${a.file} is not JSON: ${(0,o.b)(e)}`,advice:"Use the form of `aws ecs register-task-definition --cli-input-json`.",...a})}}function membersOf(e){return"object"!=typeof e||null===e||Array.isArray(e)?{}:{...e}}function unwrap(e){let{taskDefinition:t,tags:a,...n}=e;return"object"!=typeof t||null===t||0!==Object.keys(n).length?{members:e,below:[]}:{members:{...membersOf(t),...Array.isArray(a)&&a.length>0&&{tags:a}},below:["taskDefinition"]}}async function sourceOf(e,t,n){let{LineCounter:o,parseDocument:i,isNode:r}=await Promise.resolve().then(a.t.bind(a,38815,19)),s=new o,l=i(e,{lineCounter:s,uniqueKeys:!1});for(let e=n.length;e>0;e--){let a=l.getIn(n.slice(0,e),!0),o=r(a)?a.range?.[0]:void 0;if(void 0===o)continue;let{line:i,col:c}=s.linePos(o);return{file:t,line:i,column:c}}return{file:t}}var S=a(57975),h=a(56187);let A=new Set(["taskDefinitionArn","revision","status","requiresAttributes","compatibilities","registeredAt","registeredBy","deregisteredAt","deleteRequestedAt"]),g={essential:!0,protocol:"tcp",networkMode:"bridge"};function isRegistered(e,t){return isEqual(e,Object.fromEntries(Object.entries(t).filter(([e])=>!A.has(e))))}function isEqual(e,t){return Array.isArray(e)&&Array.isArray(t)?e.length===t.length&&e.every((e,a)=>isEqual(e,t[a])):(0,h.u4)(e)&&(0,h.u4)(t)?[...new Set([...Object.keys(e),...Object.keys(t)])].every(a=>{let[n,o]=[e[a],t[a]];return void 0===n?isDefault(a,o):void 0===o?isDefault(a,n):isEqual(n,o)}):(0,S.isDeepStrictEqual)(e,t)}function isDefault(e,t){return void 0===t||0===t||t===g[e]||"object"==typeof t&&null!==t&&0===Object.keys(t).length}async function lintTaskDefinition({faults:e,sourceOf:t},{file:a,subject:n}){return 0===e.length?[{code:"task-definition/valid",outcome:"pass",title:`${a}: every member has the type that ECS accepts`,subject:n,source:{file:a}}]:await Promise.all(e.map(async e=>{let{code:o,outcome:i,title:r,expected:s,observed:l,advice:c}=e;return{code:o,outcome:i,title:`${a}: ${r}`,subject:n,expected:s,observed:l,advice:c,source:await t(e.path)}}))}function registrable({input:e,faults:t},{file:a,subject:n}){let i=t.find(({outcome:e})=>"fail"===e);if(!i)return e;let{title:r,advice:s,expected:l,observed:c}=i;throw new o.l("config/file",{message:r,advice:s,expected:l,observed:c,subject:n,file:a})}async function findTaskDefinition(e,t,a){try{let{taskDefinition:n,tags:o=[]}=await e.describeTaskDefinition({taskDefinition:t,include:["TAGS"]}),i={...n,tags:o};return isRegistered(a,i)?n?.taskDefinitionArn:void 0}catch(e){if("ClientException"===(0,n.Is)(e))return;throw e}}async function registerTaskDefinition(e,t,a){let{taskDefinition:n}=await e.registerTaskDefinition(t);if(n?.taskDefinitionArn!==void 0)return n.taskDefinitionArn;throw new o.l("aws/service",{message:`ECS did not return an ARN of the task definition ${t.family}`,subject:a})}},922:(e,t,a)=>{a.d(t,{j:()=>afterCleanup});var n=a(89518),o=a(94800);async function afterCleanup(e,{clock:t,log:a,cancelled:i},r){return r?.status.endsWith("CLEANUP_IN_PROGRESS")?(a.info(`${r.name} is ${r.status}; waiting until old resources are removed`),(0,o.w)({clock:t,signal:i,first:1e3,slowest:5e3,timeout:6e5,subject:`stack/${r.name}`,waitingFor:`the stack ${r.name} to remove its old resources`,onTimeout:`See \`aws cloudformation describe-stacks --stack-name ${r.name}\`.`},async()=>{let t=await (0,n.bA)(e,r.arn);return t?.status.endsWith("_IN_PROGRESS")?void 0:t??r})):r}},1740:(e,t,a)=>{a.d(t,{K:()=>ChangeSetLedger});var n=a(53190),o=a(18853),i=a(65034),r=a(44836),s=a(69166),l=a(33290);let c=new Set(["aws/unreachable","aws/throttled","cancelled"]);let ChangeSetLedger=class ChangeSetLedger{#c;#m;#d;#p=new Set;#f=new Set;#S=new Map;#h=!1;constructor(e,t,a){this.#c=e,this.#m=a,this.#d=t}async create(e,t,a){if(this.#h)throw new s.l("cancelled",{message:`the step is ending: no change set is created for ${t.stack}`});let o={cloudformation:e,request:t,place:a,created:void 0};this.#p.add(o);let i=(0,n.V$)(e,t),r=i.catch(()=>void 0);this.#f.add(r);try{o.created=await i}catch(e){throw e instanceof s.l&&!c.has(e.code)&&this.#p.delete(o),e}finally{this.#f.delete(r)}return this.#A(o,"kept"),o.created}take(e,t,a){let{name:n,stackArn:o,shell:i}=t,r={cloudformation:e,request:{name:n,stack:o,makesShell:i},place:a,created:t};this.#p.add(r),this.#A(r,"kept")}async discard(e){for(let t of this.#p)if(t.created?.arn===e)try{await this.#g(t)}catch(e){if(!(e instanceof s.l)||"aws/denied"!==e.code)throw e;this.#p.delete(t),this.#y(t,e)}}forget(e){for(let t of this.#p)t.created?.arn===e&&this.#p.delete(t)}async discardAll(e){for(void 0===e&&(this.#h=!0);this.#f.size>0;)await Promise.all(this.#f);let t=[...this.#p].filter(t=>void 0===e||t.place.environment===e);await Promise.all(t.map(async e=>{try{await this.#g(e)}catch(t){this.#y(e,t)}}))}leftovers(){return[...Map.groupBy(this.#S.values(),({entry:e,error:t})=>JSON.stringify([(0,r.r4)(e.place),isOnlyShell(t),t instanceof s.l?t.code:""])).values()].map(e=>leftFinding(e))}async #g(e){let{created:t,request:a,cloudformation:n}=e;await (0,o.X)(n,t??{name:a.name,stack:a.stack,shell:a.makesShell},this.#m),this.#p.delete(e),this.#S.delete(e),this.#A(e,"removed")}#y(e,t){this.#c.warning(`the change set ${e.request.name} could not be removed: ${(0,s.b)(t)}`),this.#S.set(e,{entry:e,error:t}),this.#A(e,"unknown")}#A(e,t){let a=idOf(e);this.#d({kind:"change-set",id:a,...(0,r.$t)(e.place),state:t,..."removed"!==t&&{advice:removalOf(e,a,t)}})}};function idOf({created:e,request:t}){return e?.arn??t.name}function isOnlyShell(e){return e instanceof s.l&&(e.subject===o.R||"aws/denied"===e.code&&(0,i.c3)(e.details.observed??"")?.action==="cloudformation:DeleteStack")}function leftFinding(e){let[{entry:t,error:a}]=e,{environment:n}=t.place,o=isOnlyShell(a),i=o?"empty stack":"change set",r=1===e.length?`the ${i} of ${nameOf(t)} is`:`${e.length} ${i}s are`,c=e.map(e=>nameOf(e.entry)),u=1===e.length?"":" (the commands for the others are listed below)",m=o?`Remove it: \`${shellRemovalOf(t)}\`${u}, or keep it: the deployment uses the empty stack. `+(a instanceof s.l&&"aws/denied"===a.code?"docs/iam/plan-role-first-release.json lets precheck remove it.":"The events of the stack tell why it is not deleted."):`Remove it: \`${removalOf(t,idOf(t),"unknown")}\`${u}. To prevent this: `+(a instanceof s.l?a.advice:"see the log.");return{code:o?"stack/shell-not-removed":"change-set/not-removed",outcome:o?"noted":"fail",title:`${n}: ${r} remaining, since precheck could not remove ${1===e.length?"it":"them"}`,subject:1===e.length?`stack/${nameOf(t)}`:`environment/${n}`,expected:"no change set or stack that precheck created for its plan",observed:`${(0,l.KE)(c,10)}: ${(0,s.b)(a)}`,advice:m,details:{environment:n}}}function nameOf({request:e}){return e.stack.split("/")[1]??e.stack}function shellRemovalOf({request:e,place:t}){return`aws cloudformation delete-stack --stack-name ${e.stack} --region ${t.region}`}function removalOf({request:e,place:t},a,n){let o=`--stack-name ${e.stack} --region ${t.region}`,i=`aws cloudformation delete-change-set --change-set-name ${a} ${o}`;return"unknown"===n&&e.makesShell?`${i}; then, while the stack is REVIEW_IN_PROGRESS: ${shellRemovalOf({request:e,place:t})}`:i}},25242:(e,t,a)=>{a.d(t,{j:()=>mergeCauses});var n=a(65034),o=a(33290);let i={"config/file":()=>"","aws/no-credentials":()=>"","aws/expired":()=>"","aws/unreachable":e=>e.split("/").slice(0,2).join("/")};function mergeCauses(e){let t=new Map;for(let[a,n]of e.entries()){let e=keyOf(n)??`${a}`,o=t.get(e);o?o.push(n):t.set(e,[n])}return[...t.values()].map(e=>void 0===causeOf(e[0])?e[0]:merged(e))}function keyOf(e){let t=causeOf(e);if(void 0===t)return;let a=i[e.code]?.(t)??t,o="aws/denied"===e.code?(0,n.c3)(e.observed??""):void 0,r=o?`${o.who} ${o.action} ${o.policy}`:"",s="aws/service"===e.code?e.title:"";return JSON.stringify([e.code,e.outcome,a,r,s])}function merged(e){let[t]=e,a=[...new Set(e.flatMap(e=>member(e,"environment")??[]))],i=[...new Set(e.map(({subject:e})=>e))],[r,...s]=e.flatMap(({code:e,observed:t})=>"aws/denied"===e?(0,n.c3)(t??"")??[]:[]),l=0===a.length?"":`${a.join(" and ")}: `,c=i.length>1,u=i.every(e=>e.startsWith("stack/"))?"stacks":"stacks and deployments",m=(0,o.KE)(i,10);return{...t,title:`${l}${t.title}${c?` (${i.length} ${u})`:""}`,subject:c?1===a.length?`environment/${a[0]}`:"aws":t.subject,...c&&{observed:void 0===t.observed?m:`${m}
${t.observed}`},...r&&{expected:(0,n.TQ)([r,...s]),advice:(0,n.ik)([r,...s])},details:{...1===a.length&&{environment:a[0]},subjects:i}}}function causeOf(e){return"error"===e.outcome||"noted"===e.outcome?member(e,"cause"):void 0}function member({details:e},t){if("object"!=typeof e||null===e||Array.isArray(e))return;let a=e[t];return"string"==typeof a?a:void 0}},93473:(e,t,a)=>{a.d(t,{Cs:()=>f.Cs,RJ:()=>planEnvironment,qz:()=>planStack});var n=a(53190),o=a(93829),i=a(69166),r=a(56187),s=a(65302),l=a(91803);async function readProcessed(e,t,a){let{TemplateBody:n=""}=await e.getTemplate({StackName:t.stackArn,ChangeSetName:t.arn,TemplateStage:"Processed"});try{return withProcessed(a,n)}catch(e){if(!(e instanceof i.l))throw e;throw new i.l("aws/service",{message:`the template that CloudFormation processed from ${a.file} cannot be parsed: ${e.message}`,subject:`template/${a.file}`,cause:e})}}function withProcessed(e,t){let a=(0,l.QC)(t,e.file),n=Object.entries(a.resources).map(([t,a])=>[t,{...a,source:sourceOf(e,t)}]);return{...e,resources:Object.fromEntries(n),outputs:a.outputs}}function sourceOf(e,t){let a=Object.hasOwn(e.resources,t)?e.resources[t]:void 0;if(void 0!==a)return a.source;let n=e.body.Resources,o=Object.entries((0,r.u4)(n)?n:{}).find(([e,a])=>(0,s.r)(e)&&(0,s.uW)(a,t));if(void 0!==o)return e.source(["Resources",o[0]]);let[i]=Object.keys(e.resources).filter(e=>t.startsWith(e)).toSorted((e,t)=>t.length-e.length);return void 0===i?{file:e.file}:e.resources[i]?.source??{file:e.file}}var c=a(89518),u=a(46648),m=a(66723),d=a(8739),p=a(68763);async function readValidationResults(e,t){let a=[];for await(let n of(0,p.E)("NextToken",a=>e.describeEvents({ChangeSetName:t,Filters:{FailedEvents:!0},...a})))for(let e of n.OperationEvents??[]){let t="HOOK_INVOCATION_ERROR"===e.EventType;(t||"VALIDATION_ERROR"===e.EventType)&&a.push({name:(t?e.HookType:e.ValidationName)??"unnamed",mode:(t?e.HookFailureMode:e.ValidationFailureMode)??"FAIL",reason:(t?e.HookStatusReason:e.ValidationStatusReason)??"",logicalId:e.LogicalResourceId??"",path:e.ValidationPath??""})}return a}var f=a(82850);async function inDependencyOrder(e,t,a){let n=new Set(e.map(e=>e.id)),o=new Set(e),i=new Map,r=new Set,s=[],isReady=e=>e.dependsOn.every(e=>!n.has(e)||i.has(e));for(;o.size+r.size>0;){if(0===s.length)for(let e of o){if(r.size>=t)break;if(!isReady(e))continue;o.delete(e);let n=a(e,i).then(t=>void i.set(e.id,t)).catch(e=>void s.push(e)).finally(()=>void r.delete(n));r.add(n)}if(0===r.size){if(s.length>0)throw s[0];throw RangeError(`nodes depend on each other in a circle: ${[...o].map(e=>e.id).join(", ")}`)}await Promise.race(r)}if(s.length>0)throw s[0];return e.map(e=>i.get(e.id))}var S=a(29871),h=a(57424);function unusable(e,t,a){return{code:"busy"===a.kind?"stack/busy":"unknown"===a.kind?"stack/unknown-state":"stack/not-ready",outcome:"unknown"===a.kind?"inconclusive":"fail",title:`${t.name} cannot be updated: ${a.explanation}`,subject:e,expected:"a stack without an operation in progress, such as UPDATE_COMPLETE",observed:void 0===t.statusReason?t.status:`${t.status}: ${t.statusReason}`,advice:a.nextStep}}function failedChangeSet(e,t,a,n,o,i){let r=[t,...allNested(t)].filter(e=>"failed"===e.outcome&&""!==e.statusReason),s=validationFindings(e,a,n,o);if(s.some(e=>"fail"===e.outcome))return s;let l=(0,d.B4)(t);return l?[...s,{code:"change-set/validation-failed",outcome:"fail",title:`${o.environment}: ${(0,d.Om)(l.statusReason).join(", ")} stopped the creation of the change set`,subject:e,expected:"validation and hooks succeed",observed:l.statusReason,advice:void 0===i?"Ask the owner of the hook for its requirements: CloudFormation has no result of it. Then start the release again.":`${i.advice} Then the next run shows the reason of the hook.`}]:[...s,{code:"change-set/failed",outcome:"fail",title:`CloudFormation cannot plan the update of ${t.stackName}`,subject:e,expected:"a change set that can be executed",observed:r.at(-1)?.statusReason??`status ${t.status}`,advice:`Correct ${a.file} or the parameters as the reason says; validate with \`aws cloudformation validate-template --template-body file://${a.file}\`.`}]}function validationFindings(e,t,a,n){return a.map(a=>{let{logicalId:o,resultId:i}=a,r=t.resources[o],s="WARN"===a.mode,l=`Correct ${""===o?t.file:`${o} in ${t.file}`} as the reason says and start the release again`,c=void 0===i?"":` The full result: \`aws cloudformation get-hook-result --hook-result-id ${i} --region ${n.region}\`.`;return{code:"change-set/validation-failed",outcome:s?"noted":"fail",title:`${n.environment}: ${a.name} ${s?"warned about":"failed for"} ${""===o?"the change set":o}${s&&""!==a.reason?`: ${a.reason}`:""}`,subject:""===o?e:`${e}/resource/${o}`,expected:"validation and hooks succeed",observed:""===a.path?a.reason:`${a.path}: ${a.reason}`,advice:`${l}${s?", or accept it: a warning does not stop the deployment":""}.${c}`,...r&&{source:r.source},details:{environment:n.environment}}})}function allNested(e){return e.nested.flatMap(e=>[e,...allNested(e)])}let A=/^Stack\b.* does not exist/i,g=new Set(["ValidationError","InsufficientCapabilitiesException","InsufficientCapabilities","LimitExceededException","LimitExceeded","AlreadyExistsException"]);function refused(e,t,a,n){let o=a.cause instanceof Error?a.cause.name:"",i=(0,h.kc)(a),r=/requires capabilities\s*:?\s*\[([^\]]*)\]/i.exec(i)?.[1];if("aws/service"===a.code&&g.has(o)){let a=A.test(i);return{code:"change-set/refused",outcome:"fail",title:a?`CloudFormation refused the change set of ${t.name}: it says that a stack does not exist`:`CloudFormation refused the change set of ${t.name}`,subject:e,expected:"a change set",observed:`${o}: ${i}`,advice:a?`Check that the stack of the message exists in the account and region of ${n} (\`aws cloudformation describe-stacks --stack-name ${t.name}\`), and start the release again. DescribeStacks and CreateChangeSet disagree where it is ${t.name}.`:void 0===r?`Correct ${t.template} or its parameters as the message says, then start the release again.`:`Set \`capabilities: [${r}]\` for the stack ${t.id}, then start the release again.`}}return(0,S.i9)(a,e,n)}var y=a(95259),v=a(922);async function templateLocation(e){let{stack:t,source:a,ports:n,access:o,environment:r}=e;if(a.template.bytes<=l.MZ)return{body:a.template.text};let s=t["template-bucket"];if(void 0===s)throw new i.l("config/template",{message:`${a.template.file} has ${a.template.bytes} bytes, and the stack has no template bucket`,advice:`Set \`template-bucket\` of the stack ${t.id}.`,subject:`stack/${t.id}`});let c=`test-deployments/templates/${a.template.digest.replace(":","-")}.template`,u=await n.connect.storage(o);await u.putObject({Bucket:s,Key:c,Body:a.template.text});let m=r.region.startsWith("cn-")?"amazonaws.com.cn":"amazonaws.com";return{url:`https://${s}.s3.${r.region}.${m}/${c}`}}var N=a(26810),W=a(33290);let b=/^Stack\b.* (already exists and cannot be created|is in \w+ state and can ?not be)/i;async function changedMeanwhile({cloudformation:e,stack:t,environment:a},n,o){if("aws/service"!==o.code)return;let i=await (0,c.bA)(e,t.name).catch(()=>n),r=void 0===n?void 0===i||"REVIEW_IN_PROGRESS"===i.status:i?.arn===n.arn&&i.status===n.status,s=b.test((0,h.kc)(o))?(0,h.kc)(o):void 0;if(r&&void 0===s)return;let show=e=>void 0===e?"no such stack":`${e.arn} in ${e.status}`;return{code:"stack/changed-concurrently",outcome:"fail",title:`${t.name} was changed by another process while it was planned`,subject:`stack/${t.id}`,expected:show(n),observed:r?s:show(i),advice:`Find the operation with \`aws cloudformation describe-stack-events --stack-name ${t.name} --region ${a.region}\`, and start the release again when it has ended.`}}var k=a(25700);let w={"test-deployments":"preview"};async function planEnvironment(e){let{environment:t,ports:a,sources:n}=e,o=await a.connect.cloudformation(e.access),i=new Set(e.only?.length?e.only:t.stacks.map(e=>e.id)),r=t.stacks.filter(e=>n.has(e.id)).map(e=>({id:e.id,stack:e,dependsOn:n.get(e.id).dependsOn})),s=(await inDependencyOrder(r,16,async(r,s)=>{a.cancelled.throwIfAborted();let l=n.get(r.id),u={};for(let[e,t]of s)u[e]=t.outputs;if(!i.has(r.id)){let t=await (e.readState?.(r.stack.name)??(0,c.bA)(o,r.stack.name));return{outputs:t?.outputs??{},stackPlan:void 0}}let m=await planStack({...e,cloudformation:o,stack:r.stack,source:l,outputs:u}),d={...m,findings:m.findings.map(e=>placed(e,t.key))};return a.log.info(`${t.key}: ${r.stack.name}: ${inShort(d)}`),{outputs:(0,y.hM)(d),stackPlan:d}})).flatMap(({stackPlan:e})=>void 0===e?[]:[e]);return{plan:(0,f.Cs)(placeOfStacks(t,s),s.flatMap(({plan:e})=>void 0===e?[]:[e])),stacks:s,findings:s.flatMap(e=>e.findings)}}function placeOfStacks(e,t){let a=t.map(({before:e,plan:t})=>e?.arn??t?.stackArn).find(e=>void 0!==e),n=a?.split(":")[4];return{...(0,m.M4)(e),...n&&{account:n}}}function placed(e,t){return{...e,details:{environment:t,...(0,r.u4)(e.details)&&e.details}}}function inShort({plan:e,findings:t}){return void 0===e?t[0]?.title??"not planned":"none"===e.kind?"no change":`${e.kind}, ${(0,W.LS)(e.changes.length,"change")}`}async function planStack(e){let{stack:t,source:a,environment:n,ports:r}=e,s=`stack/${t.id}`,l={stack:t,source:a,before:void 0,condition:void 0,parameters:void 0,plan:void 0,facts:void 0,hooks:void 0,created:void 0,findings:[]},m=l;try{let i=e.transforms&&(0,u.m)(a.template.transforms,e.transforms);if(void 0!==i&&i.length>0)return l;let d=await stateBefore(e),p=d&&(0,c.o3)(d.status,t.name,n.region,d.deploymentMode);m={...l,before:d,condition:p};let f=await (0,k.M0)(e,d,()=>secretsOf(e,d));if(void 0!==f)return{...m,...f};if(void 0!==d&&void 0!==p&&"ready"!==p.kind&&"review"!==p.kind)return{...m,findings:[unusable(s,d,p)]};let S=p?.kind==="ready"?d:void 0,h=(0,o.vA)({template:a.template,given:a.parameters,existing:S,subject:s,fill:(t,a)=>(0,N.Yg)(t,e.outputs,s,a)});for(let e of(m={...m,parameters:h},h.secrets))r.log.mask(e);if(h.findings.length>0)return{...m,findings:h.findings};let A=h.unknown.length>0;if(A&&(0,y.Ft)(a,h))return{...m,plan:(0,y.kn)(t,a,d,void 0===S?"create":"update")};let g=await planByChangeSet(e,{...m,parameters:h},S,A);return{...g,findings:(0,y.cW)(g.findings,h.secrets)}}catch(l){if(r.cancelled.aborted||!(l instanceof i.l))throw l;let a=m.parameters?.secrets??[],o=await changedMeanwhile(e,m.before,l)??refused(s,t,l,n.key);return{...m,findings:(0,y.cW)([...m.findings,o],a)}}}async function stateBefore({readState:e,cloudformation:t,stack:a,ports:n}){let o=await (e?.(a.name)??(0,c.bA)(t,a.name));return o?.status==="DELETE_COMPLETE"?void 0:(0,v.j)(t,n,o)}function secretsOf({source:e,stack:t,outputs:a,ports:n},i){let r=`stack/${t.id}`,{secrets:s}=(0,o.vA)({template:e.template,given:e.parameters,existing:i,subject:r,fill:(e,t)=>(0,N.Yg)(e,a,r,t)});for(let e of s)n.log.mask(e);return[...s]}async function planByChangeSet(e,t,a,o){let{stack:r,source:s,environment:l,ports:c,ledger:u,cloudformation:p}=e,{parameters:f,before:h}=t,A=`stack/${r.id}`,g={...(0,m.M4)(l),region:l.region},v={stack:h?.arn??r.name,type:void 0===a?"CREATE":"UPDATE",template:await templateLocation(e),parameters:f.parameters,capabilities:r.capabilities,tags:{...s.parameters.tags,...r.tags,...e.preview&&void 0===h&&w},...void 0!==r.role&&{role:r.role},name:(0,n.G)(e.purpose,l.name,e.run,c.clock.now()),description:(0,n.rQ)(e.run,e.resume?.release,e.pullRequest),makesShell:void 0===h};c.cancelled.throwIfAborted();let N=await u.create(p,v,g),W={clock:c.clock,signal:c.cancelled,subject:A},b=await (0,n.bG)(p,N.arn,{...W,timeout:9e5,...e.usual&&{usual:e.usual}});if(b.stackArn!==N.stackArn)throw new i.l("aws/service",{message:`cloudformation:DescribeChangeSet for a change set of ${N.stackArn} returned one of ${b.stackArn||"no stack"}`,subject:A,expected:N.stackArn,observed:b.stackArn||"no stack"});if(o&&"failed"===b.outcome)return await u.discard(N.arn),{...t,plan:(0,y.kn)(r,s,h,void 0===a?"create":"update")};let k="none"===b.outcome?[]:await readValidationResults(p,N.arn),C="changes"===b.outcome?await attempt(e,()=>(0,d.by)(p,b,W)):{},I=s.template.transforms.length>0&&"precheck"===e.purpose&&"changes"===b.outcome?await attempt(e,()=>readProcessed(p,b,s.template)):{},$="changes"===b.outcome||void 0!==(0,d.B4)(b)?await attempt(e,()=>(0,d.EB)(p,b,W)):{},T=[...k,...$.found??[]],R="failed"===b.outcome?failedChangeSet(A,b,s.template,T,g,$.error):validationFindings(A,s.template,T,g),P=[C.error,I.error].flatMap(e=>void 0===e?[]:[(0,S.i9)(e,A,l.key)]);if($.error&&"changes"===b.outcome){let{title:e,...t}=(0,S.i9)($.error,A,l.key);P.push({...t,outcome:"noted",title:`Warnings of hooks are unknown: ${e}`})}let M=(0,y.B6)(r.id,b,void 0===a?"create":"update",o,f),D="changes"===b.outcome&&!o;D||await u.discard(N.arn);let O=D?M:(0,y.lY)(M);return{...t,...I.found&&{source:{...s,template:I.found}},facts:b,hooks:C.found,plan:"failed"===b.outcome?void 0:O,created:D?N:void 0,findings:[...R,...P]}}async function attempt({ports:e},t){try{return{found:await t()}}catch(t){if(e.cancelled.aborted||!(t instanceof i.l))throw t;return{error:t}}}},304:(e,t,a)=>{a.d(t,{MV:()=>compareWithEarlier,VR:()=>reviewedPlan,oj:()=>judgePlans,qC:()=>readReviewed});var n=a(66723),o=a(57554),i=a(44836),r=a(79557),s=a(5650),l=a(82850),c=a(51420);async function readReviewed(e){let{needs:t,release:a,environment:o}=e,{chain:i,found:r}=await (0,s.T)({...e,release:a.digest}),l=releaseDifferences(t,r,a),c=reviewedPlan(i,(0,n.M4)(o));return{plan:c,chain:i,findings:[...l,...i.findings,...c?[]:[noPlan(o,l.length>0)]]}}function reviewedPlan(e,t){let a=e.links.filter(({evidence:e})=>"precheck"===e.slot.command).flatMap(({evidence:e})=>e.plans.filter(e=>(0,i.O1)(e,t)));if(a.length<=1)return a[0];let[n,...o]=(0,i.hz)(a);if(void 0!==n&&!(o.length>0))return(0,l.Cs)(n.place,a.flatMap(e=>e.changeSets))}async function compareWithEarlier(e){let{needs:t,release:a}=e;if(0===(0,o.M)(t).named.length)return{findings:[],builtOn:[]};let{chain:n,found:i}=await (0,s.T)({...e,release:a.digest});return{findings:[...releaseDifferences(t,i,a),...n.findings],builtOn:n.links.map(({digest:e})=>e)}}function releaseDifferences(e,t,a){let n=new Set((0,o.M)(e).named.map(({digest:e})=>e)),i=new Map;for(let{bytes:e}of t){let t=(0,r.parseEvidence)(e);if("evidence"in t&&void 0!==t.evidence&&n.has(t.digest))for(let{item:e,expected:n,observed:o}of differencesOf(t.evidence,a))i.set(e,{code:"release/differs",outcome:"fail",title:`the ${e} differs from the tested one`,subject:`release/${e.replaceAll(" ","/")}`,expected:n,observed:o,advice:"Build once, into folders that are not checked in: a job restores files that its checkout lacks, and keeps those that it has. Then start the release again."})}return[...i.values()]}function differencesOf(e,t){return void 0===e.release?[]:(0,c.c0)(e.release,t)}function noPlan(e,t){return{code:"plan/missing",outcome:"fail",title:`no reviewed plan exists for ${e.key}${t?" of this release":""}`,subject:`environment/${e.key}`,expected:`the evidence of a precheck of ${e.key}`,observed:"no valid document",advice:"Add the job of precheck to `needs:` of this job, set `needs: ${{ toJSON(needs) }}` in its `with:`, and run the job again."}}function judgePlans(e,t){let a=(0,l.OA)(e,t);return a.length>0?a:[{code:"plan/differs",outcome:"inconclusive",title:"the plans could not be compared",subject:`environment/${t.environment}`,expected:e.digest,observed:t.digest,advice:"Start the release again from precheck."}]}},22539:(e,t,a)=>{a.d(t,{t:()=>readSources});var n=a(69166),o=a(56187),i=a(33290),r=a(89518);let s=/^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;function valueMistakes(e,t,a){let n=e.body.Parameters,i=Object.entries(e.parameters).flatMap(([i,s])=>{let l=Object.hasOwn(t.values,i)?t.values[i]:void 0;if(void 0!==l&&"previous"in l)return[];let c=l?.value??s.default,u=(0,o.u4)(n)?n[i]:void 0;if(void 0===c||c===r.uA||c.includes("{stack.")||!(0,o.u4)(u))return[];let m=forbiddenBy(u,s.type,c);if(void 0===m)return[];let d=void 0===l?s.source:t.source(i),p=u.ConstraintDescription;return[mistake(`${a}/parameter/${i}`,d,{message:`${void 0===l?`the Default of ${i}`:`the value of ${i}`} is not what ${e.file} allows`,expected:"string"==typeof p?`${m}; ${p}`:m,observed:s.noEcho?"a value that is not shown (NoEcho)":shown(c),advice:`Correct ${i}${void 0===l?", or give a value":""}, or change what line ${s.source.line??1} of ${e.file} allows.`})]}),s=e.transforms.length>0?[]:Object.keys(t.values);return[...i,...s.filter(t=>!Object.hasOwn(e.parameters,t)).map(n=>mistake(`${a}/parameter/${n}`,t.source(n),{message:`the template declares no parameter ${n}`,expected:`one of: ${Object.keys(e.parameters).join(", ")||"none"}`,observed:n,advice:`Remove ${n} from the parameters, or declare it in ${e.file}.`}))]}function mistake(e,t,a){let o=void 0===t?`${e}: `:`${t.file}:${t.line??1}: `;return new n.l("config/parameters",{...a,...t,message:o+a.message,subject:e})}function forbiddenBy(e,t,a){if(Buffer.byteLength(a)>4096)return"at most 4096 bytes";if(t.startsWith("AWS::SSM::"))return;let n="CommaDelimitedList"===t||t.startsWith("List<");if(n&&""===a)return;let o=n?a.split(",").map(e=>e.trim()):[a],r=n?"each item ":"";if(("Number"===t||"List<Number>"===t)&&!o.every(e=>s.test(e.trim())))return`${r}a number`;let l=e.AllowedValues;if(Array.isArray(l)&&!o.every(e=>l.some(t=>isSame(t,e))))return`${r}one of: ${(0,i.KE)(l.map(String),20)}`;let c=e.AllowedPattern;if("string"==typeof c&&("String"===t||"CommaDelimitedList"===t)){let e=asJava(c);if(e&&!o.every(t=>e.test(t)))return`${r}a text that matches ${c}`}let limit=t=>Number(e[t]??0/0),u="String"===t?[[...a].length]:[];if(u.some(e=>e<limit("MinLength")))return`at least ${limit("MinLength")} characters`;if(u.some(e=>e>limit("MaxLength")))return`at most ${limit("MaxLength")} characters`;let m="Number"===t?[Number(a)]:[];return m.some(e=>e<limit("MinValue"))?`at least ${limit("MinValue")}`:m.some(e=>e>limit("MaxValue"))?`at most ${limit("MaxValue")}`:void 0}function isSame(e,t){return"boolean"==typeof e?/^(true|false|yes|no|on|off|y|n)$/i.test(t):"number"!=typeof e?String(e)===t:Number(t)===e||/^0\d/.test(t)}let l=/\\[^\WdDwWsSbBtnrf]|\(\?[a-zA-Z-]|&&|\[\^?\]|\[(?:[^\]\\]|\\.)*\[|[*+?}]\+/;function asJava(e){if(!l.test(e))try{return RegExp(`^(?:${e})$`)}catch{return}}function shown(e){return""===e?"an empty text":e.length>100?`${e.slice(0,100).toWellFormed()}…`:e}let c={Parameters:{most:200,advice:"Join parameters into lists (CommaDelimitedList), or move a part of the template into a stack of its own."},Resources:{most:500,advice:"Move a part of them into a nested stack (AWS::CloudFormation::Stack)."},Outputs:{most:200,advice:"Remove outputs that nothing reads, or move a part of the template into another stack."},Mappings:{most:200,advice:"Join mappings, or move a part of the template into another stack."}},u=["Delete","Retain","RetainExceptOnCreate","Snapshot"],m=/^[A-Za-z0-9]{1,255}$/,d=["Parameters","Resources","Outputs"],p=new Set(["AWSTemplateFormatVersion","Description","Metadata","Parameters","Rules","Mappings","Conditions","Transform","Resources","Outputs","Hooks"]);function limitMistakes(e){if(e.transforms.some(e=>!e.startsWith("AWS::")))return[];let{file:t,body:a}=e,mistake=(a,o)=>{let{line:i,column:r}=e.source(a);return new n.l("config/template",{...o,message:`${t}:${i??1}: ${o.message}`,subject:`template/${t}`,file:t,...void 0!==i&&{line:i},...void 0!==r&&{column:r}})},i=Object.entries(c).flatMap(([t,{most:n,advice:i}])=>{let r,s=(r="Resources"===t?e.resources:a[t],(0,o.u4)(r)?Object.keys(r):[]);if(s.length<=n)return[];let l=`${s.length} ${t.toLowerCase()}`;return[mistake([t,s[n]??""],{message:`it has ${l}; CloudFormation accepts at most ${n}`,expected:`at most ${n} ${t.toLowerCase()}`,observed:l,advice:i})]}),r=d.flatMap(e=>{let t=a[e];return((0,o.u4)(t)?Object.keys(t):[]).filter(e=>!e.startsWith("Fn::")&&!m.test(e)).map(t=>mistake([e,t],{message:`CloudFormation does not accept the name ${t} in ${e}`,expected:"at most 255 letters and digits, without accents, hyphens and underscores",observed:t,advice:`Rename ${t}; to CloudFormation a renamed resource is a new one.`}))}),s=Object.entries(e.resources).flatMap(([t,{deletionPolicy:a,updateReplacePolicy:n}])=>Object.entries({DeletionPolicy:a,UpdateReplacePolicy:n}).filter(([,t])=>void 0!==t&&!u.includes(t)&&0===e.transforms.length).map(([e,a=""])=>mistake(["Resources",t,e],{message:`CloudFormation does not accept ${a} as ${e}`,expected:u.join(", "),observed:a,advice:`Correct ${e} of ${t}.`}))),l=Object.keys(a).filter(t=>!p.has(t)&&0===e.transforms.length),f="string"==typeof a.Description?Buffer.byteLength(a.Description):0;return[...l.map(e=>mistake([e],{message:`CloudFormation has no template section ${e}`,expected:[...p].join(", "),observed:e,advice:`Correct or remove the section ${e}; notes for people or tools belong below Metadata.`})),...i,...r,...s,...f<=1024?[]:[mistake(["Description"],{message:`its Description has ${f} bytes; CloudFormation accepts at most 1024`,expected:"at most 1024 bytes",observed:`${f} bytes`,advice:"Shorten it, or move it below Metadata."})]]}let f={"AWS::CloudFormation::Stack":{TemplateURL:"https"},"AWS::Serverless::Application":{Location:"https"},"AWS::Serverless::Function":{CodeUri:"s3"},"AWS::Serverless::LayerVersion":{ContentUri:"s3"},"AWS::Serverless::Api":{DefinitionUri:"s3"},"AWS::Serverless::StateMachine":{DefinitionUri:"s3"},"AWS::Lambda::Function":{Code:"map"},"AWS::Lambda::LayerVersion":{Content:"map"},"AWS::StepFunctions::StateMachine":{DefinitionS3Location:"map"},"AWS::ApiGateway::RestApi":{BodyS3Location:"map"},"AWS::ElasticBeanstalk::ApplicationVersion":{SourceBundle:"map"},"AWS::AppSync::GraphQLSchema":{DefinitionS3Location:"s3"}},S={https:"an https:// URL of a template in S3",s3:"an s3:// URL",map:"a map that names an object in S3"},h={https:/^https?:\/\//,s3:/^(s3|https?):\/\//,map:void 0};function localPaths(e){return[...Object.entries(e.resources).flatMap(([t,{type:a,properties:n}])=>Object.entries(f[a]??{}).flatMap(([a,o])=>{let i=n[a];return"string"!=typeof i||h[o]?.test(i)?[]:[local_paths_mistake(e,["Resources",t,"Properties",a],`Resources.${t}.${a}`,i,o)]})),...includes(e,e.body,[])]}function includes(e,t,a){return Array.isArray(t)?t.flatMap((t,n)=>includes(e,t,[...a,n])):(0,o.u4)(t)?Object.entries(t).flatMap(([t,n])=>{let i=[...a,t],r=("Fn::Transform"===t||"Transform"===t)&&(0,o.u4)(n)&&"AWS::Include"===n.Name?n.Parameters:void 0,s=(0,o.u4)(r)?r.Location:void 0;return"string"!=typeof s?includes(e,n,i):s.startsWith("s3://")?[]:[local_paths_mistake(e,i,"AWS::Include",s,"s3")]}):[]}function local_paths_mistake(e,t,a,o,i){let{file:r}=e,{line:s,column:l}=e.source(t),c=o.startsWith("s3://"),u=r.replace(/(\.[^./]+)?$/,".packaged$1");return new n.l("config/template",{message:c?`${r}:${s??1}: ${a} is ${o}: CloudFormation does not accept an s3:// URL here`:`${r}:${s??1}: ${a} is the local file ${o}, which CloudFormation cannot read`,subject:`template/${r}`,expected:S[i],observed:o,advice:c?`Write ${S[i]}.`:`Upload the files that the template names, before \`command: package\`: \`aws cloudformation package --template-file ${r} --s3-bucket BUCKET --output-template-file ${u}\`, and set \`template: ${u}\`.`,file:r,...void 0!==s&&{line:s},...void 0!==l&&{column:l}})}var A=a(91803);let g=["Conditions","Resources","Outputs"],y=/\$\{([^!{}][^{}]*)\}/g,v={value:"parameter or resource",resource:"resource",condition:"condition"};function brokenNames(e){if(e.transforms.length>0)return[];let t=new Set(Object.keys(e.resources)),a={value:new Set([...t,...Object.keys(e.parameters)]),resource:t,condition:new Set(Object.keys((0,o.u4)(e.body.Conditions)?e.body.Conditions:{}))};return g.flatMap(t=>referencesIn(e.body[t],[t])).filter(({name:t,kind:n})=>!a[n].has(t)&&!t.startsWith("AWS::")&&("condition"===n||!isInModule(e,t))).map(({name:t,kind:a,path:o})=>{let{line:i,column:r}=e.source(o);return new n.l("config/template",{message:`${e.file}:${i??1}: ${o.slice(0,2).join(".")} refers to ${t}, which the template does not declare`,subject:`template/${e.file}`,expected:`a ${v[a]} of the template`,observed:t,advice:`Correct the name, or declare ${t} in ${e.file}.`,file:e.file,...void 0!==i&&{line:i},...void 0!==r&&{column:r}})})}function isInModule({resources:e},t){return Object.entries(e).some(([e,{type:a}])=>(0,A.FS)(a)&&t.startsWith(e)&&/^\.?[A-Za-z0-9]/.test(t.slice(e.length)))}function referencesIn(e,t){if(Array.isArray(e))return e.flatMap((e,a)=>referencesIn(e,[...t,a]));if(!(0,o.u4)(e))return[];let a=2===t.length&&"Conditions"!==t[0]?attributesOf(e,t):[],n=Object.entries(e).flatMap(([a,n])=>{let o=[...t,a],i=1===Object.keys(e).length;return 2===t.length&&("Metadata"===a||"DependsOn"===a)?[]:"Condition"===a&&"Conditions"===t[0]&&"string"==typeof n?[{name:n,kind:"condition",path:t}]:i?"Ref"===a?"string"==typeof n?[{name:n,kind:"value",path:t}]:[]:"Fn::GetAtt"===a?attributed(n,t):"Fn::Sub"===a?[...filledIn(n,t),...referencesIn(n,o)]:"Fn::If"===a&&Array.isArray(n)&&"string"==typeof n[0]?[{name:n[0],kind:"condition",path:t},...referencesIn(n,o)]:referencesIn(n,o):referencesIn(n,o)});return[...a,...n]}function attributesOf(e,t){let a=[e.DependsOn].flat().filter(e=>"string"==typeof e),n=e.Condition;return[...a.map(e=>({name:e,kind:"resource",path:[...t,"DependsOn"]})),..."string"==typeof n?[{name:n,kind:"condition",path:[...t,"Condition"]}]:[]]}function attributed(e,t){let a=Array.isArray(e)?e[0]:"string"==typeof e?e.split(".")[0]:void 0;return"string"==typeof a?[{name:a,kind:"resource",path:t}]:[]}function filledIn(e,t){let[a,n]=Array.isArray(e)?e:[e];if("string"!=typeof a)return[];let i=new Set((0,o.u4)(n)?Object.keys(n):[]);return[...a.matchAll(y)].flatMap(([,e=""])=>{let[a="",n]=e.trim().split(".");return i.has(e.trim())?[]:[{name:a,kind:void 0===n?"value":"resource",path:t}]})}var N=a(93829),W=a(66723),b=a(39571),k=a(50084),w=a(29871),C=a(26810),I=a(65302),$=a(46648),T=a(31523);let R=/\{stacks?\b[^{}]*\}/,P=/\{stacks?\.[\w.-]*\}/;function brokenReferences(e,t){let{text:a,subject:o,at:i,stack:r}=e,s=(0,C.wE)(a),l=s.reduce((e,{written:t})=>e.replaceAll(t," ".repeat(t.length)),a),c=(void 0===r?P:R).exec(l),place=e=>({...i?.(e)}),u=[];for(let{written:e,offset:a,output:i,...l}of(c&&u.push(new n.l("config/reference",{message:`${c[0]} is not a valid reference to an output; it would be used literally`,subject:o,expected:"{stack.ID.outputs.NAME}",observed:c[0],...place(c.index)})),s)){let s=problemOf((0,C.uh)(l.stack,t.ids,r),i,t);void 0!==s&&u.push(new n.l("config/reference",{message:`${e} refers to ${s.what}${s.meant}`,subject:o,expected:s.expected,observed:e,...place(a)}))}return u}function problemOf(e,t,{ids:a,templates:n}){if(void 0===e||!a.includes(e)){let n=void 0===e?"a stack without its name, and the release has several":`a stack ${e} that is not declared`,o=`{stack.ID.outputs.${t}} of one of the stacks ${a.join(", ")||"(none)"}`;return{what:n,meant:void 0===e?"":(0,T.a)(e,a),expected:o}}let o=n.get(e);if(void 0===o||mayDeclare(o,t))return;let i=outputNames(o);return{what:`an output that ${o.file} does not declare`,meant:(0,T.a)(t,i),expected:`one of the outputs ${i.join(", ")||"(none)"} of ${o.file}`}}function mayDeclare(e,t){return(0,$.m)(e.transforms,[]).length>0||outputNames(e).includes(t)||Object.entries(e.outputs).some(([e,a])=>(0,I.r)(e)&&(0,I.uW)(a,t))}function outputNames({outputs:e}){return Object.entries(e).flatMap(([e,t])=>(0,I.r)(e)?((0,I.XL)(t)??[]).map(([e])=>e):[e])}var M=a(52088);function referringParameters(e){return e.flatMap(({id:e,parameters:t})=>Object.entries(t.values).flatMap(([a,n])=>"value"in n?[{subject:`stack/${e}/parameter/${a}`,text:n.value,at:()=>t.source(a),stack:e}]:[]))}async function referringTexts(e,t,a){let n=[...e.deployments.map(e=>({subject:`deployment/${e.id}`,value:e})),...(0,M.dH)(a).map(({name:e,options:t})=>({subject:`check/${e}`,value:t}))].flatMap(({subject:e,value:t})=>(0,C.Ej)(t).map(t=>({subject:e,text:t}))),o=await Promise.all(e.deployments.flatMap(e=>{if("lambda"!==e.platform&&"ecs"!==e.platform)return[];let{appspec:a}=e,n="ecs"===e.platform?e["task-definition"]:void 0;return[a,...void 0===n?[]:[n]].map(async a=>{let n=await readText(t,a);return void 0===n?[]:[{subject:`deployment/${e.id}`,text:n,at:placeIn(a,n)}]})}));return[...n,...o.flat()]}async function readText(e,t){try{return(0,b.g)(await (0,k.s)(e,t,"release"))}catch(e){if(e instanceof n.l)return;throw e}}function placeIn(e,t){return a=>{let n=t.slice(0,a).split("\n");return{file:e,line:n.length,column:(n.at(-1)?.length??0)+1}}}async function readSources(e,t,a){let o=new Map,i=new Map,r=[];for(let a of e.stacks)try{o.set(a.id,await readSource(e,a,t,i))}catch(e){if(!(e instanceof n.l))throw e;r.push(e)}for(let e of i.values())r.push(...limitMistakes(e),...brokenNames(e),...localPaths(e));for(let{id:t,template:a,parameters:n}of(r.push(...sameNames(e)),o.values()))r.push(...valueMistakes(a,n,`stack/${t}`));let s={ids:e.stacks.map(({id:e})=>e),templates:new Map([...o].map(([e,{template:t}])=>[e,t]))},l=[...referringParameters([...o.values()]),...await referringTexts(e,t,a)];r.push(...l.flatMap(e=>brokenReferences(e,s)));let[c,...u]=r;if(void 0===c)return(0,W.Sj)([...o.values()]),o;if(0===u.length)throw c;throw new n.l("config/template",{message:`${r.length} mistakes in the files of ${e.key}; the first: ${c.message}`,subject:`environment/${e.key}`,findings:r.flatMap(e=>e.findings.length>0?e.findings:[(0,w.i9)(e)])})}async function readSource(e,t,a,o){let i=`stack/${t.id}`;refuseName(t,e),refuseElsewhere(e,t);let r=o.get(t.template)??(0,A.QC)((0,b.g)(await (0,k.s)(a,t.template,i)),t.template);if(o.set(t.template,r),r.bytes>A.MZ&&void 0===t["template-bucket"])throw new n.l("config/template",{message:`${r.file} has ${r.bytes} bytes; CloudFormation accepts more than ${A.MZ} from S3 only`,advice:`Set \`template-bucket\` of the stack ${t.id}.`,subject:i,expected:`at most ${A.MZ} bytes, or a template-bucket`,observed:`${r.bytes} bytes and no template-bucket`,file:r.file});let s=await readParameters(e,t,a),l=e.stacks.map(e=>e.id),c=(0,C.jS)(s.values,l,t.id);return{id:t.id,template:r,parameters:s,dependsOn:[...new Set([...t.dependsOn,...c])]}}let D=/^[A-Za-z][A-Za-z0-9-]{0,127}$/;function refuseName({id:e,name:t},a){if(!(t.startsWith("arn:")||D.test(t)))throw new n.l("config/file",{message:`CloudFormation does not accept the stack name ${t}`,subject:`stack/${e}`,expected:"a letter, then letters, digits and hyphens, 128 at most",observed:`${t} (${t.length} characters)`,advice:`Correct \`name\` of the stack ${e}, or the value of {environment} in it: environments.${a.key}.name. Use environments.${a.key}.github-environment where the GitHub environment has another name.`})}function sameNames({key:e,stacks:t}){return[...Map.groupBy(t,({name:e})=>e)].flatMap(([t,a])=>{if(a.length<2)return[];let o=a.map(({id:e})=>e).join(" and ");return[new n.l("config/file",{message:`${o} name the same stack of ${e}: ${t}`,subject:`environment/${e}`,expected:"a different `name` for each stack",observed:t,advice:`Give ${o} different names, or keep only one of them.`})]})}function refuseElsewhere({key:e,region:t,planRole:a,deployRole:o},{id:i,name:r}){if(!r.startsWith("arn:"))return;let[,,,s,l]=r.split(":"),c=(a??o)?.split(":")[4],u=s!==t?{what:"region",expected:t,observed:s}:void 0!==c&&l!==c?{what:"account",expected:c,observed:l}:void 0;if(void 0!==u)throw new n.l("config/file",{message:`the stack ${i} of ${e} is in another ${u.what}: ${u.observed??"none"}`,subject:`stack/${i}`,expected:u.expected,observed:u.observed??"none",advice:`Name a stack of ${e}, or correct environments.${e}.`})}async function readParameters(e,t,a){let n=await declaredParameters(e,t,a);return void 0===t.overrides?n:{...n,values:{...n.values,...(0,N.UV)(t.overrides).values}}}async function declaredParameters(e,t,a){if(void 0===t.parameters)return N.PA;if("string"!=typeof t.parameters)return(0,N.UV)(t.parameters);let n=await (0,k.s)(a,t.parameters,`stack/${t.id}`),o=(0,N._A)((0,b.g)(n),t.parameters),i=Object.entries(o.values).map(([t,a])=>[t,"value"in a?{value:a.value.replaceAll("{environment}",e.name)}:a]);return{...o,values:Object.fromEntries(i)}}},50084:(e,t,a)=>{a.d(t,{s:()=>readWorkspaceFile});var n=a(51455),o=a(76760),i=a(69166),r=a(6165);async function readWorkspaceFile(e,t,a){let s=(0,o.resolve)(e,t);if(!await (0,r.cK)(e,s))throw new i.l("config/missing-file",{message:`${t} leads out of the workspace`,advice:"Use a path below the root of the workspace.",subject:a,observed:t,file:t});try{return await (0,n.readFile)(s)}catch(n){let e="ENOENT"===n.code;throw new i.l("config/missing-file",{message:e?`${t} does not exist`:`${t} cannot be read: ${(0,i.b)(n)}`,subject:a,observed:t,file:t,cause:n})}}},49390:(e,t,a)=>{a.d(t,{N:()=>readIntent});var n=a(92857),o=a(32469),i=a(85560),r=a(95796);let s=["Add","Modify","Remove","Import"],l=n.rej({resource:r.Qq.optional().describe("STACK-ID/LogicalId, nested ones STACK-ID/Nested/LogicalId; globs are allowed."),type:r.Qq.optional().describe("Type of the resource; globs are allowed."),action:n.KCZ([n.k5n(s),n.YOg(n.k5n(s)).min(1)]).transform(e=>Array.isArray(e)?e:[e]).optional(),replacement:n.zMY().optional().describe("Whether the resource may be replaced. Default: no."),properties:n.YOg(r.Qq).min(1).optional().describe("JSON pointers such as /Properties/Tags; globs are allowed."),environment:n.k5n(i.J).optional().describe("Default: both."),reason:r.Qq.optional()}).refine(e=>void 0!==e.resource||void 0!==e.type,{error:"expected `resource` or `type`"}),c=n.rej({path:r.Qq.describe("Path of the changed rule, as the finding names it; globs are allowed."),reason:r.Qq,owner:r.Qq,until:r.p6}),u=n.rej({version:n.euz(1,{error:"expected 1"}),allow:n.YOg(l).default([]),expect:n.YOg(l).default([]),forbid:n.YOg(l).default([]),rules:n.YOg(c).default([]).describe("Intended changes of the rules themselves.")});function readIntent(e,t){return(0,o.g)(e,{file:t,code:"config/intent"},u)}},85579:(e,t,a)=>{a.d(t,{NC:()=>mergedComposition,eQ:()=>configPath,k$:()=>compositionOf,qA:()=>c});var n=a(76760),o=a(52088),i=a(66723),r=a(28770),s=a(43632),l=a(44836);let c="inline";function compositionOf(e,t,{path:a,plans:n}){return{config:a,environments:t.map(t=>composed(t,(0,r.Sx)(e.environments,t.key),n.find(e=>(0,l.O1)(e,(0,i.M4)(t))))),checks:(0,o.dH)(e.verify).map(({name:t,key:a,kind:n,phase:o,sampling:i},r)=>({name:t,key:a,kind:n,named:e.verify[r]?.name!==void 0,...o!==s.rh&&{phase:o},...i.dryRun&&{dryRun:!0}}))}}function composed(e,t,a){let{key:n,name:o,region:i,words:r,stacks:s,deployments:l}=e,c=a?.account??r.account;return{key:n,name:o,github:t,region:i,...void 0!==c&&{account:c},stacks:s.map(e=>({id:e.id,name:e.name})),deployments:l.map(({id:e,platform:t,application:a,group:n})=>({id:e,platform:t,target:`${a}/${n}`}))}}function composedPlace({key:e,account:t,region:a}){return{environment:e,...void 0!==t&&{account:t},...""!==a&&{region:a}}}function configPath(e,t){return"path"in e?(0,n.relative)(t,(0,n.resolve)(t,e.path)):c}function mergedComposition(e){let[t]=e;if(void 0===t)return;let a=e.flatMap(e=>e.environments),n=(0,l.hz)(a.map(e=>({...composedPlace(e),composed:e})));return{...t,environments:n.flatMap(({entries:e})=>e.slice(-1).map(({composed:e})=>e))}}},341:(e,t,a)=>{a.d(t,{Bv:()=>baselineOf,Px:()=>observed,mF:()=>readBaseline});var n=a(92857),o=a(41205),i=a(69166),r=a(42262);let s=n.rej({version:n.euz(1),known:n.YOg(n.rej({code:n.YjP(),subject:n.YjP(),environment:n.YjP().optional()}))});function readBaseline(e,t){let a,wrong=e=>new i.l("config/file",{message:`${t} cannot be read as a baseline: ${e}`,advice:`Create it again: run precheck with \`observe\`, and commit baseline.suggested.json, which it writes beside the evidence, as ${t}.`,subject:`file/${t}`,expected:"version 1 with a list `known` of code, subject and environment",observed:e,file:t});try{a=JSON.parse(e)}catch(e){throw wrong((0,i.b)(e))}let n=s.safeParse(a);if(n.success)return{...n.data,known:n.data.known.map(e=>({...e,code:(0,o.ro)(e.code)}))};let[r]=n.error.issues;throw wrong(`${r?.path.join(".")||"the whole"}: ${r?.message??""}`)}function baselineOf(e){return{version:1,known:e.filter(canBeKnown).flatMap(keysOf)}}function observed(e,t,a,n){if(void 0===t)return[...e];let o=new Set((a?.known??[]).map(e=>JSON.stringify(e))),i={code:"observe/ended",outcome:"noted",title:`Observing ended on ${t.until}: what is not in the baseline blocks`,subject:"config/observe",expected:`a day not after ${t.until}, or a baseline that lists earlier findings`,observed:`${n}, ${void 0===a?"no baseline":`${a.known.length} known findings`}`,advice:"Correct what blocks. `observe.baseline` names a file of findings that existed before the rules; a run before that day writes one, baseline.suggested.json, beside the evidence. Remove `observe` when the baseline is empty."},r=e.map(e=>canBeKnown(e)?n<=t.until?{...e,waived:{reason:"observed, not yet enforced",owner:"observe",until:t.until}}:keysOf(e).every(e=>o.has(JSON.stringify(e)))?{...e,waived:{reason:"existed before the rules",owner:"baseline",until:"it is corrected"}}:e:e);return n<=t.until?r:[...r,i]}function canBeKnown(e){return!(void 0!==e.waived||(0,r.g)(e))&&("fail"===e.outcome||"inconclusive"===e.outcome)}function keysOf({code:e,subject:t,details:a}){let n="object"==typeof a&&null!==a&&"environment"in a?a.environment:void 0;return"string"!=typeof n?[{code:e,subject:t}]:n.split(", ").map(a=>({code:e,subject:t,environment:a}))}},39198:(e,t,a)=>{a.d(t,{w:()=>configurationAt,d:()=>readBase});var n=a(76760),o=a(38815),i=a(32469),r=a(83563),s=a(49390),l=a(341),c=a(69166),u=a(56187),m=a(6165),d=a(54055);let p=/^[0-9a-f]{40}(?:[0-9a-f]{24})?$/;async function git(e,t,o){let{getExecOutput:i}=await Promise.resolve().then(a.bind(a,81260)),r=(0,n.resolve)(e);try{return await i("git",["-c",`safe.directory=${r}`,...o],{cwd:r,silent:!0,ignoreReturnCode:!0,env:{PATH:t??"",GIT_TERMINAL_PROMPT:"0",LC_ALL:"C",GIT_CONFIG_NOSYSTEM:"1"}})}catch(e){return{exitCode:-1,stdout:"",stderr:e instanceof Error?e.message:String(e)}}}async function parentCommit(e,t){let{exitCode:a,stdout:n}=await git(e,t,["cat-file","commit","HEAD"]),o=/^(?:.+\n)*?parent ([0-9a-f]+)\n/.exec(n)?.[1];return 0===a&&void 0!==o&&p.test(o)?o:void 0}async function fileAt(e,t,a,n){if(!p.test(a)||0!==(await git(e,t,["cat-file","-e",`${a}^{commit}`])).exitCode)return"unknown";let o=await git(e,t,["show",`${a}:./${n}`]);return 0===o.exitCode?{text:o.stdout}:/does not exist|exists on disk, but not in/.test(o.stderr)?"absent":"unknown"}let f=/^0*$/;async function readBase(e,t){let{workspace:a,env:n}=e.place,o=await (0,d.j)(n.GITHUB_EVENT_PATH),i="the last release";try{let r=onto(o)??await lastRelease(e)??pushedOnto(o)??await parentCommit(a,n.PATH);if(void 0===r)return{nothing:"neither the event nor git names an earlier commit"};i=r.slice(0,12);let read=t=>readAt(e,r,t),c=await earlierConfig(t.config,read,n.GITHUB_WORKFLOW_REF,r),u=c?.precheck.intent??t.intent,m=void 0===u?void 0:await read(u),d=void 0===m?void 0:attempted(()=>(0,s.N)(m,u??"")),p=c?.observe?.baseline,f=void 0===p?void 0:await read(p),S=void 0===f?void 0:attempted(()=>(0,l.mF)(f,p??""));return{base:{sha:r,config:c,intent:d,baseline:S}}}catch(e){if(!(e instanceof c.l))throw e;return{unread:`${i}: ${e.message}`}}}async function configurationAt(e,t,a){let{workspace:o,env:i}=e.place,r=workflowOf(i.GITHUB_WORKFLOW_REF),read=async i=>i===r||"path"in t&&i===t.path||await (0,m.Bs)((0,n.resolve)(o,i))===void 0?readAt(e,a,i):void 0;return earlierConfig(t,read,i.GITHUB_WORKFLOW_REF,a)}async function lastRelease({place:{env:e},connect:t}){let a=workflowOf(e.GITHUB_WORKFLOW_REF);if(void 0===a)return;let o=/^refs\/heads\/(.+)/.exec(e.GITHUB_REF??"")?.[1],i=await t.github(),r=await i.listSuccessfulRuns((0,n.basename)(a),o);return r.find(t=>!t.event.startsWith("pull_request")&&t.id!==e.GITHUB_RUN_ID)?.sha}function workflowOf(e){return/^[^/]+\/[^/]+\/([^@]+)@/.exec(e??"")?.[1]}async function earlierConfig(e,t,a,n){let o="path"in e?await t(e.path):void 0;if("path"in e&&void 0!==o)return configOf(o,e.path,n);let s=workflowOf(a),l=void 0===s?void 0:await t(s),c=(await Promise.all([...configsNamedIn(l??""),r.P].map(async e=>e.includes("\n")?e:t(e)))).flatMap(e=>{let t=void 0===e?void 0:attempted(()=>(0,i.readConfig)(e,"config"));return void 0===t?[]:[{text:e,config:t}]});return(c.find(({text:t})=>"yaml"in e&&t===e.yaml)??c[0])?.config}function configsNamedIn(e){let t=[];return(0,o.visit)((0,o.parseDocument)(e),{Pair(e,{key:a,value:n}){(0,o.isScalar)(a)&&"config"===a.value&&(0,o.isScalar)(n)&&"string"==typeof n.value&&t.push(n.value)}}),t.filter(e=>!e.startsWith("${{"))}function attempted(e){try{return e()}catch{return}}async function readAt(e,t,a){let n=await fileAt(e.place.workspace,e.place.env.PATH,t,a);if("absent"===n)return;if("unknown"!==n)return n.text;let o=await e.connect.github(),i=await o.readFile(a,t);if(void 0!==i)return i;await o.haveCommits(t,e.place.env.GITHUB_SHA??"HEAD")}function configOf(e,t,a){try{return(0,i.readConfig)(e,`${t}@${a.slice(0,7)}`)}catch(e){throw new c.l("config/file",{message:`the configuration of that commit cannot be read: ${(0,c.b)(e)}`})}}function onto(e){return member(e,"pull_request","base","sha")??member(e,"merge_group","base_sha")}function pushedOnto(e){let t=member(e,"before");return void 0===t||f.test(t)?void 0:t}function member(e,...t){return(0,u.$6)(e,...t)||void 0}},97685:(e,t,a)=>{a.d(t,{j:()=>lastReleaseOf});var n=a(85560),o=a(66723),i=a(28770),r=a(85579),s=a(76760),l=a(69166),c=a(89983),u=a(63778),m=a(33721),d=a(3971),p=a(6165),f=a(6903),S=a(18916),h=a(79557),A=a(89002),g=a(86686);function judgeRelease(e,t){let a=[],n="no document of the deployment to production is in its artifacts";for(let{name:t,bytes:o}of e){let e=(0,h.parseEvidence)(o);"evidence"in e?a.push({name:t,...e}):t.includes("deploy-production")&&(n=`${t} cannot be read as evidence: ${e.problem}`)}let o=(0,A.xb)(a.filter(({evidence:e})=>"deploy-production"===e.slot.command));if(0===o.length)return{unusable:n};for(let{name:e,evidence:a}of o){let n=whyForeign(a,t);if(void 0!==n)return{unusable:`${e}: ${n}`}}if(o.some(({evidence:e})=>"pass"!==e.verdict||"pass"!==(0,g.Vj)(e.findings)))return{notReleased:!0};let i=new Set(o.flatMap(({evidence:e})=>e.previous)),s=a.filter(({digest:e,evidence:a})=>i.has(e)&&void 0===whyForeign(a,t)),l=(0,r.NC)(s.flatMap(({evidence:e})=>"precheck"===e.slot.command&&e.composition?[e.composition]:[]));if(void 0===l)return{unusable:"no evidence of its precheck says what the release consisted of"};let c=whyUnusable(l);return void 0!==c?{unusable:c}:{lastRelease:summaryOf([...s,...o],o,l,t.run)}}function whyForeign({origin:e,endpoints:t,release:a,finishedAt:n},o){let{run:i,repository:r}=o,[s]=[["repository",e.repository,r],["run",e.runId,i.id],["commit",e.sha,i.sha],["commit of the release",a?.sha??"none",i.sha]].filter(([,e,t])=>e!==t);if(s)return`it is of another ${s[0]}: ${s[1]}, not ${s[2]}`;if(e.runAttempt<1||e.runAttempt>i.attempt)return`it is of run attempt ${e.runAttempt}`;for(let e of["aws","github"])if(t[e]!==e&&t[e]!==o.endpoints[e])return`it comes from a stand-in of ${e}: ${t[e]}`;if(!(Date.parse(n)<=o.now.getTime()+3e5))return`it is from the future: ${n}`}function whyUnusable(e){let{environments:t,checks:a}=e,n=t.flatMap(({stacks:e,deployments:t})=>[...e,...t]);return n.length+a.length>5e3?`it lists more than ${(0,m.Zo)(5e3)} parts`:[e.config,...[...t,...n,...a].flatMap(e=>Object.values(e))].some(e=>"string"==typeof e&&e.length>2048)?`a name in it is longer than ${(0,m.Zo)(2048)} characters`:t.some(({key:e})=>"production"===e)?void 0:"its precheck did not look at production"}function summaryOf(e,t,a,n){let o=t.map(({evidence:e})=>e).toSorted((e,t)=>e.finishedAt<t.finishedAt?1:-1)[0];return{runId:n.id,runAttempt:o?.origin.runAttempt??n.attempt,sha:n.sha,...o&&{ref:o.origin.ref,finishedAt:o.finishedAt},source:"evidence",composition:a,...o?.release&&{release:o.release},steps:e.slice(0,500).map(({evidence:{slot:e,startedAt:t,finishedAt:a}})=>({slot:(0,A.UG)(e),ms:Math.max(0,Date.parse(a)-Date.parse(t))})),measurements:e.flatMap(({evidence:e})=>e.measurements).toSorted((e,t)=>Number(void 0===e.sample)-Number(void 0===t.sample)).slice(0,500).map(withoutSeries)}}function withoutSeries(e){let{series:t,sample:a,...n}=e;return void 0===a||a.values.length>60?n:{...n,sample:a}}let y=RegExp(`^${S.Tl}deploy-production-production(?:-.+)?-attempt\\d+(?:-\\d+)?$`),v=["deploy-production","precheck","deploy-preprod","verify"];async function findLastRelease(e){let{env:t}=e.ports.place,a=workflowFile(t.GITHUB_WORKFLOW_REF,e.origin.repository);if(void 0===a)return{kind:"not-compared",why:"GITHUB_WORKFLOW_REF names no workflow file of this repository"};try{let n=await e.ports.connect.github(),o=new Set,i=[];for(let r of branchesOf(t)){let t=await searchBranch({...e,unapproved:i},n,{workflow:a,branch:r,seen:o});if(void 0!==t)return t}let[r]=i;if(void 0===r)return{kind:"first",workflow:a};return{kind:"unknown",why:`run ${r} has evidence of a deployment to production, and GitHub has no approval of production in it`,advice:"Find out which job of that run stored this artifact. A release needs an approval of its environment."}}catch(t){if(e.ports.cancelled.throwIfAborted(),!(t instanceof l.l))throw t;return{kind:"unknown",why:t.message,advice:t.advice}}}async function searchBranch(e,t,{workflow:a,branch:n,seen:o}){let i,l=await t.listSuccessfulRuns((0,s.basename)(a),n);for(let a of l){if(o.has(a.id)||!mayRelease(a,e.origin))continue;o.add(a.id),e.ports.cancelled.throwIfAborted();let n=await examine(e,t,a);if(void 0===n)continue;let{config:s}=n.release.composition;if(s===e.config)return n;s!==r.qA&&await exists(e,s)||(i??=n)}if(void 0===i&&l.length>=100){let e=void 0===n?"":` on ${n}`;return{kind:"unknown",why:`none of the newest ${l.length} successful runs of ${a}${e} released to production`,advice:"Release with a workflow file of its own, which does not run for other purposes."}}return i}function mayRelease(e,{repository:t,runId:a}){return(void 0===e.from||e.from===t)&&!e.event.startsWith("pull_request")&&e.id!==a}async function examine(e,t,a){let n=await t.listRunArtifacts(a.id),o=n.filter(({name:e})=>y.test(e)),i=(await t.listApprovals(a.id)).filter(({state:e})=>"approved"===e).flatMap(({environments:e})=>e.map(({name:e})=>e));if(0===o.length&&!i.includes(e.production))return;let r=await judgeArtifacts(e,t,{run:a,artifacts:n,deployments:o});if("notReleased"in r)return;let s="lastRelease"in r?r.lastRelease.composition:await e.configuredAt(a.sha);if(void 0===s)return;let l=s.environments.find(({key:e})=>"production"===e)?.github;return void 0!==l&&i.includes(l)?"lastRelease"in r?{kind:"found",release:r.lastRelease}:{kind:"found",release:{runId:a.id,runAttempt:a.attempt,sha:a.sha,...void 0!==a.branch&&{ref:a.branch},source:"configuration",composition:s,steps:[],measurements:[]},withoutEvidence:r.unusable}:void e.unapproved.push(a.id)}async function judgeArtifacts(e,t,{run:a,artifacts:n,deployments:o}){let{place:i,clock:r,log:s,cancelled:u}=e.ports;if(0===o.length)return{unusable:"it has no evidence of the deployment to production any more"};if(o.every(({expired:e})=>e))return{unusable:"its evidence has expired"};let d=n.filter(({expired:e,runId:t})=>!e&&(void 0===t||t===a.id)).filter(({name:e})=>rankOf(e)<v.length).toSorted((e,t)=>rankOf(e.name)-rankOf(t.name)||t.id-e.id).slice(0,64),p=d.find(({bytes:e})=>e>0x2000000);if(p)return{unusable:`the artifact ${p.name} has ${(0,m.Zo)(p.bytes)} bytes`};try{let n=await s.group("Evidence of the last release",()=>(0,c.pj)(fetchAll(t,d,i.temp),u)),o=e.origin.repository,l=await (0,f.u)(i.env);return judgeRelease(n,{run:a,repository:o,endpoints:l,now:r.now()})}catch(e){if(u.throwIfAborted(),!(e instanceof l.l))throw e;return{unusable:e.message}}}async function fetchAll(e,t,a){let n={bytes:0x10000000,entries:1e4};return(await (0,u.s)(t,4,t=>(0,d.pk)(a,async a=>(await e.downloadRunArtifact(t,a,n),[...await (0,d.Ul)(a,".json")].map(([e,a])=>({name:`artifact ${t.name}/${e}`,bytes:a})))))).flat()}function rankOf(e){let t=v.findIndex(t=>e.startsWith(`${S.Tl}${t}-`));return -1===t?v.length:t}function workflowFile(e,t){let[,a,n]=/^([^/]+\/[^/]+)\/([^@]+)@/.exec(e??"")??[];return a?.toLowerCase()===t.toLowerCase()?n:void 0}function branchesOf(e){let t=e.GITHUB_REF??"",a=e.GITHUB_BASE_REF||/^refs\/heads\/gh-readonly-queue\/(.+)\/pr-\d+-[0-9a-f]+$/.exec(t)?.[1]||/^refs\/heads\/(.+)$/.exec(t)?.[1];return void 0===a?[void 0]:[a,void 0]}async function exists({ports:e},t){return await (0,p.Bs)((0,s.resolve)(e.place.workspace,t))!==void 0}var N=a(39198);async function lastReleaseOf({ports:e,inputs:t,config:a,origin:s,offline:l}){let{workspace:c,env:u}=e.place,m=(0,r.eQ)(t.config,c),d=u.AWS_REGION||u.AWS_DEFAULT_REGION||void 0,configuredAt=async a=>{let i=await (0,N.w)(e,t.config,a);if(void 0===i)return;let s=n.J.map(e=>(0,o.g9)(i,e,d));return(0,r.k$)(i,s,{path:m,plans:[]})},p=(0,i.Sx)(a.environments,"production"),f=await findLastRelease({ports:e,origin:s,config:m,production:p,configuredAt});return l&&"unknown"===f.kind?{kind:"not-compared",why:`only: offline; ${f.why}`}:f}}};