import { requireEnvironments } from "../../../envs/validation/parse-environments";
import { environmentSource } from "../../../stacks/module/source/module-source";
import { sampleDomain, sampleEnvironment, TODAY } from "../../envs/fixtures/sample-environment";
import { existingEnvironment, spokeEnvironment } from "../fixtures/enterprise-environments";

test("An environment that creates its VPC is the source of a module.", () => {
  const [own] = requireEnvironments([sampleEnvironment], TODAY);

  expect(own && environmentSource(own)).toMatchObject({ name: "test" });
});

test.each([
  ["central egress", spokeEnvironment, "egress.kind: has no module, got central"],
  [
    "an existing network",
    { ...existingEnvironment, egress: { kind: "none" } },
    "network.kind: has no module, got existing",
  ],
  [
    "ports that are not decrypted",
    {
      ...sampleEnvironment,
      egress: {
        kind: "inspected",
        allowList: [{ ...sampleDomain, ports: [443, 8443] }],
        tlsInspection: {
          kind: "on",
          certificateAuthority: "certificate/12345678-90ab-cdef-1234-567890abcdef",
          excludedPorts: [8443],
        },
      },
    },
    "egress.tlsInspection.excludedPorts: have no module, because the allow-list is an input",
  ],
])("An environment with %s is refused as the source of a module, by the function itself.", (_what, input, problem) => {
  const [environment] = requireEnvironments([input], TODAY);

  expect(() => environment && environmentSource(environment)).toThrow(
    `${environment?.name}: ${problem}; deploy the environment from this project`,
  );
});
