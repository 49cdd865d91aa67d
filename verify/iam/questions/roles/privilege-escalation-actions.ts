import { ownEntry } from "../../../collections/own-entry";
import { actionsOfService, type IamAction } from "../../aws/action-catalog";

/**
 * What people in Studio write by their trade; every other write of every service widens what they may do: settings of the
 * perimeter, code that runs outside it, messages that somebody outside receives.
 *
 * Patterns are of action names without their prefix.
 */
const ordinaryWrites: Readonly<Record<string, readonly string[]>> = {
  cloudwatch: ["PutMetricData"],
  codeartifact: ["PublishPackageVersion"],
  // A network interface in subnets of one's own moves nothing: where those lie is for the network's claims.
  ec2: [
    "CreateNetworkInterface",
    "CreateNetworkInterfacePermission",
    "DeleteNetworkInterface",
    "DeleteNetworkInterfacePermission",
  ],
  // Images of one's own, layer by layer; whose repositories are reached is for the endpoint's policy.
  ecr: ["CompleteLayerUpload", "InitiateLayerUpload", "PutImage", "UploadLayerPart"],
  elasticfilesystem: ["ClientMount", "ClientWrite"],
  // Which role may be passed to whom is a claim of its own.
  iam: ["PassRole"],
  kms: ["Decrypt", "Encrypt", "GenerateDataKey*", "GenerateMac", "GenerateRandom", "ReEncrypt*", "Sign", "Verify*"],
  logs: ["CreateLogGroup", "CreateLogStream", "PutLogEvents", "StartQuery", "StopQuery"],
  "sagemaker-mlflow": ["*"],
  sts: ["DecodeAuthorizationMessage", "SetSourceIdentity", "TagSession"],
};

/** Nouns of SageMaker that are a data scientist's work. Where jobs run, and who opens URLs, are claims of their own. */
const ordinarySageMakerResources = [
  ...["Action", "Algorithm", "App", "AppImageConfig", "Artifact", "Association", "AutoMLJob(V2)?", "CompilationJob"],
  ...["Context", "DataQualityJobDefinition", "Endpoint", "EndpointConfig", "EndpointWeightsAndCapacities"],
  ...["Experiment", "FeatureGroup", "FeatureMetadata", "HyperParameterTuningJob", "InferenceComponent(RuntimeConfig)?"],
  ...["InferenceExperiment", "InferenceRecommendationsJob", "Model", "ModelBiasJobDefinition", "ModelCard(ExportJob)?"],
  ...["ModelExplainabilityJobDefinition", "ModelPackage(Group)?", "ModelQualityJobDefinition", "MonitoringAlert"],
  ...["MonitoringSchedule", "OptimizationJob", "Pipeline(Execution|Version)?", "Presigned(Domain|Mlflow\\w+)Url"],
  ...["ProcessingJob", "Record", "Space", "TrainingJob", "TransformJob", "Trial(Component)?", "Image(Version)?"],
];

const ordinarySageMakerActions = new RegExp(
  [
    `(Create|Update|Delete|Start|Stop|Retry|Put)(${ordinarySageMakerResources.join("|")})`,
    "AddAssociation",
    "(Associate|Disassociate)TrialComponent",
    "Batch(PutMetrics|WriteRecord)",
    "SendPipelineExecutionStep(Success|Failure)",
    "Sample(WithResponseStream)?",
  ]
    .map((name) => `^sagemaker:${name}$`)
    .join("|"),
);

/** Services of which patterns of names do not say enough. */
const ordinaryWriteRules: Readonly<Record<string, (action: IamAction) => boolean>> = {
  s3: ({ resourceTypes, accessLevels }) =>
    resourceTypes.includes("object") && !accessLevels.includes("Permissions management"),
  sagemaker: ({ name }) => ordinarySageMakerActions.test(name),
};

/** Actions of a service by which Studio would widen what it may do. */
export function privilegeEscalationActions(service: string): readonly IamAction[] {
  const isOrdinary = ownEntry(ordinaryWriteRules, service) ?? ((action) => isOrdinaryWrite(service, action));
  return writeActionsOf(service).filter((action) => !isOrdinary(action));
}

/** Actions of a service that change something. */
export function writeActionsOf(service: string): readonly IamAction[] {
  return actionsOfService(service).filter(isWrite);
}

function isOrdinaryWrite(service: string, { name }: IamAction): boolean {
  const action = name.slice(service.length + 1);
  return (ownEntry(ordinaryWrites, service) ?? []).some((pattern) =>
    pattern.endsWith("*") ? action.startsWith(pattern.slice(0, -1)) : action === pattern,
  );
}

function isWrite({ accessLevels }: IamAction): boolean {
  return accessLevels.some((level) => level === "Write" || level === "Tagging" || level === "Permissions management");
}
