import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { usersVariable } from "../../../constructs/studio/self-service-users";
import { readSettings } from "../../../functions/studio-url/settings/function-settings";
import { argumentsByName, resourceAt } from "../fixtures/resource-lookup";
import { ARCHIVE_PATH, synthesizeSelfService } from "../fixtures/sample-self-service";
import { asList, statementErrors } from "../reference/iam-service-reference";
import {
  ACCOUNT,
  evaluateIdentityPolicies,
  identityPolicyStatements,
  type RoleRequest,
  renderReferences,
} from "../reference/identity-policy-evaluator";

const json = synthesizeSelfService();

const FUNCTION = `arn:aws:lambda:eu-west-1:${ACCOUNT}:function:studio-perimeter-test-studio-url`;
const POLICIES = ["url_role_function", "url_presign_urls", "launch_products", "developer_role_products"];

/** References as ARNs, and tag keys as the service authorization reference lists them. */
const SAMPLES = {
  "${aws_cloudwatch_log_group.self_service_url_logs.arn}": `arn:aws:logs:eu-west-1:${ACCOUNT}:log-group:/a`,
  "${aws_sqs_queue.self_service_url_failed.arn}": `arn:aws:sqs:eu-west-1:${ACCOUNT}:failed`,
  "${aws_lambda_function.self_service_url_handler.arn}": FUNCTION,
  "${aws_servicecatalog_product.self_service_products_studio.arn}": `arn:aws:catalog:eu-west-1:${ACCOUNT}:product/prod-1`,
  "${aws_servicecatalog_product.self_service_products_notebook.arn}": `arn:aws:catalog:eu-west-1:${ACCOUNT}:product/prod-2`,
  "${aws_kms_key.self_service_url_queue_key_cmk.arn}": `arn:aws:kms:eu-west-1:${ACCOUNT}:key/1`,
  "sagemaker:ResourceTag/studiouserid": "aws:ResourceTag/studiouserid",
  "s3:ExistingObjectTag/servicecatalog:provisioning": "s3:ExistingObjectTag/<key>",
};

function policy(name: string) {
  return identityPolicyStatements(json, "aws_iam_policy", `self_service_${name}`);
}

function trust(name: string, from = json) {
  return identityPolicyStatements(from, "aws_iam_role", `self_service_${name}_role`, "assume_role_policy");
}

describe("the roles of self-service", () => {
  const statements = POLICIES.flatMap(policy);

  test("the roles of self-service are four, each with exactly one policy", () => {
    const names = Object.keys(argumentsByName(json, "aws_iam_policy"));

    expect(names.toSorted()).toEqual(POLICIES.map((name) => `self_service_${name}`).toSorted());
    expect(Object.keys(argumentsByName(json, "aws_iam_role_policies_exclusive"))).toHaveLength(4);
    expect(Object.keys(argumentsByName(json, "aws_iam_role_policy_attachments_exclusive"))).toHaveLength(4);
    expect(JSON.stringify(json)).not.toContain("FullAccess");
  });

  test("the roles of self-service name actions, resources and keys that exist together", () => {
    const listed = Object.entries(SAMPLES).reduce(
      (text, [from, to]) => text.replaceAll(from, to),
      JSON.stringify(statements),
    );

    expect(statementErrors(JSON.parse(listed) as typeof statements)).toEqual([]);
  });

  test("the roles of self-service grant no pattern of actions, no identity and no function", () => {
    const granted = statements.filter(({ Effect }) => Effect === "Allow").flatMap(({ Action }) => asList(Action));

    expect(
      granted.filter((action) =>
        /\*|^iam:|^lambda:(?!InvokeFunction$)|^servicecatalog:(Create|Associate)/.test(action),
      ),
    ).toEqual([]);
  });
});

