import { aligned, contains, formatCidr, isAligned, overlaps, PRIVATE_RANGES, parseCidr } from "../../schema/cidr";
import { type Fault, shown } from "../faults/fault";
import { entriesOf, type Reading, type Rule, repeated } from "../faults/partial-environment";

/** Wider blocks than any company's own. */
const WIDEST_PUBLIC = 8;

type Known = Reading["known"];

function accessOf({ access }: Known) {
  return access?.kind === "on" ? access : undefined;
}

function attachedBlocks(known: Known): readonly Block[] {
  const attachment = accessOf(known)?.attachment;
  return attachment !== undefined && "cidrs" in attachment ? blocksIn("attachment.cidrs", attachment.cidrs) : [];
}

/** A text in a list of `access`, by its path. */
interface Block {
  readonly field: string;
  readonly text: string;
}

function blocksIn(field: string, list: readonly (string | undefined)[] | undefined): readonly Block[] {
  return entriesOf(list).map(({ index, value }) => ({ field: `access.${field}[${index}]`, text: value }));
}

function jumpHostBlock(known: Known): readonly Block[] {
  const client = accessOf(known)?.client;
  return client?.kind === "public-jump-host" && client.allowedCidr !== undefined
    ? [{ field: "access.client.allowedCidr", text: client.allowedCidr }]
    : [];
}

const isPrivate = (text: string): boolean => PRIVATE_RANGES.some((range) => contains(range, parseCidr(text)));
const touchesPrivate = (text: string): boolean => PRIVATE_RANGES.some((range) => overlaps(range, parseCidr(text)));

/** What a list of blocks may hold; the first refusal that holds is told. */
interface BlockRefusal {
  readonly blocks: (known: Known) => readonly Block[];
  readonly holds: (text: string, known: Known) => boolean;
  readonly wrong: string;
  readonly todo: (text: string) => string;
}

const privateBlocks = (known: Known): readonly Block[] => [
  ...blocksIn("privateCidrs", accessOf(known)?.privateCidrs),
  ...attachedBlocks(known),
];
const publicBlocks = (known: Known): readonly Block[] => [
  ...blocksIn("publicCidrs", accessOf(known)?.publicCidrs),
  ...jumpHostBlock(known),
];
const allBlocks = (known: Known): readonly Block[] => [...privateBlocks(known), ...publicBlocks(known)];

const BLOCK_REFUSALS: readonly BlockRefusal[] = [
  {
    blocks: allBlocks,
    holds: (text) => !isAligned(parseCidr(text)),
    wrong: "has bits set behind its prefix",
    todo: (text) => `write ${formatCidr(aligned(parseCidr(text)))}`,
  },
  {
    blocks: privateBlocks,
    holds: (text) => !isPrivate(text),
    wrong: "is not private",
    todo: () => `use a block in ${PRIVATE_RANGES.map(formatCidr).join(", ")}`,
  },
  {
    blocks: attachedBlocks,
    holds: (text, { vpcCidr }) => vpcCidr !== undefined && overlaps(parseCidr(text), parseCidr(vpcCidr)),
    wrong: "overlaps the VPC",
    todo: () => "use the corporate network's own blocks",
  },
  {
    blocks: publicBlocks,
    holds: touchesPrivate,
    wrong: "holds private addresses, which no call over the internet comes from",
    todo: () => "use public blocks of the company",
  },
  {
    blocks: (known) => blocksIn("publicCidrs", accessOf(known)?.publicCidrs),
    holds: (text) => parseCidr(text).prefixLength < WIDEST_PUBLIC,
    wrong: "is wider than any company's own",
    todo: () => "use public blocks of the company",
  },
  {
    blocks: jumpHostBlock,
    holds: (text) => parseCidr(text).prefixLength !== 32,
    wrong: "is more than one address",
    todo: (text) => `use one address, as ${text.replace(/\/\d+$/, "/32")}`,
  },
];

const blocksAreLegal: Rule = ({ known }) =>
  allBlocks(known).flatMap(({ field, text }) => {
    const refusal = BLOCK_REFUSALS.find(
      ({ blocks, holds }) => blocks(known).some((block) => block.field === field) && holds(text, known),
    );
    return refusal === undefined ? [] : [{ field, wrong: refusal.wrong, got: shown(text), todo: refusal.todo(text) }];
  });

const LISTS = ["allowedVpcIds", "privateCidrs", "publicCidrs"] as const;

const entriesAreListedOnce: Rule = ({ known }) => {
  const lists = [...LISTS.map((field) => blocksIn(field, accessOf(known)?.[field])), attachedBlocks(known)];
  return lists.flatMap((list) =>
    repeated(entriesOf(list), ({ text }) => text).map(({ value: { field, text } }) => ({
      field,
      wrong: "is listed twice",
      got: shown(text),
      todo: "list it once",
    })),
  );
};

const openUrlsNameNoNetwork: Rule = ({ known }) => {
  const access = accessOf(known);
  return access?.restrictUrlsToNetwork === false
    ? LISTS.filter((field) => (access[field]?.length ?? 0) > 0).map((field) => ({
        field: `access.${field}`,
        wrong: "has no effect while restrictUrlsToNetwork is false",
        got: shown(access[field]),
        todo: "remove it, or restrict URLs to the network",
      }))
    : [];
};

/** What a way in cannot do without; every one that fails is told. */
const REQUIREMENTS: readonly {
  readonly fails: (known: Known) => boolean;
  readonly fault: Omit<Fault, "got">;
  readonly got: (known: Known) => unknown;
}[] = [
  {
    fails: (known) => accessOf(known)?.selfService?.kind === "on" && known.studio?.authMode === "SSO",
    got: () => "on",
    fault: {
      field: "access.selfService.kind",
      wrong: "asks for presigned URLs, which users of IAM Identity Center cannot have",
      todo: 'set it to "off"; they sign in at their portal',
    },
  },
  {
    fails: (known) => accessOf(known)?.client?.kind === "public-jump-host" && known.protections === true,
    got: () => "public-jump-host",
    fault: {
      field: "access.client.kind",
      wrong: "opens a protected environment to the internet",
      todo: 'use "ssm", or set protections to false',
    },
  },
  {
    fails: (known) => accessOf(known)?.client?.kind === "public-jump-host" && known.egress?.kind === "none",
    got: () => "public-jump-host",
    fault: {
      field: "access.client.kind",
      wrong: "needs an internet gateway, which an environment without egress does not have",
      todo: 'use "ssm"',
    },
  },
  {
    fails: (known) => accessOf(known)?.resolverInbound === true && known.availabilityZones?.length === 1,
    got: () => true,
    fault: {
      field: "access.resolverInbound",
      wrong: "needs an address in two zones",
      todo: "set it to false, or use two zones",
    },
  },
  {
    fails: (known) => accessOf(known)?.resolverInbound === true && accessOf(known)?.attachment?.kind === "none",
    got: () => true,
    fault: {
      field: "access.resolverInbound",
      wrong: "answers nobody without an attachment",
      todo: "set it to false, or set access.attachment",
    },
  },
];

const waysInHaveWhatTheyNeed: Rule = ({ known }) =>
  REQUIREMENTS.filter(({ fails }) => fails(known)).map(({ fault, got }) => ({ ...fault, got: shown(got(known)) }));

/** Rules about getting in. */
export const accessRules: readonly Rule[] = [
  blocksAreLegal,
  entriesAreListedOnce,
  openUrlsNameNoNetwork,
  waysInHaveWhatTheyNeed,
];
