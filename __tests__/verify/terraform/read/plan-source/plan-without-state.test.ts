import { readUncheckedPlan } from "../../../../../verify/terraform/read/read-plan";
import type { JsonObject } from "../../../../../verify/terraform/terraform-configuration";
import { AWS_PROVIDER } from "../../../fixtures/terraform-plan";

const lifecycle = [{ ignore_changes: ["policy"] }];

/** A root module that ignores changes of a topic, and leaves another resource in the account. */
const source: JsonObject = {
  provider: { aws: { region: "eu-west-1" } },
  resource: { aws_sns_topic: { t: { name: "t", lifecycle } } },
  removed: [{ from: "aws_vpc_endpoint.gone", lifecycle: { destroy: false } }],
};

const topic = { address: "aws_sns_topic.t", mode: "managed", type: "aws_sns_topic", name: "t" };
const plan: JsonObject = {
  planned_values: { root_module: { resources: [{ ...topic, provider_name: AWS_PROVIDER, values: { name: "t" } }] } },
  configuration: { root_module: { resources: [{ ...topic, expressions: { name: { constant_value: "t" } } }] } },
};

function read(json: JsonObject) {
  const plannedSource = { name: "folder", json: source, load: () => undefined, unread: [] };
  const { resources, unreadParts = [] } = readUncheckedPlan(json, "plan", { plannedSource });
  return {
    lifecycles: resources.map(({ values }) => values.lifecycle),
    unread: unreadParts.map(({ address }) => address).filter((address) => address.includes("removed")),
  };
}

test("A plan that was made without the state leaves open what the state alone tells: ignored changes, and what a removal leaves.", () => {
  expect(read({ ...plan, rehearsal_examples: [] })).toEqual({
    lifecycles: [lifecycle],
    unread: [expect.stringContaining("removed")],
  });
});

test("A plan of the account has the real values and says what it leaves, so that the source adds nothing.", () => {
  expect(read(plan)).toEqual({ lifecycles: [undefined], unread: [] });
});

test("A plan that lists its examples in another form is refused with the name of its file.", () => {
  expect(() => read({ ...plan, rehearsal_examples: "aws_vpc" })).toThrow(
    /^plan: rehearsal_examples must be a list of types, got "aws_vpc"; /,
  );
});
