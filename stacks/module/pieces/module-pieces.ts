import type { Environment } from "../../../envs/schema/environment";
import type { ModuleInput } from "../inputs/module-input";
import type { JsonTree } from "../json-tree";
import { type ModuleConfiguration, moduleConfiguration, type Section } from "../module-configuration";
import { moduleInputs } from "../module-inputs";
import type { ModuleSource } from "../source/module-source";
import { type Wire, wireOf } from "./piece-wires";

/** A part of a module that a team can use alone, in a network of its own. */
export interface PieceDefinition {
  readonly name: string;
  /** Start of the names of its resources: the path of a construct. */
  readonly prefix: string;
  readonly summary: string;
  /** What the caller adds, so that the claims of the piece can hold. */
  readonly needs: string;
}

/** Every piece. A posture has those of which it has resources. */
const PIECES: readonly PieceDefinition[] = [
  {
    name: "egress-firewall",
    prefix: "egress_firewall_",
    summary: "Network Firewall, NAT gateways and routes: only allowed domains on their ports leave the network.",
    needs: "Subnets for Studio, the firewall and NAT gateways in each zone, each with a route table of its own.",
  },
  {
    name: "dns-firewall",
    prefix: "dns_firewall_",
    summary: "Route 53 Resolver DNS Firewall with a query log: only allowed names resolve, and failures block.",
    needs: "A VPC whose resolver is the one of AWS.",
  },
  {
    name: "endpoints",
    prefix: "endpoints_",
    summary:
      "VPC endpoints of the services that Studio calls, each with a policy that keeps to the account or organization.",
    needs: "A subnet for endpoints in each zone, and security groups for Studio and for the endpoints.",
  },
  {
    name: "locked-bucket",
    prefix: "locked_buckets_",
    summary:
      "Buckets for data and models, encrypted with a key of their own, that are read only through an S3 endpoint.",
    needs: "The S3 endpoint through which the buckets are used.",
  },
];

/** A piece of a configuration: its resources, with inputs in place of references to the rest. */
export interface ModulePiece extends PieceDefinition {
  readonly configuration: Omit<ModuleConfiguration, "locals">;
  readonly inputs: readonly ModuleInput[];
  /** What the whole module gives to each input that the whole has not. */
  readonly wires: readonly Wire[];
}

/**
 * The pieces of a module. They have nothing of its user access, which belongs to the network of their callers.
 *
 * @throws when a piece refers to a resource of the rest for which there is no input
 */
export function piecesOf({ pieces }: ModuleSource): readonly ModulePiece[] {
  return pieces === undefined ? [] : modulePieces(pieces.probe, moduleConfiguration(pieces), moduleInputs(pieces));
}

/**
 * The pieces of a configuration.
 *
 * @throws when a piece refers to a resource of the rest for which there is no input
 */
export function modulePieces(
  probe: Environment,
  configuration: ModuleConfiguration,
  inputs: readonly ModuleInput[],
): readonly ModulePiece[] {
  return PIECES.flatMap((definition) => {
    const resource = chosenBlocks(configuration.resource, (_, name) => name.startsWith(definition.prefix));
    return Object.keys(resource).length === 0 ? [] : [cutPiece(definition, { probe, configuration, resource, inputs })];
  });
}

interface Cut {
  readonly probe: Environment;
  readonly configuration: ModuleConfiguration;
  readonly resource: Section;
  readonly inputs: readonly ModuleInput[];
}

