import { synthesizedJson } from "../../fixtures/synthesized";

const NETWORK = ["vpc_id", "vpc_cidr_block", "studio_subnet_ids", "studio_security_group_id", "s3_endpoint_id"];
const DATA = ["execution_role_arn", "studio_key_arn", "buckets_key_arn", "data_bucket_name", "models_bucket_name"];
const STUDIO = ["domain_id", "user_profile_names", "home_efs_file_system_id"];
const EGRESS = [
  ...["internet_gateway_id", "firewall_arn", "nat_public_ips"],
  ...["nat_subnet_cidr_blocks", "nat_route_table_ids", "firewall_route_table_ids"],
];

/** Names of the parameters below the path of the environment. */
const parametersOf = (environment: string): readonly string[] =>
  Object.values(synthesizedJson(environment).resource.aws_ssm_parameter ?? {}).map((parameter) =>
    String((parameter as { readonly name: string }).name).replace(`/studio-perimeter/${environment}/`, ""),
  );

test.each([
  ["dev", []],
  ["staging", EGRESS],
  ["prod", EGRESS],
])(
  "%s publishes network, role, keys, buckets, domain and users, and its outbound path where it has one",
  (name, egress) => {
    const expected = [...NETWORK, ...DATA, ...STUDIO, ...egress];
    const { output } = synthesizedJson(name);
    expect(Object.keys(output)).toEqual(expect.arrayContaining(expected));
    expect(EGRESS.filter((id) => id in output)).toEqual(egress);
    expect(parametersOf(name)).toEqual(expect.arrayContaining(expected.filter((id) => id !== "user_profile_names")));
  },
);

test("the list of users is an output alone, because a parameter holds 4 KB", () => {
  expect(synthesizedJson("prod").output.user_profile_names).toMatchObject({ value: ["data-scientist", "ml-engineer"] });
  expect(parametersOf("prod")).not.toContain("user_profile_names");
});

test("published public addresses are those of the NAT gateways, one for each zone", () => {
  const { output, resource } = synthesizedJson("prod");
  const addresses = Object.values(resource.aws_nat_gateway ?? {}).map((gateway) =>
    String((gateway as { readonly allocation_id: string }).allocation_id).replace(".id}", ".public_ip}"),
  );
  expect(addresses).toHaveLength(3);
  expect(output.nat_public_ips).toMatchObject({ value: addresses });
});
