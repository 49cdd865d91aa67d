import { groupBy } from "../../verify/collections/group-by";
import { blocksOf, type Resource, type TerraformConfiguration } from "../../verify/terraform/terraform-configuration";
import { byAddress } from "../model/match-by-key";
import type { ResourceChange } from "../model/resource-changes";
import { createDifference, formatList, type ReviewDifference } from "../model/review-difference";

/** What goes with a resource that Terraform destroys, or destroys and creates anew. */
interface DataLoss {
  readonly types: readonly string[];
  /** What becomes of data and service, whether one resource goes or several. */
  readonly text: string | ((resource: Resource | undefined) => string);
  /** @default - both */
  readonly only?: "destroy" | "replace";
}

/** The first row that fits counts. */
const dataLossByType: readonly DataLoss[] = [
  { types: ["aws_sagemaker_domain"], text: homeDirectories },
  {
    types: ["aws_sagemaker_user_profile", "aws_sagemaker_space"],
    text: "applications stop, and what is on personal volumes goes",
  },
  { types: ["aws_sagemaker_notebook_instance", "aws_instance", "aws_ebs_volume"], text: "what is on the disks goes" },
  { types: ["aws_efs_file_system"], text: "all files go" },
  { types: ["aws_s3_bucket"], text: bucketContents },
  { types: ["aws_kms_key"], text: "what was encrypted with it cannot be read once the waiting time is over" },
  { types: ["aws_cloudwatch_log_group"], text: "all records go" },
  { types: ["aws_dynamodb_table"], text: "all items go" },
  { types: ["aws_ecr_repository"], text: "all images go" },
  { types: ["aws_codeartifact_domain", "aws_codeartifact_repository"], text: "all published packages go" },
  { types: ["aws_secretsmanager_secret"], text: "the secret goes" },
  {
    types: ["aws_networkfirewall_firewall", "aws_nat_gateway"],
    only: "replace",
    text: "traffic stops until the new one is up, and open connections break",
  },
  { types: ["aws_networkfirewall_firewall"], text: "nothing passes or inspects traffic there any more" },
  { types: ["aws_nat_gateway"], text: "nothing leaves for the internet there any more" },
  { types: ["aws_eip"], text: "the public address, which others may have allowed, is given back" },
  { types: ["aws_vpc", "aws_subnet"], text: "everything inside has to go first" },
  {
    types: ["aws_vpc_endpoint"],
    only: "replace",
    text: "the service is out of reach until the new one is up, and policies elsewhere that name its id no longer match",
  },
];

const verbs = {
  destroy: ["is destroyed", "are destroyed"],
  replace: ["is destroyed and created anew", "are destroyed and created anew"],
} as const;

/** Data and services that the change takes away, whether or not a claim speaks of them. */
export function dataLossDifferences(
  changes: readonly ResourceChange[],
  before: TerraformConfiguration | undefined,
): readonly ReviewDifference[] {
  const resources = byAddress(before?.resources ?? []);
  const found = changes.flatMap((change) => lostResources(change, resources.get(change.address)));
  return [
    ...[...groupBy(found, ({ type, kind, consequence: end }) => `${type} ${kind} ${end}`).values()].flatMap(
      groupedLossDifference,
    ),
    ...changes.flatMap(domainUpdateDifferences),
    ...changes.filter(({ kind }) => kind === "forget").map(forgottenResourceDifference),
  ];
}

interface LostResource {
  readonly address: string;
  readonly type: string;
  readonly kind: "destroy" | "replace";
  readonly consequence: string;
}

function lostResources(change: ResourceChange, resource: Resource | undefined): readonly LostResource[] {
  const { address, type, kind, forcedBy = [] } = change;
  if (kind !== "destroy" && kind !== "replace") {
    return [];
  }
  const loss = dataLossByType.find(({ types, only = kind }) => types.includes(type) && only === kind);
  const because = forcedBy.length === 0 ? "" : ` for a change of ${formatList(forcedBy)}`;
  const text = typeof loss?.text === "function" ? loss.text(resource) : loss?.text;
  return text === undefined ? [] : [{ address, type, kind, consequence: `${because}: ${text}` }];
}

/** One sentence for resources of one type that fare alike. */
function groupedLossDifference(alike: readonly LostResource[]): readonly ReviewDifference[] {
  const addresses = alike.map(({ address }) => address);
  return alike.slice(0, 1).map(({ kind, consequence: end }) => {
    const verb = verbs[kind][alike.length === 1 ? 0 : 1];
    return createDifference("loses", `${formatList(addresses)} ${verb}${end}`, addresses);
  });
}

/** @see https://github.com/hashicorp/terraform-provider-aws/issues/45528 */
function domainUpdateDifferences({ type, kind, address }: ResourceChange): readonly ReviewDifference[] {
  if (type !== "aws_sagemaker_domain" || (kind !== "update" && kind !== "edit")) {
    return [];
  }
  return [
    kind === "update"
      ? createDifference(
          "loses",
          `${address} is updated, which provider 6.25 cannot do in VpcOnly mode: the apply fails`,
          [address],
        )
      : createDifference("unclear", `${address} is written otherwise: a plan tells whether home directories are lost`, [
          address,
        ]),
  ];
}

function forgottenResourceDifference({ address }: ResourceChange): ReviewDifference {
  const text = `${address} stays in the account and Terraform forgets it: nobody judges it any more`;
  return createDifference("unclear", text, [address]);
}

/** @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_RetentionPolicy.html */
function homeDirectories(domain: Resource | undefined): string {
  const [policy] = blocksOf(domain?.values.retention_policy);
  return (policy?.home_efs_file_system ?? "Retain") === "Retain"
    ? "people lose their home directories, which stay on a file system that no domain mounts"
    : "every home directory is deleted";
}

function bucketContents(bucket: Resource | undefined): string {
  return bucket?.values.force_destroy === true ? "all objects go" : "the apply fails unless somebody empties it first";
}