describe("the presign role", () => {
  const profile = `arn:aws:sagemaker:eu-west-1:${ACCOUNT}:user-profile/d-ours/ada`;
  const notebook = `arn:aws:sagemaker:eu-west-1:${ACCOUNT}:notebook-instance/ours`;
  const inside = { "aws:SourceVpce": "vpce-api" };
  const asAda = JSON.parse(
    JSON.stringify(policy("url_presign_urls")).replaceAll("${aws:PrincipalTag/studiouserid}", "ada"),
  ) as ReturnType<typeof policy>;

  test.each<[string, string, string, RoleRequest["context"], string]>([
    [
      "opens a profile with the tag of the session's person",
      "CreatePresignedDomainUrl",
      profile,
      { ...inside, "sagemaker:ResourceTag/studiouserid": "ada" },
      "allowed",
    ],
    [
      "opens no profile with another's tag",
      "CreatePresignedDomainUrl",
      profile,
      { ...inside, "sagemaker:ResourceTag/studiouserid": "grace" },
      "not allowed",
    ],
    ["opens no profile without a tag", "CreatePresignedDomainUrl", profile, inside, "not allowed"],
    [
      "opens no profile of another domain",
      "CreatePresignedDomainUrl",
      profile.replace("d-ours", "d-theirs"),
      { ...inside, "sagemaker:ResourceTag/studiouserid": "ada" },
      "not allowed",
    ],
    [
      "opens no profile from elsewhere",
      "CreatePresignedDomainUrl",
      profile,
      { "sagemaker:ResourceTag/studiouserid": "ada" },
      "denied",
    ],
    [
      "opens no profile through the notebooks' endpoint",
      "CreatePresignedDomainUrl",
      profile,
      { "aws:SourceVpce": "vpce-notebook", "sagemaker:ResourceTag/studiouserid": "ada" },
      "denied",
    ],
    [
      "starts a notebook with the tag of the session's person",
      "StartNotebookInstance",
      notebook,
      { ...inside, "sagemaker:ResourceTag/studiouserid": "ada" },
      "allowed",
    ],
    [
      "starts no notebook of another",
      "StartNotebookInstance",
      notebook,
      { ...inside, "sagemaker:ResourceTag/studiouserid": "grace" },
      "not allowed",
    ],
    [
      "opens no notebook from elsewhere",
      "CreatePresignedNotebookInstanceUrl",
      notebook,
      { "sagemaker:ResourceTag/studiouserid": "ada" },
      "denied",
    ],
  ])("%s", (_what, action, resource, context, expected) => {
    expect(evaluateIdentityPolicies(asAda, { action: `sagemaker:${action}`, resource, context })).toBe(expected);
  });

  test("the presign role is assumed by the function alone, for a person named alike by session and tag", () => {
    const [assume, tag] = trust("url_presign");

    expect(assume).toMatchObject({
      Principal: { AWS: "${aws_iam_role.self_service_url_role_role.arn}" },
      Action: "sts:AssumeRole",
      Condition: { StringEquals: { "sts:RoleSessionName": "${aws:RequestTag/studiouserid}" } },
    });
    expect(tag?.Condition).toEqual({
      Null: { "aws:RequestTag/studiouserid": "false" },
      "ForAllValues:StringEquals": { "aws:TagKeys": ["studiouserid"] },
    });
  });

  test("the presign role opens no notebook instance where nobody has one", () => {
    const without = synthesizeSelfService({
      users: [{ name: "ada", userProfile: "ada" }],
      notebookUrlSources: undefined,
      notebookKeyArn: undefined,
    });
    const statements = identityPolicyStatements(without, "aws_iam_policy", "self_service_url_presign_urls");

    expect(
      evaluateIdentityPolicies(statements, {
        action: "sagemaker:CreatePresignedNotebookInstanceUrl",
        resource: notebook,
      }),
    ).toBe("denied");
    expect(Object.keys(argumentsByName(without, "aws_servicecatalog_product"))).toEqual([
      "self_service_products_studio",
    ]);
  });
});

