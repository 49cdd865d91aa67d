import {
  deploymentStages,
  inDeploymentOrder,
  type OrderedStack,
  orderedStack,
  stacksBefore,
} from "../../../cli/delivery/deployment-order";
import { inspectionEnvironment, namingEnvironment } from "../../stacks/fixtures/enterprise-environments";
import { synthesizedStacks } from "../../stacks/fixtures/joined-stacks";

const hub = (name: string, ...partners: readonly string[]): OrderedStack => ({ name, isHub: true, partners });
const spoke = (name: string, ...partners: readonly string[]): OrderedStack => ({ name, isHub: false, partners });
const namesOf = (stacks: readonly OrderedStack[]): readonly string[] =>
  inDeploymentOrder(stacks).map(({ name }) => name);

test.each<[string, readonly OrderedStack[], readonly string[]]>([
  ["stacks without partners, by name", [spoke("b"), spoke("a")], ["a", "b"]],
  [
    "a hub after the environments that it connects",
    [hub("hub", "x", "y"), spoke("y", "hub"), spoke("x", "hub")],
    ["x", "y", "hub"],
  ],
  ["an environment after the hub that does not connect it yet", [spoke("a", "hub"), hub("hub")], ["hub", "a"]],
  ["a hub whose environments do not change", [hub("hub", "x"), spoke("z")], ["hub", "z"]],
  ["a circle of stacks that nobody reviewed, by name", [hub("b", "a"), hub("a", "b")], ["a", "b"]],
])("The order of a deployment has %s.", (_, stacks, names) => {
  expect(namesOf(stacks)).toEqual(names);
});

test("What connects to nothing is in the first stage, a hub after its environments, and an environment that it does not connect yet after the hub.", () => {
  const stacks = inDeploymentOrder([hub("hub", "a"), spoke("a", "hub"), spoke("new", "hub"), spoke("alone")]);
  const stages = (some: typeof stacks) => deploymentStages(some).map((stage) => stage.map(({ name }) => name));

  expect(stages(stacks)).toEqual([["a", "alone"], ["hub"], ["new"]]);
  // Nobody waits for a stack that is not deployed in this run.
  expect(stages(stacks.filter(({ name }) => name !== "a"))).toEqual([["alone", "hub"], ["new"]]);
  expect(stages(inDeploymentOrder([hub("b", "a"), hub("a", "b")]))).toEqual([["a", "b"]]);
});

test("Synthesized stacks say which one comes first.", () => {
  const order = (spokes: readonly object[]): readonly string[] => {
    const stacks = synthesizedStacks([namingEnvironment, { ...inspectionEnvironment, spokes }]);
    return namesOf(Object.entries(stacks).map(([name, json]) => orderedStack(name, json)));
  };

  expect(order([])).toEqual(["hub", "team-a"]);
  expect(order([{ kind: "environment", name: "team-a" }])).toEqual(["team-a", "hub"]);
});

test("A stack that declares nothing waits for no other one.", () => {
  expect(stacksBefore(orderedStack("x", { resource: {} }), [hub("hub", "x")])).toEqual([]);
});
