import { groupBy } from "../../verify/collections/group-by";
import { blocksOf, type Resource, type TerraformConfiguration } from "../../verify/terraform/terraform-configuration";
import type { ResourceChange } from "../model/resource-changes";
import { byAddress, createDifference, formatList, type ReviewDifference } from "../model/review-difference";

/** What is lost when Terraform destroys or replaces a resource of some types. */
interface DataLoss {
  readonly types: readonly string[];
  /** The consequence, in words that fit one resource and several. */
  readonly text: string | ((resource: Resource | undefined) => string);
  /** Whether only a service is lost. @default - data is */
  readonly kind?: "service-lost";
  /** Kind of change that the row is about. @default - both */
  readonly only?: "destroy" | "replace";
}

/** The first row that matches applies. */
const dataLossByType: readonly DataLoss[] = [
  { types: ["aws_sagemaker_domain"], text: homeDirectories },
  {
    types: ["aws_sagemaker_user_profile", "aws_sagemaker_space"],
    text: "applications stop, and data on private storage volumes is lost",
  },
  {
    types: ["aws_sagemaker_notebook_instance", "aws_instance", "aws_ebs_volume"],
    text: "data on attached disks is lost",
  },
  { types: ["aws_efs_file_system"], text: "all files are deleted" },
  { types: ["aws_s3_bucket"], text: bucketContents },
  { types: ["aws_kms_key"], text: "encrypted data becomes unreadable after the deletion waiting period" },
  { types: ["aws_cloudwatch_log_group"], text: "all log events are deleted" },
  { types: ["aws_dynamodb_table"], text: "all items are deleted" },
  { types: ["aws_ecr_repository"], text: "all images are deleted" },
  { types: ["aws_codeartifact_domain", "aws_codeartifact_repository"], text: "all published packages are deleted" },
  { types: ["aws_secretsmanager_secret"], text: "the secret is deleted" },
  {
    types: ["aws_networkfirewall_firewall", "aws_nat_gateway"],
    only: "replace",
    kind: "service-lost",
    text: "traffic stops until the replacement is active, and open connections are dropped",
  },
  {
    types: ["aws_networkfirewall_firewall"],
    kind: "service-lost",
    text: "traffic is no longer inspected or forwarded there",
  },
  { types: ["aws_nat_gateway"], kind: "service-lost", text: "outbound internet access through it ends" },
  {
    types: ["aws_eip"],
    kind: "service-lost",
    text: "the public IP address, which third parties may have allow-listed, is released",
  },
  { types: ["aws_vpc", "aws_subnet"], kind: "service-lost", text: "everything inside must be destroyed first" },
  {
    types: ["aws_vpc_endpoint"],
    only: "replace",
    kind: "service-lost",
    text: "the service is unreachable until the replacement is available, and policies elsewhere that name the endpoint ID stop matching",
  },
];

const verbs = {
  destroy: ["is destroyed", "are destroyed"],
  replace: ["is replaced", "are replaced"],
} as const;

/**
 * Data and services that the change removes, whether or not a claim covers them.
 *
 * @param updatable addresses of Studio domains of which the provider can update what changes
 */
export function dataLossDifferences(
  changes: readonly ResourceChange[],
  before: TerraformConfiguration | undefined,
  updatable: ReadonlySet<string> = new Set(),
): readonly ReviewDifference[] {
  const resources = byAddress(before?.resources ?? []);
  const found = changes.flatMap((change) => lostResources(change, resources.get(change.address)));
  return [
    ...[...groupBy(found, ({ type, kind, consequence }) => `${type} ${kind} ${consequence}`).values()].flatMap(
      groupedLossDifference,
    ),
    ...changes.filter(({ address }) => !updatable.has(address)).flatMap(domainUpdateDifferences),
    ...changes.flatMap((change) => possibleReplacements(change, resources.get(change.address))),
    ...changes.filter(({ kind }) => kind === "forget").map(forgottenResourceDifference),
  ];
}

interface LostResource {
  readonly address: string;
  readonly type: string;
  readonly kind: "destroy" | "replace";
  readonly consequence: string;
  /** What is lost. @default - data */
  readonly meaning?: "service-lost";
}

function lostResources(change: ResourceChange, resource: Resource | undefined): readonly LostResource[] {
  const { address, type, kind, forcedBy = [] } = change;
  if (kind !== "destroy" && kind !== "replace") {
    return [];
  }
  const loss = lossOf(type, kind, resource);
  const because = forcedBy.length === 0 ? "" : ` because of changes to ${formatList(forcedBy)}`;
  return loss === undefined
    ? []
    : [
        {
          ...{ address, type, kind, consequence: `${because}: ${loss.text}` },
          ...(loss.kind && { meaning: loss.kind }),
        },
      ];
}

/** What is lost with a resource of a type, as text. */
function lossOf(
  type: string,
  kind: "destroy" | "replace",
  resource: Resource | undefined,
): { readonly text: string; readonly kind?: "service-lost" } | undefined {
  const loss = dataLossByType.find(({ types, only = kind }) => types.includes(type) && only === kind);
  return (
    loss && {
      text: typeof loss.text === "function" ? loss.text(resource) : loss.text,
      ...(loss.kind && { kind: loss.kind }),
    }
  );
}

/** Two configurations do not always show whether the value of an argument changes that would force a replacement. */
function possibleReplacements(
  { address, type, kind, mayForce = [] }: ResourceChange,
  resource: Resource | undefined,
): readonly ReviewDifference[] {
  const loss = kind === "edit" && mayForce.length > 0 ? lossOf(type, "replace", resource) : undefined;
  return loss === undefined
    ? []
    : [
        createDifference(
          "unclear",
          `${address}: only a plan shows whether the change of ${formatList(mayForce)} replaces it; then ${loss.text}`,
          [address],
        ),
      ];
}

/** One sentence for resources of one type with the same consequence. */
function groupedLossDifference(group: readonly LostResource[]): readonly ReviewDifference[] {
  const addresses = group.map(({ address }) => address);
  return group.slice(0, 1).map(({ kind, consequence, meaning }) => {
    const verb = verbs[kind][group.length === 1 ? 0 : 1];
    return createDifference("loses", `${formatList(addresses)} ${verb}${consequence}`, addresses, meaning);
  });
}

/** @see https://github.com/hashicorp/terraform-provider-aws/issues/45528 */
function domainUpdateDifferences({ type, kind, address, mayForce = [] }: ResourceChange): readonly ReviewDifference[] {
  if (type !== "aws_sagemaker_domain" || (kind !== "update" && kind !== "edit") || mayForce.length > 0) {
    return [];
  }
  const text = `${address} is updated, which AWS provider 6.25 cannot do in VpcOnly mode: the apply fails`;
  return [createDifference("loses", text, [address], "service-lost")];
}

function forgottenResourceDifference({ address }: ResourceChange): ReviewDifference {
  const text = `${address} is removed from the Terraform state but stays in the account: no claim covers it any more`;
  return createDifference("unclear", text, [address]);
}

/** @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_RetentionPolicy.html */
function homeDirectories(domain: Resource | undefined): string {
  const [policy] = blocksOf(domain?.values.retention_policy);
  return (policy?.home_efs_file_system ?? "Retain") === "Retain"
    ? "users lose access to their home directories, which remain on an unattached EFS file system"
    : "all home directories are deleted";
}

function bucketContents(bucket: Resource | undefined): string {
  return bucket?.values.force_destroy === true
    ? "all objects are deleted"
    : "the apply fails unless the bucket is empty";
}
