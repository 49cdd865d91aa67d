import { closestWord } from "../../../envs/schema/closest-word";

describe("the closest word", () => {
  test.each([
    ["vpcCider", "vpcCidr"],
    ["vpccidr", "vpcCidr"],
    ["regoin", "region"],
    ["a", "ab"],
  ])("for %s is %s", (word, meant) => {
    expect(closestWord(word, ["vpcCidr", "region", "ab"])).toBe(meant);
  });

  test.each(["account", "x", ""])("%s is close to none of the candidates", (word) => {
    expect(closestWord(word, ["vpcCidr", "region"])).toBeUndefined();
  });
});
