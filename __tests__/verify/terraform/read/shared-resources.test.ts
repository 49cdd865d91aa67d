import { readConfiguration } from "../../../../verify/terraform/read/read-configuration";
import type { Resource } from "../../../../verify/terraform/terraform-configuration";

function bucketIn(bucket: object): Resource | undefined {
  return readConfiguration({ resource: { aws_s3_bucket: { shared: bucket } } }, "stack").resources[0];
}

test("equal resources of two configurations are one object", () => {
  expect(bucketIn({ bucket: "a", tags: { purpose: "test" } })).toBe(
    bucketIn({ bucket: "a", tags: { purpose: "test" } }),
  );
});

test("resources that differ in a value are two objects", () => {
  expect(bucketIn({ bucket: "a" })?.values).toEqual({ bucket: "a" });
  expect(bucketIn({ bucket: "b" })?.values).toEqual({ bucket: "b" });
});

test("a change of Terraform JSON after it was read does not change what is read of an equal one", () => {
  const tags = { purpose: "test" };
  bucketIn({ bucket: "c", tags });
  tags.purpose = "changed";

  expect(bucketIn({ bucket: "c", tags: { purpose: "test" } })?.values.tags).toEqual({ purpose: "test" });
});

test("a number that is not finite, which JSON writes as null, is not taken for null", () => {
  const [none, infinite] = [null, Number.POSITIVE_INFINITY].map(
    (value) => readConfiguration({ resource: { example_counter: { shared: { value } } } }, "stack").resources[0],
  );

  expect(none?.values).toEqual({ value: null });
  expect(infinite?.values).toEqual({ value: Number.POSITIVE_INFINITY });
});