describe("the developer role", () => {
  const product = `arn:aws:catalog:eu-west-1:${ACCOUNT}:product/prod-other`;
  const statements = policy("developer_role_products");

  test.each<[string, string, string, RoleRequest["context"], string]>([
    [
      "launches an offered product",
      "ProvisionProduct",
      "${aws_servicecatalog_product.self_service_products_studio.arn}",
      {},
      "allowed",
    ],
    ["launches no other product", "ProvisionProduct", product, {}, "not allowed"],
    ["reads the record of an own product", "DescribeRecord", "*", { "servicecatalog:userLevel": "self" }, "allowed"],
    ["reads no record of another's", "DescribeRecord", "*", {}, "not allowed"],
    [
      "searches no products of the account",
      "SearchProvisionedProducts",
      "*",
      { "servicecatalog:accountLevel": "self" },
      "not allowed",
    ],
    [
      "terminates an own product",
      "TerminateProvisionedProduct",
      "*",
      { "servicecatalog:userLevel": "self" },
      "allowed",
    ],
    [
      "reads no outputs by the call that knows no owner",
      "GetProvisionedProductOutputs",
      "*",
      { "servicecatalog:userLevel": "self" },
      "not allowed",
    ],
    [
      "hands no product to another owner",
      "UpdateProvisionedProductProperties",
      "*",
      { "servicecatalog:userLevel": "self" },
      "not allowed",
    ],
  ])("%s", (_what, action, resource, context, expected) => {
    expect(evaluateIdentityPolicies(statements, { action: `servicecatalog:${action}`, resource, context })).toBe(
      expected,
    );
  });

  test.each([
    "lambda:InvokeFunction",
    "cloudformation:CreateStack",
    "cloudformation:DescribeStacks",
    "sagemaker:CreatePresignedDomainUrl",
    "sts:AssumeRole",
    "iam:PassRole",
  ])("the developer role is not allowed %s", (action) => {
    expect(evaluateIdentityPolicies(statements, { action })).toBe("not allowed");
  });

  test("the developer role is assumed by users under their own names, with a second factor", () => {
    expect(trust("developer_role")).toEqual([
      expect.objectContaining({
        Action: "sts:AssumeRole",
        Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
        Condition: {
          StringEquals: { "sts:RoleSessionName": "${aws:username}" },
          Bool: { "aws:MultiFactorAuthPresent": "true" },
        },
      }),
    ]);
  });

  test("the developer role is assumed through a provider that names the session, where there is one", () => {
    const providerArn = `arn:aws:iam::${ACCOUNT}:saml-provider/corporate`;
    const saml = synthesizeSelfService({ endUsers: { kind: "saml", providerArn } });

    expect(trust("developer_role", saml)).toEqual([
      expect.objectContaining({ Action: "sts:AssumeRoleWithSAML", Principal: { Federated: providerArn } }),
    ]);
  });

  test("a portal assumes the developer role with a token for itself, and names the session after its subject", () => {
    const providerArn = `arn:aws:iam::${ACCOUNT}:oidc-provider/login.example.com/company`;
    const portal = synthesizeSelfService({ endUsers: { kind: "portal", providerArn, clientId: "studio-portal" } });

    expect(trust("developer_role", portal)).toEqual([
      expect.objectContaining({
        Action: "sts:AssumeRoleWithWebIdentity",
        Principal: { Federated: providerArn },
        Condition: {
          StringEquals: {
            "login.example.com/company:aud": "studio-portal",
            "sts:RoleSessionName": "${login.example.com/company:sub}",
          },
        },
      }),
    ]);
  });

  test("a portal needs the provider of an OpenID Connect issuer", () => {
    const providerArn = `arn:aws:iam::${ACCOUNT}:saml-provider/corporate`;

    expect(() => synthesizeSelfService({ endUsers: { kind: "portal", providerArn, clientId: "portal" } })).toThrow(
      `endUsers: must be the ARN of an OpenID Connect provider, got ${providerArn}`,
    );
  });
});

