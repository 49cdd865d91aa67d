import { sampleDomain } from "../envs/fixtures/sample-environment";
import { ALL_USER_ACCESS, synthesizeWithAccess } from "../stacks/fixtures/user-access-stacks";
import { type MutableTerraformJson, playableStack } from "./fixtures/mutable-terraform-json";
import { describeWithTerraform } from "./fixtures/terraform-suites";
import { startTestBed, type TerraformTestBed, type TestWorkingCopy } from "./fixtures/terraform-test-bed";

const MINUTE_MS = 60_000;

/** A Git server of the company, for one user. */
const OWN_GIT = {
  name: "git",
  service: "com.amazonaws.vpce.eu-west-1.vpce-svc-0123456789abcdef0",
  privateDnsName: "git.corp.example.net",
  ports: [22, 443],
  users: ["ada"],
  reason: "code of the company",
  owner: "platform",
};

/** An unprotected environment with every kind of user access and a local state. */
function stackWithAllUserAccess(): MutableTerraformJson {
  const json = synthesizeWithAccess(
    {
      ...ALL_USER_ACCESS,
      selfService: {
        kind: "on",
        endUsers: { kind: "portal", provider: "oidc-provider/login.example.com", clientId: "studio-portal" },
      },
    },
    {
      studio: { users: 20, userProfiles: [{ name: "ada" }] },
      protections: false,
      forceDestroyBuckets: true,
      deployers: ["role/rehearsal"],
      endpoints: { own: [OWN_GIT] },
      packages: { kind: "codeartifact", approvers: ["role/package-approver"] },
      egress: {
        kind: "inspected",
        allowList: [sampleDomain],
        tlsInspection: { kind: "on", certificateAuthority: "certificate/12345678-90ab-cdef-1234-567890abcdef" },
      },
    },
  ) as unknown as MutableTerraformJson;
  return playableStack(json);
}

describeWithTerraform("an environment with every kind of user access, TLS inspection and approved packages", () => {
  let testBed: TerraformTestBed;
  let workingCopy: TestWorkingCopy;

  beforeAll(async () => {
    const stack = stackWithAllUserAccess();
    testBed = await startTestBed([stack]);
    workingCopy = await testBed.openWorkingCopy("user-access");
    await workingCopy.write(stack);
    await workingCopy.keepStateInMemory();
  }, MINUTE_MS);

  afterAll(() => testBed.close());

  test(
    "A rehearsal creates an environment with every kind of user access, plans no changes and destroys it.",
    async () => {
      const initialized = await workingCopy.run("init", "-input=false");
      const applied = await workingCopy.run("apply", "-auto-approve", "-input=false");
      const planned = await workingCopy.run("plan", "-detailed-exitcode", "-input=false");
      const destroyed = await workingCopy.run("destroy", "-auto-approve", "-input=false");

      expect(initialized).toMatchObject({ code: 0 });
      expect(applied).toMatchObject({ code: 0 });
      expect(planned).toMatchObject({ code: 0 });
      expect(destroyed).toMatchObject({ code: 0 });
    },
    2 * MINUTE_MS,
  );
});
