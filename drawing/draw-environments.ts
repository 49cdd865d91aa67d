import type { EnvironmentDiagram } from "./model/environment-diagram";
import { describeDiagram } from "./svg/describe-diagram";
import { headerLinesOf } from "./svg/diagram-labels";
import { drawOutsideVpc } from "./svg/draw-outside-vpc";
import { drawVpc } from "./svg/draw-vpc";
import { diagramRowsOf, environmentPositionOf, GAP_WIDTH } from "./svg/layout";
import { legend } from "./svg/legend";
import { arrow, type Drawing, svg } from "./svg/svg";

const LEGEND_HEIGHT = 34;

/** Draws environments next to each other: zones as columns, tiers as rows, and an arrow for each existing route. */
export function drawEnvironments(diagrams: readonly EnvironmentDiagram[]): string {
  return svg(environmentsDrawing(diagrams));
}

/** The same as a drawing, for a page. */
export function environmentsDrawing(diagrams: readonly EnvironmentDiagram[]): Drawing {
  const rows = diagramRowsOf(diagrams, Math.max(0, ...diagrams.map((diagram) => headerLinesOf(diagram).length)));
  let right = 0;
  const layers = diagrams.flatMap((diagram) => {
    const position = environmentPositionOf(diagram, right + GAP_WIDTH);
    right = position.right;
    return [drawVpc(diagram, position, rows), drawOutsideVpc(diagram, position, rows)];
  });
  const arrows = layers.flatMap((layer) => layer.arrows);
  const bottom = rows.internet.top + rows.internet.height;
  return {
    width: right + GAP_WIDTH,
    height: bottom + LEGEND_HEIGHT + GAP_WIDTH,
    title: `Environments ${diagrams.map(({ name }) => name).join(", ")}, drawn from their Terraform`,
    description: diagrams.map(describeDiagram).join(" "),
    parts: [
      ...layers.flatMap(({ frames }) => frames),
      ...arrows.map(arrow),
      ...layers.flatMap(({ boxes }) => boxes),
      ...legend(arrows, GAP_WIDTH, bottom + LEGEND_HEIGHT),
    ],
  };
}
