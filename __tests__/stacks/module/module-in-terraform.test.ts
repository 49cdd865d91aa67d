import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Testing } from "cdktf";
import { tokenVariable } from "../../../cli/publication/registry-requests";
import { addToStaticRegistry } from "../../../cli/publication/static-registry";
import { disableCreationStacks } from "../../../stacks/cdktf/disable-creation-stacks";
import { hclFile, hclValue } from "../../../stacks/module/hcl/write-hcl";
import { minimalArguments } from "../../../stacks/module/module-examples";
import { type ModuleFiles, moduleFiles } from "../../../stacks/module/module-files";
import { piecesOf } from "../../../stacks/module/pieces/module-pieces";
import { type ModuleSource, postureSource } from "../../../stacks/module/source/module-source";
import { withMoved } from "../../../stacks/module/versions/moved-addresses";
import { PerimeterStack } from "../../../stacks/perimeter-stack";
import type { PostureKind } from "../../../stacks/posture/posture-output";
import { perimeterPostureKinds } from "../../../verify/posture/posture";
import { testingApp } from "../../fixtures/testing-app";
import { describeWithTerraform } from "../../rehearsal/fixtures/terraform-suites";
import { startTestBed, type TerraformTestBed, type TestWorkingCopy } from "../../rehearsal/fixtures/terraform-test-bed";
import { environmentOf, type ModuleArguments } from "./fixtures/module-arguments";
import { MODULE_DEFAULTS } from "./fixtures/module-defaults";
import { moduleText } from "./fixtures/module-text";
import { CALLER, PATIENCE_MS, play, type UpgradePlan, verdictsOf, writeFiles } from "./fixtures/played-module";
import { REGISTRY_HOST, type RegistryServer, startRegistryServer } from "./fixtures/registry-server";

const VERSION = "1.0.0";

/** The version after it, in which a resource has another address. */
const NEXT_VERSION = "1.1.0";

/** A resource of the module and of one of its pieces. */
const MOVED = {
  from: "aws_route53_resolver_firewall_rule_group.dns_firewall_rules",
  to: "aws_route53_resolver_firewall_rule_group.dns_firewall_rules_of_the_next_version",
} as const;

/** The next version of a module: a resource has another address, and a moved block says which it had. */
function nextVersion(source: ModuleSource): ModuleFiles {
  const files = moduleFiles(source, { version: NEXT_VERSION, license: "" });
  const [from = "", to = ""] = [MOVED.from, MOVED.to].map((address) => address.split(".")[1]);
  const renamed = (text: string): string =>
    text.replaceAll(`"${from}"`, `"${to}"`).replaceAll(`${MOVED.from}.`, `${MOVED.to}.`);
  return new Map(
    [...files].map(([path, text]) =>
      typeof text === "string" && path.endsWith("main.tf.json") && text.includes(MOVED.from)
        ? [path, JSON.stringify(withMoved(JSON.parse(renamed(text)), [MOVED]))]
        : [path, text],
    ),
  );
}

/** Examples that are played. `MODULES=all` plays every one, as a release does. */
const PLAYED: readonly (readonly [example: "minimal" | "complete", posture: PostureKind])[] =
  process.env.MODULES === "all"
    ? perimeterPostureKinds.flatMap((posture) => [["minimal", posture] as const, ["complete", posture] as const])
    : [["complete", "inspected"]];

const POSTURES = [...new Set(PLAYED.map(([, posture]) => posture))];

/** Verdicts of the stack whose values the minimal example has. */
function verdictsOfStack(posture: PostureKind): Readonly<Record<string, string>> {
  const values = {
    ...MODULE_DEFAULTS,
    ...minimalArguments(postureSource(posture)),
    deployers: [CALLER],
  } as unknown as ModuleArguments;
  const environment = environmentOf(posture, values);
  const stack = new PerimeterStack(testingApp(), environment.name, { environment });
  return verdictsOf(JSON.parse(Testing.synth(stack)));
}

