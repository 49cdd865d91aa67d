import * as sdk from "@aws-sdk/client-sagemaker";
import { domainSettings, settingDifferences, updateInput } from "../../../cli/operations/domain-settings";
import type { Json, JsonObject } from "../../../verify/terraform/terraform-configuration";
import { synthesizedText } from "../../fixtures/synthesized";
import { describedDomain, editedStack, stateOfDomain } from "./fixtures/studio-domain";

const stack = (environment: string): JsonObject => JSON.parse(synthesizedText(environment));

/** The part of the SDK's schemas that says which members a structure has. */
type Structure = readonly [number, string, string, unknown, readonly string[], readonly Schema[]];
type Schema = (() => Structure) | Structure;

/** Paths of a value that the schema of an operation's input does not have. */
function unknownPaths(value: Json, schema: Schema | undefined, path: string): readonly string[] {
  const known = typeof schema === "function" ? schema() : schema;
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return [];
  }
  return Object.entries(value as JsonObject).flatMap(([name, inner]) => {
    const index = known?.[4]?.indexOf(name) ?? -1;
    return index < 0 ? [`${path}.${name}`] : unknownPaths(inner, known?.[5][index], `${path}.${name}`);
  });
}

test.each(["dev", "staging", "prod"])("the settings of %s have the names of SageMaker's API", (environment) => {
  const { settings } = domainSettings(stack(environment), stateOfDomain(), environment);
  expect(Object.keys(settings)).toEqual(["DefaultUserSettings", "DefaultSpaceSettings", "DomainSettingsForUpdate"]);
  expect(unknownPaths(settings, sdk.UpdateDomainRequest$ as unknown as Schema, "")).toEqual([]);
  expect(unknownPaths({ IdleTimeOut: 1 }, sdk.UpdateDomainRequest$ as unknown as Schema, "")).toEqual([".IdleTimeOut"]);
});

test("references in domain settings become values of the state", () => {
  expect(domainSettings(stack("dev"), stateOfDomain(), "dev")).toMatchObject({
    domainId: "d-1",
    region: "eu-west-1",
    settings: {
      DefaultUserSettings: { ExecutionRole: "arn:aws:iam::111122223333:role/x", SecurityGroups: ["sg-1"] },
    },
  });
});

test("a domain that AWS has as configured has no difference, in whatever order its lists are", () => {
  const domain = domainSettings(stack("dev"), stateOfDomain(), "dev");
  expect(settingDifferences(domain, describedDomain(domain))).toEqual([]);
  const listed = (items: readonly string[]) => ({ StudioWebPortalSettings: { HiddenMlTools: [...items] } });
  const twoTools = { ...domain, settings: { DefaultUserSettings: listed(["JumpStart", "AutoMl"]) } };
  expect(settingDifferences(twoTools, { DefaultUserSettings: listed(["AutoMl", "JumpStart"]) })).toEqual([]);
});

test("an edited setting is a difference, and the request has its whole group and no other", () => {
  const deployed = describedDomain(domainSettings(stack("dev"), stateOfDomain(), "dev"));
  const edited = domainSettings(editedStack(stack("dev")), stateOfDomain(), "dev");
  const differences = settingDifferences(edited, deployed);
  const path = "DefaultUserSettings.JupyterLabAppSettings.AppLifecycleManagement.IdleSettings.IdleTimeoutInMinutes";
  expect(differences).toEqual([{ path, current: 60, configured: 90 }]);
  expect(updateInput(edited, differences)).toEqual({
    DomainId: "d-1",
    DefaultUserSettings: edited.settings.DefaultUserSettings,
  });
});

test("a list that only AWS has is emptied, and another value that only AWS has stays", () => {
  const domain = domainSettings(stack("dev"), stateOfDomain(), "dev");
  const described: JsonObject = {
    ...describedDomain(domain),
    DefaultUserSettings: {
      ...(domain.settings.DefaultUserSettings as JsonObject),
      AutoMountHomeEFS: "Enabled",
      StudioWebPortalSettings: { HiddenMlTools: ["JumpStart"] },
    },
  };
  const differences = settingDifferences(domain, described);
  const path = "DefaultUserSettings.StudioWebPortalSettings.HiddenMlTools";
  expect(differences).toEqual([{ path, current: ["JumpStart"], configured: [] }]);
  expect(updateInput(domain, differences)).toMatchObject({
    DefaultUserSettings: { StudioWebPortalSettings: { HiddenMlTools: [] }, StudioWebPortal: "ENABLED" },
  });
});

test.each<[string, JsonObject, JsonObject, string]>([
  ["no domain in the stack", { resource: {} }, {}, "dev: the stack has no Studio domain"],
  [
    "no domain in the state",
    stack("dev"),
    {},
    "dev: aws_sagemaker_domain.studio_domain is not in the state; deploy the environment first",
  ],
  [
    "a value that is not in the state",
    stack("dev"),
    stateOfDomain({ role: "another" }),
    `dev: the state has no value for \${aws_iam_role.execution_role_role.arn}; deploy the environment first`,
  ],
])("domain settings cannot be read from %s, and the error says what to do", (_, from, state, message) => {
  expect(() => domainSettings(from, state, "dev")).toThrow(message);
});
