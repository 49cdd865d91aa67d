import { createRequire } from "node:module";
import { awsPartitions, dnsSuffixOfPartition, partitionOfRegion } from "../../aws/partitions";

/** The partitions that the AWS SDK ships. */
const sdk = createRequire(require.resolve("@aws-sdk/client-sagemaker"))("@aws-sdk/core/client") as {
  readonly partition: (region: string) => { readonly name: string; readonly dnsSuffix: string };
};

test.each([
  "eu-west-1",
  "us-east-1",
  "il-central-1",
  "cn-north-1",
  "cn-northwest-1",
  "us-gov-west-1",
  "eusc-de-east-1",
  "us-iso-east-1",
  "us-isob-east-1",
  "eu-isoe-west-1",
  "us-isof-south-1",
])("the partition and the DNS suffix of %s are those of the AWS SDK", (region) => {
  const { name, dnsSuffix } = sdk.partition(region);

  expect(partitionOfRegion(region)).toMatchObject({ name, dnsSuffix });
});

test("a partition's DNS suffix is found by its name", () => {
  expect(awsPartitions.map(({ name }) => dnsSuffixOfPartition(name))).toEqual(
    awsPartitions.map(({ dnsSuffix }) => dnsSuffix),
  );
  expect(dnsSuffixOfPartition("aws-of-the-future")).toBe("amazonaws.com");
});
