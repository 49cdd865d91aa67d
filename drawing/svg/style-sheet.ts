/** Colors of a picture, by meaning. */
export interface PictureColors {
  readonly text: string;
  readonly detail: string;
  readonly line: string;
  readonly paper: string;
  readonly frame: string;
  /** Fill and stroke: Studio. */
  readonly studio: readonly [string, string];
  /** Traffic inside the VPC. */
  readonly inside: readonly [string, string];
  /** Traffic to and from the internet. */
  readonly outside: readonly [string, string];
  readonly nat: readonly [string, string];
  /** The corporate network. */
  readonly corporate: readonly [string, string];
  /** People. */
  readonly people: readonly [string, string];
}

/** Colors on white paper. */
export const LIGHT_COLORS: PictureColors = {
  text: "#1f2430",
  detail: "#4a5160",
  line: "#8a93a6",
  paper: "#ffffff",
  frame: "#f7f8fb",
  studio: ["#dcebff", "#2f6fd0"],
  inside: ["#e2f4e6", "#2f8f4e"],
  outside: ["#ffe3dc", "#c8452a"],
  nat: ["#fff2d6", "#b9821b"],
  corporate: ["#f4efff", "#7048c6"],
  people: ["#eef1f4", "#55606f"],
};

/** Colors on dark paper. */
export const DARK_COLORS: PictureColors = {
  text: "#eef1f6",
  detail: "#b3bccb",
  line: "#6b7588",
  paper: "#151a22",
  frame: "#1a202a",
  studio: ["#1b3050", "#6ea3f0"],
  inside: ["#17331f", "#5fc07d"],
  outside: ["#452019", "#f0836a"],
  nat: ["#3b2e10", "#dca94a"],
  corporate: ["#2c2148", "#ab8df0"],
  people: ["#232b37", "#a3afc0"],
};

/** The style sheet of a picture: red is internet traffic, green is traffic inside the VPC, blue is Studio and its data. */
export function styleSheet({
  text,
  detail,
  line,
  paper,
  frame,
  studio,
  inside,
  outside,
  nat,
  corporate,
  people,
}: PictureColors): string {
  return `
  svg text { font-family: system-ui, -apple-system, "Segoe UI", Helvetica, Arial, sans-serif; fill: ${text}; }
  svg .name { font-size: 13px; font-weight: 600; text-anchor: middle; }
  svg .detail { font-size: 12px; text-anchor: middle; fill: ${detail}; }
  svg .title { font-size: 15px; font-weight: 700; }
  svg .heading { font-size: 18px; font-weight: 700; }
  svg .subtitle, svg .label { font-size: 12px; fill: ${detail}; }
  svg .vpc { fill: ${frame}; stroke: ${line}; stroke-width: 1.5; }
  svg .studio { fill: ${studio[0]}; stroke: ${studio[1]}; }
  svg .endpoint { fill: ${inside[0]}; stroke: ${inside[1]}; }
  svg .firewall { fill: ${outside[0]}; stroke: ${outside[1]}; }
  svg .nat { fill: ${nat[0]}; stroke: ${nat[1]}; }
  svg .client, svg .function { fill: ${paper}; stroke: ${inside[1]}; }
  svg .jump { fill: ${paper}; stroke: ${outside[1]}; stroke-width: 1.6; }
  svg .internet { fill: ${paper}; stroke: ${line}; stroke-dasharray: 4 3; }
  svg .corporate { fill: ${corporate[0]}; stroke: ${corporate[1]}; stroke-dasharray: 4 3; }
  svg .people-box { fill: ${people[0]}; stroke: ${people[1]}; }
  svg .data-box { fill: ${studio[0]}; stroke: ${studio[1]}; stroke-dasharray: 4 3; }
  svg .holds { fill: ${inside[0]}; }
  svg .fails { fill: ${outside[0]}; }
  svg .unsure { fill: ${nat[0]}; }
  svg .holds-text, svg .fails-text, svg .unsure-text { font-size: 12px; font-weight: 600; text-anchor: middle; }
  svg .people, svg .data { fill: none; stroke-width: 1.6; }
  svg .people { stroke: ${people[1]}; }
  svg .data { stroke: ${studio[1]}; }
  svg .blocked { fill: none; stroke: ${line}; stroke-width: 1.6; stroke-dasharray: 4 3; }
  svg .stop { fill: ${outside[1]}; }
  svg .bar { stroke: ${paper}; stroke-width: 2.4; }
  svg .head-people { fill: ${people[1]}; }
  svg .head-data { fill: ${studio[1]}; }
  svg .band { fill: none; stroke: ${corporate[1]}; stroke-dasharray: 2 3; }
  svg .private { fill: none; stroke: ${inside[1]}; stroke-width: 1.6; }
  svg .attached { fill: none; stroke: ${corporate[1]}; stroke-width: 1.6; }
  svg .out { fill: none; stroke: ${outside[1]}; stroke-width: 1.6; }
  svg .back { fill: none; stroke: ${outside[1]}; stroke-width: 1.2; stroke-dasharray: 4 3; }
  svg .head-private { fill: ${inside[1]}; }
  svg .head-attached { fill: ${corporate[1]}; }
  svg .head-out, svg .head-back { fill: ${outside[1]}; }
`;
}
