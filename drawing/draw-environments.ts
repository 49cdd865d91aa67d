import type { FloorPlan } from "./model/floor-plan";
import { describe } from "./svg/description";
import { outsideOf } from "./svg/internet-side";
import { headerOf } from "./svg/labels";
import { GAP, placeOf, rowsOf } from "./svg/layout";
import { legend } from "./svg/legend";
import { arrow, svg } from "./svg/svg";
import { insideOf } from "./svg/vpc-side";

const LEGEND = 34;

/** Draws environments side by side: zones as columns, tiers as rows, and an arrow for each route that exists. */
export function drawEnvironments(plans: readonly FloorPlan[]): string {
  const rows = rowsOf(plans, Math.max(0, ...plans.map((plan) => headerOf(plan).length)));
  let right = 0;
  const scenes = plans.flatMap((plan) => {
    const place = placeOf(plan, right + GAP);
    right = place.right;
    return [insideOf(plan, place, rows), outsideOf(plan, place, rows)];
  });
  const arrows = scenes.flatMap((scene) => scene.arrows);
  const bottom = rows.internet.top + rows.internet.height;
  return svg({
    width: right + GAP,
    height: bottom + LEGEND + GAP,
    title: `Environments ${plans.map(({ name }) => name).join(", ")}, drawn from their Terraform`,
    description: plans.map(describe).join(" "),
    parts: [
      ...scenes.flatMap(({ frames }) => frames),
      ...arrows.map(arrow),
      ...scenes.flatMap(({ boxes }) => boxes),
      ...legend(arrows, GAP, bottom + LEGEND),
    ],
  });
}
