/** Red is internet traffic, green is traffic inside the VPC, violet is the corporate network. */
export const STYLE_SHEET = `
  text { font-family: system-ui, -apple-system, "Segoe UI", Helvetica, Arial, sans-serif; fill: #1f2430; }
  .name { font-size: 13px; font-weight: 600; text-anchor: middle; }
  .detail { font-size: 12px; text-anchor: middle; fill: #4a5160; }
  .title { font-size: 15px; font-weight: 700; }
  .subtitle { font-size: 12px; fill: #4a5160; }
  .label { font-size: 12px; fill: #4a5160; }
  .vpc { fill: #f7f8fb; stroke: #8a93a6; stroke-width: 1.5; }
  .studio { fill: #dcebff; stroke: #2f6fd0; }
  .endpoint { fill: #e2f4e6; stroke: #2f8f4e; }
  .firewall { fill: #ffe3dc; stroke: #c8452a; }
  .nat { fill: #fff2d6; stroke: #b9821b; }
  .client, .function { fill: #ffffff; stroke: #2f8f4e; }
  .jump { fill: #ffffff; stroke: #c8452a; stroke-width: 1.6; }
  .internet { fill: #ffffff; stroke: #8a93a6; stroke-dasharray: 4 3; }
  .corporate { fill: #f4efff; stroke: #7048c6; stroke-dasharray: 4 3; }
  .band { fill: none; stroke: #7048c6; stroke-dasharray: 2 3; }
  .private { fill: none; stroke: #2f8f4e; stroke-width: 1.6; }
  .attached { fill: none; stroke: #7048c6; stroke-width: 1.6; }
  .out { fill: none; stroke: #c8452a; stroke-width: 1.6; }
  .back { fill: none; stroke: #c8452a; stroke-width: 1.2; stroke-dasharray: 4 3; }
  .head-private { fill: #2f8f4e; }
  .head-attached { fill: #7048c6; }
  .head-out, .head-back { fill: #c8452a; }
`;
