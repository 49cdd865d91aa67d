import { jobsStayInVpc } from "../../../../verify/claims/identities/jobs-stay-in-vpc";
import { type ClaimCase, describeClaimCases } from "../../fixtures/claim-cases";
import { combineEdits } from "../../fixtures/network-perimeter";
import { appendStatement, changeStatement, dropStatement, putArguments } from "../../fixtures/policy-perimeter";

const role = ["aws_iam_role_policy", "studio"] as const;
const studio = ["aws_iam_role", "studio"] as const;
const trust = "assume_role_policy";
const arn = "${aws_iam_role.studio.arn}";
const own = { "sagemaker:VpcSubnets": ["${aws_subnet.studio.id}"] };
const lambda = (network: object | null) =>
  putArguments("aws_lambda_function", "helper", { role: arn, vpc_config: network as never });

describeClaimCases(jobsStayInVpc, [
  [
    "is violated when no subnets will do",
    dropStatement(...role, "VpcSubnetsAbsent"),
    "violated",
    /no sagemaker:vpcsubnets/,
  ],
  [
    "is violated when foreign subnets will do",
    dropStatement(...role, "VpcSubnetsForeign"),
    "violated",
    /sagemaker:vpcsubnets = any other value/,
  ],
  [
    "is violated when no security groups will do",
    dropStatement(...role, "VpcSecurityGroupIdsAbsent"),
    "violated",
    /no sagemaker:vpcsecuritygroupids/,
  ],
  [
    "is violated when one good subnet carries a foreign one",
    changeStatement(...role, "VpcSubnetsForeign", { Condition: { "ForAllValues:StringNotEquals": own } }),
    "violated",
    /vpcsubnets = ⟨aws_subnet\.studio\.id⟩ and any other value|any other value and ⟨aws_subnet/,
  ],
  [
    "is violated when another subnet of the stack is on the list",
    changeStatement(...role, "VpcSubnetsForeign", {
      Condition: {
        "ForAnyValue:StringNotEquals": {
          "sagemaker:VpcSubnets": ["${aws_subnet.studio.id}", "${aws_subnet.endpoint.id}"],
        },
      },
    }),
    "violated",
    /⟨aws_subnet\.endpoint\.id⟩/,
  ],
  ...(
    [
      ["say nothing of traffic between containers", "TrafficAbsent", /no sagemaker:intercontainer/],
      ["send traffic between containers in the clear", "TrafficClear", /intercontainertrafficencryption = false/],
      ["name no key for their volumes", "VolumeKmsKeyArnAbsent", /no sagemaker:volumekmskeyarn/],
      ["name a foreign key for their volumes", "VolumeKmsKeyArnForeign", /volumekmskeyarn = /],
      ["name no key for their results", "OutputKmsKeyArnAbsent", /no sagemaker:outputkmskeyarn/],
      ["name a foreign key for their results", "OutputKmsKeyArnForeign", /outputkmskeyarn = /],
    ] as const
  ).map(
    ([what, sid, evidence]): ClaimCase => [
      `is violated when jobs may ${what}`,
      dropStatement(...role, sid),
      "violated",
      evidence,
    ],
  ),
  [
    "is violated by an action that the guards forget",
    appendStatement(...role, { Effect: "Allow", Action: "sagemaker:CreateProcessingJob", Resource: "*" }),
    "violated",
    /sagemaker:CreateProcessingJob/,
  ],
  [
    "is violated by an allow whose conditions hold for absent keys",
    appendStatement(...role, {
      Effect: "Allow",
      Action: "sagemaker:CreateProcessingJob",
      Resource: "*",
      Condition: { "ForAllValues:StringEqualsIfExists": own },
    }),
    "violated",
    /no sagemaker:vpcsubnets/,
  ],
  [
    "is violated by compute whose network no condition tells",
    appendStatement(...role, { Effect: "Allow", Action: "sagemaker:CreateLabelingJob", Resource: "*" }),
    "violated",
    /sagemaker:CreateLabelingJob/,
  ],
  [
    "is violated by a notebook instance",
    appendStatement(...role, { Effect: "Allow", Action: "sagemaker:CreateNotebookInstance", Resource: "*" }),
    "violated",
  ],
  [
    "is proved by an endpoint configuration that leaves the network to its model",
    combineEdits(
      appendStatement(...role, { Effect: "Allow", Action: "sagemaker:CreateEndpointConfig", Resource: "*" }),
      appendStatement(...role, {
        Effect: "Deny",
        Action: "sagemaker:CreateEndpointConfig",
        Resource: "*",
        Condition: { ArnNotEquals: { "sagemaker:VolumeKmsKeyArn": "${aws_kms_key.main.arn}" } },
      }),
      appendStatement(...role, {
        Effect: "Deny",
        Action: "sagemaker:CreateEndpointConfig",
        Resource: "*",
        Condition: { "ForAnyValue:StringNotEquals": own },
      }),
      appendStatement(...role, {
        Effect: "Deny",
        Action: "sagemaker:CreateEndpointConfig",
        Resource: "*",
        Condition: {
          "ForAnyValue:StringNotEquals": { "sagemaker:VpcSecurityGroupIds": ["${aws_security_group.studio.id}"] },
        },
      }),
    ),
    "proved",
  ],
  [
    "is violated by a function of the stack outside the VPC that runs as the role",
    lambda(null),
    "violated",
    /aws_lambda_function\.helper runs as aws_iam_role\.studio with a network interface of AWS, outside Studio's subnets/,
  ],
  [
    "is violated by a function in another tier's subnet",
    lambda({ subnet_ids: ["${aws_subnet.endpoint.id}"] }),
    "violated",
    /aws_subnet\.endpoint\.id/,
  ],
  [
    "is proved by a function in Studio's subnets",
    lambda({ subnet_ids: ["${aws_subnet.studio.id}"], security_group_ids: [] }),
    "proved",
  ],
  [
    "is proved with an image of SageMaker that names the role, because nothing of the stack runs in it",
    putArguments("aws_sagemaker_image", "tools", { image_name: "tools", role_arn: arn }),
    "proved",
  ],
  [
    "is violated by a model of the stack without a network",
    putArguments("aws_sagemaker_model", "m", { execution_role_arn: arn }),
    "violated",
  ],
  [
    "is violated by a notebook instance of the stack with direct internet access",
    putArguments("aws_sagemaker_notebook_instance", "n", {
      role_arn: arn,
      subnet_id: "${aws_subnet.studio.id}",
      direct_internet_access: "Enabled",
    }),
    "violated",
  ],
  [
    "is undecided for a type whose place is not modeled",
    putArguments("aws_glue_job", "j", { role_arn: arn }),
    "undecided",
    /aws_glue_job/,
  ],
  [
    "is violated by a trust in another service",
    changeStatement(...studio, "SageMaker", { Principal: { Service: "lambda.amazonaws.com" } }, trust),
    "violated",
    /the service lambda/,
  ],
  [
    "is violated by a trust in the whole account",
    appendStatement(
      ...studio,
      {
        Effect: "Allow",
        Principal: { AWS: "arn:aws:iam::${data.aws_caller_identity.me.account_id}:root" },
        Action: "sts:AssumeRole",
      },
      trust,
    ),
    "violated",
    /a principal of the account/,
  ],
  [
    "is violated by a trust that another account can borrow",
    changeStatement(...studio, "SageMaker", { Condition: {} }, trust),
    "violated",
    /on behalf of any account/,
  ],
  [
    "is violated by a trust that holds for a service that acts for nobody",
    changeStatement(
      ...studio,
      "SageMaker",
      {
        Condition: {
          StringEqualsIfExists: { "aws:SourceAccount": "${data.aws_caller_identity.me.account_id}" },
        },
      },
      trust,
    ),
    "violated",
    /without a source account/,
  ],
  [
    "is violated by a trust in SageMaker on behalf of a second account",
    changeStatement(
      ...studio,
      "SageMaker",
      {
        Condition: {
          StringEquals: { "aws:SourceAccount": ["${data.aws_caller_identity.me.account_id}", "444455556666"] },
        },
      },
      trust,
    ),
    "violated",
    /on behalf of another account/,
  ],
  [
    "is undecided when the role's policy is an expression",
    putArguments(...role, { policy: "${data.aws_iam_policy_document.x.json}" }),
    "undecided",
    /not understood/,
  ],
]);
