terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.0"
    }
  }
}

provider "aws" {
  region = var.region
}

variable "region" {
  type    = string
  default = "eu-west-1"
}

locals {
  name  = "studio"
  zones = ["eu-west-1a", "eu-west-1b"]
  cidr  = "10.20.0.0/16"
}

module "vpc" {
  source = "./modules/vpc"

  name            = local.name
  cidr            = local.cidr
  azs             = local.zones
  private_subnets = [for k, v in local.zones : cidrsubnet(local.cidr, 8, k)]
  public_subnets  = [for k, v in local.zones : cidrsubnet(local.cidr, 8, k + 100)]

  enable_nat_gateway = true
  single_nat_gateway = true
}

resource "aws_security_group" "studio" {
  name   = "${local.name}-studio"
  vpc_id = module.vpc.vpc_id

  egress {
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

output "private_subnets" {
  value = module.vpc.private_subnets
}
