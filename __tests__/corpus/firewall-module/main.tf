terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

provider "aws" {
  region = "eu-west-1"
}

# An inspection VPC in the style of registry modules: what they create is passed as objects and becomes blocks.
resource "aws_vpc" "this" {
  cidr_block = "100.64.0.0/20"
}

resource "aws_subnet" "firewall" {
  count             = 2
  vpc_id            = aws_vpc.this.id
  availability_zone = ["eu-west-1a", "eu-west-1b"][count.index]
  cidr_block        = cidrsubnet(aws_vpc.this.cidr_block, 8, count.index)
}

resource "aws_cloudwatch_log_group" "this" {
  name              = "/firewall/flow"
  retention_in_days = 90
}

module "rules" {
  source = "./modules/rules"
  name   = "domains"

  rule_group = {
    rules_source = {
      rules_source_list = {
        generated_rules_type = "ALLOWLIST"
        target_types         = ["TLS_SNI"]
        targets              = ["pypi.org"]
      }
    }
  }
}

module "firewall" {
  source = "./modules/firewall"
  name   = "inspection"
  vpc_id = aws_vpc.this.id

  subnet_mapping = { for index in range(2) : "subnet-${index}" => { subnet_id = element(aws_subnet.firewall[*].id, index) } }
  rule_groups    = { first = { priority = 1, resource_arn = module.rules.arn } }

  logs = [{
    log_destination      = { logGroup = aws_cloudwatch_log_group.this.name }
    log_destination_type = "CloudWatchLogs"
    log_type             = "FLOW"
  }]
}
