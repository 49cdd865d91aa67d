import { formatCondition } from "../../../stacks/module/inputs/format-condition";

test("An input of a module takes the format of the field, with slashes as Terraform writes them.", () => {
  expect(formatCondition("a role", "item")).toBe('can(regex("^role/[\\\\w+=,.@/-]{1,512}$", item))');
});

test("A format with a lookaround is refused, because Terraform has none.", () => {
  expect(() => formatCondition("a tag key", "item")).toThrow(
    /^a tag key: has a lookaround, got .*; write the condition/,
  );
});
