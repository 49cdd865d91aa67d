import { ownEntry } from "../collections/own-entry";
import {
  type DeclaredElsewhere,
  isDeclaredElsewhere,
  isNameElsewhere,
} from "../posture/declarations/declared-elsewhere";
import { resourceGraphOf } from "../terraform/references/resource-graph";
import { withoutInstanceKeys } from "../terraform/resource-address";
import { blocksOf, type Json, type Resource, type TerraformConfiguration } from "../terraform/terraform-configuration";
import type { ClaimTopic, Evidence, Verdict } from "../verdict/claim";

/** What a resource does to the VPC that it names, by its type. */
interface VpcChange {
  readonly topic: ClaimTopic;
  /** How the sentence about it ends, before the VPC. */
  readonly text: string;
  vpcsOf(resource: Resource): readonly (Json | undefined)[];
}

const vpcIdOf = ({ values }: Resource): readonly (Json | undefined)[] => [values.vpc_id];
const answers = "answers names of";

/** Resources that change a VPC elsewhere and that claims read only where the VPC is here. */
const vpcChanges: Readonly<Record<string, VpcChange>> = {
  aws_egress_only_internet_gateway: { topic: "network", text: "gives a path to the internet to", vpcsOf: vpcIdOf },
  aws_route53_resolver_rule_association: { topic: "names", text: answers, vpcsOf: vpcIdOf },
  aws_route53_zone: {
    topic: "names",
    text: answers,
    vpcsOf: ({ values }) => blocksOf(values.vpc).map(({ vpc_id: vpc }) => vpc),
  },
  aws_route53_zone_association: { topic: "names", text: answers, vpcsOf: vpcIdOf },
};

/**
 * The declarations without what may be here after all: a subnet of another root module may be in a VPC of this one, whose routes and gateways
 * are here.
 */
export function declarationsOutside(
  configuration: TerraformConfiguration,
  declarations: readonly DeclaredElsewhere[],
): readonly DeclaredElsewhere[] {
  const vpcs = resourceGraphOf(configuration).ofType("aws_vpc", "aws_default_vpc");
  return vpcs.length > 0
    ? declarations.map((one) => ({ ...one, names: one.names.filter((name) => !isSubnetName(name)) }))
    : declarations;
}

const subnetSources = ["aws_subnet", "aws_subnets"];

/** Whether a declared name is the ID of a subnet, or a data source that finds subnets. */
function isSubnetName(name: string): boolean {
  return name.startsWith("subnet-") || subnetSources.some((source) => name.includes(`data.${source}.`));
}

/** What this configuration changes in a VPC that is declared elsewhere: who verifies the VPC there does not see it. */
function changesElsewhere(
  configuration: TerraformConfiguration,
  topic: ClaimTopic,
  declarations: readonly DeclaredElsewhere[],
  today: string,
): readonly Evidence[] {
  const { referenceKey } = resourceGraphOf(configuration);
  return configuration.resources.flatMap((resource) => {
    const { address, mode, type } = resource;
    const change = mode === "managed" ? ownEntry(vpcChanges, type) : undefined;
    return change?.topic === topic
      ? change
          .vpcsOf(resource)
          .flatMap((vpc) => referenceKey(vpc) ?? [])
          .filter((vpc) => isDeclaredElsewhere(declarations, { elsewhere: [vpc] }, today))
          .map((vpc) => ({
            text: `${address} ${change.text} ${vpc}, which is declared elsewhere; move it to the root module that has the VPC`,
            addresses: [address, vpc],
          }))
      : [];
  });
}

/**
 * A verdict without the doubts about what is declared elsewhere. Where no other is left, the rest of the claim is about nothing here: it
 * does not apply, whatever this configuration has of its subject, because the declaration proves nothing.
 */
export function withoutDoubtsElsewhere(
  verdict: Verdict,
  { configuration, topic }: { readonly configuration: TerraformConfiguration; readonly topic: ClaimTopic },
  declarations: readonly DeclaredElsewhere[],
  today: string,
): Verdict {
  const isOpen = (piece: Evidence): boolean => !isDeclaredElsewhere(declarations, piece, today);
  if (verdict.kind === "violated") {
    const { alsoUndecided = [], ...rest } = verdict;
    const open = alsoUndecided.filter(isOpen);
    return open.length === 0 ? rest : { ...rest, alsoUndecided: open };
  }
  if (verdict.kind !== "undecided") {
    return verdict;
  }
  const open = verdict.evidence.filter(isOpen);
  if (open.length > 0) {
    return { ...verdict, evidence: open };
  }
  const changes = changesElsewhere(configuration, topic, declarations, today);
  if (changes.length > 0) {
    return { ...verdict, evidence: changes };
  }
  const names = [...new Set(verdict.evidence.flatMap(({ elsewhere = [] }) => elsewhere.map(withoutInstanceKeys)))];
  const text = `the posture declares elsewhere what the claim is about: ${names.join(", ")}`;
  return { kind: "notApplicable", evidence: [{ text, addresses: names.filter(isNameElsewhere) }] };
}
