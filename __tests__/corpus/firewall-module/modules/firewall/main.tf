variable "name" {
  type = string
}

variable "vpc_id" {
  type = string
}

variable "subnet_mapping" {
  type    = any
  default = {}
}

variable "rule_groups" {
  type    = any
  default = {}
}

variable "logs" {
  type = list(object({
    log_destination      = map(string)
    log_destination_type = string
    log_type             = string
  }))
  default = []
}

resource "aws_networkfirewall_firewall_policy" "this" {
  name = var.name

  firewall_policy {
    stateless_default_actions          = ["aws:forward_to_sfe"]
    stateless_fragment_default_actions = ["aws:forward_to_sfe"]
    stateful_default_actions           = ["aws:drop_strict"]

    stateful_engine_options {
      rule_order = "STRICT_ORDER"
    }

    dynamic "stateful_rule_group_reference" {
      for_each = var.rule_groups
      content {
        priority     = stateful_rule_group_reference.value.priority
        resource_arn = stateful_rule_group_reference.value.resource_arn
      }
    }
  }
}

resource "aws_networkfirewall_firewall" "this" {
  name                = var.name
  firewall_policy_arn = aws_networkfirewall_firewall_policy.this.arn
  vpc_id              = var.vpc_id

  dynamic "subnet_mapping" {
    for_each = var.subnet_mapping
    content {
      subnet_id       = subnet_mapping.value.subnet_id
      ip_address_type = try(subnet_mapping.value.ip_address_type, null)
    }
  }
}

# A log group of the same name as the one that the caller passes, for what nobody logs.
resource "aws_cloudwatch_log_group" "this" {
  name = "${var.name}-unused"
}

resource "aws_networkfirewall_logging_configuration" "this" {
  firewall_arn = aws_networkfirewall_firewall.this.arn

  logging_configuration {
    dynamic "log_destination_config" {
      for_each = var.logs
      content {
        log_destination      = log_destination_config.value.log_destination
        log_destination_type = log_destination_config.value.log_destination_type
        log_type             = log_destination_config.value.log_type
      }
    }
  }
}
