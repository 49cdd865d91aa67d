import { policyModel } from "../../../../../verify/iam/attachments/policy-model";
import { askEveryoneThroughEndpoint } from "../../../../../verify/iam/questions/data/requests-through-endpoint";
import { combineEdits, type ResourceEdit } from "../../../fixtures/network-perimeter";
import { changeStatement, policySubject, putArguments } from "../../../fixtures/policy-perimeter";

const s3 = ["aws_vpc_endpoint", "s3"] as const;
const account = "${data.aws_caller_identity.me.account_id}";
const unchanged: ResourceEdit = () => undefined;
const open = putArguments(...s3, { policy: null });
const known = putArguments("data.aws_caller_identity", "me", { account_id: "111122223333" });

function answersAfter(...edits: readonly ResourceEdit[]) {
  const { configuration } = policySubject(combineEdits(...edits));
  const model = policyModel(configuration);
  const endpoint = model.endpoints.find(({ service }) => service === "s3");
  if (endpoint === undefined) {
    throw new Error("endpoint space: no endpoint of S3 in the fixture; give it one");
  }
  return askEveryoneThroughEndpoint(model, endpoint);
}

describe("what an endpoint lets anybody do", () => {
  it("what an endpoint lets anybody do is found out once for configurations in which it stands alike", () => {
    const inAnother = putArguments("aws_s3_bucket", "another", { bucket: "another" });

    expect(answersAfter(inAnother)).toBe(answersAfter());
  });

  it.each([
    [
      "policy",
      unchanged,
      changeStatement(...s3, "OwnToOwn", { Condition: { StringEquals: { "aws:PrincipalAccount": account } } }),
    ],
    ["network", unchanged, putArguments(...s3, { vpc_id: "${aws_vpc.another.id}" })],
    ["account", open, known],
  ])("what an endpoint lets anybody do is found out anew where its %s differs", (_, common, edit) => {
    const before = answersAfter(common);

    const after = answersAfter(common, edit);

    expect(after).not.toEqual(before);
    expect(after.length).toBeGreaterThan(0);
  });
});
