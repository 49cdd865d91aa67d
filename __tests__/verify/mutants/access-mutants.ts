import { add, at, editPolicy, editStatement, type Mutant, open, removeStatement, type Stack, set } from "./mutant";

const answers = "aws_vpc_endpoint.access_self_service_answers";
const machine = "aws_instance.access_client_machine";
const tls = { ip_protocol: "tcp", from_port: 443, to_port: 443 };

/** Lets somebody in at a security group. */
function admit(group: string, values: object): (stack: Stack) => void {
  return (stack) =>
    add(stack, "aws_vpc_security_group_ingress_rule.more", {
      ...tls,
      security_group_id: `\${aws_security_group.${group}.id}`,
      ...values,
    });
}

const desktop = { from_port: 3389, to_port: 3389 };

/** Gives the role of the client's agent one more permission. */
function allowAgent(Action: string, Resource: string): (stack: Stack) => void {
  return (stack) =>
    editPolicy(stack, "aws_iam_role_policy.access_client_agent_permissions", (statements) => [
      ...statements,
      { Sid: "More", Effect: "Allow", Action, Resource },
    ]);
}

export const accessMutants: readonly Mutant[] = [
  {
    name: "the client takes remote desktops from the corporate network",
    environments: open,
    edit: admit("access_client_reach", { ...desktop, cidr_ipv4: "10.100.0.0/16" }),
    turns: ["jump-host-has-no-inbound", "endpoint-takes-only-studio"],
  },
  {
    name: "the client takes remote desktops from Studio",
    environments: open,
    edit: admit("access_client_reach", {
      ...desktop,
      referenced_security_group_id: "${aws_security_group.security_groups_studio.id}",
    }),
    turns: ["jump-host-has-no-inbound", "endpoint-takes-only-studio"],
  },
  {
    name: "the client takes remote desktops from one address of the internet",
    environments: open,
    edit: admit("access_client_reach", { ...desktop, cidr_ipv4: "203.0.113.9/32" }),
    turns: [
      "jump-host-has-no-inbound",
      "endpoint-takes-only-studio",
      "no-open-security-group",
      "no-inbound-from-internet",
    ],
  },
  {
    name: "the client got a public address",
    environments: open,
    edit: (stack) => set(stack, machine, { associate_public_ip_address: true }),
    turns: ["jump-host-has-no-inbound", "no-public-address"],
  },
  {
    name: "the client got an Elastic IP address",
    environments: open,
    edit: (stack) => add(stack, "aws_eip.client", { instance: `\${${machine}.id}` }),
    turns: ["jump-host-has-no-inbound", "no-public-address"],
  },
  {
    name: "the client was moved among Studio's apps",
    environments: open,
    edit: (stack) => set(stack, machine, { subnet_id: "${aws_subnet.network_studio_a.id}" }),
    turns: ["jump-host-has-no-inbound"],
  },
  {
    name: "the client wears Studio's security group",
    environments: open,
    edit: (stack) =>
      set(stack, machine, { vpc_security_group_ids: ["${aws_security_group.security_groups_studio.id}"] }),
    turns: ["jump-host-has-no-inbound", "endpoint-takes-only-studio"],
  },
  {
    name: "a machine with a group that nobody describes was added",
    environments: ["dev"],
    edit: (stack) =>
      add(stack, "aws_instance.other", {
        subnet_id: "${aws_subnet.network_endpoint_a.id}",
        vpc_security_group_ids: ["sg-0123456789abcdef0"],
      }),
    turns: ["jump-host-has-no-inbound"],
  },
  {
    name: "the client may use the endpoint of KMS",
    environments: open,
    edit: admit("security_groups_endpoint", {
      referenced_security_group_id: "${aws_security_group.access_client_reach.id}",
    }),
    turns: ["endpoint-takes-only-studio"],
  },
  {
    name: "a network that is not declared may use the endpoints",
    environments: open,
    edit: admit("access_corporate_entrance", { cidr_ipv4: "10.200.0.0/16" }),
    turns: ["endpoint-takes-only-studio"],
  },
  {
    name: "the endpoint subnets send everything private to the corporate network",
    environments: open,
    edit: (stack) =>
      set(stack, "aws_route.access_corporate_endpoint_a_to_10_100_0_0_16", { destination_cidr_block: "10.0.0.0/8" }),
    turns: ["no-inbound-from-internet", "egress-only-through-firewall", "return-path-symmetric", "zone-affinity"],
  },
  {
    name: "Studio got a route to the corporate network",
    environments: open,
    edit: (stack) =>
      set(stack, "aws_route.access_corporate_endpoint_a_to_10_100_0_0_16", {
        route_table_id: "${aws_route_table.network_studio_a_routes.id}",
      }),
    turns: ["no-inbound-from-internet", "egress-only-through-firewall", "return-path-symmetric", "zone-affinity"],
  },
  {
    name: "the role of the client's agent changes other roles",
    environments: open,
    edit: allowAgent("iam:PutRolePolicy", "*"),
    turns: ["self-service-cannot-escalate"],
  },
  {
    name: "the role of the client's agent passes the execution role",
    environments: open,
    edit: allowAgent("iam:PassRole", "${aws_iam_role.execution_role_role.arn}"),
    turns: ["self-service-cannot-escalate"],
  },
  {
    name: "the role of the client's agent changes the code of functions",
    environments: open,
    edit: allowAgent("lambda:UpdateFunctionCode", "*"),
    turns: ["self-service-cannot-escalate"],
  },
  {
    name: "the role of the client's agent assumes any role",
    environments: open,
    edit: allowAgent("sts:AssumeRole", "*"),
    turns: ["self-service-cannot-escalate"],
  },
  {
    name: "Studio's subnets use the endpoint for answers",
    environments: open,
    edit: (stack) =>
      set(stack, answers, {
        route_table_ids: [
          "${aws_route_table.network_function_a_routes.id}",
          "${aws_route_table.network_studio_a_routes.id}",
        ],
      }),
    turns: ["endpoint-takes-only-studio", "endpoint-policy-bounds-both-sides", "only-own-buckets-from-studio"],
  },
  {
    name: "the subnets of the function use Studio's routes",
    environments: open,
    edit: (stack) =>
      set(stack, "aws_route_table_association.network_studio_a_association", {
        route_table_id: "${aws_route_table.network_function_a_routes.id}",
      }),
    turns: [
      "endpoint-takes-only-studio",
      "endpoint-policy-bounds-both-sides",
      "only-own-buckets-from-studio",
      "egress-only-through-firewall",
      "return-path-symmetric",
      "zone-affinity",
    ],
  },
  {
    name: "a machine stands beside the function",
    environments: open,
    edit: (stack) => set(stack, machine, { subnet_id: "${aws_subnet.network_function_a.id}" }),
    turns: ["endpoint-takes-only-studio", "endpoint-policy-bounds-both-sides", "only-own-buckets-from-studio"],
  },
  {
    name: "a machine wears the function's security group",
    environments: open,
    edit: (stack) =>
      set(stack, machine, { vpc_security_group_ids: ["${aws_security_group.access_self_service_function.id}"] }),
    turns: ["endpoint-takes-only-studio"],
  },
  {
    name: "the function takes connections",
    environments: open,
    edit: admit("access_self_service_function", {
      referenced_security_group_id: "${aws_security_group.security_groups_studio.id}",
    }),
    turns: ["endpoint-takes-only-studio"],
  },
  {
    name: "the endpoint for answers takes whatever is put into buckets called alike",
    environments: open,
    edit: (stack) =>
      editStatement(stack, answers, "AllowAnswersToCloudFormation", (statement) => {
        statement.Resource = "arn:aws:s3:::cloudformation-custom-resource-response-*";
      }),
    turns: ["endpoint-policy-bounds-both-sides"],
  },
  {
    name: "the endpoint for answers lets them be read",
    environments: open,
    edit: (stack) =>
      editStatement(stack, answers, "AllowAnswersToCloudFormation", (statement) => {
        statement.Action = ["s3:PutObject", "s3:GetObject"];
      }),
    turns: ["endpoint-policy-bounds-both-sides"],
  },
  {
    name: "Studio's own endpoint lets CloudFormation be answered",
    environments: open,
    edit: (stack) =>
      editPolicy(stack, "aws_vpc_endpoint.endpoints_s3", (statements) => [
        ...statements,
        {
          Sid: "More",
          Effect: "Allow",
          Principal: "*",
          Action: "s3:PutObject",
          Resource: "arn:aws:s3:::cloudformation-custom-resource-response-euwest1/*",
        },
      ]),
    turns: ["endpoint-policy-bounds-both-sides", "only-own-buckets-from-studio"],
  },
  {
    name: "anybody of the account reads the products' templates from anywhere",
    environments: open,
    edit: (stack) =>
      removeStatement(
        stack,
        "aws_s3_bucket_policy.access_self_service_templates_bucket_policy",
        "DenyObjectsOutsideVpce",
      ),
    turns: ["bucket-only-through-endpoint"],
  },
  {
    name: "the bucket for templates holds what Terraform does not say",
    environments: open,
    edit: (stack) => {
      const template = "aws_s3_object.access_self_service_products_studio_template";
      delete at(stack, template).content;
      set(stack, template, { source: "/tmp/anything" });
    },
    turns: ["bucket-only-through-endpoint"],
  },
  {
    name: "users open Studio as whomever they like",
    environments: ["dev", ...open],
    edit: (stack) =>
      editStatement(stack, "aws_iam_policy.permissions_studio", "OpenStudioAsOneself", (statement) => {
        statement.Resource = "*";
      }),
    turns: ["user-gets-only-own-url"],
  },
  {
    name: "users open Studio as everybody whose name begins with theirs",
    environments: ["dev"],
    edit: (stack) =>
      editStatement(stack, "aws_iam_policy.permissions_studio", "OpenStudioAsOneself", (statement) => {
        statement.Resource = `${statement.Resource}*`;
      }),
    turns: ["user-gets-only-own-url"],
  },
  {
    name: "the role of the client's agent opens anybody's notebook",
    environments: open,
    edit: allowAgent("sagemaker:CreatePresignedNotebookInstanceUrl", "*"),
    turns: ["user-gets-only-own-url", "presigned-url-only-inside"],
  },
];
