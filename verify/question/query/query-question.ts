import type { DnsQuery } from "../../dns/evaluate-dns-query";
import { networkModelOf } from "../../network/network-model";
import type { TerraformConfiguration } from "../../terraform/terraform-configuration";
import { faults, faultsOf, type Read, value, type WrittenQuery } from "../grammar/question";
import { endText, hostNamePattern, type PlacedEnd } from "../packet/packet-ends";
import { isInside, readSender } from "../packet/packet-question";

/** A question about a DNS query, with the resource that it names. */
export interface QueryQuestion {
  readonly query: DnsQuery;
  /** Where the query starts: inside a VPC, whose resolver answers it. */
  readonly source: PlacedEnd;
}

/** Finds what a question names. */
export function readQueryQuestion(
  configuration: TerraformConfiguration,
  { name, from }: WrittenQuery,
): Read<QueryQuestion> {
  const query = readQuery(name);
  const source = readQuerySource(configuration, from);
  return query.kind === "value" && source.kind === "value"
    ? value({ query: query.value, source: source.value })
    : faults(...faultsOf(query, source));
}

/** `pypi.org`, `pypi.org/TXT`. */
function readQuery(word: string): Read<DnsQuery> {
  const place = "query: name";
  const [name = "", queryType = "A", ...rest] = word.split("/");
  if (rest.length > 0 || !hostNamePattern.test(name)) {
    return faults({ place, problem: "not a host name", word, advice: "write NAME or NAME/TYPE, such as pypi.org/TXT" });
  }
  return /^[a-z][a-z0-9]*$/i.test(queryType)
    ? value({ name: name.toLowerCase().replace(/\.$/, ""), type: queryType.toUpperCase() })
    : faults({
        place,
        problem: "not a query type",
        word: queryType,
        advice: "write one such as A, AAAA, TXT or TYPE65",
      });
}

function readQuerySource(configuration: TerraformConfiguration, word: string): Read<PlacedEnd> {
  const place = "query: from";
  const read = readSender(configuration, place, word);
  if (read.kind === "faults") {
    return read;
  }
  return isInside(networkModelOf(configuration), read.value)
    ? value(read.value)
    : faults({
        place,
        problem: "outside the subnets of the configuration",
        word,
        advice: "name a subnet or a resource in one: the resolver of its VPC answers",
      });
}

/** The question in full. */
export function queryText({ query, source }: QueryQuestion): string {
  return `query ${query.name}/${query.type} from ${endText(source)}`;
}
