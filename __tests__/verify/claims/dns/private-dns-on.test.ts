import { privateDnsOn } from "../../../../verify/claims/dns/private-dns-on";
import {
  changeArguments,
  combineEdits,
  networkPerimeter,
  type ResourceEdit,
  setResource,
  verdictOnPerimeter,
} from "../../fixtures/network-perimeter";

const sealed = networkPerimeter({ order: "none" });
const options = (servers: readonly string[]): ResourceEdit =>
  combineEdits(
    setResource("aws_vpc_dhcp_options", "d", { domain_name_servers: servers }),
    setResource("aws_vpc_dhcp_options_association", "d", {
      vpc_id: "${aws_vpc.main.id}",
      dhcp_options_id: "${aws_vpc_dhcp_options.d.id}",
    }),
  );

describe("private-dns-on", () => {
  it("private-dns-on is proved for the VPC and every interface endpoint", () => {
    const verdict = verdictOnPerimeter(privateDnsOn, "isolated", sealed);

    expect(verdict.kind).toBe("proved");
    expect(verdict.evidence).toHaveLength(10);
  });

  it.each<[string, ResourceEdit]>([
    ["an endpoint with private DNS off", changeArguments("aws_vpc_endpoint", "sts", { private_dns_enabled: false })],
    [
      "an endpoint that leaves it to Terraform's default",
      changeArguments("aws_vpc_endpoint", "sts", { private_dns_enabled: null }),
    ],
    ["a VPC without DNS", changeArguments("aws_vpc", "main", { enable_dns_support: false })],
    [
      "a VPC that leaves hostnames to AWS's default",
      changeArguments("aws_vpc", "main", { enable_dns_hostnames: null }),
    ],
    ["another resolver by DHCP", options(["8.8.8.8"])],
  ])("private-dns-on is violated by %s", (_, edit) => {
    expect(verdictOnPerimeter(privateDnsOn, "isolated", sealed, edit).kind).toBe("violated");
  });

  it("private-dns-on is undecided if an argument is not in the configuration", () => {
    const edit = changeArguments("aws_vpc_endpoint", "sts", { private_dns_enabled: "${var.dns}" });

    expect(verdictOnPerimeter(privateDnsOn, "isolated", sealed, edit).kind).toBe("undecided");
  });

  it("private-dns-on still holds with DHCP options that name the Amazon resolver", () => {
    expect(verdictOnPerimeter(privateDnsOn, "isolated", sealed, options(["AmazonProvidedDNS"])).kind).toBe("proved");
  });
});
