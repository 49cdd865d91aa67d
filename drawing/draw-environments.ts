import type { EnvironmentDiagram } from "./model/environment-diagram";
import { describeDiagram } from "./svg/describe-diagram";
import { headerLinesOf } from "./svg/diagram-labels";
import { drawOutsideVpc } from "./svg/draw-outside-vpc";
import { drawVpc } from "./svg/draw-vpc";
import { diagramRowsOf, environmentPositionOf, GAP_WIDTH } from "./svg/layout";
import { legend } from "./svg/legend";
import { arrow, svg } from "./svg/svg";

const LEGEND_HEIGHT = 34;

/** Draws environments side by side: zones as columns, tiers as rows, and an arrow for each route that exists. */
export function drawEnvironments(plans: readonly EnvironmentDiagram[]): string {
  const rows = diagramRowsOf(plans, Math.max(0, ...plans.map((plan) => headerLinesOf(plan).length)));
  let right = 0;
  const scenes = plans.flatMap((plan) => {
    const place = environmentPositionOf(plan, right + GAP_WIDTH);
    right = place.right;
    return [drawVpc(plan, place, rows), drawOutsideVpc(plan, place, rows)];
  });
  const arrows = scenes.flatMap((scene) => scene.arrows);
  const bottom = rows.internet.top + rows.internet.height;
  return svg({
    width: right + GAP_WIDTH,
    height: bottom + LEGEND_HEIGHT + GAP_WIDTH,
    title: `Environments ${plans.map(({ name }) => name).join(", ")}, drawn from their Terraform`,
    description: plans.map(describeDiagram).join(" "),
    parts: [
      ...scenes.flatMap(({ frames }) => frames),
      ...arrows.map(arrow),
      ...scenes.flatMap(({ boxes }) => boxes),
      ...legend(arrows, GAP_WIDTH, bottom + LEGEND_HEIGHT),
    ],
  });
}
