import { disableCreationStacks } from "../../../stacks/cdktf/disable-creation-stacks";
import { awsAccountsModule } from "../../../stacks/module/aws-accounts";
import { type ModuleConfiguration, moduleConfiguration } from "../../../stacks/module/module-configuration";
import { completeArguments } from "../../../stacks/module/module-examples";
import { moduleInputs } from "../../../stacks/module/module-inputs";
import { type ModulePiece, modulePieces } from "../../../stacks/module/pieces/module-pieces";
import { type ConfigurationSource, postureSource } from "../../../stacks/module/source/module-source";
import type { PostureKind } from "../../../stacks/posture/posture-output";
import { decideClaims } from "../../../verify/claims/decide-claims";
import { readPosture } from "../../../verify/posture/read-posture";
import { readConfiguration } from "../../../verify/terraform/read/read-configuration";
import type { JsonObject, TerraformConfiguration } from "../../../verify/terraform/terraform-configuration";
import { recomposedModule } from "./fixtures/recomposed-module";

beforeAll(disableCreationStacks);

interface Pieces {
  readonly configuration: ModuleConfiguration;
  readonly pieces: readonly ModulePiece[];
}

/** The module of a posture without user access, of which its pieces have nothing. */
function sourceOfPieces(posture: PostureKind): ConfigurationSource {
  const { pieces } = postureSource(posture);
  if (pieces === undefined) {
    throw new Error(`${posture}: has no pieces`);
  }
  return pieces;
}

function piecesOf(posture: PostureKind): Pieces {
  const source = sourceOfPieces(posture);
  const configuration = moduleConfiguration(source);
  return { configuration, pieces: modulePieces(source.probe, configuration, moduleInputs(source)) };
}

/** A root module that calls a module, with modules below it, read as `verify` reads it. */
function readCall(posture: PostureKind, root: object, modules: ReadonlyMap<string, object>): TerraformConfiguration {
  const accounts = awsAccountsModule() as JsonObject;
  const stated = completeArguments(postureSource(posture));
  // Without Terraform nothing fills in the defaults of a type.
  const filled = (name: string, defaults: object): object[] =>
    ((stated[name] ?? []) as readonly object[]).map((item) => ({ ...defaults, ...item }));
  const values = {
    ...stated,
    allowed_domains: filled("allowed_domains", { ports: [443] }),
    own_endpoints: filled("own_endpoints", { private_dns_name: null, ports: [443] }),
    user_profiles: filled("user_profiles", { idle_timeout_minutes: null, max_storage_gb: null }),
  } as unknown as JsonObject;
  const variable = Object.fromEntries(Object.keys(values).map((name) => [name, {}]));
  const load = (source: string) => {
    const json = modules.get(source);
    return { json: (json ?? accounts) as JsonObject, load: () => ({ json: accounts, load: () => undefined }) };
  };
  return readConfiguration(
    {
      provider: { aws: [{ region: values.region }] },
      module: { perimeter: { source: "./m", ...values } },
      output: { perimeter_posture: { value: "${module.perimeter.perimeter_posture}" } },
    } as unknown as JsonObject,
    "main.tf.json",
    { load: () => ({ json: { ...root, variable } as unknown as JsonObject, load }) },
  );
}

test("each posture has the pieces of which it has resources", () => {
  const names = (posture: PostureKind): readonly string[] => piecesOf(posture).pieces.map(({ name }) => name);

  expect(names("isolated")).toEqual(["dns-firewall", "endpoints", "locked-bucket"]);
  expect(names("inspected")).toEqual(["egress-firewall", "dns-firewall", "endpoints", "locked-bucket"]);
});

test.each(["isolated", "inspected-multi-az"] as const)(
  "the module %s made of its pieces and the rest has the resources and arguments of the whole, and every claim has the verdict of the whole",
  (posture) => {
    const { configuration, pieces } = piecesOf(posture);
    const { root, modules } = recomposedModule(configuration, pieces);
    const [whole, made] = [readCall(posture, configuration, new Map()), readCall(posture, root, modules)];
    const [ofWhole, ofMade] = [whole, made].map((one) =>
      Object.fromEntries(
        decideClaims({ configuration: one, posture: readPosture(one) }).map(({ claim, verdict }) => [
          claim.name,
          verdict.kind,
        ]),
      ),
    );
    const argumentsByAddress = ({ resources }: TerraformConfiguration, text: (own: string) => string) =>
      new Map(
        resources.map(({ address, values: { depends_on: _, ...values } }) => [
          text(address),
          JSON.parse(text(JSON.stringify(values))),
        ]),
      );
    const withoutPieces = (text: string): string =>
      text.replaceAll(
        /module\.perimeter\.module\.(?:egress-firewall|dns-firewall|endpoints|locked-bucket)\b\.?/g,
        "module.perimeter.",
      );

    expect(made.unreadParts).toBeUndefined();
    expect(Object.fromEntries(argumentsByAddress(made, withoutPieces))).toEqual(
      Object.fromEntries(argumentsByAddress(whole, (text) => text)),
    );
    expect(ofMade).toEqual(ofWhole);
    expect(new Set(Object.values(ofMade ?? {}))).toEqual(new Set(["proved", "notApplicable"]));
  },
);

test("a piece that refers to a resource without an input stops the export", () => {
  const source = sourceOfPieces("isolated");
  const { configuration } = piecesOf("isolated");
  const rule = { domain: "${aws_eip.other.id}" };
  const resource = { ...configuration.resource, aws_x: { dns_firewall_x: rule } };

  expect(() => modulePieces(source.probe, { ...configuration, resource }, moduleInputs(source))).toThrow(
    "module dns-firewall: refers to aws_eip.other.id, for which there is no input; add a wire",
  );
});
