import { resourcesOfType } from "../configuration/aws-configuration";
import { isSet } from "../configuration/terraform-values";
import type { RelationCheck } from "./relation-check";
import uniqueTable from "./unique-arguments.data.json";

const uniqueArguments: readonly { readonly type: string; readonly arguments: readonly string[] }[] = uniqueTable;

/** Refuses two resources that AWS could not distinguish: of one name, one priority, or one rule. */
export const argumentsAreUnique: RelationCheck = ({ resources }) =>
  uniqueArguments.flatMap(({ type, arguments: names }) => {
    const first = new Map<string, string>();
    return resourcesOfType(resources, type)
      .filter(({ values }) => names.some((name) => isSet(values[name])))
      .flatMap(({ address, values }) => {
        const identity = JSON.stringify(names.map((name) => values[name] ?? null));
        const other = first.get(identity);
        first.set(identity, other ?? address);
        return other === undefined
          ? []
          : [
              {
                address,
                argument: names.filter((name) => isSet(values[name])).join(", "),
                problem: `has the values of ${other}`,
                remedy: "change one of the two, or remove it",
                source: `unique arguments of ${type}`,
              },
            ];
      });
  });
