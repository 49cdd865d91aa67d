import {
  describePricedItem,
  monthlyPrice,
  monthlySum,
  type PriceOverrides,
  pricedItems,
  pricePage,
  unitPrice,
} from "../../aws/regions/monthly-price";
import { fixedCostItems } from "../../review/cost/fixed-cost-items";
import type { TerraformConfiguration } from "../../verify/terraform/terraform-configuration";
import type { CostItem, CostTable } from "./page-model";

/** What a stack costs per month whether or not anybody uses it, by item: list prices without tax and discounts. */
export function costTable(configuration: TerraformConfiguration, overrides: PriceOverrides): CostTable {
  const { region } = configuration;
  const { quantities, unknown } = fixedCostItems(configuration);
  const used = pricedItems.filter((item) => (quantities[item] ?? 0) > 0);
  const items = used.map((item): CostItem => {
    const quantity = quantities[item] ?? 0;
    const unit = region === undefined ? undefined : unitPrice(item, region, overrides);
    const monthly = region === undefined ? undefined : monthlyPrice(item, region, quantity, overrides);
    return {
      what: describePricedItem(item),
      quantity,
      page: pricePage(item),
      ...(unit && { unit: `${unit.usd} per ${unit.unit}`, from: unit.read ?? unit.from }),
      ...(monthly !== undefined && { monthly }),
    };
  });
  const sum = region === undefined ? undefined : monthlySum(quantities, region, overrides);
  return {
    items,
    total: sum?.usd ?? 0,
    unknown: [...(sum?.unknown ?? used).map(describePricedItem), ...unknown],
    ...(sum?.oldest !== undefined && { oldest: sum.oldest }),
  };
}
