import { readPresignedUrlNetworks } from "../../../verify/posture/read-presigned-url-networks";

const none = { vpc_ids: [], private_cidrs: [], public_cidrs: [] };
const read = (changes: object) => () => readPresignedUrlNetworks({ ...none, ...changes }, "case");

test("declared networks for presigned URLs are read", () => {
  const named = {
    vpc_ids: ["vpc-0123456789abcdef0"],
    private_cidrs: ["10.100.0.0/16"],
    public_cidrs: ["203.0.113.0/24"],
  };

  expect(read(named)()).toEqual({
    vpcIds: ["vpc-0123456789abcdef0"],
    privateCidrs: ["10.100.0.0/16"],
    publicCidrs: ["203.0.113.0/24"],
  });
});

test.each<[string, object, string]>([
  ["every VPC", { vpc_ids: ["*"] }, 'vpc_ids: not a list of VPC IDs, got ["*"]'],
  [
    "the whole internet",
    { public_cidrs: ["0.0.0.0/0"] },
    "public_cidrs: not a list of public CIDR blocks of /8 or smaller",
  ],
  ["half of the internet", { public_cidrs: ["128.0.0.0/1"] }, "public_cidrs: not a list of public CIDR blocks"],
  ["private blocks as public ones", { public_cidrs: ["10.0.0.0/8"] }, "public_cidrs: not a list of public CIDR blocks"],
  [
    "public blocks as private ones",
    { private_cidrs: ["203.0.113.0/24"] },
    "private_cidrs: not a list of private CIDR blocks",
  ],
  [
    "a text that is not a CIDR block",
    { private_cidrs: ["office"] },
    "private_cidrs: not a list of private CIDR blocks",
  ],
  ["a text instead of a list", { vpc_ids: "vpc-0123456789abcdef0" }, "vpc_ids: not a list of VPC IDs"],
  ["a missing list", { vpc_ids: undefined }, "vpc_ids: not a list of VPC IDs, got null"],
])("%s cannot be declared for presigned URLs", (_, changes, message) => {
  expect(read(changes)).toThrow(`case.url_sources.${message}`);
});

test("public blocks that are small enough alone are rejected when they are too large together", () => {
  const halves = { public_cidrs: ["8.0.0.0/9", "9.0.0.0/9"] };
  const more = { public_cidrs: [...halves.public_cidrs, "203.0.113.0/24"] };

  expect(read(halves)().publicCidrs).toEqual(halves.public_cidrs);
  expect(read(more)).toThrow("case.url_sources.public_cidrs: together larger than one /8");
});