describe("people who have roles already", () => {
  const roleArn = `arn:aws:iam::${ACCOUNT}:role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Studio_0123`;
  const roles = synthesizeSelfService({ endUsers: { kind: "roles", roleArns: [roleArn] } });

  test("users with existing roles launch with these roles, to which the same policy is attached", () => {
    expect(argumentsByName(roles, "aws_iam_role")).not.toHaveProperty("self_service_developer_role_role");
    expect(identityPolicyStatements(roles, "aws_iam_policy", "self_service_developer_products")).toEqual(
      policy("developer_role_products"),
    );
    expect(
      Object.values(argumentsByName(roles, "aws_servicecatalog_principal_portfolio_association")).map(
        (row) => row.principal_arn,
      ),
    ).toEqual([roleArn]);
  });

  test("users with existing roles are listed one by one: a wildcard would allow a role that is created later", () => {
    const roleArns = [`arn:aws:iam::${ACCOUNT}:role/AWSReservedSSO_*`];

    expect(() => synthesizeSelfService({ endUsers: { kind: "roles", roleArns } })).toThrow(
      /^endUsers: must be full role ARNs/,
    );
  });
});

describe("the launch role", () => {
  const statements = policy("launch_products");
  const stack = `arn:aws:cloudformation:eu-west-1:${ACCOUNT}:stack/SC-${ACCOUNT}-pp-abc/0d5e`;

  test.each<[string, string, string, RoleRequest["context"], string]>([
    ["keeps stacks of products", "cloudformation:CreateStack", stack, {}, "allowed"],
    ["keeps no other stack", "cloudformation:CreateStack", stack.replace("SC-", "mine-"), {}, "not allowed"],
    [
      "calls the function",
      "lambda:InvokeFunction",
      "${aws_lambda_function.self_service_url_handler.arn}",
      {},
      "allowed",
    ],
    ["calls no other function", "lambda:InvokeFunction", `${FUNCTION}-other`, {}, "not allowed"],
    [
      "fetches a template that Service Catalog keeps",
      "s3:GetObject",
      "arn:aws:s3:::any/t",
      { "s3:ExistingObjectTag/servicecatalog:provisioning": "true" },
      "allowed",
    ],
    ["fetches nothing else", "s3:GetObject", "arn:aws:s3:::any/t", {}, "not allowed"],
    ["opens nothing", "sagemaker:CreatePresignedDomainUrl", "*", {}, "not allowed"],
  ])("%s", (_what, action, resource, context, expected) => {
    expect(evaluateIdentityPolicies(statements, { action, resource, context })).toBe(expected);
  });

  test("the launch role is Service Catalog's alone, and launches every product", () => {
    const constraints = Object.values(argumentsByName(json, "aws_servicecatalog_constraint"));

    expect(trust("launch").map(({ Principal }) => Principal)).toEqual([{ Service: "servicecatalog.amazonaws.com" }]);
    expect(constraints.map(({ type, parameters }) => [type, JSON.parse(String(parameters))])).toEqual(
      Object.keys(argumentsByName(json, "aws_servicecatalog_product")).map(() => [
        "LAUNCH",
        { RoleArn: "${aws_iam_role.self_service_launch_role.arn}" },
      ]),
    );
  });
});

