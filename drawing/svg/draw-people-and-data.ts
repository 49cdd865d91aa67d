import type { DiagramVerdict, EnvironmentDiagram } from "../model/environment-diagram";
import { dataLinesOf, peopleLinesOf } from "./diagram-labels";
import type { DrawingLayers } from "./drawing-layers";
import { type DiagramRows, type EnvironmentPosition, GAP_WIDTH, PEOPLE_LANE, SLOT_WIDTH } from "./layout";
import { type Arrow, box, pill, svgText, widthOfPill } from "./svg";

/** Above the VPC: the name of the environment with its verdict, its people, and what keeps its data. */
export function drawPeopleAndData(
  diagram: EnvironmentDiagram,
  position: EnvironmentPosition,
  rows: DiagramRows,
): DrawingLayers {
  const { x, width } = position;
  const { name, verdict } = diagram;
  const { top: y, height } = rows.heads;
  const half = { y, height, width: (width - GAP_WIDTH) / 2 };
  const { mark: sign, style } = verdictPills[verdict?.kind ?? "undecided"];
  const mark = verdict === undefined ? "" : `${sign} ${verdict.text}`;
  return {
    frames: [
      svgText(shortened(name, width - widthOfPill(mark)), x, y - 14, "heading"),
      ...(mark === "" ? [] : [pill(mark, x + width, y - 31, style)]),
    ],
    arrows: [...peopleArrows(diagram, position, rows), ...dataArrows(diagram, position, rows)],
    boxes: [
      box({ ...half, x, kind: "people-box", lines: peopleLinesOf(diagram) }),
      box({ ...half, x: x + half.width + GAP_WIDTH, kind: "data-box", lines: dataLinesOf(diagram) }),
    ],
  };
}

/** How a verdict looks; the color only repeats the mark. */
const verdictPills: Readonly<Record<DiagramVerdict["kind"], { readonly mark: string; readonly style: string }>> = {
  proved: { mark: "✓", style: "holds" },
  violated: { mark: "✕", style: "fails" },
  undecided: { mark: "?", style: "unsure" },
};

/** Pixels of a character of a heading, at most. */
const HEADING_CHARACTER = 11;

/** The name of an environment, or as much of it as fits next to the verdict. */
function shortened(name: string, width: number): string {
  const maximum = Math.max(8, Math.floor(width / HEADING_CHARACTER));
  return name.length <= maximum ? name : `${name.slice(0, maximum - 1)}…`;
}

/** Where the arrow from people enters the VPC. @returns `undefined` if they use no client or function of the stack */
export function laneOfPeople(
  { people, zones }: EnvironmentDiagram,
  { x, width, columns }: EnvironmentPosition,
): { readonly start: number; readonly indent: number; readonly targets: readonly number[] } | undefined {
  const targets = zones.flatMap(({ name, endpointClients }) => {
    const column = columns.find(({ zone }) => zone.name === name);
    return endpointClients.flatMap((client, index) => {
      const isUsed = client.kind === "client" || (client.kind === "function" && client.isSelfService);
      return isUsed ? [(column?.x ?? x) + index * SLOT_WIDTH + (SLOT_WIDTH - GAP_WIDTH) / 2] : [];
    });
  });
  const start = x + (width - GAP_WIDTH) / 4;
  return people.length === 0 || targets.length === 0 ? undefined : { start, indent: start - x + 12, targets };
}

/** People connect to client instances, and ask self-service for URLs. */
function peopleArrows(
  diagram: EnvironmentDiagram,
  position: EnvironmentPosition,
  { heads, vpcTop, endpointClient }: DiagramRows,
): readonly Arrow[] {
  const lane = laneOfPeople(diagram, position);
  return (lane?.targets ?? []).map((target) => ({
    points: [
      [lane?.start ?? 0, heads.top + heads.height],
      [lane?.start ?? 0, vpcTop + PEOPLE_LANE],
      [target, vpcTop + PEOPLE_LANE],
      [target, endpointClient.top],
    ],
    kind: "people",
  }));
}

/** Studio reaches its buckets through a gateway endpoint, which the picture counts among the endpoints. */
function dataArrows(
  { dataStores }: EnvironmentDiagram,
  { columns }: EnvironmentPosition,
  { heads, studio }: DiagramRows,
): readonly Arrow[] {
  const last = columns.at(-1);
  if (last === undefined || dataStores.studioGatewayEndpoints === 0 || dataStores.lockedBuckets === 0) {
    return [];
  }
  const [lane, top] = [last.x + last.width + GAP_WIDTH / 2, studio.top - DATA_LANE];
  const up = (...start: Arrow["points"]): Arrow => ({
    points: [...start, [lane, heads.top + heads.height]],
    kind: "data",
  });
  // A zone without an arrow would read as a zone without the path.
  return columns
    .filter(({ zone }) => zone.cidrBlocks.studio !== undefined)
    .map((column) => {
      const [start, level] = [column.x + column.width * 0.8, studio.top + studio.height / 2];
      return column === last
        ? up([column.x + column.width, level], [lane, level])
        : up([start, studio.top], [start, top], [lane, top]);
    });
}

/** Pixels from the lane of the data arrows to the Studio boxes below it. */
const DATA_LANE = 14;
