export const ids=[1909];export const modules={91909:((e,t,a)=>{let o;a.d(t,{f:()=>actionsOfType,neededActions:()=>neededActions});var i=a(52583);let n=`
AWS::ACMPCA::Certificate  acm-pca IssueCertificate  
AWS::ACMPCA::CertificateAuthority arn:$\{Partition}:acm-pca:$\{Region}:$\{Account}:certificate-authority/$\{CertificateAuthorityId} acm-pca CreateCertificateAuthority UpdateCertificateAuthority DeleteCertificateAuthority
AWS::ACMPCA::CertificateAuthorityActivation  acm-pca ImportCertificateAuthorityCertificate,UpdateCertificateAuthority ImportCertificateAuthorityCertificate,UpdateCertificateAuthority UpdateCertificateAuthority
AWS::ACMPCA::Permission  acm-pca CreatePermission  DeletePermission
AWS::AIOps::InvestigationGroup arn:$\{Partition}:aiops:$\{Region}:$\{Account}:investigation-group/$\{InvestigationGroupId} aiops CreateInvestigationGroup,PutInvestigationGroupPolicy UpdateInvestigationGroup,PutInvestigationGroupPolicy,DeleteInvestigationGroupPolicy DeleteInvestigationGroup,DeleteInvestigationGroupPolicy
AWS::APS::AnomalyDetector  aps CreateAnomalyDetector PutAnomalyDetector DeleteAnomalyDetector
AWS::APS::ResourcePolicy  aps PutResourcePolicy PutResourcePolicy DeleteResourcePolicy
AWS::APS::RuleGroupsNamespace  aps CreateRuleGroupsNamespace PutRuleGroupsNamespace DeleteRuleGroupsNamespace
AWS::APS::Scraper arn:$\{Partition}:aps:$\{Region}:$\{Account}:scraper/$\{ScraperId} aps CreateScraper,UpdateScraperLoggingConfiguration CreateScraper,UpdateScraper,DeleteScraperLoggingConfiguration,UpdateScraperLoggingConfiguration DeleteScraper,DeleteScraperLoggingConfiguration
AWS::APS::Workspace arn:$\{Partition}:aps:$\{Region}:$\{Account}:workspace/$\{WorkspaceId} aps CreateWorkspace,CreateAlertManagerDefinition,CreateLoggingConfiguration,CreateQueryLoggingConfiguration,UpdateWorkspaceConfiguration UpdateWorkspaceAlias,CreateAlertManagerDefinition,PutAlertManagerDefinition,DeleteAlertManagerDefinition,CreateLoggingConfiguration,UpdateLoggingConfiguration,DeleteLoggingConfiguration,UpdateWorkspaceConfiguration,CreateQueryLoggingConfiguration,UpdateQueryLoggingConfiguration,DeleteQueryLoggingConfiguration DeleteWorkspace,DeleteAlertManagerDefinition,DeleteLoggingConfiguration,DeleteQueryLoggingConfiguration
AWS::ARCRegionSwitch::Plan arn:$\{Partition}:arc-region-switch:$\{Region}:$\{Account}:plan/$\{ResourceId} arc-region-switch CreatePlan UpdatePlan DeletePlan
AWS::ARCZonalShift::AutoshiftObserverNotificationStatus  arc-zonal-shift UpdateAutoshiftObserverNotificationStatus  UpdateAutoshiftObserverNotificationStatus
AWS::ARCZonalShift::ZonalAutoshiftConfiguration  arc-zonal-shift CreatePracticeRunConfiguration,UpdateZonalAutoshiftConfiguration UpdatePracticeRunConfiguration,UpdateZonalAutoshiftConfiguration DeletePracticeRunConfiguration,UpdateZonalAutoshiftConfiguration
AWS::AWSExternalAnthropic::Workspace arn:$\{Partition}:aws-external-anthropic:$\{Region}:$\{Account}:workspace/$\{ResourceId} aws-external-anthropic CreateWorkspace UpdateWorkspace ArchiveWorkspace
AWS::AccessAnalyzer::Analyzer arn:$\{Partition}:access-analyzer:$\{Region}:$\{Account}:analyzer/$\{AnalyzerName} access-analyzer CreateAnalyzer CreateArchiveRule,DeleteArchiveRule,UpdateAnalyzer,UpdateArchiveRule DeleteAnalyzer
AWS::AccessAnalyzer::ArchiveRule  access-analyzer CreateArchiveRule UpdateArchiveRule DeleteArchiveRule
AWS::AccountAccess::Application arn:$\{Partition}:account-access:$\{Region}:$\{Account}:application/$\{ResourceId} account-access CreateApplication  DeleteApplication
AWS::AccountAccess::Entitlement  account-access CreateEntitlement  DeleteEntitlement
AWS::AgentRegistry::Registry arn:$\{Partition}:agent-registry:$\{Region}:$\{Account}:registry/$\{RegistryId} agent-registry CreateRegistry UpdateRegistry DeleteRegistry
AWS::AgentRegistry::RegistryRecord  agent-registry CreateRegistryRecord UpdateRegistryRecord DeleteRegistryRecord
AWS::AmazonMQ::Broker  mq CreateBroker,CreateReplicaBroker,UpdateBroker,RebootBroker,CreateTags UpdateBroker,RebootBroker,CreateUser,UpdateUser,DeleteUser,CreateTags,DeleteTags DeleteBroker
AWS::AmazonMQ::Configuration arn:$\{Partition}:mq:$\{Region}:$\{Account}:configuration:$\{ConfigurationId} mq CreateConfiguration,CreateTags,UpdateConfiguration UpdateConfiguration,CreateTags,DeleteTags DeleteConfiguration
AWS::AmazonMQ::ConfigurationAssociation  mq UpdateBroker,RebootBroker UpdateBroker,RebootBroker UpdateBroker,RebootBroker
AWS::Amplify::App arn:$\{Partition}:amplify:$\{Region}:$\{Account}:apps/$\{AppId} amplify CreateApp UpdateApp DeleteApp
AWS::Amplify::Branch  amplify CreateBranch UpdateBranch DeleteBranch
AWS::Amplify::Domain  amplify CreateDomainAssociation UpdateDomainAssociation DeleteDomainAssociation
AWS::Amplify::Webhook arn:$\{Partition}:amplify:$\{Region}:$\{Account}:webhooks/$\{WebhookId} amplify CreateWebhook UpdateWebhook DeleteWebhook
AWS::AmplifyUIBuilder::Component  amplifyuibuilder CreateComponent UpdateComponent DeleteComponent
AWS::AmplifyUIBuilder::Form  amplifyuibuilder CreateForm UpdateForm DeleteForm
AWS::AmplifyUIBuilder::Theme  amplifyuibuilder CreateTheme UpdateTheme DeleteTheme
AWS::ApiGateway::ApiKey arn:$\{Partition}:apigateway:$\{Region}::/apikeys/$\{ApiKeyId} apigateway POST,GET,PUT GET,PATCH,PUT,DELETE DELETE,GET
AWS::ApiGateway::Authorizer  apigateway POST GET,PATCH DELETE
AWS::ApiGateway::BasePathMapping  apigateway POST,GET GET,DELETE,PATCH DELETE
AWS::ApiGateway::BasePathMappingV2  apigateway POST,GET GET,DELETE,PATCH DELETE
AWS::ApiGateway::ClientCertificate arn:$\{Partition}:apigateway:$\{Region}::/clientcertificates/$\{ClientCertificateId} apigateway POST,GET,PUT GET,PATCH,PUT,DELETE DELETE
AWS::ApiGateway::Deployment  apigateway POST,PATCH,PUT,GET PATCH,GET,PUT,DELETE GET,DELETE
AWS::ApiGateway::DocumentationPart  apigateway GET,POST GET,PATCH DELETE
AWS::ApiGateway::DocumentationVersion  apigateway GET,POST GET,PATCH DELETE
AWS::ApiGateway::DomainName arn:$\{Partition}:apigateway:$\{Region}::/domainnames/$\{DomainName} apigateway POST,PUT,GET GET,PUT,PATCH,DELETE GET,DELETE
AWS::ApiGateway::DomainNameAccessAssociation  apigateway POST,GET,PUT,CreateAccessAssociation  DELETE,GET,RejectAccessAssociation
AWS::ApiGateway::DomainNameV2 arn:$\{Partition}:apigateway:$\{Region}::/domainnames/$\{DomainName} apigateway POST,GET,PUT,UpdateDomainNamePolicy GET,PUT,PATCH,DELETE,UpdateDomainNamePolicy DELETE,GET,UpdateDomainNamePolicy
AWS::ApiGateway::GatewayResponse  apigateway PUT,GET GET,PUT GET,DELETE
AWS::ApiGateway::Method  apigateway PUT,GET GET,DELETE,PUT DELETE
AWS::ApiGateway::Model  apigateway POST,GET PATCH,GET GET,DELETE
AWS::ApiGateway::RequestValidator  apigateway POST,GET PATCH,GET DELETE
AWS::ApiGateway::Resource  apigateway POST GET,PATCH DELETE
AWS::ApiGateway::RestApi arn:$\{Partition}:apigateway:$\{Region}::/restapis/$\{RestApiId} apigateway GET,POST,PUT,PATCH,UpdateRestApiPolicy GET,DELETE,PATCH,PUT,UpdateRestApiPolicy DELETE
AWS::ApiGateway::Stage  apigateway POST,PATCH,GET,PUT GET,PATCH,PUT,DELETE DELETE
AWS::ApiGateway::UsagePlan arn:$\{Partition}:apigateway:$\{Region}::/usageplans/$\{UsagePlanId} apigateway POST,GET,PUT GET,DELETE,PATCH,PUT DELETE,GET,PATCH
AWS::ApiGateway::UsagePlanKey  apigateway POST,GET  DELETE,GET
AWS::ApiGateway::VpcLink arn:$\{Partition}:apigateway:$\{Region}::/vpclinks/$\{VpcLinkId} ec2 CreateVpcEndpointServiceConfiguration,DeleteVpcEndpointServiceConfigurations,ModifyVpcEndpointServicePermissions CreateVpcEndpointServiceConfiguration,DeleteVpcEndpointServiceConfigurations,ModifyVpcEndpointServicePermissions CreateVpcEndpointServiceConfiguration,DeleteVpcEndpointServiceConfigurations,ModifyVpcEndpointServicePermissions
AWS::ApiGatewayV2::Api arn:$\{Partition}:apigateway:$\{Region}::/apis/$\{ApiId} apigateway POST,PUT PATCH,GET,PUT,POST,DELETE GET,DELETE
AWS::ApiGatewayV2::ApiGatewayManagedOverrides  logs UpdateLogDelivery,PutResourcePolicy,CreateLogDelivery,CreateLogGroup,CreateLogStream DeleteLogDelivery,UpdateLogDelivery,PutResourcePolicy,CreateLogDelivery,CreateLogGroup,CreateLogStream DeleteLogDelivery,DeleteResourcePolicy
AWS::ApiGatewayV2::ApiMapping  apigateway POST PATCH,GET,PUT DELETE
AWS::ApiGatewayV2::Authorizer  apigateway POST PATCH,GET,PUT GET,DELETE
AWS::ApiGatewayV2::Deployment  apigateway POST PATCH,GET,PUT GET,DELETE
AWS::ApiGatewayV2::DomainName arn:$\{Partition}:apigateway:$\{Region}::/domainnames/$\{DomainName} apigateway POST,GET,PUT,AddCertificateToDomain PATCH,GET,PUT,POST,DELETE,AddCertificateToDomain,RemoveCertificateFromDomain GET,DELETE,RemoveCertificateFromDomain
AWS::ApiGatewayV2::Integration  apigateway POST PATCH,GET,PUT GET,DELETE
AWS::ApiGatewayV2::IntegrationResponse  apigateway POST PATCH,PUT,GET GET,DELETE
AWS::ApiGatewayV2::Model  apigateway POST PATCH,GET,PUT GET,DELETE
AWS::ApiGatewayV2::PortalProduct arn:$\{Partition}:apigateway:$\{Region}:$\{Account}:/portalproducts/$\{PortalProductId} apigateway CreatePortalProduct,POST UpdatePortalProduct,GET,POST,PATCH,DELETE DeletePortalProduct,GET
AWS::ApiGatewayV2::Route  apigateway POST PATCH,GET,PUT GET,DELETE
AWS::ApiGatewayV2::RouteResponse  apigateway POST PATCH,GET,PUT GET,DELETE
AWS::ApiGatewayV2::RoutingRule  apigateway CreateRoutingRule UpdateRoutingRule DeleteRoutingRule
AWS::ApiGatewayV2::Stage  apigateway POST PATCH,POST,DELETE DELETE
AWS::ApiGatewayV2::VpcLink arn:$\{Partition}:apigateway:$\{Region}::/vpclinks/$\{VpcLinkId} apigateway POST,GET PATCH,POST,GET,DELETE,unTagResource GET,DELETE
AWS::AppConfig::Application arn:$\{Partition}:appconfig:$\{Region}:$\{Account}:application/$\{ApplicationId} appconfig CreateApplication UpdateApplication DeleteApplication
AWS::AppConfig::ConfigurationProfile  appconfig CreateConfigurationProfile UpdateConfigurationProfile DeleteConfigurationProfile
AWS::AppConfig::Deployment  appconfig StartDeployment  StopDeployment
AWS::AppConfig::DeploymentStrategy arn:$\{Partition}:appconfig:$\{Region}:$\{Account}:deploymentstrategy/$\{DeploymentStrategyId} appconfig CreateDeploymentStrategy UpdateDeploymentStrategy DeleteDeploymentStrategy
AWS::AppConfig::Environment  appconfig CreateEnvironment UpdateEnvironment DeleteEnvironment
AWS::AppConfig::ExperimentDefinition  appconfig CreateExperimentDefinition UpdateExperimentDefinition DeleteExperimentDefinition
AWS::AppConfig::ExperimentRun  appconfig StartExperimentRun,StartDeployment UpdateExperimentRun,StartDeployment StopExperimentRun,StartDeployment
AWS::AppConfig::Extension  appconfig CreateExtension UpdateExtension DeleteExtension
AWS::AppConfig::ExtensionAssociation arn:$\{Partition}:appconfig:$\{Region}:$\{Account}:extensionassociation/$\{ExtensionAssociationId} appconfig CreateExtensionAssociation UpdateExtensionAssociation DeleteExtensionAssociation
AWS::AppConfig::HostedConfigurationVersion  appconfig CreateHostedConfigurationVersion  DeleteHostedConfigurationVersion
AWS::AppFabric::AppAuthorization  appfabric CreateAppAuthorization UpdateAppAuthorization DeleteAppAuthorization
AWS::AppFabric::IngestionDestination  appfabric CreateIngestionDestination UpdateIngestionDestination DeleteIngestionDestination
AWS::AppFlow::Connector arn:$\{Partition}:appflow:$\{Region}:$\{Account}:connector/$\{ConnectorLabel} appflow RegisterConnector UpdateConnectorRegistration UnRegisterConnector
AWS::AppFlow::ConnectorProfile arn:$\{Partition}:appflow:$\{Region}:$\{Account}:connectorprofile/$\{ProfileName} appflow CreateConnectorProfile UpdateConnectorProfile DeleteConnectorProfile
AWS::AppFlow::Flow arn:$\{Partition}:appflow:$\{Region}:$\{Account}:flow/$\{FlowName} appflow CreateFlow,StartFlow,UseConnectorProfile UpdateFlow,StartFlow,StopFlow,UseConnectorProfile DeleteFlow
AWS::AppIntegrations::Application arn:$\{Partition}:app-integrations:$\{Region}:$\{Account}:application/$\{ApplicationId} app-integrations CreateApplication UpdateApplication DeleteApplication
AWS::AppIntegrations::DataIntegration arn:$\{Partition}:app-integrations:$\{Region}:$\{Account}:data-integration/$\{DataIntegrationId} app-integrations CreateDataIntegration UpdateDataIntegration DeleteDataIntegration
AWS::AppIntegrations::EventIntegration arn:$\{Partition}:app-integrations:$\{Region}:$\{Account}:event-integration/$\{EventIntegrationName} app-integrations CreateEventIntegration UpdateEventIntegration DeleteEventIntegration
AWS::AppRunner::AutoScalingConfiguration  apprunner CreateAutoScalingConfiguration  DeleteAutoScalingConfiguration
AWS::AppRunner::ObservabilityConfiguration  apprunner CreateObservabilityConfiguration  DeleteObservabilityConfiguration
AWS::AppRunner::Service  apprunner CreateService UpdateService DeleteService
AWS::AppRunner::VpcConnector  apprunner CreateVpcConnector  DeleteVpcConnector
AWS::AppRunner::VpcIngressConnection  apprunner CreateVpcIngressConnection UpdateVpcIngressConnection DeleteVpcIngressConnection
AWS::AppStream::AppBlock arn:$\{Partition}:appstream:$\{Region}:$\{Account}:app-block/$\{AppBlockName} appstream CreateAppBlock  DeleteAppBlock
AWS::AppStream::AppBlockBuilder arn:$\{Partition}:appstream:$\{Region}:$\{Account}:app-block-builder/$\{AppBlockBuilderName} appstream CreateAppBlockBuilder,StartAppBlockBuilder,AssociateAppBlockBuilderAppBlock UpdateAppBlockBuilder,StartAppBlockBuilder,StopAppBlockBuilder,AssociateAppBlockBuilderAppBlock,DisassociateAppBlockBuilderAppBlock DeleteAppBlockBuilder,DisassociateAppBlockBuilderAppBlock
AWS::AppStream::Application arn:$\{Partition}:appstream:$\{Region}:$\{Account}:application/$\{ApplicationName} appstream CreateApplication UpdateApplication DeleteApplication
AWS::AppStream::ApplicationEntitlementAssociation  appstream AssociateApplicationToEntitlement  DisassociateApplicationFromEntitlement
AWS::AppStream::ApplicationFleetAssociation  appstream AssociateApplicationFleet  DisassociateApplicationFleet
AWS::AppStream::DirectoryConfig  appstream CreateDirectoryConfig UpdateDirectoryConfig DeleteDirectoryConfig
AWS::AppStream::Entitlement  appstream CreateEntitlement UpdateEntitlement DeleteEntitlement
AWS::AppStream::Fleet arn:$\{Partition}:appstream:$\{Region}:$\{Account}:fleet/$\{FleetName} appstream CreateFleet,StartFleet UpdateFleet,StopFleet,StartFleet StopFleet,DeleteFleet
AWS::AppStream::ImageBuilder arn:$\{Partition}:appstream:$\{Region}:$\{Account}:image-builder/$\{ImageBuilderName} appstream CreateImageBuilder,CreateImageBuilderStreamingURL,CreateStreamingURL,DeleteImageBuilder,StartImageBuilder,StopImageBuilder  DeleteImageBuilder,StartImageBuilder,StopImageBuilder
AWS::AppStream::Stack arn:$\{Partition}:appstream:$\{Region}:$\{Account}:stack/$\{StackName} appstream CreateStack UpdateStack DeleteStack
AWS::AppStream::StackFleetAssociation  appstream AssociateFleet DisassociateFleet DisassociateFleet
AWS::AppStream::StackUserAssociation  appstream BatchAssociateUserStack  BatchDisassociateUserStack
AWS::AppStream::User  appstream CreateUser  DeleteUser
AWS::AppSync::Api arn:$\{Partition}:appsync:$\{Region}:$\{Account}:apis/$\{ApiId} appsync CreateApi UpdateApi DeleteApi
AWS::AppSync::ApiCache  appsync CreateApiCache UpdateApiCache DeleteApiCache
AWS::AppSync::ApiKey  appsync CreateApiKey UpdateApiKey DeleteApiKey
AWS::AppSync::ChannelNamespace  appsync CreateChannelNamespace UpdateChannelNamespace DeleteChannelNamespace
AWS::AppSync::DataSource  appsync CreateDataSource UpdateDataSource DeleteDataSource
AWS::AppSync::DomainName arn:$\{Partition}:appsync:$\{Region}:$\{Account}:domainnames/$\{DomainName} appsync CreateDomainName UpdateDomainName DeleteDomainName
AWS::AppSync::DomainNameApiAssociation  appsync AssociateApi AssociateApi DisassociateApi
AWS::AppSync::GraphQLApi arn:$\{Partition}:appsync:$\{Region}:$\{Account}:apis/$\{GraphQLAPIId} appsync CreateGraphqlApi,PutGraphqlApiEnvironmentVariables UpdateGraphqlApi,PutGraphqlApiEnvironmentVariables DeleteGraphqlApi
AWS::AppSync::GraphQLSchema  appsync StartSchemaCreation StartSchemaCreation 
AWS::AppSync::Resolver  appsync CreateResolver UpdateResolver DeleteResolver
AWS::AppSync::SourceApiAssociation  appsync AssociateSourceGraphqlApi,AssociateMergedGraphqlApi UpdateSourceApiAssociation DisassociateSourceGraphqlApi,DisassociateMergedGraphqlApi
AWS::AppSync::Type  appsync CreateType UpdateType DeleteType
AWS::AppTest::TestCase arn:$\{Partition}:apptest:$\{Region}:$\{Account}:testcase/$\{TestCaseId} apptest CreateTestCase UpdateTestCase,UnTagResource DeleteTestCase
AWS::ApplicationAutoScaling::ScalableTarget arn:$\{Partition}:application-autoscaling:$\{Region}:$\{Account}:scalable-target/$\{ResourceId} application-autoscaling RegisterScalableTarget,PutScheduledAction RegisterScalableTarget,DeleteScheduledAction,PutScheduledAction DeregisterScalableTarget
AWS::ApplicationAutoScaling::ScalingPolicy  application-autoscaling PutScalingPolicy PutScalingPolicy DeleteScalingPolicy
AWS::ApplicationInsights::Application  applicationinsights CreateApplication,CreateComponent,CreateLogPattern,UpdateComponentConfiguration CreateApplication,UpdateApplication,CreateComponent,DeleteComponent,CreateLogPattern,DeleteLogPattern,UpdateLogPattern,UpdateComponentConfiguration DeleteApplication
AWS::ApplicationSignals::Discovery  application-signals StartDiscovery  
AWS::ApplicationSignals::GroupingConfiguration  application-signals PutGroupingConfiguration PutGroupingConfiguration DeleteGroupingConfiguration
AWS::ApplicationSignals::InstrumentationConfig  application-signals CreateInstrumentationConfiguration  DeleteInstrumentationConfiguration
AWS::ApplicationSignals::ServiceLevelObjective arn:$\{Partition}:application-signals:$\{Region}:$\{Account}:slo/$\{SloName} application-signals CreateServiceLevelObjective,BatchUpdateExclusionWindows UpdateServiceLevelObjective,BatchUpdateExclusionWindows DeleteServiceLevelObjective
AWS::Athena::CapacityReservation arn:$\{Partition}:athena:$\{Region}:$\{Account}:capacity-reservation/$\{CapacityReservationName} athena CreateCapacityReservation,PutCapacityAssignmentConfiguration UpdateCapacityReservation,PutCapacityAssignmentConfiguration CancelCapacityReservation,DeleteCapacityReservation
AWS::Athena::DataCatalog arn:$\{Partition}:athena:$\{Region}:$\{Account}:datacatalog/$\{DataCatalogName} athena CreateDataCatalog UpdateDataCatalog DeleteDataCatalog
AWS::Athena::NamedQuery  athena CreateNamedQuery  DeleteNamedQuery
AWS::Athena::PreparedStatement  athena CreatePreparedStatement UpdatePreparedStatement DeletePreparedStatement
AWS::Athena::WorkGroup arn:$\{Partition}:athena:$\{Region}:$\{Account}:workgroup/$\{WorkGroupName} athena CreateWorkGroup UpdateWorkGroup DeleteWorkGroup
AWS::AuditManager::Assessment arn:$\{Partition}:auditmanager:$\{Region}:$\{Account}:assessment/$\{AssessmentId} auditmanager CreateAssessment,BatchCreateDelegationByAssessment UpdateAssessment,UpdateAssessmentStatus,BatchCreateDelegationByAssessment,BatchDeleteDelegationByAssessment DeleteAssessment
AWS::AuditManager::AssessmentFramework arn:$\{Partition}:auditmanager:$\{Region}:$\{Account}:assessmentFramework/$\{AssessmentFrameworkId} auditmanager CreateAssessmentFramework UpdateAssessmentFramework DeleteAssessmentFramework
AWS::AuditManager::Control  auditmanager CreateControl UpdateControl DeleteControl
AWS::AutoScaling::AutoScalingGroup  autoscaling CreateAutoScalingGroup,UpdateAutoScalingGroup,CreateOrUpdateTags,EnableMetricsCollection,PutNotificationConfiguration,SuspendProcesses UpdateAutoScalingGroup,CreateOrUpdateTags,DeleteTags,EnableMetricsCollection,DisableMetricsCollection,PutNotificationConfiguration,DeleteNotificationConfiguration,DetachLoadBalancerTargetGroups,AttachLoadBalancerTargetGroups,AttachLoadBalancers,DetachLoadBalancers,AttachTrafficSources,DetachTrafficSources,DeleteLifecycleHook,PutLifecycleHook,StartInstanceRefresh,CancelInstanceRefresh,SuspendProcesses,ResumeProcesses DeleteAutoScalingGroup,UpdateAutoScalingGroup
AWS::AutoScaling::LaunchConfiguration  autoscaling CreateLaunchConfiguration  DeleteLaunchConfiguration
AWS::AutoScaling::LifecycleHook  autoscaling PutLifecycleHook PutLifecycleHook DeleteLifecycleHook
AWS::AutoScaling::ScalingPolicy  autoscaling PutScalingPolicy PutScalingPolicy DeletePolicy
AWS::AutoScaling::ScheduledAction  autoscaling PutScheduledUpdateGroupAction PutScheduledUpdateGroupAction DeleteScheduledAction
AWS::AutoScaling::WarmPool  autoscaling PutWarmPool PutWarmPool DeleteWarmPool
AWS::AutoScalingPlans::ScalingPlan  autoscaling-plans CreateScalingPlan UpdateScalingPlan DeleteScalingPlan
AWS::B2BI::Capability arn:$\{Partition}:b2bi:$\{Region}:$\{Account}:capability/$\{ResourceId} b2bi CreateCapability UpdateCapability DeleteCapability
AWS::B2BI::Partnership arn:$\{Partition}:b2bi:$\{Region}:$\{Account}:partnership/$\{ResourceId} b2bi CreatePartnership UpdatePartnership DeletePartnership
AWS::B2BI::Profile arn:$\{Partition}:b2bi:$\{Region}:$\{Account}:profile/$\{ResourceId} b2bi CreateProfile UpdateProfile DeleteProfile
AWS::B2BI::Transformer arn:$\{Partition}:b2bi:$\{Region}:$\{Account}:transformer/$\{ResourceId} b2bi CreateTransformer,UpdateTransformer UpdateTransformer DeleteTransformer
AWS::BCM::Dashboard  bcm-dashboards CreateDashboard UpdateDashboard DeleteDashboard
AWS::BCM::ScheduledReport  bcm-dashboards CreateScheduledReport UpdateScheduledReport DeleteScheduledReport
AWS::BCMDataExports::Export arn:$\{Partition}:bcm-data-exports:$\{Region}:$\{Account}:export/$\{Identifier} bcm-data-exports CreateExport UpdateExport DeleteExport
AWS::Backup::BackupPlan arn:$\{Partition}:backup:$\{Region}:$\{Account}:backup-plan:$\{BackupPlanId} backup CreateBackupPlan UpdateBackupPlan DeleteBackupPlan
AWS::Backup::BackupSelection  backup CreateBackupSelection  DeleteBackupSelection
AWS::Backup::BackupVault arn:$\{Partition}:backup:$\{Region}:$\{Account}:backup-vault:$\{BackupVaultName} backup CreateBackupVault,PutBackupVaultAccessPolicy,PutBackupVaultNotifications,PutBackupVaultLockConfiguration DeleteBackupVaultAccessPolicy,DeleteBackupVaultNotifications,DeleteBackupVaultLockConfiguration,PutBackupVaultAccessPolicy,PutBackupVaultNotifications,PutBackupVaultLockConfiguration DeleteBackupVault
AWS::Backup::Framework  backup CreateFramework UpdateFramework DeleteFramework
AWS::Backup::LegalHold arn:$\{Partition}:backup:$\{Region}:$\{Account}:legal-hold:$\{LegalHoldId} backup CreateLegalHold  CancelLegalHold
AWS::Backup::LogicallyAirGappedBackupVault arn:$\{Partition}:backup:$\{Region}:$\{Account}:backup-vault:$\{BackupVaultName} backup AssociateBackupVaultMpaApprovalTeam,CreateLogicallyAirGappedBackupVault,PutBackupVaultAccessPolicy,PutBackupVaultNotifications AssociateBackupVaultMpaApprovalTeam,DeleteBackupVaultAccessPolicy,DeleteBackupVaultNotifications,DeleteBackupVaultLockConfiguration,PutBackupVaultAccessPolicy,PutBackupVaultNotifications,PutBackupVaultLockConfiguration DeleteBackupVault
AWS::Backup::ReportPlan  backup CreateReportPlan UpdateReportPlan DeleteReportPlan
AWS::Backup::RestoreTestingPlan  backup CreateRestoreTestingPlan UpdateRestoreTestingPlan DeleteRestoreTestingPlan
AWS::Backup::RestoreTestingSelection  backup CreateRestoreTestingSelection UpdateRestoreTestingSelection DeleteRestoreTestingSelection
AWS::Backup::TieringConfiguration  backup CreateTieringConfiguration UpdateTieringConfiguration DeleteTieringConfiguration
AWS::BackupGateway::Hypervisor arn:$\{Partition}:backup-gateway:$\{Region}:$\{Account}:hypervisor/$\{HypervisorId} backup-gateway ImportHypervisorConfiguration UpdateHypervisor,ImportHypervisorConfiguration,DeleteHypervisor DeleteHypervisor
AWS::Batch::ComputeEnvironment arn:$\{Partition}:batch:$\{Region}:$\{Account}:compute-environment/$\{ComputeEnvironmentName} Batch CreateComputeEnvironment,SetCapacityTags UpdateComputeEnvironment,UnTagResource,SetCapacityTags DeleteComputeEnvironment,UpdateComputeEnvironment
AWS::Batch::ConsumableResource arn:$\{Partition}:batch:$\{Region}:$\{Account}:consumable-resource/$\{ConsumableResourceName} Batch CreateConsumableResource UpdateConsumableResource DeleteConsumableResource
AWS::Batch::JobDefinition arn:$\{Partition}:batch:$\{Region}:$\{Account}:job-definition/$\{JobDefinitionName} Batch RegisterJobDefinition RegisterJobDefinition,DeregisterJobDefinition DeregisterJobDefinition
AWS::Batch::JobQueue arn:$\{Partition}:batch:$\{Region}:$\{Account}:job-queue/$\{JobQueueName} Batch CreateJobQueue UpdateJobQueue UpdateJobQueue,DeleteJobQueue
AWS::Batch::QuotaShare  Batch CreateQuotaShare UpdateQuotaShare UpdateQuotaShare,DeleteQuotaShare
AWS::Batch::SchedulingPolicy arn:$\{Partition}:batch:$\{Region}:$\{Account}:scheduling-policy/$\{SchedulingPolicyName} Batch CreateSchedulingPolicy UpdateSchedulingPolicy DeleteSchedulingPolicy
AWS::Batch::ServiceEnvironment arn:$\{Partition}:batch:$\{Region}:$\{Account}:service-environment/$\{ServiceEnvironmentName} Batch CreateServiceEnvironment UpdateServiceEnvironment DeleteServiceEnvironment,UpdateServiceEnvironment
AWS::BcmPricingCalculator::BillEstimate  bcm-pricing-calculator CreateBillEstimate,UpdateBillEstimate UpdateBillEstimate DeleteBillEstimate
AWS::BcmPricingCalculator::BillScenario arn:$\{Partition}:bcm-pricing-calculator::$\{Account}:bill-scenario/$\{BillScenarioId} bcm-pricing-calculator CreateBillScenario,UpdateBillScenario UpdateBillScenario DeleteBillScenario
AWS::BcmPricingCalculator::WorkloadEstimate  bcm-pricing-calculator CreateWorkloadEstimate,UpdateWorkloadEstimate UpdateWorkloadEstimate DeleteWorkloadEstimate
AWS::Bedrock::Agent arn:$\{Partition}:bedrock:$\{Region}:$\{Account}:agent/$\{AgentId} bedrock CreateAgent,PrepareAgent,AssociateAgentKnowledgeBase,CreateAgentActionGroup,CreateGuardrail,CreateGuardrailVersion,AssociateAgentCollaborator UpdateAgent,PrepareAgent,UpdateAgentKnowledgeBase,AssociateAgentKnowledgeBase,DisassociateAgentKnowledgeBase,CreateAgentActionGroup,UpdateAgentActionGroup,DeleteAgentActionGroup,UpdateGuardrail,AssociateAgentCollaborator,DisassociateAgentCollaborator,UpdateAgentCollaborator DeleteAgent,DeleteGuardrail
AWS::Bedrock::AgentAlias  bedrock PrepareAgent,CreateAgentAlias PrepareAgent,UpdateAgentAlias DeleteAgentAlias
AWS::Bedrock::ApplicationInferenceProfile arn:$\{Partition}:bedrock:$\{Region}:$\{Account}:application-inference-profile/$\{ResourceId} bedrock CreateInferenceProfile  DeleteInferenceProfile
AWS::Bedrock::AutomatedReasoningPolicy arn:$\{Partition}:bedrock:$\{Region}:$\{Account}:automated-reasoning-policy/$\{AutomatedReasoningPolicyId} bedrock CreateAutomatedReasoningPolicy UpdateAutomatedReasoningPolicy,ExportAutomatedReasoningPolicyVersion DeleteAutomatedReasoningPolicy
AWS::Bedrock::AutomatedReasoningPolicyVersion  bedrock CreateAutomatedReasoningPolicyVersion,ExportAutomatedReasoningPolicyVersion  DeleteAutomatedReasoningPolicy
AWS::Bedrock::Blueprint arn:$\{Partition}:bedrock:$\{Region}:$\{Account}:blueprint/$\{BlueprintId} bedrock CreateBlueprint UpdateBlueprint DeleteBlueprint
AWS::Bedrock::DataAutomationLibrary arn:$\{Partition}:bedrock:$\{Region}:$\{Account}:data-automation-library/$\{DataAutomationLibraryId} bedrock CreateDataAutomationLibrary UpdateDataAutomationLibrary DeleteDataAutomationLibrary
AWS::Bedrock::DataAutomationProject arn:$\{Partition}:bedrock:$\{Region}:$\{Account}:data-automation-project/$\{ProjectId} bedrock CreateDataAutomationProject UpdateDataAutomationProject DeleteDataAutomationProject
AWS::Bedrock::DataSource  bedrock CreateDataSource UpdateDataSource DeleteDataSource
AWS::Bedrock::EnforcedGuardrailConfiguration  bedrock PutEnforcedGuardrailConfiguration PutEnforcedGuardrailConfiguration DeleteEnforcedGuardrailConfiguration
AWS::Bedrock::Flow arn:$\{Partition}:bedrock:$\{Region}:$\{Account}:flow/$\{FlowId} bedrock CreateFlow,PrepareFlow,CreateGuardrail,CreateGuardrailVersion UpdateFlow,PrepareFlow,UpdateGuardrail DeleteFlow,DeleteGuardrail
AWS::Bedrock::FlowAlias  bedrock CreateFlowAlias UpdateFlowAlias DeleteFlowAlias
AWS::Bedrock::FlowVersion  bedrock CreateFlowVersion,CreateGuardrail,CreateGuardrailVersion  DeleteFlowVersion,DeleteGuardrail
AWS::Bedrock::Guardrail arn:$\{Partition}:bedrock:$\{Region}:$\{Account}:guardrail/$\{GuardrailId} bedrock CreateGuardrail UpdateGuardrail DeleteGuardrail
AWS::Bedrock::GuardrailVersion  bedrock CreateGuardrailVersion  DeleteGuardrail
AWS::Bedrock::IntelligentPromptRouter arn:$\{Partition}:bedrock:$\{Region}:$\{Account}:prompt-router/$\{ResourceId} bedrock CreatePromptRouter  DeletePromptRouter
AWS::Bedrock::KnowledgeBase arn:$\{Partition}:bedrock:$\{Region}:$\{Account}:knowledge-base/$\{KnowledgeBaseId} bedrock CreateKnowledgeBase,AssociateThirdPartyKnowledgeBase UpdateKnowledgeBase,AssociateThirdPartyKnowledgeBase DeleteKnowledgeBase
AWS::Bedrock::KnowledgeBasePolicy  bedrock PutResourcePolicy PutResourcePolicy DeleteResourcePolicy
AWS::Bedrock::Prompt arn:$\{Partition}:bedrock:$\{Region}:$\{Account}:prompt/$\{PromptId} bedrock CreatePrompt UpdatePrompt DeletePrompt
AWS::Bedrock::PromptVersion  bedrock CreatePromptVersion  DeletePrompt
AWS::Bedrock::ResourcePolicy  bedrock PutResourcePolicy PutResourcePolicy DeleteResourcePolicy
AWS::Bedrock::RetrievalInstruction  bedrock CreateRetrievalInstruction UpdateRetrievalInstruction DeleteRetrievalInstruction
AWS::Bedrock::Session arn:$\{Partition}:bedrock:$\{Region}:$\{Account}:session/$\{SessionId} bedrock CreateSession UpdateSession DeleteSession,EndSession
AWS::BedrockAgentCore::ApiKeyCredentialProvider  bedrock-agentcore CreateApiKeyCredentialProvider,CreateTokenVault UpdateApiKeyCredentialProvider DeleteApiKeyCredentialProvider
AWS::BedrockAgentCore::BrowserCustom arn:$\{Partition}:bedrock-agentcore:$\{Region}:$\{Account}:browser-custom/$\{BrowserId} bedrock-agentcore CreateBrowser  DeleteBrowser
AWS::BedrockAgentCore::BrowserProfile arn:$\{Partition}:bedrock-agentcore:$\{Region}:$\{Account}:browser-profile/$\{BrowserProfileId} bedrock-agentcore CreateBrowserProfile  DeleteBrowserProfile
AWS::BedrockAgentCore::CapacityProvider arn:$\{Partition}:bedrock-agentcore:$\{Region}:$\{Account}:capacity-provider/$\{CapacityProviderId} bedrock-agentcore CreateCapacityProvider UpdateCapacityProvider DeleteCapacityProvider
AWS::BedrockAgentCore::CodeInterpreterCustom arn:$\{Partition}:bedrock-agentcore:$\{Region}:$\{Account}:code-interpreter-custom/$\{CodeInterpreterId} bedrock-agentcore CreateCodeInterpreter  DeleteCodeInterpreter
AWS::BedrockAgentCore::ConfigurationBundle arn:$\{Partition}:bedrock-agentcore:$\{Region}:$\{Account}:configuration-bundle/$\{ConfigurationBundleId} bedrock-agentcore CreateConfigurationBundle UpdateConfigurationBundle DeleteConfigurationBundle
AWS::BedrockAgentCore::ConsentPortal  bedrock-agentcore CreateConsentPortal UpdateConsentPortal DeleteConsentPortal
AWS::BedrockAgentCore::Dataset arn:$\{Partition}:bedrock-agentcore:$\{Region}:$\{Account}:dataset/$\{DatasetId} bedrock-agentcore CreateDataset UpdateDataset DeleteDataset
AWS::BedrockAgentCore::Evaluator arn:$\{Partition}:bedrock-agentcore:$\{Region}:$\{Account}:evaluator/$\{EvaluatorId} bedrock-agentcore CreateEvaluator UpdateEvaluator DeleteEvaluator
AWS::BedrockAgentCore::Gateway arn:$\{Partition}:bedrock-agentcore:$\{Region}:$\{Account}:gateway/$\{GatewayId} bedrock-agentcore CreateGateway,CreateWorkloadIdentity,DeleteWorkloadIdentity,SynchronizeGatewayTargets UpdateGateway DeleteGateway,DeleteWorkloadIdentity
AWS::BedrockAgentCore::GatewayRateLimit  bedrock-agentcore CreateGatewayRateLimit UpdateGatewayRateLimit DeleteGatewayRateLimit
AWS::BedrockAgentCore::GatewayRule  bedrock-agentcore CreateGatewayRule UpdateGatewayRule DeleteGatewayRule
AWS::BedrockAgentCore::GatewayTarget  bedrock-agentcore CreateGatewayTarget,SynchronizeGatewayTargets SynchronizeGatewayTargets,UpdateGatewayTarget DeleteGatewayTarget
AWS::BedrockAgentCore::Harness arn:$\{Partition}:bedrock-agentcore:$\{Region}:$\{Account}:harness/$\{HarnessId} bedrock-agentcore CreateAgentRuntime,CreateAgentRuntimeEndpoint,CreateHarness,CreateMemory,DeleteMemory,CreateWorkloadIdentity,DeleteAgentRuntime,DeleteAgentRuntimeEndpoint,DeleteWorkloadIdentity,UpdateAgentRuntime,UpdateAgentRuntimeEndpoint CreateAgentRuntime,CreateAgentRuntimeEndpoint,CreateMemory,UpdateMemory,DeleteMemory,CreateWorkloadIdentity,DeleteAgentRuntime,DeleteAgentRuntimeEndpoint,DeleteWorkloadIdentity,UpdateAgentRuntime,UpdateAgentRuntimeEndpoint,UpdateHarness CreateAgentRuntime,CreateAgentRuntimeEndpoint,CreateWorkloadIdentity,DeleteAgentRuntime,DeleteAgentRuntimeEndpoint,DeleteHarness,DeleteMemory,DeleteWorkloadIdentity,UpdateAgentRuntime,UpdateAgentRuntimeEndpoint
AWS::BedrockAgentCore::HarnessEndpoint  bedrock-agentcore CreateHarnessEndpoint,CreateAgentRuntimeEndpoint,UpdateAgentRuntimeEndpoint UpdateHarnessEndpoint,CreateAgentRuntimeEndpoint,UpdateAgentRuntimeEndpoint DeleteHarnessEndpoint,DeleteAgentRuntimeEndpoint
AWS::BedrockAgentCore::Memory arn:$\{Partition}:bedrock-agentcore:$\{Region}:$\{Account}:memory/$\{MemoryId} bedrock-agentcore CreateMemory,UpdateMemoryRecordExpirySpecification UpdateMemory,UpdateMemoryRecordExpirySpecification DeleteMemory
AWS::BedrockAgentCore::OAuth2CredentialProvider  vpc-lattice DeleteServiceNetworkResourceAssociation,AssociateViaAWSService,CreateServiceNetworkResourceAssociation DeleteServiceNetworkResourceAssociation,AssociateViaAWSService,CreateServiceNetworkResourceAssociation DeleteServiceNetworkResourceAssociation
AWS::BedrockAgentCore::OnlineEvaluationConfig arn:$\{Partition}:bedrock-agentcore:$\{Region}:$\{Account}:online-evaluation-config/$\{OnlineEvaluationConfigId} bedrock-agentcore CreateOnlineEvaluationConfig UpdateOnlineEvaluationConfig DeleteOnlineEvaluationConfig
AWS::BedrockAgentCore::PaymentConnector  bedrock-agentcore CreatePaymentConnector UpdatePaymentConnector DeletePaymentConnector
AWS::BedrockAgentCore::PaymentCredentialProvider  bedrock-agentcore CreatePaymentCredentialProvider,CreateTokenVault UpdatePaymentCredentialProvider DeletePaymentCredentialProvider
AWS::BedrockAgentCore::PaymentManager arn:$\{Partition}:bedrock-agentcore:$\{Region}:$\{Account}:payment-manager/$\{PaymentManagerId} bedrock-agentcore CreatePaymentManager,CreateWorkloadIdentity UpdatePaymentManager DeletePaymentManager,DeleteWorkloadIdentity
AWS::BedrockAgentCore::Policy  bedrock-agentcore CreatePolicy,ManageAdminPolicy,ManageResourceScopedPolicy UpdatePolicy,ManageAdminPolicy,ManageResourceScopedPolicy DeletePolicy,ManageAdminPolicy,ManageResourceScopedPolicy
AWS::BedrockAgentCore::PolicyEngine arn:$\{Partition}:bedrock-agentcore:$\{Region}:$\{Account}:policy-engine/$\{PolicyEngineId} bedrock-agentcore CreatePolicyEngine UpdatePolicyEngine DeletePolicyEngine
AWS::BedrockAgentCore::ResourcePolicy  bedrock-agentcore PutResourcePolicy PutResourcePolicy DeleteResourcePolicy
AWS::BedrockAgentCore::Runtime arn:$\{Partition}:bedrock-agentcore:$\{Region}:$\{Account}:runtime/$\{RuntimeId} bedrock-agentcore CreateAgentRuntime,CreateAgentRuntimeEndpoint,CreateWorkloadIdentity UpdateAgentRuntime,UpdateAgentRuntimeEndpoint DeleteAgentRuntime,DeleteAgentRuntimeEndpoint,DeleteWorkloadIdentity
AWS::BedrockAgentCore::RuntimeEndpoint  bedrock-agentcore CreateAgentRuntimeEndpoint UpdateAgentRuntimeEndpoint DeleteAgentRuntimeEndpoint
AWS::BedrockAgentCore::WorkloadIdentity  bedrock-agentcore CreateWorkloadIdentity UpdateWorkloadIdentity DeleteWorkloadIdentity
AWS::BedrockMantle::Project arn:$\{Partition}:bedrock-mantle:$\{Region}:$\{Account}:project/$\{ResourceId} bedrock-mantle CreateProject UpdateProject ArchiveProject
AWS::Billing::BillingView arn:$\{Partition}:billing::$\{Account}:billingview/$\{ResourceId} billing CreateBillingView,AssociateSourceViews,UseSourceView UpdateBillingView,DisassociateSourceViews,AssociateSourceViews,UseSourceView DeleteBillingView
AWS::BillingConductor::BillingGroup arn:$\{Partition}:billingconductor::$\{Account}:billinggroup/$\{BillingGroupId} billingconductor CreateBillingGroup,AssociateAccounts UpdateBillingGroup,AssociateAccounts,DisassociateAccounts DeleteBillingGroup,UpdateBillingGroup
AWS::BillingConductor::CustomLineItem arn:$\{Partition}:billingconductor::$\{Account}:customlineitem/$\{CustomLineItemId} billingconductor CreateCustomLineItem,BatchAssociateResourcesToCustomLineItem UpdateCustomLineItem,BatchAssociateResourcesToCustomLineItem,BatchDisassociateResourcesFromCustomLineItem DeleteCustomLineItem,BatchDisassociateResourcesFromCustomLineItem
AWS::BillingConductor::PricingPlan arn:$\{Partition}:billingconductor::$\{Account}:pricingplan/$\{PricingPlanId} billingconductor CreatePricingPlan,AssociatePricingRules UpdatePricingPlan,AssociatePricingRules,DisassociatePricingRules DeletePricingPlan
AWS::BillingConductor::PricingRule arn:$\{Partition}:billingconductor::$\{Account}:pricingrule/$\{PricingRuleId} billingconductor CreatePricingRule UpdatePricingRule DeletePricingRule
AWS::Braket::SpendingLimit arn:$\{Partition}:braket:$\{Region}:$\{Account}:spending-limit/$\{RandomId} braket CreateSpendingLimit UpdateSpendingLimit DeleteSpendingLimit
AWS::Budgets::Budget arn:$\{Partition}:budgets::$\{Account}:budget/$\{BudgetName} budgets ModifyBudget,ViewBudget ModifyBudget,ViewBudget ModifyBudget
AWS::Budgets::BudgetsAction  budgets CreateBudgetAction UpdateBudgetAction DeleteBudgetAction
AWS::CE::AnomalyMonitor arn:$\{Partition}:ce::$\{Account}:anomalymonitor/$\{Identifier} ce CreateAnomalyMonitor UpdateAnomalyMonitor DeleteAnomalyMonitor
AWS::CE::AnomalySubscription arn:$\{Partition}:ce::$\{Account}:anomalysubscription/$\{Identifier} ce CreateAnomalySubscription UpdateAnomalySubscription DeleteAnomalySubscription
AWS::CE::CostCategory arn:$\{Partition}:ce::$\{Account}:costcategory/$\{Identifier} ce CreateCostCategoryDefinition UpdateCostCategoryDefinition DeleteCostCategoryDefinition
AWS::CUR::ReportDefinition arn:$\{Partition}:cur:$\{Region}:$\{Account}:definition/$\{ReportName} cur PutReportDefinition ModifyReportDefinition DeleteReportDefinition
AWS::Cases::Case  cases CreateCase UpdateCase DeleteCase
AWS::Cases::CaseRule  cases CreateCaseRule UpdateCaseRule DeleteCaseRule
AWS::Cases::Domain arn:$\{Partition}:cases:$\{Region}:$\{Account}:domain/$\{DomainId} cases CreateDomain  DeleteDomain
AWS::Cases::Field  cases CreateField UpdateField DeleteField
AWS::Cases::Layout  cases CreateLayout UpdateLayout DeleteLayout
AWS::Cases::RelatedItem  cases CreateRelatedItem UpdateRelatedItem DeleteRelatedItem
AWS::Cases::Template  cases CreateTemplate UpdateTemplate DeleteTemplate
AWS::Cassandra::Keyspace arn:$\{Partition}:cassandra:$\{Region}:$\{Account}:/keyspace/$\{KeyspaceName}/ cassandra Create,CreateMultiRegionResource,Select,SelectMultiRegionResource Alter,AlterMultiRegionResource,Modify,ModifyMultiRegionResource,Select,SelectMultiRegionResource Drop,DropMultiRegionResource,Select,SelectMultiRegionResource
AWS::Cassandra::Table  cassandra Create,CreateMultiRegionResource,Select,SelectMultiRegionResource Alter,AlterMultiRegionResource,Select,SelectMultiRegionResource Drop,DropMultiRegionResource,Select,SelectMultiRegionResource
AWS::Cassandra::Type  cassandra Create,Select  Drop,Select
AWS::CertificateManager::Account  acm PutAccountConfiguration PutAccountConfiguration PutAccountConfiguration
AWS::CertificateManager::AcmeDomainValidation  acm CreateAcmeDomainValidation UpdateAcmeDomainValidation DeleteAcmeDomainValidation
AWS::CertificateManager::AcmeEndpoint  acm CreateAcmeEndpoint UpdateAcmeEndpoint DeleteAcmeEndpoint
AWS::CertificateManager::AcmeExternalAccountBinding  acm CreateAcmeExternalAccountBinding  DeleteAcmeExternalAccountBinding
AWS::CertificateManager::Certificate arn:$\{Partition}:acm:$\{Region}:$\{Account}:certificate/$\{CertificateId} acm RequestCertificate UpdateCertificateOptions DeleteCertificate
AWS::Chatbot::CustomAction arn:$\{Partition}:chatbot::$\{Account}:custom-action/$\{ActionName} chatbot CreateCustomAction UpdateCustomAction DeleteCustomAction
AWS::Chatbot::MicrosoftTeamsChannelConfiguration  chatbot CreateMicrosoftTeamsChannelConfiguration,AssociateToConfiguration UpdateMicrosoftTeamsChannelConfiguration,AssociateToConfiguration,DisassociateFromConfiguration DeleteMicrosoftTeamsChannelConfiguration,DisassociateFromConfiguration
AWS::Chatbot::SlackChannelConfiguration arn:$\{Partition}:chatbot::$\{Account}:chat-configuration/slack-channel/$\{ConfigurationName} chatbot CreateSlackChannelConfiguration,AssociateToConfiguration UpdateSlackChannelConfiguration,AssociateToConfiguration,DisassociateFromConfiguration DeleteSlackChannelConfiguration,DisassociateFromConfiguration
AWS::Chime::AppInstance  chime CreateAppInstance UpdateAppInstance DeleteAppInstance
AWS::Chime::AppInstanceBot  chime CreateAppInstanceBot UpdateAppInstanceBot DeleteAppInstanceBot
AWS::Chime::AppInstanceUser  chime CreateAppInstanceUser,PutAppInstanceUserExpirationSettings UpdateAppInstanceUser,PutAppInstanceUserExpirationSettings DeleteAppInstanceUser
AWS::Chime::Channel  chime CreateChannel,CreateChannelMembership,CreateChannelModerator,PutChannelExpirationSettings UpdateChannel,PutChannelExpirationSettings DeleteChannel
AWS::Chime::ChannelFlow  chime CreateChannelFlow UpdateChannelFlow DeleteChannelFlow
AWS::Chime::MediaInsightsPipelineConfiguration  chime CreateMediaInsightsPipelineConfiguration UpdateMediaInsightsPipelineConfiguration DeleteMediaInsightsPipelineConfiguration
AWS::Chime::MediaPipelineKinesisVideoStreamPool  chime CreateMediaPipelineKinesisVideoStreamPool UpdateMediaPipelineKinesisVideoStreamPool DeleteMediaPipelineKinesisVideoStreamPool
AWS::Chime::SipMediaApplication  chime CreateSipMediaApplication UpdateSipMediaApplication DeleteSipMediaApplication
AWS::Chime::VoiceConnector  chime CreateVoiceConnector UpdateVoiceConnector DeleteVoiceConnector
AWS::CleanRooms::AnalysisTemplate  cleanrooms CreateAnalysisTemplate UpdateAnalysisTemplate DeleteAnalysisTemplate
AWS::CleanRooms::Collaboration arn:$\{Partition}:cleanrooms:$\{Region}:$\{Account}:collaboration/$\{CollaborationId} cleanrooms CreateCollaboration UpdateCollaboration DeleteCollaboration
AWS::CleanRooms::ConfiguredTable arn:$\{Partition}:cleanrooms:$\{Region}:$\{Account}:configuredtable/$\{ConfiguredTableId} cleanrooms CreateConfiguredTable,DeleteConfiguredTable,DeleteConfiguredTableAnalysisRule,CreateConfiguredTableAnalysisRule UpdateConfiguredTable,UpdateConfiguredTableReference,UpdateConfiguredTableAllowedColumns,CreateConfiguredTableAnalysisRule,UpdateConfiguredTableAnalysisRule,DeleteConfiguredTableAnalysisRule DeleteConfiguredTable,DeleteConfiguredTableAnalysisRule
AWS::CleanRooms::ConfiguredTableAssociation  cleanrooms CreateConfiguredTableAssociation,DeleteConfiguredTableAssociation,DeleteConfiguredTableAssociationAnalysisRule,CreateConfiguredTableAssociationAnalysisRule UpdateConfiguredTableAssociation,DeleteConfiguredTableAssociationAnalysisRule,CreateConfiguredTableAssociationAnalysisRule,UpdateConfiguredTableAssociationAnalysisRule DeleteConfiguredTableAssociation,DeleteConfiguredTableAssociationAnalysisRule
AWS::CleanRooms::IdMappingTable  cleanrooms CreateIdMappingTable UpdateIdMappingTable DeleteIdMappingTable
AWS::CleanRooms::IdNamespaceAssociation  cleanrooms CreateIdNamespaceAssociation UpdateIdNamespaceAssociation DeleteIdNamespaceAssociation
AWS::CleanRooms::IntermediateTable  cleanrooms CreateIntermediateTable,PopulateIntermediateTable,CreateIntermediateTableAnalysisRule UpdateIntermediateTable,CreateIntermediateTableAnalysisRule,UpdateIntermediateTableAnalysisRule,DeleteIntermediateTableAnalysisRule DeleteIntermediateTable,DeleteIntermediateTableAnalysisRule
AWS::CleanRooms::Membership arn:$\{Partition}:cleanrooms:$\{Region}:$\{Account}:membership/$\{MembershipId} cleanrooms CreateMembership UpdateMembership DeleteMembership
AWS::CleanRooms::PrivacyBudgetTemplate  cleanrooms CreatePrivacyBudgetTemplate UpdatePrivacyBudgetTemplate DeletePrivacyBudgetTemplate
AWS::CleanRoomsML::ConfiguredModelAlgorithm arn:$\{Partition}:cleanrooms-ml:$\{Region}:$\{Account}:configured-model-algorithm/$\{ResourceId} cleanrooms-ml CreateConfiguredModelAlgorithm  DeleteConfiguredModelAlgorithm
AWS::CleanRoomsML::ConfiguredModelAlgorithmAssociation  cleanrooms-ml CreateConfiguredModelAlgorithmAssociation  DeleteConfiguredModelAlgorithmAssociation
AWS::CleanRoomsML::TrainingDataset arn:$\{Partition}:cleanrooms-ml:$\{Region}:$\{Account}:training-dataset/$\{ResourceId} cleanrooms-ml CreateTrainingDataset  DeleteTrainingDataset
AWS::Cloud9::EnvironmentEC2 arn:$\{Partition}:cloud9:$\{Region}:$\{Account}:environment:$\{ResourceId} cloud9 CreateEnvironmentEC2 UpdateEnvironment DeleteEnvironment
AWS::CloudFormation::ChangeSet  cloudformation CreateChangeSet  DeleteChangeSet
AWS::CloudFormation::GeneratedTemplate arn:$\{Partition}:cloudformation:$\{Region}:$\{Account}:generatedTemplate/$\{Id} cloudformation CreateGeneratedTemplate UpdateGeneratedTemplate DeleteGeneratedTemplate
AWS::CloudFormation::GuardHook  cloudformation ActivateType,SetTypeConfiguration,BatchDescribeTypeConfigurations BatchDescribeTypeConfigurations,SetTypeConfiguration BatchDescribeTypeConfigurations,DeactivateType,SetTypeConfiguration
AWS::CloudFormation::HookDefaultVersion  cloudformation SetTypeDefaultVersion SetTypeDefaultVersion 
AWS::CloudFormation::HookTypeConfig  cloudformation SetTypeConfiguration SetTypeConfiguration SetTypeConfiguration
AWS::CloudFormation::HookVersion  cloudformation RegisterType  DeregisterType
AWS::CloudFormation::LambdaHook  cloudformation ActivateType,BatchDescribeTypeConfigurations,SetTypeConfiguration BatchDescribeTypeConfigurations,SetTypeConfiguration BatchDescribeTypeConfigurations,DeactivateType,SetTypeConfiguration
AWS::CloudFormation::ModuleDefaultVersion  cloudformation SetTypeDefaultVersion  
AWS::CloudFormation::ModuleVersion  cloudformation RegisterType  DeregisterType
AWS::CloudFormation::PublicTypeVersion  cloudformation TestType,PublishType  
AWS::CloudFormation::Publisher  cloudformation RegisterPublisher  
AWS::CloudFormation::ResourceDefaultVersion  cloudformation SetTypeDefaultVersion SetTypeDefaultVersion 
AWS::CloudFormation::ResourceVersion  cloudformation RegisterType,DeregisterType  DeregisterType
AWS::CloudFormation::Stack  cloudformation CreateStack UpdateStack,UpdateTerminationProtection,SetStackPolicy DeleteStack
AWS::CloudFormation::StackSet  cloudformation CreateStackSet,CreateStackInstances UpdateStackSet,CreateStackInstances,DeleteStackInstances,UpdateStackInstances DeleteStackSet,DeleteStackInstances
AWS::CloudFormation::TypeActivation  cloudformation ActivateType ActivateType DeactivateType
AWS::CloudFront::AnycastIpList arn:$\{Partition}:cloudfront::$\{Account}:anycast-ip-list/$\{Id} cloudfront CreateAnycastIpList UpdateAnycastIpList DeleteAnycastIpList
AWS::CloudFront::CachePolicy arn:$\{Partition}:cloudfront::$\{Account}:cache-policy/$\{Id} cloudfront CreateCachePolicy UpdateCachePolicy DeleteCachePolicy
AWS::CloudFront::CloudFrontOriginAccessIdentity arn:$\{Partition}:cloudfront::$\{Account}:origin-access-identity/$\{Id} cloudfront CreateCloudFrontOriginAccessIdentity UpdateCloudFrontOriginAccessIdentity DeleteCloudFrontOriginAccessIdentity
AWS::CloudFront::ConnectionFunction arn:$\{Partition}:cloudfront::$\{Account}:connection-function/$\{Id} cloudfront CreateConnectionFunction,PublishConnectionFunction UpdateConnectionFunction,PublishConnectionFunction DeleteConnectionFunction
AWS::CloudFront::ConnectionGroup arn:$\{Partition}:cloudfront::$\{Account}:connection-group/$\{Id} cloudfront CreateConnectionGroup UpdateConnectionGroup DeleteConnectionGroup,UpdateConnectionGroup
AWS::CloudFront::ContinuousDeploymentPolicy arn:$\{Partition}:cloudfront::$\{Account}:continuous-deployment-policy/$\{Id} cloudfront CreateContinuousDeploymentPolicy UpdateContinuousDeploymentPolicy DeleteContinuousDeploymentPolicy
AWS::CloudFront::Distribution arn:$\{Partition}:cloudfront::$\{Account}:distribution/$\{DistributionId} cloudfront CreateConnectionGroup,CreateDistribution,CreateDistributionWithTags CreateConnectionGroup,UpdateDistribution,UpdateDistributionWithStagingConfig DeleteDistribution
AWS::CloudFront::DistributionTenant arn:$\{Partition}:cloudfront::$\{Account}:distribution-tenant/$\{Id} cloudfront CreateDistributionTenant,VerifyDnsConfiguration UpdateDistributionTenant,VerifyDnsConfiguration DeleteDistributionTenant,UpdateDistributionTenant
AWS::CloudFront::FieldLevelEncryptionConfig  cloudfront CreateFieldLevelEncryptionConfig UpdateFieldLevelEncryptionConfig DeleteFieldLevelEncryptionConfig
AWS::CloudFront::FieldLevelEncryptionProfile  cloudfront CreateFieldLevelEncryptionProfile UpdateFieldLevelEncryptionProfile DeleteFieldLevelEncryptionProfile
AWS::CloudFront::Function arn:$\{Partition}:cloudfront::$\{Account}:function/$\{Name} cloudfront CreateFunction,PublishFunction UpdateFunction,PublishFunction DeleteFunction
AWS::CloudFront::KeyGroup  cloudfront CreateKeyGroup UpdateKeyGroup DeleteKeyGroup
AWS::CloudFront::KeyValueStore arn:$\{Partition}:cloudfront::$\{Account}:key-value-store/$\{Name} cloudfront CreateKeyValueStore UpdateKeyValueStore DeleteKeyValueStore
AWS::CloudFront::MonitoringSubscription  cloudfront CreateMonitoringSubscription  DeleteMonitoringSubscription
AWS::CloudFront::OriginAccessControl arn:$\{Partition}:cloudfront::$\{Account}:origin-access-control/$\{Id} cloudfront CreateOriginAccessControl UpdateOriginAccessControl DeleteOriginAccessControl
AWS::CloudFront::OriginRequestPolicy arn:$\{Partition}:cloudfront::$\{Account}:origin-request-policy/$\{Id} cloudfront CreateOriginRequestPolicy UpdateOriginRequestPolicy DeleteOriginRequestPolicy
AWS::CloudFront::PublicKey  cloudfront CreatePublicKey UpdatePublicKey DeletePublicKey
AWS::CloudFront::RealtimeLogConfig arn:$\{Partition}:cloudfront::$\{Account}:realtime-log-config/$\{Name} cloudfront CreateRealtimeLogConfig UpdateRealtimeLogConfig DeleteRealtimeLogConfig
AWS::CloudFront::ResponseHeadersPolicy arn:$\{Partition}:cloudfront::$\{Account}:response-headers-policy/$\{Id} cloudfront CreateResponseHeadersPolicy UpdateResponseHeadersPolicy DeleteResponseHeadersPolicy
AWS::CloudFront::TrustStore arn:$\{Partition}:cloudfront::$\{Account}:trust-store/$\{Id} cloudfront CreateTrustStore UpdateTrustStore DeleteTrustStore
AWS::CloudFront::VpcOrigin arn:$\{Partition}:cloudfront::$\{Account}:vpcorigin/$\{Id} cloudfront CreateVpcOrigin UpdateVpcOrigin DeleteVpcOrigin
AWS::CloudHSM::Cluster arn:$\{Partition}:cloudhsm:$\{Region}:$\{Account}:cluster/$\{CloudHsmClusterInstanceName} cloudhsm CreateCluster ModifyCluster DeleteCluster
AWS::CloudTrail::Channel arn:$\{Partition}:cloudtrail:$\{Region}:$\{Account}:channel/$\{ChannelId} CloudTrail CreateChannel UpdateChannel DeleteChannel
AWS::CloudTrail::Dashboard arn:$\{Partition}:cloudtrail:$\{Region}:$\{Account}:dashboard/$\{DashboardName} CloudTrail CreateDashboard,StartQuery,StartDashboardRefresh UpdateDashboard,StartQuery,StartDashboardRefresh DeleteDashboard,UpdateDashboard
AWS::CloudTrail::EventDataStore arn:$\{Partition}:cloudtrail:$\{Region}:$\{Account}:eventdatastore/$\{EventDataStoreId} CloudTrail CreateEventDataStore,PutInsightSelectors,EnableFederation,PutEventConfiguration UpdateEventDataStore,RestoreEventDataStore,StartEventDataStoreIngestion,StopEventDataStoreIngestion,PutInsightSelectors,EnableFederation,DisableFederation,PutEventConfiguration DeleteEventDataStore,DisableFederation
AWS::CloudTrail::ResourcePolicy  CloudTrail PutResourcePolicy PutResourcePolicy DeleteResourcePolicy
AWS::CloudTrail::Trail arn:$\{Partition}:cloudtrail:$\{Region}:$\{Account}:trail/$\{TrailName} CloudTrail CreateTrail,StartLogging,PutEventSelectors,PutInsightSelectors,PutEventConfiguration UpdateTrail,StartLogging,StopLogging,PutEventSelectors,PutInsightSelectors,PutEventConfiguration DeleteTrail
AWS::CloudWatch::Alarm arn:$\{Partition}:cloudwatch:$\{Region}:$\{Account}:alarm:$\{AlarmName} cloudwatch PutMetricAlarm PutMetricAlarm DeleteAlarms
AWS::CloudWatch::AlarmMuteRule arn:$\{Partition}:cloudwatch:$\{Region}:$\{Account}:alarm-mute-rule:$\{AlarmMuteRuleName} cloudwatch PutAlarmMuteRule PutAlarmMuteRule DeleteAlarmMuteRule
AWS::CloudWatch::CompositeAlarm arn:$\{Partition}:cloudwatch:$\{Region}:$\{Account}:alarm:$\{AlarmName} cloudwatch PutCompositeAlarm PutCompositeAlarm DeleteAlarms
AWS::CloudWatch::Dashboard arn:$\{Partition}:cloudwatch::$\{Account}:dashboard/$\{DashboardName} cloudwatch PutDashboard PutDashboard DeleteDashboards
AWS::CloudWatch::InsightRule arn:$\{Partition}:cloudwatch:$\{Region}:$\{Account}:insight-rule/$\{InsightRuleName} cloudwatch PutInsightRule PutInsightRule DeleteInsightRules
AWS::CloudWatch::Integration  cloudwatch CreateIntegration UpdateIntegration DeleteIntegration
AWS::CloudWatch::LogAlarm  logs CreateScheduledQuery,UpdateScheduledQuery,DeleteScheduledQuery CreateScheduledQuery,UpdateScheduledQuery,DeleteScheduledQuery CreateScheduledQuery,DeleteScheduledQuery
AWS::CloudWatch::MetricStream arn:$\{Partition}:cloudwatch:$\{Region}:$\{Account}:metric-stream/$\{MetricStreamName} cloudwatch PutMetricStream PutMetricStream DeleteMetricStream
AWS::CloudWatch::OTelEnrichment  cloudwatch StartOTelEnrichment UpdateOTelEnrichment StopOTelEnrichment
AWS::CloudWatch::ResourceMetricsConfiguration  cloudwatch CreateResourceMetricsConfiguration UpdateResourceMetricsConfiguration DeleteResourceMetricsConfiguration
AWS::CloudWatch::View  cloudwatch CreateView UpdateView DeleteView
AWS::CodeArtifact::Domain arn:$\{Partition}:codeartifact:$\{Region}:$\{Account}:domain/$\{DomainName} codeartifact CreateDomain,PutDomainPermissionsPolicy PutDomainPermissionsPolicy,DeleteDomainPermissionsPolicy DeleteDomain
AWS::CodeArtifact::PackageGroup  codeartifact CreatePackageGroup,UpdatePackageGroup,UpdatePackageGroupOriginConfiguration UpdatePackageGroup,UpdatePackageGroupOriginConfiguration DeletePackageGroup
AWS::CodeArtifact::Repository  codeartifact CreateRepository,PutRepositoryPermissionsPolicy,AssociateExternalConnection,AssociateWithDownstreamRepository PutRepositoryPermissionsPolicy,DeleteRepositoryPermissionsPolicy,AssociateExternalConnection,DisassociateExternalConnection,UpdateRepository,AssociateWithDownstreamRepository DeleteRepository
AWS::CodeBuild::Fleet  codebuild CreateFleet UpdateFleet DeleteFleet
AWS::CodeBuild::ReportGroup arn:$\{Partition}:codebuild:$\{Region}:$\{Account}:report-group/$\{ReportGroupName} codebuild CreateReportGroup UpdateReportGroup DeleteReportGroup
AWS::CodeBuild::SourceCredential  codebuild ImportSourceCredentials ImportSourceCredentials DeleteSourceCredentials
AWS::CodeCommit::Repository arn:$\{Partition}:codecommit:$\{Region}:$\{Account}:$\{RepositoryName} codecommit CreateRepository,PutRepositoryTriggers,CreateCommit UpdateRepositoryName,UpdateRepositoryDescription,UpdateRepositoryEncryptionKey,PutRepositoryTriggers DeleteRepository
AWS::CodeConnections::Connection arn:$\{Partition}:codeconnections:$\{Region}:$\{Account}:connection/$\{ConnectionId} codeconnections CreateConnection  DeleteConnection
AWS::CodeConnections::Host arn:$\{Partition}:codeconnections:$\{Region}:$\{Account}:host/$\{HostId} codeconnections CreateHost UpdateHost DeleteHost
AWS::CodeDeploy::Application arn:$\{Partition}:codedeploy:$\{Region}:$\{Account}:application:$\{ApplicationName} codedeploy CreateApplication  DeleteApplication
AWS::CodeDeploy::DeploymentConfig arn:$\{Partition}:codedeploy:$\{Region}:$\{Account}:deploymentconfig:$\{DeploymentConfigurationName} codedeploy CreateDeploymentConfig  DeleteDeploymentConfig
AWS::CodeDeploy::DeploymentGroup  codedeploy CreateDeploymentGroup,CreateDeployment,RegisterApplicationRevision,RegisterOnPremisesInstance UpdateDeploymentGroup,CreateDeployment,StopDeployment,RegisterApplicationRevision,RegisterOnPremisesInstance DeleteDeploymentGroup
AWS::CodeGuruProfiler::ProfilingGroup arn:$\{Partition}:codeguru-profiler:$\{Region}:$\{Account}:profilingGroup/$\{ProfilingGroupName} codeguru-profiler AddNotificationChannels,CreateProfilingGroup,PutPermission AddNotificationChannels,RemoveNotificationChannel,PutPermission,RemovePermission DeleteProfilingGroup
AWS::CodeGuruReviewer::RepositoryAssociation arn:$\{Partition}:codeguru-reviewer:$\{Region}:$\{Account}:association:$\{ResourceId} codestar-connections UseConnection  
AWS::CodePipeline::CustomActionType  codepipeline CreateCustomActionType  DeleteCustomActionType
AWS::CodePipeline::Pipeline arn:$\{Partition}:codepipeline:$\{Region}:$\{Account}:$\{PipelineName} codepipeline CreatePipeline,DisableStageTransition EnableStageTransition,StartPipelineExecution,UpdatePipeline,DisableStageTransition DeletePipeline
AWS::CodePipeline::Webhook arn:$\{Partition}:codepipeline:$\{Region}:$\{Account}:webhook:$\{WebhookName} codepipeline RegisterWebhookWithThirdParty,PutWebhook RegisterWebhookWithThirdParty,PutWebhook,DeregisterWebhookWithThirdParty DeleteWebhook,DeregisterWebhookWithThirdParty
AWS::CodeStarConnections::Connection arn:$\{Partition}:codestar-connections:$\{Region}:$\{Account}:connection/$\{ConnectionId} codestar-connections CreateConnection  DeleteConnection
AWS::CodeStarConnections::RepositoryLink arn:$\{Partition}:codestar-connections:$\{Region}:$\{Account}:repository-link/$\{RepositoryLinkId} codestar-connections CreateRepositoryLink,UseConnection UseConnection,UpdateRepositoryLink DeleteRepositoryLink
AWS::CodeStarConnections::SyncConfiguration  codestar-connections CreateSyncConfiguration UpdateSyncConfiguration DeleteSyncConfiguration
AWS::CodeStarNotifications::NotificationRule arn:$\{Partition}:codestar-notifications:$\{Region}:$\{Account}:notificationrule/$\{NotificationRuleId} codestar-notifications createNotificationRule updateNotificationRule deleteNotificationRule,describeNotificationRule
AWS::Cognito::IdentityPool arn:$\{Partition}:cognito-identity:$\{Region}:$\{Account}:identitypool/$\{IdentityPoolId} cognito-identity CreateIdentityPool UpdateIdentityPool DeleteIdentityPool
AWS::Cognito::IdentityPoolPrincipalTag  cognito-identity SetPrincipalTagAttributeMap SetPrincipalTagAttributeMap SetPrincipalTagAttributeMap
AWS::Cognito::IdentityPoolRoleAttachment  cognito-identity SetIdentityPoolRoles SetIdentityPoolRoles SetIdentityPoolRoles
AWS::Cognito::LogDeliveryConfiguration  logs CreateLogDelivery,UpdateLogDelivery,DeleteLogDelivery,PutResourcePolicy CreateLogDelivery,UpdateLogDelivery,DeleteLogDelivery,PutResourcePolicy CreateLogDelivery,UpdateLogDelivery,DeleteLogDelivery,PutResourcePolicy
AWS::Cognito::ManagedLoginBranding  cognito-idp CreateManagedLoginBranding UpdateManagedLoginBranding DeleteManagedLoginBranding
AWS::Cognito::Terms  cognito-idp CreateTerms UpdateTerms DeleteTerms
AWS::Cognito::UserPool arn:$\{Partition}:cognito-idp:$\{Region}:$\{Account}:userpool/$\{UserPoolId} cognito-idp CreateUserPool,SetUserPoolMfaConfig UpdateUserPool,SetUserPoolMfaConfig,AddCustomAttributes DeleteUserPool
AWS::Cognito::UserPoolClient  cognito-idp CreateUserPoolClient UpdateUserPoolClient DeleteUserPoolClient
AWS::Cognito::UserPoolDomain  cognito-idp CreateUserPoolDomain UpdateUserPoolDomain DeleteUserPoolDomain
AWS::Cognito::UserPoolGroup  cognito-idp CreateGroup UpdateGroup DeleteGroup
AWS::Cognito::UserPoolIdentityProvider  cognito-idp CreateIdentityProvider UpdateIdentityProvider DeleteIdentityProvider
AWS::Cognito::UserPoolRegionalConfigurationAttachment  cognito-idp UpdateUserPool,UpdateUserPoolReplica UpdateUserPool,UpdateUserPoolReplica UpdateUserPool,UpdateUserPoolReplica
AWS::Cognito::UserPoolReplica  cognito-idp CreateUserPoolReplica  DeleteUserPoolReplica
AWS::Cognito::UserPoolResourceServer  cognito-idp CreateResourceServer UpdateResourceServer DeleteResourceServer
AWS::Cognito::UserPoolRiskConfigurationAttachment  cognito-idp SetRiskConfiguration SetRiskConfiguration SetRiskConfiguration
AWS::Cognito::UserPoolUICustomizationAttachment  cognito-idp SetUICustomization SetUICustomization SetUICustomization
AWS::Cognito::UserPoolUser  cognito-idp AdminCreateUser,AdminGetUser  AdminDeleteUser
AWS::Cognito::UserPoolUserToGroupAttachment  cognito-idp AdminAddUserToGroup,AdminListGroupsForUser  AdminRemoveUserFromGroup,AdminListGroupsForUser
AWS::Comprehend::DocumentClassifier arn:$\{Partition}:comprehend:$\{Region}:$\{Account}:document-classifier/$\{DocumentClassifierName} comprehend CreateDocumentClassifier PutResourcePolicy,DeleteResourcePolicy DeleteDocumentClassifier
AWS::Comprehend::DocumentClassifierEndpoint arn:$\{Partition}:comprehend:$\{Region}:$\{Account}:document-classifier-endpoint/$\{EndpointName} comprehend CreateEndpoint UpdateEndpoint DeleteEndpoint
AWS::Comprehend::EntityRecognizer  comprehend CreateEntityRecognizer  DeleteEntityRecognizer
AWS::Comprehend::EntityRecognizerEndpoint  comprehend CreateEndpoint UpdateEndpoint DeleteEndpoint
AWS::Comprehend::Flywheel arn:$\{Partition}:comprehend:$\{Region}:$\{Account}:flywheel/$\{FlywheelName} comprehend CreateFlywheel UpdateFlywheel DeleteFlywheel
AWS::ComputeOptimizer::AutomationRule  aco-automation CreateAutomationRule UpdateAutomationRule DeleteAutomationRule
AWS::Config::AggregationAuthorization  config PutAggregationAuthorization  DeleteAggregationAuthorization
AWS::Config::ConfigRule arn:$\{Partition}:config:$\{Region}:$\{Account}:config-rule/$\{ConfigRuleId} config PutConfigRule PutConfigRule DeleteConfigRule
AWS::Config::ConfigurationAggregator arn:$\{Partition}:config:$\{Region}:$\{Account}:config-aggregator/$\{AggregatorId} config PutConfigurationAggregator PutConfigurationAggregator DeleteConfigurationAggregator
AWS::Config::ConfigurationRecorder  config PutConfigurationRecorder,StartConfigurationRecorder PutConfigurationRecorder DeleteConfigurationRecorder
AWS::Config::ConformancePack  config PutConformancePack PutConformancePack DeleteConformancePack
AWS::Config::Connector  config PutConnector  DeleteConnector
AWS::Config::DeliveryChannel  config PutDeliveryChannel PutDeliveryChannel DeleteDeliveryChannel
AWS::Config::OrganizationConfigRule arn:$\{Partition}:config:$\{Region}:$\{Account}:organization-config-rule/$\{OrganizationConfigRuleId} config PutOrganizationConfigRule PutOrganizationConfigRule DeleteOrganizationConfigRule
AWS::Config::OrganizationConformancePack arn:$\{Partition}:config:$\{Region}:$\{Account}:organization-conformance-pack/$\{OrganizationConformancePackId} config PutOrganizationConformancePack PutOrganizationConformancePack DeleteOrganizationConformancePack
AWS::Config::RemediationConfiguration arn:$\{Partition}:config:$\{Region}:$\{Account}:remediation-configuration/$\{RemediationConfigurationId} config PutRemediationConfigurations PutRemediationConfigurations DeleteRemediationConfiguration
AWS::Config::StoredQuery  config PutStoredQuery PutStoredQuery DeleteStoredQuery
AWS::Connect::AgentStatus  connect CreateAgentStatus UpdateAgentStatus 
AWS::Connect::ApprovedOrigin  connect AssociateApprovedOrigin  DisassociateApprovedOrigin
AWS::Connect::ContactFlow  connect CreateContactFlow UpdateContactFlowMetadata,UpdateContactFlowContent DeleteContactFlow
AWS::Connect::ContactFlowModule  connect CreateContactFlowModule UpdateContactFlowModuleMetadata,UpdateContactFlowModuleContent DeleteContactFlowModule
AWS::Connect::ContactFlowModuleAlias  connect CreateContactFlowModuleAlias UpdateContactFlowModuleAlias DeleteContactFlowModuleAlias
AWS::Connect::ContactFlowModuleVersion  connect CreateContactFlowModuleVersion  DeleteContactFlowModuleVersion
AWS::Connect::ContactFlowVersion  connect CreateContactFlowVersion  DeleteContactFlowVersion
AWS::Connect::DataLakeAssociation  connect AssociateAnalyticsDataSet  DisassociateAnalyticsDataSet
AWS::Connect::DataTable  connect CreateDataTable UpdateDataTableMetadata DeleteDataTable
AWS::Connect::DataTableAttribute  connect CreateDataTableAttribute UpdateDataTableAttribute DeleteDataTableAttribute
AWS::Connect::DataTableRecord  connect BatchCreateDataTableValue UpdateDataTablePrimaryValues,BatchCreateDataTableValue,BatchDeleteDataTableValue,BatchUpdateDataTableValue BatchDeleteDataTableValue
AWS::Connect::EmailAddress  connect CreateEmailAddress,AssociateEmailAddressAlias UpdateEmailAddressMetadata,AssociateEmailAddressAlias,DisassociateEmailAddressAlias DeleteEmailAddress,DisassociateEmailAddressAlias
AWS::Connect::EvaluationForm  connect CreateEvaluationForm,ActivateEvaluationForm UpdateEvaluationForm,ActivateEvaluationForm,DeactivateEvaluationForm DeleteEvaluationForm
AWS::Connect::HoursOfOperation  connect CreateHoursOfOperation,CreateHoursOfOperationOverride UpdateHoursOfOperation,CreateHoursOfOperationOverride,UpdateHoursOfOperationOverride,DeleteHoursOfOperationOverride,AssociateHoursOfOperations,DisassociateHoursOfOperations DeleteHoursOfOperation
AWS::Connect::Instance arn:$\{Partition}:connect:$\{Region}:$\{Account}:instance/$\{InstanceId} connect CreateInstance,UpdateInstanceAttribute UpdateInstanceAttribute DeleteInstance
AWS::Connect::InstanceStorageConfig  connect AssociateInstanceStorageConfig UpdateInstanceStorageConfig DisassociateInstanceStorageConfig
AWS::Connect::IntegrationAssociation  connect AssociateBot,AssociateLambdaFunction,CreateIntegrationAssociation  DisassociateBot,DisassociateLambdaFunction,DeleteIntegrationAssociation
AWS::Connect::Metric  connect CreateMetric UpdateMetricMetadata,UpdateMetricContent DeleteMetric
AWS::Connect::Notification  connect CreateNotification UpdateNotificationContent DeleteNotification
AWS::Connect::PhoneNumber arn:$\{Partition}:connect:$\{Region}:$\{Account}:phone-number/$\{PhoneNumberId} connect ClaimPhoneNumber,ImportPhoneNumber UpdatePhoneNumber,UpdatePhoneNumberMetadata ReleasePhoneNumber
AWS::Connect::PredefinedAttribute  connect CreatePredefinedAttribute UpdatePredefinedAttribute DeletePredefinedAttribute
AWS::Connect::Prompt  connect CreatePrompt UpdatePrompt DeletePrompt
AWS::Connect::Queue  connect CreateQueue,AssociateQueueQuickConnects,AssociateQueueEmailAddresses,CreateQueueAgentGroup UpdateQueueHoursOfOperation,UpdateQueueMaxContacts,UpdateQueueName,UpdateQueueOutboundCallerConfig,UpdateQueueOutboundEmailConfig,UpdateQueueStatus,AssociateQueueQuickConnects,DisassociateQueueQuickConnects,AssociateQueueEmailAddresses,DisassociateQueueEmailAddresses,CreateQueueAgentGroup,UpdateQueueAgentGroup,DeleteQueueAgentGroup DeleteQueue,DisassociateQueueEmailAddresses
AWS::Connect::QuickConnect  connect CreateQuickConnect UpdateQuickConnectName,UpdateQuickConnectConfig DeleteQuickConnect
AWS::Connect::RoutingProfile  connect CreateRoutingProfile AssociateRoutingProfileQueues,DisassociateRoutingProfileQueues,UpdateRoutingProfileConcurrency,UpdateRoutingProfileName,UpdateRoutingProfileDefaultOutboundQueue,UpdateRoutingProfileQueues,UpdateRoutingProfileAgentAvailabilityTimer DeleteRoutingProfile
AWS::Connect::Rule  connect CreateRule,DeleteRule UpdateRule DeleteRule
AWS::Connect::SecurityKey  connect AssociateSecurityKey  DisassociateSecurityKey
AWS::Connect::SecurityProfile  connect CreateSecurityProfile UpdateSecurityProfile DeleteSecurityProfile
AWS::Connect::TaskTemplate  connect CreateTaskTemplate,DeleteTaskTemplate UpdateTaskTemplate DeleteTaskTemplate
AWS::Connect::TestCase  connect CreateTestCase UpdateTestCase DeleteTestCase
AWS::Connect::TrafficDistributionGroup arn:$\{Partition}:connect:$\{Region}:$\{Account}:traffic-distribution-group/$\{TrafficDistributionGroupId} connect CreateTrafficDistributionGroup  DeleteTrafficDistributionGroup
AWS::Connect::UseCase  connect CreateUseCase  DeleteUseCase
AWS::Connect::User  connect CreateUser,AssociateUserProficiencies UpdateUserIdentityInfo,UpdateUserPhoneConfig,UpdateUserRoutingProfile,UpdateUserSecurityProfiles,UpdateUserHierarchy,AssociateUserProficiencies,DisassociateUserProficiencies,UpdateUserProficiencies,UpdateUserConfig DeleteUser
AWS::Connect::UserHierarchyGroup  connect CreateUserHierarchyGroup UpdateUserHierarchyGroupName DeleteUserHierarchyGroup
AWS::Connect::UserHierarchyStructure  connect UpdateUserHierarchyStructure UpdateUserHierarchyStructure UpdateUserHierarchyStructure
AWS::Connect::View  connect CreateView UpdateViewMetadata,UpdateViewContent DeleteView
AWS::Connect::ViewVersion  connect CreateViewVersion  DeleteViewVersion
AWS::Connect::Vocabulary  connect CreateVocabulary  DeleteVocabulary
AWS::Connect::Workspace  connect CreateWorkspace,UpdateWorkspaceVisibility,ImportWorkspaceMedia,CreateWorkspacePage,AssociateWorkspace UpdateWorkspaceTheme,UpdateWorkspaceVisibility,UpdateWorkspaceMetadata,ImportWorkspaceMedia,DeleteWorkspaceMedia,CreateWorkspacePage,UpdateWorkspacePage,DeleteWorkspacePage,AssociateWorkspace,DisassociateWorkspace DeleteWorkspace
AWS::ConnectCampaigns::Campaign arn:$\{Partition}:connect-campaigns:$\{Region}:$\{Account}:campaign/$\{CampaignId} connect-campaigns CreateCampaign UpdateCampaignDialerConfig,UpdateCampaignName,UpdateCampaignOutboundCallConfig DeleteCampaign
AWS::ConnectCampaignsV2::Campaign arn:$\{Partition}:connect-campaigns:$\{Region}:$\{Account}:campaign/$\{CampaignId} connect-campaigns CreateCampaign DeleteCampaignChannelSubtypeConfig,DeleteCampaignCommunicationLimits,DeleteCampaignCommunicationTime,DeleteCampaignEntryLimits,UpdateCampaignChannelSubtypeConfig,UpdateCampaignCommunicationLimits,UpdateCampaignCommunicationTime,UpdateCampaignEntryLimits,UpdateCampaignName,UpdateCampaignFlowAssociation,UpdateCampaignSchedule,UpdateCampaignSource DeleteCampaign,DeleteCampaignChannelSubtypeConfig,DeleteCampaignCommunicationLimits,DeleteCampaignCommunicationTime,DeleteCampaignEntryLimits
AWS::ControlTower::EnabledBaseline arn:$\{Partition}:controltower:$\{Region}:$\{Account}:enabledbaseline/$\{EnabledBaselineId} servicecatalog AssociatePrincipalWithPortfolio,AssociateProductWithPortfolio,CreatePortfolio,CreateProduct,CreateProvisioningArtifact,UpdatePortfolio,UpdateProvisioningArtifact,DeleteProvisioningArtifact AssociatePrincipalWithPortfolio,AssociateProductWithPortfolio,CreatePortfolio,CreateProduct,CreateProvisioningArtifact,UpdatePortfolio,UpdateProvisioningArtifact,DeleteProvisioningArtifact AssociatePrincipalWithPortfolio,AssociateProductWithPortfolio,CreatePortfolio,CreateProduct,CreateProvisioningArtifact,UpdatePortfolio,UpdateProvisioningArtifact,DeleteProvisioningArtifact
AWS::ControlTower::EnabledControl arn:$\{Partition}:controltower:$\{Region}:$\{Account}:enabledcontrol/$\{EnabledControlId} organizations UpdatePolicy,CreatePolicy,AttachPolicy,DetachPolicy UpdatePolicy,CreatePolicy,AttachPolicy,DetachPolicy UpdatePolicy,DeletePolicy,CreatePolicy,AttachPolicy,DetachPolicy
AWS::ControlTower::LandingZone arn:$\{Partition}:controltower:$\{Region}:$\{Account}:landingzone/$\{LandingZoneId} controltower CreateLandingZone UpdateLandingZone DeleteLandingZone
AWS::CustomerProfiles::CalculatedAttributeDefinition  profile CreateCalculatedAttributeDefinition UpdateCalculatedAttributeDefinition DeleteCalculatedAttributeDefinition
AWS::CustomerProfiles::Domain arn:$\{Partition}:profile:$\{Region}:$\{Account}:domains/$\{DomainName} profile CreateDomain UpdateDomain DeleteDomain
AWS::CustomerProfiles::DomainObjectType  profile PutDomainObjectType PutDomainObjectType DeleteDomainObjectType
AWS::CustomerProfiles::EventStream  profile CreateEventStream  DeleteEventStream
AWS::CustomerProfiles::EventTrigger  profile CreateEventTrigger UpdateEventTrigger DeleteEventTrigger
AWS::CustomerProfiles::Integration  events PutRule,PutTargets,PutEvents RemoveTargets,DeleteRule,PutRule,PutTargets,PutEvents RemoveTargets,DeleteRule
AWS::CustomerProfiles::ObjectType  profile PutProfileObjectType PutProfileObjectType DeleteProfileObjectType
AWS::CustomerProfiles::Recommender  profile CreateRecommender UpdateRecommender DeleteRecommender
AWS::CustomerProfiles::RecommenderFilter  profile CreateRecommenderFilter  DeleteRecommenderFilter
AWS::CustomerProfiles::RecommenderSchema  profile CreateRecommenderSchema  DeleteRecommenderSchema
AWS::CustomerProfiles::SegmentDefinition  profile CreateSegmentDefinition  DeleteSegmentDefinition
AWS::DAX::ParameterGroup  dax CreateParameterGroup,UpdateParameterGroup UpdateParameterGroup DeleteParameterGroup
AWS::DAX::SubnetGroup  dax CreateSubnetGroup UpdateSubnetGroup DeleteSubnetGroup
AWS::DLM::LifecyclePolicy arn:$\{Partition}:dlm:$\{Region}:$\{Account}:policy/$\{PolicyId} dlm CreateLifecyclePolicy UpdateLifecyclePolicy DeleteLifecyclePolicy
AWS::DMS::Certificate arn:$\{Partition}:dms:$\{Region}:$\{Account}:cert:$\{CertificateId} dms ImportCertificate  DeleteCertificate
AWS::DMS::DataMigration arn:$\{Partition}:dms:$\{Region}:$\{Account}:data-migration:$\{ResourceId} dms CreateDataMigration ModifyDataMigration DeleteDataMigration
AWS::DMS::DataProvider arn:$\{Partition}:dms:$\{Region}:$\{Account}:data-provider:$\{ResourceId} dms CreateDataProvider UpdateDataProvider,ModifyDataProvider DeleteDataProvider
AWS::DMS::Endpoint arn:$\{Partition}:dms:$\{Region}:$\{Account}:endpoint:$\{EndpointId} dms CreateEndpoint ModifyEndpoint DeleteEndpoint
AWS::DMS::EventSubscription arn:$\{Partition}:dms:$\{Region}:$\{Account}:es:$\{SubscriptionName} dms CreateEventSubscription ModifyEventSubscription DeleteEventSubscription
AWS::DMS::InstanceProfile arn:$\{Partition}:dms:$\{Region}:$\{Account}:instance-profile:$\{ResourceId} dms CreateInstanceProfile UpdateInstanceProfile,ModifyInstanceProfile DeleteInstanceProfile
AWS::DMS::MigrationProject arn:$\{Partition}:dms:$\{Region}:$\{Account}:migration-project:$\{ResourceId} dms CreateMigrationProject UpdateMigrationProject,ModifyMigrationProject DeleteMigrationProject
AWS::DMS::ReplicationConfig arn:$\{Partition}:dms:$\{Region}:$\{Account}:replication-config:$\{ResourceId} dms CreateReplicationConfig ModifyReplicationConfig DeleteReplicationConfig
AWS::DMS::ReplicationSubnetGroup arn:$\{Partition}:dms:$\{Region}:$\{Account}:subgrp:$\{GroupNameName} dms CreateReplicationSubnetGroup ModifyReplicationSubnetGroup DeleteReplicationSubnetGroup
AWS::DMS::ReplicationTask arn:$\{Partition}:dms:$\{Region}:$\{Account}:task:$\{TaskId} dms CreateReplicationTask ModifyReplicationTask DeleteReplicationTask
AWS::DRS::LaunchConfigurationTemplate arn:$\{Partition}:drs:$\{Region}:$\{Account}:launch-configuration-template/$\{LaunchConfigurationTemplateID} drs CreateLaunchConfigurationTemplate UpdateLaunchConfigurationTemplate DeleteLaunchConfigurationTemplate
AWS::DRS::RecoveryPlan  drs CreateRecoveryPlan UpdateRecoveryPlan DeleteRecoveryPlan
AWS::DRS::ReplicationConfigurationTemplate  drs CreateReplicationConfigurationTemplate UpdateReplicationConfigurationTemplate DeleteReplicationConfigurationTemplate
AWS::DRS::SourceNetwork arn:$\{Partition}:drs:$\{Region}:$\{Account}:source-network/$\{SourceNetworkID} drs CreateSourceNetwork  DeleteSourceNetwork
AWS::DSQL::Cluster arn:$\{Partition}:dsql:$\{Region}:$\{Account}:cluster/$\{Identifier} dsql CreateCluster,UpdateCluster,PutMultiRegionProperties,AddPeerCluster,PutClusterPolicy,PutWitnessRegion UpdateCluster,PutClusterPolicy,PutMultiRegionProperties,PutWitnessRegion,AddPeerCluster,RemovePeerCluster,DeleteClusterPolicy DeleteCluster
AWS::DataBrew::Dataset arn:$\{Partition}:databrew:$\{Region}:$\{Account}:dataset/$\{ResourceId} databrew CreateDataset UpdateDataset DeleteDataset
AWS::DataBrew::Job arn:$\{Partition}:databrew:$\{Region}:$\{Account}:job/$\{ResourceId} databrew CreateProfileJob,CreateRecipeJob UpdateProfileJob,UpdateRecipeJob DeleteJob
AWS::DataBrew::Project arn:$\{Partition}:databrew:$\{Region}:$\{Account}:project/$\{ResourceId} databrew CreateProject UpdateProject DeleteProject
AWS::DataBrew::Recipe arn:$\{Partition}:databrew:$\{Region}:$\{Account}:recipe/$\{ResourceId} databrew CreateRecipe UpdateRecipe DeleteRecipeVersion
AWS::DataBrew::Ruleset arn:$\{Partition}:databrew:$\{Region}:$\{Account}:ruleset/$\{ResourceId} databrew CreateRuleset UpdateRuleset DeleteRuleset
AWS::DataBrew::Schedule arn:$\{Partition}:databrew:$\{Region}:$\{Account}:schedule/$\{ResourceId} databrew CreateSchedule UpdateSchedule DeleteSchedule
AWS::DataExchange::DataSet arn:$\{Partition}:dataexchange:$\{Region}:$\{Account}:data-sets/$\{DataSetId} dataexchange CreateDataSet UpdateDataSet DeleteDataSet
AWS::DataExchange::EventAction arn:$\{Partition}:dataexchange:$\{Region}:$\{Account}:event-actions/$\{EventActionId} dataexchange CreateEventAction UpdateEventAction DeleteEventAction
AWS::DataPipeline::Pipeline arn:$\{Partition}:datapipeline:$\{Region}:$\{Account}:pipeline/$\{PipelineID} datapipeline CreatePipeline,PutPipelineDefinition,ValidatePipelineDefinition,ActivatePipeline PutPipelineDefinition,DeactivatePipeline,ActivatePipeline,ValidatePipelineDefinition DeletePipeline
AWS::DataSync::Agent  datasync CreateAgent UpdateAgent DeleteAgent
AWS::DataSync::LocationAzureBlob  datasync CreateLocationAzureBlob UpdateLocationAzureBlob DeleteLocation
AWS::DataSync::LocationEFS  datasync CreateLocationEfs UpdateLocationEfs DeleteLocation
AWS::DataSync::LocationFSxLustre  datasync CreateLocationFsxLustre UpdateLocationFsxLustre DeleteLocation
AWS::DataSync::LocationFSxONTAP  datasync CreateLocationFsxOntap UpdateLocationFsxOntap DeleteLocation
AWS::DataSync::LocationFSxOpenZFS  datasync CreateLocationFsxOpenZfs UpdateLocationFsxOpenZfs DeleteLocation
AWS::DataSync::LocationFSxWindows  datasync CreateLocationFsxWindows UpdateLocationFsxWindows DeleteLocation
AWS::DataSync::LocationHDFS  datasync CreateLocationHdfs UpdateLocationHdfs DeleteLocation
AWS::DataSync::LocationNFS  datasync CreateLocationNfs UpdateLocationNfs DeleteLocation
AWS::DataSync::LocationObjectStorage  datasync CreateLocationObjectStorage UpdateLocationObjectStorage DeleteLocation
AWS::DataSync::LocationS3  datasync CreateLocationS3 UpdateLocationS3 DeleteLocation
AWS::DataSync::LocationSMB  datasync CreateLocationSmb UpdateLocationSmb DeleteLocation
AWS::DataSync::Task  datasync CreateTask UpdateTask DeleteTask
AWS::DataZone::Connection  datazone CreateConnection,DeleteConnection UpdateConnection,DeleteConnection DeleteConnection
AWS::DataZone::DataSource arn:$\{Partition}:datazonecontrol:$\{Region}:$\{Account}:data-source/$\{DomainId} datazone CreateDataSource,DeleteDataSource UpdateDataSource,DeleteDataSource DeleteDataSource
AWS::DataZone::Domain arn:$\{Partition}:datazone:$\{Region}:$\{Account}:domain/$\{DomainId} datazone CreateDomain,UpdateDomain UpdateDomain DeleteDomain
AWS::DataZone::DomainUnit  datazone CreateDomainUnit UpdateDomainUnit DeleteDomainUnit
AWS::DataZone::Environment arn:$\{Partition}:datazonecontrol:$\{Region}:$\{Account}:domain/$\{DomainId} datazone CreateEnvironment,DeleteEnvironment,AssociateEnvironmentRole UpdateEnvironment,DeleteEnvironment,AssociateEnvironmentRole,DisassociateEnvironmentRole DeleteEnvironment
AWS::DataZone::EnvironmentActions  datazone CreateEnvironmentAction,DeleteEnvironmentAction UpdateEnvironmentAction,DeleteEnvironmentAction DeleteEnvironmentAction
AWS::DataZone::EnvironmentBlueprintConfiguration  datazone PutEnvironmentBlueprintConfiguration DeleteEnvironmentBlueprintConfiguration,PutEnvironmentBlueprintConfiguration DeleteEnvironmentBlueprintConfiguration
AWS::DataZone::EnvironmentProfile  datazone CreateEnvironmentProfile UpdateEnvironmentProfile DeleteEnvironmentProfile
AWS::DataZone::FormType  datazone CreateFormType CreateFormType DeleteFormType
AWS::DataZone::GroupProfile  datazone CreateGroupProfile,UpdateGroupProfile UpdateGroupProfile DeleteGroupProfile,UpdateGroupProfile
AWS::DataZone::Owner  datazone AddEntityOwner  RemoveEntityOwner
AWS::DataZone::PolicyGrant  datazone AddPolicyGrant  RemovePolicyGrant
AWS::DataZone::Project  datazone CreateProject UpdateProject DeleteProject
AWS::DataZone::ProjectMembership  datazone CreateProjectMembership CreateProjectMembership,DeleteProjectMembership DeleteProjectMembership
AWS::DataZone::ProjectProfile  datazone CreateProjectProfile UpdateProjectProfile DeleteProjectProfile
AWS::DataZone::SubscriptionTarget  datazone CreateSubscriptionTarget UpdateSubscriptionTarget DeleteSubscriptionTarget
AWS::DataZone::UserProfile  datazone CreateUserProfile,UpdateUserProfile UpdateUserProfile,UpdateUserProfile DeleteUserProfile,UpdateUserProfile
AWS::Deadline::Budget  deadline CreateBudget UpdateBudget DeleteBudget
AWS::Deadline::Farm arn:$\{Partition}:deadline:$\{Region}:$\{Account}:farm/$\{FarmId} deadline CreateFarm UpdateFarm DeleteFarm
AWS::Deadline::Fleet  deadline CreateFleet UpdateFleet DeleteFleet
AWS::Deadline::LicenseEndpoint arn:$\{Partition}:deadline:$\{Region}:$\{Account}:license-endpoint/$\{LicenseEndpointId} deadline CreateLicenseEndpoint  DeleteLicenseEndpoint
AWS::Deadline::Limit  deadline CreateLimit UpdateLimit DeleteLimit
AWS::Deadline::MeteredProduct  deadline PutMeteredProduct  DeleteMeteredProduct
AWS::Deadline::Monitor arn:$\{Partition}:deadline:$\{Region}:$\{Account}:monitor/$\{MonitorId} deadline CreateMonitor UpdateMonitor DeleteMonitor
AWS::Deadline::Queue  deadline CreateQueue UpdateQueue DeleteQueue
AWS::Deadline::QueueEnvironment  deadline CreateQueueEnvironment UpdateQueueEnvironment DeleteQueueEnvironment
AWS::Deadline::QueueFleetAssociation  deadline CreateQueueFleetAssociation  DeleteQueueFleetAssociation,UpdateQueueFleetAssociation
AWS::Deadline::QueueLimitAssociation  deadline CreateQueueLimitAssociation  DeleteQueueLimitAssociation,UpdateQueueLimitAssociation
AWS::Deadline::StorageProfile  deadline CreateStorageProfile UpdateStorageProfile DeleteStorageProfile
AWS::Deadline::Worker  deadline CreateWorker  DeleteWorker
AWS::Detective::Graph arn:$\{Partition}:detective:$\{Region}:$\{Account}:graph:$\{ResourceId} detective CreateGraph,UpdateOrganizationConfiguration UpdateOrganizationConfiguration DeleteGraph
AWS::Detective::MemberInvitation  detective CreateMembers  DeleteMembers
AWS::Detective::OrganizationAdmin  organizations RegisterDelegatedAdministrator,EnableAWSServiceAccess  
AWS::DevOpsAgent::AgentSpace arn:$\{Partition}:aidevops:$\{Region}:$\{Account}:agentspace/$\{AgentSpaceId} aidevops CreateAgentSpace,EnableOperatorApp UpdateAgentSpace,EnableOperatorApp,UpdateOperatorAppIdpConfig,DisableOperatorApp DeleteAgentSpace,DisableOperatorApp
AWS::DevOpsAgent::Asset  aidevops CreateAsset,CreateAssetFile,DeleteAssetFile,DeleteAsset UpdateAsset,CreateAssetFile,UpdateAssetFile,DeleteAssetFile DeleteAsset
AWS::DevOpsAgent::Association  aidevops AssociateService UpdateAssociation DisassociateService
AWS::DevOpsAgent::PrivateConnection arn:$\{Partition}:aidevops:$\{Region}:$\{Account}:private-connection/$\{Name} aidevops CreatePrivateConnection UpdatePrivateConnectionCertificate DeletePrivateConnection
AWS::DevOpsAgent::Service arn:$\{Partition}:aidevops:$\{Region}:$\{Account}:service/$\{ServiceId} kms Decrypt,Encrypt,GenerateDataKey,GenerateDataKeyPair,GenerateDataKeyPairWithoutPlaintext,GenerateDataKeyWithoutPlaintext,ReEncryptFrom,ReEncryptTo Decrypt,Encrypt,GenerateDataKey,GenerateDataKeyPair,GenerateDataKeyPairWithoutPlaintext,GenerateDataKeyWithoutPlaintext,ReEncryptFrom,ReEncryptTo 
AWS::DevOpsAgent::Trigger  aidevops CreateTrigger UpdateTrigger DeleteTrigger
AWS::DevOpsGuru::LogAnomalyDetectionIntegration  devops-guru UpdateServiceIntegration UpdateServiceIntegration UpdateServiceIntegration
AWS::DevOpsGuru::NotificationChannel  sns Publish,SetTopicAttributes  
AWS::DevOpsGuru::ResourceCollection  devops-guru UpdateResourceCollection UpdateResourceCollection UpdateResourceCollection
AWS::DeviceFarm::DevicePool arn:$\{Partition}:devicefarm:$\{Region}:$\{Account}:devicepool:$\{ResourceId} devicefarm CreateDevicePool UpdateDevicePool DeleteDevicePool
AWS::DeviceFarm::InstanceProfile arn:$\{Partition}:devicefarm:$\{Region}:$\{Account}:instanceprofile:$\{ResourceId} devicefarm CreateInstanceProfile UpdateInstanceProfile DeleteInstanceProfile
AWS::DeviceFarm::NetworkProfile arn:$\{Partition}:devicefarm:$\{Region}:$\{Account}:networkprofile:$\{ResourceId} devicefarm CreateNetworkProfile UpdateNetworkProfile DeleteNetworkProfile
AWS::DeviceFarm::Project arn:$\{Partition}:devicefarm:$\{Region}:$\{Account}:project:$\{ProjectId} devicefarm CreateProject UpdateProject DeleteProject
AWS::DeviceFarm::TestGridProject arn:$\{Partition}:devicefarm:$\{Region}:$\{Account}:testgrid-project:$\{ResourceId} devicefarm CreateTestGridProject UpdateTestGridProject DeleteTestGridProject
AWS::DeviceFarm::Upload arn:$\{Partition}:devicefarm:$\{Region}:$\{Account}:upload:$\{ResourceId} devicefarm CreateUpload  DeleteUpload
AWS::DeviceFarm::VPCEConfiguration arn:$\{Partition}:devicefarm:$\{Region}:$\{Account}:vpceconfiguration:$\{ResourceId} devicefarm CreateVPCEConfiguration UpdateVPCEConfiguration DeleteVPCEConfiguration
AWS::DirectConnect::Connection arn:$\{Partition}:directconnect:$\{Region}:$\{Account}:dxcon/$\{ConnectionId} directconnect CreateConnection AssociateConnectionWithLag,DisassociateConnectionFromLag,UpdateConnection DeleteConnection
AWS::DirectConnect::DirectConnectGateway arn:$\{Partition}:directconnect::$\{Account}:dx-gateway/$\{DirectConnectGatewayId} directconnect CreateDirectConnectGateway UpdateDirectConnectGateway DeleteDirectConnectGateway
AWS::DirectConnect::DirectConnectGatewayAssociation  directconnect CreateDirectConnectGatewayAssociationProposal,CreateDirectConnectGatewayAssociation UpdateDirectConnectGatewayAssociation DeleteDirectConnectGatewayAssociation
AWS::DirectConnect::Lag arn:$\{Partition}:directconnect:$\{Region}:$\{Account}:dxlag/$\{LagId} directconnect CreateLag,DeleteConnection UpdateLag DeleteLag
AWS::DirectConnect::PrivateVirtualInterface arn:$\{Partition}:directconnect:$\{Region}:$\{Account}:dxvif/$\{VirtualInterfaceId} directconnect ConfirmPrivateVirtualInterface,CreateBGPPeer,CreatePrivateVirtualInterface AssociateVirtualInterface,CreateBGPPeer,DeleteBGPPeer,UpdateVirtualInterfaceAttributes DeleteVirtualInterface
AWS::DirectConnect::PublicVirtualInterface arn:$\{Partition}:directconnect:$\{Region}:$\{Account}:dxvif/$\{VirtualInterfaceId} directconnect ConfirmPublicVirtualInterface,CreateBGPPeer,CreatePublicVirtualInterface AssociateVirtualInterface,CreateBGPPeer,DeleteBGPPeer,UpdateVirtualInterfaceAttributes DeleteVirtualInterface
AWS::DirectConnect::TransitVirtualInterface arn:$\{Partition}:directconnect:$\{Region}:$\{Account}:dxvif/$\{VirtualInterfaceId} directconnect CreateTransitVirtualInterface,ConfirmTransitVirtualInterface,CreateBGPPeer UpdateVirtualInterfaceAttributes,AssociateVirtualInterface,CreateBGPPeer,DeleteBGPPeer DeleteVirtualInterface
AWS::DirectoryService::MicrosoftAD arn:$\{Partition}:ds:$\{Region}:$\{Account}:$\{DirectoryId} ds CreateAlias,CreateMicrosoftAD,EnableSso,DisableSso EnableSso,DisableSso,CheckStabilizationForSso DeleteDirectory,CheckStabilizationForDelete
AWS::DirectoryService::SimpleAD arn:$\{Partition}:ds:$\{Region}:$\{Account}:directory/$\{DirectoryId} ec2 CreateSecurityGroup,CreateNetworkInterface,AuthorizeSecurityGroupIngress,AuthorizeSecurityGroupEgress,CreateTags,RevokeSecurityGroupIngress,RevokeSecurityGroupEgress CreateTags,DeleteTags DeleteSecurityGroup,DeleteNetworkInterface,RevokeSecurityGroupIngress,RevokeSecurityGroupEgress,DeleteTags
AWS::DocDB::DBClusterParameterGroup arn:$\{Partition}:rds:$\{Region}:$\{Account}:cluster-pg:$\{ClusterParameterGroupName} rds CreateDBClusterParameterGroup,ModifyDBClusterParameterGroup ModifyDBClusterParameterGroup DeleteDBClusterParameterGroup
AWS::DocDB::DBSubnetGroup arn:$\{Partition}:rds:$\{Region}:$\{Account}:subgrp:$\{SubnetGroupName} rds CreateDBSubnetGroup ModifyDBSubnetGroup DeleteDBSubnetGroup
AWS::DocDB::EventSubscription arn:$\{Partition}:rds:$\{Region}:$\{Account}:es:$\{SubscriptionName} rds CreateEventSubscription ModifyEventSubscription,AddSourceIdentifierToSubscription,RemoveSourceIdentifierFromSubscription DeleteEventSubscription
AWS::DocDB::GlobalCluster arn:$\{Partition}:rds::$\{Account}:global-cluster:$\{GlobalCluster} rds CreateGlobalCluster ModifyGlobalCluster DeleteGlobalCluster,RemoveFromGlobalCluster
AWS::DocDBElastic::Cluster arn:$\{Partition}:docdb-elastic:$\{Region}:$\{Account}:cluster/$\{ResourceId} docdb-elastic CreateCluster UpdateCluster DeleteCluster
AWS::DocDBElastic::ClusterSnapshot arn:$\{Partition}:docdb-elastic:$\{Region}:$\{Account}:cluster-snapshot/$\{ResourceId} docdb-elastic CreateClusterSnapshot  DeleteClusterSnapshot
AWS::DynamoDB::GlobalTable arn:$\{Partition}:dynamodb::$\{Account}:global-table/$\{GlobalTableName} dynamodb CreateTable,CreateTableReplica,UpdateTable,UpdateTimeToLive,UpdateContributorInsights,UpdateContinuousBackups,Query,Scan,UpdateItem,PutItem,DeleteItem,BatchWriteItem,EnableKinesisStreamingDestination,DisableKinesisStreamingDestination,UpdateTableReplicaAutoScaling,PutResourcePolicy CreateTableReplica,UpdateTable,UpdateTimeToLive,UpdateContinuousBackups,UpdateContributorInsights,Query,Scan,UpdateItem,PutItem,DeleteItem,BatchWriteItem,DeleteTable,DeleteTableReplica,DisassociateTableReplica,UpdateItem,EnableKinesisStreamingDestination,DisableKinesisStreamingDestination,UpdateTableReplicaAutoScaling,UpdateKinesisStreamingDestination,PutResourcePolicy,DeleteResourcePolicy DeleteTable
AWS::DynamoDB::Table arn:$\{Partition}:dynamodb:$\{Region}:$\{Account}:table/$\{TableName} dynamodb CreateTable,UpdateTimeToLive,UpdateContributorInsights,UpdateContinuousBackups,EnableKinesisStreamingDestination,DisableKinesisStreamingDestination,ImportTable,UpdateTable,PutResourcePolicy,CreateTableReplica,Scan,Query,UpdateItem,PutItem,DeleteItem,BatchWriteItem,AssociateTableReplica UpdateTable,UpdateTimeToLive,UpdateContinuousBackups,UpdateContributorInsights,UpdateKinesisStreamingDestination,EnableKinesisStreamingDestination,DisableKinesisStreamingDestination,PutResourcePolicy,DeleteResourcePolicy,CreateTable,CreateTableReplica,Scan,Query,UpdateItem,PutItem,DeleteItem,BatchWriteItem,AssociateTableReplica DeleteTable
AWS::EC2::ApplicationStatusCheck arn:$\{Partition}:ec2:$\{Region}:$\{Account}:application-status-check/$\{ApplicationStatusCheckId} ec2 CreateApplicationStatusCheck,CreateTags ModifyApplicationStatusCheck,CreateTags,DeleteTags DeleteApplicationStatusCheck
AWS::EC2::CapacityManagerDataExport arn:$\{Partition}:ec2:$\{Region}:$\{Account}:capacity-manager-data-export/$\{CapacityManagerDataExportId} ec2 CreateCapacityManagerDataExport,CreateTags CreateTags,DeleteTags DeleteCapacityManagerDataExport,DeleteTags
AWS::EC2::CapacityReservation arn:$\{Partition}:ec2:$\{Region}:$\{Account}:capacity-reservation/$\{CapacityReservationId} ec2 CreateCapacityReservation,CancelCapacityReservation,CreateTags ModifyCapacityReservation,CreateCapacityReservation,CancelCapacityReservation,AssociateCapacityReservationBillingOwner,CreateTags,DeleteTags CreateCapacityReservation,CancelCapacityReservation,DeleteTags
AWS::EC2::CapacityReservationFleet arn:$\{Partition}:ec2:$\{Region}:$\{Account}:capacity-reservation-fleet/$\{CapacityReservationFleetId} ec2 CreateCapacityReservationFleet,ModifyCapacityReservationFleet,CancelCapacityReservationFleets,CreateCapacityReservation,CancelCapacityReservation,CreateTags CreateCapacityReservationFleet,ModifyCapacityReservationFleet,CancelCapacityReservationFleets,CreateCapacityReservation,ModifyCapacityReservation,CancelCapacityReservation,CreateTags,DeleteTags CreateCapacityReservationFleet,ModifyCapacityReservationFleet,CancelCapacityReservationFleets,CreateCapacityReservation,CancelCapacityReservation,DeleteTags
AWS::EC2::CarrierGateway arn:$\{Partition}:ec2:$\{Region}:$\{Account}:carrier-gateway/$\{CarrierGatewayId} ec2 CreateCarrierGateway,CreateTags CreateTags,DeleteTags DeleteCarrierGateway,DeleteTags
AWS::EC2::ClientVpnAuthorizationRule  ec2 AuthorizeClientVpnIngress  RevokeClientVpnIngress
AWS::EC2::ClientVpnRoute  ec2 CreateClientVpnRoute  DeleteClientVpnRoute
AWS::EC2::CustomerGateway arn:$\{Partition}:ec2:$\{Region}:$\{Account}:customer-gateway/$\{CustomerGatewayId} ec2 CreateCustomerGateway,CreateTags CreateTags,DeleteTags DeleteCustomerGateway
AWS::EC2::DHCPOptions arn:$\{Partition}:ec2:$\{Region}:$\{Account}:dhcp-options/$\{DhcpOptionsId} ec2 CreateDhcpOptions,CreateTags CreateTags,DeleteTags DeleteDhcpOptions,DeleteTags
AWS::EC2::EC2Fleet arn:$\{Partition}:ec2:$\{Region}:$\{Account}:fleet/$\{FleetId} ec2 CreateFleet,CreateTags,RunInstances ModifyFleet DeleteFleets,TerminateInstances
AWS::EC2::EIP arn:$\{Partition}:ec2:$\{Region}:$\{Account}:elastic-ip/$\{AllocationId} ec2 AllocateAddress,AcceptAddressTransfer,AssociateAddress,CreateTags DisassociateAddress,DeleteTags,CreateTags,AssociateAddress ReleaseAddress,DisassociateAddress
AWS::EC2::EIPAssociation  ec2 AssociateAddress  DisassociateAddress
AWS::EC2::EgressOnlyInternetGateway arn:$\{Partition}:ec2:$\{Region}:$\{Account}:egress-only-internet-gateway/$\{EgressOnlyInternetGatewayId} ec2 CreateEgressOnlyInternetGateway,CreateTags DeleteTags,CreateTags DeleteEgressOnlyInternetGateway,DeleteTags
AWS::EC2::EnclaveCertificateIamRoleAssociation  ec2 AssociateEnclaveCertificateIamRole  DisassociateEnclaveCertificateIamRole
AWS::EC2::FlowLog arn:$\{Partition}:ec2:$\{Region}:$\{Account}:vpc-flow-log/$\{FlowLogId} ec2 CreateFlowLogs,CreateTags CreateTags,DeleteTags DeleteFlowLogs
AWS::EC2::FpgaImage arn:$\{Partition}:ec2:$\{Region}:$\{Account}:fpga-image/$\{FpgaImageId} ec2 CreateFpgaImage,CreateTags ModifyFpgaImageAttribute,CreateTags,DeleteTags DeleteFpgaImage,DeleteTags
AWS::EC2::GatewayRouteTableAssociation  ec2 AssociateRouteTable ReplaceRouteTableAssociation DisassociateRouteTable
AWS::EC2::Host arn:$\{Partition}:ec2:$\{Region}:$\{Account}:dedicated-host/$\{DedicatedHostId} ec2 AllocateHosts,CreateTags ModifyHosts,DeleteTags,CreateTags ReleaseHosts
AWS::EC2::IPAM arn:$\{Partition}:ec2::$\{Account}:ipam/$\{IpamId} ec2 CreateIpam,CreateTags,ModifyIpamResourceDiscovery ModifyIpam,CreateTags,DeleteTags,ModifyIpamResourceDiscovery DeleteIpam,DeleteTags
AWS::EC2::IPAMAllocation  ec2 AllocateIpamPoolCidr  ReleaseIpamPoolAllocation
AWS::EC2::IPAMPool arn:$\{Partition}:ec2::$\{Account}:ipam-pool/$\{IpamPoolId} ec2 CreateIpamPool,ProvisionIpamPoolCidr,CreateTags ModifyIpamPool,ProvisionIpamPoolCidr,DeprovisionIpamPoolCidr,CreateTags,DeleteTags DeleteIpamPool,DeprovisionIpamPoolCidr,DeleteTags
AWS::EC2::IPAMPoolCidr  ec2 ProvisionIpamPoolCidr  DeprovisionIpamPoolCidr
AWS::EC2::IPAMPrefixListResolver arn:$\{Partition}:ec2::$\{Account}:ipam-prefix-list-resolver/$\{IpamPrefixListResolverId} ec2 CreateIpamPrefixListResolver,CreateTags ModifyIpamPrefixListResolver,CreateTags,DeleteTags DeleteIpamPrefixListResolver,DeleteTags
AWS::EC2::IPAMPrefixListResolverTarget arn:$\{Partition}:ec2::$\{Account}:ipam-prefix-list-resolver-target/$\{IpamPrefixListResolverTargetId} ec2 CreateIpamPrefixListResolverTarget,ModifyManagedPrefixList,CreateTags ModifyIpamPrefixListResolverTarget,CreateTags,DeleteTags DeleteIpamPrefixListResolverTarget,DeleteTags
AWS::EC2::IPAMResourceDiscovery arn:$\{Partition}:ec2::$\{Account}:ipam-resource-discovery/$\{IpamResourceDiscoveryId} ec2 CreateIpamResourceDiscovery,ModifyIpamResourceDiscovery,CreateTags ModifyIpamResourceDiscovery,CreateTags,DeleteTags DeleteIpamResourceDiscovery,DeleteTags
AWS::EC2::IPAMResourceDiscoveryAssociation arn:$\{Partition}:ec2::$\{Account}:ipam-resource-discovery-association/$\{IpamResourceDiscoveryAssociationId} ec2 AssociateIpamResourceDiscovery,CreateTags CreateTags,DeleteTags DisassociateIpamResourceDiscovery,DeleteTags
AWS::EC2::IPAMScope arn:$\{Partition}:ec2::$\{Account}:ipam-scope/$\{IpamScopeId} ec2 CreateIpamScope,CreateTags ModifyIpamScope,CreateTags,DeleteTags DeleteIpamScope,DeleteTags
AWS::EC2::IPv4Pool  ec2 CreatePublicIpv4Pool,CreateTags CreateTags,DeleteTags DeletePublicIpv4Pool
AWS::EC2::Instance arn:$\{Partition}:ec2:$\{Region}:$\{Account}:instance/$\{InstanceId} ec2 ModifyPrivateDnsNameOptions,RunInstances,AssociateIamInstanceProfile,DetachVolume,DisassociateIamInstanceProfile,ModifyInstanceAttribute,ModifyInstanceCreditSpecification,ModifyInstancePlacement,MonitorInstances,AttachVolume,CreateTags,ReplaceIamInstanceProfileAssociation,StartInstances ModifyPrivateDnsNameOptions,AssociateIamInstanceProfile,DetachVolume,DisassociateIamInstanceProfile,ModifyInstanceAttribute,ModifyInstanceCreditSpecification,ModifyInstanceMaintenanceOptions,ModifyInstanceMetadataOptions,ModifyInstancePlacement,MonitorInstances,AttachVolume,CreateTags,DeleteTags,ReplaceIamInstanceProfileAssociation,StartInstances,StopInstances,UnmonitorInstances TerminateInstances
AWS::EC2::InstanceConnectEndpoint arn:$\{Partition}:ec2:$\{Region}:$\{Account}:instance-connect-endpoint/$\{InstanceConnectEndpointId} ec2 CreateInstanceConnectEndpoint,CreateTags,CreateNetworkInterface CreateTags,DeleteTags DeleteInstanceConnectEndpoint
AWS::EC2::InstanceEventWindow  ec2 CreateInstanceEventWindow,CreateTags ModifyInstanceEventWindow,CreateTags,DeleteTags DeleteInstanceEventWindow
AWS::EC2::InternetGateway arn:$\{Partition}:ec2:$\{Region}:$\{Account}:internet-gateway/$\{InternetGatewayId} ec2 CreateInternetGateway,CreateTags DeleteTags,CreateTags DeleteInternetGateway
AWS::EC2::IpPoolRouteTableAssociation  ec2 AssociateRouteTable  DisassociateRouteTable
AWS::EC2::IpamExternalResourceVerificationToken arn:$\{Partition}:ec2::$\{Account}:ipam-external-resource-verification-token/$\{IpamExternalResourceVerificationTokenId} ec2 CreateIpamExternalResourceVerificationToken,CreateTags CreateTags,DeleteTags DeleteIpamExternalResourceVerificationToken,DeleteTags
AWS::EC2::IpamInternetRegistryAssociation  ec2 CreateIpamInternetRegistryAssociation,CreateTags CreateTags,DeleteTags DeleteIpamInternetRegistryAssociation,DeleteTags
AWS::EC2::KeyPair arn:$\{Partition}:ec2:$\{Region}:$\{Account}:key-pair/$\{KeyPairName} ec2 CreateKeyPair,ImportKeyPair,CreateTags  DeleteKeyPair
AWS::EC2::LaunchTemplate arn:$\{Partition}:ec2:$\{Region}:$\{Account}:launch-template/$\{LaunchTemplateId} ec2 CreateLaunchTemplate,CreateTags CreateLaunchTemplateVersion,CreateTags,DeleteTags DeleteLaunchTemplate,DeleteTags
AWS::EC2::LocalGatewayRoute  ec2 CreateLocalGatewayRoute ModifyLocalGatewayRoute DeleteLocalGatewayRoute
AWS::EC2::LocalGatewayRouteTable arn:$\{Partition}:ec2:$\{Region}:$\{Account}:local-gateway-route-table/$\{LocalGatewayRoutetableId} ec2 CreateLocalGatewayRouteTable,CreateTags CreateTags,DeleteTags DeleteLocalGatewayRouteTable,DeleteTags
AWS::EC2::LocalGatewayRouteTableVPCAssociation arn:$\{Partition}:ec2:$\{Region}:$\{Account}:local-gateway-route-table-vpc-association/$\{LocalGatewayRouteTableVpcAssociationId} ec2 CreateLocalGatewayRouteTableVpcAssociation,CreateTags CreateTags,DeleteTags DeleteLocalGatewayRouteTableVpcAssociation,DeleteTags
AWS::EC2::LocalGatewayRouteTableVirtualInterfaceGroupAssociation arn:$\{Partition}:ec2:$\{Region}:$\{Account}:local-gateway-route-table-virtual-interface-group-association/$\{LocalGatewayRouteTableVirtualInterfaceGroupAssociationId} ec2 CreateLocalGatewayRouteTableVirtualInterfaceGroupAssociation,CreateTags CreateTags,DeleteTags DeleteLocalGatewayRouteTableVirtualInterfaceGroupAssociation,DeleteTags
AWS::EC2::LocalGatewayVirtualInterface arn:$\{Partition}:ec2:$\{Region}:$\{Account}:local-gateway-virtual-interface/$\{LocalGatewayVirtualInterfaceId} ec2 CreateLocalGatewayVirtualInterface,CreateTags CreateTags,DeleteTags DeleteLocalGatewayVirtualInterface,DeleteTags
AWS::EC2::LocalGatewayVirtualInterfaceGroup arn:$\{Partition}:ec2:$\{Region}:$\{Account}:local-gateway-virtual-interface-group/$\{LocalGatewayVirtualInterfaceGroupId} ec2 CreateLocalGatewayVirtualInterfaceGroup,CreateTags CreateTags,DeleteTags DeleteLocalGatewayVirtualInterfaceGroup,DeleteTags
AWS::EC2::NatGateway arn:$\{Partition}:ec2:$\{Region}:$\{Account}:natgateway/$\{NatGatewayId} ec2 CreateNatGateway,CreateTags CreateTags,DeleteTags,AssociateNatGatewayAddress,DisassociateNatGatewayAddress,AssignPrivateNatGatewayAddress,UnassignPrivateNatGatewayAddress DeleteNatGateway
AWS::EC2::NetworkAcl arn:$\{Partition}:ec2:$\{Region}:$\{Account}:network-acl/$\{NaclId} ec2 CreateNetworkAcl,CreateTags DeleteTags,CreateTags DeleteTags,DeleteNetworkAcl
AWS::EC2::NetworkAclEntry  ec2 CreateNetworkAclEntry ReplaceNetworkAclEntry DeleteNetworkAclEntry
AWS::EC2::NetworkInsightsAccessScope arn:$\{Partition}:ec2:$\{Region}:$\{Account}:network-insights-access-scope/$\{NetworkInsightsAccessScopeId} ec2 CreateNetworkInsightsAccessScope,CreateTags CreateTags,DeleteTags DeleteNetworkInsightsAccessScope,DeleteTags
AWS::EC2::NetworkInsightsAccessScopeAnalysis arn:$\{Partition}:ec2:$\{Region}:$\{Account}:network-insights-access-scope-analysis/$\{NetworkInsightsAccessScopeAnalysisId} ec2 CreateTags,StartNetworkInsightsAccessScopeAnalysis CreateTags,DeleteTags DeleteNetworkInsightsAccessScopeAnalysis,DeleteTags
AWS::EC2::NetworkInsightsAnalysis arn:$\{Partition}:ec2:$\{Region}:$\{Account}:network-insights-analysis/$\{NetworkInsightsAnalysisId} ec2 CreateTags,StartNetworkInsightsAnalysis CreateTags,DeleteTags DeleteNetworkInsightsAnalysis,DeleteTags
AWS::EC2::NetworkInsightsPath arn:$\{Partition}:ec2:$\{Region}:$\{Account}:network-insights-path/$\{NetworkInsightsPathId} ec2 CreateNetworkInsightsPath,CreateTags CreateTags,DeleteTags DeleteNetworkInsightsPath,DeleteTags
AWS::EC2::NetworkInterface arn:$\{Partition}:ec2:$\{Region}:$\{Account}:network-interface/$\{NetworkInterfaceId} ec2 CreateNetworkInterface,CreateTags,ModifyNetworkInterfaceAttribute,ModifyPublicIpDnsNameOptions ModifyNetworkInterfaceAttribute,UnassignIpv6Addresses,AssignIpv6Addresses,DeleteTags,CreateTags,UnassignPrivateIpAddresses,AssignPrivateIpAddresses,ModifyPublicIpDnsNameOptions DeleteNetworkInterface
AWS::EC2::NetworkInterfaceAttachment  ec2 AttachNetworkInterface,ModifyNetworkInterfaceAttribute ModifyNetworkInterfaceAttribute,AttachNetworkInterface,DetachNetworkInterface DetachNetworkInterface
AWS::EC2::NetworkPerformanceMetricSubscription  ec2 EnableAwsNetworkPerformanceMetricSubscription  DisableAwsNetworkPerformanceMetricSubscription
AWS::EC2::PlacementGroup arn:$\{Partition}:ec2:$\{Region}:$\{Account}:placement-group/$\{PlacementGroupName} ec2 CreatePlacementGroup,CreateTags  DeletePlacementGroup
AWS::EC2::PrefixList arn:$\{Partition}:ec2:$\{Region}:$\{Account}:prefix-list/$\{PrefixListId} EC2 CreateManagedPrefixList,CreateTags ModifyManagedPrefixList,CreateTags,DeleteTags DeleteManagedPrefixList
AWS::EC2::Route  ec2 CreateRoute ReplaceRoute DeleteRoute
AWS::EC2::RouteServer arn:$\{Partition}:ec2:$\{Region}:$\{Account}:route-server/$\{RouteServerId} ec2 CreateRouteServer,CreateTags CreateTags,DeleteTags,ModifyRouteServer DeleteRouteServer,DeleteTags
AWS::EC2::RouteServerAssociation  ec2 AssociateRouteServer  DisassociateRouteServer
AWS::EC2::RouteServerEndpoint arn:$\{Partition}:ec2:$\{Region}:$\{Account}:route-server-endpoint/$\{RouteServerEndpointId} ec2 CreateRouteServerEndpoint,CreateTags,CreateNetworkInterface,CreateNetworkInterfacePermission,CreateSecurityGroup,AuthorizeSecurityGroupIngress CreateTags,DeleteTags,ModifyRouteServerEndpoint DeleteRouteServerEndpoint,DeleteTags,DeleteNetworkInterface,DeleteSecurityGroup,RevokeSecurityGroupIngress
AWS::EC2::RouteServerPeer arn:$\{Partition}:ec2:$\{Region}:$\{Account}:route-server-peer/$\{RouteServerPeerId} ec2 CreateRouteServerPeer,CreateTags,AuthorizeSecurityGroupIngress CreateTags,DeleteTags,ModifyRouteServerPeer DeleteRouteServerPeer,DeleteTags,RevokeSecurityGroupIngress
AWS::EC2::RouteServerPropagation  ec2 EnableRouteServerPropagation  DisableRouteServerPropagation
AWS::EC2::RouteTable arn:$\{Partition}:ec2:$\{Region}:$\{Account}:route-table/$\{RouteTableId} ec2 CreateRouteTable,CreateTags CreateTags,DeleteTags DeleteRouteTable
AWS::EC2::SecondaryNetwork  ec2 CreateSecondaryNetwork,CreateTags CreateTags,DeleteTags DeleteSecondaryNetwork
AWS::EC2::SecurityGroup arn:$\{Partition}:ec2:$\{Region}:$\{Account}:security-group/$\{SecurityGroupId} ec2 CreateSecurityGroup,RevokeSecurityGroupEgress,AuthorizeSecurityGroupEgress,AuthorizeSecurityGroupIngress,CreateTags RevokeSecurityGroupEgress,RevokeSecurityGroupIngress,AuthorizeSecurityGroupEgress,AuthorizeSecurityGroupIngress,UpdateSecurityGroupRuleDescriptionsIngress,UpdateSecurityGroupRuleDescriptionsEgress,CreateTags,DeleteTags DeleteSecurityGroup
AWS::EC2::SecurityGroupEgress arn:$\{Partition}:ec2:$\{Region}:$\{Account}:security-group-rule/$\{SecurityGroupRuleId} ec2 AuthorizeSecurityGroupEgress,RevokeSecurityGroupEgress UpdateSecurityGroupRuleDescriptionsEgress RevokeSecurityGroupEgress
AWS::EC2::SecurityGroupIngress arn:$\{Partition}:ec2:$\{Region}:$\{Account}:security-group-rule/$\{SecurityGroupRuleId} ec2 AuthorizeSecurityGroupIngress UpdateSecurityGroupRuleDescriptionsIngress RevokeSecurityGroupIngress
AWS::EC2::SecurityGroupVpcAssociation  ec2 AssociateSecurityGroupVpc  DisassociateSecurityGroupVpc
AWS::EC2::SnapshotBlockPublicAccess  ec2 EnableSnapshotBlockPublicAccess EnableSnapshotBlockPublicAccess DisableSnapshotBlockPublicAccess
AWS::EC2::SpotFleet arn:$\{Partition}:ec2:$\{Region}:$\{Account}:spot-fleet-request/$\{SpotFleetRequestId} ec2 CreateTags,RequestSpotFleet,RunInstances ModifySpotFleetRequest CancelSpotFleetRequests
AWS::EC2::SqlHaStandbyDetectedInstance  ec2 CreateTags,DeleteTags,EnableInstanceSqlHaStandbyDetections CreateTags,DeleteTags,EnableInstanceSqlHaStandbyDetections CreateTags,DeleteTags,DisableInstanceSqlHaStandbyDetections
AWS::EC2::Subnet arn:$\{Partition}:ec2:$\{Region}:$\{Account}:subnet/$\{SubnetId} ec2 CreateSubnet,CreateTags,ModifySubnetAttribute ModifySubnetAttribute,CreateTags,DeleteTags,AssociateSubnetCidrBlock,DisassociateSubnetCidrBlock DeleteSubnet
AWS::EC2::SubnetCidrBlock  ec2 AssociateSubnetCidrBlock  DisassociateSubnetCidrBlock
AWS::EC2::SubnetCidrReservation  ec2 CreateSubnetCidrReservation,CreateTags CreateTags,DeleteTags DeleteSubnetCidrReservation
AWS::EC2::SubnetNetworkAclAssociation  ec2 ReplaceNetworkAclAssociation  ReplaceNetworkAclAssociation
AWS::EC2::SubnetRouteTableAssociation  ec2 AssociateRouteTable,ReplaceRouteTableAssociation  DisassociateRouteTable
AWS::EC2::TrafficMirrorFilter arn:$\{Partition}:ec2:$\{Region}:$\{Account}:traffic-mirror-filter/$\{TrafficMirrorFilterId} ec2 CreateTrafficMirrorFilter,CreateTags,ModifyTrafficMirrorFilterNetworkServices ModifyTrafficMirrorFilterNetworkServices,CreateTags,DeleteTags DeleteTrafficMirrorFilter,DeleteTags
AWS::EC2::TrafficMirrorFilterRule arn:$\{Partition}:ec2:$\{Region}:$\{Account}:traffic-mirror-filter-rule/$\{TrafficMirrorFilterRuleId} ec2 CreateTrafficMirrorFilterRule,CreateTags ModifyTrafficMirrorFilterRule,CreateTags,DeleteTags DeleteTrafficMirrorFilterRule
AWS::EC2::TrafficMirrorSession arn:$\{Partition}:ec2:$\{Region}:$\{Account}:traffic-mirror-session/$\{TrafficMirrorSessionId} ec2 CreateTrafficMirrorSession,CreateTags ModifyTrafficMirrorSession,CreateTags,DeleteTags DeleteTrafficMirrorSession,DeleteTags
AWS::EC2::TrafficMirrorTarget arn:$\{Partition}:ec2:$\{Region}:$\{Account}:traffic-mirror-target/$\{TrafficMirrorTargetId} ec2 CreateTrafficMirrorTarget,CreateTags CreateTags,DeleteTags DeleteTrafficMirrorTarget,DeleteTags
AWS::EC2::TransitGateway arn:$\{Partition}:ec2:$\{Region}:$\{Account}:transit-gateway/$\{TransitGatewayId} ec2 CreateTransitGateway,CreateTags,ModifyTransitGateway,ModifyTransitGatewayOptions CreateTransitGateway,CreateTags,DeleteTransitGateway,DeleteTags,ModifyTransitGateway,ModifyTransitGatewayOptions DeleteTransitGateway,DeleteTags
AWS::EC2::TransitGatewayAttachment arn:$\{Partition}:ec2:$\{Region}:$\{Account}:transit-gateway-attachment/$\{TransitGatewayAttachmentId} ec2 CreateTransitGatewayVpcAttachment,CreateTags CreateTransitGatewayVpcAttachment,CreateTags,DeleteTransitGatewayVpcAttachment,DeleteTags,ModifyTransitGatewayVpcAttachment DeleteTransitGatewayVpcAttachment,DeleteTags
AWS::EC2::TransitGatewayConnect arn:$\{Partition}:ec2:$\{Region}:$\{Account}:transit-gateway-attachment/$\{TransitGatewayAttachmentId} ec2 CreateTransitGatewayConnect,CreateTags DeleteTags,CreateTags DeleteTransitGatewayConnect,DeleteTags
AWS::EC2::TransitGatewayConnectPeer arn:$\{Partition}:ec2:$\{Region}:$\{Account}:transit-gateway-connect-peer/$\{TransitGatewayConnectPeerId} ec2 CreateTransitGatewayConnectPeer,CreateTags DeleteTags,CreateTags DeleteTransitGatewayConnectPeer,DeleteTags
AWS::EC2::TransitGatewayMeteringPolicy arn:$\{Partition}:ec2:$\{Region}:$\{Account}:transit-gateway-metering-policy/$\{TransitGatewayMeteringPolicyId} ec2 CreateTransitGatewayMeteringPolicy,CreateTags ModifyTransitGatewayMeteringPolicy,CreateTags,DeleteTags DeleteTransitGatewayMeteringPolicy,DeleteTags
AWS::EC2::TransitGatewayMeteringPolicyEntry  ec2 CreateTransitGatewayMeteringPolicyEntry  DeleteTransitGatewayMeteringPolicyEntry
AWS::EC2::TransitGatewayMulticastDomain arn:$\{Partition}:ec2:$\{Region}:$\{Account}:transit-gateway-multicast-domain/$\{TransitGatewayMulticastDomainId} ec2 CreateTransitGatewayMulticastDomain,CreateTags DeleteTags,CreateTags DeleteTransitGatewayMulticastDomain,DeleteTags
AWS::EC2::TransitGatewayMulticastDomainAssociation  ec2 AssociateTransitGatewayMulticastDomain  DisassociateTransitGatewayMulticastDomain
AWS::EC2::TransitGatewayMulticastGroupMember  ec2 RegisterTransitGatewayMulticastGroupMembers  DeregisterTransitGatewayMulticastGroupMembers
AWS::EC2::TransitGatewayMulticastGroupSource  ec2 RegisterTransitGatewayMulticastGroupSources  DeregisterTransitGatewayMulticastGroupSources
AWS::EC2::TransitGatewayPeeringAttachment arn:$\{Partition}:ec2:$\{Region}:$\{Account}:transit-gateway-attachment/$\{TransitGatewayAttachmentId} ec2 CreateTransitGatewayPeeringAttachment,CreateTags ModifyTransitGatewayPeeringAttachment,CreateTags,DeleteTags DeleteTransitGatewayPeeringAttachment,DeleteTags
AWS::EC2::TransitGatewayPolicyTable arn:$\{Partition}:ec2:$\{Region}:$\{Account}:transit-gateway-policy-table/$\{TransitGatewayPolicyTableId} ec2 CreateTransitGatewayPolicyTable,CreateTags DeleteTags,CreateTags DeleteTransitGatewayPolicyTable,DeleteTags
AWS::EC2::TransitGatewayPolicyTableAssociation  ec2 AssociateTransitGatewayPolicyTable  DisassociateTransitGatewayPolicyTable
AWS::EC2::TransitGatewayPolicyTableEntry  ec2 CreateTransitGatewayPolicyTableEntry ModifyTransitGatewayPolicyTableEntry DeleteTransitGatewayPolicyTableEntry
AWS::EC2::TransitGatewayRoute  ec2 CreateTransitGatewayRoute  DeleteTransitGatewayRoute
AWS::EC2::TransitGatewayRouteTable arn:$\{Partition}:ec2:$\{Region}:$\{Account}:transit-gateway-route-table/$\{TransitGatewayRouteTableId} ec2 CreateTransitGatewayRouteTable,CreateTags CreateTags,DeleteTags DeleteTransitGatewayRouteTable,DisassociateTransitGatewayRouteTable
AWS::EC2::TransitGatewayRouteTableAssociation  ec2 AssociateTransitGatewayRouteTable  DisassociateTransitGatewayRouteTable
AWS::EC2::TransitGatewayRouteTablePropagation  ec2 EnableTransitGatewayRouteTablePropagation  DisableTransitGatewayRouteTablePropagation
AWS::EC2::TransitGatewayVpcAttachment arn:$\{Partition}:ec2:$\{Region}:$\{Account}:transit-gateway-attachment/$\{TransitGatewayAttachmentId} ec2 CreateTransitGatewayVpcAttachment,CreateTags CreateTransitGatewayVpcAttachment,CreateTags,DeleteTransitGatewayVpcAttachment,DeleteTags,ModifyTransitGatewayVpcAttachment DeleteTransitGatewayVpcAttachment,DeleteTags
AWS::EC2::VPC arn:$\{Partition}:ec2:$\{Region}:$\{Account}:vpc/$\{VpcId} ec2 CreateTags,CreateVpc,CreateVpcEncryptionControl,ModifyVpcAttribute CreateTags,ModifyVpcAttribute,DeleteTags,ModifyVpcTenancy DeleteVpc
AWS::EC2::VPCBlockPublicAccessExclusion arn:$\{Partition}:ec2:$\{Region}:$\{Account}:vpc-block-public-access-exclusion/$\{VpcBlockPublicAccessExclusionId} ec2 CreateVpcBlockPublicAccessExclusion,CreateTags ModifyVpcBlockPublicAccessExclusion,CreateTags,DeleteTags DeleteVpcBlockPublicAccessExclusion
AWS::EC2::VPCBlockPublicAccessOptions  ec2 ModifyVpcBlockPublicAccessOptions ModifyVpcBlockPublicAccessOptions ModifyVpcBlockPublicAccessOptions
AWS::EC2::VPCCidrBlock  ec2 AssociateVpcCidrBlock,AllocateIpamPoolCidr  DisassociateVpcCidrBlock
AWS::EC2::VPCDHCPOptionsAssociation  ec2 AssociateDhcpOptions AssociateDhcpOptions AssociateDhcpOptions
AWS::EC2::VPCEncryptionControl arn:$\{Partition}:ec2:$\{Region}:$\{Account}:vpc-encryption-control/$\{VpcEncryptionControlId} ec2 CreateVpcEncryptionControl,CreateTags ModifyVpcEncryptionControl,CreateTags,DeleteTags DeleteVpcEncryptionControl,DeleteTags
AWS::EC2::VPCEndpoint arn:$\{Partition}:ec2:$\{Region}:$\{Account}:vpc-endpoint/$\{VpcEndpointId} ec2 CreateVpcEndpoint,CreateTags,DeleteTags ModifyVpcEndpoint,CreateTags,DeleteTags DeleteVpcEndpoints,CreateTags,DeleteTags
AWS::EC2::VPCEndpointConnectionNotification  ec2 CreateVpcEndpointConnectionNotification ModifyVpcEndpointConnectionNotification DeleteVpcEndpointConnectionNotifications
AWS::EC2::VPCEndpointService arn:$\{Partition}:ec2:$\{Region}:$\{Account}:vpc-endpoint-service/$\{VpcEndpointServiceId} ec2 CreateVpcEndpointServiceConfiguration,ModifyVpcEndpointServicePayerResponsibility,CreateTags ModifyVpcEndpointServiceConfiguration,ModifyVpcEndpointServicePayerResponsibility,CreateTags,DeleteTags DeleteVpcEndpointServiceConfigurations,DeleteTags
AWS::EC2::VPCEndpointServicePermissions arn:$\{Partition}:ec2:$\{Region}:$\{Account}:vpc-endpoint-service-permission/$\{VpcEndpointServicePermissionId} ec2 CreateVpcEndpointServicePermissions,ModifyVpcEndpointServicePermissions,DeleteVpcEndpointServicePermissions CreateVpcEndpointServicePermissions,ModifyVpcEndpointServicePermissions,DeleteVpcEndpointServicePermissions CreateVpcEndpointServicePermissions,ModifyVpcEndpointServicePermissions,DeleteVpcEndpointServicePermissions
AWS::EC2::VPCGatewayAttachment  ec2 AttachInternetGateway,AttachVpnGateway AttachInternetGateway,AttachVpnGateway,DetachInternetGateway,DetachVpnGateway DetachInternetGateway,DetachVpnGateway
AWS::EC2::VPCPeeringConnection arn:$\{Partition}:ec2:$\{Region}:$\{Account}:vpc-peering-connection/$\{VpcPeeringConnectionId} ec2 CreateVpcPeeringConnection,AcceptVpcPeeringConnection,CreateTags,ModifyVpcPeeringConnectionOptions CreateTags,DeleteTags,ModifyVpcPeeringConnectionOptions DeleteVpcPeeringConnection
AWS::EC2::VPNConcentrator arn:$\{Partition}:ec2:$\{Region}:$\{Account}:vpn-concentrator/$\{VpnConcentratorId} ec2 CreateVpnConcentrator,CreateTags CreateTags,DeleteTags DeleteVpnConcentrator
AWS::EC2::VPNConnection arn:$\{Partition}:ec2:$\{Region}:$\{Account}:vpn-connection/$\{VpnConnectionId} logs CreateLogDelivery,UpdateLogDelivery,DeleteLogDelivery,PutResourcePolicy CreateLogDelivery,UpdateLogDelivery,DeleteLogDelivery,PutResourcePolicy 
AWS::EC2::VPNConnectionRoute  ec2 CreateVpnConnectionRoute  DeleteVpnConnectionRoute
AWS::EC2::VPNGateway arn:$\{Partition}:ec2:$\{Region}:$\{Account}:vpn-gateway/$\{VpnGatewayId} ec2 CreateVpnGateway,CreateTags CreateTags,DeleteTags DeleteVpnGateway
AWS::EC2::VPNGatewayRoutePropagation  ec2 EnableVgwRoutePropagation EnableVgwRoutePropagation DisableVgwRoutePropagation
AWS::EC2::VerifiedAccessEndpoint arn:$\{Partition}:ec2:$\{Region}:$\{Account}:verified-access-endpoint/$\{VerifiedAccessEndpointId} ec2 CreateVerifiedAccessEndpoint,CreateTags ModifyVerifiedAccessEndpoint,ModifyVerifiedAccessEndpointPolicy,DeleteTags,CreateTags DeleteVerifiedAccessEndpoint,DeleteTags
AWS::EC2::VerifiedAccessGroup arn:$\{Partition}:ec2:$\{Region}:$\{Account}:verified-access-group/$\{VerifiedAccessGroupId} ec2 CreateVerifiedAccessGroup,CreateTags ModifyVerifiedAccessGroup,ModifyVerifiedAccessGroupPolicy,DeleteTags,CreateTags DeleteVerifiedAccessGroup,DeleteTags
AWS::EC2::VerifiedAccessInstance arn:$\{Partition}:ec2:$\{Region}:$\{Account}:verified-access-instance/$\{VerifiedAccessInstanceId} ec2 CreateVerifiedAccessInstance,AttachVerifiedAccessTrustProvider,ModifyVerifiedAccessInstanceLoggingConfiguration,DetachVerifiedAccessTrustProvider,DeleteVerifiedAccessInstance,CreateTags ModifyVerifiedAccessInstance,ModifyVerifiedAccessInstanceLoggingConfiguration,AttachVerifiedAccessTrustProvider,DetachVerifiedAccessTrustProvider,DeleteTags,CreateTags DeleteVerifiedAccessInstance,DeleteTags,DetachVerifiedAccessTrustProvider
AWS::EC2::VerifiedAccessTrustProvider arn:$\{Partition}:ec2:$\{Region}:$\{Account}:verified-access-trust-provider/$\{VerifiedAccessTrustProviderId} ec2 CreateVerifiedAccessTrustProvider,CreateTags ModifyVerifiedAccessTrustProvider,DeleteTags,CreateTags DeleteVerifiedAccessTrustProvider,DeleteTags
AWS::EC2::Volume arn:$\{Partition}:ec2:$\{Region}:$\{Account}:volume/$\{VolumeId} ec2 CreateVolume,CopyVolumes,ModifyVolumeAttribute,CreateTags ModifyVolume,ModifyVolumeAttribute,CreateTags,DeleteTags DeleteVolume,CreateSnapshot,DeleteTags
AWS::EC2::VolumeAttachment  ec2 AttachVolume  DetachVolume
AWS::ECR::PublicRepository arn:$\{Partition}:ecr-public::$\{Account}:repository/$\{RepositoryName} ecr-public CreateRepository,SetRepositoryPolicy,PutRepositoryCatalogData SetRepositoryPolicy,DeleteRepositoryPolicy,PutRepositoryCatalogData DeleteRepository
AWS::ECR::PullThroughCacheRule  ecr CreatePullThroughCacheRule,DeletePullThroughCacheRule CreatePullThroughCacheRule,DeletePullThroughCacheRule DeletePullThroughCacheRule
AWS::ECR::PullTimeUpdateExclusion  ecr RegisterPullTimeUpdateExclusion  DeregisterPullTimeUpdateExclusion
AWS::ECR::RegistryPolicy  ecr PutRegistryPolicy PutRegistryPolicy DeleteRegistryPolicy
AWS::ECR::RegistryScanningConfiguration  ecr PutRegistryScanningConfiguration PutRegistryScanningConfiguration PutRegistryScanningConfiguration
AWS::ECR::ReplicationConfiguration  ecr PutReplicationConfiguration PutReplicationConfiguration PutReplicationConfiguration
AWS::ECR::Repository arn:$\{Partition}:ecr:$\{Region}:$\{Account}:repository/$\{RepositoryName} ecr CreateRepository,PutLifecyclePolicy,SetRepositoryPolicy PutLifecyclePolicy,SetRepositoryPolicy,DeleteLifecyclePolicy,DeleteRepositoryPolicy,PutImageScanningConfiguration,PutImageTagMutability DeleteRepository
AWS::ECR::RepositoryCreationTemplate  ecr CreateRepositoryCreationTemplate,PutLifecyclePolicy,SetRepositoryPolicy,CreateRepository UpdateRepositoryCreationTemplate,PutLifecyclePolicy,SetRepositoryPolicy,CreateRepository DeleteRepositoryCreationTemplate
AWS::ECR::SigningConfiguration  ecr PutSigningConfiguration PutSigningConfiguration DeleteSigningConfiguration
AWS::ECS::CapacityProvider arn:$\{Partition}:ecs:$\{Region}:$\{Account}:capacity-provider/$\{CapacityProviderName} ecs CreateCapacityProvider,PutClusterCapacityProviders UpdateCapacityProvider,PutClusterCapacityProviders DeleteCapacityProvider,PutClusterCapacityProviders
AWS::ECS::Cluster arn:$\{Partition}:ecs:$\{Region}:$\{Account}:cluster/$\{ClusterName} ecs CreateCluster PutAccountSettingDefault,PutAccountSetting,UpdateCluster,UpdateClusterSettings,PutClusterCapacityProviders DeleteCluster
AWS::ECS::ClusterCapacityProviderAssociations  ecs PutClusterCapacityProviders PutClusterCapacityProviders PutClusterCapacityProviders
AWS::ECS::Daemon  ecs CreateDaemon UpdateDaemon DeleteDaemon
AWS::ECS::DaemonTaskDefinition  ecs RegisterDaemonTaskDefinition  DeleteDaemonTaskDefinition
AWS::ECS::ExpressGatewayService  ecs CreateExpressGatewayService,CreateCluster,RegisterTaskDefinition UpdateExpressGatewayService,RegisterTaskDefinition DeleteExpressGatewayService
AWS::ECS::Gateway  ecs CreateGateway UpdateGateway DeleteGateway
AWS::ECS::GatewayClusterAssociations  ecs AssociateGatewayWithCluster  DisassociateGatewayFromCluster
AWS::ECS::PrimaryTaskSet  ecs UpdateServicePrimaryTaskSet UpdateServicePrimaryTaskSet 
AWS::ECS::Service  ecs CreateService StopServiceDeployment,UpdateService DeleteService
AWS::ECS::TaskDefinition  ecs RegisterTaskDefinition  DeregisterTaskDefinition
AWS::ECS::TaskSet  ecs CreateTaskSet UpdateTaskSet DeleteTaskSet
AWS::EFS::AccessPoint arn:$\{Partition}:elasticfilesystem:$\{Region}:$\{Account}:access-point/$\{AccessPointId} elasticfilesystem CreateAccessPoint  DeleteAccessPoint
AWS::EFS::FileSystem arn:$\{Partition}:elasticfilesystem:$\{Region}:$\{Account}:file-system/$\{FileSystemId} elasticfilesystem CreateFileSystem,CreateReplicationConfiguration,PutBackupPolicy,PutFileSystemPolicy,PutLifecycleConfiguration,UpdateFileSystemProtection CreateReplicationConfiguration,DeleteFileSystemPolicy,DeleteTags,DeleteReplicationConfiguration,PutBackupPolicy,PutFileSystemPolicy,PutLifecycleConfiguration,UpdateFileSystem,UpdateFileSystemProtection DeleteFileSystem,DeleteReplicationConfiguration
AWS::EFS::MountTarget  elasticfilesystem CreateMountTarget ModifyMountTargetSecurityGroups DeleteMountTarget
AWS::EKS::AccessEntry  eks CreateAccessEntry,AssociateAccessPolicy UpdateAccessEntry,AssociateAccessPolicy,DisassociateAccessPolicy DeleteAccessEntry
AWS::EKS::Addon  eks CreateAddon,CreatePodIdentityAssociation UpdateAddon,CreatePodIdentityAssociation,DeletePodIdentityAssociation,UpdatePodIdentityAssociation DeleteAddon,DeletePodIdentityAssociation
AWS::EKS::Capability  eks CreateCapability,CreateAccessEntry,DeleteAccessEntry,UpdateAccessEntry,AssociateAccessPolicy,DisassociateAccessPolicy UpdateCapability,CreateAccessEntry,DeleteAccessEntry,UpdateAccessEntry,AssociateAccessPolicy,DisassociateAccessPolicy DeleteCapability,DeleteAccessEntry,DisassociateAccessPolicy
AWS::EKS::CertificateAuthority  eks CreateCertificateAuthority  DeleteCertificateAuthority
AWS::EKS::Cluster arn:$\{Partition}:eks:$\{Region}:$\{Account}:cluster/$\{ClusterName} eks CreateCluster,CreateAccessEntry UpdateClusterConfig,UpdateClusterVersion,ActivateCertificateAuthority DeleteCluster
AWS::EKS::FargateProfile  eks CreateFargateProfile  DeleteFargateProfile
AWS::EKS::IdentityProviderConfig  eks AssociateIdentityProviderConfig  DisassociateIdentityProviderConfig
AWS::EKS::Nodegroup  eks CreateNodegroup UpdateNodegroupConfig,UpdateNodegroupVersion DeleteNodegroup
AWS::EKS::PodIdentityAssociation  eks CreatePodIdentityAssociation UpdatePodIdentityAssociation DeletePodIdentityAssociation
AWS::EMR::InstanceFleetConfig  elasticmapreduce AddInstanceFleet ModifyInstanceFleet ModifyInstanceFleet
AWS::EMR::InstanceGroupConfig  elasticmapreduce AddInstanceGroups ModifyInstanceGroups,PutAutoScalingPolicy,RemoveAutoScalingPolicy ModifyInstanceGroups,RemoveAutoScalingPolicy
AWS::EMR::SecurityConfiguration  elasticmapreduce CreateSecurityConfiguration  DeleteSecurityConfiguration
AWS::EMR::Step  emr AddJobFlowSteps  
AWS::EMR::Studio arn:$\{Partition}:elasticmapreduce:$\{Region}:$\{Account}:studio/$\{StudioId} elasticmapreduce CreateStudio UpdateStudio DeleteStudio
AWS::EMR::StudioSessionMapping  elasticmapreduce CreateStudioSessionMapping UpdateStudioSessionMapping DeleteStudioSessionMapping
AWS::EMR::WALWorkspace  emrwal CreateWorkspace  DeleteWorkspace
AWS::EMRContainers::Endpoint  ec2 CreateSecurityGroup,DeleteSecurityGroup,AuthorizeSecurityGroupEgress,AuthorizeSecurityGroupIngress,RevokeSecurityGroupEgress,RevokeSecurityGroupIngress  DeleteSecurityGroup,DeleteNetworkInterface,AuthorizeSecurityGroupEgress,AuthorizeSecurityGroupIngress,RevokeSecurityGroupEgress,RevokeSecurityGroupIngress
AWS::EMRContainers::JobTemplate  emr-containers CreateJobTemplate  DeleteJobTemplate
AWS::EMRContainers::SecurityConfiguration arn:$\{Partition}:emr-containers:$\{Region}:$\{Account}:/securityconfigurations/$\{SecurityConfigurationId} emr-containers CreateSecurityConfiguration  DeleteSecurityConfiguration
AWS::EMRContainers::VirtualCluster arn:$\{Partition}:emr-containers:$\{Region}:$\{Account}:/virtualclusters/$\{VirtualClusterId} emr-containers CreateVirtualCluster  DeleteVirtualCluster
AWS::EMRServerless::Application arn:$\{Partition}:emr-serverless:$\{Region}:$\{Account}:/applications/$\{ApplicationId} emr-serverless CreateApplication UpdateApplication DeleteApplication
AWS::EVS::Environment arn:$\{Partition}:evs:$\{Region}:$\{Account}:environment/$\{EnvironmentIdentifier} evs CreateEnvironment  DeleteEnvironment
AWS::ElastiCache::CacheCluster arn:$\{Partition}:elasticache:$\{Region}:$\{Account}:cluster:$\{CacheClusterId} elasticache CreateCacheCluster,DeleteCacheCluster ModifyCacheCluster,RebootCacheCluster DeleteCacheCluster,CreateSnapshot
AWS::ElastiCache::GlobalReplicationGroup arn:$\{Partition}:elasticache::$\{Account}:globalreplicationgroup:$\{GlobalReplicationGroupId} elasticache CreateGlobalReplicationGroup ModifyGlobalReplicationGroup,FailoverGlobalReplicationGroup,IncreaseNodeGroupsInGlobalReplicationGroup,DecreaseNodeGroupsInGlobalReplicationGroup,DisassociateGlobalReplicationGroup,RebalanceSlotsInGlobalReplicationGroup DeleteGlobalReplicationGroup,DisassociateGlobalReplicationGroup
AWS::ElastiCache::ParameterGroup arn:$\{Partition}:elasticache:$\{Region}:$\{Account}:parametergroup:$\{CacheParameterGroupName} elasticache CreateCacheParameterGroup,ModifyCacheParameterGroup ModifyCacheParameterGroup DeleteCacheParameterGroup
AWS::ElastiCache::ReplicationGroup arn:$\{Partition}:elasticache:$\{Region}:$\{Account}:replicationgroup:$\{ReplicationGroupId} elasticache CreateReplicationGroup,ModifyReplicationGroup ModifyReplicationGroup,ModifyReplicationGroupShardConfiguration,IncreaseReplicaCount,DecreaseReplicaCount,CreateCacheCluster,DeleteCacheCluster DeleteReplicationGroup,CreateSnapshot
AWS::ElastiCache::ServerlessCache arn:$\{Partition}:elasticache:$\{Region}:$\{Account}:serverlesscache:$\{ServerlessCacheName} elasticache CreateServerlessCache ModifyServerlessCache DeleteServerlessCache
AWS::ElastiCache::ServerlessCacheSnapshot arn:$\{Partition}:elasticache:$\{Region}:$\{Account}:serverlesscachesnapshot:$\{ServerlessCacheSnapshotName} elasticache CreateServerlessCacheSnapshot  DeleteServerlessCacheSnapshot
AWS::ElastiCache::Snapshot  elasticache CreateSnapshot  DeleteSnapshot
AWS::ElastiCache::SubnetGroup arn:$\{Partition}:elasticache:$\{Region}:$\{Account}:subnetgroup:$\{CacheSubnetGroupName} elasticache CreateCacheSubnetGroup ModifyCacheSubnetGroup DeleteCacheSubnetGroup
AWS::ElastiCache::User arn:$\{Partition}:elasticache:$\{Region}:$\{Account}:user:$\{UserId} elasticache CreateUser ModifyUser DeleteUser
AWS::ElastiCache::UserGroup arn:$\{Partition}:elasticache:$\{Region}:$\{Account}:usergroup:$\{UserGroupId} elasticache CreateUserGroup ModifyUserGroup ModifyReplicationGroup,DeleteUserGroup
AWS::ElasticBeanstalk::Application arn:$\{Partition}:elasticbeanstalk:$\{Region}:$\{Account}:application/$\{ApplicationName} elasticbeanstalk CreateApplication UpdateApplication,UpdateApplicationResourceLifecycle DeleteApplication
AWS::ElasticBeanstalk::ApplicationVersion  elasticbeanstalk CreateApplicationVersion UpdateApplicationVersion DeleteApplicationVersion
AWS::ElasticBeanstalk::ConfigurationTemplate  elasticbeanstalk CreateConfigurationTemplate UpdateConfigurationTemplate DeleteConfigurationTemplate
AWS::ElasticBeanstalk::Environment  elasticbeanstalk CreateEnvironment UpdateEnvironment,AssociateEnvironmentOperationsRole,DisassociateEnvironmentOperationsRole TerminateEnvironment
AWS::ElasticLoadBalancing::LoadBalancer arn:$\{Partition}:elasticloadbalancing:$\{Region}:$\{Account}:loadbalancer/$\{LoadBalancerName} elasticloadbalancing CreateLoadBalancer,ModifyLoadBalancerAttributes,ConfigureHealthCheck,CreateLoadBalancerPolicy,SetLoadBalancerPoliciesForBackendServer,SetLoadBalancerPoliciesOfListener,RegisterInstancesWithLoadBalancer,CreateAppCookieStickinessPolicy,CreateLBCookieStickinessPolicy SetLoadBalancerPoliciesForBackendServer,DetachLoadBalancerFromSubnets,AttachLoadBalancerToSubnets,ConfigureHealthCheck,CreateLBCookieStickinessPolicy,CreateLoadBalancerListeners,SetLoadBalancerListenerSSLCertificate,SetLoadBalancerPoliciesOfListener,ApplySecurityGroupsToLoadBalancer,CreateAppCookieStickinessPolicy,DeleteLoadBalancerListeners,DeregisterInstancesFromLoadBalancer,RegisterInstancesWithLoadBalancer,ModifyLoadBalancerAttributes,CreateLoadBalancerPolicy,DeleteLoadBalancerPolicy,DisableAvailabilityZonesForLoadBalancer,EnableAvailabilityZonesForLoadBalancer DeleteLoadBalancer
AWS::ElasticLoadBalancingV2::Listener  elasticloadbalancing CreateListener,ModifyListenerAttributes ModifyListener,ModifyListenerAttributes DeleteListener
AWS::ElasticLoadBalancingV2::ListenerRule  elasticloadbalancing CreateRule ModifyRule,SetRulePriorities DeleteRule
AWS::ElasticLoadBalancingV2::LoadBalancer  elasticloadbalancing CreateLoadBalancer,ModifyLoadBalancerAttributes,ModifyCapacityReservation,SetSecurityGroups ModifyLoadBalancerAttributes,ModifyCapacityReservation,SetSubnets,SetIpAddressType,ModifyIpPools,SetSecurityGroups DeleteLoadBalancer
AWS::ElasticLoadBalancingV2::TargetGroup  elasticloadbalancing CreateTargetGroup,RegisterTargets,ModifyTargetGroupAttributes ModifyTargetGroup,ModifyTargetGroupAttributes,RegisterTargets,DeregisterTargets DeleteTargetGroup
AWS::ElasticLoadBalancingV2::TrustStore  elasticloadbalancing CreateTrustStore ModifyTrustStore DeleteTrustStore
AWS::ElasticLoadBalancingV2::TrustStoreRevocation  elasticloadbalancing AddTrustStoreRevocations  RemoveTrustStoreRevocations
AWS::ElementalInference::Dictionary arn:$\{Partition}:elemental-inference:$\{Region}:$\{Account}:dictionary/$\{Id} elemental-inference CreateDictionary UpdateDictionary DeleteDictionary
AWS::ElementalInference::Feed arn:$\{Partition}:elemental-inference:$\{Region}:$\{Account}:feed/$\{Id} elemental-inference CreateFeed UpdateFeed DeleteFeed
AWS::EntityResolution::IdMappingWorkflow arn:$\{Partition}:entityresolution:$\{Region}:$\{Account}:idmappingworkflow/$\{WorkflowName} entityresolution CreateIdMappingWorkflow UpdateIdMappingWorkflow DeleteIdMappingWorkflow
AWS::EntityResolution::IdNamespace arn:$\{Partition}:entityresolution:$\{Region}:$\{Account}:idnamespace/$\{IdNamespaceName} entityresolution CreateIdNamespace UpdateIdNamespace DeleteIdNamespace
AWS::EntityResolution::MatchingWorkflow arn:$\{Partition}:entityresolution:$\{Region}:$\{Account}:matchingworkflow/$\{WorkflowName} entityresolution CreateMatchingWorkflow UpdateMatchingWorkflow DeleteMatchingWorkflow
AWS::EntityResolution::PolicyStatement  entityresolution AddPolicyStatement AddPolicyStatement,DeletePolicyStatement DeletePolicyStatement
AWS::EntityResolution::SchemaMapping arn:$\{Partition}:entityresolution:$\{Region}:$\{Account}:schemamapping/$\{SchemaName} entityresolution CreateSchemaMapping UpdateSchemaMapping DeleteSchemaMapping
AWS::EventSchemas::Discoverer arn:$\{Partition}:schemas:$\{Region}:$\{Account}:discoverer/$\{DiscovererId} schemas CreateDiscoverer UpdateDiscoverer DeleteDiscoverer
AWS::EventSchemas::Registry arn:$\{Partition}:schemas:$\{Region}:$\{Account}:registry/$\{RegistryName} schemas CreateRegistry UpdateRegistry DeleteRegistry
AWS::EventSchemas::RegistryPolicy  schemas PutResourcePolicy PutResourcePolicy DeleteResourcePolicy
AWS::EventSchemas::Schema  schemas CreateSchema UpdateSchema DeleteSchema,DeleteSchemaVersion
AWS::Events::ApiDestination arn:$\{Partition}:events:$\{Region}:$\{Account}:api-destination/$\{ApiDestinationName} events CreateApiDestination UpdateApiDestination DeleteApiDestination
AWS::Events::Archive arn:$\{Partition}:events:$\{Region}:$\{Account}:archive/$\{ArchiveName} events CreateArchive UpdateArchive DeleteArchive
AWS::Events::Connection arn:$\{Partition}:events:$\{Region}:$\{Account}:connection/$\{ConnectionName} events CreateConnection UpdateConnection DeleteConnection
AWS::Events::Endpoint arn:$\{Partition}:events:$\{Region}:$\{Account}:endpoint/$\{EndpointName} events CreateEndpoint UpdateEndpoint DeleteEndpoint
AWS::Events::EventBus arn:$\{Partition}:events:$\{Region}:$\{Account}:event-bus/$\{EventBusName} events CreateEventBus,PutPermission PutPermission,UpdateEventBus UpdateEventBus,RemovePermission,DeleteEventBus
AWS::Events::EventBusPolicy  events PutPermission PutPermission RemovePermission
AWS::Events::Rule arn:$\{Partition}:events:$\{Region}:$\{Account}:rule/$\{RuleName} events PutRule,PutTargets PutRule,RemoveTargets,PutTargets DeleteRule,RemoveTargets
AWS::EventsV2::EventBus  events CreateEventBus UpdateEventBus DeleteEventBus
AWS::EventsV2::EventSource  events CreateEventSource UpdateEventSource,CreateEventSource DeleteEventSource
AWS::EventsV2::ResourcePolicy  events PutResourcePolicy PutResourcePolicy DeleteResourcePolicy
AWS::EventsV2::Subscriber  events CreateSubscriber UpdateSubscriber DeleteSubscriber
AWS::Evidently::Experiment  evidently CreateExperiment,StartExperiment UpdateExperiment,StartExperiment,StopExperiment DeleteExperiment
AWS::Evidently::Feature  evidently CreateFeature UpdateFeature DeleteFeature
AWS::Evidently::Launch  evidently CreateLaunch,StartLaunch UpdateLaunch,StartLaunch,StopLaunch DeleteLaunch
AWS::Evidently::Project arn:$\{Partition}:evidently:$\{Region}:$\{Account}:project/$\{ProjectName} evidently CreateProject,ExportProjectAsConfiguration UpdateProject,UpdateProjectDataDelivery,ExportProjectAsConfiguration DeleteProject
AWS::Evidently::Segment arn:$\{Partition}:evidently:$\{Region}:$\{Account}:segment/$\{SegmentName} evidently CreateSegment  DeleteSegment
AWS::FIS::ExperimentTemplate arn:$\{Partition}:fis:$\{Region}:$\{Account}:experiment-template/$\{Id} fis CreateExperimentTemplate UpdateExperimentTemplate DeleteExperimentTemplate
AWS::FIS::TargetAccountConfiguration  fis CreateTargetAccountConfiguration UpdateTargetAccountConfiguration DeleteTargetAccountConfiguration
AWS::FMS::ApplicationsList arn:$\{Partition}:fms:$\{Region}:$\{Account}:applications-list/$\{Id} fms PutAppsList PutAppsList DeleteAppsList
AWS::FMS::NotificationChannel  fms PutNotificationChannel PutNotificationChannel DeleteNotificationChannel
AWS::FMS::Policy arn:$\{Partition}:fms:$\{Region}:$\{Account}:policy/$\{Id} wafv2 CheckCapacity CheckCapacity 
AWS::FMS::ProtocolsList arn:$\{Partition}:fms:$\{Region}:$\{Account}:protocols-list/$\{Id} fms PutProtocolsList PutProtocolsList DeleteProtocolsList
AWS::FMS::ResourceSet arn:$\{Partition}:fms:$\{Region}:$\{Account}:resource-set/$\{Id} fms PutResourceSet,BatchAssociateResource PutResourceSet,BatchAssociateResource,BatchDisassociateResource DeleteResourceSet
AWS::FSx::Backup arn:$\{Partition}:fsx:$\{Region}:$\{Account}:backup/$\{BackupId} fsx CreateBackup  DeleteBackup
AWS::FSx::DataRepositoryAssociation  fsx CreateDataRepositoryAssociation UpdateDataRepositoryAssociation DeleteDataRepositoryAssociation
AWS::FSx::FileCache arn:$\{Partition}:fsx:$\{Region}:$\{Account}:file-cache/$\{FileCacheId} fsx CreateFileCache,CreateDataRepositoryAssociation UpdateFileCache DeleteFileCache,DeleteDataRepositoryAssociation
AWS::FSx::S3AccessPointAttachment  s3 CreateAccessPoint,PutAccessPointPolicy  DeleteAccessPoint
AWS::FSx::Snapshot  fsx CreateSnapshot UpdateSnapshot DeleteSnapshot
AWS::FSx::StorageVirtualMachine  fsx CreateStorageVirtualMachine UpdateStorageVirtualMachine DeleteStorageVirtualMachine
AWS::FSx::Volume  fsx CreateVolume,CreateVolumeFromBackup UpdateVolume DeleteVolume
AWS::FinSpace::Environment arn:$\{Partition}:finspace:$\{Region}:$\{Account}:environment/$\{EnvironmentId} finspace CreateEnvironment UpdateEnvironment DeleteEnvironment
AWS::Forecast::Dataset arn:$\{Partition}:forecast:$\{Region}:$\{Account}:dataset/$\{ResourceId} forecast CreateDataset  DeleteDataset
AWS::Forecast::DatasetGroup arn:$\{Partition}:forecast:$\{Region}:$\{Account}:dataset-group/$\{ResourceId} forecast CreateDatasetGroup UpdateDatasetGroup DeleteDatasetGroup
AWS::FraudDetector::Detector arn:$\{Partition}:frauddetector:$\{Region}:$\{Account}:detector/$\{ResourcePath} frauddetector PutDetector,CreateDetectorVersion,UpdateDetectorVersionStatus,CreateRule,CreateVariable,PutLabel,PutOutcome,PutEntityType,PutEventType PutDetector,UpdateDetectorVersion,UpdateDetectorVersionStatus,UpdateDetectorVersionMetadata,UpdateRuleVersion,UpdateRuleMetadata,CreateRule,CreateVariable,UpdateVariable,PutLabel,PutOutcome,PutEntityType,PutEventType,DeleteEventType,DeleteVariable,DeleteLabel,DeleteEntityType DeleteDetector,DeleteDetectorVersion,DeleteRule,DeleteEventType,DeleteVariable,DeleteLabel,DeleteOutcome,DeleteEntityType
AWS::FraudDetector::EntityType arn:$\{Partition}:frauddetector:$\{Region}:$\{Account}:entity-type/$\{ResourcePath} frauddetector PutEntityType PutEntityType DeleteEntityType
AWS::FraudDetector::EventType arn:$\{Partition}:frauddetector:$\{Region}:$\{Account}:event-type/$\{ResourcePath} frauddetector BatchCreateVariable,CreateVariable,PutLabel,PutEntityType,PutEventType BatchCreateVariable,CreateVariable,UpdateVariable,PutLabel,PutEntityType,PutEventType,DeleteEventType,DeleteVariable,DeleteLabel,DeleteEntityType DeleteEventType,DeleteVariable,DeleteLabel,DeleteEntityType
AWS::FraudDetector::Label arn:$\{Partition}:frauddetector:$\{Region}:$\{Account}:label/$\{ResourcePath} frauddetector PutLabel PutLabel DeleteLabel
AWS::FraudDetector::List arn:$\{Partition}:frauddetector:$\{Region}:$\{Account}:list/$\{ResourcePath} frauddetector CreateList,UpdateList UpdateList DeleteList
AWS::FraudDetector::Outcome arn:$\{Partition}:frauddetector:$\{Region}:$\{Account}:outcome/$\{ResourcePath} frauddetector PutOutcome PutOutcome DeleteOutcome
AWS::FraudDetector::Variable arn:$\{Partition}:frauddetector:$\{Region}:$\{Account}:variable/$\{ResourcePath} frauddetector CreateVariable UpdateVariable DeleteVariable
AWS::GameLift::Alias arn:$\{Partition}:gamelift:$\{Region}::alias/$\{AliasId} gamelift CreateAlias UpdateAlias DeleteAlias
AWS::GameLift::Build arn:$\{Partition}:gamelift:$\{Region}:$\{Account}:build/$\{BuildId} gamelift CreateBuild UpdateBuild DeleteBuild
AWS::GameLift::ContainerFleet arn:$\{Partition}:gamelift:$\{Region}:$\{Account}:containerfleet/$\{FleetId} gamelift CreateContainerFleet,PutScalingPolicy,StopFleetActions,UpdateFleetCapacity CreateFleetLocations,DeleteFleetLocations,DeleteScalingPolicy,PutScalingPolicy,StartFleetActions,StopFleetActions,UpdateContainerFleet,UpdateFleetCapacity DeleteContainerFleet
AWS::GameLift::ContainerGroupDefinition arn:$\{Partition}:gamelift:$\{Region}:$\{Account}:containergroupdefinition/$\{Name} gamelift CreateContainerGroupDefinition UpdateContainerGroupDefinition DeleteContainerGroupDefinition
AWS::GameLift::Fleet arn:$\{Partition}:gamelift:$\{Region}:$\{Account}:fleet/$\{FleetId} gamelift CreateFleet,CreateFleetLocations,UpdateFleetCapacity,PutScalingPolicy,UpdateFleetCapacity UpdateFleetAttributes,CreateFleetLocations,DeleteFleetLocations,UpdateFleetCapacity,UpdateFleetPortSettings,UpdateRuntimeConfiguration,PutScalingPolicy,DeleteScalingPolicy DeleteFleet,UpdateFleetCapacity,DeleteScalingPolicy
AWS::GameLift::GameServerGroup arn:$\{Partition}:gamelift:$\{Region}:$\{Account}:gameservergroup/$\{GameServerGroupName} gamelift CreateGameServerGroup UpdateGameServerGroup DeleteGameServerGroup
AWS::GameLift::GameSessionQueue arn:$\{Partition}:gamelift:$\{Region}:$\{Account}:gamesessionqueue/$\{GameSessionQueueName} gamelift CreateGameSessionQueue UpdateGameSessionQueue DeleteGameSessionQueue
AWS::GameLift::Location arn:$\{Partition}:gamelift:$\{Region}:$\{Account}:location/$\{LocationId} gamelift CreateLocation  DeleteLocation
AWS::GameLift::MatchmakingConfiguration arn:$\{Partition}:gamelift:$\{Region}:$\{Account}:matchmakingconfiguration/$\{MatchmakingConfigurationName} gamelift CreateMatchmakingConfiguration UpdateMatchmakingConfiguration DeleteMatchmakingConfiguration
AWS::GameLift::MatchmakingRuleSet arn:$\{Partition}:gamelift:$\{Region}:$\{Account}:matchmakingruleset/$\{MatchmakingRuleSetName} gamelift CreateMatchmakingRuleSet,ValidateMatchmakingRuleSet  DeleteMatchmakingRuleSet
AWS::GameLift::Script arn:$\{Partition}:gamelift:$\{Region}:$\{Account}:script/$\{ScriptId} gamelift CreateScript UpdateScript DeleteScript
AWS::GameLiftStreams::Application arn:$\{Partition}:gameliftstreams:$\{Region}:$\{Account}:application/$\{ApplicationId} gameliftstreams CreateApplication UpdateApplication DeleteApplication
AWS::GameLiftStreams::StreamGroup arn:$\{Partition}:gameliftstreams:$\{Region}:$\{Account}:streamgroup/$\{StreamGroupId} gameliftstreams CreateStreamGroup,UpdateStreamGroup,AssociateApplications UpdateStreamGroup,AddStreamGroupLocations,RemoveStreamGroupLocations DeleteStreamGroup
AWS::GlobalAccelerator::Accelerator arn:$\{Partition}:globalaccelerator::$\{Account}:accelerator/$\{AcceleratorId} globalaccelerator CreateAccelerator,UpdateAcceleratorAttributes UpdateAccelerator,UpdateAcceleratorAttributes UpdateAccelerator,DeleteAccelerator
AWS::GlobalAccelerator::CrossAccountAttachment arn:$\{Partition}:globalaccelerator::$\{Account}:attachment/$\{ResourceId} globalaccelerator CreateCrossAccountAttachment UpdateCrossAccountAttachment DeleteCrossAccountAttachment
AWS::GlobalAccelerator::EndpointGroup  globalaccelerator CreateEndpointGroup UpdateEndpointGroup DeleteEndpointGroup
AWS::GlobalAccelerator::Listener  globalaccelerator CreateListener UpdateListener DeleteListener
AWS::Glue::Blueprint arn:$\{Partition}:glue:$\{Region}:$\{Account}:blueprint/$\{BlueprintName} glue CreateBlueprint UpdateBlueprint DeleteBlueprint
AWS::Glue::Catalog arn:$\{Partition}:glue:$\{Region}:$\{Account}:catalog/$\{CatalogName} glue CreateCatalog,UpdateCatalog UpdateCatalog DeleteCatalog
AWS::Glue::Classifier  glue CreateClassifier UpdateClassifier DeleteClassifier
AWS::Glue::Connection arn:$\{Partition}:glue:$\{Region}:$\{Account}:connection/$\{ConnectionName} glue CreateConnection UpdateConnection DeleteConnection
AWS::Glue::ConnectionType arn:$\{Partition}:glue:$\{Region}:$\{Account}:connectionType:$\{ConnectionTypeName} glue RegisterConnectionType  DeleteConnectionType
AWS::Glue::Crawler arn:$\{Partition}:glue:$\{Region}:$\{Account}:crawler/$\{CrawlerName} glue CreateCrawler UpdateCrawler DeleteCrawler,StopCrawler
AWS::Glue::CustomEntityType arn:$\{Partition}:glue:$\{Region}:$\{Account}:customEntityType/$\{CustomEntityTypeId} glue CreateCustomEntityType DeleteCustomEntityType,CreateCustomEntityType DeleteCustomEntityType
AWS::Glue::DataCatalogEncryptionSettings  glue PutDataCatalogEncryptionSettings PutDataCatalogEncryptionSettings PutDataCatalogEncryptionSettings
AWS::Glue::DataQualityRuleset arn:$\{Partition}:glue:$\{Region}:$\{Account}:dataQualityRuleset/$\{RulesetName} glue CreateDataQualityRuleset UpdateDataQualityRuleset DeleteDataQualityRuleset
AWS::Glue::Database arn:$\{Partition}:glue:$\{Region}:$\{Account}:database/$\{DatabaseName} glue CreateDatabase,CreateConnection UpdateDatabase,UpdateConnection DeleteDatabase,DeleteConnection
AWS::Glue::IdentityCenterConfiguration  sso CreateApplication,PutApplicationAuthenticationMethod,PutApplicationGrant,PutApplicationAccessScope,PutApplicationAssignmentConfiguration,PutApplicationSessionConfiguration PutApplicationAuthenticationMethod,PutApplicationGrant,PutApplicationAccessScope,PutApplicationAssignmentConfiguration,DeleteApplicationAccessScope,PutApplicationSessionConfiguration DeleteApplication
AWS::Glue::Integration arn:$\{Partition}:glue:$\{Region}:$\{Account}:integration:$\{IntegrationId} glue CreateIntegration,CreateInboundIntegration ModifyIntegration DeleteIntegration
AWS::Glue::IntegrationResourceProperty  glue CreateIntegrationResourceProperty UpdateIntegrationResourceProperty DeleteIntegrationResourceProperty,UpdateIntegrationResourceProperty
AWS::Glue::Job arn:$\{Partition}:glue:$\{Region}:$\{Account}:job/$\{JobName} glue CreateJob UpdateJob DeleteJob
AWS::Glue::MLTransform arn:$\{Partition}:glue:$\{Region}:$\{Account}:mlTransform/$\{TransformId} glue CreateMLTransform UpdateMLTransform DeleteMLTransform
AWS::Glue::Partition  glue CreatePartition UpdatePartition DeletePartition
AWS::Glue::Registry arn:$\{Partition}:glue:$\{Region}:$\{Account}:registry/$\{RegistryName} glue CreateRegistry UpdateRegistry DeleteRegistry
AWS::Glue::Schema  glue CreateSchema UpdateSchema DeleteSchema
AWS::Glue::SchemaVersion  glue RegisterSchemaVersion  DeleteSchemaVersions
AWS::Glue::SchemaVersionMetadata  glue putSchemaVersionMetadata  removeSchemaVersionMetadata
AWS::Glue::SecurityConfiguration  glue CreateSecurityConfiguration  DeleteSecurityConfiguration
AWS::Glue::Session arn:$\{Partition}:glue:$\{Region}:$\{Account}:session/$\{SessionId} glue CreateSession  DeleteSession
AWS::Glue::Table  glue CreateTable UpdateDatabase,UpdateTable,CreateTable DeleteTable,CreateTable
AWS::Glue::TableOptimizer  glue CreateTableOptimizer UpdateTableOptimizer DeleteTableOptimizer
AWS::Glue::Trigger arn:$\{Partition}:glue:$\{Region}:$\{Account}:trigger/$\{TriggerName} glue CreateTrigger UpdateTrigger DeleteTrigger
AWS::Glue::UsageProfile arn:$\{Partition}:glue:$\{Region}:$\{Account}:usageProfile/$\{UsageProfileId} glue CreateUsageProfile UpdateUsageProfile DeleteUsageProfile
AWS::Glue::UserDefinedFunction  glue CreateUserDefinedFunction UpdateUserDefinedFunction DeleteUserDefinedFunction
AWS::Glue::Workflow arn:$\{Partition}:glue:$\{Region}:$\{Account}:workflow/$\{WorkflowName} glue CreateWorkflow UpdateWorkflow DeleteWorkflow
AWS::Grafana::Workspace arn:$\{Partition}:grafana:$\{Region}:$\{Account}:/workspaces/$\{ResourceId} grafana CreateWorkspace,UpdateWorkspaceAuthentication UpdateWorkspace,UpdateWorkspaceAuthentication,UpdateWorkspaceConfiguration DeleteWorkspace
AWS::GreengrassV2::ComponentVersion  greengrass CreateComponentVersion  DeleteComponent
AWS::GreengrassV2::Deployment arn:$\{Partition}:greengrass:$\{Region}:$\{Account}:deployments:$\{DeploymentId} greengrass CreateDeployment  DeleteDeployment,CancelDeployment
AWS::GroundStation::Config  groundstation CreateConfig UpdateConfig DeleteConfig
AWS::GroundStation::DataflowEndpointGroup arn:$\{Partition}:groundstation:$\{Region}:$\{Account}:dataflow-endpoint-group/$\{DataflowEndpointGroupId} groundstation CreateDataflowEndpointGroup  DeleteDataflowEndpointGroup
AWS::GroundStation::DataflowEndpointGroupV2 arn:$\{Partition}:groundstation:$\{Region}:$\{Account}:dataflow-endpoint-group/$\{DataflowEndpointGroupId} groundstation CreateDataflowEndpointGroupV2  DeleteDataflowEndpointGroup
AWS::GroundStation::MissionProfile arn:$\{Partition}:groundstation:$\{Region}:$\{Account}:mission-profile/$\{MissionProfileId} groundstation CreateMissionProfile UpdateMissionProfile DeleteMissionProfile
AWS::GuardDuty::CustomDetectionRuleAssociation  guardduty CreateCustomDetectionRuleAssociation UpdateCustomDetectionRuleAssociation DeleteCustomDetectionRuleAssociation
AWS::GuardDuty::Detector arn:$\{Partition}:guardduty:$\{Region}:$\{Account}:detector/$\{DetectorId} guardduty CreateDetector UpdateDetector DeleteDetector
AWS::GuardDuty::Filter  guardduty CreateFilter UpdateFilter DeleteFilter
AWS::GuardDuty::IPSet  guardduty CreateIPSet UpdateIPSet DeleteIPSet
AWS::GuardDuty::MalwareProtectionPlan arn:$\{Partition}:guardduty:$\{Region}:$\{Account}:malware-protection-plan/$\{MalwareProtectionPlanId} guardduty CreateMalwareProtectionPlan UpdateMalwareProtectionPlan DeleteMalwareProtectionPlan
AWS::GuardDuty::Master  guardduty AcceptInvitation  DisassociateFromMasterAccount
AWS::GuardDuty::Member  guardduty CreateMembers CreateMembers,DisassociateMembers,StartMonitoringMembers,StopMonitoringMembers,InviteMembers DisassociateMembers,DeleteMembers
AWS::GuardDuty::PublishingDestination  guardduty CreatePublishingDestination UpdatePublishingDestination DeletePublishingDestination
AWS::GuardDuty::ThreatEntitySet  guardduty CreateThreatEntitySet UpdateThreatEntitySet DeleteThreatEntitySet
AWS::GuardDuty::ThreatIntelSet  guardduty CreateThreatIntelSet UpdateThreatIntelSet DeleteThreatIntelSet
AWS::GuardDuty::TrustedEntitySet  guardduty CreateTrustedEntitySet UpdateTrustedEntitySet DeleteTrustedEntitySet
AWS::HealthAgent::Domain arn:$\{Partition}:health-agent:$\{Region}:$\{Account}:domain/$\{DomainId} health-agent CreateDomain  DeleteDomain
AWS::HealthImaging::Datastore arn:$\{Partition}:medical-imaging:$\{Region}:$\{Account}:datastore/$\{DatastoreId} medical-imaging CreateDatastore  DeleteDatastore
AWS::HealthLake::DataTransformationProfile arn:$\{Partition}:healthlake:$\{Region}:$\{Account}:dataTransformationProfile/$\{ProfileId} healthlake CreateDataTransformationProfile  DeleteDataTransformationProfile
AWS::HealthLake::FHIRDatastore arn:$\{Partition}:healthlake:$\{Region}:$\{Account}:datastore/fhir/$\{DatastoreId} healthlake CreateFHIRDatastore UpdateFHIRDatastore DeleteFHIRDatastore
AWS::IAM::Group arn:$\{Partition}:iam::$\{Account}:group/$\{GroupNameWithPath} iam CreateGroup,PutGroupPolicy,AttachGroupPolicy UpdateGroup,DetachGroupPolicy,AttachGroupPolicy,DeleteGroupPolicy,PutGroupPolicy DeleteGroup,DetachGroupPolicy,DeleteGroupPolicy
AWS::IAM::GroupPolicy  iam PutGroupPolicy PutGroupPolicy DeleteGroupPolicy
AWS::IAM::InstanceProfile arn:$\{Partition}:iam::$\{Account}:instance-profile/$\{InstanceProfileNameWithPath} iam CreateInstanceProfile,AddRoleToInstanceProfile RemoveRoleFromInstanceProfile,AddRoleToInstanceProfile RemoveRoleFromInstanceProfile,DeleteInstanceProfile
AWS::IAM::ManagedPolicy arn:$\{Partition}:iam::$\{Account}:policy/$\{PolicyNameWithPath} iam CreatePolicy,AttachGroupPolicy,AttachUserPolicy,AttachRolePolicy DetachRolePolicy,DetachGroupPolicy,DetachUserPolicy,CreatePolicyVersion,DeletePolicyVersion,AttachGroupPolicy,AttachUserPolicy,AttachRolePolicy DetachRolePolicy,DetachGroupPolicy,DetachUserPolicy,DeletePolicyVersion,DeletePolicy
AWS::IAM::OIDCProvider arn:$\{Partition}:iam::$\{Account}:oidc-provider/$\{OidcProviderName} iam CreateOpenIDConnectProvider UpdateOpenIDConnectProviderThumbprint,RemoveClientIDFromOpenIDConnectProvider,AddClientIDToOpenIDConnectProvider DeleteOpenIDConnectProvider
AWS::IAM::Policy arn:$\{Partition}:iam::$\{Account}:policy/$\{PolicyNameWithPath} iam PutUserPolicy,PutRolePolicy,PutGroupPolicy PutUserPolicy,PutRolePolicy,PutGroupPolicy,DeleteRolePolicy,DeleteUserPolicy,DeleteGroupPolicy DeleteRolePolicy,DeleteUserPolicy,DeleteGroupPolicy
AWS::IAM::Role arn:$\{Partition}:iam::$\{Account}:role/$\{RoleNameWithPath} iam CreateRole,PutRolePolicy,AttachRolePolicy UpdateRole,UpdateRoleDescription,UpdateAssumeRolePolicy,DetachRolePolicy,AttachRolePolicy,DeleteRolePermissionsBoundary,PutRolePermissionsBoundary,DeleteRolePolicy,PutRolePolicy DeleteRole,DetachRolePolicy,DeleteRolePolicy
AWS::IAM::RolePolicy  iam PutRolePolicy PutRolePolicy DeleteRolePolicy
AWS::IAM::SAMLProvider arn:$\{Partition}:iam::$\{Account}:saml-provider/$\{SamlProviderName} iam CreateSAMLProvider UpdateSAMLProvider DeleteSAMLProvider
AWS::IAM::ServerCertificate arn:$\{Partition}:iam::$\{Account}:server-certificate/$\{CertificateNameWithPath} iam UploadServerCertificate  DeleteServerCertificate
AWS::IAM::ServiceLinkedRole  iam CreateServiceLinkedRole UpdateRole DeleteServiceLinkedRole
AWS::IAM::User arn:$\{Partition}:iam::$\{Account}:user/$\{UserNameWithPath} iam CreateLoginProfile,AddUserToGroup,PutUserPolicy,AttachUserPolicy,CreateUser UpdateLoginProfile,UpdateUser,PutUserPermissionsBoundary,AttachUserPolicy,DeleteUserPolicy,DeleteUserPermissionsBoundary,CreateLoginProfile,RemoveUserFromGroup,AddUserToGroup,PutUserPolicy,DetachUserPolicy,DeleteLoginProfile DeleteAccessKey,RemoveUserFromGroup,DeleteUserPolicy,DeleteUser,DetachUserPolicy,DeleteLoginProfile
AWS::IAM::UserPolicy  iam PutUserPolicy PutUserPolicy DeleteUserPolicy
AWS::IAM::VirtualMFADevice arn:$\{Partition}:iam::$\{Account}:mfa/$\{MfaTokenIdWithPath} iam CreateVirtualMFADevice,EnableMFADevice  DeleteVirtualMFADevice,DeactivateMFADevice
AWS::IVS::AdConfiguration  ivs CreateAdConfiguration UpdateAdConfiguration DeleteAdConfiguration
AWS::IVS::Channel arn:$\{Partition}:ivs:$\{Region}:$\{Account}:channel/$\{ResourceId} ivs CreateChannel UpdateChannel DeleteChannel
AWS::IVS::EncoderConfiguration arn:$\{Partition}:ivs:$\{Region}:$\{Account}:encoder-configuration/$\{ResourceId} ivs CreateEncoderConfiguration  DeleteEncoderConfiguration
AWS::IVS::IngestConfiguration arn:$\{Partition}:ivs:$\{Region}:$\{Account}:ingest-configuration/$\{ResourceId} ivs CreateIngestConfiguration UpdateIngestConfiguration DeleteIngestConfiguration
AWS::IVS::PlaybackKeyPair arn:$\{Partition}:ivs:$\{Region}:$\{Account}:playback-key/$\{ResourceId} ivs ImportPlaybackKeyPair  DeletePlaybackKeyPair
AWS::IVS::PlaybackRestrictionPolicy arn:$\{Partition}:ivs:$\{Region}:$\{Account}:playback-restriction-policy/$\{ResourceId} ivs CreatePlaybackRestrictionPolicy UpdatePlaybackRestrictionPolicy DeletePlaybackRestrictionPolicy
AWS::IVS::PublicKey arn:$\{Partition}:ivs:$\{Region}:$\{Account}:public-key/$\{ResourceId} ivs ImportPublicKey  DeletePublicKey
AWS::IVS::RecordingConfiguration arn:$\{Partition}:ivs:$\{Region}:$\{Account}:recording-configuration/$\{ResourceId} ivs CreateRecordingConfiguration  DeleteRecordingConfiguration
AWS::IVS::Stage arn:$\{Partition}:ivs:$\{Region}:$\{Account}:stage/$\{ResourceId} ivs CreateStage UpdateStage DeleteStage
AWS::IVS::StorageConfiguration arn:$\{Partition}:ivs:$\{Region}:$\{Account}:storage-configuration/$\{ResourceId} ivs CreateStorageConfiguration  DeleteStorageConfiguration
AWS::IVS::StreamKey arn:$\{Partition}:ivs:$\{Region}:$\{Account}:stream-key/$\{ResourceId} ivs CreateStreamKey  DeleteStreamKey
AWS::IVSChat::LoggingConfiguration arn:$\{Partition}:ivschat:$\{Region}:$\{Account}:logging-configuration/$\{ResourceId} ivschat CreateLoggingConfiguration UpdateLoggingConfiguration DeleteLoggingConfiguration
AWS::IVSChat::Room arn:$\{Partition}:ivschat:$\{Region}:$\{Account}:room/$\{ResourceId} ivschat CreateRoom UpdateRoom DeleteRoom
AWS::IdentityStore::Group arn:$\{Partition}:identitystore:::group/$\{GroupId} identitystore CreateGroup UpdateGroup DeleteGroup
AWS::IdentityStore::GroupMembership arn:$\{Partition}:identitystore:::membership/$\{MembershipId} identitystore CreateGroupMembership  DeleteGroupMembership
AWS::IdentityStore::User arn:$\{Partition}:identitystore:::user/$\{UserId} identitystore CreateUser UpdateUser DeleteUser
AWS::ImageBuilder::Component  imagebuilder CreateComponent  DeleteComponent
AWS::ImageBuilder::ContainerRecipe  imagebuilder CreateContainerRecipe  DeleteContainerRecipe
AWS::ImageBuilder::DistributionConfiguration arn:$\{Partition}:imagebuilder:$\{Region}:$\{Account}:distribution-configuration/$\{DistributionConfigurationName} imagebuilder CreateDistributionConfiguration UpdateDistributionConfiguration DeleteDistributionConfiguration
AWS::ImageBuilder::Image  imagebuilder CreateImage,StartImagePipelineExecution  DeleteImage,CancelImageCreation
AWS::ImageBuilder::ImagePipeline arn:$\{Partition}:imagebuilder:$\{Region}:$\{Account}:image-pipeline/$\{ImagePipelineName} imagebuilder CreateImagePipeline UpdateImagePipeline DeleteImagePipeline
AWS::ImageBuilder::ImageRecipe  imagebuilder CreateImageRecipe  DeleteImageRecipe
AWS::ImageBuilder::InfrastructureConfiguration arn:$\{Partition}:imagebuilder:$\{Region}:$\{Account}:infrastructure-configuration/$\{ResourceId} imagebuilder CreateInfrastructureConfiguration UpdateInfrastructureConfiguration DeleteInfrastructureConfiguration
AWS::ImageBuilder::LifecyclePolicy arn:$\{Partition}:imagebuilder:$\{Region}:$\{Account}:lifecycle-policy/$\{LifecyclePolicyName} imagebuilder CreateLifecyclePolicy UpdateLifecyclePolicy DeleteLifecyclePolicy
AWS::ImageBuilder::Workflow  imagebuilder CreateWorkflow  DeleteWorkflow
AWS::Inspector::AssessmentTarget  inspector CreateAssessmentTarget UpdateAssessmentTarget DeleteAssessmentTarget
AWS::Inspector::AssessmentTemplate  inspector CreateAssessmentTemplate  DeleteAssessmentTemplate
AWS::Inspector::ResourceGroup  inspector CreateResourceGroup  CreateResourceGroup
AWS::InspectorV2::CisScanConfiguration  inspector2 CreateCisScanConfiguration UpdateCisScanConfiguration DeleteCisScanConfiguration
AWS::InspectorV2::CodeSecurityIntegration  inspector2 CreateCodeSecurityIntegration UpdateCodeSecurityIntegration DeleteCodeSecurityIntegration
AWS::InspectorV2::CodeSecurityScanConfiguration  inspector2 CreateCodeSecurityScanConfiguration UpdateCodeSecurityScanConfiguration DeleteCodeSecurityScanConfiguration
AWS::InspectorV2::Connector  inspector2 CreateConnector UpdateConnector DeleteConnector
AWS::InspectorV2::Filter  inspector2 CreateFilter UpdateFilter DeleteFilter
AWS::Interconnect::Connection arn:$\{Partition}:interconnect:$\{Region}:$\{Account}:connection/$\{Id} interconnect CreateConnection,AcceptConnectionProposal UpdateConnection DeleteConnection
AWS::InternetMonitor::Monitor arn:$\{Partition}:internetmonitor:$\{Region}:$\{Account}:monitor/$\{MonitorName} internetmonitor CreateMonitor CreateMonitor,UpdateMonitor UpdateMonitor,DeleteMonitor
AWS::Invoicing::InvoiceUnit arn:$\{Partition}:invoicing::$\{Account}:invoice-unit/$\{Identifier} invoicing CreateInvoiceUnit UpdateInvoiceUnit DeleteInvoiceUnit
AWS::Invoicing::ProcurementPortalPreference arn:$\{Partition}:invoicing::$\{Account}:procurement-portal-preference/$\{Identifier} invoicing CreateProcurementPortalPreference PutProcurementPortalPreference DeleteProcurementPortalPreference
AWS::IoT::AccountAuditConfiguration  iot UpdateAccountAuditConfiguration UpdateAccountAuditConfiguration DeleteAccountAuditConfiguration
AWS::IoT::Authorizer arn:$\{Partition}:iot:$\{Region}:$\{Account}:authorizer/$\{AuthorizerName} iot CreateAuthorizer UpdateAuthorizer UpdateAuthorizer,DeleteAuthorizer
AWS::IoT::BillingGroup arn:$\{Partition}:iot:$\{Region}:$\{Account}:billinggroup/$\{BillingGroupName} iot CreateBillingGroup UpdateBillingGroup DeleteBillingGroup
AWS::IoT::CACertificate arn:$\{Partition}:iot:$\{Region}:$\{Account}:cacert/$\{CACertificate} iot RegisterCACertificate UpdateCACertificate UpdateCACertificate,DeleteCACertificate
AWS::IoT::Certificate arn:$\{Partition}:iot:$\{Region}:$\{Account}:cert/$\{CertificateId} iot CreateCertificateFromCsr,RegisterCertificate,RegisterCertificateWithoutCA UpdateCertificate DeleteCertificate,UpdateCertificate
AWS::IoT::CertificateProvider arn:$\{Partition}:iot:$\{Region}:$\{Account}:certificateprovider/$\{CertificateProviderName} iot CreateCertificateProvider UpdateCertificateProvider DeleteCertificateProvider
AWS::IoT::Command arn:$\{Partition}:iot:$\{Region}:$\{Account}:command/$\{CommandId} iot CreateCommand UpdateCommand UpdateCommand,DeleteCommand
AWS::IoT::CustomMetric arn:$\{Partition}:iot:$\{Region}:$\{Account}:custommetric/$\{MetricName} iot CreateCustomMetric UpdateCustomMetric DeleteCustomMetric
AWS::IoT::Dimension arn:$\{Partition}:iot:$\{Region}:$\{Account}:dimension/$\{DimensionName} iot CreateDimension UpdateDimension DeleteDimension
AWS::IoT::DomainConfiguration arn:$\{Partition}:iot:$\{Region}:$\{Account}:domainconfiguration/$\{DomainConfigurationName} iot CreateDomainConfiguration,UpdateDomainConfiguration UpdateDomainConfiguration DeleteDomainConfiguration,UpdateDomainConfiguration
AWS::IoT::EncryptionConfiguration  kms Encrypt,Decrypt Encrypt,Decrypt Decrypt
AWS::IoT::FleetMetric arn:$\{Partition}:iot:$\{Region}:$\{Account}:fleetmetric/$\{FleetMetricName} iot CreateFleetMetric UpdateFleetMetric DeleteFleetMetric
AWS::IoT::Job arn:$\{Partition}:iot:$\{Region}:$\{Account}:job/$\{JobId} iot CreateJob UpdateJob DeleteJob
AWS::IoT::JobTemplate arn:$\{Partition}:iot:$\{Region}:$\{Account}:jobtemplate/$\{JobTemplateId} iot CreateJobTemplate  DeleteJobTemplate
AWS::IoT::Logging  iot SetV2LoggingOptions SetV2LoggingOptions SetV2LoggingOptions
AWS::IoT::MitigationAction arn:$\{Partition}:iot:$\{Region}:$\{Account}:mitigationaction/$\{MitigationActionName} iot CreateMitigationAction UpdateMitigationAction DeleteMitigationAction
AWS::IoT::Policy arn:$\{Partition}:iot:$\{Region}:$\{Account}:policy/$\{PolicyName} iot CreatePolicy CreatePolicyVersion,DeletePolicyVersion,SetDefaultPolicyVersion DeletePolicy,DeletePolicyVersion
AWS::IoT::PolicyPrincipalAttachment  iot AttachPrincipalPolicy  DetachPrincipalPolicy
AWS::IoT::ProvisioningTemplate arn:$\{Partition}:iot:$\{Region}:$\{Account}:provisioningtemplate/$\{TemplateName} iot CreateProvisioningTemplate UpdateProvisioningTemplate,CreateProvisioningTemplateVersion,DeleteProvisioningTemplateVersion DeleteProvisioningTemplate
AWS::IoT::ResourceSpecificLogging  iot SetV2LoggingLevel SetV2LoggingLevel DeleteV2LoggingLevel
AWS::IoT::RoleAlias arn:$\{Partition}:iot:$\{Region}:$\{Account}:rolealias/$\{RoleAlias} iot CreateRoleAlias UpdateRoleAlias DeleteRoleAlias
AWS::IoT::ScheduledAudit arn:$\{Partition}:iot:$\{Region}:$\{Account}:scheduledaudit/$\{ScheduledAuditName} iot CreateScheduledAudit UpdateScheduledAudit DeleteScheduledAudit
AWS::IoT::SecurityProfile arn:$\{Partition}:iot:$\{Region}:$\{Account}:securityprofile/$\{SecurityProfileName} iot CreateSecurityProfile,AttachSecurityProfile UpdateSecurityProfile,AttachSecurityProfile,DetachSecurityProfile DeleteSecurityProfile
AWS::IoT::SoftwarePackage arn:$\{Partition}:iot:$\{Region}:$\{Account}:package/$\{PackageName} iot CreatePackage CreatePackage,UpdatePackage DeletePackage,DeletePackageVersion,UpdatePackage,UpdatePackageVersion
AWS::IoT::SoftwarePackageVersion  iot CreatePackageVersion,AssociateSbomWithPackageVersion UpdatePackageVersion,AssociateSbomWithPackageVersion,DisassociateSbomFromPackageVersion DeletePackageVersion,UpdatePackageVersion
AWS::IoT::Stream arn:$\{Partition}:iot:$\{Region}:$\{Account}:stream/$\{StreamId} iot CreateStream UpdateStream DeleteStream
AWS::IoT::Thing arn:$\{Partition}:iot:$\{Region}:$\{Account}:thing/$\{ThingName} iot CreateThing UpdateThing DeleteThing
AWS::IoT::ThingGroup arn:$\{Partition}:iot:$\{Region}:$\{Account}:thinggroup/$\{ThingGroupName} iot CreateThingGroup,CreateDynamicThingGroup UpdateThingGroup,UpdateDynamicThingGroup DeleteThingGroup,DeleteDynamicThingGroup
AWS::IoT::ThingPrincipalAttachment  iot AttachThingPrincipal  DetachThingPrincipal
AWS::IoT::ThingType arn:$\{Partition}:iot:$\{Region}:$\{Account}:thingtype/$\{ThingTypeName} iot CreateThingType,DeprecateThingType UpdateThingType,DeprecateThingType DeleteThingType,DeprecateThingType
AWS::IoT::TopicRule arn:$\{Partition}:iot:$\{Region}:$\{Account}:rule/$\{RuleName} iot CreateTopicRule ReplaceTopicRule DeleteTopicRule
AWS::IoT::TopicRuleDestination  iot CreateTopicRuleDestination,UpdateTopicRuleDestination UpdateTopicRuleDestination DeleteTopicRuleDestination
AWS::IoTAnalytics::Channel arn:$\{Partition}:iotanalytics:$\{Region}:$\{Account}:channel/$\{ChannelName} iotanalytics CreateChannel UpdateChannel DeleteChannel
AWS::IoTAnalytics::Dataset arn:$\{Partition}:iotanalytics:$\{Region}:$\{Account}:dataset/$\{DatasetName} iotanalytics CreateDataset UpdateDataset DeleteDataset
AWS::IoTAnalytics::Datastore arn:$\{Partition}:iotanalytics:$\{Region}:$\{Account}:datastore/$\{DatastoreName} iotanalytics CreateDatastore UpdateDatastore DeleteDatastore
AWS::IoTAnalytics::Pipeline arn:$\{Partition}:iotanalytics:$\{Region}:$\{Account}:pipeline/$\{PipelineName} iotanalytics CreatePipeline UpdatePipeline DeletePipeline
AWS::IoTCoreDeviceAdvisor::SuiteDefinition arn:$\{Partition}:iotdeviceadvisor:$\{Region}:$\{Account}:suitedefinition/$\{SuiteDefinitionId} iotdeviceadvisor CreateSuiteDefinition UpdateSuiteDefinition DeleteSuiteDefinition
AWS::IoTEvents::DetectorModel arn:$\{Partition}:iotevents:$\{Region}:$\{Account}:detectorModel/$\{DetectorModelName} iotevents CreateDetectorModel,UpdateInputRouting UpdateDetectorModel,UpdateInputRouting DeleteDetectorModel
AWS::IoTEvents::Input arn:$\{Partition}:iotevents:$\{Region}:$\{Account}:input/$\{InputName} iotevents CreateInput UpdateInput DeleteInput
AWS::IoTFleetWise::Campaign arn:$\{Partition}:iotfleetwise:$\{Region}:$\{Account}:campaign/$\{CampaignName} iotfleetwise CreateCampaign UpdateCampaign DeleteCampaign
AWS::IoTFleetWise::DecoderManifest arn:$\{Partition}:iotfleetwise:$\{Region}:$\{Account}:decoder-manifest/$\{Name} iotfleetwise CreateDecoderManifest,UpdateDecoderManifest UpdateDecoderManifest DeleteDecoderManifest
AWS::IoTFleetWise::Fleet arn:$\{Partition}:iotfleetwise:$\{Region}:$\{Account}:fleet/$\{FleetId} iotfleetwise CreateFleet UpdateFleet DeleteFleet
AWS::IoTFleetWise::ModelManifest arn:$\{Partition}:iotfleetwise:$\{Region}:$\{Account}:model-manifest/$\{Name} iotfleetwise CreateModelManifest,UpdateModelManifest UpdateModelManifest DeleteModelManifest
AWS::IoTFleetWise::SignalCatalog arn:$\{Partition}:iotfleetwise:$\{Region}:$\{Account}:signal-catalog/$\{Name} iotfleetwise CreateSignalCatalog UpdateSignalCatalog DeleteSignalCatalog
AWS::IoTFleetWise::StateTemplate arn:$\{Partition}:iotfleetwise:$\{Region}:$\{Account}:state-template/$\{StateTemplateId} iotfleetwise CreateStateTemplate UpdateStateTemplate DeleteStateTemplate
AWS::IoTFleetWise::Vehicle arn:$\{Partition}:iotfleetwise:$\{Region}:$\{Account}:vehicle/$\{VehicleId} iotfleetwise CreateVehicle UpdateVehicle DeleteVehicle
AWS::IoTManagedIntegrations::AccountAssociation  iotmanagedintegrations CreateAccountAssociation UpdateAccountAssociation DeleteAccountAssociation
AWS::IoTManagedIntegrations::CloudConnector  iotmanagedintegrations CreateCloudConnector UpdateCloudConnector DeleteCloudConnector
AWS::IoTManagedIntegrations::CredentialLocker  iotmanagedintegrations CreateCredentialLocker  DeleteCredentialLocker
AWS::IoTManagedIntegrations::ManagedThing  iotmanagedintegrations CreateManagedThing UpdateManagedThing DeleteManagedThing
AWS::IoTManagedIntegrations::ProvisioningProfile  iotmanagedintegrations CreateProvisioningProfile,RegisterCustomEndpoint  DeleteProvisioningProfile
AWS::IoTSecureTunneling::Tunnel  iot OpenTunnel  CloseTunnel
AWS::IoTSiteWise::AccessPolicy arn:$\{Partition}:iotsitewise:$\{Region}:$\{Account}:access-policy/$\{AccessPolicyId} iotsitewise CreateAccessPolicy UpdateAccessPolicy DeleteAccessPolicy
AWS::IoTSiteWise::Application  iotsitewise CreateApplication  DeleteApplication
AWS::IoTSiteWise::Asset arn:$\{Partition}:iotsitewise:$\{Region}:$\{Account}:asset/$\{AssetId} iotsitewise AssociateAssets,CreateAsset,UpdateAssetProperty AssociateAssets,DisassociateAssets,UpdateAsset,UpdateAssetProperty DeleteAsset,DisassociateAssets
AWS::IoTSiteWise::AssetModel arn:$\{Partition}:iotsitewise:$\{Region}:$\{Account}:asset-model/$\{AssetModelId} iotsitewise CreateAssetModel,UpdateAssetModel,UpdateAssetModelCompositeModel,CreateAssetModelCompositeModel,PutAssetModelInterfaceRelationship CreateAssetModelCompositeModel,UpdateAssetModelCompositeModel,DeleteAssetModelCompositeModel,UpdateAssetModel,PutAssetModelInterfaceRelationship,DeleteAssetModelInterfaceRelationship DeleteAssetModel
AWS::IoTSiteWise::ComputationModel arn:$\{Partition}:iotsitewise:$\{Region}:$\{Account}:computation-model/$\{ComputationModelId} iotsitewise CreateComputationModel UpdateComputationModel DeleteComputationModel
AWS::IoTSiteWise::Dashboard arn:$\{Partition}:iotsitewise:$\{Region}:$\{Account}:dashboard/$\{DashboardId} iotsitewise CreateDashboard UpdateDashboard DeleteDashboard
AWS::IoTSiteWise::Dataset arn:$\{Partition}:iotsitewise:$\{Region}:$\{Account}:dataset/$\{DatasetId} iotsitewise CreateDataset UpdateDataset DeleteDataset
AWS::IoTSiteWise::Gateway arn:$\{Partition}:iotsitewise:$\{Region}:$\{Account}:gateway/$\{GatewayId} iotsitewise CreateGateway,UpdateGatewayCapabilityConfiguration UpdateGateway,UpdateGatewayCapabilityConfiguration DeleteGateway
AWS::IoTSiteWise::Pipeline  iotsitewise CreatePipeline UpdatePipeline DeletePipeline
AWS::IoTSiteWise::Portal arn:$\{Partition}:iotsitewise:$\{Region}:$\{Account}:portal/$\{PortalId} iotsitewise CreatePortal UpdatePortal DeletePortal
AWS::IoTSiteWise::Project arn:$\{Partition}:iotsitewise:$\{Region}:$\{Account}:project/$\{ProjectId} iotsitewise CreateProject,BatchAssociateProjectAssets UpdateProject,BatchAssociateProjectAssets,BatchDisAssociateProjectAssets DeleteProject
AWS::IoTSiteWise::Task  iotsitewise CreateTask UpdateTask DeleteTask
AWS::IoTSiteWise::Workspace arn:$\{Partition}:iotsitewise:$\{Region}:$\{Account}:workspace/$\{WorkspaceName} iotsitewise CreateWorkspace UpdateWorkspace DeleteWorkspace
AWS::IoTTwinMaker::ComponentType  iottwinmaker CreateComponentType UpdateComponentType DeleteComponentType
AWS::IoTTwinMaker::Entity  iottwinmaker CreateEntity UpdateEntity,UpdateComponentType DeleteEntity
AWS::IoTTwinMaker::Scene  iottwinmaker CreateScene UpdateScene DeleteScene
AWS::IoTTwinMaker::SyncJob  iottwinmaker CreateSyncJob  DeleteSyncJob
AWS::IoTTwinMaker::Workspace arn:$\{Partition}:iottwinmaker:$\{Region}:$\{Account}:workspace/$\{WorkspaceId} iottwinmaker CreateWorkspace UpdateWorkspace DeleteWorkspace
AWS::IoTWireless::Destination arn:$\{Partition}:iotwireless:$\{Region}:$\{Account}:Destination/$\{DestinationName} iotwireless CreateDestination UpdateDestination DeleteDestination
AWS::IoTWireless::DeviceProfile arn:$\{Partition}:iotwireless:$\{Region}:$\{Account}:DeviceProfile/$\{DeviceProfileId} iotwireless CreateDeviceProfile  DeleteDeviceProfile
AWS::IoTWireless::FuotaTask arn:$\{Partition}:iotwireless:$\{Region}:$\{Account}:FuotaTask/$\{FuotaTaskId} iotwireless CreateFuotaTask UpdateFuotaTask,AssociateMulticastGroupWithFuotaTask,DisassociateMulticastGroupFromFuotaTask,AssociateWirelessDeviceWithFuotaTask,DisassociateWirelessDeviceFromFuotaTask DeleteFuotaTask
AWS::IoTWireless::MulticastGroup arn:$\{Partition}:iotwireless:$\{Region}:$\{Account}:MulticastGroup/$\{MulticastGroupId} iotwireless CreateMulticastGroup UpdateMulticastGroup,AssociateWirelessDeviceWithMulticastGroup,DisassociateWirelessDeviceFromMulticastGroup DeleteMulticastGroup
AWS::IoTWireless::NetworkAnalyzerConfiguration arn:$\{Partition}:iotwireless:$\{Region}:$\{Account}:NetworkAnalyzerConfiguration/$\{NetworkAnalyzerConfigurationName} iotwireless CreateNetworkAnalyzerConfiguration UpdateNetworkAnalyzerConfiguration DeleteNetworkAnalyzerConfiguration
AWS::IoTWireless::PartnerAccount arn:$\{Partition}:iotwireless:$\{Region}:$\{Account}:SidewalkAccount/$\{AmazonId} iotwireless AssociateAwsAccountWithPartnerAccount AssociateAwsAccountWithPartnerAccount,UpdatePartnerAccount DisassociateAwsAccountFromPartnerAccount
AWS::IoTWireless::ServiceProfile arn:$\{Partition}:iotwireless:$\{Region}:$\{Account}:ServiceProfile/$\{ServiceProfileId} iotwireless CreateServiceProfile  DeleteServiceProfile
AWS::IoTWireless::TaskDefinition arn:$\{Partition}:iotwireless:$\{Region}:$\{Account}:WirelessGatewayTaskDefinition/$\{WirelessGatewayTaskDefinitionId} iotwireless CreateWirelessGatewayTaskDefinition  DeleteWirelessGatewayTaskDefinition
AWS::IoTWireless::WirelessDevice arn:$\{Partition}:iotwireless:$\{Region}:$\{Account}:WirelessDevice/$\{WirelessDeviceId} iotwireless CreateWirelessDevice UpdateWirelessDevice,AssociateWirelessDeviceWithThing DeleteWirelessDevice,DisassociateWirelessDeviceFromThing
AWS::IoTWireless::WirelessDeviceImportTask arn:$\{Partition}:iotwireless:$\{Region}:$\{Account}:WirelessDeviceImportTask/$\{WirelessDeviceImportTaskId} iotwireless StartWirelessDeviceImportTask,StartSingleWirelessDeviceImportTask UpdateWirelessDeviceImportTask DeleteWirelessDeviceImportTask
AWS::IoTWireless::WirelessGateway arn:$\{Partition}:iotwireless:$\{Region}:$\{Account}:WirelessGateway/$\{WirelessGatewayId} iotwireless CreateWirelessGateway UpdateWirelessGateway,AssociateWirelessGatewayWithThing DeleteWirelessGateway,DisassociateWirelessGatewayFromThing
AWS::KMS::Alias arn:$\{Partition}:kms:$\{Region}:$\{Account}:alias/$\{Alias} kms CreateAlias UpdateAlias DeleteAlias
AWS::KMS::Key arn:$\{Partition}:kms:$\{Region}:$\{Account}:key/$\{KeyId} kms CreateKey,EnableKeyRotation,DisableKey,PutKeyPolicy DisableKey,DisableKeyRotation,EnableKey,EnableKeyRotation,PutKeyPolicy,UpdateKeyDescription ScheduleKeyDeletion
AWS::KMS::ReplicaKey  kms ReplicateKey,CreateKey,DisableKey DisableKey,EnableKey,PutKeyPolicy,UpdateKeyDescription ScheduleKeyDeletion
AWS::KafkaConnect::Connector  kafkaconnect CreateConnector UpdateConnector DeleteConnector
AWS::KafkaConnect::CustomPlugin  kafkaconnect CreateCustomPlugin  DeleteCustomPlugin
AWS::KafkaConnect::WorkerConfiguration  kafkaconnect CreateWorkerConfiguration  DeleteWorkerConfiguration
AWS::Kendra::DataSource  kendra CreateDataSource UpdateDataSource DeleteDataSource
AWS::Kendra::Faq  kendra CreateFaq  DeleteFaq
AWS::Kendra::FeaturedResultsSet  kendra CreateFeaturedResultsSet UpdateFeaturedResultsSet BatchDeleteFeaturedResultsSet
AWS::Kendra::Index arn:$\{Partition}:kendra:$\{Region}:$\{Account}:index/$\{IndexId} kendra CreateIndex,UpdateIndex UpdateIndex DeleteIndex
AWS::Kendra::QuerySuggestionsBlockList  kendra CreateQuerySuggestionsBlockList UpdateQuerySuggestionsBlockList DeleteQuerySuggestionsBlockList
AWS::Kendra::Thesaurus  kendra CreateThesaurus UpdateThesaurus DeleteThesaurus
AWS::KendraRanking::ExecutionPlan arn:$\{Partition}:kendra-ranking:$\{Region}:$\{Account}:rescore-execution-plan/$\{RescoreExecutionPlanId} kendra-ranking CreateRescoreExecutionPlan,UpdateRescoreExecutionPlan UpdateRescoreExecutionPlan DeleteRescoreExecutionPlan
AWS::Kinesis::Channel arn:$\{Partition}:kinesis:$\{Region}:$\{Account}:channel/$\{ChannelId} kinesis CreateChannel,AssociateStreamsWithChannel UpdateChannel DeleteChannel
AWS::Kinesis::ResourcePolicy  kinesis PutResourcePolicy PutResourcePolicy DeleteResourcePolicy
AWS::Kinesis::Stream arn:$\{Partition}:kinesis:$\{Region}:$\{Account}:stream/$\{StreamName} kinesis EnableEnhancedMonitoring,CreateStream,IncreaseStreamRetentionPeriod,StartStreamEncryption,UpdateMaxRecordSize,UpdateStreamWarmThroughput EnableEnhancedMonitoring,DisableEnhancedMonitoring,UpdateShardCount,UpdateStreamMode,IncreaseStreamRetentionPeriod,DecreaseStreamRetentionPeriod,StartStreamEncryption,StopStreamEncryption,UpdateMaxRecordSize,UpdateStreamWarmThroughput,UpdateStreamRecordDistributionStrategy DeleteStream
AWS::Kinesis::StreamConsumer  kinesis RegisterStreamConsumer  DeregisterStreamConsumer
AWS::KinesisAnalyticsV2::Application arn:$\{Partition}:kinesisanalytics:$\{Region}:$\{Account}:application/$\{ApplicationName} kinesisanalytics CreateApplication,UpdateApplicationMaintenanceConfiguration UpdateApplication,AddApplicationVpcConfiguration,DeleteApplicationVpcConfiguration,UpdateApplicationMaintenanceConfiguration DeleteApplication
AWS::KinesisFirehose::DeliveryStream arn:$\{Partition}:firehose:$\{Region}:$\{Account}:deliverystream/$\{DeliveryStreamName} firehose CreateDeliveryStream UpdateDestination,StartDeliveryStreamEncryption,StopDeliveryStreamEncryption DeleteDeliveryStream
AWS::KinesisVideo::SignalingChannel  kinesisvideo CreateSignalingChannel UpdateSignalingChannel DeleteSignalingChannel
AWS::KinesisVideo::Stream  kinesisvideo CreateStream UpdateStream,UpdateDataRetention DeleteStream
AWS::LakeFormation::DataCellsFilter  lakeformation CreateDataCellsFilter  DeleteDataCellsFilter
AWS::LakeFormation::PrincipalPermissions  lakeformation GrantPermissions  RevokePermissions
AWS::LakeFormation::Tag  lakeformation CreateLFTag UpdateLFTag DeleteLFTag
AWS::LakeFormation::TagAssociation  lakeformation AddLFTagsToResource  RemoveLFTagsFromResource
AWS::Lambda::Alias  lambda CreateAlias,PutProvisionedConcurrencyConfig UpdateAlias,PutProvisionedConcurrencyConfig,DeleteProvisionedConcurrencyConfig DeleteAlias
AWS::Lambda::CapacityProvider arn:$\{Partition}:lambda:$\{Region}:$\{Account}:capacity-provider:$\{CapacityProviderName} lambda CreateCapacityProvider UpdateCapacityProvider DeleteCapacityProvider
AWS::Lambda::CodeSigningConfig arn:$\{Partition}:lambda:$\{Region}:$\{Account}:code-signing-config:$\{CodeSigningConfigId} lambda CreateCodeSigningConfig UpdateCodeSigningConfig DeleteCodeSigningConfig
AWS::Lambda::EventInvokeConfig  lambda PutFunctionEventInvokeConfig UpdateFunctionEventInvokeConfig DeleteFunctionEventInvokeConfig
AWS::Lambda::EventSourceMapping arn:$\{Partition}:lambda:$\{Region}:$\{Account}:event-source-mapping:$\{UUID} lambda CreateEventSourceMapping UpdateEventSourceMapping DeleteEventSourceMapping
AWS::Lambda::Function arn:$\{Partition}:lambda:$\{Region}:$\{Account}:function:$\{FunctionName} lambda CreateFunction,PutFunctionConcurrency,PutRuntimeManagementConfig,PutFunctionRecursionConfig,PutFunctionScalingConfig,AssociateRuntimeAlias DeleteFunctionConcurrency,PutFunctionConcurrency,UpdateFunctionConfiguration,UpdateFunctionCode,PutRuntimeManagementConfig,PutFunctionCodeSigningConfig,DeleteFunctionCodeSigningConfig,PutFunctionRecursionConfig,PutFunctionScalingConfig,PublishVersion,AssociateRuntimeAlias DeleteFunction
AWS::Lambda::LayerVersionPermission  lambda AddLayerVersionPermission  RemoveLayerVersionPermission
AWS::Lambda::MicrovmImage arn:$\{Partition}:lambda:$\{Region}:$\{Account}:microvm-image:$\{MicrovmImageName} lambda CreateMicrovmImage UpdateMicrovmImage,DeleteMicrovmImageVersion DeleteMicrovmImage
AWS::Lambda::NetworkConnector arn:$\{Partition}:lambda:$\{Region}:$\{Account}:network-connector:$\{NetworkConnectorId} lambda CreateNetworkConnector UpdateNetworkConnector DeleteNetworkConnector
AWS::Lambda::Permission  lambda AddPermission  RemovePermission
AWS::Lambda::ResourcePolicy  lambda PutResourcePolicy,AddPermission,RemovePermission PutResourcePolicy,AddPermission,RemovePermission PutResourcePolicy,DeleteResourcePolicy,AddPermission,RemovePermission
AWS::Lambda::Url  lambda CreateFunctionUrlConfig UpdateFunctionUrlConfig DeleteFunctionUrlConfig
AWS::Lambda::Version  lambda PublishVersion,PutProvisionedConcurrencyConfig,PutRuntimeManagementConfig,PutFunctionScalingConfig PutFunctionScalingConfig DeleteFunction
AWS::Lambda::WebFunction  lambda CreateWebFunction  DeleteWebFunction
AWS::Lambda::WebFunctionEndpoint  lambda CreateWebFunctionEndpoint UpdateWebFunctionEndpoint DeleteWebFunctionEndpoint
AWS::Lambda::WebFunctionRevision  lambda CreateWebFunctionRevision  DeleteWebFunctionRevision
AWS::LaunchWizard::Deployment arn:$\{Partition}:launchwizard:$\{Region}:$\{Account}:deployment/$\{DeploymentId} launchwizard CreateDeployment  DeleteDeployment
AWS::Lex::Bot arn:$\{Partition}:lex:$\{Region}:$\{Account}:bot:$\{BotName} lex CreateUploadUrl,StartImport,CreateBot,CreateBotLocale,CreateIntent,CreateSlot,CreateSlotType,UpdateBot,UpdateBotLocale,UpdateIntent,UpdateSlot,UpdateSlotType,DeleteBotLocale,DeleteIntent,DeleteSlot,DeleteSlotType,BuildBotLocale,CreateCustomVocabulary,UpdateCustomVocabulary,DeleteCustomVocabulary,UpdateBotAlias,CreateBotReplica,DeleteBotReplica,CreateBotAlias,BuildBotLocale CreateUploadUrl,StartImport,CreateBot,CreateBotLocale,CreateIntent,CreateSlot,CreateSlotType,UpdateBot,UpdateBotLocale,UpdateIntent,UpdateSlot,UpdateSlotType,DeleteBotLocale,DeleteIntent,DeleteSlot,DeleteSlotType,BuildBotLocale,CreateCustomVocabulary,UpdateCustomVocabulary,DeleteCustomVocabulary,UpdateBotAlias,CreateBotReplica,DeleteBotReplica,CreateBotAlias,UpdateBotAlias DeleteBot,BatchDeleteCustomVocabularyItem,DeleteBotLocale,DeleteIntent,DeleteSlotType,DeleteSlot,DeleteBotVersion,DeleteBotChannel,DeleteBotAlias,DeleteCustomVocabulary,DeleteBotReplica,DeleteExport,DeleteUtterances,DeleteImport,DeleteSession,DeleteTestSet,DeleteResourcePolicyStatement,DeleteResourcePolicy
AWS::Lex::BotAlias  lex CreateBotAlias UpdateBotAlias DeleteBotAlias
AWS::Lex::BotVersion  lex CreateBotVersion,BuildBotLocale  DeleteBotVersion
AWS::Lex::ResourcePolicy  lex CreateResourcePolicy,CreateResourcePolicyStatement CreateResourcePolicy,UpdateResourcePolicy,DeleteResourcePolicy,CreateResourcePolicyStatement,DeleteResourcePolicyStatement DeleteResourcePolicy,DeleteResourcePolicyStatement
AWS::LicenseManager::Grant arn:$\{Partition}:license-manager::$\{Account}:grant:$\{GrantId} license-manager CreateGrant,CreateGrantVersion CreateGrantVersion DeleteGrant
AWS::LicenseManager::License arn:$\{Partition}:license-manager::$\{Account}:license:$\{LicenseId} license-manager CreateLicense CreateLicenseVersion DeleteLicense
AWS::LicenseManager::LicenseAssetGroup arn:$\{Partition}:license-manager:$\{Region}:$\{Account}:license-asset-group:$\{LicenseAssetGroupId} license-manager CreateLicenseAssetGroup UpdateLicenseAssetGroup DeleteLicenseAssetGroup
AWS::LicenseManager::LicenseAssetRuleSet arn:$\{Partition}:license-manager:$\{Region}:$\{Account}:license-asset-ruleset:$\{LicenseAssetRulesetId} license-manager CreateLicenseAssetRuleset UpdateLicenseAssetRuleset DeleteLicenseAssetRuleset
AWS::LicenseManager::LicenseConfiguration  license-manager CreateLicenseConfiguration UpdateLicenseConfiguration DeleteLicenseConfiguration
AWS::LicenseManager::ReportGenerator  license-manager CreateLicenseManagerReportGenerator UpdateLicenseManagerReportGenerator DeleteLicenseManagerReportGenerator
AWS::LicenseManagerLinuxSubscriptions::SubscriptionProvider  license-manager-linux-subscriptions RegisterSubscriptionProvider  DeregisterSubscriptionProvider
AWS::LicenseManagerUserSubscriptions::LicenseServerEndpoint  license-manager-user-subscriptions CreateLicenseServerEndpoint  DeleteLicenseServerEndpoint
AWS::Lightsail::Alarm arn:$\{Partition}:lightsail:$\{Region}:$\{Account}:Alarm/$\{Id} lightsail PutAlarm PutAlarm DeleteAlarm
AWS::Lightsail::Bucket arn:$\{Partition}:lightsail:$\{Region}:$\{Account}:Bucket/$\{Id} lightsail CreateBucket,UpdateBucket,UpdateBucketBundle,SetResourceAccessForBucket UpdateBucket,UpdateBucketBundle,SetResourceAccessForBucket DeleteBucket
AWS::Lightsail::Certificate arn:$\{Partition}:lightsail:$\{Region}:$\{Account}:Certificate/$\{Id} lightsail CreateCertificate  DeleteCertificate
AWS::Lightsail::ContactMethod arn:$\{Partition}:lightsail:$\{Region}:$\{Account}:ContactMethod/$\{Id} lightsail CreateContactMethod  DeleteContactMethod
AWS::Lightsail::Container arn:$\{Partition}:lightsail:$\{Region}:$\{Account}:ContainerService/$\{Id} lightsail CreateContainerService,CreateContainerServiceDeployment,UpdateContainerService CreateContainerServiceDeployment,UpdateContainerService DeleteContainerService
AWS::Lightsail::Database arn:$\{Partition}:lightsail:$\{Region}:$\{Account}:RelationalDatabase/$\{Id} lightsail CreateRelationalDatabase,UpdateRelationalDatabase,UpdateRelationalDatabaseParameters UpdateRelationalDatabase,UpdateRelationalDatabaseParameters DeleteRelationalDatabase
AWS::Lightsail::DatabaseSnapshot  lightsail CreateRelationalDatabaseSnapshot  DeleteRelationalDatabaseSnapshot
AWS::Lightsail::Disk arn:$\{Partition}:lightsail:$\{Region}:$\{Account}:Disk/$\{Id} lightsail CreateDisk,EnableAddOn,DisableAddOn EnableAddOn,DisableAddOn DeleteDisk
AWS::Lightsail::DiskSnapshot arn:$\{Partition}:lightsail:$\{Region}:$\{Account}:DiskSnapshot/$\{Id} lightsail CreateDiskSnapshot  DeleteDiskSnapshot
AWS::Lightsail::Distribution arn:$\{Partition}:lightsail:$\{Region}:$\{Account}:Distribution/$\{Id} lightsail AttachCertificateToDistribution,CreateDistribution,DetachCertificateFromDistribution,UpdateDistribution,UpdateDistributionBundle AttachCertificateToDistribution,DetachCertificateFromDistribution,UpdateDistribution,UpdateDistributionBundle DeleteDistribution
AWS::Lightsail::Domain arn:$\{Partition}:lightsail:$\{Region}:$\{Account}:Domain/$\{Id} lightsail CreateDomain,CreateDomainEntry CreateDomainEntry,DeleteDomainEntry DeleteDomain
AWS::Lightsail::Instance arn:$\{Partition}:lightsail:$\{Region}:$\{Account}:Instance/$\{Id} lightsail CreateInstances,EnableAddOn,DisableAddOn,PutInstancePublicPorts,AttachDisk,DetachDisk,StartInstance,StopInstance DeleteInstance,EnableAddOn,DisableAddOn,PutInstancePublicPorts,AttachDisk,DetachDisk,StartInstance,StopInstance DeleteInstance
AWS::Lightsail::InstanceSnapshot arn:$\{Partition}:lightsail:$\{Region}:$\{Account}:InstanceSnapshot/$\{Id} lightsail CreateInstanceSnapshot  DeleteInstanceSnapshot
AWS::Lightsail::KeyPair arn:$\{Partition}:lightsail:$\{Region}:$\{Account}:KeyPair/$\{Id} lightsail CreateKeyPair  DeleteKeyPair
AWS::Lightsail::LoadBalancer arn:$\{Partition}:lightsail:$\{Region}:$\{Account}:LoadBalancer/$\{Id} lightsail CreateLoadBalancer,AttachInstancesToLoadBalancer,DetachInstancesFromLoadBalancer,UpdateLoadBalancerAttribute AttachInstancesToLoadBalancer,DetachInstancesFromLoadBalancer,UpdateLoadBalancerAttribute DeleteLoadBalancer
AWS::Lightsail::LoadBalancerTlsCertificate arn:$\{Partition}:lightsail:$\{Region}:$\{Account}:LoadBalancerTlsCertificate/$\{Id} lightsail CreateLoadBalancerTlsCertificate,AttachLoadBalancerTlsCertificate,UpdateLoadBalancerAttribute AttachLoadBalancerTlsCertificate,UpdateLoadBalancerAttribute DeleteLoadBalancerTlsCertificate
AWS::Lightsail::StaticIp arn:$\{Partition}:lightsail:$\{Region}:$\{Account}:StaticIp/$\{Id} lightsail AllocateStaticIp,AttachStaticIp,DetachStaticIp AttachStaticIp,DetachStaticIp ReleaseStaticIp
AWS::Location::APIKey arn:$\{Partition}:geo:$\{Region}:$\{Account}:api-key/$\{KeyName} geo CreateKey,CalculateRoute,CalculateRouteMatrix CreateKey,CalculateRoute,CalculateRouteMatrix,UpdateKey DeleteKey
AWS::Location::GeofenceCollection arn:$\{Partition}:geo:$\{Region}:$\{Account}:geofence-collection/$\{CollectionName} geo CreateGeofenceCollection CreateGeofenceCollection,UpdateGeofenceCollection DeleteGeofenceCollection
AWS::Location::Map arn:$\{Partition}:geo:$\{Region}:$\{Account}:map/$\{MapName} geo CreateMap CreateMap,UpdateMap DeleteMap
AWS::Location::PlaceIndex arn:$\{Partition}:geo:$\{Region}:$\{Account}:place-index/$\{IndexName} geo CreatePlaceIndex CreatePlaceIndex,UpdatePlaceIndex DeletePlaceIndex
AWS::Location::RouteCalculator arn:$\{Partition}:geo:$\{Region}:$\{Account}:route-calculator/$\{CalculatorName} geo CreateRouteCalculator CreateRouteCalculator,UpdateRouteCalculator DeleteRouteCalculator
AWS::Location::Tracker arn:$\{Partition}:geo:$\{Region}:$\{Account}:tracker/$\{TrackerName} geo CreateTracker CreateTracker,UpdateTracker DeleteTracker
AWS::Location::TrackerConsumer  geo AssociateTrackerConsumer  DisassociateTrackerConsumer
AWS::Logs::AccountPolicy  logs PutAccountPolicy,PutIndexPolicy,PutDataProtectionPolicy,CreateLogDelivery,PutSubscriptionFilter,DeleteSubscriptionFilter,PutTransformer,PutMetricExtractionPolicy PutAccountPolicy,PutIndexPolicy,PutDataProtectionPolicy,DeleteAccountPolicy,DeleteIndexPolicy,DeleteDataProtectionPolicy,CreateLogDelivery,PutSubscriptionFilter,DeleteSubscriptionFilter,PutTransformer,DeleteTransformer,PutMetricExtractionPolicy,DeleteMetricExtractionPolicy DeleteAccountPolicy,DeleteIndexPolicy,DeleteDataProtectionPolicy,DeleteSubscriptionFilter,DeleteTransformer,DeleteMetricExtractionPolicy
AWS::Logs::Delivery arn:$\{Partition}:logs:$\{Region}:$\{Account}:delivery:$\{DeliveryName} logs CreateDelivery UpdateDeliveryConfiguration DeleteDelivery
AWS::Logs::DeliveryDestination arn:$\{Partition}:logs:$\{Region}:$\{Account}:delivery-destination:$\{DeliveryDestinationName} logs PutDeliveryDestination,PutDeliveryDestinationPolicy PutDeliveryDestination,DeleteDeliveryDestinationPolicy,PutDeliveryDestinationPolicy DeleteDeliveryDestination,DeleteDeliveryDestinationPolicy
AWS::Logs::DeliverySource arn:$\{Partition}:logs:$\{Region}:$\{Account}:delivery-source:$\{DeliverySourceName} logs PutDeliverySource,AllowVendedLogDeliveryForResource PutDeliverySource DeleteDeliverySource
AWS::Logs::Destination arn:$\{Partition}:logs:$\{Region}:$\{Account}:destination:$\{DestinationName} logs PutDestination,PutDestinationPolicy PutDestination,PutDestinationPolicy DeleteDestination
AWS::Logs::Integration  aoss CreateCollection,CreateSecurityPolicy,CreateAccessPolicy,CreateLifeCyclePolicy,DeleteCollection,DeleteSecurityPolicy,DeleteAccessPolicy,DeleteLifeCyclePolicy,APIAccessAll  
AWS::Logs::LogAnomalyDetector arn:$\{Partition}:logs:$\{Region}:$\{Account}:anomaly-detector:$\{DetectorId} logs CreateLogAnomalyDetector UpdateLogAnomalyDetector DeleteLogAnomalyDetector
AWS::Logs::LogGroup arn:$\{Partition}:logs:$\{Region}:$\{Account}:log-group:$\{LogGroupName} logs CreateLogGroup,PutRetentionPolicy,PutDataProtectionPolicy,CreateLogDelivery,PutResourcePolicy,PutIndexPolicy,PutBearerTokenAuthentication AssociateKmsKey,DisassociateKmsKey,PutRetentionPolicy,DeleteRetentionPolicy,PutDataProtectionPolicy,CreateLogDelivery,PutIndexPolicy,DeleteIndexPolicy,PutResourcePolicy,DeleteResourcePolicy,PutLogGroupDeletionProtection,PutBearerTokenAuthentication DeleteLogGroup,DeleteDataProtectionPolicy
AWS::Logs::LogStream  logs CreateLogStream  DeleteLogStream
AWS::Logs::MetricFilter  logs PutMetricFilter PutMetricFilter DeleteMetricFilter
AWS::Logs::QueryDefinition  logs PutQueryDefinition PutQueryDefinition DeleteQueryDefinition
AWS::Logs::ResourcePolicy  logs PutResourcePolicy PutResourcePolicy,DeleteResourcePolicy DeleteResourcePolicy
AWS::Logs::ScheduledQuery arn:$\{Partition}:logs:$\{Region}:$\{Account}:scheduled-query:$\{ScheduledQueryId} logs CreateScheduledQuery,StartQuery UpdateScheduledQuery DeleteScheduledQuery
AWS::Logs::StorageTierPolicy  logs PutStorageTierPolicy PutStorageTierPolicy PutStorageTierPolicy
AWS::Logs::SubscriptionFilter  logs PutSubscriptionFilter PutSubscriptionFilter DeleteSubscriptionFilter
AWS::Logs::Transformer  logs PutTransformer PutTransformer DeleteTransformer
AWS::LookoutEquipment::InferenceScheduler  lookoutequipment CreateInferenceScheduler UpdateInferenceScheduler,StopInferenceScheduler,StartInferenceScheduler DeleteInferenceScheduler,StopInferenceScheduler
AWS::LookoutVision::Project arn:$\{Partition}:lookoutvision:$\{Region}:$\{Account}:project/$\{ProjectName} lookoutvision CreateProject  DeleteProject
AWS::M2::Application arn:$\{Partition}:m2:$\{Region}:$\{Account}:app/$\{ApplicationId} m2 CreateApplication UpdateApplication DeleteApplication
AWS::M2::Deployment  m2 CreateDeployment CreateDeployment DeleteApplicationFromEnvironment
AWS::M2::Environment arn:$\{Partition}:m2:$\{Region}:$\{Account}:env/$\{EnvironmentId} m2 CreateEnvironment UpdateEnvironment DeleteEnvironment
AWS::MGN::Connector  mgn CreateConnector,InitializeService UpdateConnector DeleteConnector
AWS::MGN::LaunchConfigurationTemplate  mgn CreateLaunchConfigurationTemplate UpdateLaunchConfigurationTemplate DeleteLaunchConfigurationTemplate
AWS::MGN::NetworkMigrationDefinition arn:$\{Partition}:mgn:$\{Region}:$\{Account}:network-migration-definition/$\{NetworkMigrationDefinitionID} mgn CreateNetworkMigrationDefinition,InitializeService UpdateNetworkMigrationDefinition DeleteNetworkMigrationDefinition
AWS::MPA::ApprovalTeam arn:$\{Partition}:mpa:$\{Region}:$\{Account}:approval-team/$\{ApprovalTeamId} mpa CreateApprovalTeam UpdateApprovalTeam StartActiveApprovalTeamDeletion,DeleteInactiveApprovalTeamVersion
AWS::MPA::IdentitySource arn:$\{Partition}:mpa:$\{Region}:$\{Account}:identity-source/$\{IdentitySourceId} mpa CreateIdentitySource  DeleteIdentitySource
AWS::MSK::BatchScramSecret  kafka BatchAssociateScramSecret BatchAssociateScramSecret,BatchDisassociateScramSecret BatchDisassociateScramSecret
AWS::MSK::Channel  kafka CreateChannel UpdateChannel DeleteChannel
AWS::MSK::Cluster  kafka CreateCluster UpdateMonitoring,UpdateClusterKafkaVersion,UpdateClusterConfiguration,UpdateBrokerType,UpdateBrokerCount,UpdateBrokerStorage,UpdateStorage,UpdateSecurity,UpdateConnectivity,UpdateRebalancing DeleteCluster
AWS::MSK::ClusterPolicy  kafka PutClusterPolicy PutClusterPolicy DeleteClusterPolicy
AWS::MSK::Configuration  kafka CreateConfiguration UpdateConfiguration DeleteConfiguration
AWS::MSK::Replicator  kafka CreateReplicator,CreateReplicatorReference UpdateReplicationInfo DeleteReplicator
AWS::MSK::ServerlessCluster  ec2 CreateVpcEndpoint,CreateTags  DeleteVpcEndpoints
AWS::MSK::Topic  kafka-cluster Connect,CreateTopic Connect,AlterTopic,AlterTopicDynamicConfiguration Connect,DeleteTopic
AWS::MSK::VpcConnection  kafka CreateVpcConnection  DeleteVpcConnection
AWS::MWAA::Environment arn:$\{Partition}:airflow:$\{Region}:$\{Account}:environment/$\{EnvironmentName} airflow CreateEnvironment UpdateEnvironment DeleteEnvironment
AWS::MWAAServerless::Workflow arn:$\{Partition}:airflow-serverless:$\{Region}:$\{Account}:workflow/$\{WorkflowId} airflow-serverless CreateWorkflow UpdateWorkflow DeleteWorkflow
AWS::Macie::AllowList arn:$\{Partition}:macie2:$\{Region}:$\{Account}:allow-list/$\{ResourceId} macie2 CreateAllowList UpdateAllowList DeleteAllowList
AWS::Macie::CustomDataIdentifier arn:$\{Partition}:macie2:$\{Region}:$\{Account}:custom-data-identifier/$\{ResourceId} macie2 CreateCustomDataIdentifier  DeleteCustomDataIdentifier
AWS::Macie::FindingsFilter arn:$\{Partition}:macie2:$\{Region}:$\{Account}:findings-filter/$\{ResourceId} macie2 CreateFindingsFilter UpdateFindingsFilter DeleteFindingsFilter
AWS::Macie::Member arn:$\{Partition}:macie2:$\{Region}:$\{Account}:member/$\{ResourceId} macie2 CreateMember  DeleteMember
AWS::Macie::Session  macie2 EnableMacie UpdateMacieSession DisableMacie
AWS::ManagedBlockchain::Accessor arn:$\{Partition}:managedblockchain:$\{Region}:$\{Account}:accessors/$\{AccessorId} managedblockchain CreateAccessor CreateAccessor DeleteAccessor
AWS::MediaConnect::Bridge  mediaconnect CreateBridge,AddBridgeOutputs,AddBridgeSources UpdateBridge DeleteBridge,RemoveBridgeOutput,RemoveBridgeSource
AWS::MediaConnect::BridgeOutput  mediaconnect AddBridgeOutputs UpdateBridgeOutput RemoveBridgeOutput
AWS::MediaConnect::BridgeSource  mediaconnect AddBridgeSources UpdateBridgeSource RemoveBridgeSource
AWS::MediaConnect::Flow  mediaconnect CreateFlow,AddFlowMediaStreams,AddFlowSources,AddFlowVpcInterfaces UpdateFlow,UpdateFlowSource,UpdateFlowMediaStream,AddFlowMediaStreams,RemoveFlowMediaStream,AddFlowVpcInterfaces,RemoveFlowVpcInterface DeleteFlow,RemoveFlowMediaStream,RemoveFlowOutput,RemoveFlowSource,RemoveFlowVpcInterface,RevokeFlowEntitlement
AWS::MediaConnect::FlowEntitlement  mediaconnect GrantFlowEntitlements UpdateFlowEntitlement RevokeFlowEntitlement
AWS::MediaConnect::FlowMediaStream  mediaconnect AddFlowMediaStreams UpdateFlowMediaStream RemoveFlowMediaStream
AWS::MediaConnect::FlowOutput  mediaconnect AddFlowOutputs UpdateFlowOutput RemoveFlowOutput
AWS::MediaConnect::FlowSource  mediaconnect CreateFlow,AddFlowSources UpdateFlowSource RemoveFlowSource
AWS::MediaConnect::FlowVpcInterface  mediaconnect AddFlowVpcInterfaces AddFlowVpcInterfaces,RemoveFlowVpcInterface RemoveFlowVpcInterface
AWS::MediaConnect::Gateway  mediaconnect CreateGateway  DeleteGateway
AWS::MediaConnect::RouterInput arn:$\{Partition}:mediaconnect:$\{Region}:$\{Account}:routerInput:$\{RouterInputId} mediaconnect AssociateRouterNetworkInterface,CreateRouterInput,UpdateFlowOutput AssociateRouterNetworkInterface,UpdateFlowOutput,UpdateRouterInput UpdateRouterInput,UpdateFlowOutput,DeleteRouterInput
AWS::MediaConnect::RouterNetworkInterface arn:$\{Partition}:mediaconnect:$\{Region}:$\{Account}:routerNetworkInterface:$\{RouterNetworkInterfaceId} mediaconnect CreateRouterNetworkInterface UpdateRouterNetworkInterface DeleteRouterNetworkInterface
AWS::MediaConnect::RouterOutput arn:$\{Partition}:mediaconnect:$\{Region}:$\{Account}:routerOutput:$\{RouterOutputId} mediaconnect AssociateRouterNetworkInterface,CreateRouterOutput,UpdateFlowSource AssociateRouterNetworkInterface,UpdateFlowSource,UpdateRouterOutput UpdateRouterOutput,UpdateFlowSource,DeleteRouterOutput
AWS::MediaConvert::JobTemplate arn:$\{Partition}:mediaconvert:$\{Region}:$\{Account}:jobTemplates/$\{JobTemplateName} mediaconvert CreateJobTemplate UpdateJobTemplate DeleteJobTemplate
AWS::MediaConvert::Preset arn:$\{Partition}:mediaconvert:$\{Region}:$\{Account}:presets/$\{PresetName} mediaconvert CreatePreset UpdatePreset DeletePreset
AWS::MediaConvert::Queue arn:$\{Partition}:mediaconvert:$\{Region}:$\{Account}:queues/$\{QueueName} mediaconvert CreateQueue UpdateQueue DeleteQueue
AWS::MediaLive::ChannelPlacementGroup  medialive CreateChannelPlacementGroup,CreateTags UpdateChannelPlacementGroup,CreateTags,DeleteTags DeleteChannelPlacementGroup
AWS::MediaLive::CloudWatchAlarmTemplate arn:$\{Partition}:medialive:$\{Region}:$\{Account}:cloudwatch-alarm-template:$\{CloudWatchAlarmTemplateId} medialive CreateCloudWatchAlarmTemplate,CreateTags UpdateCloudWatchAlarmTemplate,CreateTags,DeleteTags DeleteCloudWatchAlarmTemplate
AWS::MediaLive::CloudWatchAlarmTemplateGroup arn:$\{Partition}:medialive:$\{Region}:$\{Account}:cloudwatch-alarm-template-group:$\{CloudWatchAlarmTemplateGroupId} medialive CreateCloudWatchAlarmTemplateGroup,CreateTags UpdateCloudWatchAlarmTemplateGroup,CreateTags,DeleteTags DeleteCloudWatchAlarmTemplateGroup
AWS::MediaLive::Cluster arn:$\{Partition}:medialive:$\{Region}:$\{Account}:cluster:$\{ClusterId} medialive CreateCluster,CreateTags UpdateCluster,CreateTags,DeleteTags DeleteCluster
AWS::MediaLive::EventBridgeRuleTemplate arn:$\{Partition}:medialive:$\{Region}:$\{Account}:eventbridge-rule-template:$\{EventBridgeRuleTemplateId} medialive CreateEventBridgeRuleTemplate,CreateTags UpdateEventBridgeRuleTemplate,CreateTags,DeleteTags DeleteEventBridgeRuleTemplate
AWS::MediaLive::EventBridgeRuleTemplateGroup arn:$\{Partition}:medialive:$\{Region}:$\{Account}:eventbridge-rule-template-group:$\{EventBridgeRuleTemplateGroupId} medialive CreateEventBridgeRuleTemplateGroup,CreateTags UpdateEventBridgeRuleTemplateGroup,CreateTags,DeleteTags DeleteEventBridgeRuleTemplateGroup
AWS::MediaLive::Input arn:$\{Partition}:medialive:$\{Region}:$\{Account}:input:$\{InputId} medialive CreateInput,CreateTags UpdateInput,CreateTags,DeleteTags DeleteInput
AWS::MediaLive::InputSecurityGroup arn:$\{Partition}:medialive:$\{Region}:$\{Account}:inputSecurityGroup:$\{InputSecurityGroupId} medialive CreateInputSecurityGroup,CreateTags UpdateInputSecurityGroup,CreateTags,DeleteTags DeleteInputSecurityGroup
AWS::MediaLive::Multiplex arn:$\{Partition}:medialive:$\{Region}:$\{Account}:multiplex:$\{MultiplexId} medialive CreateMultiplex,CreateTags UpdateMultiplex,CreateTags,DeleteTags DeleteMultiplex
AWS::MediaLive::Multiplexprogram  medialive CreateMultiplexProgram UpdateMultiplexProgram DeleteMultiplexProgram
AWS::MediaLive::Network arn:$\{Partition}:medialive:$\{Region}:$\{Account}:network:$\{NetworkId} medialive CreateNetwork,CreateTags UpdateNetwork,CreateTags,DeleteTags DeleteNetwork
AWS::MediaLive::Node  medialive CreateNode,UpdateNode,CreateTags UpdateNode,CreateTags,DeleteTags DeleteNode
AWS::MediaLive::SdiSource arn:$\{Partition}:medialive:$\{Region}:$\{Account}:sdiSource:$\{SdiSourceId} medialive CreateSdiSource,CreateTags UpdateSdiSource,CreateTags,DeleteTags DeleteSdiSource
AWS::MediaLive::SignalMap arn:$\{Partition}:medialive:$\{Region}:$\{Account}:signal-map:$\{SignalMapId} medialive CreateSignalMap,CreateTags StartUpdateSignalMap,CreateTags,DeleteTags DeleteSignalMap
AWS::MediaPackage::Asset arn:$\{Partition}:mediapackage-vod:$\{Region}:$\{Account}:assets/$\{AssetIdentifier} mediapackage-vod CreateAsset  DeleteAsset
AWS::MediaPackage::Channel arn:$\{Partition}:mediapackage:$\{Region}:$\{Account}:channels/$\{ChannelIdentifier} mediapackage CreateChannel,UpdateChannel,ConfigureLogs UpdateChannel,ConfigureLogs DeleteChannel
AWS::MediaPackage::OriginEndpoint arn:$\{Partition}:mediapackage:$\{Region}:$\{Account}:origin_endpoints/$\{OriginEndpointIdentifier} mediapackage CreateOriginEndpoint UpdateOriginEndpoint DeleteOriginEndpoint
AWS::MediaPackage::PackagingConfiguration arn:$\{Partition}:mediapackage-vod:$\{Region}:$\{Account}:packaging-configurations/$\{PackagingConfigurationIdentifier} mediapackage-vod CreatePackagingConfiguration  DeletePackagingConfiguration
AWS::MediaPackage::PackagingGroup arn:$\{Partition}:mediapackage-vod:$\{Region}:$\{Account}:packaging-groups/$\{PackagingGroupIdentifier} mediapackage-vod CreatePackagingGroup,ConfigureLogs UpdatePackagingGroup,ConfigureLogs DeletePackagingGroup
AWS::MediaPackageV2::Channel  mediapackagev2 CreateChannel UpdateChannel DeleteChannel
AWS::MediaPackageV2::ChannelGroup arn:$\{Partition}:mediapackagev2:$\{Region}:$\{Account}:channelGroup/$\{ChannelGroupName} mediapackagev2 CreateChannelGroup UpdateChannelGroup DeleteChannelGroup
AWS::MediaPackageV2::ChannelPolicy  mediapackagev2 PutChannelPolicy PutChannelPolicy DeleteChannelPolicy
AWS::MediaPackageV2::OriginEndpoint  mediapackagev2 CreateOriginEndpoint UpdateOriginEndpoint DeleteOriginEndpoint
AWS::MediaPackageV2::OriginEndpointPolicy  mediapackagev2 PutOriginEndpointPolicy PutOriginEndpointPolicy DeleteOriginEndpointPolicy
AWS::MediaTailor::Channel arn:$\{Partition}:mediatailor:$\{Region}:$\{Account}:channel/$\{ChannelName} mediatailor CreateChannel,ConfigureLogsForChannel UpdateChannel,ConfigureLogsForChannel DeleteChannel
AWS::MediaTailor::ChannelPolicy  mediatailor PutChannelPolicy PutChannelPolicy DeleteChannelPolicy
AWS::MediaTailor::Function  mediatailor PutFunction PutFunction DeleteFunction
AWS::MediaTailor::LiveSource  mediatailor CreateLiveSource UpdateLiveSource DeleteLiveSource
AWS::MediaTailor::PlaybackConfiguration arn:$\{Partition}:mediatailor:$\{Region}:$\{Account}:playbackConfiguration/$\{ResourceId} mediatailor PutPlaybackConfiguration,ConfigureLogsForPlaybackConfiguration PutPlaybackConfiguration,ConfigureLogsForPlaybackConfiguration DeletePlaybackConfiguration
AWS::MediaTailor::PrefetchSchedule arn:$\{Partition}:mediatailor:$\{Region}:$\{Account}:prefetchSchedule/$\{ResourceId} mediatailor CreatePrefetchSchedule  DeletePrefetchSchedule
AWS::MediaTailor::Program  mediatailor CreateProgram UpdateProgram DeleteProgram
AWS::MediaTailor::SourceLocation arn:$\{Partition}:mediatailor:$\{Region}:$\{Account}:sourceLocation/$\{ResourceId} mediatailor CreateSourceLocation UpdateSourceLocation DeleteSourceLocation
AWS::MediaTailor::VodSource  mediatailor CreateVodSource UpdateVodSource DeleteVodSource
AWS::MemoryDB::ACL arn:$\{Partition}:memorydb:$\{Region}:$\{Account}:acl/$\{AclName} memorydb CreateACL UpdateACL ModifyReplicationGroup,DeleteACL
AWS::MemoryDB::Cluster arn:$\{Partition}:memorydb:$\{Region}:$\{Account}:cluster/$\{ClusterName} memorydb CreateCluster UpdateCluster DeleteCluster
AWS::MemoryDB::MultiRegionCluster arn:$\{Partition}:memorydb::$\{Account}:multiregioncluster/$\{ClusterName} memorydb CreateMultiRegionCluster UpdateMultiRegionCluster DeleteMultiRegionCluster
AWS::MemoryDB::ParameterGroup arn:$\{Partition}:memorydb:$\{Region}:$\{Account}:parametergroup/$\{ParameterGroupName} memorydb CreateParameterGroup UpdateParameterGroup DeleteParameterGroup
AWS::MemoryDB::Snapshot arn:$\{Partition}:memorydb:$\{Region}:$\{Account}:snapshot/$\{SnapshotName} memorydb CreateSnapshot  DeleteSnapshot
AWS::MemoryDB::SubnetGroup arn:$\{Partition}:memorydb:$\{Region}:$\{Account}:subnetgroup/$\{SubnetGroupName} memorydb CreateSubnetGroup UpdateSubnetGroup DeleteSubnetGroup
AWS::MemoryDB::User arn:$\{Partition}:memorydb:$\{Region}:$\{Account}:user/$\{UserName} memorydb CreateUser UpdateUser DeleteUser
AWS::Neptune::DBCluster arn:aws:rds:$\{Region}:$\{Account}:cluster:$\{DBClusterId} rds AddRoleToDBCluster,CreateDBCluster,CreateDBInstance,ModifyDBCluster,RestoreDBClusterFromSnapshot,RestoreDBClusterToPointInTime AddRoleToDBCluster,ModifyDBCluster,ModifyDBInstance,RemoveFromGlobalCluster,RemoveRoleFromDBCluster DeleteDBCluster,DeleteDBInstance,RemoveFromGlobalCluster,CreateDBClusterSnapshot
AWS::Neptune::DBClusterParameterGroup arn:aws:rds:$\{Region}:$\{Account}:cluster-pg:$\{ClusterPGName} rds CreateDBClusterParameterGroup,ModifyDBClusterParameterGroup ModifyDBClusterParameterGroup,ResetDBClusterParameterGroup DeleteDBClusterParameterGroup
AWS::Neptune::DBInstance arn:$\{Partition}:rds:$\{Region}:$\{Account}:db:$\{DbInstanceName} rds CreateDBInstance,ModifyDBInstance,RebootDBInstance ModifyDBInstance,RebootDBInstance CreateDBSnapshot,DeleteDBInstance
AWS::Neptune::DBParameterGroup arn:$\{Partition}:rds:$\{Region}:$\{Account}:pg:$\{DBParameterGroupName} rds CreateDBParameterGroup,ModifyDBParameterGroup ModifyDBParameterGroup,ResetDBParameterGroup DeleteDBParameterGroup
AWS::Neptune::DBSubnetGroup arn:$\{Partition}:rds:$\{Region}:$\{Account}:subgrp:$\{SubnetGroupName} rds CreateDBSubnetGroup ModifyDBSubnetGroup DeleteDBSubnetGroup
AWS::Neptune::EventSubscription arn:$\{Partition}:rds:$\{Region}:$\{Account}:es:$\{SubscriptionName} rds CreateEventSubscription ModifyEventSubscription,AddSourceIdentifierToSubscription,RemoveSourceIdentifierFromSubscription DeleteEventSubscription
AWS::Neptune::GlobalCluster  rds CreateGlobalCluster ModifyGlobalCluster DeleteGlobalCluster,RemoveFromGlobalCluster
AWS::NeptuneGraph::Graph arn:$\{Partition}:neptune-graph:$\{Region}:$\{Account}:graph/$\{ResourceId} neptune-graph CreateGraph,CreateGraphUsingImportTask UpdateGraph DeleteGraph,CancelImportTask
AWS::NeptuneGraph::GraphSnapshot arn:$\{Partition}:neptune-graph:$\{Region}:$\{Account}:graph-snapshot/$\{ResourceId} neptune-graph CreateGraphSnapshot  DeleteGraphSnapshot
AWS::NeptuneGraph::PrivateGraphEndpoint  neptune-graph CreatePrivateGraphEndpoint  DeletePrivateGraphEndpoint
AWS::NetworkFirewall::ContainerAssociation arn:$\{Partition}:network-firewall:$\{Region}:$\{Account}:container-association/$\{Name} network-firewall CreateContainerAssociation UpdateContainerAssociation DeleteContainerAssociation
AWS::NetworkFirewall::Firewall arn:$\{Partition}:network-firewall:$\{Region}:$\{Account}:firewall/$\{Name} network-firewall CreateFirewall,AssociateSubnets,AssociateAvailabilityZones,AssociateFirewallPolicy AssociateSubnets,DisassociateSubnets,UpdateFirewallDescription,UpdateFirewallDeleteProtection,UpdateSubnetChangeProtection,UpdateFirewallPolicyChangeProtection,AssociateFirewallPolicy,UpdateFirewallAnalysisSettings,DisassociateAvailabilityZones,AssociateAvailabilityZones,UpdateAvailabilityZoneChangeProtection,UpdateProxySettings DeleteFirewall
AWS::NetworkFirewall::FirewallPolicy arn:$\{Partition}:network-firewall:$\{Region}:$\{Account}:firewall-policy/$\{Name} network-firewall CreateFirewallPolicy UpdateFirewallPolicy DeleteFirewallPolicy
AWS::NetworkFirewall::LoggingConfiguration  logs CreateLogDelivery,PutResourcePolicy CreateLogDelivery,DeleteLogDelivery,UpdateLogDelivery,PutResourcePolicy DeleteLogDelivery
AWS::NetworkFirewall::RuleGroup arn:$\{Partition}:network-firewall:$\{Region}:$\{Account}:stateful-rulegroup/$\{Name} network-firewall CreateRuleGroup UpdateRuleGroup DeleteRuleGroup
AWS::NetworkFirewall::TLSInspectionConfiguration arn:$\{Partition}:network-firewall:$\{Region}:$\{Account}:tls-configuration/$\{Name} network-firewall CreateTLSInspectionConfiguration UpdateTLSInspectionConfiguration DeleteTLSInspectionConfiguration
AWS::NetworkFirewall::VpcEndpointAssociation arn:$\{Partition}:network-firewall:$\{Region}:$\{Account}:vpc-endpoint-association/$\{Name} network-firewall CreateVpcEndpointAssociation  DeleteVpcEndpointAssociation
AWS::NetworkFlowMonitor::Monitor arn:$\{Partition}:networkflowmonitor:$\{Region}:$\{Account}:monitor/$\{MonitorName} networkflowmonitor CreateMonitor UpdateMonitor DeleteMonitor
AWS::NetworkFlowMonitor::Scope  networkflowmonitor CreateScope UpdateScope DeleteScope
AWS::NetworkManager::ConnectAttachment arn:$\{Partition}:networkmanager::$\{Account}:attachment/$\{AttachmentId} networkmanager CreateConnectAttachment PutAttachmentRoutingPolicyLabel,RemoveAttachmentRoutingPolicyLabel DeleteAttachment
AWS::NetworkManager::ConnectPeer arn:$\{Partition}:networkmanager::$\{Account}:connect-peer/$\{ConnectPeerId} networkmanager CreateConnectPeer  DeleteConnectPeer
AWS::NetworkManager::Connection  networkmanager CreateConnection UpdateConnection DeleteConnection
AWS::NetworkManager::CoreNetwork arn:$\{Partition}:networkmanager::$\{Account}:core-network/$\{ResourceId} networkmanager CreateCoreNetwork UpdateCoreNetwork,PutCoreNetworkPolicy,ExecuteCoreNetworkChangeSet DeleteCoreNetwork
AWS::NetworkManager::CoreNetworkPrefixListAssociation  networkmanager CreateCoreNetworkPrefixListAssociation  DeleteCoreNetworkPrefixListAssociation
AWS::NetworkManager::CustomerGatewayAssociation  networkmanager AssociateCustomerGateway  DisassociateCustomerGateway
AWS::NetworkManager::Device  networkmanager CreateDevice UpdateDevice DeleteDevice
AWS::NetworkManager::DirectConnectGatewayAttachment  networkmanager CreateDirectConnectGatewayAttachment UpdateDirectConnectGatewayAttachment,PutAttachmentRoutingPolicyLabel,RemoveAttachmentRoutingPolicyLabel DeleteAttachment
AWS::NetworkManager::GlobalNetwork arn:$\{Partition}:networkmanager::$\{Account}:global-network/$\{GlobalNetworkId} networkmanager CreateGlobalNetwork UpdateGlobalNetwork DeleteGlobalNetwork
AWS::NetworkManager::Link  networkmanager CreateLink UpdateLink DeleteLink
AWS::NetworkManager::LinkAssociation  networkmanager AssociateLink  DisassociateLink
AWS::NetworkManager::Site  networkmanager CreateSite UpdateSite DeleteSite
AWS::NetworkManager::SiteToSiteVpnAttachment  networkmanager CreateSiteToSiteVpnAttachment PutAttachmentRoutingPolicyLabel,RemoveAttachmentRoutingPolicyLabel DeleteAttachment
AWS::NetworkManager::TransitGatewayPeering arn:$\{Partition}:networkmanager::$\{Account}:peering/$\{ResourceId} networkmanager CreateTransitGatewayPeering  DeletePeering
AWS::NetworkManager::TransitGatewayRegistration  networkmanager RegisterTransitGateway  DeregisterTransitGateway
AWS::NetworkManager::TransitGatewayRouteTableAttachment  networkmanager CreateTransitGatewayRouteTableAttachment PutAttachmentRoutingPolicyLabel,RemoveAttachmentRoutingPolicyLabel DeleteAttachment
AWS::NetworkManager::VpcAttachment arn:$\{Partition}:networkmanager::$\{Account}:attachment/$\{AttachmentId} networkmanager CreateVpcAttachment UpdateVpcAttachment,PutAttachmentRoutingPolicyLabel,RemoveAttachmentRoutingPolicyLabel DeleteAttachment
AWS::NetworkMonitor::Monitor  networkmonitor CreateMonitor UpdateMonitor DeleteMonitor
AWS::NetworkSecurityManager::Deployment  network-security-manager CreateDeployment UpdateDeployment DeleteDeployment
AWS::NetworkSecurityManager::Policy  network-security-manager CreatePolicy UpdatePolicy DeletePolicy
AWS::NetworkSecurityManager::Rule  network-security-manager CreateRule UpdateRule DeleteRule
AWS::NetworkSecurityManager::Scope  network-security-manager CreateScope UpdateScope DeleteScope
AWS::NetworkSecurityManager::Template  network-security-manager CreateTemplate UpdateTemplate DeleteTemplate
AWS::NimbleStudio::Studio arn:$\{Partition}:nimble:$\{Region}:$\{Account}:studio/$\{StudioId} nimble CreateStudio UpdateStudio DeleteStudio
AWS::Notifications::ChannelAssociation  notifications AssociateChannel  DisassociateChannel
AWS::Notifications::EventRule  notifications CreateEventRule,UpdateEventRule UpdateEventRule DeleteEventRule
AWS::Notifications::ManagedNotificationAccountContactAssociation  notifications AssociateManagedNotificationAccountContact,SubscribeSensitiveEvents UpdateManagedNotificationChannelAssociation,SubscribeSensitiveEvents DisassociateManagedNotificationAccountContact
AWS::Notifications::ManagedNotificationAdditionalChannelAssociation  notifications AssociateManagedNotificationAdditionalChannel,SubscribeSensitiveEvents UpdateManagedNotificationChannelAssociation,SubscribeSensitiveEvents DisassociateManagedNotificationAdditionalChannel
AWS::Notifications::NotificationConfiguration arn:$\{Partition}:notifications::$\{Account}:configuration/$\{NotificationConfigurationId} notifications CreateNotificationConfiguration,UpdateNotificationConfiguration CreateNotificationConfiguration,UpdateNotificationConfiguration DeleteNotificationConfiguration
AWS::Notifications::NotificationHub  notifications RegisterNotificationHub  DeregisterNotificationHub
AWS::Notifications::OrganizationalUnitAssociation  notifications AssociateOrganizationalUnit  DisassociateOrganizationalUnit
AWS::NotificationsContacts::EmailContact arn:$\{Partition}:notifications-contacts::$\{Account}:emailcontact/$\{EmailContactId} notifications-contacts CreateEmailContact,SendActivationCode  DeleteEmailContact
AWS::NovaAct::WorkflowDefinition arn:$\{Partition}:nova-act:$\{Region}:$\{Account}:workflow-definition/$\{WorkflowDefinitionName} nova-act CreateWorkflowDefinition  DeleteWorkflowDefinition
AWS::ODB::CloudAutonomousVmCluster arn:$\{Partition}:odb:$\{Region}:$\{Account}:cloud-autonomous-vm-cluster/$\{CloudAutonomousVmClusterId} odb CreateCloudAutonomousVmCluster,AssociateIamRoleToResource AssociateIamRoleToResource,DisassociateIamRoleFromResource DeleteCloudAutonomousVmCluster
AWS::ODB::CloudExadataInfrastructure arn:$\{Partition}:odb:$\{Region}:$\{Account}:cloud-exadata-infrastructure/$\{CloudExadataInfrastructureId} odb CreateCloudExadataInfrastructure UpdateCloudExadataInfrastructure DeleteCloudExadataInfrastructure
AWS::ODB::CloudVmCluster arn:$\{Partition}:odb:$\{Region}:$\{Account}:cloud-vm-cluster/$\{CloudVmClusterId} odb CreateCloudVmCluster,CreateDbNode,AssociateIamRoleToResource AssociateIamRoleToResource,DisassociateIamRoleFromResource DeleteCloudVmCluster,DeleteDbNode
AWS::ODB::OdbNetwork arn:$\{Partition}:odb:$\{Region}:$\{Account}:odb-network/$\{OdbNetworkId} odb CreateOdbNetwork,UpdateOdbNetwork UpdateOdbNetwork DeleteOdbNetwork
AWS::ODB::OdbPeeringConnection arn:$\{Partition}:odb:$\{Region}:$\{Account}:odb-peering-connection/$\{OdbPeeringConnectionId} odb CreateOdbPeeringConnection UpdateOdbPeeringConnection DeleteOdbPeeringConnection
AWS::OSIS::Pipeline arn:$\{Partition}:osis:$\{Region}:$\{Account}:pipeline/$\{PipelineName} osis CreatePipeline,PutResourcePolicy UpdatePipeline,PutResourcePolicy,DeleteResourcePolicy DeletePipeline
AWS::Oam::Link arn:$\{Partition}:oam:$\{Region}:$\{Account}:link/$\{ResourceId} oam CreateLink UpdateLink DeleteLink
AWS::Oam::Sink arn:$\{Partition}:oam:$\{Region}:$\{Account}:sink/$\{ResourceId} oam CreateSink,PutSinkPolicy PutSinkPolicy DeleteSink
AWS::ObservabilityAdmin::DatasetIntegration  observabilityadmin CreateDatasetIntegration UpdateDatasetIntegration DeleteDatasetIntegration
AWS::ObservabilityAdmin::OrganizationCentralizationRule arn:$\{Partition}:observabilityadmin:$\{Region}:$\{Account}:organization-centralization-rule/$\{CentralizationRuleName} observabilityadmin CreateCentralizationRuleForOrganization UpdateCentralizationRuleForOrganization DeleteCentralizationRuleForOrganization
AWS::ObservabilityAdmin::OrganizationTelemetryRule arn:$\{Partition}:observabilityadmin:$\{Region}:$\{Account}:organization-telemetry-rule/$\{TelemetryRuleName} observabilityadmin CreateTelemetryRuleForOrganization UpdateTelemetryRuleForOrganization DeleteTelemetryRuleForOrganization
AWS::ObservabilityAdmin::S3TableIntegration arn:$\{Partition}:observabilityadmin:$\{Region}:$\{Account}:s3tableintegration/$\{S3TableIntegrationIdentifier} observabilityadmin CreateS3TableIntegration  DeleteS3TableIntegration
AWS::ObservabilityAdmin::TelemetryEnrichment  resource-explorer-2 CreateManagedView,CreateStreamingAccessForService,CreateIndex,DeleteStreamingAccessForService CreateManagedView,CreateStreamingAccessForService,CreateIndex,DeleteStreamingAccessForService CreateManagedView,CreateStreamingAccessForService,CreateIndex,DeleteStreamingAccessForService
AWS::ObservabilityAdmin::TelemetryPipelines arn:$\{Partition}:observabilityadmin:$\{Region}:$\{Account}:telemetry-pipeline/$\{TelemetryPipelineIdentifier} observabilityadmin CreateTelemetryPipeline UpdateTelemetryPipeline DeleteTelemetryPipeline
AWS::ObservabilityAdmin::TelemetryRule arn:$\{Partition}:observabilityadmin:$\{Region}:$\{Account}:telemetry-rule/$\{TelemetryRuleName} observabilityadmin CreateTelemetryRule UpdateTelemetryRule DeleteTelemetryRule
AWS::Omics::AnnotationStore arn:$\{Partition}:omics:$\{Region}:$\{Account}:annotationStore/$\{AnnotationStoreName} omics CreateAnnotationStore UpdateAnnotationStore DeleteAnnotationStore
AWS::Omics::Configuration arn:$\{Partition}:omics:$\{Region}:$\{Account}:configuration/$\{Name} omics CreateConfiguration  DeleteConfiguration
AWS::Omics::ReferenceStore arn:$\{Partition}:omics:$\{Region}:$\{Account}:referenceStore/$\{ReferenceStoreId} omics CreateReferenceStore  DeleteReferenceStore
AWS::Omics::RunCache arn:$\{Partition}:omics:$\{Region}:$\{Account}:runCache/$\{Id} omics CreateRunCache UpdateRunCache DeleteRunCache
AWS::Omics::RunGroup arn:$\{Partition}:omics:$\{Region}:$\{Account}:runGroup/$\{Id} omics CreateRunGroup UpdateRunGroup DeleteRunGroup
AWS::Omics::SequenceStore arn:$\{Partition}:omics:$\{Region}:$\{Account}:sequenceStore/$\{SequenceStoreId} omics CreateSequenceStore,PutS3AccessPolicy UpdateSequenceStore,DeleteS3AccessPolicy,PutS3AccessPolicy DeleteSequenceStore
AWS::Omics::VariantStore arn:$\{Partition}:omics:$\{Region}:$\{Account}:variantStore/$\{VariantStoreName} omics CreateVariantStore UpdateVariantStore DeleteVariantStore
AWS::Omics::Workflow arn:$\{Partition}:omics:$\{Region}:$\{Account}:workflow/$\{Id} omics CreateWorkflow UpdateWorkflow DeleteWorkflow
AWS::Omics::WorkflowVersion  omics CreateWorkflow,CreateWorkflowVersion UpdateWorkflowVersion DeleteWorkflowVersion
AWS::OpenSearch::DataSource arn:$\{Partition}:opensearch:$\{Region}:$\{Account}:datasource/$\{DataSourceName} es AddDataSource UpdateDataSource DeleteDataSource
AWS::OpenSearchServerless::AccessPolicy  aoss CreateAccessPolicy UpdateAccessPolicy DeleteAccessPolicy
AWS::OpenSearchServerless::Collection arn:$\{Partition}:aoss:$\{Region}:$\{Account}:collection/$\{CollectionId} aoss CreateCollection,AddCollectionToCollectionGroup UpdateCollection DeleteCollection
AWS::OpenSearchServerless::CollectionGroup arn:$\{Partition}:aoss:$\{Region}:$\{Account}:collection-group/$\{CollectionGroupId} aoss CreateCollectionGroup UpdateCollectionGroup DeleteCollectionGroup
AWS::OpenSearchServerless::CollectionIndex  aoss CreateIndex,APIAccessAll UpdateIndex,APIAccessAll DeleteIndex,APIAccessAll
AWS::OpenSearchServerless::Index  aoss APIAccessAll APIAccessAll APIAccessAll
AWS::OpenSearchServerless::LifecyclePolicy  aoss CreateLifecyclePolicy UpdateLifecyclePolicy DeleteLifecyclePolicy
AWS::OpenSearchServerless::SecurityConfig  aoss CreateSecurityConfig UpdateSecurityConfig DeleteSecurityConfig
AWS::OpenSearchServerless::SecurityPolicy  aoss CreateSecurityPolicy UpdateSecurityPolicy DeleteSecurityPolicy
AWS::OpenSearchServerless::VpcEndpoint  aoss CreateVpcEndpoint UpdateVpcEndpoint DeleteVpcEndpoint
AWS::OpenSearchService::Application  es CreateApplication UpdateApplication DeleteApplication
AWS::OpenSearchService::Domain arn:$\{Partition}:es:$\{Region}:$\{Account}:domain/$\{DomainName} es CreateDomain UpdateDomain,UpgradeDomain DeleteDomain
AWS::Organizations::Account  organizations CreateAccount,MoveAccount MoveAccount CloseAccount
AWS::Organizations::Organization  organizations CreateOrganization  DeleteOrganization
AWS::Organizations::OrganizationalUnit  organizations CreateOrganizationalUnit UpdateOrganizationalUnit DeleteOrganizationalUnit
AWS::Organizations::Policy  organizations CreatePolicy,AttachPolicy AttachPolicy,DetachPolicy,UpdatePolicy DetachPolicy,DeletePolicy
AWS::Organizations::ResourcePolicy  organizations PutResourcePolicy PutResourcePolicy DeleteResourcePolicy
AWS::Outposts::Outpost arn:$\{Partition}:outposts:$\{Region}:$\{Account}:outpost/$\{OutpostId} outposts CreateOutpost UpdateOutpost DeleteOutpost
AWS::Outposts::Site arn:$\{Partition}:outposts:$\{Region}:$\{Account}:site/$\{SiteId} outposts CreateSite UpdateSite,UpdateSiteRackPhysicalProperties DeleteSite
AWS::PCAConnectorAD::Connector arn:$\{Partition}:pca-connector-ad:$\{Region}:$\{Account}:connector/$\{ConnectorId} pca-connector-ad CreateConnector  DeleteConnector
AWS::PCAConnectorAD::DirectoryRegistration arn:$\{Partition}:pca-connector-ad:$\{Region}:$\{Account}:directory-registration/$\{DirectoryId} pca-connector-ad CreateDirectoryRegistration  DeleteDirectoryRegistration
AWS::PCAConnectorAD::ServicePrincipalName  pca-connector-ad CreateServicePrincipalName  DeleteServicePrincipalName
AWS::PCAConnectorAD::Template  pca-connector-ad CreateTemplate UpdateTemplate DeleteTemplate
AWS::PCAConnectorAD::TemplateGroupAccessControlEntry  pca-connector-ad CreateTemplateGroupAccessControlEntry UpdateTemplateGroupAccessControlEntry DeleteTemplateGroupAccessControlEntry
AWS::PCAConnectorSCEP::Challenge  pca-connector-scep CreateChallenge  DeleteChallenge
AWS::PCAConnectorSCEP::Connector arn:$\{Partition}:pca-connector-scep:$\{Region}:$\{Account}:connector/$\{ConnectorId} pca-connector-scep CreateConnector  DeleteConnector
AWS::PCS::Cluster arn:$\{Partition}:pcs:$\{Region}:$\{Account}:cluster/$\{ClusterIdentifier} pcs CreateCluster UpdateCluster DeleteCluster
AWS::PCS::ComputeNodeGroup  pcs CreateComputeNodeGroup UpdateComputeNodeGroup DeleteComputeNodeGroup
AWS::PCS::Queue  pcs CreateQueue UpdateQueue DeleteQueue
AWS::PI::PerfReports  pi CreatePerformanceAnalysisReport  DeletePerformanceAnalysisReport
AWS::Panorama::ApplicationInstance arn:$\{Partition}:panorama:$\{Region}:$\{Account}:applicationInstance/$\{ApplicationInstanceId} panorama CreateApplicationInstance  RemoveApplicationInstance
AWS::Panorama::Package arn:$\{Partition}:panorama:$\{Region}:$\{Account}:package/$\{PackageId} panorama CreatePackage  DeletePackage
AWS::Panorama::PackageVersion  s3 PutObject PutObject DeleteObject,DeleteObjectVersion,DeleteObjectVersionTagging
AWS::PaymentCryptography::Alias arn:$\{Partition}:payment-cryptography:$\{Region}:$\{Account}:alias/$\{Alias} payment-cryptography CreateAlias UpdateAlias DeleteAlias
AWS::PaymentCryptography::Key arn:$\{Partition}:payment-cryptography:$\{Region}:$\{Account}:key/$\{KeyId} payment-cryptography CreateKey,PutResourcePolicy StartKeyUsage,StopKeyUsage,AddKeyReplicationRegions,RemoveKeyReplicationRegions,PutResourcePolicy,DeleteResourcePolicy DeleteKey
AWS::Personalize::Campaign  personalize CreateCampaign UpdateCampaign DeleteCampaign
AWS::Personalize::Dataset arn:$\{Partition}:personalize:$\{Region}:$\{Account}:dataset/$\{ResourceId} personalize CreateDataset,CreateDatasetImportJob CreateDatasetImportJob DeleteDataset
AWS::Personalize::DatasetGroup arn:$\{Partition}:personalize:$\{Region}:$\{Account}:dataset-group/$\{ResourceId} personalize CreateDatasetGroup  DeleteDatasetGroup
AWS::Personalize::EventTracker arn:$\{Partition}:personalize:$\{Region}:$\{Account}:event-tracker/$\{ResourceId} personalize CreateEventTracker  DeleteEventTracker
AWS::Personalize::Filter  personalize CreateFilter  DeleteFilter
AWS::Personalize::MetricAttribution arn:$\{Partition}:personalize:$\{Region}:$\{Account}:metric-attribution/$\{ResourceId} personalize CreateMetricAttribution UpdateMetricAttribution DeleteMetricAttribution
AWS::Personalize::Schema arn:$\{Partition}:personalize:$\{Region}:$\{Account}:schema/$\{ResourceId} personalize CreateSchema  DeleteSchema
AWS::Personalize::Solution arn:$\{Partition}:personalize:$\{Region}:$\{Account}:solution/$\{ResourceId} personalize CreateSolution  DeleteSolution
AWS::Pinpoint::InAppTemplate arn:$\{Partition}:mobiletargeting:$\{Region}:$\{Account}:templates/$\{TemplateName}/EMAIL mobiletargeting CreateInAppTemplate UpdateInAppTemplate DeleteInAppTemplate
AWS::Pipes::Pipe arn:$\{Partition}:pipes:$\{Region}:$\{Account}:pipe/$\{Name} pipes CreatePipe UpdatePipe DeletePipe
AWS::Polly::Lexicon  polly PutLexicon PutLexicon DeleteLexicon
AWS::PricingPlanManager::Subscription arn:$\{Partition}:pricingplanmanager::$\{Account}:subscription/$\{SubscriptionId} pricingplanmanager CreateSubscription,CancelSubscriptionChange UpdateSubscription,CancelSubscriptionChange,AssociateResourcesToSubscription,DisassociateResourcesFromSubscription CancelSubscription,CancelSubscriptionChange
AWS::Proton::EnvironmentAccountConnection arn:$\{Partition}:proton:$\{Region}:$\{Account}:environment-account-connection/$\{Id} proton CreateEnvironmentAccountConnection CreateEnvironmentAccountConnection,UpdateEnvironmentAccountConnection DeleteEnvironmentAccountConnection
AWS::Proton::EnvironmentTemplate arn:$\{Partition}:proton:$\{Region}:$\{Account}:environment-template/$\{Name} proton CreateEnvironmentTemplate,DeleteEnvironmentTemplate CreateEnvironmentTemplate,DeleteEnvironmentTemplate,UpdateEnvironmentTemplate CreateEnvironmentTemplate,DeleteEnvironmentTemplate
AWS::Proton::ServiceTemplate arn:$\{Partition}:proton:$\{Region}:$\{Account}:service-template/$\{Name} proton CreateServiceTemplate CreateServiceTemplate,UpdateServiceTemplate DeleteServiceTemplate
AWS::QBusiness::Application arn:$\{Partition}:qbusiness:$\{Region}:$\{Account}:application/$\{ApplicationId} qbusiness CreateApplication,UpdateApplication UpdateApplication DeleteApplication
AWS::QBusiness::DataAccessor  qbusiness CreateDataAccessor,CreateDataAccessorWithTti UpdateDataAccessor DeleteDataAccessor
AWS::QBusiness::DataSource  qbusiness CreateDataSource UpdateDataSource DeleteDataSource
AWS::QBusiness::Index  qbusiness CreateIndex,UpdateIndex UpdateIndex DeleteIndex
AWS::QBusiness::Permission  qbusiness AssociatePermission,PutResourcePolicy  DisassociatePermission,PutResourcePolicy
AWS::QBusiness::Plugin  qbusiness CreatePlugin UpdatePlugin DeletePlugin
AWS::QBusiness::Retriever  qbusiness CreateRetriever UpdateRetriever DeleteRetriever
AWS::QBusiness::WebExperience  qbusiness CreateWebExperience UpdateWebExperience DeleteWebExperience
AWS::QLDB::Stream  qldb StreamJournalToKinesis  CancelJournalKinesisStream
AWS::QuickSight::ActionConnector arn:$\{Partition}:quicksight:$\{Region}:$\{Account}:action-connector/$\{ResourceId} quicksight CreateActionConnector UpdateActionConnector,UpdateActionConnectorPermissions DeleteActionConnector
AWS::QuickSight::Agent arn:$\{Partition}:quicksight:$\{Region}:$\{Account}:agent/$\{ResourceId} quicksight CreateAgent UpdateAgent,UpdateAgentPermissions DeleteAgent
AWS::QuickSight::Analysis arn:$\{Partition}:quicksight:$\{Region}:$\{Account}:analysis/$\{AnalysisId} quicksight CreateAnalysis,CreateFolderMembership,DeleteFolderMembership UpdateAnalysis,UpdateAnalysisPermissions,CreateFolderMembership,DeleteFolderMembership DeleteAnalysis
AWS::QuickSight::ApprovalPolicy arn:$\{Partition}:quicksight:$\{Region}:$\{Account}:approval-policy/$\{ResourceId} quicksight CreateApprovalPolicy UpdateApprovalPolicy DeleteApprovalPolicy
AWS::QuickSight::Assignment  quicksight CreateIAMPolicyAssignment UpdateIAMPolicyAssignment DeleteIAMPolicyAssignment
AWS::QuickSight::Brand  quicksight CreateBrand UpdateBrand DeleteBrand
AWS::QuickSight::CustomPermissions arn:$\{Partition}:quicksight:$\{Region}:$\{Account}:custompermissions/$\{ResourceId} quicksight CreateCustomPermissions UpdateCustomPermissions DeleteCustomPermissions
AWS::QuickSight::Customization arn:$\{Partition}:quicksight:$\{Region}:$\{Account}:customization/$\{ResourceId} quicksight CreateAccountCustomization UpdateAccountCustomization DeleteAccountCustomization
AWS::QuickSight::DLPSetting arn:$\{Partition}:quicksight:$\{Region}:$\{Account}:dlpsetting/$\{ResourceId} quicksight CreateDlpSetting UpdateDlpSetting DeleteDlpSetting
AWS::QuickSight::Dashboard arn:$\{Partition}:quicksight:$\{Region}:$\{Account}:dashboard/$\{DashboardId} quicksight CreateDashboard,CreateFolderMembership,DeleteFolderMembership UpdateDashboard,UpdateDashboardLinks,UpdateDashboardPermissions,UpdateDashboardPublishedVersion,CreateFolderMembership,DeleteFolderMembership DeleteDashboard
AWS::QuickSight::DataSet arn:$\{Partition}:quicksight:$\{Region}:$\{Account}:dataset/$\{ResourceId} quicksight CreateDataSet,PutDataSetRefreshProperties,CreateFolderMembership,DeleteFolderMembership UpdateDataSet,UpdateDataSetPermissions,CancelIngestion,CreateFolderMembership,DeleteFolderMembership,PutDataSetRefreshProperties,DeleteDataSetRefreshProperties DeleteDataSet,DeleteDataSetRefreshProperties
AWS::QuickSight::DataSource arn:$\{Partition}:quicksight:$\{Region}:$\{Account}:datasource/$\{ResourceId} quicksight CreateDataSource,CreateFolderMembership,DeleteFolderMembership UpdateDataSource,UpdateDataSourcePermissions,CreateFolderMembership,DeleteFolderMembership DeleteDataSource
AWS::QuickSight::Flow arn:$\{Partition}:quicksight:$\{Region}:$\{Account}:flow/$\{ResourceId} quicksight CreateFlow UpdateFlow,UpdateFlowPermissions DeleteFlow
AWS::QuickSight::Folder arn:$\{Partition}:quicksight:$\{Region}:$\{Account}:folder/$\{FolderId} quicksight CreateFolder,UpdateFolderPermissions UpdateFolder,UpdateFolderPermissions DeleteFolder
AWS::QuickSight::Group  quicksight CreateGroup UpdateGroup DeleteGroup
AWS::QuickSight::KnowledgeBase arn:$\{Partition}:quicksight:$\{Region}:$\{Account}:knowledge-base/$\{ResourceId} quicksight CreateKnowledgeBase UpdateKnowledgeBase,UpdateKnowledgeBasePermissions DeleteKnowledgeBase
AWS::QuickSight::LimitsProfile arn:$\{Partition}:quicksight:$\{Region}:$\{Account}:limits-profile/$\{ResourceId} quicksight CreateLimitsProfile UpdateLimitsProfile DeleteLimitsProfile
AWS::QuickSight::OAuthClientApplication arn:$\{Partition}:quicksight:$\{Region}:$\{Account}:oauthClientApplication/$\{ResourceId} quicksight CreateOAuthClientApplication UpdateOAuthClientApplication DeleteOAuthClientApplication
AWS::QuickSight::RefreshSchedule  quicksight CreateRefreshSchedule UpdateRefreshSchedule DeleteRefreshSchedule
AWS::QuickSight::Space arn:$\{Partition}:quicksight:$\{Region}:$\{Account}:space/$\{ResourceId} quicksight CreateSpace,UpdateSpaceResources,UpdateSpacePermissions UpdateSpace,UpdateSpaceResources,UpdateSpacePermissions DeleteSpace
AWS::QuickSight::Template arn:$\{Partition}:quicksight:$\{Region}:$\{Account}:template/$\{ResourceId} quicksight CreateTemplate UpdateTemplate,UpdateTemplatePermissions DeleteTemplate
AWS::QuickSight::Theme arn:$\{Partition}:quicksight:$\{Region}:$\{Account}:theme/$\{ResourceId} quicksight CreateTheme UpdateTheme,UpdateThemePermissions DeleteTheme
AWS::QuickSight::Topic arn:$\{Partition}:quicksight:$\{Region}:$\{Account}:topic/$\{ResourceId} quicksight CreateTopic,CreateFolderMembership UpdateTopic,CreateFolderMembership,DeleteFolderMembership DeleteTopic
AWS::QuickSight::TopicV2  quicksight CreateTopic,CreateFolderMembership,UpdateTopicPermissions UpdateTopic,CreateFolderMembership,DeleteFolderMembership,UpdateTopicPermissions DeleteTopic
AWS::QuickSight::VPCConnection arn:$\{Partition}:quicksight:$\{Region}:$\{Account}:vpcConnection/$\{ResourceId} quicksight CreateVPCConnection UpdateVPCConnection DeleteVPCConnection
AWS::RAM::Permission arn:$\{Partition}:ram::$\{Account}:permission/$\{ResourcePath} ram CreatePermission CreatePermissionVersion,DeletePermissionVersion,SetDefaultPermissionVersion,ReplacePermissionAssociations DeletePermissionVersion,DeletePermission
AWS::RAM::PermissionAssociation  ram AssociateResourceSharePermission AssociateResourceSharePermission DisassociateResourceSharePermission
AWS::RAM::PrincipalAssociation  ram AssociateResourceShare  DisassociateResourceShare
AWS::RAM::ResourceAssociation  ram AssociateResourceShare  DisassociateResourceShare
AWS::RAM::ResourceShare arn:$\{Partition}:ram:$\{Region}:$\{Account}:resource-share/$\{ResourcePath} ram CreateResourceShare UpdateResourceShare,AssociateResourceSharePermission,AssociateResourceShare,DisassociateResourceShare DeleteResourceShare
AWS::RAM::SourceAssociation  ram AssociateResourceShare  DisassociateResourceShare
AWS::RDS::ClusterSnapshot arn:$\{Partition}:rds:$\{Region}:$\{Account}:cluster-snapshot:$\{ClusterSnapshotName} rds CreateDBClusterSnapshot  DeleteDBClusterSnapshot
AWS::RDS::CustomDBEngineVersion  rds CreateCustomDBEngineVersion,ModifyCustomDBEngineVersion ModifyCustomDBEngineVersion DeleteCustomDBEngineVersion
AWS::RDS::DBCluster arn:$\{Partition}:rds:$\{Region}:$\{Account}:cluster:$\{DbClusterInstanceName} rds AddRoleToDBCluster,CreateDBCluster,CreateDBInstance,EnableHttpEndpoint,ModifyDBCluster,RestoreDBClusterFromSnapshot,RestoreDBClusterToPointInTime AddRoleToDBCluster,DisableHttpEndpoint,EnableHttpEndpoint,ModifyDBCluster,ModifyDBInstance,RemoveFromGlobalCluster,RemoveRoleFromDBCluster CreateDBClusterSnapshot,DeleteDBCluster,DeleteDBInstance,RemoveFromGlobalCluster
AWS::RDS::DBClusterEndpoint  rds CreateDBClusterEndpoint ModifyDBClusterEndpoint DeleteDBClusterEndpoint
AWS::RDS::DBClusterParameterGroup arn:$\{Partition}:rds:$\{Region}:$\{Account}:cluster-pg:$\{ClusterParameterGroupName} rds CreateDBClusterParameterGroup,ModifyDBClusterParameterGroup ModifyDBClusterParameterGroup,ResetDBClusterParameterGroup DeleteDBClusterParameterGroup
AWS::RDS::DBInstance arn:$\{Partition}:rds:$\{Region}:$\{Account}:db:$\{DbInstanceName} rds AddRoleToDBInstance,CreateDBInstance,CreateDBInstanceReadReplica,ModifyDBInstance,RebootDBInstance,RestoreDBInstanceFromDBSnapshot,RestoreDBInstanceToPointInTime,StartDBInstanceAutomatedBackupsReplication AddRoleToDBInstance,ModifyDBInstance,PromoteReadReplica,RebootDBInstance,RemoveRoleFromDBInstance,StartDBInstanceAutomatedBackupsReplication,StopDBInstanceAutomatedBackupsReplication CreateDBSnapshot,DeleteDBInstance
AWS::RDS::DBParameterGroup arn:$\{Partition}:rds:$\{Region}:$\{Account}:pg:$\{ParameterGroupName} rds CreateDBParameterGroup,ModifyDBParameterGroup ModifyDBParameterGroup,ResetDBParameterGroup DeleteDBParameterGroup
AWS::RDS::DBProxy arn:$\{Partition}:rds:$\{Region}:$\{Account}:db-proxy:$\{DbProxyId} rds CreateDBProxy ModifyDBProxy DeleteDBProxy
AWS::RDS::DBProxyEndpoint arn:$\{Partition}:rds:$\{Region}:$\{Account}:db-proxy-endpoint:$\{DbProxyEndpointId} rds CreateDBProxyEndpoint ModifyDBProxyEndpoint DeleteDBProxyEndpoint
AWS::RDS::DBProxyTargetGroup arn:$\{Partition}:rds:$\{Region}:$\{Account}:target-group:$\{TargetGroupId} rds ModifyDBProxyTargetGroup,RegisterDBProxyTargets ModifyDBProxyTargetGroup,RegisterDBProxyTargets,DeregisterDBProxyTargets DeregisterDBProxyTargets
AWS::RDS::DBShardGroup arn:$\{Partition}:rds:$\{Region}:$\{Account}:shard-group:$\{DbShardGroupResourceId} rds CreateDBShardGroup ModifyDBShardGroup DeleteDBShardGroup
AWS::RDS::DBSnapshot arn:$\{Partition}:rds:$\{Region}:$\{Account}:snapshot:$\{SnapshotName} rds CreateDBSnapshot  DeleteDBSnapshot
AWS::RDS::DBSubnetGroup arn:$\{Partition}:rds:$\{Region}:$\{Account}:subgrp:$\{SubnetGroupName} rds CreateDBSubnetGroup ModifyDBSubnetGroup DeleteDBSubnetGroup
AWS::RDS::Deployment  rds CreateBlueGreenDeployment,CreateDBInstanceReadReplica,CreateDBCluster,CreateDBInstance,CreateDBClusterEndpoint,CreateGlobalCluster  DeleteBlueGreenDeployment,DeleteDBInstance,DeleteDBCluster,DeleteDBClusterEndpoint,DeleteGlobalCluster,PromoteReadReplica,PromoteReadReplicaDBCluster,RemoveFromGlobalCluster
AWS::RDS::EventSubscription arn:$\{Partition}:rds:$\{Region}:$\{Account}:es:$\{SubscriptionName} rds CreateEventSubscription ModifyEventSubscription,AddSourceIdentifierToSubscription,RemoveSourceIdentifierFromSubscription DeleteEventSubscription
AWS::RDS::GlobalCluster arn:$\{Partition}:rds::$\{Account}:global-cluster:$\{ClusterName} rds CreateGlobalCluster ModifyGlobalCluster DeleteGlobalCluster,RemoveFromGlobalCluster
AWS::RDS::Integration arn:$\{Partition}:rds:$\{Region}:$\{Account}:integration:$\{IntegrationIdentifier} rds CreateIntegration ModifyIntegration DeleteIntegration
AWS::RDS::OptionGroup arn:$\{Partition}:rds:$\{Region}:$\{Account}:og:$\{OptionGroupName} rds CreateOptionGroup,ModifyOptionGroup ModifyOptionGroup DeleteOptionGroup
AWS::RTBFabric::InboundExternalLink  rtbfabric CreateInboundExternalLink  DeleteInboundExternalLink
AWS::RTBFabric::Link  rtbfabric CreateLink UpdateLink,UpdateLinkModuleFlow DeleteLink
AWS::RTBFabric::LinkRoutingRule  rtbfabric CreateLinkRoutingRule UpdateLinkRoutingRule DeleteLinkRoutingRule
AWS::RTBFabric::OutboundExternalLink  rtbfabric CreateOutboundExternalLink  DeleteOutboundExternalLink
AWS::RTBFabric::RequesterGateway arn:$\{Partition}:rtbfabric:$\{Region}:$\{Account}:gateway/$\{GatewayId} rtbfabric CreateRequesterGateway UpdateRequesterGateway DeleteRequesterGateway
AWS::RTBFabric::ResponderGateway arn:$\{Partition}:rtbfabric:$\{Region}:$\{Account}:gateway/$\{GatewayId} rtbfabric CreateResponderGateway,AssociateCertificate UpdateResponderGateway DeleteResponderGateway,DisassociateCertificate
AWS::RUM::AppMonitor arn:$\{Partition}:rum:$\{Region}:$\{Account}:appmonitor/$\{Name} rum CreateAppMonitor,PutRumMetricsDestination,BatchCreateRumMetricDefinitions,PutResourcePolicy UpdateAppMonitor,PutRumMetricsDestination,DeleteRumMetricsDestination,BatchCreateRumMetricDefinitions,BatchDeleteRumMetricDefinitions,UpdateRumMetricDefinition,PutResourcePolicy,DeleteResourcePolicy DeleteAppMonitor,DeleteRumMetricsDestination,BatchDeleteRumMetricDefinitions,PutResourcePolicy,DeleteResourcePolicy
AWS::Rbin::Rule arn:$\{Partition}:rbin:$\{Region}:$\{Account}:rule/$\{ResourceName} rbin CreateRule,LockRule UpdateRule,LockRule,UnlockRule DeleteRule
AWS::Redshift::Cluster arn:$\{Partition}:redshift:$\{Region}:$\{Account}:cluster:$\{ClusterName} redshift CreateCluster,RestoreFromClusterSnapshot,EnableLogging,CreateTags,PutResourcePolicy,ModifyClusterMaintenance ModifyCluster,ModifyClusterIamRoles,EnableLogging,CreateTags,DeleteTags,DisableLogging,RebootCluster,EnableSnapshotCopy,DisableSnapshotCopy,ModifySnapshotCopyRetentionPeriod,ModifyAquaConfiguration,ResizeCluster,ModifyClusterMaintenance,ModifyClusterDbRevisions,PauseCluster,ResumeCluster,RotateEncryptionKey,FailoverPrimaryCompute,PutResourcePolicy,DeleteResourcePolicy DeleteCluster
AWS::Redshift::ClusterParameterGroup arn:$\{Partition}:redshift:$\{Region}:$\{Account}:parametergroup:$\{ParameterGroupName} redshift CreateClusterParameterGroup,ModifyClusterParameterGroup,CreateTags ResetClusterParameterGroup,ModifyClusterParameterGroup,CreateTags,DeleteTags DeleteTags,DeleteClusterParameterGroup
AWS::Redshift::ClusterSubnetGroup arn:$\{Partition}:redshift:$\{Region}:$\{Account}:subnetgroup:$\{SubnetGroupName} redshift CreateClusterSubnetGroup,CreateTags ModifyClusterSubnetGroup,CreateTags,DeleteTags DeleteClusterSubnetGroup,DeleteTags
AWS::Redshift::EndpointAccess  redshift CreateEndpointAccess ModifyEndpointAccess DeleteEndpointAccess
AWS::Redshift::EndpointAuthorization  redshift AuthorizeEndpointAccess AuthorizeEndpointAccess,RevokeEndpointAccess RevokeEndpointAccess,DeleteEndpointAccess
AWS::Redshift::EventSubscription arn:$\{Partition}:redshift:$\{Region}:$\{Account}:eventsubscription:$\{EventSubscriptionName} redshift CreateEventSubscription,CreateTags ModifyEventSubscription,CreateTags,DeleteTags DeleteEventSubscription,DeleteTags
AWS::Redshift::Integration arn:$\{Partition}:redshift:$\{Region}:$\{Account}:integration:$\{IntegrationIdentifier} redshift CreateIntegration,CreateTags,CreateInboundIntegration ModifyIntegration,CreateTags,DeleteTags DeleteTags,DeleteIntegration
AWS::Redshift::QEV2IdcApplication arn:$\{Partition}:redshift:$\{Region}:$\{Account}:qev2idcapplication:$\{Qev2IdcApplicationId} sso CreateApplication,PutApplicationAuthenticationMethod,PutApplicationGrant,PutApplicationAccessScope,PutApplicationAssignmentConfiguration UpdateApplication DeleteApplication
AWS::Redshift::RedshiftIdcApplication  redshift CreateRedshiftIdcApplication,CreateTags ModifyRedshiftIdcApplication,CreateTags,DeleteTags DeleteRedshiftIdcApplication
AWS::Redshift::ScheduledAction  redshift CreateScheduledAction,PauseCluster,ResumeCluster,ResizeCluster ModifyScheduledAction,PauseCluster,ResumeCluster,ResizeCluster DeleteScheduledAction
AWS::Redshift::Snapshot  redshift CreateClusterSnapshot,CreateTags ModifyClusterSnapshot,CreateTags,DeleteTags DeleteClusterSnapshot
AWS::Redshift::SnapshotCopyGrant arn:$\{Partition}:redshift:$\{Region}:$\{Account}:snapshotcopygrant:$\{SnapshotCopyGrantName} redshift CreateSnapshotCopyGrant,CreateTags CreateTags,DeleteTags DeleteSnapshotCopyGrant
AWS::Redshift::SnapshotSchedule arn:$\{Partition}:redshift:$\{Region}:$\{Account}:snapshotschedule:$\{ScheduleIdentifier} redshift CreateSnapshotSchedule,CreateTags ModifySnapshotSchedule,CreateTags,DeleteTags DeleteSnapshotSchedule
AWS::Redshift::UsageLimit arn:$\{Partition}:redshift:$\{Region}:$\{Account}:usagelimit:$\{UsageLimitId} redshift CreateUsageLimit,CreateTags ModifyUsageLimit,CreateTags,DeleteTags DeleteUsageLimit
AWS::RedshiftServerless::Namespace arn:$\{Partition}:redshift-serverless:$\{Region}:$\{Account}:namespace/$\{NamespaceId} redshift-serverless CreateNamespace,CreateSnapshotCopyConfiguration UpdateNamespace,CreateSnapshotCopyConfiguration,UpdateSnapshotCopyConfiguration,DeleteSnapshotCopyConfiguration DeleteNamespace
AWS::RedshiftServerless::Snapshot arn:$\{Partition}:redshift-serverless:$\{Region}:$\{Account}:snapshot/$\{SnapshotId} redshift-serverless CreateSnapshot UpdateSnapshot DeleteSnapshot
AWS::RedshiftServerless::Workgroup arn:$\{Partition}:redshift-serverless:$\{Region}:$\{Account}:workgroup/$\{WorkgroupId} redshift-serverless CreateNamespace,CreateWorkgroup,RestoreFromSnapshot,RestoreFromRecoveryPoint UpdateWorkgroup,RestoreFromSnapshot,RestoreFromRecoveryPoint DeleteWorkgroup
AWS::RefactorSpaces::Application  refactor-spaces CreateApplication  DeleteApplication
AWS::RefactorSpaces::Environment arn:$\{Partition}:refactor-spaces:$\{Region}:$\{Account}:environment/$\{EnvironmentId} refactor-spaces CreateEnvironment  DeleteEnvironment
AWS::RefactorSpaces::Route  refactor-spaces CreateRoute UpdateRoute DeleteRoute
AWS::RefactorSpaces::Service  refactor-spaces CreateService  DeleteService
AWS::Rekognition::Collection arn:$\{Partition}:rekognition:$\{Region}:$\{Account}:collection/$\{CollectionId} rekognition CreateCollection  DeleteCollection
AWS::Rekognition::Dataset  rekognition CreateDataset  DeleteDataset
AWS::Rekognition::Project  rekognition CreateProject  DeleteProject
AWS::Rekognition::StreamProcessor arn:$\{Partition}:rekognition:$\{Region}:$\{Account}:streamprocessor/$\{Name} rekognition CreateStreamProcessor  DeleteStreamProcessor
AWS::ResilienceHub::App arn:$\{Partition}:resiliencehub:$\{Region}:$\{Account}:app/$\{AppId} resiliencehub CreateApp,PutDraftAppVersionTemplate,AddDraftAppVersionResourceMappings,PublishAppVersion UpdateApp,PutDraftAppVersionTemplate,AddDraftAppVersionResourceMappings,RemoveDraftAppVersionResourceMappings,PublishAppVersion DeleteApp
AWS::ResilienceHub::ResiliencyPolicy arn:$\{Partition}:resiliencehub:$\{Region}:$\{Account}:resiliency-policy/$\{PolicyId} resiliencehub CreateResiliencyPolicy UpdateResiliencyPolicy DeleteResiliencyPolicy
AWS::ResilienceHubV2::Policy  resiliencehub CreatePolicy UpdatePolicy DeletePolicy
AWS::ResilienceHubV2::Service  resiliencehub CreateService,CreateInputSource,CreateAssertion UpdateService,CreateInputSource,DeleteInputSource,CreateAssertion,UpdateAssertion,DeleteAssertion DeleteService,DeleteInputSource,DeleteAssertion
AWS::ResilienceHubV2::ServiceFunction  resiliencehub CreateServiceFunction UpdateServiceFunction DeleteServiceFunction
AWS::ResilienceHubV2::System  resiliencehub CreateSystem UpdateSystem DeleteSystem
AWS::ResilienceHubV2::UserJourney  resiliencehub CreateUserJourney UpdateUserJourney DeleteUserJourney
AWS::ResourceExplorer2::DefaultViewAssociation  resource-explorer-2 AssociateDefaultView AssociateDefaultView DisassociateDefaultView
AWS::ResourceExplorer2::Index arn:$\{Partition}:resource-explorer-2:$\{Region}:$\{Account}:index/$\{IndexUuid} resource-explorer-2 CreateIndex,UpdateIndexType,DeleteIndex UpdateIndexType DeleteIndex
AWS::ResourceExplorer2::View  resource-explorer-2 CreateView UpdateView DeleteView
AWS::ResourceGroups::Group arn:$\{Partition}:resource-groups:$\{Region}:$\{Account}:group/$\{GroupName} resource-groups CreateGroup,GroupResources UpdateGroup,UpdateGroupQuery,PutGroupConfiguration,GroupResources,UnGroupResources DeleteGroup,UnGroupResources
AWS::ResourceGroups::TagSyncTask  resource-groups StartTagSyncTask,CreateGroup  CancelTagSyncTask,DeleteGroup
AWS::RoboMaker::Fleet  robomaker CreateFleet  DeleteFleet
AWS::RoboMaker::Robot  robomaker CreateRobot,RegisterRobot  DeleteRobot,DeregisterRobot
AWS::RoboMaker::RobotApplication  robomaker CreateRobotApplication UpdateRobotApplication DeleteRobotApplication
AWS::RoboMaker::RobotApplicationVersion  robomaker CreateRobotApplicationVersion  DeleteRobotApplication
AWS::RoboMaker::SimulationApplication  robomaker CreateSimulationApplication UpdateSimulationApplication DeleteSimulationApplication
AWS::RoboMaker::SimulationApplicationVersion  robomaker CreateSimulationApplicationVersion  DeleteSimulationApplication
AWS::RolesAnywhere::CRL arn:$\{Partition}:rolesanywhere:$\{Region}:$\{Account}:crl/$\{CrlId} rolesanywhere ImportCrl EnableCrl,DisableCrl,UpdateCrl DeleteCrl
AWS::RolesAnywhere::Profile arn:$\{Partition}:rolesanywhere:$\{Region}:$\{Account}:profile/$\{ProfileId} rolesanywhere CreateProfile,PutAttributeMapping,DeleteAttributeMapping UpdateProfile,EnableProfile,DisableProfile,PutAttributeMapping,DeleteAttributeMapping DeleteProfile
AWS::RolesAnywhere::TrustAnchor arn:$\{Partition}:rolesanywhere:$\{Region}:$\{Account}:trust-anchor/$\{TrustAnchorId} rolesanywhere CreateTrustAnchor EnableTrustAnchor,DisableTrustAnchor,UpdateTrustAnchor,PutNotificationSettings,ResetNotificationSettings DeleteTrustAnchor
AWS::Route53::CidrCollection arn:$\{Partition}:route53:::cidrcollection/$\{Id} route53 CreateCidrCollection,ChangeCidrCollection ChangeCidrCollection DeleteCidrCollection,ChangeCidrCollection
AWS::Route53::DNSSEC  kms Sign,CreateGrant  Sign,CreateGrant
AWS::Route53::DelegationSet  route53 CreateReusableDelegationSet  DeleteReusableDelegationSet
AWS::Route53::HealthCheck arn:$\{Partition}:route53:::healthcheck/$\{Id} route53 CreateHealthCheck,ChangeTagsForResource UpdateHealthCheck,ChangeTagsForResource DeleteHealthCheck
AWS::Route53::HostedZone arn:$\{Partition}:route53:::hostedzone/$\{Id} route53 CreateHostedZone,CreateQueryLoggingConfig,ChangeTagsForResource,UpdateHostedZoneFeatures,AssociateVPCWithHostedZone UpdateHostedZoneComment,UpdateHostedZoneFeatures,ChangeTagsForResource,AssociateVPCWithHostedZone,DisassociateVPCFromHostedZone,CreateQueryLoggingConfig,DeleteQueryLoggingConfig DeleteHostedZone,DeleteQueryLoggingConfig,UpdateHostedZoneFeatures
AWS::Route53::KeySigningKey  route53 CreateKeySigningKey ActivateKeySigningKey,DeactivateKeySigningKey DeactivateKeySigningKey,DeleteKeySigningKey
AWS::Route53::QueryLoggingConfig  route53 CreateQueryLoggingConfig  DeleteQueryLoggingConfig
AWS::Route53::RecordSet  route53 ChangeResourceRecordSets ChangeResourceRecordSets ChangeResourceRecordSets
AWS::Route53::TrafficPolicy arn:$\{Partition}:route53:::trafficpolicy/$\{Id} route53 CreateTrafficPolicy UpdateTrafficPolicyComment DeleteTrafficPolicy
AWS::Route53::TrafficPolicyInstance arn:$\{Partition}:route53:::trafficpolicyinstance/$\{Id} route53 CreateTrafficPolicyInstance UpdateTrafficPolicyInstance DeleteTrafficPolicyInstance
AWS::Route53GlobalResolver::AccessSource arn:$\{Partition}:route53globalresolver::$\{Account}:access-source/$\{Id} route53globalresolver CreateAccessSource UpdateAccessSource DeleteAccessSource
AWS::Route53GlobalResolver::AccessToken arn:$\{Partition}:route53globalresolver::$\{Account}:access-token/$\{Id} route53globalresolver CreateAccessToken UpdateAccessToken DeleteAccessToken
AWS::Route53GlobalResolver::DnsView arn:$\{Partition}:route53globalresolver::$\{Account}:dns-view/$\{Id} route53globalresolver CreateDNSView UpdateDNSView DeleteDNSView
AWS::Route53GlobalResolver::FirewallDomainList arn:$\{Partition}:route53globalresolver::$\{Account}:firewall-domain-list/$\{Id} route53globalresolver CreateFirewallDomainList,ImportFirewallDomains,UpdateFirewallDomains ImportFirewallDomains,UpdateFirewallDomains DeleteFirewallDomainList
AWS::Route53GlobalResolver::FirewallRule  route53globalresolver CreateFirewallRule UpdateFirewallRule DeleteFirewallRule
AWS::Route53GlobalResolver::GlobalResolver arn:$\{Partition}:route53globalresolver::$\{Account}:global-resolver/$\{Id} route53globalresolver CreateGlobalResolver UpdateGlobalResolver DeleteGlobalResolver
AWS::Route53GlobalResolver::HostedZoneAssociation  route53globalresolver AssociateHostedZone UpdateHostedZoneAssociation DisassociateHostedZone
AWS::Route53Profiles::Profile arn:$\{Partition}:route53profiles:$\{Region}:$\{Account}:profile/$\{ResourceId} route53profiles CreateProfile  DeleteProfile
AWS::Route53Profiles::ProfileAssociation arn:$\{Partition}:route53profiles:$\{Region}:$\{Account}:profile-association/$\{ResourceId} route53profiles AssociateProfile  DisassociateProfile
AWS::Route53Profiles::ProfileResourceAssociation  route53profiles AssociateResourceToProfile UpdateProfileResourceAssociation DisassociateResourceFromProfile
AWS::Route53RecoveryControl::Cluster arn:$\{Partition}:route53-recovery-control::$\{Account}:cluster/$\{ResourceId} route53-recovery-control-config CreateCluster UpdateCluster DeleteCluster
AWS::Route53RecoveryControl::ControlPanel arn:$\{Partition}:route53-recovery-control::$\{Account}:controlpanel/$\{ControlPanelId} route53-recovery-control-config CreateControlPanel UpdateControlPanel DeleteControlPanel
AWS::Route53RecoveryControl::RoutingControl  route53-recovery-control-config CreateRoutingControl UpdateRoutingControl DeleteRoutingControl
AWS::Route53RecoveryControl::SafetyRule  route53-recovery-control-config CreateSafetyRule UpdateSafetyRule DeleteSafetyRule
AWS::Route53RecoveryReadiness::Cell arn:$\{Partition}:route53-recovery-readiness::$\{Account}:cell/$\{CellName} route53-recovery-readiness CreateCell UpdateCell DeleteCell
AWS::Route53RecoveryReadiness::ReadinessCheck arn:$\{Partition}:route53-recovery-readiness::$\{Account}:readiness-check/$\{ResourceId} route53-recovery-readiness CreateReadinessCheck UpdateReadinessCheck DeleteReadinessCheck
AWS::Route53RecoveryReadiness::RecoveryGroup arn:$\{Partition}:route53-recovery-readiness::$\{Account}:recovery-group/$\{ResourceId} route53-recovery-readiness CreateRecoveryGroup UpdateRecoveryGroup DeleteRecoveryGroup
AWS::Route53RecoveryReadiness::ResourceSet arn:$\{Partition}:route53-recovery-readiness::$\{Account}:resource-set/$\{ResourceId} route53-recovery-readiness CreateResourceSet UpdateResourceSet DeleteResourceSet
AWS::Route53Resolver::FirewallDomainList arn:$\{Partition}:route53resolver:$\{Region}:$\{Account}:firewall-domain-list/$\{ResourceId} route53resolver CreateFirewallDomainList,ImportFirewallDomains,UpdateFirewallDomains ImportFirewallDomains,UpdateFirewallDomains DeleteFirewallDomainList
AWS::Route53Resolver::FirewallRuleGroup arn:$\{Partition}:route53resolver:$\{Region}:$\{Account}:firewall-rule-group/$\{ResourceId} route53resolver CreateFirewallRuleGroup,CreateFirewallRule,DeleteFirewallRule CreateFirewallRule,UpdateFirewallRule,DeleteFirewallRule DeleteFirewallRuleGroup,DeleteFirewallRule
AWS::Route53Resolver::FirewallRuleGroupAssociation arn:$\{Partition}:route53resolver:$\{Region}:$\{Account}:firewall-rule-group-association/$\{ResourceId} route53resolver AssociateFirewallRuleGroup UpdateFirewallRuleGroupAssociation DisassociateFirewallRuleGroup
AWS::Route53Resolver::OutpostResolver arn:$\{Partition}:route53resolver:$\{Region}:$\{Account}:outpost-resolver/$\{ResourceId} route53resolver CreateOutpostResolver UpdateOutpostResolver DeleteOutpostResolver
AWS::Route53Resolver::ResolverConfig arn:$\{Partition}:route53resolver:$\{Region}:$\{Account}:resolver-config/$\{ResourceId} route53resolver UpdateResolverConfig  UpdateResolverConfig
AWS::Route53Resolver::ResolverDNSSECConfig arn:$\{Partition}:route53resolver:$\{Region}:$\{Account}:resolver-dnssec-config/$\{ResourceId} route53resolver UpdateResolverDnssecConfig  UpdateResolverDnssecConfig
AWS::Route53Resolver::ResolverEndpoint arn:$\{Partition}:route53resolver:$\{Region}:$\{Account}:resolver-endpoint/$\{ResourceId} route53resolver CreateResolverEndpoint AssociateResolverEndpointIpAddress,DisassociateResolverEndpointIpAddress,UpdateResolverEndpoint DeleteResolverEndpoint
AWS::Route53Resolver::ResolverQueryLoggingConfig arn:$\{Partition}:route53resolver:$\{Region}:$\{Account}:resolver-query-log-config/$\{ResourceId} logs CreateLogDelivery,UpdateLogDelivery,DeleteLogDelivery,PutResourcePolicy  
AWS::Route53Resolver::ResolverQueryLoggingConfigAssociation  resolverquerylogging AssociateConfig  DisassociateConfig
AWS::Route53Resolver::ResolverRule arn:$\{Partition}:route53resolver:$\{Region}:$\{Account}:resolver-rule/$\{ResourceId} route53resolver CreateResolverRule UpdateResolverRule DeleteResolverRule
AWS::Route53Resolver::ResolverRuleAssociation  route53resolver AssociateResolverRule  DisassociateResolverRule
AWS::S3::AccessGrant arn:$\{Partition}:s3:$\{Region}:$\{Account}:access-grants/default/grant/$\{Token} s3 CreateAccessGrant  DeleteAccessGrant
AWS::S3::AccessGrantsInstance  s3 CreateAccessGrantsInstance,AssociateAccessGrantsIdentityCenter  DeleteAccessGrantsInstance,DissociateAccessGrantsIdentityCenter
AWS::S3::AccessGrantsLocation arn:$\{Partition}:s3:$\{Region}:$\{Account}:access-grants/default/location/$\{Token} s3 CreateAccessGrantsLocation UpdateAccessGrantsLocation DeleteAccessGrantsLocation
AWS::S3::AccessPoint arn:$\{Partition}:s3:$\{Region}:$\{Account}:accesspoint/$\{AccessPointName} s3 CreateAccessPoint,PutAccessPointPolicy,PutAccessPointPublicAccessBlock PutAccessPointPolicy,PutAccessPointPublicAccessBlock,DeleteAccessPointPolicy DeleteAccessPointPolicy,DeleteAccessPoint
AWS::S3::Bucket arn:$\{Partition}:s3:::$\{BucketName} s3 CreateBucket,PutBucketTagging,PutBucketAbac,PutAnalyticsConfiguration,PutEncryptionConfiguration,PutBucketCORS,PutInventoryConfiguration,PutLifecycleConfiguration,PutMetricsConfiguration,PutBucketNotification,PutBucketReplication,PutBucketWebsite,PutAccelerateConfiguration,PutBucketPublicAccessBlock,PutReplicationConfiguration,PutObjectAcl,PutBucketObjectLockConfiguration,DeleteObject,PutBucketLogging,PutBucketVersioning,PutObjectLockConfiguration,PutBucketOwnershipControls,PutIntelligentTieringConfiguration,CreateBucketMetadataTableConfiguration PutBucketAcl,PutBucketTagging,PutBucketAbac,PutAnalyticsConfiguration,PutEncryptionConfiguration,PutBucketCORS,PutInventoryConfiguration,PutLifecycleConfiguration,PutMetricsConfiguration,PutBucketNotification,PutBucketReplication,PutBucketWebsite,PutAccelerateConfiguration,DeleteBucketMetadataTableConfiguration,CreateBucketMetadataTableConfiguration,UpdateBucketMetadataJournalTableConfiguration,UpdateBucketMetadataInventoryTableConfiguration,UpdateBucketMetadataAnnotationTableConfiguration,PutBucketPublicAccessBlock,PutReplicationConfiguration,PutBucketOwnershipControls,PutIntelligentTieringConfiguration,DeleteBucketWebsite,PutBucketLogging,PutBucketVersioning,PutObjectLockConfiguration,PutBucketObjectLockConfiguration,DeleteBucketAnalyticsConfiguration,DeleteBucketCors,DeleteBucketMetricsConfiguration,DeleteBucketEncryption,DeleteBucketLifecycle,DeleteBucketReplication DeleteBucket
AWS::S3::BucketPolicy  s3 PutBucketPolicy PutBucketPolicy DeleteBucketPolicy
AWS::S3::MultiRegionAccessPoint arn:$\{Partition}:s3::$\{Account}:accesspoint/$\{AccessPointAlias} s3 CreateMultiRegionAccessPoint  DeleteMultiRegionAccessPoint
AWS::S3::MultiRegionAccessPointPolicy  s3 PutMultiRegionAccessPointPolicy PutMultiRegionAccessPointPolicy PutMultiRegionAccessPointPolicy
AWS::S3::StorageLens arn:$\{Partition}:s3:$\{Region}:$\{Account}:storage-lens/$\{ConfigId} s3 PutStorageLensConfiguration,PutStorageLensConfigurationTagging PutStorageLensConfiguration,PutStorageLensConfigurationTagging DeleteStorageLensConfiguration,DeleteStorageLensConfigurationTagging
AWS::S3::StorageLensGroup arn:$\{Partition}:s3:$\{Region}:$\{Account}:storage-lens-group/$\{Name} s3 CreateStorageLensGroup UpdateStorageLensGroup DeleteStorageLensGroup
AWS::S3Express::AccessPoint arn:$\{Partition}:s3express:$\{Region}:$\{Account}:accesspoint/$\{AccessPointName} s3express CreateAccessPoint,PutAccessPointPolicy,PutAccessPointScope PutAccessPointPolicy,DeleteAccessPointPolicy,PutAccessPointScope,DeleteAccessPointScope DeleteAccessPointPolicy,DeleteAccessPoint,DeleteAccessPointScope
AWS::S3Express::BucketPolicy  s3express PutBucketPolicy PutBucketPolicy DeleteBucketPolicy
AWS::S3Express::DirectoryBucket arn:$\{Partition}:s3express:$\{Region}:$\{Account}:bucket/$\{BucketName} s3express CreateBucket,PutEncryptionConfiguration,PutLifecycleConfiguration,PutMetricsConfiguration,PutInventoryConfiguration PutEncryptionConfiguration,PutLifecycleConfiguration,PutMetricsConfiguration,PutInventoryConfiguration DeleteBucket
AWS::S3Files::AccessPoint  s3files CreateAccessPoint  DeleteAccessPoint
AWS::S3Files::FileSystem arn:$\{Partition}:s3files:$\{Region}:$\{Account}:file-system/$\{FileSystemId} s3files CreateFileSystem,PutSynchronizationConfiguration PutSynchronizationConfiguration DeleteFileSystem
AWS::S3Files::FileSystemPolicy  s3files PutFileSystemPolicy PutFileSystemPolicy DeleteFileSystemPolicy
AWS::S3Files::MountTarget  s3files CreateMountTarget UpdateMountTarget DeleteMountTarget
AWS::S3ObjectLambda::AccessPoint arn:$\{Partition}:s3-object-lambda:$\{Region}:$\{Account}:accesspoint/$\{AccessPointName} s3 CreateAccessPointForObjectLambda,PutAccessPointConfigurationForObjectLambda PutAccessPointConfigurationForObjectLambda DeleteAccessPointForObjectLambda
AWS::S3ObjectLambda::AccessPointPolicy  s3 PutAccessPointPolicyForObjectLambda PutAccessPointPolicyForObjectLambda DeleteAccessPointPolicyForObjectLambda
AWS::S3Outposts::AccessPoint  s3-outposts CreateAccessPoint,PutAccessPointPolicy PutAccessPointPolicy,DeleteAccessPointPolicy DeleteAccessPoint,DeleteAccessPointPolicy
AWS::S3Outposts::Bucket  s3-outposts CreateBucket,PutBucketTagging,PutLifecycleConfiguration PutBucketTagging,DeleteBucketTagging,PutLifecycleConfiguration DeleteBucket
AWS::S3Outposts::BucketPolicy  s3-outposts PutBucketPolicy PutBucketPolicy DeleteBucketPolicy
AWS::S3Outposts::Endpoint  s3-outposts CreateEndpoint  DeleteEndpoint
AWS::S3Tables::Namespace  s3tables CreateNamespace  DeleteNamespace
AWS::S3Tables::Table  s3tables CreateTable,PutTableData,PutTableMaintenanceConfiguration,PutTableStorageClass RenameTable,PutTableMaintenanceConfiguration DeleteTable
AWS::S3Tables::TableBucket arn:$\{Partition}:s3tables:$\{Region}:$\{Account}:bucket/$\{TableBucketName} s3tables CreateTableBucket,PutTableBucketMaintenanceConfiguration,PutTableBucketMetricsConfiguration,PutTableBucketEncryption,PutTableBucketStorageClass,PutTableBucketReplication DeleteTableBucketMetricsConfiguration,PutTableBucketMaintenanceConfiguration,PutTableBucketMetricsConfiguration,PutTableBucketEncryption,PutTableBucketStorageClass,PutTableBucketReplication,DeleteTableBucketReplication,DeleteTableBucketEncryption DeleteTableBucket
AWS::S3Tables::TableBucketPolicy  s3tables PutTableBucketPolicy PutTableBucketPolicy DeleteTableBucketPolicy
AWS::S3Tables::TablePolicy  s3tables PutTablePolicy PutTablePolicy DeleteTablePolicy
AWS::S3Vectors::Index  s3vectors CreateIndex  DeleteIndex
AWS::S3Vectors::VectorBucket arn:$\{Partition}:s3vectors:$\{Region}:$\{Account}:bucket/$\{BucketName} s3vectors CreateVectorBucket  DeleteVectorBucket
AWS::S3Vectors::VectorBucketPolicy  s3vectors PutVectorBucketPolicy PutVectorBucketPolicy DeleteVectorBucketPolicy
AWS::SCN::DataIntegrationFlow  scn CreateDataIntegrationFlow UpdateDataIntegrationFlow DeleteDataIntegrationFlow
AWS::SCN::Dataset  scn CreateDataLakeDataset UpdateDataLakeDataset DeleteDataLakeDataset
AWS::SCN::Instance  scn CreateInstance,CreateSSOApplication UpdateInstance DeleteInstance,DeleteSSOApplication
AWS::SCN::Namespace  scn CreateDataLakeNamespace UpdateDataLakeNamespace DeleteDataLakeNamespace
AWS::SDB::Domain arn:$\{Partition}:sdb:$\{Region}:$\{Account}:domain/$\{DomainName} sdb CreateDomain,DomainMetadata  DeleteDomain,DomainMetadata
AWS::SES::ConfigurationSet arn:$\{Partition}:ses:$\{Region}:$\{Account}:configuration-set/$\{ConfigurationSetName} ses CreateConfigurationSet PutConfigurationSetTrackingOptions,PutConfigurationSetDeliveryOptions,PutConfigurationSetReputationOptions,PutConfigurationSetSendingOptions,PutConfigurationSetSuppressionOptions,PutConfigurationSetVdmOptions,PutConfigurationSetArchivingOptions DeleteConfigurationSet
AWS::SES::ConfigurationSetEventDestination  ses CreateConfigurationSetEventDestination UpdateConfigurationSetEventDestination DeleteConfigurationSetEventDestination
AWS::SES::ContactList arn:$\{Partition}:ses:$\{Region}:$\{Account}:contact-list/$\{ContactListName} ses CreateContactList UpdateContactList DeleteContactList
AWS::SES::CustomVerificationEmailTemplate arn:$\{Partition}:ses:$\{Region}:$\{Account}:custom-verification-email-template/$\{TemplateName} ses CreateCustomVerificationEmailTemplate UpdateCustomVerificationEmailTemplate DeleteCustomVerificationEmailTemplate
AWS::SES::DedicatedIpPool arn:$\{Partition}:ses:$\{Region}:$\{Account}:dedicated-ip-pool/$\{DedicatedIPPool} ses CreateDedicatedIpPool PutDedicatedIpPoolScalingAttributes DeleteDedicatedIpPool
AWS::SES::EmailIdentity arn:$\{Partition}:ses:$\{Region}:$\{Account}:identity/$\{IdentityName} ses CreateEmailIdentity,PutEmailIdentityMailFromAttributes,PutEmailIdentityFeedbackAttributes,PutEmailIdentityDkimAttributes PutEmailIdentityMailFromAttributes,PutEmailIdentityFeedbackAttributes,PutEmailIdentityConfigurationSetAttributes,PutEmailIdentityDkimSigningAttributes,PutEmailIdentityDkimAttributes DeleteEmailIdentity
AWS::SES::EmailIdentityCertificate  ses AssociateEmailIdentityCertificate  DisassociateEmailIdentityCertificate
AWS::SES::MailManagerAddonInstance arn:$\{Partition}:ses:$\{Region}:$\{Account}:addon-instance/$\{AddonInstanceId} ses CreateAddonInstance  DeleteAddonInstance
AWS::SES::MailManagerAddonSubscription arn:$\{Partition}:ses:$\{Region}:$\{Account}:addon-subscription/$\{AddonSubscriptionId} ses CreateAddonSubscription  DeleteAddonSubscription
AWS::SES::MailManagerAddressList arn:$\{Partition}:ses:$\{Region}:$\{Account}:mailmanager-address-list/$\{AddressListId} ses CreateAddressList  DeleteAddressList
AWS::SES::MailManagerArchive arn:$\{Partition}:ses:$\{Region}:$\{Account}:mailmanager-archive/$\{ArchiveId} ses CreateArchive UpdateArchive DeleteArchive
AWS::SES::MailManagerIngressPoint arn:$\{Partition}:ses:$\{Region}:$\{Account}:mailmanager-ingress-point/$\{IngressPointId} ses CreateIngressPoint UpdateIngressPoint DeleteIngressPoint
AWS::SES::MailManagerRelay arn:$\{Partition}:ses:$\{Region}:$\{Account}:mailmanager-smtp-relay/$\{RelayId} ses CreateRelay UpdateRelay DeleteRelay
AWS::SES::MailManagerRuleSet arn:$\{Partition}:ses:$\{Region}:$\{Account}:mailmanager-rule-set/$\{RuleSetId} ses CreateRuleSet UpdateRuleSet DeleteRuleSet
AWS::SES::MailManagerTrafficPolicy arn:$\{Partition}:ses:$\{Region}:$\{Account}:mailmanager-traffic-policy/$\{TrafficPolicyId} ses CreateTrafficPolicy UpdateTrafficPolicy DeleteTrafficPolicy
AWS::SES::MultiRegionEndpoint arn:$\{Partition}:ses:$\{Region}:$\{Account}:multi-region-endpoint/$\{EndpointName} ses CreateMultiRegionEndpoint  DeleteMultiRegionEndpoint
AWS::SES::ReceiptFilter arn:$\{Partition}:ses:$\{Region}:$\{Account}:receipt-filter/$\{ReceiptFilterName} ses CreateReceiptFilter  DeleteReceiptFilter
AWS::SES::ReceiptRule  ses CreateReceiptRule SetReceiptRulePosition,ReorderReceiptRuleSet,UpdateReceiptRule DeleteReceiptRule
AWS::SES::ReceiptRuleSet arn:$\{Partition}:ses:$\{Region}:$\{Account}:receipt-rule-set/$\{ReceiptRuleSetName} ses CreateReceiptRuleSet  DeleteReceiptRuleSet
AWS::SES::Template arn:$\{Partition}:ses:$\{Region}:$\{Account}:template/$\{TemplateName} ses CreateEmailTemplate,CreateTemplate UpdateEmailTemplate,UpdateTemplate DeleteEmailTemplate,DeleteTemplate
AWS::SES::Tenant  ses CreateTenant,UpdateReputationEntityPolicy,CreateTenantResourceAssociation PutTenantSuppressionAttributes,UpdateReputationEntityPolicy,CreateTenantResourceAssociation,DeleteTenantResourceAssociation DeleteTenant
AWS::SES::VdmAttributes  ses PutAccountVdmAttributes PutAccountVdmAttributes PutAccountVdmAttributes
AWS::SMSVOICE::ConfigurationSet arn:$\{Partition}:sms-voice:$\{Region}:$\{Account}:configuration-set/$\{ConfigurationSetName} sms-voice CreateConfigurationSet,SetDefaultSenderId,SetDefaultMessageFeedbackEnabled,AssociateProtectConfiguration,CreateEventDestination,UpdateEventDestination CreateEventDestination,UpdateEventDestination,DeleteEventDestination,DeleteDefaultSenderId,SetDefaultSenderId,DeleteDefaultMessageFeedbackEnabled,SetDefaultMessageFeedbackEnabled,DisassociateProtectConfiguration,AssociateProtectConfiguration DeleteConfigurationSet
AWS::SMSVOICE::NotifyConfiguration  sms-voice CreateNotifyConfiguration UpdateNotifyConfiguration DeleteNotifyConfiguration
AWS::SMSVOICE::OptOutList arn:$\{Partition}:sms-voice:$\{Region}:$\{Account}:opt-out-list/$\{OptOutListName} sms-voice CreateOptOutList  DeleteOptOutList
AWS::SMSVOICE::PhoneNumber arn:$\{Partition}:sms-voice:$\{Region}:$\{Account}:phone-number/$\{PhoneNumberId} sms-voice RequestPhoneNumber,UpdatePhoneNumber,PutKeyword UpdatePhoneNumber,DeleteKeyword,PutKeyword ReleasePhoneNumber
AWS::SMSVOICE::Pool arn:$\{Partition}:sms-voice:$\{Region}:$\{Account}:pool/$\{PoolId} sms-voice CreatePool,UpdatePool,AssociateOriginationIdentity,PutKeyword UpdatePool,DisassociateOriginationIdentity,AssociateOriginationIdentity,DeleteKeyword,PutKeyword DisassociateOriginationIdentity,DeletePool
AWS::SMSVOICE::ProtectConfiguration arn:$\{Partition}:sms-voice:$\{Region}:$\{Account}:protect-configuration/$\{ProtectConfigurationId} sms-voice CreateProtectConfiguration,UpdateProtectConfigurationCountryRuleSet UpdateProtectConfiguration,UpdateProtectConfigurationCountryRuleSet DeleteProtectConfiguration
AWS::SMSVOICE::RcsAgent  sms-voice CreateRcsAgent,UpdateRcsAgent UpdateRcsAgent DeleteRcsAgent
AWS::SMSVOICE::Registration arn:$\{Partition}:sms-voice:$\{Region}:$\{Account}:registration/$\{RegistrationId} sms-voice CreateRegistration  DeleteRegistration
AWS::SMSVOICE::RegistrationAttachment  sms-voice CreateRegistrationAttachment  DeleteRegistrationAttachment
AWS::SMSVOICE::ResourcePolicy  sms-voice PutResourcePolicy DeleteResourcePolicy,PutResourcePolicy DeleteResourcePolicy
AWS::SMSVOICE::SenderId  sms-voice RequestSenderId,UpdateSenderId UpdateSenderId ReleaseSenderId
AWS::SMSVOICE::VerifiedDestinationNumber  sms-voice CreateVerifiedDestinationNumber  DeleteVerifiedDestinationNumber
AWS::SNS::Topic arn:$\{Partition}:sns:$\{Region}:$\{Account}:$\{TopicName} sns CreateTopic,Subscribe,PutDataProtectionPolicy SetTopicAttributes,Subscribe,Unsubscribe,PutDataProtectionPolicy DeleteTopic
AWS::SNS::TopicInlinePolicy  sns SetTopicAttributes SetTopicAttributes SetTopicAttributes
AWS::SNS::TopicPolicy  sns SetTopicAttributes SetTopicAttributes SetTopicAttributes
AWS::SQS::Queue arn:$\{Partition}:sqs:$\{Region}:$\{Account}:$\{QueueName} sqs CreateQueue SetQueueAttributes DeleteQueue
AWS::SQS::QueueInlinePolicy  sqs SetQueueAttributes SetQueueAttributes SetQueueAttributes
AWS::SQS::QueuePolicy  sqs SetQueueAttributes SetQueueAttributes SetQueueAttributes
AWS::SSM::Association arn:$\{Partition}:ssm:$\{Region}:$\{Account}:association/$\{AssociationId} ssm CreateAssociation UpdateAssociation DeleteAssociation
AWS::SSM::CloudConnector arn:$\{Partition}:ssm:$\{Region}:$\{Account}:cloud-connector/$\{CloudConnectorId} ssm CreateCloudConnector UpdateCloudConnector DeleteCloudConnector
AWS::SSM::Document arn:$\{Partition}:ssm:$\{Region}:$\{Account}:document/$\{DocumentName} ssm CreateDocument UpdateDocument,UpdateDocumentDefaultVersion DeleteDocument
AWS::SSM::MaintenanceWindow arn:$\{Partition}:ssm:$\{Region}:$\{Account}:maintenancewindow/$\{ResourceId} ssm CreateMaintenanceWindow UpdateMaintenanceWindow DeleteMaintenanceWindow
AWS::SSM::MaintenanceWindowTarget arn:$\{Partition}:ssm:$\{Region}:$\{Account}:windowtarget/$\{WindowTargetId} ssm RegisterTargetWithMaintenanceWindow UpdateMaintenanceWindowTarget DeregisterTargetFromMaintenanceWindow
AWS::SSM::MaintenanceWindowTask arn:$\{Partition}:ssm:$\{Region}:$\{Account}:windowtask/$\{WindowTaskId} iam CreateServiceLinkedRole CreateServiceLinkedRole 
AWS::SSM::OpsItem arn:$\{Partition}:ssm:$\{Region}:$\{Account}:opsitem/$\{ResourceId} ssm CreateOpsItem UpdateOpsItem DeleteOpsItem
AWS::SSM::Parameter arn:$\{Partition}:ssm:$\{Region}:$\{Account}:parameter/$\{ParameterNameWithoutLeadingSlash} ssm PutParameter PutParameter DeleteParameter
AWS::SSM::PatchBaseline arn:$\{Partition}:ssm:$\{Region}:$\{Account}:patchbaseline/$\{PatchBaselineIdResourceId} ssm CreatePatchBaseline,RegisterPatchBaselineForPatchGroup,RegisterDefaultPatchBaseline UpdatePatchBaseline,DeregisterPatchBaselineForPatchGroup,RegisterDefaultPatchBaseline DeletePatchBaseline,DeregisterPatchBaselineForPatchGroup
AWS::SSM::ResourceDataSync arn:$\{Partition}:ssm:$\{Region}:$\{Account}:resource-data-sync/$\{SyncName} ssm CreateResourceDataSync UpdateResourceDataSync DeleteResourceDataSync
AWS::SSM::ResourcePolicy  ssm PutResourcePolicy PutResourcePolicy DeleteResourcePolicy
AWS::SSM::ServiceSetting arn:$\{Partition}:ssm:$\{Region}:$\{Account}:servicesetting/$\{ResourceId} ssm UpdateServiceSetting UpdateServiceSetting ResetServiceSetting
AWS::SSMContacts::Contact arn:$\{Partition}:ssm-contacts:$\{Region}:$\{Account}:contact/$\{ContactAlias} ssm-contacts CreateContact,AssociateContact UpdateContact,AssociateContact DeleteContact,AssociateContact
AWS::SSMContacts::ContactChannel  ssm-contacts CreateContactChannel UpdateContactChannel DeleteContactChannel
AWS::SSMContacts::Plan  ssm-contacts UpdateContact,AssociateContact UpdateContact,AssociateContact UpdateContact,AssociateContact
AWS::SSMContacts::Rotation arn:$\{Partition}:ssm-contacts:$\{Region}:$\{Account}:rotation/$\{RotationId} ssm-contacts CreateRotation UpdateRotation DeleteRotation
AWS::SSMGuiConnect::Preferences  ssm-guiconnect UpdateConnectionRecordingPreferences UpdateConnectionRecordingPreferences,DeleteConnectionRecordingPreferences DeleteConnectionRecordingPreferences
AWS::SSMIncidents::ReplicationSet arn:$\{Partition}:ssm-incidents::$\{Account}:replication-set/$\{ReplicationSet} ssm-incidents CreateReplicationSet,UpdateDeletionProtection UpdateReplicationSet,UpdateDeletionProtection DeleteReplicationSet
AWS::SSMIncidents::ResponsePlan arn:$\{Partition}:ssm-incidents::$\{Account}:response-plan/$\{ResponsePlan} ssm-incidents CreateResponsePlan UpdateResponsePlan DeleteResponsePlan
AWS::SSMQuickSetup::ConfigurationManager arn:$\{Partition}:ssm-quicksetup:$\{Region}:$\{Account}:configuration-manager/$\{ConfigurationManagerId} ssm-quicksetup CreateConfigurationManager,UpdateConfigurationManager UpdateConfigurationManager,UpdateConfigurationDefinition DeleteConfigurationManager,UpdateConfigurationManager
AWS::SSMQuickSetup::LifecycleAutomation  ssm CreateAssociation UpdateAssociation DeleteAssociation,UpdateAssociation
AWS::SSO::Application  sso CreateApplication UpdateApplication DeleteApplication
AWS::SSO::ApplicationAssignment  sso CreateApplicationAssignment  DeleteApplicationAssignment
AWS::SSO::Assignment  iam CreateSAMLProvider,UpdateSAMLProvider,AttachRolePolicy,PutRolePolicy,CreateRole  
AWS::SSO::Instance arn:$\{Partition}:sso:::instance/$\{InstanceId} sso CreateInstance UpdateInstance DeleteInstance
AWS::SSO::InstanceAccessControlAttributeConfiguration  sso CreateInstanceAccessControlAttributeConfiguration,UpdateApplicationProfileForAWSAccountInstance UpdateInstanceAccessControlAttributeConfiguration DeleteInstanceAccessControlAttributeConfiguration
AWS::SSO::PermissionSet  sso CreatePermissionSet,PutInlinePolicyToPermissionSet,AttachManagedPolicyToPermissionSet,AttachCustomerManagedPolicyReferenceToPermissionSet,PutPermissionsBoundaryToPermissionSet UpdatePermissionSet,AttachManagedPolicyToPermissionSet,AttachCustomerManagedPolicyReferenceToPermissionSet,DetachManagedPolicyFromPermissionSet,DetachCustomerManagedPolicyReferenceFromPermissionSet,PutInlinePolicyToPermissionSet,DeletePermissionsBoundaryFromPermissionSet,PutPermissionsBoundaryToPermissionSet,DeleteInlinePolicyFromPermissionSet,ProvisionPermissionSet DeletePermissionSet
AWS::SageMaker::AIWorkloadConfig arn:$\{Partition}:sagemaker:$\{Region}:$\{Account}:ai-workload-config/$\{AIWorkloadConfigName} sagemaker CreateAIWorkloadConfig DeleteTags DeleteAIWorkloadConfig
AWS::SageMaker::Action arn:$\{Partition}:sagemaker:$\{Region}:$\{Account}:action/$\{ActionName} sagemaker CreateAction UpdateAction,DeleteTags DeleteAction
AWS::SageMaker::Algorithm arn:$\{Partition}:sagemaker:$\{Region}:$\{Account}:algorithm/$\{AlgorithmName} sagemaker CreateAlgorithm DeleteTags DeleteAlgorithm
AWS::SageMaker::App  sagemaker CreateApp DeleteTags DeleteApp,DeleteTags
AWS::SageMaker::AppImageConfig arn:$\{Partition}:sagemaker:$\{Region}:$\{Account}:app-image-config/$\{AppImageConfigName} sagemaker CreateAppImageConfig UpdateAppImageConfig,DeleteTags DeleteAppImageConfig,DeleteTags
AWS::SageMaker::Artifact arn:$\{Partition}:sagemaker:$\{Region}:$\{Account}:artifact/$\{HashOfArtifactSource} sagemaker CreateArtifact UpdateArtifact,DeleteTags DeleteArtifact
AWS::SageMaker::Cluster arn:$\{Partition}:sagemaker:$\{Region}:$\{Account}:cluster/$\{ClusterId} sagemaker CreateCluster,UpdateClusterSoftware,BatchAddClusterNodes,BatchDeleteClusterNodes UpdateCluster,UpdateClusterSoftware,DeleteTags,BatchAddClusterNodes,BatchDeleteClusterNodes,BatchAddClusterNodes,BatchDeleteClusterNodes DeleteCluster
AWS::SageMaker::ClusterSchedulerConfig  sagemaker CreateClusterSchedulerConfig UpdateClusterSchedulerConfig,DeleteTags DeleteClusterSchedulerConfig
AWS::SageMaker::CodeRepository arn:$\{Partition}:sagemaker:$\{Region}:$\{Account}:code-repository/$\{CodeRepositoryName} sagemaker CreateCodeRepository UpdateCodeRepository,DeleteTags DeleteCodeRepository
AWS::SageMaker::ComputeQuota  sagemaker CreateComputeQuota UpdateComputeQuota,DeleteTags DeleteComputeQuota
AWS::SageMaker::Context arn:$\{Partition}:sagemaker:$\{Region}:$\{Account}:context/$\{ContextName} sagemaker CreateContext UpdateContext,DeleteTags DeleteContext
AWS::SageMaker::DataQualityJobDefinition arn:$\{Partition}:sagemaker:$\{Region}:$\{Account}:data-quality-job-definition/$\{DataQualityJobDefinitionName} sagemaker CreateDataQualityJobDefinition  DeleteDataQualityJobDefinition
AWS::SageMaker::Device  sagemaker RegisterDevices UpdateDevices DeregisterDevices
AWS::SageMaker::DeviceFleet arn:$\{Partition}:sagemaker:$\{Region}:$\{Account}:device-fleet/$\{DeviceFleetName} sagemaker CreateDeviceFleet UpdateDeviceFleet DeleteDeviceFleet
AWS::SageMaker::Domain arn:$\{Partition}:sagemaker:$\{Region}:$\{Account}:domain/$\{DomainId} sagemaker CreateApp,CreateDomain,DeleteTags CreateApp,UpdateDomain,DeleteTags DeleteApp,DeleteDomain,DeleteTags
AWS::SageMaker::Endpoint arn:$\{Partition}:sagemaker:$\{Region}:$\{Account}:endpoint/$\{EndpointName} sagemaker CreateEndpoint UpdateEndpoint,DeleteTags DeleteEndpoint
AWS::SageMaker::EndpointConfig arn:$\{Partition}:sagemaker:$\{Region}:$\{Account}:endpoint-config/$\{EndpointConfigName} sagemaker CreateEndpointConfig DeleteTags DeleteEndpointConfig
AWS::SageMaker::Experiment arn:$\{Partition}:sagemaker:$\{Region}:$\{Account}:experiment/$\{ExperimentName} sagemaker CreateExperiment UpdateExperiment,DeleteTags DeleteExperiment
AWS::SageMaker::FeatureGroup arn:$\{Partition}:sagemaker:$\{Region}:$\{Account}:feature-group/$\{FeatureGroupName} sagemaker CreateFeatureGroup UpdateFeatureGroup,DeleteTags DeleteFeatureGroup
AWS::SageMaker::Hub arn:$\{Partition}:sagemaker:$\{Region}:$\{Account}:hub/$\{HubName} sagemaker CreateHub UpdateHub,DeleteTags DeleteHub
AWS::SageMaker::HumanTaskUi arn:$\{Partition}:sagemaker:$\{Region}:$\{Account}:human-task-ui/$\{HumanTaskUiName} sagemaker CreateHumanTaskUi DeleteTags DeleteHumanTaskUi
AWS::SageMaker::Image arn:$\{Partition}:sagemaker:$\{Region}:$\{Account}:image/$\{ImageName} sagemaker CreateImage UpdateImage,DeleteTags DeleteImage
AWS::SageMaker::ImageVersion  sagemaker CreateImageVersion UpdateImageVersion DeleteImageVersion
AWS::SageMaker::InferenceComponent arn:$\{Partition}:sagemaker:$\{Region}:$\{Account}:inference-component/$\{InferenceComponentName} sagemaker CreateInferenceComponent UpdateInferenceComponent,UpdateInferenceComponentRuntimeConfig,DeleteTags DeleteInferenceComponent,DeleteTags
AWS::SageMaker::InferenceExperiment arn:$\{Partition}:sagemaker:$\{Region}:$\{Account}:inference-experiment/$\{InferenceExperimentName} sagemaker CreateInferenceExperiment UpdateInferenceExperiment,StartInferenceExperiment,StopInferenceExperiment,DeleteTags DeleteInferenceExperiment,StopInferenceExperiment
AWS::SageMaker::MlflowApp arn:$\{Partition}:sagemaker:$\{Region}:$\{Account}:mlflow-app/$\{MLflowAppId} sagemaker CreateMlflowApp UpdateMlflowApp,DeleteTags DeleteMlflowApp
AWS::SageMaker::MlflowTrackingServer arn:$\{Partition}:sagemaker:$\{Region}:$\{Account}:mlflow-tracking-server/$\{MlflowTrackingServerName} sagemaker CreateMlflowTrackingServer UpdateMlflowTrackingServer,DeleteTags DeleteMlflowTrackingServer
AWS::SageMaker::Model arn:$\{Partition}:sagemaker:$\{Region}:$\{Account}:model/$\{ModelName} sagemaker CreateModel DeleteTags DeleteModel
AWS::SageMaker::ModelBiasJobDefinition arn:$\{Partition}:sagemaker:$\{Region}:$\{Account}:model-bias-job-definition/$\{ModelBiasJobDefinitionName} sagemaker CreateModelBiasJobDefinition  DeleteModelBiasJobDefinition
AWS::SageMaker::ModelCard arn:$\{Partition}:sagemaker:$\{Region}:$\{Account}:model-card/$\{ModelCardName} sagemaker CreateModelCard UpdateModelCard,DeleteTags DeleteModelCard,DeleteTags
AWS::SageMaker::ModelExplainabilityJobDefinition arn:$\{Partition}:sagemaker:$\{Region}:$\{Account}:model-explainability-job-definition/$\{ModelExplainabilityJobDefinitionName} sagemaker CreateModelExplainabilityJobDefinition  DeleteModelExplainabilityJobDefinition
AWS::SageMaker::ModelPackage arn:$\{Partition}:sagemaker:$\{Region}:$\{Account}:model-package/$\{ModelPackageName} sagemaker CreateModel,CreateModelPackage,CreateTrainingJob,CreateTransformJob,UpdateModelPackage UpdateModelPackage,DeleteTags DeleteModelPackage
AWS::SageMaker::ModelPackageGroup arn:$\{Partition}:sagemaker:$\{Region}:$\{Account}:model-package-group/$\{ModelPackageGroupName} sagemaker CreateModelPackageGroup,PutModelPackageGroupPolicy DeleteModelPackageGroupPolicy,PutModelPackageGroupPolicy,DeleteTags DeleteModelPackageGroup,DeleteModelPackageGroupPolicy
AWS::SageMaker::ModelQualityJobDefinition arn:$\{Partition}:sagemaker:$\{Region}:$\{Account}:model-quality-job-definition/$\{ModelQualityJobDefinitionName} sagemaker CreateModelQualityJobDefinition  DeleteModelQualityJobDefinition
AWS::SageMaker::MonitoringSchedule arn:$\{Partition}:sagemaker:$\{Region}:$\{Account}:monitoring-schedule/$\{MonitoringScheduleName} sagemaker CreateMonitoringSchedule UpdateMonitoringSchedule DeleteMonitoringSchedule
AWS::SageMaker::NotebookInstance arn:$\{Partition}:sagemaker:$\{Region}:$\{Account}:notebook-instance/$\{NotebookInstanceName} sagemaker CreateNotebookInstance DeleteTags,StartNotebookInstance,StopNotebookInstance,UpdateNotebookInstance DeleteNotebookInstance,StopNotebookInstance
AWS::SageMaker::NotebookInstanceLifecycleConfig arn:$\{Partition}:sagemaker:$\{Region}:$\{Account}:notebook-instance-lifecycle-config/$\{NotebookInstanceLifecycleConfigName} sagemaker CreateNotebookInstanceLifecycleConfig UpdateNotebookInstanceLifecycleConfig,DeleteTags DeleteNotebookInstanceLifecycleConfig
AWS::SageMaker::PartnerApp arn:$\{Partition}:sagemaker:$\{Region}:$\{Account}:partner-app/$\{AppId} sagemaker CreatePartnerApp UpdatePartnerApp,DeleteTags DeletePartnerApp,DeleteTags
AWS::SageMaker::Pipeline arn:$\{Partition}:sagemaker:$\{Region}:$\{Account}:pipeline/$\{PipelineName} sagemaker CreatePipeline UpdatePipeline,DeleteTags DeletePipeline
AWS::SageMaker::ProcessingJob arn:$\{Partition}:sagemaker:$\{Region}:$\{Account}:processing-job/$\{ProcessingJobName} sagemaker CreateProcessingJob  StopProcessingJob,DeleteProcessingJob,DeleteTags
AWS::SageMaker::Project arn:$\{Partition}:sagemaker:$\{Region}:$\{Account}:project/$\{ProjectName} sagemaker CreateProject DeleteTags DeleteProject
AWS::SageMaker::Space  sagemaker CreateSpace UpdateSpace,DeleteTags DeleteSpace,DeleteTags
AWS::SageMaker::StudioLifecycleConfig arn:$\{Partition}:sagemaker:$\{Region}:$\{Account}:studio-lifecycle-config/$\{StudioLifecycleConfigName} sagemaker CreateStudioLifecycleConfig  DeleteStudioLifecycleConfig,DeleteTags
AWS::SageMaker::TrialComponent arn:$\{Partition}:sagemaker:$\{Region}:$\{Account}:experiment-trial-component/$\{TrialComponentName} sagemaker CreateTrialComponent UpdateTrialComponent,DeleteTags DeleteTrialComponent
AWS::SageMaker::UserProfile  sagemaker CreateUserProfile UpdateUserProfile,DeleteTags DeleteUserProfile,DeleteTags
AWS::SageMaker::Workforce arn:$\{Partition}:sagemaker:$\{Region}:$\{Account}:workforce/$\{WorkforceName} sagemaker CreateWorkforce UpdateWorkforce,DeleteTags DeleteWorkforce
AWS::SageMaker::Workteam arn:$\{Partition}:sagemaker:$\{Region}:$\{Account}:workteam/$\{WorkteamName} sagemaker CreateWorkteam UpdateWorkteam,DeleteTags DeleteWorkteam
AWS::Scheduler::Schedule  scheduler CreateSchedule UpdateSchedule DeleteSchedule
AWS::Scheduler::ScheduleGroup arn:$\{Partition}:scheduler:$\{Region}:$\{Account}:schedule-group/$\{GroupName} scheduler CreateScheduleGroup  DeleteScheduleGroup,DeleteSchedule
AWS::SecretsManager::ResourcePolicy  secretsmanager PutResourcePolicy PutResourcePolicy DeleteResourcePolicy
AWS::SecretsManager::RotationSchedule  secretsmanager RotateSecret RotateSecret CancelRotateSecret
AWS::SecretsManager::Secret arn:$\{Partition}:secretsmanager:$\{Region}:$\{Account}:secret:$\{SecretId} secretsmanager CreateSecret,ReplicateSecretToRegions UpdateSecret,ReplicateSecretToRegions,RemoveRegionsFromReplication DeleteSecret,RemoveRegionsFromReplication
AWS::SecretsManager::SecretTargetAttachment  secretsmanager PutSecretValue PutSecretValue PutSecretValue
AWS::SecurityAgent::AgentSpace arn:$\{Partition}:securityagent:$\{Region}:$\{Account}:agent-space/$\{AgentId} securityagent CreateAgentSpace,UpdateIntegratedResources UpdateAgentSpace,UpdateIntegratedResources DeleteAgentSpace
AWS::SecurityAgent::Application arn:$\{Partition}:securityagent:$\{Region}:$\{Account}:application/$\{ApplicationId} securityagent CreateApplication UpdateApplication DeleteApplication
AWS::SecurityAgent::Artifact  securityagent AddArtifact  DeleteArtifact
AWS::SecurityAgent::Integration  securityagent CreateIntegration  DeleteIntegration
AWS::SecurityAgent::Pentest  securityagent CreatePentest UpdatePentest BatchDeletePentests
AWS::SecurityAgent::SecurityRequirementPack arn:$\{Partition}:securityagent:$\{Region}:$\{Account}:security-requirement-pack/$\{SecurityRequirementPackId} securityagent CreateSecurityRequirementPack,BatchCreateSecurityRequirements UpdateSecurityRequirementPack,BatchCreateSecurityRequirements,BatchUpdateSecurityRequirements,BatchDeleteSecurityRequirements BatchDeleteSecurityRequirements,DeleteSecurityRequirementPack
AWS::SecurityAgent::TargetDomain arn:$\{Partition}:securityagent:$\{Region}:$\{Account}:target-domain/$\{TargetDomainId} securityagent CreateTargetDomain UpdateTargetDomain DeleteTargetDomain
AWS::SecurityHub::ActionTarget  securityhub CreateActionTarget UpdateActionTarget DeleteActionTarget
AWS::SecurityHub::AggregatorV2 arn:$\{Partition}:securityhub:$\{Region}:$\{Account}:aggregatorv2/$\{AggregatorV2Id} securityhub CreateAggregatorV2 UpdateAggregatorV2 DeleteAggregatorV2
AWS::SecurityHub::AutomationRule arn:$\{Partition}:securityhub:$\{Region}:$\{Account}:automation-rule/$\{AutomationRuleId} securityhub CreateAutomationRule BatchUpdateAutomationRules BatchDeleteAutomationRules
AWS::SecurityHub::AutomationRuleV2 arn:$\{Partition}:securityhub:$\{Region}:$\{Account}:automation-rulev2/$\{AutomationRuleV2Id} securityhub CreateAutomationRuleV2 UpdateAutomationRuleV2 DeleteAutomationRuleV2
AWS::SecurityHub::ConfigurationPolicy arn:$\{Partition}:securityhub:$\{Region}:$\{Account}:configuration-policy/$\{ConfigurationPolicyId} securityhub CreateConfigurationPolicy UpdateConfigurationPolicy DeleteConfigurationPolicy
AWS::SecurityHub::Connector arn:$\{Partition}:securityhub:$\{Region}:$\{Account}:connector/$\{ConnectorId} securityhub CreateConnector UpdateConnector DeleteConnector
AWS::SecurityHub::ConnectorV2 arn:$\{Partition}:securityhub:$\{Region}:$\{Account}:connectorv2/$\{ConnectorV2Id} securityhub CreateConnectorV2 UpdateConnectorV2 DeleteConnectorV2
AWS::SecurityHub::DelegatedAdmin  organizations EnableAWSServiceAccess,RegisterDelegatedAdministrator  
AWS::SecurityHub::FindingAggregator arn:$\{Partition}:securityhub:$\{Region}:$\{Account}:finding-aggregator/$\{FindingAggregatorId} securityhub CreateFindingAggregator UpdateFindingAggregator DeleteFindingAggregator
AWS::SecurityHub::Hub  securityhub EnableSecurityHub,UpdateSecurityHubConfiguration UpdateSecurityHubConfiguration DisableSecurityHub
AWS::SecurityHub::HubV2 arn:$\{Partition}:securityhub:$\{Region}:$\{Account}:hubv2/$\{HubV2Id} securityhub EnableSecurityHubV2,EnableSecurityHubFeatureV2,DisableSecurityHubFeatureV2 EnableSecurityHubFeatureV2,DisableSecurityHubFeatureV2 DisableSecurityHubV2
AWS::SecurityHub::Insight  securityhub CreateInsight UpdateInsight DeleteInsight
AWS::SecurityHub::OrganizationConfiguration  securityhub UpdateOrganizationConfiguration UpdateOrganizationConfiguration UpdateOrganizationConfiguration
AWS::SecurityHub::PolicyAssociation  securityhub StartConfigurationPolicyAssociation StartConfigurationPolicyAssociation StartConfigurationPolicyDisassociation
AWS::SecurityHub::ProductSubscription  securityhub EnableImportFindingsForProduct  DisableImportFindingsForProduct
AWS::SecurityHub::SecurityControl  securityhub UpdateSecurityControl,UpdateStandardsControl UpdateSecurityControl,UpdateStandardsControl UpdateSecurityControl,UpdateStandardsControl
AWS::SecurityHub::Standard  securityhub BatchEnableStandards,UpdateStandardsControl UpdateStandardsControl BatchDisableStandards
AWS::SecurityLake::AwsLogSource  securitylake CreateDataLake,CreateAwsLogSource CreateAwsLogSource,DeleteAwsLogSource DeleteAwsLogSource
AWS::SecurityLake::DataLake  securitylake CreateDataLake UpdateDataLake DeleteDataLake
AWS::SecurityLake::Subscriber arn:$\{Partition}:securitylake:$\{Region}:$\{Account}:subscriber/$\{SubscriberId} securitylake CreateSubscriber,CreateCustomLogSource,CreateDataLake UpdateSubscriber DeleteSubscriber
AWS::SecurityLake::SubscriberNotification  securitylake CreateDataLake,CreateSubscriber,CreateSubscriberNotification UpdateSubscriberNotification DeleteSubscriberNotification
AWS::ServerlessRepo::Application arn:$\{Partition}:serverlessrepo:$\{Region}:$\{Account}:applications/$\{ResourceId} serverlessrepo CreateApplication UpdateApplication DeleteApplication
AWS::ServiceCatalog::AcceptedPortfolioShare  servicecatalog AcceptPortfolioShare  RejectPortfolioShare
AWS::ServiceCatalog::CloudFormationProduct arn:$\{Partition}:catalog:$\{Region}:$\{Account}:product/$\{PortfolioId} servicecatalog CreateProvisioningArtifact,CreateProduct UpdateProduct,DeleteProvisioningArtifact,CreateProvisioningArtifact,UpdateProvisioningArtifact,DisassociateServiceActionFromProvisioningArtifact DeleteProduct
AWS::ServiceCatalog::CloudFormationProvisionedProduct arn:$\{Partition}:catalog:$\{Region}:$\{Account}:product/$\{PortfolioId} servicecatalog provisionProduct,describeProvisionedProduct,describeRecord updateProvisionedProduct,describeProvisionedProduct,describeRecord terminateProvisionedProduct,describeRecord
AWS::ServiceCatalog::LaunchNotificationConstraint  servicecatalog CreateConstraint UpdateConstraint DeleteConstraint
AWS::ServiceCatalog::LaunchRoleConstraint  servicecatalog CreateConstraint UpdateConstraint DeleteConstraint
AWS::ServiceCatalog::LaunchTemplateConstraint  servicecatalog CreateConstraint UpdateConstraint DeleteConstraint
AWS::ServiceCatalog::Portfolio arn:$\{Partition}:catalog:$\{Region}:$\{Account}:portfolio/$\{PortfolioId} servicecatalog CreatePortfolio UpdatePortfolio DeletePortfolio
AWS::ServiceCatalog::PortfolioProductAssociation  servicecatalog AssociateProductWithPortfolio  DisassociateProductFromPortfolio
AWS::ServiceCatalog::PortfolioShare  servicecatalog CreatePortfolioShare UpdatePortfolioShare DeletePortfolioShare
AWS::ServiceCatalog::ResourceUpdateConstraint  servicecatalog CreateConstraint UpdateConstraint DeleteConstraint
AWS::ServiceCatalog::ServiceAction  servicecatalog CreateServiceAction UpdateServiceAction DeleteServiceAction
AWS::ServiceCatalog::ServiceActionAssociation  servicecatalog AssociateServiceActionWithProvisioningArtifact  DisassociateServiceActionFromProvisioningArtifact
AWS::ServiceCatalog::StackSetConstraint  servicecatalog CreateConstraint UpdateConstraint DeleteConstraint
AWS::ServiceCatalog::TagOption  servicecatalog CreateTagOption UpdateTagOption DeleteTagOption
AWS::ServiceCatalog::TagOptionAssociation  servicecatalog AssociateTagOptionWithResource  DisassociateTagOptionFromResource
AWS::ServiceCatalogAppRegistry::Application arn:$\{Partition}:servicecatalog:$\{Region}:$\{Account}:/applications/$\{ApplicationId} servicecatalog CreateApplication UpdateApplication DeleteApplication
AWS::ServiceCatalogAppRegistry::AttributeGroup arn:$\{Partition}:servicecatalog:$\{Region}:$\{Account}:/attribute-groups/$\{AttributeGroupId} servicecatalog CreateAttributeGroup UpdateAttributeGroup DeleteAttributeGroup
AWS::ServiceCatalogAppRegistry::AttributeGroupAssociation  servicecatalog AssociateAttributeGroup  DisassociateAttributeGroup
AWS::ServiceCatalogAppRegistry::ResourceAssociation  servicecatalog AssociateResource  DisassociateResource
AWS::ServiceDiscovery::HttpNamespace arn:$\{Partition}:servicediscovery:$\{Region}:$\{Account}:namespace/$\{NamespaceId} servicediscovery CreateHttpNamespace UpdateHttpNamespace DeleteNamespace
AWS::ServiceDiscovery::Instance  servicediscovery RegisterInstance RegisterInstance DeregisterInstance
AWS::ServiceDiscovery::PrivateDnsNamespace arn:$\{Partition}:servicediscovery:$\{Region}:$\{Account}:namespace/$\{NamespaceId} servicediscovery CreatePrivateDnsNamespace UpdatePrivateDnsNamespace DeleteNamespace
AWS::ServiceDiscovery::PublicDnsNamespace arn:$\{Partition}:servicediscovery:$\{Region}:$\{Account}:namespace/$\{NamespaceId} servicediscovery CreatePublicDnsNamespace UpdatePublicDnsNamespace DeleteNamespace
AWS::ServiceDiscovery::Service arn:$\{Partition}:servicediscovery:$\{Region}:$\{Account}:service/$\{ServiceId} servicediscovery CreateService,UpdateServiceAttributes UpdateService,DeleteServiceAttributes,UpdateServiceAttributes DeleteService
AWS::Shield::DRTAccess  shield AssociateDRTLogBucket,AssociateDRTRole AssociateDRTLogBucket,AssociateDRTRole,DisassociateDRTLogBucket,DisassociateDRTRole DisassociateDRTLogBucket,DisassociateDRTRole
AWS::Shield::ProactiveEngagement  shield AssociateProactiveEngagementDetails,UpdateEmergencyContactSettings,EnableProactiveEngagement UpdateEmergencyContactSettings,EnableProactiveEngagement,DisableProactiveEngagement UpdateEmergencyContactSettings,DisableProactiveEngagement
AWS::Shield::Protection arn:$\{Partition}:shield::$\{Account}:protection/$\{Id} shield CreateProtection,DeleteProtection,EnableApplicationLayerAutomaticResponse,AssociateHealthCheck AssociateHealthCheck,DisassociateHealthCheck,EnableApplicationLayerAutomaticResponse,UpdateApplicationLayerAutomaticResponse,DisableApplicationLayerAutomaticResponse DeleteProtection
AWS::Shield::ProtectionGroup arn:$\{Partition}:shield::$\{Account}:protection-group/$\{ProtectionGroupId} shield CreateProtectionGroup UpdateProtectionGroup DeleteProtectionGroup
AWS::Signer::ProfilePermission  signer AddProfilePermission  RemoveProfilePermission
AWS::Signer::SigningProfile arn:$\{Partition}:signer:$\{Region}:$\{Account}:/signing-profiles/$\{ProfileName} signer PutSigningProfile  CancelSigningProfile
AWS::SimSpaceWeaver::Simulation arn:$\{Partition}:simspaceweaver:$\{Region}:$\{Account}:simulation/$\{SimulationName} simspaceweaver StartSimulation StartSimulation,StopSimulation,DeleteSimulation StopSimulation,DeleteSimulation
AWS::StepFunctions::Activity arn:$\{Partition}:states:$\{Region}:$\{Account}:activity:$\{ActivityName} states CreateActivity  DeleteActivity
AWS::StepFunctions::StateMachine arn:$\{Partition}:states:$\{Region}:$\{Account}:stateMachine:$\{StateMachineName} states CreateStateMachine UpdateStateMachine DeleteStateMachine
AWS::StepFunctions::StateMachineAlias  states CreateStateMachineAlias UpdateStateMachineAlias DeleteStateMachineAlias
AWS::StepFunctions::StateMachineVersion  states PublishStateMachineVersion  DeleteStateMachineVersion
AWS::StorageGateway::NFSFileShare  storagegateway CreateNFSFileShare UpdateNFSFileShare DeleteFileShare
AWS::StorageGateway::SMBFileShare  storagegateway CreateSMBFileShare UpdateSMBFileShare DeleteFileShare
AWS::StorageGateway::Tape arn:$\{Partition}:storagegateway:$\{Region}:$\{Account}:tape/$\{TapeBarcode} storagegateway CreateTapeWithBarcode  DeleteTape
AWS::StorageGateway::TapePool arn:$\{Partition}:storagegateway:$\{Region}:$\{Account}:tapepool/$\{PoolId} storagegateway CreateTapePool  DeleteTapePool
AWS::StorageGateway::Volume  storagegateway CreateCachediSCSIVolume  DeleteVolume
AWS::SupportApp::AccountAlias  supportapp PutAccountAlias PutAccountAlias DeleteAccountAlias
AWS::SupportApp::SlackChannelConfiguration  supportapp CreateSlackChannelConfiguration UpdateSlackChannelConfiguration DeleteSlackChannelConfiguration
AWS::SupportApp::SlackWorkspaceConfiguration  supportapp RegisterSlackWorkspaceForOrganization RegisterSlackWorkspaceForOrganization DeleteSlackWorkspaceConfiguration
AWS::SupportAuthZ::SupportPermit arn:$\{Partition}:supportauthz:$\{Region}:$\{Account}:supportpermit/$\{ResourceId} supportauthz CreateSupportPermit,RegisterKey  DeleteSupportPermit
AWS::Synthetics::Canary arn:$\{Partition}:synthetics:$\{Region}:$\{Account}:canary:$\{CanaryName} synthetics CreateCanary,ReplicateCanary,StartCanary UpdateCanary,ReplicateCanary,StartCanary,StartCanaryDryRun,StopCanary DeleteCanary,UpdateCanary,ReplicateCanary
AWS::Synthetics::Group arn:$\{Partition}:synthetics:$\{Region}:$\{Account}:group:$\{GroupId} synthetics CreateGroup,AssociateResource AssociateResource,DisassociateResource DeleteGroup
AWS::SystemsManagerSAP::Application  ssm-sap RegisterApplication  DeregisterApplication
AWS::Textract::Adapter arn:$\{Partition}:textract:$\{Region}:$\{Account}:/adapters/$\{AdapterId} textract CreateAdapter UpdateAdapter DeleteAdapter
AWS::Timestream::Database arn:$\{Partition}:timestream:$\{Region}:$\{Account}:database/$\{DatabaseName} timestream CreateDatabase UpdateDatabase DeleteDatabase
AWS::Timestream::InfluxDBBackup  timestream-influxdb CreateDbBackup  DeleteDbBackup
AWS::Timestream::InfluxDBCluster arn:$\{Partition}:timestream-influxdb:$\{Region}:$\{Account}:db-cluster/$\{DbClusterId} timestream-influxdb CreateDbInstance,CreateDbParameterGroup,CreateDbCluster UpdateDbInstance,UpdateDbCluster DeleteDbInstance,DeleteDbCluster
AWS::Timestream::InfluxDBInstance arn:$\{Partition}:timestream-influxdb:$\{Region}:$\{Account}:db-instance/$\{DbInstanceIdentifier} timestream-influxdb CreateDbInstance UpdateDbInstance DeleteDbInstance
AWS::Timestream::ScheduledQuery arn:$\{Partition}:timestream:$\{Region}:$\{Account}:scheduled-query/$\{scheduledQueryName} timestream CreateScheduledQuery UpdateScheduledQuery DeleteScheduledQuery
AWS::Timestream::Table  timestream CreateTable UpdateTable DeleteTable
AWS::Transcribe::CallAnalyticsCategory arn:$\{Partition}:transcribe:$\{Region}:$\{Account}:analytics-category/$\{CategoryName} transcribe CreateCallAnalyticsCategory UpdateCallAnalyticsCategory DeleteCallAnalyticsCategory
AWS::Transcribe::MedicalVocabulary  transcribe CreateMedicalVocabulary UpdateMedicalVocabulary DeleteMedicalVocabulary
AWS::Transcribe::Vocabulary arn:$\{Partition}:transcribe:$\{Region}:$\{Account}:vocabulary/$\{VocabularyName} transcribe CreateVocabulary UpdateVocabulary DeleteVocabulary
AWS::Transcribe::VocabularyFilter arn:$\{Partition}:transcribe:$\{Region}:$\{Account}:vocabulary-filter/$\{VocabularyFilterName} transcribe CreateVocabularyFilter UpdateVocabularyFilter DeleteVocabularyFilter
AWS::Transfer::Agreement  transfer CreateAgreement UpdateAgreement,UnTagResource DeleteAgreement
AWS::Transfer::Certificate arn:$\{Partition}:transfer:$\{Region}:$\{Account}:certificate/$\{CertificateId} transfer ImportCertificate UpdateCertificate,UnTagResource DeleteCertificate
AWS::Transfer::Connector arn:$\{Partition}:transfer:$\{Region}:$\{Account}:connector/$\{ConnectorId} transfer CreateConnector UpdateConnector,UnTagResource DeleteConnector
AWS::Transfer::HostKey  transfer ImportHostKey UpdateHostKey,ExportHostKey DeleteHostKey
AWS::Transfer::Profile arn:$\{Partition}:transfer:$\{Region}:$\{Account}:profile/$\{ProfileId} transfer CreateProfile UpdateProfile,UnTagResource DeleteProfile
AWS::Transfer::Server arn:$\{Partition}:transfer:$\{Region}:$\{Account}:server/$\{ServerId} transfer CreateServer,StartServer,StopServer,UpdateServer StartServer,StopServer,UnTagResource,UpdateServer DeleteServer
AWS::Transfer::User  transfer CreateUser,ImportSshPublicKey DeleteSshPublicKey,ImportSshPublicKey,UnTagResource,UpdateUser DeleteUser
AWS::Transfer::WebApp arn:$\{Partition}:transfer:$\{Region}:$\{Account}:webapp/$\{WebAppId} transfer CreateWebApp,UpdateWebAppCustomization UpdateWebApp,UpdateWebAppCustomization,DeleteWebAppCustomization,UnTagResource DeleteWebApp
AWS::Transfer::Workflow arn:$\{Partition}:transfer:$\{Region}:$\{Account}:workflow/$\{WorkflowId} transfer CreateWorkflow UnTagResource DeleteWorkflow
AWS::Translate::ParallelData arn:$\{Partition}:translate:$\{Region}:$\{Account}:parallel-data/$\{ResourceName} translate CreateParallelData UpdateParallelData DeleteParallelData
AWS::Translate::Terminology  translate ImportTerminology ImportTerminology DeleteTerminology
AWS::UXC::AccountCustomization  uxc UpdateAccountCustomizations UpdateAccountCustomizations UpdateAccountCustomizations
AWS::VerifiedPermissions::IdentitySource  verifiedpermissions CreateIdentitySource UpdateIdentitySource DeleteIdentitySource
AWS::VerifiedPermissions::Policy  verifiedpermissions CreatePolicy UpdatePolicy DeletePolicy
AWS::VerifiedPermissions::PolicyStore arn:$\{Partition}:verifiedpermissions::$\{Account}:policy-store/$\{PolicyStoreId} verifiedpermissions CreatePolicyStore,PutSchema UpdatePolicyStore,PutSchema DeletePolicyStore
AWS::VerifiedPermissions::PolicyStoreAlias arn:$\{Partition}:verifiedpermissions:$\{Region}:$\{Account}:policy-store-alias/$\{AliasName} verifiedpermissions CreatePolicyStoreAlias  DeletePolicyStoreAlias
AWS::VerifiedPermissions::PolicyTemplate  verifiedpermissions CreatePolicyTemplate UpdatePolicyTemplate DeletePolicyTemplate
AWS::VoiceID::Domain arn:$\{Partition}:voiceid:$\{Region}:$\{Account}:domain/$\{DomainId} voiceid CreateDomain UpdateDomain DeleteDomain
AWS::VpcLattice::AccessLogSubscription arn:$\{Partition}:vpc-lattice:$\{Region}:$\{Account}:accesslogsubscription/$\{AccessLogSubscriptionId} vpc-lattice CreateAccessLogSubscription UpdateAccessLogSubscription DeleteAccessLogSubscription
AWS::VpcLattice::AuthPolicy  vpc-lattice PutAuthPolicy PutAuthPolicy DeleteAuthPolicy
AWS::VpcLattice::DomainVerification arn:$\{Partition}:vpc-lattice:$\{Region}:$\{Account}:domainverification/$\{DomainVerificationId} vpc-lattice StartDomainVerification StartDomainVerification DeleteDomainVerification
AWS::VpcLattice::Listener  vpc-lattice CreateListener UpdateListener DeleteListener
AWS::VpcLattice::ResourceConfiguration arn:$\{Partition}:vpc-lattice:$\{Region}:$\{Account}:resourceconfiguration/$\{ResourceConfigurationId} vpc-lattice CreateResourceConfiguration UpdateResourceConfiguration DeleteResourceConfiguration
AWS::VpcLattice::ResourceGateway arn:$\{Partition}:vpc-lattice:$\{Region}:$\{Account}:resourcegateway/$\{ResourceGatewayId} vpc-lattice CreateResourceGateway UpdateResourceGateway DeleteResourceGateway
AWS::VpcLattice::ResourcePolicy  vpc-lattice PutResourcePolicy PutResourcePolicy DeleteResourcePolicy
AWS::VpcLattice::Rule  vpc-lattice CreateRule UpdateRule DeleteRule
AWS::VpcLattice::Service arn:$\{Partition}:vpc-lattice:$\{Region}:$\{Account}:service/$\{ServiceId} vpc-lattice CreateService UpdateService DeleteService
AWS::VpcLattice::ServiceNetwork arn:$\{Partition}:vpc-lattice:$\{Region}:$\{Account}:servicenetwork/$\{ServiceNetworkId} vpc-lattice CreateServiceNetwork UpdateServiceNetwork DeleteServiceNetwork
AWS::VpcLattice::ServiceNetworkResourceAssociation arn:$\{Partition}:vpc-lattice:$\{Region}:$\{Account}:servicenetworkresourceassociation/$\{ServiceNetworkResourceAssociationId} vpc-lattice CreateServiceNetworkResourceAssociation  DeleteServiceNetworkResourceAssociation
AWS::VpcLattice::ServiceNetworkServiceAssociation arn:$\{Partition}:vpc-lattice:$\{Region}:$\{Account}:servicenetworkserviceassociation/$\{ServiceNetworkServiceAssociationId} vpc-lattice CreateServiceNetworkServiceAssociation  DeleteServiceNetworkServiceAssociation
AWS::VpcLattice::ServiceNetworkVpcAssociation arn:$\{Partition}:vpc-lattice:$\{Region}:$\{Account}:servicenetworkvpcassociation/$\{ServiceNetworkVpcAssociationId} vpc-lattice CreateServiceNetworkVpcAssociation UpdateServiceNetworkVpcAssociation DeleteServiceNetworkVpcAssociation
AWS::VpcLattice::TargetGroup arn:$\{Partition}:vpc-lattice:$\{Region}:$\{Account}:targetgroup/$\{TargetGroupId} vpc-lattice CreateTargetGroup,RegisterTargets UpdateTargetGroup,RegisterTargets,DeregisterTargets DeleteTargetGroup,DeregisterTargets
AWS::WAFv2::IPSet  wafv2 CreateIPSet UpdateIPSet DeleteIPSet
AWS::WAFv2::LoggingConfiguration  logs CreateLogDelivery,PutResourcePolicy CreateLogDelivery,PutResourcePolicy DeleteLogDelivery
AWS::WAFv2::RegexPatternSet  wafv2 CreateRegexPatternSet UpdateRegexPatternSet DeleteRegexPatternSet
AWS::WAFv2::RuleGroup  wafv2 CreateRuleGroup UpdateRuleGroup DeleteRuleGroup
AWS::WAFv2::WebACL  wafv2 CreateWebACL UpdateWebACL DeleteWebACL
AWS::WAFv2::WebACLAssociation  elasticloadbalancing SetWebACL,CreateWebACLAssociation,DeleteWebACLAssociation SetWebACL,CreateWebACLAssociation,DeleteWebACLAssociation SetWebACL,CreateWebACLAssociation,DeleteWebACLAssociation
AWS::WellArchitected::AgentContext  wellarchitected CreateAgentContext UpdateAgentContext DeleteAgentContext
AWS::WellArchitected::AgentGoal  wellarchitected CreateAgentGoal UpdateAgentGoal DeleteAgentGoal
AWS::WellArchitected::AgentProfile  wellarchitected CreateAgentProfile UpdateAgentProfile DeleteAgentProfile
AWS::WellArchitected::Lens arn:$\{Partition}:wellarchitected:$\{Region}:$\{Account}:lens/$\{ResourceId} wellarchitected ImportLens,CreateLensVersion  DeleteLens
AWS::WellArchitected::Profile arn:$\{Partition}:wellarchitected:$\{Region}:$\{Account}:profile/$\{ResourceId} wellarchitected CreateProfile UpdateProfile DeleteProfile
AWS::WellArchitected::ReviewTemplate arn:$\{Partition}:wellarchitected:$\{Region}:$\{Account}:review-template/$\{ResourceId} wellarchitected CreateReviewTemplate UpdateReviewTemplate DeleteReviewTemplate
AWS::WellArchitected::Workload arn:$\{Partition}:wellarchitected:$\{Region}:$\{Account}:workload/$\{ResourceId} wellarchitected CreateWorkload UpdateWorkload DeleteWorkload
AWS::Wickr::Network arn:$\{Partition}:wickr:$\{Region}:$\{Account}:network/$\{NetworkId} wickr CreateNetwork UpdateNetwork DeleteNetwork
AWS::Wisdom::AIAgent  wisdom CreateAIAgent UpdateAIAgent DeleteAIAgent
AWS::Wisdom::AIAgentVersion  wisdom CreateAIAgentVersion  DeleteAIAgentVersion
AWS::Wisdom::AIGuardrail  wisdom CreateAIGuardrail UpdateAIGuardrail DeleteAIGuardrail
AWS::Wisdom::AIGuardrailVersion  wisdom CreateAIGuardrailVersion  DeleteAIGuardrailVersion
AWS::Wisdom::AIPrompt  wisdom CreateAIPrompt UpdateAIPrompt DeleteAIPrompt
AWS::Wisdom::AIPromptVersion  wisdom CreateAIPromptVersion  DeleteAIPromptVersion
AWS::Wisdom::Assistant arn:$\{Partition}:wisdom:$\{Region}:$\{Account}:assistant/$\{AssistantId} wisdom CreateAssistant  DeleteAssistant
AWS::Wisdom::AssistantAssociation  wisdom CreateAssistantAssociation  DeleteAssistantAssociation
AWS::Wisdom::Content  wisdom CreateContent UpdateContent DeleteContent
AWS::Wisdom::ContentAssociation  wisdom CreateContentAssociation  DeleteContentAssociation
AWS::Wisdom::KnowledgeBase arn:$\{Partition}:wisdom:$\{Region}:$\{Account}:knowledge-base/$\{KnowledgeBaseId} wisdom CreateKnowledgeBase  DeleteKnowledgeBase
AWS::Wisdom::MessageTemplate  wisdom CreateMessageTemplate,CreateMessageTemplateAttachment,DeleteMessageTemplateAttachment UpdateMessageTemplate,UpdateMessageTemplateMetadata,CreateMessageTemplateAttachment,DeleteMessageTemplateAttachment DeleteMessageTemplate,DeleteMessageTemplateAttachment
AWS::Wisdom::MessageTemplateVersion  wisdom CreateMessageTemplateVersion CreateMessageTemplateVersion DeleteMessageTemplate
AWS::Wisdom::QuickResponse  wisdom CreateQuickResponse UpdateQuickResponse DeleteQuickResponse
AWS::WorkSpaces::ConnectionAlias arn:$\{Partition}:workspaces:$\{Region}:$\{Account}:connectionalias/$\{ConnectionAliasId} workspaces CreateConnectionAlias,CreateTags  DeleteConnectionAlias,DeleteTags
AWS::WorkSpaces::Directory  workspaces RegisterWorkspaceDirectory,CreateTags,ModifyWorkspaceCreationProperties,ModifyWorkspaceAccessProperties,ModifySelfservicePermissions,ModifySamlProperties,ModifyCertificateBasedAuthProperties,ModifyStreamingProperties,ModifyEndpointEncryptionMode,AssociateIpGroups CreateTags,DeleteTags,ModifyWorkspaceCreationProperties,ModifyWorkspaceAccessProperties,ModifySelfservicePermissions,ModifySamlProperties,ModifyCertificateBasedAuthProperties,ModifyStreamingProperties,ModifyEndpointEncryptionMode,AssociateIpGroups,DisassociateIpGroups DeregisterWorkspaceDirectory
AWS::WorkSpaces::Workspace arn:$\{Partition}:workspaces:$\{Region}:$\{Account}:workspace/$\{WorkspaceId} workspaces CreateWorkspaces,CreateTags ModifyWorkspaceProperties,CreateTags,DeleteTags TerminateWorkspaces
AWS::WorkSpaces::WorkspaceIpGroup arn:$\{Partition}:workspaces:$\{Region}:$\{Account}:workspaceipgroup/$\{GroupId} workspaces CreateIpGroup,CreateTags UpdateRulesOfIpGroup,AuthorizeIpRules,RevokeIpRules,CreateTags,DeleteTags DeleteIpGroup
AWS::WorkSpaces::WorkspacesPool arn:$\{Partition}:workspaces:$\{Region}:$\{Account}:workspacespool/$\{PoolId} workspaces CreateWorkspacesPool,CreateTags UpdateWorkspacesPool,CreateTags,DeleteTags TerminateWorkspacesPool,DeleteTags
AWS::WorkSpacesThinClient::Environment arn:$\{Partition}:thinclient:$\{Region}:$\{Account}:environment/$\{EnvironmentId} thinclient CreateEnvironment UpdateEnvironment DeleteEnvironment
AWS::WorkSpacesWeb::BrowserSettings arn:$\{Partition}:workspaces-web:$\{Region}:$\{Account}:browserSettings/$\{BrowserSettingsId} workspaces-web CreateBrowserSettings UpdateBrowserSettings DeleteBrowserSettings
AWS::WorkSpacesWeb::DataProtectionSettings arn:$\{Partition}:workspaces-web:$\{Region}:$\{Account}:dataProtectionSettings/$\{DataProtectionSettingsId} workspaces-web CreateDataProtectionSettings UpdateDataProtectionSettings DeleteDataProtectionSettings
AWS::WorkSpacesWeb::IdentityProvider  workspaces-web CreateIdentityProvider UpdateIdentityProvider DeleteIdentityProvider
AWS::WorkSpacesWeb::IpAccessSettings arn:$\{Partition}:workspaces-web:$\{Region}:$\{Account}:ipAccessSettings/$\{IpAccessSettingsId} workspaces-web CreateIpAccessSettings UpdateIpAccessSettings DeleteIpAccessSettings
AWS::WorkSpacesWeb::NetworkSettings arn:$\{Partition}:workspaces-web:$\{Region}:$\{Account}:networkSettings/$\{NetworkSettingsId} workspaces-web CreateNetworkSettings UpdateNetworkSettings,UpdateResource DeleteNetworkSettings
AWS::WorkSpacesWeb::Portal arn:$\{Partition}:workspaces-web:$\{Region}:$\{Account}:portal/$\{PortalId} workspaces-web CreatePortal,AssociateBrowserSettings,AssociateIpAccessSettings,AssociateNetworkSettings,AssociateTrustStore,AssociateUserAccessLoggingSettings,AssociateUserSettings,AssociateDataProtectionSettings,AssociateSessionLogger UpdatePortal,AssociateBrowserSettings,AssociateIpAccessSettings,AssociateNetworkSettings,AssociateTrustStore,AssociateUserAccessLoggingSettings,AssociateUserSettings,AssociateDataProtectionSettings,AssociateSessionLogger,DisassociateBrowserSettings,DisassociateIpAccessSettings,DisassociateNetworkSettings,DisassociateTrustStore,DisassociateUserAccessLoggingSettings,DisassociateUserSettings,DisassociateDataProtectionSettings,DisassociateSessionLogger DeletePortal,DisassociateBrowserSettings,DisassociateIpAccessSettings,DisassociateNetworkSettings,DisassociateTrustStore,DisassociateUserAccessLoggingSettings,DisassociateUserSettings,DisassociateDataProtectionSettings,DisassociateSessionLogger
AWS::WorkSpacesWeb::SessionLogger arn:$\{Partition}:workspaces-web:$\{Region}:$\{Account}:sessionLogger/$\{SessionLoggerId} workspaces-web CreateSessionLogger UpdateSessionLogger DeleteSessionLogger
AWS::WorkSpacesWeb::TrustStore arn:$\{Partition}:workspaces-web:$\{Region}:$\{Account}:trustStore/$\{TrustStoreId} workspaces-web CreateTrustStore UpdateTrustStore DeleteTrustStore
AWS::WorkSpacesWeb::UserAccessLoggingSettings arn:$\{Partition}:workspaces-web:$\{Region}:$\{Account}:userAccessLoggingSettings/$\{UserAccessLoggingSettingsId} workspaces-web CreateUserAccessLoggingSettings UpdateUserAccessLoggingSettings DeleteUserAccessLoggingSettings
AWS::WorkSpacesWeb::UserSettings arn:$\{Partition}:workspaces-web:$\{Region}:$\{Account}:userSettings/$\{UserSettingsId} workspaces-web CreateUserSettings UpdateUserSettings DeleteUserSettings
AWS::WorkspacesInstances::Volume  workspaces-instances CreateVolume  DeleteVolume
AWS::WorkspacesInstances::VolumeAssociation  ec2 AttachVolume  DetachVolume
AWS::WorkspacesInstances::WorkspaceInstance arn:$\{Partition}:workspaces-instances:$\{Region}:$\{Account}:workspaceinstance/$\{WorkspaceInstanceId} workspaces-instances CreateWorkspaceInstance  DeleteWorkspaceInstance
AWS::XRay::Group  xray CreateGroup UpdateGroup DeleteGroup
AWS::XRay::ResourcePolicy  xray PutResourcePolicy PutResourcePolicy DeleteResourcePolicy
AWS::XRay::SamplingRule arn:$\{Partition}:xray:$\{Region}:$\{Account}:sampling-rule/$\{SamplingRuleName} xray CreateSamplingRule UpdateSamplingRule DeleteSamplingRule
AWS::XRay::TransactionSearchConfig  xray UpdateIndexingRule,UpdateTraceSegmentDestination UpdateIndexingRule UpdateTraceSegmentDestination,UpdateIndexingRule
`,r={create:["Create","Put"],update:[],delete:["Delete"]};function neededActions(e,{template:t,values:a,stackName:o,physicalIds:n}){return e.flatMap(({logicalId:e,type:s,action:l,replacement:u,properties:p})=>{let d=entryOf(s);if(void 0===d)return[];let g=t.resources[e]?.properties??{},A=arnOf(d.arn,a,n=>{let r=g[n]??g[n.replace(/WithPath$/,"")];if(void 0!==r)return(0,i.b6)(t,r,a);let c=Object.keys(g).some(e=>e.endsWith("Name")),l=`${o}-${e}-XXXXXXXXXXXX`;return c?void 0:s.startsWith("AWS::S3::")?l.toLowerCase():l}),C=arnOf(d.arn,a,()=>n.get(e)?.replace(/^https:.*\//,"")),need=(t,a)=>{let o=d.actions[t],i=s.split("::")[2]??"",n=o.filter(e=>r[t].some(t=>e.endsWith(`:${t}${i}`))),l=1===o.length&&("update"!==t||changesMoreThanTags(p))&&!c.test(o[0]??"")?o:n;return 0===o.length?[]:[{logicalId:e,type:s,handler:t,arn:a,essential:l,others:o.filter(e=>!l.includes(e))}]};return"Add"===l?need("create",A):"Remove"===l?need("delete",C):"Modify"!==l?[]:"False"===u?need("update",C):[...need("create",A),...need("update",C)]})}let c=/Tags?(Resource)?$/;function changesMoreThanTags(e){return e.some(({path:e})=>!/^\/?(Properties\/)?Tags(\/|$)/.test(e))}function actionsOfType(e){return[...new Set(Object.values(entryOf(e)?.actions??{}).flat())]}function entryOf(e){return(o??=new Map(n.trim().split("\n").map(e=>{let[t="",a="",o="",i="",n="",r=""]=e.split(" "),of=e=>e.split(",").flatMap(e=>""===e?[]:[`${o}:${e}`]);return[t,{arn:a,actions:{create:of(i),update:of(n),delete:of(r)}}]}))).get(e)}let s={Partition:"AWS::Partition",Region:"AWS::Region",Account:"AWS::AccountId"};function arnOf(e,t,a){let[o,...i]=[...e.matchAll(/\$\{(\w+)\}/g)].flatMap(([,e=""])=>e in s?[]:[e]);if(""===e||void 0===o||i.length>0||o.endsWith("Id"))return;let n=!0,r=e.replaceAll(/\$\{(\w+)\}/g,(e,o)=>{let i=s[o],r=void 0===i?a(o):t[i]??("Partition"===o?"aws":void 0);return n&&=void 0!==r,r??""});if(n)return r.includes(":arn:")?r.slice(r.lastIndexOf("arn:")):r}})};