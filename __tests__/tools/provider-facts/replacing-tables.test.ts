import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { packageRoot } from "../../../rehearsal/schema/package-source";
import type { RawArgument, RawSchema } from "../../../tools/provider-facts/replacing-arguments/raw-schemas";
import { replacingTables } from "../../../tools/provider-facts/replacing-arguments/replacing-tables";
import { onlyIf } from "../../fixtures/only-if";

const argument = (path: string, force = "", input = true): RawArgument => ({ path, force, input });
const schema = (type: string, ...args: readonly RawArgument[]): RawSchema => ({
  type,
  kind: "aws_sdk",
  args,
  region: "",
});
const tables = (older: readonly RawSchema[], newer = older) => replacingTables(older, newer, packageRoot(__dirname));

test("An argument that both versions mark replaces, one that only one of them marks may, and constants get the names of the schema.", () => {
  const older = schema("aws_subnet", argument("~VPCID", "true"), argument("cidr_block", "true"), argument("~Tags"));
  const newer = schema("aws_subnet", argument("~VPCID", "true"), argument("cidr_block"), argument("~Tags"));

  expect(tables([older], [newer])).toMatchObject({
    replaces: { aws_subnet: ["vpc_id"] },
    perhaps: { aws_subnet: ["cidr_block"] },
  });
});

test("A block replaces as a whole if each of its arguments does, and by its number otherwise; what AWS computes never does.", () => {
  const volume = (path: string, force: string) => argument(`ebs_block_device/${path}`, force);
  const whole = [argument("ebs_block_device", "true"), volume("encrypted", "true"), volume("iops", "true")];
  const partly = [argument("ebs_block_device", "true"), volume("encrypted", "true"), volume("iops", "")];
  const computed = argument("arn", "true", false);

  expect(tables([schema("aws_instance", ...whole, computed)]).replaces.aws_instance).toEqual(["ebs_block_device"]);
  expect(tables([schema("aws_instance", ...partly)]).replaces.aws_instance).toEqual([
    "ebs_block_device.#",
    "ebs_block_device.encrypted",
  ]);
});

test("What the provider decides when it plans may replace.", () => {
  const diffSrc =
    'customdiff.ForceNewIfChange("size", func(ctx context.Context, old, new, meta any) bool { return true })';
  const decided = { ...schema("aws_ebs_volume", argument("size")), diffSrc };

  expect(tables([decided]).perhaps.aws_ebs_volume).toEqual(["size"]);
});

const hasGo = spawnSync("go", ["version"]).status === 0;

onlyIf(hasGo, "the reader of the provider's source", "Go").test(
  "The Go program reads arguments, blocks and what forces a replacement from an index of the source.",
  () => {
    const folder = mkdtempSync(join(tmpdir(), "provider-index-"));
    const write = (path: string, text: string): void => {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    };
    const namespace = "github.com/hashicorp/terraform-provider-aws/internal/service/example";
    const index = {
      terraform_type: "aws_example",
      namespace,
      sdk_type: "aws_sdk",
      schema_index: "func.resourceExample.goindex",
    };
    write("resources/aws_example.json", JSON.stringify(index));
    write(
      "internal/service/example/func.resourceExample.goindex",
      `package ${namespace}

func resourceExample() *schema.Resource {
	return &schema.Resource{
		Schema: map[string]*schema.Schema{
			names.AttrName: {Type: schema.TypeString, Required: true, ForceNew: true},
			"volume": {Type: schema.TypeList, Optional: true, Elem: &schema.Resource{
				Schema: map[string]*schema.Schema{"size": {Type: schema.TypeInt, Optional: true}},
			}},
			"arn": {Type: schema.TypeString, Computed: true},
		},
	}
}
`,
    );
    const cwd = join(__dirname, "../../../tools/provider-facts/replacing-arguments");
    const { stdout, stderr } = spawnSync("go", ["run", ".", folder], { cwd, encoding: "utf8" });
    rmSync(folder, { recursive: true });

    expect({ stderr, read: JSON.parse(stdout || "[]") }).toMatchObject({
      stderr: "",
      read: [
        {
          type: "aws_example",
          args: [
            { path: "~Name", force: "true", input: true },
            { path: "volume", force: "", input: true },
            { path: "volume/size", force: "", input: true },
            { path: "arn", force: "", input: false },
          ],
        },
      ],
    });
  },
);
