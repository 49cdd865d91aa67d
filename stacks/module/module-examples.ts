import type { Environment } from "../../envs/schema/environment";
import { moduleInputs } from "./module-inputs";
import { type SynthesizedStack, synthesizeStack } from "./options/synthesize-variants";
import type { ModuleSource } from "./source/module-source";

/** The values of an example, by input. */
export type ModuleArguments = Readonly<Record<string, unknown>>;

/** Region of the examples of a posture. */
const REGION = "eu-west-1";

/** The role that applies the examples. */
export const EXAMPLE_DEPLOYER = "role/studio-perimeter-research-apply";

/** Region of the examples of a module. */
export function exampleRegion({ defaults }: ModuleSource): string {
  return String(defaults.region ?? REGION);
}

/** What a caller must state. */
export function minimalArguments(source: ModuleSource): ModuleArguments {
  const required = requiredArguments(source);
  return Object.fromEntries(Object.entries(required).filter(([name]) => !(name in source.defaults)));
}

function requiredArguments(source: ModuleSource) {
  const region = exampleRegion(source);
  return {
    name: "research",
    region,
    vpc_cidr: "10.40.0.0/16",
    availability_zones: source.probe.availabilityZones.map((zone) => `${region}${zone.slice(-1)}`),
    deployers: [EXAMPLE_DEPLOYER],
    ...(source.probe.egress.kind === "none"
      ? {}
      : {
          allowed_domains: [
            { name: "github.com", match: "exact" as const, reason: "clone public repositories", owner: "ml-platform" },
          ],
        }),
  } satisfies ModuleArguments;
}

/** What a picture of an example is made from. */
export type ExampleStack = Pick<SynthesizedStack, "resource" | "output">;

/** The Terraform of the stack that the minimal example equals. */
export function exampleStack(source: ModuleSource): ExampleStack {
  return synthesizeStack(source.environment ?? environmentOfExample(source));
}

/** The environment whose stack the minimal example of a posture equals. */
function environmentOfExample(source: ModuleSource): Environment {
  const { probe } = source;
  const values = requiredArguments(source);
  return {
    ...probe,
    name: values.name,
    region: values.region,
    vpcCidr: values.vpc_cidr,
    availabilityZones: values.availability_zones,
    egress:
      probe.egress.kind === "inspected"
        ? { ...probe.egress, allowList: (values.allowed_domains ?? []).map((domain) => ({ ...domain, ports: [443] })) }
        : probe.egress,
    endpoints: { ...probe.endpoints, own: [] },
    studio: { ...probe.studio, userProfiles: [] },
  };
}

/** Users of a SAML provider, who open Studio from the corporate network and from a VPC with its own endpoints. */
const ACCESS: ModuleArguments = {
  self_service: "saml",
  identity_provider: "saml-provider/corporate",
  url_life_seconds: 30,
  url_vpc_ids: ["vpc-0123456789abcdef0"],
  url_private_cidrs: ["10.128.0.0/12"],
  url_public_cidrs: ["198.51.100.0/24"],
  attachment: "transit_gateway",
  attachment_id: "tgw-0123456789abcdef0",
  corporate_cidrs: ["10.100.0.0/16", "10.101.0.0/16"],
  resolver_inbound: true,
};

/** Every input, each with another value than its default. */
export function completeArguments(source: ModuleSource): ModuleArguments {
  const { probe } = source;
  const region = exampleRegion(source);
  const complete: ModuleArguments = {
    ...requiredArguments(source),
    ...(probe.egress.kind === "none"
      ? {}
      : {
          allowed_domains: [
            { name: "github.com", match: "exact", reason: "clone public repositories", owner: "ml-platform" },
            {
              name: "packages.example.org",
              match: "subdomains",
              ports: [443, 8443],
              reason: "mirror of packages",
              owner: "data-science",
            },
          ],
        }),
    account_id: EXAMPLE_ACCOUNT,
    organization_id: "o-abcde12345",
    tags: { CostCenter: "4711" },
    log_retention_days: 90,
    break_glass: ["role/studio-perimeter-research-break-glass"],
    alarm_topic_arns: [`arn:aws:sns:${region}:${EXAMPLE_ACCOUNT}:alarms`],
    user_profiles: [{ name: "ana" }, { name: "ben", idle_timeout_minutes: 240, max_storage_gb: 500 }],
    notebook_user: "ben",
    own_endpoint_services: Object.fromEntries(
      probe.endpoints.own.map(({ name }, index) => [
        name,
        `com.amazonaws.vpce.${region}.vpce-svc-${String(index + 1).padStart(17, "0")}`,
      ]),
    ),
    own_endpoints: [
      {
        name: "git",
        service: `com.amazonaws.vpce.${region}.vpce-svc-0123456789abcdef0`,
        ports: [22],
        reason: "clone repositories of the company",
        owner: "ml-platform",
      },
      {
        name: "wiki",
        service: `com.amazonaws.vpce.${region}.vpce-svc-0123456789abcdef1`,
        private_dns_name: "wiki.corp.example.net",
        reason: "read documentation",
        owner: "ml-platform",
      },
    ],
    idle_shutdown: { min_minutes: 60, default_minutes: 90, max_minutes: 480 },
    space_storage: { default_gb: 20, max_gb: 200 },
    capabilities: ["model_registry", "experiments", "feature_store"],
    endpoint_services: ["athena", "dynamodb", "glue"],
    jump_start: true,
    ...(source.fixed === undefined ? ACCESS : {}),
  };
  const inputs = new Set(moduleInputs(source).map(({ name }) => name));
  return Object.fromEntries(Object.entries(complete).filter(([name]) => inputs.has(name)));
}

/** Account of the examples. */
export const EXAMPLE_ACCOUNT = "123456789012";
