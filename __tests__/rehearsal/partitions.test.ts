import { Testing } from "cdktf";
import { parseEnvironments } from "../../envs/validation/parse-environments";
import { PerimeterStack } from "../../stacks/perimeter-stack";
import { claims } from "../../verify/claims";
import { decideClaims } from "../../verify/claims/decide-claims";
import { readPosture } from "../../verify/posture/read-posture";
import { readConfiguration } from "../../verify/terraform/read/read-configuration";
import { isSettled } from "../../verify/verdict/claim";
import { TODAY } from "../envs/fixtures/sample-environment";
import { dev } from "../fixtures/environments/dev";
import { testingApp } from "../fixtures/testing-app";
import { otherOptions } from "./fixtures/every-option";
import { type MutableTerraformJson, playableStack } from "./fixtures/mutable-terraform-json";
import { describeWithTerraform } from "./fixtures/terraform-suites";
import { startTestBed, type TerraformTestBed, type TestWorkingCopy } from "./fixtures/terraform-test-bed";

const REGION = "cn-northwest-1";

function chineseDev(): MutableTerraformJson {
  const zones = [`${REGION}a`, `${REGION}b`];
  const parsed = parseEnvironments(
    [{ ...dev, ...otherOptions, region: REGION, availabilityZones: zones, deployers: ["role/rehearsal"] }],
    TODAY,
  );
  if (parsed.kind === "invalid") {
    throw new Error(parsed.issues.join("\n"));
  }
  const [environment] = parsed.environments;
  if (environment === undefined) {
    throw new Error("dev: no environment, got an empty list; see the fixture");
  }
  return playableStack(JSON.parse(Testing.synth(new PerimeterStack(testingApp(), "dev", { environment }))));
}

describeWithTerraform("dev in China, applied by real Terraform", () => {
  let testBed: TerraformTestBed;
  let copy: TestWorkingCopy;

  beforeAll(async () => {
    const stack = chineseDev();
    testBed = await startTestBed([stack]);
    copy = await testBed.openWorkingCopy("dev");
    await copy.write(stack);
    const { code, stderr } = await copy.run("apply", "-auto-approve", "-input=false");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  }, 120_000);

  afterAll(() => testBed.close());

  test("The applied resources have the ARNs and the host names of China.", async () => {
    const domain = await copy.attributes("aws_sagemaker_domain", "studio_domain");
    const sts = await copy.attributes("aws_vpc_endpoint", "endpoints_sts");

    expect(domain).toMatchObject({
      arn: expect.stringMatching(/^arn:aws-cn:sagemaker:cn-northwest-1:/),
      url: expect.stringMatching(/\.studio\.cn-northwest-1\.sagemaker\.com\.cn$/),
    });
    expect(sts.service_name).toBe("cn.com.amazonaws.cn-northwest-1.sts");
    expect(JSON.stringify(sts.dns_entry)).toContain(".sts.cn-northwest-1.vpce.amazonaws.com.cn");
  });

  test("The claims about names and endpoints hold for the state of the applied stack.", async () => {
    const { stdout } = await copy.run("show", "-json");
    const configuration = readConfiguration(JSON.parse(stdout), "state");
    const aboutNames = claims.filter(({ name, topic }) => topic === "names" || /endpoint/.test(name));
    const open = decideClaims({ configuration, posture: readPosture(configuration) }, aboutNames).filter(
      ({ verdict }) => !isSettled(verdict),
    );

    expect(open.map(({ claim, verdict }) => `${claim.name}: ${verdict.evidence[0]?.text}`)).toEqual([]);
  });
});
