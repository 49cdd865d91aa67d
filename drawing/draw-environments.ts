import type { EnvironmentDiagram } from "./model/environment-diagram";
import { describeDiagram } from "./svg/describe-diagram";
import { drawOutsideVpc } from "./svg/draw-outside-vpc";
import { drawPeopleAndData } from "./svg/draw-people-and-data";
import { drawVpc } from "./svg/draw-vpc";
import { diagramRowsOf, ENVIRONMENT_GAP, environmentPositionOf, GAP_WIDTH } from "./svg/layout";
import { legend } from "./svg/legend";
import { arrow, type Drawing, svg } from "./svg/svg";

/** Pixels between the boxes and the legend, and below the legend. */
const LEGEND_MARGIN = 34;

/** Draws environments next to each other: zones as columns, tiers as rows, and an arrow for each existing route. */
export function drawEnvironments(diagrams: readonly EnvironmentDiagram[]): string {
  return svg(environmentsDrawing(diagrams));
}

/** The same as a drawing, for a page. */
export function environmentsDrawing(diagrams: readonly EnvironmentDiagram[]): Drawing {
  const rows = diagramRowsOf(diagrams);
  let right = GAP_WIDTH - ENVIRONMENT_GAP;
  const layers = diagrams.flatMap((diagram) => {
    const position = environmentPositionOf(diagram, right + ENVIRONMENT_GAP);
    right = position.right;
    return [drawPeopleAndData, drawVpc, drawOutsideVpc].map((draw) => draw(diagram, position, rows));
  });
  const arrows = layers.flatMap((layer) => layer.arrows);
  const width = right + GAP_WIDTH;
  const y = rows.internet.top + rows.internet.height + LEGEND_MARGIN;
  const meanings = legend(arrows, { x: GAP_WIDTH, y, width: width - 2 * GAP_WIDTH });
  return {
    width,
    height: y + meanings.height + GAP_WIDTH,
    title: `Environments ${diagrams.map(({ name }) => name).join(", ")}, drawn from their Terraform`,
    description: diagrams.map(describeDiagram).join(" "),
    parts: [
      ...layers.flatMap(({ frames }) => frames),
      ...arrows.map(arrow),
      ...layers.flatMap(({ boxes }) => boxes),
      ...meanings.parts,
    ],
  };
}
