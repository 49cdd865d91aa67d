import { groupBy } from "../collections/group-by";
import { ownEntry } from "../collections/own-entry";
import { namedResource, resourceGraphOf } from "../terraform/references/resource-graph";
import { topicsOfType } from "../terraform/resource-types";
import { SETTINGS_IN_HOLDERS, SOLE_SETTINGS } from "../terraform/resource-types/settings-types";
import {
  comparableText,
  isAbsent,
  type Json,
  type Resource,
  type TerraformConfiguration,
} from "../terraform/terraform-configuration";
import { type ModelGap, modelGap } from "./model-gap";

/**
 * Settings that a configuration makes twice, and differently: two resources of a type of which AWS keeps one, or a resource and an
 * argument of the resource that it belongs to. Which of them remains after an apply is not known, so what either allows may hold.
 */
export function contestedSettingGaps(configuration: TerraformConfiguration): readonly ModelGap[] {
  const settings = configuration.resources.filter(({ mode, type }) => mode === "managed" && isSetting(type));
  const byHolder = groupBy(settings, (setting) => holderKey(configuration, setting));
  return [...byHolder.values()].flatMap((same) => {
    const [first, ...others] = same;
    if (first === undefined) {
      return [];
    }
    const inside = holderWithSetting(configuration, first);
    const rivals = others.filter((other) => !saysTheSame(first, other));
    return [...rivals, ...(inside === undefined ? [] : [inside])].map((rival) =>
      modelGap(
        topicsOfType(first.type),
        `${rival.address} and ${first.address} make the same setting, and only one of them remains; keep one`,
        first,
      ),
    );
  });
}

/** Types of which the models judge each resource as the one that remains, next to the argument of the holder. */
const readAsAlternatives: ReadonlySet<string> = new Set([
  "aws_s3_bucket_server_side_encryption_configuration",
  "aws_vpc_endpoint_policy",
]);

function isSetting(type: string): boolean {
  return Object.hasOwn(SOLE_SETTINGS, type) && !readAsAlternatives.has(type);
}

function holderArguments(type: string): readonly string[] {
  return ownEntry(SOLE_SETTINGS, type) ?? [];
}

/** What a setting belongs to. Settings of things that are not known are not compared: each has a gap of its own. */
function holderKey(configuration: TerraformConfiguration, setting: Resource): string {
  const holders = holderArguments(setting.type).map((name) => nameOfHolder(configuration, setting.values[name]));
  const { region } = setting.values;
  return JSON.stringify([
    setting.type,
    ...holders.map((holder) => holder ?? setting.address),
    ...(typeof region === "string" ? [region] : []),
  ]);
}

/** The address of the resource that an argument refers to by any attribute, or by the name that the resource has. */
function nameOfHolder(configuration: TerraformConfiguration, value: Json | undefined): string | undefined {
  const graph = resourceGraphOf(configuration);
  return namedResource(graph, value)?.resource.address ?? graph.referenceKey(value);
}

function saysTheSame(one: Resource, other: Resource): boolean {
  return settingsText(one) === settingsText(other);
}

/** Arguments in another order are the same setting. */
function settingsText({ type, values }: Resource): string {
  const { "//": _, depends_on, lifecycle, timeouts, id, ...settings } = values;
  const others = Object.entries(settings).filter(
    ([name, value]) => !holderArguments(type).includes(name) && !isAbsent(value),
  );
  const sorted = others.toSorted(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify(sorted.map(([name, value]) => [name, comparableText(value)]));
}

/** The holder, if it makes the setting itself. What a plan or a state shows of it is a copy of what AWS has. */
function holderWithSetting(configuration: TerraformConfiguration, setting: Resource): Resource | undefined {
  const [argument = ""] = holderArguments(setting.type);
  const address = nameOfHolder(configuration, setting.values[argument]);
  const holder = address === undefined ? undefined : resourceGraphOf(configuration).find(address);
  if (configuration.form !== "synthesized" || holder === undefined) {
    return undefined;
  }
  const inside = Object.entries(ownEntry(SETTINGS_IN_HOLDERS, holder.type) ?? {}).filter(
    ([, type]) => type === setting.type,
  );
  const isRival = ([name]: readonly [string, string]): boolean => {
    const { [name]: own } = holder.values;
    return !isAbsent(own) && comparableText(own) !== comparableText(setting.values[name]);
  };
  return inside.some(isRival) ? holder : undefined;
}
