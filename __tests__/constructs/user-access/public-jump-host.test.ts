import type { EndpointName } from "../../../constructs/endpoints/endpoint-catalog";
import { PublicJumpHost, type PublicJumpHostProps } from "../../../constructs/user-access/public-jump-host";
import { synthesizeInBareStack, type TerraformJson } from "../fixtures/bare-stack";
import { argumentsByName, resourceAt } from "../fixtures/resource-lookup";
import { sampleContext } from "../fixtures/sample-context";
import { STUDIO_VOLUME_KEY_ARN } from "../fixtures/sample-studio";

const ONE_ADDRESS = "203.0.113.9/32";
const opened: EndpointName[] = [];

function synthesizeHost(changes: Partial<PublicJumpHostProps> = {}): TerraformJson {
  return synthesizeInBareStack((stack) => {
    new PublicJumpHost(stack, "host", {
      context: sampleContext(stack),
      vpcId: "vpc-1",
      subnetId: "subnet-client",
      routeTableId: "rtb-client",
      internetGatewayId: "igw-1",
      endpoints: { attachSecurityGroup: (services) => void opened.push(...services) },
      services: ["sagemaker.api", "studio"],
      allowedCidr: ONE_ADDRESS,
      protocol: "rdp",
      keyName: "admins",
      keyArn: STUDIO_VOLUME_KEY_ARN,
      instanceType: "t3.large",
      amiParameter: "/aws/service/ami-windows-latest/Windows_Server-2022-English-Full-Base",
      stopScheduleExpression: "cron(0 20 * * ? *)",
      timeZone: "UTC",
      ...changes,
    });
  });
}

const json = synthesizeHost();

test.each([
  ["rdp", 3389],
  ["ssh", 22],
] as const)("by %s one address connects to port %i, and nobody else to anything", (protocol, port) => {
  const rules = argumentsByName(synthesizeHost({ protocol }), "aws_vpc_security_group_ingress_rule");
  const ofHost = Object.values(rules).filter(({ security_group_id }) =>
    String(security_group_id).includes("host_reach"),
  );

  expect(ofHost).toEqual([
    expect.objectContaining({ cidr_ipv4: ONE_ADDRESS, ip_protocol: "tcp", from_port: port, to_port: port }),
  ]);
});

test("its subnet's table leads beyond the VPC to that address alone", () => {
  expect(Object.values(argumentsByName(json, "aws_route"))).toEqual([
    expect.objectContaining({ route_table_id: "rtb-client", destination_cidr_block: ONE_ADDRESS, gateway_id: "igw-1" }),
  ]);
});

test("it sends TLS to its own entrance, which only the endpoints of its browser carry, and nothing else", () => {
  expect(Object.values(argumentsByName(json, "aws_vpc_security_group_egress_rule"))).toEqual([
    expect.objectContaining({
      referenced_security_group_id: "${aws_security_group.host_entrance.id}",
      from_port: 443,
      to_port: 443,
    }),
  ]);
  expect([...new Set(opened)]).toEqual(["sagemaker.api", "studio"]);
});

test("it acts as nobody in the account, and is otherwise as hard as the client", () => {
  const machine = resourceAt(json, "aws_instance.host_machine");

  expect(machine.iam_instance_profile).toBeUndefined();
  expect(machine).toMatchObject({
    associate_public_ip_address: true,
    key_name: "admins",
    metadata_options: { http_tokens: "required" },
    root_block_device: { encrypted: true, kms_key_id: STUDIO_VOLUME_KEY_ARN },
  });
  expect(Object.keys(argumentsByName(json, "aws_scheduler_schedule"))).toEqual(["host_after_hours_daily"]);
});
