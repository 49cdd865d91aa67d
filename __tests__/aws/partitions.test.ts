import { createRequire } from "node:module";
import { getPublicSuffix } from "tldts";
import { sourcesWithoutStudio } from "../../aws/partition-endpoints";
import {
  awsPartitions,
  dnsSuffixOfPartition,
  isServicePrincipalName,
  partitionNamed,
  partitionOfRegion,
  regionalServiceHost,
  s3Hosts,
} from "../../aws/partitions";
import { regionNames, regionTable } from "../../aws/regions/region-facts";

/** The partitions that the AWS SDK ships. */
const sdk = createRequire(require.resolve("@aws-sdk/client-sagemaker"))("@aws-sdk/core/client") as {
  readonly partition: (region: string) => {
    readonly name: string;
    readonly dnsSuffix: string;
    readonly dualStackDnsSuffix: string;
  };
};

test.each(regionNames)("the partition and the DNS suffixes of %s are those of the AWS SDK", (region) => {
  const { name, dnsSuffix, dualStackDnsSuffix: dualStackSuffix } = sdk.partition(region);

  expect(partitionOfRegion(region)).toMatchObject({ name, dnsSuffix, dualStackSuffix });
});

/** The region's host of Studio by our table, if the Public Suffix List has it: each user's host is below it. */
function listedStudioHost(region: string, sageMakerSuffix: string): string | undefined {
  const host = `studio.${region}.${sageMakerSuffix}`;
  return getPublicSuffix(`d-1.${host}`, { allowPrivateDomains: true }) === host ? host : undefined;
}

test.each(["eu-west-1", "us-gov-west-1", "us-gov-east-1", "cn-north-1", "cn-northwest-1"])(
  "the host of Studio in %s is the one that AWS added to the Public Suffix List",
  (region) => {
    const { sageMakerSuffix = "" } = partitionOfRegion(region);

    expect(listedStudioHost(region, sageMakerSuffix)).toBe(`studio.${region}.${sageMakerSuffix}`);
  },
);

test("the Public Suffix List has names of the European Sovereign Cloud, and no host of Studio under any suffix there", () => {
  const { dnsSuffix, dualStackSuffix, resourceSuffix = "", sageMakerSuffix } = partitionNamed("aws-eusc");
  const suffixes = [dnsSuffix, dualStackSuffix, resourceSuffix, "sagemaker.aws", "sagemaker.eu", "sagemaker.com.eu"];
  const cognito = `auth.cognito-idp.eusc-de-east-1.${resourceSuffix}`;

  expect(getPublicSuffix(`pool.${cognito}`, { allowPrivateDomains: true })).toBe(cognito);
  expect(sageMakerSuffix).toBeUndefined();
  expect(suffixes.flatMap((suffix) => listedStudioHost("eusc-de-east-1", suffix) ?? [])).toEqual([]);
});

test("what is said of partitions without Studio names the version of botocore that the table of Regions is of", () => {
  const { version } = regionTable.sources.find(({ name }) => name === "botocore") ?? {};

  expect(sourcesWithoutStudio).toContain(`botocore ${version} `);
});

test("a partition's DNS suffix is found by its name", () => {
  expect(awsPartitions.map(({ name }) => dnsSuffixOfPartition(name))).toEqual(
    awsPartitions.map(({ dnsSuffix }) => dnsSuffix),
  );
  expect(dnsSuffixOfPartition("aws-of-the-future")).toBe("amazonaws.com");
});

test.each([
  ["eu-west-1", ["s3.eu-west-1.amazonaws.com", "s3-eu-west-1.amazonaws.com"]],
  ["us-east-1", ["s3.us-east-1.amazonaws.com", "s3-us-east-1.amazonaws.com", "s3.amazonaws.com"]],
  ["cn-north-1", ["s3.cn-north-1.amazonaws.com.cn"]],
])("the hosts of S3 in %s are %j", (region, hosts) => {
  expect(s3Hosts(region)).toEqual(hosts);
});

test.each([
  ["lambda.amazonaws.com", true],
  [regionalServiceHost("logs", "cn-north-1"), true],
  ["ec2.amazonaws.eu", true],
  ["amazonaws.com", false],
  ["lambda.amazonaws.com.example.org", false],
  ["arn:aws:iam::111122223333:role/x.amazonaws.com", false],
])("whether %s has the form of a service principal: %s", (text, expected) => {
  expect(isServicePrincipalName(text)).toBe(expected);
});
