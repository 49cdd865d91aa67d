import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { interfaceChanges, type ModuleInterface } from "../../../stacks/module/versions/module-interface";
import { type MovedAddress, movedAddress, withMoved } from "../../../stacks/module/versions/moved-addresses";
import { describeWithTerraform } from "../../rehearsal/fixtures/terraform-suites";

const TYPE = "terraform_data";

/** A resource that is moved twice, one that never is, one that another version adds and moves, and one that goes. */
const VERSIONS: readonly { readonly names: readonly string[]; readonly moves: readonly [string, string][] }[] = [
  { names: ["kept", "first", "gone"], moves: [] },
  { names: ["kept", "second", "gone", "added"], moves: [["first", "second"]] },
  {
    names: ["kept", "third", "added_moved"],
    moves: [
      ["second", "third"],
      ["added", "added_moved"],
    ],
  },
  { names: ["kept", "third", "added_moved", "last"], moves: [] },
];

/** Every move up to a version, as the table of a project has them. */
function movesUpTo(version: number): readonly MovedAddress[] {
  return VERSIONS.slice(0, version + 1).flatMap(({ moves }) =>
    moves.map(([from, to]) => ({ from: `${TYPE}.${from}`, to: `${TYPE}.${to}` })),
  );
}

function configurationOf(version: number) {
  const names = VERSIONS[version]?.names ?? [];
  const resource = { [TYPE]: Object.fromEntries(names.map((name) => [name, { input: "same" }])) };
  return withMoved({ resource }, movesUpTo(version));
}

function interfaceOf(version: number): ModuleInterface {
  const addresses = (VERSIONS[version]?.names ?? []).map((name) => `${TYPE}.${name}`).toSorted();
  return { version: `1.${version}.0`, inputs: {}, outputs: [], addresses };
}

test("a resource that moved twice has a block for each move, so that a state of any earlier version finds it", () => {
  expect(configurationOf(2).moved).toEqual(movesUpTo(2));
  expect(movedAddress(`${TYPE}.first`, movesUpTo(3))).toBe(`${TYPE}.third`);
});

test("a version that skips one is compared with the release before it: what moved twice is moved, not gone", () => {
  const changes = interfaceChanges(interfaceOf(0), interfaceOf(2), movesUpTo(2));

  expect(changes.map(({ text }) => text)).toEqual([
    "terraform_data.first is moved",
    "terraform_data.gone is gone; if it has another address now, add a moved block",
    "terraform_data.added_moved is new",
  ]);
});

test("moves of a resource that is gone leave no block, because Terraform has nothing to move there", () => {
  expect(withMoved({ resource: { [TYPE]: { kept: {} } } }, movesUpTo(3)).moved).toBeUndefined();
});

test("a resource that takes an address from which another one moved is refused, as Terraform refuses it", () => {
  const configuration = { resource: { [TYPE]: { first: {}, second: {} } } };

  expect(() => withMoved(configuration, movesUpTo(1))).toThrow(
    "moved: terraform_data.first: is the address of a resource, so it cannot be moved to terraform_data.second; give the new resource another name",
  );
});

test("moves that lead back to an address are refused with the way that they take", () => {
  const moved = [
    { from: "a.x", to: "a.y" },
    { from: "a.y", to: "a.x" },
  ];

  expect(() => movedAddress("a.x", moved)).toThrow("moved: a.x to a.y to a.x: leads back; name each address once");
});

/** Each version, and a later one that it is upgraded to, also past versions between them. */
const UPGRADES = VERSIONS.flatMap((_, from) => VERSIONS.flatMap((__, to) => (from < to ? [[from, to] as const] : [])));

describeWithTerraform("a state of an earlier version, to real Terraform,", (binary) => {
  const folder = mkdtempSync(join(tmpdir(), "moved-addresses-"));
  const terraform = (...args: readonly string[]): string =>
    execFileSync(binary, args, { cwd: folder, encoding: "utf8", env: { ...process.env, CHECKPOINT_DISABLE: "1" } });

  afterAll(() => rmSync(folder, { recursive: true }));

  test.each(UPGRADES)("of version 1.%s.0 is upgraded to 1.%s.0 and replaces nothing that both have", (from, to) => {
    const state = `state-${from}-${to}`;
    const writeVersion = (version: number): void =>
      writeFileSync(join(folder, "main.tf.json"), JSON.stringify(configurationOf(version)));
    writeVersion(from);
    terraform("apply", "-auto-approve", `-state=${state}`);
    writeVersion(to);
    terraform("plan", `-state=${state}`, "-out=plan");
    const { resource_changes: changes } = JSON.parse(terraform("show", "-json", "plan"));
    const planned: readonly { address: string; change: { actions: readonly string[] } }[] = changes;
    const touched = planned.filter(({ change }) => change.actions.join() !== "no-op");
    const later = new Set(interfaceOf(to).addresses);
    const earlier = new Set(interfaceOf(from).addresses.map((address) => movedAddress(address, movesUpTo(to))));

    expect(touched.filter(({ address }) => earlier.has(address) && later.has(address))).toEqual([]);
    expect(planned.length).toBe(new Set([...earlier, ...later]).size);
  });
});