describe("the function", () => {
  const lambda = resourceAt(json, "aws_lambda_function.self_service_url_handler");

  test("the self-service function runs where it is told, on a current runtime, a few at a time, and keeps what failed", () => {
    expect(lambda).toMatchObject({
      runtime: "nodejs22.x",
      architectures: ["arm64"],
      handler: "index.handler",
      vpc_config: {
        subnet_ids: ["subnet-a", "subnet-b"],
        security_group_ids: ["${aws_security_group.self_service_function.id}"],
      },
      reserved_concurrent_executions: 5,
      dead_letter_config: { target_arn: "${aws_sqs_queue.self_service_url_failed.arn}" },
      logging_config: { log_format: "JSON", log_group: "${aws_cloudwatch_log_group.self_service_url_logs.name}" },
    });
  });

  test("the self-service function takes its code from a path next to the Terraform, by the hash of its content", () => {
    expect(lambda.filename).toMatch(/^assets\/self_service_url_archive_asset\/[0-9a-f]{32}\/[^/]+$/);
    expect(lambda.source_code_hash).toBe(createHash("sha256").update(readFileSync(ARCHIVE_PATH)).digest("base64"));
  });

  test("the self-service function reads the settings that Terraform gives it", () => {
    const { variables } = lambda.environment as { readonly variables: Readonly<Record<string, string>> };
    const known = Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, renderReferences(value)]));

    expect(readSettings(known)).toEqual({
      domainId: "d-ours",
      endUserRoleArns: ["${aws_iam_role.self_service_developer_role_role.arn}"],
      presignRoleArn: "${aws_iam_role.self_service_url_presign_role.arn}",
      networkCidr: "10.20.0.0/16",
      urlLifeSeconds: 60,
      sessionSeconds: 28_800,
      users: {
        ada: { userProfile: "ada", notebookInstance: "ours" },
        "grace@example.org": { userProfile: "grace" },
      },
    });
  });

  test("the self-service function is believed dead before CloudFormation's own hour is over", () => {
    const template = JSON.parse(
      String(resourceAt(json, "aws_s3_object.self_service_products_studio_template").content),
    );

    expect(Number(template.Resources.Url.Properties.ServiceTimeout)).toBeGreaterThan(Number(lambda.timeout));
    expect(Number(template.Resources.Url.Properties.ServiceTimeout)).toBeLessThan(3600);
  });

  test("the self-service function may not use its right to network interfaces from its code", () => {
    const statements = policy("url_role_function");
    const action = "ec2:DeleteNetworkInterface";
    const resource = `arn:aws:ec2:eu-west-1:${ACCOUNT}:network-interface/eni-1`;

    expect(evaluateIdentityPolicies(statements, { action, resource })).toBe("allowed");
    expect(
      evaluateIdentityPolicies(statements, { action, resource, context: { "lambda:SourceFunctionArn": FUNCTION } }),
    ).toBe("denied");
  });

  test("the self-service function opens nothing under its own role", () => {
    const statements = policy("url_role_function");

    expect(evaluateIdentityPolicies(statements, { action: "sagemaker:CreatePresignedDomainUrl" })).toBe("not allowed");
    expect(
      evaluateIdentityPolicies(statements, {
        action: "sts:AssumeRole",
        resource: `arn:aws:iam::${ACCOUNT}:role/studio-perimeter-test-presign`,
      }),
    ).toBe("allowed");
    expect(
      evaluateIdentityPolicies(statements, {
        action: "sts:AssumeRole",
        resource: `arn:aws:iam::${ACCOUNT}:role/other`,
      }),
    ).toBe("not allowed");
  });

  test("the self-service function keeps what failed under a key that SQS alone uses for it", () => {
    const statements = policy("url_role_function");
    const key = resourceAt(json, "aws_sqs_queue.self_service_url_failed").kms_master_key_id;

    expect(key).toBe("${aws_kms_key.self_service_url_queue_key_cmk.arn}");
    expect(
      ["sqs", "s3"].map((service) =>
        evaluateIdentityPolicies(statements, {
          action: "kms:GenerateDataKey",
          resource: renderReferences(String(key)),
          context: { "kms:ViaService": `${service}.eu-west-1.amazonaws.com` },
        }),
      ),
    ).toEqual(["allowed", "not allowed"]);
  });

  test("the self-service function logs under the environment's key, for as long as the environment says", () => {
    expect(resourceAt(json, "aws_cloudwatch_log_group.self_service_url_logs")).toMatchObject({
      kms_key_id: `arn:aws:kms:eu-west-1:${ACCOUNT}:key/logs`,
      retention_in_days: 30,
    });
  });
});

