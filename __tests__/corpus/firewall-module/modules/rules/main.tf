variable "name" {
  type = string
}

variable "rule_group" {
  type = any
}

resource "aws_networkfirewall_rule_group" "this" {
  name     = var.name
  type     = "STATEFUL"
  capacity = 100

  rule_group {
    dynamic "rules_source" {
      for_each = [var.rule_group.rules_source]
      content {
        dynamic "rules_source_list" {
          for_each = try([rules_source.value.rules_source_list], [])
          content {
            generated_rules_type = rules_source_list.value.generated_rules_type
            target_types         = rules_source_list.value.target_types
            targets              = rules_source_list.value.targets
          }
        }
      }
    }
    stateful_rule_options {
      rule_order = "STRICT_ORDER"
    }
  }
}

output "arn" {
  value = aws_networkfirewall_rule_group.this.arn
}
