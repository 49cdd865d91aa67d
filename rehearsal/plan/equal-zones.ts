/** Zones of the first of two accounts in which a folder with lookups of Availability Zones is planned. */
export const fewZones: readonly string[] = ["a", "b", "c"];
/** Zones of the second account, which share no letter with {@link fewZones} and are more. */
export const otherZones: readonly string[] = ["d", "e", "f", "g", "h", "i"];

/** What a plan would do. The lookups themselves differ. */
const comparedSections = ["planned_values", "resource_changes", "output_changes"] as const;

/** `eu-west-1d`, and `euw1-az4`. */
const zoneName = /\b([a-z]{2,4}(?:-[a-z]+)+-\d)([a-i])\b/g;
const zoneId = /\b([a-z]+\d-az)([1-9])\b/g;

/**
 * Whether two plans of one folder do the same but for the names of their zones: the first zone of one account is the first one of the
 * other. Then neither the names nor the number of zones decides anything.
 *
 * @param few the plan in the account with {@link fewZones}
 * @param other the plan in the account with {@link otherZones}
 */
export function isSameButForZones(few: object, other: object): boolean {
  const renamed = (text: string): string =>
    text
      .replaceAll(zoneName, (_zone, region: string, letter: string) => {
        const index = otherZones.indexOf(letter);
        // A zone that is written in the configuration is none of the account.
        return index < 0 ? `${region}?` : region + (fewZones[index] ?? "?");
      })
      .replaceAll(zoneId, (_id, area: string, number: string) => `${area}${Number(number) - fewZones.length}`);
  return comparedSections.every(
    (section) => inOrder(textOf(few, section)) === inOrder(renamed(textOf(other, section))),
  );
}

function textOf(plan: object, section: string): string {
  return JSON.stringify(Reflect.get(plan, section) ?? null);
}

/** Terraform writes the instances of a module in any order. */
function inOrder(text: string): string {
  return JSON.stringify(JSON.parse(text), (_key, value: unknown) =>
    Array.isArray(value) && value.every((item) => addressOf(item) !== "")
      ? value.toSorted((one, other) => (addressOf(one) < addressOf(other) ? -1 : 1))
      : value,
  );
}

function addressOf(value: unknown): string {
  return typeof value === "object" && value !== null ? String(Reflect.get(value, "address") ?? "") : "";
}
