/**
 * Whether an environment has the endpoint of a service.
 *
 * - `mandatory`: always; Studio does not work without it.
 * - `default`: always; images, jobs or metrics do not work without it.
 * - `optional`: if the environment lists the service.
 * - `forbidden`: never; `reason` explains why.
 */
export type EndpointRequirement = "mandatory" | "default" | "optional" | "forbidden";

/**
 * How the endpoint policy is generated.
 *
 * - `own`: trusted principals, trusted resources, all actions of the service.
 * - `own-and-aws`: in addition, listed AWS owned resources.
 * - `portal`, `packages`: trusted principals and resources, only the actions that Studio or pip needs.
 */
export type EndpointPolicyClass = "own" | "own-and-aws" | "portal" | "packages";

/** One service. `<region>` in a template is replaced by the region. */
export interface EndpointCatalogEntry {
  readonly kind: "gateway" | "interface";
  /** Name of the endpoint service, as a template. */
  readonly serviceName: string;
  /**
   * Region of the service.
   * @default - the region of the VPC
   */
  readonly serviceRegion?: string;
  /**
   * Service name and DNS names of the FIPS 140 endpoint.
   * @default - none, or not usable in a perimeter
   */
  readonly fips?: { readonly serviceName: string; readonly dnsNames: readonly string[] };
  /**
   * All DNS names in the private hosted zone of an interface endpoint, or those that clients of a gateway endpoint resolve; a
   * leading `*.` covers subdomains.
   */
  readonly dnsNames: readonly string[];
  /** IAM service prefixes of the actions that use the endpoint. */
  readonly iamPrefixes: readonly string[];
  readonly policyClass: EndpointPolicyClass;
  readonly requirement: EndpointRequirement;
  /** What needs the endpoint, or why it is forbidden. */
  readonly reason: string;
}

type CatalogRow = Partial<EndpointCatalogEntry> & Pick<EndpointCatalogEntry, "reason"> & { readonly fipsHost?: string };

const HOST_SUFFIX = "<region>.amazonaws.com";
const DUAL_STACK_HOST_SUFFIX = "<region>.api.aws";

/** An optional interface endpoint whose service name, host name and IAM prefix are the same, with policy class `own`. */
function interfaceEndpoint(service: string, row: CatalogRow): EndpointCatalogEntry {
  const { fipsHost, ...overrides } = row;
  const serviceName = `com.amazonaws.<region>.${service}`;
  return {
    kind: "interface",
    serviceName,
    dnsNames: [`${service}.${HOST_SUFFIX}`],
    iamPrefixes: [service],
    policyClass: "own",
    requirement: "optional",
    ...(fipsHost && { fips: { serviceName: `${serviceName}-fips`, dnsNames: [`${fipsHost}.${HOST_SUFFIX}`] } }),
    ...overrides,
  };
}

/** An interface endpoint that also resolves its dual-stack name. */
function dualStackEndpoint(service: string, row: CatalogRow): EndpointCatalogEntry {
  return interfaceEndpoint(service, {
    dnsNames: [`${service}.${HOST_SUFFIX}`, `${service}.${DUAL_STACK_HOST_SUFFIX}`],
    ...row,
  });
}

/** An interface endpoint of a SageMaker user interface, whose DNS names are outside amazonaws.com. */
function userInterfaceEndpoint(service: string, row: CatalogRow): EndpointCatalogEntry {
  return interfaceEndpoint(service, {
    serviceName: `aws.sagemaker.<region>.${service}`,
    dnsNames: [`${service}.<region>.sagemaker.aws`, `*.${service}.<region>.sagemaker.aws`],
    iamPrefixes: ["sagemaker"],
    ...row,
  });
}

/** A gateway endpoint. `aliases` are CNAME targets of its DNS names, which the DNS firewall must allow. */
function gatewayEndpoint(service: string, aliases: readonly string[], row: CatalogRow): EndpointCatalogEntry {
  const hosts = [`${service}.${HOST_SUFFIX}`, `${service}.dualstack.${HOST_SUFFIX}`];
  const dnsNames = [...hosts.flatMap((host) => [host, `*.${host}`]), ...aliases];
  return interfaceEndpoint(service, { kind: "gateway", dnsNames, ...row });
}

/** CNAME targets of bucket host names, `<bucket>.s3.<region>.amazonaws.com`. */
const BUCKET_CNAME_TARGETS = ["s3-r-w", "s3-w"].flatMap((host) => [
  `${host}.${HOST_SUFFIX}`,
  `${host}.dualstack.${HOST_SUFFIX}`,
]);

/**
 * All endpoints that Studio and its workloads may need.
 *
 * DNS names are those that the endpoints report in the EC2 API, or those that AWS documents.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/studio-updated-and-internet-access.html
 * @see https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html
 */