describe("what an environment sets", () => {
  test.each([
    [{ urlExpirationInSeconds: 4 }, "urlExpirationInSeconds: must be a whole number from 5 to 300 seconds, got 4"],
    [{ urlExpirationInSeconds: 301 }, "urlExpirationInSeconds: must be a whole number from 5 to 300 seconds, got 301"],
    [
      { sessionExpirationInSeconds: 43_201 },
      "sessionExpirationInSeconds: must be a whole number from 1800 to 43200 seconds, got 43201",
    ],
    [
      { users: [{ name: "a b", userProfile: "a" }] },
      "users: invalid session name, got a b; use 2-64 letters, digits and _+=,.@-",
    ],
    [
      { users: ["x", "y"].map((userProfile) => ({ name: "ada", userProfile })) },
      "users: a name must be unique, got ada twice; remove one",
    ],
  ])("what an environment sets is refused where it is out of range: %j", (changes, message) => {
    expect(() => synthesizeSelfService(changes)).toThrow(message);
  });

  test("what an environment sets serves any number of users whose session names are profile names", () => {
    const users = Array.from({ length: 10_000 }, (_, index) => ({ name: `p-${index}`, userProfile: `p-${index}` }));

    expect(usersVariable(users)).toBe("{}");
  });

  test("what an environment sets holds about sixty session names, and more are reported", () => {
    const people = (count: number) =>
      Array.from({ length: count }, (_, index) => ({
        name: `person-number-${index}`,
        userProfile: `profile-${index}`,
      }));

    expect(() => synthesizeSelfService({ users: people(60) })).not.toThrow();
    expect(() => synthesizeSelfService({ users: people(80) })).toThrow(/^users: must fit into 3000 bytes/);
  });
});

describe("the operations team", () => {
  test("the operations team is told of a request that got no answer", () => {
    const watched = synthesizeSelfService(
      {},
      {
        logging: {
          keyArn: "logs-key",
          retentionDays: 30,
          alarmTopicArns: ["arn:aws:sns:eu-west-1:111122223333:alarms"],
        },
      },
    );

    expect(resourceAt(watched, "aws_cloudwatch_metric_alarm.self_service_url_errors")).toMatchObject({
      namespace: "AWS/Lambda",
      metric_name: "Errors",
      dimensions: { FunctionName: "studio-perimeter-test-studio-url" },
      threshold: 0,
      alarm_actions: ["arn:aws:sns:eu-west-1:111122223333:alarms"],
    });
  });

  test("the operations team finds a request in the queue after one more try", () => {
    expect(resourceAt(json, "aws_lambda_function_event_invoke_config.self_service_url_retries")).toMatchObject({
      maximum_retry_attempts: 1,
      maximum_event_age_in_seconds: 600,
    });
  });
});

test("no partition, region or account stands in it by name", () => {
  const neutral = synthesizeSelfService(
    { templateKeyArn: "buckets-key", notebookKeyArn: "notebook-key", deployers: [], breakGlass: [] },
    { logging: { keyArn: "logs-key", retentionDays: 30, alarmTopicArns: [] } },
  );

  expect(JSON.stringify(neutral.resource)).not.toMatch(/arn:aws|\b(?:eu|us|ap|ca|sa|me|af|cn|il)-[a-z]+-\d|\b\d{12}\b/);
});

test("no output shows a URL", () => {
  expect(json.output).toEqual({});
});

test("a template whose text changes lies under another key, whatever Terraform calls the function", () => {
  const { key, content } = resourceAt(json, "aws_s3_object.self_service_products_studio_template");

  expect(key).toMatch(/^studio-url-[0-9a-f]{12}\.json$/);
  expect(key).toBe(resourceAt(synthesizeSelfService(), "aws_s3_object.self_service_products_studio_template").key);
  expect(content).toContain("${aws_lambda_function.self_service_url_handler.arn}");
  expect(resourceAt(json, "aws_servicecatalog_product.self_service_products_studio")).toMatchObject({
    provisioning_artifact_parameters: {
      template_url:
        "https://${aws_s3_bucket.self_service_templates_bucket.bucket_regional_domain_name}/${aws_s3_object.self_service_products_studio_template.key}",
    },
  });
});
