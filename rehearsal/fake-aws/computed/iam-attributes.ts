import { knownString } from "../../protocol/values";
import type { ComputeAttribute, ComputedAttributes } from "./computed-attribute";
import { fillTemplate, generatedName, globalArn, sameAs } from "./computed-attribute";

/** A unique ID of IAM: a prefix of four letters for the type, then capitals and digits. */
function uniqueId(kind: string): ComputeAttribute {
  return (_attributes, { digits }) => kind + digits.toUpperCase();
}

/** Computed attributes of IAM. */
export const iamAttributes: ComputedAttributes = {
  aws_iam_role: {
    name: generatedName,
    id: sameAs("name"),
    arn: (attributes, context) =>
      globalArn("iam", `role${knownString(attributes.path) ?? "/"}{name}`)(attributes, context),
    unique_id: uniqueId("AROA"),
    create_date: () => "2025-01-01T00:00:00Z",
  },
  aws_iam_policy: {
    name: generatedName,
    arn: (attributes, context) =>
      globalArn("iam", `policy${knownString(attributes.path) ?? "/"}{name}`)(attributes, context),
    id: sameAs("arn"),
    policy_id: uniqueId("ANPA"),
  },
  aws_iam_role_policy: { name: generatedName, id: (attributes) => fillTemplate("{role}:{name}", attributes) },
  aws_iam_role_policy_attachment: { id: (attributes) => fillTemplate("{role}/{policy_arn}", attributes) },
  aws_iam_instance_profile: {
    name: generatedName,
    id: sameAs("name"),
    arn: globalArn("iam", "instance-profile/{name}"),
    unique_id: uniqueId("AIPA"),
  },
  aws_iam_openid_connect_provider: {
    arn: (attributes, context) =>
      globalArn("iam", `oidc-provider/${knownString(attributes.url)?.replace("https://", "")}`)(attributes, context),
    id: sameAs("arn"),
  },
};
