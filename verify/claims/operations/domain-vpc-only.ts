import { referencedResource } from "../../terraform/references/referenced-resources";
import { resourceGraphOf } from "../../terraform/references/resource-graph";
import {
  blocksOf,
  isExpressionText,
  isLiteralText,
  isSet,
  type Json,
  type Resource,
  resourcesOfType,
  type TerraformConfiguration,
} from "../../terraform/terraform-configuration";
import { type Claim, type ClaimSubject, verdictOf } from "../../verdict/claim";
import {
  counterexample,
  doubt,
  doubtElsewhere,
  type Findings,
  mergeFindings,
  notApplicable,
  proof,
} from "../../verdict/findings";

/**
 * In `VpcOnly` mode every app runs in the subnets of the domain. In the other mode apps have internet access that no route table
 * shows, as has a notebook instance with direct internet access. Without security groups for private and shared spaces, the
 * default group applies.
 */
export const domainVpcOnly: Claim = {
  name: "domain-vpc-only",
  title: "Studio runs in VpcOnly mode",
  meaning:
    "Every Studio app and notebook instance runs in the VPC's subnets, with security groups that are set for it.",
  details: [
    "The domain has app_network_access_type VpcOnly, and every subnet belongs to the domain's VPC.",
    "Security groups are set in default_user_settings and in default_space_settings.",
    "Notebook instances have direct_internet_access Disabled, security groups, and a subnet of the configuration.",
    "A stack without a Studio domain and without notebook instances has nothing to check.",
  ],
  remedy:
    "Set app_network_access_type to VpcOnly, with subnets of the domain's VPC and security groups for users and spaces.",
  topic: "operations",
  postures: ["isolated", "inspected", "inspected-multi-az"],
  controls: ["SageMaker.1", "SageMaker.2", "NIST.800-53.r5 SC-7", "NIST.800-53.r5 AC-4"],
  decide({ configuration }: ClaimSubject) {
    const domains = resourcesOfType(configuration, "aws_sagemaker_domain").map((domain) =>
      examineDomain(configuration, domain),
    );
    const notebooks = resourcesOfType(configuration, "aws_sagemaker_notebook_instance").map((notebook) =>
      examineNotebook(configuration, notebook),
    );
    return verdictOf(
      mergeFindings([
        ...domains,
        ...notebooks,
        notApplicable("this configuration has no Studio domain and no notebook instance"),
      ]),
    );
  },
};

function examineDomain(configuration: TerraformConfiguration, domain: Resource): Findings {
  return mergeFindings([
    examineAccessType(domain),
    examineSubnets(configuration, domain),
    examineSecurityGroups(configuration, domain, "default_user_settings"),
    examineSecurityGroups(configuration, domain, "default_space_settings"),
  ]);
}

function examineAccessType(domain: Resource): Findings {
  const type = domain.values.app_network_access_type ?? "PublicInternetOnly";
  const text = `app_network_access_type is ${JSON.stringify(type)}`;
  const isWritten = isLiteralText(type);
  return (type === "VpcOnly" ? proof : isWritten ? counterexample : doubt)(text, domain.address);
}

/** A subnet that is not in this configuration proves nothing. */
function examineSubnets(configuration: TerraformConfiguration, domain: Resource): Findings {
  const vpc = referencedResource(configuration, domain.values.vpc_id);
  const targets = resourceGraphOf(configuration).listTargets(domain.values.subnet_ids);
  if (vpc === undefined || targets.length === 0) {
    const { vpc_id: id = null, subnet_ids: subnets = null } = domain.values;
    return doubtElsewhere(
      `vpc_id or subnet_ids of the domain refers to nothing in this configuration; ${joinAdvice}`,
      literalsIn(configuration, [id, subnets].flat()),
      domain.address,
    );
  }
  return mergeFindings(
    targets.map((target) => {
      if (target.kind !== "resource") {
        return doubtElsewhere(
          `a subnet of the domain is not in this configuration; ${joinAdvice}`,
          target.kind === "literal" ? [target.text] : [],
          domain.address,
        );
      }
      const { address, values } = target.resource;
      const own = referencedResource(configuration, values.vpc_id)?.address;
      const text = `apps run in ${address} of ${own ?? "an unknown VPC"}; the domain's VPC is ${vpc.address}`;
      const judged = own === undefined ? doubt : own === vpc.address ? proof : counterexample;
      return judged(text, domain.address, address);
    }),
  );
}

function examineSecurityGroups(configuration: TerraformConfiguration, domain: Resource, settings: string): Findings {
  const named = blocksOf(domain.values[settings]).map((block) => block.security_groups);
  const groups = named.flatMap((list) => referencedAddressesOf(configuration, list));
  const known = groups.filter((group) => group !== undefined);
  if (groups.length === 0) {
    return counterexample(`${settings}.security_groups is empty`, domain.address);
  }
  return known.length === groups.length
    ? proof(`${settings}.security_groups: ${known.join(", ")}`, domain.address, ...known)
    : doubtElsewhere(
        `${settings}.security_groups has a group that is not in this configuration; ${joinAdvice}`,
        named.flatMap((list) => literalsIn(configuration, list)),
        domain.address,
      );
}

const joinAdvice = "join the state that has it with --join";

/** The IDs of other root modules in a value, and the data sources that look them up; none where another part of it is not known. */
function literalsIn(configuration: TerraformConfiguration, value: Json | undefined): readonly string[] {
  const targets = resourceGraphOf(configuration).listTargets(value);
  return targets.some(({ kind }) => kind === "unknown")
    ? []
    : targets.flatMap((target) => {
        const lookup = target.kind === "resource" && target.resource.mode === "data" ? [target.resource.address] : [];
        return target.kind === "literal" ? [target.text] : lookup;
      });
}

function referencedAddressesOf(
  configuration: TerraformConfiguration,
  value: Json | undefined,
): readonly (string | undefined)[] {
  const targets = resourceGraphOf(configuration).listTargets(value);
  return targets.map((target) =>
    target.kind === "resource" && target.resource.mode === "managed" ? target.resource.address : undefined,
  );
}

/** The network claims decide where the subnet leads; a subnet that is not in the configuration proves nothing. */
function examineNotebook(configuration: TerraformConfiguration, { address, values }: Resource): Findings {
  const { direct_internet_access: access, subnet_id: subnet, security_groups: groups } = values;
  const text = `notebook instance: direct_internet_access is ${JSON.stringify(access ?? "Enabled")}`;
  if (access !== "Disabled") {
    return (isExpressionText(access) ? doubt : counterexample)(text, address);
  }
  if (!isSet(subnet)) {
    return counterexample(`${text}, and it has no subnet`, address);
  }
  const known = referencedAddressesOf(configuration, [
    subnet ?? "",
    ...(Array.isArray(groups) ? groups : [groups ?? ""]),
  ]);
  if (Array.isArray(groups) ? groups.length === 0 : !isSet(groups)) {
    return counterexample(`${text}, and it has no security group`, address);
  }
  return known.every((one) => one !== undefined)
    ? proof(text, address)
    : doubt("the subnet or a security group of the notebook instance is not in this configuration", address);
}
