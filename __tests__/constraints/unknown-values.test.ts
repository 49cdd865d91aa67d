import fc from "fast-check";
import { awsConfiguration } from "../../constraints/configuration/aws-configuration";
import { isObject, type Values } from "../../constraints/configuration/terraform-values";
import { argumentRefusals } from "../../constraints/refusals";
import { schemaFacts } from "../../constraints/schemas/schema-facts";
import { UNKNOWN } from "../../rehearsal/protocol/values";
import { propertyRuns } from "../fixtures/property-runs";
import { stacksOfEveryOption } from "./fixtures/every-option";

const accepted = stacksOfEveryOption().flatMap(({ json }) => [...awsConfiguration(json).resources]);

/** Arguments at the top of a type that exclude each other, although a resource may have none of them. */
function exclusiveArguments(type: string): readonly string[] {
  const groups = schemaFacts.types[type]?.exclusive ?? [];
  return groups.filter(({ block }) => block === "").flatMap(({ arguments: names }) => names);
}

/** The values with some arguments replaced, here and in nested blocks. */
function replaced(values: Values, names: ReadonlySet<string>, by: unknown): Values {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      names.has(name)
        ? by
        : Array.isArray(value) && value.every(isObject)
          ? value.map((block) => replaced(block, names, by))
          : value,
    ]),
  );
}

const changedResources = fc.constantFrom(...accepted).chain(({ type, values }) => {
  const nested = Object.values(values).flatMap((value) =>
    Array.isArray(value) ? value.filter(isObject).flatMap((block) => Object.keys(block)) : [],
  );
  const names = [...Object.keys(values), ...nested, ...exclusiveArguments(type)];
  return fc.subarray(names).map((chosen) => ({ type, values, chosen: new Set(chosen) }));
});

function problemsOf(type: string, values: Values): readonly string[] {
  return argumentRefusals(type, values).map(({ argument, problem }) => `${type}.${argument}: ${problem}`);
}

test("Arguments that Terraform knows only after the apply are never the reason for a refusal.", () => {
  fc.assert(
    fc.property(changedResources, ({ type, values, chosen }) => {
      const added = Object.fromEntries([...chosen].map((name) => [name, UNKNOWN]));
      const unknown = { ...added, ...replaced(values, chosen, UNKNOWN) };

      expect(problemsOf(type, unknown)).toEqual([]);
    }),
    propertyRuns(300),
  );
});

test("Null for an argument that a resource does not set changes nothing, as a module passes it for a variable without a value.", () => {
  for (const { type, values } of accepted) {
    const absent = exclusiveArguments(type).filter((name) => values[name] === undefined);
    const nulls = Object.fromEntries(absent.map((name) => [name, null]));

    expect(problemsOf(type, { ...values, ...nulls })).toEqual([]);
  }
});

test.each([
  ["aws_vpc", { cidr_block: "10.0.0.0/16", ipv4_ipam_pool_id: "ipam-pool-0123456789abcdef0" }, "cidr_block"],
  ["aws_kms_key", { rotation_period_in_days: 90 }, "rotation_period_in_days"],
  ["aws_kms_key", { enable_key_rotation: true, customer_master_key_spec: "RSA_2048" }, "enable_key_rotation"],
  ["aws_instance", { root_block_device: [{ volume_type: "gp2", throughput: 200 }] }, "root_block_device.throughput"],
] as const)("Known arguments of %s that AWS does not take together are refused: %j.", (type, values, argument) => {
  expect(argumentRefusals(type, values).map((refusal) => refusal.argument)).toContain(argument);
});

test("The name of a subnet may have parentheses, and the name of a bucket may not.", () => {
  const tags = { Name: "private (zone 1)" };

  expect(problemsOf("aws_subnet", { tags })).not.toContain(
    "aws_subnet.tags.Name: has a character that tags must not have",
  );
  expect(problemsOf("aws_s3_bucket", { tags })).toContain(
    "aws_s3_bucket.tags.Name: has a character that tags must not have",
  );
});

test("A boolean is accepted where AWS has names for what the provider switches.", () => {
  const values = { dns_options: [{ private_dns_only_for_inbound_resolver_endpoint: false }] };
  const problems = problemsOf("aws_vpc_endpoint", values).filter((text) => text.includes(".dns_options"));

  expect(problems).toEqual([]);
});
