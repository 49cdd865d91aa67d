import { readPresignedUrlNetworks } from "../../../verify/posture/read-presigned-url-networks";

const none = { vpc_ids: [], private_cidrs: [], public_cidrs: [] };
const read = (changes: object) => () => readPresignedUrlNetworks({ ...none, ...changes }, "case");

test("networks that are named are read as they stand", () => {
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
  ["every VPC", { vpc_ids: ["*"] }, 'vpc_ids: does not list ids of VPCs, got ["*"]'],
  [
    "the whole internet",
    { public_cidrs: ["0.0.0.0/0"] },
    "public_cidrs: does not list public blocks of /8 or narrower",
  ],
  ["half of the internet", { public_cidrs: ["128.0.0.0/1"] }, "public_cidrs: does not list public blocks"],
  ["private blocks as public ones", { public_cidrs: ["10.0.0.0/8"] }, "public_cidrs: does not list public blocks"],
  [
    "public blocks as private ones",
    { private_cidrs: ["203.0.113.0/24"] },
    "private_cidrs: does not list private blocks",
  ],
  ["what is no block", { private_cidrs: ["office"] }, "private_cidrs: does not list private blocks"],
  ["a text for a list", { vpc_ids: "vpc-0123456789abcdef0" }, "vpc_ids: does not list ids of VPCs"],
  ["a list too few", { vpc_ids: undefined }, "vpc_ids: does not list ids of VPCs, got null"],
])("%s cannot be declared", (_, changes, message) => {
  expect(read(changes)).toThrow(`case.url_sources.${message}`);
});

test("blocks that each may be a company's are no company's together", () => {
  const halves = { public_cidrs: ["8.0.0.0/9", "9.0.0.0/9"] };
  const more = { public_cidrs: [...halves.public_cidrs, "203.0.113.0/24"] };

  expect(read(halves)().publicCidrs).toEqual(halves.public_cidrs);
  expect(read(more)).toThrow("case.url_sources.public_cidrs: names more of the internet than one /8");
});
