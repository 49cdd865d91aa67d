import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { deployableResourceTypes } from "../../../constructs/pipeline/terraform-permissions/deployment-permissions";
import { synthesize } from "../../../stacks/synthesize";
import { argumentsByName, resourceAt } from "../../constructs/fixtures/resource-lookup";
import { asList } from "../../constructs/reference/iam-service-reference";
import { identityPolicyStatements } from "../../constructs/reference/identity-policy-evaluator";
import { evaluateResourcePolicy } from "../../constructs/reference/resource-policy-evaluator";
import { decideForDeploymentRole, iamArn } from "../fixtures/sample-bootstrap";
import {
  ALL_USER_ACCESS,
  addedAddresses,
  changedAddresses,
  environmentWithAccess,
  synthesizeWithAccess,
} from "../fixtures/user-access-stacks";

const EVERYTHING = {
  ...ALL_USER_ACCESS,
  allowedVpcIds: ["vpc-0123456789abcdef0"],
  privateCidrs: ["10.100.0.0/16"],
  publicCidrs: ["203.0.113.0/24"],
  urlLifeSeconds: 20,
  selfService: { kind: "on", endUsers: { kind: "roles", roles: ["role/people/data-scientist"] } },
};
const PROFILES = {
  studio: { users: 20, userProfiles: [{ name: "ada" }, { name: "grace", sessionName: "grace@example.org" }] },
};

const WITHOUT = synthesizeWithAccess({ ...EVERYTHING, selfService: { kind: "off" } }, PROFILES);
const ON = synthesizeWithAccess(EVERYTHING, PROFILES);

/** What policies of a role deny about presigned Studio URLs. */
function urlDenialsOf(access: object) {
  const json = synthesizeWithAccess(access);
  return identityPolicyStatements(json, "aws_iam_policy", "permissions_denials").filter(({ Action }) =>
    asList(Action).includes("sagemaker:CreatePresignedDomainUrl"),
  );
}

function variables(): Readonly<Record<string, string>> {
  const { environment } = resourceAt(ON, "aws_lambda_function.access_self_service_url_handler");
  return (environment as { readonly variables: Readonly<Record<string, string>> }).variables;
}

test("self-service resources are below `access`, except the endpoint, the subnets and the parameter", () => {
  const elsewhere = addedAddresses(WITHOUT, ON).filter((address) => !/\.access_self_service_/.test(address));

  expect(elsewhere).toEqual([
    "aws_route_table.network_function_a_routes",
    "aws_route_table.network_function_b_routes",
    "aws_route_table_association.network_function_a_association",
    "aws_route_table_association.network_function_b_association",
    "aws_ssm_parameter.published_portfolio_id",
    "aws_subnet.network_function_a",
    "aws_subnet.network_function_b",
    "aws_vpc_endpoint.endpoints_servicecatalog",
  ]);
});

test("self-service changes, in addition to its own resources, the list of subnets, names that resolve, access logging, and endpoints that it calls", () => {
  expect(changedAddresses(WITHOUT, ON)).toEqual([
    "aws_default_network_acl.network_default_acl",
    "aws_route53_resolver_firewall_domain_list.dns_firewall_allowed_names",
    "aws_s3_bucket_policy.locked_buckets_access_logs_policy",
    "aws_vpc_endpoint.endpoints_sagemaker_api",
    "aws_vpc_endpoint.endpoints_sts",
  ]);
});

test("only the function's subnets have a route to CloudFormation's response bucket", () => {
  const answers = resourceAt(ON, "aws_vpc_endpoint.access_self_service_answers");
  const studio = resourceAt(ON, "aws_vpc_endpoint.endpoints_s3");
  const { vpc_config: network } = resourceAt(ON, "aws_lambda_function.access_self_service_url_handler");
  const tables = (tier: string) => ["a", "b"].map((zone) => `\${aws_route_table.network_${tier}_${zone}_routes.id}`);

  expect(answers.route_table_ids).toEqual(tables("function"));
  expect(studio.route_table_ids).toEqual(tables("studio"));
  expect(network).toMatchObject({
    subnet_ids: ["${aws_subnet.network_function_a.id}", "${aws_subnet.network_function_b.id}"],
  });
  expect(String(answers.policy)).toContain("cloudformation-custom-resource-response-euwest1/*");
  expect(String(studio.policy)).not.toContain("cloudformation");
});

test("the function knows session names that differ from profile names, and the owner of the notebook instance", () => {
  expect(JSON.parse(variables().PEOPLE ?? "")).toEqual({
    ada: { notebookInstance: "studio-perimeter-test-notebook" },
    "grace@example.org": { userProfile: "grace" },
  });
  expect(variables().URL_LIFE_SECONDS).toBe("20");
});

test("the notebook instance that the function opens exists in the stack", () => {
  expect(Object.values(argumentsByName(ON, "aws_sagemaker_notebook_instance")).map(({ name }) => name)).toEqual([
    "studio-perimeter-test-notebook",
  ]);
});