function cutPiece(definition: PieceDefinition, { probe, configuration, resource, inputs }: Cut): ModulePiece {
  const wires = new Map<string, Wire>();
  const connect = (tree: JsonTree): JsonTree =>
    mapTexts(tree, (text) =>
      text.replaceAll(REFERENCE, (reference, address: string) => {
        if (address.startsWith("data.") || hasBlock(resource, address)) {
          return reference;
        }
        const wire = wireOf(reference, probe);
        if (wire === undefined) {
          throw new Error(`module ${definition.name}: refers to ${reference}, for which there is no input; add a wire`);
        }
        wires.set(wire.reference, wire);
        return wire.expression;
      }),
    );
  const connected = connect(resource as JsonTree) as unknown as Section;
  const output = outputsOf(configuration.output, resource);
  const data = referencedData(configuration.data, connected, output);
  const text = JSON.stringify([connected, data, output]);
  const named = text.includes("module.aws_accounts.") ? `${text} var.region` : text;
  return {
    ...definition,
    configuration: {
      resource: connected,
      data,
      output,
      module: named === text ? {} : { aws_accounts: { source: "../aws-accounts", region: `\${var.region}` } },
    },
    inputs: [...usedInputs(inputs, named), ...wireInputs([...wires.values()], probe.availabilityZones.length)],
    wires: [...wires.values()],
  };
}

/** A reference to an attribute. Addresses without one are dependencies, which stay in the construct of a piece. */
const REFERENCE = /(?<![\w.])((?:data\.)?aws_\w+\.[a-z]\w*)(?:\[0\])?\.(\w+)/g;

function hasBlock(section: Section, address: string): boolean {
  const [type = "", name = ""] = address.split(".");
  return section[type]?.[name] !== undefined;
}

function chosenBlocks(section: Section, isChosen: (type: string, name: string) => boolean): Section {
  return Object.fromEntries(
    Object.entries(section).flatMap(([type, blocks]) => {
      const chosen = Object.entries(blocks).filter(([name]) => isChosen(type, name));
      return chosen.length === 0 ? [] : [[type, Object.fromEntries(chosen)]];
    }),
  );
}

/** Outputs about resources of the piece, and of nothing else. */
function outputsOf(output: ModuleConfiguration["output"], resource: Section): ModuleConfiguration["output"] {
  return Object.fromEntries(
    Object.entries(output).filter(([, block]) => {
      const addresses = [...JSON.stringify(block).matchAll(REFERENCE)].map(([, address = ""]) => address);
      return addresses.length > 0 && addresses.every((address) => hasBlock(resource, address));
    }),
  );
}

/** Data sources that a configuration reads or depends on, and those that these read. */
function referencedData(data: Section, ...trees: readonly object[]): Section {
  const isRead = (text: string) => (type: string, name: string) =>
    text.includes(`data.${type}.${name}.`) || text.includes(`"data.${type}.${name}"`);
  let found: Section = {};
  for (;;) {
    const next = chosenBlocks(data, isRead(JSON.stringify([...trees, found])));
    if (JSON.stringify(next) === JSON.stringify(found)) {
      return found;
    }
    found = next;
  }
}

/** Inputs that a text reads, and those that their validations read. */
function usedInputs(inputs: readonly ModuleInput[], text: string): readonly ModuleInput[] {
  const reads = (name: string, from: string): boolean => new RegExp(`\\bvar\\.${name}\\b`).test(from);
  const used = inputs.filter(({ name }) => reads(name, text));
  const validated = `${text} ${used.flatMap(({ validations }) => validations.map(({ condition }) => condition)).join(" ")}`;
  const all = inputs.filter(({ name }) => reads(name, validated));
  return all.length === used.length ? used : usedInputs(inputs, validated);
}

function wireInputs(wires: readonly Wire[], zones: number): readonly ModuleInput[] {
  const byName = new Map(wires.map((wire) => [wire.input, wire]));
  return [...byName.values()].map(({ input, description, isList }) => ({
    name: input,
    type: isList ? "list(string)" : "string",
    description: isList ? `${description}, one for each zone in the order of the zones.` : `${description}.`,
    validations: isList
      ? [{ condition: `length(var.${input}) == ${zones}`, message: `List exactly ${zones}, one for each zone.` }]
      : [],
  }));
}

function mapTexts(tree: JsonTree, map: (text: string) => string): JsonTree {
  if (typeof tree === "string") {
    return map(tree);
  }
  if (Array.isArray(tree)) {
    return tree.map((item: JsonTree) => mapTexts(item, map));
  }
  return typeof tree === "object" && tree !== null
    ? Object.fromEntries(Object.entries(tree).map(([key, value]) => [key, mapTexts(value, map)]))
    : tree;
}
