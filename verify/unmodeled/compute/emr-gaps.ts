import { stringLeaves } from "../../iam/language/arn-owner";
import { securityGroupKey } from "../../network/filters/read-security-groups";
import { resourcesWithSecurityGroup } from "../../network/filters/security-group-holders";
import { type NetworkModel, networkModelOf, routesOfSubnet } from "../../network/network-model";
import { isNameElsewhere } from "../../posture/declarations/declared-elsewhere";
import { emrSecurityDocument, sectionOf } from "../../terraform/references/emr-security-configuration";
import type { ReferenceTarget } from "../../terraform/references/resource-graph";
import { withoutInstanceKeys } from "../../terraform/resource-address";
import {
  blocksOf,
  isSet,
  type JsonObject,
  jsonText,
  type Resource,
  resourcesOfType,
  type TerraformConfiguration,
} from "../../terraform/terraform-configuration";
import { type GapTopic, gapElsewhere, type ModelGap, modelGap } from "../model-gap";
import { isOurs } from "../parties/ownership";

/**
 * What EMR adds to clusters and applications that the configuration does not show: default security groups, rules in groups that something
 * else has as well, public addresses, jobs outside every VPC, and what a security configuration gives to the users of a cluster.
 */
export function emrGaps(configuration: TerraformConfiguration): readonly ModelGap[] {
  return [
    ...resourcesOfType(configuration, "aws_emr_cluster").flatMap((cluster) =>
      clusterGaps(networkModelOf(configuration), cluster),
    ),
    ...resourcesOfType(configuration, "aws_emrserverless_application").flatMap((application) =>
      applicationGaps(networkModelOf(configuration), application),
    ),
    ...resourcesOfType(configuration, "aws_emr_studio").flatMap((studio) =>
      studioGaps(networkModelOf(configuration), studio),
    ),
    ...resourcesOfType(configuration, "aws_emr_security_configuration").flatMap((resource) =>
      securityConfigurationGaps(configuration, resource),
    ),
  ];
}

function gapOf(topics: readonly GapTopic[], resource: Resource, argument: string, text: string): ModelGap {
  const { address, type } = resource;
  return modelGap(topics, `${address} ${text}`, resource, { type, argument });
}

const profile = "ec2_attributes.instance_profile";
const defaultProfile = `names no instance profile, so its nodes work as the default one of EMR; set ${profile}`;

function clusterGaps(network: NetworkModel, cluster: Resource): readonly ModelGap[] {
  const { graph } = network;
  const [attributes = {}] = blocksOf(cluster.values.ec2_attributes);
  const subnets = [...graph.listTargets([attributes.subnet_id ?? null]), ...graph.listTargets(attributes.subnet_ids)];
  return [
    ...placeGaps(network, cluster, "ec2_attributes.subnet_id", subnets),
    ...managedGroups.flatMap((name) => groupGaps(network, cluster, attributes, name)),
    ...undeclaredSecurityConfiguration(network, cluster),
    ...(isSet(attributes.instance_profile) ? [] : [gapOf(["data", "identities"], cluster, profile, defaultProfile)]),
  ];
}

function applicationGaps(network: NetworkModel, application: Resource): readonly ModelGap[] {
  const blocks = blocksOf(application.values.network_configuration);
  const subnets = blocks.flatMap(({ subnet_ids: ids }) => network.graph.listTargets(ids));
  const groups = blocks.flatMap(({ security_group_ids: ids }) => network.graph.listTargets(ids));
  const argument = "network_configuration.security_group_ids";
  const text = "has no security group, so it gets the default group of the VPC; set network_configuration";
  return [
    ...placeGaps(network, application, "network_configuration.subnet_ids", subnets),
    ...(subnets.length > 0 && groups.length === 0 ? [gapOf(["network"], application, argument, text)] : []),
  ];
}

/** Notebooks of EMR Studio run in its subnets, and EMR opens their pages in any network to those whom the service signs in. */
function studioGaps(network: NetworkModel, studio: Resource): readonly ModelGap[] {
  const pages = modelGap(
    ["identities"],
    `${studio.address} opens its notebooks for people in any network; where they may open them is not modeled`,
    studio,
    { type: studio.type },
  );
  return [pages, ...placeGaps(network, studio, "subnet_ids", network.graph.listTargets(studio.values.subnet_ids))];
}

/** Nodes outside the perimeter's subnets reach what their own network allows; in a public subnet they have public addresses. */
function placeGaps(
  network: NetworkModel,
  resource: Resource,
  argument: string,
  targets: readonly ReferenceTarget[],
): readonly ModelGap[] {
  const named = targets.filter(({ kind }) => kind !== "absent");
  const subnets = named.flatMap((target) =>
    network.perimeterSubnets.filter(({ key }) => target.kind === "resource" && key === target.resource.address),
  );
  const isDeclared = named.every((target) => target.kind === "resource" && target.resource.mode === "managed");
  const place =
    named.length === 0
      ? `names no subnet, so it runs outside every VPC; set ${argument}`
      : isDeclared
        ? `runs in a subnet outside Studio's VPC; set ${argument} to a subnet of it`
        : "runs in a subnet that is not in this configuration; join the state that has it with --join";
  const isInside = named.length > 0 && subnets.length === named.length;
  const open = subnets.filter((subnet) =>
    routesOfSubnet(network, subnet).some(({ targets: hops }) => hops.some(({ kind }) => kind === "internet-gateway")),
  );
  const gap = gapOf(["network", "data"], resource, argument, place);
  return [
    ...(isInside ? [] : [gapElsewhere(gap, isDeclared ? [] : namesElsewhere(named))]),
    ...open.map(({ key }) =>
      gapOf(
        ["network"],
        resource,
        argument,
        `runs in ${key}, which routes to an internet gateway: its nodes may have public addresses`,
      ),
    ),
  ];
}

