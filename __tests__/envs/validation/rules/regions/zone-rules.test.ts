import { issuesWith } from "../../../fixtures/sample-environment";

describe("zones", () => {
  test.each([
    [
      { availabilityZones: ["eu-west-1a", "us-east-1a"] },
      "availabilityZones[1]: is not in eu-west-1, got us-east-1a; use zones such as eu-west-1a, or change the region",
    ],
    [
      { availabilityZones: ["eu-west-1a", "eu-west-1b", "eu-west-1a"] },
      "availabilityZones[2]: is listed twice, got eu-west-1a; list every zone once",
    ],
    [
      { availabilityZones: ["eu-west-1a"] },
      'resilience: needs at least 2 zones, but there is 1, got multi-zone; list 2 zones or more, or use "single-zone"',
    ],
    [
      { availabilityZones: ["eu-west-1a", "eu-west-1"] },
      "availabilityZones[1]: is not an availability zone, got eu-west-1; use a region and a letter from a to f, such as eu-west-1a",
    ],
    [
      { availabilityZones: [], resilience: "single-zone" },
      "availabilityZones: is empty, got an empty list; list 1 or more",
    ],
    [
      { availabilityZones: [..."abcdefa"].map((letter) => `eu-west-1${letter}`) },
      "availabilityZones: has more than 6 entries, got a list of 7; list 6 or fewer",
    ],
  ])("the zones of %j are refused", (changes, line) => {
    expect(issuesWith(changes)).toContain(line);
  });

  test("single-zone resilience accepts one zone and two zones", () => {
    expect(issuesWith({ availabilityZones: ["eu-west-1c"], resilience: "single-zone" })).toEqual([]);
    expect(issuesWith({ resilience: "single-zone" })).toEqual([]);
  });

  test("a mistyped Region is one fault: the zones of the Region that was meant are not refused", () => {
    expect(issuesWith({ region: "eu-wset-1", availabilityZones: ["eu-west-1a", "eu-west-1b"] })).toEqual([
      expect.stringMatching(/^region: AWS has no such Region .*, got eu-wset-1; use a Region such as eu-west-1$/),
    ]);
  });

  test("an invalid zone does not hide that another zone is in the wrong Region", () => {
    expect(issuesWith({ availabilityZones: ["eu-west-1", "us-east-1a"] })).toEqual([
      "availabilityZones[0]: is not an availability zone, got eu-west-1; use a region and a letter from a to f, such as eu-west-1a",
      "availabilityZones[1]: is not in eu-west-1, got us-east-1a; use zones such as eu-west-1a, or change the region",
    ]);
  });
});

test.each([
  [
    { region: "eu-west-9", availabilityZones: ["eu-west-9a", "eu-west-9b"] },
    /^region: AWS has no such Region \(table of \d{4}-\d\d-\d\d\), got eu-west-9; use eu-west-1, eu-west-2, eu-west-3$/,
  ],
  [
    { region: "eu-wset-1", availabilityZones: ["eu-wset-1a", "eu-wset-1b"] },
    /^region: AWS has no such Region .*, got eu-wset-1; use a Region such as eu-west-1$/,
  ],
  [
    { availabilityZones: ["eu-west-1a", "eu-west-1d"] },
    /^availabilityZones\[1\]: eu-west-1 has no such zone .*, got eu-west-1d; use eu-west-1a, eu-west-1b, eu-west-1c$/,
  ],
  [
    { region: "ap-northeast-1", availabilityZones: ["ap-northeast-1a", "ap-northeast-1b"] },
    /^availabilityZones\[1\]: ap-northeast-1 has no such zone .*; use ap-northeast-1a, ap-northeast-1c, ap-northeast-1d$/,
  ],
])("A Region or zone that the table of Regions does not have is refused once: %j", (changes, line) => {
  expect(issuesWith(changes)).toEqual([expect.stringMatching(line)]);
});

test.each([
  ["eusc-de-east-1", "aws-eusc"],
  ["us-iso-east-1", "aws-iso"],
])(
  "A Region of a partition whose hosts of Studio no source names is refused once, and its zones are accepted: %s",
  (region, name) => {
    const services = ["athena", "glue"];

    expect(
      issuesWith({
        ...{ region, availabilityZones: [`${region}a`, `${region}b`] },
        ...{ packages: { kind: "none" }, endpoints: { services, fips: true } },
      }),
    ).toEqual([
      expect.stringMatching(
        new RegExp(
          `^region: is in the partition ${name}, where no source names the hosts of Studio: the Public Suffix List of 2026-10-22 has none there, and botocore 1\\.\\d+\\.\\d+ has those of the SageMaker APIs \\(read \\d{4}-\\d\\d-\\d\\d\\), got ${region}; use a Region of aws, aws-us-gov, aws-cn$`,
        ),
      ),
    ]);
  },
);

test.each(["us-gov-west-1", "us-west-1"])("Packages are refused in %s, which has no CodeArtifact.", (region) => {
  const zones = { region, availabilityZones: [`${region}a`, `${region}b`] };

  expect(issuesWith({ ...zones, packages: { kind: "none" } })).toEqual([]);
  expect(issuesWith({ ...zones, packages: { kind: "codeartifact" } })).toEqual([
    expect.stringMatching(
      /^packages\.kind: \S+ has no CodeArtifact \(table of [\d-]+\), got codeartifact; set packages to \{ kind: "none" \}, or use another Region$/,
    ),
  ]);
});
