import type { IAccount } from "../context/account";
import type { Statement } from "../iam/policy-document";
import { objectArnPattern } from "../storage/bucket-policy";

/** How users who launch products sign in. The session name determines whose Studio profile a product opens. */
export type EndUsers =
  | {
      /**
       * IAM users of the account assume the developer role. Its trust policy requires MFA and the IAM user name as session
       * name.
       */
      readonly kind: "iam-users";
    }
  | {
      /** Users of a SAML identity provider assume the developer role. The signed assertion contains the session name. */
      readonly kind: "saml";
      /** ARN of the SAML provider in IAM. */
      readonly providerArn: string;
    }
  | {
      /**
       * Users have roles from IAM Identity Center or another provider that sets the session name. Attach the developer policy
       * to these roles. A principal that can choose its session name could open another user's Studio profile.
       */
      readonly kind: "roles";
      /** Full ARNs of the roles, without wildcards. */
      readonly roleArns: readonly string[];
    }
  | {
      /**
       * A portal of the company assumes the developer role with the ID token of a person who signed in to it. The trust policy
       * requires the subject of the token as session name, so the portal cannot choose another person.
       */
      readonly kind: "portal";
      /** ARN of the OpenID Connect provider in IAM. */
      readonly providerArn: string;
      /** Client ID of the portal, which is the audience of its tokens. */
      readonly clientId: string;
    };

/**
 * Trust policy of the developer role. No user can choose the session name.
 *
 * @throws if the partition has no sign-in host for SAML users, or the provider of a portal is not that of an OpenID Connect issuer
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#ck_rolesessionname
 */
export function developerTrustStatements(
  endUsers: Exclude<EndUsers, { readonly kind: "roles" }>,
  account: Pick<IAccount, "iamArn" | "partitionNames">,
): readonly Statement[] {
  const { name, signInHost } = account.partitionNames;
  switch (endUsers.kind) {
    case "iam-users":
      return [
        {
          Sid: "IamUsersAssumeWithOwnName",
          Effect: "Allow",
          Principal: { AWS: account.iamArn("root") },
          Action: "sts:AssumeRole",
          Condition: {
            StringEquals: { "sts:RoleSessionName": "$${aws:username}" },
            Bool: { "aws:MultiFactorAuthPresent": "true" },
          },
        },
      ];
    case "saml":
      if (signInHost === undefined) {
        throw new Error(
          `SAML users: no source names the sign-in host of the partition ${name}; use IAM users or roles`,
        );
      }
      return [
        {
          Sid: "SamlUsersAssumeRole",
          Effect: "Allow",
          Principal: { Federated: endUsers.providerArn },
          Action: "sts:AssumeRoleWithSAML",
          Condition: { StringEquals: { "SAML:aud": `https://${signInHost}/saml` } },
        },
      ];
    case "portal": {
      const issuer = issuerOf(endUsers.providerArn);
      return [
        {
          Sid: "PortalAssumesRoleOfSignedInUser",
          Effect: "Allow",
          Principal: { Federated: endUsers.providerArn },
          Action: "sts:AssumeRoleWithWebIdentity",
          Condition: {
            StringEquals: {
              [`${issuer}:aud`]: endUsers.clientId,
              "sts:RoleSessionName": `$\${${issuer}:sub}`,
            },
          },
        },
      ];
    }
  }
}

/** The issuer of an OpenID Connect provider, after which AWS names the condition keys of its tokens. */
function issuerOf(providerArn: string): string {
  const [, issuer] = /:oidc-provider\/(.+)$/.exec(providerArn) ?? [];
  if (issuer === undefined) {
    throw new Error(`endUsers: must be the ARN of an OpenID Connect provider, got ${providerArn}; see IAM`);
  }
  return issuer;
}

/** Props of {@link developerStatements}. */
export interface DeveloperStatementsProps {
  /** ARNs of the products that users may launch. */
  readonly productArns: readonly string[];
}

/**
 * Policy of the developer role: launching products. The launch role does the rest.
 *
 * Users see only their own provisioned products, whose outputs contain the URLs. `GetProvisionedProductOutputs` has no such
 * condition and is not allowed; `DescribeRecord` returns the same outputs.
 *
 * @see https://docs.aws.amazon.com/servicecatalog/latest/adminguide/permissions-examples.html
 */
export function developerStatements({ productArns }: DeveloperStatementsProps): readonly Statement[] {
  return [
    {
      Sid: "ListProducts",
      Effect: "Allow",
      Action: ["servicecatalog:DescribeProductView", "servicecatalog:SearchProducts"],
      Resource: "*",
    },
    {
      Sid: "LaunchProducts",
      Effect: "Allow",
      Action: [
        "servicecatalog:DescribeProduct",
        "servicecatalog:DescribeProvisioningParameters",
        "servicecatalog:ListLaunchPaths",
        "servicecatalog:ProvisionProduct",
      ],
      Resource: productArns,
    },
    {
      Sid: "ManageOwnProducts",
      Effect: "Allow",
      Action: [
        "servicecatalog:DescribeProvisionedProduct",
        "servicecatalog:DescribeRecord",
        "servicecatalog:ListRecordHistory",
        "servicecatalog:ScanProvisionedProducts",
        "servicecatalog:SearchProvisionedProducts",
        "servicecatalog:TerminateProvisionedProduct",
        "servicecatalog:UpdateProvisionedProduct",
      ],
      Resource: "*",
      Condition: { StringEquals: { "servicecatalog:userLevel": "self" } },
    },
  ];
}

/** Trust policy of the launch role, which Service Catalog assumes. */
export function launchTrustStatements(): readonly Statement[] {
  return [
    {
      Sid: "ServiceCatalogLaunches",
      Effect: "Allow",
      Principal: { Service: "servicecatalog.amazonaws.com" },
      Action: "sts:AssumeRole",
    },
  ];
}

/** Props of {@link launchRoleStatements}. */
export interface LaunchRoleStatementsProps {
  readonly account: Pick<IAccount, "id" | "arn" | "s3Arn">;
  /** ARN of the function that creates the URLs. */
  readonly functionArn: string;
}

/**
 * Policy of the launch role: CloudFormation stacks of products, templates in Service Catalog's bucket, and the function.
 *
 * @see https://docs.aws.amazon.com/servicecatalog/latest/adminguide/constraints-launch.html
 */
export function launchRoleStatements({ account, functionArn }: LaunchRoleStatementsProps): readonly Statement[] {
  return [
    {
      Sid: "ManageStacksOfProducts",
      Effect: "Allow",
      Action: [
        "cloudformation:CreateStack",
        "cloudformation:DeleteStack",
        "cloudformation:DescribeStackEvents",
        "cloudformation:DescribeStacks",
        "cloudformation:SetStackPolicy",
        "cloudformation:TagResource",
        "cloudformation:UpdateStack",
      ],
      Resource: account.arn("cloudformation", `stack/SC-${account.id}-pp-*`),
    },
    {
      Sid: "ReadTemplates",
      Effect: "Allow",
      Action: ["cloudformation:GetTemplateSummary", "cloudformation:ValidateTemplate"],
      Resource: "*",
    },
    {
      Sid: "ReadTemplatesOfServiceCatalog",
      Effect: "Allow",
      Action: "s3:GetObject",
      Resource: objectArnPattern(account.s3Arn("*")),
      Condition: { StringEquals: { "s3:ExistingObjectTag/servicecatalog:provisioning": "true" } },
    },
    { Sid: "InvokeFunction", Effect: "Allow", Action: "lambda:InvokeFunction", Resource: functionArn },
  ];
}
