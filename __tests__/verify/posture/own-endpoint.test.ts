import { declaredOwnEndpoint, namesOfOwnEndpoint, readOwnEndpoint } from "../../../verify/posture/own-endpoint";
import type { PerimeterPosture } from "../../../verify/posture/posture";
import type { Json } from "../../../verify/terraform/terraform-configuration";

const service = "com.amazonaws.vpce.eu-west-1.vpce-svc-0123456789abcdef0";
const git = { name: "git", service, ports: [443, 22], private_dns_name: "git.example.net", users: ["ada"] };

test("a declared service of the company is read with its ports, private name and users", () => {
  expect(readOwnEndpoint(git, "case")).toEqual({
    name: "git",
    service,
    ports: [443, 22],
    privateDnsName: "git.example.net",
    users: ["ada"],
  });
});

test("a private name that is null, as modules declare it, is none", () => {
  const { private_dns_name: _, ...unnamed } = git;

  expect(readOwnEndpoint({ ...git, private_dns_name: null }, "case")).toEqual(readOwnEndpoint(unnamed, "case"));
});

test.each<[string, Json]>([
  ["no name", { ...git, name: null }],
  ["an AWS service", { ...git, service: "com.amazonaws.eu-west-1.s3" }],
  ["any service", { ...git, service: "com.amazonaws.vpce.eu-west-1.*" }],
  ["a wildcard", { ...git, private_dns_name: "*.example.net" }],
  ["the root", { ...git, private_dns_name: "" }],
  ["no port", { ...git, ports: [] }],
  ["the port of DNS", { ...git, ports: [443, 53] }],
  ["every port", { ...git, ports: "*" }],
  ["no user", { ...git, users: [] }],
  ["a text in place of users", { ...git, users: "ada" }],
])("a declared service of the company is refused with %s", (_, entry) => {
  expect(() => readOwnEndpoint(entry, "case")).toThrow("case.own_endpoints: not an endpoint service");
});

test("an endpoint is of a declared service only if the whole name is equal and it has interfaces", () => {
  const posture: PerimeterPosture = {
    ...{ kind: "isolated", allowedDomains: [], protections: false, deployers: [], breakGlass: [], logRetentionDays: 1 },
    ownEndpoints: [readOwnEndpoint(git, "case")],
  };

  expect(declaredOwnEndpoint(posture, { type: "Interface", service })?.name).toBe("git");
  expect(declaredOwnEndpoint(posture, { type: "GatewayLoadBalancer", service })).toBeUndefined();
  expect(declaredOwnEndpoint(posture, { type: "Interface", service: `${service}0` })).toBeUndefined();
});

test("the names of endpoints have the suffix of their partition", () => {
  const chinese = { name: "git", service: `cn.${service.replace("eu-west-1", "cn-north-1")}`, ports: [443] };

  expect(namesOfOwnEndpoint(readOwnEndpoint(git, "case"))).toEqual({
    domain: "vpce-svc-0123456789abcdef0.eu-west-1.vpce.amazonaws.com",
    privateName: "git.example.net",
  });
  expect(namesOfOwnEndpoint(readOwnEndpoint(chinese, "case")).domain).toBe(
    "vpce-svc-0123456789abcdef0.cn-north-1.vpce.amazonaws.com.cn",
  );
});
