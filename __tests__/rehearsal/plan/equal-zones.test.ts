import { isSameButForZones } from "../../../rehearsal/plan/equal-zones";

function planWith(...zones: readonly string[]): object {
  return { planned_values: { root_module: { resources: zones.map((zone) => ({ values: { zone } })) } } };
}

test.each([
  ["the first zones of each account", ["eu-west-1a", "eu-west-1b"], ["eu-west-1d", "eu-west-1e"]],
  ["their IDs", ["euw1-az1"], ["euw1-az4"]],
  ["names in longer texts", ["private/eu-west-1c"], ["private/eu-west-1f"]],
  ["no zones", ["x"], ["x"]],
])("Two plans are the same with %s.", (_what, few, other) => {
  expect(isSameButForZones(planWith(...few), planWith(...other))).toBe(true);
});

test.each([
  ["a zone more", ["eu-west-1a"], ["eu-west-1d", "eu-west-1e"]],
  ["the zones in another order", ["eu-west-1a", "eu-west-1b"], ["eu-west-1e", "eu-west-1d"]],
  ["a zone that the first account does not have", ["eu-west-1a"], ["eu-west-1g"]],
  ["a zone that is written in the configuration", ["eu-west-1a"], ["eu-west-1a"]],
  ["another value", ["eu-west-1a", "x"], ["eu-west-1d", "y"]],
])("Two plans differ by %s.", (_what, few, other) => {
  expect(isSameButForZones(planWith(...few), planWith(...other))).toBe(false);
});

test("Two plans are the same when Terraform writes the instances of a module in another order.", () => {
  const planOf = (...addresses: readonly string[]): object => ({
    planned_values: { root_module: { child_modules: addresses.map((address) => ({ address })) } },
  });

  expect(isSameButForZones(planOf("module.m[0]", "module.m[1]"), planOf("module.m[1]", "module.m[0]"))).toBe(true);
  expect(isSameButForZones(planOf("module.m[0]", "module.m[1]"), planOf("module.m[1]", "module.m[2]"))).toBe(false);
});
