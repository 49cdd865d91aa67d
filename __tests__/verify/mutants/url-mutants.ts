import {
  add,
  at,
  editPolicy,
  editStatement,
  everywhere,
  type Mutant,
  open,
  removeStatement,
  type Stack,
} from "./mutant";

const denials = "aws_iam_policy.permissions_denials";
const denial = "DenyStudioUrlsFromElsewhere";

/** Lets URLs of Studio come from one more network: a Deny that holds for what is none of its sources. */
function alsoFrom(operator: string, key: string, value: unknown): (stack: Stack) => void {
  return (stack) =>
    editStatement(stack, denials, denial, (statement) => {
      statement.Condition = {
        ...statement.Condition,
        [operator]: { ...statement.Condition?.[operator], [key]: value },
      };
    });
}

/** What every one of these breaks. */
const turns = ["presigned-url-only-inside"];

export const urlMutants: readonly Mutant[] = [
  {
    name: "URLs of Studio work wherever the credentials of apps are",
    environments: [...everywhere, ...open],
    edit: (stack) => removeStatement(stack, denials, denial),
    turns,
  },
  {
    name: "URLs of Studio work from any place that says nothing of its endpoint",
    environments: ["dev"],
    edit: (stack) =>
      editStatement(stack, denials, denial, (statement) => {
        statement.Condition = { "ForAnyValue:StringNotEquals": statement.Condition?.StringNotEquals ?? {} };
      }),
    turns,
  },
  {
    name: "URLs of Studio work through an endpoint of somebody else's",
    environments: ["dev"],
    edit: alsoFrom("StringNotEquals", "aws:SourceVpce", [
      "${aws_vpc_endpoint.endpoints_studio.id}",
      "vpce-0123456789abcdef0",
    ]),
    turns,
  },
  {
    name: "URLs of Studio work through every endpoint of the VPC, declared or not",
    environments: ["dev"],
    edit: alsoFrom("StringNotEquals", "aws:SourceVpc", "${aws_vpc.network_vpc.id}"),
    turns,
  },
  {
    name: "URLs of Studio work from a VPC that is not declared",
    environments: ["dev"],
    edit: alsoFrom("StringNotEquals", "aws:SourceVpc", "vpc-0123456789abcdef0"),
    turns,
  },
  {
    name: "URLs of Studio work from private addresses, whosesoever they are",
    environments: ["dev"],
    edit: alsoFrom("NotIpAddress", "aws:VpcSourceIp", "10.0.0.0/8"),
    turns,
  },
  {
    name: "URLs of Studio work from a block of the internet that is not declared",
    environments: open,
    edit: alsoFrom("NotIpAddress", "aws:SourceIp", "203.0.113.0/24"),
    turns,
  },
  {
    name: "URLs of Studio are denied from elsewhere, but for one profile",
    environments: ["dev"],
    edit: (stack) =>
      editStatement(stack, denials, denial, (statement) => {
        delete statement.Resource;
        statement.NotResource = "arn:aws:sagemaker:*:*:user-profile/*/administrator";
      }),
    turns,
  },
  {
    name: "the role that self-service opens Studio with may be used from anywhere",
    environments: open,
    edit: (stack) => removeStatement(stack, "aws_iam_policy.access_self_service_url_presign_urls", denial),
    turns,
  },
  {
    name: "the role that self-service opens notebooks with may be used from anywhere",
    environments: open,
    edit: (stack) =>
      removeStatement(stack, "aws_iam_policy.access_self_service_url_presign_urls", "DenyNotebookUrlsFromElsewhere"),
    turns,
  },
  {
    name: "apps open URLs of MLflow from anywhere",
    environments: ["dev"],
    edit: (stack) =>
      editPolicy(stack, "aws_iam_policy.permissions_studio", (statements) => [
        ...statements,
        { Sid: "Mlflow", Effect: "Allow", Action: "sagemaker:CreatePresignedMlflowTrackingServerUrl", Resource: "*" },
      ]),
    turns,
  },
  {
    name: "URLs of Studio work through a door of another VPC, with an internet gateway and everybody at it",
    environments: ["dev"],
    edit: (stack) => {
      add(stack, "aws_vpc.other", { cidr_block: "10.99.0.0/16" });
      add(stack, "aws_vpc_endpoint.other", {
        ...at(stack, "aws_vpc_endpoint.endpoints_studio"),
        vpc_id: "${aws_vpc.other.id}",
        subnet_ids: [],
        security_group_ids: [],
      });
      alsoFrom("StringNotEquals", "aws:SourceVpce", [
        "${aws_vpc_endpoint.endpoints_studio.id}",
        "${aws_vpc_endpoint.other.id}",
      ])(stack);
    },
    // A VPC without a log and without rules for names turns these by itself.
    turns: ["presigned-url-only-inside", "dns-denied-by-default", "dns-fails-closed", "everything-logged"],
  },
];
