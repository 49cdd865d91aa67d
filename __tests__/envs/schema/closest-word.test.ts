import { closestWord } from "../../../envs/schema/closest-word";

describe("the closest word", () => {
  test.each([
    ["vpcCider", "vpcCidr"],
    ["vpccidr", "vpcCidr"],
    ["regoin", "region"],
    ["a", "ab"],
  ])("the closest word for %s is %s", (word, meant) => {
    expect(closestWord(word, ["vpcCidr", "region", "ab"])).toBe(meant);
  });

  test.each(["account", "x", ""])("no candidate is close to the word %j", (word) => {
    expect(closestWord(word, ["vpcCidr", "region"])).toBeUndefined();
  });
});
