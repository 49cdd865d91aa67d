import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { TerraformStack, Token } from "cdktf";
import { Construct } from "constructs";
import fc from "fast-check";
import { ReadableAddressStack } from "../../../stacks/cdktf/readable-address-stack";
import { PerimeterStack } from "../../../stacks/perimeter-stack";
import { validEnvironments } from "../../fixtures/arbitrary-environment";
import { propertyRuns } from "../../fixtures/property-runs";
import { testingApp } from "../../fixtures/testing-app";

/** What cdktf itself would write for a stack. */
function byCdktf(stack: TerraformStack): unknown {
  TerraformStack.prototype.prepareStack.call(stack);
  return TerraformStack.prototype.toTerraform.call(stack);
}

function stackWith(build: (stack: ReadableAddressStack) => void): ReadableAddressStack {
  const stack = new ReadableAddressStack(testingApp(), "test");
  build(stack);
  stack.prepareStack();
  return stack;
}

test("for any environment the one pass writes what cdktf's three passes write", () => {
  fc.assert(
    fc.property(validEnvironments, (environment) => {
      const stack = new PerimeterStack(testingApp(), environment.name, { environment });
      stack.prepareStack();

      expect(JSON.parse(JSON.stringify(stack.toTerraform()))).toEqual(JSON.parse(JSON.stringify(byCdktf(stack))));
    }),
    propertyRuns(8),
  );
});

test("tokens of every kind are resolved as cdktf resolves them: texts, numbers, lists, maps, escapes, lazies", () => {
  const stack = stackWith((scope) => {
    const bucket = new S3Bucket(scope, "source", { bucket: "source" });
    new S3Bucket(scope, "target", {
      bucket: `a-${bucket.id}-${Token.asNumber(bucket.getNumberAttribute("x"))}`,
      bucketPrefix: "$${escaped}",
      region: `eu-${Token.asNumber(bucket.getNumberAttribute("z"))}`,
      tags: { [`key-${bucket.id}`]: bucket.arn, plain: "value" },
      dependsOn: [bucket],
      timeouts: { create: Token.asString({ resolve: () => bucket.region }) },
      lifecycle: { ignoreChanges: ["tags"], replaceTriggeredBy: [bucket] },
    }).addOverride("list", [Token.asList(bucket.getListAttribute("y")), [1.5, null, undefined, true]]);
  });

  expect(stack.toTerraform()).toEqual(byCdktf(stack));
});

test("an address is the construct's path joined by underscores", () => {
  const stack = stackWith((scope) => {
    new S3Bucket(new Construct(scope, "data"), "archive", { bucket: "archive" });
  });

  expect(stack.toTerraform()).toHaveProperty("resource.aws_s3_bucket.data_archive.bucket", "archive");
});

test("two constructs that would share an address stop the synthesis, with both paths in the message", () => {
  const build = () =>
    stackWith((scope) => {
      new S3Bucket(new Construct(scope, "a_b"), "c", { bucket: "one" });
      new S3Bucket(new Construct(scope, "a"), "b_c", { bucket: "two" });
    }).toTerraform();

  expect(build).toThrow(
    "test/a/b_c: another construct has the same Terraform name, got a_b_c from test/a_b/c; rename one of the ids",
  );
});

test("an override of the whole stack is refused, since it would not reach the Terraform", () => {
  const stack = stackWith(() => undefined);

  expect(() => stack.addOverride("terraform.required_version")).toThrow(
    "test: overrides of a stack are not supported, got terraform.required_version; call addOverride of the element",
  );
});
