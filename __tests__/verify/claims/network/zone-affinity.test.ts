import { zoneAffinity } from "../../../../verify/claims/network/zone-affinity";
import { firewallEndpoint } from "../../fixtures/internet-path";
import { all, change, type Edit, judged, perimeter } from "../../fixtures/small-perimeter";

const inspected = perimeter({ zones: ["a", "b"] });

describe("zone affinity", () => {
  it("is proved for every way out and back", () => {
    const verdict = judged(zoneAffinity, "inspected", inspected);

    expect(verdict.kind).toBe("proved");
    expect(verdict.evidence).toHaveLength(6);
  });

  it.each<[string, Edit]>([
    [
      "default routes swapped between the zones",
      all(
        change("aws_route", "studio_a", { vpc_endpoint_id: firewallEndpoint("b") }),
        change("aws_route", "studio_b", { vpc_endpoint_id: firewallEndpoint("a") }),
      ),
    ],
    [
      "a NAT gateway of the other zone",
      change("aws_route", "firewall_a", { nat_gateway_id: "${aws_nat_gateway.b.id}" }),
    ],
    ["one NAT gateway for all zones", change("aws_nat_gateway", "b", { subnet_id: "${aws_subnet.nat_a.id}" })],
    [
      "a firewall subnet that lies in the other zone",
      all(
        change("aws_subnet", "firewall_a", { availability_zone: "eu-west-1c" }),
        change("aws_route", "studio_a", { vpc_endpoint_id: firewallEndpoint("c") }),
      ),
    ],
    [
      "an endpoint that goes by position",
      change("aws_route", "studio_a", {
        vpc_endpoint_id:
          "${tolist(aws_networkfirewall_firewall.egress.firewall_status[0].sync_states)[0].attachment[0].endpoint_id}",
      }),
    ],
    [
      "an endpoint taken by element()",
      change("aws_route", "studio_a", {
        vpc_endpoint_id:
          "${element(tolist(aws_networkfirewall_firewall.egress.firewall_status[0].sync_states), 0).attachment[0].endpoint_id}",
      }),
    ],
    [
      "an endpoint from a splat",
      change("aws_route", "studio_a", {
        vpc_endpoint_id:
          "${flatten(aws_networkfirewall_firewall.egress.firewall_status[0].sync_states[*].attachment[*].endpoint_id)[0]}",
      }),
    ],
    ["an answer that crosses zones", change("aws_route", "back_a", { vpc_endpoint_id: firewallEndpoint("b") })],
    [
      "associations swapped between the zones",
      all(
        change("aws_route_table_association", "studio_a", { route_table_id: "${aws_route_table.studio_b.id}" }),
        change("aws_route_table_association", "studio_b", { route_table_id: "${aws_route_table.studio_a.id}" }),
      ),
    ],
  ])("is violated by %s", (_, edit) => {
    expect(judged(zoneAffinity, "inspected", inspected, edit).kind).toBe("violated");
  });

  it("is proved by position when the firewall has one endpoint only", () => {
    const edit = change("aws_route", "studio_a", {
      vpc_endpoint_id:
        "${tolist(aws_networkfirewall_firewall.egress.firewall_status[0].sync_states)[0].attachment[0].endpoint_id}",
    });

    expect(judged(zoneAffinity, "inspected", perimeter(), edit).kind).toBe("proved");
  });

  it("knows zones by references too", () => {
    const zone = "${data.aws_availability_zones.here.names[0]}";
    const subnets = ["studio_a", "firewall_a", "nat_a"].map((name) =>
      change("aws_subnet", name, { availability_zone: zone }),
    );
    const endpoint = firewallEndpoint("a").replace('"eu-west-1a"', "data.aws_availability_zones.here.names[0]");
    const routes = ["studio_a", "back_a"].map((name) => change("aws_route", name, { vpc_endpoint_id: endpoint }));

    expect(judged(zoneAffinity, "inspected", perimeter(), all(...subnets, ...routes)).kind).toBe("proved");
  });

  it("is undecided for a subnet without a zone", () => {
    const edit = change("aws_subnet", "nat_a", { availability_zone: null });

    expect(judged(zoneAffinity, "inspected", inspected, edit).kind).toBe("undecided");
  });
});
