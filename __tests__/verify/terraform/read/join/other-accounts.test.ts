import { declarePosture } from "../../../../../verify/posture/declare-posture";
import type { JoinedRoot } from "../../../../../verify/terraform/read/join/joined-root";
import { readConfiguration } from "../../../../../verify/terraform/read/read-configuration";
import type { JsonObject } from "../../../../../verify/terraform/terraform-configuration";
import { shownResource, stateJson } from "../../../fixtures/terraform-state";

const STUDIO = "111122223333";
const NETWORK = "444455556666";

const caller = (account: string): JsonObject =>
  shownResource("data.aws_caller_identity.current", { account_id: account, id: account });

const studio = stateJson(
  caller(STUDIO),
  shownResource("aws_s3_bucket_policy.data", { policy: `{"Principal":"arn:aws:iam::${NETWORK}:role/reader"}` }),
  shownResource("aws_vpc_endpoint.s3", { id: "vpce-0123456789abcdef0", vpc_id: "vpc-0123456789abcdef0" }),
);

const network: JoinedRoot = {
  name: "network",
  source: "network.json",
  json: stateJson(
    caller(NETWORK),
    shownResource("aws_iam_role.reader", { arn: `arn:aws:iam::${NETWORK}:role/reader`, id: "reader", name: "reader" }),
    shownResource("aws_vpc.main", {
      arn: `arn:aws:ec2:eu-west-1:${NETWORK}:vpc/vpc-0123456789abcdef0`,
      id: "vpc-0123456789abcdef0",
      owner_id: NETWORK,
    }),
  ),
};

describe("a joined state of another account", () => {
  const configuration = readConfiguration(studio, "studio.json", { joined: [network] });
  const valuesAt = (address: string) => configuration.resources.find((one) => one.address === address)?.values;

  test("The network of the other account is read, and IDs refer to it.", () => {
    expect(valuesAt("module.network.aws_vpc.main")).toBeDefined();
    expect(valuesAt("aws_vpc_endpoint.s3")).toEqual({ vpc_id: "${module.network.aws_vpc.main.id}" });
    expect(configuration.accounts).toEqual([STUDIO, NETWORK]);
  });

  test("A role of the other account stays a role of another account.", () => {
    expect(valuesAt("module.network.aws_iam_role.reader")).toBeUndefined();
    expect(valuesAt("module.network.data.aws_caller_identity.current")).toBeUndefined();
    expect(valuesAt("aws_s3_bucket_policy.data")?.policy).toContain(`arn:aws:iam::${NETWORK}:role/reader`);
  });

  test("Nothing is proved of it until the posture declares the account.", () => {
    const under = (accounts: readonly string[]) =>
      declarePosture(configuration, { path: "policy", declared: { accounts: [...accounts] } }).unreadParts;

    expect(under([])?.map(({ address }) => address)).toContain("module.network.aws_vpc.main");
    expect(under([NETWORK])).toBeUndefined();
  });
});
