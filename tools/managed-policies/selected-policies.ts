/**
 * Paths of the AWS managed policies in the catalog, behind `arn:aws:iam::aws:policy/`. A policy that is not here is a gap.
 * ReadOnlyAccess and SecurityAudit are left out: their documents are longer than all others together.
 *
 * @see https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html
 */
export const selectedPolicies: readonly string[] = [
  ...["AdministratorAccess", "PowerUserAccess", "IAMFullAccess", "IAMReadOnlyAccess"],
  ...["job-function/DataScientist", "job-function/NetworkAdministrator", "job-function/ViewOnlyAccess"],
  ...["AmazonSageMakerFullAccess", "AmazonSageMakerReadOnly", "AmazonSageMakerCanvasFullAccess"],
  ...["AmazonSageMakerCanvasAIServicesAccess", "AmazonSageMakerCanvasBedrockAccess"],
  ...["AmazonSageMakerCanvasDataPrepFullAccess", "AmazonSageMakerCanvasEMRServerlessExecutionRolePolicy"],
  ...["AmazonSageMakerCanvasSMDataScienceAssistantAccess", "AmazonSageMakerClusterInstanceRolePolicy"],
  ...[
    "AmazonSageMakerFeatureStoreAccess",
    "AmazonSageMakerGroundTruthExecution",
    "AmazonSageMakerModelGovernanceUseAccess",
  ],
  ...["AmazonSageMakerModelRegistryFullAccess", "AmazonSageMakerPartnerAppsFullAccess"],
  ...["AmazonSageMakerPipelinesIntegrations", "AmazonSageMakerTrainingPlanCreateAccess", "SageMakerStudioFullAccess"],
  ...["service-role/AmazonSageMakerCanvasDirectDeployAccess", "service-role/AmazonSageMakerCanvasForecastAccess"],
  ...["service-role/AmazonSageMakerGeospatialExecutionRole", "service-role/AmazonSageMakerGeospatialFullAccess"],
  ...["AmazonS3FullAccess", "AmazonS3ReadOnlyAccess", "AmazonEC2FullAccess", "AmazonEC2ReadOnlyAccess"],
  ...["AmazonVPCFullAccess", "AmazonVPCReadOnlyAccess", "AmazonSSMFullAccess", "AmazonSSMReadOnlyAccess"],
  ...["AmazonSSMManagedInstanceCore", "AmazonSSMPatchAssociation", "CloudWatchAgentServerPolicy"],
  ...["CloudWatchFullAccess", "CloudWatchFullAccessV2", "CloudWatchLogsFullAccess", "CloudWatchLogsReadOnlyAccess"],
  ...["CloudWatchReadOnlyAccess", "AWSXRayDaemonWriteAccess", "AWSXrayWriteOnlyAccess"],
  ...[
    "AmazonEC2ContainerRegistryReadOnly",
    "AmazonEC2ContainerRegistryPowerUser",
    "AmazonEC2ContainerRegistryFullAccess",
  ],
  ...["AmazonEC2ContainerRegistryPullOnly", "service-role/AWSLambdaBasicExecutionRole"],
  ...["service-role/AWSLambdaVPCAccessExecutionRole", "service-role/AWSLambdaRole", "AWSLambda_FullAccess"],
  ...[
    "AWSLambda_ReadOnlyAccess",
    "AmazonAthenaFullAccess",
    "AWSGlueConsoleFullAccess",
    "service-role/AWSGlueServiceRole",
  ],
  ...["service-role/AwsGlueSessionUserRestrictedServiceRole", "AWSGlueConsoleSageMakerNotebookFullAccess"],
  ...["AmazonBedrockFullAccess", "AmazonBedrockReadOnly", "AmazonBedrockLimitedAccess"],
  ...[
    "AmazonDynamoDBFullAccess",
    "AmazonDynamoDBReadOnlyAccess",
    "AmazonRedshiftFullAccess",
    "AmazonRDSReadOnlyAccess",
  ],
  ...["SecretsManagerReadWrite", "AWSKeyManagementServicePowerUser", "AmazonElasticFileSystemFullAccess"],
  ...["AmazonElasticFileSystemClientFullAccess", "AmazonElasticFileSystemClientReadWriteAccess"],
  ...["AWSServiceCatalogEndUserFullAccess", "AWSServiceCatalogAdminFullAccess", "AWSCodeCommitPowerUser"],
  ...[
    "AWSCodeCommitReadOnly",
    "AWSCodePipeline_FullAccess",
    "AWSStepFunctionsFullAccess",
    "AmazonEventBridgeFullAccess",
  ],
  ...["AmazonSNSFullAccess", "AmazonSQSFullAccess", "AWSCloudFormationFullAccess", "AmazonEMRFullAccessPolicy_v2"],
  ...["AmazonRekognitionFullAccess", "ComprehendFullAccess", "AmazonTextractFullAccess", "TranslateFullAccess"],
  ...["AWSNetworkFirewallFullAccess", "AmazonRoute53ResolverFullAccess", "service-role/AmazonEC2RoleforSSM"],
];
