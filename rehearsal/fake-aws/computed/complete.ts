import type { Row, Value } from "../../protocol/values";
import { isRow, itemsOf, UNKNOWN } from "../../protocol/values";
import type { Block, CtyType } from "../../schema/provider-schema";
import { accessAnswers } from "./access-attributes";
import type { Answer, Answers, Asked } from "./attribute";
import { madeUpName, owner, region } from "./attribute";
import { firewallAnswers } from "./firewall-attributes";
import { networkAnswers } from "./network-attributes";
import { storageAnswers } from "./storage-attributes";
import { studioAnswers } from "./studio-attributes";

/** Terraform types with answers of their own; of any other type, ids and ARNs are only of the right kind. */
export const ANSWERS: Answers = {
  ...networkAnswers,
  ...firewallAnswers,
  ...storageAnswers,
  ...studioAnswers,
  ...accessAnswers,
};

/** Attributes that mean the same in every type. */
const COMMON: Readonly<Record<string, Answer>> = {
  region,
  owner_id: owner,
  account_id: owner,
  name: madeUpName,
  id: (_row, { digits }) => digits,
};

/** Settles everything in a planned row that AWS decides, as AWS might. */
export function complete(type: string, block: Block, planned: Row, asked: Asked): Row {
  const own = ANSWERS[type] ?? {};
  const row: Record<string, Value> = { ...planned };
  const order = [...Object.keys(block.attributes).filter((key) => !(key in own)), ...Object.keys(own)];
  for (const key of order.filter((name) => planned[name] === UNKNOWN)) {
    const answer = own[key] ?? COMMON[key];
    row[key] = answer === undefined ? plain(block.attributes[key]?.type ?? "dynamic", key, asked) : answer(row, asked);
  }
  for (const [key, nested] of Object.entries(block.block_types)) {
    row[key] = settled(nested.block, row[key] ?? null, asked);
  }
  return row;
}

/** Nested blocks hold few computed attributes, and none that others refer to: a plain value will do. */
export function settled(block: Block, value: Value, asked: Asked): Value {
  if (Array.isArray(value)) {
    return itemsOf(value).map((item) => settled(block, item, asked));
  }
  if (!isRow(value)) {
    return value === UNKNOWN ? null : value;
  }
  const entries = Object.entries(value).map(([key, inner]): [string, Value] => {
    const nested = block.block_types[key];
    const attribute = block.attributes[key];
    if (nested !== undefined) {
      return [key, settled(nested.block, inner, asked)];
    }
    return [key, inner === UNKNOWN && attribute !== undefined ? plain(attribute.type, key, asked) : inner];
  });
  return Object.fromEntries(entries);
}

/** The least value of a type; an ARN where the name asks for one. */
function plain(type: CtyType, key: string, asked: Asked): Value {
  if (type === "string") {
    const { partition, region: where, account } = asked.cloud;
    return key.endsWith("arn") ? `arn:${partition}:rehearsal:${where}:${account}:${key}/${asked.digits}` : "";
  }
  if (typeof type === "string") {
    return type === "number" ? 0 : type === "bool" ? false : null;
  }
  if (type[0] === "object") {
    return Object.fromEntries(Object.entries(type[1]).map(([name, of]) => [name, plain(of, name, asked)]));
  }
  return type[0] === "map" ? {} : [];
}
