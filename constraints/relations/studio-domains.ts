import { resourcesOfType } from "../configuration/aws-configuration";
import { isSurelySet } from "../configuration/terraform-values";
import type { RelationCheck } from "./relation-check";

const SIGN_ON = ["single_sign_on_user_identifier", "single_sign_on_user_value"];

/** Refuses user profiles with an IAM Identity Center user in a domain that signs in by IAM. */
export const profilesMatchTheirDomain: RelationCheck = ({ resources }) => {
  const byIam = new Set(
    resourcesOfType(resources, "aws_sagemaker_domain")
      .filter(({ values }) => values.auth_mode === "IAM")
      .map(({ address }) => `\${${address}.id}`),
  );
  return resourcesOfType(resources, "aws_sagemaker_user_profile").flatMap(({ address, values }) => {
    const named = SIGN_ON.find((argument) => isSurelySet(values[argument]));
    return named === undefined || !byIam.has(String(values.domain_id))
      ? []
      : [
          {
            address,
            argument: named,
            problem: "the domain signs in by IAM",
            remedy: "remove it, or use the mode SSO",
            source: "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateUserProfile.html",
          },
        ];
  });
};