export const ENDPOINT_CATALOG = {
  s3: gatewayEndpoint("s3", BUCKET_CNAME_TARGETS, {
    policyClass: "own-and-aws",
    requirement: "mandatory",
    reason: "the only path to the locked buckets; layers of container images use it too",
  }),
  dynamodb: gatewayEndpoint("dynamodb", [], { reason: "tables that notebooks read" }),
  "sagemaker.api": interfaceEndpoint("sagemaker.api", {
    dnsNames: [`api.sagemaker.${HOST_SUFFIX}`, `api.sagemaker.${DUAL_STACK_HOST_SUFFIX}`],
    fipsHost: "api-fips.sagemaker",
    iamPrefixes: ["sagemaker"],
    policyClass: "own-and-aws",
    requirement: "mandatory",
    reason: "every Studio and job call; presigned URLs are asked for here",
  }),
  "sagemaker.runtime": interfaceEndpoint("sagemaker.runtime", {
    dnsNames: [`runtime.sagemaker.${HOST_SUFFIX}`, `runtime.sagemaker.${DUAL_STACK_HOST_SUFFIX}`],
    iamPrefixes: ["sagemaker"],
    requirement: "mandatory",
    reason: "InvokeEndpoint; its FIPS endpoint ignores endpoint policies and is not used",
  }),
  studio: userInterfaceEndpoint("studio", {
    dnsNames: [
      "studio.<region>.sagemaker.aws",
      "*.studio.<region>.sagemaker.aws",
      "studio.sagemaker.<region>.app.aws",
      "*.studio.sagemaker.<region>.app.aws",
    ],
    policyClass: "portal",
    requirement: "mandatory",
    reason: "the Studio interface; without it every presigned URL travels the internet",
  }),
  notebook: userInterfaceEndpoint("notebook", {
    policyClass: "portal",
    reason: "notebook instances only; without it their presigned URLs travel the internet",
  }),
  "sagemaker.featurestore-runtime": interfaceEndpoint("sagemaker.featurestore-runtime", {
    dnsNames: [`featurestore-runtime.sagemaker.${HOST_SUFFIX}`],
    iamPrefixes: ["sagemaker"],
    reason: "online feature store",
  }),
  "sagemaker.metrics": interfaceEndpoint("sagemaker.metrics", {
    dnsNames: [`metrics.sagemaker.${HOST_SUFFIX}`],
    iamPrefixes: ["sagemaker"],
    reason: "metrics of experiment runs",
  }),
  experiments: userInterfaceEndpoint("experiments", {
    iamPrefixes: ["sagemaker", "sagemaker-mlflow"],
    reason: "managed MLflow",
  }),
  "partner-app": userInterfaceEndpoint("partner-app", { reason: "partner AI applications" }),
  "sagemaker-data-science-assistant": interfaceEndpoint("sagemaker-data-science-assistant", {
    reason: "assistant of Canvas; sends prompts to a service shared by all accounts",
  }),
  q: interfaceEndpoint("q", {
    iamPrefixes: ["q", "codewhisperer"],
    reason: "Amazon Q in JupyterLab; sends code to a service shared by all accounts",
  }),
  codewhisperer: interfaceEndpoint("codewhisperer", {
    reason: "code suggestions; sends code to a service shared by all accounts",
  }),
  sts: dualStackEndpoint("sts", {
    fipsHost: "sts-fips",
    requirement: "mandatory",
    reason: "remote jobs and SDKs; answers the regional host, not sts.amazonaws.com",
  }),
  logs: dualStackEndpoint("logs", {
    dnsNames: [
      `logs.${HOST_SUFFIX}`,
      `logs.${DUAL_STACK_HOST_SUFFIX}`,
      `streaming-logs.${HOST_SUFFIX}`,
      `streaming-logs.${DUAL_STACK_HOST_SUFFIX}`,
    ],
    requirement: "mandatory",
    reason: "logs of apps and jobs",
  }),
  monitoring: interfaceEndpoint("monitoring", {
    iamPrefixes: ["cloudwatch"],
    requirement: "default",
    reason: "metrics of jobs and endpoints",
  }),
  kms: dualStackEndpoint("kms", {
    fipsHost: "kms-fips",
    requirement: "mandatory",
    reason: "buckets, volumes and home directories are encrypted with keys of the environment",
  }),
  "ecr.api": interfaceEndpoint("ecr.api", {
    dnsNames: [`api.ecr.${HOST_SUFFIX}`, `ecr.${DUAL_STACK_HOST_SUFFIX}`],
    iamPrefixes: ["ecr"],
    policyClass: "own-and-aws",
    requirement: "default",
    reason: "images of jobs, of AWS and of the account",
  }),
  "ecr.dkr": interfaceEndpoint("ecr.dkr", {
    dnsNames: [
      `dkr.ecr.${HOST_SUFFIX}`,
      `*.dkr.ecr.${HOST_SUFFIX}`,
      "dkr-ecr.<region>.on.aws",
      "*.dkr-ecr.<region>.on.aws",
    ],
    iamPrefixes: ["ecr"],
    policyClass: "own-and-aws",
    requirement: "default",
    reason: "pulls images; their layers come from a bucket that the S3 endpoint policy lists",
  }),
  ssm: dualStackEndpoint("ssm", {
    fipsHost: "ssm-fips",
    policyClass: "own-and-aws",
    reason: "parameters, and the public ones of AWS; with ssmmessages, remote editors",
  }),
  ssmmessages: dualStackEndpoint("ssmmessages", { reason: "remote editors connected to a space" }),
  ec2messages: interfaceEndpoint("ec2messages", { reason: "remote editors connected to a space" }),
  servicecatalog: interfaceEndpoint("servicecatalog", { reason: "SageMaker Projects" }),
  cloudformation: interfaceEndpoint("cloudformation", {
    requirement: "forbidden",
    reason: "infrastructure is deployed from outside the perimeter, by a reviewed plan",
  }),
  "git-codecommit": interfaceEndpoint("git-codecommit", {
    iamPrefixes: ["codecommit"],
    reason: "git clone and push to CodeCommit repositories of the account, over HTTPS",
  }),
  codecommit: interfaceEndpoint("codecommit", { reason: "the API of CodeCommit: pull requests and comments" }),
  "codeconnections.api": interfaceEndpoint("codeconnections.api", {
    dnsNames: [`codeconnections.${HOST_SUFFIX}`],
    iamPrefixes: ["codeconnections"],
    reason: "the API of CodeConnections: lists connections of the account to Git providers",
  }),
  "codeartifact.api": interfaceEndpoint("codeartifact.api", {
    dnsNames: [`codeartifact.${HOST_SUFFIX}`],
    iamPrefixes: ["codeartifact"],
    policyClass: "packages",
    reason: "tokens for packages without the internet",
  }),
  "codeartifact.repositories": interfaceEndpoint("codeartifact.repositories", {
    dnsNames: [`d.codeartifact.${HOST_SUFFIX}`, `*.d.codeartifact.${HOST_SUFFIX}`],
    iamPrefixes: ["codeartifact"],
    policyClass: "packages",
    reason: "where pip reads packages",
  }),
  secretsmanager: interfaceEndpoint("secretsmanager", { reason: "credentials of data sources" }),
  athena: dualStackEndpoint("athena", { reason: "queries from notebooks" }),
  glue: dualStackEndpoint("glue", { reason: "data catalog" }),
  ec2: dualStackEndpoint("ec2", { reason: "SDKs that look subnets up before they start a job" }),
  "bedrock-runtime": interfaceEndpoint("bedrock-runtime", {
    iamPrefixes: ["bedrock"],
    policyClass: "own-and-aws",
    reason: "foundation models, which AWS owns",
  }),
  elasticmapreduce: interfaceEndpoint("elasticmapreduce", { reason: "Spark clusters of the account" }),
  iam: interfaceEndpoint("iam", {
    serviceName: "com.amazonaws.iam",
    serviceRegion: "us-east-1",
    dnsNames: ["iam.amazonaws.com"],
    policyClass: "own-and-aws",
    reason: "SDKs that look their role up; a global service, reached in the region of its control plane",
  }),
  elasticfilesystem: interfaceEndpoint("elasticfilesystem", {
    fipsHost: "elasticfilesystem-fips",
    reason: "the API of EFS; home directories use mount targets and need no endpoint",
  }),
} satisfies Readonly<Record<string, EndpointCatalogEntry>>;

/** Name of a service in the catalog. */
export type EndpointName = keyof typeof ENDPOINT_CATALOG;

/** All services, in catalog order. */
export const ENDPOINT_NAMES = Object.keys(ENDPOINT_CATALOG) as readonly EndpointName[];

/** Catalog entry of a service. */
export function endpointCatalogEntry(name: EndpointName): EndpointCatalogEntry {
  return ENDPOINT_CATALOG[name];
}

/** Services that get an endpoint: mandatory, default and selected ones, in catalog order. */
export function selectEndpoints(selection: readonly EndpointName[]): readonly EndpointName[] {
  return ENDPOINT_NAMES.filter((name) => {
    const { requirement } = endpointCatalogEntry(name);
    return requirement === "mandatory" || requirement === "default" || selection.includes(name);
  });
}

/** Replaces `<region>` in a template. `region` is a literal or a Terraform reference. */
export function fillRegion(template: string, region: string): string {
  return template.replaceAll("<region>", () => region);
}
