/**
 * What the agent of Systems Manager asks, to be managed and to carry a desktop. AWS's own policy for it,
 * AmazonSSMManagedInstanceCore, also reads every parameter of the account, where secrets are kept.
 *
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/systems-manager-setting-up-messageAPIs.html
 */
export const SSM_AGENT_ACTIONS: readonly string[] = [
  "ec2messages:AcknowledgeMessage",
  "ec2messages:DeleteMessage",
  "ec2messages:FailMessage",
  "ec2messages:GetEndpoint",
  "ec2messages:GetMessages",
  "ec2messages:SendReply",
  "ssm:ListAssociations",
  "ssm:ListInstanceAssociations",
  "ssm:UpdateInstanceInformation",
  "ssmmessages:CreateControlChannel",
  "ssmmessages:CreateDataChannel",
  "ssmmessages:OpenControlChannel",
  "ssmmessages:OpenDataChannel",
];
