import type { Posture } from "../../posture/posture";
import {
  blocksOf,
  isExpressionText,
  type Json,
  type Resource,
  resourcesOfType,
  type TerraformConfiguration,
} from "../../terraform/terraform-configuration";
import { type Claim, type ClaimSubject, verdictOf } from "../../verdict/claim";
import { counterexample, doubt, type Findings, mergeFindings, notApplicable, proof } from "../../verdict/findings";

/** An argument that protects resources from deletion or change. */
interface Protection {
  readonly types: readonly string[];
  /** Path of the argument through single blocks. */
  readonly path: readonly string[];
  readonly isOn: (value: Json | undefined) => boolean;
  /** `off`: the protection would stop a destroy, so it must be off where no protections are declared. */
  readonly undeclared: "off" | "either";
}

const preventDestroyTypes = ["aws_s3_bucket", "aws_kms_key", "aws_sagemaker_domain"];

const isTrue = (value: Json | undefined) => value === true;

/** KMS waits 7 to 30 days before it deletes a key; the default is 30. */
const maximumDeletionWindowDays = 30;

const protections: readonly Protection[] = [
  ...["delete_protection", "subnet_change_protection", "firewall_policy_change_protection"].map(
    (argument): Protection => ({
      types: ["aws_networkfirewall_firewall"],
      path: [argument],
      isOn: isTrue,
      undeclared: "off",
    }),
  ),
  {
    types: ["aws_route53_resolver_firewall_rule_group_association"],
    path: ["mutation_protection"],
    isOn: (value) => value === "ENABLED",
    undeclared: "off",
  },
  { types: preventDestroyTypes, path: ["lifecycle", "prevent_destroy"], isOn: isTrue, undeclared: "off" },
  { types: ["aws_s3_bucket"], path: ["force_destroy"], isOn: (value) => !isTrue(value), undeclared: "either" },
  {
    types: ["aws_kms_key"],
    path: ["deletion_window_in_days"],
    isOn: (value) => Number(value ?? maximumDeletionWindowDays) >= maximumDeletionWindowDays,
    undeclared: "either",
  },
  {
    types: ["aws_sagemaker_domain"],
    path: ["retention_policy", "home_efs_file_system"],
    isOn: (value) => (value ?? "Retain") === "Retain",
    undeclared: "either",
  },
];

export const protectionsAsDeclared: Claim<Posture> = {
  name: "protections-as-declared",
  title: "Deletion protections match the declaration",
  meaning: "Firewalls, DNS rules, buckets, keys and the domain are protected from deletion where that is declared.",
  details: [
    "Covers firewall protections, DNS mutation protection, prevent_destroy, force_destroy, key deletion window and home directory retention.",
    "Where protections are declared off, firewall, DNS and prevent_destroy must also be off, so that a destroy works.",
    "prevent_destroy is checked in synthesized stacks only, because plans and states do not contain it.",
  ],
  remedy: "Set the argument that the evidence names, or change `protections` of the posture.",
  topic: "operations",
  postures: ["isolated", "inspected", "inspected-multi-az", "bootstrap"],
  controls: ["NetworkFirewall.9", "NetworkFirewall.10", "KMS.3", "NIST.800-53.r5 CM-3", "NIST.800-53.r5 SC-12"],
  decide({ configuration, posture }: ClaimSubject<Posture>) {
    return verdictOf(
      mergeFindings([
        ...protections.flatMap((one) => compareProtection(one, configuration, posture.protections)),
        notApplicable("this configuration has no resource with such a protection"),
      ]),
    );
  },
};

function compareProtection(
  protection: Protection,
  configuration: TerraformConfiguration,
  declared: boolean,
): readonly Findings[] {
  const resources = protection.types.flatMap((type) => resourcesOfType(configuration, type));
  if (protection.path[0] === "lifecycle" && configuration.form !== "synthesized") {
    return resources.length === 0
      ? []
      : [proof(`prevent_destroy is not part of a ${configuration.form}, so it is not checked`)];
  }
  return resources.map((resource) => compareResource(protection, resource, declared));
}

function compareResource(protection: Protection, resource: Resource, declared: boolean): Findings {
  const value = argumentAt(resource, protection.path);
  const text = `${protection.path.join(".")} is ${JSON.stringify(value ?? null)}; protections are declared ${declared ? "on" : "off"}`;
  if (isExpressionText(value)) {
    return doubt(text, resource.address);
  }
  const isOn = protection.isOn(value);
  const agrees = declared ? isOn : protection.undeclared === "either" || !isOn;
  return agrees ? proof(text, resource.address) : counterexample(text, resource.address);
}

function argumentAt(resource: Resource, path: readonly string[]): Json | undefined {
  const [argument = "", ...blocks] = [...path].reverse();
  const block = blocks.reduceRight<Readonly<Record<string, Json>> | undefined>(
    (outer, name) => blocksOf(outer?.[name])[0],
    resource.values,
  );
  return block?.[argument];
}
