/**
 * - `mandatory`: Studio in this perimeter does not work without it.
 * - `default`: on; images, jobs or metrics stop without it.
 * - `optional`: an environment switches it on by name.
 * - `forbidden`: has no place in this perimeter; `reason` says why.
 */
export type EndpointRequirement = "mandatory" | "default" | "optional" | "forbidden";

/**
 * How the policy of an endpoint is generated.
 *
 * - `own`: our principals to our resources, every action of the service.
 * - `own-and-aws`: the same, plus resources that AWS owns, listed one by one.
 * - `portal`, `packages`: our principals to our resources, and only the actions that Studio or pip needs.
 */
export type EndpointPolicyClass = "own" | "own-and-aws" | "portal" | "packages";

/** One service. In every template `<region>` stands for the region. */
export interface EndpointEntry {
  readonly kind: "gateway" | "interface";
  /** Name of the endpoint service. */
  readonly serviceName: string;
  /** Region of the service where it is not the region of the VPC. @default - the region of the VPC */
  readonly serviceRegion?: string;
  /** Name and host names of the FIPS 140 variant. @default - none that a perimeter may use */
  readonly fips?: { readonly serviceName: string; readonly dnsNames: readonly string[] };
  /**
   * Every name that the private zone of an interface endpoint answers, or that clients of a gateway endpoint resolve; a
   * leading `*.` covers subdomains.
   */
  readonly dnsNames: readonly string[];
  /** IAM prefixes of the actions that travel through it. */
  readonly iamPrefixes: readonly string[];
  readonly policyClass: EndpointPolicyClass;
  readonly requirement: EndpointRequirement;
  /** What needs it, and why it stands where it stands. */
  readonly reason: string;
}

type Row = Partial<EndpointEntry> & Pick<EndpointEntry, "reason"> & { readonly fipsHost?: string };

const HOSTS = "<region>.amazonaws.com";
const DUAL_STACK_HOSTS = "<region>.api.aws";

/** An interface endpoint of the usual shape: service, host and IAM prefix share one name; optional, own policy. */
function regional(service: string, row: Row): EndpointEntry {
  const { fipsHost, ...overrides } = row;
  const serviceName = `com.amazonaws.<region>.${service}`;
  return {
    kind: "interface",
    serviceName,
    dnsNames: [`${service}.${HOSTS}`],
    iamPrefixes: [service],
    policyClass: "own",
    requirement: "optional",
    ...(fipsHost && { fips: { serviceName: `${serviceName}-fips`, dnsNames: [`${fipsHost}.${HOSTS}`] } }),
    ...overrides,
  };
}

/** As `regional`, for a service that also answers its dual-stack name. */
function dualStack(service: string, row: Row): EndpointEntry {
  return regional(service, { dnsNames: [`${service}.${HOSTS}`, `${service}.${DUAL_STACK_HOSTS}`], ...row });
}

/** An interface endpoint of a SageMaker user interface, whose names lie outside amazonaws.com. */
function application(service: string, row: Row): EndpointEntry {
  return regional(service, {
    serviceName: `aws.sagemaker.<region>.${service}`,
    dnsNames: [`${service}.<region>.sagemaker.aws`, `*.${service}.<region>.sagemaker.aws`],
    iamPrefixes: ["sagemaker"],
    ...row,
  });
}

/** `aliases` are further hosts behind the names, reached by CNAME, which a DNS firewall that looks at whole chains must know. */
function gateway(service: string, aliases: readonly string[], row: Row): EndpointEntry {
  const hosts = [`${service}.${HOSTS}`, `${service}.dualstack.${HOSTS}`];
  const dnsNames = [...hosts.flatMap((host) => [host, `*.${host}`]), ...aliases];
  return regional(service, { kind: "gateway", dnsNames, ...row });
}

/** What the name of a bucket, `<bucket>.s3.<region>.amazonaws.com`, is an alias of. */
const BUCKET_ALIASES = ["s3-r-w", "s3-w"].flatMap((host) => [`${host}.${HOSTS}`, `${host}.dualstack.${HOSTS}`]);

