import { z } from "zod";
import { fields } from "../fields";
import { formattedString } from "../string-formats";

/** The stack creates the VPC. */
const ownNetworkSchema = fields("ownNetwork", {
  kind: z.literal("own").describe("The stack creates the VPC, its subnets and its route tables."),
});

/** Subnets by their ids. */
const subnetsByIdSchema = fields("subnetsById", {
  kind: z.literal("ids").describe("Subnets that are named by their ids."),
  ids: z
    .record(formattedString("an availability zone"), formattedString("a subnet id"))
    .describe("Id of the subnet in each Availability Zone of the environment."),
});

/** Subnets by a tag. */
const subnetsByTagSchema = fields("subnetsByTag", {
  kind: z.literal("tag").describe("Subnets of the VPC that have a tag, one in each Availability Zone."),
  key: formattedString("a tag key").describe("Key of the tag."),
  value: formattedString("a tag value").describe("Value of the tag."),
});

const subnetSelection = z.discriminatedUnion("kind", [subnetsByIdSchema, subnetsByTagSchema]);

/** Subnets of an existing network, by tier. */
const existingSubnetsSchema = fields("existingSubnets", {
  studio: subnetSelection.describe("Subnets of apps and jobs."),
  endpoint: subnetSelection.describe("Subnets of the interface endpoints."),
  client: subnetSelection.optional().describe("Subnets of the client instance. Default: none; needed with a client."),
  function: subnetSelection
    .optional()
    .describe("Subnets of the self-service function. Default: none; needed with self-service."),
});

/** A VPC that another team owns. */
const existingNetworkSchema = fields("existingNetwork", {
  kind: z.literal("existing").describe("Another stack of the account has the VPC. The plan checks its properties."),
  vpcId: formattedString("a VPC id").describe("Id of the VPC, whose first block is vpcCidr."),
  subnets: existingSubnetsSchema.describe("Its subnets. Each one is associated with a route table."),
});

/** Who creates the VPC: the stack itself, or another stack of the account. */
export const networkSchema = z.discriminatedUnion("kind", [ownNetworkSchema, existingNetworkSchema]);
