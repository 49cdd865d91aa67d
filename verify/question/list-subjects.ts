import { policyModel } from "../iam/ask";
import { networkModelOf } from "../network/network-model";
import { resourcesOfType, type TerraformConfiguration } from "../terraform/terraform-configuration";
import { hasInterfaces } from "./packet/interfaces";

/** Subjects of one kind that questions about a configuration can name. */
export interface SubjectList {
  readonly title: string;
  readonly subjects: readonly string[];
}

/** What questions about a configuration can name, by the place in which it stands. */
export function listSubjects(configuration: TerraformConfiguration): readonly SubjectList[] {
  const network = networkModelOf(configuration);
  const { roles, endpoints, buckets, kmsKeys } = policyModel(configuration);
  const withInterfaces = configuration.resources.filter(
    (resource) => resource.mode === "managed" && hasInterfaces(network, resource),
  );
  const addresses = (items: readonly { readonly address: string }[]) => items.map(({ address }) => address);
  return [
    { title: "subnets", subjects: addresses(resourcesOfType(configuration, "aws_subnet")) },
    {
      title: "resources in subnets",
      subjects: addresses(withInterfaces.filter(({ type }) => type !== "aws_subnet" && type !== "aws_vpc_endpoint")),
    },
    { title: "VPC endpoints", subjects: addresses(endpoints) },
    { title: "roles", subjects: addresses(roles) },
    { title: "buckets", subjects: addresses(buckets) },
    { title: "KMS keys", subjects: addresses(kmsKeys) },
  ].filter(({ subjects }) => subjects.length > 0);
}