/**
 * Every endpoint that Studio, or what runs in it, may need; the row decides whether an environment has it.
 *
 * Names of hosts are those that endpoints themselves report; where AWS documents only one, only that one is listed.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/studio-updated-and-internet-access.html
 * @see https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html
 */
export const ENDPOINT_CATALOGUE = {
  s3: gateway("s3", BUCKET_ALIASES, {
    policyClass: "own-and-aws",
    requirement: "mandatory",
    reason: "the locked buckets accept no other way in; layers of images come through it",
  }),
  dynamodb: gateway("dynamodb", [], { reason: "tables that notebooks read" }),
  "sagemaker.api": regional("sagemaker.api", {
    dnsNames: [`api.sagemaker.${HOSTS}`, `api.sagemaker.${DUAL_STACK_HOSTS}`],
    fipsHost: "api-fips.sagemaker",
    iamPrefixes: ["sagemaker"],
    policyClass: "own-and-aws",
    requirement: "mandatory",
    reason: "every Studio and job call; presigned URLs are asked for here",
  }),
  "sagemaker.runtime": regional("sagemaker.runtime", {
    dnsNames: [`runtime.sagemaker.${HOSTS}`, `runtime.sagemaker.${DUAL_STACK_HOSTS}`],
    iamPrefixes: ["sagemaker"],
    requirement: "mandatory",
    reason: "InvokeEndpoint; AWS honours no endpoint policy on its FIPS variant, which is therefore not used",
  }),
  studio: application("studio", {
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
  notebook: application("notebook", {
    policyClass: "portal",
    reason: "notebook instances only; without it their presigned URLs travel the internet",
  }),
  "sagemaker.featurestore-runtime": regional("sagemaker.featurestore-runtime", {
    dnsNames: [`featurestore-runtime.sagemaker.${HOSTS}`],
    iamPrefixes: ["sagemaker"],
    reason: "online feature store",
  }),
  "sagemaker.metrics": regional("sagemaker.metrics", {
    dnsNames: [`metrics.sagemaker.${HOSTS}`],
    iamPrefixes: ["sagemaker"],
    reason: "metrics of experiment runs",
  }),
  experiments: application("experiments", {
    iamPrefixes: ["sagemaker", "sagemaker-mlflow"],
    reason: "managed MLflow",
  }),
  "partner-app": application("partner-app", { reason: "partner AI applications" }),
  "sagemaker-data-science-assistant": regional("sagemaker-data-science-assistant", {
    reason: "assistant of Canvas; sends prompts to a service shared by all accounts",
  }),
  q: regional("q", {
    iamPrefixes: ["q", "codewhisperer"],
    reason: "Amazon Q in JupyterLab; sends code to a service shared by all accounts",
  }),
  codewhisperer: regional("codewhisperer", {
    reason: "code suggestions; sends code to a service shared by all accounts",
  }),
  sts: dualStack("sts", {
    fipsHost: "sts-fips",
    requirement: "mandatory",
    reason: "remote jobs and SDKs; answers the regional host, not sts.amazonaws.com",
  }),
  logs: dualStack("logs", {
    dnsNames: [
      `logs.${HOSTS}`,
      `logs.${DUAL_STACK_HOSTS}`,
      `streaming-logs.${HOSTS}`,
      `streaming-logs.${DUAL_STACK_HOSTS}`,
    ],
    requirement: "mandatory",
    reason: "logs of apps and jobs",
  }),
  monitoring: regional("monitoring", {
    iamPrefixes: ["cloudwatch"],
    requirement: "default",
    reason: "metrics of jobs and endpoints",
  }),
  kms: dualStack("kms", {
    fipsHost: "kms-fips",
    requirement: "mandatory",
    reason: "buckets, volumes and home directories are encrypted with keys of the environment",
  }),
  "ecr.api": regional("ecr.api", {
    dnsNames: [`api.ecr.${HOSTS}`, `ecr.${DUAL_STACK_HOSTS}`],
    iamPrefixes: ["ecr"],
    policyClass: "own-and-aws",
    requirement: "default",
    reason: "images of jobs, of AWS and of the account",
  }),
  "ecr.dkr": regional("ecr.dkr", {
    dnsNames: [`dkr.ecr.${HOSTS}`, `*.dkr.ecr.${HOSTS}`, "dkr-ecr.<region>.on.aws", "*.dkr-ecr.<region>.on.aws"],
    iamPrefixes: ["ecr"],
    policyClass: "own-and-aws",
    requirement: "default",
    reason: "pulls images; their layers come from a bucket that the S3 endpoint policy lists",
  }),
  ssm: dualStack("ssm", {
    fipsHost: "ssm-fips",
    policyClass: "own-and-aws",
    reason: "parameters, and the public ones of AWS; with ssmmessages, remote editors",
  }),
  ssmmessages: dualStack("ssmmessages", { reason: "remote editors connected to a space" }),
  ec2messages: regional("ec2messages", { reason: "remote editors connected to a space" }),
  servicecatalog: regional("servicecatalog", { reason: "SageMaker Projects" }),
  cloudformation: regional("cloudformation", {
    requirement: "forbidden",
    reason: "infrastructure is deployed from outside the perimeter, by a reviewed plan",
  }),
  "codeartifact.api": regional("codeartifact.api", {
    dnsNames: [`codeartifact.${HOSTS}`],
    iamPrefixes: ["codeartifact"],
    policyClass: "packages",
    reason: "tokens for packages without the internet",
  }),
  "codeartifact.repositories": regional("codeartifact.repositories", {
    dnsNames: [`d.codeartifact.${HOSTS}`, `*.d.codeartifact.${HOSTS}`],
    iamPrefixes: ["codeartifact"],
    policyClass: "packages",
    reason: "where pip reads packages",
  }),
  secretsmanager: regional("secretsmanager", { reason: "credentials of data sources" }),
  athena: dualStack("athena", { reason: "queries from notebooks" }),
  glue: dualStack("glue", { reason: "data catalogue" }),
  ec2: dualStack("ec2", { reason: "SDKs that look subnets up before they start a job" }),
  "bedrock-runtime": regional("bedrock-runtime", {
    iamPrefixes: ["bedrock"],
    policyClass: "own-and-aws",
    reason: "foundation models, which AWS owns",
  }),
  elasticmapreduce: regional("elasticmapreduce", { reason: "Spark clusters of the account" }),
  iam: regional("iam", {
    serviceName: "com.amazonaws.iam",
    serviceRegion: "us-east-1",
    dnsNames: ["iam.amazonaws.com"],
    policyClass: "own-and-aws",
    reason: "SDKs that look their role up; a global service, reached in the region of its control plane",
  }),
  elasticfilesystem: regional("elasticfilesystem", {
    fipsHost: "elasticfilesystem-fips",
    reason: "the API of EFS; home directories use mount targets and need no endpoint",
  }),
} satisfies Readonly<Record<string, EndpointEntry>>;

export type EndpointName = keyof typeof ENDPOINT_CATALOGUE;

/** Every name of the catalogue, in its order. */
export const ENDPOINT_NAMES = Object.keys(ENDPOINT_CATALOGUE) as readonly EndpointName[];

/** The row of one service. */
export function endpointEntry(name: EndpointName): EndpointEntry {
  return ENDPOINT_CATALOGUE[name];
}

/** The services of an environment: what always stands and what it switched on, in catalogue order. */
export function servicesFor(selection: readonly EndpointName[]): readonly EndpointName[] {
  return ENDPOINT_NAMES.filter((name) => {
    const { requirement } = endpointEntry(name);
    return requirement === "mandatory" || requirement === "default" || selection.includes(name);
  });
}

/** Fills a template of the catalogue; `region` may be a literal or a Terraform reference. */
export function forRegion(template: string, region: string): string {
  return template.replaceAll("<region>", () => region);
}
