import { add, at, editPolicy, type Mutant, open, type Stack } from "./mutant";

const handler = "${aws_lambda_function.access_self_service_url_handler.arn}";
const everybody = { Sid: "More", Effect: "Allow", Principal: "*", Action: "*", Resource: "*" };

function openToEverybody(address: string, argument = "policy"): (stack: Stack) => void {
  return (stack) => editPolicy(stack, address, (statements) => [...statements, everybody], argument);
}

function permit(values: object): (stack: Stack) => void {
  return (stack) =>
    add(stack, "aws_lambda_permission.more", {
      function_name: handler,
      action: "lambda:InvokeFunction",
      ...values,
    });
}

export const grantMutants: readonly Mutant[] = [
  {
    name: "the repository of packages was opened to everybody",
    environments: ["dev"],
    edit: openToEverybody("aws_codeartifact_repository_permissions_policy.packages_internal_policy", "policy_document"),
    turns: ["grants-stay-in-account"],
  },
  {
    name: "the queue of failed launches was opened to everybody",
    environments: open,
    edit: openToEverybody("aws_sqs_queue_policy.access_self_service_url_failed_policy"),
    turns: ["grants-stay-in-account"],
  },
  {
    name: "everybody may call the function behind the products",
    environments: open,
    edit: permit({ principal: "*" }),
    turns: ["grants-stay-in-account"],
  },
  {
    name: "a service may call the function behind the products on anybody's behalf",
    environments: open,
    edit: permit({ principal: "events.amazonaws.com" }),
    turns: ["grants-stay-in-account"],
  },
  {
    name: "a secret was shared with another account",
    environments: ["dev"],
    edit: (stack) =>
      add(stack, "aws_secretsmanager_secret.shared", {
        name: "shared",
        kms_key_id: "${aws_kms_key.studio_key_cmk.arn}",
        policy: JSON.stringify({ Statement: [{ ...everybody, Principal: { AWS: "444455556666" } }] }),
      }),
    turns: ["grants-stay-in-account"],
  },
  {
    name: "the products were shared with another account",
    environments: open,
    edit: (stack) =>
      add(stack, "aws_servicecatalog_portfolio_share.partner", {
        portfolio_id: "${aws_servicecatalog_portfolio.access_self_service_products_portfolio.id}",
        principal_id: "444455556666",
        type: "ACCOUNT",
      }),
    turns: ["grants-stay-in-account"],
  },
  {
    name: "the S3 endpoint got a second policy",
    environments: ["dev"],
    edit: (stack) => {
      const endpoint = at(stack, "aws_vpc_endpoint.endpoints_s3");
      add(stack, "aws_vpc_endpoint_policy.tight", {
        vpc_endpoint_id: "${aws_vpc_endpoint.endpoints_s3.id}",
        policy: endpoint.policy,
      });
      endpoint.policy = JSON.stringify({ Statement: [everybody] });
    },
    turns: ["endpoint-policy-bounds-both-sides", "only-own-buckets-from-studio"],
  },
  {
    name: "mail goes out through an endpoint",
    environments: ["dev"],
    edit: (stack) => {
      const endpoint = at(stack, "aws_vpc_endpoint.endpoints_sts");
      add(stack, "aws_vpc_endpoint.mail", {
        ...endpoint,
        service_name: String(endpoint.service_name).replace(/sts$/, "email-smtp"),
        policy: String(endpoint.policy).replaceAll("sts:", "ses:"),
      });
    },
    turns: ["endpoint-policy-bounds-both-sides"],
  },
  {
    name: "an Elastic IP address of elsewhere was associated with the client",
    environments: open,
    edit: (stack) =>
      add(stack, "aws_eip_association.client", {
        allocation_id: "eipalloc-0123456789abcdef0",
        network_interface_id: "${aws_instance.access_client_machine.primary_network_interface_id}",
      }),
    turns: ["jump-host-has-no-inbound", "no-public-address"],
  },
];
