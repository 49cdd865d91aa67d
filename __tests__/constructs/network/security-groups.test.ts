import { SecurityGroups, type SecurityGroupsProps } from "../../../constructs/network/security-groups";
import { synthesizeInBareStack, type TerraformJson } from "../fixtures/bare-stack";
import { argumentsByName } from "../fixtures/resource-lookup";
import { sampleContext } from "../fixtures/sample-context";

function synthesizeGroups(changes: Partial<SecurityGroupsProps> = {}): TerraformJson {
  return synthesizeInBareStack((stack) => {
    new SecurityGroups(stack, "security_groups", {
      context: sampleContext(stack),
      vpcId: "vpc-1",
      egress: "none",
      ...changes,
    });
  });
}

/** Each rule as `<group> <protocol> <ports> <peer>`. */
function rules(json: TerraformJson, direction: "ingress" | "egress"): readonly string[] {
  const found = argumentsByName(json, `aws_vpc_security_group_${direction}_rule`);
  return Object.values(found)
    .map((rule) => {
      const peer = rule.referenced_security_group_id ?? rule.cidr_ipv4;
      const ports = rule.from_port === undefined ? "all" : `${rule.from_port}-${rule.to_port}`;
      return `${rule.security_group_id} ${rule.ip_protocol} ${ports} ${peer}`
        .replaceAll("${aws_security_group.security_groups_", "")
        .replaceAll(".id}", "");
    })
    .sort();
}

/** What instances of one job send each other, both ways. */
const JOBS = ["jobs 50 all jobs", "jobs tcp 0-65535 jobs", "jobs udp 500-500 jobs"];

test("without egress the studio group reaches the endpoints, and no address", () => {
  const json = synthesizeGroups();

  expect(rules(json, "egress")).toEqual([...JOBS, "studio tcp 443-443 endpoint"]);
  expect(JSON.stringify(json.resource)).not.toContain("cidr_ipv4");
});

test("the endpoint group admits TLS from the studio group only, and sends nothing", () => {
  const json = synthesizeGroups({ egress: "inspected" });

  expect(rules(json, "ingress")).toEqual(["endpoint tcp 443-443 studio", ...JOBS]);
  expect(rules(json, "egress").filter((rule) => rule.startsWith("endpoint"))).toEqual([]);
});

test("inspected egress opens 443 to every address and nothing more", () => {
  expect(rules(synthesizeGroups({ egress: "inspected" }), "egress")).toEqual([
    ...JOBS,
    "studio tcp 443-443 0.0.0.0/0",
    "studio tcp 443-443 endpoint",
  ]);
});

test("inspected egress opens each port of the allow-list", () => {
  const json = synthesizeGroups({ egress: "inspected", egressPorts: [443, 8443] });

  expect(rules(json, "egress").filter((rule) => rule.endsWith("0.0.0.0/0"))).toEqual([
    "studio tcp 443-443 0.0.0.0/0",
    "studio tcp 8443-8443 0.0.0.0/0",
  ]);
});

test("ports of an allow-list open nothing while there is no egress", () => {
  expect(rules(synthesizeGroups({ egressPorts: [8443] }), "egress")).toEqual(rules(synthesizeGroups(), "egress"));
});

test("nothing admits the studio group, not even itself: one user would reach another's applications", () => {
  const admitted = rules(synthesizeGroups({ egress: "inspected" }), "ingress").filter((rule) =>
    rule.startsWith("studio"),
  );

  expect(admitted).toEqual([]);
});

test("no rule is written inside a group, where it would fight with the rules outside", () => {
  const groups = Object.values(argumentsByName(synthesizeGroups({ egress: "inspected" }), "aws_security_group"));

  expect(groups).toHaveLength(3);
  expect(groups.filter((group) => "ingress" in group || "egress" in group)).toEqual([]);
});

test("every rule and group says what it is for", () => {
  const { resource } = synthesizeGroups({ egress: "inspected" });

  const described = Object.values(resource).flatMap((byName) => Object.values(byName));
  expect(described).toHaveLength(12);
  expect(described.filter(({ description }) => typeof description !== "string" || description.length < 10)).toEqual([]);
});
