/**
 * How an endpoint policy is generated for a service.
 *
 * - `own`: both sides ours, nothing else.
 * - `s3`, `registry`, `studio-api`: ours, plus listed resources that AWS owns.
 * - `portal`, `packages`, `repositories`, `tokens`: ours, and only the actions that Studio needs.
 */
export type EndpointPolicyClass =
  | "own"
  | "s3"
  | "registry"
  | "studio-api"
  | "portal"
  | "packages"
  | "repositories"
  | "tokens";

/**
 * - `mandatory`: Studio in this perimeter does not work without it.
 * - `default`: on; custom images, jobs or metrics stop without it.
 * - `optional`: an environment switches it on by name.
 * - `forbidden`: has no place in this perimeter; `reason` says why.
 */
export type EndpointRequirement = "mandatory" | "default" | "optional" | "forbidden";

/** One service of the catalogue. In every template `<region>` stands for the region. */
export interface EndpointEntry {
  readonly kind: "gateway" | "interface";
  /** Name of the endpoint service. */
  readonly serviceName: string;
  /** Name of its FIPS 140 variant. @default - the service has none */
  readonly fipsServiceName?: string;
  /** Names that the private zone of the endpoint answers; a leading `*.` covers subdomains. Empty for gateways. */
  readonly privateDnsNames: readonly string[];
  /** The same names of the FIPS variant. @default - `privateDnsNames` */
  readonly fipsPrivateDnsNames?: readonly string[];
  readonly policyClass: EndpointPolicyClass;
  readonly requirement: EndpointRequirement;
  /** What needs it, and why it stands where it stands. */
  readonly reason: string;
}

const REGIONAL = "com.amazonaws.<region>";
const HOSTS = "<region>.amazonaws.com";

/**
 * Every endpoint that Studio, or what runs in it, may need; the row decides whether an environment has it.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/studio-updated-and-internet-access.html
 * @see https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html
 */
