import { z } from "zod";
import { fields } from "../fields";
import { formattedString } from "../string-formats";

/**
 * An interface endpoint to an endpoint service of the company, such as a Git server behind a Network Load Balancer. Costs about
 * 0.01 USD per hour and zone, plus 0.01 USD per GB. AWS evaluates no endpoint policy for such a service: it decides by itself what a
 * caller may do.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-share-your-services.html
 */
export const ownEndpointSchema = fields("ownEndpoint", {
  name: formattedString("an endpoint name").describe("Name of the endpoint in this environment, such as git."),
  service: formattedString("an endpoint service").describe(
    "Name of the endpoint service, com.amazonaws.vpce.<region>.vpce-svc-..., in the Region of the environment. Its owner must accept the connection.",
  ),
  privateDnsName: z
    .string()
    .optional()
    .describe(
      "The private DNS name that the owner of the service verified. Studio resolves this one name to the endpoint. Default: only the names that AWS gives the endpoint.",
    ),
  ports: z
    .array(z.int().min(1).max(65_535))
    .min(1)
    .default([443])
    .describe("TCP ports of the service; 22 for Git by SSH."),
  users: z
    .array(formattedString("a user profile name"))
    .min(1)
    .optional()
    .describe(
      "User profiles whose apps may connect. Jobs may not connect then. Default: apps and jobs of every user may.",
    ),
  availabilityZones: z
    .array(formattedString("an availability zone"))
    .min(1)
    .optional()
    .describe("Zones in which the service is offered. Default: every zone of the environment."),
  reason: formattedString("a line of text").describe("Why the environment needs the service. Reviewers read it."),
  owner: formattedString("a line of text").describe("Team or person that is responsible for the service."),
});
