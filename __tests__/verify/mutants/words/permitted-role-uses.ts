import {
  addAllow,
  declaredPosture,
  editStatement,
  inOrder,
  ownAccount,
  type PermittedUse,
} from "../../fixtures/mutant";
import { namedPackages } from "../fixtures/package-name-mutants";
import { portalIf } from "../fixtures/people-mutants";
import { needNoVolumeKeyOn } from "../fixtures/role-word-mutants";
import { approvedPackages, letChange, readersOutside } from "../fixtures/source-mutants";

const studio = "aws_iam_policy.permissions_studio";
const fixed = "arn:${data.aws_partition.account_partition.partition}";

/** What the claims about roles and people permit. */
export const permittedRoleUses: readonly PermittedUse[] = [
  {
    name: "jobs on instances with local disks need no volume key",
    environments: ["dev"],
    edit: needNoVolumeKeyOn("ml.g5.*"),
  },
  {
    name: "spaces without a default type are created",
    environments: ["dev with teams"],
    edit: (stack) =>
      editStatement(
        stack,
        "aws_iam_policy.team_risk_permissions_instances",
        "DenyUnnamedInstancesForApps",
        (statement) => {
          statement.Sid = "DenyUnnamedTypesOfApps";
        },
      ),
  },
  {
    name: "the role calls a function of the stack",
    environments: ["staging with access"],
    edit: addAllow(studio, {
      Action: "lambda:InvokeFunction",
      Resource: "${aws_lambda_function.access_self_service_url_handler.arn}",
    }),
  },
  {
    name: "the role may open every notebook instance, and a Deny without condition forbids it",
    environments: ["dev"],
    edit: addAllow(studio, {
      Action: "sagemaker:CreatePresignedNotebookInstanceUrl",
      Resource: `${fixed}:sagemaker:*:${ownAccount}:notebook-instance/*`,
    }),
  },
  {
    name: "users tag what they create in shared spaces",
    environments: ["dev"],
    edit: addAllow(studio, {
      Action: "sagemaker:AddTags",
      Resource: `${fixed}:sagemaker:*:${ownAccount}:space/*`,
    }),
  },
  {
    name: "a deployer assumes the role of the flow logs",
    environments: ["dev"],
    edit: addAllow(
      "aws_iam_role.network_flow_logs_writer",
      {
        Principal: { AWS: `${fixed}:iam::${ownAccount}:role/studio-perimeter-dev-apply` },
        Action: "sts:AssumeRole",
      },
      "assume_role_policy",
    ),
  },
  {
    name: "users of a declared SAML provider of the account assume the developer role",
    environments: ["staging with access"],
    edit: (stack) => {
      declaredPosture(stack).identity_providers = [{ kind: "existing", provider: "saml-provider/corporate" }];
      addAllow(
        "aws_iam_role.access_self_service_developer_role_role",
        {
          Principal: { Federated: `${fixed}:iam::${ownAccount}:saml-provider/corporate` },
          Action: "sts:AssumeRoleWithSAML",
          Condition: { StringEquals: { "SAML:aud": "https://signin.aws.amazon.com/saml" } },
        },
        "assume_role_policy",
      )(stack);
    },
  },
  {
    name: "declared approvers put packages into the repository that Studio reads",
    environments: ["dev"],
    edit: approvedPackages(),
  },
  {
    name: "declared publishers read the company's packages from every network",
    environments: ["dev"],
    edit: inOrder(
      (stack) => {
        declaredPosture(stack).package_publishers = ["role/package-publisher"];
      },
      readersOutside((statement) => [
        {
          ...statement,
          Condition: {
            ...statement.Condition,
            ArnNotLike: { "aws:PrincipalArn": [`arn:aws:iam::${ownAccount}:role/package-publisher`] },
          },
        },
      ]),
    ),
  },
  {
    name: "declared approvers read the company's packages from every network",
    environments: ["dev"],
    edit: inOrder(
      approvedPackages(),
      readersOutside((statement) => [
        {
          ...statement,
          Condition: {
            ...statement.Condition,
            ArnNotLike: { "aws:PrincipalArn": [`arn:aws:iam::${ownAccount}:role/package-approver`] },
          },
        },
      ]),
    ),
  },
  {
    name: "package groups let declared names of packages in, and none of the company",
    environments: ["dev"],
    edit: namedPackages(),
  },
  {
    name: "a deployer, and IAM policies of the account, may change the repository of approved packages",
    environments: ["dev"],
    edit: inOrder(approvedPackages(), letChange("role/deployer", "root"), (stack) => {
      declaredPosture<{ deployers: string[] }>(stack).deployers.push("role/deployer");
    }),
  },
  {
    name: "a declared portal launches products for people who signed in to it",
    environments: ["staging with access"],
    edit: portalIf(),
  },
  {
    name: "the execution role queries its job logs",
    environments: ["dev"],
    edit: addAllow(studio, {
      Action: "logs:StartQuery",
      Resource: `${fixed}:logs:*:${ownAccount}:log-group:/aws/sagemaker/*`,
    }),
  },
];
