import { environmentNotices } from "../../../../envs/validation/environment-notices";
import {
  inspectionEnvironment,
  namingEnvironment,
  spokeEnvironment,
} from "../../../stacks/fixtures/enterprise-environments";
import { TODAY } from "../../fixtures/sample-environment";

const noticesOf = (environment: unknown, hub: object = {}) =>
  environmentNotices([environment, { ...inspectionEnvironment, ...hub }], TODAY).map(
    ({ kind, line }) => `${kind}: ${line}`,
  );

test("An environment that names a hub of which it is no spoke is told what to add where.", () => {
  expect(noticesOf(namingEnvironment, { spokes: [] })).toEqual([
    'no spoke: team-a: egress.hub: does not list team-a in its spokes, so that packets of team-a are dropped and claims about its egress stay undecided, got hub; add { kind: "environment", name: "team-a" } to spokes of hub',
  ]);
});

test.each<[string, unknown, object]>([
  ["an environment that its hub lists", namingEnvironment, {}],
  ["an environment that names a transit gateway by its id", spokeEnvironment, { spokes: [] }],
  ["an environment whose hub does not exist, which is an issue of its own", namingEnvironment, { name: "other" }],
  ["what is no environment", null, { spokes: [] }],
])("There is no notice about %s.", (_, environment, hub) => {
  expect(noticesOf(environment, hub)).toEqual([]);
});