/** The IDs and data sources that name subnets of another root module, if each of the subnets is one by its ID or is looked up. */
function namesElsewhere(subnets: readonly ReferenceTarget[]): readonly string[] {
  const names = subnets.map((target) =>
    target.kind === "literal"
      ? target.text
      : target.kind === "resource" && target.resource.mode === "data"
        ? withoutInstanceKeys(target.resource.address)
        : "",
  );
  return names.every(isNameElsewhere) ? names : [];
}

/**
 * Groups to which EMR adds rules: between the nodes of the cluster, and from its service to the first node.
 *
 * @see https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-man-sec-groups.html
 */
const managedGroups = [
  "emr_managed_master_security_group",
  "emr_managed_slave_security_group",
  "service_access_security_group",
] as const;

function groupGaps(
  network: NetworkModel,
  cluster: Resource,
  attributes: JsonObject,
  name: (typeof managedGroups)[number],
): readonly ModelGap[] {
  const argument = `ec2_attributes.${name}`;
  const key = isSet(attributes[name]) ? securityGroupKey(network.graph, attributes[name]) : undefined;
  if (key === undefined) {
    const text = `has no ${name}, so it gets a group of EMR whose rules are not in this configuration; set ${argument}`;
    return [gapOf(["network"], cluster, argument, text)];
  }
  const group = network.securityGroups.get(key);
  const gap = (text: string): ModelGap =>
    gapOf(["network"], cluster, argument, `lets EMR add rules to ${key}, ${text}`);
  if (group === undefined) {
    return [gap("which is not in this configuration; join the state that has it with --join")];
  }
  if (group.isDefault) {
    return [gap("which every resource without a group has; give the cluster groups of its own")];
  }
  return resourcesWithSecurityGroup(network.graph, key)
    .filter(({ type }) => type !== "aws_emr_cluster")
    .map(({ address }) => gap(`which ${address} has as well; give the cluster groups of its own`));
}

function undeclaredSecurityConfiguration({ graph }: NetworkModel, cluster: Resource): readonly ModelGap[] {
  const { security_configuration: name } = cluster.values;
  const target = graph.target(name);
  const isDeclared = graph
    .ofType("aws_emr_security_configuration")
    .some((one) =>
      target.kind === "resource"
        ? target.resource === one
        : target.kind === "literal" && [one.values.name, one.values.id].includes(target.text),
    );
  const text = `has the security configuration ${jsonText(name)}, which is not in this configuration; join the state that has it with --join`;
  return !isSet(name) || isDeclared ? [] : [gapOf(["data", "identities"], cluster, "security_configuration", text)];
}

/** Sections that encrypt, or that keep credentials on the instance. Each other one gives users of a cluster roles, or asks somebody else who they are. */
const readSections: ReadonlySet<string> = new Set(["EncryptionConfiguration", "InstanceMetadataServiceConfiguration"]);

/** Members of the section that encrypts, at any depth, whose texts name nothing that belongs to somebody. */
const encryptionModes: ReadonlySet<string> = new Set([
  ...["BucketName", "CertificateProviderClass", "CertificateProviderType"],
  ...["EncryptionKeyProviderClass", "EncryptionKeyProviderType", "EncryptionMode"],
]);

/** Members with a key. The key of the disks is that of the claim about encryption; every other one encrypts what is in S3 or in logs. */
const keyMember = "AwsKmsKey";
const diskKey = ["AtRestEncryptionConfiguration", "LocalDiskEncryptionConfiguration", keyMember] as const;

function securityConfigurationGaps(configuration: TerraformConfiguration, resource: Resource): readonly ModelGap[] {
  const gap = (text: string): ModelGap => gapOf(["data", "identities"], resource, "configuration", text);
  const document = emrSecurityDocument(resource.values);
  if (document === undefined) {
    return [gap("has a configuration that is not readable JSON")];
  }
  const sections = Object.keys(document).filter((name) => !readSections.has(name));
  const encryption = sectionOf(document, "EncryptionConfiguration");
  const foreign = stringLeaves(encryption, "").filter(
    ([name, value]) =>
      !encryptionModes.has(name) &&
      !(name === keyMember && value === sectionOf(encryption, ...diskKey)) &&
      !isOurs(configuration, value),
  );
  return [
    ...sections.map((name) => gap(`has the section ${name}; this is not modeled`)),
    ...foreign.map(([name, value]) => {
      const text = `has the ${name} ${JSON.stringify(value)}, which is not known to belong to this stack`;
      return gapOf(name === keyMember ? ["data"] : ["data", "identities"], resource, "configuration", text);
    }),
  ];
}
