import {
  argumentsOfImport,
  importIdentifier,
  typesWithIdentifier,
} from "../../../../cli/delivery/recovery/import-identifiers";
import { leftByKilledApply } from "../../../../cli/delivery/recovery/killed-apply";
import { parseImports } from "../../../../cli/delivery/recovery/resource-imports";
import { deriveSchema } from "../../../../rehearsal/schema/derive";
import { packageRoot } from "../../../../rehearsal/schema/package-source";

test("Every import is made of, or searched by, arguments that the provider has.", () => {
  const schemas = deriveSchema(packageRoot(__dirname), { resources: typesWithIdentifier, dataSources: [] });
  const missing = typesWithIdentifier.flatMap((type) =>
    argumentsOfImport(type).filter((name) => schemas.resource_schemas[type]?.block.attributes?.[name] === undefined),
  );

  expect(missing).toEqual([]);
  expect(typesWithIdentifier.length).toBeGreaterThan(30);
});

test("An ID that arguments say is known, one that AWS makes is searched for, and for the rest there is a page.", () => {
  expect(importIdentifier("aws_iam_role_policy", { role: "r", name: "p" })).toEqual({ kind: "known", id: "r:p" });
  expect(importIdentifier("aws_sqs_queue", { name: "q", region: "eu-west-1" })).toMatchObject({
    kind: "searched",
    command: "aws sqs get-queue-url --queue-name q --query QueueUrl --region eu-west-1",
  });
  expect(importIdentifier("aws_subnet", { cidr_block: "10.0.0.0/24" }).kind).toBe("documented");
  expect(importIdentifier("aws_eip", {}).kind).toBe("documented");
});

test("A log of a pipeline, with the time before each line, says what the state lost; what the plan does not create is there.", () => {
  const plan = {
    resource_changes: ["aws_vpc.v", "aws_subnet.s", "aws_eip.later"].map((address) => ({
      address,
      mode: "managed",
      change: { actions: ["create"] },
    })),
  };
  const log = [
    "aws_vpc.v: Creating...",
    "aws_subnet.s: Creating...",
    "aws_vpc.v: Creation complete after 2s [id=vpc-1]",
    "aws_iam_role.r: Creation complete after 0s [id=r]",
  ].map((line) => `2026-11-30T19:00:00.1234567Z ${line}\r`);

  expect(leftByKilledApply(log.join("\n"), plan)).toEqual({
    created: [{ address: "aws_vpc.v", id: "vpc-1" }],
    begun: ["aws_subnet.s"],
  });
});

test("--import takes an address with an ID, also of a module and with a key, and names every value that is none.", () => {
  expect(parseImports(["aws_iam_role.r=a=b", 'module.m["x"].aws_subnet.s[0]=subnet-1'])).toEqual([
    { address: "aws_iam_role.r", id: "a=b" },
    { address: 'module.m["x"].aws_subnet.s[0]', id: "subnet-1" },
  ]);
  expect(() => parseImports(["aws_iam_role", "x"])).toThrow(
    /^--import: not an address and an ID, got aws_iam_role; .*\n--import: .* got x; /,
  );
});
