import { compareVersions } from "../../../aws/version-constraint";
import type { ModuleInput } from "../inputs/module-input";
import type { ModuleConfiguration } from "../module-configuration";
import { type MovedAddress, movedAddress } from "./moved-addresses";

/** What callers of a module depend on. The one of the last release is kept in a file `released-interfaces.json`. */
export interface ModuleInterface {
  /** Version of the module, as `<major>.<minor>.<patch>`. */
  readonly version: string;
  readonly inputs: Readonly<Record<string, InterfaceInput>>;
  readonly outputs: readonly string[];
  /** Addresses of resources, without instance keys. A state has them. */
  readonly addresses: readonly string[];
  /** Parts that can be used alone, by name. @default - none */
  readonly pieces?: Readonly<Record<string, Omit<ModuleInterface, "version" | "pieces">>>;
}

/** What an interface is made of. */
interface InterfaceParts {
  readonly inputs: readonly ModuleInput[];
  readonly configuration: Pick<ModuleConfiguration, "resource" | "output">;
}

interface InterfaceInput {
  readonly type: string;
  readonly isRequired: boolean;
  readonly isNullable: boolean;
  /** @default - the input is required */
  readonly default?: string;
}

/** A difference between two interfaces, and which part of the version it raises. */
export interface InterfaceChange {
  readonly raises: "major" | "minor";
  /** What changed, and what to do where there is another way than a new version. */
  readonly text: string;
}

/** The interface of a module and of its pieces. */
export function moduleInterface(
  version: string,
  whole: InterfaceParts,
  pieces: readonly (InterfaceParts & { readonly name: string })[],
): ModuleInterface {
  return {
    version,
    ...interfaceOf(whole),
    pieces: Object.fromEntries(pieces.map((piece) => [piece.name, interfaceOf(piece)])),
  };
}

function interfaceOf({
  inputs,
  configuration: { resource, output },
}: InterfaceParts): Omit<ModuleInterface, "version" | "pieces"> {
  return {
    inputs: Object.fromEntries(
      inputs.map(({ name, type, default: value, nullable = false }) => [
        name,
        {
          type: type.replaceAll(/\s+/g, " "),
          isRequired: value === undefined,
          isNullable: nullable,
          ...(value === undefined ? {} : { default: value }),
        },
      ]),
    ),
    outputs: Object.keys(output).toSorted(),
    addresses: Object.entries(resource)
      .flatMap(([type, blocks]) => Object.keys(blocks).map((name) => `${type}.${name}`))
      .toSorted(),
  };
}

/** Every change that callers or their states notice, of the module and of its pieces. */
export function interfaceChanges(
  released: ModuleInterface,
  current: ModuleInterface,
  moved: readonly MovedAddress[],
): readonly InterfaceChange[] {
  const [before, after] = [released.pieces ?? {}, current.pieces ?? {}];
  const [lostPieces, newPieces] = difference(Object.keys(before), Object.keys(after));
  return [
    ...changesOfOne(released, current, moved),
    ...lostPieces.map((name) => major(`modules/${name} is gone`)),
    ...newPieces.map((name) => minor(`modules/${name} is new`)),
    ...Object.entries(before).flatMap(([name, piece]) => {
      const same = after[name];
      return same === undefined
        ? []
        : changesOfOne(piece, same, moved).map(({ raises, text }) => ({ raises, text: `modules/${name}: ${text}` }));
    }),
  ];
}

/** Other changes raise only the patch version. */
function changesOfOne(
  released: Omit<ModuleInterface, "version">,
  current: Omit<ModuleInterface, "version">,
  moved: readonly MovedAddress[],
): readonly InterfaceChange[] {
  const [lostInputs, newInputs] = difference(Object.keys(released.inputs), Object.keys(current.inputs));
  const [lostOutputs, newOutputs] = difference(released.outputs, current.outputs);
  const [lostAddresses, newAddresses] = difference(released.addresses, current.addresses);
  const movedTo = new Map(
    lostAddresses
      .map((address) => [address, movedAddress(address, moved)] as const)
      .filter(([, to]) => newAddresses.includes(to)),
  );
  return [
    ...lostInputs.map((name) => major(`the input ${name} is gone`)),
    ...newInputs.map((name) =>
      current.inputs[name]?.isRequired ? major(`the new input ${name} is required`) : minor(`the input ${name} is new`),
    ),
    ...Object.entries(released.inputs).flatMap(([name, before]) => inputChanges(name, before, current.inputs[name])),
    ...lostOutputs.map((name) => major(`the output ${name} is gone`)),
    ...newOutputs.map((name) => minor(`the output ${name} is new`)),
    ...lostAddresses.map((address) =>
      movedTo.has(address)
        ? minor(`${address} is moved`)
        : major(`${address} is gone; if it has another address now, add a moved block`),
    ),
    ...newAddresses.filter((address) => ![...movedTo.values()].includes(address)).map((one) => minor(`${one} is new`)),
  ];
}

function inputChanges(
  name: string,
  before: InterfaceInput,
  after: InterfaceInput | undefined,
): readonly InterfaceChange[] {
  if (after === undefined) {
    return [];
  }
  return [
    ...(before.type === after.type ? [] : [major(`the input ${name} has another type`)]),
    ...(after.isRequired && !before.isRequired ? [major(`the input ${name} is required now`)] : []),
    ...(before.isRequired && !after.isRequired ? [minor(`the input ${name} has a default now`)] : []),
    ...(before.isNullable && !after.isNullable ? [major(`the input ${name} refuses null now`)] : []),
    ...(before.default === undefined || after.default === undefined || before.default === after.default
      ? []
      : [major(`the input ${name} has another default`)]),
  ];
}

/**
 * The lowest version that the changes allow. Before 1.0.0 a breaking change raises the minor version, and any other the patch version.
 *
 * @see https://semver.org
 */
export function lowestVersion(released: string, changes: readonly InterfaceChange[]): string {
  const [major = 0, minor = 0, patch = 0] = released.split(".").map(Number);
  const isBreaking = changes.some(({ raises }) => raises === "major");
  if (changes.length === 0) {
    return released;
  }
  if (major === 0) {
    return isBreaking ? `0.${minor + 1}.0` : `0.${minor}.${patch + 1}`;
  }
  return isBreaking ? `${major + 1}.0.0` : `${major}.${minor + 1}.0`;
}

/**
 * @returns what changed since the release
 * @throws when the version of the current interface is too low for it
 */
export function requireFittingVersion(
  module: string,
  released: ModuleInterface,
  current: ModuleInterface,
  moved: readonly MovedAddress[],
): readonly InterfaceChange[] {
  const changes = interfaceChanges(released, current, moved);
  const lowest = lowestVersion(released.version, changes);
  if (compareVersions(current.version, lowest) < 0) {
    throw new Error(
      `${module}: version must be ${lowest} or later, got ${current.version}, because ${changes.map(({ text }) => text).join("; ")}; raise it in package.json`,
    );
  }
  return changes;
}

function difference(before: readonly string[], after: readonly string[]): readonly [lost: string[], added: string[]] {
  return [before.filter((one) => !after.includes(one)), after.filter((one) => !before.includes(one))];
}

function major(text: string): InterfaceChange {
  return { raises: "major", text };
}

function minor(text: string): InterfaceChange {
  return { raises: "minor", text };
}
