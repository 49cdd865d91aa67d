import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { claims } from "../../verify/claims";
import { baseControl, nistControls } from "../../verify/report/oscal/control-findings";
import { controlMappings } from "../../verify/report/oscal/control-mappings";

const PAGE = join(__dirname, "..", "..", "docs", "compliance.md");
const START = "## By control";

const page = readFileSync(PAGE, "utf8");
const generated = [...controlTable(), "", ...claimTable(), ""].join("\n");

beforeAll(() => {
  if (process.env.WRITE_COMPLIANCE === "1") {
    writeFileSync(PAGE, `${page.slice(0, page.indexOf(START))}${generated}`);
  }
});

function words(list: readonly string[]): string {
  return list.length === 0 ? "-" : [...new Set(list)].join(", ");
}

function controlTable(): readonly string[] {
  const rows = Object.entries(controlMappings).map(([id, { title, pci, iso, remaining }]) => {
    const supporting = claims.filter(({ controls }) =>
      nistControls({ controls }).some((control) => baseControl(control) === id),
    );
    return `| ${id} ${title} | ${words(pci)} | ${words(iso)} | ${words(supporting.map(({ name }) => `\`${name}\``))} | ${remaining} |`;
  });
  return [
    START,
    "",
    "| NIST SP 800-53 r5 | PCI DSS 4.0.1 | ISO/IEC 27001:2022 | claims that support it | what no claim shows |",
    "|---|---|---|---|---|",
    ...rows,
  ];
}

function claimTable(): readonly string[] {
  const rows = claims.map(({ name, controls }) => {
    const nist = nistControls({ controls });
    const mapped = nist.flatMap((control) => controlMappings[baseControl(control)] ?? []);
    const fsbp = controls.filter((control) => /^[A-Za-z]+\.\d+$/.test(control));
    const cells = [nist, fsbp, mapped.flatMap(({ pci }) => pci), mapped.flatMap(({ iso }) => iso)].map(words);
    return `| \`${name}\` | ${cells.join(" | ")} |`;
  });
  return [
    "## By claim",
    "",
    "| claim | NIST SP 800-53 r5 | AWS FSBP | PCI DSS 4.0.1 | ISO/IEC 27001:2022 |",
    "|---|---|---|---|---|",
    ...rows,
  ];
}

test("The page maps every claim and every control of the claims, as the claims name them.", () => {
  const current = page.slice(page.indexOf(START)) === generated;

  expect(current || process.env.WRITE_COMPLIANCE === "1" ? "current" : "outdated: npm run compliance").toBe("current");
});

test("Every control of NIST that a claim names has a mapping, and no mapping is without a claim.", () => {
  const named = new Set(claims.flatMap(({ controls }) => nistControls({ controls }).map(baseControl)));

  expect([...named].sort()).toEqual(Object.keys(controlMappings).sort());
});

test("Identifiers of PCI DSS and of Annex A have the form that their texts use.", () => {
  const mappings = Object.values(controlMappings);

  expect(mappings.flatMap(({ pci }) => pci).filter((id) => !/^(?:[1-9]|1[0-2])\.\d+(?:\.\d+)?$/.test(id))).toEqual([]);
  expect(mappings.flatMap(({ iso }) => iso).filter((id) => !/^A\.[5-8]\.\d{1,2}$/.test(id))).toEqual([]);
});