test("presigned URLs of the function work only through the endpoints for Studio and notebooks", () => {
  const bare = synthesizeWithAccess(
    { kind: "on", notebookInstance: { user: "ada" }, selfService: EVERYTHING.selfService },
    PROFILES,
  );
  const denials = identityPolicyStatements(bare, "aws_iam_policy", "access_self_service_url_presign_urls").filter(
    ({ Effect }) => Effect === "Deny",
  );

  const endpoints = (portal: string) => ({
    StringNotEquals: {
      "aws:SourceVpce": ["sagemaker_api", portal].map((service) => `\${aws_vpc_endpoint.endpoints_${service}.id}`),
    },
  });
  expect(denials.map(({ Action, Condition }) => [Action, Condition])).toEqual([
    ["sagemaker:CreatePresignedDomainUrl", endpoints("studio")],
    ["sagemaker:CreatePresignedNotebookInstanceUrl", endpoints("notebook")],
  ]);
});

test("only the listed roles can launch the products", () => {
  const launchers = Object.values(argumentsByName(ON, "aws_servicecatalog_principal_portfolio_association"));

  expect(launchers.map(({ principal_arn }) => String(principal_arn))).toEqual([
    expect.stringMatching(/:role\/people\/data-scientist$/),
  ]);
});

describe("presigned Studio URLs, requested with the app role", () => {
  const ask = (access: object, context: Readonly<Record<string, string>>) =>
    evaluateResourcePolicy(
      [{ Sid: "Any", Effect: "Allow", Action: "*", Resource: "*" }, ...urlDenialsOf({ kind: "on", ...access })],
      {
        action: "sagemaker:CreatePresignedDomainUrl",
        resource: "*",
        context,
      },
    );
  const API = "${aws_vpc_endpoint.endpoints_sagemaker_api.id}";

  test.each([
    ["the endpoints of the environment", {}, { "aws:SourceVpce": API }],
    ["a VPC", { allowedVpcIds: ["vpc-0123456789abcdef0"] }, { "aws:SourceVpc": "vpc-0123456789abcdef0" }],
    [
      "private blocks",
      { privateCidrs: ["10.100.0.0/16"] },
      { "aws:SourceVpc": "${aws_vpc.network_vpc.id}", "aws:VpcSourceIp": "10.100.3.4" },
    ],
    ["public blocks", { publicCidrs: ["203.0.113.0/24"] }, { "aws:SourceIp": "203.0.113.9" }],
  ])(
    "presigned Studio URLs, requested with the app role are allowed from %s if the environment names them, and denied from elsewhere",
    (_name, access, context) => {
      expect(ask(access, context)).toBe("allowed");
      expect(ask(access, { "aws:SourceIp": "198.51.100.1" })).toBe("denied");
    },
  );

  test("presigned Studio URLs, requested with the app role are allowed only from the endpoints if access is off", () => {
    expect(urlDenialsOf({ kind: "off" })).toEqual(urlDenialsOf({ kind: "on" }));
    expect(urlDenialsOf({ kind: "off" })).toHaveLength(1);
  });

  test("presigned Studio URLs, requested with the app role are allowed from any network if they are not restricted", () => {
    expect(urlDenialsOf({ kind: "on", restrictUrlsToNetwork: false })).toEqual([]);
  });
});

describe("the pipeline", () => {
  test("the pipeline may deploy self-service", () => {
    expect(Object.keys(ON.resource).filter((type) => !deployableResourceTypes("studio").includes(type))).toEqual([]);
  });

  test.each([
    ["launch", "servicecatalog.amazonaws.com"],
    ["studio-url", "lambda.amazonaws.com"],
  ])("the pipeline hands the role %s to %s, which accepts no other role", (role, service) => {
    const to = { "iam:PassedToService": service };
    const pass = (name: string) =>
      decideForDeploymentRole("dev_apply", "iam:PassRole", iamArn(`role/studio-perimeter-dev-${name}`), to);

    expect(pass(role)).toBe("allowed");
    expect(pass("execution")).toBe("not allowed");
    expect(pass("presign")).toBe("not allowed");
  });

  test("the pipeline attaches the boundary to every self-service role", () => {
    const roles = Object.entries(argumentsByName(synthesizeWithAccess(EVERYTHING, PROFILES, true), "aws_iam_role"));
    const own = roles.filter(([name]) => name.startsWith("access_self_service_"));

    expect(own.length).toBe(3);
    expect(own.filter(([, role]) => role.permissions_boundary === undefined)).toEqual([]);
  });
});

describe("the Terraform of an environment with every kind of user access", () => {
  const folders = [0, 1].map(() => mkdtempSync(join(tmpdir(), "everything-")));
  const [first, second] = folders.map((outdir) => {
    synthesize({ environments: [environmentWithAccess(EVERYTHING, PROFILES)], outdir });
    return readFileSync(join(outdir, "stacks", "test", "cdk.tf.json"), "utf8");
  });

  afterAll(() => {
    for (const folder of folders) {
      rmSync(folder, { recursive: true });
    }
  });

  test("the Terraform of an environment with every kind of user access is the same to the byte at each synthesis", () => {
    expect(first).toBe(second);
    expect(first).not.toContain(process.cwd());
    expect(first).not.toContain(tmpdir());
  });

  test("the Terraform of an environment with every kind of user access names the function's code by a relative path, at which the archive exists", () => {
    const { filename } = resourceAt(ON, "aws_lambda_function.access_self_service_url_handler");

    expect(filename).toMatch(/^assets\/[\w/.-]+\.zip$/);
    expect(readFileSync(join(folders[0] ?? "", "stacks", "test", String(filename))).length).toBeGreaterThan(1000);
  });
});
