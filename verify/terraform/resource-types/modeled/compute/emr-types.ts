import {
  CODE,
  DELETION,
  FILTER,
  IMAGE,
  KEY_PAIR,
  LOGGING,
  MODE,
  NAME,
  PROGRAM,
  SCHEDULE,
  SIZE,
  STRICTER,
} from "../../neutral-reasons";
import {
  type ArgumentUse,
  inBlock,
  modeled,
  OUR_DATA,
  OURS,
  READ,
  type ResourceTypes,
  unread,
} from "../../resource-type";

const diskArguments = inBlock("ebs_config", { iops: SIZE, size: SIZE, type: SIZE, volumes_per_instance: SIZE });

/** A group of nodes of one kind, as a block of a cluster or as a resource of its own. */
const groupArguments: Readonly<Record<string, ArgumentUse>> = {
  bid_price: SIZE,
  ...diskArguments,
  instance_count: SIZE,
  instance_type: SIZE,
  name: NAME,
};

/** A fleet of nodes of several kinds, as a block of a cluster or as a resource of its own. */
const fleetArguments: Readonly<Record<string, ArgumentUse>> = {
  "instance_type_configs.bid_price": SIZE,
  "instance_type_configs.bid_price_as_percentage_of_on_demand_price": SIZE,
  "instance_type_configs.configurations": PROGRAM,
  ...inBlock("instance_type_configs", diskArguments),
  "instance_type_configs.instance_type": SIZE,
  "instance_type_configs.weighted_capacity": SIZE,
  launch_specifications: SIZE,
  name: NAME,
  target_on_demand_capacity: SIZE,
  target_spot_capacity: SIZE,
};

/** Where an application of EMR Serverless writes logs, and the key with which it does. */
const logTargetArguments = { encryption_key_arn: OUR_DATA, log_uri: OUR_DATA };

/**
 * Clusters and applications of EMR. Their nodes are in subnets, whose routes the network model reads, and work as an instance profile,
 * whose policies the policy model reads. `emrGaps` finds what EMR adds to a cluster that the configuration does not show.
 */
export const emrTypes: ResourceTypes = {
  aws_emr_cluster: modeled(
    ["network", "data", "identities"],
    {
      additional_info: unread("passes settings to EMR that no model reads"),
      applications: PROGRAM,
      auto_termination_policy: SCHEDULE,
      autoscaling_role: READ,
      "bootstrap_action.args": PROGRAM,
      "bootstrap_action.name": NAME,
      "bootstrap_action.path": PROGRAM,
      configurations: PROGRAM,
      configurations_json: PROGRAM,
      ...inBlock("core_instance_fleet", fleetArguments),
      ...inBlock("core_instance_group", { ...groupArguments, autoscaling_policy: SIZE, "ebs_config.throughput": SIZE }),
      custom_ami_id: IMAGE,
      ebs_root_volume_size: SIZE,
      "ec2_attributes.additional_master_security_groups": READ,
      "ec2_attributes.additional_slave_security_groups": READ,
      "ec2_attributes.emr_managed_master_security_group": READ,
      "ec2_attributes.emr_managed_slave_security_group": READ,
      "ec2_attributes.instance_profile": READ,
      "ec2_attributes.key_name": KEY_PAIR,
      "ec2_attributes.service_access_security_group": READ,
      "ec2_attributes.subnet_id": READ,
      "ec2_attributes.subnet_ids": READ,
      keep_job_flow_alive_when_no_steps: MODE,
      kerberos_attributes: unread("joins the cluster to a Kerberos realm, whose users no model reads"),
      list_steps_states: FILTER,
      log_encryption_kms_key_id: OUR_DATA,
      log_uri: OUR_DATA,
      ...inBlock("master_instance_fleet", fleetArguments),
      ...inBlock("master_instance_group", { ...groupArguments, "ebs_config.throughput": SIZE }),
      name: NAME,
      os_release_label: MODE,
      placement_group_config: MODE,
      release_label: MODE,
      scale_down_behavior: MODE,
      security_configuration: READ,
      service_role: READ,
      step: PROGRAM,
      step_concurrency_level: SIZE,
      termination_protection: DELETION,
      unhealthy_node_replacement: MODE,
      visible_to_all_users: STRICTER,
    },
    "arn cluster_state core_instance_fleet.id core_instance_fleet.provisioned_on_demand_capacity core_instance_fleet.provisioned_spot_capacity core_instance_group.id master_instance_fleet.id master_instance_fleet.provisioned_on_demand_capacity master_instance_fleet.provisioned_spot_capacity master_instance_group.id master_public_dns",
  ),
  aws_emr_instance_fleet: modeled(
    ["network", "data"],
    { cluster_id: READ, ...fleetArguments },
    "provisioned_on_demand_capacity provisioned_spot_capacity",
  ),
  aws_emr_instance_group: modeled(
    ["network", "data"],
    {
      autoscaling_policy: SIZE,
      cluster_id: READ,
      configurations_json: PROGRAM,
      ebs_optimized: MODE,
      ...groupArguments,
    },
    "running_instance_count status",
  ),
  aws_emr_security_configuration: modeled(
    ["data", "identities"],
    { configuration: READ, name: NAME, name_prefix: NAME },
    "creation_date",
  ),
  aws_emrserverless_application: modeled(
    ["network", "data", "identities"],
    {
      architecture: SIZE,
      auto_start_configuration: SCHEDULE,
      auto_stop_configuration: SCHEDULE,
      "image_configuration.image_uri": OURS,
      initial_capacity: SIZE,
      "interactive_configuration.livy_endpoint_enabled": unread("accepts code at a public endpoint of AWS"),
      "interactive_configuration.studio_enabled": unread("accepts code of notebooks in EMR Studio"),
      maximum_capacity: SIZE,
      "monitoring_configuration.cloudwatch_logging_configuration.enabled": LOGGING,
      "monitoring_configuration.cloudwatch_logging_configuration.encryption_key_arn": OUR_DATA,
      "monitoring_configuration.cloudwatch_logging_configuration.log_group_name": NAME,
      "monitoring_configuration.cloudwatch_logging_configuration.log_stream_name_prefix": NAME,
      "monitoring_configuration.cloudwatch_logging_configuration.log_types": LOGGING,
      "monitoring_configuration.managed_persistence_monitoring_configuration.enabled": LOGGING,
      "monitoring_configuration.managed_persistence_monitoring_configuration.encryption_key_arn": OUR_DATA,
      "monitoring_configuration.prometheus_monitoring_configuration.remote_write_url": OUR_DATA,
      ...inBlock("monitoring_configuration.s3_monitoring_configuration", logTargetArguments),
      name: NAME,
      "network_configuration.security_group_ids": READ,
      "network_configuration.subnet_ids": READ,
      release_label: MODE,
      runtime_configuration: PROGRAM,
      scheduler_configuration: SCHEDULE,
      type: CODE,
    },
    "arn",
  ),
};
