import { synthesizeWithAccess } from "../fixtures/user-access-stacks";

const service = "com.amazonaws.vpce.eu-west-1.vpce-svc-0123456789abcdef0";
const git = { name: "git", service, ports: [22], users: ["ada"], reason: "code", owner: "platform" };
const wiki = {
  ...git,
  name: "team-wiki",
  service: service.replace(/0$/, "1"),
  ports: [443],
  users: undefined,
  privateDnsName: "wiki.corp.example.net",
  availabilityZones: ["eu-west-1a"],
};

const json = synthesizeWithAccess(
  { kind: "off" },
  {
    endpoints: { own: [git, wiki] },
    studio: { users: 20, userProfiles: [{ name: "ada" }, { name: "grace" }], selfIngress: false },
  },
);

function groupsOf(profile: string): unknown {
  const { user_settings: settings } = json.resource.aws_sagemaker_user_profile?.[profile] ?? {};
  return (settings as { security_groups?: unknown }).security_groups;
}

test("an endpoint of the company's own service has no policy, and private DNS only if it has a private name", () => {
  const { own_endpoints_to_git: toGit, own_endpoints_to_team_wiki: toWiki } = json.resource.aws_vpc_endpoint ?? {};

  expect(toGit).toMatchObject({ service_name: service, private_dns_enabled: false });
  expect(toGit?.subnet_ids).toHaveLength(2);
  expect(toWiki).toMatchObject({
    private_dns_enabled: true,
    subnet_ids: ["${aws_subnet.network_endpoint_a.id}"],
    security_group_ids: ["${aws_security_group.own_endpoints_group_to_team_wiki.id}"],
  });
  expect([toGit, toWiki].filter((endpoint) => endpoint === undefined || "policy" in endpoint)).toEqual([]);
});

test("an endpoint of the company's own service for one user is reached by the apps of that user alone, on its ports", () => {
  const users = "${aws_security_group.own_endpoints_users_of_git.id}";
  const studio = "${aws_security_group.security_groups_studio.id}";

  expect(groupsOf("studio_profile_ada")).toEqual([studio, users]);
  expect(groupsOf("studio_profile_grace")).toEqual([studio]);
  expect(json.resource.aws_vpc_security_group_ingress_rule).toMatchObject({
    own_endpoints_in_git_22: { referenced_security_group_id: users, from_port: 22, to_port: 22, ip_protocol: "tcp" },
    own_endpoints_in_team_wiki_443: { referenced_security_group_id: studio, from_port: 443, to_port: 443 },
  });
});

test("DNS resolves the names of the company's own endpoints, and the posture declares their services", () => {
  const lists = json.resource.aws_route53_resolver_firewall_domain_list ?? {};
  const declared = json.output.perimeter_posture?.value as { own_endpoints?: unknown } | undefined;

  expect(lists.dns_firewall_allowed_names?.domains).toEqual(
    expect.arrayContaining([
      "wiki.corp.example.net.",
      "*.vpce-svc-0123456789abcdef0.eu-west-1.vpce.amazonaws.com.",
      "*.vpce-svc-0123456789abcdef1.eu-west-1.vpce.amazonaws.com.",
    ]),
  );
  expect(declared?.own_endpoints).toEqual([
    { name: "git", service, ports: [22], users: ["ada"] },
    { name: "team-wiki", service: wiki.service, ports: [443], private_dns_name: "wiki.corp.example.net" },
  ]);
});
