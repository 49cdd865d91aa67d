import { privateDnsOn } from "../../../../verify/claims/dns/private-dns-on";
import { all, change, type Edit, judged, perimeter, put } from "../../fixtures/small-perimeter";

const sealed = perimeter({ order: "none" });
const options = (servers: readonly string[]): Edit =>
  all(
    put("aws_vpc_dhcp_options", "d", { domain_name_servers: servers }),
    put("aws_vpc_dhcp_options_association", "d", {
      vpc_id: "${aws_vpc.main.id}",
      dhcp_options_id: "${aws_vpc_dhcp_options.d.id}",
    }),
  );

describe("private DNS", () => {
  it("is proved for the VPC and every interface endpoint", () => {
    const verdict = judged(privateDnsOn, "isolated", sealed);

    expect(verdict.kind).toBe("proved");
    expect(verdict.evidence).toHaveLength(10);
  });

  it.each<[string, Edit]>([
    ["an endpoint with private DNS off", change("aws_vpc_endpoint", "sts", { private_dns_enabled: false })],
    [
      "an endpoint that leaves it to Terraform's default",
      change("aws_vpc_endpoint", "sts", { private_dns_enabled: null }),
    ],
    ["a VPC without DNS", change("aws_vpc", "main", { enable_dns_support: false })],
    ["a VPC that leaves hostnames to AWS's default", change("aws_vpc", "main", { enable_dns_hostnames: null })],
    ["another resolver by DHCP", options(["8.8.8.8"])],
  ])("is violated by %s", (_, edit) => {
    expect(judged(privateDnsOn, "isolated", sealed, edit).kind).toBe("violated");
  });

  it("is undecided where a flag is not written out", () => {
    const edit = change("aws_vpc_endpoint", "sts", { private_dns_enabled: "${var.dns}" });

    expect(judged(privateDnsOn, "isolated", sealed, edit).kind).toBe("undecided");
  });

  it("still holds with DHCP options that name AWS's resolver", () => {
    expect(judged(privateDnsOn, "isolated", sealed, options(["AmazonProvidedDNS"])).kind).toBe("proved");
  });
});