describeWithTerraform("a module, to real Terraform,", () => {
  const filesByPosture = new Map<PostureKind, ModuleFiles>();
  const folder = mkdtempSync(join(tmpdir(), "module-registry-"));
  let bed: TerraformTestBed;
  let server: RegistryServer;

  beforeAll(async () => {
    disableCreationStacks();
    for (const posture of POSTURES) {
      filesByPosture.set(posture, moduleFiles(postureSource(posture), { version: VERSION, license: "" }));
    }
    bed = await startTestBed(
      [...filesByPosture.values()].map((files) => JSON.parse(moduleText(files, "main.tf.json"))),
    );
    const modules = POSTURES.flatMap((posture) => {
      const source = postureSource(posture, "unprotected");
      const name = `studio-${posture}-unprotected`;
      return [
        { name, version: VERSION, files: moduleFiles(source, { version: VERSION, license: "" }) },
        { name, version: NEXT_VERSION, files: nextVersion(source) },
      ];
    });
    addToStaticRegistry(join(folder, "served"), "platform", modules);
    server = await startRegistryServer(join(folder, "served"), folder);
  }, PATIENCE_MS);

  afterAll(async () => {
    await Promise.all([bed.close(), server.close()]);
    rmSync(folder, { recursive: true });
  }, PATIENCE_MS);

  async function openCopy(posture: PostureKind, name: string): Promise<TestWorkingCopy> {
    const copy = await bed.openWorkingCopy(name);
    writeFiles(copy.directory, filesByPosture.get(posture) ?? new Map());
    return copy;
  }

  test.each(PLAYED)(
    "the %s example of %s plays every step with the address of a registry and replaces nothing with the next version, and its plan and state are proved",
    async (example, posture) => {
      const address = `${REGISTRY_HOST}/platform/studio-${posture}-unprotected/aws`;
      const copy = await bed.openWorkingCopy(`${posture}-${example}`, "remove", server.variables);
      const main = moduleText(filesByPosture.get(posture), `examples/${example}/main.tf`);
      const called = main.replace('"../.."', `"${address}"\n  version = "${VERSION}"`);
      writeFiles(copy.directory, new Map([["main.tf", called]]));
      await copy.keepStateInMemory();
      const first = await play(copy, "init", "validate", "plan -out=plan", "apply plan");
      writeFiles(
        copy.directory,
        new Map([["main.tf", called.replace(`version = "${VERSION}"`, `version = "${NEXT_VERSION}"`)]]),
      );
      const second = await play(copy, "init -upgrade", "plan -out=upgrade");
      expect(`${first}${second}`).toBe("");
      const upgrade: UpgradePlan = JSON.parse((await copy.run("show", "-json", "upgrade")).stdout);
      const shown = [await copy.run("show", "-json", "plan"), await copy.run("show", "-json")];
      const [ofPlan, ofState] = shown.map(({ stdout }) => verdictsOf(JSON.parse(stdout)));
      const destroyed = await copy.run("destroy", "-auto-approve");

      expect(new Set(Object.values(ofPlan ?? {}))).toEqual(new Set(["proved", "notApplicable"]));
      expect(ofState).toEqual(ofPlan);
      expect(upgrade.resource_changes.filter(({ change }) => String(change.actions) !== "no-op")).toEqual([]);
      expect(upgrade.resource_changes.flatMap(({ previous_address: previous = [] }) => previous)).toEqual([
        `module.perimeter.${MOVED.from}`,
      ]);
      expect(destroyed).toMatchObject({ code: 0, stderr: "" });
      if (example === "minimal") {
        expect(ofPlan).toEqual(verdictsOfStack(posture));
      }
    },
    PATIENCE_MS,
  );

  test(
    "init without the token of the registry is refused, and with it finds, lists and downloads the module over TLS",
    async () => {
      const called = `module "m" {\n  source  = "${REGISTRY_HOST}/platform/studio-inspected-unprotected/aws"\n  version = "~> ${VERSION}"\n}\n`;
      const initWith = async (name: string, variables: Readonly<Record<string, string>>) => {
        const copy = await bed.openWorkingCopy(name, "remove", variables);
        writeFiles(copy.directory, new Map([["main.tf", called]]));
        const earlier = server.requests.length;
        const { code, stderr } = await copy.run("get");
        return { code, stderr, requests: server.requests.slice(earlier) };
      };
      const { [tokenVariable(REGISTRY_HOST)]: _, ...anonymous } = server.variables;
      const refused = await initWith("without-token", anonymous);
      const accepted = await initWith("with-token", server.variables);

      const module = `/v1/modules/platform/studio-inspected-unprotected/aws`;
      expect(refused).toMatchObject({ code: 1, requests: expect.arrayContaining([`401 GET ${module}/versions`]) });
      expect(accepted).toEqual({
        code: 0,
        stderr: "",
        requests: [
          "200 GET /.well-known/terraform.json",
          `200 GET ${module}/versions`,
          `200 GET ${module}/${VERSION}/download`,
          `200 HEAD ${module}/${VERSION}/module.tar.gz`,
          `200 GET ${module}/${VERSION}/module.tar.gz`,
        ],
      });
    },
    PATIENCE_MS,
  );

  test(
    "terraform test of the module plans both examples, and sees every input refuse a wrong value",
    async () => {
      const copy = await openCopy("inspected", "tests");
      writeFileSync(
        join(copy.directory, "tests/module.tftest.hcl"),
        moduleText(filesByPosture.get("inspected"), "tests/module.tftest.hcl"),
      );
      await copy.run("init");
      const { stdout, stderr } = await copy.run("test");
      const format = await copy.run("fmt", "-check", "-recursive");

      expect(`${stdout}${stderr}`).toContain("Success! 4 passed, 0 failed.");
      expect(format.code).toBe(0);
    },
    PATIENCE_MS,
  );

  test(
    "the pieces of a module plan in a network of somebody else",
    async () => {
      const copy = await openCopy("inspected", "pieces");
      const prefixes = {
        vpc_id: "vpc",
        subnet_ids: "subnet",
        route_table_ids: "rtb",
        security_group_id: "sg",
        endpoint_id: "vpce",
      };
      const exampleOf = (input: string): string => {
        const [, prefix] = Object.entries(prefixes).find(([end]) => input.endsWith(end)) ?? [];
        const key = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
        const texts: Readonly<Record<string, string>> = { logs_key_arn: key, studio_subnet_cidr_blocks: "10.1.0.0/24" };
        return texts[input] ?? `${prefix}-0123456789abcdef0`;
      };
      const source = postureSource("inspected");
      const pieces = piecesOf(source);
      const values: Readonly<Record<string, unknown>> = {
        ...minimalArguments(source),
        deployers: [CALLER],
      };
      const calls = pieces.map(({ name, inputs }) => ({
        header: `module "${name}"`,
        arguments: [
          ["source", `"./modules/${name}"`] as const,
          ...inputs.flatMap(({ name: input, type, default: preset }) => {
            const text = exampleOf(input);
            const value = values[input] ?? (type === "string" ? text : [text]);
            return preset === undefined ? [[input, hclValue(value)] as const] : [];
          }),
        ],
      }));
      const root = await bed.openWorkingCopy("pieces-root");
      writeFiles(
        root.directory,
        new Map([
          ["main.tf", hclFile([{ header: 'provider "aws"', arguments: [["region", '"eu-west-1"']] }, ...calls])],
        ]),
      );
      cpSync(join(copy.directory, "modules"), join(root.directory, "modules"), { recursive: true });
      const results = [await root.run("init"), await root.run("plan")];

      expect(results.map(({ stderr }) => stderr).join("")).toBe("");
      expect(results[1]?.stdout).toMatch(/Plan: \d\d to add, 0 to change, 0 to destroy/);
    },
    PATIENCE_MS,
  );
});
