import type { Account } from "../account";
import type { Statement } from "../iam/policy-document";
import { objectArnPattern } from "../storage/bucket-policy";

/** Who the people are that launch products, and who names their sessions: the name decides whose Studio is opened. */
export type EndUsers =
  | {
      /**
       * Users of the account assume the developer role, each under the user's own name and with a second factor, both of
       * which its trust policy demands.
       */
      readonly kind: "iam-users";
    }
  | {
      /** People of an identity provider assume the developer role; it names the session in its signed assertion. */
      readonly kind: "saml";
      readonly providerArn: string;
    }
  | {
      /**
       * People have roles already, from IAM Identity Center or another provider that names sessions, and are given the
       * developer policy there. Whoever could assume one of these under a name of his choice could open anybody's Studio.
       */
      readonly kind: "roles";
      /** ARNs of the roles, whole: no patterns. */
      readonly roleArns: readonly string[];
    };

/** Where assertions are posted to, in each partition. */
const SAML_SIGN_IN_URLS = ["signin.aws.amazon.com", "signin.amazonaws-us-gov.com", "signin.amazonaws.cn"].map(
  (host) => `https://${host}/saml`,
);

/**
 * Trust policy of the developer role: each way in is one in which nobody names his own session.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#ck_rolesessionname
 */
export function developerTrustStatements(
  endUsers: Exclude<EndUsers, { readonly kind: "roles" }>,
  account: Pick<Account, "iamArn">,
): readonly Statement[] {
  switch (endUsers.kind) {
    case "iam-users":
      return [
        {
          Sid: "UsersAssumeUnderTheirOwnNames",
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
      return [
        {
          Sid: "PeopleAssumeThroughTheirProvider",
          Effect: "Allow",
          Principal: { Federated: endUsers.providerArn },
          Action: "sts:AssumeRoleWithSAML",
          Condition: { StringEquals: { "SAML:aud": SAML_SIGN_IN_URLS } },
        },
      ];
  }
}

/** Props of {@link developerStatements}. */
export interface DeveloperStatementsProps {
  /** ARNs of the products that are launched. */
  readonly productArns: readonly string[];
}

/**
 * What launching takes, and nothing else: the launch role does the rest. Products of others, with the URLs in their outputs,
 * stay out of sight; `GetProvisionedProductOutputs` knows no such level and is not granted, `DescribeRecord` shows the same.
 *
 * @see https://docs.aws.amazon.com/servicecatalog/latest/adminguide/permissions-examples.html
 */
export function developerStatements({ productArns }: DeveloperStatementsProps): readonly Statement[] {
  return [
    {
      Sid: "SeeWhatIsOffered",
      Effect: "Allow",
      Action: ["servicecatalog:DescribeProductView", "servicecatalog:SearchProducts"],
      Resource: "*",
    },
    {
      Sid: "LaunchTheProducts",
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
      Sid: "KeepOwnProducts",
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

/** Service Catalog launches, updates and ends products as the launch role. */
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
  readonly account: Account;
  readonly functionArn: string;
}

/**
 * What the products need: stacks that Service Catalog names, the templates that it keeps, and the one function.
 *
 * @see https://docs.aws.amazon.com/servicecatalog/latest/adminguide/constraints-launch.html
 */
export function launchRoleStatements({ account, functionArn }: LaunchRoleStatementsProps): readonly Statement[] {
  return [
    {
      Sid: "KeepStacksOfProducts",
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
      Sid: "FetchTemplatesThatServiceCatalogKeeps",
      Effect: "Allow",
      Action: "s3:GetObject",
      Resource: objectArnPattern(account.s3Arn("*")),
      Condition: { StringEquals: { "s3:ExistingObjectTag/servicecatalog:provisioning": "true" } },
    },
    { Sid: "CallTheFunction", Effect: "Allow", Action: "lambda:InvokeFunction", Resource: functionArn },
  ];
}
