import { principalWithoutAccount } from "../../review/model/review-difference";
import { policyTextResolver } from "../../verify/iam/language/policy-text-resolver";
import type { DeclaredIdentityProvider, Posture } from "../../verify/posture/posture";
import { jsonText, resourcesOfType, type TerraformConfiguration } from "../../verify/terraform/terraform-configuration";
import type { PeopleGroup, Store } from "./page-model";

/** Who works with a stack, and from where. Groups without a member are left out. */
export function peopleGroups(configuration: TerraformConfiguration, posture: Posture): readonly PeopleGroup[] {
  const { placeholders } = policyTextResolver(configuration);
  const profiles = resourcesOfType(configuration, "aws_sagemaker_user_profile").map(({ values }) =>
    jsonText(values.user_profile_name),
  );
  const groups: readonly PeopleGroup[] = [
    { title: "Studio users", role: "Work in Studio, each with a user profile of their own.", members: profiles },
    {
      title: "Deployers",
      role: "Plan and apply the stack. Bucket policies let them list, and read what Terraform writes.",
      members: posture.deployers.map(principalWithoutAccount),
    },
    {
      title: "Break-glass principals",
      role: "Read data from outside the perimeter in an emergency.",
      members: posture.breakGlass.map(principalWithoutAccount),
    },
    {
      title: "Identity providers",
      role: "Their users may assume roles of the stack.",
      members: (posture.identityProviders ?? []).map(providerText),
    },
    ...(posture.kind === "bootstrap" ? [] : networkGroups(posture)),
  ];
  return groups
    .filter(({ members }) => members.length > 0)
    .map((group) => ({ ...group, members: group.members.map((member) => placeholders.readable(member)) }));
}

function networkGroups({
  corporateNetworks = [],
  presignedUrlNetworks,
}: Exclude<Posture, { kind: "bootstrap" }>): readonly PeopleGroup[] {
  const { vpcIds = [], privateCidrs = [], publicCidrs = [] } = presignedUrlNetworks ?? {};
  return [
    ...corporateNetworks.map(({ name, cidrs, services }) => ({
      title: `Network ${name}`,
      role: `Uses the endpoints ${services.join(", ")}.`,
      members: cidrs,
    })),
    {
      title: "Networks of presigned URLs",
      role: "Create and open presigned URLs, in addition to the endpoints of the stack.",
      members: [...vpcIds, ...privateCidrs, ...publicCidrs],
    },
  ];
}

function providerText(provider: DeclaredIdentityProvider): string {
  switch (provider.kind) {
    case "saml":
      return `SAML ${provider.name}`;
    case "oidc":
      return `OpenID Connect ${provider.url}`;
    case "existing":
      return provider.clientId === undefined
        ? provider.provider
        : `${provider.provider} for people who signed in to ${provider.clientId}`;
  }
}

/** Types that keep data, with what protects them. */
const storeTypes: readonly {
  readonly type: string;
  readonly kind: string;
  readonly name: string;
  readonly protection: (values: Readonly<Record<string, unknown>>) => string;
}[] = [
  { type: "aws_s3_bucket", kind: "Bucket", name: "bucket", protection: () => "bucket policy, see the table of access" },
  {
    type: "aws_sagemaker_domain",
    kind: "Home directories",
    name: "domain_name",
    protection: ({ kms_key_id: key }) => (key === undefined ? "key of AWS" : "EFS with the key of the stack"),
  },
  { type: "aws_codeartifact_repository", kind: "Packages", name: "repository", protection: () => "repository policy" },
  {
    type: "aws_cloudwatch_log_group",
    kind: "Logs",
    name: "name",
    protection: ({ retention_in_days: days }) => (days === undefined ? "kept for ever" : `kept ${String(days)} days`),
  },
  { type: "aws_sqs_queue", kind: "Queue", name: "name", protection: () => "queue policy" },
];

/** What keeps data in a stack. */
export function storesOf(configuration: TerraformConfiguration): readonly Store[] {
  const text = policyTextResolver(configuration);
  return storeTypes.flatMap(({ type, kind, name, protection }) =>
    resourcesOfType(configuration, type).map(({ address, values }) => {
      const named = values[name];
      return {
        kind,
        name: typeof named === "string" ? text.placeholders.readable(text.resolve(named)) : address,
        protection: protection(values),
        address,
      };
    }),
  );
}
