import type { EndpointName } from "../../../constructs/endpoints/endpoint-catalog";
import {
  PrivateClientInstance,
  type PrivateClientInstanceProps,
} from "../../../constructs/user-access/private-client-instance";
import { synthesizeInBareStack, type TerraformJson } from "../fixtures/bare-stack";
import { argumentsByName, resourceAt } from "../fixtures/resource-lookup";
import { sampleContext } from "../fixtures/sample-context";
import { STUDIO_VOLUME_KEY_ARN } from "../fixtures/sample-studio";
import { statementErrors } from "../reference/iam-service-reference";
import { evaluateIdentityPolicies, identityPolicyStatements } from "../reference/identity-policy-evaluator";

const WINDOWS = "/aws/service/ami-windows-latest/Windows_Server-2022-English-Full-Base";

interface Built {
  readonly json: TerraformJson;
  /** Each service that was opened, with the group that it then carries. */
  readonly opened: readonly string[];
}

function build(changes: Partial<PrivateClientInstanceProps> = {}): Built {
  const opened: string[] = [];
  const json = synthesizeInBareStack((stack) => {
    new PrivateClientInstance(stack, "client", {
      context: sampleContext(stack),
      vpcId: "vpc-1",
      subnetId: "subnet-client",
      endpoints: { attachSecurityGroup: (services: readonly EndpointName[]) => void opened.push(...services) },
      services: ["sagemaker.api", "studio"],
      keyArn: STUDIO_VOLUME_KEY_ARN,
      instanceType: "t3.large",
      amiParameter: WINDOWS,
      stopScheduleExpression: "cron(0 20 * * ? *)",
      timeZone: "Europe/Berlin",
      ...changes,
    });
  });
  return { json, opened };
}

const { json, opened } = build();
const machine = resourceAt(json, "aws_instance.client_machine");

test("the client has no public address and no key", () => {
  expect(machine.associate_public_ip_address).toBe(false);
  expect(machine.key_name).toBeUndefined();
  expect(build({ keyName: "admins" }).json.resource.aws_instance?.client_machine?.key_name).toBe("admins");
});

test("nothing may connect to the client", () => {
  const rules = Object.values(argumentsByName(json, "aws_vpc_security_group_ingress_rule"));

  expect(machine.vpc_security_group_ids).toEqual(["${aws_security_group.client_reach.id}"]);
  expect(rules.map(({ security_group_id }) => security_group_id)).toEqual(["${aws_security_group.client_entrance.id}"]);
});

test("the client sends TLS to its own entrance and nothing else", () => {
  expect(Object.values(argumentsByName(json, "aws_vpc_security_group_egress_rule"))).toEqual([
    expect.objectContaining({
      security_group_id: "${aws_security_group.client_reach.id}",
      referenced_security_group_id: "${aws_security_group.client_entrance.id}",
      ip_protocol: "tcp",
      from_port: 443,
      to_port: 443,
    }),
  ]);
});

test("its entrance admits TLS from the client, at Systems Manager's endpoints and at those its browser opens", () => {
  expect(resourceAt(json, "aws_vpc_security_group_ingress_rule.client_entrance_from_machine")).toMatchObject({
    referenced_security_group_id: "${aws_security_group.client_reach.id}",
    ip_protocol: "tcp",
    from_port: 443,
    to_port: 443,
  });
  expect(opened).toEqual(["ssm", "ssmmessages", "ec2messages", "sagemaker.api", "studio"]);
});

test("its metadata asks for session tokens, from the machine itself alone", () => {
  expect(machine.metadata_options).toMatchObject({ http_tokens: "required", http_put_response_hop_limit: 1 });
});

test("its disk is encrypted with the environment's key", () => {
  expect(machine.root_block_device).toMatchObject({ encrypted: true, kms_key_id: STUDIO_VOLUME_KEY_ARN });
});

test("its image is AWS's by name, and a newer one does not replace the machine unasked", () => {
  expect(json.data.aws_ssm_parameter?.client_machine_image).toMatchObject({ name: WINDOWS });
  expect(machine.ami).toBe("${data.aws_ssm_parameter.client_machine_image.insecure_value}");
  expect(machine.lifecycle).toEqual({ ignore_changes: ["ami"] });
});

describe("the role of its agent", () => {
  const statements = identityPolicyStatements(json, "aws_iam_role_policy", "client_agent_permissions");
  const may = (action: string) => evaluateIdentityPolicies(statements, { action });

  test("the SSM Agent role is faultless by AWS's own list of actions", () => {
    expect(statementErrors(statements)).toEqual([]);
  });

  test("the SSM Agent role is managed and carries a desktop", () => {
    expect(may("ssm:UpdateInstanceInformation")).toBe("allowed");
    expect(may("ssmmessages:OpenDataChannel")).toBe("allowed");
  });

  test.each([
    "ssm:GetParameter",
    "ssm:GetParameters",
    "ssm:SendCommand",
    "ssm:StartSession",
    "s3:GetObject",
    "sts:AssumeRole",
  ])("the SSM Agent role may not %s, as AWS's own policy or a careless one would let it", (action) => {
    expect(may(action)).toBe("not allowed");
  });

  test("the SSM Agent role is assumed by machines alone", () => {
    const trust = JSON.parse(String(resourceAt(json, "aws_iam_role.client_agent").assume_role_policy));

    expect(trust.Statement).toEqual([
      expect.objectContaining({ Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" }),
    ]);
    expect(machine.iam_instance_profile).toBe("${aws_iam_instance_profile.client_agent_profile.name}");
  });
});

describe("after hours", () => {
  test("the client is stopped, by its own clock", () => {
    expect(resourceAt(json, "aws_scheduler_schedule.client_after_hours_daily")).toMatchObject({
      schedule_expression: "cron(0 20 * * ? *)",
      schedule_expression_timezone: "Europe/Berlin",
      target: {
        arn: "arn:${data.aws_partition.account_partition.partition}:scheduler:::aws-sdk:ec2:stopInstances",
        input: '{"InstanceIds":["${aws_instance.client_machine.id}"]}',
      },
    });
  });

  test("the role that stops it can do nothing else, and only this account's scheduler assumes it", () => {
    const statements = identityPolicyStatements(json, "aws_iam_role_policy", "client_after_hours_stopping");
    const [trust] = identityPolicyStatements(json, "aws_iam_role", "client_after_hours_stopper", "assume_role_policy");

    expect(statementErrors(statements.map((statement) => ({ ...statement, Resource: "*" })))).toEqual([]);
    expect(statements).toEqual([
      expect.objectContaining({ Action: "ec2:StopInstances", Resource: "${aws_instance.client_machine.arn}" }),
    ]);
    expect(trust?.Condition).toEqual({
      StringEquals: { "aws:SourceAccount": "111122223333" },
      ArnEquals: { "aws:SourceArn": "arn:aws:scheduler:eu-west-1:111122223333:schedule-group/default" },
    });
  });
});
