import { questionForms } from "../../../verify/question/grammar/parse-question";
import type { CommandSyntax } from "../../shared/command-syntax";
import { joinOption } from "../options/join-option";
import { noPlanOption } from "../options/no-plan-option";
import { policyOption } from "../options/policy-option";
import { sourceOption } from "../options/source-option";
import { variableOptions } from "../options/variable-options";

export const askSyntax = {
  name: "ask",
  usage: ["ENV [QUESTION...] [options]", "DIR [QUESTION...] [options]", "FILE [QUESTION...] [options]"],
  summary: "ask whether a packet, a DNS query or a request gets through, and what decides",
  description: `Answers a question about one configuration: allowed, denied, or cannot be told, with each hop or policy statement that
decides. Without a question, it lists the subjects that the configuration has.

  ${questionForms.packet}
  ${questionForms.query}
  ${questionForms.request}

SOURCE and DESTINATION are an address, a CIDR block, internet, a subnet, or a resource in subnets; DESTINATION is a host name
or a VPC endpoint as well. PROTOCOL is tls, http, ssh, dns, ntp, quic, smtp, ftp, tcp, udp or icmp. Without PORT
and PROTOCOL, a host name is asked for on port 443 by TLS, and anything else on port 443 by TCP. NAME is a host name, and
TYPE one of A, AAAA, TXT and others; the resolver of SOURCE's VPC answers. PRINCIPAL is role/NAME, the
ARN of a role or user, service/HOST, account/ID or anonymous. RESOURCE is an address in Terraform, a name or an ARN, with
the key of an object after a slash. ORIGIN is internet, an IP address, a VPC endpoint, a subnet, or a resource in subnets.
Resources are named by their address in Terraform, by its end (studio_a for aws_subnet.network_studio_a), or by their name.`,
  arguments: [
    {
      placeholder: "ENV",
      description: "an environment, or DIR: a root module; or FILE: cdk.tf.json, a plan or a state as JSON",
      completion: "environment",
    },
    { placeholder: "QUESTION...", description: "questions, each in quotes (default: list the subjects)" },
  ],
  options: {
    source: sourceOption,
    join: joinOption,
    ...variableOptions,
    "no-plan": noPlanOption,
    policy: policyOption,
    expect: {
      type: "string",
      value: "ANSWER",
      description: "exit with 1 unless every question has this answer",
      completion: ["allowed", "denied"],
    },
    all: { type: "boolean", default: false, description: "print every case, not only the first of each answer" },
    json: { type: "boolean", default: false, description: "print the answers as JSON" },
  },
  insteadOf: {
    plan: 'pass the plan without an option: studio-perimeter ask PLAN "QUESTION"',
    state: 'pass the state without an option: studio-perimeter ask STATE "QUESTION"',
    file: 'pass the file without an option: studio-perimeter ask FILE "QUESTION"',
  },
  exitCodes: {
    0: "every question is answered: allowed or denied",
    1: "an answer cannot be told, or is not the expected one",
    2: "could not run, such as for a question that names nothing of the configuration",
  },
  examples: [
    "studio-perimeter ask prod",
    'studio-perimeter ask prod "packet from aws_subnet.studio_a to github.com:443"',
    'studio-perimeter ask prod "packet from studio_a to 203.0.113.7:22/ssh" --expect denied',
    'studio-perimeter ask prod "packet from internet to aws_subnet.studio_a:443"',
    'studio-perimeter ask prod "query data.attacker.example/TXT from studio_a" --expect denied',
    'studio-perimeter ask prod "request s3:GetObject on aws_s3_bucket.data by execution_role_role from internet"',
    'studio-perimeter ask ./infrastructure "request kms:Decrypt on aws_kms_key.data by role/analyst from aws_vpc_endpoint.kms"',
    'studio-perimeter ask plan.json --source ./infrastructure "packet from app_a to db_a:5432/tcp"',
  ],
} as const satisfies CommandSyntax;
