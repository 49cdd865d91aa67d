import { breakable, type Markup, type MarkupPart, markup } from "../../drawing/markup";

/** One column of a table. */
export interface Column<Row> {
  readonly title: string;
  readonly cell: (row: Row) => MarkupPart;
  /** Numbers are right-aligned; a title that is a name may break anywhere. @default "text" */
  readonly kind?: "text" | "number" | "name";
}

/**
 * A table with a caption. The first column names the row. On narrow screens each row becomes a block, so every cell carries the title of
 * its column, and the roles are written out: browsers drop them where a row is not displayed as one.
 */
export function table<Row>(caption: MarkupPart, columns: readonly Column<Row>[], rows: readonly Row[]): Markup {
  const [first, ...others] = columns;
  const kindOf = ({ kind = "text" }: Column<Row>): string => kind;
  const heads = columns.map(
    (column) => markup`<th role="columnheader" scope="col" class="${kindOf(column)}">${column.title}</th>`,
  );
  const body = rows.map(
    (row) =>
      markup`<tr role="row"><th role="rowheader" scope="row">${first?.cell(row)}</th>${others.map(
        (column) =>
          markup`<td role="cell" class="${kindOf(column)}" data-label="${column.title}">${column.cell(row)}</td>`,
      )}</tr>\n`,
  );
  return markup`<table role="table"><caption>${caption}</caption>
<thead role="rowgroup"><tr role="row">${heads}</tr></thead>
<tbody role="rowgroup">
${body}</tbody></table>
`;
}

/** A list with a class; nothing for a list without items. */
export function list(items: readonly MarkupPart[], kind = "plain"): Markup | undefined {
  return items.length === 0
    ? undefined
    : markup`<ul class="${kind}">${items.map((item) => markup`<li>${item}</li>`)}</ul>\n`;
}

/** A name as it is in Terraform or in a file. */
export function code(text: string): Markup {
  return markup`<code>${breakable(text)}</code>`;
}

/** Terraform addresses in the order of a path or request. */
export function addressPath(addresses: readonly string[]): Markup | undefined {
  return addresses.length === 0
    ? undefined
    : markup`<ol class="path">${addresses.map((address) => markup`<li>${breakable(address)}</li>`)}</ol>`;
}

/** A text that fills an empty cell, so that no cell is silent. */
export function muted(text: string): Markup {
  return markup`<span class="muted">${text}</span>`;
}

/** USD with two digits after the point. */
export function usd(amount: number): string {
  return amount.toFixed(2).replace(/\B(?=(?:\d{3})+\.)/g, ",");
}

/** A section of an environment, with a heading that links can name. */
export function section(id: string, title: string, content: MarkupPart): Markup {
  return markup`<section aria-labelledby="${id}"><h3 id="${id}">${title}</h3>
${content}</section>
`;
}
