import { DELETION, DESCRIPTION, NAME, SCHEDULE } from "../neutral-reasons";
import { modeled, READ, type ResourceTypes } from "../resource-type";

/** IAM roles and their policies. */
export const iamTypes: ResourceTypes = {
  aws_iam_role: modeled(
    ["identities"],
    {
      assume_role_policy: READ,
      description: DESCRIPTION,
      force_detach_policies: DELETION,
      "inline_policy.name": READ,
      "inline_policy.policy": READ,
      managed_policy_arns: READ,
      max_session_duration: SCHEDULE,
      name: READ,
      name_prefix: NAME,
      path: READ,
      permissions_boundary: READ,
    },
    "arn create_date unique_id",
  ),
  aws_iam_role_policy: modeled(["identities"], {
    name: READ,
    name_prefix: NAME,
    policy: READ,
    role: READ,
  }),
  aws_iam_policy: modeled(
    ["identities"],
    {
      description: DESCRIPTION,
      name: READ,
      name_prefix: NAME,
      path: READ,
      policy: READ,
    },
    "arn attachment_count policy_id",
  ),
  aws_iam_role_policy_attachment: modeled(["identities"], {
    policy_arn: READ,
    role: READ,
  }),
  aws_iam_policy_attachment: modeled(["identities"], {
    groups: READ,
    name: NAME,
    policy_arn: READ,
    roles: READ,
    users: READ,
  }),
  aws_iam_role_policies_exclusive: modeled(["identities"], {
    policy_names: READ,
    role_name: READ,
  }),
  aws_iam_role_policy_attachments_exclusive: modeled(["identities"], {
    policy_arns: READ,
    role_name: READ,
  }),
  aws_iam_instance_profile: modeled(
    ["identities"],
    {
      name: READ,
      name_prefix: NAME,
      path: READ,
      role: READ,
    },
    "arn create_date unique_id",
  ),
  aws_iam_openid_connect_provider: modeled(
    ["identities"],
    { client_id_list: READ, thumbprint_list: READ, url: READ },
    "arn",
  ),
  aws_iam_saml_provider: modeled(
    ["identities"],
    { name: READ, saml_metadata_document: READ },
    "arn saml_provider_uuid valid_until",
  ),
};
