import { add, claimsAbout, editPolicy, type Mutant, open, type Stack, type Statement } from "./mutant";

/** Adds a permission to a policy. */
function allow(policy: string, Action: string | string[], Resource = "*"): (stack: Stack) => void {
  return (stack) =>
    editPolicy(stack, policy, (statements): Statement[] => [
      ...statements,
      { Sid: "More", Effect: "Allow", Action, Resource },
    ]);
}

const studio = "aws_iam_policy.permissions_studio";
const agent = "aws_iam_role_policy.access_client_agent_permissions";
const launch = "aws_iam_policy.access_self_service_launch_products";
const developer = "aws_iam_policy.access_self_service_developer_role_products";

/** Calls of services that are no part of the perimeter, and carry data or code past it. */
const ways: readonly (readonly [string, string | string[]])[] = [
  ["opens shells on machines by Systems Manager", ["ssm:StartSession", "ssm:SendCommand"]],
  ["runs automations with roles of their own", "ssm:StartAutomationExecution"],
  ["opens remote desktops by Systems Manager", "ssm-guiconnect:*"],
  ["opens tunnels into the network", "ec2-instance-connect:OpenTunnel"],
  ["copies backups to other accounts", "backup:StartCopyJob"],
  ["sends events to targets anywhere", "events:PutTargets"],
  ["replicates images to other accounts", "ecr:PutReplicationConfiguration"],
  ["launches products of Service Catalog", "servicecatalog:ProvisionProduct"],
  ["subscribes addresses to topics", "sns:Subscribe"],
  ["writes into streams that deliver anywhere", "firehose:PutRecord"],
  ["calls functions that the stack does not hold", "lambda:InvokeFunction"],
  ["runs jobs of another service", "emr-serverless:StartJobRun"],
  ["asks people outside to look at data", ["sagemaker:CreateFlowDefinition", "sagemaker:StartHumanLoop"]],
  ["changes who is asked to label data", "sagemaker:CreateWorkforce"],
  ["calls a service that nobody has looked at", "newservice:*"],
];

const studioTurns = ["studio-cannot-widen-itself"];
const bucketTurns = ["bucket-only-through-endpoint", "data-encrypted-with-own-key"];
const besideTurns = ["self-service-cannot-escalate"];

/** What roles may do by services that are no part of the perimeter, and roles beside Studio's by those that are. */
export const wideningMutants: readonly Mutant[] = [
  ...ways.map(
    ([what, actions]): Mutant => ({
      name: `the role ${what}`,
      environments: ["dev"],
      edit: allow(studio, actions),
      turns: studioTurns,
    }),
  ),
  {
    name: "the role writes into one stream that delivers anywhere",
    environments: ["dev"],
    edit: (stack) => {
      add(stack, "aws_kinesis_firehose_delivery_stream.out", { name: "out", destination: "http_endpoint" });
      allow(studio, "firehose:PutRecord", "${aws_kinesis_firehose_delivery_stream.out.arn}")(stack);
    },
    turns: [...claimsAbout("data"), ...studioTurns],
  },
  {
    name: "the role opens apps of partners",
    environments: ["dev"],
    edit: allow(studio, "sagemaker:CreatePartnerAppPresignedUrl"),
    turns: ["studio-cannot-widen-itself", "presigned-url-only-inside"],
  },
  {
    name: "the function tags people anew",
    environments: open,
    edit: allow("aws_iam_policy.access_self_service_url_role_function", [
      "sagemaker:AddTags",
      "sagemaker:UpdateUserProfile",
    ]),
    turns: besideTurns,
  },
  ...["ec2:*", "network-firewall:*", "kms:*", "s3:*"].map(
    (action): Mutant => ({
      name: `the role of the client's agent may do ${action}`,
      environments: open,
      edit: allow(agent, action),
      // A machine that writes to every bucket makes that of the logs one of data.
      turns: action === "s3:*" ? [...besideTurns, ...bucketTurns] : besideTurns,
    }),
  ),
  {
    name: "the launch role changes stacks that are no products",
    environments: open,
    edit: allow(launch, "cloudformation:*"),
    turns: besideTurns,
  },
  {
    name: "the launch role calls any function",
    environments: open,
    edit: allow(launch, "lambda:InvokeFunction"),
    turns: besideTurns,
  },
  {
    name: "people end the products of others",
    environments: open,
    edit: allow(developer, "servicecatalog:TerminateProvisionedProduct"),
    turns: besideTurns,
  },
];