export const ENDPOINT_CATALOGUE = {
  s3: {
    kind: "gateway",
    serviceName: `${REGIONAL}.s3`,
    privateDnsNames: [],
    policyClass: "s3",
    requirement: "mandatory",
    reason: "the locked buckets accept no other way in; image layers come through it",
  },
  dynamodb: {
    kind: "gateway",
    serviceName: `${REGIONAL}.dynamodb`,
    privateDnsNames: [],
    policyClass: "own",
    requirement: "optional",
    reason: "tables that notebooks read",
  },
  "sagemaker.api": {
    kind: "interface",
    serviceName: `${REGIONAL}.sagemaker.api`,
    fipsServiceName: `${REGIONAL}.sagemaker.api-fips`,
    privateDnsNames: [`api.sagemaker.${HOSTS}`],
    fipsPrivateDnsNames: [`api-fips.sagemaker.${HOSTS}`],
    policyClass: "studio-api",
    requirement: "mandatory",
    reason: "every Studio and job call; presigned URLs are asked for here",
  },
  "sagemaker.runtime": {
    kind: "interface",
    serviceName: `${REGIONAL}.sagemaker.runtime`,
    fipsServiceName: `${REGIONAL}.sagemaker.runtime-fips`,
    privateDnsNames: [`runtime.sagemaker.${HOSTS}`],
    fipsPrivateDnsNames: [`runtime-fips.sagemaker.${HOSTS}`],
    policyClass: "own",
    requirement: "mandatory",
    reason: "InvokeEndpoint; the FIPS variant does not honour endpoint policies",
  },
  studio: {
    kind: "interface",
    serviceName: "aws.sagemaker.<region>.studio",
    privateDnsNames: ["studio.<region>.sagemaker.aws", "*.studio.<region>.sagemaker.aws"],
    policyClass: "portal",
    requirement: "mandatory",
    reason: "the Studio interface itself; without it every presigned URL travels the internet",
  },
  notebook: {
    kind: "interface",
    serviceName: "aws.sagemaker.<region>.notebook",
    privateDnsNames: ["notebook.<region>.sagemaker.aws", "*.notebook.<region>.sagemaker.aws"],
    policyClass: "own",
    requirement: "forbidden",
    reason: "serves notebook instances only, and the execution role is denied those",
  },
  "sagemaker.featurestore-runtime": {
    kind: "interface",
    serviceName: `${REGIONAL}.sagemaker.featurestore-runtime`,
    privateDnsNames: [`featurestore-runtime.sagemaker.${HOSTS}`],
    policyClass: "own",
    requirement: "optional",
    reason: "online feature store",
  },
  "sagemaker.metrics": {
    kind: "interface",
    serviceName: `${REGIONAL}.sagemaker.metrics`,
    privateDnsNames: [`metrics.sagemaker.${HOSTS}`],
    policyClass: "own",
    requirement: "optional",
    reason: "metrics of experiment runs",
  },
  experiments: {
    kind: "interface",
    serviceName: "aws.sagemaker.<region>.experiments",
    privateDnsNames: ["experiments.<region>.sagemaker.aws", "*.experiments.<region>.sagemaker.aws"],
    policyClass: "own",
    requirement: "optional",
    reason: "managed MLflow",
  },
  "partner-app": {
    kind: "interface",
    serviceName: "aws.sagemaker.<region>.partner-app",
    privateDnsNames: ["partner-app.<region>.sagemaker.aws", "*.partner-app.<region>.sagemaker.aws"],
    policyClass: "own",
    requirement: "optional",
    reason: "partner AI applications",
  },
  "sagemaker-data-science-assistant": {
    kind: "interface",
    serviceName: `${REGIONAL}.sagemaker-data-science-assistant`,
    privateDnsNames: [`sagemaker-data-science-assistant.${HOSTS}`],
    policyClass: "own",
    requirement: "optional",
    reason: "assistant in Canvas; sends prompts to a service shared by all accounts",
  },
  q: {
    kind: "interface",
    serviceName: `${REGIONAL}.q`,
    privateDnsNames: [`q.${HOSTS}`],
    policyClass: "own",
    requirement: "optional",
    reason: "Amazon Q in JupyterLab; sends code to a service shared by all accounts",
  },
  codewhisperer: {
    kind: "interface",
    serviceName: `${REGIONAL}.codewhisperer`,
    privateDnsNames: [`codewhisperer.${HOSTS}`],
    policyClass: "own",
    requirement: "optional",
    reason: "code suggestions; sends code to a service shared by all accounts",
  },
  sts: {
    kind: "interface",
    serviceName: `${REGIONAL}.sts`,
    fipsServiceName: `${REGIONAL}.sts-fips`,
    privateDnsNames: [`sts.${HOSTS}`],
    fipsPrivateDnsNames: [`sts-fips.${HOSTS}`],
    policyClass: "tokens",
    requirement: "mandatory",
    reason: "remote jobs and SDKs; serves the regional host, not sts.amazonaws.com",
  },
  logs: {
    kind: "interface",
    serviceName: `${REGIONAL}.logs`,
    privateDnsNames: [`logs.${HOSTS}`],
    policyClass: "own",
    requirement: "mandatory",
    reason: "logs of apps and jobs",
  },
  monitoring: {
    kind: "interface",
    serviceName: `${REGIONAL}.monitoring`,
    privateDnsNames: [`monitoring.${HOSTS}`],
    policyClass: "own",
    requirement: "default",
    reason: "metrics of jobs and endpoints",
  },
  kms: {
    kind: "interface",
    serviceName: `${REGIONAL}.kms`,
    fipsServiceName: `${REGIONAL}.kms-fips`,
    privateDnsNames: [`kms.${HOSTS}`],
    fipsPrivateDnsNames: [`kms-fips.${HOSTS}`],
    policyClass: "own",
    requirement: "mandatory",
    reason: "buckets, volumes and home directories are encrypted with keys of the environment",
  },
  "ecr.api": {
    kind: "interface",
    serviceName: `${REGIONAL}.ecr.api`,
    privateDnsNames: [`api.ecr.${HOSTS}`],
    policyClass: "registry",
    requirement: "default",
    reason: "images of jobs, of AWS and of the account",
  },
  "ecr.dkr": {
    kind: "interface",
    serviceName: `${REGIONAL}.ecr.dkr`,
    privateDnsNames: [`*.dkr.ecr.${HOSTS}`],
    policyClass: "registry",
    requirement: "default",
    reason: "pulls images; layers then come from a bucket that the S3 endpoint policy lists",
  },
  ssm: {
    kind: "interface",
    serviceName: `${REGIONAL}.ssm`,
    fipsServiceName: `${REGIONAL}.ssm-fips`,
    privateDnsNames: [`ssm.${HOSTS}`],
    fipsPrivateDnsNames: [`ssm-fips.${HOSTS}`],
    policyClass: "own",
    requirement: "optional",
    reason: "parameters; with ssmmessages and ec2messages, remote editors",
  },
  ssmmessages: {
    kind: "interface",
    serviceName: `${REGIONAL}.ssmmessages`,
    privateDnsNames: [`ssmmessages.${HOSTS}`],
    policyClass: "own",
    requirement: "optional",
    reason: "remote editors connected to a space",
  },
  ec2messages: {
    kind: "interface",
    serviceName: `${REGIONAL}.ec2messages`,
    privateDnsNames: [`ec2messages.${HOSTS}`],
    policyClass: "own",
    requirement: "optional",
    reason: "remote editors connected to a space",
  },
  servicecatalog: {
    kind: "interface",
    serviceName: `${REGIONAL}.servicecatalog`,
    privateDnsNames: [`servicecatalog.${HOSTS}`],
    policyClass: "own",
    requirement: "optional",
    reason: "SageMaker Projects",
  },
  cloudformation: {
    kind: "interface",
    serviceName: `${REGIONAL}.cloudformation`,
    privateDnsNames: [`cloudformation.${HOSTS}`],
    policyClass: "own",
    requirement: "forbidden",
    reason: "infrastructure is deployed from outside the perimeter, by a reviewed plan",
  },
  "codeartifact.api": {
    kind: "interface",
    serviceName: `${REGIONAL}.codeartifact.api`,
    privateDnsNames: [`codeartifact.${HOSTS}`],
    policyClass: "packages",
    requirement: "optional",
    reason: "tokens for packages without the internet",
  },
  "codeartifact.repositories": {
    kind: "interface",
    serviceName: `${REGIONAL}.codeartifact.repositories`,
    privateDnsNames: [`*.d.codeartifact.${HOSTS}`],
    policyClass: "repositories",
    requirement: "optional",
    reason: "pip reads packages here; private DNS is required",
  },
  secretsmanager: {
    kind: "interface",
    serviceName: `${REGIONAL}.secretsmanager`,
    privateDnsNames: [`secretsmanager.${HOSTS}`],
    policyClass: "own",
    requirement: "optional",
    reason: "credentials of data sources",
  },
  athena: {
    kind: "interface",
    serviceName: `${REGIONAL}.athena`,
    privateDnsNames: [`athena.${HOSTS}`],
    policyClass: "own",
    requirement: "optional",
    reason: "queries from notebooks",
  },
  glue: {
    kind: "interface",
    serviceName: `${REGIONAL}.glue`,
    privateDnsNames: [`glue.${HOSTS}`],
    policyClass: "own",
    requirement: "optional",
    reason: "data catalogue",
  },
  ec2: {
    kind: "interface",
    serviceName: `${REGIONAL}.ec2`,
    privateDnsNames: [`ec2.${HOSTS}`],
    policyClass: "own",
    requirement: "optional",
    reason: "SDKs that look subnets up before they start a job",
  },
  "bedrock-runtime": {
    kind: "interface",
    serviceName: `${REGIONAL}.bedrock-runtime`,
    privateDnsNames: [`bedrock-runtime.${HOSTS}`],
    policyClass: "own",
    requirement: "optional",
    reason: "foundation models",
  },
  elasticmapreduce: {
    kind: "interface",
    serviceName: `${REGIONAL}.elasticmapreduce`,
    privateDnsNames: [`elasticmapreduce.${HOSTS}`],
    policyClass: "own",
    requirement: "optional",
    reason: "Spark clusters of the account",
  },
  iam: {
    kind: "interface",
    serviceName: "com.amazonaws.iam",
    privateDnsNames: ["iam.amazonaws.com"],
    policyClass: "own",
    requirement: "optional",
    reason: "SDKs that resolve their execution role; a global service without a region in its names",
  },
  elasticfilesystem: {
    kind: "interface",
    serviceName: `${REGIONAL}.elasticfilesystem`,
    fipsServiceName: `${REGIONAL}.elasticfilesystem-fips`,
    privateDnsNames: [`elasticfilesystem.${HOSTS}`],
    fipsPrivateDnsNames: [`elasticfilesystem-fips.${HOSTS}`],
    policyClass: "own",
    requirement: "optional",
    reason: "the API of EFS only; home directories use mount targets",
  },
} as const satisfies Readonly<Record<string, EndpointEntry>>;

export type EndpointName = keyof typeof ENDPOINT_CATALOGUE;

/** Every name of the catalogue, in its order. */
export const ENDPOINT_NAMES = Object.keys(ENDPOINT_CATALOGUE) as readonly EndpointName[];

/** The row of one service. */
export function endpointEntry(name: EndpointName): EndpointEntry {
  return ENDPOINT_CATALOGUE[name];
}

/** What always stands, and what an environment switched on: catalogue order, without the forbidden. */
export function servicesFor(selection: readonly EndpointName[]): readonly EndpointName[] {
  return ENDPOINT_NAMES.filter((name) => {
    const { requirement } = endpointEntry(name);
    return requirement === "mandatory" || requirement === "default" || selection.includes(name);
  });
}
