import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isForStandIn } from "../../../cli/app/rehearsed-environment";
import { namingPartners } from "../../../cli/delivery/deployable-stack";
import { inspectionEnvironment, namingEnvironment } from "../../stacks/fixtures/enterprise-environments";
import { synthesizedStacks } from "../../stacks/fixtures/joined-stacks";
import { writeStackFile } from "../fixtures/output-folder";

const folder = mkdtempSync(join(tmpdir(), "partners-"));
const stacks = synthesizedStacks([namingEnvironment, inspectionEnvironment]);
const [spoke, hub] = ["team-a", "hub"].map((name) => writeStackFile(folder, name, JSON.stringify(stacks[name]))) as [
  string,
  string,
];

afterAll(() => rmSync(folder, { recursive: true }));

const failed = (text: string): Promise<never> => Promise.reject(new Error(text));

test("Stacks are for a stand-in only where Terraform uses one, too, so that none for a stand-in reaches AWS.", () => {
  expect(isForStandIn({})).toBe(false);
  expect(isForStandIn({ TF_REATTACH_PROVIDERS: "{}" })).toBe(false);
  expect(isForStandIn({ STUDIO_PERIMETER_STAND_IN: "served", TF_REATTACH_PROVIDERS: "{}" })).toBe(true);
  expect(() => isForStandIn({ STUDIO_PERIMETER_STAND_IN: "served" })).toThrow(/set what rehearse --serve prints/);
  expect(() => isForStandIn({ STUDIO_PERIMETER_STAND_IN: "1", TF_REATTACH_PROVIDERS: "{}" })).toThrow(/got 1;/);
});

test.each([
  ["team-a", spoke, "no matching EC2 Transit Gateway found", "team-a looks up hub; deploy that first"],
  ["hub", hub, "no matching EC2 Transit Gateway VPC Attachment found", "hub looks up team-a; deploy that first"],
  ["hub", hub, "Error: data.aws_ec2_transit_gateway_vpc_attachment: no object matches", "hub looks up team-a;"],
])("A deployment of %s that does not find the other stack names it.", async (name, path, text, order) => {
  await expect(namingPartners(path, name, failed(`terraform plan: failed\n${text}`))).rejects.toThrow(
    new RegExp(`${text}\n${order}`),
  );
});

test("Another error of a deployment, and its result, stay as they are.", async () => {
  await expect(namingPartners(spoke, "team-a", failed("terraform plan: failed"))).rejects.toThrow(
    /^terraform plan: failed$/,
  );
  expect(await namingPartners(spoke, "team-a", Promise.resolve(3))).toBe(3);
});
