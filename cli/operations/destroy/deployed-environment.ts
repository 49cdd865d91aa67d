import { blocksOf, type JsonObject, objectOf } from "../../../verify/terraform/terraform-configuration";

/** What the state says of an environment, as far as a destroy needs it. */
export interface DeployedEnvironment {
  readonly name: string;
  readonly region: string;
  /** Account that the resources are in. @default - not known: the state is empty */
  readonly account?: string;
  /** @default - there is no VPC any more */
  readonly vpcId?: string;
  /** @default - there is no domain any more */
  readonly domain?: { readonly id: string; readonly address: string; readonly keepsHomes: boolean };
  readonly subnetIds: readonly string[];
  /** Names of the user profiles that Terraform created. */
  readonly userProfiles: readonly string[];
  /** Ids of Service Catalog products. */
  readonly productIds: readonly string[];
  /** Buckets, with what a destroy does with their objects. */
  readonly buckets: readonly { readonly bucket: string; readonly losesObjects: boolean }[];
  /** Number of managed resources. */
  readonly resources: number;
  /** CIDR blocks of spokes that a transit gateway of the stack still connects. AWS does not delete the gateway before them. */
  readonly spokes: readonly string[];
  /** What stops a destroy, one line each. */
  readonly protections: readonly string[];
}

/** Arguments of resources that make AWS refuse a deletion. */
const DELETION_PROTECTIONS = ["delete_protection", "deletion_protection", "disable_api_termination"];

/**
 * Reads what a destroy needs to know from the state, and from the stack what Terraform refuses to destroy.
 *
 * @param stack the synthesized stack
 * @param state output of `terraform show -json`
 */
export function deployedEnvironment(name: string, stack: JsonObject, state: JsonObject): DeployedEnvironment {
  const resources = managedResources(objectOf(objectOf(state.values).root_module));
  const ofType = (type: string) => resources.filter((resource) => resource.type === type);
  const texts = (type: string, attribute: string) =>
    ofType(type).flatMap(({ values }) => {
      const value = objectOf(values)[attribute];
      return typeof value === "string" ? [value] : [];
    });
  const [vpcId] = texts("aws_vpc", "id");
  const [arn] = [...texts("aws_vpc", "arn"), ...texts("aws_kms_key", "arn"), ...texts("aws_iam_role", "arn")];
  const account = arn?.split(":")[4];
  const [domain] = ofType("aws_sagemaker_domain");
  const [provider] = blocksOf(objectOf(stack.provider).aws);
  return {
    name,
    region: String(provider?.region),
    ...(account && { account }),
    ...(vpcId && { vpcId }),
    ...(domain && { domain: domainOf(domain) }),
    subnetIds: texts("aws_subnet", "id"),
    userProfiles: texts("aws_sagemaker_user_profile", "user_profile_name"),
    productIds: texts("aws_servicecatalog_product", "id"),
    buckets: ofType("aws_s3_bucket").map(({ values }) => ({
      bucket: String(objectOf(values).bucket),
      losesObjects: objectOf(values).force_destroy === true,
    })),
    resources: resources.length,
    spokes: connectedSpokes(resources),
    protections: [...preventedDestroys(stack, resources), ...resources.flatMap(deletionProtection)],
  };
}

function domainOf({ address, values }: JsonObject) {
  const { id, retention_policy: policy } = objectOf(values);
  const [retention] = blocksOf(policy);
  return {
    id: String(id),
    address: String(address),
    keepsHomes: (retention?.home_efs_file_system ?? "Retain") === "Retain",
  };
}

function connectedSpokes(resources: readonly JsonObject[]): readonly string[] {
  const valuesOf = (wanted: string): readonly JsonObject[] =>
    resources.filter(({ type }) => type === wanted).map(({ values }) => objectOf(values));
  const gateways = valuesOf("aws_ec2_transit_gateway");
  const own = valuesOf("aws_ec2_transit_gateway_vpc_attachment").map(({ id }) => id);
  const routes = gateways.length === 0 ? [] : valuesOf("aws_ec2_transit_gateway_route");
  return routes
    .filter(({ transit_gateway_attachment_id: id }) => typeof id === "string" && id !== "" && !own.includes(id))
    .map(({ destination_cidr_block: block }) => String(block));
}

function preventedDestroys(stack: JsonObject, deployed: readonly JsonObject[]): readonly string[] {
  const addresses = new Set(deployed.map(({ address }) => String(address)));
  return Object.entries(objectOf(stack.resource)).flatMap(([type, named]) =>
    Object.entries(objectOf(named)).flatMap(([label, values]) =>
      addresses.has(`${type}.${label}`) &&
      blocksOf(objectOf(values).lifecycle).some((block) => block.prevent_destroy === true)
        ? [`${type}.${label}: prevent_destroy`]
        : [],
    ),
  );
}

function deletionProtection({ address, values }: JsonObject): readonly string[] {
  return DELETION_PROTECTIONS.filter((name) => objectOf(values)[name] === true).map(
    (name) => `${String(address)}: ${name}, as last deployed`,
  );
}

function managedResources(module: JsonObject): readonly JsonObject[] {
  return [
    ...blocksOf(module.resources).filter(({ mode }) => mode === "managed"),
    ...blocksOf(module.child_modules).flatMap(managedResources),
  ];
}
