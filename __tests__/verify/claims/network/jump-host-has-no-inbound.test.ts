import { jumpHostHasNoInbound } from "../../../../verify/claims/network/jump-host-has-no-inbound";
import {
  changeArguments,
  combineEdits,
  networkPerimeter,
  type ResourceEdit,
  setResource,
  verdictOnPerimeter,
} from "../../fixtures/network-perimeter";

const inspected = networkPerimeter();
/** Written anew for each test, for edits change it in place. */
const machine: ResourceEdit = (resources) =>
  combineEdits(
    setResource("aws_security_group", "client", { vpc_id: "${aws_vpc.main.id}" }),
    setResource("aws_instance", "client", {
      subnet_id: "${aws_subnet.endpoint_a.id}",
      vpc_security_group_ids: ["${aws_security_group.client.id}"],
    }),
  )(resources);
const letIn = (values: Record<string, string | number>): ResourceEdit =>
  setResource("aws_vpc_security_group_ingress_rule", "in", {
    security_group_id: "${aws_security_group.client.id}",
    ip_protocol: "tcp",
    from_port: 3389,
    to_port: 3389,
    ...values,
  });

describe("jump-host-has-no-inbound", () => {
  it("jump-host-has-no-inbound is not applicable without any EC2 instance, and says so", () => {
    const { kind, evidence } = verdictOnPerimeter(jumpHostHasNoInbound, "inspected", inspected);

    expect(kind).toBe("notApplicable");
    expect(evidence[0]?.text).toBe(
      "the configuration has no EC2 instance, launch template or separate network interface",
    );
  });

  it("jump-host-has-no-inbound is proved by security groups, addresses and subnets", () => {
    const { kind, evidence } = verdictOnPerimeter(jumpHostHasNoInbound, "inspected", inspected, machine);

    expect(kind).toBe("proved");
    expect(evidence.map(({ text }) => text)).toEqual([
      "aws_instance.client accepts no connection: aws_security_group.client has no inbound rule",
      "aws_instance.client has no public address",
      "aws_instance.client runs in aws_subnet.endpoint_a, which Studio does not use",
    ]);
  });

  it("jump-host-has-no-inbound reports each open port of a public instance with its source", () => {
    const edit = combineEdits(
      machine,
      changeArguments("aws_instance", "client", { associate_public_ip_address: true }),
      letIn({ cidr_ipv4: "203.0.113.9/32" }),
    );

    const { kind, evidence } = verdictOnPerimeter(jumpHostHasNoInbound, "inspected", inspected, edit);

    expect(kind).toBe("violated");
    expect(evidence.map(({ text }) => text)).toEqual([
      "aws_instance.client accepts tcp 3389 from 203.0.113.9/32",
      "aws_instance.client has a public address",
    ]);
  });

  it.each<[string, ResourceEdit]>([
    ["a rule for another group", letIn({ referenced_security_group_id: "${aws_security_group.studio.id}" })],
    [
      "a place among Studio's apps",
      changeArguments("aws_instance", "client", { subnet_id: "${aws_subnet.studio_a.id}" }),
    ],
    [
      "Studio's own group",
      changeArguments("aws_instance", "client", { vpc_security_group_ids: ["${aws_security_group.studio.id}"] }),
    ],
    [
      "a subnet that hands out addresses",
      changeArguments("aws_subnet", "endpoint_a", { map_public_ip_on_launch: true }),
    ],
    ["an IPv6 address", changeArguments("aws_instance", "client", { ipv6_address_count: 1 })],
    [
      "an address of a second interface",
      combineEdits(
        setResource("aws_network_interface", "second", { subnet_id: "${aws_subnet.endpoint_a.id}" }),
        setResource("aws_network_interface_attachment", "second", {
          instance_id: "${aws_instance.client.id}",
          network_interface_id: "${aws_network_interface.second.id}",
        }),
        setResource("aws_eip", "second", { network_interface: "${aws_network_interface.second.id}" }),
      ),
    ],
    [
      "a group that is attached afterwards",
      combineEdits(
        setResource("aws_security_group", "open", {
          vpc_id: "${aws_vpc.main.id}",
          ingress: [{ protocol: "tcp", from_port: 22, to_port: 22, cidr_blocks: ["10.0.0.0/8"] }],
        }),
        setResource("aws_network_interface_sg_attachment", "more", {
          security_group_id: "${aws_security_group.open.id}",
          network_interface_id: "${aws_instance.client.primary_network_interface_id}",
        }),
      ),
    ],
    [
      "a template that opens what the machine does not say",
      combineEdits(
        setResource("aws_launch_template", "open", {
          network_interfaces: [{ associate_public_ip_address: "true", subnet_id: "${aws_subnet.endpoint_a.id}" }],
        }),
        changeArguments("aws_instance", "client", { launch_template: { id: "${aws_launch_template.open.id}" } }),
      ),
    ],
  ])("jump-host-has-no-inbound is violated by %s", (_, edit) => {
    expect(verdictOnPerimeter(jumpHostHasNoInbound, "inspected", inspected, combineEdits(machine, edit)).kind).toBe(
      "violated",
    );
  });

  it.each<[string, ResourceEdit]>([
    ["a rule that does not say for whom", letIn({ cidr_ipv4: "${var.office}" })],
    [
      "a group that is declared elsewhere",
      changeArguments("aws_instance", "client", { vpc_security_group_ids: ["sg-0123"] }),
    ],
    [
      "an interface that is declared elsewhere",
      changeArguments("aws_instance", "client", { network_interface: [{ network_interface_id: "eni-0123" }] }),
    ],
    [
      "a template that is declared elsewhere",
      changeArguments("aws_instance", "client", { launch_template: { id: "lt-0123" } }),
    ],
    [
      "a template that does not say where its machines stand",
      setResource("aws_launch_template", "t", { vpc_security_group_ids: ["${aws_security_group.client.id}"] }),
    ],
  ])("jump-host-has-no-inbound is undecided with %s", (_, edit) => {
    expect(verdictOnPerimeter(jumpHostHasNoInbound, "inspected", inspected, combineEdits(machine, edit)).kind).toBe(
      "undecided",
    );
  });

  it("jump-host-has-no-inbound assumes the default group of the VPC for an instance without a group", () => {
    const bare = setResource("aws_instance", "client", { subnet_id: "${aws_subnet.endpoint_a.id}" });
    const unadopted: ResourceEdit = (resources) => {
      delete resources.aws_default_security_group;
    };

    expect(verdictOnPerimeter(jumpHostHasNoInbound, "inspected", inspected, bare).kind).toBe("proved");
    expect(verdictOnPerimeter(jumpHostHasNoInbound, "inspected", inspected, combineEdits(bare, unadopted)).kind).toBe(
      "violated",
    );
  });
});
