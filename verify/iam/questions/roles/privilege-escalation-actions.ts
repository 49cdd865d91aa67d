import { actionsOf, type CatalogueAction, servicesInCatalogue } from "../../aws/action-catalog";
import type { Statement } from "../../language/parse-policy";

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
const works = [
  ...["Action", "Algorithm", "App", "AppImageConfig", "Artifact", "Association", "AutoMLJob(V2)?", "CompilationJob"],
  ...["Context", "DataQualityJobDefinition", "Endpoint", "EndpointConfig", "EndpointWeightsAndCapacities"],
  ...["Experiment", "FeatureGroup", "FeatureMetadata", "HyperParameterTuningJob", "InferenceComponent(RuntimeConfig)?"],
  ...["InferenceExperiment", "InferenceRecommendationsJob", "Model", "ModelBiasJobDefinition", "ModelCard(ExportJob)?"],
  ...["ModelExplainabilityJobDefinition", "ModelPackage(Group)?", "ModelQualityJobDefinition", "MonitoringAlert"],
  ...["MonitoringSchedule", "OptimizationJob", "Pipeline(Execution|Version)?", "Presigned(Domain|Mlflow\\w+)Url"],
  ...["ProcessingJob", "Record", "Space", "TrainingJob", "TransformJob", "Trial(Component)?", "Image(Version)?"],
];

const ordinarySageMaker = new RegExp(
  [
    `(Create|Update|Delete|Start|Stop|Retry|Put)(${works.join("|")})`,
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
const ownRules: Readonly<Record<string, (action: CatalogueAction) => boolean>> = {
  s3: ({ resourceTypes, accessLevels }) =>
    resourceTypes.includes("object") && !accessLevels.includes("Permissions management"),
  sagemaker: ({ name }) => ordinarySageMaker.test(name),
};

/** Actions of a service by which Studio would widen what it may do. */
export function wideningActions(service: string): readonly CatalogueAction[] {
  const isOrdinary = ownRules[service] ?? ((action) => isListed(service, action));
  return writesOf(service).filter((action) => !isOrdinary(action));
}

/** Actions of a service that change something. */
export function writesOf(service: string): readonly CatalogueAction[] {
  return actionsOf(service).filter(isWrite);
}

function isListed(service: string, { name }: CatalogueAction): boolean {
  const action = name.slice(service.length + 1);
  return (ordinaryWrites[service] ?? []).some((pattern) =>
    pattern.endsWith("*") ? action.startsWith(pattern.slice(0, -1)) : action === pattern,
  );
}

/** Services of which the statements allow anything: all, where a pattern is not bound to one. */
export function servicesAllowed(statements: readonly Statement[]): readonly string[] {
  const allowing = statements.filter(({ effect }) => effect === "Allow");
  const isUnbound = allowing.some(
    ({ action }) => action.excluded || action.patterns.some((pattern) => /[*?]/.test(serviceIn(pattern))),
  );
  const named = allowing.flatMap(({ action }) => (action.excluded ? [] : action.patterns.map(serviceIn)));
  return isUnbound ? servicesInCatalogue() : [...new Set(named)];
}

/** Actions that the statements allow by names that the catalogue does not list: what they do is not known, the worst is assumed. */
export function unlistedActions(statements: readonly Statement[]): readonly CatalogueAction[] {
  const patterns = statements
    .filter(({ effect, action }) => effect === "Allow" && !action.excluded)
    .flatMap(({ action }) => action.patterns);
  return [...new Set(patterns)].filter(isUnlisted).map((pattern) => ({
    name: pattern.replace(/[*?]/g, "Anything"),
    service: serviceIn(pattern),
    accessLevels: ["Write"],
    resourceTypes: ["anything"],
    conditionKeys: [],
  }));
}

function isUnlisted(pattern: string): boolean {
  const service = serviceIn(pattern);
  const listed = /[*?]/.test(service) ? undefined : actionsOf(service);
  const isExact = !/[*?]/.test(pattern);
  return (
    listed?.length === 0 ||
    (isExact && listed?.every(({ name }) => name.toLowerCase() !== pattern.toLowerCase()) === true)
  );
}

function serviceIn(pattern: string): string {
  return (pattern.split(":")[0] ?? "*").toLowerCase();
}

function isWrite({ accessLevels }: CatalogueAction): boolean {
  return accessLevels.some((level) => level === "Write" || level === "Tagging" || level === "Permissions management");
}
