import { once } from "node:events";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { APPLY_LOG } from "../../../cli/delivery/recovery/killed-apply";
import { runCommand } from "../../../rehearsal/run/run-command";
import { describeWithTerraform } from "../../rehearsal/fixtures/terraform-suites";
import { type DeploymentBed, digestIn, isRunning, openDeploymentBed, until } from "./fixtures/deployment-bed";

const MINUTE_MS = 60_000;

describeWithTerraform("deploy after Terraform itself was killed", (binary) => {
  let bed: DeploymentBed;

  beforeAll(async () => {
    bed = await openDeploymentBed(binary);
  }, 2 * MINUTE_MS);

  afterAll(() => bed.close());

  const log = (): string => join(bed.stackFolder, APPLY_LOG);

  /** Addresses whose creation ended, in their order. */
  const createdInLog = (): readonly string[] =>
    [...readFileSync(log(), "utf8").matchAll(/^(\S+): Creation complete/gm)].map(([, address = ""]) => address);

  const runTerraform = async (...words: readonly string[]): Promise<void> => {
    const options = { env: bed.environment, cwd: bed.stackFolder };
    expect(await runCommand(binary, [...words, "-no-color"], options)).toMatchObject({ code: 0 });
  };

  /** Whose ID AWS makes, so that nothing but AWS knows it. */
  const hasHiddenId = (address: string): boolean =>
    /^aws_(?:subnet|security_group|vpc|iam_policy|codeartifact|sqs|sagemaker_(?:domain|user)|route53)/.test(address);

  /** Addresses whose creation has begun and not ended. */
  const begunInLog = (): readonly string[] => {
    const ended = createdInLog();
    const begun = [...readFileSync(log(), "utf8").matchAll(/^(\S+): Creating\.\.\./gm)].map(
      ([, address = ""]) => address,
    );
    return begun.filter((address) => !ended.includes(address));
  };

  /** Stops Terraform, and waits until it has stopped. */
  async function pause(terraform: number): Promise<void> {
    process.kill(terraform, "SIGSTOP");
    await new Promise((resolve) => setTimeout(resolve, 50));
  }

  /**
   * Kills Terraform and `deploy` in the apply, at a moment when nothing is in flight whose ID nobody knows, and the file of the state is
   * whole: Terraform empties it before it writes it.
   */
  async function killBoth(digest: string, isReached: () => boolean): Promise<void> {
    const { deployment, terraform } = await bed.deployUntil("apply", "--approve", digest);
    await until(isReached);
    await pause(terraform);
    while (begunInLog().some(hasHiddenId) || bed.resourcesInState() === 0) {
      process.kill(terraform, "SIGCONT");
      await new Promise((resolve) => setTimeout(resolve, 50));
      await pause(terraform);
    }
    process.kill(terraform, "SIGKILL");
    deployment.kill("SIGKILL");
    await once(deployment, "exit");
    await until(() => !isRunning(terraform));
  }

  /** Kills `deploy` alone, and waits until Terraform has ended. */
  async function killDeploy(digest: string, isReached: () => boolean): Promise<void> {
    const { deployment, terraform } = await bed.deployUntil("apply", "--approve", digest);
    await until(isReached);
    deployment.kill("SIGKILL");
    await once(deployment, "exit");
    await until(() => !isRunning(terraform));
  }

  /** The digest of the plan as it is now, which nobody has approved. */
  async function unapproved(...options: readonly string[]) {
    const { out, err } = await bed.deploy("--approve", "0".repeat(64), ...options);
    return { digest: digestIn(out), err };
  }

  test(
    "After a kill of Terraform in an apply, the next deployment takes what the state lost into it. After a kill of deploy alone, Terraform finishes.",
    async () => {
      await killBoth((await unapproved()).digest, () => bed.resourcesInState() > 30);
      // A remote state is written every 20 seconds: what came after the last time is lost.
      const saved = bed.state().resources.map(({ type, name }) => `${type}.${name}`);
      const lost = createdInLog()
        .filter((address) => saved.includes(address))
        .slice(-3);
      await runTerraform("state", "rm", ...lost);

      const recovered = await unapproved();
      expect(recovered.err).toMatch(/^dev: the last apply was killed before it had saved the state$/m);
      for (const address of lost) {
        expect(recovered.err).toMatch(new RegExp(`^ {2}${address}: imported as \\S+$`, "m"));
      }

      const before = bed.resourcesInState();
      await killDeploy(recovered.digest, () => bed.resourcesInState() > before + 5);
      // Terraform went on, and the state has all that it did.
      expect(bed.resourcesInState()).toBeGreaterThan(before + 20);
      const kept = bed.state().resources.map(({ type, name }) => `${type}.${name}`);
      expect(createdInLog().filter((address) => !kept.includes(address))).toEqual([]);
    },
    8 * MINUTE_MS,
  );

  test(
    "Without a log, deploy names each resource that AWS has and the state does not, with the option to paste and what finds its ID, until the deployment is complete.",
    async () => {
      rmSync(log(), { force: true });
      const lost = ["aws_subnet", "aws_security_group", "aws_iam_role", "aws_cloudwatch_log_group"].flatMap((wanted) =>
        bed
          .state()
          .resources.filter(({ type }) => type === wanted)
          .slice(0, 1),
      );
      const idOf = (address: string): string =>
        lost.find(({ type, name }) => `${type}.${name}` === address)?.instances[0]?.attributes.id ?? "";
      const addresses = lost.map(({ type, name }) => `${type}.${name}`);
      await runTerraform("state", "rm", ...addresses);

      const pasted: string[] = [];
      let words: readonly string[] = [];
      for (let round = 0; round < 4; round++) {
        const { digest } = await unapproved(...words);
        const { code, err } = await bed.deploy("--approve", digest);
        if (code === 0) {
          break;
        }
        expect(err).toMatch(/^dev: AWS has what the state does not have, as after an apply that was killed\./m);
        expect(err).toMatch(/^ {2}studio-perimeter deploy dev --import '/m);
        if (err.includes("SUBNET_ID")) {
          expect(err).toMatch(
            /^ {2}SUBNET_ID of aws_subnet\.\S+: aws ec2 describe-subnets --filters Name=vpc-id,Values=vpc-\S+ /m,
          );
        }
        const options = [...err.matchAll(/--import '([^'=]+)=([^']+)'/g)].map(([, address = "", id = ""]) =>
          /^(?:SUBNET|SECURITY_GROUP)_ID$/.test(id) ? `${address}=${idOf(address)}` : `${address}=${id}`,
        );
        pasted.push(...options);
        words = options.flatMap((each) => ["--import", each]);
      }
      expect(pasted.map((each) => each.split("=")[0])).toEqual(expect.arrayContaining(addresses));
      expect(await bed.deploy()).toMatchObject({
        code: 0,
        err: "",
        out: expect.stringMatching(/^dev {2}changes nothing\n/),
      });
      expect(existsSync(log())).toBe(false);
    },
    8 * MINUTE_MS,
  );
});
